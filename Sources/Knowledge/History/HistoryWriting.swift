internal import Store

/// Every write leaves an entry in the history, in the same transaction.
extension Writing {
    enum Action: String {
        case create, update, delete, restore
        /// An expert turned out to be another; or did not after all.
        case merge, unmerge
        /// A conflict of figures, which is no resource of its own, was settled; or opened again.
        case settle, unsettle
        /// A passage stands otherwise, or no longer, since the article was edited.
        case anchor
    }

    private static let entering =
        """
        INSERT INTO history (at, by, action, resource, item, slug, revision, note, cause, changes)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id
        """

    /// Adds an entry. Returns its number.
    ///
    /// - Parameters:
    ///   - columns: of the record, as far as `slug` and `revision` go.
    ///   - changes: a list of them as JSON, or the whole record of a deletion.
    ///   - cause: the deletion of which this is a part.
    @discardableResult
    func enter(
        _ action: Action, _ resource: Resource, _ id: Int, _ columns: [String: Value], changes: String? = nil,
        cause: Int? = nil
    ) throws -> Int {
        try enter(action, resource.name, id, columns, changes: changes, cause: cause)
    }

    @discardableResult
    func enter(
        _ action: Action, _ resource: String, _ id: Int, _ columns: [String: Value] = [:], changes: String? = nil,
        cause: Int? = nil
    ) throws -> Int {
        let entry = try connection.integer(
            Self.entering,
            [
                .text(now), .text(author.name), .text(action.rawValue), .text(resource), Value(id),
                columns["slug"] ?? .null, columns["revision"] ?? 1, Value(author.note),
                cause.map { Value($0) } ?? .null,
                Value(changes),
            ])
        guard let entry else { throw StoreError.constraint("no row was inserted into history") }
        return entry
    }

    /// Writes `changed` columns of a record and enters what they were.
    ///
    /// - Parameter stored: the record as it is, of `storedColumns`.
    func change(
        _ resource: Resource, _ id: Int, _ stored: [String: Value], to changed: [String: Value],
        _ action: Action = .update, cause: Int? = nil
    ) throws {
        let written = try changed.merging(changedSearchForms(changed, of: resource, id, stored)) { _, forms in forms }
        let names = written.keys.sorted()
        try connection.execute(
            """
            UPDATE \(resource.name) SET \(names.map { "\($0) = ?, " }.joined())updated_at = ?, revision = revision + 1
            WHERE id = ?
            """, names.map { written[$0] ?? .null } + [.text(now), Value(id)])
        try followSearchForms(of: resource, id, changed)
        guard case .integer(let revision)? = stored["revision"] else { return }
        var entered = changed
        entered["updated_at"] = .text(now)
        try enter(
            action, resource, id,
            ["slug": changed["slug"] ?? stored["slug"] ?? .null, "revision": .integer(revision + 1)],
            changes: Self.changes(of: resource, from: stored, to: entered), cause: cause)
    }

    /// `[{"field":…,"from":…,"to":…}]`, of those columns that are fields.
    static func changes(of resource: Resource, from stored: [String: Value], to changed: [String: Value]) -> String {
        var json = JSONBuffer(capacity: 512)
        json.openArray()
        for field in resource.keptFields {
            guard let value = changed[field.name] else { continue }
            json.comma()
            json.open()
            json.raw("\"field\":" as StaticString)
            json.string(field.name)
            json.raw(",\"from\":" as StaticString)
            json.column(stored[field.name] ?? .null, field)
            json.raw(",\"to\":" as StaticString)
            json.column(value, field)
            json.close()
        }
        json.closeArray()
        return json.string
    }

    /// A whole record, column by column.
    static func whole(_ resource: Resource, _ stored: [String: Value]) -> String {
        var json = JSONBuffer(capacity: 1_024)
        json.open()
        for field in resource.keptFields {
            json.key(field.name)
            json.column(stored[field.name] ?? .null, field)
        }
        json.close()
        return json.string
    }

    /// Deletes a record, and enters it with all that goes with it: an article's quotes, statistics and corrections; and
    /// what its translations lose.
    func remove(_ resource: Resource, _ id: Int) throws {
        let stored = try storedColumns(resource, id)
        let entry = try enter(.delete, resource, id, stored, changes: Self.whole(resource, stored))
        if resource.name == "articles" {
            let translations = try connection.all("SELECT id FROM articles WHERE translation_of = ?", [Value(id)]) {
                $0.integer(0)
            }
            for translation in translations {
                try change(
                    resource, translation, storedColumns(resource, translation), to: ["translation_of": .null],
                    cause: entry)
            }
            for (quote, _) in try quotesSameAs(ofArticle: id) { try setSameAs(of: quote, to: nil, cause: entry) }
            for name in ["quotes", "statistics", "corrections"] {
                let member = Catalog[name]
                let ids = try connection.all("SELECT id FROM \(name) WHERE article = ? ORDER BY id", [Value(id)]) {
                    $0.integer(0)
                }
                for id in ids {
                    let stored = try storedColumns(member, id)
                    try enter(.delete, member, id, stored, changes: Self.whole(member, stored), cause: entry)
                }
            }
        }
        if resource.name == "quotes" {
            for quote in try quotesSameAs(id) { try setSameAs(of: quote, to: nil, cause: entry) }
        }
        try connection.execute("DELETE FROM \(resource.name) WHERE id = ?", [Value(id)])
    }
}

extension JSONBuffer {
    /// A column as the history keeps it: lists and objects as JSON, a reference as an id.
    mutating func column(_ value: Value, _ field: Field) {
        switch value {
        // No field is kept as bytes.
        case .null, .blob: null()
        case .integer(let integer): self.integer(Int(integer))
        case .real(let real): number(real)
        case .text(let text): if field.type.isStoredAsJSON { raw(text) } else { string(text) }
        }
    }
}

extension Field {
    /// The column of what `JSONBuffer.column` has written.
    func column(_ json: JSON?) -> Value {
        switch json {
        case nil, .null?: return .null
        case .number(let number)?:
            if case .number = type { return number.double.map(Value.real) ?? .null }
            return number.integer.map { Value($0) } ?? .null
        case .string(let text)? where !type.isStoredAsJSON: return .text(text)
        case .some(let json): return .text(json.text)
        }
    }
}
