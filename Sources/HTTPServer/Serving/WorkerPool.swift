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

        mutating func next() -> Job? {
            guard let (job, isRequest) = waiting.popFirst() else { return nil }
            if isRequest { requests -= 1 }
            return job
        }
    }

    private let workers: [DispatchQueue]
    private let state: Locked<State>
    private let longestLine: Int

    /// - Parameter longestLine: how many requests may wait for a worker.
    init(workers: Int, longestLine: Int) {
        self.workers = (0..<max(workers, 1)).map { DispatchQueue(label: "sourcebook.worker.\($0)") }
        self.longestLine = longestLine
        state = Locked(State(idle: Array((0..<max(workers, 1)).reversed())))
    }

    /// How many jobs wait.
    var waiting: Int { state.withLock { $0.waiting.count } }

    /// Runs a request's job, now or when a worker is free.
    ///
    /// - Returns: false when the line is as long as it may be, and the job is dropped.
    func submit(_ job: @escaping Job) -> Bool {
        let worker: Int? = state.withLock { state -> Int? in
            if let worker = state.idle.popLast() { return worker }
            guard state.requests < longestLine else { return -1 }
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
