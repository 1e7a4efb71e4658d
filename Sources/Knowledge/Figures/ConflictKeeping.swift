internal import Store

/// Keeps the conflict of one set of comparable figures: made when they disagree, gone when they no longer do.
struct ConflictKeeping {
    let connection: Connection
    let now: String

    init(_ connection: Connection, now: String) {
        self.connection = connection
        self.now = now
    }

    private struct Kept {
        let id: Int
        let leastHigh: Double
        let greatestLow: Double
        let isSettled: Bool
    }

    /// - Parameters:
    ///   - changed: the members that are new or say something else.
    ///   - whole: whether others, too, may have come or gone.
    func keep(_ comparable: Int, changed: Set<Int>, whole: Bool) throws {
        let kept = try connection.first(
            "SELECT id, least_high, greatest_low, settled FROM conflicts WHERE comparable = ?", [Value(comparable)]
        ) { Kept(id: $0.integer(0), leastHigh: $0.real(1), greatestLow: $0.real(2), isSettled: $0.integer(3) == 1) }
        guard let (leastHigh, greatestLow) = try bounds(of: comparable), Meaning.isAbove(greatestLow, leastHigh) else {
            if let kept { try connection.execute("DELETE FROM conflicts WHERE id = ?", [Value(kept.id)]) }
            return
        }
        // A member disagrees with another exactly where it lies beyond the bound that all would have to reach.
        let slack = Meaning.slack(leastHigh, greatestLow)
        let beyond: [Value] = [.real(leastHigh + slack), .real(greatestLow - slack)]
        if let kept, kept.leastHigh == leastHigh, kept.greatestLow == greatestLow, !whole {
            for statistic in changed.sorted() {
                try connection.execute(
                    "DELETE FROM conflicts_statistics WHERE statistic = ?", [Value(statistic)])
                try mark("f.statistic = ?", [Value(statistic)], comparable, beyond, kept.id)
            }
        } else {
            let id = try kept?.id ?? make(comparable, leastHigh, greatestLow)
            try connection.execute(
                "UPDATE conflicts SET least_high = ?, greatest_low = ? WHERE id = ?",
                [.real(leastHigh), .real(greatestLow), Value(id)])
            try connection.execute("DELETE FROM conflicts_statistics WHERE conflict = ?", [Value(id)])
            try mark("f.comparable = ?", [Value(comparable)], comparable, beyond, id)
        }
        if let kept, kept.isSettled { try reopenIfNew(kept.id) }
    }

    /// The least of the upper ends and the greatest of the lower ends; nil where there are no figures.
    private func bounds(of comparable: Int) throws -> (leastHigh: Double, greatestLow: Double)? {
        let low = try connection.first(
            """
            SELECT low FROM figures WHERE comparable = ? AND superseded_by IS NULL ORDER BY low DESC LIMIT 1
            """, [Value(comparable)]
        ) { $0.real(0) }
        let high = try connection.first(
            "SELECT high FROM figures WHERE comparable = ? AND superseded_by IS NULL ORDER BY high LIMIT 1",
            [Value(comparable)]
        ) { $0.real(0) }
        guard let low, let high else { return nil }
        return (high, low)
    }

    private func mark(
        _ which: String, _ argument: [Value], _ comparable: Int, _ beyond: [Value], _ conflict: Int
    ) throws {
        try connection.execute(
            """
            INSERT INTO conflicts_statistics (statistic, conflict, article)
            SELECT f.statistic, ?, s.article FROM figures AS f JOIN statistics AS s ON s.id = f.statistic
            WHERE \(which) AND f.comparable = ? AND f.superseded_by IS NULL AND (f.low > ? OR f.high < ?)
            """, [Value(conflict)] + argument + [Value(comparable)] + beyond)
    }

    private func make(_ comparable: Int, _ leastHigh: Double, _ greatestLow: Double) throws -> Int {
        let id = try connection.integer(
            """
            INSERT INTO conflicts (
                comparable, indicator, place, counterpart, dimensions, period, unit, least_high, greatest_low, created_at)
            SELECT ?, s.indicator, s.place, s.counterpart, s.dimensions, s.period, s.unit, ?, ?, ?
            FROM statistics AS s
            WHERE s.id = (SELECT min(statistic) FROM figures WHERE comparable = ? AND superseded_by IS NULL)
            RETURNING id
            """, [Value(comparable), .real(leastHigh), .real(greatestLow), .text(now), Value(comparable)])
        guard let id else { throw StoreError.constraint("no conflict was made of \(comparable)") }
        return id
    }

    // MARK: Settled, until a value changes

    /// The values that a conflict's figures have, as texts that are equal when they are.
    static func values(of conflict: Int, _ connection: Connection) throws -> [JSON] {
        try connection.all(
            """
            SELECT DISTINCT f.low, f.high FROM conflicts_statistics AS c JOIN figures AS f ON f.statistic = c.statistic
            WHERE c.conflict = ? ORDER BY 1, 2
            """, [Value(conflict)]
        ) { .string("\($0.real(0))/\($0.real(1))") }
    }

    /// A settled conflict is open again when a figure says what none said when it was settled.
    private func reopenIfNew(_ conflict: Int) throws {
        let known = try connection.string("SELECT settled_values FROM conflicts WHERE id = ?", [Value(conflict)])
        let settled = Set((try known.map { try JSONReader.read($0) })?.array?.compactMap(\.string) ?? [])
        if try Self.values(of: conflict, connection).allSatisfy({ settled.contains($0.string ?? "") }) { return }
        try Self.open(conflict, connection)
    }

    static func open(_ conflict: Int, _ connection: Connection) throws {
        try connection.execute(
            """
            UPDATE conflicts SET settled = 0, settled_at = NULL, settled_by = NULL, reason = NULL, statistic = NULL,
                settled_values = NULL
            WHERE id = ?
            """, [Value(conflict)])
    }
}
