#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// Reading what clients send.
extension EventLoop {
    enum Read {
        case bytes(Int)
        case nothing
        case end
    }

    /// Goes on with a connection as far as it goes without waiting.
    func advance(_ connection: Connection) {
        if connection.duplex != nil { return converse(connection) }
        if connection.phase == .sending, !send(connection) { return }
        switch connection.phase {
        case .head, .body: serve(connection)
        case .lingering: readOver(connection)
        case .sending, .closed: break
        }
    }

    func receive(_ connection: Connection) -> Read {
        while true {
            let count = recv(connection.descriptor, readBuffer.baseAddress, readBuffer.count, 0)
            if count > 0 {
                // A buffer that was not filled has emptied the socket; only its end may still have to be read.
                if count < readBuffer.count, !connection.isHungUp { connection.canRead = false }
                return .bytes(count)
            }
            if count == 0 { return .end }
            if errno == EINTR { continue }
            if errno == EAGAIN || errno == EWOULDBLOCK {
                connection.canRead = false
                return .nothing
            }
            return .end
        }
    }

    /// Reads and answers requests until there are no more bytes, the answer is somebody else's, or others wait.
    private func serve(_ connection: Connection) {
        var budget = shared.limits.pipelinedRequests
        if connection.output.head.isEmpty { swap(&connection.output.head, &spare) }
        while true {
            var next = Next.more
            if connection.input.isEmpty {
                guard connection.canRead else { break }
                switch receive(connection) {
                case .nothing: continue
                case .end: return endOfInput(connection)
                case .bytes(let count):
                    let bytes = UnsafeRawBufferPointer(rebasing: readBuffer[..<count])
                    let taken = consume(bytes, connection, &budget, &next)
                    connection.input.append(bytes.part(taken, count))
                }
            } else {
                if !connection.mayParse {
                    guard connection.canRead else { break }
                    switch receive(connection) {
                    case .nothing: continue
                    case .end: return endOfInput(connection)
                    case .bytes(let count):
                        let bytes = UnsafeRawBufferPointer(rebasing: readBuffer[..<count])
                        connection.input.append(bytes)
                        guard isWorthParsing(connection, bytes) else { continue }
                    }
                }
                connection.mayParse = false
                let taken = consume(connection.input.bytes, connection, &budget, &next)
                connection.input.removeFirst(taken)
            }
            switch next {
            case .more:
                connection.inputChecked = connection.input.count
                if connection.output.head.count >= shared.limits.writeBytes, !flush(connection) { return }
                continue
            case .handOver(let received, let routed, let body, let share):
                return handOver(connection, received, routed, body, share)
            case .converse(let body):
                return beginDuplex(connection, body)
            case .finish:
                connection.phase = .sending
                if send(connection) { advance(connection) }
                return
            case .postpone:
                connection.mayParse = true
                if flush(connection) { postpone(connection) }
                return
            }
        }
        settle(connection)
    }

    /// Whether new bytes may have made a head whole, or one that has to be refused: at a line's end, when the count of
    /// bytes has doubled, and when it passes a limit. So a head that comes byte by byte costs no more than it is long.
    private func isWorthParsing(_ connection: Connection, _ bytes: UnsafeRawBufferPointer) -> Bool {
        guard connection.phase == .head else { return true }
        let (checked, count) = (connection.inputChecked, connection.input.count)
        if count >= checked * 2 || bytes.contains(Grammar.lineFeed) { return true }
        // Behind an empty line the request line may end two bytes later.
        let lineLimit = shared.limits.requestLineBytes + 2
        let headLimit = shared.limits.headBytes
        return (checked < lineLimit + 2 && count >= lineLimit) || (checked < headLimit && count >= headLimit)
    }

    /// The client has ended its side, or is gone.
    private func endOfInput(_ connection: Connection) {
        connection.canRead = false
        connection.isHungUp = true
        connection.input = ByteQueue()
        if connection.output.isEmpty { return end(connection) }
        connection.output.afterwards = .close
        connection.phase = .sending
        if send(connection) { end(connection) }
    }

    /// Sends the answers that were gathered.
    ///
    /// - Returns: whether all are out.
    func flush(_ connection: Connection) -> Bool {
        guard !connection.output.isEmpty else {
            takeBackSpare(connection)
            return true
        }
        switch connection.output.flush(to: connection.descriptor) {
        case .done:
            takeBackSpare(connection)
            return true
        case .blocked:
            connection.canWrite = false
            connection.phase = .sending
            connection.mayParse = !connection.input.isEmpty
            connection.measuredSince = 0
            measure(connection)
            return false
        case .failed:
            end(connection)
            return false
        }
    }

    func takeBackSpare(_ connection: Connection) {
        guard connection.output.head.isEmpty else { return }
        if spare.capacity < connection.output.head.capacity {
            swap(&connection.output.head, &spare)
        }
        connection.output.head.releaseIfEmpty()
    }

    /// Everything that came was understood as far as it goes: send, and wait for more.
    private func settle(_ connection: Connection) {
        guard flush(connection) else { return }
        connection.input.releaseIfEmpty()
        if connection.phase == .head {
            if connection.input.isEmpty {
                connection.measuredSince = 0
                connection.deadline = now + idleNanoseconds
            } else if connection.measuredSince == 0 {
                // From the head's first byte on, whatever trickles in after it.
                connection.measuredSince = now
                connection.deadline = now + Clock.nanoseconds(shared.limits.headSeconds)
            }
            schedule(connection)
        } else if connection.phase == .body, let body = connection.body {
            setDeadline(connection, patience: shared.limits.bodySeconds, bytes: body.taken)
        }
    }
}
