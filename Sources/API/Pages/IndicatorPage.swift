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
            "chart": figures.next == nil && isDrawn(figures.items) ? chart(indicator) : nil,
            "conflicts": try conflicts(id, reading),
            "series": FigureTables.views(figures.items, articles),
            "cut": figures.next == nil
                ? nil
                : Wording.current("cut", ["shown": Numeral.grouped(String(Reading.pageBears))]),
        ]
    }
}

extension IndicatorPage {
    /// Whether there is more to see than a single point.
    private static func isDrawn(_ figures: [JSON]) -> Bool {
        Set(figures.compactMap { figure in figure.text("period").map { "\($0) \(Figure.words(figure))" } }).count > 1
    }

    /// The picture, and the same for a narrow screen, where letters would become too small.
    private static func chart(_ indicator: JSON) -> View? {
        Link.path(Catalog.indicators, indicator).map { path in
            [
                "wide": "\(Address.root)\(path)/series.svg?width=1000",
                "narrow": "\(Address.root)\(path)/series.svg?width=400", "href": "\(Address.root)\(path)/series.svg",
                "table": "\(Address.root)\(path)/series.csv", "json": "\(Address.root)\(path)/series",
                "alt": Wording.current("indicator.chart.alt", ["name": indicator.label ?? ""]),
            ]
        }
    }

    /// How many conflicts a page tells; the API has all of them.
    private static let told = 50

    /// What can't all be true, in words: each with who gave it and where it stands.
    private static func conflicts(_ indicator: String, _ reading: Reading) throws -> View? {
        var buffer = JSONBuffer()
        let query = try ConflictQuery([
            ListQuery.Parameter(name: "indicator", value: indicator),
            ListQuery.Parameter(name: "limit", value: String(told)),
        ])
        _ = try reading.conflicts(query, path: "", parameters: "", into: &buffer)
        let items = try buffer.withBytes { try JSONReader.read($0) }.items("items")
        guard !items.isEmpty else { return nil }
        return ["items": items.map(view), "counted": Count(items.count, "conflict").words]
    }

    private static func view(_ conflict: JSON) -> View {
        let settlement = conflict["settlement"]
        let right = settlement?["statistic"]?.integer
        return [
            "period": PrintedDate.view(conflict.text("period")), "whereabouts": Figure.whereabouts(conflict),
            "settlement": settlement?.text("reason").map { reason in
                [
                    "reason": reason, "by": settlement?.text("by"),
                    "at": PrintedDate.view(settlement?.text("at").map { String($0.prefix(10)) }),
                ] as View
            },
            "figures": conflict.items("statistics").map { statistic -> View in
                [
                    "words": Figure.words(statistic), "source": statistic["source"]?.label,
                    "isRight": right != nil && statistic["id"]?.integer == right,
                    "article": statistic["article"]?.label,
                    "place": Link.passage(of: statistic, in: Catalog.statistics),
                ]
            },
        ]
    }
}

/// Figures that can be compared: of one indicator, for one place and with the same dimensions.
enum FigureTables {
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
            [
                "name": key.isEmpty ? Wording.current("indicator.no.place") : key,
                "periods": periods(groups[key] ?? [], articles),
            ]
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
                "differ": values > 1 ? Wording.current.plural("indicator.differ", values) : nil,
                "figures": group.map { figure in
                    FigureEntry.view(figure, article: figure["article"]?["id"]?.integer.flatMap { articles[$0] })
                },
            ]
        }
    }
}
