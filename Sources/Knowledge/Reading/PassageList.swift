internal import Store

/// What stands where in one article: its quotes and figures, in the order of the text.
public struct PassageList: Sendable {
    /// One quote or figure, and its passage.
    public struct Item: Sendable {
        /// `quotes` or `statistics`.
        public let resource: Resource
        public let id: Int
        /// A quote's kind; nil for a figure.
        public let kind: String?
        /// Who said it, or what it measures: {id, slug, name}.
        public let subject: JSON
        /// How the passage stands: exact, changed, ambiguous or missing.
        public let anchor: String
        /// Where it stands; for one that is ambiguous or missing what is known of it, or null.
        public let selector: JSON

        /// Where it stands in the text, in code points; nil where that is not known.
        public var range: Range<Int>? {
            guard anchor == "exact" || anchor == "changed", let start = selector["start"]?.integer,
                let end = selector["end"]?.integer, 0 <= start, start < end
            else { return nil }
            return start..<end
        }
    }

    public let slug: String
    /// The article's address at its publisher.
    public let url: String?
    /// Those whose place is not known come last.
    public let items: [Item]
}

extension Reading {
    /// The passages of the article that `reference` leads to. Of those that begin at one place the longest comes first.
    ///
    /// - Throws: `KnowledgeError.notFound`.
    public func passages(_ reference: String) throws -> PassageList {
        let id = try requiredID(of: reference, in: Catalog["articles"])
        let article = try connection.first("SELECT slug, url FROM articles WHERE id = ?", [Value(id)]) {
            (slug: $0.string(0), url: $0.optionalString(1))
        }
        let quotes = try passages(
            Catalog["quotes"],
            """
            SELECT quotes.id, quotes.kind, experts.id, experts.slug, experts.name, anchor, selector
            FROM quotes JOIN experts ON experts.id = quotes.expert WHERE article = ?
            """, id)
        let statistics = try passages(
            Catalog["statistics"],
            """
            SELECT statistics.id, NULL, indicators.id, indicators.slug, indicators.name, anchor, selector
            FROM statistics JOIN indicators ON indicators.id = statistics.indicator WHERE article = ?
            """, id)
        let order = (quotes + statistics).enumerated().sorted { one, other in
            func key(_ item: PassageList.Item, _ index: Int) -> (Int, Int, Int) {
                (item.range?.lowerBound ?? .max, -(item.range?.upperBound ?? 0), index)
            }
            return key(one.element, one.offset) < key(other.element, other.offset)
        }
        return PassageList(slug: article?.slug ?? "", url: article?.url, items: order.map(\.element))
    }

    private func passages(_ resource: Resource, _ sql: String, _ article: Int) throws -> [PassageList.Item] {
        try connection.all("\(sql) ORDER BY \(resource.name).id", [Value(article)]) { row in
            PassageList.Item(
                resource: resource, id: row.integer(0), kind: row.optionalString(1),
                subject: [
                    "id": .number(JSONNumber(row.integer(2))), "slug": .string(row.string(3)),
                    "name": .string(row.string(4)),
                ],
                anchor: row.string(5),
                selector: try row.utf8(6).map { try JSONReader.read($0) } ?? .null)
        }
    }
}
