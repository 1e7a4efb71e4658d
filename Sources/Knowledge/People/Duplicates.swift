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
            "SELECT name, kind, country, other_names, identifiers, affiliations FROM experts WHERE id = ?", [Value(id)]
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
                })
        }
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
                likeness.score >= Likeness.threshold
            else { continue }
            for (one, two) in [(expert, other), (other, expert)] {
                try connection.execute(
                    "INSERT OR REPLACE INTO experts_duplicates (expert, other, score) VALUES (?, ?, ?)",
                    [Value(one), Value(two), .real(likeness.score)])
            }
        }
    }
}
