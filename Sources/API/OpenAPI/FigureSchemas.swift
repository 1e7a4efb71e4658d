internal import Knowledge

/// The shapes of series and conflicts.
enum FigureSchemas {
    static var all: KeyValuePairs<String, JSON> {
        [
            "Series": series, "Conflict": conflict, "ConflictList": list, "Settlement": settlement,
            "CitedStatistic": statistic,
        ]
    }

    private static let series: JSON = [
        "description": "An indicator's figures in order of time: a point a distinct value, in one unit a kind",
        "type": "object",
        "properties": [
            "indicator": [
                "type": "object",
                "properties": [
                    "id": ["type": "integer"], "slug": ["type": "string"], "name": ["type": "string"],
                    "unit": Schemas.nullable("string"),
                ],
                "required": ["id", "slug", "name"],
            ],
            "points": [
                "type": "array",
                "items": [
                    "type": "object",
                    "properties": [
                        "period": Schemas.nullable("string"), "place": Schemas.nullable("string"),
                        "counterpart": Schemas.nullable("string"),
                        "dimensions": ["type": "object", "additionalProperties": ["type": "string"]],
                        "unit": ["type": "string"], "status": Schemas.nullable("string"), "value": ["type": "number"],
                        "value_to": Schemas.nullable("number"), "qualifier": Schemas.nullable("string"),
                        "conflict": [
                            "type": ["null", "integer"], "description": "The conflict that its figures are part of",
                        ],
                        "statistics": [
                            "type": "array", "description": .string("Up to \(SeriesQuery.told) of them"),
                            "items": Schemas.reference("CitedStatistic"),
                        ],
                        "statistics_count": ["type": "integer", "description": "How many there are"],
                        "superseded": [
                            "type": "array",
                            "description": .string(
                                "What the same sources had given before: up to \(SeriesQuery.told) of them"),
                            "items": Schemas.reference("CitedStatistic"),
                        ],
                        "superseded_count": ["type": "integer", "description": "How many there are"],
                    ],
                    "required": [
                        "period", "unit", "value", "statistics", "statistics_count", "superseded", "superseded_count",
                    ],
                ],
            ],
            "conflicts": ["type": "array", "items": Schemas.reference("Conflict")],
        ],
        "required": ["indicator", "points", "conflicts"],
    ]

    private static let conflict: JSON = [
        "description": "Comparable figures that can't all be true",
        "type": "object",
        "properties": [
            "id": ["type": "integer", "description": "The same for as long as the figures disagree"],
            "indicator": Schemas.reference("Reference"), "place": Schemas.nullable("string"),
            "counterpart": Schemas.nullable("string"),
            "dimensions": ["type": "object", "additionalProperties": ["type": "string"]],
            "period": ["type": "string"], "unit": ["type": "string"],
            "statistics": [
                "type": "array",
                "description": .string(
                    "Up to \(Reading.conflictStatistics) of them, \(Reading.listedConflictStatistics) in a list or series: "
                        + "of more, those of both ends"),
                "items": Schemas.reference("CitedStatistic"),
            ],
            "statistics_count": ["type": "integer", "description": "How many there are"],
            "settled": ["type": "boolean"],
            "settlement": [
                "anyOf": [
                    [
                        "type": "object",
                        "properties": [
                            "reason": ["type": "string"], "by": ["type": "string"],
                            "at": ["type": "string", "format": "date-time"],
                            "statistic": [
                                "type": ["null", "integer"], "description": "The statistic that is held right",
                            ],
                        ],
                        "required": ["reason", "by", "at", "statistic"],
                    ], ["type": "null"],
                ]
            ],
            "created_at": ["type": "string", "format": "date-time"],
        ],
        "required": ["id", "indicator", "period", "unit", "statistics", "statistics_count", "settled", "settlement"],
    ]

    private static let list: JSON = [
        "type": "object",
        "properties": [
            "items": ["type": "array", "items": Schemas.reference("Conflict")],
            "next": ["type": ["null", "string"], "description": "The next page's path"],
            "total": ["type": "integer", "description": "Added by count=true"],
        ],
        "required": ["items", "next"],
    ]

    private static let settlement: JSON = [
        "type": "object", "additionalProperties": .bool(false),
        "properties": [
            "reason": [
                "type": "string", "maxLength": 2_000, "description": "Why it is settled",
                "examples": ["The bank revised the figure in May"],
            ],
            "statistic": [
                "type": ["null", "integer"], "description": "The id of the conflict's statistic that is held right",
            ],
        ],
        "required": ["reason"],
    ]

    private static let statistic: JSON = [
        "description": "A statistic with its source, article and passage",
        "type": "object",
        "properties": [
            "id": ["type": "integer"], "article": Schemas.reference("Reference"), "value": ["type": "number"],
            "value_to": Schemas.nullable("number"), "qualifier": Schemas.nullable("string"),
            "unit": ["type": "string", "description": "As it was given: the point has it converted"],
            "period": Schemas.nullable("string"), "place": Schemas.nullable("string"),
            "status": Schemas.nullable("string"), "as_of": Schemas.nullable("string"),
            "source": ["anyOf": [Schemas.reference("Reference"), ["type": "null"]]],
            "stated_by": ["anyOf": [Schemas.reference("Reference"), ["type": "null"]]],
            "printed": Schemas.nullable("string"),
            "selector": ["anyOf": [Schemas.reference("Selector"), ["type": "null"]]], "anchor": ["type": "string"],
            "link": ["type": ["null", "string"], "description": "The page, opened at the passage"],
        ],
        "required": ["id", "article", "value", "unit", "anchor", "link"],
    ]
}
