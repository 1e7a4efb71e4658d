/// A text taken apart once, for all rules: tokens, phrases, sentences, paragraphs.
struct ReadText: Sendable {
    enum Language: Sendable { case english, russian }

    /// The text in UTF-8, letter for letter.
    let bytes: [UInt8]
    let tokens: [Token]
    /// The phrases of the lexicons in it, in order; they do not overlap.
    let phrases: [Phrase]
    /// In order; every token is in one.
    let sentences: [Sentence]
    /// Ranges of tokens.
    let paragraphs: [Range<Int>]
    let language: Language
    /// An ISO 8601 date.
    let publishedOn: String?

    init(_ text: String, language: String? = nil, publishedOn: String? = nil, lexicon: Lexicon = .all) {
        bytes = Array(text.utf8)
        var tokenizer = Tokenizer(lexicon: lexicon)
        tokenizer.read(bytes)
        phrases = tokenizer.findPhrases()
        tokens = tokenizer.tokens
        (sentences, paragraphs) = findSentences(tokens)
        self.publishedOn = publishedOn
        self.language =
            if language?.hasPrefix("ru") == true {
                .russian
            } else if language?.hasPrefix("en") == true {
                .english
            } else {
                tokenizer.cyrillicWords * 2 > tokenizer.words ? .russian : .english
            }
    }

    /// The text from one token to another.
    func text(_ range: Range<Int>) -> String {
        if range.isEmpty { return "" }
        let (start, end) = (Int(tokens[range.lowerBound].byteStart), Int(tokens[range.upperBound - 1].byteEnd))
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }

    /// A mention of the tokens of `range`, which is not empty.
    func mention(_ range: Range<Int>) -> Mention {
        Mention(
            text: text(range), start: Int(tokens[range.lowerBound].start), end: Int(tokens[range.upperBound - 1].end))
    }
}
