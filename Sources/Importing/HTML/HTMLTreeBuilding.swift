internal import CXML

extension HTMLTree {
    /// Reads markup that came through a ``MarkupSieve``.
    ///
    /// libxml2 tells what is inside of what, as it does for any page however broken; nothing is loaded and no entity
    /// declared. It is stopped at the limits of ``ReadingLimits``.
    init(_ markup: [UInt8]) {
        let building = HTMLTreeBuilding()
        building.read(markup)
        self = building.finished()
    }
}

/// Takes down what libxml2 tells.
private final class HTMLTreeBuilding {
    private var tree = HTMLTree()
    /// The elements that are open.
    private var open: [Int32] = []
    private var parser: htmlParserCtxtPtr?

    private static let start: Void = xmlInitParser()

    init() {
        Self.start
        tree.nodes.append(HTMLTree.Node(tag: .other, parent: -1, end: 1, content: 0..<0))
        open = [0]
    }

    func read(_ markup: [UInt8]) {
        guard !markup.isEmpty, markup.count < Int32.max, let parser = htmlNewParserCtxt() else { return }
        defer { htmlFreeParserCtxt(parser) }
        self.parser = parser
        var handler = htmlSAXHandler()
        handler.startElement = { context, name, attributes in
            guard let name else { return }
            HTMLTreeBuilding.from(context)?.startElement(name, attributes)
        }
        handler.endElement = { context, _ in HTMLTreeBuilding.from(context)?.endElement() }
        let text: charactersSAXFunc = { context, bytes, count in
            HTMLTreeBuilding.from(context)?.text(UnsafeBufferPointer(start: bytes, count: Int(count)))
        }
        handler.characters = text
        handler.ignorableWhitespace = text
        handler.cdataBlock = text
        parser.pointee.sax.pointee = handler
        parser.pointee.userData = Unmanaged.passUnretained(self).toOpaque()
        let options = Int32(
            HTML_PARSE_RECOVER.rawValue | HTML_PARSE_NOERROR.rawValue | HTML_PARSE_NOWARNING.rawValue
                | HTML_PARSE_NONET.rawValue)
        markup.withUnsafeBytes { bytes in
            let characters = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
            let document = htmlCtxtReadMemory(parser, characters, Int32(bytes.count), nil, "UTF-8", options)
            // Without its own handlers libxml2 makes none.
            if let document { xmlFreeDoc(document) }
        }
        self.parser = nil
    }

    func finished() -> HTMLTree {
        while !open.isEmpty { close() }
        return tree
    }

    private static func from(_ context: UnsafeMutableRawPointer?) -> HTMLTreeBuilding? {
        context.map { Unmanaged<HTMLTreeBuilding>.fromOpaque($0).takeUnretainedValue() }
    }

    private func startElement(
        _ name: UnsafePointer<xmlChar>, _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
    ) {
        guard !tree.isCut else { return }
        let tag = HTMLTag(named: String(cString: name))
        let first = Int32(tree.attributes.count)
        // Names and values in turn, ended by a null.
        var next = attributes
        while let pair = next, let name = pair[0] {
            if let attribute = HTMLAttribute(named: String(cString: name)) {
                let start = Int32(tree.values.count)
                if var byte = pair[1] {
                    while byte.pointee != 0 {
                        tree.values.append(byte.pointee)
                        byte += 1
                    }
                }
                tree.attributes.append(
                    HTMLTree.Attribute(name: attribute, value: start..<Int32(tree.values.count)))
            }
            next = pair + 2
        }
        add(tag, first..<Int32(tree.attributes.count))
        open.append(Int32(tree.nodes.count - 1))
    }

    private func endElement() {
        // The page itself stays open.
        if !tree.isCut, open.count > 1 { close() }
    }

    private func text(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard !tree.isCut, !bytes.isEmpty else { return }
        let start = Int32(tree.text.count)
        tree.text += bytes
        // libxml2 hands long texts on in pieces.
        let last = tree.nodes.count - 1
        if tree.nodes[last].tag == .text, tree.nodes[last].parent == open.last,
            tree.nodes[last].content.upperBound == start
        {
            tree.nodes[last].content = tree.nodes[last].content.lowerBound..<Int32(tree.text.count)
            return
        }
        add(.text, start..<Int32(tree.text.count))
    }

    private func add(_ tag: HTMLTag, _ content: Range<Int32>) {
        tree.nodes.append(
            HTMLTree.Node(tag: tag, parent: open.last ?? 0, end: Int32(tree.nodes.count + 1), content: content))
        if tree.nodes.count >= ReadingLimits.nodes || open.count >= ReadingLimits.depth {
            tree.isCut = true
            xmlStopParser(parser)
        }
    }

    private func close() {
        if let last = open.popLast() { tree.nodes[Int(last)].end = Int32(tree.nodes.count) }
    }
}
