import Foundation
import HTTPTypes
import Knowledge
import Testing

@Suite("Pages")
struct PagesTests {
    static let demo = [
        "/", "/search", "/search?q=lake", "/search?q=lake&kind=quotes", "/articles", "/experts", "/indicators",
        "/sources",
        "/compare", "/compare?experts=ilmira-dashkul,teshel-basin-council", "/articles/a-low-lake-at-kamarsk?cite=q1",
        "/topics", "/articles/a-low-lake-at-kamarsk", "/experts/ilmira-dashkul", "/indicators/people-who-left",
        "/sources/bank-of-sarvenia", "/topics/water",
    ]

    @Test("Each page is HTML with one heading, whole, and with nothing left of its template", arguments: demo)
    func renders(_ path: String) throws {
        let site = try PagesSite()
        try site.fillWithDemo()

        let page = site.get(path)

        #expect(page.status == 200)
        #expect(page.type == "text/html; charset=utf-8")
        #expect(page.html.hasPrefix("<!doctype html>"))
        #expect(page.html.hasSuffix("</html>\n"))
        #expect(page.html.ranges(of: "<h1").count == 1)
        // BibTeX has braces of its own.
        #expect(!page.html.replacing(" = {{", with: "").contains("{{"))
        // What has no value is `false` to a template: it is to be left out, not written.
        #expect(!page.html.contains(">false<") && !page.html.contains("href=\"false"))
    }

    @Test(
        "A page lets nothing run, load or frame but what comes from here",
        arguments: demo + ["/nowhere", "/articles/none"])
    func policy(_ path: String) throws {
        let site = try PagesSite()

        let page = site.get(path)

        let policy = page.fields[.contentSecurityPolicy] ?? ""
        #expect(policy.hasPrefix("default-src 'none'; script-src 'self'; style-src 'self'"))
        #expect(policy.contains("frame-ancestors 'none'"))
        #expect(!policy.contains("unsafe"))
        #expect(!page.html.contains("<style"))
        #expect(!page.html.contains(" style="))
        // Some hold words or what the page is about, which nothing runs.
        let scripts = page.html.ranges(of: "<script").count
        let data = page.html.ranges(of: "<script type=\"application/ld+json\">").count
        #expect(page.html.ranges(of: "<script type=\"application/json\" id=\"words\">").count == 1)
        #expect(page.html.ranges(of: "<script type=\"module\" src=\"/assets/").count == scripts - 1 - data)
    }

    @Test("An article shows its quotes and figures, and marks their passages in its text")
    func article() throws {
        let site = try PagesSite()
        try site.fillWithDemo()

        let html = site.get("/articles/a-low-lake-at-kamarsk").html

        #expect(
            html.contains("<blockquote class=\"direct\" lang=\"en\" dir=\"auto\"><p>Concrete forgives a good deal."))
        #expect(html.contains("about 18,000 people"))
        #expect(html.contains("0.3–0.5 km³"))
        #expect(html.contains("USD 310 million"))
        #expect(html.contains("<h2 id=\"section-1\">What the lake holds</h2>"))
        let anchors = html.matches(of: /data-passage="([qs]\d+)"/).map { String($0.output.1) }
        #expect(anchors.count == 23)
        for anchor in anchors { #expect(html.contains("<mark id=\"\(anchor)\">")) }
    }

    @Test("An expert’s quotes stand by article, each with the role printed there and its passage")
    func expert() throws {
        let site = try PagesSite()
        try site.fillWithDemo()

        let html = site.get("/experts/ilmira-dashkul").html

        #expect(html.contains("11 quotes in 3 articles, 18 March – 5 June 2025"))
        #expect(html.contains("<span lang=\"ru\" dir=\"auto\">Ильмира Дашкуль</span>"))
        #expect(html.contains("<span class=\"around\">…against doing so. In her view </span>drought explains"))
        #expect(html.firstRange(of: "adviser to the Teshel Basin Council") != nil)
        #expect(html.firstMatch(of: #/href="/articles/a-low-lake-at-kamarsk\#q\d+"/#) != nil)
    }

    @Test("An indicator’s figures stand by period, and it is said where they differ")
    func indicator() throws {
        let site = try PagesSite()
        try site.fillWithDemo()

        let html = site.get("/indicators/people-who-left").html

        #expect(html.contains("2 different values"))
        #expect(html.contains("rowspan=\"3\""))
        #expect(html.contains("Teshel valley, sex: female"))
        #expect(html.contains("<mark>31,400</mark>"))
    }

    @Test("What is found is marked, whatever script it is in")
    func search() throws {
        let site = try PagesSite()
        try site.fillWithDemo()

        let html = site.get("/search?q=%D1%81%D0%BA%D0%BB%D0%BE%D0%BD").html

        #expect(html.contains("Мокрый <mark>склон</mark> не прощает ничего"))
    }

    @Test("An empty store tells how to put the first article in")
    func emptyStore() throws {
        let site = try PagesSite()

        let html = site.get("/").html

        #expect(html.contains("curl -X POST"))
        #expect(site.get("/experts").html.contains("There are none yet."))
    }

    @Test("An article with nothing but a title is a page")
    func bareArticle() throws {
        let site = try PagesSite()
        site.post("articles", ["title": "Bare"])

        let page = site.get("/articles/bare")

        #expect(page.status == 200)
        #expect(!page.html.contains("<aside"))
    }

    @Test("All 300 quotes of an article are on its page")
    func manyQuotes() throws {
        let site = try PagesSite()
        let quotes = (0..<300).map { number -> JSON in
            [
                "expert": .string("Speaker \(number % 7)"), "kind": "direct",
                "text": .string("word number \(number) of many"),
            ]
        }
        site.post("articles", ["title": "Many", "quotes": .array(quotes)])

        let html = site.get("/articles/many").html

        #expect(html.ranges(of: "<li class=\"quote\"").count == 300)
        #expect(html.ranges(of: "Not found in the text").count == 300)
    }

    @Test("An id leads to the record’s own address")
    func redirect() throws {
        let site = try PagesSite()
        site.post("articles", ["title": "A river", "slug": "river"])

        let page = site.get("/articles/1")

        #expect(page.status == 308)
        #expect(page.fields[.location] == "/articles/river")
    }

    @Test("What is not there is a page that helps on, for a browser; for a program a problem")
    func missing() throws {
        let site = try PagesSite()
        site.post("experts", ["name": "Ana Expert"])

        let near = site.get("/experts/ana-expret")
        let nowhere = site.get("/nowhere/at/all")

        #expect(near.status == 404)
        #expect(near.type == "text/html; charset=utf-8")
        #expect(near.html.contains("Did you mean <a href=\"/experts/ana-expert\">"))
        #expect(nowhere.status == 404)
        #expect(nowhere.html.contains("There is nothing at this address"))
        #expect(site.get("/nowhere", accept: "*/*").type == "application/problem+json")
        #expect(site.get("/api/v1/experts/none").type == "application/problem+json")
    }

    @Test("A page that a cursor of another list is sent to says so")
    func badCursor() throws {
        let page = try PagesSite().get("/articles?cursor=nonsense")

        #expect(page.status == 400)
        #expect(page.type == "text/html; charset=utf-8")
        #expect(page.html.contains("cursor is not one that this server gave"))
    }

    @Test("Lists go on from page to page")
    func paging() throws {
        let site = try PagesSite()
        for number in 1...51 { site.post("topics", ["name": .string("Topic \(number)")]) }

        let first = site.get("/topics").html
        let next = try #require(first.firstMatch(of: /href="(\/topics\?cursor=[^"]+)"/)).output.1

        #expect(first.ranges(of: "<li><a href=\"/topics/topic-").count == 50)
        #expect(site.get(String(next)).html.ranges(of: "<li><a href=\"/topics/topic-").count == 1)
    }

    @Test("A page has the same tag until something changes")
    func entityTag() throws {
        let site = try PagesSite()
        site.post("topics", ["name": "Water"])

        let before = site.get("/topics/water").entityTag
        #expect(before != nil)
        #expect(site.get("/topics/water").entityTag == before)
        site.post("articles", ["title": "A river", "topics": ["water"]])

        #expect(site.get("/topics/water").entityTag != before)
    }

    @Test("A missing template is told at once, by its name")
    func missingTemplate() throws {
        let folder = NSTemporaryDirectory() + "sourcebook-views-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }

        let error = #expect(throws: (any Error).self) { try PagesSite(views: folder) }

        #expect(error?.localizedDescription == "The template \(folder)/home.mustache is missing")
    }
}
