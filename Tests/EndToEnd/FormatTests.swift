import Foundation
import Testing

/// The forms in which the binary answers, over a socket.
@Suite struct FormatTests {
    private func server() throws -> RunningServer {
        let server = try RunningServer()
        let demo = try String(contentsOf: Project.root.appendingPathComponent("Demo/articles.ndjson"), encoding: .utf8)
        for line in demo.split(separator: "\n") {
            #expect(try server.post("/api/v1/articles", String(line)).status == 201)
        }
        return server
    }

    @Test func listsAreWholeInTablesAndLines() throws {
        let server = try server()
        for resource in ["articles", "experts", "quotes", "statistics", "indicators", "sources", "topics"] {
            let total = try server.get("/api/v1/\(resource)?count=true&limit=1").json["total"] as? Int ?? -1
            let lines = try server.get("/api/v1/\(resource).ndjson")
            let table = try server.get("/api/v1/\(resource)", fields: ["Accept": "text/csv"])

            #expect(lines.fields["content-type"] == "application/x-ndjson")
            #expect(lines.text.split(separator: "\n").count == total && total > 0)
            #expect(table.fields["content-type"] == "text/csv; charset=utf-8; header=present")
            #expect(table.fields["vary"]?.contains("Accept") == true)
            #expect(table.text.hasPrefix("id,"))
            #expect(records(table.text) == total + 1, "\(resource)")
        }
    }

    /// Records of a table: line ends that stand outside of quotation marks.
    private func records(_ table: String) -> Int {
        var (count, isQuoted) = (0, false)
        for byte in table.utf8 {
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            if byte == UInt8(ascii: "\n"), !isQuoted { count += 1 }
        }
        return count
    }

    @Test func aPageOfATableSaysWhereTheNextIs() throws {
        let server = try server()
        var (path, lines) = ("/api/v1/quotes.ndjson?limit=7", [Substring]())
        for _ in 0..<20 {
            let page = try server.get(path)
            lines += page.text.split(separator: "\n")
            guard let link = page.fields["link"] else { break }
            path = String(link.dropFirst().prefix { $0 != ">" })
        }

        #expect(try lines.joined(separator: "\n") + "\n" == server.get("/api/v1/quotes.ndjson").text)
        #expect(try server.get("/api/v1/quotes.csv?facets=kind").status == 400)
        #expect(try server.get("/api/v1/articles.csv?include=quotes").status == 400)
    }

    @Test func oneRecordIsReadByOtherPrograms() throws {
        let server = try server()
        let list = try server.get("/api/v1/articles?limit=1&fields=id,slug,title").json["items"] as? [[String: Any]]
        let slug = try #require(list?.first?["slug"] as? String)
        let title = try #require(list?.first?["title"] as? String)
        let kinds: [(String, String, String)] = [
            ("json", "application/json", title), ("jsonld", "application/ld+json", "NewsArticle"),
            ("md", "text/markdown; charset=utf-8; variant=CommonMark", "# "),
            ("bib", "application/x-bibtex; charset=utf-8", "@article{\(slug),"),
            ("ris", "application/x-research-info-systems; charset=utf-8", "ID  - \(slug)\r\n"),
            ("csl.json", "application/vnd.citationstyles.csl+json", "article-newspaper"),
            ("txt", "text/plain; charset=utf-8", ""),
        ]
        for (name, type, words) in kinds {
            let answer = try server.get("/api/v1/articles/\(slug).\(name)")
            #expect(answer.status == 200 && answer.fields["content-type"] == type, "\(name): \(answer.status)")
            #expect(words.isEmpty || answer.text.contains(words), "\(name)")
            let essence = String(type.prefix { $0 != ";" })
            guard name != "txt" else { continue }
            let negotiated = try server.get("/api/v1/articles/\(slug)", fields: ["Accept": essence])
            #expect(negotiated.body == answer.body && negotiated.fields["content-type"] == type, "\(name)")
            #expect(try server.get("/api/v1/articles/nothing-here.\(name)").status == 404)
        }
        // What was answered to one is not answered to the next who asks for another.
        #expect(try server.get("/api/v1/articles/\(slug)").fields["content-type"] == "application/json")
        #expect(try server.get("/api/v1/quotes/1.bib").text.contains("-q1,"))
        #expect(try server.get("/api/v1/quotes/1/citations?style=apa").text.contains("Quoted in:"))
        #expect(try server.get("/api/v1/quotes/1/citations").json.keys.sorted() == ["apa", "chicago", "gost"])
        #expect(try server.get("/api/v1/quotes/1/citations?style=mla").status == 400)
    }

    @Test func feedsAndMapsNameTheSitesOwnAddress() throws {
        let server = try server()
        let expert = try server.get("/api/v1/experts?sort=-quotes_count&limit=1").json["items"] as? [[String: Any]]
        let slug = try #require(expert?.first?["slug"] as? String)

        for path in ["/feed", "/experts/\(slug)/feed", "/corrections/feed"] {
            let atom = try server.get("\(path).atom")
            let json = try server.get("\(path).json")
            #expect(atom.status == 200 && atom.fields["content-type"] == "application/atom+xml; charset=utf-8")
            #expect(atom.text.contains("href=\"http://127.0.0.1:\(server.port)\(path).atom\""))
            #expect(atom.text.hasSuffix("</feed>\n"))
            #expect(json.fields["content-type"] == "application/feed+json")
            #expect(try json.json["version"] as? String == "https://jsonfeed.org/version/1.1")
        }
        #expect(try server.get("/experts/nobody/feed.atom").status == 404)
        let map = try server.get("/sitemap.xml").text
        #expect(map.contains("http://127.0.0.1:\(server.port)/sitemaps/experts-0.xml"))
        #expect(try server.get("/sitemaps/experts-0.xml").text.contains("/experts/\(slug)</loc>"))
        #expect(try server.get("/sitemaps/experts-9.xml").status == 404)

        let named = try RunningServer(["--public-url", "https://sources.example.org/"])
        #expect(try named.get("/feed.atom").text.contains("<id>https://sources.example.org/articles</id>"))
        let refused = try Run(
            ["serve", "--public-url", "nowhere", "--database", "\(named.scratch.path)/a.db"], seconds: 20)
        #expect(refused.status == 64)
    }

    @Test func aLinkToAQuoteShowsIt() throws {
        let server = try server()
        let quote = try server.get("/api/v1/quotes/1").json
        let article = try #require((quote["article"] as? [String: Any])?["slug"] as? String)
        let address = "http%3A%2F%2F127.0.0.1%3A\(server.port)%2Farticles%2F\(article)%23q1"

        let shown = try server.get("/oembed?url=\(address)&maxwidth=400").json

        #expect(shown["type"] as? String == "rich" && shown["width"] as? Int == 400)
        #expect((shown["html"] as? String)?.hasPrefix("<blockquote cite=") == true)
        #expect(try server.get("/oembed?url=\(address)&format=xml").text.contains("<type>rich</type>"))
        #expect(try server.get("/oembed?url=http%3A%2F%2Felsewhere.example%2Farticles%2Fa%23q1").status == 404)
        #expect(try server.get("/oembed").status == 400)
    }
}
