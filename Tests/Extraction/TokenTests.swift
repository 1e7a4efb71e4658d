import Testing

@testable import Extraction

@Suite("A text taken apart")
struct TokenTests {
    private func words(_ text: String) -> [String] {
        let read = ReadText(text)
        return read.tokens.indices.map { read.text($0..<($0 + 1)) }
    }

    @Test(
        "Words keep their inner apostrophes, hyphens and stops, and lose a clitic",
        arguments: [
            ("O’Brien’s so-called plan", ["O’Brien", "’s", "so-called", "plan"]),
            ("They're in the U.S. Army", ["They", "'re", "in", "the", "U.S.", "Army"]),
            ("Gov. Mike Pence (R-IN) won't", ["Gov.", "Mike", "Pence", "(", "R-IN", ")", "won't"]),
            ("a Su-27 and 4.2 bn", ["a", "Su-27", "and", "4.2", "bn"]),
            ("1,000,000; 5-10%", ["1,000,000", ";", "5", "-", "10", "%"]),
            ("Wait... what?!", ["Wait", "...", "what", "?", "!"]),
            ("''Yes,'' he", ["''", "Yes", ",", "''", "he"]),
            ("-----\n****", ["-----", "****"]),
            ("г-н Иванов: «Да»", ["г-н", "Иванов", ":", "«", "Да", "»"]),
        ])
    func takesWordsApart(text: String, expected: [String]) {
        #expect(words(text) == expected)
    }

    @Test("Positions count code points, an end is exclusive")
    func countsCodePoints() {
        let text = "Ёлка 🌲 e\u{301}t\u{E9}"
        let read = ReadText(text)
        let scalars = Array(text.unicodeScalars)

        for token in read.tokens {
            var slice = String.UnicodeScalarView()
            slice.append(contentsOf: scalars[Int(token.start)..<Int(token.end)])
            let bytes = read.bytes[Int(token.byteStart)..<Int(token.byteEnd)]
            #expect(String(slice) == String(decoding: bytes, as: UTF8.self))
        }
        #expect(read.tokens.map { [$0.start, $0.end] } == [[0, 4], [5, 6], [7, 11]])
    }

    @Test("White space before a token is told by its widest: CR LF is one line end")
    func tellsWhiteSpace() {
        let read = ReadText("a b\r\nc\r\n\r\nd\n \ne")

        #expect(read.tokens.map(\.before) == [.paragraph, .space, .line, .paragraph, .paragraph])
        #expect(read.paragraphs == [0..<3, 3..<4, 4..<5])
    }

    @Test("A word's code is blind to case, ё and the kind of apostrophe")
    func foldsWords() {
        let read = ReadText("Don’t DON'T ещё ЕЩЕ")

        #expect(read.tokens[0].code == read.tokens[1].code)
        #expect(read.tokens[2].code == read.tokens[3].code)
        #expect(read.tokens.map(\.shape) == [.capitalized, .all, .lower, .all])
    }

    @Test("The longest phrase of the lexicons is found at its first word")
    func findsPhrases() {
        let read = ReadText("According to the prime minister")

        #expect(read.phrases.map(\.tokens) == [0..<2, 3..<5])
        #expect(read.phrases[0].classes.contains(.sourcePreposition))
        #expect(read.tokens[0].phrase == 0 && read.tokens[1].phrase == -1)
    }

    @Test(
        "A sentence ends at a stop, and not at an abbreviation, an initial or a decimal",
        arguments: [
            ("He left. She stayed.", 2),
            ("Sen. J. R. Smith met Mr. Jones at 5 p.m. on Monday.", 1),
            ("It grew 4.2 percent. Exports fell.", 2),
            ("He was ill. Mr. Smith said no. She left.", 3),
            ("“It is over.” He left.", 2),
            ("“Is it?” he asked.", 1),
            ("Trade fell\n\nThe minister spoke.", 2),
            ("It broke off in the\n\nmiddle of a sentence.", 1),
            ("Он приехал в 2018 г. в Москву. Потом уехал.", 2),
            ("- one thing\n- another thing", 2),
        ])
    func cutsSentences(text: String, count: Int) {
        #expect(ReadText(text).sentences.count == count)
    }

    @Test("Every token is in one sentence and one paragraph")
    func leavesNothingOut() {
        let read = ReadText("A b. “C d.” E\nf\n\n(g) h... 5. i?!\n\n\n”j")

        #expect(read.sentences.flatMap(\.tokens) == Array(read.tokens.indices))
        #expect(read.paragraphs.flatMap { $0 } == Array(read.tokens.indices))
    }

    @Test("A text of no words is read, too", arguments: ["", " ", "\n\n", "”", "((((", "\u{FEFF}"])
    func readsNothing(text: String) {
        #expect(extract(text) == Proposals())
    }
}
