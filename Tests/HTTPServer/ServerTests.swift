import Foundation
import HTTPTypes
import Synchronization
import Testing

@testable import HTTPServer

@Suite("A server on a socket") struct ServerTests {
    @Test("answers, and keeps the connection") func keepAlive() throws {
        let server = try TestServer()
        let client = try server.connect()

        let first = try client.ask("GET /hello")
        let second = try client.ask("GET /hello/world")

        #expect(first.status == 200)
        #expect(first.text == "hello")
        #expect(first["content-length"] == "5")
        #expect(first["content-type"] == "text/plain")
        #expect(first["connection"] == nil)
        #expect(first["x-content-type-options"] == "nosniff")
        #expect(second.text == "world")
    }

    @Test("sends Date in IMF-fixdate") func date() throws {
        let server = try TestServer()

        let date = try server.connect().ask("GET /hello")["date"]

        let seconds = date.flatMap { date in Array(date.utf8).withUnsafeBytes { DateField.seconds($0, now: 0) } }
        #expect(abs((seconds ?? 0) - Int(Date().timeIntervalSince1970)) <= 2)
    }

    @Test("closes after Connection: close, and says so") func close() throws {
        let server = try TestServer()
        let client = try server.connect()

        let answer = try client.ask("GET /hello", ["Connection: close"])

        #expect(answer["connection"] == "close")
        #expect(client.isClosedByServer())
    }

    @Test("closes after HTTP/1.0, unless that asks for more") func http10() throws {
        let server = try TestServer()
        let client = try server.connect()

        client.send("GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
        let first = try client.readAnswer()
        client.send("GET /hello HTTP/1.0\r\n\r\n")
        let second = try client.readAnswer()

        #expect(first["connection"] == "keep-alive")
        #expect(second["connection"] == "close")
        #expect(client.isClosedByServer())
    }

    @Test("answers requests that come byte by byte") func byteByByte() throws {
        let server = try TestServer()
        let client = try server.connect()

        for byte in "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n".utf8 {
            client.send([byte])
        }

        #expect(try client.readAnswer().text == "hello")
    }

    @Test("answers a pipeline in order, whatever the requests are") func pipeline() throws {
        let server = try TestServer()
        let client = try server.connect()
        var text = ""
        for index in 0..<200 {
            switch index % 4 {
            case 0: text += "GET /hello/\(index) HTTP/1.1\r\nHost: a\r\n\r\n"
            case 1: text += "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\n\(100 + index)"
            case 2: text += "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n"
            default: text += "GET /alive HTTP/1.1\r\nHost: a\r\n\r\n"
            }
        }

        client.send(text)

        for index in 0..<200 {
            let answer = try client.readAnswer()
            let expected = [String(index), String(100 + index), "a", "alive"][index % 4]
            #expect(answer.text == expected)
        }
    }

    @Test("answers what was asked before the client ended its side") func halfClose() throws {
        let server = try TestServer()
        let client = try server.connect()

        client.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
        client.finishSending()

        #expect(client.readToEnd().hasSuffix("hello"))
    }

    // MARK: Methods

    @Test("answers HEAD with GET's fields and no content") func head() throws {
        let server = try TestServer()
        let client = try server.connect()

        let get = try client.ask("GET /long")
        let head = try client.ask("HEAD /long")
        let next = try client.ask("GET /hello")

        #expect(head.lines.filter { !$0.hasPrefix("Date") } == get.lines.filter { !$0.hasPrefix("Date") })
        #expect(head["content-length"] == String(get.body.count))
        #expect(next.text == "hello")
    }

    @Test("answers OPTIONS, 404 and 405 with Allow") func methods() throws {
        let server = try TestServer()
        let client = try server.connect()

        let options = try client.ask("OPTIONS /echo")
        let asterisk = try client.ask("OPTIONS *")
        let missing = try client.ask("GET /missing")
        let notAllowed = try client.ask("DELETE /hello")
        let trace = try client.ask("TRACE /hello")

        #expect(options.status == 204)
        #expect(options["allow"] == "POST, OPTIONS")
        #expect(options["content-length"] == nil)
        #expect(asterisk.status == 204)
        #expect(missing.status == 404)
        #expect(missing["content-type"] == "application/problem+json")
        #expect(missing["cache-control"] == "no-store")
        #expect(notAllowed.status == 405)
        #expect(notAllowed["allow"] == "GET, HEAD, OPTIONS")
        #expect(trace.status == 405)
    }

    @Test("sends no length or content with 204") func noContent() throws {
        let server = try TestServer()
        let client = try server.connect()

        let answer = try client.ask("DELETE /nothing")

        #expect(answer.status == 204)
        #expect(answer["content-length"] == nil)
        #expect(answer["transfer-encoding"] == nil)
        #expect(try client.ask("GET /hello").text == "hello")
    }

    // MARK: Bodies in

    @Test("takes bodies by length and in chunks, large ones too") func bodies() throws {
        let server = try TestServer()
        let client = try server.connect()
        let large = String(repeating: "0123456789", count: 200_000)

        client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: \(large.utf8.count)\r\n\r\n\(large)")
        let first = try client.readAnswer()
        client.send("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
        client.send("1e8480\r\n\(large)\r\n5;x=y\r\nhello\r\n0\r\n\r\n")
        let second = try client.readAnswer()

        #expect(first.text == large)
        #expect(second.text == large + "hello")
    }

    @Test("says 100 before it reads a body that waits for it") func continues() throws {
        let server = try TestServer()
        let client = try server.connect()

        client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n")
        let interim = try client.readAnswer()
        client.send("hello")
        let final = try client.readAnswer()

        #expect(interim.status == 100)
        #expect(interim.lines.isEmpty)
        #expect(final.text == "hello")
    }

    @Test("says 404 instead of 100 when nobody will take the body") func continuesNot() throws {
        let server = try TestServer()
        let client = try server.connect()

        client.send("POST /nowhere HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n")

        #expect(try client.readAnswer().status == 404)
        #expect(client.isClosedByServer())
    }

    @Test("refuses a large body before it is read, so that the client sees the answer")
    func largeBody() throws {
        let server = try TestServer { $0.limits.bodyBytes = 1000 }
        let (declared, chunked) = (try server.connect(), try server.connect())
        let much = String(repeating: "x", count: 1_000_000)

        declared.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n" + much)
        chunked.send("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
        chunked.send("f4240\r\n" + much)

        for client in [declared, chunked] {
            let answer = try client.readAnswer()
            #expect(answer.status == 413)
            #expect(answer["connection"] == "close")
            client.finishSending()
            #expect(client.isClosedByServer())
        }
    }

    // MARK: Refusals

    @Test(
        "answers what it cannot read with a problem, and closes",
        arguments: [
            ("GET / HTTP/1.1\r\n\r\n", 400), ("BREW / HTTP/1.1\r\nHost: a\r\n\r\n", 501),
            ("GET / HTTP/3.0\r\nHost: a\r\n\r\n", 505), ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505),
            ("GET /\(String(repeating: "a", count: 9000)) HTTP/1.1\r\n", 414),
            ("GET / HTTP/1.1\r\nHost: a\r\nb: \(String(repeating: "c", count: 40_000))\r\n\r\n", 431),
            ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nExpect: miracles\r\n\r\nx", 417),
            ("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nx", 400),
            ("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        ])
    func refusals(text: String, status: Int) throws {
        let server = try TestServer()
        let client = try server.connect()

        client.send(text + "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n")

        let answer = try client.readAnswer()
        #expect(answer.status == status)
        #expect(answer["content-type"] == "application/problem+json")
        #expect(answer["connection"] == "close")
        #expect(answer.text.contains("\"status\":\(status)"))
        client.finishSending()
        #expect(client.isClosedByServer())
    }

    // MARK: Handlers

    @Test("answers 500 for a handler that lets its responder go") func forgetful() throws {
        let server = try TestServer(Router([Route(.get, "/") { _, _ in }]))

        #expect(try server.connect().ask("GET /").status == 500)
    }

    @Test("takes only the first answer") func twice() throws {
        let router = Router([
            Route(.get, "/") { _, responder in
                responder.send(text("one"))
                responder.send(text("two"))
            }
        ])
        let server = try TestServer(router)
        let client = try server.connect()

        #expect(try client.ask("GET /").text == "one")
        #expect(try client.ask("GET /").text == "one")
    }

    @Test("takes an answer from any thread, later") func later() throws {
        let router = Router([
            Route(.get, "/") { _, responder in
                DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(20)) { responder.send(text("late")) }
            }
        ])
        let server = try TestServer(router, workers: 1)
        let clients = try (0..<10).map { _ in try server.connect() }

        for client in clients { client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n") }

        for client in clients { #expect(try client.readAnswer().text == "late") }
    }

    @Test("gives each handler the index of its worker, one request at a time each") func workers() throws {
        let busy = Locked([false, false, false])
        let router = Router([
            Route(.get, "/") { request, responder in
                let wasBusy = busy.withLock { busy in
                    defer { busy[request.worker] = true }
                    return busy[request.worker]
                }
                usleep(2000)
                busy.withLock { $0[request.worker] = false }
                responder.send(text(wasBusy ? "busy" : "free"))
            }
        ])
        let server = try TestServer(router, workers: 3)
        let clients = try (0..<20).map { _ in try server.connect() }

        for client in clients { client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n") }

        for client in clients { #expect(try client.readAnswer().text == "free") }
    }

    @Test("answers 503 with Retry-After at once when the pool's line is full, and what needs no worker all the same")
    func overload() throws {
        let gate = DispatchSemaphore(value: 0)
        let router = Router(
            TestServer.routes + [
                Route(.get, "/slow") { _, responder in
                    gate.wait()
                    responder.send(text("done"))
                }
            ])
        let server = try TestServer(router, workers: 1) { $0.limits.queuedRequests = 2 }
        let slow = try (0..<3).map { _ in try server.connect() }
        for client in slow { client.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n") }
        while server.server.counts.queued < 2 { usleep(1000) }

        let refused = try server.connect().ask("GET /slow")
        let alive = try server.connect().ask("GET /alive")
        for _ in 0..<3 { gate.signal() }

        #expect(refused.status == 503)
        #expect(refused["retry-after"] == "1")
        #expect(alive.text == "alive")
        for client in slow { #expect(try client.readAnswer().text == "done") }
        #expect(server.server.counts.refused == 1)
    }

    @Test("a line that stands is kept short, and may be long again when nobody was refused for a while")
    func standingLine() {
        var limits = Limits()
        limits.queuedRequests = 5
        limits.standingRequests = 2
        limits.burstSeconds = 1
        limits.calmSeconds = 2
        let pool = WorkerPool(workers: 1, limits: limits)
        let (gate, done) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        let job: WorkerPool.Job = { _ in
            gate.wait()
            done.signal()
        }
        func finish(_ count: Int, leaving left: Int) {
            for _ in 0..<count { gate.signal() }
            for _ in 0..<count { done.wait() }
            while pool.waiting > left { usleep(1000) }
        }

        /// Begins a job that is then in work, whether or not the worker has come to rest before.
        func begin() -> Bool {
            let isTaken = pool.submit(job)
            while pool.waiting > 0 { usleep(1000) }
            return isTaken
        }

        // One is in work, and five wait.
        let burst = (0..<7).map { _ in pool.submit(job) }
        usleep(1_100_000)
        let later = pool.submit(job)
        finish(3, leaving: 2)
        let standing = pool.submit(job)
        finish(1, leaving: 1)
        let shorter = (0..<2).map { _ in pool.submit(job) }
        finish(3, leaving: 0)
        // That it has emptied is not enough.
        let stillShort = [begin()] + (0..<3).map { _ in pool.submit(job) }
        finish(stillShort.count { $0 }, leaving: 0)
        usleep(2_100_000)
        let again = [begin()] + (0..<5).map { _ in pool.submit(job) }
        finish(again.count { $0 }, leaving: 0)

        #expect(burst == [true, true, true, true, true, true, false])
        #expect(!later && !standing)
        #expect(shorter == [true, false])
        #expect(stillShort == [true, true, true, false])
        #expect(again.allSatisfy { $0 })
    }

    // MARK: Streams

    @Test("streams in chunks on HTTP/1.1, and to the connection's end on HTTP/1.0") func streams() throws {
        let server = try TestServer()
        let (new, old) = (try server.connect(), try server.connect())
        let whole = (0..<1000).map(Lines.line).joined()

        let chunked = try new.ask("GET /lines/1000")
        let next = try new.ask("GET /hello")
        old.send("GET /lines/1000 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
        let plain = try old.readAnswer()

        #expect(chunked["transfer-encoding"] == "chunked")
        #expect(chunked["content-length"] == nil)
        #expect(chunked.text == whole)
        #expect(next.text == "hello")
        #expect(plain["transfer-encoding"] == nil)
        #expect(plain["connection"] == "close")
        #expect(plain.text == whole)
    }

    @Test("asks a stream for no more than the client takes, and closes it when the client leaves") func slowReader()
        throws
    {
        let stream = Pieces()
        let router = Router([
            Route(.get, "/") { _, responder in
                responder.send(Response(contentType: "application/octet-stream", body: .stream(stream)))
            }
        ])
        let server = try TestServer(router)
        var client: Client? = try server.connect()
        client?.shrinkReceiveBuffer()

        client?.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        _ = client?.read(1000)
        var (before, now) = (-1, 0)
        while before != now {
            before = now
            usleep(50_000)
            now = stream.made.load(ordering: .relaxed)
        }
        client = nil
        while stream.closed.load(ordering: .relaxed) == 0 { usleep(1000) }

        #expect(now < 500)
        #expect(stream.closed.load(ordering: .relaxed) == 1)
        while server.server.counts.connectionsOpen > 0 { usleep(1000) }
    }

    /// A body without an end, in pieces of 64 KiB.
    private final class Pieces: BodyStream {
        let made = Atomic<Int>(0)
        let closed = Atomic<Int>(0)

        func next() throws -> ByteStorage? {
            made.wrappingAdd(1, ordering: .relaxed)
            return ByteStorage(copying: [UInt8](repeating: 7, count: 65536))
        }
        func close() { closed.wrappingAdd(1, ordering: .relaxed) }
    }

    @Test("cuts the connection when a stream breaks off, so that the client notices") func brokenStream() throws {
        let router = Router([
            Route(.get, "/") { _, responder in
                responder.send(Response(contentType: "text/plain", body: .stream(Lines(count: 10, failsAt: 5))))
            }
        ])
        let server = try TestServer(router)
        let client = try server.connect()

        client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")

        #expect(!client.readToEnd().contains("\r\n0\r\n"))
        #expect(client.hasEnded)
    }

    // MARK: Large answers

    @Test("sends answers of many megabytes to readers of any speed") func largeAnswers() throws {
        let large = [UInt8](repeating: 65, count: 8_000_000)
        let router = Router([
            Route(.get, "/") { _, responder in
                responder.send(Response(contentType: "image/png", body: .bytes(ByteStorage(copying: large))))
            }
        ])
        let server = try TestServer(router)
        let client = try server.connect()
        client.shrinkReceiveBuffer()

        client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n")
        usleep(20_000)

        #expect(try client.readAnswer().body == large)
        #expect(try client.readAnswer().body == large)
    }

    // MARK: Addresses

    @Test("listens on IPv6 and on sockets in the file system") func addresses() throws {
        let path = "\(FileManager.default.temporaryDirectory.path)/\(UUID().uuidString).sock"
        let six = try TestServer(address: .ip(host: "::1", port: 0))
        let unix = try TestServer(address: .unix(path: path))

        #expect(six.address.hasPrefix("http://[::1]:"))
        #expect(try six.connect().ask("GET /hello").text == "hello")
        #expect(unix.address == "unix:\(path)")
        #expect(try unix.connect().ask("GET /hello").text == "hello")
        unix.server.stop()
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test("takes over a socket's file that a dead server left, and lets others connect as it is told") func socketFile()
        throws
    {
        let path = "\(FileManager.default.temporaryDirectory.path)/\(UUID().uuidString).sock"
        func permissions() throws -> Int? {
            try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        }
        let dead = try Listener(.unix(path: path), backlog: 1)
        Glibc.close(dead.descriptor)

        let usual = try TestServer(address: .unix(path: path))
        #expect(try permissions() == 0o660)
        #expect(try usual.connect().ask("GET /hello").text == "hello")
        #expect(throws: ServerError.self) { try TestServer(address: .unix(path: path)) }
        #expect(try usual.connect().ask("GET /hello").text == "hello")
        usual.server.stop()
        let own = try TestServer(address: .unix(path: path, permissions: 0o600))
        #expect(try permissions() == 0o600)
        own.server.stop()
    }

    @Test("never removes a file that is not its socket") func foreignFile() throws {
        let files = FileManager.default
        let path = "\(files.temporaryDirectory.path)/\(UUID().uuidString)"
        try Data("precious".utf8).write(to: URL(filePath: path))
        defer { try? files.removeItem(atPath: path) }

        #expect { try TestServer(address: .unix(path: path)) } throws: { "\($0)".contains("no socket") }
        #expect(files.contents(atPath: path) == Data("precious".utf8))

        // Nor the one that another server has made there meanwhile.
        try files.removeItem(atPath: path)
        let first = try TestServer(address: .unix(path: path))
        try files.removeItem(atPath: path)
        let second = try TestServer(address: .unix(path: path))
        first.server.stop()
        first.server.waitUntilStopped()
        #expect(try second.connect().ask("GET /hello").text == "hello")
    }

    @Test("says in one line why it cannot listen") func cannotListen() throws {
        let first = try TestServer()
        let port = URL(string: first.address)?.port ?? 0

        func failure(_ address: Configuration.Address) -> String {
            do {
                _ = try TestServer(address: address)
                return "started"
            } catch {
                return "\(error)"
            }
        }

        #expect(failure(.ip(host: "127.0.0.1", port: port)).contains("in use"))
        #expect(failure(.ip(host: "192.0.2.1", port: 0)).contains("no address of this machine"))
        #expect(failure(.ip(host: "no.such.host.invalid", port: 0)).contains("can't be resolved"))
        #expect(failure(.ip(host: "127.0.0.1", port: 70000)).contains("does not exist"))
        #expect(failure(.unix(path: "/no/such/folder/socket")).contains("can't be made"))
        #expect(failure(.unix(path: String(repeating: "a", count: 200))).contains("shorter"))
        #expect(failure(.descriptor(0)).contains("not a listening socket"))
    }

    @Test("serves from several loops") func loops() throws {
        let server = try TestServer(loops: 3)
        let clients = try (0..<9).map { _ in try server.connect() }

        for client in clients { #expect(try client.ask("GET /hello").text == "hello") }
        #expect(server.server.counts.connectionsAccepted == 9)
    }
}
