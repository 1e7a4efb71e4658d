import Foundation
import Knowledge
import Store
import Testing

/// What every write leaves behind, and what can be brought back from it.
@Suite struct HistoryTests {
    let test: TestStore

    init() throws { test = try TestStore() }

    private func history(_ resource: String, _ reference: String, limit: Int = 20, before: Int? = nil) throws -> [JSON]
    {
        try test.store.read { connection in
            var json = JSONBuffer()
            _ = try Reading(connection).history(
                TestStore.resource(resource), reference, limit: limit, before: before, path: "/h", into: &json)
            return try JSONReader.read(json.string)["items"]?.array ?? []
        }
    }

    private func past(_ resource: String, _ reference: String, _ moment: Reading.Moment) throws -> JSON {
        try test.store.read { connection in
            try JSONReader.read(
                Reading(connection).item(TestStore.resource(resource), reference, at: moment).string)
        }
    }

    private func patch(_ resource: String, _ reference: String, _ json: String, _ author: Author, now: String) throws {
        let body = try JSONReader.read(json)
        _ = try test.store.writeAndWait { connection in
            var writing = Writing(connection, by: author, now: now)
            return try writing.patch(TestStore.resource(resource), reference, body)
        }
    }

    private func restore(_ resource: String, _ reference: String, to revision: Int? = nil) throws {
        _ = try test.store.writeAndWait { connection in
            var writing = Writing(connection, by: Author(name: "Restorer"))
            let kind = try TestStore.resource(resource)
            return try revision.map { try writing.restore(kind, reference, to: $0) }
                ?? writing.restore(kind, reference)
        }
    }

    private func refusal(_ body: () throws -> Void) -> String {
        do {
            try body()
            return "done"
        } catch { return error.localizedDescription }
    }

    @Test func keepsWhoWhenWhatAndWhy() throws {
        try test.create("topics", #"{"name": "Water"}"#)
        let author = Author(name: "Editor Ö", note: "a misspelling")
        try patch("topics", "water", #"{"name": "Waters", "slug": "waters"}"#, author, now: "2030-01-02T03:04:05.000Z")

        let entries = try history("topics", "waters")

        #expect(entries.each("action") == ["update", "create"])
        #expect(entries.each("revision") == [2, 1])
        #expect(entries[0]["by"] == "Editor Ö" && entries[0]["note"] == "a misspelling")
        #expect(entries[0]["at"] == "2030-01-02T03:04:05.000Z")
        #expect(
            entries[0]["changes"] == [
                ["field": "slug", "from": "water", "to": "waters"], ["field": "name", "from": "Water", "to": "Waters"],
            ])
        #expect(entries[1]["by"] == "command line" && entries[1]["note"] == .null && entries[1]["changes"] == [])
    }

    @Test func aWriteThatChangesNothingLeavesNothing() throws {
        let topic = try test.create("topics", #"{"name": "Water"}"#)

        try test.patch("topics", "water", topic.text)
        #expect(refusal { try test.patch("topics", "water", #"{"name": ""}"#) } != "done")

        #expect(try history("topics", "water").count == 1)
    }

    @Test func aRecordIsReadAsItWasInEachRevision() throws {
        try test.create("experts", #"{"name": "Ana Kim"}"#)
        try test.create("experts", #"{"name": "Ben Kim"}"#)
        try test.create(
            "articles",
            #"{"title": "One", "body": "It fell.", "authors": ["A"], "topics": ["Water"], "quotes": [{"expert": "Ana Kim", "kind": "direct", "text": "It fell"}], "statistics": [{"indicator": "I", "value": 1.5, "unit": "m", "dimensions": {"sex": "f"}}]}"#
        )
        let article = try test.item("articles", "one")
        let quote = try test.item("quotes", "1")
        let statistic = try test.item("statistics", "1")
        try test.patch("articles", "one", #"{"title": "Two", "authors": ["A", "B"], "note": "n", "topics": []}"#)
        try test.patch("articles", "one", #"{"note": null, "language": "en"}"#)
        try test.patch("quotes", "1", #"{"expert": "ben-kim", "role": "r"}"#)
        try test.patch("statistics", "1", #"{"value": 4200000000, "value_to": 5e9, "dimensions": {}}"#)
        try test.patch("statistics", "1", #"{"value": 7}"#)

        func expectSame(_ past: JSON, _ present: JSON, _ without: Set<String> = []) {
            for (name, value) in past.object?.members ?? [] where !without.contains(name) {
                #expect(value == present[name], "\(name)")
            }
            #expect((past.object?.members.count ?? 0) > 5)
        }
        try expectSame(past("articles", "one", .revision(1)), article)
        try expectSame(past("articles", "1", .revision(3)), test.item("articles", "1"))
        // The article that they refer to has its present title.
        try expectSame(past("quotes", "1", .revision(1)), quote, ["article"])
        try expectSame(past("statistics", "1", .revision(1)), statistic, ["article"])
        let second = try past("statistics", "1", .revision(2))
        #expect(second["value"]?.double == 4_200_000_000 && second["value_to"]?.double == 5_000_000_000)
        #expect(try past("articles", "one", .revision(2))["note"] == "n")
        #expect(try past("quotes", "1", .revision(1))["expert"]?["slug"] == "ana-kim")
        #expect(refusal { _ = try past("articles", "one", .revision(4)) }.contains("no revision 4"))
        let change = try history("quotes", "1")[0]["changes"]?.array?.first
        #expect(change?["from"]?["slug"] == "ana-kim" && change?["to"]?["slug"] == "ben-kim")
    }

    @Test func aRecordIsReadAsItWasAtATime() throws {
        try test.create("topics", #"{"name": "Water"}"#)
        try patch("topics", "water", #"{"name": "B"}"#, .local, now: "2040-01-01T00:00:00.000Z")
        try patch("topics", "water", #"{"name": "C"}"#, .local, now: "2040-01-02T00:00:00.000Z")

        #expect(try past("topics", "water", .time("2040-01-01T00:00:00.000Z"))["name"] == "B")
        #expect(try past("topics", "water", .time("2040-01-01T23:59:59.999Z"))["name"] == "B")
        #expect(try past("topics", "water", .time("2039-12-31T23:59:59.999Z"))["name"] == "Water")
        #expect(try past("topics", "water", .time("2041-01-01T00:00:00.000Z"))["name"] == "C")
        #expect(
            refusal { _ = try past("topics", "water", .time("2000-01-01T00:00:00.000Z")) }.contains(
                "There was no topic"))
    }

    @Test func whatWasThereBeforeTheHistoryBeginsWithItsFirstChange() throws {
        try test.store.writeAndWait {
            try $0.execute(
                "INSERT INTO topics (slug, name, created_at, updated_at, revision) VALUES ('old', 'Old', '2020-01-01T00:00:00.000Z', '2020-02-01T00:00:00.000Z', 5)"
            )
        }
        #expect(try history("topics", "old").isEmpty)
        #expect(try past("topics", "old", .revision(5))["name"] == "Old")
        try patch("topics", "old", #"{"name": "New"}"#, .local, now: "2040-01-01T00:00:00.000Z")

        #expect(try past("topics", "old", .revision(5))["name"] == "Old")
        #expect(
            try past("topics", "old", .time("2020-03-01T00:00:00.000Z"))["updated_at"] == "2020-02-01T00:00:00.000Z")
        #expect(
            refusal { _ = try past("topics", "old", .time("2020-01-15T00:00:00.000Z")) }.contains(
                "begins with revision 5"))
        #expect(refusal { _ = try past("topics", "old", .revision(4)) }.contains("begins with revision 5"))
    }

    @Test func aPassageThatIsLostIsInTheHistoryOfItsQuote() throws {
        try test.create(
            "articles",
            #"{"title": "T", "body": "One. It fell.", "quotes": [{"expert": "A", "kind": "direct", "text": "It fell"}]}"#
        )

        try test.patch("articles", "t", #"{"body": "It fell."}"#)
        #expect(try history("quotes", "1").each("action") == ["create"])
        try test.patch("articles", "t", #"{"body": "It rose."}"#)

        let entries = try history("quotes", "1")
        #expect(entries.each("action") == ["anchor", "create"])
        #expect(entries[0]["changes"]?.each("field") == ["anchor", "anchored_revision"])
        #expect(try test.item("quotes", "1")["revision"] == 1)
    }

    @Test func anEarlierRevisionIsBroughtBackAsANewOne() throws {
        try test.create(
            "articles",
            #"{"title": "T", "body": "It fell.", "quotes": [{"expert": "A", "kind": "direct", "text": "It fell"}]}"#)
        try test.patch("articles", "t", #"{"body": "It rose.", "subtitle": "s"}"#)
        #expect(try test.item("quotes", "1")["anchor"] == "missing")

        try restore("articles", "t", to: 1)

        let article = try test.item("articles", "t")
        #expect(article["body"] == "It fell." && article["subtitle"] == .null && article["revision"] == 3)
        #expect(try test.item("quotes", "1")["anchor"] == "exact")
        #expect(try history("articles", "t").each("action") == ["restore", "update", "create"])
        #expect(try history("articles", "t")[0]["by"] == "Restorer")
        #expect(try past("articles", "t", .revision(2))["body"] == "It rose.")
        #expect(refusal { try restore("articles", "t", to: 9) }.contains("no revision 9"))
        #expect(refusal { try restore("articles", "t") }.contains("is not deleted"))
    }

    @Test func aDeletedArticleComesBackWithAllThatWentWithIt() throws {
        try test.create(
            "articles",
            #"{"title": "T", "body": "It fell by 3 m.", "topics": ["Water"], "quotes": [{"expert": "A", "kind": "direct", "text": "It fell"}, {"expert": "A", "kind": "direct", "text": "no such words", "topics": ["Water"]}], "statistics": [{"indicator": "I", "value": 3, "unit": "m", "printed": "3 m"}]}"#
        )
        try test.create("articles", #"{"title": "U", "translation_of": "t"}"#)
        try test.create("corrections", #"{"article": 1, "comment": "c"}"#)
        try test.delete("quotes", "2")
        let expert = try test.item("experts", "a")
        let quote = try test.item("quotes", "1")
        let statistic = try test.item("statistics", "1")
        try test.delete("articles", "t")
        #expect(try test.item("articles", "u")["translation_of"] == .null)
        #expect(try history("articles", "u").each("action") == ["update", "create"])
        #expect(try history("quotes", "1").each("action") == ["delete", "create"])

        try restore("articles", "t")

        let article = try test.item("articles", "1")
        #expect(article["slug"] == "t" && article["revision"] == 2 && article["quotes_count"] == 1)
        #expect(article["topics"] == ["water"])
        #expect(try test.item("articles", "u")["translation_of"]?["id"] == 1)
        #expect(try test.item("corrections", "1")["comment"] == "c")
        for (name, before) in [("quotes", quote), ("statistics", statistic)] {
            let after = try test.item(name, "1")
            for (field, value) in before.object?.members ?? []
            where !["updated_at", "revision", "anchored_revision"].contains(field) {
                #expect(after[field] == value, "\(field)")
            }
            #expect(after["revision"] == 2 && after["anchored_revision"] == 2)
        }
        #expect(try test.item("experts", "a") == expert)
        #expect(refusal { _ = try test.item("quotes", "2") }.contains("was deleted"))
        #expect(try test.list("articles", "q=fell")["items"]?.each("id") == [1])
        #expect(try history("articles", "t").each("action") == ["restore", "delete", "create"])
        // Again, and what was deleted by itself stays so.
        try test.delete("articles", "t")
        try restore("articles", "1")
        #expect(try test.list("quotes")["items"]?.each("id") == [1])
        try restore("quotes", "2")
        #expect(try test.item("quotes", "2")["topics"] == ["water"])
    }

    @Test func whatIsTakenOrGoneKeepsARecordFromComingBack() throws {
        try test.create(
            "articles",
            #"{"title": "T", "url": "https://example.org/t", "quotes": [{"expert": "A", "kind": "direct", "text": "a"}]}"#
        )
        try test.delete("articles", "t")
        try test.delete("experts", "a")
        #expect(refusal { try restore("articles", "t") }.contains("restore that first"))
        try restore("experts", "a")
        try test.create("articles", #"{"title": "T"}"#)
        #expect(refusal { try restore("articles", "1") }.contains("with the slug t"))
        try test.patch("articles", "2", #"{"slug": "u", "url": "https://example.org/t"}"#)
        #expect(refusal { try restore("articles", "t") }.contains("with the url"))
        #expect(try test.list("quotes", "count=true")["total"] == 0)
        try test.patch("articles", "u", #"{"url": null}"#)
        try restore("articles", "t")
        #expect(try test.list("quotes", "count=true")["total"] == 1)
    }

    @Test func aDeletedRecordIsReadAsItWas() throws {
        try test.create("topics", #"{"name": "Water"}"#)
        try test.patch("topics", "water", #"{"name": "Waters"}"#)
        try test.delete("topics", "water")

        #expect(refusal { _ = try test.item("topics", "water") }.contains("was deleted"))
        #expect(refusal { _ = try test.item("topics", "1") }.contains("was deleted"))
        #expect(try past("topics", "water", .revision(1))["name"] == "Water")
        #expect(try past("topics", "1", .revision(2))["name"] == "Waters")
        try restore("topics", "water", to: 1)
        #expect(try test.item("topics", "1")["name"] == "Water")
        #expect(try history("topics", "1").each("action") == ["restore", "restore", "delete", "update", "create"])
        // Under its slug stands another one now.
        try test.patch("topics", "1", #"{"slug": "rivers"}"#)
        #expect(refusal { _ = try test.item("topics", "water") }.contains("There is no topic"))
    }

    @Test func changesComeInTheOrderOfCommitsAndNoneIsSkipped() throws {
        try test.create("topics", #"{"name": "Water"}"#)
        try test.create("articles", #"{"title": "T", "quotes": [{"expert": "A", "kind": "direct", "text": "a"}]}"#)
        #expect(refusal { try test.create("topics", #"{"name": 5}"#) } != "done")
        try test.create("corrections", #"{"article": 1, "comment": "c"}"#)
        try test.delete("articles", "t")

        let all = try test.store.read { try Reading($0).changes(since: 0, limit: 200) }
        var paged: [Int] = []
        while true {
            let page = try test.store.read { try Reading($0).changes(since: paged.last ?? 0, limit: 2) }
            if page.isEmpty { break }
            paged += page.map(\.number)
        }

        let read = try all.map { try JSONReader.read($0.json) }
        #expect(
            read.map { "\($0["action"]?.string ?? "") \($0["resource"]?.string ?? "")" } == [
                "create topics", "create experts", "create articles", "create quotes", "delete articles",
                "delete quotes",
            ])
        #expect(read[2]["slug"] == "t" && read[3]["slug"] == .null && read[4]["id"] == 1)
        #expect(paged == all.map(\.number))
    }

    @Test func pagesOfAHistoryEndWhereTheyGrowLong() throws {
        let body = String(repeating: "a ", count: 300_000)
        try test.create("articles", #"{"title": "T"}"#)
        for number in 0..<4 { try test.patch("articles", "t", "{\"body\": \"\(body)\(number)\"}") }

        let first = try history("articles", "t")

        #expect(first.count < 5 && first.count > 0)
    }

    @Test func noEntryIsEverChanged() throws {
        try test.create("topics", #"{"name": "Water"}"#)

        for statement in ["UPDATE history SET by = 'x'", "DELETE FROM history"] {
            #expect(throws: StoreError.self) { _ = try test.store.writeAndWait { try $0.execute(statement) } }
        }
    }

    @Test func timesAreReadByTheLetterOfRFC3339() {
        for (text, time) in [
            ("2024-05-31T12:00:00Z", "2024-05-31T12:00:00.000Z"), ("2024-05-31", "2024-05-31T23:59:59.999Z"),
            ("2024-02-29t23:30:00.5-05:45", "2024-03-01T05:15:00.500Z"),
            ("2024-01-01T00:00:00+00:01", "2023-12-31T23:59:00.000Z"),
            ("2024-12-31T23:59:60.123456Z", "2024-12-31T23:59:59.123Z"),
            ("2000-03-01T00:00:00+01:00", "2000-02-29T23:00:00.000Z"),
        ] { #expect(Timestamp.canonical(text) == time, "\(text)") }
        for text in [
            "", "2024", "2024-05-32", "2023-02-29T00:00:00Z", "2024-05-31T12:00:00", "2024-05-31T24:00:00Z",
            "2024-05-31T12:00:00.Z", "2024-05-31T12:00:00.5", "2024-05-31 12:00:00Z", "2024-05-31T12:00:00+5",
            "2024-05-31T12:00:00Zx", "2024-05-31T12:00:00 05:00", "2024-05-31T1\u{E9}:00:00Z",
        ] { #expect(Timestamp.canonical(text) == nil, "\(text)") }
    }
}

extension [JSON] {
    /// The member `name` of each object.
    fileprivate func each(_ name: String) -> [JSON] { map { $0[name] ?? .null } }
}
