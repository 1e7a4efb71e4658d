internal import HTTPServer
internal import HTTPTypes
internal import Knowledge

/// The pages that have an address of their own.
enum Page: CaseIterable, Sendable {
    case home, search, api
    case articles, article, experts, expert, indicators, indicator, sources, source, topics, topic
    case compare
    /// What editors work with; the history is for everybody.
    case review, newArticle, editArticle, articleHistory, newImport, importing

    var pattern: String {
        switch self {
        case .home: "/"
        case .search: "/search"
        case .api: "/api"
        case .compare: "/compare"
        case .articles, .experts, .indicators, .sources, .topics: "/\(resource.name)"
        case .article, .expert, .indicator, .source, .topic: "/\(resource.name)/{slug}"
        case .review: "/review"
        case .newArticle: "/articles/new"
        case .editArticle: "/articles/{slug}/edit"
        case .articleHistory: "/articles/{slug}/history"
        case .newImport: "/import"
        case .importing: "/imports/{id}"
        }
    }

    /// Whether only who is signed in gets it.
    var needsSession: Bool {
        switch self {
        case .review, .newArticle, .editArticle, .newImport, .importing: true
        default: false
        }
    }

    /// What stands in its address behind the record's own.
    var ending: String {
        switch self {
        case .editArticle: "/edit"
        case .articleHistory: "/history"
        default: ""
        }
    }

    /// What the page shows one or many of.
    var resource: Resource {
        switch self {
        case .home, .search, .api, .articles, .article, .review, .newArticle, .editArticle, .articleHistory,
            .newImport:
            Catalog.articles
        case .importing: Catalog.imports
        case .experts, .expert, .compare: Catalog.experts
        case .indicators, .indicator: Catalog.indicators
        case .sources, .source: Catalog.sources
        case .topics, .topic: Catalog.topics
        }
    }
}

extension Site {
    /// The page's handler. It is one of the routes only where there are templates.
    func page(_ page: Page) -> Handler {
        guard let pages else { return { _, responder in responder.send(Problem(.notFound).response()) } }
        return self.page(pages, needsSession: page.needsSession) { request, reading, _ in
            try Self.response(to: request, page, pages, reading)
        }
    }

    private static func response(
        to request: Request, _ page: Page, _ pages: Pages, _ reading: Reading
    ) throws -> Response {
        switch page {
        case .home: pages.response(.home, try HomePage.view(reading))
        case .search: pages.response(.search, try SearchPage.view(request, reading))
        case .api: pages.response(.api, ApiPage.view(pages))
        case .articles, .experts, .indicators, .sources, .topics:
            pages.response(.list, try ListPage.view(page.resource, request, reading))
        case .compare: pages.response(.compare, try ComparePage.view(request, reading))
        case .article: try item(page, .article, request, reading, pages, ArticlePage.view)
        case .expert: try item(page, .expert, request, reading, pages, ExpertPage.view)
        case .indicator: try item(page, .indicator, request, reading, pages, IndicatorPage.view)
        case .source: try item(page, .source, request, reading, pages, SourcePage.view)
        case .topic: try item(page, .topic, request, reading, pages, TopicPage.view)
        case .review: pages.response(.review, try ReviewPage.view(request, reading))
        case .newArticle: pages.response(.editor, EditorPage.view(nil))
        case .editArticle:
            try item(page, .editor, request, reading, pages) { article, _, _ in EditorPage.view(article) }
        case .newImport: pages.response(.newImport, ImportPage.view(request))
        case .importing: try ImportPage.response(of: request.parameters[0], reading, pages)
        case .articleHistory: try item(page, .history, request, reading, pages, HistoryPage.view)
        }
    }

    /// The page of one record: at its slug; an id leads there, and what leads nowhere to the nearest that there is.
    private static func item(
        _ page: Page, _ template: Pages.Template, _ request: Request, _ reading: Reading, _ pages: Pages,
        _ view: (JSON, Request, Reading) throws -> View
    ) throws -> Response {
        let reference = request.parameters[0]
        guard try reading.id(of: reference, in: page.resource) != nil else {
            // Whose page it was is another by now.
            if let slug = try reading.survivor(of: reference, in: page.resource) {
                return redirect(page, slug)
            }
            return try missing(reference, page.resource, reading, pages)
        }
        // An expert's roles stand in the timeline.
        let record = try reading.record(
            page.resource, reference, without: page.resource.name == "experts" ? ["roles_as_printed"] : [])
        if let slug = record.text("slug"), slug != reference {
            return redirect(page, slug)
        }
        return pages.response(template, try view(record, request, reading))
    }

    private static func redirect(_ page: Page, _ slug: String) -> Response {
        var fields = HTTPFields()
        fields[.location] = Link.path(page.resource, slug) + page.ending
        fields[.cacheControl] = "no-cache"
        return Response(.permanentRedirect, fields: fields)
    }
}
