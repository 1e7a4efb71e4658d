import Foundation
import Testing

@testable import HTTPServer

/// Deadlines are short here; the tests wait for their effect and don't measure it.
@Suite("Deadlines") struct DeadlineTests {
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
    }

    @Test("a body that does not come gets 408") func body() throws {
        let server = try TestServer { $0.limits.bodySeconds = 0.3 }
        let client = try server.connect()

        client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhel")

        let answer = try client.readAnswer()
        #expect(answer.status == 408)
        #expect(answer["connection"] == "close")
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
    }

    @Test("an idle connection is closed, before its first request and after") func idle() throws {
        let server = try TestServer { $0.limits.idleSeconds = 0.3 }
        let (fresh, used) = (try server.connect(), try server.connect())

        _ = try used.ask("GET /hello")

        #expect(fresh.isClosedByServer())
        #expect(used.isClosedByServer())
    }

    @Test("a client that does not take its answer is cut off") func slowReader() throws {
        let server = try TestServer { $0.limits.writeSeconds = 0.3 }
        let client = try server.connect()
        client.shrinkReceiveBuffer()

        client.send("GET /lines/1000000 HTTP/1.1\r\nHost: a\r\n\r\n")
        while server.server.counts.connectionsOpen > 0 { usleep(10_000) }

        #expect(!client.readToEnd().hasSuffix("\r\n0\r\n\r\n"))
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
