internal import Store

/// What a person typed into a search, taken apart: every part must be found in a record.
///
/// A word is found in every form that has its stem, the last one at least as a beginning. Words in quotation marks must
/// follow each other just so, as must those that are joined by punctuation (`5-10`, `Tajik-Afghan`), and characters of
/// a script without spaces.
struct SearchQuery: Sendable {
    struct Part: Sendable {
        /// The words that must follow each other.
        let words: [String]
        /// Whether the last of them may be the beginning of one.
        let isPrefix: Bool
        /// What else finds a single word: another one with this stem.
        let stem: String?
        let letters: Word.Letters
        /// The expression of FTS5 that finds it.
        let expression: String
        /// The same for whole words alone. For the beginning of a word SQLite first puts together all that begin so,
        /// however few of them are wanted.
        let wholeExpression: String
    }

    let parts: [Part]
    /// The query as FTS5 takes it.
    var match: String { parts.map(\.expression).joined(separator: " AND ") }
    /// The same with whole words alone, which finds a part of what `match` does; nil where there is no other.
    var wholeMatch: String? {
        parts.contains(where: \.isPrefix) ? parts.map(\.wholeExpression).joined(separator: " AND ") : nil
    }

    /// How many parts of a query count; further ones are left out.
    private static let partLimit = 32

    /// - Returns: nil where there is no word in the input.
    init?(_ input: String, in resource: Resource) {
        var parts: [Part] = []
        for chunk in Self.chunks(input) {
            if parts.count == Self.partLimit { break }
            if let part = Self.part(chunk, in: resource) { parts.append(part) }
        }
        if parts.isEmpty { return nil }
        self.parts = parts
    }

    private struct Chunk {
        var text: String
        var isQuoted: Bool
        var isLast = false
    }

    /// What stands between white space, or between quotation marks.
    private static func chunks(_ input: String) -> [Chunk] {
        var chunks: [Chunk] = []
        var text = String.UnicodeScalarView()
        var isQuoted = false
        func end() {
            if !text.isEmpty { chunks.append(Chunk(text: String(text), isQuoted: isQuoted)) }
            text = String.UnicodeScalarView()
        }
        for scalar in input.unicodeScalars {
            if FullText.quotationMarks.contains(scalar) {
                end()
                isQuoted.toggle()
            } else if scalar.properties.isWhitespace, !isQuoted {
                end()
            } else {
                // SQLite takes a query for a C string.
                text.append(scalar == "\0" ? " " : scalar)
            }
        }
        // Who has not closed the quotation marks yet is still typing.
        let isTyping = !text.isEmpty
        end()
        if isTyping, !chunks.isEmpty { chunks[chunks.count - 1].isLast = true }
        return chunks
    }

    private static func part(_ chunk: Chunk, in resource: Resource) -> Part? {
        let words = Word.all(in: chunk.text)
        guard let last = words.last else { return nil }
        let isUnspaced = words.contains { $0.letters == .unspaced }
        // A single character may be the first of a pair.
        let endsAlone =
            last.letters == .unspaced
            && !(words.dropLast().last.map { $0.letters == .unspaced && $0.end == last.start } ?? false)
        let isPrefix = chunk.isLast || endsAlone
        let stem = words.count == 1 && !chunk.isQuoted ? StemRule.byLetters.stem(last.form, last.letters) : nil

        func expression(_ isPrefix: Bool) -> String {
            let star = isPrefix ? "*" : ""
            var alternatives: [String] = []
            if !isUnspaced { alternatives.append("\"\(chunk.text)\"\(star)") }
            if isUnspaced || !words.allSatisfy(\.isFoldedBySQLite) {
                alternatives.append("\"\(SearchForms.folded(words, isOpen: true))\"\(star)")
            }
            if let stem, stem != last.form, !(isPrefix && stem.utf8.starts(with: last.form.utf8)) {
                alternatives.append("stems : \"\(stem)\"")
            }
            let found = alternatives.count == 1 ? alternatives[0] : "(\(alternatives.joined(separator: " OR ")))"
            guard chunk.isQuoted else { return found }
            let columns = (resource.searched.map(\.column) + ["folded"]).joined(separator: " ")
            return "{\(columns)} : \(found)"
        }
        return Part(
            words: words.map(\.form), isPrefix: isPrefix, stem: stem, letters: last.letters,
            expression: expression(isPrefix), wholeExpression: expression(false))
    }
}

extension SearchQuery.Part {
    /// Whether the words from `index` on are what is looked for.
    ///
    /// - Returns: the place past the last of them, or nil.
    func match(_ text: [Word], at index: Int, rule: StemRule) -> Int? {
        guard index + words.count <= text.count else { return nil }
        for (offset, sought) in words.enumerated() {
            let word = text[index + offset]
            if word.form.utf8.elementsEqual(sought.utf8) { continue }
            if isPrefix, offset == words.count - 1, word.form.utf8.starts(with: sought.utf8) { continue }
            // A stem begins with the letter that its words begin with.
            if let stem, Self.firstLetter(word.form).elementsEqual(Self.firstLetter(sought)) {
                if let other = rule.stem(word.form, word.letters), other.utf8.elementsEqual(stem.utf8) { continue }
            }
            return nil
        }
        return index + words.count
    }

    /// Its bytes: two where it is Cyrillic, whose letters nearly all have the same first one.
    private static func firstLetter(_ word: String) -> Substring.UTF8View.SubSequence {
        Substring(word).utf8.prefix(word.utf8.first.map { $0 < 0x80 } ?? true ? 1 : 2)
    }
}
