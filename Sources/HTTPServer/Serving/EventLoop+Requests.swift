internal import HTTPTypes
internal import Synchronization

/// Understanding requests, and handing them on.
extension EventLoop {
    /// What is to be done after some bytes were looked at.
    enum Next {
        /// More bytes are needed.
        case more
        /// A request is whole and goes to its handler.
        case handOver(ReceivedHead, Router.Answer, body: [UInt8], share: BodyShare?)
        /// A request's handler is to run while its body comes.
        case converse(BodyReading)
        /// The connection has nothing more to say: send what there is, then end as `output.afterwards` says.
        case finish
        /// Others are to have their turn.
        case postpone
    }

    /// Understands bytes from the front: answers what the cache can answer, and stops at the first request that goes to
    /// a handler.
    ///
    /// - Returns: how many bytes were taken.
    func consume(
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
                refuse(connection, refusal.problem, nil, isHead: head.method == .head)
                next = .finish
                return offset
            case .complete where head.isForHTTPS && !connection.hasTrustedPeer:
                // RFC 9110 §7.4: only who ends TLS for us may say that it was https.
                let problem = Problem(.misdirectedRequest, "An https URI is not to be asked for without TLS.")
                refuse(connection, problem, nil, isHead: head.method == .head)
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
        if head.hasCookie, answer.isWithoutCookie { return false }
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
        case .length, .chunked:
            connection.body = BodyReading(received, routed, BodyShare(shared))
        }
        connection.phase = .body
        connection.measuredSince = now
        if received.head.expectsContinue, rest.count == 0, !routed.streamsBody {
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
        let (taken, outcome) = take(bytes, of: &body)
        switch outcome {
        case .refused(let problem):
            refuse(connection, problem, body.received)
            next = .finish
        case .whole:
            connection.phase = .head
            connection.measuredSince = 0
            next = .handOver(body.received, body.routed, body: body.bytes, share: body.share)
        case .more where body.routed.streamsBody:
            next = .converse(body)
        case .more:
            connection.body = body
            next = .more
        }
        return taken
    }

    /// What came of taking bytes of a body.
    enum BodyOutcome {
        case more
        case whole
        case refused(Problem)
    }

    /// Takes bytes as far as they belong to a body, and says how many these are.
    func take(_ bytes: UnsafeRawBufferPointer, of body: inout BodyReading) -> (taken: Int, outcome: BodyOutcome) {
        let before = body.bytes.count
        let (taken, outcome) = body.take(bytes, limits: shared.limits)
        if case .refused(let refusal) = outcome { return (taken, .refused(refusal.problem)) }
        guard body.share.add(body.bytes.count - before) else {
            shared.counters.refused.wrappingAdd(1, ordering: .relaxed)
            return (taken, .refused(busyProblem("All request bodies together are too large for now.")))
        }
        return (taken, outcome == .complete ? .whole : .more)
    }

    func request(
        _ received: ReceivedHead, _ routed: Router.Answer, _ body: [UInt8], _ connection: Connection, worker: Int
    ) -> Request {
        let client = connection.hasTrustedPeer ? shared.trustedProxies.client(of: received) : nil
        var request = Request(
            method: received.head.method.httpMethod, received: received, body: routed.streamsBody ? [] : body,
            worker: worker, remoteAddress: client ?? connection.remoteAddress)
        request.parameters = routed.parameters
        request.isSecure =
            connection.hasTrustedPeer && (received.head.isForHTTPS || ForwardedFields.saysHTTPS(received))
        if routed.streamsBody {
            request.incoming = connection.duplex?.incoming ?? IncomingBody(whole: body) { self.shared.pool.resume($0) }
        }
        return request
    }

    func handOver(
        _ connection: Connection, _ received: ReceivedHead, _ routed: Router.Answer, _ body: [UInt8],
        _ share: BodyShare?
    ) {
        // What was answered before does not wait for this.
        switch connection.output.flush(to: connection.descriptor) {
        case .done: takeBackSpare(connection)
        case .blocked: connection.canWrite = false
        case .failed: return end(connection)
        }
        connection.mayParse = !connection.input.isEmpty
        connection.inputChecked = 0
        connection.output.afterwards = .nextRequest
        let needsWorker = !routed.isOwn && !routed.answersOnLoop
        if needsWorker, shared.pool.isFull { return sendAway(connection, received) }
        let exchange = Exchange { response in
            connection.answer(response, received)
        }
        connection.state.store(Connection.State.busy, ordering: .releasing)
        if !needsWorker {
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

    /// Answers 503, with as little work as can be: it is done when there is too much already.
    private func sendAway(_ connection: Connection, _ received: ReceivedHead) {
        let keepsAlive = received.head.keepsAlive && !shared.isDraining.load(ordering: .relaxed)
        shared.busyAnswer.write(
            into: &connection.output, isHead: received.head.method == .head,
            connection: shared.writer.connectionLine(keepsAlive, received.head.minorVersion),
            now: UnsafeRawBufferPointer(date))
        connection.output.afterwards = keepsAlive ? .nextRequest : .close
        shared.counters.refused.wrappingAdd(1, ordering: .relaxed)
        shared.counters.count(status: 503)
        connection.phase = .sending
        // Not at once: a pipeline of such requests would nest as deep as it is long.
        if send(connection) { postpone(connection) }
    }

    func busyProblem(_ detail: String) -> Problem {
        Problem(.serviceUnavailable, detail, fields: [.retryAfter: String(shared.limits.retryAfterSeconds)])
    }

    /// Answers a request that is not read to its end, for the last time on this connection.
    func refuse(_ connection: Connection, _ problem: Problem, _ received: ReceivedHead?, isHead: Bool = false) {
        refuse(connection, problem.response(), received, isHead: isHead)
    }

    func refuse(_ connection: Connection, _ response: Response, _ received: ReceivedHead?, isHead: Bool = false) {
        let context = AnswerContext(
            received: received, keepsAlive: false, isRefusedHead: isHead, lingers: true, now: Clock.seconds())
        let (status, _) = shared.writer.write(response, context, into: &connection.output)
        shared.counters.count(status: status)
    }

    /// A deadline has passed.
    func expire(_ connection: Connection) {
        if let duplex = connection.duplex { return expire(connection, duplex) }
        switch connection.phase {
        case .head where connection.input.isEmpty, .sending, .lingering, .closed:
            if connection.phase == .sending { connection.output.afterwards = .abort }
            end(connection)
        case .head, .body:
            let received = connection.body?.received
            connection.body = nil
            if received == nil { _ = HeadParser.parse(connection.input.bytes, limits: shared.limits, into: &head) }
            refuse(
                connection, Problem(.requestTimeout, "The request did not come in time."), received,
                isHead: received == nil && head.method == .head)
            connection.phase = .sending
            advance(connection)
        }
    }
}
