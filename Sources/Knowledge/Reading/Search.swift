internal import Store

/// Search over all kinds at once, and the nearest record to a name that is not there.
extension Reading {
    /// The kinds that are searched, in the order of the answer.
    public static let searchedKinds = [
        "articles", "experts", "quotes", "statistics", "indicators", "sources", "topics",
    ]

    /// `{"groups": [{"kind", "total", "items"}]}`: of each kind, the best matches first, each with a snippet. Where nothing
    /// is found, `"suggestion"` is what may have been meant.
    ///
    /// - Parameter limit: how many of each kind.
    public func search(_ words: String, kinds: [String] = searchedKinds, limit: Int) throws -> JSONBuffer {
        var json = JSONBuffer(capacity: 32_768)
        json.open()
        json.key("groups")
        json.openArray()
        var found = 0
        for kind in kinds {
            let resource = Catalog[kind]
            var query = try ListQuery(resource, [ListQuery.Parameter(name: "q", value: words)])
            query.limit = limit
            // A body is read at its article; here the snippet stands for it.
            query.fields = resource.fields.filter { $0.name != "body" }
            json.comma()
            json.open()
            json.key("kind")
            json.string(kind)
            let page = query.words == nil ? Page(ids: []) : try page(query)
            let total = query.words == nil ? Total(count: 0) : try total(query, found: page.all)
            total.write(into: &json)
            found += total.count
            json.key("items")
            try writeItems(page.ids, query, into: &json)
            json.close()
        }
        json.closeArray()
        if found == 0, let suggestion = try suggestion(for: words) {
            json.key("suggestion")
            json.string(suggestion)
        }
        json.close()
        return json
    }

    /// `; did you mean …?` with the slug nearest to `reference`, or nothing.
    func nearestHint(to reference: String, in resource: Resource) throws -> String {
        try nearest(to: reference, in: resource).map { "; did you mean \($0)?" } ?? ""
    }

    /// The slug nearest to one that is not there; nil where none is near.
    public func nearest(to reference: String, in resource: Resource) throws -> String? {
        guard resource.hasSlug, !resource.searched.isEmpty, reference.utf8.count <= Slug.limit,
            reference.utf8.contains(where: { !(0x30...0x39).contains($0) })
        else { return nil }
        // Records that share a word's beginning with it, of the index of words; the nearest of their slugs.
        var slugs: Set<String> = []
        for word in reference.split(separator: "-").prefix(4) {
            guard let match = FullText.query(String(word.prefix(4))) else { continue }
            slugs.formUnion(
                try connection.all(
                    """
                    SELECT \(resource.name).slug FROM \(FullText.table(resource.name))
                    CROSS JOIN \(resource.name) ON \(resource.name).id = \(FullText.table(resource.name)).rowid
                    WHERE \(FullText.condition(resource.name)) LIMIT 100
                    """, [.text(match)]
                ) { $0.string(0) })
        }
        // And those that stand next to it in the alphabet, for names in other scripts than their slugs.
        slugs.formUnion(
            try connection.all(
                "SELECT slug FROM \(resource.name) WHERE slug >= ? ORDER BY slug LIMIT 20",
                [.text(String(reference.prefix(3)))]
            ) { $0.string(0) })
        return Nearest.name(to: reference, among: slugs.sorted())
    }
}
