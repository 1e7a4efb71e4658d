public import Store

/// Keeps what follows from experts and what they said: the number of each statement's words, and who may be whom.
///
/// Triggers take down who is to be looked at; `catchUp()` looks, within the transaction of the write.
public struct PeopleKeeping {
    let connection: Connection

    public init(_ connection: Connection) { self.connection = connection }

    /// How many are looked at in one transaction when many wait.
    private static let batch = 1_000

    /// Looks at all that waits, a part in each transaction: what was there before the tables were.
    public static func catchUp(_ store: Store) throws {
        let waits = try store.read(0) { connection in
            try connection.integer("SELECT 1 FROM experts_pending LIMIT 1") != nil
                || connection.integer("SELECT 1 FROM quotes WHERE utterance IS NULL LIMIT 1") != nil
        }
        guard waits else { return }
        while try store.writeAndWait({ try PeopleKeeping($0).numberUtterances(limit: batch) }) > 0 {}
        while try store.writeAndWait({ try PeopleKeeping($0).catchUp(limit: batch) }) > 0 {}
    }

    /// Numbers the statements that have no number yet. Returns how many.
    func numberUtterances(limit: Int) throws -> Int {
        let quotes = try connection.all(
            "SELECT id, text FROM quotes WHERE utterance IS NULL LIMIT ?", [Value(limit)]
        ) { (id: $0.integer(0), text: $0.string(1)) }
        for quote in quotes {
            try connection.execute(
                "UPDATE quotes SET utterance = ? WHERE id = ?", [Value(Utterance.key(quote.text)), Value(quote.id)])
        }
        return quotes.count
    }

    /// Looks at the experts that wait. Returns how many they were.
    @discardableResult
    public func catchUp(limit: Int = .max) throws -> Int {
        let pending = try connection.all(
            "SELECT expert FROM experts_pending ORDER BY expert LIMIT ?", [Value(limit)]
        ) { $0.integer(0) }
        for expert in pending {
            try look(at: expert)
            try connection.execute("DELETE FROM experts_pending WHERE expert = ?", [Value(expert)])
        }
        return pending.count
    }
}
