/// RFC 8259's grammar, rule by rule, each as a function that takes something from the front or doesn't.
indirect enum NaiveJSON {
    case null
    case bool(Bool)
    case number(String)
    case string(String)
    case array([NaiveJSON])
    case object([(name: String, value: NaiveJSON)])

    /// As many levels as are read.
    private static let deepest = 64

    static func read(_ bytes: [UInt8]) -> NaiveJSON? {
        var rest = bytes[...]
        guard let value = value(&rest, depth: 0), rest.isEmpty else { return nil }
        return value
    }

    /// Whether some number in it is past what a Double holds.
    var hasHugeNumber: Bool {
        switch self {
        case .number(let text): Double(text).map { !$0.isFinite } ?? true
        case .array(let values): values.contains { $0.hasHugeNumber }
        case .object(let members): members.contains { $0.value.hasHugeNumber }
        default: false
        }
    }

    /// `ws value ws`
    private static func value(_ rest: inout ArraySlice<UInt8>, depth: Int) -> NaiveJSON? {
        skipSpace(&rest)
        defer { skipSpace(&rest) }
        for (word, value) in [("null", NaiveJSON.null), ("true", .bool(true)), ("false", .bool(false))]
        where take(word, &rest) { return value }
        if rest.first == UInt8(ascii: "\"") { return string(&rest).map { .string($0) } }
        if rest.first == UInt8(ascii: "[") || rest.first == UInt8(ascii: "{") {
            return depth == deepest ? nil : rest.first == UInt8(ascii: "[") ? array(&rest, depth) : object(&rest, depth)
        }
        return number(&rest).map { .number($0) }
    }

    private static func array(_ rest: inout ArraySlice<UInt8>, _ depth: Int) -> NaiveJSON? {
        guard take("[", &rest) else { return nil }
        skipSpace(&rest)
        if take("]", &rest) { return .array([]) }
        var values: [NaiveJSON] = []
        repeat {
            guard let value = value(&rest, depth: depth + 1) else { return nil }
            values.append(value)
        } while take(",", &rest)
        return take("]", &rest) ? .array(values) : nil
    }

    private static func object(_ rest: inout ArraySlice<UInt8>, _ depth: Int) -> NaiveJSON? {
        guard take("{", &rest) else { return nil }
        skipSpace(&rest)
        if take("}", &rest) { return .object([]) }
        var members: [(name: String, value: NaiveJSON)] = []
        repeat {
            skipSpace(&rest)
            guard let name = string(&rest) else { return nil }
            skipSpace(&rest)
            guard take(":", &rest), let value = value(&rest, depth: depth + 1) else { return nil }
            members.append((name, value))
        } while take(",", &rest)
        return take("}", &rest) ? .object(members) : nil
    }

    private static func number(_ rest: inout ArraySlice<UInt8>) -> String? {
        let start = rest
        _ = take("-", &rest)
        if !take("0", &rest), digits(&rest) == 0 { return nil }
        if take(".", &rest), digits(&rest) == 0 { return nil }
        if take("e", &rest) || take("E", &rest) {
            if !take("+", &rest) { _ = take("-", &rest) }
            if digits(&rest) == 0 { return nil }
        }
        return String(decoding: start.prefix(start.count - rest.count), as: UTF8.self)
    }

    /// In units of UTF-16, as the escapes are, and made a String at the end: it is one if each unit has its partner.
    private static func string(_ rest: inout ArraySlice<UInt8>) -> String? {
        guard take("\"", &rest) else { return nil }
        var units: [UInt16] = []
        while let byte = rest.first, byte != UInt8(ascii: "\"") {
            if byte < 0x20 { return nil }
            if byte != UInt8(ascii: "\\") {
                let run = rest.prefix { $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
                guard let text = String(validating: run, as: UTF8.self) else { return nil }
                units += text.utf16
                rest = rest.dropFirst(run.count)
                continue
            }
            rest = rest.dropFirst()
            let escapes: [(String, UInt16)] = [
                ("\"", 0x22), ("\\", 0x5C), ("/", 0x2F), ("b", 8), ("f", 12), ("n", 10), ("r", 13), ("t", 9),
            ]
            if let escape = escapes.first(where: { take($0.0, &rest) }) {
                units.append(escape.1)
            } else {
                let digits = rest.dropFirst().prefix(4)
                guard take("u", &rest), digits.count == 4, digits.allSatisfy(isHexadecimal),
                    let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
                else { return nil }
                units.append(unit)
                rest = rest.dropFirst(4)
            }
        }
        guard take("\"", &rest) else { return nil }
        return String(validating: units, as: UTF16.self)
    }

    private static func digits(_ rest: inout ArraySlice<UInt8>) -> Int {
        let count = rest.prefix { isOne($0, of: "0123456789") }.count
        rest = rest.dropFirst(count)
        return count
    }

    private static func skipSpace(_ rest: inout ArraySlice<UInt8>) {
        rest = rest.drop { isOne($0, of: " \t\n\r") }
    }

    private static func take(_ word: String, _ rest: inout ArraySlice<UInt8>) -> Bool {
        guard rest.starts(with: word.utf8) else { return false }
        rest = rest.dropFirst(word.utf8.count)
        return true
    }
}
