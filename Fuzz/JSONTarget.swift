import Foundation
import Knowledge

/// The JSON reader beside a naive one and Foundation's, and what it read written and read again.
enum JSONTarget: FuzzTarget {
    static let name = "json"
    static let longest = 400

    static let seeds: [[UInt8]] = [
        "null", "[1,2.5,-0,1e400,0.1E-7]", "{\"a\":{\"b\":[true,false]},\"a\":1}", "\"\\ud83d\\ude00\\n\\/\"",
        "\"\\ud800\"",
        "{\"name\":\"\u{041A}\u{0438}\u{043C}\",\"quotes\":[{\"text\":\"a\\u0000b\"}]}", " [ ] ", "[1,]", "{\"a\":1,}",
        "01",
        "-", "1.", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]", "9007199254740993",
        "{\"a\":0,\"b\":0,\"c\":0,\"d\":0,\"e\":0,\"f\":0,\"g\":0,\"h\":0,\"i\":0,\"j\":0,\"k\":0,\"l\":0,\"m\":0,\"n\":0,"
            + "\"o\":0,\"p\":0,\"q\":0,\"\u{E9}\":0,\"e\u{301}\":1}",
    ].map { Array($0.utf8) }

    static let words = [
        "null", "true", "false", "{", "}", "[", "]", ",", ":", "\"\"", "\"a\":", "\\u0000", "\\ud800", "\\udc00",
        "\\ud83d\\ude00", "\\\"", "\\/", "\\u00e9", "e\\u0301", "1e400", "-0", "0.1", "1e-7", "9007199254740993",
        "\u{FEFF}",
        "[[[[[[[[", "{\"a\":{\"a\":", "\u{E9}", "e\u{301}", "\u{1F600}", "\t", "\r\n",
    ]

    static func run(_ bytes: UnsafeRawBufferPointer) {
        let copy = Array(bytes)
        let naive = NaiveJSON.read(copy)
        let value: JSON
        do {
            value = try JSONReader.read(bytes)
        } catch {
            must(naive == nil, "refused: \(error)")
            must((error as? JSONReader.Failure).map { (0...copy.count).contains($0.offset) } ?? false, "\(error)")
            return
        }
        guard let naive else { finding("it is no JSON") }
        compare(value, naive)
        checkWriting(value)
        compareWithFoundation(value, naive, copy)
        must(
            JSON.merged(value, with: .object(JSONObject())) == (value.object == nil ? .object(JSONObject()) : value),
            "an empty patch changes something")
    }

    private static func compare(_ value: JSON, _ naive: NaiveJSON) {
        switch (value, naive) {
        case (.null, .null): break
        case (.bool(let one), .bool(let other)): must(one == other, "another boolean")
        case (.number(let number), .number(let text)):
            must(number.text == text, "another number")
            compare(number)
        case (.string(let one), .string(let other)):
            must(one.unicodeScalars.elementsEqual(other.unicodeScalars), "another string")
        case (.array(let one), .array(let other)):
            must(one.count == other.count, "another array")
            for (element, naive) in zip(one, other) { compare(element, naive) }
        case (.object(let object), .object(let members)):
            var seen: Set<[UInt8]> = []
            let first = members.filter { seen.insert(Array($0.name.utf8)).inserted }
            must(
                object.members.count == first.count && object.repeated.count == members.count - first.count,
                "repeated \(object.repeated)")
            for (member, other) in zip(object.members, first) {
                must(member.name.utf8.elementsEqual(other.name.utf8), "another name")
                compare(member.value, other.value)
                must(object[member.name].map { $0 == member.value } ?? false, "\(member.name) is not found")
            }
        default: finding("\(value), \(naive)")
        }
    }

    /// A number is a Double or an integer only where that is the very number that was written.
    private static func compare(_ number: JSONNumber) {
        if let integer = number.integer {
            must(Decimal(string: number.text).map { $0 == Decimal(integer) } ?? true, "another integer")
        }
        guard let double = number.double else { return }
        must(double.isFinite && double == Double(number.text), "another Double")
        var buffer = JSONBuffer(capacity: 1)
        buffer.number(double)
        must((try? JSONReader.read(buffer.string))?.double == double, "another Double after a round: \(buffer.string)")
    }

    private static func checkWriting(_ value: JSON) {
        let text = value.text
        guard let again = try? JSONReader.read(text) else { finding("it can't read what it wrote: \(text)") }
        must(again.text == text, "another text after a round")
        must(again == value || text.contains("e") || text.contains("E"), "another value after a round")
    }

    /// What is accepted here is accepted by Foundation, with the same value: but for numbers past a Double, and where two
    /// names are one to a Dictionary of Strings.
    private static func compareWithFoundation(_ value: JSON, _ naive: NaiveJSON, _ bytes: [UInt8]) {
        guard let other = try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed) else {
            must(naive.hasHugeNumber, "Foundation refuses it")
            return
        }
        must(isEqual(value, other), "Foundation reads \(other)")
    }

    private static func isEqual(_ value: JSON, _ other: Any) -> Bool {
        switch value {
        case .null: other is NSNull
        case .bool(let bool): (other as? NSNumber)?.boolValue == bool
        case .number(let number):
            number.double.map { double in
                (other as? NSNumber).map { abs($0.doubleValue - double) <= double.magnitude * 1e-12 } ?? false
            } ?? (other is NSNumber)
        case .string(let string):
            // Foundation takes byte order marks away.
            (other as? String)?.unicodeScalars.filter { $0 != "\u{FEFF}" }
                .elementsEqual(string.unicodeScalars.filter { $0 != "\u{FEFF}" }) ?? false
        case .array(let array):
            (other as? [Any]).map { $0.count == array.count && zip(array, $0).allSatisfy { isEqual($0, $1) } } ?? false
        case .object(let object):
            (other as? [String: Any]).map { members in
                Set(object.members.map { $0.name.replacing("\u{FEFF}", with: "") }).count != object.members.count
                    || !object.repeated.isEmpty || object.members.contains { $0.name.contains("\u{FEFF}") }
                    || members.count == object.members.count
                        && object.members.allSatisfy { member in
                            members[member.name].map { isEqual(member.value, $0) } ?? false
                        }
            } ?? false
        }
    }
}
