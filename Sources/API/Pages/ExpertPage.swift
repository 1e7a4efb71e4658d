internal import HTTPServer
internal import Knowledge

/// `/experts/{slug}`: who this is, in which roles and when, and every statement once, with all that print it.
enum ExpertPage {
    private static let statementsShown = "20"
    private static let figuresShown = "10"
    private static let othersShown = "24"
    /// So many quotes are counted by topic and kind; of somebody quoted more often the filters are taken from what is known
    /// without counting.
    private static let counted = 2_000

    static func view(_ expert: JSON, _ request: Request, _ reading: Reading) throws -> View {
        let id = String(expert["id"]?.integer ?? 0)
        let path = Link.path(Catalog.experts, expert) ?? "/experts"
        let cursor = try request.value("cursor")
        let order = try request.value("sort").flatMap { TimelineQuery.sorts.contains($0) ? $0 : nil } ?? "-on"
        var filters = Filters(path: path, rest: order == "-on" ? [] : [("sort", order)])
        for name in ["topic", "year", "kind"] { filters.choose(name, try request.value(name)) }

        var parameters = filters.chosen.map { ListQuery.Parameter(name: $0.name, value: $0.value) }
        parameters.append(ListQuery.Parameter(name: "sort", value: order))
        parameters.append(ListQuery.Parameter(name: "limit", value: statementsShown))
        if let cursor { parameters.append(ListQuery.Parameter(name: "cursor", value: cursor)) }
        let timeline = try reading.timeline(id, parameters)
        let statements = timeline.items
        let quotes = try reading.quotes(statements.compactMap { $0.items("printings").first?["quote"]?.integer })
        let figures = try reading.listed(Catalog.statistics, ["stated_by": id, "limit": figuresShown])
        let articles = try reading.articles(of: Array(quotes.values) + figures.items)
        let topics = try StatementEntry.topics(of: statements, reading)
        let total = expert["quotes_count"]?.integer ?? statements.count
        try add(to: &filters, expert, id, topics, reading)

        return [
            "page": PageHead(
                title: PageHead.title(expert.label), description: described(expert, timeline.roles, total),
                canonical: path,
                json: Address.root + path, feed: "\(path)/feed", section: "experts",
                linkedData: LinkedData.record(expert, Catalog.experts), kind: "profile",
                image: expert["photo"].flatMap(Photo.address)
            ).view,
            "name": expert.label, "slug": expert.text("slug"), "description": expert.text("description"),
            "isOrganization": expert.text("kind") == "organization",
            "country": Locality.country(expert.text("country")),
            "photo": expert["photo"].flatMap { $0 == .null ? nil : Photo.view($0) },
            "otherNames": otherNames(expert), "identifiers": identifiers(expert), "links": links(expert),
            "roles": RoleTimeline.view(timeline.roles),
            "summary": summary(expert, total), "filters": total == 0 ? nil : filters.view,
            "years": years(
                statements.map { statement in
                    let quote = statement.items("printings").first?["quote"]?.integer.flatMap { quotes[$0] }
                    let article = quote?["article"]?["id"]?.integer.flatMap { articles[$0] }
                    return (
                        statement.text("on"),
                        StatementEntry.view(statement, quote: quote, article: article, topics: topics)
                    )
                }),
            "isNarrowed": !filters.chosen.isEmpty,
            "order": statements.count < 2
                ? nil
                : [
                    "href": filters.address(with: order == "-on" ? "on" : nil, for: "sort"),
                    "words": Wording.current(order == "-on" ? "expert.earliest" : "expert.latest"),
                ] as View,
            "figures": View.group(
                figures.items.map { figure in
                    FigureEntry.view(figure, article: figure["article"]?["id"]?.integer.flatMap { articles[$0] })
                }, Count(figures.items.count, "figure", isCut: figures.next != nil)),
            "allFigures": figures.next == nil ? nil : "\(Address.root)/statistics?stated_by=\(id)",
            "compare": total == 0 ? nil : try compare(id, topics, filters.choice("topic"), reading),
            "first": cursor == nil ? nil : filters.address(cursor: nil),
            "next": timeline.next.map { filters.address(cursor: $0) },
        ]
    }

    private static func add(
        to filters: inout Filters, _ expert: JSON, _ id: String, _ shownTopics: [String: String], _ reading: Reading
    ) throws {
        var byTopic = shownTopics.map { Filters.Value(value: $0.key, name: $0.value) }.sorted { $0.name < $1.name }
        var byYear = span(of: expert).map { Filters.Value(value: $0, name: $0) }
        var byKind = TimelineQuery.kinds
        if let count = expert["quotes_count"]?.integer, count <= counted {
            let found = try reading.listed(
                ListQuery(
                    Catalog.quotes,
                    [
                        ListQuery.Parameter(name: "expert", value: id), ListQuery.Parameter(name: "limit", value: "1"),
                        ListQuery.Parameter(name: "facets", values: ["topics", "year", "kind"]),
                    ]))
            byTopic = try found.values(of: "topics").prefix(Filters.shown).map { value, _ in
                Filters.Value(value: value, name: try shownTopics[value] ?? reading.name(of: value, in: Catalog.topics))
            }
            byYear = found.values(of: "year").map(\.value).sorted(by: >).map { Filters.Value(value: $0, name: $0) }
            byKind = found.values(of: "kind").map(\.value)
        }
        try filters.add("topic", Wording.current("filter.topics"), byTopic) {
            try reading.name(of: $0, in: Catalog.topics)
        }
        filters.add("year", Wording.current("filter.year"), byYear) { $0 }
        let kinds = byKind.map { Filters.Value(value: $0, name: Wording.current("kind.\($0)")) }
        filters.add("kind", Wording.current("filter.form"), kinds) { Wording.current("kind.\($0)") }
    }

    /// The years from the first quote to the last, the latest first, as many as a filter shows.
    private static func span(of expert: JSON) -> [String] {
        guard let first = expert.text("first_quoted_on").flatMap({ Int($0.prefix(4)) }),
            let last = expert.text("last_quoted_on").flatMap({ Int($0.prefix(4)) }), first <= last
        else { return [] }
        return (max(first, last - Filters.shown + 1)...last).reversed().map(String.init)
    }

    /// Statements by the year in which they were said, in the order given.
    private static func years(_ statements: [(day: String?, view: View)]) -> View? {
        var years: [(year: String, statements: [View])] = []
        for (day, view) in statements {
            let year = day.map { String($0.prefix(4)) } ?? ""
            if years.last?.year == year {
                years[years.count - 1].statements.append(view)
            } else {
                years.append((year, [view]))
            }
        }
        if years.isEmpty { return nil }
        return [
            "items": years.map { year, statements in
                ["year": year.isEmpty ? nil : year, "statements": statements] as View
            }
        ]
    }

    /// Whom to compare with, and on what.
    private static func compare(
        _ id: String, _ topics: [String: String], _ chosen: String?, _ reading: Reading
    ) throws -> View? {
        let others = try reading.listed(
            ListQuery(
                Catalog.experts,
                [
                    ListQuery.Parameter(name: "sort", value: "-last_quoted_on"),
                    ListQuery.Parameter(name: "limit", value: othersShown),
                    ListQuery.Parameter(name: "fields", values: ["id", "slug", "name"]),
                ])
        ).items.filter { $0["id"]?.integer.map(String.init) != id }
        if others.isEmpty { return nil }
        return [
            "others": others.map { ["value": $0.text("slug"), "name": $0.label] as View },
            "topics": topics.isEmpty
                ? nil
                : [
                    "items": topics.sorted { $0.value < $1.value }.map { topic in
                        ["value": topic.key, "name": topic.value, "isChosen": topic.key == chosen] as View
                    }
                ] as View,
        ]
    }

    /// Who this is; where nobody has said so, the role that was printed last, and how much there is.
    private static func described(_ expert: JSON, _ roles: [JSON], _ quotes: Int) -> String? {
        if let description = expert.text("description") { return description }
        let parts = [roles.last?.text("role"), summary(expert, quotes)].compactMap(\.self)
        return parts.isEmpty ? nil : parts.joined(separator: ": ")
    }

    private static func summary(_ expert: JSON, _ quotes: Int) -> String? {
        guard quotes > 0 else { return nil }
        var words = Count(quotes, "quote").words
        // What was said once and printed often is counted as such.
        if let statements = expert["statements_count"]?.integer, statements > 0, statements < quotes {
            words = Wording.current(
                "expert.statements", ["statements": Count(statements, "statement").words, "quotes": words])
        }
        if let articles = expert["articles_count"]?.integer {
            words = Wording.current(
                "expert.summary", ["counted": words, "articles": Count(articles, "article").words])
        }
        if let first = expert.text("first_quoted_on"), let last = expert.text("last_quoted_on") {
            words += ", \(PrintedDate.words(from: first, to: last))"
        }
        return words
    }

    private static func otherNames(_ expert: JSON) -> View? {
        let items = expert.items("other_names").map { other -> View in
            let language = other.text("language")
            return ["name": other.text("name"), "lang": language, "dir": Locality.direction(language)]
        }
        return items.isEmpty ? nil : ["items": items]
    }

    private static func identifiers(_ expert: JSON) -> View? {
        let items = expert.items("identifiers").compactMap { identifier -> View? in
            guard let scheme = identifier.text("scheme"), let value = identifier.text("value") else { return nil }
            return ["scheme": scheme, "value": value, "href": Link.identifier(scheme, value)]
        }
        return items.isEmpty ? nil : ["items": items]
    }

    private static func links(_ expert: JSON) -> View? {
        let items = expert.items("links").compactMap { link in
            Link.web(link.text("url")).map { web -> View in
                ["href": web.url, "host": web.host, "title": link.text("title") ?? web.host]
            }
        }
        return items.isEmpty ? nil : ["items": items]
    }
}
