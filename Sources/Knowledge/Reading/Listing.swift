internal import Store

/// Lists: filtered, sorted, a page at a time.
///
/// A page is read in two steps: first the ids, from indexes alone where they reach, then each record by its id. A
/// sort never carries an article's body along.
extension Reading {
    /// Writes `{"items": […], "next": …}` with `total` and `facets` where they are asked for.
    ///
    /// - Parameters:
    ///   - path: the list's own path, for `next`.
    ///   - parameters: the request's query without `cursor`, percent-encoded as it was sent, for `next`.
    /// - Returns: the next page's path, where there is one.
    public func list(
        _ query: ListQuery, path: String, parameters: String, into json: inout JSONBuffer
    ) throws -> String? {
        let page = try page(query)
        json.open()
        json.key("items")
        try writeItems(page.ids, query, into: &json)
        json.key("next")
        let next = page.next.map { cursor in
            path + "?" + (parameters.isEmpty ? "" : parameters + "&") + "cursor=" + cursor.text(for: query.sort)
        }
        if let next { json.string(next) } else { json.null() }
        if query.wantsCount {
            json.key("total")
            json.integer(try total(query))
        }
        if !query.facets.isEmpty {
            json.key("facets")
            try writeFacets(query, into: &json)
        }
        json.close()
        return next
    }

    /// Where a list's records come from, and the conditions on them.
    struct Selection {
        var from: String
        /// The expression of a record's id.
        var id: String
        var conditions: [ListQuery.Condition]

        var clause: String {
            conditions.isEmpty ? "" : " WHERE " + conditions.map { "\($0.sql)" }.joined(separator: " AND ")
        }
        var arguments: [Value] { conditions.flatMap(\.arguments) }
    }

    /// Nil where the words that are searched for have no letter or digit in them: nothing has them.
    func selection(_ query: ListQuery) -> Selection? {
        let name = query.resource.name
        guard let words = query.words else {
            return Selection(from: name, id: "\(name).id", conditions: query.conditions)
        }
        guard let match = SearchQuery(words, in: query.resource)?.match else { return nil }
        let found = ListQuery.Condition(sql: FullText.condition(name), arguments: [.text(match)])
        // The best matches of words alone are found without looking a record up for each of them.
        if query.conditions.isEmpty, query.sort == [.relevance], query.facets.isEmpty {
            return Selection(from: FullText.table(name), id: "\(FullText.table(name)).rowid", conditions: [found])
        }
        // CROSS JOIN: the index of words is read first, and the records that it names are looked up.
        return Selection(
            from: "\(FullText.table(name)) CROSS JOIN \(name) ON \(name).id = \(FullText.table(name)).rowid",
            id: "\(name).id",
            conditions: [found] + query.conditions)
    }

    func page(_ query: ListQuery) throws -> (ids: [Int], next: Cursor?) {
        guard var selection = selection(query) else { return ([], nil) }
        if let cursor = try query.cursor.map({ try settled($0, query) }) {
            selection.conditions.append(cursor.condition(query.sort, in: query.resource, id: selection.id))
        }
        var order = query.sort.map { $0.expression(in: query.resource) + ($0.isDescending ? " DESC" : "") }
        order.append(selection.id + (query.sort.first?.isDescending == true ? " DESC" : ""))
        let keys = query.sort.map { ", " + $0.expression(in: query.resource) }.joined()
        var ids: [Int] = []
        var last: Cursor?
        var more = false
        try connection.query(
            "SELECT \(selection.id)\(keys) FROM \(selection.from)\(selection.clause) ORDER BY \(order.joined(separator: ", ")) LIMIT ?",
            selection.arguments + [Value(query.limit + 1)]
        ) { row in
            if ids.count == query.limit {
                more = true
                return
            }
            ids.append(row.integer(0))
            if ids.count == query.limit {
                last = Cursor(values: query.sort.indices.map { row.value($0 + 1) }, id: row.integer(0))
            }
        }
        return (ids, more ? last : nil)
    }

    /// Relevance depends on all that is stored: a cursor by it goes on from where its record stands now.
    private func settled(_ cursor: Cursor, _ query: ListQuery) throws -> Cursor {
        guard query.sort == [.relevance],
            let match = query.words.flatMap({ SearchQuery($0, in: query.resource) })?.match
        else { return cursor }
        let name = query.resource.name
        let relevance = SortKey.relevance.expression(in: query.resource)
        let now = try connection.first(
            "SELECT \(relevance) FROM \(FullText.table(name)) WHERE \(FullText.condition(name)) AND rowid = ?",
            [.text(match), Value(cursor.id)]
        ) { $0.value(0) }
        return now.map { Cursor(values: [$0], id: cursor.id) } ?? cursor
    }

    func total(_ query: ListQuery) throws -> Int {
        guard let selection = selection(query) else { return 0 }
        return try connection.integer("SELECT count(*) FROM \(selection.from)\(selection.clause)", selection.arguments)
            ?? 0
    }

    func writeItems(_ ids: [Int], _ query: ListQuery, into json: inout JSONBuffer) throws {
        let writer = ItemWriter(query)
        json.openArray()
        for id in ids {
            json.comma()
            try writer.write(id, with: self, into: &json)
        }
        json.closeArray()
    }

    /// Writes the records of one list.
    struct ItemWriter {
        private let resource: Resource
        private let representation: Representation
        private let search: SearchQuery?
        private var shape = Shape()

        init(_ query: ListQuery) {
            resource = query.resource
            representation =
                query.fields.map { Representation(query.resource, fields: $0) }
                ?? Representation.whole(query.resource)
            search = query.words.flatMap { SearchQuery($0, in: query.resource) }
            shape.includes = query.includes
        }

        func write(_ id: Int, with reading: Reading, into json: inout JSONBuffer) throws {
            json.open()
            try reading.writeMembers(representation, id, into: &json)
            try reading.writeIncludes(shape, of: resource, id, into: &json)
            if let search { try reading.writeSnippet(search, resource, id, into: &json) }
            json.close()
        }
    }

    /// How many values a facet tells: the most frequent ones.
    static let facetLimit = 100

    private func writeFacets(_ query: ListQuery, into json: inout JSONBuffer) throws {
        json.open()
        for field in query.facets {
            json.key(field.name)
            json.openArray()
            if let selection = selection(query) {
                try connection.query(
                    facetStatement(field, query.resource, selection), selection.arguments + [Value(Self.facetLimit)]
                ) { row in
                    json.comma()
                    json.open()
                    json.key("value")
                    switch row.value(0) {
                    case .integer(let integer): json.integer(Int(integer))
                    case .real(let real): json.number(real)
                    case .text(let text): json.string(text)
                    case .null: json.null()
                    }
                    json.key("count")
                    json.integer(row.integer(1))
                    json.close()
                }
            }
            json.closeArray()
        }
        json.close()
    }

    /// Values and how often each is there. What is referred to is looked up for the most frequent ones alone.
    private func facetStatement(_ field: Field, _ resource: Resource, _ selection: Selection) -> String {
        let name = resource.name
        var from = selection.from
        var value = field.column(in: resource)
        switch field.type {
        case .topics, .texts:
            let members = "\(name)_\(field.name)"
            from += " JOIN \(members) AS members ON members.item = \(name).id"
            value = "members.value"
        default: break
        }
        let given =
            selection.clause.isEmpty ? " WHERE \(value) IS NOT NULL" : "\(selection.clause) AND \(value) IS NOT NULL"
        let counted =
            "SELECT \(value) AS value, count(*) AS count FROM \(from)\(given) GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ?"
        guard case .reference(let target) = field.type else { return counted }
        let reference = Catalog[target].hasSlug ? "referred.slug" : "referred.id"
        return """
            SELECT \(reference), counted.count FROM (\(counted)) AS counted
            JOIN \(target) AS referred ON referred.id = counted.value ORDER BY 2 DESC, 1
            """
    }
}
