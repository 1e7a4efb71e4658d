import Foundation
import Knowledge
import Store
import Testing

/// Conflicts, as they come and go with what is written.
@Suite struct ConflictTests {
    private let store: TestStore

    init() throws {
        store = try TestStore()
        try store.create("indicators", #"{"name": "Remittances", "unit": "USD"}"#)
        try store.create("sources", #"{"name": "Central Bank"}"#)
        try store.create("sources", #"{"name": "World Bank"}"#)
        for number in 1...3 {
            try store.create("articles", #"{"title": "Article \#(number)", "published_on": "2019-04-24"}"#)
        }
    }

    /// A statistic of remittances from Russia to Tajikistan in 2013, but for what `members` says.
    @discardableResult
    private func figure(_ article: Int, _ value: String, _ members: String = "") throws -> Int {
        var object = try #require(
            try JSONReader.read(
                #"{"article": \#(article), "indicator": "remittances", "value": \#(value), "unit": "USD", "period": "2013", "place": "Tajikistan", "counterpart": "Russia"}"#
            ).object)
        for (name, value) in try JSONReader.read("{\(members)}").object?.members ?? [] { object[name] = value }
        return try #require(store.create("statistics", JSON.object(object).text)["id"]?.integer)
    }

    private func conflicts(_ parameters: [(String, String)] = []) throws -> [JSON] {
        try store.store.read { connection in
            var json = JSONBuffer()
            _ = try Reading(connection).conflicts(
                ConflictQuery(parameters.map { ListQuery.Parameter(name: $0.0, value: $0.1) }), path: "/conflicts",
                parameters: "", into: &json)
            return try JSONReader.read(json.string)["items"]?.array ?? []
        }
    }

    private func settle(_ conflict: Int, _ body: String) throws {
        let body = try JSONReader.read(body)
        try store.store.writeAndWait { try Writing($0).settleConflict(String(conflict), body, by: "ana") }
    }

    private func members(_ conflict: JSON?) -> [Int] {
        conflict?["statistics"]?.each("id").compactMap(\.integer) ?? []
    }

    @Test func ofManyFiguresBothEndsAreTold() throws {
        for _ in 0..<30 { try figure(1, "4200000000") }
        let own = try figure(2, "4200000000")
        let other = try figure(3, "3900000000")
        try settle(1, #"{"reason": "Counted again", "statistic": 7}"#)

        let listed = try #require(conflicts().first)
        #expect(listed["statistics_count"] == 32)
        #expect(members(listed).count == Reading.listedConflictStatistics)
        #expect(Set(members(listed)).isSuperset(of: [7, other]))
        #expect(try members(conflicts([("article", "2")]).first).contains(own))
        let whole = try store.store.read { try JSONReader.read(Reading($0).conflict("1").string) }
        #expect(members(whole).count == 32)
        let series = try store.store.read {
            try JSONReader.read(Reading($0).seriesJSON("remittances", SeriesQuery()).string)
        }
        #expect(series["points"]?.each("statistics_count") == [1, 31])
        #expect(series["points"]?.each("statistics").map { $0.array?.count } == [1, SeriesQuery.told])
    }

    @Test func twoArticlesThatDisagreeAreToldOnceEverywhere() throws {
        let one = try figure(1, "4200000000", #""printed": "$4.2 billion""#)
        let other = try figure(2, "3900000000", #""printed": "$3.9 billion""#)

        let all = try conflicts()
        #expect(all.count == 1)
        #expect(members(all.first) == [one, other])
        #expect(all.first?["settled"] == .bool(false) && all.first?["settlement"] == .null)
        #expect(try store.list("statistics", "conflicting=true&sort=id")["items"]?.each("id") == [1, 2])
        #expect(try store.list("statistics", "conflicting=false&count=true")["total"] == 0)
        #expect(try store.item("articles", "1")["conflicts_count"] == 1)
        #expect(try store.item("articles", "3")["conflicts_count"] == 0)
        #expect(try conflicts([("article", "article-2")]).count == 1)
        #expect(try conflicts([("article", "article-3")]).isEmpty)
        #expect(
            try conflicts([("indicator", "remittances"), ("place", "Tajikistan"), ("settled", "false")]).count == 1)
    }

    @Test(arguments: [
        #""period": "2014""#, #""place": "Kyrgyzstan""#, #""counterpart": "Kazakhstan""#, #""unit": "EUR""#,
        #""dimensions": {"sex": "women"}"#, #""status": "forecast""#, #""period": null"#, #""value": 4150000000"#,
        #""unit": "constant 2010 USD""#, #""qualifier": "less_than", "value": 5000000000"#,
    ])
    func figuresOfDifferentThingsDoNotConflict(_ members: String) throws {
        try figure(1, "4200000000", #""printed": "$4.2 billion""#)
        try figure(2, "3900000000", members)

        #expect(try conflicts().isEmpty)
    }

    @Test(arguments: [
        #""unit": "million USD", "value": 3900"#, #""period": "2013-01/2013-12""#, #""place": " tajikistan""#,
        #""status": "provisional""#,
    ])
    func theSameThingSaidOtherwiseDoes(_ members: String) throws {
        try figure(1, "4200000000")
        try figure(2, "3900000000", members)

        #expect(try conflicts().count == 1)
    }

    @Test func aConflictKeepsItsIDWhileItLastsAndEndsWithAChange() throws {
        let one = try figure(1, "42")
        let other = try figure(2, "39")
        let third = try figure(3, "42")
        let id = try conflicts().first?["id"]

        #expect(try members(conflicts().first) == [one, other, third])
        try store.patch("statistics", String(third), #"{"value": 41}"#)
        #expect(try conflicts().first?["id"] == id)
        try store.delete("statistics", String(third))
        #expect(try conflicts().first?["id"] == id && members(conflicts().first) == [one, other])
        try store.patch("statistics", String(other), #"{"value": 42}"#)
        #expect(try conflicts().isEmpty)
        #expect(try store.item("articles", "1")["conflicts_count"] == 0)
        try store.patch("statistics", String(other), #"{"value": 39}"#)
        #expect(try conflicts().count == 1)
        try store.delete("articles", "2")
        #expect(try conflicts().isEmpty)
    }

    @Test func whatAgreesWithAllIsNoPartOfIt() throws {
        let one = try figure(1, "42")
        let other = try figure(2, "39")
        try figure(3, "10", #""qualifier": "more_than""#)

        #expect(try members(conflicts().first) == [one, other])
    }

    @Test func theLaterOfTwoFiguresOfOneSourceReplacesTheEarlier() throws {
        let first = try figure(1, "42", #""source": 1, "as_of": "2014-03""#)
        let second = try figure(2, "39", #""source": 1, "as_of": "2015""#)

        #expect(try conflicts().isEmpty)
        let points = try series()["points"]?.array ?? []
        #expect(points.count == 1)
        #expect(points.first?["value"] == 39)
        #expect(points.first?["statistics"]?.each("id") == [.number(JSONNumber(second))])
        #expect(points.first?["superseded"]?.each("id") == [.number(JSONNumber(first))])
        // Another source still disagrees, and of one source nobody knows which came later.
        try figure(3, "42", #""source": 2"#)
        #expect(try members(conflicts().first) == [2, 3])
        try store.patch("statistics", "2", #"{"as_of": null}"#)
        #expect(try members(conflicts().first) == [1, 2, 3])
    }

    @Test func aFinalFigureReplacesAnEstimateOfTheSameSource() throws {
        try figure(1, "42", #""source": 1, "status": "estimate""#)
        try figure(2, "39", #""source": 1, "status": "final""#)

        #expect(try conflicts().isEmpty)
    }

    @Test func aSettledConflictStaysSettledUntilAValueChanges() throws {
        try figure(1, "42")
        let other = try figure(2, "39")
        let id = try #require(conflicts().first?["id"]?.integer)
        try settle(id, #"{"reason": "The bank says so", "statistic": 1}"#)

        let settlement = try conflicts([("settled", "true")]).first?["settlement"]
        #expect(settlement?["reason"] == "The bank says so" && settlement?["by"] == "ana")
        #expect(settlement?["statistic"] == 1 && settlement?["at"]?.string?.hasSuffix("Z") == true)
        // The same said again, and other words for it, change no value.
        try figure(3, "39")
        try store.patch("statistics", String(other), #"{"stated_by": null, "source": 1}"#)
        #expect(try conflicts().first?["settled"] == .bool(true))
        try store.patch("statistics", String(other), #"{"value": 38}"#)
        #expect(try conflicts().first?["settled"] == .bool(false))
        try settle(id, #"{"reason": "Again"}"#)
        try store.store.writeAndWait { try Writing($0).unsettleConflict(String(id)) }
        #expect(try conflicts().first?["settled"] == .bool(false))
    }

    @Test func aSettlementIsToldAmongTheChangesAndGoesWithAnExport() throws {
        try figure(1, "42")
        let right = try figure(2, "39")
        try settle(1, #"{"reason": "The bank says so", "statistic": \#(right)}"#)
        let told = try store.store.read { try Reading($0).changes(since: 0, limit: 200) }.last?.json ?? ""
        #expect(told.contains(#""action":"settle","resource":"conflicts","id":1"#), "\(told)")
        let lines = try store.store.read { connection in
            var export = Export(corrections: false)
            var text = ""
            while let page = try export.nextPage(connection) { text += page.string }
            return text.split(separator: "\n").map(String.init)
        }

        let other = try TestStore()
        try other.store.writeAndWait { connection in
            var take = Import(connection)
            for line in lines { try take.take(JSONReader.read(line)) }
            try take.finish()
        }

        #expect(lines.filter { $0.contains("\"settlements\"") }.count == 1)
        let settled = try other.store.read { connection in
            try connection.all("SELECT reason, statistic, settled_by FROM conflicts WHERE settled = 1") {
                [$0.string(0), $0.string(1), $0.string(2)]
            }
        }
        #expect(settled == [["The bank says so", String(right), "ana"]])
    }

    @Test func aSettlementIsCheckedWhole() throws {
        try figure(1, "42")
        try figure(2, "39")
        try figure(3, "42", #""period": "2014""#)

        #expect(
            store.faults { try settle(1, #"{"reason": " ", "statistic": 3, "why": 1}"#) }.sorted() == [
                "/reason must not be empty", "/statistic must be the id of one of the conflict's statistics",
                "/why is not known here",
            ])
        #expect(try conflicts().first?["settled"] == .bool(false))
        #expect(throws: KnowledgeError.self) { try settle(99, #"{"reason": "a"}"#) }
    }

    @Test func conflictsAreAPageAtATime() throws {
        for year in 2001...2005 {
            try figure(1, "42", #""period": "\#(year)""#)
            try figure(2, "39", #""period": "\#(year)""#)
        }
        try store.store.read { connection in
            var periods: [String] = []
            var cursor: String?
            repeat {
                var parameters = [
                    ListQuery.Parameter(name: "limit", value: "2"), ListQuery.Parameter(name: "count", value: "true"),
                ]
                if let cursor { parameters.append(ListQuery.Parameter(name: "cursor", value: cursor)) }
                var json = JSONBuffer()
                let next = try Reading(connection).conflicts(
                    ConflictQuery(parameters), path: "/c", parameters: "limit=2", into: &json)
                let page = try JSONReader.read(json.string)
                #expect(page["total"] == 5)
                periods += page["items"]?.each("period").compactMap(\.string) ?? []
                cursor = next?.split(separator: "cursor=").last.map(String.init)
            } while cursor != nil
            #expect(periods == ["2005", "2004", "2003", "2002", "2001"])
        }
    }

    // MARK: Series

    private func series(_ parameters: [(String, String)] = []) throws -> JSON {
        try store.store.read { connection in
            let query = try SeriesQuery(
                parameters.map { ListQuery.Parameter(name: $0.0, value: $0.1, alternatives: [$0.1]) })
            return try JSONReader.read(Reading(connection).seriesJSON("remittances", query).string)
        }
    }

    @Test func aSeriesIsInOrderOfTimeInOneUnitAPointAValue() throws {
        try figure(1, "2.5", #""unit": "billion USD", "period": "2018""#)
        try figure(2, "2500", #""unit": "million USD", "period": "2018""#)
        try figure(1, "4200000000")
        try figure(2, "3900000000", #""printed": "$3.9 billion""#)
        try figure(3, "200000000", #""period": "2018-01""#)
        try figure(3, "100", #""period": "2012", "place": "Kyrgyzstan""#)
        try figure(3, "7", #""period": null"#)

        let series = try series()
        #expect(
            series["points"]?.each("period") == ["2012", "2013", "2013", "2018", "2018-01", .null])
        #expect(
            series["points"]?.each("value").map(\.double) == [100, 3.9e9, 4.2e9, 2.5e9, 2e8, 7])
        #expect(series["points"]?.each("unit").allSatisfy { $0 == "USD" } == true)
        #expect(series["points"]?.array?[3]["statistics"]?.array?.count == 2)
        #expect(series["conflicts"]?.each("period") == ["2013"])
        #expect(series["indicator"]?["slug"] == "remittances")
        #expect(try self.series([("place", "Kyrgyzstan")])["points"]?.array?.count == 1)
        #expect(try self.series([("period_from", "2014")])["points"]?.array?.count == 2)
        #expect(
            try self.series([("unit", "million USD"), ("period_to", "2013"), ("place", "Tajikistan")])["points"]?.each(
                "value"
            )
            .map(\.double) == [3_900, 4_200])
        #expect(try self.series([("unit", "EUR")])["points"] == [])
        #expect(throws: KnowledgeError.self) { try self.series([("plaze", "x")]) }
    }

    @Test func aSeriesOfTooManyIsRefusedAndCanBeNarrowed() throws {
        try store.store.writeAndWait { connection in
            try connection.execute(
                """
                WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
                INSERT INTO statistics (article, indicator, value, unit, period, place, created_at, updated_at)
                SELECT 1, 1, i, 'USD', CASE WHEN i < 4990 THEN '2001' ELSE '2002' END, 'Place ' || i, '2024', '2024' FROM n
                """)
        }

        #expect(throws: KnowledgeError.self) { try series() }
        #expect(try series([("period_from", "2002")])["points"]?.array?.count == 11)
    }

    @Test func aPointLeadsToItsPassage() throws {
        try store.create(
            "articles",
            #"{"title": "Money", "body": "They sent $4.2 billion home.", "statistics": [{"indicator": "Remittances", "value": 4200000000, "unit": "USD", "period": "2013", "printed": "$4.2 billion", "source": "Central Bank"}]}"#
        )

        let statistic = try series()["points"]?.array?.first?["statistics"]?.array?.first
        #expect(statistic?["selector"]?["exact"] == "$4.2 billion")
        #expect(statistic?["source"]?["name"] == "Central Bank" && statistic?["article"]?["title"] == "Money")
        #expect(statistic?["link"] == "/articles/money#s1")
    }

    // MARK: Warnings

    @Test func whatIsOddIsToldAndNotRefused() throws {
        try store.create("indicators", #"{"name": "Share of women"}"#)
        try figure(1, "120", #""indicator": "share-of-women", "unit": "%""#)
        try figure(1, "1.2", #""indicator": "share-of-women", "unit": "share", "period": "2014""#)
        let later = try figure(1, "41", #""period": "2020""#)
        try figure(1, "42")
        try figure(1, "43", #""period": "2014""#)
        try figure(1, "44000", #""period": "2015""#)
        try figure(1, "45", #""period": "2016""#)

        func kinds(_ query: String) throws -> [[String]] {
            try store.list("statistics", query)["items"]?.array?.map {
                $0["warnings"]?.each("kind").compactMap(\.string) ?? []
            }
                ?? []
        }
        #expect(
            try kinds("warnings=true&sort=id") == [
                ["share_over_100"], ["share_over_100"], ["period_after_publication"], ["scale"],
            ])
        #expect(try kinds("warnings=false&sort=id") == [[], [], []])
        try store.patch("statistics", String(later), #"{"status": "forecast"}"#)
        #expect(try kinds("warnings=true&sort=id").count == 3)
        try store.patch("statistics", "6", #"{"value": 44}"#)
        #expect(try kinds("warnings=true&sort=id").count == 2)
        try store.patch("indicators", "share-of-women", #"{"name": "Growth of the share of women"}"#)
        #expect(try kinds("warnings=true").isEmpty)
        try store.patch("articles", "1", #"{"published_on": "2012-05-01"}"#)
        #expect(try kinds("warnings=true&sort=id").count == 6)
    }

    // MARK: What was there before

    @Test func whatWasWrittenOtherwiseIsCaughtUpWith() throws {
        try figure(1, "42")
        try figure(2, "39")
        // As a database is that was filled before there were conflicts.
        try store.store.writeAndWait { connection in
            for table in ["figures", "conflicts", "statistics_warnings", "figures_removed"] {
                try connection.execute("DELETE FROM \(table)")
            }
            try connection.execute("INSERT INTO figures_pending (statistic) SELECT id FROM statistics")
        }
        #expect(try conflicts().isEmpty)
        var done: [Int] = []
        try FigureKeeping.catchUp(store.store) { done.append($0) }

        #expect(done.last == 2)
        #expect(try conflicts().count == 1)
    }

    @Test func anImportKeepsConflictsRight() throws {
        try figure(1, "42")
        try store.store.writeAndWait { connection in
            var taken = Import(connection)
            try taken.take(
                JSONReader.read(
                    #"{"title": "Other", "statistics": [{"indicator": "Remittances", "value": 39, "unit": "USD", "period": "2013", "place": "Tajikistan", "counterpart": "Russia"}]}"#
                ))
            try taken.finish()
        }

        #expect(try conflicts().count == 1)
    }

    @Test func whatIsAskedOfManyTouchesAnIndex() throws {
        let statements = [
            "SELECT statistics.id FROM statistics WHERE statistics.id IN (SELECT statistic FROM conflicts_statistics) ORDER BY statistics.id DESC LIMIT 20",
            "SELECT statistics.id FROM statistics WHERE statistics.id IN (SELECT statistic FROM statistics_warnings) ORDER BY statistics.id DESC LIMIT 20",
            "SELECT id FROM conflicts WHERE settled = 0 ORDER BY id DESC LIMIT 20",
            "SELECT id FROM conflicts WHERE id IN (SELECT conflict FROM conflicts_statistics WHERE article = 1) ORDER BY id DESC",
            "SELECT count(DISTINCT c.conflict) FROM conflicts_statistics AS c WHERE c.article = 1",
            "SELECT low FROM figures WHERE comparable = 1 AND superseded_by IS NULL ORDER BY low DESC LIMIT 1",
            "SELECT high FROM figures WHERE comparable = 1 AND superseded_by IS NULL ORDER BY high LIMIT 1",
            "SELECT statistic FROM figures WHERE series = 1 AND (start, statistic) < ('2', 1) ORDER BY start DESC, statistic DESC LIMIT 4",
        ]
        try store.store.read { connection in
            for statement in statements {
                let plan = try connection.all("EXPLAIN QUERY PLAN \(statement)") { $0.string(3) }
                #expect(
                    !plan.contains { $0.hasPrefix("SCAN") || $0.contains("TEMP B-TREE FOR ORDER") },
                    "\(statement): \(plan)")
            }
        }
    }
}
