import Store
import Testing

@testable import Knowledge

/// The order of relevance where there are more matches than are ranked.
@Suite struct RankingTests {
    private let test: TestStore

    init() throws {
        test = try TestStore()
        try test.create("experts", #"{"name": "Ana Kim"}"#)
        try test.create("articles", #"{"title": "One"}"#)
    }

    /// Quotes of these texts, `count` of each, one after the other.
    private func add(_ texts: [(text: String, count: Int)]) throws {
        try test.store.writeAndWait { connection in
            for (text, count) in texts {
                try connection.execute(
                    """
                    WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ?)
                    INSERT INTO quotes (article, expert, kind, text, role, folded, stems, created_at, updated_at)
                    SELECT 1, 1, 'direct', ?, CASE n % 3 WHEN 0 THEN 'judge' ELSE 'analyst' END, '', '', '2024', '2024'
                    FROM numbers
                    """, [Value(count), .text(text)])
            }
        }
    }

    private func pages(_ query: String, limit: Int = 200) throws -> [Int] {
        var ids: [Int] = []
        var cursor: String? = ""
        while let at = cursor {
            let page = try test.list("quotes", "\(query)&fields=id&limit=\(limit)\(at)")
            ids += page["items"]?.each("id").compactMap(\.integer) ?? []
            cursor = page["next"]?.string.map { "&cursor=" + ($0.split(separator: "cursor=").last ?? "") }
        }
        return ids
    }

    @Test func theBestOfTheNewestComeFirstAndThenTheOthers() throws {
        try add([("river river river", 1), ("the river", Ranking.reach + 300), ("river river", 1), ("the river", 300)])
        let all = Ranking.reach + 602

        let ids = try pages("q=river")

        #expect(ids.first == Ranking.reach + 302)
        #expect(ids.count == all && Set(ids).count == all)
        // Behind what was ranked the newest stand first, the best of all among them.
        #expect(ids.suffix(602) == (1...602).reversed()[...])
    }

    @Test func allArePagedOnceWhereTheLastWordIsABeginning() throws {
        try add([("a rivulet", 700), ("the river", 500), ("rivers", Ranking.reach + 100), ("riv", 2)])
        let all = Ranking.reach + 1_302

        #expect(try pages("q=river").count == Ranking.reach + 600)
        let ids = try pages("q=riv", limit: 190)

        #expect(ids.count == all && Set(ids).count == all)
        #expect(Set(ids.prefix(2)) == [all, all - 1])
    }

    @Test func whatIsAddedMeanwhileMovesNothing() throws {
        try add([("the river", Ranking.reach + 50)])
        let first = try test.list("quotes", "q=river&fields=id&limit=200")
        let cursor = try #require(first["next"]?.string?.split(separator: "cursor=").last)
        try add([("the river", 20)])

        var seen = first["items"]?.each("id").compactMap(\.integer) ?? []
        var next: String? = String(cursor)
        while let at = next {
            let page = try test.list("quotes", "q=river&fields=id&limit=200&cursor=\(at)")
            seen += page["items"]?.each("id").compactMap(\.integer) ?? []
            next = page["next"]?.string?.split(separator: "cursor=").last.map(String.init)
        }

        #expect(Set(seen).count == seen.count)
        #expect(Set(seen).isSuperset(of: 1...(Ranking.reach + 50)))
    }

    @Test func amongTheBestAShortTextComesBeforeALongOneWhateverIsAddedMeanwhile() throws {
        let long = "the river" + String(repeating: " and a town", count: 20)
        try add([(long, 150), ("the river", 150), (long, 150)])
        #expect(try Set(pages("q=river").prefix(50)) == Set(251...300))

        var (seen, next): ([Int], String?) = ([], "")
        while let at = next {
            let page = try test.list("quotes", "q=river&fields=id&limit=70\(at)")
            seen += page["items"]?.each("id").compactMap(\.integer) ?? []
            next = page["next"]?.string.map { "&cursor=" + ($0.split(separator: "cursor=").last ?? "") }
            try add([("river", 3), (long, 2)])
        }

        #expect(Set(seen).count == seen.count)
        #expect(Set(seen).isSuperset(of: 1...450))
    }

    @Test(arguments: [0x19B0, 0x19C8, 0x1CF2] as [UInt32])
    func aSignThatSQLiteTakesForNoLetterIsNotLookedFor(_ value: UInt32) throws {
        let sign = try #require(Unicode.Scalar(value))
        try add([("the river", 1)])

        #expect(SearchQuery("river \(sign)", in: Catalog["quotes"])?.parts.count == 1)
        #expect(try pages("q=river \(sign)") == [1])
    }

    @Test func totalsAreExactUpToTheirBound() throws {
        try add([("the river", Total.reach)])
        let exact = try test.list("quotes", "q=river&count=true&limit=1")
        try add([("rivers", 1)])
        let further = try test.list("quotes", "q=river&count=true&limit=1")
        let groups = try test.store.read { try JSONReader.read(Reading($0).search("river", limit: 1).string) }["groups"]

        #expect(exact["total"]?.integer == Total.reach && exact["total_is"] == nil)
        #expect(further["total"]?.integer == Total.reach && further["total_is"] == "at_least")
        let quotes = groups?.array?.first { $0["kind"] == "quotes" }
        #expect(quotes?["total"]?.integer == Total.reach && quotes?["total_is"] == "at_least")
        #expect(try test.list("quotes", "count=true&limit=1")["total"]?.integer == Total.reach + 1)
    }

    @Test func facetsOfManyMatchesSayHowManyWereCounted() throws {
        try add([("old river", 300), ("the river", Reading.facetReach - 1)])
        let exact = try test.list("quotes", "q=the&facets=role,topics,expert&limit=1")
        let cut = try test.list("quotes", "q=river&facets=role&limit=1")

        #expect(exact["facets_of"] == nil)
        #expect(exact["facets"]?["expert"]?.each("count") == [.number(JSONNumber(Reading.facetReach - 1))])
        #expect(exact["facets"]?["topics"] == [])
        #expect(
            cut["facets_of"] == ["counted": .number(JSONNumber(Reading.facetReach)), "is": "newest"])
        let counts = cut["facets"]?["role"]?.each("count").compactMap(\.integer) ?? []
        #expect(counts.reduce(0, +) == Reading.facetReach)
    }

    @Test func aRareWordIsRankedByWhatItsRecordsSay() throws {
        try test.create("experts", #"{"name": "River Jones"}"#)
        try test.create("experts", #"{"name": "Bo Lake", "description": "Writes on the river and its river ports"}"#)

        #expect(try test.list("experts", "q=river")["items"]?.each("slug") == ["river-jones", "bo-lake"])
    }
}
