import CMark

/// A body as cmark reads it: the tree of its blocks and inlines (CommonMark 0.30).
///
/// The tree lives as long as the object; a ``MarkdownNode`` must not outlive it. It is walked in a loop, never by
/// recursion, so that a body of 100,000 nested quotes needs no deeper stack than another.
final class MarkdownTree {
    private let root: OpaquePointer

    /// Reads `source`; `nil` where that would cost too much (``MarkdownCost``), and such a body is best taken as plain
    /// text, or where there is no memory for it.
    init?(_ source: [UInt8]) {
        guard MarkdownCost(of: source).isBearable else { return nil }
        let mark = Self.lengthOfByteOrderMark(in: source)
        let parsed = source.withUnsafeBytes { bytes in
            let bytes = UnsafeRawBufferPointer(rebasing: bytes[mark...])
            return cmark_parse_document(
                bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count, CMARK_OPT_DEFAULT)
        }
        guard let parsed else { return nil }
        root = parsed
    }

    deinit {
        cmark_node_free(root)
    }

    /// Calls `visit` for every node on the way in, in the order of the text, and for every node that can have children
    /// on the way out.
    func walk(_ visit: (MarkdownNode, _ isEntering: Bool) -> Void) {
        guard let iterator = cmark_iter_new(root) else { return }
        defer { cmark_iter_free(iterator) }
        while true {
            let event = cmark_iter_next(iterator)
            if event == CMARK_EVENT_DONE { return }
            guard let node = cmark_iter_get_node(iterator) else { continue }
            visit(MarkdownNode(pointer: node), event == CMARK_EVENT_ENTER)
        }
    }

    /// How many bytes of `source` stand before its first line: byte order marks, which are no part of the text.
    static func lengthOfByteOrderMark(in source: some Collection<UInt8>) -> Int {
        var rest = source[...]
        while rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest = rest.dropFirst(3) }
        return source.count - rest.count
    }

    /// The bytes of `body`, NUL taken out of the way: cmark would put three bytes in its place, and no column after it
    /// would be right. U+001A is Unicode's own substitute, and one byte.
    static func source(of body: String) -> [UInt8] {
        var source = Array(body.utf8)
        for index in source.indices where source[index] == 0 {
            source[index] = 0x1A
        }
        return source
    }
}

/// A block or an inline of a ``MarkdownTree``.
struct MarkdownNode {
    let pointer: OpaquePointer

    var kind: Kind { Kind(cmark_node_get_type(pointer)) }

    /// The first line that the block stands on, from 0. Right for blocks only.
    var line: Int { Int(cmark_node_get_start_line(pointer)) - 1 }

    /// Where on that line its content begins, in bytes from 0. Right for blocks only.
    var column: Int { Int(cmark_node_get_start_column(pointer)) - 1 }

    /// The last line that a paragraph or a heading stands on.
    var lastLine: Int { Int(cmark_node_get_end_line(pointer)) - 1 }

    /// 1 to 6.
    var headingLevel: Int { Int(cmark_node_get_heading_level(pointer)) }

    /// A link's or an image's destination, unescaped.
    var url: String { cmark_node_get_url(pointer).map(String.init(cString:)) ?? "" }

    /// A link's or an image's title, unescaped; empty where there is none.
    var title: String { cmark_node_get_title(pointer).map(String.init(cString:)) ?? "" }

    /// Whether a fenced code block says a language.
    var hasFenceInfo: Bool { cmark_node_get_fence_info(pointer).map { $0.pointee != 0 } ?? false }

    /// A list's first number; `nil` for a list of bullets.
    var listStart: Int? {
        cmark_node_get_list_type(pointer) == CMARK_ORDERED_LIST ? Int(cmark_node_get_list_start(pointer)) : nil
    }

    /// Whether the node is a paragraph of a list that is set without space between its items.
    var isTight: Bool {
        guard let item = cmark_node_parent(pointer), let list = cmark_node_parent(item) else { return false }
        return cmark_node_get_type(list) == CMARK_NODE_LIST && cmark_node_get_list_tight(list) != 0
    }

    /// Hands the literal of a text, a code or a raw HTML node to `body`, in UTF-8.
    func withLiteral<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        guard let literal = cmark_node_get_literal(pointer) else {
            return body(UnsafeBufferPointer(start: nil, count: 0))
        }
        let bytes = UnsafeRawPointer(literal).assumingMemoryBound(to: UInt8.self)
        var count = 0
        while bytes[count] != 0 { count += 1 }
        return body(UnsafeBufferPointer(start: bytes, count: count))
    }
}

extension MarkdownNode {
    enum Kind {
        case paragraph, heading, codeBlock, htmlBlock, thematicBreak
        case blockQuote, list, item
        case text, code, html, softBreak, hardBreak
        case emphasis, strong, link, image
        /// The document itself, and what only extensions make.
        case other

        init(_ type: cmark_node_type) {
            self =
                switch type {
                case CMARK_NODE_PARAGRAPH: .paragraph
                case CMARK_NODE_HEADING: .heading
                case CMARK_NODE_CODE_BLOCK: .codeBlock
                case CMARK_NODE_HTML_BLOCK: .htmlBlock
                case CMARK_NODE_THEMATIC_BREAK: .thematicBreak
                case CMARK_NODE_BLOCK_QUOTE: .blockQuote
                case CMARK_NODE_LIST: .list
                case CMARK_NODE_ITEM: .item
                case CMARK_NODE_TEXT: .text
                case CMARK_NODE_CODE: .code
                case CMARK_NODE_HTML_INLINE: .html
                case CMARK_NODE_SOFTBREAK: .softBreak
                case CMARK_NODE_LINEBREAK: .hardBreak
                case CMARK_NODE_EMPH: .emphasis
                case CMARK_NODE_STRONG: .strong
                case CMARK_NODE_LINK: .link
                case CMARK_NODE_IMAGE: .image
                default: .other
                }
        }
    }
}
