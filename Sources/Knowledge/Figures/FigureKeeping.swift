public import Store

/// Keeps what follows from statistics: what each can mean, which of a source's figures came after which, which can't
/// both be true, and what is odd.
///
/// Triggers take down what was written; `catchUp()` looks at it, within the transaction of the write. What one statistic
/// costs does not grow with the number of those that it is compared with: bounds are found by an index.
public struct FigureKeeping {
    let connection: Connection
    let now: String

    public init(_ connection: Connection, now: String = Store.now()) {
        self.connection = connection
        self.now = now
    }

    /// How many statistics are looked at in one transaction when many wait.
    private static let batch = 2_000

    /// Looks at all that waits, a part in each transaction: what was there before the tables were.
    ///
    /// - Parameter progress: is told how many are done.
    public static func catchUp(_ store: Store, progress: (Int) -> Void = { _ in }) throws {
        // Mostly there is nothing, and then nobody who writes is waited for.
        guard try store.read(0, { try $0.integer("SELECT 1 FROM figures_pending LIMIT 1") }) != nil else { return }
        var done = 0
        while case let count = try store.writeAndWait({ try FigureKeeping($0).catchUp(limit: batch) }), count > 0 {
            done += count
            progress(done)
        }
    }

    /// Looks at what waits. Returns how many statistics that were.
    @discardableResult
    public func catchUp(limit: Int = .max) throws -> Int {
        let pending = try connection.all(
            "SELECT statistic FROM figures_pending ORDER BY statistic LIMIT ?", [Value(limit)]
        ) { $0.integer(0) }
        let removed = try connection.all(
            "SELECT statistic, comparable, series, start, source FROM figures_removed LIMIT ?", [Value(limit)]
        ) { row in
            Place(
                statistic: row.integer(0), comparable: row.integer(1), series: row.integer(2), start: row.string(3),
                source: row.optionalInteger(4))
        }
        if pending.isEmpty, removed.isEmpty { return 0 }
        var touched = Touched()
        for place in removed {
            touched.add(place, isGone: true)
            try connection.execute("DELETE FROM figures_removed WHERE statistic = ?", [Value(place.statistic)])
        }
        for statistic in pending {
            try look(at: statistic, &touched)
            try connection.execute("DELETE FROM figures_pending WHERE statistic = ?", [Value(statistic)])
        }
        for source in touched.sources { try keepVintages(source, &touched) }
        for comparable in touched.order {
            guard let members = touched.comparables[comparable] else { continue }
            try ConflictKeeping(connection, now: now).keep(
                comparable, changed: members, whole: touched.whole.contains(comparable))
        }
        for place in touched.places { try keepSlips(around: place, &touched) }
        for statistic in touched.statistics.sorted() { try keepWarnings(of: statistic) }
        return pending.count + removed.count
    }

    /// Where a statistic stands among others.
    struct Place {
        let statistic: Int
        let comparable: Int
        let series: Int
        let start: String
        let source: Int?
    }

    /// The figures of one source that may have replaced each other.
    private struct Source: Hashable {
        let comparable: Int
        let source: Int
    }

    /// What is to be looked at again.
    private struct Touched {
        var comparables: [Int: Set<Int>] = [:]
        /// In the order in which they came, so that conflicts are numbered the same way each time.
        var order: [Int] = []
        /// Where more than the changed members is to be looked at.
        var whole: Set<Int> = []
        var sources: Set<Source> = []
        var places: [Place] = []
        /// Those whose warnings may be others.
        var statistics: Set<Int> = []

        mutating func add(_ place: Place, isGone: Bool) {
            add(place.comparable, isGone ? nil : place.statistic)
            places.append(place)
            if let source = place.source { sources.insert(Source(comparable: place.comparable, source: source)) }
        }

        mutating func add(_ comparable: Int, _ statistic: Int?) {
            if comparables[comparable] == nil { order.append(comparable) }
            comparables[comparable, default: []].formUnion(statistic.map { [$0] } ?? [])
        }
    }

    // MARK: One statistic

    private func look(at statistic: Int, _ touched: inout Touched) throws {
        guard let row = try StatisticRow.read(statistic, connection) else { return }
        let measure = Measure(row.unit)
        let meaning = row.meaning.basic(measure)
        let comparison = row.comparison(measure)
        let vintage = Vintage(asOf: row.asOf, status: row.status)
        let source = vintage.isKnown && comparison != nil ? row.source : nil
        let before = try connection.first(
            "SELECT comparable, series, start, source FROM figures WHERE statistic = ?", [Value(statistic)]
        ) { row -> Place? in
            row.isNull(0)
                ? nil
                : Place(
                    statistic: statistic, comparable: row.integer(0), series: row.integer(1), start: row.string(2),
                    source: row.optionalInteger(3))
        }
        if let place = before ?? nil {
            let isElsewhere = place.comparable != comparison?.comparable
            touched.add(place, isGone: isElsewhere)
            if isElsewhere {
                try connection.execute("DELETE FROM conflicts_statistics WHERE statistic = ?", [Value(statistic)])
            }
        }
        try connection.execute(
            """
            INSERT INTO figures (
                statistic, comparable, series, start, low, high, middle, source, known_from, known_to, finality)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (statistic) DO UPDATE SET
                comparable = excluded.comparable, series = excluded.series, start = excluded.start, low = excluded.low,
                high = excluded.high, middle = excluded.middle, source = excluded.source,
                known_from = excluded.known_from, known_to = excluded.known_to, finality = excluded.finality,
                superseded_by = NULL
            """,
            [
                Value(statistic), comparison.map { Value($0.comparable) } ?? .null,
                comparison.map { Value($0.series) } ?? .null, Value(comparison?.start), .real(meaning.low),
                .real(meaning.high), .real(measure.basic(row.middle)), source.map { Value($0) } ?? .null,
                Value(vintage.known?.first), Value(vintage.known?.last), Value(vintage.finality),
            ])
        if let comparison {
            touched.add(
                Place(
                    statistic: statistic, comparable: comparison.comparable, series: comparison.series,
                    start: comparison.start, source: source), isGone: false)
        }
        touched.statistics.insert(statistic)
    }

    // MARK: What a source gave before and after

    private func keepVintages(_ source: Source, _ touched: inout Touched) throws {
        struct Given {
            let statistic: Int
            let vintage: Vintage
            let meaning: Meaning
            let supersededBy: Int?
        }
        let given = try connection.all(
            """
            SELECT statistic, known_from, known_to, finality, low, high, superseded_by FROM figures
            WHERE comparable = ? AND source = ? ORDER BY known_to DESC, finality DESC, statistic DESC
            """, [Value(source.comparable), Value(source.source)]
        ) { row in
            Given(
                statistic: row.integer(0),
                vintage: Vintage(
                    known: row.optionalString(1).flatMap { Span(first: $0, last: row.string(2)) },
                    finality: row.integer(3)),
                meaning: Meaning(low: row.real(4), high: row.real(5)), supersededBy: row.optionalInteger(6))
        }
        for one in given {
            // The latest that says something else; the same figure given again replaces nothing.
            let later = given.first { $0.vintage.supersedes(one.vintage) && $0.meaning != one.meaning }?.statistic
            if later != one.supersededBy {
                try connection.execute(
                    "UPDATE figures SET superseded_by = ? WHERE statistic = ?",
                    [later.map { Value($0) } ?? .null, Value(one.statistic)])
                touched.add(source.comparable, one.statistic)
                touched.whole.insert(source.comparable)
            }
        }
    }

    // MARK: Slips of scale

    /// How many neighbours either side a figure is compared with.
    private static let reach = 2

    private func keepSlips(around place: Place, _ touched: inout Touched) throws {
        struct Neighbour {
            let statistic: Int
            let middle: Double
            let slip: Int
        }
        func read(_ sql: String, _ limit: Int) throws -> [Neighbour] {
            try connection.all(
                sql, [Value(place.series), .text(place.start), Value(place.statistic), Value(limit)]
            ) { Neighbour(statistic: $0.integer(0), middle: $0.real(1), slip: $0.integer(2)) }
        }
        let before = try read(
            """
            SELECT statistic, middle, slip FROM figures WHERE series = ? AND (start, statistic) < (?, ?)
            ORDER BY start DESC, statistic DESC LIMIT ?
            """, Self.reach * 2)
        let after = try read(
            """
            SELECT statistic, middle, slip FROM figures WHERE series = ? AND (start, statistic) >= (?, ?)
            ORDER BY start, statistic LIMIT ?
            """, Self.reach * 2 + 1)
        let row = before.reversed() + after
        for index in max(0, before.count - Self.reach)..<max(0, min(row.count, before.count + Self.reach + 1)) {
            let around = max(0, index - Self.reach)..<min(row.count, index + Self.reach + 1)
            let others = around.filter { $0 != index }.map { row[$0].middle }
            let slip = Oddity.slip(of: row[index].middle, among: others)
            if slip != row[index].slip {
                try connection.execute(
                    "UPDATE figures SET slip = ? WHERE statistic = ?", [Value(slip), Value(row[index].statistic)])
                touched.statistics.insert(row[index].statistic)
            }
        }
    }

    private func keepWarnings(of statistic: Int) throws {
        guard let row = try StatisticRow.read(statistic, connection) else { return }
        let slip = try connection.integer("SELECT slip FROM figures WHERE statistic = ?", [Value(statistic)]) ?? 0
        let warnings = Oddity.warnings(
            Oddity.Figure(
                indicator: row.indicatorName, unit: row.unit,
                greatest: Measure(row.unit).basic(row.valueTo ?? row.value), period: row.period, status: row.status,
                publishedOn: row.publishedOn, slip: slip))
        if warnings.isEmpty {
            try connection.execute("DELETE FROM statistics_warnings WHERE statistic = ?", [Value(statistic)])
        } else {
            try connection.execute(
                """
                INSERT INTO statistics_warnings (statistic, warnings) VALUES (?, ?)
                ON CONFLICT (statistic) DO UPDATE SET warnings = excluded.warnings
                """, [Value(statistic), .text(JSON.array(warnings).text)])
        }
    }
}

/// What a statistic is compared by, as it is stored.
struct StatisticRow {
    let indicator: Int
    let value: Double
    let valueTo: Double?
    let qualifier: String?
    let unit: String
    let period: String?
    let place: String?
    let counterpart: String?
    let dimensions: String
    let status: String?
    let asOf: String?
    let source: Int?
    let printed: String?
    let publishedOn: String?
    let indicatorName: String

    static func read(_ statistic: Int, _ connection: Connection) throws -> StatisticRow? {
        try connection.first(
            """
            SELECT s.indicator, s.value, s.value_to, s.qualifier, s.unit, s.period, s.place, s.counterpart, s.dimensions,
                s.status, s.as_of, s.source, s.printed, a.published_on, i.name
            FROM statistics AS s JOIN articles AS a ON a.id = s.article JOIN indicators AS i ON i.id = s.indicator
            WHERE s.id = ?
            """, [Value(statistic)]
        ) { row in
            StatisticRow(
                indicator: row.integer(0), value: row.real(1), valueTo: row.isNull(2) ? nil : row.real(2),
                qualifier: row.optionalString(3), unit: row.string(4), period: row.optionalString(5),
                place: row.optionalString(6), counterpart: row.optionalString(7), dimensions: row.string(8),
                status: row.optionalString(9), asOf: row.optionalString(10), source: row.optionalInteger(11),
                printed: row.optionalString(12), publishedOn: row.optionalString(13), indicatorName: row.string(14))
        }
    }

    var meaning: Meaning { Meaning(value: value, to: valueTo, qualifier: qualifier, printed: printed) }

    /// The middle of a range, else the value.
    var middle: Double { valueTo.map { value / 2 + $0 / 2 } ?? value }

    func comparison(_ measure: Measure) -> Comparison? {
        Comparison(
            indicator: indicator, place: place, counterpart: counterpart, dimensions: dimensions, kind: measure.kind,
            status: status, period: period)
    }
}
