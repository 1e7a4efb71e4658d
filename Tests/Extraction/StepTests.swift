import Testing

@testable import Extraction

/// Counts the steps of the rules, not the time: a text twice as long takes about twice as many, whatever it is made of.
@Suite("The rules take steps in proportion to the text")
struct StepTests {
    private func steps(_ text: String) -> Int {
        var reading = QuoteReading(ReadText(text, language: "en"))
        _ = reading.read()
        return reading.steps
    }

    @Test(
        "Twice the text, twice the steps",
        arguments: [
            "“", "\"", "'", "’ s’ ", "“”", "\" ", "“a\n\n", "\"a\n\n", "«„", "”“", "(", "[", "*", "- ", "—", ",", ". ",
            "1 ", "12,",
            "a ", "A ", "a, ", "A, ", "said ", "said, ", "he said ", "Smith said ", "who said, ", "according to ",
            "saying, ", "and said ", "“a” said ", "A: ", "A:\n\n", "“a b c d e” ", "\"A: \n\n", "[a](", "a; said that ",
            "The minister, a b, c d, e f, said, ", "told the a b c d e f g ", "in a statement ", "call on ", "\n", " ",
            "said that he said that ", "was was was “a b c d e” ", "a, is b, was “c d e f” ", "(a) is, b. “c d e f” ",
            "“a,” he said. “b.” ", "HOST: a b c\n\n",
        ])
    func growsLinearly(unit: String) {
        let count = 6_000 / unit.unicodeScalars.count
        let half = steps(String(repeating: unit, count: count))
        let whole = steps(String(repeating: unit, count: count * 2))

        // Four times as many would be the square; where sentences are cut moves it a little from the double.
        #expect(whole <= half * 5 / 2 + 3_000, "\(half) and \(whole) steps")
        #expect(whole <= 12_000 * 100, "\(whole) steps")
    }
}
