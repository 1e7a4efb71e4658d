internal import Store

/// How records of one resource are read and written as JSON: which columns, in which order, each by its type.
struct Representation: Sendable {
    let resource: Resource
    let fields: [Field]
    /// The SELECT list; the record's id stands first.
    let columns: String
    /// The statement that reads one record by its id; nil for a choice of fields, which is one request's own.
    let byID: Prepared?
    var byIDText: String { "SELECT \(columns) FROM \(resource.name) WHERE \(resource.name).id = ?" }
    private let writers: [Writer]

    /// One column's key and how its value is written. Without references to count: a row has some twenty of them.
    private struct Writer: Sendable {
        let key: Key
        let kind: Kind
    }

    private enum Kind: Sendable {
        case integer, number, text, json, roles
        case reference(Int)
        /// Objects in which some members refer to records.
        case referring
    }

    /// `,"name":`, padded, so that it is copied as two words of sixteen bytes.
    private struct Key: Sendable {
        let low: SIMD16<UInt8>
        let high: SIMD16<UInt8>
        let count: Int

        init(_ name: String) {
            let bytes = Array(",\"\(name)\":".utf8)
            precondition(bytes.count <= 32, "\(name): a field's name is at most 28 bytes long")
            let padded = bytes + Array(repeating: 0, count: 32 - bytes.count)
            low = SIMD16(padded[..<16])
            high = SIMD16(padded[16...])
            count = bytes.count
        }
    }

    /// All fields of each resource, in the order of the catalog.
    private static let whole = Catalog.all.map { Representation($0, fields: $0.fields, isKept: true) }

    static func whole(_ resource: Resource) -> Representation {
        whole[Catalog.index(of: resource.name)]
    }

    /// - Parameter isKept: it lasts as long as the program does, and so do its statements.
    init(_ resource: Resource, fields: [Field], isKept: Bool = false) {
        self.resource = resource
        self.fields = fields
        columns = (["\(resource.name).id"] + fields.map { $0.column(in: resource) }).joined(separator: ", ")
        byID = isKept ? Prepared("SELECT \(columns) FROM \(resource.name) WHERE \(resource.name).id = ?") : nil
        writers = fields.map { field in
            Writer(key: Key(field.name), kind: Self.kind(of: field))
        }
    }

    private static func kind(of field: Field) -> Kind {
        switch field.type {
        case .integer: .integer
        case .number: .number
        case .reference(let target): .reference(Catalog.index(of: target))
        case .roles: .roles
        case .objects(let members) where members.contains(where: \.isReference): .referring
        default: field.type.isStoredAsJSON ? .json : .text
        }
    }

    /// Writes the members of the row's object, without the braces around them.
    func write(_ row: Row, into json: inout JSONBuffer, with names: ReferenceNames) throws {
        for (index, writer) in writers.enumerated() {
            // What stands first has no comma before it.
            if index == 0 {
                json.key(fields[0].name)
            } else {
                json.padded(writer.key.low, writer.key.high, count: writer.key.count)
            }
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
            case .referring:
                guard case .objects(let members) = fields[index].type else { continue }
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
    private static let indexes = Dictionary(uniqueKeysWithValues: all.enumerated().map { ($1.name, $0) })

    static func index(of name: String) -> Int {
        guard let index = indexes[name] else { preconditionFailure("no resource \(name) is declared") }
        return index
    }
}
