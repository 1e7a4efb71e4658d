internal import HTTPServer
internal import HTTPTypes
public import Knowledge

/// The OpenAPI 3.1 document, made from the resources' declarations and the table of routes.
///
/// <https://spec.openapis.org/oas/v3.1.0>
public enum OpenAPI {
    /// The document as JSON.
    public static func document(version: String) -> JSON { document(Endpoint.all, version: version) }

    private static func document(_ endpoints: [Endpoint], version: String) -> JSON {
        var paths = JSONObject()
        for endpoint in endpoints {
            guard let described = described(endpoint) else { continue }
            var item = paths[endpoint.pattern]?.object ?? JSONObject()
            item[endpoint.method.rawValue.lowercased()] = described
            paths[endpoint.pattern] = .object(item)
        }
        return [
            "openapi": "3.1.0",
            "info": [
                "title": "Sourcebook",
                "version": .string(version),
                "summary":
                    "Articles, the experts quoted in them, and the statistics they cite, each tied to its exact passage",
                "license": ["name": "Apache-2.0", "identifier": "Apache-2.0"],
            ],
            "servers": [["url": "/"]],
            "paths": .object(paths),
            "components": [
                "schemas": .object(Schemas.all()),
                "responses": .object(Schemas.responses()),
                "securitySchemes": [
                    "token": ["type": "http", "scheme": "bearer", "description": "Made by sourcebook token create"],
                    "session": [
                        "type": "apiKey", "in": "cookie", "name": .string(SessionCookie.plainName),
                        "description": .string(
                            "Who is signed in on the pages; \(SessionCookie.secureName) over TLS. Only from the site's own pages, "
                                + "as Sec-Fetch-Site or Origin says"),
                    ],
                ],
            ],
        ]
    }

    private static func described(_ endpoint: Endpoint) -> JSON? {
        let operation = endpoint.operation
        guard let words = Words(operation) else { return nil }
        var described = JSONObject()
        described["operationId"] = .string(words.id)
        described["summary"] = .string(words.summary)
        if let tag = words.tag { described["tags"] = .array([.string(tag)]) }
        let parameters =
            pathParameters(endpoint.pattern) + Parameters.of(operation) + Parameters.fields(endpoint)
        if !parameters.isEmpty { described["parameters"] = .array(parameters) }
        if let body = Bodies.request(operation) { described["requestBody"] = body }
        var responses = Bodies.responses(operation)
        if endpoint.needsToken {
            described["security"] = [["token": []], ["session": []]]
            // A session is not taken from everywhere.
            if endpoint.method != .get { responses["403"] = Bodies.problem }
        }
        described["responses"] = .object(responses)
        return .object(described)
    }

    private static func pathParameters(_ pattern: String) -> [JSON] {
        pattern.split(separator: "{").dropFirst().compactMap { part in
            part.split(separator: "}").first.map { name in
                [
                    "name": .string(String(name)), "in": "path", "required": .bool(true),
                    "description": name == "id"
                        ? "The record's id"
                        : pattern.hasPrefix("/sitemaps/") ? "A kind and a number" : "The record's id or slug",
                    "schema": ["type": "string"],
                ]
            }
        }
    }

    /// What a route is called in the document.
    private struct Words {
        let id: String
        let summary: String
        let tag: String?

        init?(_ operation: Endpoint.Operation) {
            switch operation {
            case .list(let resource, let format):
                self.init(
                    "list_\(resource.name)\(Self.suffix(format))",
                    format.map { "\(resource.name.capitalizedFirst) as \($0.mediaType)" }
                        ?? "\(resource.name.capitalizedFirst), a page at a time", resource.name)
            case .nested(let resource, let owner, _, _, let format):
                self.init(
                    "list_\(owner.singular)_\(resource.name)\(Self.suffix(format))",
                    "The \(resource.name) of one \(owner.singular)\(format.map { " as \($0.mediaType)" } ?? "")",
                    owner.name)
            case .item(let resource, let format):
                self.init(
                    "get_\(resource.singular)\(Self.suffix(format))",
                    "One \(resource.singular)\(format.map { " as \($0.mediaType)" } ?? "")", resource.name)
            case .citations(let resource):
                self.init("cite_\(resource.singular)", "Citations of one \(resource.singular)", resource.name)
            case .feed(let resource, let format):
                self.init(
                    "feed_\(resource?.name ?? "new")_\(format)",
                    resource.map { "What is new: \($0.name)" } ?? "New articles", resource?.name)
            case .sitemap: self.init("sitemap", "The index of the sitemaps", nil)
            case .sitemapPart: self.init("sitemap_part", "The pages of a range of ids", nil)
            case .robots: self.init("robots", "What a crawler is to leave alone", nil)
            case .oembed: self.init("oembed", "What to show where a link to a quote or a chart stands", nil)
            case .create(let resource):
                self.init("create_\(resource.singular)", "Makes one \(resource.singular)", resource.name)
            case .update(let resource):
                self.init(
                    "update_\(resource.singular)", "Changes one \(resource.singular) by a JSON merge patch (RFC 7396)",
                    resource.name)
            case .delete(let resource):
                self.init("delete_\(resource.singular)", "Deletes one \(resource.singular)", resource.name)
            case .anchor(let resource):
                self.init(
                    "anchor_\(resource.singular)", "Says by hand where the passage stands, or looks for it again",
                    resource.name)
            case .history(let resource):
                self.init(
                    "list_\(resource.singular)_history", "What was done to one \(resource.singular), the newest first",
                    resource.name)
            case .restore(let resource):
                self.init(
                    "restore_\(resource.singular)",
                    "Brings back an earlier revision of one \(resource.singular), or one that was deleted",
                    resource.name)
            case .merge:
                self.init("merge_expert", "Merges an expert into another, who it turned out to be", "experts")
            case .unmerge: self.init("unmerge_expert", "Undoes a merging: gives back what was whose", "experts")
            case .duplicates:
                self.init("list_expert_duplicates", "Who may be the same person or organization, and why", "experts")
            case .timeline:
                self.init("get_expert_timeline", "What an expert said in order of time, each statement once", "experts")
            case .compare: self.init("compare", "What several experts said, side by side", nil)
            case .sendCorrection:
                self.init("create_correction", "Tells what is wrong in an article; needs no token", "corrections")
            case .corrections: self.init("list_corrections", "Corrections, a page at a time", "corrections")
            case .correction: self.init("get_correction", "One correction", "corrections")
            case .acceptCorrection:
                self.init(
                    "accept_correction", "Puts the suggestion in the place of the passage", "corrections")
            case .rejectCorrection: self.init("reject_correction", "Leaves the article as it is", "corrections")
            case .reopenCorrection:
                self.init(
                    "reopen_correction", "Opens a decided correction again: what it wrote is taken back", "corrections")
            case .beginImport:
                self.init("create_import", "Gives a text, a file or an address to be read into an article", "imports")
            case .imports: self.init("list_imports", "Imports, a page at a time", "imports")
            case .importItem: self.init("get_import", "How far one import has come", "imports")
            case .importSource:
                self.init("get_import_source", "What was fetched or sent, as it was, as a file", "imports")
            case .cancelImport: self.init("cancel_import", "Ends an import that is on its way", "imports")
            case .proposals:
                self.init(
                    "list_proposals", "Quotes and figures that articles seem to have, a page at a time", "proposals")
            case .proposal: self.init("get_proposal", "One proposal", "proposals")
            case .acceptProposal:
                self.init(
                    "accept_proposal", "Makes a quote or a figure of a proposal, with changes or as it is", "proposals")
            case .rejectProposal: self.init("reject_proposal", "Leaves the article without it", "proposals")
            case .reopenProposal:
                self.init("reopen_proposal", "Opens a decided proposal again: what it became is deleted", "proposals")
            case .acceptProposals:
                self.init("accept_proposals", "Accepts an article's proposals that are at least so sure", "proposals")
            case .proposalRules:
                self.init("list_proposal_rules", "How often what each rule proposed was accepted", "proposals")
            case .recheck:
                self.init(
                    "recheck_article", "Fetches an article's address again and tells what has changed there", "articles"
                )
            case .lastCheck:
                self.init("get_article_recheck", "What an article's address said when it was last fetched", "articles")
            case .preview: self.init("preview", "A draft as its page would show it; nothing is written", nil)
            case .corrected:
                self.init("list_article_corrections", "What was corrected in one article", "articles")
            case .bulk:
                self.init(
                    "bulk", "Creates, updates and deletes: a line of JSON each, answered by a line each in their order",
                    nil)
            case .changes: self.init("list_changes", "Everything that was written, in the order of commits", nil)
            case .text: self.init("get_article_text", "The article's text, in which positions count", "articles")
            case .series: self.init("get_series", "An indicator's figures in order of time", "indicators")
            case .seriesTable: self.init("get_series_table", "The same as CSV", "indicators")
            case .seriesChart: self.init("get_series_chart", "The same as a chart", "indicators")
            case .conflicts:
                self.init("list_conflicts", "Figures that can't all be true, a page at a time", "conflicts")
            case .conflict: self.init("get_conflict", "One conflict", "conflicts")
            case .settle: self.init("settle_conflict", "Settles a conflict, until a value changes", "conflicts")
            case .unsettle: self.init("unsettle_conflict", "Opens a conflict again", "conflicts")
            case .passages:
                self.init(
                    "list_article_passages", "What stands where in one article, in the order of its text", "articles")
            case .annotations:
                self.init(
                    "get_article_annotations", "The passages of one article as a W3C Web Annotation page", "articles")
            case .search: self.init("search", "All kinds at once, the best matches first", nil)
            case .export: self.init("export", "Everything, one {resource, …fields} a line", nil)
            case .index: self.init("index", "What there is", nil)
            case .liveness: self.init("livez", "Whether the process answers", nil)
            case .readiness: self.init("readyz", "Whether the database can be read", nil)
            case .metrics: self.init("metrics", "Numbers for Prometheus", nil)
            case .description: self.init("openapi", "This document", nil)
            case .page, .language, .signInPage, .signIn, .signOut, .takeImport: return nil
            }
        }

        private static func suffix(_ format: Format?) -> String { format.map { "_as_\($0.rawValue)" } ?? "" }

        private init(_ id: String, _ summary: String, _ tag: String?) {
            self.id = id
            self.summary = summary
            self.tag = tag
        }
    }
}

extension String {
    var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
