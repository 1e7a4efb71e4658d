/// A value of a page's JSON-LD.
///
/// Publishers' scripts are read with patience: raw line ends in strings, commas before a bracket, and comments or CDATA
/// marks around the whole are passed over. What a request's body must be (Knowledge's reader) is another matter.
indirect enum LinkedValue: Equatable {
    case null
    case bool(Bool)
    case number(String)
    case string(String)
    case array([LinkedValue])
    /// A repeated name counts each time.
    case object([(name: String, value: LinkedValue)])

    /// Reads a script; nil where it is no JSON, even so.
    static func read(_ bytes: [UInt8]) -> LinkedValue? {
        var reader = LinkedReader(bytes)
        return reader.read()
    }

    /// The first member of a name.
    subscript(name: String) -> LinkedValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    /// A string or a number as text; of an array the first that is one, of an object its `@value` or `name`.
    var text: String? {
        switch self {
        case .string(let text): text
        case .number(let digits): digits
        case .array(let values): values.lazy.compactMap(\.text).first
        case .object: self["@value"]?.text ?? self["name"]?.text
        case .null, .bool: nil
        }
    }

    /// An array's values, or the value alone.
    var values: [LinkedValue] {
        switch self {
        case .array(let values): values
        case .null: []
        default: [self]
        }
    }

    /// Its types, without their vocabulary's address.
    var types: [String] {
        (self["@type"]?.values ?? []).compactMap(\.text).map { String($0.split(separator: "/").last ?? "") }
    }

    static func == (left: LinkedValue, right: LinkedValue) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.bool(let one), .bool(let other)): one == other
        case (.number(let one), .number(let other)): one == other
        case (.string(let one), .string(let other)): one == other
        case (.array(let one), .array(let other)): one == other
        case (.object(let one), .object(let other)):
            one.count == other.count && zip(one, other).allSatisfy { $0.name == $1.name && $0.value == $1.value }
        default: false
        }
    }
}

private struct LinkedReader {
    private let bytes: [UInt8]
    private var index = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func read() -> LinkedValue? {
        for mark in ["<!--", "//<![CDATA[", "/*<![CDATA[*/", "<![CDATA["] {
            skipSpace()
            if bytes.holds(mark, at: index) { index += mark.utf8.count }
        }
        return value(depth: 0)
    }

    private mutating func value(depth: Int) -> LinkedValue? {
        skipSpace()
        guard index < bytes.count, depth < ReadingLimits.linkedDataDepth else { return nil }
        switch bytes[index] {
        case UInt8(ascii: "{"): return object(depth)
        case UInt8(ascii: "["): return array(depth)
        case UInt8(ascii: "\""): return string().map { .string($0) }
        default: return word()
        }
    }

    private mutating func object(_ depth: Int) -> LinkedValue? {
        index += 1
        var members: [(name: String, value: LinkedValue)] = []
        while true {
            skipSpace()
            guard index < bytes.count else { return nil }
            switch bytes[index] {
            case UInt8(ascii: "}"):
                index += 1
                return .object(members)
            case UInt8(ascii: ","): index += 1
            case UInt8(ascii: "\""):
                guard let name = string() else { return nil }
                skipSpace()
                guard index < bytes.count, bytes[index] == UInt8(ascii: ":") else { return nil }
                index += 1
                guard let value = value(depth: depth + 1) else { return nil }
                members.append((name, value))
            default: return nil
            }
        }
    }

    private mutating func array(_ depth: Int) -> LinkedValue? {
        index += 1
        var values: [LinkedValue] = []
        while true {
            skipSpace()
            guard index < bytes.count else { return nil }
            switch bytes[index] {
            case UInt8(ascii: "]"):
                index += 1
                return .array(values)
            case UInt8(ascii: ","): index += 1
            default:
                guard let value = value(depth: depth + 1) else { return nil }
                values.append(value)
            }
        }
    }

    private mutating func string() -> String? {
        index += 1
        var text: [UInt8] = []
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if byte == UInt8(ascii: "\"") { return String(decoding: text, as: UTF8.self) }
            guard byte == UInt8(ascii: "\\"), index < bytes.count else {
                text.append(byte)
                continue
            }
            let escape = bytes[index]
            index += 1
            switch escape {
            case UInt8(ascii: "n"), UInt8(ascii: "r"): text.append(0x0A)
            case UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "b"): text.append(0x20)
            case UInt8(ascii: "u"): text += Array(String(escapedScalar()).utf8)
            default: text.append(escape)
            }
        }
        return nil
    }

    /// The scalar of `\uXXXX`, or of two for a pair of surrogates.
    private mutating func escapedScalar() -> Unicode.Scalar {
        guard let high = hexadecimal(at: index) else { return "\u{FFFD}" }
        index += 4
        if (0xD800..<0xDC00).contains(high), bytes.holds("\\u", at: index), let low = hexadecimal(at: index + 2),
            (0xDC00..<0xE000).contains(low)
        {
            index += 6
            return Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)) ?? "\u{FFFD}"
        }
        return Unicode.Scalar(high) ?? "\u{FFFD}"
    }

    private func hexadecimal(at place: Int) -> UInt32? {
        guard place + 4 <= bytes.count else { return nil }
        let digits = bytes[place..<place + 4]
        guard digits.allSatisfy(\.isASCIIAlphanumeric) else { return nil }
        return UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    }

    private mutating func word() -> LinkedValue? {
        let start = index
        while index < bytes.count,
            bytes[index].isASCIIAlphanumeric || [UInt8]("+-.".utf8).contains(bytes[index])
        {
            index += 1
        }
        switch String(decoding: bytes[start..<index], as: UTF8.self) {
        case "": return nil
        case "true": return .bool(true)
        case "false": return .bool(false)
        case "null": return .null
        case let digits: return .number(digits)
        }
    }

    private mutating func skipSpace() {
        while index < bytes.count, bytes[index].isHTMLSpace { index += 1 }
    }
}
