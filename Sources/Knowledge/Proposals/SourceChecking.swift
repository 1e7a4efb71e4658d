internal import Extraction
internal import Store

/// What an article's address says now, beside what it said when it was first read.
public struct SourceCheck: Sendable {
    /// The article's id.
    public let article: Int
    /// RFC 3339.
    public let checkedAt: String
    public let finalURL: String
    /// The SHA-256 of what was fetched, and of what is compared with.
    public let sha256: String
    public let base: String
    /// When what is compared with was fetched.
    public let baseAt: String
    /// The texts, in which positions count.
    public let before: String
    public let after: String

    public init(
        article: Int, checkedAt: String, finalURL: String, sha256: String, base: String, baseAt: String,
        before: String, after: String
    ) {
        self.article = article
        self.checkedAt = checkedAt
        self.finalURL = finalURL
        self.sha256 = sha256
        self.base = base
        self.baseAt = baseAt
        self.before = before
        self.after = after
    }

    /// How many paragraphs are compared one by one, and how many of those that differ are told, each up to so many code
    /// points.
    static let compared = 5_000
    static let told = 50
    static let toldLength = 1_000

    /// The paragraphs that are gone, and those that are new, in the order of their texts.
    var paragraphs: (removed: [String], added: [String]) {
        let old = before.split(separator: "\n").prefix(Self.compared)
        let new = after.split(separator: "\n").prefix(Self.compared)
        var removed: [String] = []
        var added: [String] = []
        for change in new.difference(from: old) {
            switch change {
            case .remove(_, let line, _): removed.append(String(line))
            case .insert(_, let line, _): added.append(String(line))
            }
        }
        // Removals come from the end.
        return (removed.reversed(), added)
    }
}

extension Writing {
    /// Writes down what was found at an article's address, and whose passages no longer stand there. Nothing of the article
    /// is changed. Returns the report.
    public func write(_ check: SourceCheck, source: ImportSource) throws -> JSON {
        let id = Value(check.article)
        try keep(source)
        let isChanged = FoldedText(check.before).bytes != FoldedText(check.after).bytes
        let wasChanged = try connection.integer("SELECT 1 FROM articles_changed WHERE article = ?", [id]) != nil
        let paragraphs = isChanged ? check.paragraphs : ([], [])
        func told(_ lines: [String]) -> JSON {
            .array(lines.prefix(SourceCheck.told).map { .string(String($0.prefix(SourceCheck.toldLength))) })
        }
        let lost = try lostPassages(of: check)
        let report: JSON = [
            "checked_at": .string(check.checkedAt), "final_url": .string(check.finalURL),
            "sha256": .string(check.sha256), "compared_with": .string(check.baseAt), "changed": .bool(isChanged),
            "removed": told(paragraphs.0), "added": told(paragraphs.1), "quotes": lost.quotes,
            "statistics": lost.statistics,
        ]
        try connection.execute(
            """
            INSERT INTO articles_checks (article, checked_at, base, base_at, report) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (article) DO UPDATE SET checked_at = excluded.checked_at, report = excluded.report
            """, [id, .text(check.checkedAt), .text(check.base), .text(check.baseAt), .text(report.text)])
        guard isChanged != wasChanged else { return report }
        try connection.execute(
            isChanged
                ? "INSERT INTO articles_changed (since, article) VALUES (?, ?)"
                : "DELETE FROM articles_changed WHERE since <> ? AND article = ?", [.text(now), id])
        let slug = try connection.string("SELECT slug FROM articles WHERE id = ?", [id])
        try enter(
            .update, "source_checks", check.article, ["slug": Value(slug)],
            changes: JSON.array([
                ["field": "changed", "from": .bool(wasChanged), "to": .bool(isChanged)]
            ]).text)
        return report
    }

    /// Takes down that an article's address could not be looked at now.
    public func postponeCheck(of article: Int, base: (sha256: String, at: String)?, _ time: String) throws {
        guard let base else { return }
        try connection.execute(
            """
            INSERT INTO articles_checks (article, checked_at, base, base_at, report) VALUES (?, ?, ?, ?, '{}')
            ON CONFLICT (article) DO UPDATE SET checked_at = excluded.checked_at
            """, [Value(article), .text(time), .text(base.sha256), .text(base.at)])
    }

    /// The quotes and figures that stand word for word in our text and not in what was fetched.
    private func lostPassages(of check: SourceCheck) throws -> (quotes: JSON, statistics: JSON) {
        let index = PassageIndex(check.after)
        func lost(_ table: String, _ words: String) throws -> JSON {
            var items: [JSON] = []
            try connection.query(
                """
                SELECT id, \(words), selector FROM \(table)
                WHERE article = ? AND anchor = 'exact' AND selector IS NOT NULL ORDER BY start, id
                """, [Value(check.article)]
            ) { row in
                let selector = try JSONReader.read(row.string(2))
                let found = index.anchor(
                    exact: selector["exact"]?.string ?? "", prefix: selector["prefix"]?.string ?? "",
                    suffix: selector["suffix"]?.string ?? "", near: selector["start"]?.integer)
                // Where it stands in several places, it stands.
                if found.state == .exact || found.state == .ambiguous { return }
                var item = JSONObject([
                    ("id", .number(JSONNumber(row.integer(0)))), ("text", .string(row.string(1))),
                ])
                if let near = found.selector ?? found.nearest { item["nearest"] = near.json }
                items.append(.object(item))
            }
            return .array(items)
        }
        return (try lost("quotes", "text"), try lost("statistics", "coalesce(printed, '')"))
    }
}

extension Reading {
    /// What was last found at an article's address; nil where it was never looked at.
    public func sourceReport(of article: Int) throws -> JSON? {
        try connection.string("SELECT report FROM articles_checks WHERE article = ?", [Value(article)]).map {
            try JSONReader.read($0)
        }
    }

    /// Since when the address of an article is known to say something else; nil where it does not.
    public func changedAtSource(_ article: Int) throws -> String? {
        try connection.string("SELECT since FROM articles_changed WHERE article = ?", [Value(article)])
    }

    /// What an article's address said at first: what it is compared with. Nil where that was never fetched.
    public func sourceBase(of article: Int) throws -> (sha256: String, at: String)? {
        func pair(_ sql: String) throws -> (sha256: String, at: String)? {
            try connection.first(sql, [Value(article)]) { ($0.string(0), $0.string(1)) }
        }
        return try pair("SELECT base, base_at FROM articles_checks WHERE article = ?")
            ?? pair(
                """
                SELECT sha256, retrieved_at FROM imports
                WHERE article = ? AND sha256 IS NOT NULL AND retrieved_at IS NOT NULL ORDER BY id LIMIT 1
                """)
    }

    /// An article whose address was fetched, and not since `time`; the one that has waited longest.
    public func articleToCheck(before time: String) throws -> Int? {
        try connection.integer(
            """
            SELECT imports.article FROM imports
            LEFT JOIN articles_checks ON articles_checks.article = imports.article
            WHERE imports.article IS NOT NULL AND imports.retrieved_at IS NOT NULL
                AND imports.retrieved_at < ?1 AND coalesce(articles_checks.checked_at, '') < ?1
            ORDER BY coalesce(articles_checks.checked_at, imports.retrieved_at) LIMIT 1
            """, [.text(time)])
    }
}
