import Testing

@testable import Importing

@Suite("Any page is read, whatever it holds")
struct HostilePagesTests {
    private static func read(_ html: String) -> ImportedArticle {
        ReadArticle.html(Array(html.utf8), url: "https://news.example/a/b")
    }

    private static func times(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }

    /// Pages by their names, for a log of names alone. One by one: the compiler takes minutes for all of them as one
    /// expression.
    private static let pages: [(String, String)] = {
        var pages: [(String, String)] = []
        pages.append(("deep", times("<div>", 12_500)))
        pages.append(("deep and closed", times("<div>", 6_250) + "a" + times("</div>", 6_250)))
        pages.append(("unmatched ends", times("<x>", 200) + times("</y>", 12_500)))
        pages.append(("formatting", times("<b><i><a>", 6_250)))
        pages.append(("lists", times("<ul><li>", 6_250)))
        pages.append(("quotes", times("<blockquote>", 6_250) + "a"))
        pages.append(("tables", times("<table><tr><td>", 2_500)))
        pages.append(("many tables", times("<table><tr><td>a<td>b</table>", 1_250)))
        pages.append(("attributes", "<p " + (0..<5_000).map { "a\($0)=b " }.joined() + ">"))
        pages.append(("known attributes", "<p " + times("class=a ", 6_250) + ">"))
        pages.append(("values", "<p class=\"" + times("a ", 25_000) + "\">"))
        pages.append(("open tag", "<p class='" + times("<p>", 12_500)))
        pages.append(("open comments", times("<!--", 12_500)))
        pages.append(("open scripts", times("<script>", 6_250)))
        pages.append(("open titles", times("<title>", 6_250)))
        pages.append(("ends of nothing", times("</p>", 12_500)))
        pages.append(("less-than", times("<", 37_500)))
        pages.append(("entities", times("&amp;", 12_500)))
        pages.append(("ampersands", times("&", 37_500)))
        pages.append(("long entity", "&" + times("a", 37_500) + ";"))
        pages.append(("breaks", "a" + times("<br>", 12_500) + "b"))
        pages.append(("rules", times("<hr>a", 6_250)))
        pages.append(("headings", times("<h1>a", 2_500)))
        pages.append(("figures", times("<figure><img src=a>", 2_500)))
        pages.append(("frames", times("<div class=image>", 200) + times("<p class=caption>a", 2_500)))
        pages.append(("bylines", times("<span class=author>Ana Author</span>", 1_250)))
        pages.append(("times", times("<time>17.04.2019</time>", 1_250)))
        pages.append(("linked data", times("<script type=application/ld+json>{}</script>", 1_250)))
        pages.append(("deep linked data", "<script type=application/ld+json>" + times("[", 25_000) + "</script>"))
        pages.append(
            (
                "a cycle of references",
                "<script type=application/ld+json>[{\"@type\":\"Article\",\"author\":{\"@id\":\"a\"}},{\"@id\":\"a\",\"@type\":\"Person\",\"name\":{\"@id\":\"a\"}}]</script>"
            ))
        pages.append(("metas", times("<meta name=author content=a>", 2_500)))
        pages.append(("bodies", times("<html><body>", 6_250)))
        pages.append(("nothing", ""))
        pages.append(("zeros", times("\0", 12_500)))
        pages.append(("controls", times("\u{1}\u{B}\u{7F}\u{85}", 6_250)))
        pages.append(("marks", times("*_`[](![<>\\", 2_500)))
        pages.append(("backticks", "<code>" + times("`", 12_500)))
        pages.append(("combining", "<p>a" + times("\u{301}", 12_500)))
        pages.append(("spaces", "<p>" + times(" ", 37_500) + "a"))
        pages.append(("srcset", "<figure><figcaption>a</figcaption><img srcset='" + times("a 1w, ", 6_250) + "'>"))
        return pages
    }()

    @Test("Built to be deep, long or endless", arguments: pages.map(\.0))
    func readsHostile(_ name: String) throws {
        let html = try #require(Self.pages.first { $0.0 == name }).1
        let filling = PagesTests.paragraphs

        // Before a text, and behind one.
        _ = Self.read(html + filling)
        let article = Self.read("<title>A title</title>" + filling + html)

        #expect(article.title == "A title" || !article.title.isEmpty)
        #expect(article.body.unicodeScalars.count <= ReadingLimits.bodyCharacters)
    }

    @Test("Deeper or larger than is read: the beginning, with a warning")
    func warnsOfLimits() {
        let deep = Self.read(PagesTests.paragraphs + Self.times("<div>", ReadingLimits.depth) + "<p>The end")
        let full = Self.read(PagesTests.paragraphs + Self.times("<br>", ReadingLimits.nodes))
        let within = Self.read(
            Self.times("<div>", ReadingLimits.depth - 10) + PagesTests.paragraphs
                + Self.times("</div>", ReadingLimits.depth - 10))

        #expect(deep.warnings.map(\.kind).contains(.cut))
        #expect(deep.body.hasPrefix("The river"))
        #expect(full.warnings.map(\.kind).contains(.cut))
        #expect(!within.warnings.map(\.kind).contains(.cut))
        #expect(within.body == PagesTests.text)
    }

    @Test("No entity is declared, nothing is loaded and nothing of a script is read")
    func loadsNothing() {
        let article = Self.read(
            """
            <?xml version="1.0"?><!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY y "boom">]>
            <html><head><script>document.write("<h1>No</h1>")</script><link rel=import href="file:///etc/passwd"></head>
            <body><h1>Title</h1><p>&x; &y; \(Self.times("words ", 60))</p><xi:include href="file:///etc/passwd"/><template><p>No</p></template>
            <iframe srcdoc="<p>No</p>"><p>No</p></iframe><noscript><p>No</p></noscript><textarea><p>No</p></textarea></body></html>
            """)

        #expect(article.title == "Title")
        #expect(article.body.hasPrefix("\\&x; \\&y; words words"))
        #expect(!article.body.contains("No"))
        #expect(!article.body.contains("root:"))
    }

    @Test(
        "Attributes are told from text as browsers tell them",
        arguments: [
            ("<p title=\"a>b\">c</p>", "c"), ("<p title='a\"b'>c</p>", "c"), ("<p a=b/c>d</p>", "d"),
            ("<p a = b>c</p>", "c"),
            ("<p/>a", "a"), ("a < b", "a \\< b"), ("a <3 b", "a \\<3 b"), ("<!-- <p>x</p> -->a", "a"), ("<!-->a", "a"),
            ("<!--->a", "a"),
            ("<!-- x --!>a", "a"), ("<!x>a", "a"), ("<?x>a", "a"), ("</ x>a", "a"), ("<p>a</br>b", "a\\\nb"),
            ("<P CLASS=X>a</P>", "a"),
            ("<![CDATA[x]]>a", "a"), ("<script>a</scripty></script>b", "b"), ("<p>a<wbr>b", "ab"),
            ("<style>p{}</style>a", "a"),
        ])
    func tellsMarkup(_ html: String, _ markdown: String) {
        let filling = Self.times("Words and words, ", 20) + "end."

        let article = Self.read("<div>" + html + "<p>" + filling + "</p></div>")

        #expect(article.body == markdown + "\n\n" + filling)
    }
}
