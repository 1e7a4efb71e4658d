import Testing

@testable import Knowledge

@Suite("An article's text")
struct ArticleTextTests {
    @Test(
        "Markdown's marks are taken away and everything else stays",
        arguments: [
            ("", ""),
            ("Up \\$893 million, \\*all\\* of it", "Up $893 million, *all* of it"),
            ("Re**mark**able *and* __so__ `on*`", "Remarkable and so on*"),
            (
                "A [link *here*](https://a.b/c_(d) \"t\"), [r][R], [R] and <https://e.x/?a&amp;b>\n\n[r]: /u 'x'",
                "A link here, r, R and https://e.x/?a&b"
            ),
            ("Fish &amp; chips&nbsp;&#8212; &copy; &nosuch;", "Fish & chips\u{A0}— © &nosuch;"),
            ("one\ntwo  \nthree\\\nfour", "one\ntwo\nthree\nfour"),
            ("# Head #\n\nSub\nhead\n---\ntext", "Head\n\nSub\nhead\n\ntext"),
            ("- a\n- b\n\n  c\n\n> q\n> r\n>\n> s", "a\n\nb\n\nc\n\nq\nr\n\ns"),
            ("a\n\n***\n\n\n\n\nb", "a\n\nb"),
            (
                "```swift\n\nlet a = \"\\$&amp;\"\n\n  b\n\n```\n\n    c\n    \td",
                "let a = \"\\$&amp;\"\n\n  b\n\nc\n\td"
            ),
            ("see ![a *map* of it](m.png) there", "see a map of it there"),
            ("![](m.png)\n\nx", "x"),
            ("one<br>two <b class='x>y'>three</b><!-- no -->", "onetwo three"),
            ("<br>\na\n<br>\nb\n<br>", "a\nb"),
            (
                "<div class=\"a>b\">\n  <p>One &amp; two</p>\n\n</div>\n\n<script>\nno()\n</script>\n<!-- no\n\nno -->",
                "One & two"
            ),
            ("| a | b |\n|---|---|\n| 1 | 2 |", "| a | b |\n|---|---|\n| 1 | 2 |"),
            ("a\r\nb\r\n\r\nc\rd", "a\nb\n\nc\nd"),
            ("\u{FEFF}# a", "a"),
            ("e\u{301} 👩‍💻 Тоҷикистон שלום", "e\u{301} 👩‍💻 Тоҷикистон שלום"),
            ("[only]: /definitions", ""),
            ("`  a\n\t`", " a"), ("`  a\t\n\t` b", " a\t b"), ("`\n\ta` b", " a b"),
            ("[r]: \u{B}/u 't'\nz", "[r]: \u{B}/u 't'\nz"), ("> a <X\n    >> b", "a > b"),
            ("> a\n> b\\\n    > \u{B}", "a\nb\n    >"), ("><s\n    > ", ""), ("><s\n    >    > d", "    > d"),
            ("> a <s\n    > \nb", "a \nb"),
            ("> a\\\n>\\>> b", "a\n>> b"), ("> a\\\n    >\\>> b", "a\n    >>> b"),
            ("> -  a\\\n>\tb", "a\n  b"), ("> -  `a\n>\tb`", "a   b"), ("> [r]: /u\n>   [s]: /u", ""),
            ("> [r]: /u\n   [s]: /u", "   [s]: /u"), ("[r]: /u\n===\n    ===\nx\n---", "===\n===\nx"),
            ("[r]: /u\n'a\n===\nb'", "'a\n\nb'"), ("1.  > a\\\n     >>\\>", "a\\\n\n>"), ("[a](<b\\\nc>) d", "a d"),
            ("[r]: /u 't\\'\nz", "z"), ("[r]: /u 't\\\\' x'\nz", "z"), ("[a](u \"\\\") b", "a b"),
        ])
    func takesMarksAway(body: String, text: String) {
        let article = ArticleText(body: body)

        #expect(Array(article.text.unicodeScalars) == Array(text.unicodeScalars))
        #expect(article.scalarCount == text.unicodeScalars.count)
        #expect(article.disagreements == 0)
    }

    @Test(
        "A passage leads to its place in the body",
        arguments: [
            ("It was \\$893 million", "$893 million", "\\$893 million"),
            ("Fish &amp; chips", "Fish & chips", "Fish &amp; chips"),
            ("Fish &amp; chips", "&", "&amp;"),
            ("by **Umed Jaihani** then", "Umed Jaihani", "Umed Jaihani"),
            ("by **Umed Jaihani** then", "by Umed Jaihani then", "by **Umed Jaihani** then"),
            ("re[mark](b \"mark\")able [b](b)b", "remarkable bb", "re[mark](b \"mark\")able [b](b)b"),
            ("> one\n> two", "one\ntwo", "one\n> two"),
            ("- \\* `a\n  b` c", "* a b c", "\\* `a\n  b` c"),
            ("a\r\n\r\nb", "a\n\nb", "a\r\n\r\nb"),
            ("\u{FEFF}\u{FEFF}**e\u{301}😀** x", "e\u{301}😀 x", "e\u{301}😀** x"),
            (">     code\n>\n> - \tmore", "code\n\nmore", "code\n>\n> - \tmore"),
            ("[a]: b\n[c]:\n  d 'e\n f'\nb [a] b", "b a b", "b [a] b"),
            ("<div>\n> *a* &lt;\n</div>", "> *a* <", "> *a* &lt;"),
            ("> lazy `x\n      > y`", "lazy x       > y", "lazy `x\n      > y"),
            ("A <http://e.x/a&amp;b> c", "http://e.x/a&b c", "http://e.x/a&amp;b> c"),
            ("x &NotEqualTilde; y", "\u{2242}\u{338}", "&NotEqualTilde;"),
        ])
    func leadsToTheBody(body: String, passage: String, place: String) {
        let article = ArticleText(body: body)
        let range = range(of: passage, in: article.text)

        let found = article.bodyRange(ofText: range)

        #expect(bytes(found, of: body) == Array(place.utf8))
        #expect(article.textRange(ofBody: found) == range)
        #expect(article.words(in: range) == passage)
    }

    @Test("A range of the body leads to the letters it touches")
    func leadsBack() {
        let article = ArticleText(body: "a **b** &amp; c\n\nd")

        #expect(article.text == "a b & c\n\nd")
        #expect(article.textRange(ofBody: 0..<5) == 0..<3)
        #expect(article.textRange(ofBody: 2..<4) == 2..<2)
        #expect(article.textRange(ofBody: 9..<10) == 4..<5)
        #expect(article.textRange(ofBody: 15..<18) == 9..<10)
        #expect(article.textRange(ofBody: 0..<1000) == 0..<10)
        #expect(article.textRange(ofBody: 500..<1000) == 10..<10)
    }

    @Test("What lies outside is cut off, and an empty range has a place")
    func clamps() {
        let article = ArticleText(body: "**ab**")

        #expect(article.bodyRange(ofText: -5..<50) == 2..<4)
        #expect(article.bodyRange(ofText: 1..<1) == 3..<3)
        #expect(article.bodyRange(ofText: 2..<2) == 4..<4)
        #expect(article.words(in: -5..<1) == "a")
        #expect(ArticleText(body: "").bodyRange(ofText: 0..<9) == 0..<0)
    }

    @Test("Headings are listed with where they stand")
    func listsSections() {
        let article = ArticleText(body: "Lead\n\n## *Trade*\n\nx\n\n# \n\nTwo\nlines\n===\n\n> ### Quoted")

        #expect(
            article.sections == [
                .init(level: 2, title: "Trade", start: 6), .init(level: 1, title: "Two lines", start: 16),
                .init(level: 3, title: "Quoted", start: 27),
            ])
        #expect(article.words(in: 27..<33) == "Quoted")
    }
}

/// The first place of `passage` in `text`, in code points.
func range(of passage: String, in text: String) -> Range<Int> {
    let sought = Array(passage.unicodeScalars)
    let scalars = Array(text.unicodeScalars)
    let starts = 0...max(0, scalars.count - sought.count)
    guard let start = starts.first(where: { scalars[$0...].starts(with: sought) }) else { return 0..<0 }
    return start..<(start + sought.count)
}

func bytes(_ range: Range<Int>, of body: String) -> [UInt8] {
    Array(Array(body.utf8)[range])
}
