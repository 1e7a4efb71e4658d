public import Store

/// Answers that are given again: what a client asked for under an Idempotency-Key is done once, and for a day answered
/// the same, through restarts.
///
/// An answer is kept in the transaction of the write that it tells of. There is one writer: of two that come at once
/// under one key, the second finds what the first has left.
public struct Answers {
    /// An answer, as far as it is kept.
    public struct Answer: Sendable, Equatable {
        public var status: Int
        public var contentType: String?
        public var location: String?
        public var entityTag: String?
        public var body: String

        public init(status: Int, contentType: String?, location: String?, entityTag: String?, body: String) {
            self.status = status
            self.contentType = contentType
            self.location = location
            self.entityTag = entityTag
            self.body = body
        }
    }

    /// What is kept under a key.
    public enum Kept: Sendable, Equatable {
        case answer(Answer)
        /// The answer to another request.
        case other
    }

    private let connection: Connection

    public init(_ connection: Connection) { self.connection = connection }

    /// What is kept under `key`; nil where nothing is.
    ///
    /// - Parameters:
    ///   - scope: who asks: a key is theirs alone.
    ///   - request: a checksum of what is asked for.
    ///   - since: what is older counts no more.
    public func kept(_ key: String, of scope: String, request: String, since: String) throws -> Kept? {
        try connection.first(
            """
            SELECT request, status, content_type, location, entity_tag, body FROM answers
            WHERE scope = ? AND key = ? AND at > ?
            """, [.text(scope), .text(key), .text(since)]
        ) { row in
            guard row.string(0) == request else { return .other }
            return .answer(
                Answer(
                    status: row.integer(1), contentType: row.optionalString(2), location: row.optionalString(3),
                    entityTag: row.optionalString(4), body: row.string(5)))
        }
    }

    /// Keeps an answer, and forgets those that are older than `since`.
    public func keep(
        _ answer: Answer, _ key: String, of scope: String, request: String, at now: String, forgetting since: String
    ) throws {
        try connection.execute("DELETE FROM answers WHERE at <= ?", [.text(since)])
        try connection.execute(
            """
            INSERT INTO answers (scope, key, request, status, content_type, location, entity_tag, body, at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .text(scope), .text(key), .text(request), Value(answer.status), Value(answer.contentType),
                Value(answer.location), Value(answer.entityTag), .text(answer.body), .text(now),
            ])
    }
}
