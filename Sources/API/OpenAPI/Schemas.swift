internal import Knowledge

/// The shapes of what is sent and taken, from the resources' declarations.
enum Schemas {
    /// By name: of each resource what is read (`Article`), what is posted (`ArticleInput`) and what is patched.
    static func all() -> JSONObject {
        var schemas = JSONObject()
        for resource in Catalog.all {
            let name = resource.singular.capitalizedFirst
            schemas[name] = read(resource)
            let isWritten = !Catalog.unvouched.contains { $0.name == resource.name }
            if isWritten { schemas["\(name)Input"] = input(resource) }
            if isWritten, resource.name != "corrections" { schemas["\(name)Patch"] = patch(resource) }
            schemas["\(name)List"] = list(name)
        }
        schemas["Reference"] = [
            "description": "A record of another resource: read as an object, written as an id or a slug",
            "type": "object",
            "properties": [
                "id": ["type": "integer", "minimum": 1], "slug": ["type": "string"], "name": ["type": "string"],
                "title": ["type": "string"],
            ],
            "required": ["id"],
        ]
        schemas["ReferenceInput"] = [
            "description": "A record of another resource by its id or its slug: as it is read, or with these alone",
            "type": "object",
            "properties": [
                "id": ["type": ["null", "integer"], "minimum": 1], "slug": ["type": ["null", "string"]],
            ],
        ]
        schemas["Selector"] = [
            "description":
                "A passage of the article's text: TextQuoteSelector and TextPositionSelector of the W3C Web Annotation model in one. Positions are Unicode code points, the end exclusive",
            "type": "object",
            "properties": [
                "exact": ["type": "string", "minLength": 1], "prefix": nullable("string"), "suffix": nullable("string"),
                "start": ["type": "integer", "minimum": 0], "end": ["type": "integer", "minimum": 0],
            ],
            "required": ["exact"],
        ]
        schemas["PassageList"] = passages
        schemas["Warning"] = [
            "description":
                "What a write was taken with all the same, and where: a JSON Pointer into what was sent. A figure's own warnings have a kind instead",
            "type": "object",
            "properties": ["pointer": ["type": "string"], "kind": ["type": "string"], "detail": ["type": "string"]],
            "required": ["detail"],
        ]
        schemas["Anchors"] = anchors
        schemas["Snippet"] = [
            "description": "Where a record matches: plain text, and the code points that matched",
            "type": "object",
            "properties": [
                "text": ["type": "string"],
                "marks": [
                    "type": "array",
                    "items": ["type": "array", "items": ["type": "integer"], "minItems": 2, "maxItems": 2],
                ],
            ],
            "required": ["text", "marks"],
        ]
        schemas["HistoryEntry"] = historyEntry
        schemas["Change"] = change
        schemas.append(FigureSchemas.all)
        schemas.append(PeopleSchemas.all)
        schemas["Problem"] = [
            "description": "What went wrong, and what to do about it (RFC 9457)",
            "type": "object",
            "properties": [
                "type": ["type": "string"], "title": ["type": "string"], "status": ["type": "integer"],
                "detail": ["type": "string"],
                "errors": [
                    "type": "array",
                    "items": [
                        "type": "object",
                        "properties": ["pointer": ["type": "string"], "detail": ["type": "string"]],
                        "required": ["pointer", "detail"],
                    ],
                ],
            ],
            "required": ["type", "title", "status"],
        ]
        return schemas
    }

    static func responses() -> JSONObject {
        JSONObject([
            (
                "Problem",
                ["description": "A problem", "content": ["application/problem+json": ["schema": reference("Problem")]]]
            ),
            ("NotModified", ["description": "The client's copy is still good"]),
            (
                "Merged",
                [
                    "description": "The expert was merged into another: Location says where it is read",
                    "headers": ["Location": ["schema": ["type": "string"]]],
                    "content": ["application/problem+json": ["schema": reference("Problem")]],
                ]
            ),
        ])
    }

    static func reference(_ name: String) -> JSON { ["$ref": .string("#/components/schemas/\(name)")] }

    static func nullable(_ type: String) -> JSON { ["type": ["null", .string(type)]] }

    /// What a record is read as: every field is there, null where nothing is known.
    private static func read(_ resource: Resource) -> JSON {
        var properties = JSONObject()
        for field in resource.fields { properties[field.name] = readValue(field) }
        for include in resource.includes {
            properties[include.resource] = [
                "type": "array", "description": .string("Added by include=\(include.resource)"),
                "items": reference(Catalog.resource(include.resource)?.singular.capitalizedFirst ?? ""),
            ]
        }
        if Catalog.isChecked(resource) {
            properties["warnings"] = [
                "type": "array", "description": "In the answer to a write: what is not as the article says",
                "items": reference("Warning"),
            ]
        }
        if resource.name == "articles" { properties["anchors"] = reference("Anchors") }
        if !resource.searched.isEmpty { properties["snippet"] = reference("Snippet") }
        return [
            "type": "object", "description": .string(resource.description), "properties": .object(properties),
        ]
    }

    private static func input(_ resource: Resource) -> JSON {
        var properties = JSONObject()
        // What is not required may be null: as if it were not there.
        for field in resource.writtenFields {
            properties[field.name] =
                field.isRequired ? writtenValue(field) : ["anyOf": [writtenValue(field), ["type": "null"]]]
        }
        if resource.name == "articles" {
            for include in resource.includes {
                let name = Catalog.resource(include.resource)?.singular.capitalizedFirst ?? ""
                properties[include.resource] = [
                    "type": "array",
                    "description": "Made with the article; what they refer to may be named by name",
                    "items": ["type": "object", "description": .string("As \(name)Input, without the article")],
                ]
            }
        }
        return [
            "type": "object", "additionalProperties": .bool(false), "properties": .object(properties),
            "required": .array(resource.writtenFields.filter(\.isRequired).map { .string($0.name) }),
        ]
    }

    private static func patch(_ resource: Resource) -> JSON {
        var properties = JSONObject()
        for field in resource.writtenFields {
            properties[field.name] =
                field.isRequired ? writtenValue(field) : ["anyOf": [writtenValue(field), ["type": "null"]]]
        }
        return ["type": "object", "properties": .object(properties)]
    }

    static let totalIs: JSON = [
        "const": "at_least", "description": "There where q finds more than are counted: total is what was counted",
    ]

    private static func list(_ name: String) -> JSON {
        [
            "type": "object",
            "properties": [
                "items": ["type": "array", "items": reference(name)],
                "next": ["type": ["null", "string"], "description": "The next page's path"],
                "total": ["type": "integer", "description": "Added by count=true"], "total_is": totalIs,
                "facets": ["type": "object", "description": "Added by facets="],
                "facets_of": [
                    "type": "object",
                    "description": "There where not all that q finds is counted in the facets",
                    "properties": ["counted": ["type": "integer"], "is": ["const": "newest"]],
                    "required": ["counted", "is"],
                ],
            ],
            "required": ["items", "next"],
        ]
    }

    private static func described(_ schema: JSON, _ field: Field) -> JSON {
        guard case .object(var object) = schema else { return schema }
        object["description"] = .string(field.description)
        if let example = field.example { object["examples"] = .array([example]) }
        return .object(object)
    }

    /// What the server sets, but not always.
    private static let derivedLater: Set = [
        "first_quoted_on", "last_quoted_on", "year", "anchored_revision", "last_exact_revision", "nearest", "note",
        "decided_at", "article_revision", "import", "decided_by", "quote", "statistic", "form", "url", "final_url",
        "retrieved_at", "sha256", "size", "detail",
    ]

    private static func readValue(_ field: Field) -> JSON {
        var schema = value(field.type, isRead: true)
        let isAlwaysThere =
            field.isRequired || field.isDerived && !derivedLater.contains(field.name)
            || field.name == "slug" || field.type.isList
        if !isAlwaysThere { schema = ["anyOf": [schema, ["type": "null"]]] }
        return described(schema, field)
    }

    private static func writtenValue(_ field: Field) -> JSON { described(value(field.type, isRead: false), field) }

    private static func value(_ type: FieldType, isRead: Bool) -> JSON {
        switch type {
        case .text(let max): isRead ? ["type": "string"] : ["type": "string", "maxLength": .number(JSONNumber(max))]
        case .slug:
            // Digits alone would be an id.
            [
                "type": "string", "pattern": "^([a-z0-9]+(-[a-z0-9]+)+|[0-9]*[a-z][a-z0-9]*)$",
                "maxLength": .number(JSONNumber(Slug.limit)),
            ]
        case .integer: ["type": "integer"]
        case .number: ["type": "number"]
        case .date: ["type": "string", "format": "date"]
        case .time: ["type": "string", "format": "date-time"]
        case .period, .language, .country: ["type": "string"]
        case .url: ["type": "string", "format": "uri"]
        case .choice(let choices): ["type": "string", "enum": .array(choices.map(JSON.string))]
        case .reference:
            isRead
                ? reference("Reference")
                : [
                    "anyOf": [
                        ["type": "integer", "minimum": 1], ["type": "string", "minLength": 1],
                        reference("ReferenceInput"),
                    ]
                ]
        case .topics: ["type": "array", "items": ["type": "string"]]
        case .texts(let max): ["type": "array", "items": ["type": "string", "maxLength": .number(JSONNumber(max))]]
        case .objects(let members): ["type": "array", "items": object(members, isRead: isRead)]
        // Of another shape each time.
        case .object(let members) where members.isEmpty: ["type": "object"]
        case .object(let members): object(members, isRead: isRead)
        case .dictionary: ["type": "object", "additionalProperties": ["type": "string"]]
        case .selector: reference("Selector")
        case .roles:
            [
                "type": "array",
                "items": [
                    "type": "object",
                    "properties": [
                        "role": ["type": "string"], "count": ["type": "integer"], "first_quoted_on": nullable("string"),
                        "last_quoted_on": nullable("string"),
                    ],
                ],
            ]
        }
    }

    private static func object(_ members: [Field], isRead: Bool) -> JSON {
        var properties = JSONObject()
        for member in members {
            let schema = value(member.type, isRead: isRead)
            properties[member.name] = described(
                member.isRequired ? schema : ["anyOf": [schema, ["type": "null"]]], member)
        }
        return [
            "type": "object", "properties": .object(properties),
            "required": .array(members.filter(\.isRequired).map { .string($0.name) }),
        ]
    }
}

extension JSONObject {
    fileprivate mutating func append(_ members: KeyValuePairs<String, JSON>) {
        for (name, value) in members { self[name] = value }
    }
}

extension Schemas {
    private static let resourceName: JSON = ["type": "string", "enum": ["quotes", "statistics"]]
    private static let anchorState: JSON = ["type": "string", "enum": ["exact", "changed", "ambiguous", "missing"]]

    fileprivate static let passages: JSON = [
        "type": "object",
        "properties": [
            "items": [
                "type": "array",
                "items": [
                    "type": "object",
                    "properties": [
                        "resource": resourceName, "id": ["type": "integer"],
                        "kind": ["type": "string", "description": "A quote's kind"],
                        "expert": reference("Reference"), "indicator": reference("Reference"),
                        "anchor": anchorState,
                        "selector": ["anyOf": [reference("Selector"), ["type": "null"]]],
                        "link": ["type": "string", "description": "The page of the article, at the passage"],
                        "fragment": [
                            "type": ["null", "string"],
                            "description":
                                "The publisher's page at the passage, by a text fragment; this server's where the article has no url",
                        ],
                    ],
                    "required": ["resource", "id", "anchor", "selector", "link", "fragment"],
                ],
            ]
        ],
        "required": ["items"],
    ]

    fileprivate static let anchors: JSON = {
        let changes: JSON = [
            "type": "array",
            "items": [
                "type": "object",
                "properties": [
                    "resource": resourceName, "id": ["type": "integer"], "anchor": anchorState, "was": anchorState,
                ],
                "required": ["resource", "id", "anchor", "was"],
            ],
        ]
        return [
            "description":
                "In the answer to a PATCH of a body: the passages that stand less surely than before, and those that stand more surely",
            "type": "object",
            "properties": [
                "lost": changes, "found": changes,
                "untold": ["type": "integer", "description": "How many more there are"],
            ],
            "required": ["lost", "found"],
        ]
    }()
}

extension FieldType {
    var isList: Bool {
        switch self {
        case .topics, .texts, .objects, .dictionary, .roles: true
        default: false
        }
    }
}
