/// Reads `text` letter for letter (never as Markdown) and proposes its quotes and figures, in time and memory linear in
/// its length.
///
/// - Parameters:
///   - language: A BCP 47 tag; English and Russian are read. The letters decide where it is not given or another.
///   - publishedOn: An ISO 8601 date, which "last year" is told from.
public func extract(_ text: String, language: String? = nil, publishedOn: String? = nil) -> Proposals {
    let reading = ReadText(text, language: language, publishedOn: publishedOn)
    return Proposals(quotes: quotes(in: reading), statistics: figures(in: reading))
}
