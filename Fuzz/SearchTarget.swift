import GRDBSQLite
import Store

@testable import Knowledge

/// What a person types, made a query and run: SQLite must understand it, and find by it the text itself.
enum SearchTarget: FuzzTarget {
    static let name = "search"
    static let longest = 120

    static let seeds: [[UInt8]] = [
        "remittances", "two words", "5-10", "\"strategic partners\" allies", "\u{041A}\u{0438}\u{043C}",
        "NEAR( OR AND *",
        "emiss\u{F5}es", "\u{201C}a b\u{201D} c", "text : title", "^a + b", "a\u{301} b", "\u{1E900}\u{1E923} x", "\0a",
        "{a b}: c",
    ].map { Array($0.utf8) }

    static let words = [
        "\"", "'", "*", "(", ")", " AND ", " OR ", " NOT ", "NEAR(a b, 2)", "^", ":", "{", "}", "+", "-", "\\",
        "\u{E9}",
        "e\u{301}", "\u{201C}", "\u{201D}", "\u{AB}", "\u{BB}", "\u{1E900}", "\u{16F0}", "\u{0345}", "\u{FFFD}",
        "\u{E000}",
        "\u{2160}", "\u{B2}", "\u{00DF}", "\u{0130}", "\u{200D}", "\u{FE0F}", "\u{1F600}", "\0", "\u{A0}", "\u{3000}",
        "\u{30A2}",
    ]

    /// An index of its own in memory.
    // nonisolated(unsafe): libFuzzer runs one input after the other, on one thread.
    nonisolated(unsafe) private static let index = Index()

    static func run(_ bytes: UnsafeRawBufferPointer) {
        let input = String(decoding: bytes, as: UTF8.self)
        let words = FullText.query(input)
        let search = SearchQuery(input, in: Catalog["quotes"])
        let missing = index.missing([words, search?.match, search?.wholeMatch].compactMap(\.self), in: input)
        for query in missing {
            // By what SQLite sees no word in nothing is found; what searches are made of knows better.
            must(
                query == words && !index.hasWords(query),
                "\(query.debugDescription) does not find the text that it is made of")
        }
    }

    private final class Index {
        private var connection: OpaquePointer?
        private var inserting: OpaquePointer?
        private var counting: OpaquePointer?
        private var listing: OpaquePointer?
        private var beginning: OpaquePointer?
        private var rollingBack: OpaquePointer?

        init() {
            must(sqlite3_open(":memory:", &connection) == SQLITE_OK, "no database")
            execute(
                "CREATE VIRTUAL TABLE a_search USING fts5(text, speaker, role, folded, stems, tokenize = 'unicode61 remove_diacritics 2')"
            )
            execute("CREATE VIRTUAL TABLE words USING fts5vocab('a_search', 'row')")
            inserting = prepare("INSERT INTO a_search (text, folded, stems) VALUES (?, ?, ?)")
            counting = prepare("SELECT count(*) FROM a_search WHERE \(FullText.condition("a"))")
            listing = prepare("SELECT count(*) FROM words")
            beginning = prepare("BEGIN")
            rollingBack = prepare("ROLLBACK")
        }

        func execute(_ sql: String) {
            must(sqlite3_exec(connection, sql, nil, nil, nil) == SQLITE_OK, "\(sql): \(message)")
        }

        /// As a record is indexed whose language nobody has told; or by its own words alone.
        private func insert(_ text: String, alone: Bool = false) {
            let forms = alone ? SearchForms([], rule: .byLetters) : SearchForms([text], rule: .byLetters)
            bind(text, inserting)
            bind(forms.folded, inserting, at: 2)
            bind(forms.stems, inserting, at: 3)
            step(inserting)
        }

        private func step(_ statement: OpaquePointer?) {
            must(sqlite3_step(statement) == SQLITE_DONE, message)
            sqlite3_reset(statement)
        }

        /// Which of the queries do not find a text.
        func missing(_ queries: [String], in text: String) -> [String] {
            if queries.isEmpty { return [] }
            step(beginning)
            insert(text)
            defer { step(rollingBack) }
            return queries.filter { query in
                bind(query, counting)
                must(sqlite3_step(counting) == SQLITE_ROW, "\(query.debugDescription): \(message)")
                defer { sqlite3_reset(counting) }
                return sqlite3_column_int64(counting, 0) == 0
            }
        }

        /// Whether SQLite's tokenizer sees a word in a text: whether it adds any to an index without it.
        func hasWords(_ text: String) -> Bool {
            execute("BEGIN")
            defer { execute("ROLLBACK") }
            execute("DELETE FROM a_search")
            insert(text, alone: true)
            must(sqlite3_step(listing) == SQLITE_ROW, message)
            defer { sqlite3_reset(listing) }
            return sqlite3_column_int64(listing, 0) > 0
        }

        private var message: String { String(cString: sqlite3_errmsg(connection)) }

        private func prepare(_ sql: String) -> OpaquePointer? {
            var statement: OpaquePointer?
            must(sqlite3_prepare_v2(connection, sql, -1, &statement, nil) == SQLITE_OK, "\(sql): \(message)")
            return statement
        }

        private func bind(_ text: String, _ statement: OpaquePointer?, at place: Int32 = 1) {
            // With its length, as the store binds it: a NUL does not end it.
            let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
            let text = Array(text.utf8)
            let code = text.withUnsafeBytes { bytes in
                sqlite3_bind_text(
                    statement, place, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count),
                    transient)
            }
            must(code == SQLITE_OK, message)
        }
    }
}
