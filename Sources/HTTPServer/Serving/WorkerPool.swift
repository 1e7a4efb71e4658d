internal import DequeModule
internal import Dispatch

/// A fixed number of workers, each a serial queue, and a bounded line of what waits for one.
final class WorkerPool: Sendable {
    /// Something to do, told the index of the worker that does it.
    typealias Job = @Sendable (Int) -> Void

    private struct State {
        /// The workers with nothing to do; the last to become idle is taken first, since its memory is warm.
        var idle: [Int]
        var waiting: Deque<(job: Job, isRequest: Bool)> = []
        /// How many of the waiting are new requests; the others are answers that are being continued.
        var requests = 0
        /// Since when there have been some.
        var standsSince: UInt64 = 0
        /// Until when the line is kept short, since it has stood.
        var isShortUntil: UInt64 = 0

        mutating func next() -> Job? {
            guard let (job, isRequest) = waiting.popFirst() else { return nil }
            if isRequest { requests -= 1 }
            return job
        }
    }

    private let workers: [DispatchQueue]
    private let state: Locked<State>
    private let longestLine: Int
    private let standingLine: Int
    private let burstNanoseconds: UInt64
    private let calmNanoseconds: UInt64

    init(workers: Int, limits: Limits) {
        self.workers = (0..<max(workers, 1)).map { DispatchQueue(label: "sourcebook.worker.\($0)") }
        longestLine = limits.queuedRequests
        standingLine = min(limits.standingRequests * max(workers, 1), longestLine)
        burstNanoseconds = Clock.nanoseconds(limits.burstSeconds)
        calmNanoseconds = Clock.nanoseconds(limits.calmSeconds)
        state = Locked(State(idle: Array((0..<max(workers, 1)).reversed())))
    }

    /// How many jobs wait.
    var waiting: Int { state.withLock { $0.waiting.count } }

    /// Whether nothing is being done and nothing waits.
    var isIdle: Bool { state.withLock { $0.waiting.isEmpty && $0.idle.count == workers.count } }

    /// Whether a request would be refused now.
    var isFull: Bool { state.withLock { $0.idle.isEmpty && isFull(&$0) } }

    /// A line may be long for a moment, when many come at once. Where it never empties, waiting gains nobody anything:
    /// then it is kept short, so that who is served is served soon (as in CoDel, RFC 8289). It stays short until nobody
    /// was refused for a while: that it empties for once, when the loop has no core for a moment, means nothing.
    private func isFull(_ state: inout State) -> Bool {
        if state.requests < standingLine { return false }
        if state.requests >= longestLine { return true }
        let now = Clock.nanoseconds()
        guard now < state.isShortUntil || now - state.standsSince > burstNanoseconds else { return false }
        state.isShortUntil = now + calmNanoseconds
        return true
    }

    /// Runs a request's job, now or when a worker is free.
    ///
    /// - Returns: false when the line is as long as it may be, and the job is dropped.
    func submit(_ job: @escaping Job) -> Bool {
        let worker: Int? = state.withLock { state -> Int? in
            if let worker = state.idle.popLast() { return worker }
            if isFull(&state) { return -1 }
            if state.requests == 0 { state.standsSince = Clock.nanoseconds() }
            state.requests += 1
            state.waiting.append((job, true))
            return nil
        }
        guard let worker else { return true }
        if worker < 0 { return false }
        run(job, on: worker)
        return true
    }

    /// Runs a job that goes on with an answer under way, whatever the length of the line: there are never more of these
    /// than connections.
    func resume(_ job: @escaping Job) {
        let worker = state.withLock { state -> Int? in
            if let worker = state.idle.popLast() { return worker }
            state.waiting.append((job, false))
            return nil
        }
        if let worker { run(job, on: worker) }
    }

    private func run(_ job: @escaping Job, on worker: Int) {
        workers[worker].async { [self] in
            var job = job
            while true {
                job(worker)
                let next = state.withLock { state -> Job? in
                    if let next = state.next() { return next }
                    state.idle.append(worker)
                    return nil
                }
                guard let next else { return }
                job = next
            }
        }
    }
}
