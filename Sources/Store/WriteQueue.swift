internal import Foundation

/// The one writer: writes wait in a bounded queue, and those that wait together share a commit, and so an fsync.
///
/// Each runs in a savepoint of its own, so that one's failure is its own. A write is answered only after the commit
/// that holds it: synchronous FULL has then put it on the disk.
final class WriteQueue: Sendable {
    /// How many writes may wait before a further one is refused with `StoreError.overloaded`.
    static let limit = 1_024
    /// How many writes share a commit at the most: a bound on how long the first of them waits for the last.
    static let batchLimit = 64

    private struct Job: Sendable {
        /// Does the write in a savepoint.
        let run: @Sendable (Connection) -> Outcome
        /// Answers a write that was never begun.
        let refuse: @Sendable (StoreError) -> Void
    }
    private struct Outcome {
        /// Why the write failed by itself; nil where it waits for the commit.
        let failure: (any Error)?
        /// Answers the write. The argument is why the commit failed, nil where it held.
        let finish: @Sendable (StoreError?) -> Void
    }
    private struct State {
        var waiting: [Job] = []
        var isDraining = false
    }

    /// `state` is touched with it held only. Synchronization's Mutex would do, but ThreadSanitizer does not see it.
    private let lock = NSLock()
    private nonisolated(unsafe) var state = State()
    private let owner: ConnectionOwner
    private let generation: Generation

    init(_ owner: ConnectionOwner, generation: Generation) {
        self.owner = owner
        self.generation = generation
    }

    /// How many writes wait now.
    var count: Int { lock.withLock { state.waiting.count } }

    func submit<T: Sendable>(
        _ body: @escaping @Sendable (Connection) throws -> T,
        _ completion: @escaping @Sendable (Result<T, any Error>) -> Void
    ) {
        let job = Job(
            run: { connection in
                do {
                    try connection.execute("SAVEPOINT one_write")
                    let value = try body(connection)
                    try connection.execute("RELEASE one_write")
                    return Outcome(failure: nil) { commitFailure in
                        completion(commitFailure.map { .failure($0) } ?? .success(value))
                    }
                } catch {
                    // Where SQLite has rolled back the whole transaction by itself there is no savepoint left.
                    if connection.isInTransaction {
                        try? connection.run(script: "ROLLBACK TO one_write; RELEASE one_write")
                    }
                    return Outcome(failure: error) { _ in completion(.failure(error)) }
                }
            },
            refuse: { error in completion(.failure(error)) })
        let accepted: Bool? = lock.withLock {
            guard state.waiting.count < Self.limit else { return nil }
            state.waiting.append(job)
            defer { state.isDraining = true }
            return !state.isDraining
        }
        switch accepted {
        case nil: completion(.failure(StoreError.overloaded))
        case true?: owner.async { self.drain($0) }
        case false?: break
        }
    }

    private func drain(_ connection: Connection) {
        while true {
            let batch = lock.withLock {
                let batch = Array(state.waiting.prefix(Self.batchLimit))
                state.waiting.removeFirst(batch.count)
                if batch.isEmpty { state.isDraining = false }
                return batch
            }
            if batch.isEmpty { return }
            commit(batch, connection)
        }
    }

    private func commit(_ batch: [Job], _ connection: Connection) {
        do {
            try connection.execute("BEGIN IMMEDIATE")
        } catch {
            for job in batch { job.refuse(Self.storeError(error)) }
            return
        }
        var outcomes: [Outcome] = []
        for (index, job) in batch.enumerated() {
            let outcome = job.run(connection)
            outcomes.append(outcome)
            // FULL, IOERR, NOMEM and BUSY may roll back the whole transaction (sqlite.org/lang_transaction.html):
            // then the writes before this one are gone too, and those behind it would run outside of any.
            if !connection.isInTransaction {
                let cause = outcome.failure.map(Self.storeError) ?? .full
                for outcome in outcomes { outcome.finish(cause) }
                for job in batch[(index + 1)...] { job.refuse(cause) }
                return
            }
        }
        var failure: StoreError?
        if outcomes.allSatisfy({ $0.failure != nil }) {
            _ = try? connection.execute("ROLLBACK")
        } else {
            generation.beginCommit()
            do {
                try connection.execute("COMMIT")
            } catch {
                failure = Self.storeError(error)
                if connection.isInTransaction { _ = try? connection.execute("ROLLBACK") }
            }
            generation.endCommit()
        }
        for outcome in outcomes { outcome.finish(failure) }
    }

    private static func storeError(_ error: any Error) -> StoreError {
        error as? StoreError ?? .sqlite(code: 1, message: error.localizedDescription)
    }
}
