internal import HTTPServer
internal import HTTPTypes
internal import Knowledge

/// One route and what it does: the handler and the description in documents both follow from that.
struct Endpoint: Sendable {
    let method: HTTPRequest.Method
    let pattern: String
    let operation: Operation

    enum Operation: Sendable {
        /// In the form that is named, or else the one that Accept names.
        case list(Resource, Format?)
        /// The records of the first that belong to one of the second, by the field that refers to it.
        case nested(Resource, of: Resource, by: String, sort: String, Format?)
        case item(Resource, Format?)
        case citations(Resource)
        /// Of new articles, where no resource is named.
        case feed(Resource?, Site.FeedFormat)
        case sitemap
        case sitemapPart
        case robots
        case oembed
        case create(Resource)
        case update(Resource)
        case delete(Resource)
        case anchor(Resource)
        case history(Resource)
        case restore(Resource)
        case merge
        case unmerge
        case duplicates
        case timeline
        case compare
        /// Everything that was written, in order.
        case changes
        case sendCorrection
        case corrections
        case correction
        case acceptCorrection
        case rejectCorrection
        case reopenCorrection
        /// What was corrected in one article.
        case corrected
        /// What is read from elsewhere, and what is proposed of it.
        case beginImport
        case imports
        case importItem
        case importSource
        case cancelImport
        case proposals
        case proposal
        case acceptProposal
        case rejectProposal
        case reopenProposal
        case acceptProposals
        case proposalRules
        case recheck
        case lastCheck
        case bulk
        case text
        case series
        case seriesTable
        case seriesChart
        case conflicts
        case conflict
        case settle
        case unsettle
        /// What stands where in an article, as JSON, and as a Web Annotation page.
        case passages
        case annotations
        /// A draft as its page would show it.
        case preview
        case search
        case export
        case liveness
        case readiness
        case metrics
        case description
        case index
        /// An HTML page, which the OpenAPI document leaves out.
        case page(Page)
        /// Choosing the pages' language, which belongs to them.
        case language
        /// The page where people sign in, what its form does, and the end of a session.
        case signInPage
        case signIn
        case signOut
        /// What the form of the page where something is given to be read does.
        case takeImport
    }

    init(_ method: HTTPRequest.Method, _ pattern: String, _ operation: Operation) {
        self.method = method
        self.pattern = pattern
        self.operation = operation
    }

    /// Whether it belongs to the HTML pages.
    var isPage: Bool {
        switch operation {
        case .page, .language, .signInPage, .signIn, .signOut, .takeImport: true
        default: false
        }
    }

    /// Whether it is never for everybody.
    var needsToken: Bool {
        switch operation {
        case .sendCorrection, .signInPage, .signIn, .signOut: false
        case .corrections, .correction, .imports, .importItem, .importSource, .proposals, .proposal, .proposalRules:
            true
        default: method != .get
        }
    }

    private static let root = Address.root

    /// The whole API, and the pages. A resource's own routes are the same for each of them.
    static let all: [Endpoint] =
        [
            Endpoint(.get, "\(root)/articles/{ref}.txt", .text),
            Endpoint(.get, "\(root)/articles/{ref}/passages", .passages),
            Endpoint(.get, "\(root)/articles/{ref}/passages.jsonld", .annotations),
            Endpoint(.post, "\(root)/quotes/{id}/anchor", .anchor(Catalog.quotes)),
            Endpoint(.post, "\(root)/statistics/{id}/anchor", .anchor(Catalog.statistics)),
            Endpoint(.get, "\(root)/indicators/{ref}/series", .series),
            Endpoint(.get, "\(root)/indicators/{ref}/series.csv", .seriesTable),
            Endpoint(.get, "\(root)/indicators/{ref}/series.svg", .seriesChart),
            Endpoint(.get, "\(root)/conflicts", .conflicts),
            Endpoint(.get, "\(root)/conflicts/{id}", .conflict),
            Endpoint(.post, "\(root)/conflicts/{id}/settle", .settle),
            Endpoint(.post, "\(root)/conflicts/{id}/unsettle", .unsettle),
            Endpoint(.get, "\(root)/articles/{ref}/citations", .citations(Catalog.articles)),
            Endpoint(.get, "\(root)/quotes/{id}/citations", .citations(Catalog.quotes)),
            Endpoint(.post, "\(root)/experts/{ref}/merge", .merge),
            Endpoint(.post, "\(root)/experts/{ref}/unmerge", .unmerge),
            Endpoint(.get, "\(root)/experts/{ref}/duplicates", .duplicates),
            Endpoint(.get, "\(root)/experts/{ref}/timeline", .timeline),
            Endpoint(.get, "\(root)/compare", .compare),
            Endpoint(.get, "\(root)/search", .search),
            Endpoint(.get, "\(root)/changes", .changes),
            Endpoint(.post, "\(root)/bulk", .bulk),
            Endpoint(.get, "\(root)/corrections", .corrections),
            Endpoint(.post, "\(root)/corrections", .sendCorrection),
            Endpoint(.get, "\(root)/corrections/{id}", .correction),
            Endpoint(.post, "\(root)/corrections/{id}/accept", .acceptCorrection),
            Endpoint(.post, "\(root)/corrections/{id}/reject", .rejectCorrection),
            Endpoint(.post, "\(root)/corrections/{id}/reopen", .reopenCorrection),
            Endpoint(.post, "\(root)/articles/{ref}/recheck", .recheck),
            Endpoint(.get, "\(root)/articles/{ref}/recheck", .lastCheck),
            Endpoint(.get, "\(root)/imports", .imports),
            Endpoint(.post, "\(root)/imports", .beginImport),
            Endpoint(.get, "\(root)/imports/{id}", .importItem),
            Endpoint(.delete, "\(root)/imports/{id}", .cancelImport),
            Endpoint(.get, "\(root)/imports/{id}/source", .importSource),
            Endpoint(.get, "\(root)/proposals", .proposals),
            Endpoint(.post, "\(root)/articles/{ref}/proposals/accept", .acceptProposals),
            Endpoint(.get, "\(root)/proposals/rules", .proposalRules),
            Endpoint(.get, "\(root)/proposals/{id}", .proposal),
            Endpoint(.post, "\(root)/proposals/{id}/accept", .acceptProposal),
            Endpoint(.post, "\(root)/proposals/{id}/reject", .rejectProposal),
            Endpoint(.post, "\(root)/proposals/{id}/reopen", .reopenProposal),
            Endpoint(.post, "\(root)/preview", .preview),
            Endpoint(.get, "\(root)/articles/{ref}/corrections", .corrected),
            Endpoint(.get, "\(root)/export", .export),
            Endpoint(.get, root, .index),
            Endpoint(.get, "/openapi.json", .description),
            Endpoint(.get, "/sitemap.xml", .sitemap),
            Endpoint(.get, "/sitemaps/{ref}.xml", .sitemapPart),
            Endpoint(.get, "/robots.txt", .robots),
            Endpoint(.get, "/oembed", .oembed),
            Endpoint(.get, "/livez", .liveness),
            Endpoint(.get, "/readyz", .readiness),
            Endpoint(.get, "/metrics", .metrics),
        ] + nested(Catalog.quotes, of: Catalog.articles, by: "article", sort: "position")
        + nested(Catalog.statistics, of: Catalog.articles, by: "article", sort: "position")
        + nested(Catalog.quotes, of: Catalog.experts, by: "expert", sort: "-id")
        + feeds + Catalog.served.flatMap(resource) + Page.allCases.map { Endpoint(.get, $0.pattern, .page($0)) }
        + [
            Endpoint(.get, "/language/{tag}", .language),
            Endpoint(.get, "/sign-in", .signInPage),
            Endpoint(.post, "/sign-in", .signIn),
            Endpoint(.post, "/sign-out", .signOut),
            Endpoint(.post, "/import", .takeImport),
        ]

    private static func nested(_ resource: Resource, of owner: Resource, by field: String, sort: String) -> [Endpoint] {
        let path = "\(root)/\(owner.name)/{ref}/\(resource.name)"
        return [nil, .csv, .ndjson].map { format in
            Endpoint(
                .get, path + (format?.fileExtension ?? ""),
                .nested(resource, of: owner, by: field, sort: sort, format))
        }
    }

    private static let feeds: [Endpoint] =
        [Site.FeedFormat.atom, .json].flatMap { format in
            let name = format == .atom ? "feed.atom" : "feed.json"
            return [
                Endpoint(.get, "/\(name)", .feed(nil, format)),
                Endpoint(.get, "/corrections/\(name)", .feed(Catalog.corrections, format)),
            ]
                + [Catalog.experts, Catalog.topics, Catalog.indicators].map { resource in
                    Endpoint(.get, "/\(resource.name)/{ref}/\(name)", .feed(resource, format))
                }
        }

    private static func resource(_ resource: Resource) -> [Endpoint] {
        let list = "\(root)/\(resource.name)"
        let item = "\(list)/{\(resource.hasSlug ? "ref" : "id")}"
        let lists = Format.ofLists.map { Endpoint(.get, list + $0.fileExtension, .list(resource, $0)) }
        let items = Format.ofRecord(resource).map { Endpoint(.get, item + $0.fileExtension, .item(resource, $0)) }
        return lists + items + [
            Endpoint(.get, list, .list(resource, nil)),
            Endpoint(.post, list, .create(resource)),
            Endpoint(.get, item, .item(resource, nil)),
            Endpoint(.patch, item, .update(resource)),
            Endpoint(.delete, item, .delete(resource)),
            Endpoint(.get, "\(item)/history", .history(resource)),
            Endpoint(.post, "\(item)/restore", .restore(resource)),
        ]
    }
}

extension Catalog {
    /// The resources with the routes that all have; corrections have others.
    static let served = resources.filter { $0.name != "corrections" }

    /// Whether what is written to `resource` is held against an article's text.
    static func isChecked(_ resource: Resource) -> Bool {
        ["articles", "quotes", "statistics"].contains(resource.name)
    }
}

extension Site {
    func route(_ endpoint: Endpoint) -> Route {
        var answersOnLoop = false
        if case .liveness = endpoint.operation { answersOnLoop = true }
        var streamsBody = false
        if case .bulk = endpoint.operation { streamsBody = true }
        var handler = handler(endpoint.operation)
        if endpoint.method == .get, options.isPrivate || endpoint.needsToken { handler = Self.closed(handler) }
        return Route(
            endpoint.method, endpoint.pattern, answersOnLoop: answersOnLoop, streamsBody: streamsBody, handler)
    }

    /// What is answered to those alone who may ask: no cache on the way keeps it for others. One that came with a token
    /// none would keep anyway (RFC 9111 §3.5); of a cookie they know nothing.
    private static func closed(_ handler: @escaping Handler) -> Handler {
        { request, responder in
            handler(
                request,
                Responder { response in
                    var response = response
                    if response.fields[.cacheControl] == "no-cache" {
                        response.fields[.cacheControl] = "private, no-cache"
                    }
                    responder.send(response)
                })
        }
    }

    private func handler(_ operation: Endpoint.Operation) -> Handler {
        switch operation {
        case .list(let resource, let format): list(resource, as: format)
        case .nested(let resource, let owner, let field, let sort, let format):
            nested(resource, of: owner, by: field, sort: sort, as: format)
        case .item(let resource, let format): item(resource, as: format)
        case .citations(let resource): citations(resource)
        case .feed(let resource, let format): feed(resource, format)
        case .sitemap: sitemap()
        case .sitemapPart: sitemapPart()
        case .robots: robots()
        case .oembed: oembed()
        case .create(let resource): create(resource)
        case .update(let resource): update(resource)
        case .delete(let resource): delete(resource)
        case .anchor(let resource): anchor(resource)
        case .history(let resource): history(resource)
        case .restore(let resource): restore(resource)
        case .merge: merge()
        case .unmerge: unmerge()
        case .duplicates: duplicates()
        case .timeline: timeline()
        case .compare: compare()
        case .changes: changes()
        case .sendCorrection: sendCorrection()
        case .corrections: corrections()
        case .correction: correction()
        case .acceptCorrection: decide(accept: true)
        case .rejectCorrection: decide(accept: false)
        case .reopenCorrection: reopenCorrection()
        case .beginImport: beginImport()
        case .imports: importsList()
        case .importItem: importItem()
        case .importSource: importSource()
        case .cancelImport: cancelImport()
        case .proposals: proposalsList()
        case .proposal: proposal()
        case .acceptProposal: acceptProposal()
        case .rejectProposal: decideProposal { try $0.reject(proposal: $1) }
        case .reopenProposal: decideProposal { try $0.reopen(proposal: $1) }
        case .acceptProposals: acceptProposals()
        case .proposalRules: proposalRules()
        case .recheck: recheck()
        case .lastCheck: lastCheck()
        case .preview: preview()
        case .corrected: corrected()
        case .bulk: bulk()
        case .text: articleText()
        case .series: series()
        case .seriesTable: seriesTable()
        case .seriesChart: seriesChart()
        case .conflicts: conflicts()
        case .conflict: conflict()
        case .settle: settle()
        case .unsettle: unsettle()
        case .passages: passages()
        case .annotations: annotations()
        case .search: search()
        case .export: export()
        case .liveness: liveness()
        case .readiness: readiness()
        case .metrics: metrics()
        case .description: description()
        case .index: index()
        case .page(let page): self.page(page)
        case .language: chooseLanguage()
        case .signInPage: signInPage()
        case .signIn: signIn()
        case .signOut: signOut()
        case .takeImport: takeImport()
        }
    }
}
