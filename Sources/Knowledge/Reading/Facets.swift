internal import Store

/// Facets: the values of a field in a list, and how often each is there.
///
/// What everything has is kept by triggers (`facets`), as is what each person spoke about. What a filter leaves is counted
/// in an index. Of the matches of words the newest are counted, and the answer says how many where these are not all.
extension Reading {
    /// How many values a facet tells: the most frequent ones.
    static let facetLimit = 100
    /// Of how many matches of words the values are counted.
    static let facetReach = 3_000

    /// The fields whose values are kept counted, of the resources that grow large.
    static let keptFacets: [String: Set<String>] = [
        "articles": ["language", "publisher", "authors", "topics", "places", "license"],
        "experts": ["kind", "country"],
        "quotes": ["kind", "role", "language", "topics", "year", "anchor"],
        "statistics": [
            "indicator", "qualifier", "unit", "period", "place", "counterpart", "status", "source", "stated_by",
            "anchor",
        ],
    ]

    /// An index that has these fields of a record, by its id.
    private static let covering: [String: (index: String, fields: Set<String>)] = [
        "quotes": (
            "quotes_facets",
            ["article", "expert", "kind", "role", "language", "said_on", "same_as", "year", "anchor"]
        )
    ]

    /// Writes `"facets":{"kind":[{"value":…,"count":…}]}`, and `"facets_of":{"counted":…,"is":"newest"}` behind it where
    /// not all are counted.
    ///
    /// - Parameter all: all that the query's words find, where that is known.
    func writeFacets(_ query: ListQuery, found all: [Int]? = nil, into json: inout JSONBuffer) throws {
        // The words are looked for once, whatever is counted of their matches.
        let found = try all.map { ($0, false) } ?? (query.words == nil ? nil : newest(query, upTo: Self.facetReach))
        json.key("facets")
        json.open()
        for field in query.facets {
            json.key(field.name)
            json.openArray()
            if query.words == nil || found != nil {
                for count in try facet(field, query, found: found?.0) {
                    json.comma()
                    json.open()
                    json.key("value")
                    switch count.value {
                    case .integer(let integer): json.integer(Int(integer))
                    case .real(let real): json.number(real)
                    case .text(let text): json.string(text)
                    case .null, .blob: json.null()
                    }
                    json.key("count")
                    json.integer(count.count)
                    json.close()
                }
            }
            json.closeArray()
        }
        json.close()
        guard let found, found.1 else { return }
        json.key("facets_of")
        json.open()
        json.key("counted")
        json.integer(found.0.count)
        json.key("is")
        json.string("newest")
        json.close()
    }

    private typealias Count = (value: Value, count: Int)

    /// What counts a field's values: a statement with the columns `value` and `count`, the most frequent first.
    private struct Counting {
        let sql: String
        let arguments: [Value]
    }

    private func facet(_ field: Field, _ query: ListQuery, found: [Int]?) throws -> [Count] {
        if let found { return try counts(of: matches(field, query, found), field) }
        guard query.conditions.isEmpty else { return try counts(of: filtered(field, query), field) }
        if query.resource.name == "quotes", field.name == "expert" {
            return try counts(of: Self.quotedExperts, field)
        }
        guard Self.keptFacets[query.resource.name]?.contains(field.name) == true else {
            return try counts(of: filtered(field, query), field)
        }
        return try counts(
            of: Counting(
                sql: """
                    SELECT value, count FROM facets WHERE resource = ? AND field = ? AND count > 0
                    ORDER BY count DESC, value LIMIT ?
                    """, arguments: [.text(query.resource.name), .text(field.name)]), field)
    }

    /// What is referred to is looked up for the most frequent ones alone.
    private func counts(of counting: Counting, _ field: Field) throws -> [Count] {
        var sql = counting.sql
        if case .reference(let target) = field.type {
            sql = """
                SELECT \(Catalog[target].hasSlug ? "referred.slug" : "referred.id"), counted.count FROM (\(sql)) AS counted
                JOIN \(target) AS referred ON referred.id = counted.value ORDER BY 2 DESC, 1
                """
        }
        return try connection.all(sql, counting.arguments + [Value(Self.facetLimit)]) { ($0.value(0), $0.integer(1)) }
    }

    /// How often each was quoted stands with the expert.
    private static let quotedExperts = Counting(
        sql: """
            SELECT id AS value, quotes_count AS count FROM experts WHERE quotes_count > 0
            ORDER BY quotes_count DESC, id LIMIT ?
            """, arguments: [])

    private func filtered(_ field: Field, _ query: ListQuery) -> Counting {
        let name = query.resource.name
        let arguments = query.conditions.flatMap(\.arguments)
        if name == "quotes", field.name == "topics", query.conditions.count == 1,
            let only = query.conditions[0].only, only.field == "expert"
        {
            return Counting(
                sql:
                    "SELECT topic AS value, count FROM experts_topics WHERE expert = \(only.value) AND count > 0 ORDER BY count DESC, topic LIMIT ?",
                arguments: arguments)
        }
        var from = name
        var value = field.column(in: query.resource)
        if field.isMembers {
            from += " JOIN \(name)_\(field.name) AS members ON members.item = \(name).id"
            value = "members.value"
        }
        let conditions = (query.conditions.map(\.sql) + ["\(value) IS NOT NULL"]).joined(separator: " AND ")
        return Counting(sql: Self.grouping(value, "\(from) WHERE \(conditions)"), arguments: arguments)
    }

    /// Of these records.
    private func matches(_ field: Field, _ query: ListQuery, _ found: [Int]) -> Counting {
        let name = query.resource.name
        var value = field.column(in: query.resource)
        var from = "json_each(?) AS found"
        if field.isMembers {
            from += " CROSS JOIN \(name)_\(field.name) AS members ON members.item = found.value"
            value = "members.value"
        } else {
            let covering = Self.covering[name].flatMap {
                $0.fields.contains(field.name) ? " INDEXED BY \($0.index)" : nil
            }
            from += " CROSS JOIN \(name)\(covering ?? "") ON \(name).id = found.value"
        }
        let ids = "[\(found.map(String.init).joined(separator: ","))]"
        return Counting(sql: Self.grouping(value, "\(from) WHERE \(value) IS NOT NULL"), arguments: [.text(ids)])
    }

    private static func grouping(_ value: String, _ from: String) -> String {
        "SELECT \(value) AS value, count(*) AS count FROM \(from) GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ?"
    }
}

extension Field {
    /// Whether the members of its lists stand in a table of their own, a row each.
    fileprivate var isMembers: Bool {
        switch type {
        case .topics, .texts: true
        default: false
        }
    }
}
