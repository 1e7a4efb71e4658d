internal import HTTPServer
internal import Knowledge

/// What pages ask of the store: the API's own answers, read as JSON.
extension Reading {
    /// - Parameter unread: fields that the page has no use for, and that take long to find.
    func record(_ resource: Resource, _ reference: String, without unread: Set<String> = []) throws -> JSON {
        var shape = Shape.whole
        if !unread.isEmpty {
            let names = resource.fields.map(\.name).filter { !unread.contains($0) }
            shape = try Shape(resource, [ListQuery.Parameter(name: "fields", values: names)])
        }
        return try item(resource, reference, shape).withBytes { try JSONReader.read($0) }
    }

    /// One page of a list, and the cursor of the next.
    struct Listed {
        var items: [JSON]
        var next: String?
        /// How many there are, where that was asked for.
        var total: Int?
        /// Whether there are more than were counted.
        var isCut: Bool
        /// How often the values of each field occur, `{"year": [{"value", "count"}]}`, where that was asked for.
        var facets: JSON?
    }

    /// - Parameters:
    ///   - parameters: as in the API's query. A value is taken whole, commas and all.
    ///   - cursor: where a page before ended, as its address had it.
    func listed(
        _ resource: Resource, _ parameters: KeyValuePairs<String, String>, cursor: String? = nil
    ) throws -> Listed {
        var all = parameters.map { ListQuery.Parameter(name: $0.key, value: $0.value) }
        if let cursor { all.append(ListQuery.Parameter(name: "cursor", value: cursor)) }
        if resource.name == "articles" { all.append(ListQuery.Parameter(name: "fields", values: Self.entryFields)) }
        return try listed(ListQuery(resource, all))
    }

    /// What a list tells of an article: all but what may be long.
    private static let entryFields = Catalog.articles.fields.map(\.name).filter {
        !["body", "photos", "links", "note", "conflicts_count"].contains($0)
    }

    func listed(_ query: ListQuery) throws -> Listed {
        var buffer = JSONBuffer(capacity: 32_768)
        let next = try list(query, path: "", parameters: "", into: &buffer)
        let json = try buffer.withBytes { try JSONReader.read($0) }
        return Listed(
            items: json.items("items"), next: next.map { String($0.dropFirst("?cursor=".count)) },
            total: json["total"]?.integer, isCut: json["total_is"]?.string == "at_least", facets: json["facets"])
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
                    ListQuery.Parameter(name: "id", values: part), ListQuery.Parameter(name: "fields", values: fields),
                    ListQuery.Parameter(name: "limit", value: String(ListQuery.limits.upperBound)),
                ])
            for article in try listed(query).items {
                if let id = article["id"]?.integer { found[id] = article }
            }
        }
        return found
    }

    /// What somebody said, as the API's timeline has it.
    struct Statements {
        var roles: [JSON]
        var items: [JSON]
        var next: String?
    }

    /// - Parameter parameters: as in the API's query.
    func timeline(
        _ reference: String, _ parameters: [ListQuery.Parameter], tellsRoles: Bool = true
    ) throws -> Statements {
        var buffer = JSONBuffer(capacity: 65_536)
        let next = try timeline(
            reference, TimelineQuery(parameters), path: "", parameters: "", tellsRoles: tellsRoles, into: &buffer)
        let json = try buffer.withBytes { try JSONReader.read($0) }
        return Statements(
            roles: json.items("roles"), items: json.items("items"),
            next: next.map { String($0.dropFirst("?cursor=".count)) })
    }

    /// Quotes by their ids.
    func quotes(_ ids: [Int]) throws -> [Int: JSON] {
        if ids.isEmpty { return [:] }
        let query = try ListQuery(
            Catalog.quotes,
            [
                ListQuery.Parameter(name: "id", values: ids.map(String.init)),
                ListQuery.Parameter(name: "limit", value: String(ListQuery.limits.upperBound)),
            ])
        var found: [Int: JSON] = [:]
        for quote in try listed(query).items {
            if let id = quote["id"]?.integer { found[id] = quote }
        }
        return found
    }

    /// What topics are called, by their slugs.
    func topicViews(_ slugs: [JSON]) throws -> [View] {
        try slugs.compactMap(\.string).map { slug in
            ["href": Link.path(Catalog.topics, slug), "name": try name(of: slug, in: Catalog.topics)]
        }
    }

    /// What the record of a slug is called; the slug itself where there is none.
    func name(of slug: String, in resource: Resource) throws -> String {
        guard let id = try id(of: slug, in: resource), let label = resource.label else { return slug }
        let shape = try Shape(resource, [ListQuery.Parameter(name: "fields", value: label)])
        return try item(resource, String(id), shape).withBytes { try JSONReader.read($0) }.label ?? slug
    }
}

extension ListQuery.Parameter {
    /// A parameter with several values.
    init(name: String, values: [String]) {
        self.init(name: name, value: values.joined(separator: ","), alternatives: values)
    }
}

extension Request {
    /// The first value of a query's parameter; what a page does not know, it leaves alone.
    func value(_ name: String) throws -> String? {
        try parameters().first { $0.name == name }?.value
    }
}
