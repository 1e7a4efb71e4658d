import Foundation
import Testing

/// Changes as they happen.
@Suite struct EventStreamTests {
    let server: RunningServer
    private let root = "/api/v1"

    init() throws {
        server = try RunningServer()
        _ = try server.post("\(root)/topics", #"{"name": "Water"}"#)
    }

    private func listen(_ target: String = "/api/v1/changes", _ fields: String = "") throws -> Connection {
        let connection = try Connection(port: server.port)
        connection.send("GET \(target) HTTP/1.1\r\nHost: a\r\nAccept: text/event-stream\r\n\(fields)\r\n")
        return connection
    }

    /// What has come when `end` has.
    private func read(_ connection: Connection, until end: String) -> String {
        var bytes: [UInt8] = []
        while !String(decoding: bytes, as: UTF8.self).contains(end) {
            let piece = connection.read()
            if piece.isEmpty { break }
            bytes += piece
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func whatWasAndWhatComesIsToldInOrder() throws {
        let listener = try listen()
        let before = read(listener, until: "\"water\"")
        #expect(before.contains("200 OK") && before.contains("Content-Type: text/event-stream"))
        #expect(before.contains("id: 1\nevent: change\ndata: {\"at\":"))

        for number in 0..<5 { _ = try server.post("\(root)/topics", "{\"name\": \"Topic \(number)\"}") }
        let after = read(listener, until: "topic-4")

        let places = (0..<5).compactMap { after.range(of: "\"topic-\($0)\"")?.lowerBound }
        #expect(places.count == 5 && places == places.sorted())
    }

    @Test func aClientGoesOnWhereItWasCutOff() throws {
        for number in 0..<3 { _ = try server.post("\(root)/topics", "{\"name\": \"Topic \(number)\"}") }

        let again = try listen("\(root)/changes?since=1", "Last-Event-ID: 3\r\n")
        let told = read(again, until: "topic-2")

        #expect(!told.contains("topic-1") && told.contains("id: 4\n"))
        let wrong = ["Accept": "text/event-stream", "Last-Event-ID": "x"]
        #expect(try server.get("\(root)/changes", fields: wrong).status == 400)
        #expect(try server.get("\(root)/changes").fields["content-type"] == "application/json")
    }

    @Test func listenersKeepNobodyWaitingAndHaveABound() throws {
        // One after the other: all at once would be more than wait for a worker.
        let listeners = try (0..<256).map { _ in
            let listener = try listen()
            #expect(read(listener, until: "\"water\"").contains("200 OK"))
            return listener
        }

        #expect(read(try listen(), until: "\r\n\r\n").contains("503"))
        #expect(try server.get("\(root)/topics/water").status == 200)
        _ = try server.post("\(root)/topics", #"{"name": "Late"}"#)
        for listener in listeners { #expect(read(listener, until: "\"late\"").contains("\"late\"")) }
    }

    @Test func theyEndWithTheServer() throws {
        let listener = try listen()
        _ = read(listener, until: "\"water\"")

        #expect(server.stop() == 0)

        #expect(String(decoding: listener.readToEnd(), as: UTF8.self).hasSuffix("0\r\n\r\n"))
    }
}
