internal import HTTPServer
internal import Knowledge

/// `/topics/{slug}`: the newest articles and quotes about it.
enum TopicPage {
    private static let articlesShown = "20"
    private static let quotesShown = "50"

    static func view(_ topic: JSON, _ request: Request, _ reading: Reading) throws -> View {
        let slug = topic.text("slug") ?? ""
        let path = Link.path(Catalog.topics, slug)
        let cursor = try request.value("cursor")
        let articles =
            cursor == nil
            ? try reading.listed(Catalog.articles, ["topics": slug, "limit": articlesShown]).items : []
        let quotes = try reading.listed(Catalog.quotes, ["topics": slug, "limit": quotesShown], cursor: cursor)
        let quoted = try reading.articles(of: quotes.items)
        return [
            "page": PageHead(
                title: "\(topic.label ?? "") · Sourcebook", canonical: path, json: Address.root + path,
                feed: "\(path)/feed",
                section: "topics"
            ).view,
            "name": topic.label,
            "articles": articles.isEmpty ? nil : ["items": articles.map(ArticleEntry.view)] as View,
            "quotes": quotes.items.isEmpty
                ? nil
                : [
                    "items": quotes.items.map { quote in
                        QuoteEntry.view(quote, article: quote["article"]?["id"]?.integer.flatMap { quoted[$0] })
                    }
                ] as View,
            "first": cursor == nil ? nil : path, "next": quotes.next.map { "\(path)?cursor=\($0)" },
        ]
    }
}
