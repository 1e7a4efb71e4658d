/// What only SQLite's full-text search has: its query grammar, ranking and snippets.
///
/// A resource's table is named `<resource>_search` and has its record's id as rowid.
/// <https://www.sqlite.org/fts5.html>
public enum FullText {
    public static func table(_ resource: String) -> String { "\(resource)_search" }

    /// The condition that a row of the table matches; its argument is what `query(_:)` made.
    public static func condition(_ resource: String) -> String { "\(table(resource)) MATCH ?" }

    /// How well a row matches: the lower, the better.
    public static func relevance(_ resource: String, weights: [Double]) -> String {
        "bm25(\(table(resource)), \(weights.map(\.description).joined(separator: ", ")))"
    }

    /// The marks around a match in a snippet: control characters that no article has a use for.
    public static let open: Unicode.Scalar = "\u{1}"
    public static let close: Unicode.Scalar = "\u{2}"

    /// The part of a row that matches best, of about 24 words, with `open` and `close` around the matches.
    public static func snippet(_ resource: String) -> String {
        "snippet(\(table(resource)), -1, char(1), char(2), '…', 24)"
    }

    /// How many words of a query count; further ones are left out.
    private static let wordLimit = 32

    /// A query from what a person typed: every word must be there, the last one at least as a beginning; words that
    /// are joined by punctuation (`5-10`, `Tajik-Afghan`) or stand in quotation marks must follow each other.
    ///
    /// Nothing in `input` is syntax to SQLite: each word stands in quotation marks. Nil where there is no word in it.
    public static func query(_ input: String) -> String? {
        var phrases: [[String]] = []
        var phrase: [String] = []
        var word = String.UnicodeScalarView()
        var isQuoted = false

        func endWord() {
            if !word.isEmpty { phrase.append(String(word)) }
            word = String.UnicodeScalarView()
        }
        func endPhrase() {
            endWord()
            if !phrase.isEmpty { phrases.append(phrase) }
            phrase = []
        }
        for scalar in input.unicodeScalars {
            if isWordPart(scalar) {
                word.append(scalar)
            } else if "\"“”«»„".unicodeScalars.contains(scalar) {
                endPhrase()
                isQuoted.toggle()
            } else if scalar.properties.isWhitespace, !isQuoted {
                endPhrase()
            } else {
                endWord()
            }
        }
        endPhrase()
        if phrases.isEmpty { return nil }
        return phrases.prefix(wordLimit).map { "\"\($0.joined(separator: " "))\"" }.joined(separator: " AND ") + "*"
    }

    /// What the unicode61 tokenizer takes as part of a word: letters, numbers, private use, and marks.
    private static func isWordPart(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
            .letterNumber, .otherNumber, .privateUse, .nonspacingMark, .spacingMark, .enclosingMark:
            true
        default: false
        }
    }
}
