/// Takes the blocks of an article's text from its page.
struct ArticleBlocks {
    private let tree: HTMLTree
    private let address: WebAddress
    /// Left out: what is beside the article, and what became a field of it.
    private let isLeftOut: (Int) -> Bool
    private(set) var links: [ImportedArticle.Link] = []
    private var linkIndices: [String: Int] = [:]

    init(_ tree: HTMLTree, address: WebAddress, isLeftOut: @escaping (Int) -> Bool) {
        self.tree = tree
        self.address = address
        self.isLeftOut = isLeftOut
    }

    /// The blocks within an element.
    mutating func read(_ index: Int) -> [TextBlock] {
        var blocks = Blocks()
        read(index, TextStyle(), nesting: 0, &blocks)
        return blocks.finished()
    }

    /// Blocks as they are found, and the runs of the one that has begun.
    private struct Blocks {
        var all: [TextBlock] = []
        var runs = TextRuns()

        mutating func end() {
            let ended = runs.take()
            if !ended.isEmpty { all.append(.paragraph(ended)) }
        }

        mutating func finished() -> [TextBlock] {
            end()
            while case .rule? = all.last { all.removeLast() }
            return all
        }
    }

    /// As deep as ``ReadingLimits/depth``.
    private mutating func read(_ parent: Int, _ style: TextStyle, nesting: Int, _ blocks: inout Blocks) {
        for index in tree.children(of: parent) where !isLeftOut(index) {
            let tag = tree.tag(index)
            let canNest = nesting < ReadingLimits.nesting
            switch tag {
            case .text: blocks.runs.append(tree.text(index), style)
            case .br:
                // Two of them part paragraphs.
                if blocks.runs.endsInBreak { blocks.end() } else { blocks.runs.breakLine(style) }
            case .hr:
                blocks.end()
                // Within a list it would be taken for another item.
                if nesting == 0, !blocks.all.isEmpty, blocks.all.last != .rule { blocks.all.append(.rule) }
            case .img, .ampImage, .picture, .wbr, .input: break
            case .h1, .h2, .h3, .h4, .h5, .h6:
                blocks.end()
                let runs = self.runs(of: index)
                // The page's own headline is the first level.
                if !runs.isEmpty { blocks.all.append(.heading(max(2, tag.headingLevel ?? 2), runs)) }
            case .ul where canNest, .ol where canNest, .menu where canNest:
                blocks.end()
                let items = self.items(of: index, nesting: nesting + 1)
                guard !items.isEmpty else { break }
                let first = tree.attribute(.start, of: index).flatMap { Int($0) } ?? 1
                blocks.all.append(.list(tag == .ol ? min(max(first, 0), 900_000_000) : nil, items))
            case .blockquote where canNest:
                blocks.end()
                var inner = Blocks()
                read(index, style, nesting: nesting + 1, &inner)
                let quoted = inner.finished()
                if !quoted.isEmpty { blocks.all.append(.quote(quoted)) }
            case .pre:
                blocks.end()
                let code = self.code(of: index)
                if code.contains(where: { !$0.isHTMLSpace }) { blocks.all.append(.code(code)) }
            case .table:
                blocks.end()
                if let rows = TableReading(tree, index).rows {
                    blocks.all.append(.table(rows.map { row in row.map { runs(of: $0) } }))
                } else {
                    read(index, style, nesting: nesting, &blocks)
                    blocks.end()
                }
            default:
                guard tag.isInline else {
                    blocks.end()
                    read(index, style, nesting: nesting, &blocks)
                    blocks.end()
                    break
                }
                readInline(index, style, nesting: nesting, &blocks)
            }
        }
    }

    private mutating func readInline(_ index: Int, _ style: TextStyle, nesting: Int, _ blocks: inout Blocks) {
        var style = style
        switch tree.tag(index) {
        case .b, .strong: style.isStrong = true
        case .i, .em, .cite, .dfn, .var: style.isEmphasized = true
        case .code, .kbd, .samp, .tt: style.isCode = true
        case .a:
            if style.link == nil, let reference = tree.attribute(.href, of: index),
                let url = address.absolute(reference),
                !(reference.hasPrefix("#") || (url.contains("#") && address.isOwn(url)))
            {
                let title = tree.words(of: index, limit: ReadingLimits.linkTitleCharacters, without: isLeftOut)
                if !title.isEmpty {
                    style.link = url
                    note(url, title)
                }
            }
        case .q:
            // A browser shows the marks.
            blocks.runs.append("“".utf8, style)
            read(index, style, nesting: nesting, &blocks)
            blocks.runs.append("”".utf8, style)
            return
        default: break
        }
        read(index, style, nesting: nesting, &blocks)
    }

    private mutating func note(_ url: String, _ title: String) {
        guard linkIndices[url] == nil, links.count < ReadingLimits.links else { return }
        linkIndices[url] = links.count
        links.append(ImportedArticle.Link(url: url, title: title))
    }

    private mutating func items(of list: Int, nesting: Int) -> [[TextBlock]] {
        var items: [[TextBlock]] = []
        var loose = Blocks()
        for index in tree.children(of: list) where !isLeftOut(index) {
            var item = Blocks()
            switch tree.tag(index) {
            case .li: read(index, TextStyle(), nesting: nesting, &item)
            case .text:
                loose.runs.append(tree.text(index), TextStyle())
                continue
            case .ul, .ol, .menu:
                // A list that stands between the items of another belongs to the one before.
                let inner = self.items(of: index, nesting: min(nesting + 1, ReadingLimits.nesting))
                guard !inner.isEmpty else { continue }
                if nesting >= ReadingLimits.nesting || items.isEmpty {
                    items += inner
                } else {
                    items[items.count - 1].append(.list(tree.tag(index) == .ol ? 1 : nil, inner))
                }
                continue
            default:
                read(index, TextStyle(), nesting: nesting, &item)
            }
            let blocks = item.finished()
            if !blocks.isEmpty { items.append(blocks) }
        }
        let rest = loose.finished()
        if !rest.isEmpty { items.append(rest) }
        return items
    }

    /// All within an element as one line of runs.
    private mutating func runs(of index: Int) -> [TextRun] {
        var runs = TextRuns()
        var inner = Blocks()
        read(index, TextStyle(), nesting: ReadingLimits.nesting, &inner)
        for block in inner.finished() {
            runs.append([0x20], TextStyle())
            for run in block.runs { runs.append(run.text, run.style) }
        }
        return runs.take()
    }

    /// Text as it is laid out, without the line end after the tag and those at the end.
    private func code(of element: Int) -> [UInt8] {
        var code: [UInt8] = []
        for index in element + 1..<max(element + 1, tree.end(element)) where !isLeftOut(index) {
            if tree.tag(index) == .text { code += tree.text(index).filter { $0 != 0x0D } }
            if tree.tag(index) == .br { code.append(0x0A) }
        }
        if code.first == 0x0A { code.removeFirst() }
        while code.last == 0x0A || code.last == 0x20 { code.removeLast() }
        return code
    }
}

extension TextBlock {
    /// All runs in it, in order.
    var runs: [TextRun] {
        switch self {
        case .paragraph(let runs), .heading(_, let runs): runs
        case .list(_, let items): items.flatMap { $0.flatMap(\.runs) }
        case .quote(let blocks): blocks.flatMap(\.runs)
        case .code(let text): [TextRun(text: text)]
        case .table(let rows): rows.flatMap { $0.flatMap { $0 } }
        case .rule: []
        }
    }
}
