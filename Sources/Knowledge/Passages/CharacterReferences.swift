/// The entities and numeric character references of a body (CommonMark 0.30, 6.2): where one ends, and what it denotes.
struct CharacterReferences {
    /// What each name that stands in the body denotes, in UTF-8; the names that HTML doesn't know are left out.
    private let named: [[UInt8]: [UInt8]]

    /// cmark's own bounds of a name.
    private static let nameLengths = 2...32

    init(in source: UnsafeBufferPointer<UInt8>) {
        var names: Set<[UInt8]> = []
        var index = 0
        while index < source.count {
            if source[index] == UInt8(ascii: "&"), let end = Self.endOfName(in: source, at: index) {
                names.insert(Array(source[(index + 1)..<(end - 1)]))
                index = end
            } else {
                index += 1
            }
        }
        named = Self.meanings(of: names)
    }

    /// The reference that begins at `index` with `&`: where it ends, after the semicolon, and what it denotes.
    func reference<Bytes: RandomAccessCollection<UInt8>>(
        in source: Bytes, at index: Int
    ) -> (end: Int, bytes: [UInt8])? where Bytes.Index == Int {
        guard index + 2 < source.count, source[index] == UInt8(ascii: "&") else { return nil }
        if source[index + 1] == UInt8(ascii: "#") { return Self.numeric(in: source, at: index) }
        guard let end = Self.endOfName(in: source, at: index) else { return nil }
        return named[Array(source[(index + 1)..<(end - 1)])].map { (end, $0) }
    }

    private static func endOfName<Bytes: RandomAccessCollection<UInt8>>(
        in source: Bytes, at index: Int
    ) -> Int? where Bytes.Index == Int {
        var end = index + 1
        while end < source.count, end - index <= nameLengths.upperBound,
            source[end].isASCIILetter || source[end].isDigit
        {
            end += 1
        }
        guard end < source.count, source[end] == UInt8(ascii: ";"), nameLengths.contains(end - index - 1) else {
            return nil
        }
        return end + 1
    }

    private static func numeric<Bytes: RandomAccessCollection<UInt8>>(
        in source: Bytes, at index: Int
    ) -> (end: Int, bytes: [UInt8])? where Bytes.Index == Int {
        var end = index + 2
        let isHexadecimal = source[end] | 0x20 == UInt8(ascii: "x")
        if isHexadecimal { end += 1 }
        let start = end
        let most = isHexadecimal ? 6 : 7
        var value: UInt32 = 0
        while end < source.count, end - start <= most, let digit = source[end].value(isHexadecimal: isHexadecimal) {
            value = value &* (isHexadecimal ? 16 : 10) &+ UInt32(digit)
            end += 1
        }
        guard end < source.count, source[end] == UInt8(ascii: ";"), (1...most).contains(end - start) else { return nil }
        let scalar = value == 0 ? nil : Unicode.Scalar(value)
        return (end + 1, Array(String(scalar ?? "\u{FFFD}").utf8))
    }

    /// Asks cmark what `names` denote: it has HTML's table of 2,125 names inside and no function that reads it, so all
    /// names of a body are set in one document, a line each.
    private static func meanings(of names: Set<[UInt8]>) -> [[UInt8]: [UInt8]] {
        if names.isEmpty { return [:] }
        let names = Array(names)
        var document: [UInt8] = []
        for name in names {
            document += [UInt8(ascii: "x"), UInt8(ascii: "&")] + name + [UInt8(ascii: ";"), UInt8(ascii: "\n")]
        }
        var meanings: [[UInt8]: [UInt8]] = [:]
        var line = 0
        MarkdownTree(document)?.walk { node, _ in
            switch node.kind {
            case .text:
                node.withLiteral { literal in
                    let isUnknown =
                        literal.count > 2 && literal[literal.count - 1] == UInt8(ascii: ";")
                        && literal.holds(names[line], at: 2)
                    if !isUnknown { meanings[names[line]] = Array(literal.dropFirst()) }
                }
            case .softBreak: line += 1
            default: break
            }
        }
        return meanings
    }
}

extension UInt8 {
    fileprivate func value(isHexadecimal: Bool) -> UInt8? {
        if isDigit { return self - UInt8(ascii: "0") }
        let letter = self | 0x20
        guard isHexadecimal, (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(letter) else { return nil }
        return letter - UInt8(ascii: "a") + 10
    }
}
