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
        case .list(let resource):
            answers(
                200, "A page of the list", Schemas.reference("\(resource.singular.capitalizedFirst)List"),
                [304, 400, 401, 406])
        case .nested(let resource, _, _, _):
            answers(
                200, "A page of the list", Schemas.reference("\(resource.singular.capitalizedFirst)List"),
                [304, 400, 401, 404, 406])
        case .item(let resource):
            answers(
                200, "The \(resource.singular)", Schemas.reference(resource.singular.capitalizedFirst),
                [304, 400, 401, 404, 406])
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
        case .passages: passages()
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

    /// The list, and what a client that asks for linked data gets at the same place.
    private static func passages() -> JSONObject {
        var responses = answers(
            200, "The passages", Schemas.reference("PassageList"), [304, 400, 401, 404, 406])
        guard var success = responses["200"]?.object, var content = success["content"]?.object else { return responses }
        content[Response.linkedData] = ["schema": annotationPage]
        success["content"] = .object(content)
        responses["200"] = .object(success)
        return responses
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

    private static func answers(
        _ status: Int, _ description: String, _ schema: JSON?, type: String = Response.json, _ problems: [Int]
    ) -> JSONObject {
        var success: JSONObject = JSONObject([("description", .string(description))])
        if let schema { success["content"] = .object(JSONObject([(type, ["schema": schema])])) }
        var responses = JSONObject([(String(status), .object(success))])
        for problem in problems {
            responses[String(problem)] = [
                "$ref": problem == 304 ? "#/components/responses/NotModified" : "#/components/responses/Problem"
            ]
        }
        return responses
    }
}
