/// What only SQLite's full-text search has: its query grammar and ranking.
///
/// A resource's table is named `<resource>_search` and has its record's id as rowid.
/// <https://www.sqlite.org/fts5.html>
public enum FullText {
    public static func table(_ resource: String) -> String { "\(resource)_search" }

    /// The condition that a row of the table matches; its argument is what `query(_:)` made.
    public static func condition(_ resource: String) -> String { "\(table(resource)) MATCH ?" }

    /// What ``Relevance`` is made of, for each row that matches.
    public static func frequencies(_ resource: String, weights: [Double]) -> String {
        "\(Relevance.name)(\(table(resource)), \(weights.map(\.description).joined(separator: ", ")))"
    }

    /// How many words each of these records has in all of its columns together, by id.
    ///
    /// SQLite keeps a number for each column, in its own variable-length integers
    /// (<https://www.sqlite.org/fts5.html#the_docsize_table>).
    public static func lengths(of ids: [Int], in resource: String, _ connection: Connection) throws -> [Int: Int] {
        var lengths: [Int: Int] = [:]
        try connection.query(
            """
            SELECT sizes.id, sizes.sz FROM json_each(?) AS sought
            CROSS JOIN \(table(resource))_docsize AS sizes ON sizes.id = sought.value
            """, [.text("[\(ids.map(String.init).joined(separator: ","))]")]
        ) { row in
            var (sum, number) = (0, 0)
            for byte in row.bytes(1) {
                number = (number & 0xFF_FFFF) << 7 | Int(byte & 0x7F)
                if byte < 0x80 {
                    sum += number
                    number = 0
                }
            }
            lengths[row.integer(0)] = sum
        }
        return lengths
    }

    /// What a phrase is put between.
    public static let quotationMarks = Array("\"“”«»„".unicodeScalars)

    /// How many words of a query count; further ones are left out.
    private static let wordLimit = 32

    /// A query from what a person typed: every word must be there, the last one at least as a beginning; words that
    /// are joined by punctuation (`5-10`, `Tajik-Afghan`) or stand in quotation marks must follow each other.
    ///
    /// Nothing in `input` is syntax to SQLite: each word, with what is joined to it, stands in quotation marks, and SQLite
    /// takes it apart as it did the texts. White space between two means that both must be there, as AND does; but where
    /// SQLite sees no word in one of them (its Unicode is not Swift's) the others still count, while with AND nothing
    /// would be found. Nil where there is no word in the input.
    public static func query(_ input: String) -> String? {
        var phrases: [String] = []
        var phrase = String.UnicodeScalarView()
        var isQuoted = false

        func endPhrase() {
            if phrase.contains(where: isWord) { phrases.append("\"\(String(phrase))\"") }
            phrase = String.UnicodeScalarView()
        }
        for scalar in input.unicodeScalars {
            if quotationMarks.contains(scalar) {
                endPhrase()
                isQuoted.toggle()
            } else if scalar.properties.isWhitespace, !isQuoted {
                endPhrase()
            } else {
                // SQLite takes a query for a C string.
                phrase.append(scalar == "\0" ? " " : scalar)
            }
        }
        endPhrase()
        return phrases.isEmpty ? nil : phrases.prefix(wordLimit).joined(separator: " ") + "*"
    }

    /// What the unicode61 tokenizer takes for a word: letters, numbers and private use. Marks are no words by themselves.
    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
            .letterNumber, .otherNumber, .privateUse:
            true
        default: false
        }
    }
}
