internal import Store

/// What becomes of what was proposed.
extension Writing {
    /// What became of proposals that were accepted together.
    public struct AcceptedTogether: Sendable {
        public var accepted: [Int] = []
        /// Those that can't be written as they were proposed, and why.
        public var skipped: [(id: Int, faults: [Fault])] = []
    }

    /// Makes a quote or a figure of a proposal. The experts, indicators and sources that it names are found or made, all
    /// in one transaction. Returns the proposal's id.
    ///
    /// - Parameter patch: what is to be written otherwise than it was proposed, as a JSON merge patch of its fields.
    /// - Throws: `KnowledgeError.invalid` with pointers into the fields, `KnowledgeError.conflict` where it has been decided.
    public mutating func accept(proposal reference: String, patch: JSON = [:]) throws -> Int {
        let (id, stored) = try open(proposal: reference)
        guard case .object = patch else {
            throw KnowledgeError.invalid([Fault("", "must be an object, not \(patch.kind)")])
        }
        let proposed = try Self.json(stored["fields"])
        var fields = JSON.merged(proposed, with: patch).object ?? JSONObject()
        // A reference is given whole: a part of one and a part of another would be neither.
        for name in ["expert", "indicator", "source", "stated_by", "same_as"] {
            if let given = patch[name], given != .null { fields[name] = given }
        }
        guard fields["article"] == nil else {
            throw KnowledgeError.invalid([Fault("/article", "is not known here: a proposal stays with its article")])
        }
        let changes = Self.changes(from: proposed, to: .object(fields))
        guard case .integer(let article)? = stored["article"], case .text(let kind)? = stored["kind"] else { return id }
        fields["article"] = .number(JSONNumber(Int(article)))
        let isQuote = kind == "quote"
        var writing = Writing(
            connection, by: Author(name: author.name, note: author.note ?? Self.provenance(id, stored)), now: now)
        let made = try writing.create(
            Draft(isQuote ? Catalog.quotes : Catalog.statistics, .object(fields), [.names, .topics]))
        warned = writing.warned
        try decide(id, "accepted", changes: changes, quote: isQuote ? made : nil, statistic: isQuote ? nil : made)
        return id
    }

    /// Accepts, as they are, all open proposals of an article that are at least so sure. One that can't be written is
    /// left open, and told.
    public mutating func acceptAll(of article: Int, from confidence: Double) throws -> AcceptedTogether {
        let open = try connection.all(
            """
            SELECT id FROM proposals WHERE article = ? AND status = 'open' AND confidence >= ? ORDER BY start, id
            """, [Value(article), .real(confidence)]
        ) { $0.integer(0) }
        var result = AcceptedTogether()
        for id in open {
            try connection.execute("SAVEPOINT one_proposal")
            do {
                _ = try accept(proposal: String(id))
                result.accepted.append(id)
            } catch KnowledgeError.invalid(let faults) {
                try connection.execute("ROLLBACK TO one_proposal")
                result.skipped.append((id, faults))
            }
            try connection.execute("RELEASE one_proposal")
        }
        return result
    }

    /// Rejects a proposal. Returns its id.
    ///
    /// - Throws: `KnowledgeError.conflict` where it has been decided.
    public mutating func reject(proposal reference: String) throws -> Int {
        let (id, _) = try open(proposal: reference)
        try decide(id, "rejected", changes: "[]", quote: nil, statistic: nil)
        return id
    }

    /// Opens a decided proposal again: what it became is deleted, with the experts, indicators and sources that were made
    /// for it alone. Returns its id.
    ///
    /// - Throws: `KnowledgeError.conflict` where it is open, or what it became was changed since.
    public mutating func reopen(proposal reference: String) throws -> Int {
        let proposals = Catalog.proposals
        let id = try reading.requiredID(of: reference, in: proposals)
        let stored = try storedProposal(id)
        guard stored["status"] != "open" else {
            throw KnowledgeError.conflict("The proposal \(id) is open: nothing was decided", path: nil)
        }
        for resource in [Catalog.quotes, Catalog.statistics] {
            guard case .integer(let made)? = stored[resource.singular] else { continue }
            try takeBack(Int(made), of: resource, id, stored["decided_at"] ?? .null)
        }
        try decide(id, "open", changes: "[]", quote: nil, statistic: nil)
        return id
    }

    private mutating func takeBack(_ made: Int, of resource: Resource, _ id: Int, _ decidedAt: Value) throws {
        let record = try storedColumns(resource, made)
        guard record["revision"] == 1 else {
            throw KnowledgeError.conflict(
                "The \(resource.singular) \(made) was changed since the proposal \(id) was accepted: delete it by hand",
                path: "\(Address.root)/\(resource.name)/\(made)")
        }
        try delete(resource, String(made))
        for (field, name) in [("expert", "experts"), ("indicator", "indicators"), ("source", "sources")] {
            guard case .integer(let number)? = record[field] else { continue }
            let other = Int(number)
            let isItsOwn = try connection.integer(
                "SELECT 1 FROM \(name) WHERE id = ? AND created_at = ? AND revision = 1", [Value(other), decidedAt])
            let uses = try Catalog[name].heldBy.reduce(0) { sum, use in
                try sum
                    + (connection.integer(
                        "SELECT count(*) FROM \(use.resource) WHERE \(use.field) = ?", [Value(other)]) ?? 0)
            }
            if isItsOwn != nil, uses == 0 { try delete(Catalog[name], String(other)) }
        }
    }

    private func open(proposal reference: String) throws -> (id: Int, stored: [String: Value]) {
        let id = try reading.requiredID(of: reference, in: Catalog.proposals)
        let stored = try storedProposal(id)
        guard stored["status"] == "open" else {
            var status = "decided"
            if case .text(let text)? = stored["status"] { status = text }
            throw KnowledgeError.conflict("The proposal \(id) was \(status) already", path: nil)
        }
        return (id, stored)
    }

    private func storedProposal(_ id: Int) throws -> [String: Value] {
        let names = [
            "article", "kind", "fields", "rule", "confidence", "status", "decided_at", "quote", "statistic",
        ]
        return try connection.first(
            "SELECT \(names.joined(separator: ", ")) FROM proposals WHERE id = ?", [Value(id)]
        ) { row in Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, row.value($0)) }) } ?? [:]
    }

    private func decide(_ id: Int, _ status: String, changes: String, quote: Int?, statistic: Int?) throws {
        let isOpen = status == "open"
        try connection.execute(
            """
            UPDATE proposals
            SET status = ?, decided_by = ?, decided_at = ?, changes = ?, quote = ?, statistic = ?, updated_at = ?,
                revision = revision + 1
            WHERE id = ?
            """,
            [
                .text(status), isOpen ? .null : .text(author.name), isOpen ? .null : .text(now), .text(changes),
                quote.map { Value($0) } ?? .null, statistic.map { Value($0) } ?? .null, .text(now), Value(id),
            ])
    }

    /// What the history says of a record that was proposed.
    private static func provenance(_ id: Int, _ stored: [String: Value]) -> String {
        guard case .text(let rule)? = stored["rule"] else { return "Proposal \(id)" }
        return "Proposal \(id), by the rule \(rule)"
    }

    private static func json(_ value: Value?) throws -> JSON {
        guard case .text(let text)? = value else { return [:] }
        return try JSONReader.read(text)
    }

    /// `[{field, from, to}]`, what is not text as JSON.
    private static func changes(from proposed: JSON, to accepted: JSON) -> String {
        let before = proposed.object ?? JSONObject()
        let after = accepted.object ?? JSONObject()
        let names = before.members.map(\.name) + after.members.map(\.name).filter { before[$0] == nil }
        func words(_ value: JSON?) -> JSON { value.map { .string($0.string ?? $0.text) } ?? .null }
        return JSON.array(
            names.filter { before[$0] != after[$0] }.map { name in
                ["field": .string(name), "from": words(before[name]), "to": words(after[name])]
            }
        ).text
    }
}

extension Reading {
    /// How many proposals of an article nobody has decided.
    public func openProposals(of article: Int) throws -> Int {
        try connection.integer(
            "SELECT count(*) FROM proposals WHERE article = ? AND status = 'open'", [Value(article)]) ?? 0
    }

    /// How often what a rule proposed was accepted.
    public struct RuleRecord: Sendable {
        public let kind: String
        public let rule: String
        public let open: Int
        public let accepted: Int
        /// Of those accepted, how many were changed.
        public let changed: Int
        public let rejected: Int
    }

    /// Every rule that has proposed anything, those with most proposals first.
    public func ruleRecords() throws -> [RuleRecord] {
        try connection.all(
            """
            SELECT kind, rule, sum(status = 'open'), sum(status = 'accepted'),
                sum(status = 'accepted' AND changes <> '[]'), sum(status = 'rejected')
            FROM proposals GROUP BY kind, rule ORDER BY count(*) DESC, kind, rule
            """
        ) { row in
            RuleRecord(
                kind: row.string(0), rule: row.string(1), open: row.integer(2), accepted: row.integer(3),
                changed: row.integer(4), rejected: row.integer(5))
        }
    }
}
