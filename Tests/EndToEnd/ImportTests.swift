import Foundation
import Testing

/// Articles that are read from elsewhere, what they seem to say, and what becomes of that.
@Suite struct ImportTests {
    let server: RunningServer
    private let root = "/api/v1"
    private let token = RunningServer.token

    init() throws {
        server = try RunningServer(["--allow-import-from", "127.0.0.0/8"])
    }

    private static let body =
        "“The lake has never been this low”, said Radomir Velsk, a hydrologist.\n\nAccording to the Teshel Basin Council, the reservoir held 1.9 billion cubic metres in March 2025. Ilmira Dashkul noted that the turbines stood still."

    private static func page(_ body: String, title: String = "A low lake") -> String {
        let paragraphs = body.split(separator: "\n\n").map { "<p>\($0)</p>" }.joined()
        return
            "<!doctype html><html lang=\"en\"><head><title>\(title) | The Post</title><meta property=\"og:site_name\" content=\"The Post\"></head><body><nav><a href=\"/\">Home</a></nav><article><h1>\(title)</h1>\(paragraphs)</article></body></html>"
    }

    /// Sends what is to be read, and waits until it has been.
    @discardableResult
    private func read(_ body: String, as type: String = "application/json") throws -> [String: Any] {
        let taken = try server.post("\(root)/imports", body, fields: ["Content-Type": type])
        #expect(taken.status == 202, "\(taken.text)")
        let address = try #require(taken.fields["location"])
        return try wait(for: address)
    }

    private func wait(for address: String) throws -> [String: Any] {
        // The stream ends with the import.
        let events = try server.get(address, fields: ["Accept": "text/event-stream"], token: token)
        #expect(events.text.contains("event: "))
        return try server.get(address, token: token).json
    }

    private func json(_ object: [String: Any]) throws -> String {
        String(decoding: try JSONSerialization.data(withJSONObject: object), as: UTF8.self)
    }

    private func proposals(_ query: String = "status=open") throws -> [[String: Any]] {
        try server.get("\(root)/proposals?limit=200&\(query)", token: token).items
    }

    @Test func aTextBecomesAnArticleAndItsQuotesAndFiguresAreProposedAndNowhereElse() throws {
        let done = try read(
            json(["text": Self.body, "title": "A low lake", "language": "en", "published_on": "2025-03-20"]))

        #expect(done.text("status") == "done" && done.text("form") == "text")
        let article = try server.get("\(root)/articles/a-low-lake").json
        #expect(article.text("published_on") == "2025-03-20" && article.number("quotes_count") == 0)
        let found = try proposals()
        let quotes = found.filter { $0.text("kind") == "quote" }
        #expect(
            quotes.contains { quote in
                quote.object("fields").text("text") == "The lake has never been this low"
                    && quote.object("fields").object("expert").text("name") == "Radomir Velsk"
            })
        let figure = try #require(found.first { $0.text("kind") == "statistic" }?.object("fields"))
        #expect(figure.number("value") == 1_900_000_000 && figure.text("period") == "2025-03")
        for resource in ["quotes", "statistics", "experts", "indicators", "sources"] {
            #expect(try server.get("\(root)/\(resource)").items.isEmpty)
        }
        #expect(try !server.get("\(root)/export").text.contains("never been this low\",\"expert"))
        #expect(try !server.get("\(root)/changes").text.contains("proposals"))
        #expect(
            try server.get("\(root)/search?q=hydrologist").json.list("groups").allSatisfy {
                $0.text("kind") == "articles" || $0.number("total") == 0
            })
        #expect(try server.get("\(root)/proposals").status == 401 && server.get("\(root)/imports/1").status == 401)
        let kept = try server.get("\(root)/imports/1/source", token: token)
        #expect(kept.text == Self.body && kept.fields["content-disposition"]?.hasPrefix("attachment") == true)
    }

    @Test func acceptingMakesARecordWithAllThatItNamesAndReopeningTakesThatBack() throws {
        try read(json(["text": Self.body, "title": "A low lake", "language": "en"]))
        let id = try #require(
            proposals("kind=quote").first { $0.object("fields").text("text").contains("never been") }?.number("id"))
        let path = "\(root)/proposals/\(Int(id))"

        let accepted = try server.post("\(path)/accept", #"{"role": "hydrologist", "topics": ["Water"]}"#)

        #expect(accepted.status == 200, "\(accepted.text)")
        let changes = try accepted.json.list("changes")
        #expect(changes.contains { $0.text("field") == "topics" && $0.text("to") == "[\"Water\"]" })
        let quote = try server.get("\(root)/quotes/1").json
        #expect(quote.text("anchor") == "exact" && quote.text("role") == "hydrologist")
        #expect(quote.object("expert").text("slug") == "radomir-velsk")
        #expect(try server.get("\(root)/quotes/1/history").items[0].text("note").contains("Proposal \(Int(id))"))
        #expect(try server.post("\(path)/accept", "").status == 409)

        #expect(try server.post("\(path)/reopen", "").status == 200)
        #expect(try server.get("\(root)/quotes/1").status == 410)
        #expect(try server.get("\(root)/experts/radomir-velsk").status == 410)
        #expect(try server.get(path, token: token).json.text("status") == "open")

        #expect(try server.post("\(path)/reject", "").status == 200)
        #expect(try server.post("\(path)/accept", "").status == 409)
        let rules = try server.get("\(root)/proposals/rules", token: token).items
        #expect(rules.contains { $0.number("rejected") == 1 && $0.number("rate") == 0 })
    }

    @Test func whatIsWrittenByAPersonInBetweenIsNotTakenBack() throws {
        try read(json(["text": Self.body, "title": "A low lake", "language": "en"]))
        let id = try #require(proposals("kind=quote").first?.number("id"))
        #expect(try server.post("\(root)/proposals/\(Int(id))/accept", "").status == 200)
        #expect(try server.send("PATCH", "\(root)/quotes/1", #"{"role": "edited"}"#).status == 200)

        let refused = try server.post("\(root)/proposals/\(Int(id))/reopen", "")

        #expect(refused.status == 409)
        #expect(try server.get("\(root)/quotes/1").status == 200)
    }

    @Test func whatIsWantingIsToldAndAllAboveAConfidenceAreAcceptedTogether() throws {
        try read(json(["text": Self.body + "\n\nExperts say that the lake will recover.", "title": "A low lake"]))
        let all = try proposals()
        let nameless = try #require(all.first { $0.text("kind") == "quote" && $0.object("fields")["expert"] == nil })

        let refused = try server.post("\(root)/proposals/\(Int(nameless.number("id") ?? 0))/accept", "")
        #expect(refused.status == 422)
        #expect(try refused.json.list("errors").first?.text("pointer") == "/expert")

        let together = try server.post("\(root)/articles/a-low-lake/proposals/accept", #"{"confidence": 0}"#)
        #expect(together.status == 200, "\(together.text)")
        let accepted = try together.json["accepted"] as? [Int] ?? []
        let skipped = try together.json.list("skipped")
        #expect(accepted.count + skipped.count == all.count && accepted.count >= 3 && !skipped.isEmpty)
        #expect(try proposals().count == skipped.count)
        #expect(try server.get("\(root)/articles/a-low-lake").json.number("quotes_count") ?? 0 >= 3)
        for body in ["{}", #"{"confidence": 2}"#, #"{"confidence": 1, "article": 1}"#, "[]"] {
            #expect(try server.post("\(root)/articles/1/proposals/accept", body).status == 422)
        }
    }

    @Test func theSameArticleAgainProposesOnlyWhatIsNew() throws {
        let url = "https://post.example/lake"
        try read(json(["html": Self.page(Self.body), "url": url]))
        let first = try proposals().count
        let known = try #require(proposals().first?.number("id"))
        #expect(try server.post("\(root)/proposals/\(Int(known))/reject", "").status == 200)

        let again = try read(json(["html": Self.page(Self.body), "url": url]))

        #expect(again.number("proposals_count") == 0 && again.object("article").number("id") == 1)
        #expect(try proposals("article=1").count == first)
        #expect(try server.get("\(root)/articles").items.count == 1)
    }

    @Test func anExpertWhoIsKnownIsRecognizedInAnotherScript() throws {
        _ = try server.post("\(root)/experts", #"{"name": "Радомир Вельск"}"#)

        try read(json(["text": Self.body, "title": "A low lake", "language": "en"]))

        let quote = try #require(proposals("kind=quote").first { $0.object("fields").text("text").contains("never") })
        #expect(quote.object("fields").object("expert").number("id") == 1)
    }

    @Test func everyFormIsTaken() throws {
        let form =
            "--b\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nA lake in a form\r\n--b\r\n"
            + "Content-Disposition: form-data; name=\"file\"; filename=\"a.html\"\r\nContent-Type: text/html\r\n\r\n"
            + Self.page(Self.body) + "\r\n--b--\r\n"
        let markdown = "# A lake in Markdown\n\n" + Self.body

        #expect(
            try read(form, as: "multipart/form-data; boundary=b").object("article").text("slug") == "a-lake-in-a-form")
        #expect(try read(markdown, as: "text/markdown").object("article").text("slug") == "a-lake-in-markdown")
        #expect(
            try read(Self.page(Self.body), as: "text/html; charset=utf-8").object("article").text("slug")
                == "a-low-lake")
        #expect(
            try read("A plain lake\n\n" + Self.body, as: "text/plain").object("article").text("slug") == "a-plain-lake")
        #expect(try server.get("\(root)/articles/a-low-lake").json.text("publisher") == "The Post")
    }

    @Test func whatCanNotBeReadIsRefusedOrFailsWithASentence() throws {
        for (body, type, status) in [
            ("{}", "application/json", 422), (#"{"url": "ftp://a.example"}"#, "application/json", 422),
            (#"{"url": "https://a.example", "colour": 1}"#, "application/json", 422),
            (#"{"text": "a", "html": "b"}"#, "application/json", 422), (#"{"text": ""}"#, "application/json", 422),
            (#"{"text": "a", "published_on": "yesterday"}"#, "application/json", 422), ("[1]", "application/json", 422),
            ("a", "image/png", 415), ("--x", "multipart/form-data; boundary=b", 400), ("", "text/html", 400),
        ] {
            let answer = try server.post("\(root)/imports", body, fields: ["Content-Type": type])
            #expect(answer.status == status, "\(body): \(answer.text)")
        }
        #expect(try server.get("\(root)/imports", token: token).items.isEmpty)

        let untitled = try read("   \n\n", as: "text/plain")
        #expect(untitled.text("status") == "failed" && untitled.text("detail").contains("title"))
        let inside = try read(#"{"url": "http://169.254.169.254/latest/meta-data"}"#)
        #expect(inside.text("status") == "failed" && inside.text("detail").contains("metadata"))
        #expect(try server.send("DELETE", "\(root)/imports/1").status == 409)
    }

    @Test func aSilentEditAtThePublishersIsToldAndNothingOfOursIsChanged() throws {
        let folder = try Scratch()
        let file = "\(folder.path)/lake.html"
        try Self.page(Self.body).write(toFile: file, atomically: false, encoding: .utf8)
        let publisher = try RunningServer(["--public", folder.path])
        let imported = try read(json(["url": "http://127.0.0.1:\(publisher.port)/lake.html"]))
        #expect(imported.text("status") == "done", "\(imported)")
        #expect(try server.get("\(root)/articles/1/recheck").status == 404)
        _ = try server.post("\(root)/articles/1/proposals/accept", #"{"confidence": 0}"#)
        let before = try server.get("\(root)/articles/1").json.text("body")

        let same = try server.post("\(root)/articles/1/recheck", "").json
        #expect(same["changed"] as? Bool == false && same.list("quotes").isEmpty)

        let edited = Self.body.replacingOccurrences(of: "never been this low", with: "seldom been this low")
        try Self.page(edited).write(toFile: file, atomically: false, encoding: .utf8)
        let report = try server.post("\(root)/articles/1/recheck", "").json
        #expect(report["changed"] as? Bool == true)
        #expect(report.list("quotes").map { $0.text("text") } == ["The lake has never been this low"])
        #expect((report["added"] as? [String])?.first?.contains("seldom") == true)
        #expect(try server.get("\(root)/articles?changed_at_source=true").items.count == 1)
        #expect(try server.get("\(root)/articles?changed_at_source=false").items.isEmpty)
        #expect(try server.get("\(root)/changes?limit=200").items.last?.text("resource") == "source_checks")
        #expect(try server.get("/articles/a-low-lake").text.contains("says something else since"))
        #expect(try server.get("\(root)/articles/1").json.text("body") == before)
        #expect(try server.get("\(root)/articles/1/recheck").json["changed"] as? Bool == true)

        try Self.page(Self.body).write(toFile: file, atomically: false, encoding: .utf8)
        #expect(try server.post("\(root)/articles/1/recheck", "").json["changed"] as? Bool == false)
        #expect(try server.get("\(root)/articles?changed_at_source=true").items.isEmpty)

        #expect(publisher.stop() == 0)
        #expect(try server.post("\(root)/articles/1/recheck", "").status == 502)
        _ = try server.post("\(root)/articles", #"{"title": "Without an address"}"#)
        #expect(try server.post("\(root)/articles/2/recheck", "").status == 409)
    }

    @Test func whatWasOnItsWayGoesOnAfterARestart() throws {
        let folder = try Scratch()
        var first: RunningServer? = try RunningServer(scratch: folder)
        let body = try json(["text": String(repeating: Self.body + "\n\n", count: 200), "title": "Long"])
        let taken = try #require(first).post("\(root)/imports", body)
        #expect(taken.status == 202)
        #expect(first?.stop() == 0)
        first = nil

        let second = try RunningServer(scratch: folder)
        let events = try second.get("\(root)/imports/1", fields: ["Accept": "text/event-stream"], token: token)

        #expect(events.text.contains("event: done"))
        #expect(try second.get("\(root)/articles/long").status == 200)
        #expect(try second.get("\(root)/articles").items.count == 1)
    }
}
