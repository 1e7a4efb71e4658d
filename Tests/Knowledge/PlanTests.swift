import Store
import Testing

@testable import Knowledge

/// Every question that the API answers from a large table goes by an index.
///
/// SQLite plans by the schema alone where no ANALYZE was run: so the plans on an empty store are those on a full one.
@Suite struct PlanTests {
    private let test: TestStore

    init() throws {
        test = try TestStore()
        try test.create("topics", #"{"name": "Water"}"#)
        try test.create("sources", #"{"name": "Bank"}"#)
        try test.create("indicators", #"{"name": "Remittances"}"#)
        try test.create("experts", #"{"name": "Ana Kim"}"#)
        for number in 1...3 {
            try test.create(
                "articles",
                #"{"title": "River \#(number)", "language": "en", "published_on": "2020-01-0\#(number)", "topics": ["water"]}"#
            )
            try test.create(
                "quotes",
                #"{"article": "river-\#(number)", "expert": "ana-kim", "kind": "direct", "text": "river", "said_on": "2020-01-01"}"#
            )
            try test.create(
                "statistics",
                #"{"article": "river-\#(number)", "indicator": "remittances", "value": \#(number), "unit": "USD", "period": "2020", "place": "river", "source": "bank"}"#
            )
            try test.create("corrections", #"{"article": "river-\#(number)", "comment": "c"}"#)
        }
    }

    /// Tables that grow with what is stored. The others hold some thousand rows at the most, or are always found by
    /// their keys.
    private static let large: Set<String> = [
        "articles", "quotes", "statistics", "experts", "articles_topics", "articles_places", "articles_authors",
        "quotes_topics", "experts_names", "articles_search", "quotes_search", "statistics_search", "experts_search",
        "facets", "experts_topics", "figures", "conflicts", "conflicts_statistics",
    ]

    /// What is read beyond the records that are asked for.
    private enum Walk {
        /// Nothing.
        case none
        /// A page of a list in the order of an index, which ends with the page.
        case ordered
        /// That, and whatever is counted, by an index alone: how many there are of each is known by no other way.
        case counted
    }

    /// What marks a statement that counts, or reads counts, the most frequent first.
    private static let counting = ["count(*)", "FROM facets", "FROM experts_topics", "quotes_count AS count"]

    /// What is wrong with the plan of any statement that `body` prepares.
    private func faults(allowing walk: Walk = .none, _ body: (Connection) throws -> Void) throws -> [String] {
        try test.store.read { connection in
            var statements: [String] = []
            connection.onPrepare = { statements.append($0) }
            try body(connection)
            connection.onPrepare = nil
            return try statements.filter { $0.contains("SELECT") }.flatMap { sql in
                let counts = Self.counting.contains(where: sql.contains)
                let allowed: Walk = walk == .counted && !counts ? .ordered : walk
                return try connection.plan(of: sql).compactMap { step in
                    Self.fault(step, allowed).map { "\($0) in: \(sql)" }
                }
            }
        }
    }

    private static func fault(_ step: String, _ walk: Walk) -> String? {
        let words = step.split(separator: " ").map(String.init)
        if step.contains("AUTOMATIC") { return step }
        // Records of one table in an order that no index has: all of them would be sorted for the first page.
        if step == "USE TEMP B-TREE FOR ORDER BY", walk == .ordered { return step }
        guard words.first == "SCAN", words.count > 1, large.contains(words[1]) else { return nil }
        // Of a full-text table, M stands for a match, = for a rowid.
        if words.contains("VIRTUAL") {
            return words.last.map { $0.contains("M") || $0.contains("=") } == true ? nil : step
        }
        switch walk {
        case .none: return step
        // By the key of the table itself, too: that is the order of `id`.
        case .ordered: return nil
        case .counted: return words.contains("COVERING") ? nil : step
        }
    }

    private func list(_ resource: Resource, _ parameters: [(String, String)], _ connection: Connection) throws {
        var json = JSONBuffer()
        let parameters = parameters.map {
            ListQuery.Parameter(name: $0.0, value: $0.1, alternatives: $0.1.split(separator: ",").map(String.init))
        }
        let query = try ListQuery(resource, parameters)
        let next = try Reading(connection).list(query, path: "/list", parameters: "", into: &json)
        guard let cursor = next?.split(separator: "cursor=").last else { return }
        let further = try ListQuery(resource, parameters + [ListQuery.Parameter(name: "cursor", value: String(cursor))])
        _ = try Reading(connection).list(further, path: "/list", parameters: "", into: &json)
    }

    /// A value that a filter by this field takes.
    private static func values(_ field: Field) -> [String] {
        switch field.type {
        case .integer, .number: ["1"]
        case .date: ["2020-01-01"]
        case .time: ["2020-01-01T00:00:00Z"]
        case .period: ["2020"]
        case .choice(let choices): [choices[0], choices.suffix(2).joined(separator: ",")]
        case .reference: ["1", "river", "1,river"]
        default: ["a", "a,b"]
        }
    }

    @Test(arguments: ["articles", "quotes", "statistics", "experts"])
    func listsInAnyOrderGoByAnIndex(_ name: String) throws {
        for sort in ListQuery.sortNames(Catalog[name]) where sort != "position" {
            for direction in ["", "-"] {
                let found = try faults(allowing: .ordered) {
                    try list(Catalog[name], [("sort", direction + sort), ("limit", "1")], $0)
                }
                #expect(found == [], "\(name) by \(direction)\(sort)")
            }
        }
    }

    @Test(arguments: Catalog.resources.map(\.name))
    func filtersGoByAnIndex(_ name: String) throws {
        let resource = Catalog[name]
        for field in resource.fields where field.isFiltered {
            for value in Self.values(field) {
                let found = try faults {
                    try list(resource, [(field.name, value), ("count", "true"), ("limit", "1")], $0)
                }
                #expect(found == [], "\(name) where \(field.name) is \(value)")
            }
            guard field.type.hasOrder, let value = Self.values(field).first else { continue }
            for bound in ["_from", "_to"] {
                // How much a range takes in is not known beforehand: it is looked up where the list is in its order.
                let order = field.isSorted ? field.name : "id"
                let found = try faults(allowing: .ordered) {
                    try list(resource, [(field.name + bound, value), ("limit", "1"), ("sort", order)], $0)
                }
                #expect(
                    found.filter { !$0.contains("ORDER BY") || field.isSorted && Self.large.contains(name) } == [],
                    "\(name) where \(field.name)\(bound) is \(value)")
            }
        }
    }

    @Test(arguments: Catalog.resources.map(\.name))
    func countsAndFacetsAreOfAnIndexAlone(_ name: String) throws {
        let resource = Catalog[name]
        let facets = resource.fields.filter { $0.isFiltered && $0.name != "id" }.map { ("facets", $0.name) }
        for parameter in [("count", "true")] + facets {
            let found = try faults(allowing: .counted) { try list(resource, [parameter, ("sort", "id")], $0) }
            #expect(found == [], "\(name) with \(parameter)")
            guard !resource.searched.isEmpty, parameter.0 == "facets" else { continue }
            #expect(try faults { try list(resource, [parameter, ("q", "river")], $0) } == [], "\(parameter) of a word")
        }
    }

    @Test func whatIsKeptCountedIsNotCountedAgain() throws {
        for (name, fields) in Reading.keptFacets {
            for field in fields {
                let found = try faults(allowing: .ordered) { connection in
                    connection.onPrepare = {
                        [watch = connection.onPrepare] sql in
                        watch?(sql)
                        #expect(!sql.contains("count(*)"), "\(name) by \(field): \(sql)")
                    }
                    try list(Catalog[name], [("facets", field)], connection)
                }
                #expect(found.filter { !$0.contains("ORDER BY") } == [], "\(name) by \(field)")
            }
        }
        let topics = try faults(allowing: .ordered) {
            try list(Catalog["quotes"], [("expert", "ana-kim"), ("facets", "topics,role")], $0)
        }
        #expect(topics.filter { !$0.contains("ORDER BY") } == [])
    }

    @Test func aPageOfManyMembersIsThatOfFew() throws {
        try test.create("topics", #"{"name": "Rare"}"#)
        try test.store.writeAndWait { connection in
            try connection.execute(
                """
                WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 1200)
                INSERT INTO articles (slug, title, published_on, topics, created_at, updated_at)
                SELECT 'many-' || n, 'Many', '2019-01-' || (10 + n % 19),
                    CASE WHEN n % 100 = 0 THEN '["water","rare"]' ELSE '["water"]' END, '2024', '2024' FROM numbers
                """)
        }
        func slugs(_ query: String) throws -> [String] {
            try test.list("articles", query)["items"]?.each("slug").compactMap(\.string) ?? []
        }

        #expect(try slugs("topics=water&limit=200&id_to=300") == slugs("limit=200&id_to=300"))
        #expect(try slugs("topics=water,rare&limit=50") == slugs("limit=50"))
        #expect(try slugs("topics=rare").count == 12)
        #expect(try test.list("articles", "topics=water&count=true&limit=1")["total"]?.integer == 1_203)
        let found = try faults(allowing: .ordered) {
            try list(Catalog["articles"], [("topics", "water"), ("limit", "1")], $0)
        }
        #expect(found == [])
    }

    @Test func fullTextIsLookedUp() throws {
        for name in Reading.searchedKinds {
            let filter = name == "topics" || name == "sources" ? ("id", "1") : ("created_at_from", "2020")
            for parameters in [
                [("q", "rivers")], [("q", "\"river\" ban"), filter], [("q", "river"), ("count", "true")],
            ] {
                #expect(try faults { try list(Catalog[name], parameters + [("limit", "1")], $0) } == [], "\(name)")
            }
        }
        #expect(try faults { _ = try Reading($0).search("river", limit: 3) } == [])
    }

    @Test func aRecordIsLookedUp() throws {
        for resource in Catalog.resources {
            for include in [nil] + resource.includes.map({ Optional($0.resource) }) {
                let found = try faults { connection in
                    let reading = Reading(connection)
                    let parameters = include.map { [ListQuery.Parameter(name: "include", value: $0)] } ?? []
                    _ = try reading.item(resource, "1", Reading.Shape(resource, parameters))
                    if resource.hasSlug { _ = try reading.nearest(to: "rivar", in: resource) }
                    if resource.hasSlug { _ = try reading.id(of: "river", in: resource) }
                }
                #expect(found == [], "\(resource.name) with \(include ?? "nothing")")
            }
        }
        var quotes = try ListQuery(Catalog["quotes"], [], sort: "position")
        quotes.narrow(to: 1, by: "article")
        #expect(
            try faults(allowing: .ordered) {
                var json = JSONBuffer()
                _ = try Reading($0).list(quotes, path: "/l", parameters: "", into: &json)
            } == [])
    }

    @Test func whatFollowsFromRecordsIsLookedUp() throws {
        let resources = Catalog.resources
        let questions: [(name: String, ask: (Reading) throws -> Void)] = [
            ("passages", { _ = try $0.passages("river-1") }),
            ("series", { _ = try $0.seriesJSON("remittances", SeriesQuery()) }),
            (
                "conflicts",
                { reading in
                    for (name, value) in [
                        ("limit", "1"), ("article", "river-1"), ("settled", "false"), ("place", "river"),
                        ("indicator", "remittances"),
                    ] {
                        var json = JSONBuffer()
                        let query = try ConflictQuery([ListQuery.Parameter(name: name, value: value)])
                        _ = try reading.conflicts(query, path: "/c", parameters: "", into: &json)
                    }
                }
            ),
            (
                "history",
                { reading in
                    var json = JSONBuffer()
                    _ = try reading.history(Catalog["quotes"], "1", limit: 1, before: nil, path: "/h", into: &json)
                }
            ),
            (
                "people",
                { reading in
                    for topic in [[], [ListQuery.Parameter(name: "topic", value: "water")]] {
                        var json = JSONBuffer()
                        let query = try TimelineQuery(topic + [ListQuery.Parameter(name: "limit", value: "1")])
                        let next = try reading.timeline("ana-kim", query, path: "/t", parameters: "", into: &json)
                        guard let cursor = next?.split(separator: "cursor=").last else { continue }
                        let further = try TimelineQuery(
                            topic + [ListQuery.Parameter(name: "cursor", value: String(cursor))])
                        _ = try reading.timeline("1", further, path: "/t", parameters: "", into: &json)
                    }
                    var json = JSONBuffer()
                    try reading.duplicates(of: "ana-kim", into: &json)
                    _ = try reading.currentID(of: "nobody", in: Catalog["experts"])
                    _ = try reading.currentID(of: "99", in: Catalog["experts"])
                    for flag in ["true", "false"] {
                        let query = try ListQuery(
                            Catalog["experts"], [ListQuery.Parameter(name: "possible_duplicates", value: flag)])
                        _ = try reading.list(query, path: "/l", parameters: "", into: &json)
                    }
                }
            ),
            ("changes", { _ = try $0.changes(since: 0, limit: 10) }),
            ("versions", { reading in for resource in resources { _ = try reading.version(of: 1, in: resource) } }),
        ]
        for (name, ask) in questions {
            let found = try faults(allowing: .ordered) { try ask(Reading($0)) }
            #expect(found.filter { !$0.hasPrefix("USE TEMP") } == [], "\(name)")
        }
    }

    @Test func anExportGoesInTheOrderOfIDs() throws {
        let found = try faults(allowing: .ordered) { connection in
            var export = Export(corrections: true)
            while try export.nextPage(connection) != nil {}
        }

        #expect(found == [])
    }
}
