internal import Store

/// Bringing back what was: an earlier revision, or a record that was deleted.
extension Writing {
    /// Brings back the record as it was in a revision: the fields that a client writes become what they were, in a new
    /// revision. One that was deleted is brought back first. Returns its id.
    ///
    /// - Throws: `KnowledgeError.notFound` where there is no such record or revision, `KnowledgeError.conflict` where
    ///   something that it had or referred to is taken or gone.
    public mutating func restore(
        _ resource: Resource, _ reference: String, to revision: Int,
        precondition: (borrowing JSONBuffer) throws -> Void = { _ in }
    ) throws -> Int {
        let id = try reading.pastID(of: reference, in: resource)
        let past = try current(reading.past(resource, id, reference, .revision(revision)), of: resource)
        if try reading.id(of: String(id), in: resource) == nil { _ = try restore(resource, String(id)) }
        var present = JSONBuffer()
        try reading.write(resource, id, into: &present)
        try precondition(present)
        let stored = try storedColumns(resource, id)
        let columns = Dictionary(
            uniqueKeysWithValues: resource.writtenFields.map { ($0.name, past[$0.name] ?? .null) })
        try refuseGone(columns, of: resource, id)
        try write(columns, over: stored, of: resource, id, .restore)
        return id
    }

    /// Brings back a record that was deleted, under its id and slug, with all that was deleted along with it.
    ///
    /// - Throws: `KnowledgeError.conflict` where it is there, or its slug or url is taken, or what it refers to is gone.
    public mutating func restore(_ resource: Resource, _ reference: String) throws -> Int {
        if let id = try reading.id(of: reference, in: resource) {
            throw KnowledgeError.conflict(
                "The \(resource.singular) \(reference) is not deleted: send {\"revision\": …} for an earlier one",
                path: "\(Address.root)/\(resource.name)/\(id)")
        }
        guard let deletion = try reading.deletion(of: reference, in: resource) else {
            return try reading.requiredID(of: reference, in: resource)
        }
        var later: [(quote: Int, same: Int)] = []
        try bringBack(resource, deletion.id, deletion.entry, nil, &later)
        let along = try connection.all(
            "SELECT id, action, resource, item FROM history WHERE cause = ? ORDER BY id", [Value(deletion.entry)]
        ) { (entry: $0.integer(0), action: $0.string(1), resource: $0.string(2), id: $0.integer(3)) }
        let passages = along.isEmpty ? nil : try Passages(article: deletion.id, connection)
        for member in along {
            guard let other = Catalog.resource(member.resource) else { continue }
            if member.action == "delete" {
                try bringBack(other, member.id, member.entry, passages, &later)
            } else if other.name == "quotes" {
                if let same = try formerSameAs(member.entry) { later.append((member.id, same)) }
            } else {
                // A translation that has not been given another original since.
                let stored = try storedColumns(other, member.id)
                if stored["translation_of"] == .null {
                    try change(other, member.id, stored, to: ["translation_of": Value(deletion.id)])
                }
            }
        }
        for (quote, same) in later { try sayAgain(quote, isSameAs: same) }
        return deletion.id
    }

    /// What a quote was said to be the same as before an entry took that away.
    private func formerSameAs(_ entry: Int) throws -> Int? {
        let text = try connection.string("SELECT changes FROM history WHERE id = ?", [Value(entry)]) ?? "[]"
        return try JSONReader.read(text).array?.first { $0["field"]?.string == "same_as" }?["from"]?.integer
    }

    /// Says it again, where both are there and are one expert's.
    private func sayAgain(_ id: Int, isSameAs same: Int) throws {
        var stored = try storedColumns(Catalog["quotes"], id)
        guard stored["same_as"] == .null else { return }
        stored["same_as"] = Value(same)
        if try sameAsFault(stored, id) == nil { try setSameAs(of: id, to: same, cause: nil) }
    }

    private mutating func bringBack(
        _ resource: Resource, _ id: Int, _ entry: Int, _ passages: Passages?, _ later: inout [(quote: Int, same: Int)]
    ) throws {
        let text = try connection.string("SELECT changes FROM history WHERE id = ?", [Value(entry)]) ?? "{}"
        let whole = try JSONReader.read(text)
        var columns = try current(resource.columns(whole), of: resource)
        // Its passage is looked for in the article as it is now.
        columns["anchored_revision"] = nil
        columns["id"] = Value(id)
        columns["updated_at"] = .text(now)
        if case .integer(let revision)? = columns["revision"] { columns["revision"] = .integer(revision + 1) }
        // What it was the same as may come after it, or not at all.
        if case .integer(let same)? = columns["same_as"], try sameAsFault(columns, id) != nil {
            columns["same_as"] = .null
            later.append((id, Int(same)))
        }
        try refuseTaken(columns, of: resource, except: id)
        try refuseGone(columns, of: resource, id)
        _ = try insert(resource, &columns, at: "", passages, .restore)
    }

    /// Refuses columns that refer to what is no longer there.
    private func refuseGone(_ columns: [String: Value], of resource: Resource, _ id: Int) throws {
        func refuse(_ target: Resource, _ reference: String) throws -> Never {
            throw KnowledgeError.conflict(
                "The \(resource.singular) \(id) refers to the \(target.singular) \(reference), which is gone: restore that first",
                path: "\(Address.root)/\(target.name)/\(reference)")
        }
        for field in resource.keptFields {
            switch (field.type, columns[field.name]) {
            case (.reference(let target), .integer(let referred)?):
                if try reading.id(of: String(referred), in: Catalog[target]) == nil {
                    try refuse(Catalog[target], String(referred))
                }
            case (.topics, .text(let text)?):
                for slug in try JSONReader.read(text).array ?? [] {
                    if let slug = slug.string, try reading.id(of: slug, in: Catalog["topics"]) == nil {
                        try refuse(Catalog["topics"], slug)
                    }
                }
            default: break
            }
        }
    }
}
