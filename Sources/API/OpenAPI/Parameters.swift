internal import Knowledge

/// The query parameters that a route takes.
enum Parameters {
    static func of(_ operation: Endpoint.Operation) -> [JSON] {
        switch operation {
        case .list(let resource), .nested(let resource, _, _, _): list(resource)
        case .item(let resource):
            [query("fields", "Only these fields, with commas between them")]
                + (resource.includes.isEmpty ? [] : [include(resource)])
        case .search:
            [
                query("q", "Words; the last one also as a beginning", isRequired: true),
                query("kind", "Only these kinds, with commas between them"),
                query("limit", "How many of each kind", type: limitType),
            ]
        default: []
        }
    }

    private static let limitType: JSON = [
        "type": "integer", "minimum": .number(JSONNumber(ListQuery.limits.lowerBound)),
        "maximum": .number(JSONNumber(ListQuery.limits.upperBound)),
    ]

    private static func list(_ resource: Resource) -> [JSON] {
        ListQuery.parameterNames(resource).map { name in
            switch name {
            case "limit":
                query(
                    name, "How many records at the most: \(ListQuery.defaultLimit) when it is not given",
                    type: limitType)
            case "cursor": query(name, "Where the last page ended: from its next")
            case "sort":
                query(
                    name,
                    "Fields with commas between them, - before one for descending: \(resource.fields.filter(\.isSorted).map(\.name).joined(separator: ", "))"
                )
            case "count": query(name, "Whether to add the total", type: ["type": "boolean"])
            case "facets": query(name, "Count the values of these fields")
            case "fields": query(name, "Only these fields, with commas between them")
            case "include": include(resource)
            case "q": query(name, "Words to be found; the last one also as a beginning")
            default: query(name, filterDescription(name, resource))
            }
        }
    }

    private static func filterDescription(_ name: String, _ resource: Resource) -> String {
        if let field = resource.field(name) {
            return "\(field.description). Several values, with commas between them, are alternatives"
        }
        return name.hasSuffix("_from") ? "From here upwards" : "Up to here, itself included"
    }

    private static func include(_ resource: Resource) -> JSON {
        query("include", "Add what belongs to it: \(resource.includes.map(\.resource).joined(separator: ", "))")
    }

    private static func query(
        _ name: String, _ description: String, type: JSON = ["type": "string"], isRequired: Bool = false
    ) -> JSON {
        [
            "name": .string(name), "in": "query", "required": .bool(isRequired), "description": .string(description),
            "schema": type,
        ]
    }
}
