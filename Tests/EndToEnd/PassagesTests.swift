import Foundation
import Testing

/// Passages over HTTP: what is found, what a write warns of, and where a passage is opened.
@Suite struct PassagesTests {
    let server: RunningServer

    init() throws { server = try RunningServer() }

    private static let article = #"""
        {"title": "River", "url": "https://example.org/river?a=b", "body": "A *note* first.\n\n“We agreed - all of us,” she said, “and left.” It fell by 5 km, & it rose by 5 km.",
         "quotes": [{"expert": "Ana Kim", "kind": "direct", "text": "We agreed - all of us, and left."},
                    {"expert": "Ana Kim", "kind": "indirect", "text": "They were gone"}],
         "statistics": [{"indicator": "Fall", "value": 5, "unit": "km", "printed": "5 km", "selector": {"exact": "5 km", "prefix": "It fell by"}},
                        {"indicator": "Rise", "value": 5, "unit": "km", "printed": "5 km"}]}
        """#

    @Test func theAnswerToAPostHasItsWarnings() throws {
        let made = try server.post(
            "/api/v1/articles",
            #"{"title": "T", "body": "It fell.", "quotes": [{"expert": "A", "kind": "direct", "text": "It rose"}]}"#)
        let quote = try server.post(
            "/api/v1/quotes", #"{"article": "t", "expert": "a", "kind": "direct", "text": "It rose again"}"#)
        let good = try server.post(
            "/api/v1/quotes", #"{"article": "t", "expert": "a", "kind": "direct", "text": "It fell"}"#)

        #expect(made.status == 201 && quote.status == 201 && good.status == 201)
        #expect(try made.json.list("warnings").map { $0.text("pointer") } == ["/quotes/0/text"])
        #expect(try made.json.list("quotes").count == 1)
        #expect(try quote.json.list("warnings").map { $0.text("pointer") } == ["/text"])
        #expect(try good.json["warnings"] == nil)
        // The tag is that of the record, which has no warnings.
        let tag = try #require(quote.fields["etag"])
        #expect(try server.get("/api/v1/quotes/2", fields: ["If-None-Match": tag]).status == 304)
    }

    @Test func aStrictWriteIsRefusedWithWhatWouldBeAWarning() throws {
        let body =
            #"{"title": "T", "body": "It fell.", "quotes": [{"expert": "A", "kind": "direct", "text": "It rose"}]}"#

        let refused = try server.post("/api/v1/articles?strict=true", body)
        let taken = try server.post("/api/v1/articles?strict=false", body)

        #expect(refused.status == 422)
        #expect(try refused.json.list("errors").map { $0.text("pointer") } == ["/quotes/0/text"])
        #expect(taken.status == 201)
        #expect(try server.get("/api/v1/articles?count=true").json.number("total") == 1)
        #expect(
            try server.send("PATCH", "/api/v1/quotes/1?strict=true", #"{"text": "It rose again"}"#).status == 422)
        #expect(try server.send("PATCH", "/api/v1/quotes/1?strict=true", #"{"text": "It fell"}"#).status == 200)
        for target in ["/api/v1/articles?strict=yes", "/api/v1/articles?strikt=true", "/api/v1/topics?strict=true"] {
            #expect(try server.post(target, #"{"title": "N", "name": "N"}"#).status == 400, "\(target)")
        }
    }

    @Test func thePatchOfABodyTellsWhatIsLost() throws {
        #expect(try server.post("/api/v1/articles", Self.article).status == 201)

        let lost = try server.send("PATCH", "/api/v1/articles/river", #"{"body": "Nothing is left."}"#)
        let same = try server.send("PATCH", "/api/v1/articles/river", #"{"body": "Nothing is left of it."}"#)

        #expect(
            try lost.json.object("anchors").list("lost").map { "\($0.text("resource")) \($0.text("was"))" }
                == ["quotes exact", "statistics exact", "statistics ambiguous"])
        #expect(try lost.json.object("anchors").list("found").isEmpty)
        #expect(try same.json["anchors"] == nil)
    }

    @Test func aPersonChoosesAmongCandidates() throws {
        #expect(try server.post("/api/v1/articles", Self.article).status == 201)
        let statistic = try #require(try server.get("/api/v1/statistics?anchor=missing,changed,ambiguous").items.first)
        let candidate = try #require(statistic.list("candidates").last)
        let selector = String(
            decoding: try JSONSerialization.data(withJSONObject: ["selector": candidate]), as: UTF8.self)

        let chosen = try server.post("/api/v1/statistics/2/anchor", selector)
        let again = try server.post("/api/v1/statistics/2/anchor", #"{"selector": null}"#)

        #expect(statistic.text("anchor") == "ambiguous" && statistic.list("candidates").count == 2)
        #expect(try chosen.json.text("anchor") == "exact")
        #expect(try chosen.json.object("selector").text("prefix").hasSuffix("it rose by "))
        #expect(try again.json.text("anchor") == "ambiguous")
        #expect(try server.post("/api/v1/statistics/2/anchor", "{}").status == 422)
    }

    @Test func thePassagesOfAnArticleAreListedInTheOrderOfItsText() throws {
        #expect(try server.post("/api/v1/articles", Self.article).status == 201)

        let items = try server.get("/api/v1/articles/river/passages").items
        try #require(items.count == 4)

        #expect(
            items.map { "\($0.text("resource")) \($0["id"] as? Int ?? 0)" } == [
                "quotes 1", "statistics 1", "quotes 2", "statistics 2",
            ])
        #expect(items.map { $0.text("anchor") } == ["exact", "exact", "missing", "ambiguous"])
        #expect(
            items[0].object("expert").text("slug") == "ana-kim" && items[1].object("indicator").text("slug") == "fall")
        #expect(items[0].text("link") == "/articles/river#q1" && items[1].text("link") == "/articles/river#s1")
        #expect(
            items[0].text("fragment")
                == "https://example.org/river?a=b#:~:text=We%20agreed%20%2D%20all%20of%20us%2C%E2%80%9D%20she%20said%2C%20%E2%80%9Cand%20left.,-%E2%80%9D%20It%20fell%20by%205%20km%2C%20%26%20it%20rose"
        )
        #expect(
            items[1].text("fragment").contains(
                "#:~:text=said%2C%20%E2%80%9Cand%20left.%E2%80%9D%20It%20fell%20by-,5%20km,-"))
        #expect(items[2]["fragment"] is NSNull)
        // The page has what the link leads to.
        let page = try server.get("/articles/river", fields: ["Accept": "text/html"]).text
        #expect(page.contains("id=\"q1\"") && page.contains("id=\"s1\""))
    }

    @Test func thePassagesAreAWebAnnotationPageToo() throws {
        #expect(try server.post("/api/v1/articles", Self.article).status == 201)

        let byName = try server.get("/api/v1/articles/river/passages.jsonld")
        // Twice, and around a plain one: what is kept for one client is not sent to the other.
        for _ in 0..<2 {
            let plain = try server.get("/api/v1/articles/river/passages")
            let byAccept = try server.get(
                "/api/v1/articles/river/passages", fields: ["Accept": "application/ld+json"])
            #expect(plain.fields["content-type"] == "application/json")
            #expect(byAccept.body == byName.body)
            #expect(byAccept.fields["vary"]?.contains("Accept") == true)
        }

        #expect(byName.fields["content-type"]?.hasPrefix("application/ld+json") == true)
        let page = try byName.json
        #expect(page.text("@context") == "http://www.w3.org/ns/anno.jsonld" && page.text("type") == "AnnotationPage")
        #expect(page.list("items").count == 2)
        let annotation = try #require(page.list("items").first)
        let target = annotation.object("target")
        #expect(annotation.text("type") == "Annotation" && !annotation.text("motivation").isEmpty)
        #expect(annotation.list("body").first?.text("id") == "/api/v1/quotes/1")
        #expect(target.text("source") == "/api/v1/articles/river.txt")
        try #require(target.list("selector").map { $0.text("type") } == ["TextQuoteSelector", "TextPositionSelector"])
        // The position leads to the words in the source.
        let text = Array(try server.get(target.text("source")).text.unicodeScalars)
        let position = target.list("selector")[1]
        let start = Int(position.number("start") ?? 0)
        let end = Int(position.number("end") ?? 0)
        try #require(start < end && end <= text.count)
        #expect(Array(target.list("selector")[0].text("exact").unicodeScalars) == Array(text[start..<end]))
        #expect(try server.get("/api/v1/articles/river/passages", fields: ["Accept": "image/png"]).status == 406)
        #expect(try server.get("/api/v1/articles/river/passages?limit=1").status == 400)
    }
}
