import Foundation
import Store
import Testing

@testable import Knowledge

/// Counts that are kept are those that counting gives, whatever is written.
@Suite struct FacetTests {
    private let test: TestStore

    init() throws { test = try TestStore() }

    /// What is kept and what is counted, where they differ.
    private func faults(_ connection: Connection) throws -> [String] {
        var faults: [String] = []
        func compare(_ name: String, _ kept: String, _ counted: String) throws {
            func rows(_ sql: String) throws -> [String] {
                try connection.all("SELECT value, count FROM (\(sql)) ORDER BY 1") { "\($0.value(0)) \($0.integer(1))" }
            }
            let (kept, counted) = (try rows(kept), try rows(counted))
            if kept != counted { faults.append("\(name): kept \(kept), counted \(counted)") }
        }
        for (name, fields) in Reading.keptFacets {
            for field in fields {
                let value: String
                let from: String
                switch Catalog[name].field(field)?.type {
                case .topics, .texts: (value, from) = ("value", "\(name)_\(field)")
                default: (value, from) = (Catalog[name].field(field)?.column(in: Catalog[name]) ?? field, name)
                }
                try compare(
                    "\(name) by \(field)",
                    "SELECT value, count FROM facets WHERE resource = '\(name)' AND field = '\(field)' AND count > 0",
                    "SELECT \(value) AS value, count(*) AS count FROM \(from) WHERE \(value) IS NOT NULL GROUP BY 1")
            }
        }
        try compare(
            "topics of experts", "SELECT expert || ' ' || topic AS value, count FROM experts_topics WHERE count > 0",
            """
            SELECT quotes.expert || ' ' || members.value AS value, count(*) AS count
            FROM quotes_topics AS members JOIN quotes ON quotes.id = members.item GROUP BY 1
            """)
        return faults
    }

    /// Bodies that a write is made of, chosen by chance.
    private struct Chance {
        var generator = SystemRandomNumberGenerator()

        mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &generator) }
        mutating func one(_ values: [String]) -> String { values[below(values.count)] }

        mutating func topics() -> String {
            let names = ["water", "power", "trade"].filter { _ in below(2) == 0 }
            return "[\(names.map { "\"\($0)\"" }.joined(separator: ","))]"
        }

        mutating func members(_ resource: String) -> [String] {
            switch resource {
            case "articles":
                [
                    #""language": \#(one([#""en""#, #""ru""#, "null"]))"#, #""publisher": "Paper \#(below(2))""#,
                    #""topics": \#(topics())"#, #""places": ["Place \#(below(2))"]"#,
                    #""authors": ["Author \#(below(2))"]"#,
                    #""license": \#(one([#""CC0-1.0""#, "null"]))"#, #""published_on": "201\#(below(3))-01-01""#,
                    #""body": "The \#(one(["river", "lake"])) fell by \#(below(3)) km.""#,
                ]
            case "experts":
                [#""kind": "\#(one(["person", "organization"]))""#, #""country": \#(one([#""TJ""#, "null"]))"#]
            case "quotes":
                [
                    #""expert": "expert-\#(1 + below(3))""#, #""kind": "\#(one(["direct", "indirect"]))""#,
                    #""text": "\#(one(["river", "lake", "sea"]))""#,
                    #""role": \#(one([#""analyst""#, #""judge""#, "null"]))"#,
                    #""language": \#(one([#""en""#, "null"]))"#, #""topics": \#(topics())"#,
                    #""said_on": \#(one([#""2020-02-02""#, "null"]))"#,
                ]
            default:
                [
                    #""indicator": "indicator-\#(1 + below(2))""#, #""value": \#(below(3))"#,
                    #""unit": "\#(one(["km", "t"]))""#,
                    #""period": \#(one([#""2018""#, "null"]))"#, #""place": \#(one([#""Osh""#, "null"]))"#,
                    #""counterpart": \#(one([#""Khujand""#, "null"]))"#, #""status": \#(one([#""final""#, "null"]))"#,
                    #""qualifier": \#(one([#""about""#, "null"]))"#, #""source": \#(one([#""bank""#, "null"]))"#,
                    #""stated_by": \#(one([#""expert-1""#, "null"]))"#, #""printed": "\#(below(3)) km""#,
                ]
            }
        }

        /// All members, or some of them.
        mutating func body(_ resource: String, _ further: [String] = [], isPatch: Bool = false) -> JSON {
            let members = members(resource).filter { _ in !isPatch || below(3) == 0 } + further
            return (try? JSONReader.read("{\(members.joined(separator: ","))}")) ?? .null
        }
    }

    @Test func keptCountsAreThoseThatCountingGives() throws {
        for name in ["Water", "Power", "Trade"] { try test.create("topics", #"{"name": "\#(name)"}"#) }
        try test.create("sources", #"{"name": "Bank"}"#)
        for number in 1...2 { try test.create("indicators", #"{"name": "Indicator \#(number)"}"#) }
        for number in 1...3 { try test.create("experts", #"{"name": "Expert \#(number)"}"#) }
        for number in 1...3 { try test.create("articles", #"{"title": "Article \#(number)"}"#) }

        for round in 0..<40 {
            try test.store.writeAndWait { connection in
                var chance = Chance()
                for _ in 0..<20 {
                    // A write that is refused leaves nothing behind, which is as good a test as any.
                    try connection.execute("SAVEPOINT one_try")
                    do {
                        try Self.write(&chance, connection)
                        try FigureKeeping(connection).catchUp()
                        try connection.execute("RELEASE one_try")
                    } catch is KnowledgeError {
                        try connection.run(script: "ROLLBACK TO one_try; RELEASE one_try")
                    }
                }
            }
            #expect(try test.store.read { try faults($0) } == [], "round \(round)")
        }
        #expect(try test.store.read { try $0.integer("SELECT count(*) FROM facets") ?? 0 } > 20)
    }

    private static func write(_ chance: inout Chance, _ connection: Connection) throws {
        var writing = Writing(connection)
        let name = chance.one(["articles", "experts", "quotes", "quotes", "statistics", "statistics"])
        let resource = Catalog[name]
        let ids = try connection.all("SELECT id FROM \(name)") { $0.integer(0) }
        let id = ids.isEmpty ? "0" : String(ids[chance.below(ids.count)])
        let articles = try connection.all("SELECT id FROM articles") { $0.integer(0) }
        let article = articles.isEmpty ? "0" : String(articles[chance.below(articles.count)])
        switch chance.below(12) {
        case 0...4:
            var further = ["quotes", "statistics"].contains(name) ? ["\"article\": \(article)"] : []
            if name == "articles" { further = [#""title": "New""#] }
            if name == "experts" { further = [#""name": "New""#] }
            _ = try writing.create(resource, chance.body(name, further))
        case 5...7: _ = try writing.patch(resource, id, chance.body(name, isPatch: true))
        case 8: try writing.delete(resource, id)
        case 9:
            let gone = try connection.all(
                "SELECT DISTINCT item FROM history WHERE resource = ? AND action = 'delete'", [.text(name)]
            ) {
                $0.integer(0)
            }
            if let one = gone.randomElement() { _ = try writing.restore(resource, String(one)) }
        case 10:
            if chance.below(2) == 0 {
                _ = try writing.merge(expert: "expert-3", ["into": "expert-2"])
            } else {
                _ = try writing.unmerge(expert: "expert-3")
            }
        default:
            if chance.below(2) == 0 {
                let slug = try connection.string("SELECT slug FROM topics WHERE slug LIKE 'trade%'") ?? ""
                _ = try writing.patch(
                    Catalog["topics"], slug, ["slug": .string(slug == "trade" ? "trades" : "trade")])
            } else {
                var take = Import(connection)
                try take.take(chance.body("articles", [#""title": "Taken""#]))
                try take.finish()
            }
        }
    }
}
