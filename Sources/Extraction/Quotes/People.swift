/// Who is named in a text: the fullest name for a mention.
struct People {
    private let reading: QuoteReading

    init(_ reading: QuoteReading) { self.reading = reading }

    func name(of mention: Range<Int>) -> String? {
        guard let first = mention.first, reading.text.tokens[first].shape != .lower else { return nil }
        return reading.text.text(mention)
    }
}
