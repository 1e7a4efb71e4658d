internal import Knowledge

/// The shapes of timelines, comparisons and likely duplicates.
enum PeopleSchemas {
    static var all: KeyValuePairs<String, JSON> {
        [
            "Merging": merging, "Statement": statement, "Timeline": timeline, "Comparison": comparison,
            "DuplicateList": duplicates,
        ]
    }

    private static let merging: JSON = [
        "type": "object", "additionalProperties": .bool(false),
        "properties": [
            "into": [
                "description": "Whom the expert is merged into: an id or a slug",
                "anyOf": [["type": "integer"], ["type": "string"], Schemas.reference("Reference")],
                "examples": ["ana-expert"],
            ]
        ],
        "required": ["into"],
    ]

    private static let statement: JSON = [
        "description": "What was said once, with all its printings",
        "type": "object",
        "properties": [
            "on": ["type": ["null", "string"], "description": "The day: when it was said, else first published"],
            "kind": ["type": "string", "enum": ["direct", "indirect", "mixed"]], "text": ["type": "string"],
            "language": Schemas.nullable("string"), "role": Schemas.nullable("string"),
            "topics": ["type": "array", "items": ["type": "string"]],
            "printings_count": ["type": "integer"],
            "printings": [
                "type": "array", "description": .string("The first \(Reading.printingsLimit), the earliest first"),
                "items": printing,
            ],
        ],
        "required": ["on", "kind", "text", "language", "role", "topics", "printings_count", "printings"],
    ]

    private static let printing: JSON = [
        "type": "object",
        "properties": [
            "quote": ["type": "integer", "description": "The quote's id"],
            "article": Schemas.reference("Reference"), "published_on": Schemas.nullable("string"),
            "publisher": Schemas.nullable("string"), "said_on": Schemas.nullable("string"),
            "speaker": Schemas.nullable("string"),
            "role": ["type": ["null", "string"], "description": "The role printed at the time"],
            "text": ["type": "string"], "language": Schemas.nullable("string"),
            "same_as": [
                "type": ["null", "integer"], "description": "The quote that a person has said it is the same as",
            ],
            "anchor": ["type": "string"],
            "link": ["type": "string", "description": "The page, opened at the passage"],
        ],
        "required": ["quote", "article", "role", "text", "same_as", "anchor", "link"],
    ]

    private static let role: JSON = [
        "type": "object",
        "properties": [
            "role": Schemas.nullable("string"), "organization": Schemas.nullable("string"),
            "from": Schemas.nullable("string"), "to": Schemas.nullable("string"),
            "article": ["anyOf": [Schemas.reference("Reference"), ["type": "null"]]],
            "inferred": [
                "type": "boolean", "description": "Whether it is only known from the roles printed beside the name",
            ],
            "count": ["type": "integer", "description": "How often the role was printed"],
            "first_quoted_on": Schemas.nullable("string"), "last_quoted_on": Schemas.nullable("string"),
        ],
        "required": [
            "role", "organization", "from", "to", "article", "inferred", "count", "first_quoted_on", "last_quoted_on",
        ],
    ]

    private static let next: JSON = ["type": ["null", "string"], "description": "The next page's path"]

    private static let timeline: JSON = [
        "type": "object",
        "properties": [
            "expert": Schemas.reference("Reference"), "roles": ["type": "array", "items": role],
            "items": ["type": "array", "items": Schemas.reference("Statement")], "next": next,
        ],
        "required": ["expert", "roles", "items", "next"],
    ]

    private static let comparison: JSON = [
        "type": "object",
        "properties": [
            "experts": [
                "type": "array", "description": "In the order asked for",
                "items": [
                    "type": "object",
                    "properties": [
                        "expert": Schemas.reference("Reference"),
                        "items": ["type": "array", "items": Schemas.reference("Statement")], "next": next,
                    ],
                    "required": ["expert", "items", "next"],
                ],
            ]
        ],
        "required": ["experts"],
    ]

    private static let duplicates: JSON = [
        "type": "object",
        "properties": [
            "items": [
                "type": "array",
                "items": [
                    "type": "object",
                    "properties": [
                        "expert": Schemas.reference("Reference"),
                        "score": ["type": "number", "minimum": 0, "maximum": 1],
                        "reasons": [
                            "type": "array",
                            "items": [
                                "type": "object",
                                "properties": ["kind": ["type": "string"], "detail": ["type": "string"]],
                                "required": ["kind", "detail"],
                            ],
                        ],
                    ],
                    "required": ["expert", "score", "reasons"],
                ],
            ]
        ],
        "required": ["items"],
    ]
}
