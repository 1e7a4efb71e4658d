import Foundation
import Knowledge
import Testing

@Suite("Pages that are read")
struct PagesReadingTests {
    /// Two articles that give two figures for one thing.
    private func fillWithDispute(_ site: PagesSite) {
        for (title, value, source) in [("One", 4_200_000_000, "World Bank"), ("Two", 2_900_000_000, "National Bank")] {
            site.post(
                "articles",
                [
                    "title": .string(title), "published_on": "2024-05-17",
                    "statistics": [
                        [
                            "indicator": "Remittances", "value": .number(JSONNumber(value)), "unit": "USD",
                            "period": "2013", "place": "Tajikistan", "source": .string(source),
                        ]
                    ],
                ])
        }
    }

    @Test("The first page tells which figures disagree, each with its source and its passage")
    func conflicts() throws {
        let site = try PagesSite()
        fillWithDispute(site)

        let html = site.get("/").html

        #expect(html.contains("<h2 id=\"differ\">Figures that disagree</h2>"))
        #expect(html.contains("<a href=\"/indicators/remittances#conflict-1\" dir=\"auto\">Remittances</a>"))
        #expect(html.contains("<strong>USD 4.2 billion</strong> according to <bdi>World Bank</bdi>"))
        #expect(html.contains("<strong>USD 2.9 billion</strong> according to <bdi>National Bank</bdi>"))
        #expect(html.contains("<a href=\"/articles/two#s2\">"))
    }

    @Test("An empty store leads to the first article, in the browser and by curl")
    func empty() throws {
        let html = try PagesSite().get("/").html

        #expect(
            html.contains("<a href=\"/articles/new\">") && html.contains("/sign-in") && html.contains("curl -X POST"))
    }

    // MARK: Search

    @Test("Words that are not there are answered with the nearest that are")
    func suggestion() throws {
        let site = try PagesSite()
        try site.fillWithDemo()

        let name = site.get("/search?q=Dashcul").html
        let word = site.get("/search?q=reservior&kind=articles").html
        let nothing = site.get("/search?q=zzyzx").html

        #expect(name.contains("Did you mean <a href=\"/search?q=Dashkul\"><bdi>Dashkul</bdi></a>?"))
        #expect(word.contains("<bdi>reservoir</bdi></a>?"))
        #expect(nothing.contains("Every word must be there") && !nothing.contains("class=\"suggestion\""))
        #expect(site.get("/api/v1/search?q=Dashcul").html.hasSuffix("\"suggestion\":\"Dashkul\"}"))
        #expect(!site.get("/api/v1/search?q=Dashkul").html.contains("\"suggestion\""))
    }

    @Test("Results of one kind are narrowed by links that count, and a chosen one leads back")
    func facets() throws {
        let site = try PagesSite()
        try site.fillWithDemo()

        let all = site.get("/search?q=water&kind=quotes").html
        let link = String(
            try #require(all.firstMatch(of: #/href="(\/search\?q=water&amp;kind=quotes&amp;topics=[a-z]+)"/#)).output.1)
        let narrowed = site.get(link.replacing("&amp;", with: "&")).html

        #expect(all.contains("<nav class=\"filters\" aria-label=\"Narrow down\">"))
        #expect(narrowed.contains("<a href=\"/search?q=water&amp;kind=quotes\" aria-current=\"true\""))
        #expect(narrowed.contains("Without filters"))
        #expect(
            site.get("/search?q=water&kind=quotes&topics=none").html.contains(
                "<a href=\"/search?q=water&amp;kind=quotes\""))
        #expect(site.get("/search?q=water").html.contains("<nav class=\"kinds\" aria-label=\"Kinds of results\">"))
    }

    @Test("Results of one kind go on from page to page")
    func paging() throws {
        let site = try PagesSite()
        for number in 1...30 { site.post("topics", ["name": .string("Water \(number)")]) }

        let first = site.get("/search?q=water&kind=topics").html
        let next = String(try #require(first.firstMatch(of: #/href="([^"]+cursor=[^"]+)" rel="next"/#)).output.1)
        let second = site.get(next.replacing("&amp;", with: "&")).html

        #expect(first.ranges(of: "<h3 dir=\"auto\"><a href=\"/topics/").count == 25)
        #expect(second.ranges(of: "<h3 dir=\"auto\"><a href=\"/topics/").count == 5)
    }

    // MARK: Citing

    @Test("An article is cited in each style, in BibTeX, and as files")
    func citing() throws {
        let site = try PagesSite()
        try site.fillWithDemo()

        let html = site.get("/articles/a-low-lake-at-kamarsk").html

        #expect(html.contains("<details class=\"cite\" id=\"cite\">"))
        #expect(html.contains("Tolvane, M. (2025, March 18). A low lake at Kamarsk, and three ways to measure it"))
        #expect(html.contains("[Electronic resource] // The Teshel Courier."))
        #expect(html.contains("@article{a-low-lake-at-kamarsk,"))
        for form in ["bib", "ris", "csl.json"] {
            #expect(html.contains("<a href=\"/api/v1/articles/a-low-lake-at-kamarsk.\(form)\" download>"))
        }
    }

    @Test("So is a single quote, with its words and its own address")
    func citingQuote() throws {
        let site = try PagesSite(publicURL: "https://sources.example.org")
        try site.fillWithDemo()
        let html = site.get("/articles/a-low-lake-at-kamarsk").html
        let id = try #require(html.firstMatch(of: #/href="\?cite=(q\d+)#cite"/#)).output.1

        let cited = site.get("/articles/a-low-lake-at-kamarsk?cite=\(id)").html

        #expect(cited.contains("<details class=\"cite\" id=\"cite\" open>"))
        #expect(cited.contains("Quoted in: Tolvane, M."))
        #expect(cited.contains("https://sources.example.org/articles/a-low-lake-at-kamarsk#\(id)</span>"))
        #expect(cited.contains("/api/v1/quotes/\(id.dropFirst()).bib"))
        #expect(site.get("/articles/a-low-lake-at-kamarsk?cite=nonsense").status == 200)
    }

    // MARK: Experts

    private func fillWithStatements(_ site: PagesSite) {
        for (day, publisher, role) in [("2019-05-17", "The Wire", "analyst"), ("2020-01-02", "The Herald", "adviser")] {
            site.post(
                "articles",
                [
                    "title": .string("In \(publisher)"), "published_on": .string(day), "publisher": .string(publisher),
                    "quotes": [
                        [
                            "expert": "Ana Kim", "kind": "direct", "text": "There were hopes", "role": .string(role),
                            "topics": ["Water"],
                        ]
                    ],
                ])
        }
        site.post(
            "articles",
            [
                "title": "Later", "published_on": "2021-03-04",
                "quotes": [
                    [
                        "expert": "Ana Kim", "kind": "indirect", "text": "she had left", "role": "adviser",
                        "topics": ["Energy"],
                    ],
                    ["expert": "Ben Expert", "kind": "direct", "text": "She had not", "topics": ["Energy"]],
                ],
            ])
    }

    @Test("What was printed several times is one statement with all that print it; roles stand in time")
    func statements() throws {
        let site = try PagesSite()
        fillWithStatements(site)

        let html = site.get("/experts/ana-kim").html

        #expect(html.ranges(of: "<li class=\"quote\">").count == 2)
        #expect(html.contains("<summary>Printed 2 times</summary>"))
        #expect(html.contains("<a href=\"/articles/in-the-herald#q2\"><bdi>In The Herald</bdi></a>"))
        #expect(html.contains("2 statements, 3 quotes in 3 articles"))
        let years = html.matches(of: #/<h3>(\d{4})<\/h3>/#).map { String($0.output.1) }
        #expect(years == ["2021", "2019"])
        #expect(html.contains("<li class=\"inferred\"><span dir=\"auto\">analyst</span>"))
        #expect(html.contains("printed 2 times, 2 January 2020 – 4 March 2021"))
    }

    @Test("Statements are narrowed by topic, year and kind, and turned round, by links")
    func narrowed() throws {
        let site = try PagesSite()
        fillWithStatements(site)
        func texts(_ query: String) -> Int {
            site.get("/experts/ana-kim\(query)").html.ranges(of: "<li class=\"quote\">").count
        }

        #expect(site.get("/experts/ana-kim").html.contains("<a href=\"/experts/ana-kim?topic=water\""))
        #expect(texts("?topic=water") == 1)
        #expect(texts("?year=2021") == 1)
        #expect(texts("?year=2018") == 0)
        #expect(texts("?kind=indirect&topic=energy") == 1)
        #expect(site.get("/experts/ana-kim?year=2018").html.contains("Nothing is left with these filters."))
        let years = site.get("/experts/ana-kim?sort=on").html.matches(of: #/<h3>(\d{4})<\/h3>/#).map {
            String($0.output.1)
        }
        #expect(years == ["2019", "2021"])
        #expect(site.get("/experts/ana-kim?year=x").status == 400)
    }

    @Test("Two experts stand side by side, by slug or by name, on one topic")
    func compare() throws {
        let site = try PagesSite()
        fillWithStatements(site)

        let html = site.get("/compare?experts=ana-kim&experts=Ben%20Expert&topic=energy").html

        #expect(html.contains("<h1 dir=\"auto\">Ana Kim and Ben Expert</h1>"))
        #expect(html.ranges(of: "<section aria-labelledby=\"side-").count == 2)
        #expect(html.contains("she had left") && html.contains("She had not") && !html.contains("There were hopes"))
        #expect(site.get("/compare?experts=ana-kim,ben-expert").html.contains("There were hopes"))
        let unknown = site.get("/compare?experts=ana-kim&experts=Ben%20Expret").html
        #expect(unknown.contains("There is no expert “Ben Expret”. Did you mean <a href=\"/experts/ben-expert\">"))
        #expect(site.get("/experts/ana-kim").html.contains("<option value=\"Ben Expert\">"))
    }

    @Test("A topic has who said what of it side by side, a source its figures by what they measure")
    func sideBySide() throws {
        let site = try PagesSite()
        fillWithStatements(site)
        fillWithDispute(site)

        let topic = site.get("/topics/energy").html
        let source = site.get("/sources/world-bank").html

        #expect(topic.ranges(of: "<section class=\"side\"").count == 2)
        #expect(topic.contains("<form class=\"ask\" action=\"/compare\">"))
        #expect(source.contains("<a href=\"/indicators/remittances\" dir=\"auto\">Remittances</a></h3>"))
        #expect(source.contains("<p class=\"value\">USD 4.2 billion</p>"))
    }
}
