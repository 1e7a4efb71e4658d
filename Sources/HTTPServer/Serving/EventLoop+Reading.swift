internal import CSystem
internal import HTTPTypes
internal import Synchronization

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

extension EventLoop {
    /// What is to be done after some bytes were looked at.
    private enum Next {
        /// More bytes are needed.
        case more
        /// A request is whole and goes to its handler.
        case handOver(ReceivedHead, Router.Answer, body: [UInt8], share: BodyShare?)
        /// The connection has nothing more to say: send what there is, then end as `output.afterwards` says.
        case finish
        /// Others are to have their turn.
        case postpone
    }

    private enum Read {
        case bytes(Int)
        case nothing
        case end
    }

    /// Goes on with a connection as far as it goes without waiting.
    func advance(_ connection: Connection) {
        if connection.phase == .sending, !send(connection) { return }
        switch connection.phase {
        case .head, .body: serve(connection)
        case .lingering: readOver(connection)
        case .sending, .closed: break
        }
    }

    // MARK: Sending

    /// Sends what waits, and goes on with what comes afterwards.
    ///
    /// - Returns: whether the connection may be read from.
    private func send(_ connection: Connection) -> Bool {
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

    private func afterSending(_ connection: Connection) -> Bool {
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
    private func measure(_ connection: Connection) {
        if connection.measuredSince == 0 {
            connection.measuredSince = now
            connection.measuredBytes = connection.output.sent
        }
        setDeadline(
            connection, patience: shared.limits.writeSeconds,
            bytes: connection.output.sent - connection.measuredBytes)
    }

    /// The deadline of a transfer: `patience` from now, and no later than the least rate allows since it began.
    private func setDeadline(_ connection: Connection, patience: Double, bytes: Int) {
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
    private func readOver(_ connection: Connection) {
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

    // MARK: Reading

    private func receive(_ connection: Connection) -> Read {
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
        let lineLimit = shared.limits.requestLineBytes + 2
        let headLimit = shared.limits.headBytes
        return (checked < lineLimit && count >= lineLimit) || (checked < headLimit && count >= headLimit)
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
    private func flush(_ connection: Connection) -> Bool {
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

    private func takeBackSpare(_ connection: Connection) {
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

    // MARK: Understanding

    /// Understands bytes from the front: answers what the cache can answer, and stops at the first request that goes to
    /// a handler.
    ///
    /// - Returns: how many bytes were taken.
    private func consume(
        _ bytes: UnsafeRawBufferPointer, _ connection: Connection, _ budget: inout Int, _ next: inout Next
    ) -> Int {
        var offset = 0
        while offset < bytes.count {
            if connection.phase == .body {
                offset += consumeBody(bytes.part(offset, bytes.count), connection, &next)
                return offset
            }
            let rest = bytes.part(offset, bytes.count)
            switch HeadParser.parse(rest, limits: shared.limits, into: &head) {
            case .incomplete:
                next = .more
                return offset
            case .refused(let refusal):
                refuse(connection, refusal.problem, nil)
                next = .finish
                return offset
            case .complete(let count):
                connection.measuredSince = 0
                connection.requests &+= 1
                offset += count
                if answerFromCache(rest, connection) {
                    if connection.output.afterwards != .nextRequest {
                        next = .finish
                        return offset
                    }
                    // A large body leaves alone, from where it is kept.
                    budget -= 1
                    if budget <= 0 || connection.output.hasBody || connection.output.head.count >= writeBytes {
                        if offset < bytes.count || connection.output.hasBody {
                            next = .postpone
                            return offset
                        }
                    }
                    continue
                }
                offset += take(
                    ReceivedHead(copying: rest.part(0, count), head), bytes.part(offset, bytes.count), connection, &next
                )
                return offset
            }
        }
        return offset
    }

    private var writeBytes: Int { shared.limits.writeBytes }

    /// Answers the request in `head` from the cache, if that has the answer.
    @inline(__always)
    private func answerFromCache(_ bytes: UnsafeRawBufferPointer, _ connection: Connection) -> Bool {
        guard CachedAnswer.mayAnswer(head), head.acceptEncoding != -2, head.ifNoneMatch != -2 else { return false }
        let generation = shared.configuration.generation()
        guard generation & 1 == 0 else { return false }
        var isForGzip = false
        if head.acceptEncoding >= 0 {
            var codings = ContentCodings()
            codings.take(bytes[head.fields[Int(head.acceptEncoding)].value])
            guard codings.allowsIdentity else { return false }
            isForGzip = codings.prefersGzip
        }
        let target =
            head.target.isEmpty
            ? UnsafeRawBufferPointer(start: ("/" as StaticString).utf8Start, count: 1) : bytes[head.target]
        guard let answer = shared.cache.answer(to: target, isForGzip: isForGzip, generation: generation) else {
            return false
        }
        var isNotModified = false
        if head.ifNoneMatch >= 0 {
            isNotModified = answer.isNamed(in: bytes[head.fields[Int(head.ifNoneMatch)].value])
        }
        let keepsAlive = head.keepsAlive && !shared.isDraining.load(ordering: .relaxed)
        answer.write(
            into: &connection.output, isNotModified: isNotModified, isHead: head.method == .head,
            connection: shared.writer.connectionLine(keepsAlive, head.minorVersion),
            now: UnsafeRawBufferPointer(date))
        connection.output.afterwards = keepsAlive ? .nextRequest : .close
        shared.counters.cacheHits.wrappingAdd(1, ordering: .relaxed)
        shared.counters.count(status: isNotModified ? 304 : 200)
        return true
    }

    /// Finds the handler of a request whose head was read, and begins with the body if there is one.
    ///
    /// - Returns: how many bytes of the body were taken.
    private func take(
        _ received: ReceivedHead, _ rest: UnsafeRawBufferPointer, _ connection: Connection, _ next: inout Next
    ) -> Int {
        let routed = shared.router.answer(received.head.method, received)
        switch received.head.framing {
        case .none, .length(0):
            next = .handOver(received, routed, body: [], share: nil)
            return 0
        case .length(let length):
            connection.body = BodyReading(
                received: received, routed: routed, share: BodyShare(shared), decoder: nil, remaining: length)
        case .chunked:
            connection.body = BodyReading(
                received: received, routed: routed, share: BodyShare(shared), decoder: ChunkedDecoder(), remaining: 0)
        }
        connection.phase = .body
        connection.measuredSince = now
        if received.head.expectsContinue, rest.count == 0 {
            if routed.isOwn {
                // The answer is known already, and the body not wanted (RFC 9110 §10.1.1).
                connection.body = nil
                let responder = Responder { [self] in refuse(connection, $0, received) }
                routed.handler(request(received, routed, [], connection, worker: 0), responder)
                next = .finish
                return 0
            }
            connection.output.head.append("HTTP/1.1 100 Continue\r\n\r\n")
        }
        return consumeBody(rest, connection, &next)
    }

    private func consumeBody(_ bytes: UnsafeRawBufferPointer, _ connection: Connection, _ next: inout Next) -> Int {
        guard var body = connection.body else { return 0 }
        connection.body = nil
        var taken = 0
        var isWhole = false
        let before = body.bytes.count
        if body.decoder != nil {
            var outcome = ChunkedDecoder.Outcome.incomplete
            (taken, outcome) = body.decoder?.decode(bytes, limits: shared.limits, into: &body.bytes) ?? (0, .incomplete)
            if case .refused(let refusal) = outcome {
                refuse(connection, refusal.problem, body.received)
                next = .finish
                return taken
            }
            isWhole = outcome == .complete
        } else {
            taken = min(body.remaining, bytes.count)
            body.bytes.append(contentsOf: bytes.part(0, taken))
            body.remaining -= taken
            isWhole = body.remaining == 0
        }
        body.taken += taken
        guard body.share.add(body.bytes.count - before) else {
            shared.counters.refused.wrappingAdd(1, ordering: .relaxed)
            refuse(connection, busyProblem("All request bodies together are too large for now."), body.received)
            next = .finish
            return taken
        }
        if isWhole {
            connection.phase = .head
            connection.measuredSince = 0
            next = .handOver(body.received, body.routed, body: body.bytes, share: body.share)
        } else {
            connection.body = body
            next = .more
        }
        return taken
    }

    // MARK: Handing over and refusing

    private func request(
        _ received: ReceivedHead, _ routed: Router.Answer, _ body: [UInt8], _ connection: Connection, worker: Int
    ) -> Request {
        var request = Request(
            method: received.head.method.httpMethod, received: received, body: body, worker: worker,
            remoteAddress: connection.remoteAddress)
        request.parameters = routed.parameters
        return request
    }

    private func handOver(
        _ connection: Connection, _ received: ReceivedHead, _ routed: Router.Answer, _ body: [UInt8],
        _ share: BodyShare?
    ) {
        takeBackSpare(connection)
        connection.mayParse = !connection.input.isEmpty
        connection.inputChecked = 0
        connection.output.afterwards = .nextRequest
        let exchange = Exchange { response in
            connection.answer(response, received)
        }
        connection.state.store(Connection.State.busy, ordering: .releasing)
        if routed.isOwn || routed.answersOnLoop {
            routed.handler(request(received, routed, body, connection, worker: 0), Responder(exchange))
            return
        }
        let isTaken = shared.pool.submit { [self] worker in
            routed.handler(request(received, routed, body, connection, worker: worker), Responder(exchange))
            _ = share
        }
        if !isTaken {
            shared.counters.refused.wrappingAdd(1, ordering: .relaxed)
            exchange.answer(busyProblem("All workers are busy.").response())
        }
    }

    private func busyProblem(_ detail: String) -> Problem {
        Problem(.serviceUnavailable, detail, fields: [.retryAfter: String(shared.limits.retryAfterSeconds)])
    }

    /// Answers a request that is not read to its end, for the last time on this connection.
    private func refuse(_ connection: Connection, _ problem: Problem, _ received: ReceivedHead?) {
        refuse(connection, problem.response(), received)
    }

    func refuse(_ connection: Connection, _ response: Response, _ received: ReceivedHead?) {
        let context = AnswerContext(
            received: received, keepsAlive: false, lingers: true, now: Int(Clock.seconds()))
        let (status, _) = shared.writer.write(response, context, into: &connection.output)
        shared.counters.count(status: status)
    }

    /// A deadline has passed.
    func expire(_ connection: Connection) {
        switch connection.phase {
        case .head where connection.input.isEmpty, .sending, .lingering, .closed:
            if connection.phase == .sending { connection.output.afterwards = .abort }
            end(connection)
        case .head, .body:
            let received = connection.body?.received
            connection.body = nil
            refuse(connection, Problem(.requestTimeout, "The request did not come in time."), received)
            connection.phase = .sending
            advance(connection)
        }
    }
}
