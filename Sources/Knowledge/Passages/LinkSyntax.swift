/// Where the parts of a link end that are no text: its destination, its title, its label.
///
/// cmark says that a link is there but not where it ends, so the rules of CommonMark 0.30 (4.7, 6.3) are followed once more,
/// to the same decisions.
struct LinkSyntax {
    /// What a paragraph or a heading says (``InlineContent``).
    private let content: [UInt8]

    /// cmark's own bounds.
    private static let longestLabel = 1000
    private static let deepestParentheses = 32

    init(_ content: [UInt8]) {
        self.content = content
    }

    /// The end of a link or an image whose text ended at the `]` before `index`: after `(destination "title")`,
    /// `[label]`, `[]`, or at once. That it *is* a link is known, so a label needs no looking up.
    func endOfLink(after index: Int) -> Int {
        endOfInlineTarget(at: index) ?? endOfLabel(at: index)?.end ?? index
    }

    /// The end of the link reference definitions that the content begins with.
    var endOfDefinitions: Int {
        var end = 0
        while let next = endOfDefinition(at: end) { end = next }
        return end
    }

    /// The end of the link reference definition that begins at `index`, after its line end; `nil` where none does.
    private func endOfDefinition(at index: Int) -> Int? {
        guard let label = endOfLabel(at: index), !label.isBlank, byte(at: label.end) == UInt8(ascii: ":") else {
            return nil
        }
        guard let destination = endOfDestination(at: skipSpaces(from: label.end + 1, lineEnds: 1)) else { return nil }

        let title = skipSpaces(from: destination, lineEnds: 1)
        if title > destination, let end = endOfTitle(at: title), let line = restOfLine(from: end) { return line }
        return restOfLine(from: destination)
    }

    private func byte(at index: Int) -> UInt8? {
        index < content.count ? content[index] : nil
    }

    private func endOfInlineTarget(at index: Int) -> Int? {
        guard byte(at: index) == UInt8(ascii: "(") else { return nil }
        guard let destination = endOfDestination(at: skipSpaces(from: index + 1)) else { return nil }
        var end = skipSpaces(from: destination)
        if end > destination, let title = endOfTitle(at: end) { end = skipSpaces(from: title) }
        return byte(at: end) == UInt8(ascii: ")") ? end + 1 : nil
    }

    private func endOfDestination(at start: Int) -> Int? {
        if byte(at: start) == UInt8(ascii: "<") { return endOfPointyDestination(at: start + 1) }
        var index = start
        var open = 0
        while let next = byte(at: index), !next.isMarkdownSpace {
            if next == UInt8(ascii: "\\"), byte(at: index + 1)?.isASCIIPunctuation == true {
                index += 2
                continue
            }
            if next == UInt8(ascii: "(") {
                open += 1
                if open > Self.deepestParentheses { return nil }
            } else if next == UInt8(ascii: ")") {
                if open == 0 { break }
                open -= 1
            }
            index += 1
        }
        let isEmpty = index == start && byte(at: index) != UInt8(ascii: ")")
        return open == 0 && !isEmpty ? index : nil
    }

    private func endOfPointyDestination(at start: Int) -> Int? {
        var index = start
        while let next = byte(at: index), !next.isLineEnd, next != UInt8(ascii: "<") {
            if next == UInt8(ascii: ">") { return index + 1 }
            index += next == UInt8(ascii: "\\") ? 2 : 1
        }
        return nil
    }

    private func endOfTitle(at start: Int) -> Int? {
        let closing: UInt8
        switch byte(at: start) {
        case UInt8(ascii: "\""): closing = UInt8(ascii: "\"")
        case UInt8(ascii: "'"): closing = UInt8(ascii: "'")
        case UInt8(ascii: "("): closing = UInt8(ascii: ")")
        default: return nil
        }
        // As cmark's scanner has it, a backslash before a mark may escape it or stand for itself, whichever makes the title
        // longer: it ends with the first mark without one, or else with the last.
        var end: Int?
        var index = start + 1
        while let next = byte(at: index) {
            let isEscaped = content[index - 1] == UInt8(ascii: "\\")
            if next == closing {
                end = index + 1
                if !isEscaped { break }
            } else if next == UInt8(ascii: "("), closing == UInt8(ascii: ")"), !isEscaped {
                break
            }
            index += 1
        }
        return end
    }

    private func endOfLabel(at start: Int) -> (end: Int, isBlank: Bool)? {
        guard byte(at: start) == UInt8(ascii: "[") else { return nil }
        var isBlank = true
        var index = start + 1
        while let next = byte(at: index), index - start <= Self.longestLabel + 1 {
            if next == UInt8(ascii: "]") { return (index + 1, isBlank) }
            if next == UInt8(ascii: "[") { return nil }
            if !next.isMarkdownSpace { isBlank = false }
            let isEscape = next == UInt8(ascii: "\\") && byte(at: index + 1)?.isASCIIPunctuation == true
            index += isEscape ? 2 : 1
        }
        return nil
    }

    /// Passes over white space. In a definition, with one line end at the most, cmark takes nothing but spaces and tabs for
    /// it.
    private func skipSpaces(from start: Int, lineEnds: Int = .max) -> Int {
        var index = start
        var passed = 0
        while let next = byte(at: index) {
            if next.isLineEnd {
                if passed == lineEnds { break }
                passed += 1
                index += 1
            } else if lineEnds == .max ? next.isMarkdownSpace : next.isSpaceOrTab {
                index += 1
            } else {
                break
            }
        }
        return index
    }

    private func restOfLine(from start: Int) -> Int? {
        var index = start
        while byte(at: index)?.isSpaceOrTab == true { index += 1 }
        return byte(at: index)?.isLineEnd == true ? index + 1 : nil
    }
}
