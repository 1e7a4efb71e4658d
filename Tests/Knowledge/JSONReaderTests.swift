import Foundation
import Knowledge
import Testing

@Suite struct JSONReaderTests {
    @Test(arguments: [
        "", " ", "[1,]", "{\"a\":1,}", "[1 2]", "01", "-", "+1", ".5", "1.", "1e", "0x1", "NaN", "Infinity", "tru",
        "nul",
        "'a'", "\"a", "\"\n\"", "\"\\x\"", "\"\\u12\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\ud800\\u0041\"",
        "{1:2}",
        "{\"a\"}", "{\"a\":}", "[", "]", "{", "}", "[1]]", "1 2", "\u{FEFF}1", "// c\n1", "[1/**/]", "\"\t\"",
    ])
    func refusesWhatIsNoJSON(_ text: String) {
        #expect(throws: JSONReader.Failure.self) { try JSONReader.read(text) }
    }

    @Test func refusesInvalidUTF8InStrings() {
        for bytes: [UInt8] in [
            [0x22, 0xFF, 0x22], [0x22, 0xC0, 0xAF, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22], [0x22, 0xE2, 0x82, 0x22],
            [0xFF],
        ] {
            #expect(throws: JSONReader.Failure.self) { try JSONReader.read(bytes) }
        }
    }

    @Test(arguments: [
        ("null", "null"), ("true", "true"), (" [ ] ", "[]"), ("{\"b\":1,\"a\":[{}]}", "{\"b\":1,\"a\":[{}]}"),
        ("\"\\u0041\\n\\/\\ud83d\\ude00\"", "\"A\\n/😀\""), ("-0.50e+3", "-0.50e+3"), ("1e400", "1e400"),
        ("\"\\u0000\\u001f\"", "\"\\u0000\\u001f\""), ("\"é\"", "\"é\""),
    ])
    func writesBackWhatItRead(_ text: String, _ written: String) throws {
        #expect(try JSONReader.read(text).text == written)
    }

    @Test func bearsNestingUpToItsLimitAndNoFurther() throws {
        let limit = JSONReader.depthLimit

        _ = try JSONReader.read(String(repeating: "[", count: limit) + String(repeating: "]", count: limit))
        #expect(throws: JSONReader.Failure.self) {
            try JSONReader.read(String(repeating: "[", count: limit + 1) + String(repeating: "]", count: limit + 1))
        }
        #expect(throws: JSONReader.Failure.self) { try JSONReader.read(String(repeating: "[", count: 1_000_000)) }
        #expect(throws: JSONReader.Failure.self) { try JSONReader.read(String(repeating: "{\"a\":", count: 1_000_000)) }
    }

    @Test func namesRepeatedKeysHoweverManyMembersThereAre() throws {
        let many = (0..<100).map { "\"k\($0)\":\($0)" }.joined(separator: ",")

        #expect(try JSONReader.read("{\"a\":1,\"b\":2,\"a\":3}").object?.repeated == ["a"])
        #expect(try JSONReader.read("{\(many),\"k50\":0}").object?.repeated == ["k50"])
        // Two names, and one String in Swift.
        #expect(try JSONReader.read("{\(many),\"\u{E9}\":1,\"e\u{301}\":2}").object?.repeated == [])
        #expect(try JSONReader.read("{\(many),\"\u{E9}\":1,\"e\u{301}\":2,\"\u{E9}\":3}").object?.repeated.count == 1)
        #expect(try JSONReader.read("{\"a\\u0301\":1,\"\u{E1}\":2}").object?.repeated == [])
    }

    @Test(arguments: [
        ("9007199254740992", 9_007_199_254_740_992.0), ("9007199254740993", nil), ("1e400", nil), ("-1e400", nil),
        ("0.1", 0.1), ("4200000000", 4_200_000_000), ("1e2", 100), ("18446744073709551616", nil), ("-0", -0.0),
    ])
    func keepsNoNumberThatADoubleCannot(_ text: String, _ value: Double?) throws {
        #expect(try JSONReader.read(text).double == value)
    }

    @Test(arguments: [
        ("1", 1), ("-0", 0), ("1.0", 1), ("1e2", 100), ("-120e-1", -12), ("0.5e1", 5), ("0e-9", 0), ("1.5", nil),
        ("1.00000000000000001", nil), ("7910909254744993.9921", nil), ("1e-400", nil), ("1e400", nil),
        ("1e99999999999999999999", nil), ("9007199254740993", 9_007_199_254_740_993), ("9223372036854775808", nil),
    ])
    func takesForAnIntegerWhatHasNoFraction(_ text: String, _ value: Int?) throws {
        #expect(try JSONReader.read(text).integer == value)
    }

    @Test func readsTheSuiteOfOthersByTheNamesOfItsFiles() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let folder = root.deletingLastPathComponent().appendingPathComponent("shared/data/json-test-suite")
        let walk = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        let files = (walk?.allObjects as? [URL] ?? []).filter { $0.pathExtension == "json" }
        guard !files.isEmpty else {
            print("The JSON test suite is not here: its files were not read")
            return
        }

        for file in files {
            let bytes = [UInt8](try Data(contentsOf: file))
            let parses = (try? JSONReader.read(bytes)) != nil
            let name = file.lastPathComponent
            if name.hasPrefix("y_") { #expect(parses, "\(name) is JSON") }
            if name.hasPrefix("n_") { #expect(!parses, "\(name) is no JSON") }
        }
    }
}

@Suite struct JSONBufferTests {
    @Test func writesStringsThatReadBackTheSame() throws {
        var generator = SystemRandomNumberGenerator()
        let pieces: [String] = [
            "\"", "\\", "/", "\n", "\u{0}", "\u{1F}", "\u{7F}", "a", "é", "Ким", "😀", "\u{2028}", "abcdefgh", "<b>",
        ]

        for _ in 0..<5_000 {
            let text = (0..<Int.random(in: 0...20, using: &generator)).map { _ in
                pieces.randomElement(using: &generator) ?? ""
            }.joined()
            var buffer = JSONBuffer(capacity: 1)
            buffer.string(text)
            let written = buffer.string
            #expect(try JSONReader.read(written) == .string(text))
            // Another implementation agrees.
            let foundation = try JSONDecoder().decode(String.self, from: Data(written.utf8))
            #expect(foundation == text)
        }
    }

    @Test(arguments: [0, 1, -1, 9, 10, 99, 100, 12_345, -12_345, Int.max, Int.min, 1_000_000_000_000_000_000])
    func writesIntegers(_ integer: Int) {
        var buffer = JSONBuffer()
        buffer.integer(integer)

        #expect(buffer.string == String(integer))
    }

    @Test(arguments: [
        (4_200_000_000.0, "4200000000"), (0.1, "0.1"), (86.0, "86"), (1e21, "1e+21"), (-2.5, "-2.5"), (1e-7, "1e-07"),
    ])
    func writesNumbersShortly(_ number: Double, _ text: String) throws {
        var buffer = JSONBuffer()
        buffer.number(number)

        #expect(buffer.string == text)
        #expect(try JSONReader.read(buffer.string).double == number)
    }

    @Test func putsCommasBetweenMembers() {
        var buffer = JSONBuffer()
        buffer.open()
        buffer.key("a")
        buffer.openArray()
        for number in 1...3 {
            buffer.comma()
            buffer.integer(number)
        }
        buffer.closeArray()
        buffer.key("b")
        buffer.null()
        buffer.close()

        #expect(buffer.string == "{\"a\":[1,2,3],\"b\":null}")
    }
}

@Suite struct MergePatchTests {
    /// RFC 7396, appendix A.
    @Test(arguments: [
        (#"{"a":"b"}"#, #"{"a":"c"}"#, #"{"a":"c"}"#), (#"{"a":"b"}"#, #"{"b":"c"}"#, #"{"a":"b","b":"c"}"#),
        (#"{"a":"b"}"#, #"{"a":null}"#, "{}"), (#"{"a":"b","b":"c"}"#, #"{"a":null}"#, #"{"b":"c"}"#),
        (#"{"a":["b"]}"#, #"{"a":"c"}"#, #"{"a":"c"}"#), (#"{"a":"c"}"#, #"{"a":["b"]}"#, #"{"a":["b"]}"#),
        (#"{"a":{"b":"c"}}"#, #"{"a":{"b":"d","c":null}}"#, #"{"a":{"b":"d"}}"#),
        (#"{"a":[{"b":"c"}]}"#, #"{"a":[1]}"#, #"{"a":[1]}"#), (#"["a","b"]"#, #"["c","d"]"#, #"["c","d"]"#),
        (#"{"a":"b"}"#, #"["c"]"#, #"["c"]"#), (#"{"a":"foo"}"#, "null", "null"),
        (#"{"a":"foo"}"#, #""bar""#, #""bar""#),
        (#"{"e":null}"#, #"{"a":1}"#, #"{"e":null,"a":1}"#), ("[1,2]", #"{"a":"b","c":null}"#, #"{"a":"b"}"#),
        ("{}", #"{"a":{"bb":{"ccc":null}}}"#, #"{"a":{"bb":{}}}"#),
    ])
    func mergesAsTheRFCHasIt(_ target: String, _ patch: String, _ result: String) throws {
        #expect(try JSON.merged(JSONReader.read(target), with: JSONReader.read(patch)) == JSONReader.read(result))
    }
}
