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
/// try RecordReader(path: "articles.ndjson").forEach { record in
///     print(record.line, record.bytes.count)
/// }
/// ```
public final class RecordReader: @unchecked Sendable {  // Used by one thread at a time; `consumed` is only read for a bar.
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
    public func forEach(_ body: (Record) throws -> Void) throws {
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
                        return try forEachOfWhole(pending + [UInt8(ascii: "\n")] + piece[start...], firstLine: line, body)
                    }
                }
                if !Self.isBlank(pending) { try body(Record(line: line, bytes: pending)) }
                pending.removeAll(keepingCapacity: true)
                line += 1
            }
            pending += piece[start...]
            guard pending.count <= Self.limit else {
                throw ImportingError("\(name), line \(line): is longer than \(Self.limit) bytes: cut the file into records, one a line")
            }
            if piece.isEmpty { break }
        }
        if !Self.isBlank(pending) {
            if isFirst { return try forEachOfWhole(pending, firstLine: line, body) }
            try body(Record(line: line, bytes: pending))
        }
    }

    /// The rest of a file that is one value: an object is one record, an array's members are a record each.
    private func forEachOfWhole(_ beginning: [UInt8], firstLine: Int, _ body: (Record) throws -> Void) throws {
        var bytes = beginning
        while true {
            let piece = try readPiece()
            if piece.isEmpty { break }
            bytes += piece
            guard bytes.count <= Self.limit else {
                throw ImportingError("\(name): is larger than \(Self.limit) bytes and not one record a line: give each record a line of its own")
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

/// Where the members of a JSON array begin and end, without reading them: the reader of records checks them.
enum ArrayMembers {
    /// The members' ranges; nil where `bytes` is no array.
    static func split(_ bytes: [UInt8]) -> [Range<Int>]? {
        guard let start = bytes.firstIndex(where: { !isSpace($0) }), bytes[start] == UInt8(ascii: "[") else { return nil }
        var members: [Range<Int>] = []
        var memberStart = start + 1
        var depth = 0
        var isString = false
        var isEscaped = false
        for index in start..<bytes.count {
            let byte = bytes[index]
            if isString {
                if isEscaped { isEscaped = false } else if byte == UInt8(ascii: "\\") { isEscaped = true } else if byte == UInt8(ascii: "\"") { isString = false }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isString = true
            case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: ","):
                if depth == 1 {
                    members.append(trimmed(memberStart..<index, bytes))
                    memberStart = index + 1
                }
            case UInt8(ascii: "]"), UInt8(ascii: "}"):
                depth -= 1
                guard depth == 0 else { continue }
                let last = trimmed(memberStart..<index, bytes)
                if !last.isEmpty || !members.isEmpty { members.append(last) }
                // What follows the array belongs to nothing: hand the whole on, so that its reader says so.
                return bytes[(index + 1)...].allSatisfy(isSpace) ? members : nil
            default: break
            }
        }
        return nil
    }

    /// How many brackets and braces are open at the end of `bytes`, outside of strings.
    static func depth(_ bytes: [UInt8]) -> Int {
        var depth = 0
        var isString = false
        var isEscaped = false
        for byte in bytes {
            if isString {
                if isEscaped { isEscaped = false } else if byte == UInt8(ascii: "\\") { isEscaped = true } else if byte == UInt8(ascii: "\"") { isString = false }
            } else if byte == UInt8(ascii: "\"") {
                isString = true
            } else if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") {
                depth += 1
            } else if byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") {
                depth -= 1
            }
        }
        return depth
    }

    private static func trimmed(_ range: Range<Int>, _ bytes: [UInt8]) -> Range<Int> {
        var lower = range.lowerBound
        var upper = range.upperBound
        while lower < upper, isSpace(bytes[lower]) { lower += 1 }
        while upper > lower, isSpace(bytes[upper - 1]) { upper -= 1 }
        return lower..<upper
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }
}
