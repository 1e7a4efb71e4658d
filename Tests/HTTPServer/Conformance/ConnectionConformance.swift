import HTTPTypes
import Synchronization
import Testing

@testable import HTTPServer

/// RFC 9112 §9: one connection, many messages; and RFC 9110 §10.1.1: Expect.
@Suite("Conformance: connections") struct ConnectionConformance {
    let wire: Wire

    init() throws { wire = try Wire() }

    private func request(_ version: String, _ fields: String...) -> String {
        "GET /hello HTTP/\(version)\r\nHost: a\r\n" + fields.map { $0 + "\r\n" }.joined() + "\r\n"
    }

    // MARK: §9.3, §9.6

    @Test("A connection of HTTP/1.1 stays open, one of HTTP/1.0 only where it asks for that") func persistence() throws
    {
        try wire.hold(request("1.1"), to: served("hello"))
        try wire.hold(request("1.1", "Connection: keep-alive"), to: served("hello"))
        try wire.hold(request("1.1", "Connection: closed, x-close"), to: served("hello"))
        try wire.hold(request("1.0"), to: served("hello", closes: true))
        try wire.hold(
            [request("1.0", "Connection: keep-alive"), request("1.0", "Connection: x, Keep-Alive")],
            to: served("hello", fields: "Connection: keep-alive\r\n"))
    }

    @Test("Connection: close is obeyed, and nothing after it is answered") func close() throws {
        try wire.hold(
            [
                request("1.1", "Connection: close"), request("1.1", "connection:CLOSE"),
                request("1.1", "Connection: x ,close"), request("1.1", "Connection: x", "Connection: close"),
                request("1.1", "Connection: close, keep-alive"), request("1.1", "Connection: ,, close,"),
                request("1.0", "Connection: keep-alive, close"),
                request("1.0", "Connection: keep-alive", "Connection: close"),
            ], to: served("hello", closes: true))
    }

    @Test("Connection: close holds for answers from the cache, too") func closeFromCache() throws {
        let tag = "ETag: \"c\"\r\n"
        try wire.hold("GET /cached HTTP/1.1\r\nHost: a\r\n\r\n", to: served("cached", fields: tag))

        try wire.hold(
            "GET /cached HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
            to: served("cached", closes: true, fields: tag))
        try wire.hold("GET /cached HTTP/1.0\r\n\r\n", to: served("cached", closes: true, fields: tag))
        try wire.hold(
            "GET /cached HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
            to: served("cached", fields: tag + "Connection: keep-alive\r\n"))
        try wire.hold(
            "HEAD /cached HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
            to: served("cached", closes: true, fields: tag, hasBody: false))
        #expect(wire.shared.counters.cacheHits.load(ordering: .relaxed) > 0)
    }

    @Test("Requests sent at once are answered in their order") func pipeline() throws {
        try wire.hold(
            request("1.1") + "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\none"
                + "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\ntwo\r\n0\r\n\r\n"
                + "HEAD /hello HTTP/1.1\r\nHost: a\r\n\r\n" + "DELETE /gone HTTP/1.1\r\nHost: a\r\n\r\n"
                + "GET /cached HTTP/1.1\r\nHost: a\r\n\r\n",
            to: served("hello") + served("one") + served("two") + served("hello", hasBody: false)
                + "HTTP/1.1 204 No Content\r\nDate: *\r\n\r\n" + served("cached", fields: "ETag: \"c\"\r\n"))
    }

    @Test("A refusal in a row of requests comes after the answers before it, and ends the row") func refusedInPipeline()
        throws
    {
        try wire.hold(
            request("1.1") + request("1.1") + "GET /hello HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
            to: served("hello") + served("hello") + bad("The request has more than one Host."))
    }

    @Test("After a refusal what still comes is read over until the client ends") func lingering() throws {
        let end = try wire.connect()

        end.send("GET /hello HTTP/1.1\r\n\r\n".utf8)
        for _ in 0..<100 { end.send([UInt8](repeating: 120, count: 10_000)) }

        #expect(end.isClosed)
        #expect(wire.loop.connectionCount == 1)
        #expect(String(decoding: end.received, as: UTF8.self).hasPrefix("HTTP/1.1 400 "))
        end.finishSending()
        end.awaitEnd()
        #expect(wire.loop.connectionCount == 0)
    }

    @Test("A client that ends its side is answered first") func halfClose() throws {
        let end = try wire.connect()

        end.send((request("1.1") + request("1.1")).utf8)
        end.finishSending()
        end.awaitEnd()

        #expect(Wire.withoutDates(end.received) == Array((served("hello") + served("hello")).utf8))
        #expect(end.isClosed && wire.loop.connectionCount == 0)
    }

    @Test("Upgrade is not taken up") func upgrade() throws {
        try wire.hold(
            [
                request("1.1", "Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAMAAABk"),
                request("1.1", "Connection: upgrade", "Upgrade: websocket"),
            ], to: served("hello"))
    }

    // MARK: Expect

    @Test("Expectations other than 100-continue are refused with 417") func otherExpectations() throws {
        let refusal = problem(417, "Expectation Failed", "The only expectation that is met here is 100-continue.")

        try wire.hold(
            [
                request("1.1", "Expect: miracles"), request("1.1", "Expect: 100-continue, x"),
                request("1.1", "Expect: "),
                request("1.1", "Expect: 100"), request("1.1", "Expect: 200-ok"),
                request("1.1", "Expect: 100-continued"),
                request("1.1", "Expect: 100-continue", "Expect: 100-continue"),
                request("1.1", "Expect: x=\"100-continue\""),
                request("1.1", "Content-Length: 5", "Expect: x"),
            ], to: refusal)
    }

    @Test("HTTP/1.0 has no expectations") func expectationsInOldVersion() throws {
        try wire.hold(
            [request("1.0", "Expect: 100-continue"), request("1.0", "Expect: miracles")],
            to: served("hello", closes: true))
        let end = try wire.connect()
        end.send("POST /echo HTTP/1.0\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n".utf8)
        #expect(end.received.isEmpty)
    }

    @Test("A client that waits for 100 gets it, and one that does not wait does not")
    func continues() throws {
        let interim = "HTTP/1.1 100 Continue\r\n\r\n"
        let heads = [
            ("Content-Length: 5", "hello"), ("Transfer-Encoding: chunked", "5\r\nhello\r\n0\r\n\r\n"),
        ].map { ("POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\n\($0)\r\n\r\n", $1) }

        for (head, body) in heads {
            let (waiting, hasty) = (try wire.connect(), try wire.connect())
            waiting.send(head.utf8)
            #expect(waiting.received.elementsEqual(interim.utf8))
            waiting.send(body.utf8)
            #expect(Wire.withoutDates(waiting.received) == Array((interim + served("hello")).utf8))
            hasty.send((head + body).utf8)
            #expect(Wire.withoutDates(hasty.received) == Array(served("hello").utf8))
        }
    }

    @Test("Where there is no body to wait for there is no 100") func continuesWithoutBody() throws {
        try wire.hold(
            [request("1.1", "Expect: 100-continue"), request("1.1", "Expect: 100-continue", "Content-Length: 0")],
            to: served("hello"))
    }

    @Test("A body that nobody will take is refused instead of 100") func continuesNot() throws {
        let missing = try wire.connect()
        missing.send("POST /nowhere HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n".utf8)
        #expect(
            Wire.withoutDates(missing.received)
                == Array(problem(404, "Not Found", "There is nothing at this path.").utf8))
        #expect(missing.isClosed)
    }
}
