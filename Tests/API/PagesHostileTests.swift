import Knowledge
import Testing

@Suite("What people wrote is shown as letters")
struct PagesHostileTests {
    /// The second has a combining accent behind each sign: one character to Swift, and still a sign to a browser.
    static let payloads = [
        "<script>alert(1)</script>", "\"\u{301} onmouseover=\"\u{301}alert(1)",
        "'\u{301}><\u{301}img src=x onerror=alert(1)>",
        "{{title}} {{{body}}} {{>layout}}", "</title><svg onload=alert(1)>", "&lt;b&gt; &amp;",
    ]

    static let pages = [
        "/", "/articles", "/experts", "/indicators", "/sources", "/topics", "/articles/hostile", "/experts/hostile",
        "/indicators/hostile", "/sources/hostile", "/topics/hostile", "/search?q=hostile",
        "/search?q=hostile&kind=quotes", "/articles/hostile?cite=q1", "/compare?experts=hostile&experts=other",
    ]

    @Test("In no page does a payload become markup", arguments: payloads)
    func payload(_ payload: String) throws {
        let site = try PagesSite()
        let words = JSON.string(payload + " hostile")
        let named: JSON = ["name": words, "slug": "hostile"]
        site.post("topics", named)
        site.post("sources", ["name": words, "slug": "hostile", "kind": words])
        site.post("indicators", ["name": words, "slug": "hostile", "description": words, "unit": words])
        site.post("experts", ["name": "Other hostile", "slug": "other"])
        site.post(
            "experts",
            [
                "name": words, "slug": "hostile", "description": words, "other_names": [["name": words]],
                "identifiers": [["scheme": "wikidata", "value": words], ["scheme": words, "value": words]],
                "affiliations": [["role": words, "organization": words]],
                "links": [["url": "https://example.org/?a='b", "title": words]],
            ])
        let posted = site.post(
            "articles",
            [
                "title": words, "slug": "hostile", "subtitle": words, "publisher": words, "authors": [words],
                "places": [words], "topics": ["hostile"], "note": words, "license": words, "language": "en",
                "body": .string("# \(payload)\n\n\(payload) hostile\n\n    \(payload)"),
                "photos": [["caption": words, "credit": words]],
                "links": [["url": "https://example.org/", "title": words]],
                "quotes": [
                    [
                        "expert": "hostile", "kind": "direct", "text": words, "role": words, "speaker": words,
                        "topics": ["hostile"],
                    ]
                ],
                "statistics": [
                    [
                        "indicator": "hostile", "value": 1, "unit": words, "printed": words, "place": words,
                        "counterpart": words, "dimensions": ["sex": words], "source": "hostile", "stated_by": "hostile",
                    ]
                ],
            ])
        #expect(posted.status == 201, "\(posted.html)")

        for path in Self.pages {
            let page = site.get(path)

            #expect(page.status == 200)
            #expect(page.html.contains("hostile"))
            for sign in ["<script>alert", "<img", "<svg", "<\u{301}img", "=\"\u{301}"] {
                // By bytes: Swift's own comparison takes a sign and its accent for one character.
                #expect(!page.html.utf8.contains(sign.utf8), "\(sign) in \(path)")
            }
            #expect(!page.html.utf8.contains("\"\u{301}".utf8), "a bare quotation mark in \(path)")
        }
    }

    @Test("Links lead to the web or to a mailbox, whatever the body says")
    func links() throws {
        let site = try PagesSite()
        site.post(
            "articles",
            [
                "title": "Links", "slug": "links",
                "body":
                    "[a](javascript:alert(1)) [b](data:text/html,x) [c](vbscript:x) [d](https://example.org/) <b onclick=x>e</b> ![f](https://example.org/x.png)",
            ])

        let html = site.get("/articles/links").html

        #expect(html.contains("<a href=\"https://example.org/\" rel=\"nofollow noopener\">d</a>"))
        for sign in ["javascript:", "data:", "vbscript:", "onclick", "<img"] { #expect(!html.contains(sign)) }
    }

    @Test("A search for markup shows it as letters")
    func search() throws {
        let site = try PagesSite()

        let html = site.get("/search?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E").html

        #expect(html.contains("value=\"&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;\""))
        #expect(!html.contains("<script>alert"))
    }

    @Test("Text in another language says so, and one that runs from right to left does")
    func rightToLeft() throws {
        let site = try PagesSite()
        site.post("articles", ["title": "نهر", "slug": "nahr", "language": "ar", "body": "كانت هناك آمال"])

        let html = site.get("/articles/nahr").html

        #expect(html.contains("<h1 lang=\"ar\" dir=\"auto\">نهر</h1>"))
        #expect(html.contains("<div class=\"body\" id=\"text\" data-article=\"1\" lang=\"ar\" dir=\"rtl\">"))
    }
}

extension String.UTF8View {
    fileprivate func contains(_ bytes: String.UTF8View) -> Bool {
        firstRange(of: Array(bytes)) != nil
    }
}
