import Testing

@testable import Extraction

@Suite("Quotation marks")
struct QuotationTests {
    private func quotations(_ text: String) -> [String] {
        let read = ReadText(text)
        var pairing = QuotationPairing(read.tokens, paragraphs: read.paragraphs)
        pairing.pair()
        return pairing.quotations.map { read.text($0.content) }
    }

    @Test(
        "Every style pairs",
        arguments: [
            "He said “we agree” twice", "He said \"we agree\" twice", "He said «we agree» twice",
            "He said „we agree“ twice", "He said „we agree” twice", "He said ‘we agree’ twice",
            "He said 'we agree' twice", "He said ''we agree'' twice", "He said ‹we agree› twice",
        ])
    func pairsStyles(text: String) {
        #expect(quotations(text) == ["we agree"])
    }

    @Test(
        "An apostrophe is no mark",
        arguments: [
            ("It’s the leaders’ plan from the ’90s", []), ("'Tis rock 'n' roll", []),
            ("She said ‘the leaders’ plan can’t hold’ today", ["the leaders’ plan can’t hold"]),
            ("Don't say 'it's over' now", ["it's over"]),
        ] as [(String, [String])])
    func knowsApostrophes(text: String, expected: [String]) {
        #expect(quotations(text) == expected)
    }

    @Test("What is quoted within is a part of the quotation")
    func nests() {
        #expect(quotations("“He told me, ‘Go,’ and “now” I go,” she said") == ["He told me, ‘Go,’ and “now” I go,"])
        #expect(quotations("«Он сказал: „Да“ и ушёл»") == ["Он сказал: „Да“ и ушёл"])
    }

    @Test("A paragraph that opens anew ends the one before, and goes on with it")
    func reopens() {
        let read = ReadText("“One.\n\n“Two.\n\n“Three,” he said.")
        var pairing = QuotationPairing(read.tokens, paragraphs: read.paragraphs)
        pairing.pair()

        #expect(pairing.quotations.map { read.text($0.content) } == ["One.", "Two.", "Three,"])
        #expect(pairing.quotations.map(\.continues) == [false, true, true])
        #expect(pairing.quotations.map(\.isClosed) == [false, false, true])
    }

    @Test("A quotation that is broken in paragraphs goes through to its end")
    func goesThroughParagraphs() {
        #expect(quotations("“We welcome the\n\nUnion”. He left.") == ["We welcome the\n\nUnion"])
        #expect(quotations("“We never end.\n\nHe left. She stayed.") == ["We never end."])
    }
}
