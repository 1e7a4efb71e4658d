internal import HTTPServer
internal import Knowledge

/// `/search?q=`: all kinds at once, or one of them in full, narrowed by what its records have in common.
enum SearchPage {
    private static let shownOfEach = 5
    private static let shownOfOne = 25

    static func view(_ request: Request, _ reading: Reading) throws -> View {
        let words = try request.value("q") ?? ""
        let kind = try request.value("kind").flatMap { Reading.searchedKinds.contains($0) ? $0 : nil }
        let isAsked = !words.allSatisfy(\.isWhitespace)
        var view: View = [
            "page": PageHead(
                title: isAsked ? Wording.current("search.title", ["words": words]) : Wording.current("search"),
                query: words, hasSearch: true, isLeftOut: true
            ).view,
            "words": words, "isAsked": isAsked, "kinds": nil, "filters": nil, "groups": [View](), "total": nil,
            "nothing": nil, "suggestion": nil, "first": nil, "next": nil,
        ]
        guard isAsked else { return view }
        if let kind {
            try addOne(kind, words, request, reading, to: &view)
        } else {
            try addAll(words, reading, to: &view)
        }
        return view
    }

    // MARK: All kinds

    private static func addAll(_ words: String, _ reading: Reading, to view: inout View) throws {
        let found = try reading.search(words, limit: shownOfEach).withBytes { try JSONReader.read($0) }
        let groups = found.items("groups").filter { ($0["total"]?.integer ?? 0) > 0 }
        let total = groups.reduce(0) { $0 + ($1["total"]?.integer ?? 0) }
        view["total"] = Count(total, "result", isCut: groups.contains(where: isCut)).words
        view["nothing"] = total == 0
        view["suggestion"] = suggestion(found.text("suggestion"))
        view["kinds"] = groups.count < 2 ? nil : kinds(words, chosen: nil, groups)
        view["groups"] = groups.map { group -> View in
            let kind = group.text("kind") ?? ""
            let total = group["total"]?.integer ?? 0
            let number = number(of: group)
            let items = group.items("items")
            return [
                "kind": kind, "name": Wording.current(kind), "total": number, "items": items.map { hit($0, kind) },
                "all": total > items.count
                    ? [
                        "href": Link.search(words, kind: kind),
                        "words": Wording.current("search.all", ["total": number]),
                    ] as View : nil,
            ]
        }
    }

    /// How many matches there are of a kind: `1,204`, `10,000+`.
    private static func number(of group: JSON) -> String {
        Count(group["total"]?.integer ?? 0, "result", isCut: isCut(group)).number
    }

    /// Whether there are more than were counted.
    private static func isCut(_ group: JSON) -> Bool { group["total_is"]?.string == "at_least" }

    /// The kinds as links, with how much there is of each where that was counted.
    private static func kinds(_ words: String, chosen: String?, _ groups: [JSON]) -> View {
        let everything: View = [
            "href": Link.search(words), "name": Wording.current("search.everything"), "isChosen": chosen == nil,
            "count": nil,
        ]
        let names = chosen == nil ? groups.compactMap { $0.text("kind") } : Reading.searchedKinds
        let others = names.map { kind -> View in
            let group = groups.first { $0.text("kind") == kind }
            return [
                "href": Link.search(words, kind: kind), "name": Wording.current(kind), "isChosen": chosen == kind,
                "count": group.map(number),
            ]
        }
        return ["items": [everything] + others]
    }

    private static func suggestion(_ words: String?) -> View? {
        words.map { ["href": Link.search($0), "words": $0] }
    }

    // MARK: One kind

    /// By what the matches of a kind are narrowed: the address's parameter, and the field. `kind` says which records are
    /// meant, so that the field of that name has another.
    private static let narrowing: [String: [(parameter: String, field: String)]] = [
        "articles": [("language", "language"), ("publisher", "publisher"), ("topics", "topics")],
        "experts": [("form", "kind"), ("country", "country")],
        "quotes": [
            ("topics", "topics"), ("expert", "expert"), ("year", "year"), ("language", "language"), ("form", "kind"),
        ],
        "statistics": [("indicator", "indicator"), ("place", "place"), ("source", "source"), ("status", "status")],
        "sources": [("country", "country")],
    ]

    private static func addOne(
        _ kind: String, _ words: String, _ request: Request, _ reading: Reading, to view: inout View
    ) throws {
        let resource = Catalog.served.first { $0.name == kind } ?? Catalog.articles
        let narrowing = narrowing[kind] ?? []
        var filters = Filters(path: "/search", rest: [("q", words), ("kind", kind)])
        for (parameter, _) in narrowing { filters.choose(parameter, try request.value(parameter)) }
        let cursor = try request.value("cursor")

        // A body is read at its article; here the snippet stands for it.
        let fields = resource.fields.map(\.name).filter { $0 != "body" }
        var parameters = [
            ListQuery.Parameter(name: "q", value: words), ListQuery.Parameter(name: "limit", value: String(shownOfOne)),
            ListQuery.Parameter(name: "fields", values: fields), ListQuery.Parameter(name: "count", value: "true"),
        ]
        for (parameter, field) in narrowing {
            if let value = filters.choice(parameter) {
                parameters.append(ListQuery.Parameter(name: field, value: value))
            }
        }
        if let cursor { parameters.append(ListQuery.Parameter(name: "cursor", value: cursor)) }
        let found = try reading.listed(ListQuery(resource, parameters))
        let total = found.total ?? 0

        let facets =
            try total > counted || narrowing.isEmpty
            ? nil : facets(resource, narrowing.map(\.field), parameters, reading)
        for (parameter, field) in narrowing {
            let counts: [(value: String, count: Int?)] =
                facets?.values(of: field).map { ($0.value, $0.count) }
                ?? values(of: field, in: found.items).map { ($0, nil) }
            let values = try counts.prefix(Filters.shown).map { value, count in
                Filters.Value(value: value, name: try name(of: value, field, reading), count: count)
            }
            try filters.add(parameter, Wording.current("filter.\(parameter)"), values) {
                try name(of: $0, field, reading)
            }
        }
        let count = Count(total, "result", isCut: found.isCut)
        view["total"] = count.words
        view["nothing"] = total == 0
        view["filters"] = filters.view
        view["kinds"] = kinds(words, chosen: kind, [])
        if total == 0, filters.chosen.isEmpty { view["suggestion"] = suggestion(try reading.suggestion(for: words)) }
        view["first"] = cursor == nil ? nil : filters.address(cursor: nil)
        view["next"] = found.next.map { filters.address(cursor: $0) }
        if !found.items.isEmpty {
            let group: View = [
                "kind": kind, "name": Wording.current(kind), "total": count.number,
                "items": found.items.map { hit($0, kind) }, "all": nil,
            ]
            view["groups"] = [group]
        }
    }

    /// Of so many matches it is counted what they have in common; of more, the values are those of the records shown.
    private static let counted = 2_000

    private static func facets(
        _ resource: Resource, _ fields: [String], _ parameters: [ListQuery.Parameter], _ reading: Reading
    ) throws -> Reading.Listed {
        let kept = parameters.filter { !["limit", "fields", "count", "cursor"].contains($0.name) }
        return try reading.listed(
            ListQuery(
                resource,
                kept + [
                    ListQuery.Parameter(name: "limit", value: "1"), ListQuery.Parameter(name: "fields", value: "id"),
                    ListQuery.Parameter(name: "facets", values: fields),
                ]))
    }

    /// The values of a field in these records, each once, in their order.
    private static func values(of field: String, in records: [JSON]) -> [String] {
        var values: [String] = []
        for record in records {
            let value = record[field]
            let found = (value?.array ?? [value].compactMap(\.self)).compactMap { value in
                value.string ?? value.text("slug") ?? value.integer.map(String.init)
            }
            for value in found where !values.contains(value) { values.append(value) }
        }
        return values
    }

    /// What a value of a field is called.
    private static func name(of value: String, _ field: String, _ reading: Reading) throws -> String {
        switch field {
        case "language": Locality.language(value) ?? value
        case "country": Locality.country(value) ?? value
        case "kind": Wording.current.phrase("kind.\(value)") ?? value
        case "status": Wording.current.phrase("status.\(value)") ?? value
        case "topics": try reading.name(of: value, in: Catalog.topics)
        case "expert": try reading.name(of: value, in: Catalog.experts)
        case "indicator": try reading.name(of: value, in: Catalog.indicators)
        case "source": try reading.name(of: value, in: Catalog.sources)
        default: value
        }
    }

    // MARK: A match

    /// One match: what it is called, what is known of it in a line, and the words that matched.
    private static func hit(_ item: JSON, _ kind: String) -> View {
        var view: View = [
            "href": nil, "title": item.label, "line": nil, "segments": Snippet.segments(item["snippet"]), "lang": nil,
            "dir": nil,
        ]
        switch kind {
        case "quotes":
            view["href"] = Link.passage(of: item, in: Catalog.quotes)
            view["title"] = item["expert"]?.label
            view["line"] = joined([item.text("role"), item["article"]?.label])
            view["lang"] = item.text("language")
        case "statistics":
            view["href"] = Link.passage(of: item, in: Catalog.statistics)
            view["title"] = joined([item["indicator"]?.label, Figure.words(item)], by: ": ")
            view["line"] = joined([
                Figure.whereabouts(item), item.text("period").map(PrintedDate.words), item["source"]?.label,
                item["article"]?.label,
            ])
        case "articles":
            view["href"] = Link.path(Catalog.articles, item)
            view["line"] = joined([item.text("publisher"), item.text("published_on").map(PrintedDate.words)])
            view["lang"] = item.text("language")
        default:
            view["href"] = Catalog.resource(kind).flatMap { Link.path($0, item) }
            view["line"] = item.text("description")
        }
        view["dir"] = Locality.direction(item.text("language"))
        // A name alone is its own snippet.
        if item["snippet"]?.text("text") == item.label { view["segments"] = [View]() }
        return view
    }

    private static func joined(_ parts: [String?], by separator: String = " · ") -> String? {
        let given = parts.compactMap { $0 }
        return given.isEmpty ? nil : given.joined(separator: separator)
    }
}
