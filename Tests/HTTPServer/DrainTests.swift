import Foundation
import HTTPTypes
import Synchronization
import Testing

@testable import HTTPServer

@Suite("A server that stops") struct DrainTests {
    @Test("lets idle connections go and returns") func idle() throws {
        let server = try TestServer()
        let client = try server.connect()
        _ = try client.ask("GET /hello")

        server.server.stop()
        server.server.waitUntilStopped()

        #expect(client.isClosedByServer())
        #expect(throws: (any Error).self) { try server.connect() }
        #expect(server.server.counts.connectionsOpen == 0)
    }

    @Test("answers what is in work, with Connection: close") func inFlight() throws {
        let gate = DispatchSemaphore(value: 0)
        let started = DispatchSemaphore(value: 0)
        let server = try TestServer(
            Router([
                Route(.get, "/") { _, responder in
                    started.signal()
                    gate.wait()
                    responder.send(text("done"))
                }
            ]))
        let client = try server.connect()
        client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        started.wait()

        server.server.stop()
        gate.signal()

        let answer = try client.readAnswer()
        #expect(answer.text == "done")
        #expect(answer["connection"] == "close")
        server.server.waitUntilStopped()
    }

    @Test("answers what has arrived, and lets a started request come to its end") func arrived() throws {
        let server = try TestServer()
        let (whole, half) = (try server.connect(), try server.connect())
        _ = try half.ask("GET /hello")
        half.send("GET /hello HTTP/1.1\r\n")
        usleep(50_000)

        whole.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
        server.server.stop()
        half.send("Host: a\r\n\r\n")

        #expect(try whole.readAnswer().text == "hello")
        #expect(try half.readAnswer()["connection"] == "close")
        server.server.waitUntilStopped()
    }

    @Test("finishes streams") func streams() throws {
        let server = try TestServer()
        let client = try server.connect()
        client.shrinkReceiveBuffer()
        client.send("GET /lines/20000 HTTP/1.1\r\nHost: a\r\n\r\n")
        _ = client.read(1000)

        server.server.stop()

        #expect(client.readToEnd().hasSuffix("\r\n0\r\n\r\n"))
        server.server.waitUntilStopped()
    }

    @Test("ends after the grace period, whoever is still there") func grace() throws {
        let server = try TestServer { $0.limits.graceSeconds = 0.3 }
        let client = try server.connect()
        client.send("GET /hello HTTP/1.1\r\nHost:")
        usleep(50_000)

        let start = Clock.nanoseconds()
        server.server.stop()
        server.server.waitUntilStopped()

        #expect(Clock.nanoseconds() - start >= 300_000_000)
        #expect(client.isClosedByServer())
    }

    @Test("ends at once when it is told a second time") func second() throws {
        let server = try TestServer { $0.limits.graceSeconds = 3600 }
        let client = try server.connect()
        client.send("GET /hello HTTP/1.1\r\nHost:")
        usleep(50_000)

        server.server.stop()
        server.server.stop()
        server.server.waitUntilStopped()

        #expect(client.isClosedByServer())
    }
}
