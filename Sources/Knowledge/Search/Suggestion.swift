internal import Store

/// What a search that found nothing may have meant: each word that is not there replaced by the nearest that is.
extension Reading {
    /// How many words of a search are looked at.
    private static let suggestedWords = 6
    /// How many words of the vocabularies are compared for one search.
    private static let comparedWords = 300
    /// The kinds whose words are offered, names first; and how many letters of a word's beginning are taken to be right.
    private static let vocabularies = [
        ("experts", 3), ("indicators", 3), ("sources", 3), ("topics", 3), ("statistics", 3), ("quotes", 3),
        ("articles", 3), ("experts", 1),
    ]

    /// - Returns: the search as it may have been meant; nil where no word is near, or that would find nothing either.
    public func suggestion(for words: String) throws -> String? {
        let typed = Array(words.unicodeScalars)
        let sought = Word.all(in: words).filter { $0.letters != .unspaced }
        guard !sought.isEmpty, sought.count <= Self.suggestedWords else { return nil }
        var meant = String.UnicodeScalarView()
        var position = 0
        var isChanged = false
        var left = Self.comparedWords
        for word in sought {
            let letters = String(String.UnicodeScalarView(typed[word.start..<word.end]))
            guard try !isKnown(letters), let nearest = try nearest(to: word.form, &left) else { continue }
            meant.append(contentsOf: typed[position..<word.start])
            meant.append(contentsOf: nearest.unicodeScalars)
            position = word.end
            isChanged = true
        }
        guard isChanged else { return nil }
        meant.append(contentsOf: typed[position...])
        return try Self.searchedKinds.contains { try finds(String(meant), $0) } ? String(meant) : nil
    }

    private func isKnown(_ word: String) throws -> Bool { try Self.searchedKinds.contains { try finds(word, $0) } }

    private func finds(_ words: String, _ kind: String) throws -> Bool {
        guard let match = SearchQuery(words, in: Catalog[kind])?.match else { return false }
        let sql = "SELECT 1 FROM \(FullText.table(kind)) WHERE \(FullText.condition(kind)) LIMIT 1"
        return try connection.integer(sql, [.text(match)]) != nil
    }

    /// The word, as it is written somewhere, that takes the fewest changes of a letter to reach.
    private func nearest(to form: String, _ left: inout Int) throws -> String? {
        // A change for each four letters: a word that is further off is another word.
        let bound = form.unicodeScalars.count / 4
        guard bound > 0 else { return nil }
        var best: (distance: Int, term: Vocabulary.Term, kind: String)?
        for (kind, count) in Self.vocabularies where best?.distance != 1 {
            let vocabulary = try Vocabulary(kind, connection)
            let beginning = String(form.unicodeScalars.prefix(count))
            try vocabulary.forEach(from: beginning, &left) { word in
                guard word.utf8.starts(with: beginning.utf8) else { return false }
                let distance = Nearest.distance(letters: form, word)
                if distance <= bound, distance < best?.distance ?? .max, let term = try vocabulary.term(word) {
                    best = (distance, term, kind)
                }
                return true
            }
        }
        return try best.map { try written($0.term, $0.kind) }
    }

    /// A term as its first record writes it, capitals, accents and all.
    private func written(_ term: Vocabulary.Term, _ kind: String) throws -> String {
        let columns = Catalog[kind].searched.map(\.column)
        // An article's text may be long.
        guard columns.contains(term.column), kind != "articles" else { return term.text }
        let text = try connection.string(
            "SELECT \(term.column) FROM \(FullText.table(kind)) WHERE rowid = ?", [Value(term.record)])
        guard let text, let word = Word.all(in: text).first(where: { $0.form.utf8.elementsEqual(term.text.utf8) })
        else { return term.text }
        return String(String.UnicodeScalarView(Array(text.unicodeScalars)[word.start..<word.end]))
    }
}

/// The words of a full-text table in the order of their letters, each found by one seek, however often it occurs.
///
/// <https://www.sqlite.org/fts5.html#the_fts5vocab_virtual_table_module>
private struct Vocabulary {
    struct Term {
        let text: String
        /// Where it stands: the first record that has it, and the column.
        let record: Int
        let column: String
    }

    private let connection: Connection
    private let table: String

    /// The table is one of the connection's own: it holds nothing, and no file is written.
    init(_ kind: String, _ connection: Connection) throws {
        self.connection = connection
        table = "\(kind)_words"
        try connection.execute(
            "CREATE VIRTUAL TABLE IF NOT EXISTS temp.\(table) USING fts5vocab(main, \(FullText.table(kind)), instance)")
    }

    /// Calls `body` with each word from `start` on until it returns false or none of `left` is left.
    func forEach(from start: String, _ left: inout Int, _ body: (String) throws -> Bool) throws {
        var bound = start
        while left > 0 {
            left -= 1
            let word = try connection.string(
                "SELECT term FROM temp.\(table) WHERE term >= ? LIMIT 1", [.text(bound)])
            guard let word, try body(word) else { return }
            // Just behind the word: with `>` SQLite would pass over every occurrence of it.
            bound = word + "\u{1}"
        }
    }

    /// How many occurrences of a term are looked at for one that is a word, and not only a stem.
    private static let occurrences = 8

    func term(_ word: String) throws -> Term? {
        try connection.first(
            """
            SELECT doc, col FROM (SELECT doc, col FROM temp.\(table) WHERE term = ? LIMIT \(Self.occurrences))
            WHERE col <> 'stems' LIMIT 1
            """, [.text(word)]
        ) { Term(text: word, record: $0.integer(0), column: $0.string(1)) }
    }
}
