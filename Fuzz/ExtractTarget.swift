@testable import Extraction

/// A text's proposals: inside of it, in order, word for word, and the same each time.
enum ExtractTarget: FuzzTarget {
    static let name = "extract"
    static let longest = 400

    /// The first byte chooses the language, and what else is asked: reading a text three times over would take three
    /// times as long, for what seldom differs.
    static let seeds: [[UInt8]] = [
        "“We agree,” said Anna Weber, a farmer. “It rained.\n\n“Then it snowed.”",
        "Weber told CNN on Monday that \"A\" was, as she noted, over; according to him, prices rose 4.2% in 2018.",
        "HOST: Why?\n\nWEBER: Because $4.2 billion, 5-10 km, two hundred and five thousand people.",
        "«Да, — сказал министр Иван Петров. — Нет». По словам эксперта, цены выросли на 5 %.",
        "The [leader](#) of **Linz**, who (she said) left, noted that A: ''It is about half a dozen tonnes of it.''",
        "Как сообщили в Минтруде, 180 тыс. человек. — Нет, — говорит он.",
        "“A” — Anna Weber, 1993\nKarl: “B c d e f g h i”",
    ].map { [0] + Array($0.utf8) }

    static let words = [
        "said ", "he said", " said that ", "told ", "according to ", "believes ", "who ", ", ", "“", "”", "\"", "‘",
        "’", "'",
        "«", "»", "„", "— ", "-", ": ", "\n\n", "\n", ". ", "? ", "... ", "the ", "minister ", "Anna Weber", "Mr. ",
        "U.S. ",
        "experts ", "it ", "is ", "and ", "when ", "confident that ", "claim that ", "saying ", "[", "](", "**", "(",
        ")",
        "сказал ", "что ", "по словам ", "как ", "$", "€", "%", " percent", "4.2", "1,000", " billion", " million",
        "half ",
        "two hundred", " in 2018", "last year", "about ", "more than ", "between ", " to ", " km", "°C", "5–10",
        " people",
        "тыс. ", "млн ", "1993 ", "\u{301}", "\u{1F600}", "\u{A0}", "\u{200D}", "\u{FEFF}", "\0", "\r\n",
    ]

    static func run(_ bytes: UnsafeRawBufferPointer) {
        guard let (choice, rest) = bytes.choiceAndRest else { return }
        let text = String(decoding: rest, as: UTF8.self)
        let language: String? = choice % 3 == 0 ? nil : choice % 3 == 1 ? "en" : "ru"
        let proposals = extract(text, language: language, publishedOn: "2019-04-23")
        let scalars = Array(text.unicodeScalars)

        var last = 0
        for quote in proposals.quotes {
            must(0 <= quote.start && quote.start < quote.end && quote.end <= scalars.count, "outside: \(quote)")
            must(quote.start >= last, "out of order: \(quote)")
            last = quote.start
            must((0...1).contains(quote.confidence) && !quote.why.isEmpty, "not told: \(quote)")
            for mention in [quote.speaker?.mention, quote.cue].compactMap({ $0 }) { check(mention, scalars) }
        }
        last = 0
        for figure in proposals.statistics {
            must(figure.value.isFinite && figure.valueTo?.isFinite != false, "no number: \(figure)")
            check(Mention(text: figure.printed, start: figure.start, end: figure.end), scalars)
            must(figure.start >= last, "out of order: \(figure)")
            last = figure.start
            must((0...1).contains(figure.confidence) && !figure.why.isEmpty, "not told: \(figure)")
        }
        switch choice >> 4 {
        case 0:
            must(extract(text, language: language, publishedOn: "2019-04-23") == proposals, "not the same again")
        case 1...4:
            var reading = QuoteReading(ReadText(text, language: language))
            _ = reading.read()
            must(reading.steps <= 1_000 + scalars.count * 400, "\(reading.steps) steps")
        default: break
        }
    }

    private static func check(_ mention: Mention, _ scalars: [Unicode.Scalar]) {
        must(
            0 <= mention.start && mention.start < mention.end && mention.end <= scalars.count, "outside: \(mention)")
        var words = String.UnicodeScalarView()
        words.append(contentsOf: scalars[mention.start..<mention.end])
        must(words.elementsEqual(mention.text.unicodeScalars), "other words than the text's: \(mention)")
    }
}
