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

    @Test func linesBeyondTheLimitAreNotDone() throws {
        let many = Array(repeating: "{}", count: 50_001)

        let told = try lines(try bulk(many))
        #expect(told.count == 50_001)
        #expect(told[49_999].number("status") == 422 && told[50_000].number("status") == 413)
        #expect(told[50_000].number("line") == 50_001)
        #expect(try bulk(many, "?atomic=true").status == 413)
        #expect(try bulk(many, fields: ["Idempotency-Key": "m"]).status == 413)
    }

    @Test func underOneKeyItIsDoneOnce() throws {
        let first = try bulk(mixed, fields: ["Idempotency-Key": "b"])
        let again = try bulk(mixed, fields: ["Idempotency-Key": "b"])

        #expect(first.status == 200 && first.text == again.text)
        #expect(try server.get("\(root)/changes").items.count == 4)
    }

    // MARK: While it is being sent

    /// Begins a bulk on a connection of its own.
    private func begin(_ framing: String, _ fields: String = "") throws -> Connection {
        let connection = try Connection(port: server.port)
        connection.send(
            "POST \(root)/bulk HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer \(RunningServer.token)\r\n"
                + "Content-Type: application/x-ndjson\r\n\(fields)\(framing)\r\n\r\n")
        return connection
    }

    private func chunk(_ text: String) -> String { String(text.utf8.count, radix: 16) + "\r\n\(text)\r\n" }

    private func topic(_ slug: String) -> String {
        "{\"resource\": \"topics\", \"name\": \"T\", \"slug\": \"\(slug)\"}\n"
    }

    /// Reads until what came has the text; all that came.
    private func read(_ connection: Connection, until text: String) -> String {
        var received = ""
        while !received.contains(text) {
            let piece = connection.read()
            if piece.isEmpty { break }
            received += String(decoding: piece, as: UTF8.self)
        }
        return received
    }

    @Test(arguments: [true, false]) func aLineIsAnsweredBeforeTheNextIsSent(isChunked: Bool) throws {
        let all = (1...5).map { topic("s\($0)") }
        let connection = try begin(
            isChunked ? "Transfer-Encoding: chunked" : "Content-Length: \(all.joined().utf8.count)")

        for (index, line) in all.enumerated() {
            // In two pieces, neither of which is a line.
            for piece in [line.prefix(9), line.dropFirst(9)].map(String.init) {
                connection.send(isChunked ? chunk(piece) : piece)
            }
            let answer = read(connection, until: "\"slug\":\"s\(index + 1)\"")
            #expect(answer.contains("\"line\":\(index + 1),\"status\":201"))
            #expect(try server.get("\(root)/topics/s\(index + 1)").status == 200)
        }

        // The connection goes on with the next request.
        connection.send((isChunked ? "0\r\n\r\n" : "") + "GET /livez HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(read(connection, until: "HTTP/1.1 ").contains("HTTP/1.1 200 OK\r\n"))
    }

    @Test func sendersThatPauseKeepNobodyWaiting() throws {
        let senders = try (0..<32).map { _ in try begin("Transfer-Encoding: chunked") }
        for (index, sender) in senders.enumerated() {
            sender.send(chunk(topic("p\(index)") + "{\"resource\": "))
            #expect(read(sender, until: "\"slug\":\"p\(index)\"").contains("201"))
        }

        #expect(try server.get("\(root)/topics?count=true").json.number("total") == 32)
        #expect(try server.post("\(root)/topics", #"{"name": "Beside"}"#).status == 201)

        for sender in senders {
            sender.send(chunk("5}\n") + "0\r\n\r\n")
            #expect(read(sender, until: "\r\n0\r\n\r\n").contains("\"line\":2,\"status\":422"))
        }
    }

    @Test func whoSendsAllBeforeReadingHasAllAnswers() throws {
        let count = 20_000
        let body = (0..<count).map { "{\"resource\": \"topics\", \"nmae\": \($0)}\n" }.joined()
        let connection = try begin("Content-Length: \(body.utf8.count)", "Connection: close\r\n")
        connection.send(body)

        var received = ""
        while case let piece = connection.read(), !piece.isEmpty { received += String(decoding: piece, as: UTF8.self) }

        #expect(received.hasSuffix("\r\n0\r\n\r\n"))
        #expect(received.components(separatedBy: "\"status\":422").count == count + 1)
    }

    @Test func whatEndsEarlyIsSaidInTheLastLine() throws {
        let half = try begin("Content-Length: 1000")
        half.send(topic("half") + "{\"resource\": \"topics\", \"name\": \"never\"")
        half.finishSending()
        let told = read(half, until: "\r\n0\r\n\r\n")
        #expect(told.contains("\"line\":1,\"status\":201") && told.contains("\"line\":2,\"status\":400"))

        let broken = try begin("Transfer-Encoding: chunked")
        broken.send(chunk(topic("broken")))
        _ = read(broken, until: "201")
        broken.send("zz\r\n")
        #expect(read(broken, until: "\r\n0\r\n\r\n").contains("\"line\":2,\"status\":400"))

        // Where nothing was answered yet, the status says it.
        let early = try begin("Content-Length: 1000")
        early.send("{")
        early.finishSending()
        #expect(read(early, until: "}").hasPrefix("HTTP/1.1 400 "))
        #expect(try server.get("\(root)/topics?count=true").json.number("total") == 2)
    }

    @Test func whoLeavesHasDoneWhatWasAnswered() throws {
        var connection: Connection? = try begin("Transfer-Encoding: chunked")
        connection?.send(chunk(topic("left")))
        if let connection { #expect(read(connection, until: "201").contains("201")) }
        connection?.send(chunk("{\"resource\": \"topics\", \"name\": \"cut"))
        connection = nil

        #expect(try server.get("\(root)/topics?count=true").json.number("total") == 1)
        #expect(try bulk([topic("again")]).status == 200)
    }

    @Test func whoMayNotIsToldBeforeSending() throws {
        let connection = try Connection(port: server.port)
        connection.send(
            "POST \(root)/bulk HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-ndjson\r\n"
                + "Expect: 100-continue\r\nContent-Length: 1000\r\n\r\n")

        #expect(read(connection, until: "\r\n\r\n").hasPrefix("HTTP/1.1 401 "))

        let welcome = try begin("Content-Length: \(topic("c").utf8.count)", "Expect: 100-continue\r\n")
        #expect(read(welcome, until: "\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n")
        welcome.send(topic("c"))
        #expect(read(welcome, until: "\r\n0\r\n\r\n").contains("201"))
    }
}
