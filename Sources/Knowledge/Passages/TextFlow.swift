/// What is written between the pieces of an article's text, the same for whoever writes them: the text itself, and the
/// page that shows it and counts positions in it.
///
/// Blocks are parted by one blank line, and a block that has no text leaves no trace. Inside a block a line break,
/// soft or hard, is one line end between two pieces of text, never before the first or after the last.
struct TextFlow {
    enum Lead {
        case nothing
        case lineEnd
        case blankLine
    }

    private var hasText = false
    private var blockHasText = false
    private var hasLineBreak = false

    mutating func startBlock() {
        blockHasText = false
        hasLineBreak = false
    }

    mutating func breakLine() {
        hasLineBreak = blockHasText
    }

    /// What goes before a piece of text that is not empty and is about to be written.
    mutating func lead() -> Lead {
        defer {
            hasText = true
            blockHasText = true
            hasLineBreak = false
        }
        if hasLineBreak { return .lineEnd }
        return hasText && !blockHasText ? .blankLine : .nothing
    }
}

/// The lines of a code block's literal that belong to the article's text: all but the blank ones at both ends, since
/// exactly one blank line parts two blocks.
struct CodeLines {
    /// Each line of the literal without its line end, from the first with text to the last with text.
    let lines: [Range<Int>]
    /// How many lines of the literal stand before the first of ``lines``.
    let skipped: Int

    init(of literal: UnsafeBufferPointer<UInt8>) {
        var all = literal.lines
        func isBlank(_ line: Range<Int>) -> Bool { literal[line].allSatisfy(\.isMarkdownSpace) }
        while let last = all.last, isBlank(last) { all.removeLast() }
        skipped = all.firstIndex { !isBlank($0) } ?? all.count
        lines = Array(all.dropFirst(skipped))
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// The lines, each without its line end, as cmark tells them: ended by LF, CR LF or CR.
    var lines: [Range<Int>] {
        var lines: [Range<Int>] = []
        var start = 0
        var index = 0
        while index < count {
            if self[index].isLineEnd {
                lines.append(start..<index)
                index = lineEnd(at: index)
                start = index
            } else {
                index += 1
            }
        }
        if start < count { lines.append(start..<count) }
        return lines
    }
}
