internal import HTTPServer
internal import Knowledge

/// What pages ask of the store: the API's own answers, read as JSON.
extension Reading {
    func record(_ resource: Resource, _ reference: String) throws -> JSON {
        try item(resource, reference).withBytes { try JSONReader.read($0) }
    }

    /// One page of a list, and the cursor of the next.
    struct Listed {
        var items: [JSON]
        var next: String?
    }

    /// - Parameters:
    ///   - parameters: as in the API's query. A value is taken whole, commas and all.
    ///   - cursor: where a page before ended, as its address had it.
    func listed(
        _ resource: Resource, _ parameters: KeyValuePairs<String, String>, cursor: String? = nil
    ) throws -> Listed {
        var all = parameters.map { ListQuery.Parameter(name: $0.key, value: $0.value) }
        if let cursor { all.append(ListQuery.Parameter(name: "cursor", value: cursor)) }
        return try listed(ListQuery(resource, all))
    }

    func listed(_ query: ListQuery) throws -> Listed {
        var buffer = JSONBuffer(capacity: 32_768)
        let next = try list(query, path: "", parameters: "", into: &buffer)
        let json = try buffer.withBytes { try JSONReader.read($0) }
        return Listed(
            items: json.items("items"), next: next.map { String($0.dropFirst("?cursor=".count)) })
    }

    /// As many records as a page can bear, a list's page at a time.
    static var pageBears: Int { 1_000 }

    func all(_ resource: Resource, _ parameters: KeyValuePairs<String, String>) throws -> Listed {
        try all(resource, parameters.map { ListQuery.Parameter(name: $0.key, value: $0.value) })
    }

    func all(_ resource: Resource, _ parameters: [ListQuery.Parameter]) throws -> Listed {
        var found = try listed(ListQuery(resource, parameters))
        while let cursor = found.next, found.items.count < Self.pageBears {
            let more = try listed(
                ListQuery(resource, parameters + [ListQuery.Parameter(name: "cursor", value: cursor)]))
            found.items += more.items
            found.next = more.next
        }
        return found
    }

    /// A list's whole answer, with its total and facets where they were asked for.
    func answer(_ query: ListQuery) throws -> JSON {
        var buffer = JSONBuffer(capacity: 32_768)
        _ = try list(query, path: "", parameters: "", into: &buffer)
        return try buffer.withBytes { try JSONReader.read($0) }
    }

    /// The articles that records refer to, by their ids, without their bodies.
    func articles(of records: [JSON]) throws -> [Int: JSON] {
        let ids = Set(records.compactMap { $0["article"]?["id"]?.integer }).sorted()
        var found: [Int: JSON] = [:]
        for start in stride(from: 0, to: ids.count, by: ListQuery.limits.upperBound) {
            let part = ids[start..<min(start + ListQuery.limits.upperBound, ids.count)].map(String.init)
            let fields = ["id", "slug", "title", "language", "published_on", "publisher"]
            let query = try ListQuery(
                Catalog.articles,
                [
                    ListQuery.Parameter(name: "id", value: part.joined(separator: ","), alternatives: part),
                    ListQuery.Parameter(name: "fields", value: fields.joined(separator: ","), alternatives: fields),
                    ListQuery.Parameter(name: "limit", value: String(ListQuery.limits.upperBound)),
                ])
            for article in try listed(query).items {
                if let id = article["id"]?.integer { found[id] = article }
            }
        }
        return found
    }

    /// What topics are called, by their slugs.
    func topicViews(_ slugs: [JSON]) throws -> [View] {
        try slugs.compactMap(\.string).map { slug in
            let name = try id(of: slug, in: Catalog.topics).map { try record(Catalog.topics, String($0)) }?.label
            return ["href": Link.path(Catalog.topics, slug), "name": name ?? slug]
        }
    }
}

extension Request {
    /// The first value of a query's parameter; what a page does not know, it leaves alone.
    func value(_ name: String) throws -> String? {
        try parameters().first { $0.name == name }?.value
    }
}
