internal import Store

/// The part of a record that a query fits best: plain text, and where the words that were found stand in it.
struct Snippet: Equatable {
    var text: String
    /// In code points of `text`, end exclusive.
    var marks: [Range<Int>]

    /// How much is shown: a word counts two, a character of a script without spaces one.
    private static let room = 48
    /// How many words before the first match are shown, so that it does not stand without its surroundings.
    private static let lead = 4

    /// - Parameters:
    ///   - fields: the record's texts; of two that fit alike the first is shown.
    ///   - rule: that of the record's language.
    init?(of fields: [String], _ query: SearchQuery, rule: StemRule) {
        var best: (score: Int, field: Int, window: Range<Int>, words: [Word], matches: [Match])?
        for (number, field) in fields.enumerated() where !field.isEmpty {
            let words = Word.all(in: field)
            let matches = Self.matches(in: words, query, rule)
            guard !words.isEmpty else { continue }
            for window in Self.windows(words, matches) {
                let seen = matches.filter { window.contains($0.words.lowerBound) }
                let score = Set(seen.map(\.part)).count * 1_000 + min(seen.count, 999)
                if score > best?.score ?? -1 { best = (score, number, window, words, matches) }
            }
        }
        guard let best else { return nil }
        let scalars = fields[best.field].unicodeScalars
        let isWhole = (start: best.window.lowerBound == 0, end: best.window.upperBound == best.words.count)
        let start = isWhole.start ? 0 : best.words[best.window.lowerBound].start
        let end = isWhole.end ? scalars.count : best.words[best.window.upperBound - 1].end
        var shown = String.UnicodeScalarView()
        if !isWhole.start { shown.append("…") }
        let from = scalars.index(scalars.startIndex, offsetBy: start)
        for scalar in scalars[from...].prefix(end - start) {
            // A snippet is one line: what it was cut from may have had paragraphs.
            shown.append(scalar == "\n" || scalar == "\r" ? " " : scalar)
        }
        if !isWhole.end { shown.append("…") }
        text = String(shown)
        let shift = (isWhole.start ? 0 : 1) - start
        marks = []
        for match in best.matches where best.window.contains(match.words.lowerBound) {
            let last = min(match.words.upperBound, best.window.upperBound) - 1
            let mark = best.words[match.words.lowerBound].start + shift..<best.words[last].end + shift
            if let previous = marks.last, previous.upperBound >= mark.lowerBound {
                marks[marks.count - 1] = previous.lowerBound..<max(previous.upperBound, mark.upperBound)
            } else {
                marks.append(mark)
            }
        }
    }

    private struct Match {
        let part: Int
        let words: Range<Int>
    }

    private static func matches(in words: [Word], _ query: SearchQuery, _ rule: StemRule) -> [Match] {
        var matches: [Match] = []
        for index in words.indices {
            for (number, part) in query.parts.enumerated() {
                if let end = part.match(words, at: index, rule: rule) {
                    matches.append(Match(part: number, words: index..<end))
                }
            }
        }
        return matches
    }

    /// What might be shown: the beginning, or from a little before a match.
    private static func windows(_ words: [Word], _ matches: [Match]) -> [Range<Int>] {
        var starts = [0]
        for match in matches.prefix(200) {
            let start = max(0, match.words.lowerBound - lead)
            if start > starts.last ?? 0 { starts.append(start) }
        }
        return starts.map { window(words, from: $0) }
    }

    private static func window(_ words: [Word], from start: Int) -> Range<Int> {
        func cost(_ word: Word) -> Int { word.letters == .unspaced ? 1 : 2 }
        var end = start
        var left = room
        while end < words.count, left > 0 {
            left -= cost(words[end])
            end += 1
        }
        // At a text's end there may be room for more before it.
        var start = start
        while end == words.count, start > 0, left > 0 {
            start -= 1
            left -= cost(words[start])
        }
        return start..<end
    }
}

extension Reading {
    /// `"snippet":{"text":…,"marks":[[start,end],…]}`: plain text, and the code points that matched.
    func writeSnippet(_ query: SearchQuery, _ resource: Resource, _ id: Int, into json: inout JSONBuffer) throws {
        let columns = resource.searched.map(\.column)
        let fields = try connection.first(
            "SELECT \(columns.joined(separator: ", ")) FROM \(FullText.table(resource.name)) WHERE rowid = ?",
            [Value(id)]
        ) { row in columns.indices.map { row.string($0) } }
        json.key("snippet")
        guard let fields, let snippet = Snippet(of: fields, query, rule: try stemRule(resource, id)) else {
            return json.null()
        }
        json.open()
        json.key("text")
        json.string(snippet.text)
        json.key("marks")
        json.openArray()
        for mark in snippet.marks {
            json.comma()
            json.openArray()
            json.integer(mark.lowerBound)
            json.comma()
            json.integer(mark.upperBound)
            json.closeArray()
        }
        json.closeArray()
        json.close()
    }

    private func stemRule(_ resource: Resource, _ id: Int) throws -> StemRule {
        switch resource.name {
        case "articles":
            StemRule(language: try connection.string("SELECT language FROM articles WHERE id = ?", [Value(id)]))
        case "quotes":
            StemRule(
                language: try connection.string(
                    """
                    SELECT coalesce(quotes.language, articles.language) FROM quotes
                    JOIN articles ON articles.id = quotes.article WHERE quotes.id = ?
                    """, [Value(id)]))
        default: .byLetters
        }
    }
}
