import Foundation
import HTTPTypes
import Logging
import Synchronization
import Testing

@testable import HTTPServer

/// Each limit at its number, and one above. Those of the parser's are in the conformance suite, those of time among the
/// deadlines; Docs/http.md says which test is whose.
@Suite("Limits") struct LimitTests {
    private let hello = "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n"

    private func unavailable(_ detail: String, retryAfter: Int = 1) -> String {
        problem(503, "Service Unavailable", detail, fields: "Retry-After: \(retryAfter)\r\n")
    }

    // MARK: Requests

    @Test("of a method's length: known methods are shorter") func methodBytes() throws {
        var limits = Limits()
        limits.methodBytes = 7
        let request = "OPTIONS /hello HTTP/1.1\r\nHost: a\r\n\r\n"

        try Wire(limits: limits).hold(
            request, to: "HTTP/1.1 204 No Content\r\nDate: *\r\nAllow: GET, HEAD, OPTIONS\r\n\r\n")
        limits.methodBytes = 6
        try Wire(limits: limits).hold(request, to: problem(501, "Not Implemented", "The method is not known."))
    }

    @Test("of all bodies together: one byte more is 503, and their bytes are given back") func bodiesInAll() throws {
        var limits = Limits()
        limits.bodyBytesInAll = 10
        limits.retryAfterSeconds = 7
        let wire = try Wire(limits: limits)
        func post(_ body: String) -> String {
            "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
        }

        try wire.hold(post("0123456789"), to: served("0123456789"))
        try wire.hold(
            post("0123456789a"), to: unavailable("All request bodies together are too large for now.", retryAfter: 7))
        #expect(wire.shared.bodyBytes.load(ordering: .relaxed) == 0)

        let (first, second) = (try wire.connect(), try wire.connect())
        first.send(post("0123456789").utf8.dropLast())
        second.send(post("ab").utf8.dropLast())
        second.send("b".utf8)
        #expect(String(decoding: second.received, as: UTF8.self).hasPrefix("HTTP/1.1 503 "))
        first.send("9".utf8)
        #expect(String(decoding: first.received, as: UTF8.self).hasPrefix("HTTP/1.1 200 "))
    }

    @Test("of what is read at once: a request may be as long or longer") func readBytes() throws {
        for difference in [0, -1, 1, -20] {
            var limits = Limits()
            limits.readBytes = hello.utf8.count + difference
            try Wire(limits: limits).hold(hello, to: served("hello"))
        }
    }

    // MARK: Connections

    @Test("of connections: one more is told so with 503, and those beyond the ones told are closed without a word")
    func connections() throws {
        let server = try TestServer {
            $0.limits.connections = 2
            $0.limits.refusedConnections = 1
            $0.commonFields = [:]
        }
        var served = try (0..<2).map { _ in try server.connect() }
        for client in served { #expect(try client.ask("GET /hello").text == "hello") }

        let told = try server.connect()
        let answer = told.readToEnd()
        let untold = try server.connect()

        #expect(
            Wire.withoutDates(Array(answer.utf8))
                == Array(unavailable("There are too many connections.").utf8))
        #expect(untold.isClosedByServer())
        for client in served { #expect(try client.ask("GET /hello").text == "hello") }
        #expect(server.server.counts.refused == 2)
        // When one goes another may come.
        told.finishSending()
        served.removeLast()
        while server.server.counts.connectionsOpen > 1 { usleep(1000) }
        #expect(try server.connect().ask("GET /hello").text == "hello")
    }

    @Test("of what is accepted at once: the others are accepted in the next turn") func acceptedAtOnce() throws {
        var limits = Limits()
        limits.acceptedAtOnce = 3
        let wire = try Wire(limits: limits)
        let listener = try Listener(.ip(host: "127.0.0.1", port: 0), backlog: 16)
        wire.loop.acceptor = Acceptor(listener.descriptor, [wire.loop])
        #expect(wire.loop.watchInput(listener.descriptor))
        let clients = try (0..<4).map { _ in try Client(listener.address) }
        func accepted() -> Int {
            _ = wire.loop.turn(waits: false)
            return wire.shared.counters.accepted.load(ordering: .relaxed)
        }

        #expect(accepted() == 3)
        #expect(accepted() == 4)
        withExtendedLifetime(clients) {}
        close(listener.descriptor)
    }

    @Test("of what the kernel keeps of an answer that the client does not take") func unsentBytes() throws {
        var limits = Limits()
        limits.unsentBytes = 20_000
        let wire = try Wire(limits: limits)
        let listener = try Listener(.ip(host: "127.0.0.1", port: 0), backlog: 16)
        wire.loop.acceptor = Acceptor(listener.descriptor, [wire.loop])
        #expect(wire.loop.watchInput(listener.descriptor))
        let client = try Client(listener.address)
        while wire.loop.connectionCount == 0 { _ = wire.loop.turn(waits: false) }
        let connection = try #require(wire.loop.connections.compactMap { $0 }.first)

        var unsent: CInt = 0
        var length = socklen_t(MemoryLayout<CInt>.size)
        getsockopt(connection.descriptor, CInt(IPPROTO_TCP), TCP_NOTSENT_LOWAT, &unsent, &length)

        #expect(unsent == 20_000)
        withExtendedLifetime(client) {}
        close(listener.descriptor)
    }

    #if os(Linux)
        @Test("of what the kernel keeps until it is accepted") func backlog() throws {
            var limits = Limits()
            limits.backlog = 3
            let path = "\(FileManager.default.temporaryDirectory.path)/\(UUID().uuidString).sock"
            let listener = try Listener(.unix(path: path), backlog: limits.backlog)
            var name = sockaddr_un()
            name.sun_family = sa_family_t(AF_UNIX)
            withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
            func connects() -> Bool {
                let client = socket(AF_UNIX, CInt(SOCK_STREAM.rawValue) | O_NONBLOCK, 0)
                clients.append(client)
                return withUnsafePointer(to: &name) {
                    $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                        connect(client, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
                    }
                }
            }
            var clients: [CInt] = []

            // Linux keeps one more than it is told.
            #expect((0..<5).map { _ in connects() } == [true, true, true, true, false])

            for client in clients { close(client) }
            close(listener.descriptor)
            listener.file?.remove()
        }

        @Test("of the pause when no descriptors are left: then it goes on") func acceptPause() async {
            // In a process of its own: the others need descriptors.
            await #expect(processExitsWith: .success) {
                let server = try TestServer { $0.limits.acceptPauseSeconds = 0.3 }
                let early = try server.connect()
                _ = try early.ask("GET /hello")
                let next = open("/dev/null", O_RDONLY)
                close(next)
                var limit = rlimit()
                getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
                let usual = limit.rlim_cur
                // One more, which the client takes.
                limit.rlim_cur = rlim_t(next) + 1
                setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
                let start = Clock.nanoseconds()
                var before = rusage()
                getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &before)

                let late = try server.connect()
                late.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
                usleep(100_000)
                precondition(server.server.counts.connectionsAccepted == 1)
                let meanwhile = try early.ask("GET /hello")
                precondition(meanwhile.text == "hello")
                limit.rlim_cur = usual
                setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)

                let answer = try late.readAnswer()
                precondition(answer.text == "hello")
                precondition(Clock.nanoseconds() - start >= 250_000_000)
                var after = rusage()
                getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &after)
                // Without turning in circles meanwhile.
                let used = (after.ru_utime.tv_sec - before.ru_utime.tv_sec) * 1_000_000
                precondition(used + Int(after.ru_utime.tv_usec - before.ru_utime.tv_usec) < 200_000)
                exit(0)
            }
        }
    #endif

    // MARK: Pipelines

    /// How many of several requests at once are answered from the cache before the others have their turn.
    private func turn(_ wire: Wire, _ count: Int) throws -> (answered: Int, isPostponed: Bool, bytes: Int) {
        let request = Array("GET /cached HTTP/1.1\r\nHost: a\r\n\r\n".utf8)
        let end = try wire.connect()
        end.send(request)
        let connection = Connection(-1, wire.loop, serial: .max, remoteAddress: "192.0.2.7")
        var budget = wire.shared.limits.pipelinedRequests
        var next = EventLoop.Next.more
        let bytes = [[UInt8]](repeating: request, count: count).flatMap { $0 }
        let taken = bytes.withUnsafeBytes { wire.loop.consume($0, connection, &budget, &next) }
        let isPostponed = if case .postpone = next { true } else { false }
        return (taken / request.count, isPostponed, connection.output.head.count)
    }

    @Test("of requests that one connection has answered before the others") func pipelinedRequests() throws {
        var limits = Limits()
        limits.pipelinedRequests = 4
        let wire = try Wire(limits: limits)

        let (all, some) = (try turn(wire, 4), try turn(wire, 5))

        #expect(all.answered == 4 && !all.isPostponed)
        #expect(some.answered == 4 && some.isPostponed)
        try wire.hold(String(repeating: hello, count: 9), to: String(repeating: served("hello"), count: 9))
    }

    @Test("of connections with more to be answered that go on in one turn") func postponedAtOnce() throws {
        var limits = Limits()
        limits.postponedAtOnce = 2
        let loop = try Wire(limits: limits).loop
        let connections = (0..<3).map { Connection(-1, loop, serial: $0, remoteAddress: "192.0.2.7") }

        for connection in connections + connections { loop.postpone(connection) }
        let before = loop.postponed.count
        _ = loop.turn(waits: false)
        let after = loop.postponed.count
        _ = loop.turn(waits: false)

        #expect(before == 3 && after == 1)
        #expect(loop.isIdle)
    }

    @Test("of answers that are gathered before they are sent") func writeBytes() throws {
        var limits = Limits()
        let answer = try turn(Wire(limits: limits), 1).bytes

        limits.writeBytes = 2 * answer
        let full = try turn(Wire(limits: limits), 3)
        limits.writeBytes = 2 * answer + 1
        let notYet = try turn(Wire(limits: limits), 3)

        #expect(full.answered == 2 && full.isPostponed)
        #expect(notYet.answered == 3)
        limits.writeBytes = answer - 1
        try Wire(limits: limits).hold(
            String(repeating: "GET /cached HTTP/1.1\r\nHost: a\r\n\r\n", count: 5),
            to: String(repeating: served("cached", fields: "ETag: \"c\"\r\n"), count: 5), isSplit: false)
    }

    // MARK: The cache

    @Test("of the cache: as many answers as fit, and one of them goes for one more") func cacheBytes() throws {
        func answer(_ index: Int) -> CachedAnswer {
            Array("head\r\n\r\n".utf8).withUnsafeBytes { head in
                CachedAnswer(
                    target: Array("/\(index)".utf8), isForGzip: false, isWithoutCookie: false, generation: 2,
                    head: head,
                    content: ByteStorage(copying: [1, 2, 3]), tag: nil, notModified: head)
            }
        }
        var limits = Limits()
        limits.cacheBytes = 8 * answer(0).cost
        let cache = ResponseCache(limit: limits.cacheBytes)
        func held() -> Int {
            (0..<9).count { index in
                Array("/\(index)".utf8).withUnsafeBytes { cache.answer(to: $0, isForGzip: false, generation: 2) } != nil
            }
        }

        for index in 0..<8 { cache.insert(answer(index), present: 2) }
        #expect(held() == 8 && cache.bytes == limits.cacheBytes)
        cache.insert(answer(8), present: 2)
        #expect(held() == 8 && cache.bytes == limits.cacheBytes)
    }

    @Test("of an answer that is kept: a longer one is made anew") func cachedAnswerBytes() throws {
        for (count, hits) in [(100, 1), (101, 0)] {
            var limits = Limits()
            limits.cachedAnswerBytes = 100
            let router = Router([
                Route(.get, "/", answersOnLoop: true) { _, responder in
                    responder.send(text(String(repeating: "a", count: count), validity: .generation(2)))
                }
            ])
            let wire = try Wire(router, limits: limits)
            let end = try wire.connect()

            for _ in 0..<2 { end.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n".utf8) }

            #expect(wire.shared.counters.cacheHits.load(ordering: .relaxed) == hits)
        }
    }

    // MARK: Static files

    @Test("of static files: those that are kept, all that is kept, and the paths that are known") func keptFiles()
        throws
    {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, count) in [("a", 100), ("b", 101), ("c", 100), ("d", 1)] {
            let file = folder.appending(path: "\(name).png")
            try Data(repeating: 1, count: count).write(to: file)
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSince1970: 0)], ofItemAtPath: file.path)
        }
        var limits = Limits()
        limits.keptFileBytes = 100
        limits.keptFilesBytes = 200
        limits.keptPaths = 3
        let files = try StaticFiles(folder: folder.path, limits: limits)
        let router = Router([], fallback: files.handler)
        func kept(after path: String) -> (bytes: Int, paths: Int) {
            #expect(router.respond(to: Request(method: .get, target: path)).status == .ok)
            return files.kept.counts
        }

        #expect(kept(after: "/a.png") == (100, 1))
        #expect(kept(after: "/b.png") == (100, 2))
        #expect(kept(after: "/c.png") == (200, 3))
        #expect(kept(after: "/c.png") == (200, 3))
        #expect(kept(after: "/d.png") == (1, 1))
    }
}
