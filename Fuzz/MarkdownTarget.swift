@testable import Knowledge

/// A body as HTML and as text: nothing but what is allowed comes out, and both show the same.
enum MarkdownTarget: FuzzTarget {
    static let name = "markdown"
    static let longest = 200

    /// The first byte chooses the passage that is marked.
    static let seeds: [[UInt8]] = [
        "# Trade\n\nUp *86%* **b** `c<`\nd", "- a\n- b\n\n3. c\n\n> d", "```js\na < b\n\nc\n```\n***\n    code",
        "[a](HTTPS://e.x/?b=c&d 'T\"t') ![a *map*](m.png) <me@e.x> <http://e.x/&amp;>",
        "[x](javascript:alert(1)) [y](<java\tscript:a>) [r]\n\n[r]: data:,a 't'",
        "<div>\n<p onclick=a>x &lt;b&gt;</p>\n</div>",
        "a <b>b</b> <!-- c --> <?p ?> &NotEqualTilde; &#38; &#x41; \\$ \\*", "a  \nb\\\nc", "x\r\n===\r\ny\r---\rz",
        "<script>a</script>\n\n<style>b", "\u{FEFF}a\0b", "> a\n> > b\nc\n\n    > d", "***a** b* _c_ ~~~\nd\n~~~",
        "| a | b |\n|---|---|\n| c | d |",
    ].map { [7] + Array($0.utf8) }

    static let words = [
        "*", "**", "_", "`", "``", "\\", "[", "](", ")", "](u)", "](<u v> \"t\")", "][r]", "[]", "![",
        "\n\n[r]: /u 't'\n", "<", ">",
        "<b>", "</b>", "<!--", "-->", "<?", "?>", "<![CDATA[", "]]>", "<div>\n", "</div>\n", "<script>", "</script>",
        "<style>",
        "<http://e.x>", "<a@b.c>", "- ", "+ ", "1. ", "10) ", "# ", "===", "\n---\n", "\n```\n", "\n~~~\n", "    ",
        "\t", "\n", "\n\n",
        "\r\n", "\r", "\n> ", "  \n", "\\\n", "&amp;", "&nbsp;", "&#38;", "&#x41;", "&bad;", "&NotEqualTilde;", "&#0;",
        "&#10;", "&Tab;",
        "javascript:", "data:", "http://", "https://", "mailto:", "\"", "'", "\u{301}", "\u{1F600}", "\0", "\u{FEFF}",
        "\u{A0}",
    ]

    static func run(_ bytes: UnsafeRawBufferPointer) {
        guard let (choice, rest) = bytes.choiceAndRest else { return }
        let body = String(decoding: rest, as: UTF8.self)
        let article = ArticleText(body: body)
        let start = Int(choice & 15)
        let passage = (start..<start + Int(choice >> 4)).clamped(to: 0..<article.scalarCount)
        let html = MarkdownHTML.render(body, marks: [.init(range: passage, id: "m")])

        guard let page = NaiveHTML.read(html) else { finding("not what may come out: \(html)") }
        must(
            withoutLineEnds(page.text) == withoutLineEnds(article.text),
            "shown: \(html), text: \(article.text.debugDescription)")
        must(withoutLineEnds(page.marked) == withoutLineEnds(article.words(in: passage)), "marked: \(html)")
        must(page.sections == article.sections.count, "\(article.sections.count) sections: \(html)")
        must(article.disagreements == 0, "the walk over the source lost its way: \(body.debugDescription)")
        check(article, passage)
    }

    private static func check(_ article: ArticleText, _ passage: Range<Int>) {
        must(article.text.unicodeScalars.count == article.scalarCount, "another count of code points")
        let count = article.body.utf8.count
        let place = article.bodyRange(ofText: passage)
        must((0...count).contains(place.lowerBound) && place.upperBound <= count, "a place outside of the body")
        // The body has no bytes for the blank line between two blocks: without those at both ends it comes back.
        let scalars = Array(article.text.unicodeScalars)
        let start = passage.first { scalars[$0] != "\n" }
        let end = passage.last { scalars[$0] != "\n" }
        if let start, let end {
            let back = article.textRange(ofBody: place)
            must(back.lowerBound <= start && back.upperBound > end, "\(passage) comes back as \(back)")
        }
        var lastStart = 0
        for run in article.map.runs {
            must(
                run.bodyStart >= lastStart && run.bodyEnd >= run.bodyStart && run.bodyEnd <= count,
                "out of order: \(run)")
            lastStart = Int(run.bodyStart)
        }
    }

    private static func withoutLineEnds(_ text: String) -> [UInt8] { text.utf8.filter { $0 != 10 } }
}
