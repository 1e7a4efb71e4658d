import Foundation
import Knowledge
import Store
import Testing

/// What was said once and printed often, in order of time.
@Suite struct StatementTests {
    let test: TestStore

    init() throws {
        test = try TestStore()
        for (title, day, quotes) in [
            (
                "Late", "2019-01-02",
                #"{"expert": "Ana Kim", "kind": "direct", "text": "“There were hopes,”", "role": "Analyst"}"#
            ),
            (
                "Early", "2018-05-01",
                #"{"expert": "Ana Kim", "kind": "direct", "text": "There  were HOPES", "role": "economist", "topics": ["Water"]}"#
            ),
            (
                "Middle", "2018-09-09",
                #"{"expert": "Ana Kim", "kind": "direct", "text": "The river fell", "role": "economist"}, {"expert": "Bo Lee", "kind": "direct", "text": "There were hopes", "topics": ["Water"]}"#
            ),
        ] {
            try test.create(
                "articles", #"{"title": "\#(title)", "published_on": "\#(day)", "quotes": [\#(quotes)]}"#)
        }
        try test.create("articles", #"{"title": "Undated"}"#)
        try test.create("quotes", #"{"article": "undated", "expert": 1, "kind": "direct", "text": "When?"}"#)
    }

    private func timeline(_ expert: String, _ query: String = "") throws -> JSON {
        try test.store.read { connection in
            let parameters = query.split(separator: "&").map { pair in
                let parts = pair.split(separator: "=", maxSplits: 1).map(String.init)
                return ListQuery.Parameter(
                    name: parts[0], value: parts[1], alternatives: parts[1].split(separator: ",").map(String.init))
            }
            var json = JSONBuffer()
            let rest = query.split(separator: "&").filter { !$0.hasPrefix("cursor=") }.joined(separator: "&")
            _ = try Reading(connection).timeline(
                expert, TimelineQuery(parameters), path: "/t", parameters: rest, into: &json)
            return try JSONReader.read(json.string)
        }
    }

    @Test func oneStatementIsCountedOnceHoweverOftenItWasPrinted() throws {
        let expert = try test.item("experts", "ana-kim")

        #expect(expert["quotes_count"] == 4 && expert["statements_count"] == 3)
        #expect(try test.item("experts", "bo-lee")["statements_count"] == 1)
    }

    @Test func countsFollowEveryChange() throws {
        func count() throws -> JSON? { try test.item("experts", "ana-kim")["statements_count"] }

        try test.patch("quotes", "1", #"{"text": "There were no hopes"}"#)
        #expect(try count() == 4)
        try test.patch("quotes", "1", #"{"text": "There were hopes"}"#)
        #expect(try count() == 3)
        try test.delete("quotes", "2")
        #expect(try count() == 3)
        try test.delete("articles", "late")
        #expect(try count() == 2)
        try test.patch("quotes", "3", #"{"expert": 2}"#)
        #expect(try count() == 1)
        #expect(try test.item("experts", "bo-lee")["statements_count"] == 2)
        _ = try test.store.writeAndWait { connection in
            var writing = Writing(connection)
            return try writing.restore(TestStore.resource("articles"), "late")
        }
        #expect(try count() == 2)
    }

    @Test func aTimelineTellsEachStatementWithItsPrintings() throws {
        let timeline = try timeline("ana-kim")

        let items = timeline["items"]
        #expect(items?.each("text") == ["There  were HOPES", "The river fell", "When?"])
        #expect(items?.each("on") == ["2018-05-01", "2018-09-09", .null])
        #expect(items?.each("printings_count") == [2, 1, 1])
        let printings = items?.array?.first?["printings"]
        #expect(printings?.each("article").map { $0["slug"] } == ["early", "late"])
        #expect(printings?.each("role") == ["economist", "Analyst"])
        #expect(printings?.each("link") == ["/articles/early#q2", "/articles/late#q1"])
        #expect(timeline["next"] == .null)
    }

    @Test func aTimelineGoesOnPageByPageAndByTopic() throws {
        var texts: [JSON] = []
        var query = "limit=1"
        while true {
            let page = try timeline("1", query)
            texts += page["items"]?.each("text") ?? []
            guard let next = page["next"]?.string else { break }
            query = String(next.drop { $0 != "?" }.dropFirst())
        }

        #expect(texts == ["There  were HOPES", "The river fell", "When?"])
        #expect(try timeline("1", "topic=water")["items"]?.each("text") == ["There  were HOPES"])
        #expect(try timeline("1", "topic=fire")["items"] == [])
        #expect(try timeline("1", "year=2018&kind=direct")["items"]?.each("text").count == 2)
        #expect(try timeline("1", "year=2017")["items"] == [])
        for query in ["year=x", "year=0", "kind=loud", "sort=text", "sort=on&cursor=x"] {
            #expect(throws: KnowledgeError.self) { try timeline("1", query) }
        }
    }

    @Test func aTimelineGoesBackwardsToo() throws {
        var texts: [JSON] = []
        var query = "sort=-on&limit=1"
        while true {
            let page = try timeline("1", query)
            texts += page["items"]?.each("text") ?? []
            guard let next = page["next"]?.string else { break }
            query = String(next.drop { $0 != "?" }.dropFirst())
        }

        #expect(texts == ["The river fell", "There  were HOPES", "When?"])
    }

    @Test func rolesThatWereOnlyPrintedAreMarkedSo() throws {
        try test.patch(
            "experts", "1",
            #"{"affiliations": [{"role": "analyst", "organization": "Centre", "from": "2018-10"}, {"role": "teacher", "to": "2010"}]}"#
        )

        let roles = try timeline("1")["roles"]

        #expect(roles?.each("role") == ["teacher", "economist", "analyst"])
        #expect(roles?.each("inferred") == [.bool(false), .bool(true), .bool(false)])
        #expect(roles?.each("count") == [0, 2, 1])
        #expect(roles?.each("first_quoted_on") == [.null, "2018-05-01", "2019-01-02"])
        #expect(roles?.each("last_quoted_on") == [.null, "2018-09-09", "2019-01-02"])
        #expect(roles?.each("from") == [.null, .null, "2018-10"])
    }

    @Test func aPersonSaysWhatIsTheSame() throws {
        try test.create(
            "quotes", #"{"article": "late", "expert": 1, "kind": "direct", "text": "Река обмелела", "same_as": 3}"#)
        #expect(try test.item("experts", "1")["statements_count"] == 3)
        #expect(try test.item("quotes", "6")["same_as"]?["id"] == 3)
        #expect(try timeline("1")["items"]?.each("printings_count") == [2, 2, 1])

        // It follows what it is the same as.
        try test.patch("quotes", "3", #"{"text": "The river rose"}"#)
        #expect(try timeline("1")["items"]?.each("printings_count") == [2, 2, 1])
        try test.patch("quotes", "6", #"{"same_as": null}"#)
        #expect(try test.item("experts", "1")["statements_count"] == 4)
    }

    @Test func whatIsAnothersIsNotTheSame() throws {
        #expect(
            test.faults { try test.patch("quotes", "4", #"{"same_as": 1}"#) }.first?.hasPrefix(
                "/same_as is a quote of another expert") == true)
        #expect(
            test.faults { try test.patch("quotes", "1", #"{"same_as": 1}"#) } == ["/same_as is the quote itself"])
        try test.patch("quotes", "1", #"{"same_as": 3}"#)
        #expect(
            test.faults { try test.patch("quotes", "3", #"{"same_as": 1}"#) }.first?.contains("leads back") == true)
        #expect(
            test.faults { try test.patch("quotes", "3", #"{"same_as": 99}"#) }.first?.hasPrefix("/same_as is no quote")
                == true)
        #expect(
            test.faults { try test.patch("quotes", "3", #"{"same_as": "nine"}"#) }.first?.hasPrefix(
                "/same_as is no quote") == true)
        // One that is given to another expert is the same no longer.
        try test.patch("quotes", "3", #"{"expert": 2}"#)
        #expect(try test.item("quotes", "1")["same_as"] == .null)
        #expect(try test.item("experts", "1")["statements_count"] == 2)
    }

    @Test func whatIsSaidToBeTheSameIsLostAndComesBackWithIt() throws {
        try test.patch("quotes", "1", #"{"same_as": 3}"#)

        try test.delete("articles", "middle")
        #expect(try test.item("quotes", "1")["same_as"] == .null)
        #expect(try test.item("experts", "1")["statements_count"] == 2)
        _ = try test.store.writeAndWait { connection in
            var writing = Writing(connection)
            return try writing.restore(TestStore.resource("articles"), "middle")
        }

        #expect(try test.item("quotes", "1")["same_as"]?["id"] == 3)
        #expect(try test.item("experts", "1")["statements_count"] == 3)
    }

    @Test func anExportTakesAlongWhatIsTheSame() throws {
        try test.patch("quotes", "1", #"{"same_as": 3}"#)
        let lines = try test.store.read { connection in
            var export = Export(corrections: false)
            var text = ""
            while let page = try export.nextPage(connection) { text += page.string }
            return text.split(separator: "\n").map(String.init)
        }
        let other = try TestStore()
        try other.create("articles", #"{"title": "X", "quotes": [{"expert": "Z", "kind": "direct", "text": "z"}]}"#)

        try other.store.writeAndWait { connection in
            var take = Import(connection)
            for line in lines { try take.take(JSONReader.read(line)) }
            try take.finish()
        }

        let quotes = try other.list("quotes", "expert=ana-kim&sort=id&q=hopes")["items"]?.array ?? []
        let river = try other.list("quotes", "q=river")["items"]?.array?.first
        #expect(quotes.contains { $0["same_as"]?["id"] == river?["id"] && river != nil })
        #expect(try other.item("experts", "ana-kim")["statements_count"] == 3)
    }

    @Test func searchesWithinOnePersonsWords() throws {
        #expect(try test.list("quotes", "expert=ana-kim&q=hopes&sort=id")["items"]?.each("id") == [1, 2])
        #expect(try test.list("quotes", "expert=bo-lee&q=river")["items"] == [])
    }

    @Test func facetsTellYearsTopicsArticlesAndRoles() throws {
        let facets = try test.list("quotes", "expert=1&facets=year,topics,article,role")["facets"]

        #expect(facets?["year"]?.each("value") == [2018, 2019] && facets?["year"]?.each("count") == [2, 1])
        #expect(facets?["topics"]?.each("value") == ["water"])
        #expect(facets?["article"]?.array?.count == 4)
        #expect(facets?["role"]?.each("value") == ["economist", "Analyst"])
        #expect(try test.list("quotes", "year=2018&sort=id")["items"]?.each("id") == [2, 3, 4])
        #expect(try test.list("quotes", "year_from=2019")["items"]?.each("id") == [1])
        #expect(try test.item("quotes", "5")["year"] == .null)
    }

    @Test func whatOneSaidIsReadFromOneIndex() throws {
        try test.store.read { connection in
            let fields = try TestStore.resource("quotes").fields.map { field in
                field.name == "year" ? "CAST(substr(quotes.quoted_on, 1, 4) AS INTEGER)" : "quotes.\(field.name)"
            }
            let plan = try connection.all(
                "EXPLAIN QUERY PLAN SELECT \(fields.joined(separator: ", ")) FROM quotes WHERE quotes.expert = ? ORDER BY quotes.id DESC LIMIT 20",
                [1]
            ) { $0.string(3) }
            #expect(plan == ["SEARCH quotes USING COVERING INDEX quotes_by_expert (expert=?)"])
        }
    }

    @Test func comparesWhatSeveralSaid() throws {
        func compare(_ experts: String, _ rest: [(String, String)] = []) throws -> JSON {
            try test.store.read { connection in
                let parameters = [("experts", experts)] + rest
                let query = try CompareQuery(
                    parameters.map {
                        ListQuery.Parameter(
                            name: $0.0, value: $0.1, alternatives: $0.1.split(separator: ",").map(String.init))
                    })
                var json = JSONBuffer()
                try Reading(connection).comparison(query, into: &json)
                return try JSONReader.read(json.string)
            }
        }
        func refusal(_ experts: String) -> String {
            do { return try compare(experts).text } catch { return error.localizedDescription }
        }

        let both = try compare("bo-lee,1", [("topic", "water")])["experts"]
        #expect(both?.each("expert").map { $0["slug"] } == ["bo-lee", "ana-kim"])
        #expect(both?.each("items").map { $0.array?.count } == [1, 1])
        let first = try compare("1,2", [("limit", "1")])["experts"]?.array?.first
        #expect(first?["next"]?.string?.hasPrefix("/api/v1/experts/1/timeline?limit=1&cursor=") == true)
        #expect(refusal("1").contains("experts must be 2 to 4"))
        #expect(refusal("1,ana-kim").contains("stands twice"))
        #expect(refusal("1,ana-kin").contains("did you mean ana-kim?"))
    }
}
