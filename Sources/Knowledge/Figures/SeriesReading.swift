internal import Store

/// Which part of an indicator's figures is asked for.
public struct SeriesQuery: Sendable {
    /// How many statistics a series has at the most.
    public static let limit = 5_000
    /// How many statistics of one point are told as JSON. The table has all of them.
    public static let told = 10

    /// The parameters that a series takes.
    public static let names = ["place", "counterpart", "unit", "period_from", "period_to"]

    var conditions: [ListQuery.Condition] = []
    var unit: String?

    public init() {}

    /// - Throws: `KnowledgeError.parameter`.
    public init(_ parameters: [ListQuery.Parameter]) throws {
        let statistics = Catalog["statistics"]
        var seen: Set<String> = []
        for parameter in parameters {
            guard Self.names.contains(parameter.name) else {
                throw KnowledgeError.parameter(
                    "Unknown parameter \(parameter.name)\(Nearest.advice(for: parameter.name, among: Self.names))")
            }
            guard seen.insert(parameter.name).inserted else {
                throw KnowledgeError.parameter(
                    "The parameter \(parameter.name) is given twice: give its values once, separated by commas")
            }
            if parameter.name == "unit" {
                guard !parameter.value.trimming().isEmpty else { throw KnowledgeError.parameter("unit is empty") }
                unit = parameter.value.trimming()
            } else {
                conditions.append(try ListQuery.filter(statistics, parameter))
            }
        }
    }
}

extension Reading {
    /// The series of an indicator.
    ///
    /// - Throws: `KnowledgeError.notFound`; `KnowledgeError.parameter` where it has more than ``SeriesQuery/limit``
    ///   statistics.
    public func series(_ reference: String, _ query: SeriesQuery = SeriesQuery()) throws -> Series {
        let id = try requiredID(of: reference, in: Catalog["indicators"])
        let indicator = try connection.first(
            "SELECT slug, name, unit FROM indicators WHERE id = ?", [Value(id)]
        ) { Series.Indicator(id: id, slug: $0.string(0), name: $0.string(1), unit: $0.optionalString(2)) }
        guard let indicator else { throw KnowledgeError.notFound("There is no indicator \(reference)") }
        let figures = try figures(id, query)
        guard figures.count <= SeriesQuery.limit else {
            throw KnowledgeError.parameter(
                "The series has more than \(SeriesQuery.limit) statistics: narrow it by place, counterpart, period_from or period_to, or list them at \(Address.root)/statistics?indicator=\(indicator.slug)"
            )
        }
        let conflicts = try Set(figures.compactMap(\.conflict)).sorted().compactMap { conflict in
            try connection.first(
                "SELECT settled, statistic, period FROM conflicts WHERE id = ?", [Value(conflict)]
            ) { row in
                (
                    Series.Conflict(id: conflict, isSettled: row.integer(0) == 1, right: row.optionalInteger(1)),
                    Span(row.string(2))
                )
            }
        }
        return Series(
            indicator, figures, unit: query.unit,
            conflicts: conflicts.sorted { a, b in
                Series.precedes(a.1, b.1) || !Series.precedes(b.1, a.1) && a.0.id < b.0.id
            }.map(\.0))
    }

    private func figures(_ indicator: Int, _ query: SeriesQuery) throws -> [Series.Figure] {
        let conditions = query.conditions.map { " AND (\($0.sql))" }.joined()
        var articles: [Int: Series.Named] = [:]
        var sources: [Int: Series.Named] = [:]
        func named(_ id: Int, _ resource: String, _ label: String, _ known: inout [Int: Series.Named]) throws
            -> Series.Named
        {
            if let named = known[id] { return named }
            let found = try connection.first(
                "SELECT slug, \(label) FROM \(resource) WHERE id = ?", [Value(id)]
            ) { Series.Named(id: id, slug: $0.string(0), name: $0.string(1)) }
            let named = found ?? Series.Named(id: id, slug: "", name: "")
            known[id] = named
            return named
        }
        var figures: [Series.Figure] = []
        try connection.query(
            """
            SELECT statistics.id, statistics.value, statistics.value_to, statistics.qualifier, statistics.unit,
                statistics.period, statistics.place, statistics.counterpart, statistics.dimensions, statistics.status,
                statistics.as_of, statistics.printed, statistics.source, statistics.article, figures.superseded_by,
                conflicts_statistics.conflict
            FROM statistics
            LEFT JOIN figures ON figures.statistic = statistics.id
            LEFT JOIN conflicts_statistics ON conflicts_statistics.statistic = statistics.id
            WHERE statistics.indicator = ?\(conditions) LIMIT ?
            """, [Value(indicator)] + query.conditions.flatMap(\.arguments) + [Value(SeriesQuery.limit + 1)]
        ) { row in
            figures.append(
                Series.Figure(
                    id: row.integer(0), value: row.real(1), valueTo: row.isNull(2) ? nil : row.real(2),
                    qualifier: row.optionalString(3), unit: row.string(4), period: row.optionalString(5),
                    place: row.optionalString(6), counterpart: row.optionalString(7), dimensions: row.string(8),
                    status: row.optionalString(9), asOf: row.optionalString(10), printed: row.optionalString(11),
                    source: try row.optionalInteger(12).map { try named($0, "sources", "name", &sources) },
                    article: try named(row.integer(13), "articles", "title", &articles),
                    conflict: row.optionalInteger(15), supersededBy: row.optionalInteger(14)))
        }
        return figures
    }

    /// The series as JSON: {indicator, points, conflicts}.
    public func seriesJSON(_ reference: String, _ query: SeriesQuery) throws -> JSONBuffer {
        let series = try series(reference, query)
        var json = JSONBuffer(capacity: 65_536)
        json.open()
        json.key("indicator")
        json.open()
        json.key("id")
        json.integer(series.indicator.id)
        json.key("slug")
        json.string(series.indicator.slug)
        json.key("name")
        json.string(series.indicator.name)
        json.key("unit")
        series.indicator.unit.map { json.string($0) } ?? json.null()
        json.close()
        json.key("points")
        json.openArray()
        for (line, point) in series.points {
            json.comma()
            try write(point, of: line, into: &json)
        }
        json.closeArray()
        json.key("conflicts")
        json.openArray()
        for conflict in series.conflicts {
            json.comma()
            try writeConflict(conflict.id, telling: Self.listedConflictStatistics, into: &json)
        }
        json.closeArray()
        json.close()
        return json
    }

    private func write(_ point: Series.Point, of line: Series.Line, into json: inout JSONBuffer) throws {
        func text(_ name: String, _ value: String?) {
            json.key(name)
            value.map { json.string($0) } ?? json.null()
        }
        json.open()
        text("period", point.period)
        text("place", line.place)
        text("counterpart", line.counterpart)
        json.key("dimensions")
        json.value(line.dimensions)
        text("unit", line.unit)
        text("status", point.status)
        json.key("value")
        json.number(point.value)
        json.key("value_to")
        point.valueTo.map { json.number($0) } ?? json.null()
        text("qualifier", point.qualifier)
        json.key("conflict")
        point.conflict.map { json.integer($0) } ?? json.null()
        for (name, figures) in [("statistics", point.figures), ("superseded", point.superseded)] {
            json.key(name)
            try writePassages(figures.prefix(SeriesQuery.told).map(\.id), into: &json)
            json.key("\(name)_count")
            json.integer(figures.count)
        }
        json.close()
    }

    /// Statistics as a series and a conflict show them: without what all of them share.
    private static let passage = Representation(
        Catalog["statistics"],
        fields: [
            "id", "article", "value", "value_to", "qualifier", "unit", "period", "place", "status", "as_of", "source",
            "stated_by", "printed", "selector", "anchor",
        ].compactMap { Catalog["statistics"].field($0) }, isKept: true)

    /// An array of statistics, each with a `link` that opens the page at its passage.
    func writePassages(_ ids: [Int], into json: inout JSONBuffer) throws {
        json.openArray()
        for id in ids {
            json.comma()
            json.open()
            try writeMembers(Self.passage, id, into: &json)
            json.key("link")
            let slug = try connection.string(
                "SELECT a.slug FROM statistics AS s JOIN articles AS a ON a.id = s.article WHERE s.id = ?", [Value(id)])
            slug.map { json.string(Address.passage($0, "statistics", id)) } ?? json.null()
            json.close()
        }
        json.closeArray()
    }
}
