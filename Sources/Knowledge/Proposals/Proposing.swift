internal import Extraction
internal import Store

/// The quotes and figures that a text seems to have. Making it reads the text, at some megabytes a second.
public struct FoundInText: Sendable {
    let text: String
    let proposals: Proposals

    /// - Parameters:
    ///   - language: a BCP 47 tag.
    ///   - publishedOn: an ISO 8601 day, from which `last year` is told.
    public init(_ text: String, language: String?, publishedOn: String?) {
        self.text = text
        proposals = extract(text, language: language, publishedOn: publishedOn)
    }
}

/// What an article is proposed to have, put down for a person to decide.
extension Writing {
    /// Who proposes what a rule has found.
    public static let extractor = "extraction"

    /// Puts down what was found in an article's text, each once: what stands there already, as a quote, as a figure or
    /// as a proposal whatever became of it, is not proposed again. Returns how many are new.
    ///
    /// - Parameters:
    ///   - found: where its text is no longer the article's, nothing is put down.
    ///   - article: its id.
    ///   - source: the import that they came with.
    public mutating func propose(_ found: FoundInText, for article: Int, from source: Int? = nil) throws -> Int {
        let (text, proposals) = (found.text, found.proposals)
        guard try reading.articleText(String(article)) == text else { return 0 }
        let scalars = Array(text.unicodeScalars)
        var taken = try Taken(article, connection)
        var recognition = Recognition(connection)
        var count = 0
        for quote in proposals.quotes where taken.takes("quote", quote.start..<quote.end, quote.text) {
            let fields = try recognition.fields(of: quote, scalars)
            try put("quote", article, source, quote.start, quote.text, fields, quote.why, quote.confidence)
            count += 1
        }
        for figure in proposals.statistics
        where taken.takes("statistic", figure.start..<figure.end, figure.printed) {
            let fields = try recognition.fields(of: figure, scalars)
            try put("statistic", article, source, figure.start, figure.printed, fields, figure.why, figure.confidence)
            count += 1
        }
        return count
    }

    private func put(
        _ kind: String, _ article: Int, _ source: Int?, _ start: Int, _ words: String, _ fields: JSON, _ rule: String,
        _ confidence: Double
    ) throws {
        try connection.execute(
            """
            INSERT INTO proposals (
                article, import, kind, fields, start, passage, rule, confidence, proposed_by, created_at, updated_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                Value(article), source.map { Value($0) } ?? .null, .text(kind), .text(fields.text), Value(start),
                .text(FoldedText(words).string), .text(rule), .real(min(max(confidence, 0), 1)),
                .text(Self.extractor), .text(now), .text(now),
            ])
    }
}

/// What an article has already: where its quotes and figures stand, and what was proposed before.
private struct Taken {
    private var passages: [String: [Range<Int>]] = [:]
    /// How often the same words were proposed; they may stand in an article several times.
    private var proposed: [String: Int] = [:]

    init(_ article: Int, _ connection: Connection) throws {
        for (kind, table) in [("quote", "quotes"), ("statistic", "statistics")] {
            let selectors = try connection.all(
                """
                SELECT selector FROM \(table)
                WHERE article = ? AND selector IS NOT NULL AND anchor IN ('exact', 'changed')
                """, [Value(article)]
            ) { $0.string(0) }
            passages[kind] = try selectors.compactMap { selector in
                let selector = try JSONReader.read(selector)
                guard let start = selector["start"]?.integer, let end = selector["end"]?.integer, start < end else {
                    return nil
                }
                return start..<end
            }
        }
        try connection.query(
            "SELECT kind, passage, count(*) FROM proposals WHERE article = ? GROUP BY kind, passage", [Value(article)]
        ) { proposed["\($0.string(0)) \($0.string(1))"] = $0.integer(2) }
    }

    /// Whether there is room for one more.
    mutating func takes(_ kind: String, _ range: Range<Int>, _ words: String) -> Bool {
        let isThere = passages[kind]?.contains { passage in
            let common = passage.clamped(to: range).count
            return common * 2 > min(passage.count, range.count)
        }
        if isThere == true { return false }
        let key = "\(kind) \(FoldedText(words).string)"
        if let left = proposed[key], left > 0 {
            proposed[key] = left - 1
            return false
        }
        return true
    }
}
