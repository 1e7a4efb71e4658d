public import Foundation
internal import GRDB

/// What can go wrong with the file below, told apart by SQLite's extended result codes and never by message text.
///
/// <https://www.sqlite.org/rescode.html>
public enum StoreError: Error, Sendable, Equatable {
    /// The file is not one of ours, or can't be opened. The sentence says what to do about it.
    case unusable(String)
    /// A UNIQUE or PRIMARY KEY constraint; SQLite's message names the columns.
    case notUnique(String)
    /// A FOREIGN KEY constraint.
    case foreignKey
    /// A CHECK, NOT NULL or STRICT type constraint: a rule of the schema that validation should have told first.
    case constraint(String)
    /// Another process holds the write lock for longer than the busy timeout.
    case busy
    /// The disk, or the size allowed to the database, is full.
    case full
    /// The file, its folder or the file system can't be written.
    case readOnly
    /// More writes wait than `WriteQueue.limit` allows.
    case overloaded
    /// The file is damaged.
    case corrupt(String)
    /// Everything else: the extended result code and SQLite's words.
    case sqlite(code: Int32, message: String)
}

extension StoreError {
    init(_ error: DatabaseError) {
        let message = error.message ?? "no message"
        switch error.extendedResultCode {
        case .SQLITE_CONSTRAINT_UNIQUE, .SQLITE_CONSTRAINT_PRIMARYKEY: self = .notUnique(message)
        case .SQLITE_CONSTRAINT_FOREIGNKEY: self = .foreignKey
        default:
            switch error.resultCode {
            case .SQLITE_CONSTRAINT: self = .constraint(message)
            case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy
            case .SQLITE_FULL: self = .full
            case .SQLITE_READONLY: self = .readOnly
            case .SQLITE_CORRUPT, .SQLITE_NOTADB: self = .corrupt(message)
            default: self = .sqlite(code: error.extendedResultCode.rawValue, message: message)
            }
        }
    }

    /// Runs `body`, and turns what GRDB throws into a `StoreError`; other errors pass as they are.
    static func translating<T>(_ body: () throws -> T) throws -> T {
        do {
            return try body()
        } catch let error as DatabaseError {
            throw StoreError(error)
        }
    }
}

extension StoreError: LocalizedError {
    public var errorDescription: String? {
        switch self {
        case .unusable(let sentence): sentence
        case .notUnique(let message): "A value must be unique: \(message)"
        case .foreignKey: "A record that is referred to does not exist, or is still referred to"
        case .constraint(let message): "The schema refuses it: \(message)"
        case .busy: "The database is locked by another process: end it, or wait for it, and try again"
        case .full: "The disk is full: free some space and try again"
        case .readOnly: "The database can't be written: check the permissions of the file and of its folder"
        case .overloaded: "Too many writes wait: try again in a moment"
        case .corrupt(let message): "The database file is damaged (\(message)): restore a backup"
        case .sqlite(let code, let message): "SQLite failed with code \(code): \(message)"
        }
    }
}
