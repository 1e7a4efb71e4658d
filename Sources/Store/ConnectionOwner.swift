internal import Foundation
internal import GRDB
internal import GRDBSQLite

/// A `Connection` with the queue that it is used on, and the settings that SQLite is opened with.
final class ConnectionOwner: Sendable {
    enum Mode {
        case read
        /// For a walk through much of the file, each page of it once, beside others that do the same.
        case walk
        case write
    }

    /// How long a connection waits for a lock that another process holds.
    static let busyTimeout: TimeInterval = 5
    /// A connection's page cache, and how much of the file is mapped into memory instead of being copied page by page.
    /// A mapped page counts once a connection as resident, and is the kernel's to take back: so it is bounded, too.
    static let readCacheKilobytes = 8_192
    static let mappedBytes = 30 * 1_024 * 1_024
    static let walkCacheKilobytes = 1_024
    static let writeCacheKilobytes = 4_096
    static let importCacheKilobytes = 98_304

    private let queue: DatabaseQueue
    private let slot = Slot()
    private let generation: Generation
    private let mode: Mode

    /// Holds the connection.
    // @unchecked: a connection is not Sendable, and only closures that run on `queue` touch it.
    private final class Slot: @unchecked Sendable {
        var connection: Connection?
    }

    init(
        path: String, mode: Mode, generation: Generation = Generation(),
        writeCacheKilobytes: Int = ConnectionOwner.writeCacheKilobytes
    ) throws {
        self.mode = mode
        self.generation = generation
        var configuration = Configuration()
        configuration.readonly = mode != .write
        configuration.busyMode = .timeout(Self.busyTimeout)
        configuration.foreignKeysEnabled = true
        configuration.allowsUnsafeTransactions = true
        configuration.label = mode == .write ? "sourcebook.writer" : "sourcebook.reader"
        configuration.prepareDatabase { database in
            try Relevance.register(on: database)
            switch mode {
            case .read:
                try database.execute(
                    sql: "PRAGMA cache_size = -\(Self.readCacheKilobytes); PRAGMA mmap_size = \(Self.mappedBytes)")
            case .walk:
                try database.execute(sql: "PRAGMA cache_size = -\(Self.walkCacheKilobytes); PRAGMA mmap_size = 0")
            case .write:
                // One connection writes and checkpoints; readers never see a file without its log. What a savepoint
                // would restore is kept in memory: a file for it would be written once for each page of each write.
                try database.execute(
                    sql: """
                        PRAGMA journal_mode = WAL;
                        PRAGMA synchronous = FULL;
                        PRAGMA cache_size = -\(writeCacheKilobytes);
                        PRAGMA temp_store = MEMORY;
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
        let connection = Connection(database, generation: generation, isReadOnly: mode != .write)
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
