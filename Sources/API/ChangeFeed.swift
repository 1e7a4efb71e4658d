internal import Dispatch
internal import HTTPServer
internal import Knowledge
internal import Store

/// Those who follow the changes live: woken after a commit, together and not more often than they can be told.
// @unchecked: `timer` is touched on `queue` only; what else changes stands behind a lock.
final class ChangeFeed: @unchecked Sendable {
    private struct State {
        var waiting: [@Sendable () -> Void] = []
        var isWaking = false
        var isClosed = false
        /// How often a sign of life was due.
        var beats = 0
    }

    private let store: Store
    private let places: Places
    private let state = Locked(State())
    private let queue = DispatchQueue(label: "sourcebook.changes")
    private var timer: (any DispatchSourceTimer)?
    /// One connection for all of them: each asks for a moment, and by an index.
    private let reader = Locked<Reader?>(nil)

    /// How many may listen at a time.
    static let listeners = 256
    /// How long a change waits for others, so that many commits wake the listeners once.
    private static let gathering = DispatchTimeInterval.milliseconds(50)
    /// How often there is a sign of life where nothing changes: the HTML standard §9.2.7 says about 15 seconds.
    private static let heartbeat = DispatchTimeInterval.seconds(15)

    init(_ store: Store) {
        self.store = store
        places = Places(Self.listeners, of: "listeners to changes are connected")
        store.generation.whenMoved { [weak self] in self?.wakeSoon() }
    }

    /// A stream of what comes after the change of number `since`.
    ///
    /// - Throws: a ``Problem`` where too many listen.
    func listen(since: Int) throws -> ChangeStream {
        ChangeStream(self, try listenerPlace(), since: since)
    }

    /// The place of one more who listens.
    func listenerPlace() throws -> Places.Place {
        let place = try places.take()
        try reader.withLock { reader in
            if reader == nil { reader = try store.openReader() }
        }
        queue.async { self.beat() }
        return place
    }

    func read<T>(_ body: (Reading) throws -> T) throws -> T {
        try reader.withLock { reader in
            let open = try reader ?? store.openReader()
            reader = open
            return try open.read { try body(Reading($0)) }
        }
    }

    private func beat() {
        guard timer == nil, !isClosed else { return }
        let timer = DispatchSource.makeTimerSource(queue: queue)
        timer.schedule(deadline: .now() + Self.heartbeat, repeating: Self.heartbeat, leeway: .milliseconds(500))
        timer.setEventHandler { [weak self] in
            self?.state.withLock { $0.beats += 1 }
            self?.wake()
        }
        timer.activate()
        self.timer = timer
    }

    var generation: UInt64 { store.generation.current }
    var isClosed: Bool { state.withLock { $0.isClosed } }
    var beats: Int { state.withLock { $0.beats } }

    func changes(since: Int, limit: Int) throws -> [Reading.Change] {
        try reader.withLock { reader in
            try reader?.read { try Reading($0).changes(since: since, limit: limit) } ?? []
        }
    }

    /// Calls `wake` once there may be something new since `generation` was read.
    func wait(since generation: UInt64, _ wake: @escaping @Sendable () -> Void) {
        let isOver = state.withLock { state in
            if !state.isClosed { state.waiting.append(wake) }
            return state.isClosed
        }
        if isOver { return wake() }
        if generation != self.generation { wakeSoon() }
    }

    private func wakeSoon() {
        let isFirst = state.withLock { state in
            guard !state.isWaking, !state.waiting.isEmpty else { return false }
            state.isWaking = true
            return true
        }
        if isFirst { queue.asyncAfter(deadline: .now() + Self.gathering) { self.wake() } }
    }

    private func wake() {
        let waiting = state.withLock { state in
            state.isWaking = false
            defer { state.waiting = [] }
            return state.waiting
        }
        for wake in waiting { wake() }
    }

    /// Ends every stream.
    func close() {
        state.withLock { $0.isClosed = true }
        wake()
        queue.sync {
            timer?.cancel()
            timer = nil
        }
    }
}

/// Changes as they are committed, as an event stream: `id` is a change's number, with which a client goes on.
///
/// <https://html.spec.whatwg.org/multipage/server-sent-events.html>
final class ChangeStream: WaitingBodyStream {
    private struct State {
        var last: Int
        var beat: Int
        /// Of the last look.
        var generation: UInt64 = 0
        var hasBegun = false
    }

    private let feed: ChangeFeed
    private let place: Places.Place
    private let state: Locked<State>

    /// How many changes are read at a time.
    private static let pageSize = 100

    fileprivate init(_ feed: ChangeFeed, _ place: Places.Place, since: Int) {
        self.feed = feed
        self.place = place
        state = Locked(State(last: since, beat: feed.beats))
    }

    func next() throws -> ByteStorage? {
        if feed.isClosed { return nil }
        return try state.withLock { state in
            if !state.hasBegun {
                state.hasBegun = true
                // A client that was cut off comes again after two seconds.
                return ByteStorage("retry: 2000\n\n")
            }
            // Before the look: what is committed while it lasts is looked for again.
            state.generation = feed.generation
            let found = try feed.changes(since: state.last, limit: Self.pageSize)
            var text = ""
            for change in found { text += "id: \(change.number)\nevent: change\ndata: \(change.json)\n\n" }
            state.last = found.last?.number ?? state.last
            let beat = feed.beats
            if found.isEmpty, beat != state.beat { text = ":\n\n" }
            state.beat = beat
            return ByteStorage(text)
        }
    }

    func whenReady(_ wake: @escaping @Sendable () -> Void) {
        feed.wait(since: state.withLock { $0.generation }, wake)
    }

    func close() {}
}
