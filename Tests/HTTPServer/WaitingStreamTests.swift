import Foundation
import HTTPTypes
import Synchronization
import Testing

@testable import HTTPServer

/// Streams that have nothing to send for now.
@Suite struct WaitingStreamTests {
    @Test("a stream that waits keeps no worker, and goes on when it is woken") func waits() throws {
        let bell = Bell()
        let router = Router([
            Route(.get, "/bell") { _, responder in
                responder.send(Response(contentType: "text/event-stream", body: .stream(Ringing(bell))))
            },
            Route(.get, "/hello") { _, responder in responder.send(text("hello")) },
        ])
        let server = try TestServer(router, workers: 1)
        let listeners = try (0..<20).map { _ in try server.connect() }
        for listener in listeners { listener.send("GET /bell HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n") }
        while bell.waiting < 20 { rest() }

        #expect(try server.connect().ask("GET /hello").text == "hello")
        for ring in 1...3 {
            bell.ring()
            while bell.waiting < 20 { rest() }
            #expect(bell.asked == 20 * (1 + 2 * ring))
        }
        bell.end()

        for listener in listeners {
            let all = listener.readToEnd()
            #expect(all.hasSuffix("\r\n\r\n4\r\nring\r\n4\r\nring\r\n4\r\nring\r\n0\r\n\r\n"))
        }
        #expect(bell.closed == 20)
    }

    @Test("a stream whose client has left is closed when it is woken") func leaves() throws {
        let bell = Bell()
        let router = Router([
            Route(.get, "/bell") { _, responder in
                responder.send(Response(contentType: "text/event-stream", body: .stream(Ringing(bell))))
            }
        ])
        let server = try TestServer(router)
        var listener: Client? = try server.connect()
        listener?.send("GET /bell HTTP/1.1\r\nHost: a\r\n\r\n")
        while bell.waiting < 1 { rest() }

        listener = nil
        while bell.closed < 1 {
            bell.ring()
            rest()
        }

        while server.server.counts.connectionsOpen > 0 { rest() }
    }
}

private func rest() { usleep(1_000) }

/// What all listeners wait for.
private final class Bell: Sendable {
    private struct State {
        var waiting: [@Sendable () -> Void] = []
        var rings = 0
        var asked = 0
        var closed = 0
        var isOver = false
    }

    private let state = Locked(State())

    var waiting: Int { state.withLock { $0.waiting.count } }
    var asked: Int { state.withLock { $0.asked } }
    var closed: Int { state.withLock { $0.closed } }

    func ring() { wake { $0.rings += 1 } }
    func end() { wake { $0.isOver = true } }

    private func wake(_ change: (inout State) -> Void) {
        let waiting = state.withLock { state in
            change(&state)
            defer { state.waiting = [] }
            return state.waiting
        }
        for wake in waiting { wake() }
    }

    /// How often it has rung; nil when it is over.
    func ask() -> Int? {
        state.withLock { state in
            state.asked += 1
            return state.isOver ? nil : state.rings
        }
    }

    func wait(_ wake: @escaping @Sendable () -> Void) { state.withLock { $0.waiting.append(wake) } }
    func close() { state.withLock { $0.closed += 1 } }
}

private final class Ringing: WaitingBodyStream {
    private let bell: Bell
    private let heard = Atomic<Int>(0)

    init(_ bell: Bell) { self.bell = bell }

    func next() throws -> ByteStorage? {
        guard let rings = bell.ask() else { return nil }
        let before = heard.exchange(rings, ordering: .relaxed)
        return ByteStorage(rings > before ? "ring" : "")
    }

    func whenReady(_ wake: @escaping @Sendable () -> Void) { bell.wait(wake) }
    func close() { bell.close() }
}
