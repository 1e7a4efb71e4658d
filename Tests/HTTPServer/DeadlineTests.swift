import Foundation
import Testing

@testable import HTTPServer

/// Deadlines are short here; the tests wait for their effect, and measure only that it does not come too early.
@Suite("Deadlines") struct DeadlineTests {
    private let start = Clock.nanoseconds()

    /// Seconds since the test began.
    private var elapsed: Double { Double(Clock.nanoseconds() - start) / 1e9 }

    @Test("a head that does not end gets 408, whatever trickles in") func head() throws {
        let server = try TestServer { $0.limits.headSeconds = 0.5 }
        let client = try server.connect()

        client.send("GET /hello HTTP/1.1\r\n")
        let trickle = Thread {
            for _ in 0..<200 {
                usleep(20_000)
                if !client.send("a: b\r\n") { return }
            }
        }
        trickle.start()

        #expect(try client.readAnswer().status == 408)
        #expect(elapsed >= 0.5)
    }

    @Test("a body that does not come gets 408") func body() throws {
        let server = try TestServer { $0.limits.bodySeconds = 0.3 }
        let client = try server.connect()

        client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhel")

        let answer = try client.readAnswer()
        #expect(answer.status == 408)
        #expect(answer["connection"] == "close")
        #expect(elapsed >= 0.3)
    }

    @Test("a body below the least rate gets 408, though something comes all the time") func slowBody() throws {
        let server = try TestServer {
            $0.limits.bodySeconds = 0.5
            $0.limits.leastBytesPerSecond = 1_000_000
        }
        let client = try server.connect()

        client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n")
        let trickle = Thread {
            for _ in 0..<200 {
                usleep(20_000)
                if !client.send("a") { return }
            }
        }
        trickle.start()

        #expect(try client.readAnswer().status == 408)
        #expect(elapsed >= 0.5)
    }

    @Test("a body at the least rate is taken, however long that lasts") func steadyBody() throws {
        let server = try TestServer {
            $0.limits.bodySeconds = 1
            $0.limits.leastBytesPerSecond = 100
        }
        let client = try server.connect()

        client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n")
        for _ in 0..<10 {
            usleep(150_000)
            client.send(String(repeating: "a", count: 100))
        }

        #expect(try client.readAnswer().status == 200)
        #expect(elapsed >= 1.5)
    }

    @Test("an answer that is taken below the least rate is cut off") func tricklingReader() throws {
        let server = try TestServer {
            $0.limits.writeSeconds = 0.5
            $0.limits.leastBytesPerSecond = 100_000_000
        }
        let client = try server.connect()
        client.shrinkReceiveBuffer()

        client.send("GET /lines/1000000 HTTP/1.1\r\nHost: a\r\n\r\n")
        _ = client.read(1000)
        while server.server.counts.connectionsOpen > 0 {
            _ = client.read(1000)
            usleep(10_000)
        }

        #expect(elapsed >= 0.5)
        #expect(!client.readToEnd().hasSuffix("\r\n0\r\n\r\n"))
    }

    @Test("a refused client that does not go is closed after the time for it to read the answer") func linger() throws {
        let server = try TestServer { $0.limits.lingerSeconds = 0.4 }
        let client = try server.connect()

        client.send("GET /hello HTTP/1.1\r\n\r\n")
        #expect(try client.readAnswer().status == 400)
        let answered = elapsed
        #expect(server.server.counts.connectionsOpen == 1)
        while server.server.counts.connectionsOpen > 0 { usleep(10_000) }

        #expect(elapsed - answered >= 0.3)
    }

    @Test("a HEAD that does not end gets 408 without content") func refusedHead() throws {
        let server = try TestServer { $0.limits.headSeconds = 0.3 }
        let client = try server.connect()

        client.send("HEAD /hello HTTP/1.1\r\nHost: a\r\n")

        let text = client.readToEnd()
        #expect(text.hasPrefix("HTTP/1.1 408 ") && text.hasSuffix("\r\n\r\n"))
    }

    @Test("an idle connection is closed, before its first request and after") func idle() throws {
        let server = try TestServer { $0.limits.idleSeconds = 0.3 }
        let (fresh, used) = (try server.connect(), try server.connect())

        _ = try used.ask("GET /hello")

        #expect(fresh.isClosedByServer())
        #expect(used.isClosedByServer())
        #expect(elapsed >= 0.3)
    }

    @Test("a client that does not take its answer is cut off") func slowReader() throws {
        let server = try TestServer { $0.limits.writeSeconds = 0.3 }
        let client = try server.connect()
        client.shrinkReceiveBuffer()

        client.send("GET /lines/1000000 HTTP/1.1\r\nHost: a\r\n\r\n")
        // Before that it may not have been accepted yet.
        _ = client.read(1000)
        while server.server.counts.connectionsOpen > 0 { usleep(10_000) }

        #expect(elapsed >= 0.3)
        // A Bool: the body itself would fill the log.
        let isWhole = client.readToEnd().hasSuffix("\r\n0\r\n\r\n")
        #expect(!isWhole)
    }

    @Test("a connection may be in use for longer than any deadline") func longUse() throws {
        let server = try TestServer {
            $0.limits.idleSeconds = 0.5
            $0.limits.headSeconds = 0.5
        }
        let client = try server.connect()

        for _ in 0..<10 {
            #expect(try client.ask("GET /hello").status == 200)
            usleep(100_000)
        }
    }
}
