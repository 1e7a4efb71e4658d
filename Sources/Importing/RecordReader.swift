public import Foundation

/// Why a file can't be taken in, in one line that says what to do.
public struct ImportingError: LocalizedError, Sendable {
    public let errorDescription: String?

    init(_ sentence: String) { errorDescription = sentence }
}

/// Reads the records of a file: lines of JSON (NDJSON), or one JSON value, an array's members being records too.
///
/// Lines are read piece by piece, so that a file of any size takes the memory of its longest line. What is not lines
/// (one value over many lines, or an array) is read whole and has a limit.
///
/// ```swift
/// try RecordReader(path: "articles.ndjson").read { record in
///     print(record.line, record.bytes.count)
/// }
/// ```
// Unchecked: one thread uses a reader at a time; `consumed` is read for a progress bar by that same thread.
public final class RecordReader: @unchecked Sendable {
    /// A record: its bytes, and the line that it begins on, from 1.
    public struct Record: Sendable {
        public let line: Int
        public let bytes: [UInt8]
    }

    /// The longest line, and the largest file that is not lines, in bytes: more than the largest article with all
    /// that it carries.
    public static let limit = 64 * 1_024 * 1_024
    private static let pieceSize = 256 * 1_024

    /// The file's name, for messages.
    public let name: String
    /// The file's size in bytes; nil for a pipe.
    public let size: Int?
    /// How many bytes have been read.
    public private(set) var consumed = 0

    private let handle: FileHandle

    /// - Parameter path: a file, or `-` for standard input.
    /// - Throws: `ImportingError` where it can't be opened.
    public init(path: String) throws {
        if path == "-" {
            name = "standard input"
            size = nil
            handle = .standardInput
            return
        }
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw ImportingError("There is no file \(path): check its name")
        }
        guard !isFolder.boolValue else { throw ImportingError("\(path) is a folder: name the files in it") }
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw ImportingError("\(path) can't be read: check its permissions")
        }
        name = path
        size = (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? nil
        self.handle = handle
    }

    /// Calls `body` with each record in turn; blank lines are left out.
    ///
    /// - Throws: `ImportingError` for a line that is too long, and what `body` throws.
    public func read(_ body: (Record) throws -> Void) throws {
        var pending: [UInt8] = []
        var line = 1
        var isFirst = true
        while true {
            let piece = try readPiece()
            var start = 0
            while let end = piece[start...].firstIndex(of: UInt8(ascii: "\n")) {
                pending += piece[start..<end]
                start = end + 1
                if isFirst, !Self.isBlank(pending) {
                    isFirst = false
                    if !Self.isWhole(pending) {
                        return try readWhole(
                            pending + [UInt8(ascii: "\n")] + piece[start...], firstLine: line, body)
                    }
                }
                if !Self.isBlank(pending) { try body(Record(line: line, bytes: pending)) }
                pending.removeAll(keepingCapacity: true)
                line += 1
            }
            pending += piece[start...]
            guard pending.count <= Self.limit else {
                throw ImportingError(
                    "\(name), line \(line): is longer than \(Self.limit) bytes: cut the file into records, one a line")
            }
            if piece.isEmpty { break }
        }
        if !Self.isBlank(pending) {
            if isFirst { return try readWhole(pending, firstLine: line, body) }
            try body(Record(line: line, bytes: pending))
        }
    }

    /// The rest of a file that is one value: an object is one record, an array's members are a record each.
    private func readWhole(_ beginning: [UInt8], firstLine: Int, _ body: (Record) throws -> Void) throws {
        var bytes = beginning
        while true {
            let piece = try readPiece()
            if piece.isEmpty { break }
            bytes += piece
            guard bytes.count <= Self.limit else {
                throw ImportingError(
                    "\(name): is larger than \(Self.limit) bytes and not one record a line: give each record a line of its own"
                )
            }
        }
        guard let members = ArrayMembers.split(bytes) else {
            return try body(Record(line: firstLine, bytes: bytes))
        }
        for member in members {
            let line = firstLine + bytes[..<member.lowerBound].count { $0 == UInt8(ascii: "\n") }
            try body(Record(line: line, bytes: Array(bytes[member])))
        }
    }

    private func readPiece() throws -> [UInt8] {
        let piece = try handle.read(upToCount: Self.pieceSize) ?? Data()
        consumed += piece.count
        return [UInt8](piece)
    }

    private static func isBlank(_ bytes: [UInt8]) -> Bool {
        bytes.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
    }

    /// Whether a file's first line is an object by itself: its braces are balanced. Then the file is lines.
    private static func isWhole(_ bytes: [UInt8]) -> Bool {
        guard bytes.first(where: { $0 != 0x20 && $0 != 0x09 }) == UInt8(ascii: "{") else { return false }
        return ArrayMembers.depth(bytes) == 0
    }
}
