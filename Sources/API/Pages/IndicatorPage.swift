internal import HTTPServer
internal import Knowledge

/// `/indicators/{slug}`: every figure that was given, in order of period, each with who gave it and where.
enum IndicatorPage {
    static func view(_ indicator: JSON, _ request: Request, _ reading: Reading) throws -> View {
        let path = Link.path(Catalog.indicators, indicator) ?? "/indicators"
        let place = try request.value("place").flatMap { $0.isEmpty ? nil : $0 }
        // Of thousands nobody reads a table: then the latest stand for the others.
        let isCut =
            try reading.listed(
                ListQuery(Catalog.statistics, figures(of: indicator, place, isCut: false, fields: ["id"]))
            ).next != nil
        let asked = figures(of: indicator, place, isCut: isCut)
        let figures =
            isCut
            ? try reading.listed(ListQuery(Catalog.statistics, asked)) : try reading.all(Catalog.statistics, asked)
        let articles = try reading.articles(of: figures.items)
        let places = try places(indicator, place, figures, reading)
        return [
            "page": PageHead(
                title: PageHead.title(indicator.label), description: indicator.text("description"),
                canonical: path, json: Address.root + path, feed: "\(path)/feed", section: "indicators",
                script: "chart", linkedData: LinkedData.record(indicator, Catalog.indicators)
            ).view,
            "name": indicator.label, "description": indicator.text("description"),
            "unit": indicator.text("unit").map(Unit.alone),
            "counted": figures.items.isEmpty || figures.next != nil ? nil : Count(figures.items.count, "figure").words,
            "chart": figures.next == nil && isDrawn(figures.items) ? try chart(indicator, place, reading) : nil,
            "places": places.count < 2
                ? nil : ["items": places, "all": place == nil ? nil : path] as View,
            "conflicts": try conflicts(indicator, place, isCut: isCut, reading),
            "series": FigureTables.views(figures.items, articles),
            "cut": figures.next == nil
                ? nil
                : Wording.current(
                    place == nil && places.count > 1 ? "indicator.narrow" : "indicator.cut",
                    ["shown": Numeral.grouped(String(figures.items.count))]),
            "all": figures.next == nil ? nil : all(of: indicator, place),
        ]
    }

    /// Where all of the figures are, as CSV and JSON.
    private static func all(of indicator: JSON, _ place: String?) -> View {
        let query =
            "?indicator=\(indicator["id"]?.integer ?? 0)" + (place.map { "&place=\(Address.encoded($0))" } ?? "")
        return [
            "csv": "\(Address.root)/statistics.csv\(query)", "json": "\(Address.root)/statistics\(query)&sort=-period",
        ]
    }

    /// How many figures are told of a few, which is all of them, and how many of more.
    private static let limits = (few: "200", many: "20")

    private static func figures(
        of indicator: JSON, _ place: String?, isCut: Bool, fields: [String] = []
    ) -> [ListQuery.Parameter] {
        var parameters = [
            ListQuery.Parameter(name: "indicator", value: String(indicator["id"]?.integer ?? 0)),
            ListQuery.Parameter(name: "sort", value: isCut ? "-period" : "period"),
            ListQuery.Parameter(name: "limit", value: isCut ? limits.many : limits.few),
        ]
        if !fields.isEmpty { parameters.append(ListQuery.Parameter(name: "fields", values: fields)) }
        if let place { parameters.append(ListQuery.Parameter(name: "place", value: place)) }
        return parameters
    }

    /// The places that there are figures for, each a way to narrow the page: those of the figures that are shown, and
    /// where these are cut short, the commonest of all.
    private static func places(
        _ indicator: JSON, _ chosen: String?, _ figures: Reading.Listed, _ reading: Reading
    ) throws -> [View] {
        var names: [String] = []
        if figures.next == nil, chosen == nil {
            for name in figures.items.compactMap({ $0.text("place") }) where !names.contains(name) {
                names.append(name)
            }
        } else {
            let query = try ListQuery(
                Catalog.statistics,
                [
                    ListQuery.Parameter(name: "indicator", value: String(indicator["id"]?.integer ?? 0)),
                    ListQuery.Parameter(name: "facets", value: "place", alternatives: ["place"]),
                    ListQuery.Parameter(name: "limit", value: "1"),
                ])
            names = try reading.listed(query).values(of: "place").map(\.value)
        }
        let path = Link.path(Catalog.indicators, indicator) ?? "/indicators"
        return names.prefix(placesShown).map { name in
            ["name": name, "isChosen": name == chosen, "href": "\(path)?place=\(Address.encoded(name))"]
        }
    }

    private static let placesShown = 40
}

extension IndicatorPage {
    /// Whether there is more to see than a single point.
    private static func isDrawn(_ figures: [JSON]) -> Bool {
        Set(figures.compactMap { figure in figure.text("period").map { "\($0) \(Figure.words(figure))" } }).count > 1
    }

    /// The picture, and the same for a narrow screen, where letters would become too small.
    private static func chart(_ indicator: JSON, _ place: String?, _ reading: Reading) throws -> View? {
        try Link.path(Catalog.indicators, indicator).map { path in
            let series = "\(Address.root)\(path)/series"
            let narrowed = place.map { "place=\(Address.encoded($0))" }
            let language = "language=\(Wording.current.language.rawValue)"
            let picture = "\(series).svg?\([language, narrowed].compactMap(\.self).joined(separator: "&"))"
            let query = narrowed.map { "?\($0)" } ?? ""
            let drawn = try reading.series(
                indicator.text("slug") ?? "",
                SeriesQuery(place.map { [ListQuery.Parameter(name: "place", value: $0)] } ?? []))
            // The heights are told, so that what stands below does not move when the picture comes.
            func size(_ width: Int) -> View {
                [
                    "href": "\(picture)&width=\(width)", "width": width,
                    "height": SeriesChart.height(drawn, width: width),
                ]
            }
            return [
                "wide": size(1_000), "narrow": size(400), "href": picture,
                "file": "\(indicator.text("slug") ?? "chart").png",
                "table": "\(series).csv\(query)", "json": "\(series)\(query)",
                "alt": Wording.current("indicator.chart.alt", ["name": indicator.label ?? ""]),
            ]
        }
    }

    /// How many conflicts a page tells, and how many where there are many figures; the API has all of them.
    private static let told = (few: 50, many: 2)

    /// What can't all be true, in words: each with who gave it, and the passages side by side.
    private static func conflicts(
        _ indicator: JSON, _ place: String?, isCut: Bool, _ reading: Reading
    ) throws -> View? {
        var buffer = JSONBuffer()
        var parameters = [
            ListQuery.Parameter(name: "indicator", value: String(indicator["id"]?.integer ?? 0)),
            ListQuery.Parameter(name: "limit", value: String(isCut ? told.many : told.few)),
        ]
        if let place { parameters.append(ListQuery.Parameter(name: "place", value: place)) }
        _ = try reading.conflicts(ConflictQuery(parameters), path: "", parameters: "", into: &buffer)
        let answer = try buffer.withBytes { try JSONReader.read($0) }
        let items = answer.items("items")
        guard !items.isEmpty else { return nil }
        // The two ends of each are enough to see what disagrees.
        let sides = items.map { conflict in
            let statistics = conflict.items("statistics")
            guard isCut, statistics.count > 4 else { return statistics }
            let byValue = statistics.sorted { $0["value"]?.double ?? 0 < $1["value"]?.double ?? 0 }
            let right = conflict["settlement"]?["statistic"]?.integer
            return byValue.indices.filter { index in
                index < 2 || index >= byValue.count - 2 || (right != nil && byValue[index]["id"]?.integer == right)
            }.map { byValue[$0] }
        }
        let articles = try reading.articles(of: sides.flatMap { $0 })
        return [
            "items": zip(items, sides).map { view($0, $1, articles) },
            "counted": Count(items.count, "conflict", isCut: answer["next"]?.string != nil).words,
        ]
    }

    private static func view(_ conflict: JSON, _ statistics: [JSON], _ articles: [Int: JSON]) -> View {
        let settlement = conflict["settlement"]
        let right = settlement?["statistic"]?.integer
        return [
            "id": conflict["id"]?.integer.map { "conflict-\($0)" },
            "period": PrintedDate.view(conflict.text("period")), "whereabouts": Figure.whereabouts(conflict),
            "settlement": settlement?.text("reason").map { reason in
                [
                    "reason": reason, "by": settlement?.text("by"),
                    "at": PrintedDate.view(settlement?.text("at").map { String($0.prefix(10)) }),
                ] as View
            },
            "figures": statistics.map { statistic -> View in
                var view = FigureEntry.view(
                    statistic, article: statistic["article"]?["id"]?.integer.flatMap { articles[$0] })
                view["isRight"] = right != nil && statistic["id"]?.integer == right
                return view
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
