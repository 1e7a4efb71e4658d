internal import HTTPTypes
internal import Logging
internal import Synchronization

/// What all loops, workers and connections of a server have in common.
final class Shared: Sendable {
    let configuration: Configuration
    let limits: Limits
    let router: Router
    let trustedProxies: TrustedProxies
    let logger: Logger
    let writer: AnswerWriter
    let cache: ResponseCache
    let pool: WorkerPool
    /// What a request is told for which there is no room in the line.
    let busyAnswer: PreparedAnswer
    let counters = Counters()
    /// Set by `stop()`: no answer leaves a connection open from then on.
    let isDraining = Atomic<Bool>(false)
    /// Set by the first loop when it will not give the others any connection more.
    let hasStoppedAccepting = Atomic<Bool>(false)
    /// The bytes of bodies that are read or worked on.
    let bodyBytes = Atomic<Int>(0)

    init(_ configuration: Configuration, _ router: Router, _ logger: Logger) {
        self.configuration = configuration
        self.router = router
        self.logger = logger
        limits = configuration.limits
        trustedProxies = configuration.trustedProxies
        writer = AnswerWriter(configuration)
        cache = ResponseCache(limit: configuration.limits.cacheBytes)
        pool = WorkerPool(workers: configuration.workers, limits: configuration.limits)
        let busy = Problem(
            .serviceUnavailable, "All workers are busy.",
            fields: [.retryAfter: String(configuration.limits.retryAfterSeconds)])
        busyAnswer = writer.prepare(busy.response())
    }
}

/// Counts that loops and workers add to.
final class Counters: Sendable {
    let open = Atomic<Int>(0)
    let accepted = Atomic<Int>(0)
    let cacheHits = Atomic<Int>(0)
    let refused = Atomic<Int>(0)
    private let one = Atomic<Int>(0)
    private let two = Atomic<Int>(0)
    private let three = Atomic<Int>(0)
    private let four = Atomic<Int>(0)
    private let five = Atomic<Int>(0)

    func count(status: Int) {
        switch status / 100 {
        case 2: two.wrappingAdd(1, ordering: .relaxed)
        case 3: three.wrappingAdd(1, ordering: .relaxed)
        case 4: four.wrappingAdd(1, ordering: .relaxed)
        case 5: five.wrappingAdd(1, ordering: .relaxed)
        default: one.wrappingAdd(1, ordering: .relaxed)
        }
    }

    var responses: [Int] {
        [0] + [
            one.load(ordering: .relaxed), two.load(ordering: .relaxed),
            three.load(ordering: .relaxed), four.load(ordering: .relaxed), five.load(ordering: .relaxed),
        ]
    }
}

/// A body's share of `Limits.bodyBytesInAll`, given back when it goes.
final class BodyShare: Sendable {
    private let shared: Shared
    private let bytes = Atomic<Int>(0)

    init(_ shared: Shared) {
        self.shared = shared
    }

    /// - Returns: false when all bodies together are too large.
    func add(_ count: Int) -> Bool {
        bytes.wrappingAdd(count, ordering: .relaxed)
        let all = shared.bodyBytes.wrappingAdd(count, ordering: .relaxed).newValue
        return all <= shared.limits.bodyBytesInAll
    }

    deinit {
        shared.bodyBytes.wrappingSubtract(bytes.load(ordering: .relaxed), ordering: .relaxed)
    }
}
