internal import Store

/// Two experts that are one, and how to take that back.
extension Writing {
    /// Merges the expert of `reference` into another: what they said, the figures they gave, names, identifiers, links and
    /// affiliations go over, and the old id and slug lead there from now on. Returns the id of the other.
    ///
    /// What the other does not say of itself (description, country, photo) is taken over too.
    ///
    /// - Parameters:
    ///   - body: `{"into": …}`, an id or a slug.
    ///   - precondition: is given the expert as it is, as JSON, before anything is changed; may throw.
    /// - Throws: `KnowledgeError.invalid` where `into` is missing, unknown, the expert itself or of another kind;
    ///   `KnowledgeError.conflict` where it has been merged already.
    public mutating func merge(
        expert reference: String, _ body: JSON, precondition: (borrowing JSONBuffer) throws -> Void = { _ in }
    ) throws -> Int {
        let experts = Catalog["experts"]
        if let merged = try reading.merged(reference, in: experts) {
            throw KnowledgeError.conflict(
                "The expert \(merged.slug) was merged into \(merged.survivorSlug ?? String(merged.survivor)) already: unmerge it first",
                path: "\(Address.root)/experts/\(merged.survivor)")
        }
        let id = try reading.requiredID(of: reference, in: experts)
        var present = JSONBuffer()
        try reading.write(experts, id, into: &present)
        try precondition(present)
        let old = try storedColumns(experts, id)
        let target = try target(in: body, of: id, kind: old["kind"])
        let stored = try storedColumns(experts, target)

        let entry = try enter(.merge, experts, id, old, changes: Self.whole(experts, old))
        try move(from: id, to: target, cause: entry)
        let taken = try MergedFields.taken(from: old, by: stored)
        if !taken.isEmpty { try change(experts, target, stored, to: taken, cause: entry) }
        try connection.execute("DELETE FROM experts WHERE id = ?", [Value(id)])
        try connection.execute(
            "INSERT INTO experts_merged (id, slug, target, survivor, entry, merged_at) VALUES (?, ?, ?, ?, ?, ?)",
            [Value(id), old["slug"] ?? .null, Value(target), Value(target), Value(entry), .text(now)])
        try connection.execute(
            "UPDATE experts_merged SET survivor = ? WHERE survivor = ?", [Value(target), Value(id)])
        try keepFigures()
        return target
    }

    private mutating func target(in body: JSON, of id: Int, kind: Value?) throws -> Int {
        guard case .object(let object) = body else {
            throw KnowledgeError.invalid([Fault("", "must be an object, not \(body.kind)")])
        }
        var validation = Validation()
        for (name, _) in object.members where name != "into" {
            validation.faults.add("".appending(name), "is not known here: send {\"into\": …} alone")
        }
        let into = object["into"] ?? .null
        if into == .null {
            validation.faults.add("/into", "is required: whom the expert is merged into")
        }
        let experts = Catalog["experts"]
        let reference = into == .null ? nil : validation.reference(into, to: experts, "/into")
        var faults = validation.faults
        let target = try reference.flatMap { try self.id(of: $0, &faults) }
        if target == id { faults.add("/into", "is the expert itself, or was merged into it") }
        if let target, target != id, try storedColumns(experts, target)["kind"] != kind {
            faults.add("/into", "is of another kind: a person is no organization; change the kind of one of them first")
        }
        try faults.throwIfAny()
        // Without a fault there is a target.
        return target ?? id
    }

    /// What of a person is a record of its own: quotes, and the statistics that they gave.
    private static let owned = [(resource: "quotes", field: "expert"), (resource: "statistics", field: "stated_by")]

    private func move(from id: Int, to target: Int, cause: Int) throws {
        for (name, field) in Self.owned {
            let resource = Catalog[name]
            let ids = try connection.all("SELECT id FROM \(name) WHERE \(field) = ? ORDER BY id", [Value(id)]) {
                $0.integer(0)
            }
            for item in ids {
                try change(resource, item, storedColumns(resource, item), to: [field: Value(target)], cause: cause)
            }
        }
    }

    /// Undoes the merging of the expert that `reference` led to: it is there again under its id and slug, with what was
    /// its own. What was changed, added or given to another since stays as it is. Returns its id.
    ///
    /// - Throws: `KnowledgeError.conflict` where it is not merged, or whom it was merged into was merged further.
    public mutating func unmerge(expert reference: String) throws -> Int {
        let experts = Catalog["experts"]
        guard let merged = try reading.merged(reference, in: experts) else {
            let id = try reading.requiredID(of: reference, in: experts)
            throw KnowledgeError.conflict(
                "The expert \(reference) is not merged into another", path: "\(Address.root)/experts/\(id)")
        }
        if let further = try reading.merged(String(merged.target), in: experts) {
            throw KnowledgeError.conflict(
                "The expert \(merged.slug) was merged into \(further.slug), and that into another: unmerge \(further.slug) first",
                path: "\(Address.root)/experts/\(further.survivor)")
        }
        guard merged.entry > 0 else {
            throw KnowledgeError.conflict(
                "The expert \(merged.slug) was merged before it was imported: what was whose is not known here",
                path: "\(Address.root)/experts/\(merged.survivor)")
        }
        try connection.execute("DELETE FROM experts_merged WHERE id = ?", [Value(merged.id)])
        try connection.execute(
            """
            WITH RECURSIVE below (id) AS (
                SELECT id FROM experts_merged WHERE target = ?
                UNION SELECT further.id FROM experts_merged AS further JOIN below ON further.target = below.id
            )
            UPDATE experts_merged SET survivor = ? WHERE id IN (SELECT id FROM below)
            """, [Value(merged.id), Value(merged.id)])
        var columns = experts.columns(try whole(merged.entry))
        columns["id"] = Value(merged.id)
        columns["updated_at"] = .text(now)
        if case .integer(let revision)? = columns["revision"] { columns["revision"] = .integer(revision + 1) }
        _ = try insert(experts, &columns, at: "", nil, .unmerge)
        let entry = try connection.integer("SELECT max(id) FROM history") ?? 0
        try moveBack(merged, cause: entry)
        try giveBack(merged, cause: entry)
        try keepFigures()
        return merged.id
    }

    /// A record as its deletion or merging has kept it.
    private func whole(_ entry: Int) throws -> JSON {
        try JSONReader.read(try connection.string("SELECT changes FROM history WHERE id = ?", [Value(entry)]) ?? "{}")
    }

    /// What went over and is still where it went.
    private func moveBack(_ merged: MergedExpert, cause: Int) throws {
        for (name, field) in Self.owned {
            let resource = Catalog[name]
            let ids = try connection.all(
                "SELECT item FROM history WHERE cause = ? AND resource = ? ORDER BY id",
                [Value(merged.entry), .text(name)]
            ) { $0.integer(0) }
            for item in ids {
                let stored = try storedColumns(resource, item)
                guard stored[field] == Value(merged.target) else { continue }
                var changed = [field: Value(merged.id)]
                if name == "quotes", try isStranger(stored, to: merged.id, among: ids) {
                    changed["same_as"] = .null
                    changed["utterance"] = try utterance(stored.merging(["same_as": .null]) { $1 })
                }
                try change(resource, item, stored, to: changed, cause: cause)
            }
            if name == "quotes" {
                for item in ids { try keepUtterances(of: item, cause: cause) }
            }
        }
    }

    /// Whether a quote that goes back is said to be the same as one that does not.
    private func isStranger(_ stored: [String: Value], to expert: Int, among ids: [Int]) throws -> Bool {
        guard case .integer(let same)? = stored["same_as"] else { return false }
        let owner = try connection.integer("SELECT expert FROM quotes WHERE id = ?", [.integer(same)])
        return owner != expert && !ids.contains(Int(same))
    }

    /// What the other took over of names, identifiers and the like, and still has.
    private func giveBack(_ merged: MergedExpert, cause: Int) throws {
        let experts = Catalog["experts"]
        let stored = try storedColumns(experts, merged.target)
        guard stored["name"] != nil else { return }
        let changes = try connection.string(
            "SELECT changes FROM history WHERE cause = ? AND resource = 'experts' AND item = ?",
            [Value(merged.entry), Value(merged.target)])
        guard let changes else { return }
        let others = try connection.all(
            "SELECT entry FROM experts_merged WHERE target = ? ORDER BY id", [Value(merged.target)]
        ) { $0.integer(0) }
        let kept = try others.map { experts.columns(try whole($0)) }
        let given = try MergedFields.given(back: JSONReader.read(changes), from: stored, keeping: kept, experts)
        if !given.isEmpty { try change(experts, merged.target, stored, to: given, cause: cause) }
    }

    /// These columns with whoever was merged replaced by whom they were merged into.
    func current(_ columns: [String: Value], of resource: Resource) throws -> [String: Value] {
        var columns = columns
        for (name, field) in Self.owned where name == resource.name {
            if case .integer(let expert)? = columns[field],
                let merged = try reading.merged(String(expert), in: Catalog["experts"])
            {
                columns[field] = Value(merged.survivor)
            }
        }
        return columns
    }
}

/// The fields of an expert that go over when it is merged.
private enum MergedFields {
    private static let lists = ["other_names", "identifiers", "links", "affiliations"]
    private static let values = ["description", "country", "photo"]

    /// What `stored` becomes by taking over what `old` has: only what changes.
    static func taken(from old: [String: Value], by stored: [String: Value]) throws -> [String: Value] {
        var changed: [String: Value] = [:]
        for name in lists {
            var items = try list(stored[name])
            var keys = Set(items.map { key($0, name) })
            if name == "other_names" { keys.insert(key(named(stored), name)) }
            let before = items.count
            for item in try contribution(old, name) where keys.insert(key(item, name)).inserted { items.append(item) }
            if items.count > before { changed[name] = .text(JSON.array(items).text) }
        }
        for name in values where stored[name] ?? .null == .null && old[name] ?? .null != .null {
            changed[name] = old[name]
        }
        return changed
    }

    /// What `stored` becomes by giving back what the entry `changes` says that it took: what has changed since stays,
    /// and what another one brought too.
    static func given(
        back changes: JSON, from stored: [String: Value], keeping others: [[String: Value]], _ experts: Resource
    ) throws -> [String: Value] {
        var changed: [String: Value] = [:]
        for change in changes.array ?? [] {
            guard let name = change["field"]?.string, let field = experts.field(name) else { continue }
            if lists.contains(name) {
                var leaving = Set((change["to"]?.array ?? []).map(\.text))
                for item in change["from"]?.array ?? [] { leaving.remove(item.text) }
                var staying: Set<String> = []
                for other in others { staying.formUnion(try contribution(other, name).map { key($0, name) }) }
                let items = try list(stored[name])
                let left = items.filter { !leaving.contains($0.text) || staying.contains(key($0, name)) }
                if left.count < items.count { changed[name] = .text(JSON.array(left).text) }
            } else if values.contains(name), change["from"] ?? .null == .null,
                stored[name] == field.column(change["to"])
            {
                changed[name] = .null
            }
        }
        return changed
    }

    /// What an expert brings into a list: of names, its own too.
    private static func contribution(_ expert: [String: Value], _ name: String) throws -> [JSON] {
        (name == "other_names" ? [named(expert)] : []) + (try list(expert[name]))
    }

    private static func named(_ expert: [String: Value]) -> JSON {
        guard case .text(let name)? = expert["name"] else { return .null }
        return ["name": .string(name), "language": .null]
    }

    private static func list(_ column: Value?) throws -> [JSON] {
        guard case .text(let text)? = column else { return [] }
        return try JSONReader.read(text).array ?? []
    }

    /// By what two items of a list are the same.
    private static func key(_ item: JSON, _ name: String) -> String {
        switch name {
        case "other_names": (item["name"]?.string ?? "").lowercased()
        case "identifiers": "\((item["scheme"]?.string ?? "").lowercased()) \(item["value"]?.string ?? "")"
        case "links": item["url"]?.string ?? ""
        default: item.text
        }
    }
}
