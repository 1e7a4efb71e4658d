public import Store

/// Changes what is stored, within the writer's transaction: each call does all of what it says or throws.
///
/// ```swift
/// try store.writeAndWait { connection in
///     var writing = Writing(connection)
///     return try writing.create(Catalog.resource("topics")!, .object(JSONObject([("name", .string("Water"))])))
/// }
/// ```
public struct Writing {
    let connection: Connection
    let reading: Reading
    /// The time that is written: RFC 3339 in UTC.
    let now: String
    /// Who writes.
    let author: Author
    /// Whether what is only a warning else is a fault.
    private let isStrict: Bool
    /// What the last call warns of.
    var warned = Faults()
    /// The passages that the last call's edit of a body has moved into another state.
    public internal(set) var anchorChanges = AnchorChanges()

    /// What the last call warns of: quotes and figures that are not what the article says.
    public var warnings: [Fault] { warned.told }

    public init(_ connection: Connection, by author: Author = .local, isStrict: Bool = false, now: String = Store.now())
    {
        self.connection = connection
        self.reading = Reading(connection)
        self.author = author
        self.isStrict = isStrict
        self.now = now
    }

    /// A body to be created, checked but for what needs the store.
    public struct Draft: Sendable {
        let resource: Resource
        let entry: Entry
        let found: Faults

        /// Checks `body` against the declaration; `resolve` then tells the faults together with those that need the
        /// store.
        public init(_ resource: Resource, _ body: JSON) {
            var leave: Validation.Leave = []
            if resource.name == "articles" { leave = [.names, .topics, .carried] }
            self.init(resource, body, leave)
        }

        /// Throws what can be told without the store.
        ///
        /// - Throws: `KnowledgeError.invalid`.
        public func refuse() throws { try found.throwIfAny() }

        init(_ resource: Resource, _ body: JSON, _ leave: Validation.Leave) {
            self.resource = resource
            var validation = Validation(leave)
            entry = validation.entry(body, of: resource)
            found = validation.faults
        }
    }

    /// Makes a record from `body`, with all that it carries. Returns its id.
    public mutating func create(_ resource: Resource, _ body: JSON) throws -> Int {
        try create(Draft(resource, body))
    }

    /// Makes the record of `draft`, with all that it carries. Returns its id.
    ///
    /// - Throws: `KnowledgeError.invalid` with every fault at once, `KnowledgeError.conflict` where a url or slug is taken.
    public mutating func create(_ draft: Draft) throws -> Int {
        var faults = draft.found
        return try create(draft.resource, draft.entry, &faults)
    }

    mutating func create(_ resource: Resource, _ entry: Entry, _ faults: inout Faults, _ kept: [String: Value] = [:])
        throws -> Int
    {
        var columns = try columns(entry, of: resource, &faults)
        try check(columns, of: resource, at: entry.pointer, &faults)
        warned = Faults()
        var carried: [(resource: Resource, field: String, pointer: String, columns: [String: Value])] = []
        for include in resource.includes {
            for entry in entry.carried[include.resource] ?? [] {
                let member = Catalog[include.resource]
                let columns = try self.columns(entry, of: member, &faults)
                try check(columns, of: member, at: entry.pointer, &faults)
                carried.append((member, include.field, entry.pointer, columns))
            }
        }
        try faults.throwIfAny()
        try refuseTaken(columns, of: resource, except: nil)
        columns.merge(kept) { _, kept in kept }
        let id = try insert(resource, &columns, at: entry.pointer)
        if !carried.isEmpty {
            let passages = try Passages(article: id, connection)
            for (member, field, pointer, columns) in carried {
                var columns = columns
                columns[field] = Value(id)
                _ = try insert(member, &columns, at: pointer, passages)
            }
        }
        if isStrict { try warned.throwIfAny() }
        try keepFigures()
        return id
    }

    /// Sees to what follows from the statistics and the experts that were written.
    func keepFigures() throws {
        try FigureKeeping(connection, now: now).catchUp()
        try PeopleKeeping(connection).catchUp()
    }

    /// Makes a record that a body names and that is not there yet: it has been checked with that body.
    mutating func make(_ resource: Resource, _ entry: Entry, _ faults: inout Faults) throws -> Int? {
        let before = faults.all.count
        var columns = try columns(entry, of: resource, &faults)
        try check(columns, of: resource, at: entry.pointer, &faults)
        guard faults.all.count == before, columns["name"] != nil else { return nil }
        try refuseTaken(columns, of: resource, except: nil)
        return try insert(resource, &columns, at: entry.pointer)
    }

    /// Inserts a row: what the client gave, and what follows from it.
    mutating func insert(
        _ resource: Resource, _ columns: inout [String: Value], at pointer: String, _ passages: Passages? = nil,
        _ action: Action = .create
    ) throws -> Int {
        if columns["slug"] == nil, let label = resource.label, case .text(let name)? = columns[label] {
            columns["slug"] = .text(try freeSlug(for: name, in: resource))
        }
        for time in ["created_at", "updated_at"] where columns[time] == nil { columns[time] = .text(now) }
        // An import tells in which revision a passage was last looked for, and that it had changed then.
        let told = columns.filter { ["anchored_revision", "last_exact_revision", "anchor"].contains($0.key) }
        try derive(&columns, of: resource, at: pointer, passages)
        let isExact = columns["anchor"] == "exact"
        columns.merge(told.filter { $0.key != "anchor" || isExact }) { _, told in told }
        columns.merge(try searchForms(columns, of: resource)) { _, forms in forms }
        let names = columns.keys.sorted()
        let id = try connection.integer(
            """
            INSERT INTO \(resource.name) (\(names.joined(separator: ", ")))
            VALUES (\(names.map { _ in "?" }.joined(separator: ", "))) RETURNING id
            """, names.map { columns[$0] ?? .null })
        guard let id else { throw StoreError.constraint("no row was inserted into \(resource.name)") }
        try enter(action, resource, id, columns)
        return id
    }

    /// Changes the record that `reference` leads to by a JSON merge patch. Returns its id.
    ///
    /// - Parameters:
    ///   - precondition: is given the record as it is, as JSON, before anything is changed; may throw.
    /// - Throws: `KnowledgeError`, and what `precondition` throws.
    public mutating func patch(
        _ resource: Resource, _ reference: String, _ patch: JSON,
        precondition: (borrowing JSONBuffer) throws -> Void = { _ in }
    ) throws -> Int {
        try self.patch(resource, reference, patch, isLookedFor: false, precondition: precondition)
    }

    /// Looks again for the passage of a quote or a figure: by `selector`, or by the record's own words where it is null.
    /// Returns the record's id.
    ///
    /// - Throws: as ``patch(_:_:_:precondition:)``.
    public mutating func anchor(
        _ resource: Resource, _ reference: String, by selector: JSON,
        precondition: (borrowing JSONBuffer) throws -> Void = { _ in }
    ) throws -> Int {
        try patch(resource, reference, ["selector": selector], isLookedFor: true, precondition: precondition)
    }

    private mutating func patch(
        _ resource: Resource, _ reference: String, _ patch: JSON, isLookedFor: Bool,
        precondition: (borrowing JSONBuffer) throws -> Void
    ) throws -> Int {
        warned = Faults()
        anchorChanges = AnchorChanges()
        let id = try reading.requiredID(of: reference, in: resource)
        var present = JSONBuffer()
        try reading.write(resource, id, into: &present)
        try precondition(present)
        guard case .object(let given) = patch else {
            throw KnowledgeError.invalid([Fault("", "must be an object, not \(patch.kind)")])
        }
        let stored = try storedColumns(resource, id)
        let (merged, faulty) = try merged(resource, stored, given, present: JSONReader.read(present.bytes))
        var faults = faulty
        var validation = Validation()
        let entry = validation.entry(merged, of: resource)
        faults.add(validation.faults)
        var columns = try columns(entry, of: resource, &faults)
        try check(columns, of: resource, at: "", &faults, changing: id)
        try faults.throwIfAny()
        for field in resource.writtenFields where columns[field.name] == nil {
            columns[field.name] = field.name == "slug" ? stored["slug"] : field.defaultColumn
        }
        try write(columns, over: stored, of: resource, id, isLookedFor: isLookedFor)
        return id
    }

    /// Writes the columns that a client gave over those that are stored, with what follows from them; where nothing
    /// differs, nothing.
    ///
    /// - Parameter isLookedFor: the passage is looked for, whatever has changed.
    mutating func write(
        _ columns: [String: Value], over stored: [String: Value], of resource: Resource, _ id: Int,
        _ action: Action = .update, isLookedFor: Bool = false
    ) throws {
        var changed = columns.filter { stored[$0.key] != $0.value }
        if changed.isEmpty, !isLookedFor { return }
        try refuseTaken(changed, of: resource, except: id)
        try deriveChanged(&changed, of: resource, id, stored, isLookedFor: isLookedFor)
        if isStrict { try warned.throwIfAny() }
        changed = changed.filter { stored[$0.key] != $0.value }
        if changed.isEmpty { return }
        let isEdited = resource.name == "articles" && changed["text"] != nil
        let before = isEdited ? try reading.articleText(String(id)) : nil
        try change(resource, id, stored, to: changed, action)
        if let before { try anchorAgain(article: id, before: before) }
        if resource.name == "quotes", changed["utterance"] != nil || changed["expert"] != nil {
            try keepUtterances(of: id)
        }
        try keepFigures()
    }

    /// Every field that is kept of a record, by its column, and where its passage stands.
    func storedColumns(_ resource: Resource, _ id: Int) throws -> [String: Value] {
        var columns = try reading.storedColumns(resource, id)
        guard resource.field("anchor") != nil else { return columns }
        let further = Passages.columns.filter { columns[$0] == nil }
        try connection.query(
            "SELECT \(further.joined(separator: ", ")) FROM \(resource.name) WHERE id = ?", [Value(id)]
        ) {
            for (index, name) in further.enumerated() { columns[name] = $0.value(index) }
        }
        return columns
    }

    /// The record with the patch merged into it, in the form in which a client would have sent it whole.
    ///
    /// A record that was read may be sent back: what the server has set is left out where it is unchanged, and a
    /// reference may be in the form in which it is read.
    private func merged(
        _ resource: Resource, _ stored: [String: Value], _ patch: JSONObject, present: JSON
    ) throws -> (JSON, Faults) {
        var faults = Faults()
        for name in patch.repeated { faults.add("".appending(name), "stands twice") }
        var target = JSONObject()
        for field in resource.writtenFields {
            switch stored[field.name] {
            case .text(let text)?:
                target[field.name] = field.type.isStoredAsJSON ? try JSONReader.read(text) : .string(text)
            case .integer(let integer)?: target[field.name] = .number(JSONNumber(Int(integer)))
            case .real(let real)?: target[field.name] = .number(JSONNumber(text: real.description))
            default: break
            }
        }
        var patch = patch
        for (name, value) in patch.members {
            guard let field = resource.field(name) else { continue }
            if field.isDerived {
                if value == present[name] ?? .null { patch[name] = nil }
            } else if field.isReference || field.isSelector {
                // These are given whole: a part of one and a part of another would be neither.
                target[name] = nil
            }
        }
        return (JSON.merged(.object(target), with: .object(patch)), faults)
    }

    /// Deletes the record that `reference` leads to.
    ///
    /// - Throws: `KnowledgeError.conflict`, which counts the uses, where others still refer to it.
    public func delete(
        _ resource: Resource, _ reference: String, precondition: (borrowing JSONBuffer) throws -> Void = { _ in }
    ) throws {
        let id = try reading.requiredID(of: reference, in: resource)
        var present = JSONBuffer()
        try reading.write(resource, id, into: &present)
        try precondition(present)
        try refuseUsed(resource, id)
        try remove(resource, id)
        try keepFigures()
    }
}

extension JSONBuffer {
    /// A copy of the bytes written.
    public var bytes: [UInt8] { withBytes { Array($0) } }
}

extension Field {
    /// What the column holds where nothing is given.
    var defaultColumn: Value {
        switch defaultValue {
        case nil, .null?: .null
        case .string(let text)?: .text(text)
        case .some(let json): .text(json.text)
        }
    }

    var isSelector: Bool { if case .selector = type { true } else { false } }
}
