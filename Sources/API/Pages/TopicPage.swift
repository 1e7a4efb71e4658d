internal import HTTPServer
internal import Knowledge

/// `/topics/{slug}`: the newest articles about it, and who said what of it, side by side.
enum TopicPage {
    private static let articlesShown = "12"
    private static let quotesShown = "24"

    static func view(_ topic: JSON, _ request: Request, _ reading: Reading) throws -> View {
        let slug = topic.text("slug") ?? ""
        let path = Link.path(Catalog.topics, slug)
        let cursor = try request.value("cursor")
        let articles =
            cursor == nil
            ? try reading.listed(Catalog.articles, ["topics": slug, "limit": articlesShown]).items : []
        let quotes = try reading.listed(Catalog.quotes, ["topics": slug, "limit": quotesShown], cursor: cursor)
        let quoted = try reading.articles(of: quotes.items)
        let experts = byExpert(quotes.items, quoted)
        return [
            "page": PageHead(
                title: PageHead.title(topic.label), canonical: path, json: Address.root + path, feed: "\(path)/feed",
                section: "topics", linkedData: LinkedData.record(topic, Catalog.topics)
            ).view,
            "name": topic.label, "slug": slug,
            "articles": articles.isEmpty ? nil : ["items": articles.map(ArticleEntry.view)] as View,
            "experts": experts.isEmpty ? nil : ["items": experts] as View,
            "compare": experts.count > 1,
            "first": cursor == nil ? nil : path, "next": quotes.next.map { "\(path)?cursor=\($0)" },
        ]
    }

    /// Quotes by who is quoted, whoever was quoted last first.
    private static func byExpert(_ quotes: [JSON], _ articles: [Int: JSON]) -> [View] {
        Grouped.by({ $0["expert"]?["id"]?.integer }, quotes).map { quotes in
            let expert = quotes.first?["expert"]
            return [
                "href": Link.path(Catalog.experts, expert), "name": expert?.label, "value": expert?.text("slug"),
                "id": expert?["id"]?.integer,
                "quotes": quotes.map { quote in
                    QuoteEntry.view(quote, article: quote["article"]?["id"]?.integer.flatMap { articles[$0] })
                },
            ]
        }
    }
}

/// Records that have something in common.
enum Grouped {
    /// The groups and what is in them stay in the order given.
    static func by<Key: Hashable>(_ key: (JSON) -> Key, _ records: [JSON]) -> [[JSON]] {
        var places: [Key: Int] = [:]
        var groups: [[JSON]] = []
        for record in records {
            let key = key(record)
            if let place = places[key] {
                groups[place].append(record)
            } else {
                places[key] = groups.count
                groups.append([record])
            }
        }
        return groups
    }
}
