import Foundation
import Testing

/// Many writes in one request.
@Suite struct BulkTests {
    let server: RunningServer
    private let root = "/api/v1"

    init() throws { server = try RunningServer() }

    private func bulk(_ lines: [String], _ query: String = "", fields: [String: String] = [:]) throws -> Answer {
        try server.post(
            "\(root)/bulk\(query)", lines.joined(separator: "\n"),
            fields: ["Content-Type": "application/x-ndjson"].merging(fields) { $1 })
    }

    private func lines(_ answer: Answer) throws -> [[String: Any]] {
        try answer.text.split(separator: "\n").map {
            try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] ?? [:]
        }
    }

    private let mixed = [
        #"{"resource": "topics", "name": "Water"}"#, "{", "",
        #"{"resource": "topics", "name": 5, "nmae": 6}"#,
        #"{"action": "update", "resource": "topics", "ref": "water", "body": {"name": "Waters"}}"#,
        #"{"action": "create", "resource": "articles", "body": {"title": "One", "topics": ["water"]}}"#,
        #"{"action": "delete", "resource": "topics", "ref": 1}"#, #"{"action": "burn", "resource": "topics"}"#,
        #"{"action": "delete", "resource": "articles", "ref": "one"}"#, #"{"resource": "topic"}"#,
        #"{"action": "delete", "resource": "topics", "ref": "nobody"}"#,
    ]

    @Test func eachLineIsAnsweredInItsOrder() throws {
        let answer = try bulk(mixed)
        let told = try lines(answer)

        #expect(answer.status == 200 && answer.fields["content-type"] == "application/x-ndjson")
        #expect(told.compactMap { $0.number("line") } == [1, 2, 4, 5, 6, 7, 8, 9, 10, 11])
        #expect(told.compactMap { $0.number("status") } == [201, 400, 422, 200, 201, 409, 422, 204, 422, 404])
        #expect(told[2].list("errors").map { $0.text("pointer") } == ["/name", "/nmae"])
        #expect(told[3].text("slug") == "water" && told[3].number("revision") == 2)
        #expect(try server.get("\(root)/topics/water").json.text("name") == "Waters")
    }

    @Test func allOrNothingIsDone() throws {
        let refused = try bulk(mixed, "?atomic=true")
        #expect(refused.status == 400)
        #expect(try refused.json.text("detail").contains("Line 2"))
        #expect(try server.get("\(root)/topics?count=true").json.number("total") == 0)

        let taken = try bulk([mixed[0], mixed[4]], "?atomic=true")
        #expect(try lines(taken).compactMap { $0.number("status") } == [201, 200])
        #expect(try bulk([mixed[0]], "?atomic=1").status == 400)
        #expect(try bulk([""]).status == 400)
        #expect(try server.post("\(root)/bulk", "{}", fields: ["Content-Type": "text/plain"]).status == 415)
    }

    @Test func aThousandLinesAreDoneInTheirOrder() throws {
        let answer = try bulk(
            (0..<1_000).map { "{\"resource\": \"topics\", \"name\": \"Topic\", \"slug\": \"t\($0)\"}" })

        #expect(try lines(answer).map { $0.text("slug") } == (0..<1_000).map { "t\($0)" })
        #expect(try lines(answer).compactMap { $0.number("id") } == (1...1_000).map(Double.init))
    }

    @Test func tooManyLinesAreRefusedAsAWhole() throws {
        #expect(try bulk(Array(repeating: "{}", count: 50_001)).status == 413)
    }

    @Test func underOneKeyItIsDoneOnce() throws {
        let first = try bulk(mixed, fields: ["Idempotency-Key": "b"])
        let again = try bulk(mixed, fields: ["Idempotency-Key": "b"])

        #expect(first.status == 200 && first.text == again.text)
        #expect(try server.get("\(root)/changes").items.count == 4)
    }
}
