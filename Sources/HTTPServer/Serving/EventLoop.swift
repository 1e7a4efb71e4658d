internal import CSystem
internal import DequeModule
internal import Dispatch
internal import Logging
internal import Synchronization

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// Reads, parses, routes and answers on one thread, for the connections that are its own.
// @unchecked: what changes is touched on the loop's own thread only, but for the mailbox, which has a lock.
final class EventLoop: @unchecked Sendable {
    let shared: Shared
    let idleNanoseconds: UInt64

    // MARK: The mailbox, for any thread

    private struct Mailbox {
        var connections: [Connection] = []
        /// Those that are the loop's own, and about which somebody has news for it.
        var nudged: [Connection] = []
        var isDraining = false
        var endsNow = false
    }

    private let mailbox = Locked(Mailbox())
    private let isAsleep = Atomic<Bool>(false)
    private let wakeReader: CInt
    private let wakeWriter: CInt

    // MARK: The loop's own

    private let poller: CInt
    private let events: UnsafeMutableBufferPointer<csystem_event>
    private let queue: DispatchQueue
    private(set) var connections: [Connection?] = []
    private(set) var connectionCount = 0
    private(set) var postponed: Deque<Connection> = []
    private(set) var deadlines: Deadlines
    /// The present, as of the last wake-up, on the monotonic clock.
    private(set) var now: UInt64
    var acceptor: Acceptor?
    let readBuffer: UnsafeMutableRawBufferPointer
    /// The memory of answers, lent to the connection that is being served.
    var spare = ByteQueue()
    var head = RequestHead()
    private(set) var date: UnsafeMutableRawBufferPointer
    private var dateIsRightUntil: UInt64 = 0
    var drainsSince: UInt64?
    var endsAt = UInt64.max

    /// - Throws: the reason why the system gave no poller, in words.
    init(_ shared: Shared, index: Int) throws(ServerError) {
        self.shared = shared
        idleNanoseconds = Clock.nanoseconds(shared.limits.idleSeconds)
        queue = DispatchQueue(label: "sourcebook.loop.\(index)")
        poller = csystem_poller()
        var ends: [CInt] = [-1, -1]
        guard poller >= 0, pipe(&ends) == 0 else { throw ServerError.system("An event loop can't be made") }
        wakeReader = ends[0]
        wakeWriter = ends[1]
        for end in ends {
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        events = .allocate(capacity: 256)
        readBuffer = .allocate(byteCount: shared.limits.readBytes, alignment: 16)
        date = .allocate(byteCount: DateField.count, alignment: 1)
        now = Clock.nanoseconds()
        deadlines = Deadlines(now: now)
        guard csystem_watch_input(poller, wakeReader) == 0 else {
            throw ServerError.system("An event loop can't be made")
        }
    }

    deinit {
        close(poller)
        close(wakeReader)
        close(wakeWriter)
        events.deallocate()
        readBuffer.deallocate()
        date.deallocate()
    }

    /// Starts the loop on its own queue; `ended` is called when the last connection has gone after `drain`.
    func start(_ ended: @escaping @Sendable () -> Void) {
        queue.async { [self] in
            run()
            ended()
        }
    }

    /// Gives a connection to the loop, from any thread: a new one, or one whose owner has done with it.
    func post(_ connection: Connection) {
        mailbox.withLock { $0.connections.append(connection) }
        wake()
    }

    /// Asks the loop, from any thread, to look at a connection again. If it is busy, that is done when it is given back.
    func nudge(_ connection: Connection) {
        mailbox.withLock { $0.nudged.append(connection) }
        wake()
    }

    /// Begins to end the loop, from any thread; called again, it ends at once.
    func drain(endsNow: Bool) {
        mailbox.withLock {
            $0.isDraining = true
            if endsNow { $0.endsNow = true }
        }
        wake()
    }

    /// Whether somebody has given the loop a connection that it has not seen yet.
    var hasMail: Bool { mailbox.withLock { !$0.connections.isEmpty || !$0.nudged.isEmpty } }

    /// Whether nothing is left to be done until a socket or a deadline asks for it.
    var isIdle: Bool { postponed.isEmpty && !hasMail }

    private func wake() {
        // Whoever sees the flag first writes; the loop sets it before it looks into the mailbox for the last time.
        if isAsleep.exchange(false, ordering: .sequentiallyConsistent) {
            var byte: UInt8 = 1
            _ = write(wakeWriter, &byte, 1)
        }
    }

    // MARK: The loop

    private func run() {
        while turn(waits: true) {}
    }

    /// Does everything that there is to do, after waiting for something if that is wanted.
    ///
    /// - Returns: whether there may be more to come.
    func turn(waits: Bool) -> Bool {
        isAsleep.store(true, ordering: .sequentiallyConsistent)
        let hasMail = hasMail || mailbox.withLock { $0.isDraining && drainsSince == nil }
        let patience = hasMail || !postponed.isEmpty || !waits ? 0 : wait()
        let count = csystem_wait(poller, events.baseAddress, CInt(events.count), patience)
        isAsleep.store(false, ordering: .relaxed)
        now = Clock.nanoseconds()
        if now >= dateIsRightUntil { renewDate() }
        for index in 0..<Int(max(count, 0)) { take(events[index]) }
        takeMail()
        takePostponed()
        takeDeadlines()
        return drainsSince == nil || !goOnDraining()
    }

    /// Milliseconds until something is due.
    private func wait() -> CInt {
        var wait = deadlines.wait(now: now)
        if let resume = acceptor?.resumesAt { wait = min(wait ?? .max, resume > now ? resume - now : 0) }
        if drainsSince != nil { wait = min(wait ?? .max, 50_000_000) }
        guard let wait else { return -1 }
        return CInt(min(wait / 1_000_000 + 1, 60_000))
    }

    private func take(_ event: csystem_event) {
        if event.descriptor == wakeReader {
            var bytes: (UInt64, UInt64) = (0, 0)
            _ = read(wakeReader, &bytes, 16)
        } else if let acceptor, event.descriptor == acceptor.descriptor {
            acceptor.accept(on: self)
        } else if Int(event.descriptor) < connections.count, let connection = connections[Int(event.descriptor)] {
            take(event.flags, of: connection)
        }
    }

    private func take(_ flags: UInt32, of connection: Connection) {
        var bits: UInt8 = 0
        if flags & UInt32(csystem_readable) != 0 { bits |= Connection.State.readable }
        if flags & UInt32(csystem_writable) != 0 { bits |= Connection.State.writable }
        if flags & UInt32(csystem_hangup) != 0 { bits |= Connection.State.hangup }
        if connection.state.load(ordering: .acquiring) & Connection.State.busy != 0 {
            let before = connection.state.bitwiseOr(bits, ordering: .acquiringAndReleasing).oldValue
            // Else it was given back in this very moment, and the bits are ours again.
            if before & Connection.State.busy != 0 { return }
            connection.state.store(0, ordering: .relaxed)
        }
        take(bits: bits, of: connection)
        if !connection.isPostponed { advance(connection) }
    }

    private func take(bits: UInt8, of connection: Connection) {
        if bits & (Connection.State.readable | Connection.State.hangup) != 0 { connection.canRead = true }
        if bits & (Connection.State.writable | Connection.State.hangup) != 0 { connection.canWrite = true }
        if bits & Connection.State.hangup != 0 { connection.isHungUp = true }
    }

    private func takeMail() {
        let (posted, nudged, isDraining, endsNow) = mailbox.withLock { mailbox in
            let (posted, nudged) = (mailbox.connections, mailbox.nudged)
            if !posted.isEmpty { mailbox.connections = [] }
            if !nudged.isEmpty { mailbox.nudged = [] }
            return (posted, nudged, mailbox.isDraining, mailbox.endsNow)
        }
        for connection in posted {
            let bits = connection.state.exchange(0, ordering: .acquiringAndReleasing)
            if !connection.isRegistered {
                register(connection)
            } else {
                take(bits: bits, of: connection)
                advance(connection)
            }
        }
        for connection in nudged {
            guard connection.state.load(ordering: .acquiring) & Connection.State.busy == 0 else { continue }
            advance(connection)
        }
        if isDraining, drainsSince == nil { beginDraining() }
        if endsNow { endsAt = min(endsAt, now) }
    }

    private func takePostponed() {
        // Not all of them: what has just come has waited long enough when thousands take large answers.
        for _ in 0..<min(postponed.count, shared.limits.postponedAtOnce) {
            guard let connection = postponed.popFirst() else { return }
            connection.isPostponed = false
            // It may have been handed over since.
            guard connection.state.load(ordering: .acquiring) & Connection.State.busy == 0 else { continue }
            advance(connection)
        }
    }

    /// Lets the others have their turn before this connection goes on, whatever comes for it meanwhile.
    func postpone(_ connection: Connection) {
        guard !connection.isPostponed else { return }
        connection.isPostponed = true
        postponed.append(connection)
    }

    private func renewDate() {
        let wall = Clock.wallNanoseconds()
        DateField.write(Int(wall / 1_000_000_000), to: date)
        dateIsRightUntil = now + 1_000_000_000 - wall % 1_000_000_000
    }

    // MARK: Connections

    private func register(_ connection: Connection) {
        let index = Int(connection.descriptor)
        while connections.count <= index { connections.append(contentsOf: repeatElement(nil, count: 64)) }
        connections[index] = connection
        connectionCount += 1
        connection.isRegistered = true
        connection.deadline = now + idleNanoseconds
        guard csystem_watch(poller, connection.descriptor) == 0 else {
            shared.logger.error("A connection can't be watched: \(systemError())")
            return end(connection)
        }
        if connection.phase == .lingering { connection.phase = .sending }
        schedule(connection)
        advance(connection)
    }

    /// Closes a connection that is not busy.
    func end(_ connection: Connection) {
        guard connection.phase != .closed else { return }
        connection.phase = .closed
        leaveDuplex(connection)
        if let stream = connection.output.stream {
            connection.output.stream = nil
            shared.pool.resume { _ in stream.close() }
        }
        if connection.output.afterwards == .abort {
            // A reset, since an orderly end could be taken for the end of the body.
            var option = linger(l_onoff: 1, l_linger: 0)
            setsockopt(connection.descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
        }
        connection.output.clear()
        connection.input = ByteQueue()
        connection.body = nil
        connections[Int(connection.descriptor)] = nil
        connectionCount -= 1
        close(connection.descriptor)
        shared.counters.open.wrappingSubtract(1, ordering: .relaxed)
        acceptor?.descriptorsMayBeFree(on: self)
    }

    // MARK: Deadlines

    /// Sees to it that the loop looks at the connection when its deadline has passed.
    func schedule(_ connection: Connection) {
        let tick = Deadlines.tick(connection.deadline)
        guard tick < connection.scheduledTick.load(ordering: .relaxed) else { return }
        place(connection, at: tick)
    }

    private func place(_ connection: Connection, at tick: UInt64) {
        let entry = Deadlines.Entry(descriptor: connection.descriptor, serial: connection.serial)
        connection.scheduledTick.store(deadlines.add(entry, at: tick), ordering: .relaxed)
    }

    private func takeDeadlines() {
        acceptor?.resume(on: self)
        while let (tick, entries) = deadlines.due(now: now) {
            for entry in entries {
                guard let connection = connections[Int(entry.descriptor)], connection.serial == entry.serial,
                    connection.scheduledTick.load(ordering: .relaxed) == tick
                else { continue }
                if connection.state.load(ordering: .acquiring) & Connection.State.busy != 0 {
                    // Its owner sets the deadline when it is done.
                    place(connection, at: tick + 8)
                } else if connection.deadline > now {
                    place(connection, at: Deadlines.tick(connection.deadline))
                } else {
                    connection.scheduledTick.store(.max, ordering: .relaxed)
                    expire(connection)
                }
            }
        }
    }

    // MARK: The listening socket

    func watchInput(_ descriptor: CInt) -> Bool { csystem_watch_input(poller, descriptor) == 0 }
    func unwatchInput(_ descriptor: CInt) { _ = csystem_unwatch_input(poller, descriptor) }
}

/// The reason in `errno`, in words.
func systemError() -> String { String(cString: strerror(errno)) }
