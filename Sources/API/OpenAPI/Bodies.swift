internal import HTTPServer
internal import Knowledge

/// What a route takes and answers.
enum Bodies {
    static func request(_ operation: Endpoint.Operation) -> JSON? {
        switch operation {
        case .create(let resource):
            body([Response.json: Schemas.reference("\(resource.singular.capitalizedFirst)Input")])
        case .update(let resource):
            body([
                "application/merge-patch+json": Schemas.reference("\(resource.singular.capitalizedFirst)Patch"),
                Response.json: Schemas.reference("\(resource.singular.capitalizedFirst)Patch"),
            ])
        case .anchor:
            body([
                Response.json: [
                    "type": "object",
                    "properties": ["selector": ["anyOf": [Schemas.reference("Selector"), ["type": "null"]]]],
                    "required": ["selector"], "additionalProperties": .bool(false),
                ]
            ])
        case .sendCorrection: body([Response.json: Schemas.reference("CorrectionInput")])
        case .acceptCorrection, .rejectCorrection:
            optional(
                [
                    "type": "object", "additionalProperties": .bool(false),
                    "properties": [
                        "note": ["type": ["null", "string"], "maxLength": .number(JSONNumber(Author.noteLimit))]
                    ],
                ], example: ["note": "Thank you"])
        case .beginImport: ImportSchemas.request
        case .acceptProposal:
            optional(ImportSchemas.patch, example: ["text": "There were hopes", "expert": "Ana Kim"])
        case .acceptProposals: body([Response.json: ImportSchemas.together])
        case .bulk:
            body([
                Response.ndjson: [
                    "type": "string",
                    "examples": [
                        """
                        {"resource": "topics", "name": "Water"}
                        {"action": "update", "resource": "topics", "ref": "water", "body": {"name": "Waters"}}
                        {"action": "delete", "resource": "topics", "ref": "water"}
                        """
                    ],
                ]
            ])
        case .restore:
            optional(
                [
                    "type": "object", "required": ["revision"], "additionalProperties": .bool(false),
                    "properties": ["revision": ["type": "integer", "minimum": 1]],
                ], example: ["revision": 1])
        case .merge: body([Response.json: Schemas.reference("Merging")])
        case .preview: body([Response.json: PreviewSchemas.draft])
        case .settle: body([Response.json: Schemas.reference("Settlement")])
        default: nil
        }
    }

    private static func optional(_ schema: JSON, example: JSON) -> JSON {
        [
            "required": .bool(false),
            "content": .object(JSONObject([(Response.json, ["schema": schema, "example": example])])),
        ]
    }

    private static func body(_ contents: [String: JSON]) -> JSON {
        let content = contents.sorted { $0.key < $1.key }.map { ($0.key, ["schema": $0.value] as JSON) }
        return ["required": .bool(true), "content": .object(JSONObject(content))]
    }

    /// Status by status.
    static func responses(_ operation: Endpoint.Operation) -> JSONObject {
        switch operation {
        case .list(let resource, let format): list(resource, format, [304, 400, 401, 406, 503])
        case .nested(let resource, let owner, _, _, let format):
            list(resource, format, [304] + merged(owner) + [400, 401, 404, 406, 410, 503])
        case .item(let resource, let format): item(resource, format)
        case .citations:
            answers(
                200, "Citations by style",
                [
                    "type": "object",
                    "properties": .object(JSONObject(Citation.styles.map { ($0, ["type": "string"]) })),
                ], further: [("text/plain", ["type": "string"])], [304, 400, 401, 404, 410])
        case .feed(let resource, let format):
            answers(
                200, "The newest entries", format == .atom ? ["type": "string"] : ["type": "object"], type: format.type,
                resource.map {
                    [304] + merged($0) + ($0.name == "corrections" ? [400, 401] : [400, 401, 404, 410])
                } ?? [304, 400, 401])
        case .sitemap: answers(200, "The index", ["type": "string"], type: "application/xml", [304, 400, 401])
        case .robots: answers(200, "The rules", ["type": "string"], type: "text/plain", [])
        case .sitemapPart: answers(200, "The pages", ["type": "string"], type: "application/xml", [304, 400, 401, 404])
        case .oembed:
            answers(
                200, "What to show", ["type": "object"], further: [("text/xml", ["type": "string"])],
                [304, 400, 401, 404])
        case .create(let resource):
            answers(
                201, "The \(resource.singular) that was made", Schemas.reference(resource.singular.capitalizedFirst),
                [400, 401, 409, 413, 415, 422, 503])
        case .update(let resource):
            answers(
                200, "The \(resource.singular) as it is now", Schemas.reference(resource.singular.capitalizedFirst),
                [400, 401, 404, 409, 410, 412, 413, 415, 422, 503])
        case .delete: answers(204, "It is deleted", nil, [400, 401, 404, 409, 410, 412, 503])
        case .anchor(let resource):
            answers(
                200, "The \(resource.singular) as it is now", Schemas.reference(resource.singular.capitalizedFirst),
                [400, 401, 404, 410, 412, 415, 422, 503])
        case .history:
            answers(
                200, "A page of the history", Schemas.page(of: Schemas.reference("HistoryEntry")),
                [304, 400, 401, 404, 406])
        case .restore(let resource):
            answers(
                200, "The \(resource.singular) as it is now", Schemas.reference(resource.singular.capitalizedFirst),
                [400, 401, 404, 409, 412, 413, 415, 422, 503])
        case .merge:
            answers(
                200, "Whom it was merged into, as it is now", Schemas.reference("Expert"),
                [400, 401, 404, 409, 410, 412, 413, 415, 422, 503])
        case .unmerge:
            answers(
                200, "The expert that is there again", Schemas.reference("Expert"),
                [400, 401, 404, 409, 410, 422, 503])
        case .duplicates:
            answers(
                200, "The likeliest first", Schemas.reference("DuplicateList"), [304, 308, 400, 401, 404, 406, 410])
        case .timeline:
            answers(200, "A page of it", Schemas.reference("Timeline"), [304, 308, 400, 401, 404, 406, 410])
        case .compare: answers(200, "A timeline each", Schemas.reference("Comparison"), [304, 400, 401, 406])
        case .sendCorrection:
            answers(
                201, "The correction that was taken", Schemas.reference("Correction"),
                [400, 401, 409, 413, 415, 422, 429, 503])
        case .corrections:
            answers(200, "A page of the list", Schemas.reference("CorrectionList"), [304, 400, 401, 406])
        case .correction:
            answers(200, "The correction", Schemas.reference("Correction"), [304, 400, 401, 404, 406, 410])
        case .acceptCorrection, .rejectCorrection:
            answers(
                200, "The correction as it is now", Schemas.reference("Correction"),
                [400, 401, 404, 409, 410, 413, 415, 422, 503])
        case .reopenCorrection:
            answers(
                200, "The correction as it is now", Schemas.reference("Correction"),
                [400, 401, 404, 409, 410, 422, 503])
        case .beginImport:
            answers(
                202, "The import, which has begun", Schemas.reference("Import"), [400, 401, 413, 415, 422, 503])
        case .imports: answers(200, "A page of the list", Schemas.reference("ImportList"), [304, 400, 401, 406])
        case .importItem:
            answers(
                200, "The import", Schemas.reference("Import"), further: [(Response.events, ["type": "string"])],
                [304, 400, 401, 404, 406, 503])
        case .importSource:
            answers(
                200, "The bytes", ["type": "string"], type: "application/octet-stream", [304, 400, 401, 404])
        case .cancelImport:
            answers(200, "The import as it is now", Schemas.reference("Import"), [400, 401, 404, 409, 503])
        case .proposals: answers(200, "A page of the list", Schemas.reference("ProposalList"), [304, 400, 401, 406])
        case .proposal: answers(200, "The proposal", Schemas.reference("Proposal"), [304, 400, 401, 404, 406])
        case .acceptProposal:
            answers(
                200, "The proposal as it is now", Schemas.reference("Proposal"),
                [400, 401, 404, 409, 413, 415, 422, 503])
        case .rejectProposal, .reopenProposal:
            answers(
                200, "The proposal as it is now", Schemas.reference("Proposal"), [400, 401, 404, 409, 422, 503])
        case .acceptProposals:
            answers(
                200, "Which were accepted, and which could not be", ImportSchemas.accepted,
                [400, 401, 404, 410, 413, 415, 422, 503])
        case .proposalRules:
            answers(200, "The rules", ImportSchemas.rules, [304, 400, 401, 406])
        case .recheck:
            answers(200, "What has changed there", ImportSchemas.report, [400, 401, 404, 409, 410, 422, 502, 503])
        case .lastCheck:
            answers(200, "What had changed there", ImportSchemas.report, [304, 400, 401, 404, 406, 410])
        case .preview:
            answers(200, "The text as HTML, and its passages", PreviewSchemas.preview, [400, 401, 413, 415, 422])
        case .corrected:
            answers(200, "A page of the list", Schemas.reference("CorrectionList"), [304, 400, 401, 404, 406, 410])
        case .bulk:
            answers(
                200, "A line of JSON for each line: line, status, and resource, id, slug, revision or detail, errors",
                ["type": "string"], type: Response.ndjson, [400, 401, 404, 406, 409, 410, 413, 415, 422, 503])
        case .changes:
            answers(
                200, "A page of changes; next leads on, also where there is nothing new yet",
                Schemas.page(of: Schemas.reference("Change"), isEndless: true),
                further: [(Response.events, ["type": "string"])], [304, 400, 401, 406, 503])
        case .text:
            answers(200, "The text", ["type": "string"], type: "text/plain", [304, 400, 401, 404, 406, 410])
        case .series:
            answers(200, "The series", Schemas.reference("Series"), [304, 400, 401, 404, 406, 410])
        case .seriesTable:
            answers(200, "A row a statistic", ["type": "string"], type: "text/csv", [304, 400, 401, 404, 406, 410])
        case .seriesChart:
            answers(200, "A picture", ["type": "string"], type: "image/svg+xml", [304, 400, 401, 404, 406, 410])
        case .conflicts:
            answers(200, "A page of the list", Schemas.reference("ConflictList"), [304, 400, 401, 406])
        case .conflict: answers(200, "The conflict", Schemas.reference("Conflict"), [304, 400, 401, 404, 406, 410])
        case .settle:
            answers(
                200, "The conflict as it is now", Schemas.reference("Conflict"), [400, 401, 404, 413, 415, 422, 503])
        case .unsettle:
            answers(200, "The conflict as it is now", Schemas.reference("Conflict"), [400, 401, 404, 422, 503])
        case .passages:
            answers(
                200, "The passages", Schemas.reference("PassageList"),
                further: [(Response.linkedData, annotationPage)], [304, 400, 401, 404, 406, 410])
        case .annotations:
            answers(
                200, "An AnnotationPage", annotationPage, type: Response.linkedData, [304, 400, 401, 404, 406, 410])
        case .search:
            answers(
                200, "Matches by kind",
                [
                    "type": "object",
                    "properties": [
                        "groups": [
                            "type": "array",
                            "items": [
                                "type": "object",
                                "properties": [
                                    "kind": ["type": "string", "enum": .array(Reading.searchedKinds.map(JSON.string))],
                                    "total": ["type": "integer"], "total_is": Schemas.totalIs,
                                    "items": ["type": "array", "items": ["type": "object"]],
                                ],
                                "required": ["kind", "total", "items"],
                            ],
                        ],
                        "suggestion": [
                            "type": "string",
                            "description": "Where nothing is found, the words that may have been meant",
                        ],
                    ],
                    "required": ["groups"],
                ], [304, 400, 401, 406])
        case .export: answers(200, "Lines of JSON", ["type": "string"], type: Response.ndjson, [400, 401, 406])
        case .index:
            answers(
                200, "Paths by name", ["type": "object", "additionalProperties": ["type": "string"]], [304, 400, 401])
        case .liveness, .readiness:
            answers(
                200, "It does",
                ["type": "object", "properties": ["status": ["type": "string"]], "required": ["status"]], [503])
        case .metrics: answers(200, "Prometheus' text format", ["type": "string"], type: "text/plain", [])
        case .description: answers(200, "The document", ["type": "object"], [304, 401])
        case .page, .language, .signInPage, .signIn, .signOut, .takeImport: JSONObject()
        }
    }

    private static let annotationPage: JSON = [
        "type": "object",
        "description": "https://www.w3.org/TR/annotation-model/#annotation-page",
        "properties": [
            "@context": ["type": "string"], "id": ["type": "string"], "type": ["const": "AnnotationPage"],
            "items": ["type": "array", "items": ["type": "object"]],
        ],
        "required": ["@context", "id", "type", "items"],
    ]

    private static func list(_ resource: Resource, _ format: Format?, _ problems: [Int]) -> JSONObject {
        let page = Schemas.reference("\(resource.singular.capitalizedFirst)List")
        guard let format else {
            return answers(
                200, "A page of the list", page,
                further: [Format.csv, .ndjson].map { ($0.mediaType, ["type": "string"]) }, problems)
        }
        return answers(
            200, format == .json ? "A page of the list" : "The list", format == .json ? page : ["type": "string"],
            type: format.mediaType, problems.filter { $0 != 406 })
    }

    private static func item(_ resource: Resource, _ format: Format?) -> JSONObject {
        func shape(_ format: Format) -> JSON {
            switch format {
            case .json: Schemas.reference(resource.singular.capitalizedFirst)
            case .jsonld: ["type": "object"]
            case .csl: ["type": "array", "items": ["type": "object"]]
            default: ["type": "string"]
            }
        }
        let further = format == nil ? Format.ofRecord(resource).dropFirst().map { ($0.mediaType, shape($0)) } : []
        return answers(
            200, "The \(resource.singular)", shape(format ?? .json), type: (format ?? .json).mediaType,
            further: further,
            [304] + merged(resource) + (format == nil ? [400, 401, 404, 406, 410] : [400, 401, 404, 410]))
    }

    /// What is answered of a record that was merged into another.
    private static func merged(_ resource: Resource) -> [Int] { resource.name == "experts" ? [308] : [] }

    /// - Parameter further: the forms that Accept may have instead.
    private static func answers(
        _ status: Int, _ description: String, _ schema: JSON?, type: String = Response.json,
        further: [(String, JSON)] = [], _ problems: [Int]
    ) -> JSONObject {
        var success: JSONObject = JSONObject([("description", .string(description))])
        if let schema {
            success["content"] = .object(JSONObject(([(type, schema)] + further).map { ($0.0, ["schema": $0.1]) }))
        }
        var responses = JSONObject([(String(status), .object(success))])
        // A target or a head may always be too long.
        for problem in problems + [414, 431] {
            responses[String(problem)] =
                [304: reference("NotModified"), 308: reference("Merged")][problem] ?? Self.problem
        }
        return responses
    }

    /// The answer to what can't be done.
    static let problem = reference("Problem")

    private static func reference(_ name: String) -> JSON { ["$ref": .string("#/components/responses/\(name)")] }
}
