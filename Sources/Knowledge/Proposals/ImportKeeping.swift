public import Store

/// A text, a file or an address that is to be read, as it is kept until then.
public struct PendingImport: Sendable {
    /// What a document is.
    public enum Form: String, Sendable, CaseIterable {
        case html, markdown, text, pdf
    }

    public let id: Int
    /// Nil where its address has yet to be fetched.
    public let form: Form?
    public let url: String?
    /// Fields of the article, which go before those that are read.
    public let given: JSON
    public let by: String
    /// The SHA-256 of what was sent.
    public let source: String?
}

/// What was sent or fetched, as it was.
public struct ImportSource: Sendable {
    public let sha256: String
    /// As it was declared.
    public let mediaType: String?
    /// In bytes, before compression.
    public let size: Int
    /// RFC 1952.
    public let gzip: [UInt8]

    public init(sha256: String, mediaType: String?, size: Int, gzip: [UInt8]) {
        self.sha256 = sha256
        self.mediaType = mediaType
        self.size = size
        self.gzip = gzip
    }
}

/// Imports on their way: each step is written, so that a server that is started again goes on.
extension Writing {
    /// Puts down what is to be read. Returns the import's id.
    public func begin(
        importing form: PendingImport.Form?, url: String?, given: JSON, source: ImportSource?
    ) throws -> Int {
        if let source { try keep(source) }
        let id = try connection.integer(
            """
            INSERT INTO imports (status, form, url, given, sha256, size, by, created_at, updated_at)
            VALUES ('waiting', ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id
            """,
            [
                Value(form?.rawValue), Value(url), .text(given.text), Value(source?.sha256),
                source.map { Value($0.size) } ?? .null, .text(author.name), .text(now), .text(now),
            ])
        guard let id else { throw StoreError.constraint("no row was inserted into imports") }
        return id
    }

    func keep(_ source: ImportSource) throws {
        try connection.execute(
            "INSERT OR IGNORE INTO imports_sources (sha256, media_type, size, deflated) VALUES (?, ?, ?, ?)",
            [.text(source.sha256), Value(source.mediaType), Value(source.size), .blob(source.gzip)])
    }

    /// Writes what has become of an import. One that was ended, by whomever, stays as it is.
    ///
    /// - Returns: whether it is still on its way, or was until now.
    @discardableResult
    public func follow(import id: Int, status: String, _ columns: [String: Value] = [:], source: ImportSource? = nil)
        throws -> Bool
    {
        var columns = columns
        if let source {
            try keep(source)
            columns["sha256"] = .text(source.sha256)
            columns["size"] = Value(source.size)
        }
        columns["status"] = .text(status)
        columns["updated_at"] = .text(now)
        let names = columns.keys.sorted()
        return try connection.execute(
            """
            UPDATE imports SET \(names.map { "\($0) = ?, " }.joined())revision = revision + 1
            WHERE id = ? AND status NOT IN ('done', 'failed', 'cancelled')
            """, names.map { columns[$0] ?? .null } + [Value(id)]) > 0
    }

    /// Ends an import that is on its way.
    ///
    /// - Throws: `KnowledgeError.conflict` where it has ended.
    public func cancel(import reference: String) throws -> Int {
        let id = try reading.requiredID(of: reference, in: Catalog.imports)
        guard try follow(import: id, status: "cancelled") else {
            let status = try connection.string("SELECT status FROM imports WHERE id = ?", [Value(id)]) ?? "done"
            throw KnowledgeError.conflict("The import \(id) is \(status): there is nothing to cancel", path: nil)
        }
        return id
    }
}

extension Reading {
    /// The imports that have not ended, the oldest first.
    public func pendingImports() throws -> [Int] {
        try connection.all(
            """
            SELECT id FROM imports WHERE status IN ('waiting', 'fetching', 'reading', 'proposing') ORDER BY id
            """
        ) { $0.integer(0) }
    }

    /// An import that has not ended; nil where it has.
    public func pendingImport(_ id: Int) throws -> PendingImport? {
        try connection.first(
            """
            SELECT form, url, given, by, sha256 FROM imports
            WHERE id = ? AND status NOT IN ('done', 'failed', 'cancelled')
            """, [Value(id)]
        ) { row in
            PendingImport(
                id: id, form: row.optionalString(0).flatMap(PendingImport.Form.init), url: row.optionalString(1),
                given: try JSONReader.read(row.string(2)), by: row.string(3), source: row.optionalString(4))
        }
    }

    /// What an import has read, as it was.
    public func importSource(_ sha256: String) throws -> ImportSource? {
        try connection.first(
            "SELECT sha256, media_type, size, deflated FROM imports_sources WHERE sha256 = ?", [.text(sha256)]
        ) { row in
            ImportSource(
                sha256: row.string(0), mediaType: row.optionalString(1), size: row.integer(2), gzip: row.bytes(3))
        }
    }

    /// The article at this address; nil where there is none.
    public func articleID(at url: String) throws -> Int? {
        try connection.integer("SELECT id FROM articles WHERE url = ?", [.text(url)])
    }
}

extension Writing {
    /// The article at this address; nil where there is none.
    public func articleID(at url: String) throws -> Int? { try reading.articleID(at: url) }

    /// Whether this is the article's text by now.
    public func isText(_ text: String, ofArticle id: Int) throws -> Bool {
        try reading.articleText(String(id)) == text
    }
}
