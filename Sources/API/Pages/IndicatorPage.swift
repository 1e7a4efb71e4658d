internal import HTTPServer
internal import Knowledge

/// `/indicators/{slug}`: every figure that was given, in order of period, each with who gave it and where.
enum IndicatorPage {
    static func view(_ indicator: JSON, _ request: Request, _ reading: Reading) throws -> View {
        let id = String(indicator["id"]?.integer ?? 0)
        let path = Link.path(Catalog.indicators, indicator) ?? "/indicators"
        let figures = try reading.all(Catalog.statistics, ["indicator": id, "sort": "period", "limit": "200"])
        let articles = try reading.articles(of: figures.items)
        return [
            "page": PageHead(
                title: "\(indicator.label ?? "") · Sourcebook", description: indicator.text("description"),
                canonical: path, json: Address.root + path, feed: "\(path)/feed", section: "indicators"
            ).view,
            "name": indicator.label, "description": indicator.text("description"),
            "unit": indicator.text("unit").map(Unit.alone),
            "counted": figures.items.isEmpty ? nil : Count(figures.items.count, "figure").words,
            "series": Series.views(figures.items, articles),
            "cut": figures.next == nil
                ? nil
                : "Only the first \(Numeral.grouped(String(Reading.pageBears))) are shown here; the API has all of them."
                ,
        ]
    }
}

/// Figures that can be compared: of one indicator, for one place and with the same dimensions.
enum Series {
    /// A table a series, in the order in which they first appear; a row a figure, in the order given.
    static func views(_ figures: [JSON], _ articles: [Int: JSON]) -> [View] {
        var order: [String] = []
        var groups: [String: [JSON]] = [:]
        for figure in figures {
            let key = Figure.whereabouts(figure) ?? ""
            if groups[key] == nil { order.append(key) }
            groups[key, default: []].append(figure)
        }
        return order.map { key in
            ["name": key.isEmpty ? "No place given" : key, "periods": periods(groups[key] ?? [], articles)]
        }
    }

    /// Rows by period: where figures for one differ, that is said.
    private static func periods(_ figures: [JSON], _ articles: [Int: JSON]) -> [View] {
        var order: [String] = []
        var groups: [String: [JSON]] = [:]
        for figure in figures {
            let key = figure.text("period") ?? ""
            if groups[key] == nil { order.append(key) }
            groups[key, default: []].append(figure)
        }
        return order.map { key in
            let group = groups[key] ?? []
            let values = Set(group.map(Figure.words)).count
            return [
                "period": PrintedDate.view(key.isEmpty ? nil : key), "rows": group.count,
                "differ": values > 1 ? "\(values) different values" : nil,
                "figures": group.map { figure in
                    FigureEntry.view(figure, article: figure["article"]?["id"]?.integer.flatMap { articles[$0] })
                },
            ]
        }
    }
}
