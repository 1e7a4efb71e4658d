import Foundation
import Knowledge
import Store
import Testing

@Suite struct ReadingTests {
    let test: TestStore

    init() throws {
        test = try TestStore()
        for number in 1...7 {
            try test.create(
                "articles",
                #"""
                {"title": "Article \#(number)", "language": "\#(number % 2 == 0 ? "ru" : "en")", "topics": ["Odd or even", "T\#(number % 3)"],
                 "published_on": \#(number == 7 ? "null" : "\"2019-01-0\(number)\""), "places": ["Osh"], "body": "The river number \#(number) fell.",
                 "quotes": [{"expert": "Ана Ким", "kind": "direct", "text": "river \#(number)"}, {"expert": "Bo", "kind": "indirect", "text": "lake"}]}
                """#)
        }
    }

    private func pages(_ resource: String, _ query: String) throws -> [[JSON]] {
        var pages: [[JSON]] = []
        var next: String? = query
        while let query = next {
            let page = try test.list(resource, query)
            pages.append(page["items"]?.each("id") ?? [])
            next = page["next"]?.string.map { String($0.drop { $0 != "?" }.dropFirst()) }
        }
        return pages
    }

    @Test func walksAListPageByPage() throws {
        #expect(try pages("articles", "limit=3") == [[6, 5, 4], [3, 2, 1], [7]])
        #expect(try pages("articles", "limit=3&sort=published_on") == [[7, 1, 2], [3, 4, 5], [6]])
        #expect(try pages("articles", "limit=2&sort=-title") == [[7, 6], [5, 4], [3, 2], [1]])
        #expect(try pages("quotes", "limit=5&sort=said_on").flatMap { $0 }.count == 14)
        #expect(try pages("articles", "limit=4&q=river").flatMap { $0 }.count == 7)
    }

    @Test func anInsertMovesNothingOfAPageToCome() throws {
        let first = try test.list("articles", "limit=3")
        let path = try #require(first["next"]?.string)
        let next = path.drop { $0 != "?" }.dropFirst()

        try test.create("articles", #"{"title": "New", "published_on": "2030-01-01"}"#)
        let second = try test.list("articles", String(next))

        #expect(second["items"]?.each("id") == [3, 2, 1])
    }

    @Test func filtersByValuesReferencesMembersAndRanges() throws {
        func ids(_ resource: String, _ query: String) throws -> [JSON] {
            try test.list(resource, query)["items"]?.each("id") ?? []
        }

        #expect(try ids("articles", "language=ru") == [6, 4, 2])
        #expect(try ids("articles", "topics=t0,t1&language=en") == [3, 1, 7])
        #expect(try ids("articles", "published_on_from=2019-01-03&published_on_to=2019-01-04") == [4, 3])
        #expect(try ids("articles", "published_on_to=2019").count == 6)
        #expect(try ids("quotes", "expert=ana-kim&article=article-1,article-2&sort=id") == [1, 3])
        #expect(try ids("quotes", "expert=1&kind=direct").count == 7)
        #expect(try ids("quotes", "expert=nobody") == [])
        #expect(try ids("experts", "name=Bo") == [2])
    }

    @Test func refusesWhatItDoesNotKnowAndNamesTheNearest() {
        func refusal(_ resource: String, _ query: String) -> String {
            do {
                _ = try test.list(resource, query)
                return "answered"
            } catch { return error.localizedDescription }
        }
        #expect(refusal("articles", "langauge=ru").contains("did you mean language?"))
        #expect(refusal("articles", "limit=0").contains("from 1 to 200"))
        #expect(refusal("articles", "limit=201").contains("from 1 to 200"))
        #expect(refusal("articles", "limit=+5").contains("from 1 to 200"))
        #expect(refusal("articles", "sort=body").contains("can't be sorted by body"))
        #expect(refusal("articles", "cursor=abc").contains("cursor is not one"))
        #expect(refusal("articles", "fields=titel").contains("did you mean title?"))
        #expect(refusal("articles", "include=quots").contains("did you mean quotes?"))
        #expect(refusal("quotes", "kind=loud").contains("one of direct, indirect, mixed"))
        #expect(refusal("quotes", "limit=1&limit=2").contains("given twice"))
        #expect(
            refusal("topics", "include=quotes").contains("no quotes")
                || refusal("topics", "include=quotes").contains("Unknown"))
    }

    @Test func countsFacetsAndTotals() throws {
        let list = try test.list("articles", "count=true&facets=language,topics&limit=1&language=en")

        #expect(list["total"]?.integer == 4)
        #expect(list["facets"]?["language"] == (try JSONReader.read(#"[{"value": "en", "count": 4}]"#)))
        #expect(
            list["facets"]?["topics"]?.array?.first == (try JSONReader.read(#"{"value": "odd-or-even", "count": 4}"#)))
        #expect(try test.list("quotes", "facets=expert")["facets"]?["expert"]?.each("value") == ["ana-kim", "bo"])
    }

    @Test func leavesJustTheFieldsAskedForAndAddsWhatIsIncluded() throws {
        let list = try test.list("articles", "fields=title,slug&limit=1")
        let article = try test.item("articles", "article-1", include: "quotes,statistics")

        #expect(list["items"]?.array?.first == (try JSONReader.read(#"{"title": "Article 6", "slug": "article-6"}"#)))
        #expect(article["quotes"]?.each("text") == ["river 1", "lake"])
        #expect(article["statistics"] == [])
    }

    @Test func findsWordsAsAPersonTypesThem() throws {
        try test.create("articles", #"{"title": "As emissões", "body": "Toktogulova falou de emissões em Bishkek."}"#)

        for words in ["emissoes", "EMISSÕES", "toktogul", "bishkek falou", "\"de emissões\""] {
            #expect(try test.list("articles", "q=\(words)")["items"]?.array?.count == 1, "\(words)")
        }
        #expect(try test.list("experts", "q=ким")["items"]?.each("slug") == ["ana-kim"])
        #expect(try test.list("articles", "q=nowhere")["items"] == [])
    }

    @Test func marksWhatMatchedInASnippet() throws {
        let list = try test.list("quotes", "q=riv&limit=1")
        let quote = try #require(list["items"]?.array?.first)
        let snippet = try #require(quote["snippet"])
        let text = try #require(snippet["text"]?.string)
        let marks = snippet["marks"]?.array?.first?.array?.compactMap(\.integer)
        let mark = try #require(marks)

        #expect(String(Array(text.unicodeScalars)[mark[0]..<mark[1]].map(Character.init)) == "river")
    }

    @Test func searchesAllKindsAndTakesAnyInput() throws {
        let groups =
            try test.store.read { try JSONReader.read(Reading($0).search("river", limit: 3).string) }["groups"]?.array
            ?? []
        let byKind = Dictionary(uniqueKeysWithValues: groups.map { ($0["kind"]?.string ?? "", $0) })

        #expect(byKind["articles"]?["total"]?.integer == 7)
        #expect(byKind["articles"]?["items"]?.array?.count == 3)
        #expect(byKind["quotes"]?["total"]?.integer == 7)
        for words in ["\"", "*", "a OR", "NEAR(", "'; --", "\u{0}", "é*^:", String(repeating: "x ", count: 5_000)] {
            try test.store.read { _ = try Reading($0).search(words, limit: 3).count }
        }
    }

    @Test func anExportFillsAnEmptyStoreThatGivesTheSameExport() throws {
        try test.create("experts", #"{"name": "Cy", "affiliations": [{"role": "r", "article": "article-2"}]}"#)
        try test.patch("articles", "article-1", #"{"translation_of": "article-2", "note": "n"}"#)
        func export(_ test: TestStore) throws -> [String] {
            try test.store.read { connection in
                var export = Export(corrections: true)
                var text = ""
                while let page = try export.nextPage(connection)?.string { text += page }
                return text.split(separator: "\n").map(String.init)
            }
        }
        let first = try export(test)
        let other = try TestStore()

        try other.store.writeAndWait { connection in
            var taken = Import(connection)
            for line in first { try taken.take(JSONReader.read(line)) }
            try taken.finish()
        }

        let second = try export(other)
        for (line, other) in zip(first, second) { #expect(line == other) }
        #expect(first.count == second.count && first.count > 20)
    }
}

@Suite struct TokenTests {
    @Test func aTokenHoldsUntilItIsRevoked() throws {
        let test = try TestStore()

        let token = try test.store.writeAndWait { try Tokens($0).create(name: "desk") }
        #expect(try test.store.read { try Tokens($0).name(of: token) } == "desk")
        #expect(try test.store.read { try Tokens($0).name(of: token + "x") } == nil)
        #expect(
            try test.store.read { try $0.integer("SELECT count(*) FROM tokens WHERE hash LIKE '%sb_%' ESCAPE '!'") }
                == 0)
        #expect(throws: KnowledgeError.self) { try test.store.writeAndWait { try Tokens($0).create(name: "desk") } }
        try test.store.writeAndWait { try Tokens($0).revoke("desk") }
        #expect(try test.store.read { try Tokens($0).name(of: token) } == nil)
        #expect(throws: KnowledgeError.self) { try test.store.writeAndWait { try Tokens($0).revoke("desk") } }
    }
}

@Suite struct DeclarationTests {
    /// `value_from` and `value_to` are bounds: no field of the same name may be filtered by.
    @Test func noParameterOfAListHasTwoMeanings() {
        for resource in Catalog.resources {
            let names = ListQuery.parameterNames(resource)
            #expect(Set(names).count == names.count, "\(resource.name): \(names)")
        }
    }

    @Test func everyFieldIsDescribed() {
        for resource in Catalog.resources {
            for field in resource.fields { #expect(!field.description.isEmpty, "\(resource.name).\(field.name)") }
        }
    }
}
