import Store
import Testing

@testable import Knowledge

/// Whatever is written in whatever order: the conflicts that are kept are those that the rule finds pair by pair.
@Suite struct ConflictPropertyTests {
    /// A generator that gives the same numbers each time.
    private struct Numbers: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }

    private struct Row {
        let id: Int
        let key: String
        let meaning: Meaning
        let source: Int?
        let vintage: Vintage
    }

    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func keptConflictsAreThoseOfTheRule(_ seed: UInt64) throws {
        var numbers = Numbers(state: seed)
        let store = try TestStore()
        for number in 1...3 {
            try store.create("articles", #"{"title": "Article \#(number)"}"#)
            try store.create("indicators", #"{"name": "Indicator \#(number)"}"#)
            try store.create("sources", #"{"name": "Source \#(number)"}"#)
        }
        var alive: [Int] = []
        for _ in 0..<70 {
            let body = statistic(&numbers)
            switch alive.isEmpty ? 0 : Int.random(in: 0..<10, using: &numbers) {
            case 0..<6: alive.append(try store.create("statistics", body)["id"]?.integer ?? 0)
            case 6..<9:
                try store.patch("statistics", String(alive.randomElement(using: &numbers) ?? 0), body)
            default:
                let index = Int.random(in: 0..<alive.count, using: &numbers)
                try store.delete("statistics", String(alive.remove(at: index)))
            }
        }

        let rows = try rows(store)
        var expected: [String: Set<Int>] = [:]
        for row in rows {
            for other in rows where other.key == row.key && other.meaning.conflicts(with: row.meaning) {
                expected[row.key, default: []].insert(row.id)
            }
        }
        let kept = try store.store.read { connection in
            Dictionary(
                grouping: try connection.all("SELECT conflict, statistic FROM conflicts_statistics") {
                    ($0.integer(0), $0.integer(1))
                }, by: \.0
            ).values.map { Set($0.map(\.1)) }
        }
        #expect(Set(kept) == Set(expected.values))
        #expect(try store.store.read { try $0.integer("SELECT count(*) FROM conflicts") } == expected.count)
        #expect(!expected.isEmpty)
    }

    private func statistic(_ numbers: inout Numbers) -> String {
        func one(_ of: [String]) -> String { of.randomElement(using: &numbers) ?? "" }
        let value = Int.random(in: 1...12, using: &numbers)
        return """
            {"article": \(Int.random(in: 1...3, using: &numbers)), "indicator": \(Int.random(in: 1...2, using: &numbers)),
            "value": \(value), "value_to": \(one(["null", "null", String(value + 2)])),
            "qualifier": \(one(["null", "null", "null", "\"about\"", "\"more_than\"", "\"at_most\""])),
            "unit": \(one(["\"km\"", "\"m\"", "\"USD\""])), "period": \(one(["\"2018\"", "\"2018-01/2018-12\"", "\"2019\"", "null"])),
            "status": \(one(["null", "null", "\"forecast\"", "\"estimate\"", "\"final\""])),
            "as_of": \(one(["null", "\"2019\"", "\"2020-05\"", "\"2020\""])),
            "source": \(one(["null", "1", "2"]))}
            """
    }

    /// What is stored and replaced by nothing, each with what it can be compared with.
    private func rows(_ store: TestStore) throws -> [Row] {
        let rows: [Row] = try store.store.read { connection in
            try connection.all("SELECT id FROM statistics ORDER BY id") { $0.integer(0) }.compactMap { id in
                guard let row = try StatisticRow.read(id, connection), let span = row.period.flatMap(Span.init) else {
                    return nil
                }
                let measure = Measure(row.unit)
                return Row(
                    id: id,
                    key: "\(row.indicator) \(span.first)/\(span.last) \(measure.kind) \(row.status == "forecast")",
                    meaning: row.meaning.basic(measure), source: row.source,
                    vintage: Vintage(asOf: row.asOf, status: row.status))
            }
        }
        return rows.filter { row in
            !rows.contains {
                $0.key == row.key && $0.source != nil && $0.source == row.source && $0.meaning != row.meaning
                    && $0.vintage.supersedes(row.vintage)
            }
        }
    }
}
