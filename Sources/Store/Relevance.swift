internal import GRDB
internal import GRDBSQLite

/// The ranking of full-text matches: BM25 (<https://en.wikipedia.org/wiki/Okapi_BM25>) without its weighing of rare against
/// frequent words.
///
/// Every match has every word, so that weight would tell no two matches of one word apart, and little of several; yet
/// to know it, SQLite's own `bm25` reads all matches of each word before it ranks the first. This one looks at the
/// match alone, and costs the same for a word that stands everywhere. How long a text is stands elsewhere in the file: that is
/// read of those alone that may come first (``FullText/lengths(of:in:_:)``).
/// <https://www.sqlite.org/fts5.html#custom_auxiliary_functions>
public struct Relevance: Sendable {
    static let name = "frequencies"

    /// How soon further occurrences of a word count less, and how much a long text is held against it: as in `bm25`.
    private static let saturation = 1.2
    private static let lengthShare = 0.75

    /// How many words a text has on average.
    private let usualLength: Double
    /// How often each part of the query stands in the match, each time by the weight of its column.
    private let frequencies: [Double]

    /// What `frequencies(table, weights…)` has said of a match, column `column` of a row.
    public init(_ row: Row, _ column: Int) {
        let bytes = row.bytes(column)
        let count = bytes.count / MemoryLayout<Double>.size
        let numbers = bytes.withUnsafeBytes { bytes in
            (0..<count).map { bytes.loadUnaligned(fromByteOffset: $0 * MemoryLayout<Double>.size, as: Double.self) }
        }
        usualLength = numbers.first ?? 1
        frequencies = Array(numbers.dropFirst())
    }

    /// How well a text of so many words matches: the lower, the better, as with `bm25`.
    ///
    /// - Parameter length: nil for one of the usual length.
    public func score(length: Int? = nil) -> Double {
        let share = length.map { Double($0) / usualLength } ?? 1
        let room = Self.saturation * (1 - Self.lengthShare + Self.lengthShare * share)
        return -frequencies.reduce(0) { $0 + $1 * (Self.saturation + 1) / ($1 + room) }
    }

    /// Makes `frequencies(table, weight of the first column, …)` known to a connection.
    static func register(on database: Database) throws {
        let api = FTS5.api(database)
        let code = api.pointee.xCreateFunction(
            UnsafeMutablePointer(mutating: api), name, nil,
            { api, match, context, count, weights in
                guard let api, let context else { return }
                let code = Relevance.count(api, match, count, weights) { numbers in
                    sqlite3_result_blob(
                        context, numbers.baseAddress, Int32(numbers.count * MemoryLayout<Double>.size),
                        Connection.transient)
                }
                if code != SQLITE_OK { sqlite3_result_error_code(context, code) }
            }, nil)
        guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
    }

    /// The usual length, and behind it the frequency of each part.
    private static func count(
        _ api: UnsafePointer<Fts5ExtensionApi>, _ match: OpaquePointer?, _ count: Int32,
        _ weights: UnsafeMutablePointer<OpaquePointer?>?, _ take: (UnsafeBufferPointer<Double>) -> Void
    ) -> Int32 {
        let phrases = Int(api.pointee.xPhraseCount(match))
        return withUnsafeTemporaryAllocation(of: Double.self, capacity: 1 + phrases) { numbers in
            numbers.initialize(repeating: 0)
            var found: Int32 = 0
            var code = api.pointee.xInstCount(match, &found)
            for index in 0..<max(0, found) where code == SQLITE_OK {
                var (phrase, column, offset): (Int32, Int32, Int32) = (0, 0, 0)
                code = api.pointee.xInst(match, index, &phrase, &column, &offset)
                let weight = column < count ? sqlite3_value_double(weights?[Int(column)]) : 1
                if code == SQLITE_OK { numbers[1 + Int(phrase)] += weight }
            }
            if code == SQLITE_OK { code = usualLength(api, match, &numbers[0]) }
            if code == SQLITE_OK { take(UnsafeBufferPointer(numbers)) }
            return code
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
