internal import Store

/// How records of one resource are read and written as JSON: which columns, in which order, each by its type.
struct Representation: Sendable {
    let resource: Resource
    let fields: [Field]
    /// The SELECT list; the record's id stands first.
    let columns: String
    private let writers: [Writer]

    private struct Writer: Sendable {
        /// `,"name":`
        let key: [UInt8]
        let kind: Kind
    }

    private enum Kind: Sendable {
        case integer, number, text, json, roles
        case reference(Int)
        /// Objects in which some members refer to records.
        case referring([Field])
    }

    /// All fields of each resource, in the order of the catalog.
    private static let whole = Catalog.resources.map { Representation($0, fields: $0.fields) }

    static func whole(_ resource: Resource) -> Representation {
        whole[Catalog.index(of: resource.name)]
    }

    init(_ resource: Resource, fields: [Field]) {
        self.resource = resource
        self.fields = fields
        columns = (["\(resource.name).id"] + fields.map { $0.column(in: resource) }).joined(separator: ", ")
        writers = fields.map { field in
            Writer(key: Array(",\"\(field.name)\":".utf8), kind: Self.kind(of: field))
        }
    }

    private static func kind(of field: Field) -> Kind {
        switch field.type {
        case .integer: .integer
        case .number: .number
        case .reference(let target): .reference(Catalog.index(of: target))
        case .roles: .roles
        case .objects(let members) where members.contains(where: \.isReference): .referring(members)
        default: field.type.isStoredAsJSON ? .json : .text
        }
    }

    /// The statement that reads one record by its id.
    var byID: String { "SELECT \(columns) FROM \(resource.name) WHERE \(resource.name).id = ?" }

    /// Writes the members of the row's object, without the braces around them.
    func write(_ row: Row, into json: inout JSONBuffer, with names: ReferenceNames) throws {
        var isFirst = true
        for (index, writer) in writers.enumerated() {
            writer.key.withUnsafeBytes { key in
                json.raw(isFirst ? UnsafeRawBufferPointer(rebasing: key.dropFirst()) : key)
            }
            isFirst = false
            let column = index + 1
            switch writer.kind {
            case .text:
                if let text = row.utf8(column) { json.string(utf8: text) } else { json.null() }
            case .json:
                if let text = row.utf8(column) { json.raw(text) } else { json.null() }
            case .integer:
                if row.isNull(column) { json.null() } else { json.integer(row.integer(column)) }
            case .number:
                if row.isNull(column) { json.null() } else { json.number(row.real(column)) }
            case .reference(let target):
                if row.isNull(column) { json.null() } else { try names.write(target, row.integer(column), into: &json) }
            case .referring(let members):
                try Self.write(row.utf8(column), members, into: &json, with: names)
            case .roles:
                try names.writeRoles(of: row.integer(0), into: &json)
            }
        }
    }

    /// Stored objects keep a reference as an id; it is read as {id, slug, name or title}.
    private static func write(
        _ text: UnsafeRawBufferPointer?, _ members: [Field], into json: inout JSONBuffer, with names: ReferenceNames
    ) throws {
        guard let text, text.count > 2, case .array(let objects) = try JSONReader.read(text) else {
            json.raw("[]" as StaticString)
            return
        }
        json.openArray()
        for object in objects {
            json.comma()
            json.open()
            for member in members {
                json.key(member.name)
                if case .reference(let target) = member.type, let id = object[member.name]?.integer {
                    try names.write(Catalog.index(of: target), id, into: &json)
                } else {
                    json.value(object[member.name] ?? .null)
                }
            }
            json.close()
        }
        json.closeArray()
    }
}

extension Field {
    var isReference: Bool { if case .reference = type { true } else { false } }

    /// The SQL expression that the field is read by.
    func column(in resource: Resource) -> String {
        if let expression { return expression }
        // Roles are read by a statement of their own.
        if case .roles = type { return "NULL" }
        return "\(resource.name).\(name)"
    }
}

extension Catalog {
    private static let indexes = Dictionary(uniqueKeysWithValues: resources.enumerated().map { ($1.name, $0) })

    static func index(of name: String) -> Int {
        guard let index = indexes[name] else { preconditionFailure("no resource \(name) is declared") }
        return index
    }
}
