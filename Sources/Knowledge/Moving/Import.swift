public import Store

/// Takes in records: lines as an export writes them, or articles as they are posted.
///
/// Experts, indicators, sources and topics that are there already, by their slug, are used and left as they are. An
/// article whose slug or url is there already is refused. Numbers, times and revisions of an export are kept where
/// they are free, so that an empty store that is filled from an export gives the same answers.
public struct Import {
    private var writing: Writing
    private let connection: Connection
    /// References to articles that may come later: set at the end.
    private var deferred: [Deferred] = []
    /// Quotes by the numbers that they had, and what they are said to be the same as.
    private var quotes: [Int: Int] = [:]
    private var sameAs: [(quote: Int, same: Int)] = []
    /// Statistics by the numbers that they had, and what was settled of them.
    private var statistics: [Int: Int] = [:]
    private var settlements: [JSONObject] = []
    /// How many records were taken in, by resource.
    public private(set) var counts: [String: Int] = [:]

    private struct Deferred {
        let resource: Resource
        let id: Int
        let field: Field
        let value: JSON
    }

    public init(_ connection: Connection) {
        self.connection = connection
        writing = Writing(connection, by: Author(name: "import"))
    }

    /// Takes in one record, or nothing of it.
    ///
    /// - Throws: `KnowledgeError`, or `JSONReader.Failure` where `line` is not JSON.
    public mutating func take(_ line: UnsafeRawBufferPointer) throws {
        try take(JSONReader.read(line))
    }

    public mutating func take(_ record: JSON) throws {
        try connection.execute("SAVEPOINT one_record")
        do {
            try takeWhole(record)
            try connection.execute("RELEASE one_record")
        } catch {
            try connection.execute("ROLLBACK TO one_record")
            try connection.execute("RELEASE one_record")
            throw error
        }
    }

    private mutating func takeWhole(_ record: JSON) throws {
        guard case .object(var object) = record else {
            throw KnowledgeError.invalid([Fault("", "must be an object, not \(record.kind)")])
        }
        guard let name = object["resource"] else {
            _ = try writing.create(Catalog["articles"], record)
            counts["articles", default: 0] += 1
            for (name, value) in object.members where ["quotes", "statistics"].contains(name) {
                counts[name, default: 0] += value.array?.count ?? 0
            }
            return
        }
        if name == "merged_experts" { return try takeMerged(object) }
        if name == "settlements" { return settlements.append(object) }
        guard let text = name.string, let resource = Catalog.resource(text) else {
            let known = Catalog.resources.map(\.name)
            throw KnowledgeError.invalid([
                Fault(
                    "/resource",
                    "is not a resource\(Nearest.advice(for: name.string ?? "", among: known))"
                )
            ])
        }
        object["resource"] = nil
        if resource.name != "articles", let slug = object["slug"]?.string,
            try writing.reading.currentID(of: slug, in: resource) != nil
        {
            return
        }
        let later = try setAside(&object, of: resource)
        let same = resource.name == "quotes" ? object["same_as"] : nil
        if same != nil { object["same_as"] = nil }
        let draft = Writing.Draft(resource, .object(object), [.derived])
        var faults = draft.found
        let id = try writing.create(resource, draft.entry, &faults, kept(object, of: resource))
        deferred += later.map { Deferred(resource: resource, id: id, field: $0.field, value: $0.value) }
        counts[resource.name, default: 0] += 1
        if resource.name == "statistics", let former = object["id"]?.integer { statistics[former] = id }
        guard resource.name == "quotes" else { return }
        if let former = object["id"]?.integer { quotes[former] = id }
        if let former = same?["id"]?.integer ?? same?.integer { sameAs.append((id, former)) }
    }

    /// An old slug that leads to another expert; where it is somebody's here, it stays theirs.
    private mutating func takeMerged(_ object: JSONObject) throws {
        let experts = Catalog["experts"]
        guard let slug = object["slug"]?.string, Codes.isSlug(slug), let into = object["into"]?.string else {
            throw KnowledgeError.invalid([Fault("/slug", "and /into must be slugs of experts")])
        }
        guard let target = try writing.reading.currentID(of: into, in: experts) else {
            throw KnowledgeError.invalid([Fault("/into", "is no expert: there is none with the slug \(into)")])
        }
        guard try writing.reading.currentID(of: slug, in: experts) == nil else { return }
        // Its own number where that is free, or else a new one. By a row that goes at once it is taken for ever.
        var former = object["id"]?.integer
        if let id = former, try id <= 0 || writing.reading.currentID(of: String(id), in: experts) != nil {
            former = nil
        }
        let id = try connection.integer(
            "INSERT INTO experts (id, slug, name, created_at, updated_at) VALUES (?, ?, ?, ?, ?) RETURNING id",
            [former.map { Value($0) } ?? .null, .text(slug), .text(slug), .text(writing.now), .text(writing.now)])
        guard let id else { return }
        try connection.execute("DELETE FROM experts WHERE id = ?", [Value(id)])
        let at = object["merged_at"]?.string ?? ""
        try connection.execute(
            "INSERT INTO experts_merged (id, slug, target, survivor, entry, merged_at) VALUES (?, ?, ?, ?, 0, ?)",
            [Value(id), .text(slug), Value(target), Value(target), .text(Self.isTime(at) ? at : writing.now)])
        counts["merged_experts", default: 0] += 1
    }

    /// Takes out of `object` what refers to articles that are not there yet.
    private func setAside(_ object: inout JSONObject, of resource: Resource) throws -> [(field: Field, value: JSON)] {
        var later: [(field: Field, value: JSON)] = []
        for field in resource.fields {
            guard let value = object[field.name], value != .null else { continue }
            switch field.type {
            case .reference("articles") where resource.name == "articles": break
            case .objects(let members) where members.contains(where: \.isReference): break
            default: continue
            }
            later.append((field, value))
            object[field.name] = nil
        }
        return later
    }

    /// What an export tells of a record beyond what a client writes, as far as it can be kept.
    private func kept(_ object: JSONObject, of resource: Resource) throws -> [String: Value] {
        var kept: [String: Value] = [:]
        if let id = object["id"]?.integer, id > 0,
            try connection.integer("SELECT 1 FROM \(resource.name) WHERE id = ?", [Value(id)]) == nil,
            try writing.reading.merged(String(id), in: resource) == nil
        {
            kept["id"] = Value(id)
        }
        for name in ["created_at", "updated_at"] {
            if let time = object[name]?.string, Self.isTime(time) { kept[name] = .text(time) }
        }
        for name in ["revision", "anchored_revision", "last_exact_revision"] where resource.field(name) != nil {
            if let revision = object[name]?.integer, revision >= 1 { kept[name] = Value(revision) }
        }
        if resource.field("anchor") != nil, object["anchor"] == "changed" { kept["anchor"] = "changed" }
        if resource.name == "corrections", let status = object["status"]?.string,
            ["open", "accepted", "rejected"].contains(status)
        {
            kept["status"] = .text(status)
            if let note = object["note"]?.string { kept["note"] = .text(note) }
            if let time = object["decided_at"]?.string, Self.isTime(time) { kept["decided_at"] = .text(time) }
            if let revision = object["article_revision"]?.integer { kept["article_revision"] = Value(revision) }
        }
        return kept
    }

    /// Sets what was set aside. Call it when all records are in.
    ///
    /// - Throws: `KnowledgeError.invalid` where an article that is referred to has not come.
    public mutating func finish() throws {
        for later in deferred {
            var validation = Validation([.derived])
            let entry = validation.entry(
                .object(JSONObject([(later.field.name, later.value)])), of: later.resource)
            var faults = Faults()
            // Only what stands in this one field counts: the others are in already.
            for fault in validation.faults.all where fault.pointer.hasPrefix("/\(later.field.name)") {
                faults.add(fault.pointer, fault.detail)
            }
            let columns = try writing.columns(entry, of: later.resource, &faults)
            try faults.throwIfAny()
            guard let value = columns[later.field.name] else { continue }
            try connection.execute(
                "UPDATE \(later.resource.name) SET \(later.field.name) = ? WHERE id = ?", [value, Value(later.id)])
        }
        deferred = []
        for (quote, former) in sameAs {
            // One that has not come, or is another's by now, is left out.
            guard let same = quotes[former], same != quote else { continue }
            try connection.execute(
                """
                UPDATE quotes SET same_as = ?, utterance = (SELECT utterance FROM quotes WHERE id = ?)
                WHERE id = ? AND expert = (SELECT expert FROM quotes WHERE id = ?)
                """, [Value(same), Value(same), Value(quote), Value(same)])
            try writing.keepUtterances(of: quote)
        }
        sameAs = []
        try writing.keepFigures()
        for settlement in settlements { try settle(settlement) }
        settlements = []
    }

    /// Settles a conflict as it was where it came from; figures that don't disagree here have nothing to be settled.
    private mutating func settle(_ settlement: JSONObject) throws {
        guard let former = settlement["of"]?.integer, let statistic = statistics[former],
            let reason = settlement["reason"]?.string,
            let conflict = try connection.integer(
                "SELECT conflict FROM conflicts_statistics WHERE statistic = ?", [Value(statistic)])
        else { return }
        var body = JSONObject([("reason", .string(reason))])
        if let right = settlement["statistic"]?.integer.flatMap({ statistics[$0] }) {
            body["statistic"] = .number(JSONNumber(right))
        }
        try writing.settleConflict(String(conflict), .object(body), by: settlement["settled_by"]?.string ?? "import")
        if let time = settlement["settled_at"]?.string, Self.isTime(time) {
            try connection.execute("UPDATE conflicts SET settled_at = ? WHERE id = ?", [.text(time), Value(conflict)])
        }
        counts["settlements", default: 0] += 1
    }

    /// `2024-05-31T12:00:00Z`, with or without a fraction.
    private static func isTime(_ text: String) -> Bool {
        text.utf8.count >= 20 && text.utf8.count <= 30 && text.hasSuffix("Z") && Period.isDay(String(text.prefix(10)))
    }
}
