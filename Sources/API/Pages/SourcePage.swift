internal import HTTPServer
internal import Knowledge

/// `/sources/{slug}`: who publishes figures, and which, by what they measure.
enum SourcePage {
    private static let shown = "50"

    static func view(_ source: JSON, _ request: Request, _ reading: Reading) throws -> View {
        let id = String(source["id"]?.integer ?? 0)
        let path = Link.path(Catalog.sources, source) ?? "/sources"
        let cursor = try request.value("cursor")
        let figures = try reading.listed(
            Catalog.statistics, ["source": id, "sort": "-period", "limit": shown], cursor: cursor)
        let articles = try reading.articles(of: figures.items)
        return [
            "page": PageHead(
                title: PageHead.title(source.label), canonical: path, json: Address.root + path, section: "sources",
                linkedData: LinkedData.record(source, Catalog.sources)
            ).view,
            "name": source.label, "kind": source.text("kind"), "country": Locality.country(source.text("country")),
            "url": Link.web(source.text("url")).map { ["href": $0.url, "host": $0.host] as View },
            "indicators": figures.items.isEmpty
                ? nil
                : [
                    "items": Grouped.by({ $0["indicator"]?["id"]?.integer }, figures.items).map { figures in
                        [
                            "name": figures.first?["indicator"]?.label,
                            "href": Link.path(Catalog.indicators, figures.first?["indicator"]),
                            "id": figures.first?["indicator"]?["id"]?.integer,
                            "figures": figures.map { figure in
                                FigureEntry.view(
                                    figure, article: figure["article"]?["id"]?.integer.flatMap { articles[$0] })
                            },
                        ] as View
                    }
                ] as View,
            "first": cursor == nil ? nil : path, "next": figures.next.map { "\(path)?cursor=\($0)" },
        ]
    }
}
