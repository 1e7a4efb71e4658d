public import Store

/// Answers questions about what is stored, on one connection and so of one moment, as JSON.
///
/// ```swift
/// try store.read { connection in
///     let expert = try Reading(connection).item(Catalog.resource("experts")!, "ana-expert")
///     print(expert.string)
/// }
/// ```
public struct Reading {
    public let connection: Connection
    let names: ReferenceNames

    public init(_ connection: Connection) {
        self.connection = connection
        names = ReferenceNames.of(connection)
    }

    /// What an answer shows of a record.
    public struct Shape: Sendable {
        var fields: [Field]?
        var includes: [Resource.Include] = []

        /// The whole record, without what belongs to it.
        public static let whole = Shape()

        public init() {}

        /// The fields that were asked for; nil for all.
        public var chosenFields: [Field]? { fields }

        /// - Throws: `KnowledgeError.parameter`.
        public init(_ resource: Resource, _ parameters: [ListQuery.Parameter]) throws {
            var seen: Set<String> = []
            for parameter in parameters {
                guard seen.insert(parameter.name).inserted else {
                    throw KnowledgeError.parameter(
                        "The parameter \(parameter.name) is given twice: give its values once, separated by commas")
                }
                switch parameter.name {
                case "fields": fields = try ListQuery.fields(resource, parameter)
                case "include" where !resource.includes.isEmpty: includes = try ListQuery.includes(resource, parameter)
                default:
                    let known = ["fields"] + (resource.includes.isEmpty ? [] : ["include"]) + ["revision", "as_of"]
                    throw KnowledgeError.parameter(
                        "Unknown parameter \(parameter.name)\(Nearest.advice(for: parameter.name, among: known))"
                    )
                }
            }
        }
    }

    /// The id of the record that `reference`, an id or a slug, leads to; nil where there is none.
    public func id(of reference: String, in resource: Resource) throws -> Int? {
        if reference.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            guard let id = Int(reference) else { return nil }
            return try connection.integer("SELECT id FROM \(resource.name) WHERE id = ?", [Value(id)])
        }
        guard resource.hasSlug else { return nil }
        return try connection.integer("SELECT id FROM \(resource.name) WHERE slug = ?", [.text(reference)])
    }

    /// As `id(of:in:)`, or an error that says that it was merged or deleted, or names the nearest record that there is.
    public func requiredID(of reference: String, in resource: Resource) throws -> Int {
        if let id = try id(of: reference, in: resource) { return id }
        if let merged = try merged(reference, in: resource) { throw merged.error }
        if let deletion = try deletion(of: reference, in: resource) {
            throw KnowledgeError.gone(
                "The \(resource.singular) \(reference) was deleted at \(deletion.at): POST \(Address.root)/\(resource.name)/\(deletion.id)/restore brings it back"
            )
        }
        throw KnowledgeError.notFound(
            "There is no \(resource.singular) \(reference)\(try nearestHint(to: reference, in: resource))")
    }

    /// The text of an article, in which positions count.
    ///
    /// - Throws: `KnowledgeError.notFound`.
    public func articleText(_ reference: String) throws -> String {
        let id = try requiredID(of: reference, in: Catalog["articles"])
        return try connection.string("SELECT text FROM articles WHERE id = ?", [Value(id)]) ?? ""
    }

    /// One record as JSON.
    ///
    /// - Throws: `KnowledgeError.notFound`.
    public func item(_ resource: Resource, _ reference: String, _ shape: Shape = .whole) throws -> JSONBuffer {
        var json = JSONBuffer(capacity: shape.includes.isEmpty ? 8_192 : 32_768)
        // An id needs no look-up of its own: the record is read by it, or is not there.
        if let id = ListQuery.integer(reference), try write(resource, id, shape, into: &json) { return json }
        try write(resource, requiredID(of: reference, in: resource), shape, into: &json)
        return json
    }

    /// Writes one record's object. Returns whether the record is there; if not, nothing is written.
    @discardableResult
    func write(_ resource: Resource, _ id: Int, _ shape: Shape = .whole, into json: inout JSONBuffer) throws -> Bool {
        let representation =
            shape.fields.map { Representation(resource, fields: $0) } ?? Representation.whole(resource)
        let start = json.count
        json.open()
        guard try writeMembers(representation, id, into: &json) else {
            json.truncate(to: start)
            return false
        }
        try writeIncludes(shape, of: resource, id, into: &json)
        json.close()
        return true
    }

    func writeIncludes(_ shape: Shape, of resource: Resource, _ id: Int, into json: inout JSONBuffer) throws {
        for include in shape.includes { try write(include, of: resource, id, into: &json) }
    }

    /// Writes the members of one record. Returns whether it is there.
    @discardableResult
    func writeMembers(_ representation: Representation, _ id: Int, into json: inout JSONBuffer) throws -> Bool {
        var isThere = false
        func take(_ row: Row) throws {
            try representation.write(row, into: &json, with: names)
            isThere = true
        }
        if let statement = representation.byID {
            try connection.query(statement, id, take)
        } else {
            try connection.query(representation.byIDText, [Value(id)], take)
        }
        return isThere
    }

    /// How many records `include=` adds at the most; a list's largest page.
    static let includeLimit = ListQuery.limits.upperBound

    /// Adds `"quotes":[…]`, and where there are more than a page holds, the path of the next one as `"quotes_next"`.
    private func write(
        _ include: Resource.Include, of resource: Resource, _ id: Int, into json: inout JSONBuffer
    ) throws {
        let plan = IncludePlan.plan(include, of: resource)
        json.key(include.resource)
        json.openArray()
        var count = 0
        var last: Cursor?
        try connection.query(plan.statement, id) { row in
            count += 1
            if count > Self.includeLimit { return }
            if count == Self.includeLimit {
                last = Cursor(values: [row.value(plan.representation.fields.count + 1)], id: row.integer(0))
            }
            json.comma()
            json.open()
            try plan.representation.write(row, into: &json, with: names)
            json.close()
        }
        json.closeArray()
        if count > Self.includeLimit, let last {
            json.key("\(include.resource)_next")
            json.string(
                "\(Address.root)/\(include.resource)?\(include.field)=\(id)&sort=\(include.sort)&limit=\(Self.includeLimit)&cursor=\(last.text(for: plan.sort))"
            )
        }
    }
}

/// Where things are to be found over HTTP: what an answer's links begin with.
public enum Address {
    public static let root = "/api/v1"

    /// The id of a passage's element on its article's page: `q12` of a quote, `s12` of a statistic.
    public static func anchor(_ resource: String, _ id: Int) -> String { "\(resource.prefix(1))\(id)" }

    /// A passage on the page of the article with this slug.
    static func passage(_ slug: String, _ resource: String, _ id: Int) -> String {
        "/articles/\(slug)#\(anchor(resource, id))"
    }

    /// A value in a query: all but unreserved characters escaped (RFC 3986 §2.3).
    public static func encoded(_ text: String) -> String {
        var encoded = ""
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E:
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                encoded += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return encoded
    }
}

/// The statement of an `include=`, made once.
private struct IncludePlan: Sendable {
    let representation: Representation
    let sort: [SortKey]
    let statement: Prepared

    private static let plans: [String: IncludePlan] = {
        var plans: [String: IncludePlan] = [:]
        for resource in Catalog.resources {
            for include in resource.includes { plans["\(resource.name) \(include.resource)"] = IncludePlan(include) }
        }
        return plans
    }()

    static func plan(_ include: Resource.Include, of resource: Resource) -> IncludePlan {
        plans["\(resource.name) \(include.resource)"] ?? IncludePlan(include)
    }

    private init(_ include: Resource.Include) {
        let resource = Catalog[include.resource]
        representation = Representation.whole(resource)
        // The sort is declared and known to parse; a record's own order is what is left if it ever did not.
        sort = (try? SortKey.parse(include.sort, of: resource)) ?? []
        let direction = sort.first?.isDescending == true ? " DESC" : ""
        let key = sort.first?.expression(in: resource) ?? "\(resource.name).id"
        statement = Prepared(
            """
            SELECT \(representation.columns), \(key) FROM \(resource.name) WHERE \(resource.name).\(include.field) = ?
            ORDER BY \(key)\(direction), \(resource.name).id\(direction) LIMIT \(Reading.includeLimit + 1)
            """)
    }
}
