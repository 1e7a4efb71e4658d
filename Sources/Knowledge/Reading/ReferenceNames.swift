internal import Store

/// The names of records that others refer to: each is read once and then copied.
///
/// On a read connection they are kept from one read to the next, for as long as the store's generation lasts; on the
/// writer's, where a name may change within a transaction, for the length of one answer.
final class ReferenceNames {
    /// It holds these names, and outlives them.
    private unowned let connection: Connection
    private var written = JSONBuffer(capacity: 1_024)
    private var places: [Int: (start: Int, count: Int)] = [:]
    private var lastKey = -1
    private var lastPlace = (start: 0, count: 0)
    /// The generation that the names are of; an odd one is that of no state.
    private var generation: UInt64 = 1
    /// Whether the generation has been looked at since the present read began.
    private var isChecked = false

    /// How many bytes of names are kept: some 10,000 of them.
    private static let keptBytes = 1_024 * 1_024

    /// The names of a connection.
    static func of(_ connection: Connection) -> ReferenceNames {
        guard connection.isReadOnly else { return ReferenceNames(connection) }
        let names = connection.companion as? ReferenceNames ?? ReferenceNames(connection)
        connection.companion = names
        names.isChecked = false
        return names
    }

    private init(_ connection: Connection) { self.connection = connection }

    /// Forgets the names of another generation.
    ///
    /// By now the read has looked at something, so that its snapshot is taken: if the generation is still that of the
    /// names, the snapshot is of that generation too, for what is committed is seen under an odd one first.
    private func check() {
        isChecked = true
        let present = connection.generation.current
        if connection.isReadOnly, present == generation, written.count < Self.keptBytes { return }
        generation = present | 1 == present ? 1 : present
        places.removeAll(keepingCapacity: true)
        lastKey = -1
        written.truncate(to: 0)
    }

    private static let statements = Catalog.all.map { resource in
        Prepared(
            resource.label.map { "SELECT id, slug, \($0) FROM \(resource.name) WHERE id = ?" }
                ?? "SELECT id FROM \(resource.name) WHERE id = ?")
    }

    /// Writes `{"id":…,"slug":…,"name":…}` of a record, or null where it is no longer there.
    func write(_ resource: Int, _ id: Int, into json: inout JSONBuffer) throws {
        if !isChecked { check() }
        let key = id * Self.statements.count + resource
        let place: (start: Int, count: Int)
        if key == lastKey {
            place = lastPlace
        } else if let known = places[key] {
            place = known
        } else {
            let start = written.count
            try append(Catalog.all[resource], Self.statements[resource], id)
            place = (start, written.count - start)
            places[key] = place
        }
        // Who is quoted is the same in all of an expert's quotes, the article in all of an article's.
        (lastKey, lastPlace) = (key, place)
        json.raw(written.bytes(from: place.start, count: place.count))
    }

    private static let survivorStatement = Prepared("SELECT survivor FROM experts_merged WHERE id = ?")

    private func append(_ resource: Resource, _ statement: Prepared, _ id: Int) throws {
        var found = false
        try connection.query(statement, id) { row in
            found = true
            written.open()
            written.raw("\"id\":" as StaticString)
            written.integer(row.integer(0))
            if let label = resource.label, let slug = row.utf8(1), let name = row.utf8(2) {
                written.raw(",\"slug\":" as StaticString)
                written.string(utf8: slug)
                written.raw(label == "title" ? ",\"title\":" : ",\"name\":" as StaticString)
                written.string(utf8: name)
            }
            written.close()
        }
        // What was said by one who was merged since, an earlier state says of whom it is now.
        if !found, resource.name == "experts" {
            var survivor: Int?
            try connection.query(Self.survivorStatement, id) { survivor = $0.integer(0) }
            if let survivor { return try append(resource, statement, survivor) }
        }
        if !found { written.null() }
    }

    /// Writes the roles printed beside an expert's name, the earliest first.
    func writeRoles(of expert: Int, into json: inout JSONBuffer) throws {
        // In the index's own order; the few that there are are put in order of time here, without a sorter of SQLite's.
        var roles: [(role: String, count: Int, first: String?, last: String?)] = []
        try connection.query(Self.rolesStatement, expert) { row in
            roles.append((row.string(0), row.integer(1), row.optionalString(2), row.optionalString(3)))
        }
        if roles.count > 1 { roles.sort { ($0.first ?? "~", $0.role) < ($1.first ?? "~", $1.role) } }
        json.openArray()
        for role in roles {
            json.comma()
            json.raw("{\"role\":" as StaticString)
            json.string(role.role)
            json.raw(",\"count\":" as StaticString)
            json.integer(role.count)
            json.raw(",\"first_quoted_on\":" as StaticString)
            role.first.map { json.string($0) } ?? json.null()
            json.raw(",\"last_quoted_on\":" as StaticString)
            role.last.map { json.string($0) } ?? json.null()
            json.close()
        }
        json.closeArray()
    }

    private static let rolesStatement = Prepared(
        """
        SELECT role, count(*), min(quoted_on), max(quoted_on) FROM quotes
        WHERE expert = ? AND role IS NOT NULL GROUP BY role
        """)
}
