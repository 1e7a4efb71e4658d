import Testing

@testable import Knowledge

@Suite("A body as HTML")
struct MarkdownHTMLTests {
    @Test(
        "Markdown's own marks become elements",
        arguments: [
            ("*a* **b** `c<`\nd", "<p><em>a</em> <strong>b</strong> <code>c&lt;</code>\nd</p>\n"),
            ("a  \nb", "<p>a<br>\nb</p>\n"),
            ("- a\n- b", "<ul>\n<li>\na\n</li>\n<li>\nb\n</li>\n</ul>\n"),
            ("3. a\n\n4. b", "<ol start=\"3\">\n<li>\n<p>a</p>\n</li>\n<li>\n<p>b</p>\n</li>\n</ol>\n"),
            ("> a", "<blockquote>\n<p>a</p>\n</blockquote>\n"),
            ("```js\na < b\n\nc\n```\n***", "<pre><code>a &lt; b\n\nc\n</code></pre>\n<hr>\n"),
            ("![a *map*](m.png)", "<p>a <em>map</em></p>\n"),
            (
                "[a](HTTPS://e.x/?b=c&d 'T\"t')",
                "<p><a href=\"HTTPS://e.x/?b=c&amp;d\" title=\"T&quot;t\" rel=\"nofollow noopener\">a</a></p>\n"
            ),
            ("<me@e.x>", "<p><a href=\"mailto:me@e.x\" rel=\"nofollow noopener\">me@e.x</a></p>\n"),
        ])
    func writesElements(body: String, html: String) {
        #expect(MarkdownHTML.render(body) == html)
    }

    @Test("Headings go down by what the page asks for, and are numbered as sections")
    func shiftsHeadings() {
        let body = "# a\n\n#\n\n###### [*b*](x)"

        #expect(
            MarkdownHTML.render(body, headingShift: 1)
                == "<h2 id=\"section-1\">a</h2>\n<h2></h2>\n<h6 id=\"section-2\"><em>b</em></h6>\n")
        #expect(MarkdownHTML.render("### a", headingShift: -9) == "<h1 id=\"section-1\">a</h1>\n")
        #expect(MarkdownHTML.render("### a", headingShift: .max) == "<h6 id=\"section-1\">a</h6>\n")
    }

    @Test(
        "Only links to the web and to mailboxes are links",
        arguments: [
            "[x](javascript:alert(1))", "[x](JaVaScRiPt:alert(1))", "[x](java&#115;cript:alert(1))",
            "[x](&#106;avascript:a)",
            "[x](javascript&colon;alert(1))", "[x](<java\tscript:alert(1)>)", "[x](<java&Tab;script:alert(1)>)",
            "[x](<java&NewLine;script:alert(1)>)", "[x](&#1;javascript:alert(1))", "[x](<&#32;javascript:a>)",
            "[x](\u{1}javascript:alert(1))", "[x](vbscript:a)", "[x](data:text/html,a)", "[x](data:image/svg+xml,a)",
            "[x](file:///etc/passwd)", "[x](//evil.example)", "[x](/local)", "[x](#)", "[x]()", "[x](http:)",
            "[x](http:evil)",
            "[x](&#104;ttp&#58;evil)", "[x](\\javascript:a)", "[x](https:/\\evil)", "[x](mailto:)", "[x](ftp://e.x)",
            "[x][r]\n\n[r]: javascript:alert(1)", "[r]\n\n[r]: <data:,a>", "<javascript:alert(1)>", "<data:a>",
            "[x](\u{FEFF}http://e.x)", "[x](h\u{200B}ttp://e.x)", "[x](http\u{FF1A}//e.x)", "[x](feed:http://e.x)",
            "[[[x](javascript:a)](data:b)](vbscript:c)", "![x](http://e.x/a.png)", "![x](data:image/png,a)",
        ])
    func dropsOtherLinks(body: String) {
        let html = MarkdownHTML.render(body)

        #expect(!html.contains("<a"))
        #expect(!html.contains("<img"))
        #expect(!html.contains("href"))
    }

    @Test(
        "Raw HTML is never markup",
        arguments: [
            "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "a <img src=x onerror=alert(1)> b",
            "<svg/onload=a>",
            "<a href='javascript:a'>x</a>", "<style>*{}</style>", "<iframe srcdoc='<script>a</script>'></iframe>",
            "<!--><img src=x>-->", "<![CDATA[<b>]]>", "<?php <b> ?>", "<div>\n<p onclick=a>x &lt;b&gt;</p>\n</div>",
            "&lt;script&gt;alert(1)&lt;/script&gt;", "`<script>`", "    <script>", "```<script>\n<b>\n```",
            "\\<script>",
            "# <b>", "[<b>](http://e.x/\"><b>)", "[x](<http://e.x/\"onmouseover=\"a>)", "[x](http://e.x 'a\"><b>')",
            "![<b>](x '<b>')", "<div><a '", "<div><scr<script>ipt>", "<x\n\ny>", "<b\u{0}>", "</p><b>", "<mark>",
            "[x](http://e.x/'onmouseover='a)", "<https://e.x/\"><b>>",
        ])
    func neverWritesRawHTML(body: String) {
        let html = MarkdownHTML.render(body)

        #expect(isSafe(html), "\(html)")
    }

    @Test("A link's attribute can't be left")
    func encodesAttributes() {
        let html = MarkdownHTML.render("[x](<http://e.x/\"' <>é\\>> \"\\\"'&lt;&amp;\")")

        #expect(!html.contains("<a") || isSafe(html))
        #expect(
            MarkdownHTML.render("[x](<http://e.x/\"' &lt;é> '\\'\"<')")
                == "<p><a href=\"http://e.x/%22&#39;%20%3C%C3%A9\" title=\"&#39;&quot;&lt;\" rel=\"nofollow noopener\">x</a></p>\n"
        )
    }

    @Test("Passages are marked piece by piece, overlapping ones too, and the first piece has the id")
    func marksPassages() {
        let html = MarkdownHTML.render(
            "ab *cd* <e\n\n`f`",
            marks: [.init(range: 1..<4, id: "q\"1"), .init(range: 3..<11, id: "q-2"), .init(range: 4..<4, id: "no")])

        #expect(
            html == """
                <p>a<mark id="q1">b </mark><em><mark><mark id="q-2">c</mark></mark><mark>d</mark></em><mark> &lt;e</mark></p>
                <p><code><mark>f</mark></code></p>

                """)
    }

    @Test("What is shown is the article's text, and nothing in it is unsafe", arguments: 0..<40)
    func showsTheText(seed: Int) {
        var bodies = RandomBodies(seed: seed)

        for _ in 0..<50 {
            let body = bodies.next()
            let article = ArticleText(body: body)
            let half = article.scalarCount / 2
            let html = MarkdownHTML.render(body, marks: [.init(range: half / 2..<half, id: "m")])

            #expect(isSafe(html), "\(body.debugDescription)")
            #expect(
                shownText(html).unicodeScalars.filter { $0 != "\n" }
                    .elementsEqual(article.text.unicodeScalars.filter { $0 != "\n" }), "\(body.debugDescription)")
            #expect(
                markedText(html).unicodeScalars.filter { $0 != "\n" }
                    .elementsEqual(article.words(in: half / 2..<half).unicodeScalars.filter { $0 != "\n" }))
        }
    }
}

/// Whether `html` has no tag but those that Markdown makes, with no attribute but those that are written for it, and no
/// ampersand but those of references.
func isSafe(_ html: String) -> Bool {
    let elements = [
        #/</?(p|em|strong|code|pre|ul|li|blockquote|mark|h[1-6]|ol|a)>|<(hr|br)>|<ol start="[0-9]+">/#,
        #/<(mark) id="m">|<(h[1-6]) id="section-[0-9]+">|<ol start="[0-9]+">/#,
    ]
    let link = #/<a href="(https?://|mailto:)[^"<>\s]+"( title="[^"<>]*")? rel="nofollow noopener">/#.ignoresCase()
    let reference = #/&(amp|lt|gt|quot|#39);/#
    // By code points: a combining mark after a tag must not hide it.
    var rest = html.replacing(link.matchingSemantics(.unicodeScalar), with: "")
    for element in elements { rest = rest.replacing(element.matchingSemantics(.unicodeScalar), with: "") }
    rest = rest.replacing(reference.matchingSemantics(.unicodeScalar), with: "")
    return rest.unicodeScalars.allSatisfy { !["<", ">", "\"", "&"].contains($0) }
}

/// The text between the tags of `html`.
func shownText(_ html: String) -> String {
    var text = String.UnicodeScalarView()
    var isInTag = false
    for scalar in html.unicodeScalars {
        if scalar == "<" {
            isInTag = true
        } else if scalar == ">" {
            isInTag = false
        } else if !isInTag {
            text.append(scalar)
        }
    }
    return unescaped(String(text)).trimmingPrefix("\n").description.trimmedAtEnd
}

/// The text inside the `<mark>` elements of `html`.
func markedText(_ html: String) -> String {
    html.matches(of: #/<mark[^>]*>([^<]*)</mark>/#.matchingSemantics(.unicodeScalar)).map { unescaped(String($0.1)) }
        .joined()
}

private func unescaped(_ text: String) -> String {
    var bytes = Array(text.utf8)[...]
    var result: [UInt8] = []
    let references: [(String, UInt8)] = [
        ("&amp;", 0x26), ("&lt;", 0x3C), ("&gt;", 0x3E), ("&quot;", 0x22), ("&#39;", 0x27),
    ]
    while let first = bytes.first {
        if let (name, byte) = references.first(where: { bytes.starts(with: $0.0.utf8) }) {
            result.append(byte)
            bytes = bytes.dropFirst(name.utf8.count)
        } else {
            result.append(first)
            bytes = bytes.dropFirst()
        }
    }
    return String(decoding: result, as: UTF8.self)
}

extension String {
    fileprivate var trimmedAtEnd: String {
        var result = self
        while result.hasSuffix("\n") { result.removeLast() }
        return result
    }
}
