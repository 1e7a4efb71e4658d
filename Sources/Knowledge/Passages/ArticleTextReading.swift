/// Takes a body's text from its tree, walking the source beside it so that every piece knows where it stands.
///
/// cmark's own columns of inlines are wrong after an escape, an entity or a line end, so none are used. Blocks say where
/// they begin; what a paragraph says is gathered from its lines as cmark gathers it (``ContainerBlocks``), and in that each
/// node tells what comes next, mark by mark and letter by letter (``InlineCursor``).
struct ArticleTextReading {
    private(set) var bytes: [UInt8] = []
    private(set) var map = TextMap()
    private(set) var sections: [ArticleText.Section] = []
    /// How often tree and source did not agree. The tests hold it to 0; if it ever is not, the text is still right,
    /// and its map is wrong near that place only.
    var disagreements: Int { cursor.disagreements }

    private let source: UnsafeBufferPointer<UInt8>
    private let lines: [Range<Int>]
    private var cursor: InlineCursor
    private var containers: ContainerBlocks
    private var flow = TextFlow()
    private var lineBreak = 0..<0
    /// Where the text of the present block begins, once it has any.
    private var blockStart: (scalar: Int, byte: Int)?
    private var isInAutolink = false

    init(_ source: UnsafeBufferPointer<UInt8>) {
        self.source = source
        let mark = MarkdownTree.lengthOfByteOrderMark(in: source)
        lines = UnsafeBufferPointer(rebasing: source[mark...]).lines.map { $0.lowerBound + mark..<$0.upperBound + mark }
        cursor = InlineCursor(source: source)
        containers = ContainerBlocks(source, lines: lines)
        bytes.reserveCapacity(source.count)
    }

    mutating func read(_ tree: MarkdownTree) {
        tree.walk { node, isEntering in visit(node, isEntering: isEntering) }
    }

    /// Reads the source as plain text: its paragraphs letter for letter, whatever marks they hold.
    mutating func readPlain() {
        var isInParagraph = false
        for line in lines {
            if source[line].allSatisfy(\.isMarkdownSpace) {
                isInParagraph = false
                continue
            }
            if isInParagraph { breakLine(at: line.lowerBound..<line.lowerBound) } else { startBlock() }
            isInParagraph = true
            write(.same(line))
        }
    }

    private mutating func visit(_ node: MarkdownNode, isEntering: Bool) {
        switch node.kind {
        case .paragraph, .heading:
            if isEntering { startInlines(of: node) } else { endInlines(of: node) }
        case .codeBlock: readCode(node)
        case .htmlBlock: readRawHTML(node)
        case .text:
            node.withLiteral { literal in cursor.passText(literal, hasEscapes: !isInAutolink) }
            writePieces()
        case .code:
            node.withLiteral { literal in cursor.passCode(literal) }
            writePieces()
        case .html: node.withLiteral { literal in cursor.passRaw(literal) }
        case .softBreak, .hardBreak: breakLine(at: cursor.passLineBreak())
        case .emphasis: cursor.passDelimiters(1)
        case .strong: cursor.passDelimiters(2)
        case .link:
            if isEntering { isInAutolink = cursor.passStartOfLink() } else { cursor.passEndOfLink() }
            if !isEntering { isInAutolink = false }
        case .image: isEntering ? cursor.passStartOfImage() : cursor.passEndOfLink()
        case .blockQuote: isEntering ? containers.openQuote(node) : containers.close()
        case .item: isEntering ? containers.openItem(node) : containers.close()
        case .thematicBreak, .list, .other: break
        }
    }

    // MARK: Blocks

    private mutating func startBlock() {
        flow.startBlock()
        blockStart = nil
    }

    private mutating func startInlines(of node: MarkdownNode) {
        startBlock()
        cursor.start(node, in: containers)
    }

    private mutating func endInlines(of node: MarkdownNode) {
        guard node.kind == .heading, let start = blockStart else { return }
        let title = String(decoding: bytes[start.byte...], as: UTF8.self)
        sections.append(
            ArticleText.Section(
                level: node.headingLevel, title: title.split(whereSeparator: \.isNewline).joined(separator: " "),
                start: start.scalar))
    }

    /// Where a block's content begins in the source.
    private func position(of node: MarkdownNode) -> Int? {
        lines.indices.contains(node.line) ? min(lines[node.line].lowerBound + max(node.column, 0), source.count) : nil
    }

    private mutating func readCode(_ node: MarkdownNode) {
        startBlock()
        node.withLiteral { literal in
            let code = CodeLines(of: literal)
            let first = node.line + code.skipped + (isFenced(node, literal: literal) ? 1 : 0)
            for (index, line) in code.lines.enumerated() {
                guard let place = BlockLine(literal, line, in: source, lines: lines, at: first + index) else { return }
                if index > 0 {
                    writeLineEnd(at: place.lineEndBefore)
                }
                if place.expanded > 0 {
                    write(.denoted(Array(literal[line].prefix(place.expanded)), by: place.tab))
                }
                write(.same(place.same))
            }
        }
    }

    /// Whether the literal of a code block begins on the line after the block's own, which cmark doesn't say.
    private func isFenced(_ node: MarkdownNode, literal: UnsafeBufferPointer<UInt8>) -> Bool {
        if node.hasFenceInfo { return true }
        guard let start = position(of: node), let first = literal.lines.first else { return true }
        guard source.holds("```".utf8, at: start) || source.holds("~~~".utf8, at: start) else { return false }
        // An indented block may begin with the same marks, and they are then its literal's first line.
        return !literal[first].elementsEqual(source[start..<lines[node.line].upperBound])
    }

    private mutating func readRawHTML(_ node: MarkdownNode) {
        startBlock()
        node.withLiteral { literal in
            let literalLines = literal.lines
            /// The source's position of a byte of the literal: lines are cut at the front only, so it is counted from
            /// their end.
            func position(of index: Int) -> Int {
                let line = literalLines.partitioningIndex { $0.lowerBound > index } - 1
                guard line >= 0, lines.indices.contains(node.line + line) else { return bodyEnd }
                let place = lines[node.line + line]
                return max(place.lowerBound, place.upperBound - (literalLines[line].upperBound - index))
            }
            for piece in RawHTML.pieces(of: literal) {
                switch piece {
                case .same(let range):
                    let start = position(of: range.lowerBound)
                    write(.same(start..<(start + range.count)))
                case .denoted(let range, let bytes):
                    let start = position(of: range.lowerBound)
                    write(.denoted(bytes, by: start..<(start + range.count)))
                case .lineEnd(let range):
                    breakLine(at: position(of: range.lowerBound)..<position(of: range.upperBound))
                }
            }
        }
    }

    // MARK: Writing

    /// Where in the body the text so far ends.
    private var bodyEnd: Int { map.runs.last.map { Int($0.bodyEnd) } ?? 0 }

    private mutating func breakLine(at place: Range<Int>) {
        flow.breakLine()
        lineBreak = place
    }

    /// A line end that is itself a part of the text.
    private mutating func writeLineEnd(at place: Range<Int>) {
        bytes.append(0x0A)
        map.append(CollectionOfOne(0x0A), denotedBy: place)
    }

    private mutating func writePieces() {
        for piece in cursor.pieces { write(piece) }
        cursor.pieces.removeAll(keepingCapacity: true)
    }

    private mutating func write(_ piece: InlineCursor.Piece) {
        if piece.isEmpty { return }
        let end = bodyEnd
        switch flow.lead() {
        case .nothing: break
        case .lineEnd: writeLineEnd(at: lineBreak)
        case .blankLine:
            bytes += [0x0A, 0x0A]
            map.append([0x0A, 0x0A], denotedBy: end..<max(end, piece.start), kind: .separator)
        }
        if blockStart == nil { blockStart = (map.scalarCount, bytes.count) }
        switch piece {
        case .same(let range):
            let slice = UnsafeBufferPointer(rebasing: source[range])
            bytes.append(contentsOf: slice)
            map.appendSame(slice, at: range.lowerBound)
        case .denoted(let characters, let range):
            bytes += characters
            map.append(characters, denotedBy: range)
        }
    }
}

/// A line of a code block: where it stands in the source, whose lines begin with the marks of quotes and lists and
/// with indentation that the block takes away.
private struct BlockLine {
    /// The bytes of the source that the line ends with, all but ``expanded`` of it.
    let same: Range<Int>
    /// How many spaces at the line's front are what is left of a tab,
    let expanded: Int
    /// and that tab.
    let tab: Range<Int>
    /// The line end before the line.
    let lineEndBefore: Range<Int>

    init?(
        _ literal: UnsafeBufferPointer<UInt8>, _ line: Range<Int>, in source: UnsafeBufferPointer<UInt8>,
        lines: [Range<Int>], at index: Int
    ) {
        guard lines.indices.contains(index) else { return nil }
        let place = lines[index]
        var start = place.upperBound
        var rest = line.upperBound
        while rest > line.lowerBound, start > place.lowerBound, source[start - 1] == literal[rest - 1] {
            start -= 1
            rest -= 1
        }
        same = start..<place.upperBound
        expanded = rest - line.lowerBound
        tab = max(place.lowerBound, start - 1)..<start
        lineEndBefore = index > 0 ? lines[index - 1].upperBound..<place.lowerBound : place.lowerBound..<place.lowerBound
    }
}
