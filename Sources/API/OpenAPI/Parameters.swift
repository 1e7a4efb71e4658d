internal import Knowledge

/// The query parameters that a route takes.
enum Parameters {
    static func of(_ operation: Endpoint.Operation) -> [JSON] {
        switch operation {
        case .list(let resource, let format), .nested(let resource, _, _, _, let format): list(resource, format)
        case .item(let resource, nil), .item(let resource, .json):
            [fields(resource)] + (resource.includes.isEmpty ? [] : [include(resource)])
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
            case "cursor": query(name, "Where the last page ended: from its next")
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
        // A year, as the commonest; months, days and intervals are taken too.
        case .period: ["type": "string"]
        case .choice(let choices): ["type": "string", "enum": .array(choices.map(JSON.string))]
        default: ["type": "string"]
        }
    }

    /// One end of a range: of dates a year or a month is enough.
    private static func bound(_ type: FieldType) -> JSON {
        switch type {
        case .integer, .number: ["type": "number"]
        default: ["type": "string", "pattern": "^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|1[0-9]|2[0-8]))?)?$"]
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
