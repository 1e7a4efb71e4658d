internal import Store

/// What was done to a record, and to all of them.
extension Reading {
    /// How many bytes of a history make a page, however few entries that are.
    private static let historyBytes = 1_024 * 1_024

    /// Writes a page of a record's history, the newest first; also of one that was deleted.
    ///
    /// - Parameters:
    ///   - before: the number of an entry: only what comes before it.
    ///   - path: of the next page's address.
    /// - Returns: the next page's address; nil at the end.
    /// - Throws: `KnowledgeError.notFound`.
    public func history(
        _ resource: Resource, _ reference: String, limit: Int, before: Int?, path: String, into json: inout JSONBuffer
    ) throws -> String? {
        let id = try pastID(of: reference, in: resource)
        var count = 0
        var last = 0
        var isFull = false
        json.open()
        json.key("items")
        json.openArray()
        try connection.query(
            """
            SELECT id, revision, at, by, action, note, changes FROM history
            WHERE resource = ? AND item = ? AND id < ? ORDER BY id DESC LIMIT ?
            """, [.text(resource.name), Value(id), Value(before ?? .max), Value(limit + 1)]
        ) { row in
            // Bodies are long, and of an edit both are there.
            isFull = isFull || count == limit || json.count > Self.historyBytes
            if isFull { return }
            count += 1
            last = row.integer(0)
            json.comma()
            json.open()
            json.key("revision")
            json.integer(row.integer(1))
            json.key("at")
            json.string(row.string(2))
            json.key("by")
            json.string(row.string(3))
            json.key("action")
            json.string(row.string(4))
            json.key("note")
            row.optionalString(5).map { json.string($0) } ?? json.null()
            json.key("changes")
            try writeChanges(row.optionalString(6), resource, into: &json)
            json.close()
        }
        json.closeArray()
        let next = isFull ? "\(path)?limit=\(limit)&cursor=\(last)" : nil
        json.key("next")
        next.map { json.string($0) } ?? json.null()
        json.close()
        return next
    }

    /// The changes of an entry that a person made; what the server follows them with (a time, a passage that is where
    /// it was) is left out.
    private func writeChanges(_ text: String?, _ resource: Resource, into json: inout JSONBuffer) throws {
        json.openArray()
        if let text, case .array(let changes) = try JSONReader.read(text) {
            for change in changes {
                guard let field = change["field"]?.string.flatMap(resource.field), field.name != "updated_at",
                    change["from"] != change["to"]
                else { continue }
                json.comma()
                json.open()
                json.key("field")
                json.string(field.name)
                for side in ["from", "to"] {
                    json.key(side)
                    try write(change[side] ?? .null, of: field, into: &json)
                }
                json.close()
            }
        }
        json.closeArray()
    }

    /// A reference as it is read elsewhere; where the record is gone, its id is left.
    private func write(_ value: JSON, of field: Field, into json: inout JSONBuffer) throws {
        guard case .reference(let target) = field.type, let id = value.integer else {
            json.value(value)
            return
        }
        let start = json.count
        try names.write(Catalog.index(of: target), id, into: &json)
        if json.bytes(from: start, count: json.count - start).elementsEqual("null".utf8) {
            json.truncate(to: start)
            json.value(["id": value])
        }
    }

    /// One entry of ``changes(since:limit:_:)``.
    public struct Change: Sendable {
        /// Its number: larger than that of every change that was committed before.
        public let number: Int
        /// {at, by, action, resource, id, slug, revision} as JSON.
        public let json: String
    }

    /// What was written after the change of number `since`, the oldest first. What readers send in is not among it.
    ///
    /// There is one writer, and it gives the numbers within its transactions: they grow in the order of commits, so that
    /// no change can appear before one that was seen already.
    public func changes(since: Int, limit: Int) throws -> [Change] {
        try connection.all(
            """
            SELECT id, at, by, action, resource, item, slug, revision FROM history
            WHERE id > ? AND resource <> 'corrections' ORDER BY id LIMIT ?
            """, [Value(since), Value(limit)]
        ) { row in
            var json = JSONBuffer(capacity: 256)
            json.open()
            for (index, name) in ["at", "by", "action", "resource"].enumerated() {
                json.key(name)
                json.string(row.string(index + 1))
            }
            json.key("id")
            json.integer(row.integer(5))
            json.key("slug")
            row.optionalString(6).map { json.string($0) } ?? json.null()
            json.key("revision")
            json.integer(row.integer(7))
            json.close()
            return Change(number: row.integer(0), json: json.string)
        }
    }

    /// The slug and the revision of a record; nil where it is not there.
    public func version(of id: Int, in resource: Resource) throws -> (slug: String?, revision: Int)? {
        try connection.first(
            "SELECT revision, \(resource.hasSlug ? "slug" : "NULL") FROM \(resource.name) WHERE id = ?", [Value(id)]
        ) { (slug: $0.optionalString(1), revision: $0.integer(0)) }
    }

    /// Whether `reference` led to a record that is no longer there.
    public func wasDeleted(_ reference: String, in resource: Resource) throws -> Bool {
        try deletion(of: reference, in: resource) != nil
    }

    /// A record that is no longer there: its id, and the entry that says so.
    struct Deletion {
        let id: Int
        let entry: Int
        let at: String
    }

    /// The deletion of the record that `reference`, an id or a slug, led to; nil where there never was one, or it is
    /// there again.
    func deletion(of reference: String, in resource: Resource) throws -> Deletion? {
        var id = ListQuery.integer(reference)
        if id == nil, resource.hasSlug {
            id = try connection.integer(
                """
                SELECT item FROM history WHERE resource = ? AND slug = ? AND action = 'delete'
                ORDER BY id DESC LIMIT 1
                """, [.text(resource.name), .text(reference)])
        }
        guard let id else { return nil }
        let last = try connection.first(
            "SELECT id, action, at FROM history WHERE resource = ? AND item = ? ORDER BY id DESC LIMIT 1",
            [.text(resource.name), Value(id)]
        ) { (entry: $0.integer(0), action: $0.string(1), at: $0.string(2)) }
        guard let last, last.action == "delete" else { return nil }
        return Deletion(id: id, entry: last.entry, at: last.at)
    }
}
