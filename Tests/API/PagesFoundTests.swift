import HTTPTypes
import Knowledge
import Testing

@Suite("Pages are found, shared and cited")
struct PagesFoundTests {
    private static let address = "https://sources.example.org/articles/a-low-lake-at-kamarsk"

    private func demo(_ path: String) throws -> String {
        let site = try PagesSite(publicURL: "https://sources.example.org")
        try site.fillWithDemo()
        return site.get(path).html
    }

    @Test("An article’s head has its title, description, own address, editions, and what is shown where it is shared")
    func head() throws {
        let html = try demo("/articles/a-low-lake-at-kamarsk?cite=q1")

        #expect(html.contains("<title>A low lake at Kamarsk, and three ways to measure it · Sourcebook</title>"))
        #expect(html.contains("<meta name=\"description\" content=\"The reservoir that lights"))
        #expect(html.contains("<link rel=\"canonical\" href=\"\(Self.address)\">"))
        let original = "href=\"\(Self.address)\">"
        #expect(html.contains("<link rel=\"alternate\" hreflang=\"en\" \(original)"))
        #expect(html.contains("<link rel=\"alternate\" hreflang=\"x-default\" \(original)"))
        #expect(
            html.contains(
                "<link rel=\"alternate\" hreflang=\"ru\" href=\"https://sources.example.org/articles/ozero-u-kamarska\">"
            ))
        for (name, content) in [
            ("type", "article"), ("title", "A low lake at Kamarsk, and three ways to measure it"),
            ("url", Self.address),
        ] {
            #expect(html.contains("<meta property=\"og:\(name)\" content=\"\(content)\">"))
        }
    }

    @Test("What has no description is described by what it begins with, or by who it is")
    func description() throws {
        let site = try PagesSite()
        site.post(
            "articles",
            [
                "title": "Plain", "body": "The *first* paragraph.\n\nThe second.",
                "quotes": [["expert": "Ana Kim", "kind": "direct", "text": "The first", "role": "analyst"]],
            ])

        #expect(
            site.get("/articles/plain").html.contains("<meta name=\"description\" content=\"The first paragraph.\">"))
        #expect(
            site.get("/experts/ana-kim").html.contains("name=\"description\" content=\"analyst: 1 quote in 1 article"))
    }

    @Test("An edition’s tags are those of the original")
    func edition() throws {
        let html = try demo("/articles/ozero-u-kamarska")

        #expect(html.contains("hreflang=\"en\" href=\"\(Self.address)\""))
        #expect(html.contains("hreflang=\"x-default\" href=\"\(Self.address)\""))
        #expect(html.contains("hreflang=\"ru\" href=\"https://sources.example.org/articles/ozero-u-kamarska\""))
    }

    @Test("Reference managers read an article’s page")
    func citation() throws {
        let html = try demo("/articles/the-money-that-comes-home")

        for (name, content) in [
            ("title", "The money that comes home to the Teshel valley"), ("author", "Mira Tolvane"),
            ("author", "Ayla Denizgör"), ("publisher", "The Teshel Courier"), ("journal_title", "The Teshel Courier"),
            ("language", "en"), ("public_url", "https://sources.example.org/articles/the-money-that-comes-home"),
        ] {
            #expect(html.contains("<meta name=\"citation_\(name)\" content=\"\(content)\">"), "\(name)")
        }
        #expect(html.firstMatch(of: #/name="citation_publication_date" content="\d{4}/\d\d/\d\d"/#) != nil)
    }

    @Test(
        "A page says what it is about in the words of schema.org, and nothing in that ends its element",
        arguments: [
            ("/", "WebSite"), ("/articles/a", "NewsArticle"), ("/experts/e", "Person"),
            ("/indicators/i", "StatisticalVariable"), ("/sources/s", "Organization"), ("/topics/t", "DefinedTerm"),
        ])
    func linkedData(_ path: String, _ type: String) throws {
        let site = try PagesSite(publicURL: "https://sources.example.org")
        let name: JSON = "</script><!--<script>"
        for (resource, slug) in [("experts", "e"), ("indicators", "i"), ("sources", "s"), ("topics", "t")] {
            site.post(resource, ["name": name, "slug": .string(slug)])
        }
        site.post("articles", ["title": name, "slug": "a"])

        let html = site.get(path).html

        let data = try #require(html.firstMatch(of: #/<script type="application/ld\+json">(.*?)<\/script>/#)).output.1
        #expect(!data.contains("<"))
        #expect(try JSONReader.read(String(data))["@type"]?.string == type)
    }

    @Test("A picture is loaded from elsewhere only where the operator says so, and takes its place beforehand")
    func images() throws {
        let article: JSON = [
            "title": "Pictures",
            "photos": [
                ["url": "https://example.org/a.jpg", "caption": "A river", "credit": "Ana Author"],
                ["url": "http://example.org/b.jpg", "caption": "A dam"],
            ],
        ]
        let without = try PagesSite(publicURL: "https://sources.example.org")
        without.post("articles", article)
        let with = try PagesSite(showsImages: true)
        with.post("articles", article)

        let plain = without.get("/articles/pictures")
        let shown = with.get("/articles/pictures")

        for page in [plain, shown] {
            #expect(page.html.contains("A river") && page.html.contains("Ana Author") && page.html.contains("A dam"))
        }
        #expect(!plain.html.contains("<img"))
        #expect(plain.fields[.contentSecurityPolicy]?.contains("img-src 'self' data:;") == true)
        #expect(shown.html.ranges(of: "<img").count == 1)
        #expect(
            shown.html.contains(
                "width=\"600\" height=\"400\" loading=\"lazy\" decoding=\"async\" referrerpolicy=\"no-referrer\""))
        #expect(shown.fields[.contentSecurityPolicy]?.contains("img-src 'self' data: https:;") == true)
    }

    @Test("Crawlers are led to the sitemap, and away from what has no end")
    func robots() throws {
        let site = try PagesSite(publicURL: "https://sources.example.org")

        let robots = site.get("/robots.txt", accept: "*/*")

        #expect(robots.type == "text/plain; charset=utf-8")
        #expect(robots.html.contains("Disallow: /search\n"))
        #expect(robots.html.hasSuffix("Sitemap: https://sources.example.org/sitemap.xml\n"))
        #expect(site.get("/search?q=a").html.contains("<meta name=\"robots\" content=\"noindex\">"))
        #expect(!site.get("/").html.contains("noindex"))
        #expect(
            site.get("/").html.contains("<link rel=\"alternate\" type=\"application/atom+xml\" href=\"/feed.atom\">"))
    }
}
