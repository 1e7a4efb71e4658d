internal import Store

/// Experts that are likely to be one.
extension Reading {
    /// How many likely duplicates are told of one expert; the likeliest.
    public static let duplicatesLimit = 50

    /// Writes `{"items": [{"expert", "score", "reasons": [{"kind", "detail"}]}]}`, the likeliest first.
    ///
    /// - Throws: `KnowledgeError.notFound`.
    public func duplicates(of reference: String, into json: inout JSONBuffer) throws {
        let id = try requiredID(of: reference, in: Catalog["experts"])
        let others = try connection.all(
            "SELECT other FROM experts_duplicates WHERE expert = ? ORDER BY score DESC, other LIMIT ?",
            [Value(id), Value(Self.duplicatesLimit)]
        ) { $0.integer(0) }
        let profile = others.isEmpty ? nil : try self.profile(of: id)
        json.open()
        json.key("items")
        json.openArray()
        for other in others {
            guard let profile, let second = try self.profile(of: other), let likeness = Likeness(profile, second) else {
                continue
            }
            json.comma()
            json.open()
            json.key("expert")
            try names.write(Catalog.index(of: "experts"), other, into: &json)
            json.key("score")
            json.number(likeness.score)
            json.key("reasons")
            json.openArray()
            for reason in likeness.reasons {
                json.comma()
                json.open()
                json.key("kind")
                json.string(reason.kind)
                json.key("detail")
                json.string(reason.detail)
                json.close()
            }
            json.closeArray()
            json.close()
        }
        json.closeArray()
        json.close()
    }

    /// How many roles that were printed count for likeness.
    private static let rolesCompared = 8

    /// What is known of an expert; nil where it is not there.
    func profile(of id: Int) throws -> ExpertProfile? {
        let roles = try connection.all(
            "SELECT DISTINCT role FROM quotes WHERE expert = ? AND role IS NOT NULL LIMIT ?",
            [Value(id), Value(Self.rolesCompared)]
        ) { $0.string(0) }
        return try connection.first(
            """
            SELECT name, kind, country, other_names, identifiers, affiliations, different_from FROM experts WHERE id = ?
            """, [Value(id)]
        ) { row in
            func list(_ column: Int) throws -> [JSON] {
                let text = row.string(column)
                return text == "[]" ? [] : try JSONReader.read(text).array ?? []
            }
            return ExpertProfile(
                name: row.string(0), otherNames: try list(3).compactMap { $0["name"]?.string },
                isOrganization: row.string(1) == "organization", country: row.optionalString(2),
                offices: try list(5).map { office in
                    ExpertProfile.Office(
                        role: office["role"]?.string, organization: office["organization"]?.string,
                        from: office["from"]?.string, to: office["to"]?.string)
                },
                roles: roles,
                identifiers: try list(4).compactMap { identifier in
                    guard let scheme = identifier["scheme"]?.string, let value = identifier["value"]?.string else {
                        return nil
                    }
                    return (scheme, value)
                },
                differentFrom: Set(try list(6).compactMap { $0["expert"]?.integer }))
        }
    }

    /// Two experts who are likely to be one, and why.
    public struct LikelyPair: Sendable {
        public let expert: Int
        public let other: Int
        public let score: Double
        /// In words, the weightiest first.
        public let reasons: [String]
    }

    /// Pairs of experts who are likely to be one, each once, in the order of their numbers.
    ///
    /// - Parameters:
    ///   - after: the pair where a page before ended.
    ///   - limit: how many pairs; at most.
    public func likelyPairs(after: (expert: Int, other: Int)? = nil, limit: Int) throws -> [LikelyPair] {
        let pairs = try connection.all(
            """
            SELECT expert, other FROM experts_duplicates
            WHERE expert < other AND (expert, other) > (?, ?) ORDER BY expert, other LIMIT ?
            """, [Value(after?.expert ?? 0), Value(after?.other ?? 0), Value(limit)]
        ) { ($0.integer(0), $0.integer(1)) }
        return try pairs.compactMap { one, other in
            guard let first = try profile(of: one), let second = try profile(of: other),
                let likeness = Likeness(first, second)
            else { return nil }
            return LikelyPair(
                expert: one, other: other, score: likeness.score, reasons: likeness.reasons.map(\.detail))
        }
    }

    /// How many pairs there are, counted up to `limit`.
    public func likelyPairsCount(upTo limit: Int) throws -> Int {
        try connection.integer(
            "SELECT count(*) FROM (SELECT 1 FROM experts_duplicates WHERE expert < other LIMIT ?)", [Value(limit)]) ?? 0
    }
}

extension PeopleKeeping {
    /// How many experts one is compared with for each of its keys; a name that so many have says little.
    private static let candidates = 24
    /// How many keys of one expert are kept, and looked for.
    private static let keysLimit = 100

    /// Keeps an expert's keys and who it may be the same as.
    func look(at expert: Int) throws {
        let reading = Reading(connection)
        guard let profile = try reading.profile(of: expert) else { return }
        let keys = profile.keys
        try connection.execute("DELETE FROM experts_keys WHERE item = ?", [Value(expert)])
        for key in keys.kept.sorted().prefix(Self.keysLimit) {
            try connection.execute(
                "INSERT INTO experts_keys (item, value) VALUES (?, ?)", [Value(expert), .text(key)])
        }
        try connection.execute("DELETE FROM experts_duplicates WHERE expert = ?", [Value(expert)])
        try connection.execute("DELETE FROM experts_duplicates WHERE other = ?", [Value(expert)])
        var others: Set<Int> = []
        for key in keys.sought.sorted().prefix(Self.keysLimit) {
            others.formUnion(
                try connection.all(
                    "SELECT item FROM experts_keys WHERE value = ? AND item <> ? ORDER BY item LIMIT ?",
                    [.text(key), Value(expert), Value(Self.candidates)]
                ) { $0.integer(0) })
        }
        for other in others.sorted() {
            guard let second = try reading.profile(of: other), let likeness = Likeness(profile, second),
                likeness.score >= Likeness.threshold,
                // A person has said that they are two.
                !profile.differentFrom.contains(other), !second.differentFrom.contains(expert)
            else { continue }
            for (one, two) in [(expert, other), (other, expert)] {
                try connection.execute(
                    "INSERT OR REPLACE INTO experts_duplicates (expert, other, score) VALUES (?, ?, ?)",
                    [Value(one), Value(two), .real(likeness.score)])
            }
        }
    }
}
