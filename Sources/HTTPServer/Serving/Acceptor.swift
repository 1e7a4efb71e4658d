internal import CSystem
internal import HTTPTypes
internal import Logging
internal import Synchronization

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// Takes new connections from the listening socket and deals them out to the loops in turn. Belongs to the first loop.
final class Acceptor {
    let descriptor: CInt
    private let loops: [EventLoop]
    private var nextLoop = 0
    private var nextSerial: UInt32 = 0
    /// Accepting pauses until then, for want of descriptors or memory.
    private(set) var resumesAt: UInt64?
    private var warnsAgainAt: UInt64 = 0

    init(_ descriptor: CInt, _ loops: [EventLoop]) {
        self.descriptor = descriptor
        self.loops = loops
    }

    /// Accepts what waits; one round is bounded, so that the loop's connections have their turn.
    func accept(on loop: EventLoop, atMost most: Int? = nil) {
        guard resumesAt == nil else { return }
        for _ in 0..<(most ?? loop.shared.limits.acceptedAtOnce) {
            var address = sockaddr_storage()
            var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
            let client = csystem_accept(descriptor, &address, &length)
            if client >= 0 {
                admit(client, &address, loop)
                continue
            }
            switch errno {
            case EINTR, ECONNABORTED, EPROTO: continue
            case EAGAIN, EWOULDBLOCK: return
            case EMFILE, ENFILE, ENOBUFS, ENOMEM: return pause(on: loop)
            default:
                // Network errors of the connection that was to be accepted (accept(2)).
                loop.shared.logger.debug("A connection was lost before it was accepted: \(systemError())")
            }
        }
    }

    private func admit(_ client: CInt, _ address: inout sockaddr_storage, _ loop: EventLoop) {
        let shared = loop.shared
        shared.counters.accepted.wrappingAdd(1, ordering: .relaxed)
        let open = shared.counters.open.wrappingAdd(1, ordering: .relaxed).newValue
        var text: [CChar] = Array(repeating: 0, count: 64)
        csystem_address_text(&address, &text, text.count)
        let remote = text.withUnsafeBytes { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        if address.ss_family != sa_family_t(AF_UNIX) {
            // An answer is sent in one piece where that is possible; nothing is gained by waiting for more.
            var on: CInt = 1
            setsockopt(client, CInt(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<CInt>.size))
            var unsent = CInt(clamping: shared.limits.unsentBytes)
            setsockopt(client, CInt(IPPROTO_TCP), TCP_NOTSENT_LOWAT, &unsent, socklen_t(MemoryLayout<CInt>.size))
        }
        nextSerial &+= 1
        let target = loops[nextLoop]
        nextLoop = (nextLoop + 1) % loops.count
        let connection = Connection(client, target, serial: nextSerial, remoteAddress: remote)
        if open > shared.limits.connections {
            shared.counters.refused.wrappingAdd(1, ordering: .relaxed)
            // Some more are let in to be told so; beyond, there is only the close.
            guard open <= shared.limits.connections + shared.limits.refusedConnections else {
                close(client)
                shared.counters.open.wrappingSubtract(1, ordering: .relaxed)
                return
            }
            let problem = Problem(
                .serviceUnavailable, "There are too many connections.",
                fields: [.retryAfter: String(shared.limits.retryAfterSeconds)])
            loop.refuse(connection, problem.response(), nil)
            connection.phase = .lingering
        }
        target.post(connection)
    }

    // MARK: Without descriptors

    private func pause(on loop: EventLoop) {
        // Once a minute: it may happen many times a second, and a log of it helps nobody.
        if loop.now >= warnsAgainAt {
            warnsAgainAt = loop.now + 60_000_000_000
            loop.shared.logger.warning("Accepting pauses: \(systemError()). Raise the limit of open files (ulimit -n).")
        }
        loop.unwatchInput(descriptor)
        resumesAt = loop.now + Clock.nanoseconds(loop.shared.limits.acceptPauseSeconds)
    }

    /// Goes on after a pause.
    func resume(on loop: EventLoop) {
        guard let at = resumesAt, loop.now >= at else { return }
        resumesAt = nil
        if !loop.watchInput(descriptor) { resumesAt = loop.now + 1_000_000_000 }
    }

    /// A connection has ended: no need to wait longer.
    func descriptorsMayBeFree(on loop: EventLoop) {
        if resumesAt != nil { resumesAt = loop.now }
    }

    /// Takes what has arrived, and no more.
    func stop(on loop: EventLoop) {
        if resumesAt == nil { loop.unwatchInput(descriptor) }
        resumesAt = nil
        accept(on: loop, atMost: loop.shared.limits.backlog)
        close(descriptor)
    }
}
