/// The quotes and list items that are open around a block, and what they take from the front of its lines.
///
/// cmark tells which containers there are, but not where in them a line's own text begins, so its rules are followed once
/// more, to the same decisions (CommonMark 0.30, 5.1 and 5.2): what is left of a line that a paragraph goes on with only by
/// laziness depends on which containers its front still matches.
struct ContainerBlocks {
    private enum Kind {
        case quote
        /// A list item, which takes so many columns from each line after its first.
        case item(width: Int)
    }

    private struct Container {
        let kind: Kind
        let line: Int
        /// Where its content begins on that line.
        let content: LineCursor
    }

    /// CommonMark's bounds: white space from there on is indented code, or belongs to what the paragraph says.
    private static let codeIndentation = 4

    private let source: UnsafeBufferPointer<UInt8>
    private let lines: [Range<Int>]
    private var open: [Container] = []

    /// - Parameter lines: The bytes of each line of `source`, without its line end.
    init(_ source: UnsafeBufferPointer<UInt8>, lines: [Range<Int>]) {
        self.source = source
        self.lines = lines
    }

    mutating func openQuote(_ node: MarkdownNode) {
        var cursor = contentStart(ofLine: node.line)
        Self.passQuoteMark(&cursor)
        open.append(Container(kind: .quote, line: node.line, content: cursor))
    }

    mutating func openItem(_ node: MarkdownNode) {
        var cursor = contentStart(ofLine: node.line)
        let indentation = cursor.indentation
        cursor.advance(toOffset: cursor.nextOffset)
        let marker = cursor.offset
        while cursor.byte?.isDigit == true { cursor.advance(columns: 1) }
        cursor.advance(columns: 1)
        let width = cursor.offset - marker

        var content = cursor
        while content.column - cursor.column <= Self.codeIndentation + 1, content.byte?.isSpaceOrTab == true {
            content.advance(columns: 1)
        }
        var spaces = content.column - cursor.column
        if spaces > Self.codeIndentation || spaces == 0 || content.byte == nil {
            // The item begins with indented code or with an empty line: one space belongs to the marker.
            content = cursor
            if spaces > 0 { content.advance(columns: 1) }
            spaces = 1
        }
        open.append(Container(kind: .item(width: indentation + width + spaces), line: node.line, content: content))
    }

    mutating func close() {
        _ = open.popLast()
    }

    /// Gathers what a paragraph or a heading says.
    ///
    /// - Returns: Where its text begins in `content`: after the link reference definitions that cmark has taken away.
    func gather(_ node: MarkdownNode, into content: inout InlineContent) -> Int {
        content.removeAll()
        guard lines.indices.contains(node.line) else { return 0 }
        let first = lines[node.line]
        let start = min(first.lowerBound + max(node.column, 0), first.upperBound)
        let isHeading = node.kind == .heading
        if isHeading, let text = textOfHeading(at: start, end: first.upperBound) {
            content.append(text..<first.upperBound)
            return 0
        }
        content.append(start..<first.upperBound)
        for line in lines.indices.clamped(to: (node.line + 1)..<max(node.line, node.lastLine) + 1) {
            let (cursor, isLazy) = match(line)
            if isHeading, !isLazy, cursor.indentation < Self.codeIndentation, isUnderline(cursor, of: line) {
                let text = LinkSyntax(content.bytes).endOfDefinitions
                // After nothing but definitions it underlines nothing, and is text itself.
                if text < content.bytes.count { return text }
            }
            let start = lines[line].lowerBound + (isLazy ? cursor.offset : cursor.nextOffset)
            let spaces = isLazy ? cursor.restOfTab : 0
            content.append((start + (spaces > 0 ? 1 : 0))..<lines[line].upperBound, afterSpacesOfTab: spaces)
        }
        return LinkSyntax(content.bytes).endOfDefinitions
    }

    /// Where the content of the innermost container begins on a line that all of them take part in.
    private func contentStart(ofLine line: Int) -> LineCursor {
        if let last = open.last, last.line == line { return last.content }
        return match(line).cursor
    }

    /// Passes over what the containers take from the front of a line after their first; `isLazy` where not all of them do.
    private func match(_ line: Int) -> (cursor: LineCursor, isLazy: Bool) {
        var cursor = LineCursor(
            UnsafeBufferPointer(rebasing: source[lines.indices.contains(line) ? lines[line] : 0..<0]))
        for container in open {
            switch container.kind {
            case .quote:
                guard cursor.indentation < Self.codeIndentation, cursor.nextByte == UInt8(ascii: ">") else {
                    return (cursor, true)
                }
                Self.passQuoteMark(&cursor)
            case .item(let width):
                guard cursor.indentation >= width else { return (cursor, true) }
                cursor.advance(columns: width)
            }
        }
        return (cursor, false)
    }

    private static func passQuoteMark(_ cursor: inout LineCursor) {
        cursor.advance(toOffset: cursor.nextOffset + 1)
        if cursor.byte?.isSpaceOrTab == true { cursor.advance(columns: 1) }
    }

    /// Where the text of a heading begins that `#` marks; `nil` for one that is underlined.
    private func textOfHeading(at start: Int, end: Int) -> Int? {
        var text = start
        while text < end, source[text] == UInt8(ascii: "#") { text += 1 }
        guard (1...6).contains(text - start), text == end || source[text].isSpaceOrTab else { return nil }
        while text < end, source[text].isSpaceOrTab { text += 1 }
        return text
    }

    private func isUnderline(_ cursor: LineCursor, of line: Int) -> Bool {
        let marks = source[(lines[line].lowerBound + cursor.nextOffset)..<lines[line].upperBound]
        guard let first = marks.first, first == UInt8(ascii: "=") || first == UInt8(ascii: "-") else { return false }
        return marks.drop { $0 == first }.allSatisfy(\.isSpaceOrTab)
    }
}
