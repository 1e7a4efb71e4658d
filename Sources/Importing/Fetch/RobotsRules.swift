/// What a robots.txt lets one program fetch (RFC 9309).
///
/// ```swift
/// let rules = RobotsRules(Array("User-agent: *\nDisallow: /drafts/".utf8), for: "Sourcebook")
/// rules.allows("/drafts/1")  // false
/// ```
public struct RobotsRules: Sendable, Equatable {
    private struct Rule: Sendable, Equatable {
        let pattern: [UInt8]
        let isAllow: Bool
    }

    private var rules: [Rule] = []

    /// All is allowed.
    public init() {}

    /// Reads the groups for `token`, compared without case, or else those for `*`; several for one name are one (§2.2.1).
    public init(_ bytes: some Collection<UInt8>, for token: String) {
        let token = token.utf8.map(Self.lowercased)
        var own: [Rule] = []
        var general: [Rule] = []
        var hasOwn = false
        var (isOwn, isGeneral, isInNames) = (false, false, false)
        let bytes = Array(bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...])
        for line in bytes.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
            let content = line.prefix { $0 != UInt8(ascii: "#") }
            guard let colon = content.firstIndex(of: UInt8(ascii: ":")) else { continue }
            let name = Self.trimmed(content[..<colon]).map(Self.lowercased)
            let value = Self.trimmed(content[(colon + 1)...])
            switch String(decoding: name, as: UTF8.self) {
            case "user-agent", "useragent":
                if !isInNames { (isOwn, isGeneral, isInNames) = (false, false, true) }
                // A name may go on with a version: "Sourcebook/1.0".
                let product = value.prefix(while: Self.isTokenByte).map(Self.lowercased)
                if value.elementsEqual([UInt8(ascii: "*")]) {
                    isGeneral = true
                } else if product == token {
                    (isOwn, hasOwn) = (true, true)
                }
            case let kind where kind == "allow" || kind == "disallow":
                isInNames = false
                // An empty value matches nothing (§2.2.2 has no empty path).
                guard !value.isEmpty, isOwn || isGeneral else { continue }
                let rule = Rule(pattern: Self.normalized(value), isAllow: kind == "allow")
                if isOwn { own.append(rule) }
                if isGeneral { general.append(rule) }
            default: break
            }
        }
        rules = hasOwn ? own : general
    }

    /// Whether `target`, a path with its query, may be fetched: by the longest rule that matches, and of two equally long
    /// ones by the one that allows (§2.2.2). robots.txt itself always may.
    public func allows(_ target: String) -> Bool {
        let path = Self.normalized(target.utf8)
        if path.elementsEqual("/robots.txt".utf8) { return true }
        var longest = -1
        var isAllowed = true
        for rule in rules where rule.pattern.count >= longest && Self.matches(rule.pattern, path) {
            isAllowed = rule.pattern.count > longest ? rule.isAllow : isAllowed || rule.isAllow
            longest = rule.pattern.count
        }
        return isAllowed
    }

    /// Whether the pattern matches the path from its beginning; `*` stands for anything, `$` at its end for the end. The
    /// last star alone ever has to be taken back, so that it takes pattern × path steps at most.
    private static func matches(_ pattern: [UInt8], _ path: [UInt8]) -> Bool {
        let isAnchored = pattern.last == UInt8(ascii: "$")
        let pattern = isAnchored ? pattern.dropLast() : pattern[...]
        var (place, position) = (0, 0)
        var star: (place: Int, position: Int)?
        while true {
            if place == pattern.count {
                if !isAnchored || position == path.count { return true }
            } else if pattern[place] == UInt8(ascii: "*") {
                place += 1
                star = (place, position)
                continue
            } else if position < path.count, pattern[place] == path[position] {
                place += 1
                position += 1
                continue
            }
            guard let last = star, last.position < path.count else { return false }
            star = (last.place, last.position + 1)
            (place, position) = (last.place, last.position + 1)
        }
    }

    /// Bytes that are not ASCII as they are sent, `%2f` as `%2F`, and what need not be encoded as it is (§2.2.2).
    private static func normalized(_ text: some Collection<UInt8>) -> [UInt8] {
        let digits = Array("0123456789ABCDEF".utf8)
        var normalized: [UInt8] = []
        normalized.reserveCapacity(text.count)
        func append(encoded byte: UInt8) {
            normalized += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
        var index = text.startIndex
        while index != text.endIndex {
            let byte = text[index]
            index = text.index(after: index)
            if byte == UInt8(ascii: "%") {
                let two = text[index...].prefix(2)
                if two.count == 2, let high = two.first.flatMap(hexadecimal),
                    let low = two.dropFirst().first.flatMap(hexadecimal)
                {
                    let value = high << 4 | low
                    if isUnreserved(value) { normalized.append(value) } else { append(encoded: value) }
                    index = text.index(index, offsetBy: 2)
                    continue
                }
            }
            if byte < 0x80 { normalized.append(byte) } else { append(encoded: byte) }
        }
        return normalized
    }

    private static func hexadecimal(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46, 0x61...0x66: (byte & 0xDF) - 0x37
        default: nil
        }
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        isTokenByte(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "~")
    }

    private static func isTokenByte(_ byte: UInt8) -> Bool {
        (0x41...0x5A).contains(byte & 0xDF) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
    }

    private static func lowercased(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
        let start = bytes.drop(while: isSpace)
        return start.prefix((start.lastIndex { !isSpace($0) } ?? start.startIndex - 1) + 1 - start.startIndex)
    }
}
