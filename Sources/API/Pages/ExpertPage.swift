internal import HTTPServer
internal import Knowledge

/// `/experts/{slug}`: who this is, in which roles, and every statement with its article.
enum ExpertPage {
    private static let shown = "100"

    static func view(_ expert: JSON, _ request: Request, _ reading: Reading) throws -> View {
        let id = String(expert["id"]?.integer ?? 0)
        let path = Link.path(Catalog.experts, expert) ?? "/experts"
        let cursor = try request.value("cursor")
        let quotes = try reading.listed(Catalog.quotes, ["expert": id, "limit": shown], cursor: cursor)
        let figures = try reading.listed(Catalog.statistics, ["stated_by": id, "limit": shown])
        let articles = try reading.articles(of: quotes.items + figures.items)
        let total = expert["quotes_count"]?.integer ?? quotes.items.count
        return [
            "page": PageHead(
                title: "\(expert.label ?? "") · Sourcebook", description: expert.text("description"), canonical: path,
                json: Address.root + path, feed: "\(path)/feed", section: "experts"
            ).view,
            "name": expert.label, "description": expert.text("description"),
            "isOrganization": expert.text("kind") == "organization",
            "country": Locality.country(expert.text("country")),
            "otherNames": otherNames(expert), "identifiers": identifiers(expert), "links": links(expert),
            "roles": roles(expert), "affiliations": affiliations(expert),
            "summary": summary(expert, total),
            "quotes": View.group(grouped(quotes.items, articles), Count(total, "quote")),
            "figures": View.group(
                figures.items.map { figure in
                    FigureEntry.view(figure, article: figure["article"]?["id"]?.integer.flatMap { articles[$0] })
                }, Count(figures.items.count, "figure")),
            "first": cursor == nil ? nil : path, "next": quotes.next.map { "\(path)?cursor=\($0)" },
        ]
    }

    /// Quotes by article, the latest article first; within one, in the order of its text.
    private static func grouped(_ quotes: [JSON], _ articles: [Int: JSON]) -> [View] {
        let groups = Dictionary(grouping: quotes) { $0["article"]?["id"]?.integer ?? 0 }
        let order = groups.keys.sorted { a, b in
            let (dayA, dayB) = (articles[a]?.text("published_on") ?? "", articles[b]?.text("published_on") ?? "")
            return dayA == dayB ? a > b : dayA > dayB
        }
        return order.map { id in
            let inOrder = (groups[id] ?? []).sorted { position($0) < position($1) }
            return [
                "article": articles[id].map(ArticleEntry.view),
                "quotes": inOrder.map { QuoteEntry.view($0, article: articles[id]) },
            ]
        }
    }

    private static func position(_ quote: JSON) -> Int { quote["selector"]?["start"]?.integer ?? .max }

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
            words += ", \(span(first, last))"
        }
        return words
    }

    private static func span(_ first: String, _ last: String) -> String {
        PrintedDate.words(first == last ? first : "\(first)/\(last)")
    }

    private static func roles(_ expert: JSON) -> View? {
        let items = expert.items("roles_as_printed").map { role -> View in
            let first = role.text("first_quoted_on")
            let last = role.text("last_quoted_on")
            return [
                "role": role.text("role"), "counted": role["count"]?.integer.map { Count($0, "quote").words },
                "span": first.map { span($0, last ?? $0) },
            ]
        }
        return items.isEmpty ? nil : ["items": items]
    }

    private static func affiliations(_ expert: JSON) -> View? {
        let items = expert.items("affiliations").map { held -> View in
            let from = held.text("from")
            let to = held.text("to")
            let span: String? =
                switch (from, to) {
                case (let from?, let to?): PrintedDate.words("\(from)/\(to)")
                case (let from?, nil): Wording.current("since", ["words": PrintedDate.words(from)])
                case (nil, let to?): Wording.current("until", ["words": PrintedDate.words(to)])
                case (nil, nil): nil
                }
            return [
                "role": held.text("role"), "organization": held.text("organization"), "span": span,
                "article": Link.path(Catalog.articles, held["article"]).map {
                    ["href": $0, "title": held["article"]?.label] as View
                },
            ]
        }
        return items.isEmpty ? nil : ["items": items]
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
