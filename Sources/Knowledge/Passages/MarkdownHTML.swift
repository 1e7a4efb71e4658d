/// A body as HTML that can be put into a page, whoever wrote it (CommonMark 0.30).
///
/// - Nothing in the body becomes markup but Markdown's own marks. Raw HTML gives its words, as in ``ArticleText``.
/// - A link stays one if its destination begins with `http://`, `https://` or `mailto:`, and gets
///   `rel="nofollow noopener"`; any other gives its text.
/// - An image is not loaded: its description is shown.
/// - No `style`, no script, no attribute from the body but `href` and `title`: a page with
///   `Content-Security-Policy: default-src 'none'` loses nothing of it.
///
/// The text shown is that of ``ArticleText``, code point for code point.
///
/// ```swift
/// MarkdownHTML.render("# Trade\n\nUp *86%*.", headingShift: 1)
/// // <h2 id="section-1">Trade</h2>
/// // <p>Up <em>86%</em>.</p>
/// ```
public enum MarkdownHTML {
    /// A passage to highlight.
    public struct Mark: Sendable, Equatable {
        /// Code points of ``ArticleText/text``.
        public let range: Range<Int>
        /// The `id` of the passage's first element, for links to it: ASCII letters, digits, `-` and `_`. Any other
        /// character is left out.
        public let id: String

        public init(range: Range<Int>, id: String) {
            self.range = range
            self.id = id
        }
    }

    /// Renders `body`.
    ///
    /// - Parameters:
    ///   - headingShift: How many levels headings go down, so that they stand below the page's own; none ends below 6
    ///     or above 1.
    ///   - marks: Passages to set in `<mark>`, in any order; they may overlap.
    /// - Returns: HTML of block elements. The n-th heading with text, from 1, has the id `section-n`
    ///   (``ArticleText/sections``).
    public static func render(_ body: String, headingShift: Int = 0, marks: [Mark] = []) -> String {
        let source = MarkdownTree.source(of: body)
        var writing = MarkdownHTMLWriting(headingShift: headingShift, marks: marks, capacity: source.count)
        if let tree = MarkdownTree(source) {
            tree.walk { node, isEntering in writing.visit(node, isEntering: isEntering) }
        } else {
            source.withUnsafeBufferPointer { writing.writePlain($0) }
        }
        return writing.html
    }
}
