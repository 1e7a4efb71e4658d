internal import Knowledge

/// The shapes of what was written.
extension Schemas {
    private static let actions: JSON = [
        "create", "update", "anchor", "delete", "restore", "merge", "unmerge", "settle", "unsettle",
    ]

    static let historyEntry: JSON = [
        "description":
            "One write of a record. anchor: its passage was found otherwise after an edit of the article, which makes no revision",
        "type": "object",
        "properties": [
            "revision": [
                "type": "integer", "description": "The revision that it made; of a deletion, the last there was",
            ],
            "at": ["type": "string", "format": "date-time"],
            "by": ["type": "string", "description": "The token's name"],
            "action": ["type": "string", "enum": actions],
            "note": ["type": ["null", "string"], "description": "What Sourcebook-Note said"],
            "changes": [
                "type": "array",
                "description": "Field by field; empty where the whole record was made, deleted or brought back",
                "items": [
                    "type": "object",
                    "properties": [
                        "field": ["type": "string"], "from": .object(JSONObject()), "to": .object(JSONObject()),
                    ],
                    "required": ["field", "from", "to"],
                ],
            ],
        ],
        "required": ["revision", "at", "by", "action", "note", "changes"],
    ]

    static let change: JSON = [
        "description": "One write of one record",
        "type": "object",
        "properties": [
            "at": ["type": "string", "format": "date-time"],
            "by": ["type": "string", "description": "The token's name"],
            "action": ["type": "string", "enum": actions],
            "resource": ["type": "string"],
            "id": ["type": "integer"],
            "slug": ["type": ["null", "string"]],
            "revision": ["type": "integer"],
        ],
        "required": ["at", "by", "action", "resource", "id", "slug", "revision"],
    ]

    /// A page of anything.
    ///
    /// - Parameter isEndless: there is always a next one.
    static func page(of item: JSON, isEndless: Bool = false) -> JSON {
        [
            "type": "object",
            "properties": [
                "items": ["type": "array", "items": item],
                "next": [
                    "type": isEndless ? "string" : ["null", "string"], "description": "The next page's path",
                ],
            ],
            "required": ["items", "next"],
        ]
    }
}
