internal import Synchronization

/// A statement that is written in the program, once: each connection finds what it has prepared of it by a number,
/// where a text would have to be hashed.
///
/// ```swift
/// static let byID = Prepared("SELECT name FROM experts WHERE id = ?")
/// ```
public final class Prepared: Sendable {
    public let sql: String
    /// Counts the instances: a place in each connection's table.
    let number: Int

    private static let count = Atomic<Int>(0)

    public init(_ sql: String) {
        self.sql = sql
        number = Self.count.wrappingAdd(1, ordering: .relaxed).oldValue
    }
}
