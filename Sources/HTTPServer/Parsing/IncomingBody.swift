/// A request's body while it comes, for the handler of a ``Route`` with `streamsBody`. Read by one thread at a time.
///
/// What was not read waits here, and no more is taken from the socket while that is `Limits.unreadBytes` or more: who
/// does not read stops its client. A handler that has nothing to read gives its worker back, and asks to be called:
///
/// ```swift
/// func goOn() {
///     switch body.read() {
///     case .bytes(let bytes): take(bytes)
///     case .nothing: body.whenReady(goOn)
///     case .end, .failed: finish()
///     }
/// }
/// ```
public final class IncomingBody: Sendable {
    /// What there is to be read.
    public enum Piece: Sendable {
        /// The next bytes; never none.
        case bytes([UInt8])
        /// Nothing for now.
        case nothing
        /// The body has come whole, and was read.
        case end
        /// No more will come, and the body is not whole: it is malformed, too large or too slow, or its client is gone.
        /// The problem says why. An answer that was not begun may be that; afterwards the connection closes.
        case failed(Problem)
    }

    private struct State {
        var bytes: [UInt8] = []
        /// What follows the bytes, when that is known.
        var end: Piece?
        /// Calls who waits.
        var wake: (@Sendable () -> Void)?
        /// Who waits wants all of it.
        var waitsForEnd = false

        /// Who waits, if there is now what that waits for.
        mutating func woken() -> (@Sendable () -> Void)? {
            guard end != nil || (!waitsForEnd && !bytes.isEmpty) else { return nil }
            defer { wake = nil }
            return wake
        }
    }

    private let state: Locked<State>
    private let limit: Int
    private let run: @Sendable (@escaping WorkerPool.Job) -> Void
    private let tell: @Sendable () -> Void

    /// - Parameters:
    ///   - bytes: what has come already.
    ///   - limit: how many unread bytes stop the client.
    ///   - run: runs on a worker.
    ///   - tell: tells the loop that something is awaited, or that there is room again.
    init(
        _ bytes: [UInt8], limit: Int, run: @escaping @Sendable (@escaping WorkerPool.Job) -> Void,
        tell: @escaping @Sendable () -> Void
    ) {
        state = Locked(State(bytes: bytes))
        self.limit = limit
        self.run = run
        self.tell = tell
    }

    /// One that has come already.
    init(whole bytes: [UInt8], run: @escaping @Sendable (@escaping WorkerPool.Job) -> Void) {
        state = Locked(State(bytes: bytes, end: .end))
        limit = .max
        self.run = run
        tell = {}
    }

    // MARK: For the handler

    /// Takes what has come since the last time.
    public func read() -> Piece {
        let (piece, wasFull) = state.withLock { state -> (Piece, Bool) in
            guard !state.bytes.isEmpty else { return (state.end ?? .nothing, false) }
            defer { state.bytes = [] }
            return (.bytes(state.bytes), state.bytes.count >= limit)
        }
        if wasFull { tell() }
        return piece
    }

    /// Calls `wake` once, on a worker, when there is something to read, be it the end. The time in which somebody waits
    /// so is the client's: a body that is too slow fails.
    public func whenReady(_ wake: @escaping @Sendable () -> Void) { wait(forEnd: false, wake) }

    /// Calls `take` once, on a worker, with what was not yet read, when that is all.
    public func whenWhole(_ take: @escaping @Sendable (Result<[UInt8], Problem>) -> Void) {
        wait(forEnd: true) { take(self.whole()) }
    }

    private func wait(forEnd: Bool, _ wake: @escaping @Sendable () -> Void) {
        let woken = state.withLock { state in
            state.wake = wake
            state.waitsForEnd = forEnd
            return state.woken()
        }
        if let woken { run { _ in woken() } } else { tell() }
    }

    private func whole() -> Result<[UInt8], Problem> {
        state.withLock { state in
            if case .failed(let problem) = state.end { return .failure(problem) }
            defer { state.bytes = [] }
            return .success(state.bytes)
        }
    }

    // MARK: For the loop

    /// Whether somebody waits for more, and whether there is room for it.
    var needs: (isAwaited: Bool, hasRoom: Bool) {
        state.withLock { ($0.wake != nil, $0.waitsForEnd || $0.bytes.count < limit) }
    }

    func append(_ bytes: [UInt8]) {
        change { state in
            if state.bytes.isEmpty { state.bytes = bytes } else { state.bytes += bytes }
        }
    }

    /// Says how it ends; only the first word counts.
    func end(_ piece: Piece) {
        change { state in
            if state.end == nil { state.end = piece }
        }
    }

    private func change(_ change: (inout State) -> Void) {
        let woken = state.withLock { state in
            change(&state)
            return state.woken()
        }
        if let woken { run { _ in woken() } }
    }
}
