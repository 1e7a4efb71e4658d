internal import HTTPServer
internal import Knowledge

/// `/articles/{slug}`: the text with its passages marked, and its quotes and figures beside it.
enum ArticlePage {
    static func view(_ article: JSON, _ request: Request, _ reading: Reading) throws -> View {
        let id = String(article["id"]?.integer ?? 0)
        let path = Link.path(Catalog.articles, article) ?? "/articles"
        let quotes = try reading.all(Catalog.quotes, ["article": id, "sort": "position", "limit": "200"])
        let figures = try reading.all(Catalog.statistics, ["article": id, "sort": "position", "limit": "200"])
        let editions = try editions(article, id, reading)
        let disputes = try Dispute.views(of: article, reading)
        let language = article.text("language")
        let text = text(article.text("body"), quotes.items, figures.items)

        var view: View = [
            "page": PageHead(
                title: "\(article.text("title") ?? "") · Sourcebook", description: article.text("subtitle"),
                canonical: path, json: Address.root + path, section: "articles",
                editions: editions.filter { $0["lang"] is String }, hasPassages: true
            ).view,
            "id": article["id"]?.integer, "title": article.text("title"), "subtitle": article.text("subtitle"),
            "lang": language, "dir": Locality.direction(language),
            "language": Locality.foreign(language),
            "publisher": article.text("publisher"), "date": PrintedDate.view(article.text("published_on")),
            "authors": listed(article.items("authors").compactMap(\.string)),
            "topics": try reading.topicViews(article.items("topics")),
            "places": listed(article.items("places").compactMap(\.string)),
            "url": Link.web(article.text("url")).map { ["href": $0.url, "host": $0.host] as View },
            "plain": "\(Address.root)\(path).txt",
            "corrections": try corrections(id, reading),
            "note": article.text("note"), "license": article.text("license"),
            "editions": editions.isEmpty ? nil : ["items": editions] as View,
            "photos": photos(article),
            "quotes": View.group(
                quotes.items.map { QuoteEntry.view($0, article: article) }, Count(quotes.items.count, "quote")),
            "figures": View.group(
                figures.items.map { figure in
                    var view = FigureEntry.view(figure, article: article)
                    view["dispute"] = figure["id"]?.integer.flatMap { disputes[$0] }
                    return view
                }, Count(figures.items.count, "figure")),
            "cut": quotes.next == nil && figures.next == nil
                ? nil
                : Wording.current("cut", ["shown": Numeral.grouped(String(Reading.pageBears))]),
        ]
        view["hasPassages"] = view["quotes"] is View || view["figures"] is View
        view["body"] = text.html
        view["sections"] = text.sections.count < 2 ? nil : ["items": text.sections] as View
        for relation in relations { view[relation.name] = links(article, relation.rel) }
        return view
    }

    /// The body as HTML, passages marked, its headings below the page's own; and the headings to jump to.
    private static func text(
        _ body: String?, _ quotes: [JSON], _ figures: [JSON]
    ) -> (html: String?, sections: [View]) {
        guard let body else { return (nil, []) }
        let marks = [(Catalog.quotes, quotes), (Catalog.statistics, figures)].flatMap { resource, records in
            records.compactMap { record -> MarkdownHTML.Mark? in
                guard let range = Passage.range(record), let id = record["id"]?.integer else { return nil }
                return MarkdownHTML.Mark(range: range, id: Link.anchor(resource, id))
            }
        }
        let sections = ArticleText(body: body).sections
        let highest = sections.map(\.level).min() ?? 2
        let views = sections.enumerated().compactMap { index, section -> View? in
            section.level > highest + 1 ? nil : ["href": "#section-\(index + 1)", "title": section.title]
        }
        return (MarkdownHTML.render(body, headingShift: 2 - highest, marks: marks), views)
    }

    /// What was corrected, the newest first.
    private static func corrections(_ id: String, _ reading: Reading) throws -> View? {
        var query = try ListQuery(Catalog.corrections, [ListQuery.Parameter(name: "limit", value: "50")])
        query.narrow(to: Int(id) ?? 0, by: "article")
        query.narrowToCorrected()
        let items = try reading.listed(query).items.map { correction -> View in
            let isOfWords = correction.text("suggestion") != nil
            return [
                "id": "correction-\(correction["id"]?.integer ?? 0)",
                "date": PrintedDate.view(correction.text("decided_at").map { String($0.prefix(10)) }),
                "before": isOfWords ? correction["selector"]?.text("exact") : nil,
                "after": correction.text("suggestion"), "note": correction.text("note"),
            ]
        }
        return items.isEmpty ? nil : ["items": items]
    }

    /// The article that this is an edition of, and the editions of either.
    private static func editions(_ article: JSON, _ id: String, _ reading: Reading) throws -> [View] {
        let original = article["translation_of"]?["id"]?.integer.map(String.init)
        var found: [JSON] = []
        if let original { found.append(try reading.record(Catalog.articles, original)) }
        found += try reading.listed(Catalog.articles, ["translation_of": original ?? id, "limit": "50"]).items
        return found.filter { $0["id"]?.integer != article["id"]?.integer }.map { edition in
            let language = edition.text("language")
            return [
                "href": Link.path(Catalog.articles, edition), "title": edition.text("title"), "lang": language,
                "dir": Locality.direction(language),
                "language": Locality.language(language) ?? Wording.current("article.edition"),
            ]
        }
    }

    private static let relations = [
        (name: "related", rel: Optional("related")), (name: "sources", rel: "source"),
        (name: "translations", rel: "translation"),
        (name: "reprints", rel: "reprint"), (name: "links", rel: nil),
    ]

    private static func links(_ article: JSON, _ rel: String?) -> View? {
        let items = article.items("links").filter { $0.text("rel") == rel }.compactMap { link in
            Link.web(link.text("url")).map { web -> View in
                ["href": web.url, "host": web.host, "title": link.text("title") ?? web.host]
            }
        }
        return items.isEmpty ? nil : ["items": items]
    }

    /// Captions and credits; the pictures themselves are elsewhere, and are not loaded from there.
    private static func photos(_ article: JSON) -> View? {
        let items = article.items("photos").map { photo -> View in
            [
                "caption": photo.text("caption"), "credit": photo.text("credit"),
                "link": Link.web(photo.text("url")).map { ["href": $0.url, "host": $0.host] as View },
            ]
        }
        return items.isEmpty ? nil : ["items": items]
    }

    private static func listed(_ words: [String]) -> String? {
        words.isEmpty ? nil : words.joined(separator: ", ")
    }
}
