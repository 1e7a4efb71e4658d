internal import Foundation
internal import GRDB
internal import GRDBSQLite

/// A `Connection` with the queue that it is used on, and the settings that SQLite is opened with.
final class ConnectionOwner: Sendable {
    enum Mode { case read, write }

    /// How long a connection waits for a lock that another process holds.
    static let busyTimeout: TimeInterval = 5
    /// A connection's page cache. With SQLite's own 2 MB a lookup of one expert with 20 quotes takes half as long again.
    static let readCacheKilobytes = 16_384
    static let writeCacheKilobytes = 8_192

    private let queue: DatabaseQueue
    private let slot = Slot()

    /// Holds the connection. It is not Sendable: only closures that run on `queue` touch it.
    private final class Slot: @unchecked Sendable {
        var connection: Connection?
    }

    init(path: String, mode: Mode) throws {
        var configuration = Configuration()
        configuration.readonly = mode == .read
        configuration.busyMode = .timeout(Self.busyTimeout)
        configuration.foreignKeysEnabled = true
        configuration.allowsUnsafeTransactions = true
        configuration.label = mode == .read ? "sourcebook.reader" : "sourcebook.writer"
        configuration.prepareDatabase { database in
            switch mode {
            case .read:
                try database.execute(sql: "PRAGMA cache_size = -\(Self.readCacheKilobytes)")
            case .write:
                // One connection writes and checkpoints; readers never see a file without its log.
                try database.execute(
                    sql: """
                        PRAGMA journal_mode = WAL;
                        PRAGMA synchronous = FULL;
                        PRAGMA cache_size = -\(Self.writeCacheKilobytes);
                        """)
            }
        }
        queue = try StoreError.translating { try DatabaseQueue(path: path, configuration: configuration) }
    }

    /// Runs `body` on the connection, on the calling thread, outside of a transaction.
    func sync<T>(_ body: (Connection) throws -> T) throws -> T {
        try StoreError.translating {
            try queue.unsafeRead { try body(connection(for: $0)) }
        }
    }

    /// Runs `body` on the connection in a transaction that sees one moment of the database.
    func read<T>(_ body: (Connection) throws -> T) throws -> T {
        try sync { connection in
            try connection.execute("BEGIN")
            // Ending a read transaction can't fail in a way that would matter to what was read.
            defer { _ = try? connection.execute("COMMIT") }
            return try body(connection)
        }
    }

    func async(_ body: @escaping @Sendable (Connection) -> Void) {
        queue.asyncWriteWithoutTransaction { body(self.connection(for: $0)) }
    }

    private func connection(for database: Database) -> Connection {
        if let connection = slot.connection { return connection }
        let connection = Connection(database)
        slot.connection = connection
        return connection
    }

    /// Waits for what runs, then closes. A connection that SQLite can't close is left to the end of the process.
    func close() {
        try? sync { _ in slot.connection = nil }
        try? queue.close()
    }
}

extension Connection {
    /// Whether a transaction is open: SQLite may have ended it by itself.
    var isInTransaction: Bool { sqlite3_get_autocommit(database.sqliteConnection) == 0 }
}
