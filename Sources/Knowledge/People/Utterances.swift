internal import Extraction
internal import Store

/// Said once, printed often: printings whose words are equal are one utterance, and so is what a person has said to be
/// the same.
enum Utterance {
    /// The number of a statement's words: 63 bits of their SHA-256. Case, punctuation, and how characters of one kind are
    /// written do not count.
    static func key(_ text: String) -> Int {
        let folded = FoldedText(text.lowercased()).string
        var words = String.UnicodeScalarView()
        var isBetween = false
        for scalar in folded.unicodeScalars {
            if isPartOfWord(scalar) {
                if isBetween, !words.isEmpty { words.append(" ") }
                isBetween = false
                words.append(scalar)
            } else if scalar != "'" {
                isBetween = true
            }
        }
        let counted = words.isEmpty ? folded : String(words)
        let hash = Checksum.sha256(Array(counted.utf8))
        return Int(truncatingIfNeeded: (UInt64(hash.prefix(16), radix: 16) ?? 0) >> 1)
    }

    private static func isPartOfWord(_ scalar: Unicode.Scalar) -> Bool {
        let properties = scalar.properties
        if properties.isAlphabetic || properties.numericType != nil { return true }
        switch properties.generalCategory {
        // What is counted and measured: 5 % is not 5 $.
        case .nonspacingMark, .spacingMark, .enclosingMark, .currencySymbol, .mathSymbol: return true
        default: return scalar == "%"
        }
    }
}

extension Writing {
    /// The utterance of a quote of these columns.
    func utterance(_ columns: [String: Value]) throws -> Value {
        if case .integer(let same)? = columns["same_as"],
            let utterance = try connection.integer("SELECT utterance FROM quotes WHERE id = ?", [.integer(same)])
        {
            return Value(utterance)
        }
        guard case .text(let text)? = columns["text"] else { return .null }
        return Value(Utterance.key(text))
    }

    /// What is wrong with `same_as`; nil where nothing is, or there is none.
    func sameAsFault(_ columns: [String: Value], _ id: Int?) throws -> String? {
        guard case .integer(let same)? = columns["same_as"] else { return nil }
        if same == id.map(Int64.init) { return "is the quote itself" }
        let expert = try connection.integer("SELECT expert FROM quotes WHERE id = ?", [.integer(same)])
        if case .integer(let own)? = columns["expert"], expert.map(Int64.init) != own {
            return "is a quote of another expert: only their own words can be the same"
        }
        guard let id else { return nil }
        var next = Int(same)
        var seen: Set<Int> = []
        while seen.insert(next).inserted,
            let further = try connection.integer("SELECT same_as FROM quotes WHERE id = ?", [Value(next)])
        {
            if further == id { return "leads back to the quote itself" }
            next = further
        }
        return nil
    }

    /// Lets the quotes that are said to be the same as `id` follow it; those of another expert by now are so no longer.
    func keepUtterances(of id: Int, cause: Int? = nil) throws {
        var pending = [id]
        var seen: Set<Int> = [id]
        while let next = pending.popLast() {
            let quote = try connection.first("SELECT expert, utterance FROM quotes WHERE id = ?", [Value(next)]) {
                (expert: $0.integer(0), utterance: $0.value(1))
            }
            guard let quote else { continue }
            let followers = try connection.all(
                "SELECT id, expert FROM quotes WHERE same_as = ? ORDER BY id", [Value(next)]
            ) { (id: $0.integer(0), expert: $0.integer(1)) }
            for follower in followers where seen.insert(follower.id).inserted {
                if follower.expert != quote.expert {
                    try setSameAs(of: follower.id, to: nil, cause: cause)
                } else {
                    try connection.execute(
                        "UPDATE quotes SET utterance = ? WHERE id = ? AND utterance IS NOT ?",
                        [quote.utterance, Value(follower.id), quote.utterance])
                    pending.append(follower.id)
                }
            }
        }
    }

    /// Says that a quote is the same as another, or as none, and enters it.
    func setSameAs(of id: Int, to same: Int?, cause: Int?) throws {
        let quotes = Catalog["quotes"]
        let stored = try storedColumns(quotes, id)
        guard stored["expert"] != nil else { return }
        var changed: [String: Value] = ["same_as": same.map { Value($0) } ?? .null]
        changed["utterance"] = try utterance(stored.merging(changed) { $1 })
        try change(quotes, id, stored, to: changed, cause: cause)
        try keepUtterances(of: id, cause: cause)
    }

    /// The quotes that are said to be the same as `id`.
    func quotesSameAs(_ id: Int) throws -> [Int] {
        try connection.all("SELECT id FROM quotes WHERE same_as = ? ORDER BY id", [Value(id)]) { $0.integer(0) }
    }

    /// The quotes of other articles that are said to be the same as one of this: which, and as which.
    func quotesSameAs(ofArticle article: Int) throws -> [(quote: Int, same: Int)] {
        try connection.all(
            """
            SELECT follower.id, quotes.id FROM quotes JOIN quotes AS follower ON follower.same_as = quotes.id
            WHERE quotes.article = ? AND follower.article <> ? ORDER BY follower.id
            """, [Value(article), Value(article)]
        ) { ($0.integer(0), $0.integer(1)) }
    }
}
