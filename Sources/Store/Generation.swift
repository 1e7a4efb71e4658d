internal import Synchronization

/// A number that moves with every commit: what was read under one generation is true as long as it lasts.
///
/// It is odd while a commit is under way. What is read then may be from before or after it, so nothing read under an
/// odd generation is to be kept, and nothing kept is to be answered: else a reader could see the new state first and
/// the old one again.
public final class Generation: Sendable {
    private let number = Atomic<UInt64>(0)

    /// The present one. Read it before the read that is to be kept.
    public var current: UInt64 { number.load(ordering: .acquiring) }

    func beginCommit() { number.wrappingAdd(1, ordering: .acquiringAndReleasing) }
    func endCommit() {
        number.wrappingAdd(1, ordering: .acquiringAndReleasing)
        watcher.withLock { $0 }?()
    }

    private let watcher = Mutex<(@Sendable () -> Void)?>(nil)

    /// Has `watcher` called after each commit, on the writer's queue: it is to be quick. It takes the place of the last.
    public func whenMoved(_ watcher: @escaping @Sendable () -> Void) {
        self.watcher.withLock { $0 = watcher }
    }
}
