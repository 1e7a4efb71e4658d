internal import Logging
internal import Synchronization

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// A client's connection.
///
/// It has one owner at a time. While `State.busy` is not set that is its loop. The loop sets it when it hands a request
/// on; from then on whoever has the request's responder owns the connection, sends the answer itself, and gives it back:
/// by clearing the bit, when nothing is left to be done, or else through the loop's mailbox. What the loop learns of the
/// socket meanwhile it leaves in the other bits. While a request's body is handed on as it comes, the connection is the
/// loop's, but for the moments in which a worker makes a piece of the answer; see ``Duplex``.
// @unchecked: everything that changes belongs to the owner, and passes from one to the next by acquire and release of
// `state`, the pool's lock or the mailbox's lock. Only the loop closes the descriptor.
final class Connection: @unchecked Sendable {
    enum State {
        static let busy: UInt8 = 1
        static let readable: UInt8 = 2
        static let writable: UInt8 = 4
        static let hangup: UInt8 = 8
    }

    enum Phase {
        /// Between requests, or within a head.
        case head
        /// Within a body.
        case body
        /// Everything read; the answer, or a part of it, waits for the socket.
        case sending
        /// Answered for the last time; what still comes is read over.
        case lingering
        case closed
    }

    let descriptor: CInt
    let loop: EventLoop
    /// Distinguishes connections that had the same descriptor.
    let serial: UInt32
    let remoteAddress: String
    /// The peer is a proxy whose word about its client counts.
    let hasTrustedPeer: Bool
    let state = Atomic<UInt8>(State.busy)
    /// The first tick at which the loop looks at the deadline; only the loop changes it.
    let scheduledTick = Atomic<UInt64>(.max)

    var phase = Phase.head
    var isRegistered = false
    /// It waits for its next turn, in `EventLoop.postponed`.
    var isPostponed = false
    /// There may be something to read; the socket takes bytes; the client has ended its side.
    var canRead = false
    var canWrite = true
    var isHungUp = false
    /// Bytes that were read and not yet understood, how many of them were looked at in vain, and whether they may hold a
    /// whole head all the same.
    var input = ByteQueue()
    var inputChecked = 0
    var mayParse = false
    var body: BodyReading?
    /// The request whose handler runs while its body comes.
    var duplex: Duplex?
    var output = Output()
    /// When the client's patience with us, or ours with it, ends; on the monotonic clock.
    var deadline: UInt64 = 0
    /// Since when, and from which count of bytes on, the present body or answer is measured.
    var measuredSince: UInt64 = 0
    var measuredBytes = 0
    var requests = 0

    private var shared: Shared { loop.shared }

    init(_ descriptor: CInt, _ loop: EventLoop, serial: UInt32, remoteAddress: String) {
        self.descriptor = descriptor
        self.loop = loop
        self.serial = serial
        self.remoteAddress = remoteAddress
        hasTrustedPeer = loop.shared.trustedProxies.contains(remoteAddress)
    }

    // MARK: For the owner of a busy connection, on any thread

    /// Sends the answer to the request that is in work, and gives the connection back.
    func answer(_ response: Response, _ received: ReceivedHead) {
        phase = .sending
        // Of a stream it is seen at its end whether the body has come whole by then.
        let isStream = if case .stream = response.body { true } else { false }
        let endsBeforeBody = !isStream && duplex?.isBodyWhole == false
        let context = AnswerContext(
            received: received,
            keepsAlive: received.head.keepsAlive && !shared.isDraining.load(ordering: .relaxed) && !endsBeforeBody,
            lingers: endsBeforeBody, mayKeep: mayKeep(response, received), now: Clock.seconds())
        let (status, cached) = shared.writer.write(response, context, into: &output)
        shared.counters.count(status: status)
        // Before the client has it: what it asks next may be answered from the cache already.
        if let cached { shared.cache.insert(cached, present: shared.configuration.generation()) }
        progress()
    }

    /// Whether the cache has room for the answer, or has been asked for it before.
    private func mayKeep(_ response: Response, _ received: ReceivedHead) -> Bool {
        guard case .generation(let generation) = response.validity else { return false }
        return received.withTarget { shared.cache.admits($0, generation: generation) }
    }

    private func progress() {
        switch output.flush(to: descriptor) {
        case .done:
            if output.stream == nil {
                giveBack()
            } else {
                shared.pool.resume { [self] _ in goOn() }
            }
        case .blocked:
            canWrite = false
            loop.post(self)
        case .failed:
            fail()
        }
    }

    /// Asks the stream for pieces for as long as the client takes them, but not for ever: others wait for the worker.
    func goOn() {
        let most = output.sent + shared.limits.writeBytes * 4
        while let stream = output.stream {
            do {
                switch try stream.write(into: &output) {
                case .piece: break
                case .end: output.stream = nil
                case .nothing:
                    if let duplex {
                        // The loop goes on with the body meanwhile.
                        duplex.streamWaits = true
                        let mail = duplex.mail
                        stream.whenReady { [self] in
                            mail.withLock { $0.mayAsk = true }
                            loop.nudge(self)
                        }
                        return loop.post(self)
                    }
                    // Everything before is sent. The connection stays busy, and no worker waits with it.
                    return stream.whenReady { [self] in shared.pool.resume { [self] _ in goOn() } }
                }
            } catch {
                shared.logger.error("A streamed answer broke off: \(error)")
                output.clear()
                output.afterwards = .abort
                return loop.post(self)
            }
            switch output.flush(to: descriptor) {
            case .done:
                if output.stream != nil, output.sent >= most {
                    return shared.pool.resume { [self] _ in goOn() }
                }
            case .blocked:
                canWrite = false
                return loop.post(self)
            case .failed:
                return fail()
            }
        }
        giveBack()
    }

    private func fail() {
        output.clear()
        output.afterwards = .close
        isHungUp = true
        loop.post(self)
    }

    /// The answer is out: back to the loop, without waking it if nothing is there to be done.
    private func giveBack() {
        if output.afterwards == .nextRequest, !canRead, input.isEmpty, duplex == nil {
            output.head.releaseIfEmpty()
            phase = .head
            deadline = Clock.nanoseconds() + loop.idleNanoseconds
            if Deadlines.tick(deadline) >= scheduledTick.load(ordering: .relaxed) {
                var present = state.load(ordering: .relaxed)
                while present & (State.readable | State.hangup) == 0 {
                    let (exchanged, original) = state.compareExchange(
                        expected: present, desired: 0, ordering: .acquiringAndReleasing)
                    if exchanged { return }
                    present = original
                }
            }
        }
        loop.post(self)
    }
}
