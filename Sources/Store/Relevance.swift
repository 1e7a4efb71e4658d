internal import GRDB
internal import GRDBSQLite

/// The ranking of full-text matches: BM25 without its weighing of rare against frequent words.
///
/// Every match has every word, so that weight would tell no two matches of one word apart, and little of several; yet
/// to know it, SQLite's own `bm25` reads all matches of each word before it ranks the first. This one looks at the
/// match alone, and costs the same for a word that stands everywhere.
/// <https://www.sqlite.org/fts5.html#custom_auxiliary_functions>
enum Relevance {
    static let name = "relevance"

    /// How soon further occurrences of a word count less, and how much a long text is held against it: as in `bm25`.
    private static let saturation = 1.2
    private static let lengthShare = 0.75

    /// Makes `relevance(table, weight of the first column, …)` known to a connection.
    static func register(on database: Database) throws {
        let api = FTS5.api(database)
        let code = api.pointee.xCreateFunction(
            UnsafeMutablePointer(mutating: api), name, nil,
            { api, match, context, count, weights in
                guard let api, let context else { return }
                let (code, value) = Relevance.score(api, match, count, weights)
                if code == SQLITE_OK {
                    sqlite3_result_double(context, value)
                } else {
                    sqlite3_result_error_code(context, code)
                }
            }, nil)
        guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
    }

    /// The lower, the better, as with `bm25`.
    private static func score(
        _ api: UnsafePointer<Fts5ExtensionApi>, _ match: OpaquePointer?, _ count: Int32,
        _ weights: UnsafeMutablePointer<OpaquePointer?>?
    ) -> (code: Int32, value: Double) {
        let phrases = Int(api.pointee.xPhraseCount(match))
        return withUnsafeTemporaryAllocation(of: Double.self, capacity: max(1, phrases)) { frequencies in
            frequencies.initialize(repeating: 0)
            var found: Int32 = 0
            var code = api.pointee.xInstCount(match, &found)
            for index in 0..<max(0, found) where code == SQLITE_OK {
                var (phrase, column, offset): (Int32, Int32, Int32) = (0, 0, 0)
                code = api.pointee.xInst(match, index, &phrase, &column, &offset)
                let weight = column < count ? sqlite3_value_double(weights?[Int(column)]) : 1
                if code == SQLITE_OK { frequencies[Int(phrase)] += weight }
            }
            var length: Int32 = 0
            if code == SQLITE_OK { code = api.pointee.xColumnSize(match, -1, &length) }
            var usual = 1.0
            if code == SQLITE_OK { code = usualLength(api, match, &usual) }
            guard code == SQLITE_OK else { return (code, 0) }
            let room = saturation * (1 - lengthShare + lengthShare * Double(length) / usual)
            return (code, -frequencies.reduce(0) { $0 + $1 * (saturation + 1) / ($1 + room) })
        }
    }

    /// How many words a text has on average: counted at the first match and kept for the rest of the statement.
    private static func usualLength(
        _ api: UnsafePointer<Fts5ExtensionApi>, _ match: OpaquePointer?, _ usual: inout Double
    ) -> Int32 {
        if let kept = api.pointee.xGetAuxdata(match, 0) {
            usual = kept.load(as: Double.self)
            return SQLITE_OK
        }
        var (words, rows): (sqlite3_int64, sqlite3_int64) = (0, 0)
        var code = api.pointee.xColumnTotalSize(match, -1, &words)
        if code == SQLITE_OK { code = api.pointee.xRowCount(match, &rows) }
        guard code == SQLITE_OK else { return code }
        usual = max(1, Double(words)) / max(1, Double(rows))
        guard let kept = sqlite3_malloc(Int32(MemoryLayout<Double>.size)) else { return SQLITE_NOMEM }
        kept.storeBytes(of: usual, as: Double.self)
        return api.pointee.xSetAuxdata(match, kept) { sqlite3_free($0) }
    }
}
