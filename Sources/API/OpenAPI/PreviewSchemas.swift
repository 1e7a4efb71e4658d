internal import Knowledge

/// The shapes of a draft and of its preview.
enum PreviewSchemas {
    static let draft: JSON = [
        "type": "object", "additionalProperties": .bool(false),
        "properties": [
            "body": ["type": ["null", "string"], "description": "The text in Markdown"],
            "passages": [
                "type": "array", "maxItems": .number(JSONNumber(Draft.passagesLimit)),
                "description": "What is looked for in the text",
                "items": [
                    "type": "object", "additionalProperties": .bool(false),
                    "properties": [
                        "exact": ["type": "string", "description": "The words"],
                        "prefix": ["type": ["null", "string"], "description": "What stands before them"],
                        "suffix": ["type": ["null", "string"], "description": "What stands after them"],
                    ],
                    "required": ["exact"],
                ],
            ],
        ],
        "examples": [["body": "“The lake *fell*,” said Ana Expert.", "passages": [["exact": "The lake fell"]]]],
    ]

    static let preview: JSON = [
        "type": "object",
        "properties": [
            "html": ["type": "string", "description": "The text as its page has it; mark p0 is the first passage"],
            "text": ["type": "string", "description": "The text that positions count in"],
            "passages": [
                "type": "array", "description": "How each stands in the text, in the order sent",
                "items": [
                    "type": "object",
                    "properties": [
                        "anchor": ["type": "string", "enum": ["exact", "changed", "ambiguous", "missing"]],
                        "selector": ["anyOf": [Schemas.reference("Selector"), ["type": "null"]]],
                    ],
                    "required": ["anchor", "selector"],
                ],
            ],
        ],
        "required": ["html", "text", "passages"],
    ]
}
