internal import Synchronization

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// Sending answers, and what comes after them.
extension EventLoop {
    /// Sends what waits, and goes on with what comes afterwards.
    ///
    /// - Returns: whether the connection may be read from.
    func send(_ connection: Connection) -> Bool {
        guard connection.canWrite else {
            // Its owner was stopped by the socket: the client's time begins.
            measure(connection)
            return false
        }
        let before = connection.output.sent
        switch connection.output.flush(to: connection.descriptor) {
        case .done:
            return afterSending(connection)
        case .blocked:
            connection.canWrite = false
            if connection.output.sent > before || connection.measuredSince == 0 { measure(connection) }
            return false
        case .failed:
            end(connection)
            return false
        }
    }

    func afterSending(_ connection: Connection) -> Bool {
        connection.measuredSince = 0
        if connection.output.stream != nil {
            connection.state.store(Connection.State.busy, ordering: .releasing)
            shared.pool.resume { _ in connection.goOn() }
            return false
        }
        switch connection.output.afterwards {
        case .nextRequest:
            connection.phase = .head
            connection.deadline = now + idleNanoseconds
            schedule(connection)
            return true
        case .linger:
            beginLingering(connection)
            return true
        case .close where !connection.input.isEmpty || (connection.canRead && !connection.isHungUp):
            beginLingering(connection)
            return true
        case .close, .abort:
            end(connection)
            return false
        }
    }

    /// Sets the deadline of an answer that the client is to take: progress moves it, at the least rate.
    func measure(_ connection: Connection) {
        if connection.measuredSince == 0 {
            connection.measuredSince = now
            connection.measuredBytes = connection.output.sent
        }
        setDeadline(
            connection, patience: shared.limits.writeSeconds,
            bytes: connection.output.sent - connection.measuredBytes)
    }

    /// The deadline of a transfer: `patience` from now, and no later than the least rate allows since it began.
    func setDeadline(_ connection: Connection, patience: Double, bytes: Int) {
        let patience = Clock.nanoseconds(patience)
        let atLeastRate = Clock.nanoseconds(Double(bytes) / Double(max(shared.limits.leastBytesPerSecond, 1)))
        connection.deadline = min(now &+ patience, connection.measuredSince &+ patience &+ atLeastRate)
        schedule(connection)
    }

    private func beginLingering(_ connection: Connection) {
        connection.phase = .lingering
        connection.input = ByteQueue()
        connection.body = nil
        shutdown(connection.descriptor, CInt(SHUT_WR))
        connection.deadline = now + Clock.nanoseconds(shared.limits.lingerSeconds)
        schedule(connection)
    }

    /// Reads over what still comes, one buffer at a time.
    func readOver(_ connection: Connection) {
        while connection.canRead {
            switch receive(connection) {
            case .bytes:
                if connection.canRead { return postpone(connection) }
            case .nothing:
                break
            case .end:
                return end(connection)
            }
        }
    }
}
