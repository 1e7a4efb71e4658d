internal import Store

/// What a client asks a list for, checked against the resource's declaration.
public struct ListQuery: Sendable {
    /// One parameter of a request: its value, and the same split at the commas that were not percent-encoded.
    public struct Parameter: Sendable {
        public let name: String
        public let value: String
        public let alternatives: [String]

        public init(name: String, value: String, alternatives: [String]? = nil) {
            self.name = name
            self.value = value
            self.alternatives = alternatives ?? [value]
        }
    }

    public static let limits = 1...200
    public static let defaultLimit = 20

    public let resource: Resource
    public internal(set) var limit = ListQuery.defaultLimit
    var conditions: [Condition] = []
    var sort: [SortKey] = []
    var cursor: Cursor?
    var wantsCount = false
    var facets: [Field] = []
    public internal(set) var fields: [Field]?
    public internal(set) var includes: [Resource.Include] = []
    /// The full-text query as typed; nil where none is asked for.
    var words: String?

    /// A part of the WHERE clause, with its arguments in order.
    struct Condition: Sendable {
        var sql: String
        let arguments: [Value]
        /// Where this is a condition on a list's members.
        var membership: Membership?
        /// Where records have one value of a field by this: the field, and the value's expression with the same arguments.
        var only: (field: String, value: String)?
    }

    /// Two ways to a page of the records that have a member: few are looked up and sorted; of many, the list is walked
    /// in its order until the page is full.
    struct Membership: Sendable {
        /// Counts up to `many` of them.
        let count: String
        /// The condition for a walk, with the same arguments.
        let walked: String
        /// The table of the members, in the order of value and id, where one value alone is asked for.
        let table: String?

        static let many = 1_000
    }

    /// - Parameters:
    ///   - sort: the order where none is asked for; the resource's own by default.
    /// - Throws: `KnowledgeError.parameter` for the first parameter that is unknown, stands twice, or has a value
    ///   that it can't take.
    public init(_ resource: Resource, _ parameters: [Parameter], sort defaultSort: String? = nil) throws {
        self.resource = resource
        var seen: Set<String> = []
        var sortText: String?
        var cursorText: String?
        for parameter in parameters {
            guard seen.insert(parameter.name).inserted else {
                throw KnowledgeError.parameter(
                    "The parameter \(parameter.name) is given twice: give its values once, separated by commas")
            }
            switch parameter.name {
            case "limit": limit = try Self.limit(parameter.value)
            case "cursor": cursorText = parameter.value
            case "sort": sortText = parameter.value
            case "count": wantsCount = try Self.checkedFlag(parameter)
            case "facets": facets = try Self.facets(resource, parameter)
            case "fields": fields = try Self.fields(resource, parameter)
            case "include": includes = try Self.includes(resource, parameter)
            case "q" where !resource.searched.isEmpty:
                words = parameter.value.allSatisfy(\.isWhitespace) ? nil : parameter.value
            case _ where Self.marks(resource)[parameter.name] != nil:
                let table = Self.marks(resource)[parameter.name] ?? ""
                // The table's own index is walked in the order of ids, so that a page costs no more than its length.
                conditions.append(
                    Condition(
                        sql:
                            "\(resource.name).id \(try Self.checkedFlag(parameter) ? "IN" : "NOT IN") (SELECT \(resource.singular) FROM \(table))",
                        arguments: []))
            default: conditions.append(try Self.filter(resource, parameter))
            }
        }
        if let sortText {
            sort = try SortKey.parse(sortText, of: resource)
        } else if words != nil {
            sort = [.relevance]
        } else {
            sort = try SortKey.parse(defaultSort ?? resource.defaultSort, of: resource)
        }
        if let cursorText { cursor = try Cursor(cursorText, for: sort) }
    }

    /// Narrows the list to records that refer to `id` by `field`.
    public mutating func narrow(to id: Int, by field: String) {
        conditions.append(
            Condition(sql: "\(resource.name).\(field) = ?", arguments: [Value(id)], only: (field, "?")))
    }

    /// The parameters that a list of `resource` takes, for documents and for the nearest name.
    public static func parameterNames(_ resource: Resource) -> [String] {
        var names = ["limit", "cursor", "sort", "count", "facets", "fields"]
        if !resource.includes.isEmpty { names.append("include") }
        if !resource.searched.isEmpty { names.append("q") }
        for field in resource.fields where field.isFiltered {
            names.append(field.name)
            if field.type.hasOrder { names += ["\(field.name)_from", "\(field.name)_to"] }
        }
        return names + marks(resource).keys.sorted()
    }

    /// What is true or not of a record of `resource`, and the table of those of which it is.
    public static func marks(_ resource: Resource) -> [String: String] {
        switch resource.name {
        case "statistics": ["conflicting": "conflicts_statistics", "warnings": "statistics_warnings"]
        case "articles": ["changed_at_source": "articles_changed"]
        case "experts": ["possible_duplicates": "experts_duplicates"]
        default: [:]
        }
    }

    /// What a list of `resource` can be sorted by.
    public static func sortNames(_ resource: Resource) -> [String] {
        resource.fields.filter(\.isSorted).map(\.name) + (resource.field("anchor") != nil ? ["position"] : [])
    }

    /// - Throws: `KnowledgeError.parameter` unless `text` is a number within `limits`.
    public static func checkedLimit(_ text: String) throws -> Int { try limit(text) }

    static func limit(_ text: String) throws -> Int {
        guard let limit = integer(text), limits.contains(limit) else {
            throw KnowledgeError.parameter("limit must be an integer from \(limits.lowerBound) to \(limits.upperBound)")
        }
        return limit
    }

    /// A number by its digits alone: `Int("+5")` is 5.
    static func integer(_ text: String) -> Int? {
        text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(text) : nil
    }

    /// - Throws: `KnowledgeError.parameter` unless the value is `true` or `false`.
    public static func checkedFlag(_ parameter: Parameter) throws -> Bool {
        switch parameter.value {
        case "true": return true
        case "false": return false
        default: throw KnowledgeError.parameter("\(parameter.name) must be true or false")
        }
    }

    private static func facets(_ resource: Resource, _ parameter: Parameter) throws -> [Field] {
        try parameter.alternatives.map { name in
            guard let field = resource.field(name), field.isFiltered, field.name != "id" else {
                let known = resource.fields.filter { $0.isFiltered && $0.name != "id" }.map(\.name)
                throw KnowledgeError.parameter(
                    "facets: \(name.isEmpty ? "nothing" : name) can't be counted\(Nearest.advice(for: name, among: known))"
                )
            }
            return field
        }
    }

    static func fields(_ resource: Resource, _ parameter: Parameter) throws -> [Field] {
        try parameter.alternatives.map { name in
            guard let field = resource.field(name) else {
                throw KnowledgeError.parameter(
                    "fields: \(resource.name) have no field \(name.isEmpty ? "without a name" : name)\(Nearest.hint(for: name, among: resource.fields.map(\.name)))"
                )
            }
            return field
        }
    }

    static func includes(_ resource: Resource, _ parameter: Parameter) throws -> [Resource.Include] {
        try parameter.alternatives.map { name in
            guard let include = resource.includes.first(where: { $0.resource == name }) else {
                let known = resource.includes.map(\.resource)
                throw KnowledgeError.parameter(
                    "include: \(resource.name) have no \(name.isEmpty ? "nameless part" : name)\(Nearest.advice(for: name, among: known))"
                )
            }
            return include
        }
    }
}

extension FieldType {
    /// Whether `_from` and `_to` make sense.
    var hasOrder: Bool {
        switch self {
        case .integer, .number, .date, .time, .period: true
        default: false
        }
    }
}
