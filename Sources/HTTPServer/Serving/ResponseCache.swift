internal import DequeModule
internal import Synchronization

/// The answers to GETs of the present generation, found by the target's bytes.
///
/// It is bounded in bytes and holds one generation only: the first answer of a newer one empties it.
final class ResponseCache: Sendable {
    /// A table of lines of eight slots: the eight hashes are one line of the processor's cache, and a key is only ever in
    /// the line that its hash says, so that nothing has to be moved when one goes.
    private struct Table {
        var generation: UInt64 = 0
        var hashes: [UInt64]
        var answers: [CachedAnswer?]
        /// The slots in use, in the order in which their answers are looked at when some have to be dropped.
        var slots: Deque<Int32> = []
        var bytes = 0
        /// What was asked for of late while the cache was more than half full, by a part of its hash.
        var asked: [UInt32]
    }

    private static let lineWidth = 8
    private static let askedCount = 8_192

    private let table: Locked<Table>
    private let lineMask: UInt64
    private let limit: Int
    /// Clients choose the targets: without a secret they could choose them so that all fall on one line.
    private let secret = (UInt64.random(in: 1 ... .max) | 1, UInt64.random(in: 1 ... .max) | 1)

    /// - Parameter limit: how many bytes it may hold.
    init(limit: Int) {
        self.limit = limit
        var lines = 8
        while lines < 8192, lines * Self.lineWidth * 1024 < limit { lines *= 2 }
        lineMask = UInt64(lines - 1)
        table = Locked(
            Table(
                hashes: Array(repeating: 0, count: lines * Self.lineWidth),
                answers: Array(repeating: nil, count: lines * Self.lineWidth),
                asked: Array(repeating: 0, count: Self.askedCount)))
    }

    /// How many bytes it holds.
    var bytes: Int { table.withLock { $0.bytes } }

    /// The answer to a target, if there is one of this generation.
    func answer(to target: UnsafeRawBufferPointer, isForGzip: Bool, generation: UInt64) -> CachedAnswer? {
        let hash = hash(target, isForGzip)
        let first = Int(hash & lineMask) * Self.lineWidth
        return table.withLock { table in
            guard table.generation == generation else { return nil }
            for slot in first..<first + Self.lineWidth where table.hashes[slot] == hash {
                guard let answer = table.answers[slot], answer.isForGzip == isForGzip,
                    answer.target.count == target.count, answer.target.elementsEqual(target)
                else { continue }
                if !answer.wasUsed.load(ordering: .relaxed) { answer.wasUsed.store(true, ordering: .relaxed) }
                return answer
            }
            return nil
        }
    }

    /// Whether an answer to this target is to be kept. While there is room every one is; then only what is asked for
    /// again: a walk through all that there is would push out what many ask for, and gain nothing by it.
    func admits(_ target: UnsafeRawBufferPointer, generation: UInt64) -> Bool {
        let hash = hash(target, false)
        return table.withLock { table in
            guard table.generation == generation, table.bytes > limit / 2 else { return true }
            let slot = Int(hash % UInt64(Self.askedCount))
            let mark = UInt32(truncatingIfNeeded: hash >> 32) | 1
            if table.asked[slot] == mark { return true }
            table.asked[slot] = mark
            return false
        }
    }

    /// Keeps an answer, if it is of the present generation.
    func insert(_ answer: CachedAnswer, present generation: UInt64) {
        guard answer.generation == generation, answer.cost <= limit / 4 else { return }
        let hash = answer.target.withUnsafeBytes { self.hash($0, answer.isForGzip) }
        let first = Int(hash & lineMask) * Self.lineWidth
        // What is dropped is freed after the lock was given back.
        var dropped: [CachedAnswer] = []
        table.withLock { table in
            if table.generation != generation {
                // Two answers may come in the wrong order: the older is of no use any more.
                guard table.generation < generation else { return }
                Self.empty(&table, into: &dropped)
                table.generation = generation
            }
            let line = first..<first + Self.lineWidth
            let slot =
                line.first {
                    table.hashes[$0] == hash && table.answers[$0]?.target == answer.target
                        && table.answers[$0]?.isForGzip == answer.isForGzip
                }
                ?? line.first { table.answers[$0] == nil }
                ?? line.first { table.answers[$0]?.wasUsed.load(ordering: .relaxed) == false }
                ?? first + Int(hash >> 61)
            if let old = table.answers[slot] {
                table.bytes -= old.cost
                dropped.append(old)
            } else {
                table.slots.append(Int32(slot))
            }
            table.hashes[slot] = hash
            table.answers[slot] = answer
            table.bytes += answer.cost
            while table.bytes > limit { Self.dropOne(&table, into: &dropped) }
        }
    }

    private static func empty(_ table: inout Table, into dropped: inout [CachedAnswer]) {
        for slot in table.slots {
            if let answer = table.answers[Int(slot)] { dropped.append(answer) }
            table.answers[Int(slot)] = nil
            table.hashes[Int(slot)] = 0
        }
        table.slots.removeAll(keepingCapacity: true)
        table.bytes = 0
    }

    /// Drops the oldest answer that nobody asked for since it came to the front of the line.
    private static func dropOne(_ table: inout Table, into dropped: inout [CachedAnswer]) {
        while let slot = table.slots.popFirst() {
            guard let answer = table.answers[Int(slot)] else { continue }
            if answer.wasUsed.exchange(false, ordering: .relaxed) {
                table.slots.append(slot)
                continue
            }
            table.answers[Int(slot)] = nil
            table.hashes[Int(slot)] = 0
            table.bytes -= answer.cost
            dropped.append(answer)
            return
        }
    }

    /// A keyed hash of eight bytes at a time, each folded in by a multiplication to 128 bits (as in wyhash).
    private func hash(_ bytes: UnsafeRawBufferPointer, _ isForGzip: Bool) -> UInt64 {
        var state = secret.0 ^ (UInt64(bytes.count) << 1 | (isForGzip ? 1 : 0))
        var position = 0
        while position + 8 <= bytes.count {
            state = fold(state ^ bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self))
            position += 8
        }
        var rest: UInt64 = 0
        while position < bytes.count {
            rest = rest << 8 | UInt64(bytes[position])
            position += 1
        }
        return fold(fold(state ^ rest))
    }

    @inline(__always)
    private func fold(_ value: UInt64) -> UInt64 {
        let (high, low) = value.multipliedFullWidth(by: secret.1)
        return high ^ low ^ secret.0
    }
}
