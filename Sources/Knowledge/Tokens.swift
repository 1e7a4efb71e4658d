public import Store

/// Who may write: tokens, of which only the SHA-256 is kept.
public struct Tokens {
    private let connection: Connection
    private let environment: String?

    /// - Parameter environment: the SHA-256 of a token that is in force and kept nowhere; nil where there is none.
    public init(_ connection: Connection, environment: String? = nil) {
        self.connection = connection
        self.environment = environment
    }

    public struct Token: Sendable {
        public let id: Int
        public let name: String
        public let createdAt: String
        public let revokedAt: String?
    }

    /// Makes a token under a name that no other token in force has.
    ///
    /// - Returns: the token itself, which is nowhere kept: `sb_` and 43 characters, of 256 random bits.
    /// - Throws: `KnowledgeError.conflict` where the name is taken.
    public func create(name: String, now: String = Store.now()) throws -> String {
        let name = name.trimming()
        guard !name.isEmpty, name.unicodeScalars.count <= 100, !name.utf8.contains(0) else {
            throw KnowledgeError.parameter("A token's name has 1 to 100 characters")
        }
        guard try connection.integer("SELECT 1 FROM tokens WHERE name = ? AND revoked_at IS NULL", [.text(name)]) == nil
        else {
            throw KnowledgeError.conflict(
                "There is already a token named \(name): revoke it first, or choose another name", path: nil)
        }
        let token = "sb_" + Self.random()
        try connection.execute(
            "INSERT INTO tokens (name, hash, created_at) VALUES (?, ?, ?)",
            [.text(name), .text(Checksum.sha256(Array(token.utf8))), .text(now)])
        return token
    }

    /// All tokens, those revoked too, the oldest first.
    public func all() throws -> [Token] {
        try connection.all("SELECT id, name, created_at, revoked_at FROM tokens ORDER BY id") { row in
            Token(
                id: row.integer(0), name: row.string(1), createdAt: row.string(2), revokedAt: row.optionalString(3))
        }
    }

    /// Whether a token in force is kept.
    public func isEmpty() throws -> Bool {
        try connection.integer("SELECT 1 FROM tokens WHERE revoked_at IS NULL LIMIT 1") == nil
    }

    /// Takes a token out of force, at once.
    ///
    /// - Throws: `KnowledgeError.notFound` where no token in force has this name or id.
    public func revoke(_ nameOrID: String, now: String = Store.now()) throws {
        let id = ListQuery.integer(nameOrID) ?? 0
        let changed = try connection.execute(
            "UPDATE tokens SET revoked_at = ? WHERE (name = ? OR id = ?) AND revoked_at IS NULL",
            [.text(now), .text(nameOrID), Value(id)])
        if changed == 0 {
            let names = try all().filter { $0.revokedAt == nil }.map(\.name)
            throw KnowledgeError.notFound(
                "There is no token \(nameOrID)\(Nearest.hint(for: nameOrID, among: names)): see sourcebook token list")
        }
    }

    /// The name under which `token` was made, `environment` for the one that is kept nowhere; nil where it is not in
    /// force.
    public func name(of token: String) throws -> String? { try held(token)?.name }

    /// A token in force, as it is known.
    struct Held {
        /// Nil for the one that is kept nowhere.
        let id: Int?
        let name: String
        /// Its SHA-256.
        let hash: String
    }

    /// What is known of `token`; nil where it is not in force.
    func held(_ token: String) throws -> Held? {
        let hash = Checksum.sha256(Array(token.utf8))
        if let environment, Self.areEqual(hash, environment) { return Held(id: nil, name: "environment", hash: hash) }
        let found = try connection.first(
            "SELECT id, name, hash FROM tokens WHERE hash = ? AND revoked_at IS NULL", [.text(hash)]
        ) { Held(id: $0.integer(0), name: $0.string(1), hash: $0.string(2)) }
        guard let found, Self.areEqual(found.hash, hash) else { return nil }
        return found
    }

    /// Whether two texts are equal, in a time that does not tell how far they are.
    public static func areEqual(_ a: String, _ b: String) -> Bool {
        let a = Array(a.utf8)
        let b = Array(b.utf8)
        guard a.count == b.count else { return false }
        return zip(a, b).reduce(0 as UInt8) { $0 | ($1.0 ^ $1.1) } == 0
    }

    static let randomLength = 43

    /// As many characters of base64url: 256 bits of the system's secure source.
    static func random() -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
        var generator = SystemRandomNumberGenerator()
        let letters = (0..<randomLength).map { _ in alphabet[Int(generator.next() & 63)] }
        return String(decoding: letters, as: UTF8.self)
    }
}

extension String {
    /// Without white space at either end.
    func trimming() -> String {
        let scalars = unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return String(scalars[first...last])
    }
}
