internal import HTTPServer
internal import Knowledge

/// `/review?kind=`: what needs a person, each with what can be done about it.
enum ReviewPage {
    enum Kind: String, CaseIterable {
        case corrections, proposals, quotes, statistics, conflicts, experts
    }

    static let shown = 20
    /// Counted up to so many: beyond that it does not matter how many more there are.
    private static let counted = 100

    static func view(_ request: Request, _ reading: Reading) throws -> View {
        let counts = try Kind.allCases.map { (kind: $0, count: try count($0, reading)) }
        let asked = try request.value("kind").flatMap(Kind.init(rawValue:))
        let kind = asked ?? counts.first { $0.count > 0 }?.kind ?? .corrections
        let cursor = try request.value("cursor")
        let article =
            try kind == .proposals
            ? request.value("article").flatMap { try reading.id(of: $0, in: Catalog.articles) } : nil
        let found = try cases(kind, cursor, reading, article: article)
        let whole = try article.map { try reading.record(Catalog.articles, String($0)) }
        let own = "/review?kind=\(kind.rawValue)" + (whole?.text("slug").map { "&article=\($0)" } ?? "")
        let name = Wording.current("review.\(kind.rawValue)")
        return [
            "page": PageHead(title: "\(name) · \(Wording.current("review")) · Sourcebook").view,
            "what": Wording.current("review.what.\(kind.rawValue)"), "name": name,
            "kinds": counts.map { each -> View in
                [
                    "href": "/review?kind=\(each.kind.rawValue)",
                    "name": Wording.current("review.\(each.kind.rawValue)"),
                    "count": each.count > counted
                        ? "\(Numeral.grouped(String(counted)))+" : Numeral.grouped(String(each.count)),
                    "isCurrent": each.kind == kind,
                ]
            },
            "cases": found.items, "isEmpty": found.items.isEmpty,
            "first": cursor == nil ? nil : own, "next": found.next.map { "\(own)&cursor=\($0)" },
            "goesOn": kind == .proposals,
            "article": whole.map { view(of: $0, with: found.proposals) },
        ]
    }

    /// An article whose proposals are looked through: its text, with what is proposed marked in it.
    private static func view(of article: JSON, with proposals: [JSON]) -> View {
        let language = article.text("language")
        let marks = proposals.compactMap { proposal -> MarkdownHTML.Mark? in
            guard let id = proposal["id"]?.integer, let selector = proposal["fields"]?["selector"],
                let start = selector["start"]?.integer, let end = selector["end"]?.integer, start < end
            else { return nil }
            return MarkdownHTML.Mark(range: start..<end, id: "p\(id)")
        }
        let highest = article.text("body").flatMap { ArticleText(body: $0).sections.map(\.level).min() } ?? 2
        return [
            "title": article.text("title"), "href": Link.path(Catalog.articles, article), "lang": language,
            "dir": Locality.direction(language),
            "body": article.text("body").map { MarkdownHTML.render($0, headingShift: 2 - highest, marks: marks) },
        ]
    }

    /// How many there are, as far as that is counted.
    private static func count(_ kind: Kind, _ reading: Reading) throws -> Int {
        func number(_ listed: Reading.Listed) -> Int { listed.items.count + (listed.next == nil ? 0 : 1) }
        switch kind {
        case .corrections:
            return number(
                try reading.listed(
                    Catalog.corrections, ["status": "open", "fields": "id", "limit": String(counted)]))
        case .proposals:
            return number(
                try reading.listed(
                    Catalog.proposals, ["status": "open", "fields": "id", "limit": String(counted)]))
        case .quotes: return number(try unsettled(Catalog.quotes, limit: counted, fields: ["id"], nil, reading))
        case .statistics:
            return number(try unsettled(Catalog.statistics, limit: counted, fields: ["id"], nil, reading))
        case .conflicts: return try reading.openConflictsCount(upTo: counted + 1)
        case .experts: return try reading.likelyPairsCount(upTo: counted + 1)
        }
    }

    /// How many proposals a page has: an article's are looked through at a sitting.
    private static let proposalsShown = 100

    private static func cases(_ kind: Kind, _ cursor: String?, _ reading: Reading, article: Int?) throws -> (
        items: [View], next: String?, proposals: [JSON]
    ) {
        guard kind == .proposals else {
            let (items, next) = try cases(kind, cursor, reading)
            return (items, next, [])
        }
        var found = try reading.listed(Catalog.proposals, ["status": "open", "limit": String(shown)], cursor: cursor)
        if let article {
            found = try reading.listed(
                Catalog.proposals,
                [
                    "status": "open", "article": String(article), "sort": "start",
                    "limit": String(proposalsShown),
                ], cursor: cursor)
        }
        return (found.items.map { ProposalCase.view($0, isInText: article != nil) }, found.next, found.items)
    }

    private static func cases(_ kind: Kind, _ cursor: String?, _ reading: Reading) throws -> (
        items: [View], next: String?
    ) {
        let limit = String(shown)
        switch kind {
        case .proposals: return ([], nil)
        case .corrections:
            let found = try reading.listed(
                Catalog.corrections, ["status": "open", "limit": limit, "sort": "id"], cursor: cursor)
            return (found.items.map(CorrectionCase.view), found.next)
        case .quotes, .statistics:
            let resource = kind == .quotes ? Catalog.quotes : Catalog.statistics
            let found = try unsettled(resource, limit: shown, fields: nil, cursor, reading)
            return (try found.items.map { try PassageCase.view($0, resource, reading) }, found.next)
        case .conflicts:
            var parameters = [
                ListQuery.Parameter(name: "settled", value: "false"), ListQuery.Parameter(name: "limit", value: limit),
            ]
            if let cursor { parameters.append(ListQuery.Parameter(name: "cursor", value: cursor)) }
            var json = JSONBuffer(capacity: 32_768)
            let next = try reading.conflicts(ConflictQuery(parameters), path: "", parameters: "", into: &json)
            let items = try json.withBytes { try JSONReader.read($0) }.items("items")
            return (items.map(ConflictCase.view), next.map { String($0.dropFirst("?cursor=".count)) })
        case .experts:
            let ends = (cursor ?? "").split(separator: "-").compactMap { Site.wholeNumber(String($0)) }
            let pairs = try reading.likelyPairs(
                after: ends.count == 2 ? (ends[0], ends[1]) : nil, limit: shown + 1)
            let items = try pairs.prefix(shown).map { try DuplicateCase.view($0, reading) }
            let last = pairs.count > shown ? pairs[shown - 1] : nil
            return (items, last.map { "\($0.expert)-\($0.other)" })
        }
    }

    /// Quotes or figures whose passage does not stand in the text as it was taken down. A figure of which no printed form
    /// was given has none.
    private static func unsettled(
        _ resource: Resource, limit: Int, fields: [String]?, _ cursor: String?, _ reading: Reading
    ) throws -> Reading.Listed {
        let states = ["missing", "changed", "ambiguous"]
        var parameters = [
            ListQuery.Parameter(name: "anchor", value: states.joined(separator: ","), alternatives: states),
            ListQuery.Parameter(name: "limit", value: String(limit)),
        ]
        if let fields {
            parameters.append(
                ListQuery.Parameter(name: "fields", value: fields.joined(separator: ","), alternatives: fields))
        }
        if let cursor { parameters.append(ListQuery.Parameter(name: "cursor", value: cursor)) }
        return try reading.listed(ListQuery(resource, parameters))
    }
}
