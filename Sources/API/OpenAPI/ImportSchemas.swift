internal import Knowledge

/// What is given to be read, and what is said of proposals.
enum ImportSchemas {
    static let request: JSON = {
        func field(_ name: String) -> (String, JSON) {
            (name, ["$ref": .string("#/components/schemas/ArticleInput/properties/\(name)")])
        }
        let documents: [(String, JSON)] = ["url", "html", "markdown", "text"].map { ($0, ["type": "string"]) }
        let json: JSON = [
            "type": "object", "additionalProperties": .bool(false),
            "description":
                "url, or one of html, markdown and text (then url is the article's own), and what is known of the article",
            "properties": .object(JSONObject(documents + ImportRequest.fields.map(field))),
            "anyOf": .array(documents.map { ["required": .array([.string($0.0)])] }),
        ]
        let form: JSON = [
            "type": "object",
            "properties": [
                "file": ["type": "string", "format": "binary"], "url": ["type": "string"],
                "title": ["type": "string"],
            ],
        ]
        var content = JSONObject([
            (
                "application/json",
                ["schema": json, "example": ["url": "https://example.org/river", "language": "en"]]
            ),
            (Multipart.type, ["schema": form]),
        ])
        for type in ImportRequest.types.dropFirst(2) {
            content[type] = ["schema": ["type": "string"]]
        }
        return ["required": .bool(true), "content": .object(content)]
    }()

    /// What is to be written otherwise than it was proposed.
    static let patch: JSON = [
        "type": "object",
        "description": "A JSON merge patch of the proposal's fields: what is written of a quote or a statistic",
    ]

    static let together: JSON = [
        "type": "object", "required": ["confidence"], "additionalProperties": .bool(false),
        "properties": ["confidence": ["type": "number", "minimum": 0, "maximum": 1]],
    ]

    static let accepted: JSON = [
        "type": "object", "required": ["accepted", "skipped"],
        "properties": [
            "accepted": ["type": "array", "items": ["type": "integer"]],
            "skipped": [
                "type": "array",
                "items": [
                    "type": "object", "required": ["id", "errors"],
                    "properties": [
                        "id": ["type": "integer"],
                        "errors": [
                            "type": "array",
                            "items": [
                                "type": "object",
                                "properties": ["pointer": ["type": "string"], "detail": ["type": "string"]],
                            ],
                        ],
                    ],
                ],
            ],
        ],
    ]

    static let report: JSON = {
        let passage: JSON = [
            "type": "object", "required": ["id", "text"],
            "properties": [
                "id": ["type": "integer"], "text": ["type": "string"], "nearest": Schemas.reference("Selector"),
            ],
        ]
        let texts: JSON = ["type": "array", "items": ["type": "string"]]
        return [
            "type": "object",
            "properties": [
                "checked_at": ["type": "string", "format": "date-time"], "final_url": ["type": "string"],
                "sha256": ["type": "string"], "compared_with": ["type": "string", "format": "date-time"],
                "changed": ["type": "boolean"], "removed": texts, "added": texts,
                "quotes": ["type": "array", "items": passage], "statistics": ["type": "array", "items": passage],
            ],
            "required": ["checked_at", "changed", "removed", "added", "quotes", "statistics"],
        ]
    }()

    static let rules: JSON = [
        "type": "object", "required": ["items"],
        "properties": [
            "items": [
                "type": "array",
                "items": [
                    "type": "object",
                    "properties": [
                        "kind": ["enum": ["quote", "statistic"]], "rule": ["type": "string"],
                        "open": ["type": "integer"], "accepted": ["type": "integer"],
                        "changed": ["type": "integer"], "rejected": ["type": "integer"],
                        "rate": ["type": ["number", "null"], "minimum": 0, "maximum": 1],
                    ],
                ],
            ]
        ],
    ]
}
