internal import Synchronization

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// The end of a loop.
extension EventLoop {
    /// What has arrived is answered; who has not asked for anything is let go.
    func beginDraining() {
        drainsSince = now
        endsAt = now + Clock.nanoseconds(shared.limits.graceSeconds)
        acceptor?.stop(on: self)
        if acceptor != nil { shared.hasStoppedAccepting.store(true, ordering: .releasing) }
        acceptor = nil
        for connection in connections {
            guard let connection, connection.state.load(ordering: .acquiring) & Connection.State.busy == 0,
                connection.phase == .head, connection.input.isEmpty
            else { continue }
            // A request may have come that the poller has not told of yet.
            connection.canRead = true
            advance(connection)
        }
    }

    /// Whether this connection, between two requests, may go now.
    private func mayGo(_ connection: Connection) -> Bool {
        guard connection.phase == .head, connection.input.isEmpty, let drainsSince else { return false }
        // Who has just connected is about to ask something.
        return connection.requests > 0 || now > drainsSince + 250_000_000
    }

    /// - Returns: whether the loop has ended.
    func goOnDraining() -> Bool {
        let isOver = now >= endsAt
        let isLate = drainsSince.map { now >= $0 + (max(endsAt, $0) - $0) / 2 } ?? false
        for case let connection? in connections {
            if connection.state.load(ordering: .acquiring) & Connection.State.busy != 0 {
                // Its owner finds out when it sends.
                if isOver { shutdown(connection.descriptor, CInt(SHUT_RDWR)) }
            } else if isOver || mayGo(connection) {
                end(connection)
            } else if isLate {
                endBody(of: connection, busyProblem("The server is stopping."))
            }
        }
        // The first loop may still have given this one a connection.
        if connectionCount == 0, shared.hasStoppedAccepting.load(ordering: .acquiring), !hasMail { return true }
        // Who is still in work a second later is left behind.
        return now >= endsAt &+ 1_000_000_000
    }
}
