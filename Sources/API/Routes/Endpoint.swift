internal import HTTPServer
internal import HTTPTypes
internal import Knowledge

/// One route and what it does: the handler and the description in documents both follow from that.
struct Endpoint: Sendable {
    let method: HTTPRequest.Method
    let pattern: String
    let operation: Operation

    enum Operation: Sendable {
        case list(Resource)
        /// The records of the first that belong to one of the second, by the field that refers to it.
        case nested(Resource, of: Resource, by: String, sort: String)
        case item(Resource)
        case create(Resource)
        case update(Resource)
        case delete(Resource)
        case anchor(Resource)
        case text
        /// What stands where in an article, as JSON, and as a Web Annotation page.
        case passages
        case annotations
        case search
        case export
        case liveness
        case readiness
        case metrics
        case description
        case index
        /// An HTML page, which the OpenAPI document leaves out.
        case page(Page)
    }

    init(_ method: HTTPRequest.Method, _ pattern: String, _ operation: Operation) {
        self.method = method
        self.pattern = pattern
        self.operation = operation
    }

    var isPage: Bool { if case .page = operation { true } else { false } }

    private static let root = Address.root

    /// The whole API, and the pages. A resource's own five routes are the same for each of them.
    static let all: [Endpoint] =
        [
            Endpoint(.get, "\(root)/articles/{ref}.txt", .text),
            Endpoint(
                .get, "\(root)/articles/{ref}/quotes",
                .nested(Catalog.quotes, of: Catalog.articles, by: "article", sort: "position")),
            Endpoint(
                .get, "\(root)/articles/{ref}/statistics",
                .nested(Catalog.statistics, of: Catalog.articles, by: "article", sort: "position")),
            Endpoint(
                .get, "\(root)/experts/{ref}/quotes",
                .nested(Catalog.quotes, of: Catalog.experts, by: "expert", sort: "-id")),
            Endpoint(.get, "\(root)/articles/{ref}/passages", .passages),
            Endpoint(.get, "\(root)/articles/{ref}/passages.jsonld", .annotations),
            Endpoint(.post, "\(root)/quotes/{id}/anchor", .anchor(Catalog.quotes)),
            Endpoint(.post, "\(root)/statistics/{id}/anchor", .anchor(Catalog.statistics)),
            Endpoint(.get, "\(root)/search", .search),
            Endpoint(.get, "\(root)/export", .export),
            Endpoint(.get, root, .index),
            Endpoint(.get, "/openapi.json", .description),
            Endpoint(.get, "/livez", .liveness),
            Endpoint(.get, "/readyz", .readiness),
            Endpoint(.get, "/metrics", .metrics),
        ] + Catalog.served.flatMap(resource) + Page.allCases.map { Endpoint(.get, $0.pattern, .page($0)) }

    private static func resource(_ resource: Resource) -> [Endpoint] {
        let list = "\(root)/\(resource.name)"
        let item = "\(list)/{\(resource.hasSlug ? "ref" : "id")}"
        return [
            Endpoint(.get, list, .list(resource)),
            Endpoint(.post, list, .create(resource)),
            Endpoint(.get, item, .item(resource)),
            Endpoint(.patch, item, .update(resource)),
            Endpoint(.delete, item, .delete(resource)),
        ]
    }
}

extension Catalog {
    /// The resources with routes of their own.
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
        return Route(endpoint.method, endpoint.pattern, answersOnLoop: answersOnLoop, handler(endpoint.operation))
    }

    private func handler(_ operation: Endpoint.Operation) -> Handler {
        switch operation {
        case .list(let resource): list(resource)
        case .nested(let resource, let owner, let field, let sort): nested(resource, of: owner, by: field, sort: sort)
        case .item(let resource): item(resource)
        case .create(let resource): create(resource)
        case .update(let resource): update(resource)
        case .delete(let resource): delete(resource)
        case .anchor(let resource): anchor(resource)
        case .text: articleText()
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
        }
    }
}
