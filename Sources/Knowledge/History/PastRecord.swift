internal import Store

/// Records as they once were: from the present row, or from the whole that a deletion left, back through the changes.
extension Reading {
    /// Which of a record's states is asked for.
    public enum Moment: Sendable, Equatable {
        case revision(Int)
        /// RFC 3339 in UTC with milliseconds, as times are stored.
        case time(String)
    }

    /// One record as it was, as JSON: what it refers to has its present name, and what is counted is left out.
    ///
    /// - Throws: `KnowledgeError.notFound` where there was none then, or nothing is known of then.
    public func item(
        _ resource: Resource, _ reference: String, at moment: Moment, fields: [Field]? = nil
    ) throws -> JSONBuffer {
        let id = try pastID(of: reference, in: resource)
        let columns = try past(resource, id, reference, moment)
        var kept = [resource.fields[0]] + resource.keptFields
        if let fields {
            let names = Set(kept.map(\.name))
            if let other = fields.first(where: { !names.contains($0.name) }) {
                throw KnowledgeError.parameter("fields: \(other.name) is counted, and not kept of earlier revisions")
            }
            kept = fields
        }
        var json = JSONBuffer()
        let values = kept.map { columns[$0.name] ?? .null }
        let marks = Array(repeating: "?", count: values.count + 1).joined(separator: ", ")
        json.open()
        try connection.query("SELECT \(marks)", [Value(id)] + values) { row in
            try Representation(resource, fields: kept).write(row, into: &json, with: names)
        }
        json.close()
        return json
    }

    /// The columns of a record as it was: what was written since is taken back, the newest first.
    func past(
        _ resource: Resource, _ id: Int, _ reference: String, _ moment: Moment
    ) throws -> [String: Value] {
        var state = PastState(resource)
        if try connection.integer("SELECT 1 FROM \(resource.name) WHERE id = ?", [Value(id)]) == 1 {
            state.columns = try storedColumns(resource, id)
        }
        let since: ListQuery.Condition =
            switch moment {
            case .revision(let revision):
                ListQuery.Condition(
                    sql: "(revision > ? OR revision = ? AND action IN ('delete', 'merge'))",
                    arguments: [Value(revision), Value(revision)])
            case .time(let time): ListQuery.Condition(sql: "at > ?", arguments: [.text(time)])
            }
        try connection.query(
            """
            SELECT action, revision, changes FROM history
            WHERE resource = ? AND item = ? AND \(since.sql) ORDER BY id DESC
            """, [.text(resource.name), Value(id)] + since.arguments
        ) { try state.undo($0.string(0), $0.integer(1), $0.optionalString(2)) }
        guard var columns = state.columns, Self.isOf(moment, columns) else {
            throw KnowledgeError.notFound(Self.absence(resource, reference, moment, state.columns))
        }
        columns["id"] = Value(id)
        return columns
    }

    /// Whether what is left is the state of `moment`, and not the earliest that is known.
    private static func isOf(_ moment: Moment, _ columns: [String: Value]) -> Bool {
        switch moment {
        case .revision(let revision): columns["revision"] == Value(revision)
        case .time(let time):
            if case .text(let changed)? = columns["updated_at"] { changed <= time } else { false }
        }
    }

    private static func absence(
        _ resource: Resource, _ reference: String, _ moment: Moment, _ earliest: [String: Value]?
    ) -> String {
        var known = ""
        if case .integer(let first)? = earliest?["revision"], case .text(let time)? = earliest?["updated_at"] {
            known = ": what is known of it begins with revision \(first), of \(time)"
            if case .revision(let revision) = moment, first < revision { known = ": the last is \(first)" }
        }
        switch moment {
        case .revision(let revision):
            return "There is no revision \(revision) of the \(resource.singular) \(reference)\(known)"
        case .time(let time): return "There was no \(resource.singular) \(reference) at \(time)\(known)"
        }
    }

    /// The id of a record that is there, or was.
    public func pastID(of reference: String, in resource: Resource) throws -> Int {
        if let id = try id(of: reference, in: resource) { return id }
        if let merged = try merged(reference, in: resource) { return merged.id }
        if let deletion = try deletion(of: reference, in: resource) { return deletion.id }
        return try requiredID(of: reference, in: resource)
    }

    /// What the history needs of a record: every field that is kept, by its column.
    func storedColumns(_ resource: Resource, _ id: Int) throws -> [String: Value] {
        let fields = resource.keptFields
        let values = try connection.first(resource.keptStatement, [Value(id)]) { row in
            fields.indices.map { row.value($0) }
        }
        return Dictionary(uniqueKeysWithValues: zip(fields.map(\.name), values ?? []))
    }
}

extension Resource {
    /// The columns of a record that was kept whole; without those that there were not yet.
    func columns(_ whole: JSON) -> [String: Value] {
        var columns: [String: Value] = [:]
        for field in keptFields {
            if let json = whole[field.name] { columns[field.name] = field.column(json) }
        }
        return columns
    }
}

/// A record on its way back through its history; nil where it was not there.
private struct PastState {
    let resource: Resource
    var columns: [String: Value]?

    init(_ resource: Resource) { self.resource = resource }

    /// Takes back what one entry says, the newest first.
    mutating func undo(_ action: String, _ revision: Int, _ changes: String?) throws {
        let json = try changes.map { try JSONReader.read($0) }
        switch action {
        case "create", "unmerge": columns = nil
        case "restore" where json == nil: columns = nil
        case "delete", "merge":
            columns = json.map(resource.columns)
        default:
            for change in json?.array ?? [] {
                guard let field = change["field"]?.string.flatMap(resource.field) else { continue }
                columns?[field.name] = field.column(change["from"])
            }
            // Passages that are looked for again make no revision.
            columns?["revision"] = Value(action == "anchor" ? revision : revision - 1)
        }
    }
}
