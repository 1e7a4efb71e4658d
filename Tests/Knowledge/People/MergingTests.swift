import Foundation
import Knowledge
import Store
import Testing

/// Two experts that turn out to be one, and what that leaves behind.
@Suite struct MergingTests {
    let test: TestStore

    init() throws {
        test = try TestStore()
        try test.create(
            "experts",
            #"{"name": "Negmatullo Mirsaidov", "country": "TJ", "affiliations": [{"role": "analyst", "from": "2018"}]}"#
        )
        try test.create(
            "experts",
            #"{"name": "Негматулло Мирсаидов", "slug": "mirsaidov-ru", "description": "An analyst", "other_names": [{"name": "N. Mirsaidov"}], "identifiers": [{"scheme": "wikidata", "value": "Q1"}], "links": [{"url": "https://example.org/m"}], "affiliations": [{"role": "journalist", "to": "2017"}]}"#
        )
        try test.create(
            "articles",
            #"{"title": "One", "published_on": "2018-05-01", "quotes": [{"expert": "negmatullo-mirsaidov", "kind": "direct", "text": "There were hopes", "role": "analyst"}]}"#
        )
        try test.create(
            "articles",
            #"{"title": "Two", "published_on": "2017-05-01", "quotes": [{"expert": "mirsaidov-ru", "kind": "direct", "text": "Были надежды", "role": "журналист"}], "statistics": [{"indicator": "Trade", "value": 1, "unit": "USD", "stated_by": "mirsaidov-ru"}]}"#
        )
    }

    @discardableResult
    private func merge(_ one: String, _ other: String) throws -> JSON {
        let id = try test.store.writeAndWait { connection in
            var writing = Writing(connection, by: Author(name: "Editor"))
            return try writing.merge(expert: one, ["into": .string(other)])
        }
        return try test.item("experts", String(id))
    }

    @discardableResult
    private func unmerge(_ one: String) throws -> JSON {
        let id = try test.store.writeAndWait { connection in
            var writing = Writing(connection, by: Author(name: "Editor"))
            return try writing.unmerge(expert: one)
        }
        return try test.item("experts", String(id))
    }

    private func refusal(_ body: () throws -> Void) -> String {
        do {
            try body()
            return "done"
        } catch { return error.localizedDescription }
    }

    private func text(_ resource: String, _ reference: String) throws -> JSON {
        guard case .object(var object) = try test.item(resource, reference) else { return .null }
        for name in ["updated_at", "revision"] { object[name] = nil }
        return .object(object)
    }

    @Test func allThatIsOnesGoesToTheOther() throws {
        let expert = try merge("mirsaidov-ru", "negmatullo-mirsaidov")

        #expect(expert["quotes_count"] == 2 && expert["statements_count"] == 2 && expert["articles_count"] == 2)
        #expect(expert["first_quoted_on"] == "2017-05-01" && expert["last_quoted_on"] == "2018-05-01")
        #expect(expert["other_names"]?.each("name") == ["Негматулло Мирсаидов", "N. Mirsaidov"])
        #expect(expert["identifiers"]?.each("value") == ["Q1"])
        #expect(expert["links"]?.each("url") == ["https://example.org/m"])
        #expect(expert["affiliations"]?.each("role") == ["analyst", "journalist"])
        #expect(expert["description"] == "An analyst" && expert["country"] == "TJ")
        #expect(expert["roles_as_printed"]?.each("role") == ["журналист", "analyst"])
        #expect(try test.item("quotes", "2")["expert"]?["id"] == 1)
        #expect(try test.item("statistics", "1")["stated_by"]?["id"] == 1)
        #expect(try test.list("experts")["items"]?.each("id") == [1])
        #expect(try test.list("experts", "q=Негматулло")["items"]?.each("id") == [1])
    }

    @Test func theOldNumberAndSlugLeadToTheOther() throws {
        try merge("mirsaidov-ru", "negmatullo-mirsaidov")

        for reference in ["2", "mirsaidov-ru"] {
            do {
                _ = try test.item("experts", reference)
                Issue.record("\(reference) is still there")
            } catch KnowledgeError.merged(_, let id, let slug) {
                #expect(id == 1 && slug == "negmatullo-mirsaidov")
            }
            #expect(try test.list("quotes", "expert=\(reference)")["items"]?.each("id") == [2, 1])
            #expect(try test.list("quotes", "expert=\(reference),99")["items"]?.each("id") == [2, 1])
            #expect(try test.list("statistics", "stated_by=\(reference)")["items"]?.each("id") == [1])
        }
        try test.create("quotes", #"{"article": 1, "expert": "mirsaidov-ru", "kind": "direct", "text": "a"}"#)
        try test.create("quotes", #"{"article": 1, "expert": 2, "kind": "direct", "text": "b"}"#)
        try test.create(
            "articles",
            #"{"title": "Three", "quotes": [{"expert": "Негматулло Мирсаидов", "kind": "direct", "text": "c"}]}"#)
        #expect(try test.item("experts", "1")["quotes_count"] == 5)
        // Nobody else gets the slug.
        #expect(
            refusal { try test.create("experts", #"{"name": "X", "slug": "mirsaidov-ru"}"#) }.contains("leads to"))
        #expect(try test.create("experts", #"{"name": "Mirsaidov RU"}"#)["slug"] == "mirsaidov-ru-2")
    }

    @Test func theChangesTellItAndTheHistoryKeepsIt() throws {
        try merge("mirsaidov-ru", "negmatullo-mirsaidov")
        try unmerge("mirsaidov-ru")

        try test.store.read { connection in
            let reading = Reading(connection)
            let changes = try reading.changes(since: 0, limit: 100).map { try JSONReader.read($0.json) }
            let told = changes.filter { ["merge", "unmerge"].contains($0["action"]) }
            #expect(told.map { $0["id"] } == [2, 2])
            #expect(told.map { $0["slug"] } == ["mirsaidov-ru", "mirsaidov-ru"])
            var json = JSONBuffer()
            _ = try reading.history(
                TestStore.resource("experts"), "2", limit: 20, before: nil, path: "/h", into: &json)
            let items = try JSONReader.read(json.string)["items"]
            #expect(items?.each("action") == ["unmerge", "merge", "create"])
            #expect(items?.each("by") == ["Editor", "Editor", "command line"])
            let past = try reading.item(TestStore.resource("experts"), "2", at: .revision(1))
            #expect(try JSONReader.read(past.string)["name"] == "Негматулло Мирсаидов")
        }
    }

    @Test func aMergedOneIsReadAsItWas() throws {
        try merge("mirsaidov-ru", "negmatullo-mirsaidov")

        try test.store.read { connection in
            let reading = Reading(connection)
            let expert = try reading.item(TestStore.resource("experts"), "mirsaidov-ru", at: .revision(1))
            #expect(try JSONReader.read(expert.string)["name"] == "Негматулло Мирсаидов")
            let quote = try reading.item(TestStore.resource("quotes"), "2", at: .revision(1))
            #expect(try JSONReader.read(quote.string)["expert"]?["id"] == 1)
        }
    }

    @Test func unmergingPutsBackWhatWasWhose() throws {
        let before = try [("experts", "1"), ("experts", "2"), ("quotes", "1"), ("quotes", "2"), ("statistics", "1")]
            .map { try text($0.0, $0.1) }
        try merge("2", "1")

        let expert = try unmerge("mirsaidov-ru")

        #expect(expert["id"] == 2 && expert["slug"] == "mirsaidov-ru")
        let after = try [("experts", "1"), ("experts", "2"), ("quotes", "1"), ("quotes", "2"), ("statistics", "1")]
            .map { try text($0.0, $0.1) }
        for (one, other) in zip(before, after) { #expect(one.text == other.text) }
    }

    @Test func whatChangedSinceStaysWhereItIs() throws {
        try merge("2", "1")
        try test.patch("experts", "1", #"{"description": "Another", "links": []}"#)
        try test.create("quotes", #"{"article": 2, "expert": 2, "kind": "direct", "text": "later"}"#)
        try test.create("experts", #"{"name": "Third"}"#)
        try test.patch("quotes", "2", #"{"expert": "third"}"#)

        try unmerge("2")

        #expect(try test.item("experts", "1")["description"] == "Another")
        #expect(try test.item("experts", "1")["quotes_count"] == 2)
        #expect(try test.item("experts", "1")["other_names"] == [])
        #expect(try test.item("experts", "2")["quotes_count"] == 0)
        #expect(try test.item("experts", "2")["links"]?.each("url") == ["https://example.org/m"])
        #expect(try test.item("experts", "third")["quotes_count"] == 1)
    }

    @Test func chainsLeadToTheLastAndAreUndoneFromTheirEnd() throws {
        try test.create("experts", #"{"name": "Third"}"#)
        try merge("2", "1")
        try merge("1", "third")

        #expect(try test.list("quotes", "expert=mirsaidov-ru")["items"]?.each("id") == [2, 1])
        #expect(refusal { try unmerge("2") }.contains("unmerge negmatullo-mirsaidov first"))
        #expect(refusal { try merge("2", "third") }.contains("already"))
        #expect(refusal { try merge("third", "2") }.contains("/into is the expert itself"))

        try unmerge("1")
        #expect(try test.list("quotes", "expert=mirsaidov-ru")["items"]?.each("expert").map { $0["id"] } == [1, 1])
        #expect(try test.item("experts", "third")["other_names"] == [])
        try unmerge("2")
        #expect(try test.list("quotes", "expert=mirsaidov-ru")["items"]?.each("expert").map { $0["id"] } == [2])
    }

    @Test func whatTwoBroughtStaysUntilBothAreGone() throws {
        try test.create("experts", #"{"name": "Third", "other_names": [{"name": "N. Mirsaidov"}]}"#)
        try merge("2", "1")
        try merge("3", "1")

        try unmerge("2")
        #expect(try test.item("experts", "1")["other_names"]?.each("name") == ["N. Mirsaidov", "Third"])
        try unmerge("3")
        #expect(try test.item("experts", "1")["description"] == .null)
    }

    @Test func whatMakesNoSenseIsRefused() throws {
        try test.create("experts", #"{"name": "Bank", "kind": "organization"}"#)

        func faults(_ body: JSON) -> [String] {
            test.faults {
                _ = try test.store.writeAndWait { connection in
                    var writing = Writing(connection)
                    return try writing.merge(expert: "2", body)
                }
            }
        }
        #expect(faults([:]).first?.hasPrefix("/into is required") == true)
        #expect(faults(["into": 2]).first?.hasPrefix("/into is the expert itself") == true)
        #expect(faults(["into": "bank"]).first?.hasPrefix("/into is of another kind") == true)
        #expect(faults(["into": "nobody"]).first?.hasPrefix("/into is no expert") == true)
        #expect(faults(["into": 1, "why": "x"]) == ["/why is not known here: send {\"into\": …} alone"])
        #expect(refusal { try unmerge("1") }.contains("is not merged"))
        #expect(try test.list("experts")["items"]?.array?.count == 3)
    }

    @Test func aQuoteThatWasDeletedComesBackToWhomItIsNow() throws {
        try test.delete("quotes", "2")
        try merge("2", "1")

        _ = try test.store.writeAndWait { connection in
            var writing = Writing(connection)
            return try writing.restore(TestStore.resource("quotes"), "2")
        }

        #expect(try test.item("quotes", "2")["expert"]?["id"] == 1)
    }

    @Test func anExportTakesTheOldSlugsAlong() throws {
        try merge("2", "1")
        let lines = try test.store.read { connection in
            var export = Export(corrections: false)
            var text = ""
            while let page = try export.nextPage(connection) { text += page.string }
            return text.split(separator: "\n").map(String.init)
        }
        func take(_ lines: [String], _ other: TestStore) throws {
            try other.store.writeAndWait { connection in
                var take = Import(connection)
                for line in lines { try take.take(JSONReader.read(line)) }
                try take.finish()
            }
        }
        let (empty, filled) = try (TestStore(), TestStore())
        for name in ["A", "B", "C"] { try filled.create("experts", #"{"name": "\#(name)"}"#) }

        try take(lines, empty)
        try take(lines, filled)

        #expect(lines.filter { $0.contains("merged_experts") }.count == 1)
        for other in [empty, filled] {
            #expect(try other.list("quotes", "expert=mirsaidov-ru")["items"]?.array?.count == 2)
            #expect(
                refusal { try other.create("experts", #"{"name": "X", "slug": "mirsaidov-ru"}"#) }.contains("leads to"))
            #expect(
                refusal {
                    try other.store.writeAndWait { connection in
                        var writing = Writing(connection)
                        _ = try writing.unmerge(expert: "mirsaidov-ru")
                    }
                }.contains("before it was imported"))
        }
        // The old number is nobody else's either.
        #expect(try empty.list("quotes", "expert=2")["items"]?.array?.count == 2)
        #expect(try empty.create("experts", #"{"name": "New"}"#)["id"] == 3)
        #expect(try filled.item("experts", "2")["name"] == "B")
    }

    @Test func countsAreRightHoweverQuotesMove() throws {
        for number in 3...40 {
            try test.create(
                "quotes",
                #"{"article": \#(number % 2 + 1), "expert": \#(number % 3 == 0 ? 1 : 2), "kind": "direct", "text": "said \#(number % 7)"}"#
            )
        }
        func counts(_ id: String) throws -> [JSON] {
            let expert = try test.item("experts", id)
            return ["quotes_count", "statements_count", "articles_count", "first_quoted_on", "last_quoted_on"].map {
                expert[$0] ?? .null
            }
        }
        let before = try [counts("1"), counts("2")]

        try merge("2", "1")
        #expect(try counts("1") == [40, 9, 2, "2017-05-01", "2018-05-01"])
        try unmerge("2")

        #expect(try [counts("1"), counts("2")] == before)
    }
}
