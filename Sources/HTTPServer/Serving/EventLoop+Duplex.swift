internal import HTTPTypes
internal import Synchronization

/// Requests whose handler runs while their body comes.
extension EventLoop {
    /// Calls the handler of a request whose body has begun or is still to come.
    func beginDuplex(_ connection: Connection, _ body: BodyReading) {
        // What was answered before does not wait for this.
        switch connection.output.flush(to: connection.descriptor) {
        case .done: takeBackSpare(connection)
        case .blocked: connection.canWrite = false
        case .failed: return end(connection)
        }
        connection.output.afterwards = .nextRequest
        let received = body.received
        if shared.pool.isFull {
            shared.counters.refused.wrappingAdd(1, ordering: .relaxed)
            refuse(connection, busyProblem("All workers are busy."), received)
            connection.phase = .sending
            if send(connection) { advance(connection) }
            return
        }
        var body = body
        let incoming = IncomingBody(
            body.bytes, limit: shared.limits.unreadBytes, run: { [shared] in shared.pool.resume($0) },
            tell: { [self] in nudge(connection) })
        body.bytes = []
        let duplex = Duplex(
            received, incoming, body.share, owesContinue: received.head.expectsContinue && body.taken == 0,
            sent: connection.output.sent)
        connection.body = body
        connection.duplex = duplex
        connection.phase = .body
        let mail = duplex.mail
        let exchange = Exchange { [self] response in
            let isOver = mail.withLock { mail in
                if !mail.isOver { mail.response = response }
                return mail.isOver
            }
            if isOver { response.closeBody() } else { nudge(connection) }
        }
        let routed = body.routed
        let asked = request(received, routed, [], connection, worker: 0)
        let isTaken = shared.pool.submit { worker in
            var asked = asked
            asked.worker = worker
            routed.handler(asked, Responder(exchange))
        }
        if !isTaken {
            shared.counters.refused.wrappingAdd(1, ordering: .relaxed)
            exchange.answer(busyProblem("All workers are busy.").response())
        }
        converse(connection)
    }

    /// Goes on with body and answer as far as they go without waiting.
    func converse(_ connection: Connection) {
        guard let duplex = connection.duplex else { return }
        let mail = duplex.mail.withLock { mail in
            defer {
                mail.response = nil
                mail.mayAsk = false
            }
            return mail
        }
        if mail.mayAsk { duplex.streamWaits = false }
        if let response = mail.response {
            duplex.isAnswered = true
            // Where the body is whole by now, the connection may go on.
            readBody(connection, duplex)
            let received = duplex.received
            return lend(connection) { connection.answer(response, received) }
        }
        if duplex.owesContinue, !duplex.isAnswered, duplex.incoming.needs.isAwaited {
            duplex.owesContinue = false
            connection.output.head.append("HTTP/1.1 100 Continue\r\n\r\n")
        }
        if connection.canWrite, !connection.output.isEmpty {
            switch connection.output.flush(to: connection.descriptor) {
            case .done: connection.output.head.releaseIfEmpty()
            case .blocked: connection.canWrite = false
            case .failed: return end(connection)
            }
        }
        if connection.output.isEmpty, duplex.isAnswered, !duplex.streamWaits {
            if connection.output.stream != nil { return lend(connection) { connection.goOn() } }
            return endDuplex(connection, duplex)
        }
        readBody(connection, duplex)
        setClocks(connection, duplex)
    }

    private func lend(_ connection: Connection, to job: @escaping @Sendable () -> Void) {
        connection.state.store(Connection.State.busy, ordering: .releasing)
        shared.pool.resume { _ in job() }
    }

    private func readBody(_ connection: Connection, _ duplex: Duplex) {
        while connection.canRead, connection.body != nil, duplex.incoming.needs.hasRoom {
            switch receive(connection) {
            case .nothing:
                return
            case .end:
                connection.canRead = false
                connection.isHungUp = true
                duplex.hasEnded = true
                endBody(of: connection, Problem(.badRequest, "The body ended before it was whole."))
            case .bytes(let count):
                guard var body = connection.body else { return }
                connection.body = nil
                duplex.owesContinue = false
                let bytes = UnsafeRawBufferPointer(rebasing: readBuffer[..<count])
                let (taken, outcome) = take(bytes, of: &body)
                if !body.bytes.isEmpty { duplex.incoming.append(body.bytes) }
                body.bytes = []
                switch outcome {
                case .more:
                    connection.body = body
                case .whole:
                    duplex.isBodyWhole = true
                    duplex.incoming.end(.end)
                    connection.input.append(bytes.part(taken, count))
                case .refused(let problem):
                    duplex.incoming.end(.failed(problem))
                }
            }
        }
    }

    /// Ends a body that is not whole: its handler is told, and ends its answer.
    func endBody(of connection: Connection, _ problem: Problem) {
        guard let duplex = connection.duplex, connection.body != nil else { return }
        connection.body = nil
        duplex.incoming.end(.failed(problem))
    }

    /// One of them runs at a time: the client's to send, while the handler waits for it, or else to take the answer. A client
    /// that sends its whole body first and reads afterwards is none that does not take its answer.
    private func setClocks(_ connection: Connection, _ duplex: Duplex) {
        let isAwaited = duplex.incoming.needs.isAwaited
        let (sent, taken) = (connection.output.sent, connection.body?.taken ?? 0)
        let hasSent = sent > duplex.sent
        duplex.sent = sent
        if hasSent, connection.output.isEmpty { duplex.bodyClock.begin(now, at: taken) }
        if isAwaited, connection.body != nil {
            duplex.unsentSince = 0
            duplex.bodyClock.run(now)
            connection.measuredSince = duplex.bodyClock.since
            setDeadline(connection, patience: shared.limits.bodySeconds, bytes: taken - duplex.bodyClock.from)
            return
        }
        duplex.bodyClock.stop(now)
        guard !connection.output.isEmpty else {
            duplex.unsentSince = 0
            connection.deadline = .max
            return
        }
        if duplex.unsentSince == 0 {
            duplex.unsentSince = now
            connection.measuredSince = 0
            measure(connection)
        } else if hasSent {
            measure(connection)
        }
    }

    /// A deadline has passed.
    func expire(_ connection: Connection, _ duplex: Duplex) {
        if duplex.bodyClock.since != 0 {
            endBody(of: connection, Problem(.requestTimeout, "The request did not come in time."))
            return converse(connection)
        }
        connection.output.afterwards = .abort
        end(connection)
    }

    /// The answer is out.
    private func endDuplex(_ connection: Connection, _ duplex: Duplex) {
        leaveDuplex(connection)
        connection.body = nil
        connection.inputChecked = 0
        connection.mayParse = !connection.input.isEmpty
        connection.phase = .sending
        switch connection.output.afterwards {
        case .nextRequest, .close:
            if !duplex.isBodyWhole { connection.output.afterwards = .linger }
        case .linger, .abort: break
        }
        // Nothing is left to be read over.
        if duplex.hasEnded { return end(connection) }
        if afterSending(connection) { advance(connection) }
    }

    /// Lets go of a request: its handler is told if the body was not at its end.
    func leaveDuplex(_ connection: Connection) {
        guard let duplex = connection.duplex else { return }
        connection.duplex = nil
        duplex.incoming.end(.failed(Problem(.badRequest, "The connection has ended.")))
        let response = duplex.mail.withLock { mail in
            mail.isOver = true
            defer { mail.response = nil }
            return mail.response
        }
        if let response { shared.pool.resume { _ in response.closeBody() } }
    }
}
