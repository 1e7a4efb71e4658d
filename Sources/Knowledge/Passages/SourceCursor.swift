/// A place in a body's source that moves over the inlines of a paragraph as the tree tells them.
///
/// Each `pass…` moves over one node, or over the marks at one end of it, and leaves the text that it found in ``pieces``.
struct SourceCursor {
    enum Piece {
        /// Bytes of the source that are the text.
        case same(Range<Int>)
        /// Text that bytes of the source stand for.
        case denoted([UInt8], by: Range<Int>)
    }

    var position = 0
    /// The text of the nodes passed since the pieces were last taken away.
    var pieces: [Piece] = []
    private(set) var disagreements = 0

    let source: UnsafeBufferPointer<UInt8>
    let references: CharacterReferences
    private(set) var links: LinkSyntax
    /// Whether the marks of quotes and lists may still stand between ``position`` and the line's text.
    var isAtLineStart = false
    /// Whether the white space after them may belong to the text: after a backslash and after a definition, cmark leaves
    /// what a line that goes on by laziness begins with.
    private(set) var keepsIndentation = false
    /// How many bytes may yet be searched when tree and source disagree.
    private var patience: Int

    init(source: UnsafeBufferPointer<UInt8>) {
        self.source = source
        references = CharacterReferences(in: source)
        links = LinkSyntax(source: source, end: source.count)
        patience = 4 * source.count
    }

    /// Goes to where a paragraph or a heading begins, and over what is no text there: the marks of a heading, and the
    /// link reference definitions that cmark has taken away.
    ///
    /// - Parameters:
    ///   - endOfDefinitions: Where the definitions end at the latest.
    ///   - end: Where the block ends at the latest.
    ///   - quotes: How many quotes the block stands in.
    mutating func start(at start: Int, endOfDefinitions: Int, end: Int, quotes: Int, isHeading: Bool) {
        position = start
        links.quotes = quotes
        links.end = endOfDefinitions
        defer { links.end = end }
        isAtLineStart = false
        keepsIndentation = false
        if isHeading {
            var end = start
            while end < source.count, source[end] == UInt8(ascii: "#") { end += 1 }
            if (1...6).contains(end - start), end == source.count || source[end].isMarkdownSpace {
                while end < source.count, source[end].isSpaceOrTab { end += 1 }
                position = end
                return
            }
        }
        while true {
            let next = isAtLineStart ? links.endOfLinePrefix(from: position) : position
            guard let end = links.endOfDefinition(at: next) else { return }
            position = end
            isAtLineStart = true
            keepsIndentation = true
        }
    }

    // MARK: Marks

    /// Passes over `count` asterisks or underscores.
    mutating func passDelimiters(_ count: Int) {
        passLinePrefix()
        for _ in 0..<count {
            if byte == UInt8(ascii: "*") || byte == UInt8(ascii: "_") { position += 1 } else { disagreements += 1 }
        }
    }

    /// Passes over `[` or `<`; tells whether it was the latter, an autolink.
    mutating func passStartOfLink() -> Bool {
        passLinePrefix()
        let isAutolink = byte == UInt8(ascii: "<")
        if !isAutolink && byte != UInt8(ascii: "[") { disagreements += 1 } else { position += 1 }
        return isAutolink
    }

    mutating func passStartOfImage() {
        passLinePrefix()
        if source.holds("![".utf8, at: position) { position += 2 } else { disagreements += 1 }
    }

    /// Passes over the `]` of a link or an image and what follows of it, or over the `>` of an autolink.
    mutating func passEndOfLink() {
        passLinePrefix()
        if byte == UInt8(ascii: "]") {
            position = links.endOfLink(after: position + 1)
        } else if byte == UInt8(ascii: ">") {
            position += 1
        } else {
            disagreements += 1
        }
    }

    /// Passes over the end of a line and the white space or the backslash before it; returns their place.
    mutating func passLineBreak() -> Range<Int> {
        passLinePrefix()
        var end = position
        keepsIndentation = byte == UInt8(ascii: "\\")
        if keepsIndentation { end += 1 }
        while end < source.count, source[end].isMarkdownSpace, !source[end].isLineEnd { end += 1 }
        let start = position
        let next = source.lineEnd(at: end)
        if next == end {
            disagreements += 1
            return start..<start
        }
        position = next
        isAtLineStart = true
        return start..<next
    }

    // MARK: Text

    /// Passes over text with its escapes and references.
    mutating func passText(_ literal: UnsafeBufferPointer<UInt8>, hasEscapes: Bool) {
        if literal.isEmpty { return }
        passLinePrefix(beforeText: literal)
        var index = 0
        while index < literal.count {
            if hasEscapes, byte == UInt8(ascii: "\\"), byte(1)?.isASCIIPunctuation == true {
                if byte(1) == literal[index] {
                    pieces.append(.denoted([literal[index]], by: position..<(position + 2)))
                    position += 2
                    index += 1
                    continue
                }
            } else if byte == UInt8(ascii: "&"), let reference = references.reference(in: source, at: position) {
                if literal.holds(reference.bytes, at: index) {
                    pieces.append(.denoted(reference.bytes, by: position..<reference.end))
                    position = reference.end
                    index += reference.bytes.count
                    continue
                }
            } else {
                let count = commonLength(literal, from: index) { $0 == UInt8(ascii: "\\") || $0 == UInt8(ascii: "&") }
                if count > 0 {
                    pieces.append(.same(position..<(position + count)))
                    position += count
                    index += count
                    continue
                }
            }
            resume(literal, at: &index)
        }
    }

    /// Passes over a code span.
    mutating func passCode(_ literal: UnsafeBufferPointer<UInt8>) {
        passLinePrefix()
        let start = position
        while byte == UInt8(ascii: "`") { position += 1 }
        let end = endOfCode(from: position, ticks: position - start)
        if end > position, isStripped(literal, end: end) { passOneSpace() }
        pass(literal)
        position = max(end, position)
        while byte == UInt8(ascii: "`"), position - end < end - start { position += 1 }
        isAtLineStart = false
    }

    /// Passes over raw HTML, which has no text.
    mutating func passRaw(_ literal: UnsafeBufferPointer<UInt8>) {
        passLinePrefix()
        pass(literal, isTag: true)
        pieces.removeAll(keepingCapacity: true)
    }

    /// Passes over what stands in the source letter for letter, except that a line end may have become a space.
    private mutating func pass(_ literal: UnsafeBufferPointer<UInt8>, isTag: Bool = false) {
        var index = 0
        while index < literal.count {
            passLinePrefix(beforeRaw: literal, at: index, isTag: isTag)
            if let end = byte?.isLineEnd == true ? source.lineEnd(at: position) : nil,
                literal[index] == 0x20 || literal[index].isLineEnd
            {
                pieces.append(.denoted([0x20], by: position..<end))
                index = literal[index].isLineEnd ? literal.lineEnd(at: index) : index + 1
                position = end
                isAtLineStart = true
                continue
            }
            let count = commonLength(literal, from: index, upTo: \.isLineEnd)
            if count > 0 {
                pieces.append(.same(position..<(position + count)))
                position += count
                index += count
            } else {
                resume(literal, at: &index)
            }
        }
    }

    /// Whether a space or a line end has gone at each end of the code that stands here: it does where there is one at
    /// both and something between (CommonMark 0.30, 6.1).
    private func isStripped(_ literal: UnsafeBufferPointer<UInt8>, end: Int) -> Bool {
        guard isSpaceOrLineEnd(position), literal.contains(where: { $0 != 0x20 }) else { return false }
        // The literal's own beginning tells, unless white space may have been left at the front of a second line.
        var first = position
        while first < end, source[first] == 0x20 { first += 1 }
        let isLineEnd = first < end && source[first].isLineEnd
        let spaces = first - position + (isLineEnd ? 1 : 0)
        let kept = literal.prefix { $0 == 0x20 }.count
        return kept < spaces || (isLineEnd && isSpaceOrLineEnd(end - 1))
    }

    private func endOfCode(from start: Int, ticks: Int) -> Int {
        var index = start
        while index < source.count {
            if source[index] == UInt8(ascii: "`") {
                let run = index
                while index < source.count, source[index] == UInt8(ascii: "`") { index += 1 }
                if index - run == ticks { return run }
            } else {
                index += 1
            }
        }
        return start
    }

    private mutating func passOneSpace() {
        if byte?.isLineEnd == true {
            position = source.lineEnd(at: position)
            isAtLineStart = true
        } else {
            position += 1
        }
    }

    // MARK: Reading

    var byte: UInt8? { byte(0) }

    func byte(_ offset: Int) -> UInt8? {
        position + offset < source.count ? source[position + offset] : nil
    }

    private func isSpaceOrLineEnd(_ index: Int) -> Bool {
        source[index] == 0x20 || source[index].isLineEnd
    }

    /// How many bytes of `literal` from `index` stand at the position, in whole code points, before the next byte of
    /// the source for which `isSpecial` holds; the first byte may be special.
    private func commonLength(
        _ literal: UnsafeBufferPointer<UInt8>, from index: Int, upTo isSpecial: (UInt8) -> Bool
    ) -> Int {
        let most = min(literal.count - index, source.count - position)
        var count = 0
        while count < most, source[position + count] == literal[index + count],
            count == 0 || !isSpecial(source[position + count])
        {
            count += 1
        }
        while count > 0, index + count < literal.count, !literal[index + count].isScalarStart { count -= 1 }
        return count
    }

    /// Finds the way back where tree and source disagree, which no known body makes them do: goes on where the next
    /// letters of the literal stand, or else leaves one code point without a place.
    private mutating func resume(_ literal: UnsafeBufferPointer<UInt8>, at index: inout Int) {
        disagreements += 1
        let sought = UnsafeBufferPointer(rebasing: literal[index..<min(index + 12, literal.count)])
        let last = min(source.count, position + min(patience, 4096))
        var next = position + 1
        while next < last {
            patience -= 1
            if source.holds(sought, at: next) {
                position = next
                return
            }
            next += 1
        }
        let start = index
        repeat { index += 1 } while index < literal.count && !literal[index].isScalarStart
        pieces.append(.denoted(Array(literal[start..<index]), by: position..<position))
    }
}

extension SourceCursor.Piece {
    var isEmpty: Bool {
        switch self {
        case .same(let range): range.isEmpty
        case .denoted(let bytes, _): bytes.isEmpty
        }
    }

    /// Where in the source the piece begins.
    var start: Int {
        switch self {
        case .same(let range), .denoted(_, let range): range.lowerBound
        }
    }
}
