internal import HTTPTypes

/// Reads `application/x-www-form-urlencoded` (the WHATWG URL standard §5.1), as a query or a form's body.
public enum QueryString {
    /// A name, decoded, and its value as it was sent: whoever gives commas a meaning looks for them before decoding.
    public struct Pair: Sendable, Equatable {
        public var name: String
        public var rawValue: String

        public init(name: String, rawValue: String) {
            self.name = name
            self.rawValue = rawValue
        }

        /// The value, decoded.
        /// - Throws: ``Problem`` 400 when an escape is broken or the value is not UTF-8.
        public var value: String {
            get throws(Problem) { try QueryString.decoded(rawValue, of: name) }
        }
    }

    /// The pairs in order; `a&b=` has a and b, both with an empty value, and `&&` has none.
    ///
    /// - Throws: ``Problem`` 400 when a name's escapes are broken or it is not UTF-8.
    public static func pairs(_ query: String?) throws(Problem) -> [Pair] {
        var pairs: [Pair] = []
        for part in (query ?? "").utf8.split(separator: UInt8(ascii: "&")) {
            let equals = part.firstIndex(of: UInt8(ascii: "=")) ?? part.endIndex
            let value = equals == part.endIndex ? part[equals...] : part[part.index(after: equals)...]
            let name = try decoded(String(Substring(part[..<equals])), of: "name")
            pairs.append(Pair(name: name, rawValue: String(Substring(value))))
        }
        return pairs
    }

    /// A part of a pair, with `+` as a space and escapes replaced.
    ///
    /// - Throws: ``Problem`` 400 that names the parameter.
    public static func decoded(_ raw: String, of name: String) throws(Problem) -> String {
        guard let decoded = percentDecoded(bytes: raw.utf8, plusIsSpace: true) else {
            throw Problem(
                .badRequest,
                "The query's \(name) has a broken percent-escape or is not UTF-8. Write % followed by two hexadecimal digits."
            )
        }
        return decoded
    }
}
