@testable import Importing
@testable import Knowledge

/// A page as an article: whatever it is, its fields hold what they may, and its text reads as Knowledge reads it back.
enum HTMLTarget: FuzzTarget {
    static let name = "html"
    static let longest = 1_000

    /// The first byte chooses what is declared of the page, and which of its readings are looked at: of 64, all.
    static let seeds: [[UInt8]] = [
        "<html lang=en><title>A - B</title><article><h1>A</h1><p>By <a rel=author>C D</a><p>E <b>f</b> <i>g</i>.</article>",
        "<meta property=og:title content=A><meta name=citation_author content='B, C'><p>d<br>e<br><br>f",
        "<script type=application/ld+json>{\"@graph\":[{\"@type\":\"NewsArticle\",\"headline\":\"A\",\"author\":{\"@id\":\"b\"}},"
            + "{\"@id\":\"b\",\"@type\":\"Person\",\"name\":\"C\"}]}</script><main>d</main>",
        "<ul><li>a<ol start=5><li>b</ol><li><p>c<p>d</ul><blockquote><p>e<ul><li>f</ul></blockquote>",
        "<table><tr><th>a<th>b<tr><td>c|d<td><code>e`f</code></table><pre>\n g\n```\n</pre>",
        "<figure><img src=/a data-src=b srcset='c 1w, d 2w'><figcaption>e. Photo: f</figcaption></figure>",
        "<p>1. a<p>- b<p># c<p>*d* _e_ `f` [g](h) ![i](j) &lt;k> &amp;amp; l_m \\n<p>===<p>---<p>~~~",
        "<p><b>a</b>b <b> c </b>“<b>d</b>” <b><i>e</i></b>f <a href=/g(h)>i <b>j</b></a>!<a href=k>l</a><code>`</code>",
        "<?xml encoding='windows-1251'?><p>\u{EA}<!-- a --><style>b</style><![CDATA[c]]><svg><title>d</title></svg>",
        "<div class='share comments byline date wp-caption'>a</div><div hidden>b</div><aside>c</aside><form>d</form>",
    ].map { [64] + Array($0.utf8) }

    static let words = [
        "<p>", "</p>", "<div>", "</div>", "<b>", "</b>", "<i>", "</i>", "<a href=/b>", "</a>", "<br>", "<hr>",
        "<ul><li>",
        "<ol start=3><li>", "</ul>", "<li>", "<blockquote>", "</blockquote>", "<pre>", "</pre>", "<code>", "</code>",
        "<h1>",
        "</h1>", "<h2>", "<table>", "<tr>", "<td>", "<th>", "</table>", "<figure>", "<figcaption>", "<img src=a>",
        "<article>",
        "<main>", "<header>", "<time datetime=2019-04-17>", "<span class=author>", "<!--", "-->", "<script>",
        "</script>",
        "<title>", "<q>", "&amp;", "&lt;", "&#150;", "&nbsp;", "&#0;", "&#x10FFFF;", " itemprop=articleBody",
        " class=caption",
        "\"@type\":", "\"@id\":", "*", "_", "`", "[", "](", "\\", "!", "#", "- ", "1. ", "\u{A0}", "\u{AD}", "\u{200B}",
        "—", "“", "”",
    ]

    static func run(_ bytes: UnsafeRawBufferPointer) {
        guard let (choice, rest) = bytes.choiceAndRest else { return }
        let page = Array(rest)
        let types = [nil, "text/html; charset=utf-8", "text/html; charset=windows-1251", "application/xhtml+xml"]
        if choice < 128 {
            check(
                ReadArticle.html(
                    page, contentType: types[Int(choice & 3)], url: choice & 4 == 0 ? "https://e.example/a/b?c" : nil))
        }
        if choice >= 64 { checkText(page, isXML: choice & 8 != 0) }
        if choice & 16 != 0 {
            check(ReadArticle.text(page))
            check(ReadArticle.markdown(page))
        }
    }

    /// What is read of the page, written as Markdown, reads as Knowledge reads it letter for letter the same.
    private static func checkText(_ page: [UInt8], isXML: Bool) {
        let tree = HTMLTree(
            MarkupSieve(Array(String(decoding: page, as: UTF8.self).utf8), isXML: isXML).markup)
        var reading = ArticleBlocks(tree, address: WebAddress(base: "https://e.example/")) { _ in false }
        let blocks = reading.read(0)
        var writing = MarkdownWriting()
        must(writing.write(blocks), "not all was written")
        let markdown = String(decoding: writing.bytes, as: UTF8.self)
        let expected = NaiveText.text(of: blocks).joined(separator: "\n\n")
        let text = ArticleText(body: markdown).text
        must(
            text.unicodeScalars.elementsEqual(expected.unicodeScalars),
            "\(markdown.debugDescription) reads \(text.debugDescription), not \(expected.debugDescription)")
    }

    private static func check(_ article: ImportedArticle) {
        must(article.title.unicodeScalars.count <= 1_000, "a title of \(article.title.unicodeScalars.count) characters")
        must(article.title == article.title.collapsed, "white space in \(article.title.debugDescription)")
        for photo in article.photos { must(photo.caption != nil || photo.credit != nil, "a photo without words") }
        let addresses = article.links.map(\.url) + article.photos.compactMap(\.url) + [article.url].compactMap { $0 }
        for url in addresses {
            must(url.hasPrefix("http://") || url.hasPrefix("https://"), "not an address: \(url)")
            must(url.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }, "not encoded: \(url)")
        }
        if let day = article.publishedOn { must(PrintedDay.read(day) == day, "not a day: \(day)") }
        if let language = article.language {
            must(LanguageTag.read(language) == language, "not a language: \(language)")
        }
        must(!article.body.isEmpty || article.warnings.contains { $0.kind == .noText }, "no text, unsaid")
    }
}
