internal import Knowledge

/// `/`: what is here.
enum HomePage {
    private static let articlesShown = "10"
    private static let expertsShown = "8"
    private static let topicsShown = "24"

    static func view(_ reading: Reading) throws -> View {
        let articles = try reading.listed(
            Catalog.articles, ["limit": articlesShown, "sort": "-published_on"])
        let experts = try reading.listed(Catalog.experts, ["limit": expertsShown, "sort": "-last_quoted_on"])
            .items.filter { ($0["quotes_count"]?.integer ?? 0) > 0 }
        let topics = try reading.listed(Catalog.topics, ["limit": topicsShown]).items
        return [
            "page": PageHead(
                title: "Sourcebook",
                description: Wording.current("site.description"),
                canonical: "/", feed: "/feed", hasSearch: true
            ).view,
            "isEmpty": articles.items.isEmpty && experts.isEmpty,
            "articles": articles.items.isEmpty
                ? nil
                : ["items": articles.items.map(ArticleEntry.view), "hasMore": articles.next != nil] as View,
            "experts": experts.isEmpty ? nil : ["items": experts.map(ListPage.expert)] as View,
            "topics": topics.isEmpty
                ? nil
                : [
                    "items": topics.map { ["href": Link.path(Catalog.topics, $0), "name": $0.label] as View }
                ] as View,
        ]
    }
}
