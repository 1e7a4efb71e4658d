/// Writes the runs of one block.
///
/// Emphasis is written only where CommonMark's rules for delimiter runs (§6.2) leave no doubt: white space, punctuation or
/// the block's end outside, none of a style next to another's mark. Elsewhere (half a word in bold) the letters come first.
struct MarkdownInlines {
    private var bytes: [UInt8] = []
    private let pieces: [TextRun]
    private let isInTable: Bool
    /// Whether the last byte closes an emphasis.
    private var isAfterClosing = false

    /// - Parameter isInTable: Whether a bar would end the cell.
    static func markdown(of runs: [TextRun], isInTable: Bool = false) -> [UInt8] {
        var inlines = MarkdownInlines(pieces: pieces(of: runs), isInTable: isInTable)
        inlines.write(0..<inlines.pieces.count, inside: TextStyle(), nil)
        return inlines.withoutBlockMarks
    }

    private init(pieces: [TextRun], isInTable: Bool) {
        self.pieces = pieces
        self.isInTable = isInTable
    }

    /// The runs, white space at their ends apart and in a style only where that goes on behind it.
    private static func pieces(of runs: [TextRun]) -> [TextRun] {
        var pieces: [TextRun] = []
        for run in runs where !run.text.isEmpty {
            let start = run.text.lengthOfLeadingSpace
            guard start < run.text.count else {
                pieces.append(TextRun(text: run.text))
                continue
            }
            let end = run.text.count - run.text.lengthOfTrailingSpace
            if start > 0 { pieces.append(TextRun(text: Array(run.text[..<start]))) }
            pieces.append(TextRun(text: Array(run.text[start..<end]), style: run.style))
            if end < run.text.count { pieces.append(TextRun(text: Array(run.text[end...]))) }
        }
        var joined: [TextRun] = []
        for piece in pieces {
            if piece.isSpace, joined.last?.isSpace == true {
                joined[joined.count - 1].text += piece.text
            } else {
                joined.append(piece)
            }
        }
        for index in joined.indices.dropFirst().dropLast() where joined[index].isSpace {
            joined[index].style = joined[index - 1].style.intersection(joined[index + 1].style)
            joined[index].style.isCode = false
        }
        return joined
    }

    // MARK: Styles

    private enum Mark {
        case link(String)
        case strong
        case emphasis
    }

    /// The content of a mark that has been written: the byte that it begins with, and the piece that it ends before.
    private struct Content {
        let start: Int
        let end: Int
    }

    /// Writes pieces that all stand inside the marks of `style`, the last of which that is written holds `content`.
    private mutating func write(_ range: Range<Int>, inside style: TextStyle, _ content: Content?) {
        var index = range.lowerBound
        while index < range.upperBound {
            guard let (mark, end) = nextMark(at: index, before: range.upperBound, inside: style) else {
                write(pieces[index], isBeforeLink: index + 1 < pieces.count && pieces[index + 1].style.link != nil)
                index += 1
                continue
            }
            var inner = style
            switch mark {
            case .link(let url):
                inner.link = url
                append(UInt8(ascii: "["))
                write(index..<end, inside: inner, Content(start: bytes.count, end: end))
                append(UInt8(ascii: "]"))
                bytes += [UInt8(ascii: "(")] + Self.destination(url) + [UInt8(ascii: ")")]
            case .strong, .emphasis:
                let isStrong = if case .strong = mark { true } else { false }
                if isStrong { inner.isStrong = true } else { inner.isEmphasized = true }
                guard canOpen(in: content), canClose(before: end, in: content) else {
                    write(index..<end, inside: inner, content)
                    break
                }
                let delimiter = [UInt8](repeating: UInt8(ascii: "*"), count: isStrong ? 2 : 1)
                bytes += delimiter
                write(index..<end, inside: inner, Content(start: bytes.count, end: end))
                bytes += delimiter
                isAfterClosing = true
            }
            index = end
        }
    }

    /// Whether an emphasis may begin here. Within another mark only at its beginning or after white space: a delimiter
    /// between two punctuation characters could as well close what is open.
    private func canOpen(in content: Content?) -> Bool {
        guard !isAfterClosing, Self.isOuter(bytes.lastScalar) else { return false }
        guard let content else { return true }
        return bytes.count == content.start || Self.isSpace(bytes.lastScalar)
    }

    /// Whether an emphasis may end before a piece.
    private func canClose(before index: Int, in content: Content?) -> Bool {
        let next = index < pieces.count ? pieces[index].text.firstScalar : nil
        guard Self.isOuter(next) else { return false }
        guard let content else { return true }
        return index == content.end || Self.isSpace(next)
    }

    /// What to open at a piece, and where it ends: of what the piece has beyond `style`, what goes on longest.
    private func nextMark(at index: Int, before end: Int, inside style: TextStyle) -> (Mark, Int)? {
        // White space is never the first in a mark.
        guard !pieces[index].isSpace else { return nil }
        let own = pieces[index].style
        func extent(_ holds: (TextStyle) -> Bool) -> Int {
            var last = index
            while last < end, holds(pieces[last].style) { last += 1 }
            return last
        }
        var found: (Mark, Int)?
        if let link = own.link, style.link == nil { found = (.link(link), extent { $0.link == link }) }
        if own.isStrong, !style.isStrong {
            let last = extent(\.isStrong)
            if last > found?.1 ?? 0 { found = (.strong, last) }
        }
        if own.isEmphasized, !style.isEmphasized {
            let last = extent(\.isEmphasized)
            if last > found?.1 ?? 0 { found = (.emphasis, last) }
        }
        return found
    }

    /// Whether what stands outside of an emphasis, before it or behind, can't keep its marks from being ones.
    private static func isOuter(_ scalar: Unicode.Scalar?) -> Bool {
        guard let scalar, !isSpace(scalar) else { return true }
        switch scalar.value {
        case 0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: return true
        // Quotation marks, dashes and the like: punctuation in every version of Unicode.
        case 0xAB, 0xBB, 0x2010...0x2015, 0x2018...0x201F, 0x2026, 0x3001, 0x3002: return true
        default: return false
        }
    }

    private static func isSpace(_ scalar: Unicode.Scalar?) -> Bool {
        scalar == " " || scalar == "\n" || scalar == "\u{A0}"
    }

    // MARK: Letters

    private mutating func append(_ byte: UInt8) {
        bytes.append(byte)
        isAfterClosing = false
    }

    private mutating func write(_ piece: TextRun, isBeforeLink: Bool) {
        defer { isAfterClosing = false }
        if piece.style.isCode, bytes.last != UInt8(ascii: "`"), !piece.text.contains(0x0A),
            !(isInTable && piece.text.contains(UInt8(ascii: "|")))
        {
            let fence = [UInt8](repeating: UInt8(ascii: "`"), count: piece.text.longestRun(of: UInt8(ascii: "`")) + 1)
            let needsSpace = piece.text.first == UInt8(ascii: "`") || piece.text.last == UInt8(ascii: "`")
            bytes += fence + (needsSpace ? [0x20] : []) + piece.text + (needsSpace ? [0x20] : []) + fence
            return
        }
        let text = piece.text
        for index in text.indices {
            if text[index] == 0x0A {
                bytes += [UInt8(ascii: "\\"), 0x0A]
                continue
            }
            // A link behind an exclamation mark would become a picture.
            let makesImage = isBeforeLink && index + 1 == text.count && text[index] == UInt8(ascii: "!")
            if makesImage || Self.needsEscape(text, index) || (isInTable && text[index] == UInt8(ascii: "|")) {
                bytes.append(UInt8(ascii: "\\"))
            }
            bytes.append(text[index])
        }
    }

    /// Whether Markdown could take a character for a mark, wherever on a line it stands.
    private static func needsEscape(_ text: [UInt8], _ index: Int) -> Bool {
        switch text[index] {
        case UInt8(ascii: "\\"), UInt8(ascii: "`"), UInt8(ascii: "*"), UInt8(ascii: "["), UInt8(ascii: "]"),
            UInt8(ascii: "<"):
            return true
        case UInt8(ascii: "_"):
            // Inside a word it is none.
            return index == 0 || index + 1 == text.count || !text[index - 1].isASCIIAlphanumeric
                || !text[index + 1].isASCIIAlphanumeric
        case UInt8(ascii: "&"):
            // An entity's name has 31 letters at most.
            for next in text[(index + 1)...].prefix(33) {
                if next == UInt8(ascii: ";") { return true }
                if !next.isASCIIAlphanumeric && next != UInt8(ascii: "#") { return false }
            }
            return true
        default: return false
        }
    }

    /// The lines, with what would make each the beginning of another block escaped.
    private var withoutBlockMarks: [UInt8] {
        var lines: [UInt8] = []
        lines.reserveCapacity(bytes.count + 2)
        var start = 0
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: 0x0A).map { $0 + 1 } ?? bytes.count
            let line = bytes[start..<end]
            start = end
            guard let place = Self.placeOfBlockMark(line) else {
                lines += line
                continue
            }
            lines += line[..<place]
            lines.append(UInt8(ascii: "\\"))
            lines += line[place...]
        }
        return lines
    }

    private static func placeOfBlockMark(_ line: ArraySlice<UInt8>) -> Int? {
        func endsMark(_ place: Int) -> Bool {
            place >= line.endIndex || line[place] == 0x20 || line[place] == 0x0A
                // The backslash of a hard break.
                || (line[place] == UInt8(ascii: "\\") && place + 1 < line.endIndex && line[place + 1] == 0x0A)
        }
        guard let first = line.first else { return nil }
        switch first {
        case UInt8(ascii: "#"), UInt8(ascii: ">"), UInt8(ascii: "="), UInt8(ascii: "~"): return line.startIndex
        case UInt8(ascii: "-"), UInt8(ascii: "+"):
            let next = line.startIndex + 1
            return endsMark(next) || line[next] == first ? line.startIndex : nil
        case 0x30...0x39:
            let digits = line.prefix { (0x30...0x39).contains($0) }
            let place = digits.endIndex
            guard digits.count <= 9, place < line.endIndex,
                line[place] == UInt8(ascii: ".") || line[place] == UInt8(ascii: ")"), endsMark(place + 1)
            else { return nil }
            return place
        default: return nil
        }
    }

    /// An address in angle brackets where parentheses or the like would end it.
    private static func destination(_ url: String) -> [UInt8] {
        let escaped = Array(url.utf8)
        let isPlain = escaped.allSatisfy {
            $0.isASCIIAlphanumeric || $0 >= 0x80 || [UInt8]("-._~:/?#@!$',;=%+".utf8).contains($0)
        }
        if isPlain { return escaped }
        var bytes: [UInt8] = [UInt8(ascii: "<")]
        for (index, byte) in escaped.enumerated() {
            if byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "<") || byte == UInt8(ascii: ">")
                || (byte == UInt8(ascii: "&") && needsEscape(escaped, index))
            {
                bytes.append(UInt8(ascii: "\\"))
            }
            bytes.append(byte)
        }
        return bytes + [UInt8(ascii: ">")]
    }
}

extension TextRun {
    fileprivate var isSpace: Bool { text.lengthOfLeadingSpace == text.count }
}

extension UInt8 {
    var isASCIIAlphanumeric: Bool { (0x30...0x39).contains(self) || (0x41...0x5A).contains(self & 0xDF) }
}

extension [UInt8] {
    fileprivate var firstScalar: Unicode.Scalar? { String(decoding: prefix(4), as: UTF8.self).unicodeScalars.first }

    fileprivate var lastScalar: Unicode.Scalar? {
        guard let start = suffix(4).lastIndex(where: { $0 & 0xC0 != 0x80 }) else { return nil }
        return String(decoding: self[start...], as: UTF8.self).unicodeScalars.first
    }

    /// How many bytes of what CommonMark calls Unicode white space (§2.1) it begins with.
    fileprivate var lengthOfLeadingSpace: Int {
        var length = 0
        while length < count {
            let space = Self.spaces.first { self[length...].starts(with: $0) }
            guard let space else { break }
            length += space.count
        }
        return length
    }

    fileprivate var lengthOfTrailingSpace: Int {
        var end = count
        while end > 0 {
            let space = Self.spaces.first { $0.count <= end && self[(end - $0.count)..<end].elementsEqual($0) }
            guard let space else { break }
            end -= space.count
        }
        return count - end
    }

    private static let spaces: [[UInt8]] =
        [0x20, 0x0A, 0xA0, 0x1680, 0x202F, 0x205F, 0x3000].map { Array(String(Unicode.Scalar($0) ?? " ").utf8) }
        + (0x2000...0x200A).map { Array(String(Unicode.Scalar($0) ?? " ").utf8) }
}
