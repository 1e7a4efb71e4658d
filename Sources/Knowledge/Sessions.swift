public import Foundation
public import Store

/// Who is signed in: a token shown once stands for the requests that come with the session's value.
///
/// The value is `KEY.EXPIRES.SIGNATURE`: 256 random bits, the second of 1970 in which it ends, and an HMAC-SHA256 of both. The
/// file keeps the key's SHA-256 and one half of what signs, the token's own SHA-256 is the other: so whoever reads the
/// file can't make a value, and a value ends with its token.
public struct Sessions {
    private let connection: Connection
    private let environment: String?

    /// How long a session lasts, in seconds: 30 days, and 7 in which nobody uses it.
    public static let lifetime: TimeInterval = 30 * 86_400
    public static let idleLifetime: TimeInterval = 7 * 86_400
    /// How exactly its last use is kept, in seconds: not every request is to write.
    static let useInterval: TimeInterval = 3_600

    /// - Parameter environment: as of ``Tokens/init(_:environment:)``.
    public init(_ connection: Connection, environment: String?) {
        self.connection = connection
        self.environment = environment
    }

    public struct Session: Sendable, Equatable {
        /// The name of the token that it was begun with.
        public let name: String
        public let expires: Date
        /// Its last use was kept so long ago that ``Sessions/use(_:now:)`` is to be told of this one.
        public let needsUse: Bool
    }

    /// Begins a session, and forgets those that are over.
    ///
    /// - Returns: what the browser is to keep, and the session; nil where the token is not in force.
    public func begin(with token: String, now: Date) throws -> (value: String, session: Session)? {
        guard let held = try Tokens(connection, environment: environment).held(token) else { return nil }
        try connection.execute(
            """
            DELETE FROM sessions WHERE expires_at <= ? OR used_at <= ?
                OR token IN (SELECT id FROM tokens WHERE revoked_at IS NOT NULL)
            """, [.text(Store.time(now)), .text(Store.time(now - Self.idleLifetime))])
        let (key, salt) = (Tokens.random(), Tokens.random())
        let seconds = Int(now.timeIntervalSince1970 + Self.lifetime)
        let expires = Date(timeIntervalSince1970: TimeInterval(seconds))
        try connection.execute(
            "INSERT INTO sessions (hash, token, salt, created_at, used_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)",
            [
                .text(Checksum.sha256(Array(key.utf8))), held.id.map { Value($0) } ?? .null, .text(salt),
                .text(Store.time(now)), .text(Store.time(now)), .text(Store.time(expires)),
            ])
        let signature = Self.signature(key, seconds, salt: salt, token: held.hash)
        return ("\(key).\(seconds).\(signature)", Session(name: held.name, expires: expires, needsUse: false))
    }

    /// The session that a value opens; nil where it opens none, or none any more.
    public func session(_ value: String, now: Date) throws -> Session? {
        guard let parts = Parts(value), now.timeIntervalSince1970 < TimeInterval(parts.expires) else { return nil }
        let found = try connection.first(
            """
            SELECT sessions.token, salt, used_at, tokens.hash, tokens.name
            FROM sessions LEFT JOIN tokens ON tokens.id = sessions.token
            WHERE sessions.hash = ? AND expires_at > ? AND used_at > ? AND tokens.revoked_at IS NULL
            """,
            [.text(parts.hash), .text(Store.time(now)), .text(Store.time(now - Self.idleLifetime))]
        ) { row in
            (
                isStored: row.optionalInteger(0) != nil, salt: row.string(1), used: row.string(2),
                hash: row.optionalString(3), name: row.optionalString(4)
            )
        }
        guard let found, let token = found.isStored ? found.hash : environment else { return nil }
        let signature = Self.signature(parts.key, parts.expires, salt: found.salt, token: token)
        guard Tokens.areEqual(signature, parts.signature) else { return nil }
        return Session(
            name: found.name ?? "environment", expires: Date(timeIntervalSince1970: TimeInterval(parts.expires)),
            needsUse: found.used <= Store.time(now - Self.useInterval))
    }

    /// Takes down that a session was used.
    public func use(_ value: String, now: Date) throws {
        guard let parts = Parts(value) else { return }
        try connection.execute(
            "UPDATE sessions SET used_at = ? WHERE hash = ? AND used_at < ?",
            [.text(Store.time(now)), .text(parts.hash), .text(Store.time(now))])
    }

    /// Ends the session that a value opens; does nothing where there is none.
    public func end(_ value: String) throws {
        guard let parts = Parts(value) else { return }
        try connection.execute("DELETE FROM sessions WHERE hash = ?", [.text(parts.hash)])
    }

    private static func signature(_ key: String, _ expires: Int, salt: String, token hash: String) -> String {
        Checksum.code(of: Array("session \(key) \(expires)".utf8), key: Array("\(salt)\(hash)".utf8))
    }

    /// What a value consists of.
    private struct Parts {
        let key: String
        let expires: Int
        let signature: String

        /// What the file knows the session by.
        var hash: String { Checksum.sha256(Array(key.utf8)) }

        init?(_ value: String) {
            let parts = value.split(separator: ".", omittingEmptySubsequences: false)
            guard parts.count == 3, parts[0].utf8.count == Tokens.randomLength, (1...11).contains(parts[1].utf8.count),
                let expires = Int(parts[1]), String(expires) == parts[1]
            else { return nil }
            (key, self.expires, signature) = (String(parts[0]), expires, String(parts[2]))
        }
    }
}
