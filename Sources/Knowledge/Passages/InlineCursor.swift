/// A place in what a paragraph or a heading says, which moves over its inlines as the tree tells them.
///
/// Each `pass…` moves over one node, or over the marks at one end of it, and leaves the text that it found in ``pieces``.
struct InlineCursor {
    enum Piece {
        /// Bytes of the source that are the text.
        case same(Range<Int>)
        /// Text that bytes of the source stand for.
        case denoted([UInt8], by: Range<Int>)
    }

    /// The text of the nodes passed since the pieces were last taken away.
    var pieces: [Piece] = []
    private(set) var disagreements = 0

    private var content: InlineContent
    private var position = 0
    private let references: CharacterReferences
    /// How many bytes may yet be searched when tree and content disagree.
    private var patience: Int

    init(source: UnsafeBufferPointer<UInt8>) {
        content = InlineContent(source: source)
        references = CharacterReferences(in: source)
        patience = 4 * source.count
    }

    /// Goes to where the text of a paragraph or a heading begins.
    mutating func start(_ node: MarkdownNode, in containers: ContainerBlocks) {
        position = containers.gather(node, into: &content)
    }

    // MARK: Marks

    /// Passes over `count` asterisks or underscores.
    mutating func passDelimiters(_ count: Int) {
        for _ in 0..<count {
            if byte == UInt8(ascii: "*") || byte == UInt8(ascii: "_") { position += 1 } else { disagreements += 1 }
        }
    }

    /// Passes over `[` or `<`; tells whether it was the latter, an autolink.
    mutating func passStartOfLink() -> Bool {
        let isAutolink = byte == UInt8(ascii: "<")
        if !isAutolink && byte != UInt8(ascii: "[") { disagreements += 1 } else { position += 1 }
        return isAutolink
    }

    mutating func passStartOfImage() {
        if content.bytes.holds("![".utf8, at: position) { position += 2 } else { disagreements += 1 }
    }

    /// Passes over the `]` of a link or an image and what follows of it, or over the `>` of an autolink.
    mutating func passEndOfLink() {
        if byte == UInt8(ascii: "]") {
            position = LinkSyntax(content.bytes).endOfLink(after: position + 1)
        } else if byte == UInt8(ascii: ">") {
            position += 1
        } else {
            disagreements += 1
        }
    }

    /// Passes over the end of a line and the white space around it, or the backslash before it; returns where in the source
    /// the end stands, with what is before it.
    mutating func passLineBreak() -> Range<Int> {
        let start = position
        let isEscaped = byte == UInt8(ascii: "\\")
        if isEscaped { position += 1 }
        while let next = byte, next.isMarkdownSpace, !next.isLineEnd { position += 1 }
        guard byte?.isLineEnd == true else {
            disagreements += 1
            position = start
            return content.place(of: start..<start)
        }
        position += 1
        let place = content.place(of: start..<position)
        // After a backslash cmark leaves what a line that goes on by laziness begins with.
        if !isEscaped { while byte?.isSpaceOrTab == true { position += 1 } }
        return place
    }

    // MARK: Text

    /// Passes over text with its escapes and references.
    mutating func passText(_ literal: UnsafeBufferPointer<UInt8>, hasEscapes: Bool) {
        var index = 0
        while index < literal.count {
            if hasEscapes, byte == UInt8(ascii: "\\"), byte(1)?.isASCIIPunctuation == true {
                if byte(1) == literal[index] {
                    appendDenoted([literal[index]], by: position..<(position + 2))
                    position += 2
                    index += 1
                    continue
                }
            } else if byte == UInt8(ascii: "&"), let reference = references.reference(in: content.bytes, at: position) {
                if literal.holds(reference.bytes, at: index) {
                    appendDenoted(reference.bytes, by: position..<reference.end)
                    position = reference.end
                    index += reference.bytes.count
                    continue
                }
            } else {
                let count = commonLength(literal, from: index) { $0 == UInt8(ascii: "\\") || $0 == UInt8(ascii: "&") }
                if count > 0 {
                    passSame(count, at: &index)
                    continue
                }
            }
            resume(literal, at: &index)
        }
    }

    /// Passes over a code span.
    mutating func passCode(_ literal: UnsafeBufferPointer<UInt8>) {
        let start = position
        while byte == UInt8(ascii: "`") { position += 1 }
        let ticks = position - start
        let end = endOfCode(from: position, ticks: ticks)
        if isStripped(position..<end) { position += 1 }
        pass(literal)
        position = max(end + ticks, position)
    }

    /// Passes over raw HTML, which has no text.
    mutating func passRaw(_ literal: UnsafeBufferPointer<UInt8>) {
        pass(literal)
        pieces.removeAll(keepingCapacity: true)
    }

    /// Passes over what stands in the content letter for letter, except that a line end may have become a space.
    private mutating func pass(_ literal: UnsafeBufferPointer<UInt8>) {
        var index = 0
        while index < literal.count {
            if byte?.isLineEnd == true, literal[index] == 0x20 || literal[index].isLineEnd {
                appendDenoted([0x20], by: position..<(position + 1))
                position += 1
                index += 1
                continue
            }
            let count = commonLength(literal, from: index, upTo: \.isLineEnd)
            if count > 0 { passSame(count, at: &index) } else { resume(literal, at: &index) }
        }
    }

    /// Whether a space or a line end has gone at each end of the code that stands at `range`: it does where there is one at
    /// both and something between (CommonMark 0.30, 6.1).
    private func isStripped(_ range: Range<Int>) -> Bool {
        let code = content.bytes[range]
        guard let first = code.first, let last = code.last else { return false }
        return first.isSpaceOrLineEnd && last.isSpaceOrLineEnd && !code.allSatisfy(\.isSpaceOrLineEnd)
    }

    private func endOfCode(from start: Int, ticks: Int) -> Int {
        let bytes = content.bytes
        var index = start
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "`") {
                let run = index
                while index < bytes.count, bytes[index] == UInt8(ascii: "`") { index += 1 }
                if index - run == ticks { return run }
            } else {
                index += 1
            }
        }
        return start
    }

    // MARK: Reading

    private var byte: UInt8? { byte(0) }

    private func byte(_ offset: Int) -> UInt8? {
        position + offset < content.bytes.count ? content.bytes[position + offset] : nil
    }

    /// How many bytes of `literal` from `index` stand at the position, in whole code points, before the next byte of
    /// the content for which `isSpecial` holds; the first byte may be special.
    private func commonLength(
        _ literal: UnsafeBufferPointer<UInt8>, from index: Int, upTo isSpecial: (UInt8) -> Bool
    ) -> Int {
        let bytes = content.bytes
        let most = min(literal.count - index, bytes.count - position)
        var count = 0
        while count < most, bytes[position + count] == literal[index + count],
            count == 0 || !isSpecial(bytes[position + count])
        {
            count += 1
        }
        while count > 0, index + count < literal.count, !literal[index + count].isScalarStart { count -= 1 }
        return count
    }

    /// Passes over `count` bytes of one line that are the same in the literal from `index` on.
    private mutating func passSame(_ count: Int, at index: inout Int) {
        let (spaces, same) = content.pieces(of: position..<(position + count))
        if spaces > 0 {
            appendDenoted(Array(repeating: 0x20, count: spaces), by: position..<(position + spaces))
        }
        pieces.append(.same(same))
        position += count
        index += count
    }

    private mutating func appendDenoted(_ bytes: [UInt8], by range: Range<Int>) {
        pieces.append(.denoted(bytes, by: content.place(of: range)))
    }

    /// Finds the way back where tree and content disagree, which no known body makes them do: goes on where the next
    /// letters of the literal stand, or else leaves one code point without a place.
    private mutating func resume(_ literal: UnsafeBufferPointer<UInt8>, at index: inout Int) {
        disagreements += 1
        let sought = UnsafeBufferPointer(rebasing: literal[index..<min(index + 12, literal.count)])
        let last = min(content.bytes.count, position + min(patience, 4096))
        var next = position + 1
        while next < last {
            patience -= 1
            if content.bytes.holds(sought, at: next) {
                position = next
                return
            }
            next += 1
        }
        let start = index
        repeat { index += 1 } while index < literal.count && !literal[index].isScalarStart
        appendDenoted(Array(literal[start..<index]), by: position..<position)
    }
}

extension InlineCursor.Piece {
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

extension UInt8 {
    fileprivate var isSpaceOrLineEnd: Bool { self == 0x20 || isLineEnd }
}
