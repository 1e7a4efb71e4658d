internal import HTTPServer
internal import Knowledge

/// `/search?q=`: all kinds at once, or one of them in full.
enum SearchPage {
    private static let shownOfEach = 5
    private static let shownOfOne = 50

    static func view(_ request: Request, _ reading: Reading) throws -> View {
        let words = try request.value("q") ?? ""
        let kind = try request.value("kind").flatMap { Reading.searchedKinds.contains($0) ? $0 : nil }
        let isAsked = !words.allSatisfy(\.isWhitespace)
        let found = isAsked ? try groups(words, kind, reading) : []
        let total = found.reduce(0) { $0 + ($1["total"]?.integer ?? 0) }
        return [
            "page": PageHead(
                title: isAsked ? Wording.current("search.title", ["words": words]) : Wording.current("search"),
                query: words, hasSearch: true
            ).view,
            "words": words, "isAsked": isAsked,
            "total": Count(total, "result").words, "nothing": isAsked && total == 0,
            "everything": kind == nil ? nil : Link.search(words),
            "groups": found.compactMap { view($0, words, isAlone: kind != nil) },
        ]
    }

    private static func groups(_ words: String, _ kind: String?, _ reading: Reading) throws -> [JSON] {
        let kinds = kind.map { [$0] } ?? Reading.searchedKinds
        let found = try reading.search(words, kinds: kinds, limit: kind == nil ? shownOfEach : shownOfOne)
        return try found.withBytes { try JSONReader.read($0) }.items("groups")
    }

    private static func view(_ group: JSON, _ words: String, isAlone: Bool) -> View? {
        guard let kind = group.text("kind"), let total = group["total"]?.integer, total > 0 else { return nil }
        let items = group.items("items")
        let hasMore = total > items.count
        let number = Numeral.grouped(String(total))
        return [
            "kind": kind, "name": Wording.current(kind), "total": number,
            "items": items.map { hit($0, kind) },
            "all": hasMore && !isAlone ? Link.search(words, kind: kind) : nil,
            "cut": hasMore && isAlone
                ? Wording.current("search.cut", ["shown": String(items.count), "total": number]) : nil,
        ]
    }

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
