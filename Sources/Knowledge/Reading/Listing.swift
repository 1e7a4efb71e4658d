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
            try total(query, found: page.all).write(into: &json)
        }
        if !query.facets.isEmpty { try writeFacets(query, found: page.all, into: &json) }
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
        guard let words = query.words else {
            let name = query.resource.name
            return Selection(from: name, id: "\(name).id", conditions: query.conditions)
        }
        return SearchQuery(words, in: query.resource).map { selection(query, match: $0.match, isAlone: false) }
    }

    /// The records that an expression of the full-text search finds, by its index.
    ///
    /// - Parameters:
    ///   - floor: the least id; 0 for all.
    ///   - isAlone: whether nothing is asked of the records but the conditions on them.
    func selection(_ query: ListQuery, match: String, from floor: Int = 0, isAlone: Bool = true) -> Selection {
        let name = query.resource.name
        let table = FullText.table(name)
        var found = [ListQuery.Condition(sql: FullText.condition(name), arguments: [.text(match)])]
        if floor > 0 {
            found.append(ListQuery.Condition(sql: "\(table).rowid >= ?", arguments: [Value(floor)]))
        }
        // Matches of words alone are found without looking a record up for each of them. CROSS JOIN: the index of words
        // is read first, and the records that it names are looked up.
        return Selection(
            from: isAlone && query.conditions.isEmpty
                ? table : "\(table) CROSS JOIN \(name) ON \(name).id = \(table).rowid",
            id: "\(table).rowid", conditions: found + query.conditions)
    }

    /// A page of a list.
    struct Page {
        var ids: [Int]
        var next: Cursor?
        /// All that the words find, where they had to be found for this page: they need not be looked for again.
        var all: [Int]?
    }

    /// Empty where the words that are searched for have no letter or digit in them: nothing has them.
    func page(_ query: ListQuery) throws -> Page {
        if let page = try pageOfMembers(query) { return page }
        var query = query
        for (index, condition) in query.conditions.enumerated() {
            guard let membership = condition.membership,
                try connection.integer(membership.count, condition.arguments) == ListQuery.Membership.many
            else { continue }
            query.conditions[index].sql = membership.walked
        }
        if query.sort == [.relevance] { return try rankedPage(query) }
        guard let selection = selection(query) else { return Page(ids: []) }
        return try page(of: selection, query)
    }

    /// A page of the records that have one member, in the order of their ids: their own index has them so.
    ///
    /// - Returns: nil where anything else is asked for.
    private func pageOfMembers(_ query: ListQuery) throws -> Page? {
        guard query.words == nil, query.conditions.count == 1, query.sort.count == 1,
            let table = query.conditions[0].membership?.table,
            case .field("id", _, let isDescending) = query.sort[0]
        else { return nil }
        let name = query.resource.name
        var query = query
        query.sort = [.field(name: "id", expression: "members.item", descending: isDescending)]
        return try page(
            of: Selection(
                from: "\(table) AS members CROSS JOIN \(name) ON \(name).id = members.item", id: "members.item",
                conditions: [ListQuery.Condition(sql: "members.value = ?", arguments: query.conditions[0].arguments)]),
            query)
    }

    private func page(of selection: Selection, _ query: ListQuery) throws -> Page {
        var selection = selection
        if let cursor = query.cursor {
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
        return Page(ids: ids, next: more ? last : nil)
    }

    private func rankedPage(_ query: ListQuery) throws -> Page {
        guard let search = query.words.flatMap({ SearchQuery($0, in: query.resource) }) else { return Page(ids: []) }
        let cursor = query.cursor.flatMap { cursor in
            Ranking.Place(cursor.values).map { (id: cursor.id, place: $0) }
        }
        let ranking = try Ranking(search, query, after: cursor?.place, self)
        let page = try ranking.page(after: cursor, query, limit: query.limit, self)
        let isAll = cursor == nil && ranking.isComplete
        return Page(ids: page.ids, next: page.next, all: isAll ? ranking.matches.map(\.id) : nil)
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
}
