/// Reads JSON by the letter of RFC 8259: no trailing commas, no comments, no leading zeros, valid UTF-8 only.
///
/// Foundation's readers accept trailing commas and disagree on repeated keys, so that two of them can read one text
/// in two ways. This one is for all routes. What it does where the RFC leaves a choice:
///
/// | input | answer |
/// | --- | --- |
/// | a key that stands twice | parses; `JSONObject.repeated` names it, and every route refuses it |
/// | numbers past what a Double holds | parse; `JSONNumber.double` is nil |
/// | a lone surrogate (`"\ud800"`) | refused: it is no text |
/// | nesting deeper than `depthLimit` | refused |
/// | a byte order mark | refused |
public struct JSONReader {
    /// How deep arrays and objects may nest. What Sourcebook takes is five deep.
    public static let depthLimit = 64

    /// Why a text is not JSON, and where.
    public struct Failure: Error, Sendable, Equatable {
        /// Bytes from the start.
        public let offset: Int
        public let reason: String
    }

    private let bytes: UnsafeRawBufferPointer
    private var position = 0

    /// Reads one JSON text; white space may stand around it.
    ///
    /// - Throws: `JSONReader.Failure`.
    public static func read(_ bytes: UnsafeRawBufferPointer) throws -> JSON {
        var reader = JSONReader(bytes: bytes)
        reader.skipSpace()
        let value = try reader.value(depth: 0)
        reader.skipSpace()
        guard reader.position == bytes.count else { throw reader.failure("something follows the value") }
        return value
    }

    /// Reads one JSON text.
    public static func read(_ bytes: [UInt8]) throws -> JSON {
        try bytes.withUnsafeBytes { try read($0) }
    }

    public static func read(_ text: String) throws -> JSON { try read(Array(text.utf8)) }

    private init(bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private func failure(_ reason: String) -> Failure { Failure(offset: position, reason: reason) }

    /// RFC 8259 §2: space, tab, line feed, carriage return.
    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    private mutating func value(depth: Int) throws -> JSON {
        switch next {
        case UInt8(ascii: "{"): return .object(try object(depth: depth + 1))
        case UInt8(ascii: "["): return .array(try array(depth: depth + 1))
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case .some(UInt8(ascii: "0")...UInt8(ascii: "9")), UInt8(ascii: "-"): return .number(try number())
        case nil: throw failure("it ends where a value should stand")
        default: throw failure("no value begins like this")
        }
    }

    private mutating func word(_ word: StaticString, _ value: JSON) throws -> JSON {
        for index in 0..<word.utf8CodeUnitCount {
            guard next == word.utf8Start[index] else { throw failure("expected \(word)") }
            position += 1
        }
        return value
    }

    private mutating func object(depth: Int) throws -> JSONObject {
        guard depth <= Self.depthLimit else { throw failure("nested deeper than \(Self.depthLimit) levels") }
        position += 1
        var object = JSONObject()
        skipSpace()
        if next == UInt8(ascii: "}") {
            position += 1
            return object
        }
        while true {
            guard next == UInt8(ascii: "\"") else { throw failure("expected a member's name in quotation marks") }
            let name = try string()
            skipSpace()
            guard next == UInt8(ascii: ":") else { throw failure("expected a colon") }
            position += 1
            skipSpace()
            object.append(name, try value(depth: depth))
            skipSpace()
            switch next {
            case UInt8(ascii: ","):
                position += 1
                skipSpace()
            case UInt8(ascii: "}"):
                position += 1
                return object
            default: throw failure("expected a comma or }")
            }
        }
    }

    private mutating func array(depth: Int) throws -> [JSON] {
        guard depth <= Self.depthLimit else { throw failure("nested deeper than \(Self.depthLimit) levels") }
        position += 1
        var array: [JSON] = []
        skipSpace()
        if next == UInt8(ascii: "]") {
            position += 1
            return array
        }
        while true {
            array.append(try value(depth: depth))
            skipSpace()
            switch next {
            case UInt8(ascii: ","):
                position += 1
                skipSpace()
            case UInt8(ascii: "]"):
                position += 1
                return array
            default: throw failure("expected a comma or ]")
            }
        }
    }

    /// RFC 8259 §6: `-`? int frac? exp?, without leading zeros.
    private mutating func number() throws -> JSONNumber {
        let start = position
        if next == UInt8(ascii: "-") { position += 1 }
        if next == UInt8(ascii: "0") { position += 1 } else { try digits() }
        if next == UInt8(ascii: ".") {
            position += 1
            try digits()
        }
        if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
            position += 1
            if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { position += 1 }
            try digits()
        }
        return JSONNumber(text: String(decoding: bytes[start..<position], as: UTF8.self))
    }

    private mutating func digits() throws {
        let start = position
        while let byte = next, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") { position += 1 }
        guard position > start else { throw failure("expected a digit") }
    }

    private mutating func string() throws -> String {
        position += 1
        let start = position
        // Most strings have no escapes: they are taken as they stand.
        while let byte = next, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
            guard byte >= 0x20 else { throw failure("a control character stands in a string unescaped") }
            position += 1
        }
        if next == UInt8(ascii: "\"") {
            defer { position += 1 }
            return try text(UnsafeRawBufferPointer(rebasing: bytes[start..<position]), from: start)
        }
        var unescaped = Array(bytes[start..<position])
        while let byte = next, byte != UInt8(ascii: "\"") {
            guard byte >= 0x20 else { throw failure("a control character stands in a string unescaped") }
            position += 1
            if byte == UInt8(ascii: "\\") {
                unescaped.append(contentsOf: String(Character(try escaped())).utf8)
            } else {
                unescaped.append(byte)
            }
        }
        guard next != nil else { throw failure("a string does not end") }
        position += 1
        return try unescaped.withUnsafeBytes { try text($0, from: start) }
    }

    private func text(_ utf8: UnsafeRawBufferPointer, from start: Int) throws -> String {
        guard let text = String(validating: utf8, as: UTF8.self) else {
            throw Failure(offset: start, reason: "a string is not valid UTF-8")
        }
        return text
    }

    /// What stands behind a backslash: RFC 8259 §7.
    private mutating func escaped() throws -> Unicode.Scalar {
        guard let byte = next else { throw failure("a string does not end") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"):
            let unit = try hexadecimal()
            if let scalar = Unicode.Scalar(unit) { return scalar }
            // A high surrogate needs its low one right behind it.
            guard unit < 0xDC00, next == UInt8(ascii: "\\") else { throw failure("a surrogate stands alone") }
            position += 1
            guard next == UInt8(ascii: "u") else { throw failure("a surrogate stands alone") }
            position += 1
            let low = try hexadecimal()
            guard (0xDC00...0xDFFF).contains(low),
                let scalar = Unicode.Scalar(0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00))
            else { throw failure("a surrogate stands alone") }
            return scalar
        default: throw failure("no escape begins like this")
        }
    }

    private mutating func hexadecimal() throws -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            switch next {
            case .some(let byte) where (0x30...0x39).contains(byte): value = value << 4 | UInt32(byte - 0x30)
            case .some(let byte) where (0x41...0x46).contains(byte): value = value << 4 | UInt32(byte - 0x37)
            case .some(let byte) where (0x61...0x66).contains(byte): value = value << 4 | UInt32(byte - 0x57)
            default: throw failure("expected four hexadecimal digits")
            }
            position += 1
        }
        return value
    }
}
