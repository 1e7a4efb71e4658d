import Foundation
import Importing
import Testing

@Suite struct RecordReaderTests {
    private func records(_ text: String) throws -> [(line: Int, text: String)] {
        let path = NSTemporaryDirectory() + UUID().uuidString
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        var records: [(line: Int, text: String)] = []
        try RecordReader(path: path).read {
            records.append(
                ($0.line, String(decoding: $0.bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)))
        }
        return records
    }

    @Test func readsARecordALineAndTellsItsNumber() throws {
        let found = try records("{\"a\":1}\n\n{\"b\":2}\r\n  \n{\"c\":3}")

        #expect(found.map(\.text) == ["{\"a\":1}", "{\"b\":2}", "{\"c\":3}"])
        #expect(found.map(\.line) == [1, 3, 5])
    }

    @Test func readsOneObjectOverManyLines() throws {
        let found = try records("{\n  \"a\": {\n    \"b\": \"} {\"\n  }\n}\n")

        #expect(found.count == 1)
        #expect(found[0].line == 1)
    }

    @Test func readsTheMembersOfAnArray() throws {
        let found = try records("[\n  {\"a\": \"],\\\"\"},\n  {\"b\": [1, 2]}\n]\n")

        #expect(found.map(\.text) == ["{\"a\": \"],\\\"\"}", "{\"b\": [1, 2]}"])
        #expect(found.map(\.line) == [2, 3])
    }

    @Test func anEmptyArrayHasNoRecords() throws {
        #expect(try records(" [ ] ").isEmpty)
        #expect(try records("").isEmpty)
    }

    @Test func handsOnWhatIsBrokenSoThatItIsRefusedByName() throws {
        #expect(try records("{\"a\":1}\n{broken\n{\"c\":3}\n").map(\.text) == ["{\"a\":1}", "{broken", "{\"c\":3}"])
        #expect(try records("[1, 2] 3").map(\.text) == ["[1, 2] 3"])
    }

    @Test func saysThatAFileIsNotThere() {
        #expect { try RecordReader(path: "/nowhere/at.all") } throws: {
            $0.localizedDescription.contains("There is no file")
        }
    }
}
