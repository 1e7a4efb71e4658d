internal import GRDB
public import GRDBSQLite

/// One SQL connection, with the statements that it has prepared.
///
/// A connection is used on one queue at a time: that of the `DatabaseQueue` which owns it. It is therefore not
/// `Sendable`, and is handed to closures only.
///
/// ```swift
/// try connection.query("SELECT id, name FROM experts WHERE country = ?", ["TJ"]) { row in
///     print(row.integer(0), row.string(1))
/// }
/// ```
public final class Connection {
    let database: Database
    private var statements: [String: Statement] = [:]
    /// Statements of the program, by their number.
    private var numbered: [Statement?] = []

    /// How many prepared statements a connection keeps. Filters and sorts combine freely, so their number has no
    /// natural bound; a prepared statement takes some 5 KB.
    private static let statementLimit = 256

    /// The store's generation, for what is kept from one read to the next.
    public let generation: Generation
    /// Whether the connection only ever reads what was committed.
    public let isReadOnly: Bool
    /// What the room above keeps with this connection: touched where the connection is.
    public var companion: AnyObject?

    /// Is told each statement when it is prepared, once: so that a test can look at the plans of what is asked.
    public var onPrepare: ((String) -> Void)?

    init(_ database: Database, generation: Generation, isReadOnly: Bool) {
        self.database = database
        self.generation = generation
        self.isReadOnly = isReadOnly
    }

    /// Calls `body` with each row of `sql`'s result, in order.
    ///
    /// - Throws: `StoreError` for what SQLite answers, and whatever `body` throws.
    @inlinable
    public func query(_ sql: String, _ arguments: [Value] = [], _ body: (Row) throws -> Void) throws {
        let handle = try bound(sql, arguments)
        defer { sqlite3_reset(handle) }
        while try step(handle) { try body(Row(handle)) }
    }

    /// Calls `body` with each row of the result for one integer argument, mostly an id, in order.
    @inlinable
    public func query(_ prepared: Prepared, _ argument: Int, _ body: (Row) throws -> Void) throws {
        let handle = try bound(prepared, argument)
        defer { sqlite3_reset(handle) }
        while try step(handle) { try body(Row(handle)) }
    }

    @usableFromInline
    func bound(_ prepared: Prepared, _ argument: Int) throws -> OpaquePointer {
        while numbered.count <= prepared.number { numbered.append(nil) }
        if let statement = numbered[prepared.number], sqlite3_stmt_busy(statement.sqliteStatement) == 0 {
            let code = sqlite3_bind_int64(statement.sqliteStatement, 1, Int64(argument))
            guard code == SQLITE_OK else { throw failure(code) }
            return statement.sqliteStatement
        }
        // Not prepared yet; or still read by an outer loop, and then found by its text.
        if numbered[prepared.number] != nil { return try bound(prepared.sql, [Value(argument)]) }
        onPrepare?(prepared.sql)
        numbered[prepared.number] = try StoreError.translating { try database.makeStatement(sql: prepared.sql) }
        return try bound(prepared, argument)
    }

    /// The first row of `sql`'s result as `body` reads it, or nil where there is none.
    @inlinable
    public func first<T>(_ sql: String, _ arguments: [Value] = [], _ body: (Row) throws -> T) throws -> T? {
        let handle = try bound(sql, arguments)
        defer { sqlite3_reset(handle) }
        return try step(handle) ? body(Row(handle)) : nil
    }

    /// All rows of `sql`'s result as `body` reads them.
    public func all<T>(_ sql: String, _ arguments: [Value] = [], _ body: (Row) throws -> T) throws -> [T] {
        var found: [T] = []
        try query(sql, arguments) { found.append(try body($0)) }
        return found
    }

    /// The first column of the first row as an integer; nil where there is no row or the column is NULL.
    public func integer(_ sql: String, _ arguments: [Value] = []) throws -> Int? {
        try first(sql, arguments) { $0.isNull(0) ? nil : $0.integer(0) } ?? nil
    }

    /// The first column of the first row as text; nil where there is no row or the column is NULL.
    public func string(_ sql: String, _ arguments: [Value] = []) throws -> String? {
        try first(sql, arguments) { $0.isNull(0) ? nil : $0.string(0) } ?? nil
    }

    /// Runs one statement whose rows, if any, are of no interest. Returns the number of rows that it changed.
    @discardableResult
    public func execute(_ sql: String, _ arguments: [Value] = []) throws -> Int {
        let handle = try bound(sql, arguments)
        defer { sqlite3_reset(handle) }
        while try step(handle) {}
        return Int(sqlite3_changes(database.sqliteConnection))
    }

    /// Runs several statements, separated by semicolons: a migration.
    public func run(script: String) throws {
        try StoreError.translating { try database.execute(sql: script) }
    }

    /// How SQLite goes about `sql`, a step a line: `SEARCH quotes USING INDEX quotes_by_expert (expert=?)`.
    /// <https://www.sqlite.org/eqp.html>
    public func plan(of sql: String) throws -> [String] {
        let statement = try StoreError.translating { try database.makeStatement(sql: "EXPLAIN QUERY PLAN " + sql) }
        defer { sqlite3_reset(statement.sqliteStatement) }
        var steps: [String] = []
        while try step(statement.sqliteStatement) { steps.append(Row(statement.sqliteStatement).string(3)) }
        return steps
    }

    /// The statement of `sql` from the cache, with `arguments` bound.
    ///
    /// A statement that is still being read by an outer loop is left alone; a second one is prepared beside it.
    @usableFromInline
    func bound(_ sql: String, _ arguments: [Value]) throws -> OpaquePointer {
        let statement = try prepared(sql)
        let handle = statement.sqliteStatement
        precondition(
            Int(sqlite3_bind_parameter_count(handle)) == arguments.count,
            "\(arguments.count) arguments for: \(sql)")
        for (index, value) in arguments.enumerated() {
            let code: Int32
            let position = Int32(index + 1)
            switch value {
            case .null: code = sqlite3_bind_null(handle, position)
            case .integer(let integer): code = sqlite3_bind_int64(handle, position, integer)
            case .real(let real): code = sqlite3_bind_double(handle, position, real)
            case .text(var text):
                // SQLITE_TRANSIENT: SQLite makes a copy of its own.
                code = text.withUTF8 {
                    sqlite3_bind_text(
                        handle, position,
                        UnsafeRawPointer($0.baseAddress ?? Self.empty)
                            .assumingMemoryBound(to: CChar.self), Int32($0.count), Self.transient)
                }
            case .blob(let bytes):
                code = bytes.withUnsafeBytes {
                    sqlite3_bind_blob(
                        handle, position, $0.baseAddress ?? UnsafeRawPointer(Self.empty), Int32($0.count),
                        Self.transient)
                }
            }
            guard code == SQLITE_OK else { throw failure(code) }
        }
        return handle
    }

    static let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    /// What an empty string is bound from: a null pointer would be NULL and not ''. Never written nor freed.
    private nonisolated(unsafe) static let empty = UnsafePointer<UInt8>(
        UnsafeMutablePointer<UInt8>.allocate(capacity: 1))

    private func prepared(_ sql: String) throws -> Statement {
        if let cached = statements[sql] {
            if sqlite3_stmt_busy(cached.sqliteStatement) == 0 { return cached }
            let second = try StoreError.translating { try database.makeStatement(sql: sql) }
            statements[sql] = second
            borrowed.append(cached)
            return second
        }
        if statements.count >= Self.statementLimit {
            borrowed += statements.values.filter { sqlite3_stmt_busy($0.sqliteStatement) != 0 }
            statements.removeAll(keepingCapacity: true)
        }
        borrowed.removeAll { sqlite3_stmt_busy($0.sqliteStatement) == 0 }
        onPrepare?(sql)
        let statement = try StoreError.translating { try database.makeStatement(sql: sql) }
        statements[sql] = statement
        return statement
    }

    /// Statements that an outer loop still reads and the cache no longer holds: kept alive until they are reset.
    private var borrowed: [Statement] = []

    /// Moves to the next row; false at the end.
    @usableFromInline
    func step(_ handle: OpaquePointer) throws -> Bool {
        let code = sqlite3_step(handle)
        if code == SQLITE_ROW { return true }
        guard code == SQLITE_DONE else { throw failure(code) }
        return false
    }

    private func failure(_ code: Int32) -> StoreError {
        let connection = database.sqliteConnection
        let extended = sqlite3_extended_errcode(connection)
        return StoreError(
            DatabaseError(
                resultCode: ResultCode(rawValue: extended & 0xff == code & 0xff ? extended : code),
                message: String(cString: sqlite3_errmsg(connection))))
    }
}

/// The current row of a statement: valid until the statement moves on.
public struct Row {
    @usableFromInline let handle: OpaquePointer

    @inlinable
    init(_ handle: OpaquePointer) { self.handle = handle }

    @inlinable
    public func isNull(_ column: Int) -> Bool { sqlite3_column_type(handle, Int32(column)) == SQLITE_NULL }

    @inlinable
    public func integer(_ column: Int) -> Int { Int(sqlite3_column_int64(handle, Int32(column))) }

    @inlinable
    public func real(_ column: Int) -> Double { sqlite3_column_double(handle, Int32(column)) }

    /// The column's UTF-8 as SQLite holds it, without a copy; nil where it is NULL. Valid until the next step.
    @inlinable
    public func utf8(_ column: Int) -> UnsafeRawBufferPointer? {
        guard let start = sqlite3_column_text(handle, Int32(column)) else { return nil }
        return UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, Int32(column))))
    }

    /// The column as text; the empty string where it is NULL.
    public func string(_ column: Int) -> String {
        utf8(column).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    public func optionalString(_ column: Int) -> String? {
        utf8(column).map { String(decoding: $0, as: UTF8.self) }
    }

    public func optionalInteger(_ column: Int) -> Int? { isNull(column) ? nil : integer(column) }

    /// The column's bytes: of a blob, or of a text in UTF-8.
    public func bytes(_ column: Int) -> [UInt8] {
        guard let start = sqlite3_column_blob(handle, Int32(column)) else { return [] }
        return Array(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, Int32(column)))))
    }

    /// The column as SQLite stores it.
    public func value(_ column: Int) -> Value {
        switch sqlite3_column_type(handle, Int32(column)) {
        case SQLITE_INTEGER: .integer(Int64(integer(column)))
        case SQLITE_FLOAT: .real(real(column))
        case SQLITE_NULL: .null
        case SQLITE_BLOB: .blob(bytes(column))
        default: .text(string(column))
        }
    }
}
