/// Where the members of a JSON array begin and end, without reading them: the reader of records checks them.
enum ArrayMembers {
    /// The members' ranges; nil where `bytes` is no array.
    static func split(_ bytes: [UInt8]) -> [Range<Int>]? {
        guard let start = bytes.firstIndex(where: { !isSpace($0) }), bytes[start] == UInt8(ascii: "[") else {
            return nil
        }
        var members: [Range<Int>] = []
        var memberStart = start + 1
        var depth = 0
        var isString = false
        var isEscaped = false
        for index in start..<bytes.count {
            let byte = bytes[index]
            if isString {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isString = false
                }
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
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isString = false
                }
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
