internal import HTTPTypes
internal import Knowledge

/// The query parameters that a route takes.
enum Parameters {
    static func of(_ operation: Endpoint.Operation) -> [JSON] {
        switch operation {
        case .list(let resource, let format), .nested(let resource, _, _, _, let format): list(resource, format)
        case .corrections, .corrected: list(Catalog.corrections, .json)
        case .correction: [fields(Catalog.corrections)]
        case .imports: list(Catalog.imports, .json)
        case .importItem: [fields(Catalog.imports)]
        case .proposals: list(Catalog.proposals, .json)
        case .proposal: [fields(Catalog.proposals)]
        case .bulk: [query("atomic", "Whether all is done or nothing", type: ["type": "boolean"])]
        case .item(let resource, nil), .item(let resource, .json):
            [fields(resource)] + (resource.includes.isEmpty ? [] : [include(resource)]) + [
                query(
                    "revision", "The record as it was in this revision; with it go only fields",
                    type: ["type": "integer", "minimum": 1]),
                query(
                    "as_of",
                    "The record as it was then: a time of RFC 3339, or a day for its end; with it go only fields",
                    type: [
                        "anyOf": [["type": "string", "format": "date-time"], ["type": "string", "format": "date"]]
                    ]),
            ]
        case .history:
            [
                query(
                    "limit", "How many entries at the most: \(ListQuery.defaultLimit) when it is not given",
                    type: limitType),
                query("cursor", "Where the last page ended: from its next", type: cursorType),
            ]
        case .changes:
            [
                query(
                    "since", "Where the last page ended: from its next; from the beginning without it", type: cursorType
                ),
                query(
                    "limit", "How many changes at the most: \(Site.changesLimit) when it is not given", type: limitType),
            ]
        case .series, .seriesTable: series
        case .seriesChart:
            series + [
                query(
                    "width", "How wide the picture is: \(SeriesChart.defaultWidth) when it is not given",
                    type: [
                        "type": "integer", "minimum": .number(JSONNumber(SeriesChart.widths.lowerBound)),
                        "maximum": .number(JSONNumber(SeriesChart.widths.upperBound)),
                    ]),
                query(
                    "language", "The language of its words: English when it is not given",
                    type: ["type": "string", "enum": .array(Language.allCases.map { .string($0.rawValue) })]),
            ]
        case .conflicts:
            [
                query(
                    "limit", "How many conflicts at the most: \(ListQuery.defaultLimit) when it is not given",
                    type: limitType),
                query("cursor", "Where the last page ended: from its next", type: cursorType),
                query("count", "Whether to add the total", type: ["type": "boolean"]),
                query("article", "Only those that a statistic of this article is part of: its id or slug"),
                query("indicator", "Only those of this indicator: its id or slug"),
                query("place", "Only those for this place"),
                query("settled", "Only those that are settled, or only those that are not", type: ["type": "boolean"]),
            ]
        case .timeline:
            [
                query(
                    "limit", "How many statements at the most: \(ListQuery.defaultLimit) when it is not given",
                    type: limitType),
                query("cursor", "Where the last page ended: from its next"),
            ] + ofStatements
        case .compare:
            [
                query(
                    "experts", "Ids or slugs",
                    type: [
                        "type": "array", "items": ["type": "string"],
                        "minItems": .number(JSONNumber(CompareQuery.sizes.lowerBound)),
                        "maxItems": .number(JSONNumber(CompareQuery.sizes.upperBound)),
                    ], isRequired: true),
                query(
                    "limit", "How many statements of each: \(ListQuery.defaultLimit) when it is not given",
                    type: limitType),
            ] + ofStatements
        case .citations:
            [
                query(
                    "style", "Only this one, as text",
                    type: ["type": "string", "enum": .array(Citation.styles.map(JSON.string))])
            ]
        case .oembed:
            [
                query("url", "The address of a quote (/articles/…#q12) or an indicator", isRequired: true),
                query("format", "How it is answered", type: ["type": "string", "enum": ["json", "xml"]]),
                query("maxwidth", "The most pixels across", type: ["type": "integer", "minimum": 1]),
                query("maxheight", "The most pixels down", type: ["type": "integer", "minimum": 1]),
            ]
        case .search:
            [
                query("q", "Words; the last one also as a beginning", isRequired: true),
                query("kind", "Only these kinds", type: several(Reading.searchedKinds)),
                query("limit", "How many of each kind", type: limitType),
            ]
        case .create(let resource) where Catalog.isChecked(resource),
            .update(let resource) where Catalog.isChecked(resource):
            [
                query(
                    "strict",
                    "Whether what is a warning else is a fault: quotes and figures that the article does not say",
                    type: ["type": "boolean"])
            ]
        default: []
        }
    }

    /// The fields of the request's head that a route takes.
    static func fields(_ endpoint: Endpoint) -> [JSON] {
        if case .changes = endpoint.operation {
            return [header("Last-Event-ID", "Where an event stream was cut off: before since")]
        }
        // A preview writes nothing.
        if case .preview = endpoint.operation { return [] }
        guard endpoint.method != .get else { return [] }
        var fields = [
            header("Sourcebook-Note", "What the change is for: kept in the history", maxLength: Author.noteLimit)
        ]
        if endpoint.method == .post {
            fields.append(
                header(
                    "Idempotency-Key",
                    "The same request under the same key is done once, and answered the same for a day",
                    maxLength: Site.keyLimit, pattern: "^[!-~]+$"))
        }
        return fields
    }

    private static func header(
        _ name: String, _ description: String, maxLength: Int? = nil, pattern: String? = nil
    ) -> JSON {
        var schema = JSONObject([("type", "string")])
        if let maxLength { schema["maxLength"] = .number(JSONNumber(maxLength)) }
        if let pattern { schema["pattern"] = .string(pattern) }
        return [
            "name": .string(name), "in": "header", "required": .bool(false), "description": .string(description),
            "schema": .object(schema),
        ]
    }

    private static var series: [JSON] {
        SeriesQuery.names.map { name in
            name == "unit"
                ? query(
                    name, "Converted to this unit; figures of another kind are left out",
                    type: ["type": "string", "minLength": 1])
                : filter(name, Catalog.statistics)
        }
    }

    private static let slugs: JSON = ["type": "array", "items": ["type": "string"], "minItems": 1]

    /// What narrows statements, and their order.
    private static let ofStatements = [
        query("topic", "Only what is about these topics", type: slugs),
        query("kind", "Only quotes of these kinds", type: several(TimelineQuery.kinds)),
        query(
            "year", "Only what was first said, or else printed, in this year",
            type: ["type": "integer", "minimum": 1, "maximum": 9_999]),
        query(
            "sort", "The earliest first, or the latest",
            type: ["type": "string", "enum": .array(TimelineQuery.sorts.map(JSON.string))]),
    ]

    private static let limitType: JSON = [
        "type": "integer", "minimum": .number(JSONNumber(ListQuery.limits.lowerBound)),
        "maximum": .number(JSONNumber(ListQuery.limits.upperBound)),
    ]

    /// The parameters of a list; a table or lines of JSON have no place for some.
    private static func list(_ resource: Resource, _ format: Format?) -> [JSON] {
        let isPaged = format == nil || format == .json
        let left = isPaged ? [] : ["count", "facets"] + (format == .csv ? ["include"] : [])
        return ListQuery.parameterNames(resource).filter { !left.contains($0) }.map { name in
            switch name {
            case "limit":
                query(
                    name,
                    isPaged
                        ? "How many records at the most: \(ListQuery.defaultLimit) when it is not given"
                        : "How many records at the most: all when it is not given",
                    type: limitType)
            case "cursor": query(name, "Where the last page ended: from its next", type: cursorType)
            case "sort":
                query(
                    name, "The order: - before a field for descending",
                    type: several(ListQuery.sortNames(resource).flatMap { [$0, "-\($0)"] }))
            case "count": query(name, "Whether to add the total", type: ["type": "boolean"])
            case "facets":
                query(
                    name, "Count the values of these fields",
                    type: several(resource.fields.filter { $0.isFiltered && $0.name != "id" }.map(\.name)))
            case "fields": fields(resource)
            case "include": include(resource)
            case "q": query(name, "Words to be found; the last one also as a beginning")
            case "conflicting":
                query(
                    name, "Only those that can't be true together with another, or only the others",
                    type: ["type": "boolean"])
            case "possible_duplicates":
                query(
                    name, "Only those that are likely to be the same as another, or only the others",
                    type: ["type": "boolean"])
            case "changed_at_source":
                query(
                    name, "Only those whose address says something else by now, or only the others",
                    type: ["type": "boolean"])
            case "warnings":
                query(name, "Only those with warnings, or only those without", type: ["type": "boolean"])
            default: filter(name, resource)
            }
        }
    }

    private static func fields(_ resource: Resource) -> JSON {
        query("fields", "Only these fields", type: several(resource.fields.map(\.name)))
    }

    private static func include(_ resource: Resource) -> JSON {
        query("include", "Add what belongs to it", type: several(resource.includes.map(\.resource)))
    }

    private static func filter(_ name: String, _ resource: Resource) -> JSON {
        if let field = resource.field(name) {
            return query(
                name, "\(field.description). Any of these",
                type: ["type": "array", "items": value(field.type), "minItems": 1])
        }
        let isLower = name.hasSuffix("_from")
        let field = resource.field(String(name.dropLast(isLower ? 5 : 3)))
        return query(
            name, isLower ? "From here upwards, itself included" : "Up to here, itself included",
            type: field.map { bound($0.type) } ?? ["type": "string"])
    }

    /// One value of a filter.
    private static func value(_ type: FieldType) -> JSON {
        switch type {
        case .integer: ["type": "integer", "minimum": 0]
        case .number: ["type": "number"]
        case .date: ["type": "string", "format": "date"]
        // Intervals are taken too.
        case .period: ["type": "string", "pattern": .string("^\(point)$")]
        case .choice(let choices): ["type": "string", "enum": .array(choices.map(JSON.string))]
        default: ["type": "string"]
        }
    }

    /// A year, a month, or a day that every month has.
    private static let point = "[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|1[0-9]|2[0-8]))?)?"

    /// What the server gave before: opaque.
    private static let cursorType: JSON = ["type": "string", "pattern": "^[A-Za-z0-9_-]+$"]

    /// One end of a range: of dates a year or a month is enough.
    private static func bound(_ type: FieldType) -> JSON {
        switch type {
        case .integer, .number: ["type": "number"]
        default: ["type": "string", "pattern": .string("^\(point)$")]
        }
    }

    private static func several(_ names: [String]) -> JSON {
        ["type": "array", "items": ["type": "string", "enum": .array(names.map(JSON.string))], "minItems": 1]
    }

    /// Values of a list stand behind one another with commas between them.
    private static func query(
        _ name: String, _ description: String, type: JSON = ["type": "string"], isRequired: Bool = false
    ) -> JSON {
        var parameter = JSONObject([
            ("name", .string(name)), ("in", "query"), ("required", .bool(isRequired)),
            ("description", .string(description)), ("schema", type),
        ])
        if type["type"] == "array" {
            parameter["style"] = "form"
            parameter["explode"] = .bool(false)
        }
        return .object(parameter)
    }
}
