public import Foundation
internal import GRDB
internal import Synchronization

/// One SQLite file: a writer, readers, and the generation that moves with each commit.
///
/// ```swift
/// let store = try Store(path: "sourcebook.db", migrations: Migrations(folder: "Migrations"), readers: 2)
/// let names = try store.read(0) { try $0.all("SELECT name FROM experts") { $0.string(0) } }
/// store.write { try $0.execute("DELETE FROM experts WHERE id = ?", [7]) } completion: { print($0) }
/// ```
///
/// - Important: One process opens a file with one `Store`. SQLite 3.40 can lose a write when two connections
///   checkpoint at once; here only the writer does.
public final class Store: Sendable {
    /// The number that marks the file as ours in SQLite's header ("SBOK").
    /// <https://www.sqlite.org/pragma.html#pragma_application_id>
    static let applicationID = 0x5342_4F4B

    public let path: String
    public let generation = Generation()
    /// The names of the migrations that opening the store applied.
    public let applied: [String]

    private let writer: ConnectionOwner
    private let writes: WriteQueue
    private let readers: [ConnectionOwner]
    private let watch = Watch()

    /// Opens the database, makes it where there is none, and applies pending migrations.
    ///
    /// - Parameters:
    ///   - readers: how many read connections to hold: one for each worker.
    ///   - takesMuch: whether one long transaction is to come. The writer then gets a larger page cache, so that pages
    ///     that are changed again and again are not written each time.
    /// - Throws: `StoreError.unusable` with a sentence that says what to do.
    public init(path: String, migrations: Migrations, readers: Int = 1, takesMuch: Bool = false) throws {
        self.path = path
        try Self.checkFolder(of: path)
        do {
            writer = try ConnectionOwner(
                path: path, mode: .write, generation: generation,
                writeCacheKilobytes: takesMuch
                    ? ConnectionOwner.importCacheKilobytes : ConnectionOwner.writeCacheKilobytes)
            applied = try writer.sync { connection in
                try Self.claim(connection, path)
                return try migrations.apply(to: connection, clock: Self.now)
            }
            self.readers = try (0..<readers).map { [generation] _ in
                try ConnectionOwner(path: path, mode: .read, generation: generation)
            }
        } catch let error as StoreError {
            throw Self.explained(error, path)
        }
        writes = WriteQueue(writer, generation: generation)
    }

    /// Reads on the connection of one reader, in one transaction: everything read is of one moment.
    ///
    /// - Parameter reader: 0 ..< the number of readers. Two reads of one reader wait for each other.
    public func read<T>(_ reader: Int = 0, _ body: (Connection) throws -> T) throws -> T {
        try readers[reader].read(body)
    }

    /// A further read connection, for what takes long: an export.
    public func openReader() throws -> Reader {
        Reader(try ConnectionOwner(path: path, mode: .walk))
    }

    /// Hands a write to the writer, which calls `completion` on its own queue once it is on the disk or has failed.
    public func write<T: Sendable>(
        _ body: @escaping @Sendable (Connection) throws -> T,
        completion: @escaping @Sendable (Result<T, any Error>) -> Void
    ) {
        writes.submit(body, completion)
    }

    /// Writes and waits for it. For the command line and tests: it blocks the calling thread.
    @discardableResult
    public func writeAndWait<T: Sendable>(_ body: @escaping @Sendable (Connection) throws -> T) throws -> T {
        let answered = DispatchSemaphore(value: 0)
        let result = Mutex<Result<T, any Error>?>(nil)
        write(body) { outcome in
            result.withLock { $0 = outcome }
            answered.signal()
        }
        answered.wait()
        guard let outcome = result.withLock({ $0 }) else { throw StoreError.overloaded }
        return try outcome.get()
    }

    /// Notices, once a second, what another process has committed (a token made, a file imported), and moves the
    /// generation. An answer that is kept is at most that much behind such a commit; it is never behind our own.
    public func watchOtherProcesses() {
        guard let reader = try? openReader() else { return }
        watch.start(reader) { [writer, generation] in
            // In turn with the writer's own commits, each of which moves the generation twice.
            writer.async { _ in
                generation.beginCommit()
                generation.endCommit()
            }
        }
    }

    /// How many writes wait for the writer now.
    public var waitingWrites: Int { writes.count }

    /// Closes every connection, the writer last: closing it puts the write-ahead log back into the file.
    public func close() {
        watch.stop()
        for reader in readers { reader.close() }
        writer.close()
    }

    /// The present time as RFC 3339 in UTC with milliseconds: `2026-11-24T09:30:00.125Z`.
    public static func now() -> String {
        time(.now)
    }

    /// A moment as times are stored.
    public static func time(_ date: Date) -> String {
        date.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }

    /// The names of the migrations that the database at `path` lacks. Nothing is changed.
    public static func pending(path: String, migrations: Migrations) throws -> [String] {
        guard FileManager.default.fileExists(atPath: path) else { return migrations.steps.map(\.name) }
        do {
            let owner = try ConnectionOwner(path: path, mode: .read)
            defer { owner.close() }
            return try owner.read { connection in
                try checkOwner(connection, path)
                guard try connection.integer("SELECT count(*) FROM sqlite_schema WHERE name = 'migrations'") == 1
                else { return migrations.steps.map(\.name) }
                return try migrations.pending(in: connection).map(\.name)
            }
        } catch let error as StoreError {
            throw explained(error, path)
        }
    }
}

extension Store {
    private static func checkFolder(of path: String) throws {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else {
            throw StoreError.unusable("The folder \(folder) does not exist: make it, or give --database FILE elsewhere")
        }
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            guard FileManager.default.isWritableFile(atPath: folder) else {
                throw StoreError.unusable(
                    "The folder \(folder) can't be written: change its permissions, or give --database FILE elsewhere")
            }
            return
        }
        guard !isFolder.boolValue else {
            throw StoreError.unusable("\(path) is a folder: give --database a file's name")
        }
        guard FileManager.default.isWritableFile(atPath: path) else {
            throw StoreError.unusable("The database \(path) can't be written: change its permissions")
        }
        // SQLite makes its -wal and -shm files beside the database.
        guard FileManager.default.isWritableFile(atPath: folder) else {
            throw StoreError.unusable(
                "The folder \(folder) can't be written, and the database needs its log beside it: change its permissions"
            )
        }
    }

    /// Marks an empty database as ours, and refuses one that belongs to another program.
    private static func claim(_ connection: Connection, _ path: String) throws {
        try checkOwner(connection, path)
        try connection.run(script: "PRAGMA application_id = \(applicationID)")
    }

    private static func checkOwner(_ connection: Connection, _ path: String) throws {
        let id = try connection.integer("PRAGMA application_id")
        if id == applicationID { return }
        let tables = try connection.integer("SELECT count(*) FROM sqlite_schema") ?? 0
        guard id == 0, tables == 0 else {
            throw StoreError.unusable("\(path) is a database of another program: give --database another file")
        }
    }

    private static func explained(_ error: StoreError, _ path: String) -> StoreError {
        switch error {
        case .corrupt:
            .unusable(
                "\(path) is not an SQLite database, or is damaged: give --database another file, or restore a backup")
        case .sqlite(let code, let message) where code & 0xff == 14:  // SQLITE_CANTOPEN
            .unusable(
                "The database \(path) can't be opened (\(message)): check the permissions of the file and its folder")
        default: error
        }
    }
}

/// A read connection of its own, outside those of the workers. Closed with its last reference.
public final class Reader: Sendable {
    private let owner: ConnectionOwner

    init(_ owner: ConnectionOwner) { self.owner = owner }
    deinit { close() }

    /// Ends the snapshot and closes the connection. Once closed, it can't be read any more.
    public func close() { owner.close() }

    /// Begins a transaction that lasts until the reader is gone: everything read through it is of this moment.
    public func holdSnapshot() throws {
        try owner.sync { connection in
            try connection.execute("BEGIN")
            // A deferred transaction takes its snapshot at the first read.
            _ = try connection.integer("SELECT count(*) FROM migrations")
        }
    }

    /// Reads within the snapshot that is held, or else in the connection's state of the moment.
    public func read<T>(_ body: (Connection) throws -> T) throws -> T {
        try owner.sync(body)
    }
}
