internal import Store

/// What becomes of what readers found wrong.
extension Writing {
    /// Accepts a correction: its suggestion takes the place of the passage in the article's body, and every passage of
    /// the article is looked for again. One that only comments, or names no passage, is accepted as it is. Returns its id.
    ///
    /// - Parameter note: what the editor says to it.
    /// - Throws: `KnowledgeError.conflict` where it has been decided, the passage is no longer there, or Markdown has no
    ///   place for the words.
    public mutating func accept(correction reference: String, note: String?) throws -> Int {
        let (id, stored) = try open(correction: reference)
        guard case .integer(let article)? = stored["article"] else { return id }
        if case .text(let selector)? = stored["selector"], case .text(let suggestion)? = stored["suggestion"] {
            try apply(suggestion, at: JSONReader.read(selector), toArticle: Int(article), of: id, note)
        }
        let revision = try connection.integer("SELECT revision FROM articles WHERE id = ?", [.integer(article)])
        try decide(id, stored, "accepted", note, articleRevision: revision)
        return id
    }

    /// Rejects a correction. Returns its id.
    ///
    /// - Throws: `KnowledgeError.conflict` where it has been decided.
    public func reject(correction reference: String, note: String?) throws -> Int {
        let (id, stored) = try open(correction: reference)
        try decide(id, stored, "rejected", note, articleRevision: nil)
        return id
    }

    /// Opens a decided correction again: what accepting it wrote into the article is taken back. Returns its id.
    ///
    /// - Throws: `KnowledgeError.conflict` where it is open, or the article was changed since it was accepted.
    public mutating func reopen(correction reference: String) throws -> Int {
        let corrections = Catalog["corrections"]
        let id = try reading.requiredID(of: reference, in: corrections)
        let stored = try storedColumns(corrections, id)
        guard stored["status"] != "open" else {
            throw KnowledgeError.conflict("The correction \(id) is open: nothing was decided", path: nil)
        }
        if stored["status"] == "accepted" { try takeBack(id, stored) }
        try change(
            corrections, id, stored,
            to: ["status": "open", "note": .null, "decided_at": .null, "article_revision": .null])
        return id
    }

    /// Gives the article the body back that it had before a correction was accepted; one that only commented changed none.
    private func takeBack(_ id: Int, _ stored: [String: Value]) throws {
        guard case .integer(let article)? = stored["article"], let revision = stored["article_revision"] else { return }
        let changes = try connection.string(
            """
            SELECT changes FROM history
            WHERE resource = 'articles' AND item = ? AND revision = ? AND at = ? AND action = 'update'
            """, [.integer(article), revision, stored["decided_at"] ?? .null])
        let change = try changes.flatMap { try JSONReader.read($0).array?.first { $0["field"] == "body" } }
        guard let body = change?["from"] else { return }
        let present = try connection.integer("SELECT revision FROM articles WHERE id = ?", [.integer(article)])
        guard present.map({ Value($0) }) == revision else {
            throw KnowledgeError.conflict(
                "The article was changed since the correction \(id) was accepted: edit the article by hand",
                path: "\(Address.root)/articles/\(article)")
        }
        var writing = Writing(
            connection, by: Author(name: author.name, note: author.note ?? "Correction \(id) is open again"), now: now)
        _ = try writing.patch(Catalog["articles"], String(article), ["body": body])
    }

    private func open(correction reference: String) throws -> (id: Int, stored: [String: Value]) {
        let corrections = Catalog["corrections"]
        let id = try reading.requiredID(of: reference, in: corrections)
        let stored = try storedColumns(corrections, id)
        guard stored["status"] == "open" else {
            var status = "decided"
            if case .text(let text)? = stored["status"] { status = text }
            throw KnowledgeError.conflict("The correction \(id) was \(status) already", path: nil)
        }
        return (id, stored)
    }

    private func decide(
        _ id: Int, _ stored: [String: Value], _ status: String, _ note: String?, articleRevision: Int?
    ) throws {
        try change(
            Catalog["corrections"], id, stored,
            to: [
                "status": .text(status), "note": Value(note), "decided_at": .text(now),
                "article_revision": articleRevision.map { Value($0) } ?? .null,
            ])
    }

    private func apply(
        _ suggestion: String, at selector: JSON, toArticle article: Int, of id: Int, _ note: String?
    ) throws {
        let address = "\(Address.root)/articles/\(article)"
        let exact = selector["exact"]?.string ?? ""
        let text = ArticleText(
            body: try connection.string("SELECT body FROM articles WHERE id = ?", [Value(article)]) ?? "")
        let found = RecentTexts.of(connection).index(of: text.text).anchor(
            exact: exact, prefix: selector["prefix"]?.string ?? "", suffix: selector["suffix"]?.string ?? "",
            near: selector["start"]?.integer)
        guard found.isVerbatim, let place = found.selector else {
            throw KnowledgeError.conflict(
                "The passage of the correction \(id) is no longer in the article: reject it, or edit the article",
                path: address)
        }
        // Quotation marks around a passage are not part of it; so they are not of what takes its place.
        let words = QuotationMarks.strip(exact) == exact ? suggestion : QuotationMarks.strip(suggestion)
        guard let body = text.replacing(place.range, with: String(words)) else {
            throw KnowledgeError.conflict(
                "The suggestion of the correction \(id) can't be put into the Markdown of the article by itself: edit the article, and reject the correction with a note",
                path: address)
        }
        var writing = Writing(
            connection, by: Author(name: author.name, note: note ?? author.note ?? "Correction \(id)"), now: now)
        _ = try writing.patch(Catalog["articles"], String(article), ["body": .string(body)])
    }
}

extension ListQuery {
    /// What readers may see of a correction that was accepted: the words, and when; neither who sent it nor what else
    /// they said.
    private static let correctedFields = ["id", "selector", "suggestion", "note", "decided_at", "article_revision"]

    /// Narrows a list of corrections to those that were accepted, as readers may see them.
    public mutating func narrowToCorrected() {
        conditions.append(Condition(sql: "corrections.status = 'accepted'", arguments: []))
        let shown = resource.fields.filter { Self.correctedFields.contains($0.name) }
        let chosen = fields.map { fields in fields.filter { Self.correctedFields.contains($0.name) } } ?? []
        fields = chosen.isEmpty ? shown : chosen
        facets = []
    }
}
