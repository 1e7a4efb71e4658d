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
                    "required": ["selector"],
                ]
            ])
        default: nil
        }
    }

    private static func body(_ contents: [String: JSON]) -> JSON {
        let content = contents.sorted { $0.key < $1.key }.map { ($0.key, ["schema": $0.value] as JSON) }
        return ["required": .bool(true), "content": .object(JSONObject(content))]
    }

    /// Status by status.
    static func responses(_ operation: Endpoint.Operation) -> JSONObject {
        switch operation {
        case .list(let resource, let format): list(resource, format, [304, 400, 401, 406, 503])
        case .nested(let resource, _, _, _, let format): list(resource, format, [304, 400, 401, 404, 406, 503])
        case .item(let resource, let format): item(resource, format)
        case .citations:
            answers(
                200, "Citations by style",
                [
                    "type": "object",
                    "properties": .object(JSONObject(Citation.styles.map { ($0, ["type": "string"]) })),
                ], further: [("text/plain", ["type": "string"])], [304, 400, 401, 404])
        case .feed(let resource, let format):
            answers(
                200, "The newest entries", format == .atom ? ["type": "string"] : ["type": "object"], type: format.type,
                resource.map { $0.name == "corrections" ? [304, 400, 401] : [304, 400, 401, 404] } ?? [304, 400, 401])
        case .sitemap: answers(200, "The index", ["type": "string"], type: "application/xml", [304, 400, 401])
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
                [400, 401, 404, 409, 412, 413, 415, 422, 503])
        case .delete: answers(204, "It is deleted", nil, [400, 401, 404, 409, 412, 503])
        case .anchor(let resource):
            answers(
                200, "The \(resource.singular) as it is now", Schemas.reference(resource.singular.capitalizedFirst),
                [400, 401, 404, 412, 415, 422, 503])
        case .text: answers(200, "The text", ["type": "string"], type: "text/plain", [304, 400, 401, 404, 406])
        case .passages:
            answers(
                200, "The passages", Schemas.reference("PassageList"),
                further: [(Response.linkedData, annotationPage)], [304, 400, 401, 404, 406])
        case .annotations:
            answers(
                200, "An AnnotationPage", annotationPage, type: Response.linkedData, [304, 400, 401, 404, 406])
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
                                    "total": ["type": "integer"],
                                    "items": ["type": "array", "items": ["type": "object"]],
                                ],
                                "required": ["kind", "total", "items"],
                            ],
                        ]
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
        case .page: JSONObject()
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
            further: further, format == nil ? [304, 400, 401, 404, 406] : [304, 400, 401, 404])
    }

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
        for problem in problems {
            responses[String(problem)] = [
                "$ref": problem == 304 ? "#/components/responses/NotModified" : "#/components/responses/Problem"
            ]
        }
        return responses
    }
}
