internal import Knowledge

/// `/`: what is here.
enum HomePage {
    private static let articlesShown = "10"
    private static let conflictsShown = "5"
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
                canonical: "/", feed: "/feed", hasSearch: true, linkedData: site()
            ).view,
            "isEmpty": articles.items.isEmpty && experts.isEmpty,
            "articles": articles.items.isEmpty
                ? nil
                : ["items": articles.items.map(ArticleEntry.view), "hasMore": articles.next != nil] as View,
            "conflicts": try ConflictEntry.views(["settled": "false", "limit": conflictsShown], reading),
            "experts": experts.isEmpty ? nil : ["items": experts.map(ListPage.expert)] as View,
            "topics": topics.isEmpty
                ? nil
                : [
                    "items": topics.map { ["href": Link.path(Catalog.topics, $0), "name": $0.label] as View }
                ] as View,
        ]
    }

    /// The site in the words of schema.org, with how it is searched.
    private static func site() -> JSON {
        let base = Visit.current.base
        return [
            "@context": "https://schema.org", "@type": "WebSite", "name": "Sourcebook", "url": .string(base + "/"),
            "description": .string(Wording.current("site.description")),
            "potentialAction": [
                "@type": "SearchAction", "target": .string(base + "/search?q={words}"),
                "query-input": "required name=words",
            ],
        ]
    }
}
