/// Writes the HTML of a tree's nodes, one after the other, and counts positions of the text as it goes.
struct MarkdownHTMLWriting {
    var html: String { String(decoding: output, as: UTF8.self) }

    private var output: [UInt8] = []
    private var flow = TextFlow()
    private var marking: PassageMarking
    private let headingShift: Int

    /// How deep elements are nested; beyond ``deepest``, which no reader could follow, they are left out: browsers give
    /// up on some hundreds.
    private var depth = 0
    private static let deepest = 100

    /// Where in the output the id of the open heading would stand. Only a heading with text counts as a section, so it
    /// gets its number with the first of it.
    private var headingID: Int?
    private var headingCount = 0
    /// The links that are open: whether each was written. One may stand in another's image.
    private var links: [Bool] = []

    init(headingShift: Int, marks: [MarkdownHTML.Mark], capacity: Int) {
        self.headingShift = headingShift
        marking = PassageMarking(marks)
        output.reserveCapacity(capacity + capacity / 4)
    }

    mutating func visit(_ node: MarkdownNode, isEntering: Bool) {
        switch node.kind {
        case .paragraph: writeParagraph(node, isEntering: isEntering)
        case .heading: writeHeading(node, isEntering: isEntering)
        case .codeBlock: node.withLiteral { writeCodeBlock($0) }
        case .htmlBlock: node.withLiteral { writeRawHTML($0) }
        case .thematicBreak: write("<hr>\n")
        case .blockQuote: writeElement("blockquote", isEntering: isEntering, isBlock: true)
        case .list: writeList(node, isEntering: isEntering)
        case .item: writeElement("li", isEntering: isEntering, isBlock: true)
        case .text: node.withLiteral { writeText($0[...]) }
        case .code:
            write("<code>")
            node.withLiteral { writeText($0[...]) }
            write("</code>")
        case .softBreak: flow.breakLine()
        case .hardBreak:
            flow.breakLine()
            write("<br>")
        case .emphasis: writeElement("em", isEntering: isEntering)
        case .strong: writeElement("strong", isEntering: isEntering)
        case .link: writeLink(node, isEntering: isEntering)
        case .html, .image, .other: break
        }
    }

    /// Writes a body that is not read as Markdown: ``ArticleTextReading/readPlain()``.
    mutating func writePlain(_ source: UnsafeBufferPointer<UInt8>) {
        let mark = MarkdownTree.lengthOfByteOrderMark(in: source)
        let source = UnsafeBufferPointer(rebasing: source[mark...])
        var isInParagraph = false
        for line in source.lines {
            let isBlank = source[line].allSatisfy(\.isMarkdownSpace)
            if isBlank != isInParagraph {
                if !isBlank { flow.breakLine() }
            } else {
                write(isBlank ? "</p>\n" : "<p>")
                flow.startBlock()
                isInParagraph = !isBlank
            }
            if !isBlank { writeText(source[line]) }
        }
        if isInParagraph { write("</p>\n") }
    }

    // MARK: Blocks

    private mutating func writeParagraph(_ node: MarkdownNode, isEntering: Bool) {
        if isEntering { flow.startBlock() }
        if node.isTight {
            if !isEntering { write("\n") }
        } else {
            write(isEntering ? "<p>" : "</p>\n")
        }
    }

    private mutating func writeHeading(_ node: MarkdownNode, isEntering: Bool) {
        let level = min(max(node.headingLevel + min(max(headingShift, -6), 6), 1), 6)
        if isEntering {
            flow.startBlock()
            write("<h\(level)")
            headingID = output.count
            write(">")
        } else {
            headingID = nil
            write("</h\(level)>\n")
        }
    }

    private mutating func writeCodeBlock(_ literal: UnsafeBufferPointer<UInt8>) {
        flow.startBlock()
        let code = CodeLines(of: literal)
        if code.lines.isEmpty { return }
        write("<pre><code>")
        for (index, line) in code.lines.enumerated() {
            // A line end of code is text like any other, not a break in it.
            if index > 0 { marking.write([0x0A], to: &output) }
            writeText(literal[line])
        }
        write("\n</code></pre>\n")
    }

    private mutating func writeRawHTML(_ literal: UnsafeBufferPointer<UInt8>) {
        flow.startBlock()
        let pieces = RawHTML.pieces(of: literal)
        if pieces.isEmpty { return }
        write("<p>")
        for piece in pieces {
            switch piece {
            case .same(let range): writeText(literal[range])
            case .denoted(_, let bytes): bytes.withUnsafeBufferPointer { writeText($0[...]) }
            case .lineEnd: flow.breakLine()
            }
        }
        write("</p>\n")
    }

    private mutating func writeList(_ node: MarkdownNode, isEntering: Bool) {
        guard let start = node.listStart else { return writeElement("ul", isEntering: isEntering, isBlock: true) }
        let attributes = start == 1 ? "" : " start=\"\(start)\""
        writeElement("ol", attributes: attributes, isEntering: isEntering, isBlock: true)
    }

    private mutating func writeElement(
        _ name: String, attributes: String = "", isEntering: Bool, isBlock: Bool = false
    ) {
        if isEntering { depth += 1 }
        defer { if !isEntering { depth -= 1 } }
        guard depth <= Self.deepest else { return }
        write(isEntering ? "<\(name)\(attributes)>" : "</\(name)>")
        if isBlock { write("\n") }
    }

    // MARK: Inlines

    private mutating func writeLink(_ node: MarkdownNode, isEntering: Bool) {
        if isEntering {
            let href = LinkDestination(node.url)
            let isWritten = href != nil && depth < Self.deepest && !links.contains(true)
            links.append(isWritten)
            guard isWritten, let href else { return }
            write("<a href=\"")
            output += href.attribute
            write("\"")
            if !node.title.isEmpty {
                write(" title=\"")
                for byte in node.title.utf8 { output.appendEscaped(byte) }
                write("\"")
            }
            write(" rel=\"nofollow noopener\">")
        } else if links.popLast() == true {
            write("</a>")
        }
    }

    private mutating func writeText(_ text: Slice<UnsafeBufferPointer<UInt8>>) {
        if text.isEmpty { return }
        numberHeading()
        switch flow.lead() {
        case .nothing: break
        case .lineEnd: marking.write([0x0A], to: &output)
        case .blankLine: marking.skip(2)
        }
        marking.write(text, to: &output)
    }

    private mutating func numberHeading() {
        guard let place = headingID else { return }
        headingID = nil
        headingCount += 1
        output.insert(contentsOf: " id=\"section-\(headingCount)\"".utf8, at: place)
    }

    private mutating func write(_ markup: String) {
        output += markup.utf8
    }
}

/// A destination that a link may lead to: an address of the web or of a mailbox, given in full.
///
/// The scheme is compared letter for letter with what comes first, so nothing that a browser would take away in between
/// (control characters, white space) can hide another one.
struct LinkDestination {
    /// The destination as the value of an attribute in double quotes.
    let attribute: [UInt8]

    private static let starts = ["https://", "http://", "mailto:"]

    init?(_ url: String) {
        let bytes = Array(url.utf8)
        guard
            Self.starts.contains(where: { start in
                bytes.count > start.utf8.count && zip(bytes, start.utf8).allSatisfy { $0.lowercasedASCII == $1 }
            })
        else { return nil }
        var attribute: [UInt8] = []
        for byte in bytes {
            if byte.mayStandInURL {
                attribute.appendEscaped(byte)
            } else {
                attribute += [UInt8(ascii: "%"), byte.hexadecimal(shift: 4), byte.hexadecimal(shift: 0)]
            }
        }
        self.attribute = attribute
    }
}

extension UInt8 {
    fileprivate var lowercasedASCII: UInt8 { isASCIILetter ? self | 0x20 : self }

    /// The reserved and the unreserved characters of RFC 3986, 2, and the percent sign of what is encoded already.
    fileprivate var mayStandInURL: Bool {
        isASCIILetter || isDigit || "-._~:/?#[]@!$&'()*+,;=%".utf8.contains(self)
    }

    fileprivate func hexadecimal(shift: UInt8) -> UInt8 {
        let digit = self >> shift & 0xF
        return digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "A") + digit - 10
    }
}

extension [UInt8] {
    /// Adds a byte of text so that it is text in an element and in an attribute.
    mutating func appendEscaped(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "&"): self += "&amp;".utf8
        case UInt8(ascii: "<"): self += "&lt;".utf8
        case UInt8(ascii: ">"): self += "&gt;".utf8
        case UInt8(ascii: "\""): self += "&quot;".utf8
        case UInt8(ascii: "'"): self += "&#39;".utf8
        default: append(byte)
        }
    }
}
