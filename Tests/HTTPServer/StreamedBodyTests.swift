import Foundation
import HTTPTypes
import Synchronization
import Testing

@testable import HTTPServer

/// Requests whose handler runs while their body comes.
@Suite("Bodies that are handed on as they come") struct StreamedBodyTests {
    private let head = "POST /echo HTTP/1.1\r\nHost: a\r\n"
    private let start = Clock.nanoseconds()

    /// Seconds since the test began.
    private var elapsed: Double { Double(Clock.nanoseconds() - start) / 1e9 }

    private static let routes = [
        Route(.post, "/whole", streamsBody: true) { request, responder in
            request.incoming?.whenWhole { body in
                switch body {
                case .success(let bytes): responder.send(text(String(decoding: bytes, as: UTF8.self)))
                case .failure(let problem): responder.send(problem.response())
                }
            }
        },
        Route(.post, "/echo", streamsBody: true) { request, responder in
            guard let body = request.incoming else { return }
            responder.send(Response(contentType: "application/octet-stream", body: .stream(Echo(body))))
        },
        Route(.post, "/no", streamsBody: true) { _, responder in responder.send(text("no")) },
        Route(.get, "/hello") { _, responder in responder.send(text("hello")) },
    ]

    private func server(workers: Int = 2, _ change: (inout Configuration) -> Void = { _ in }) throws -> TestServer {
        try TestServer(Router(Self.routes), workers: workers, change)
    }

    /// A chunk of a body.
    private func chunk(_ text: String) -> String { String(text.utf8.count, radix: 16) + "\r\n\(text)\r\n" }

    // MARK: Bytes in, bytes out

    @Test("A body that is handed on as it comes is the same in whatever pieces, in both framings") func pieces() throws
    {
        let wire = try Wire(Router(Self.routes))
        func post(_ rest: String) -> String { "POST /whole HTTP/1.1\r\nHost: a\r\n\(rest)" }

        try wire.hold(post("Content-Length: 11\r\n\r\nhello there"), to: served("hello there"))
        try wire.hold(post("Content-Length: 0\r\n\r\n"), to: served(""))
        try wire.hold(post("\r\n"), to: served(""))
        try wire.hold(
            post("Transfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n6\r\n there\r\n0\r\nX: y\r\n\r\n"),
            to: served("hello there"))
        try wire.hold(
            post("Transfer-Encoding: chunked\r\n\r\n5\r\nhelloX"), to: bad("A chunk is longer than its size."))
        try wire.hold(post("Connection: close\r\nContent-Length: 2\r\n\r\nhi"), to: served("hi", closes: true))
        #expect(wire.shared.bodyBytes.load(ordering: .relaxed) == 0)
    }

    @Test("A body that is handed on as it comes has the same limits") func limits() throws {
        var limits = Limits()
        limits.bodyBytes = 10
        limits.bodyBytesInAll = 8
        let wire = try Wire(Router(Self.routes), limits: limits)
        let large = problem(413, "Content Too Large", "The request's body is too large.")
        let chunked = "POST /whole HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"

        try wire.hold("POST /whole HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\n", to: large)
        try wire.hold("\(chunked)6\r\nhello \r\n5\r\n", to: large)
        try wire.hold("\(chunked)6\r\nhello \r\n2\r\nyo\r\n0\r\n\r\n", to: served("hello yo"))
        try wire.hold(
            "\(chunked)6\r\nhello \r\n3\r\nyou\r\n0\r\n\r\n",
            to: problem(
                503, "Service Unavailable", "All request bodies together are too large for now.",
                fields: "Retry-After: 1\r\n"))
        #expect(wire.shared.bodyBytes.load(ordering: .relaxed) == 0)
    }

    @Test("of what a handler has not read: no more is taken from the socket") func unreadBytes() throws {
        var limits = Limits()
        limits.unreadBytes = 10
        let asked = Locked<(body: IncomingBody?, responder: Responder)?>(nil)
        let router = Router([
            Route(.post, "/", streamsBody: true) { request, responder in
                asked.withLock { $0 = (request.incoming, responder) }
            }
        ])
        let wire = try Wire(router, limits: limits)
        let end = try wire.connect()
        func unread() throws -> CInt {
            var count: CInt = 0
            _ = ioctl(try #require(wire.loop.connections.compactMap { $0 }.first).descriptor, UInt(FIONREAD), &count)
            return count
        }
        func read() -> String {
            guard case .bytes(let bytes) = asked.withLock({ $0 })?.body?.read() else { return "" }
            return String(decoding: bytes, as: UTF8.self)
        }

        end.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n012345678".utf8)
        end.send("9".utf8)
        end.send("abc".utf8)
        #expect(try unread() == 3)

        #expect(read() == "0123456789")
        end.send("d".utf8)
        #expect(try unread() == 0)
        #expect(read() == "abcd")
        asked.withLock { $0 }?.responder.send(text("read"))
        end.finishSending()
        end.awaitEnd()
        #expect(Wire.withoutDates(end.received) == Array(served("read", closes: true).utf8))
    }

    @Test("100 is sent when the handler of a body that comes begins to wait for it, and not where it is refused")
    func expectation() throws {
        let wire = try Wire(Router(Self.routes))
        func send(_ path: String) throws -> Wire.End {
            let end = try wire.connect()
            end.send("POST \(path) HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n".utf8)
            return end
        }

        let taken = try send("/whole")
        #expect(String(decoding: taken.received, as: UTF8.self) == "HTTP/1.1 100 Continue\r\n\r\n")
        taken.send("hi".utf8)
        let expected = Array(("HTTP/1.1 100 Continue\r\n\r\n" + served("hi")).utf8)
        #expect(Wire.withoutDates(taken.received) == expected)

        let refused = try send("/no")
        #expect(Wire.withoutDates(refused.received) == Array(served("no", closes: true).utf8))
        refused.finishSending()
        refused.awaitEnd()
        #expect(wire.loop.connectionCount == 1)
    }

    // MARK: Both ways at once

    @Test("An answer may begin and go on while the body comes, in both framings") func bothWays() throws {
        let server = try server()
        for isChunked in [true, false] {
            let client = try server.connect()
            let lines = (1...5).map { "line \($0)\n" }
            client.send(head + (isChunked ? "Transfer-Encoding: chunked\r\n\r\n" : "Content-Length: 35\r\n\r\n"))

            var isFirst = true
            for line in lines {
                client.send(isChunked ? chunk(line) : line)
                if isFirst { #expect(client.readHead().hasPrefix("HTTP/1.1 200 OK\r\n")) }
                #expect(client.readChunk() == line)
                isFirst = false
            }
            // The next request waits behind both.
            client.send((isChunked ? "0\r\n\r\n" : "") + "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(client.readChunk() == "")
            #expect(try client.readAnswer().text == "hello")
        }
    }

    @Test("The next request is looked at when body and answer are whole, not before") func pipeline() throws {
        let server = try server()
        let client = try server.connect()
        let request = head + "Transfer-Encoding: chunked\r\n\r\n" + chunk("one")

        client.send(request)
        _ = client.readHead()
        client.send(chunk("two") + "0\r\n\r\n" + request + "0\r\n\r\nGET /hello HTTP/1.1\r\nHost: a\r\n\r\n")

        var first = ""
        while case let piece = client.readChunk(), !piece.isEmpty { first += piece }
        #expect(first == "onetwo")
        #expect(try client.readAnswer().text == "one")
        #expect(try client.readAnswer().text == "hello")
    }

    @Test("An answer that ends before the body closes the connection, and the client sees it") func early() throws {
        let server = try server()
        let client = try server.connect()
        client.send("POST /no HTTP/1.1\r\nHost: a\r\nContent-Length: 8000000\r\n\r\n")
        let sending = Thread { for _ in 0..<80 { client.send(Array(repeating: 0x61, count: 10_000)) } }
        sending.start()

        let answer = try client.readAnswer()

        #expect(answer.text == "no" && answer["connection"] == "close")
        #expect(client.isClosedByServer())
        #expect(try server.connect().ask("POST /no", body: "all of it").text == "no")
    }

    @Test("A client that ends its side within a body has the answer to what came") func halfClosed() throws {
        let server = try server()
        let client = try server.connect()

        client.send(head + "Content-Length: 100\r\n\r\nhello")
        client.finishSending()

        #expect(client.readToEnd().hasSuffix("\r\n\r\n5\r\nhello\r\n0\r\n\r\n"))
        while server.server.counts.connectionsOpen > 0 { usleep(1_000) }
    }

    @Test("The handler is told when its client is gone") func gone() throws {
        let told = Atomic<Int>(0)
        let router = Router([
            Route(.post, "/waits", streamsBody: true) { request, responder in
                guard let body = request.incoming else { return }
                body.whenReady {
                    if case .failed = body.read() { told.wrappingAdd(1, ordering: .relaxed) }
                    responder.send(text("late"))
                }
            }
        ])
        let server = try TestServer(router)
        var client: Client? = try server.connect()
        client?.send("POST /waits HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\n")
        usleep(20_000)
        client = nil
        while told.load(ordering: .relaxed) < 1 { usleep(1_000) }

        while server.server.counts.connectionsOpen > 0 { usleep(1_000) }
    }

    @Test("Senders that pause hold no worker") func idleSenders() throws {
        let server = try server(workers: 1)
        let senders = try (0..<20).map { _ in try server.connect() }
        for sender in senders {
            sender.send(head + "Transfer-Encoding: chunked\r\n\r\n" + chunk("a"))
            _ = sender.readHead()
            #expect(sender.readChunk() == "a")
        }

        #expect(try server.connect().ask("GET /hello").text == "hello")

        for sender in senders {
            sender.send(chunk("b") + "0\r\n\r\n")
            #expect(sender.readChunk() == "b" && sender.readChunk() == "")
        }
    }

    @Test("What both sides send at length arrives whole") func long() throws {
        let server = try server()
        let client = try server.connect()
        let bytes = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 >> 9) }
        client.send(head + "Content-Length: \(bytes.count)\r\n\r\n")
        let sending = Thread { client.send(bytes) }
        sending.start()

        #expect(try client.readAnswer().body == bytes)
        #expect(try client.ask("GET /hello").text == "hello")
    }

    // MARK: Deadlines

    @Test("a body that is handed on as it comes has the same deadline and least rate") func slow() throws {
        let server = try server {
            $0.limits.bodySeconds = 0.4
            $0.limits.leastBytesPerSecond = 1_000_000
        }
        let (still, trickling) = (try server.connect(), try server.connect())
        for client in [still, trickling] {
            client.send("POST /whole HTTP/1.1\r\nHost: a\r\nContent-Length: 9999\r\n\r\n")
        }
        let trickle = Thread {
            for _ in 0..<200 {
                usleep(20_000)
                if !trickling.send("a") { return }
            }
        }
        trickle.start()

        for client in [still, trickling] {
            let answer = try client.readAnswer()
            #expect(answer.status == 408 && answer["connection"] == "close")
        }
        #expect(elapsed >= 0.4)
    }

    @Test("a sender that gets answers may be slower than the least rate, and is not charged for our time") func paced()
        throws
    {
        let server = try server {
            $0.limits.bodySeconds = 0.5
            $0.limits.leastBytesPerSecond = 1_000_000
        }
        let client = try server.connect()
        client.send(head + "Transfer-Encoding: chunked\r\n\r\n" + chunk("0"))
        _ = client.readHead()
        #expect(client.readChunk() == "0")

        for number in 1...5 {
            usleep(200_000)
            client.send(chunk("\(number)"))
            #expect(client.readChunk() == "\(number)")
        }
        #expect(elapsed >= 1)

        // And when it pauses for too long its handler ends the answer.
        #expect(client.readChunk() == "")
        #expect(client.isClosedByServer())
    }

    @Test("a client that does not take its answer while its body comes is cut off") func answerNotTaken() throws {
        let server = try server {
            $0.limits.writeSeconds = 0.5
            $0.limits.bodySeconds = 20
        }
        let client = try server.connect()
        client.shrinkReceiveBuffer()
        client.send(head + "Content-Length: 8000000\r\n\r\n")
        let sending = Thread { client.send(Array(repeating: 0x61, count: 8_000_000)) }
        sending.start()

        _ = client.read(1)
        while server.server.counts.connectionsOpen > 0 { usleep(1_000) }

        #expect(elapsed >= 0.5)
        let isWhole = client.readToEnd().hasSuffix("\r\n0\r\n\r\n")
        #expect(!isWhole)
    }

    // MARK: The end

    @Test("A body that is still coming when the server stops is ended in good time, and its answer too") func drain()
        throws
    {
        let server = try server { $0.limits.graceSeconds = 1 }
        let client = try server.connect()
        client.send(head + "Transfer-Encoding: chunked\r\n\r\n" + chunk("a"))
        _ = client.readHead()
        #expect(client.readChunk() == "a")

        server.server.stop()
        client.send(chunk("b"))
        #expect(client.readChunk() == "b")

        #expect(client.readChunk() == "")
        #expect(elapsed >= 0.5)
        #expect(client.isClosedByServer())
        server.server.waitUntilStopped()
    }

    @Test("With all workers busy a body that was to be handed on is not taken") func busy() throws {
        let gate = DispatchSemaphore(value: 0)
        let router = Router(
            Self.routes + [
                Route(.get, "/wait") { _, responder in
                    gate.wait()
                    responder.send(text("waited"))
                }
            ])
        let server = try TestServer(router, workers: 1) { $0.limits.queuedRequests = 0 }
        let waiting = try server.connect()
        waiting.send("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n")
        usleep(50_000)

        let answer = try server.connect().ask("POST /whole", ["Content-Length: 100"])

        #expect(answer.status == 503 && answer["retry-after"] == "1" && answer["connection"] == "close")
        gate.signal()
        #expect(try waiting.readAnswer().text == "waited")
    }
}

/// Sends back what comes.
private final class Echo: WaitingBodyStream {
    private let body: IncomingBody

    init(_ body: IncomingBody) { self.body = body }

    func next() -> ByteStorage? {
        switch body.read() {
        case .bytes(let bytes): ByteStorage(copying: bytes)
        case .nothing: ByteStorage("")
        case .end, .failed: nil
        }
    }

    func whenReady(_ wake: @escaping @Sendable () -> Void) { body.whenReady(wake) }
    func close() {}
}
