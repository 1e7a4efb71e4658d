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
        let cited = try request.value("cite")
        let citedQuote = cited.flatMap { cited in
            quotes.items.first { $0["id"]?.integer.map { Link.anchor(Catalog.quotes, $0) } == cited }
        }
        let disputes = try Dispute.views(of: article, reading)
        let language = article.text("language")
        let body = article.text("body")
        let plain = body.map(ArticleText.init(body:))
        let text = text(body, plain, quotes.items, figures.items)

        var view: View = [
            "page": PageHead(
                title: PageHead.title(article.text("title")),
                description: article.text("subtitle") ?? plain.flatMap(firstParagraph),
                canonical: path, json: Address.root + path, section: "articles",
                editions: tagged([article] + editions, of: article), script: "article",
                linkedData: LinkedData.record(article, Catalog.articles), kind: "article",
                image: article.items("photos").lazy.compactMap(Photo.address).first, citation: Cite.tags(article)
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
            "edit": Visit.current.session == nil ? nil : "\(path)/edit", "history": "\(path)/history",
            "proposals": try Visit.current.session == nil ? nil : proposals(article, reading),
            "changedAtSource": try reading.changedAtSource(article["id"]?.integer ?? 0).map { since -> View in
                [
                    "date": PrintedDate.view(String(since.prefix(10))), "href": "\(Address.root)\(path)/recheck",
                    "lost": try lost(article["id"]?.integer ?? 0, reading),
                ]
            },
            "corrections": try corrections(id, reading),
            "note": article.text("note"), "license": article.text("license"),
            "editions": editions.isEmpty ? nil : ["items": editions.map(edition)] as View,
            "photos": Photo.views(article.items("photos")),
            "cite": Cite.view(article, quote: citedQuote, isOpen: cited != nil),
            "quotes": View.group(
                quotes.items.map { quote in
                    var view = QuoteEntry.view(quote, article: article, isAtHome: true)
                    view["cite"] = view["id"].flatMap { $0 as? String }.map { "?cite=\($0)#cite" }
                    return view
                }, Count(quotes.items.count, "quote")),
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
        _ body: String?, _ plain: ArticleText?, _ quotes: [JSON], _ figures: [JSON]
    ) -> (html: String?, sections: [View]) {
        guard let body, let plain else { return (nil, []) }
        let marks = [(Catalog.quotes, quotes), (Catalog.statistics, figures)].flatMap { resource, records in
            records.compactMap { record -> MarkdownHTML.Mark? in
                guard let range = Passage.range(record), let id = record["id"]?.integer else { return nil }
                return MarkdownHTML.Mark(range: range, id: Link.anchor(resource, id))
            }
        }
        let sections = plain.sections
        let highest = sections.map(\.level).min() ?? 2
        let views = sections.enumerated().compactMap { index, section -> View? in
            section.level > highest + 1 ? nil : ["href": "#section-\(index + 1)", "title": section.title]
        }
        return (MarkdownHTML.render(body, headingShift: 2 - highest, marks: marks), views)
    }

    /// What an article without a subtitle is described by.
    private static func firstParagraph(_ plain: ArticleText) -> String? {
        // As much as a description can take up.
        let start = plain.text.prefix(400)
        let paragraph = start.firstRange(of: "\n\n").map { start[..<$0.lowerBound] } ?? start
        return paragraph.isEmpty ? nil : String(paragraph)
    }

    /// Where what the article seems to say waits for a person; nil where nothing does.
    private static func proposals(_ article: JSON, _ reading: Reading) throws -> View? {
        let open = try reading.openProposals(of: article["id"]?.integer ?? 0)
        guard open > 0, let slug = article.text("slug") else { return nil }
        return [
            "href": "/review?kind=proposals&article=\(slug)", "words": Wording.current.plural("import.proposals", open),
        ]
    }

    /// The quotes and figures that no longer stand at the article's address, as links to their passages here.
    private static func lost(_ id: Int, _ reading: Reading) throws -> View? {
        guard let report = try reading.sourceReport(of: id) else { return nil }
        let items = [(Catalog.quotes, "quotes"), (Catalog.statistics, "statistics")].flatMap { resource, name in
            report.items(name).prefix(10).compactMap { item -> View? in
                item["id"]?.integer.map { ["href": "#\(Link.anchor(resource, $0))", "text": item.text("text")] }
            }
        }
        return items.isEmpty ? nil : ["items": items]
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
    private static func editions(_ article: JSON, _ id: String, _ reading: Reading) throws -> [JSON] {
        let original = article["translation_of"]?["id"]?.integer.map(String.init)
        var found: [JSON] = []
        if let original { found.append(try reading.record(Catalog.articles, original)) }
        found += try reading.listed(Catalog.articles, ["translation_of": original ?? id, "limit": "50"]).items
        return found.filter { $0["id"]?.integer != article["id"]?.integer }
    }

    private static func edition(_ edition: JSON) -> View {
        let language = edition.text("language")
        return [
            "href": Link.path(Catalog.articles, edition), "title": edition.text("title"), "lang": language,
            "dir": Locality.direction(language),
            "language": Locality.language(language) ?? Wording.current("article.edition"),
        ]
    }

    /// The editions as search engines want them: each names all, itself too, and the original is for whoever reads none
    /// of their languages.
    private static func tagged(_ editions: [JSON], of article: JSON) -> [(path: String, language: String?)] {
        guard editions.count > 1 else { return [] }
        var tagged: [(path: String, language: String?)] = editions.compactMap { edition in
            guard let path = Link.path(Catalog.articles, edition), let language = edition.text("language") else {
                return nil
            }
            return (path, language)
        }
        let original = article["translation_of"].flatMap { Link.path(Catalog.articles, $0) }
        if let path = original ?? Link.path(Catalog.articles, article) { tagged.append((path, nil)) }
        return tagged
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

    private static func listed(_ words: [String]) -> String? {
        words.isEmpty ? nil : words.joined(separator: ", ")
    }
}
