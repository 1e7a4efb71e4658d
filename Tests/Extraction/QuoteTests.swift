import Testing

@testable import Extraction

/// What is expected of a quote: its kind, words, the speaker as printed, and the name.
struct Expected: Sendable, CustomStringConvertible {
    let kind: ProposedQuote.Kind
    let words: String
    let speaker: String?
    let name: String?

    init(_ kind: ProposedQuote.Kind, _ words: String, by speaker: String?, named name: String? = nil) {
        (self.kind, self.words, self.speaker, self.name) = (kind, words, speaker, name)
    }

    init(_ quote: ProposedQuote, withName: Bool) {
        self.init(
            quote.kind, quote.text, by: quote.speaker?.mention.text, named: withName ? quote.speaker?.name : nil)
    }

    var description: String { "\(kind) “\(words)” by \(speaker ?? "nobody"), named \(name ?? "-")" }
}

/// Expects the quotes of a text to be these and no others; names where one is expected.
func expectQuotes(_ text: String, _ expected: [Expected], language: String = "en") {
    let hasNames = expected.contains { $0.name != nil }
    let found = extract(text, language: language).quotes.map { Expected($0, withName: hasNames) }
    #expect(found.map(\.description) == expected.map(\.description))
}

@Suite("Quotes in English")
struct QuoteTests {
    @Test(
        "A direct quote before, after and around its reporting clause",
        arguments: [
            ("“The harvest was poor,” Anna Weber said.", "The harvest was poor,", "Anna Weber"),
            ("“The harvest was poor,” said Anna Weber, a farmer near Linz.", "The harvest was poor,", "Anna Weber"),
            ("“The harvest was poor”, emphasizes Anna Weber.", "The harvest was poor", "Anna Weber"),
            ("\"Is the harvest in?\" asked the minister.", "Is the harvest in?", "the minister"),
            ("Anna Weber said: “The harvest was poor.”", "The harvest was poor.", "Anna Weber"),
            ("Anna Weber told reporters on Monday, “The harvest was poor.”", "The harvest was poor.", "Anna Weber"),
            ("“The harvest was poor,” she said, “and prices rose.”", "The harvest was poor, and prices rose.", "she"),
            ("“The harvest was poor,” he added. “Prices rose.”", "The harvest was poor, Prices rose.", "he"),
            ("Anna Weber, a farmer: “The harvest was very poor.”", "The harvest was very poor.", "Anna Weber"),
            ("“The harvest was very poor.” — Anna Weber, 2019", "The harvest was very poor.", "Anna Weber"),
            ("Smith scolded him: “The harvest was poor,” she said.", "The harvest was poor,", "she"),
            ("‘The harvest wasn’t good,’ the farmers’ union said.", "The harvest wasn’t good,", "the farmers’ union"),
        ])
    func findsDirectQuotes(text: String, words: String, speaker: String) {
        expectQuotes(text, [Expected(.direct, words, by: speaker)])
    }

    @Test(
        "An indirect quote with and without that, behind and before its clause",
        arguments: [
            ("Anna Weber said that the harvest was poor.", "the harvest was poor", "Anna Weber"),
            ("Anna Weber believes the harvest was poor.", "the harvest was poor", "Anna Weber"),
            ("According to Anna Weber, the harvest was poor.", "the harvest was poor", "Anna Weber"),
            (
                "The harvest was poor, according to the Ministry of Agriculture.", "The harvest was poor",
                "the Ministry of Agriculture"
            ),
            ("The harvest was poor, Anna Weber said.", "The harvest was poor", "Anna Weber"),
            ("The harvest, she says, was poor.", "The harvest was poor", "she"),
            ("As Anna Weber noted, the harvest was poor.", "the harvest was poor", "Anna Weber"),
            ("In a statement on Monday, the company said it had sold the land.", "it had sold the land", "the company"),
            ("Officials asked whether the harvest was in.", "whether the harvest was in", "Officials"),
            ("The ministry denied that the harvest was poor.", "the harvest was poor", "The ministry"),
            ("Weber is confident that prices will fall.", "prices will fall", "Weber"),
            ("The union called for higher wages.", "higher wages", "The union"),
            ("The minister promised to lower the tax.", "to lower the tax", "The minister"),
            ("Weber's lawyer, who did not respond to calls, said in March he was ill.", "he was ill", "Weber's lawyer"),
            ("A diplomat told AFP that talks would begin on Monday.", "talks would begin on Monday", "A diplomat"),
            ("In her opinion, the harvest was poor.", "the harvest was poor", "her"),
            ("LINZ, Austria (AP) — The harvest was poor, Anna Weber said.", "The harvest was poor", "Anna Weber"),
            ("The union repeated its claim that the harvest was poor.", "the harvest was poor", "its"),
            ("Experts from the WHO estimate that 3,000 people died.", "3,000 people died", "Experts from the WHO"),
            (
                "The film “The Long Road” claims that the harvest was poor.", "the harvest was poor",
                "The film “The Long Road”"
            ),
        ])
    func findsIndirectQuotes(text: String, words: String, speaker: String) {
        expectQuotes(text, [Expected(.indirect, words, by: speaker)])
    }

    @Test("Some words in marks within a reported clause make it mixed")
    func findsMixedQuotes() {
        expectQuotes(
            "Weber said the harvest had been “the worst in living memory”.",
            [Expected(.mixed, "the harvest had been “the worst in living memory”", by: "Weber")])
    }

    @Test("What follows a colon in a reported clause is a quote of its own")
    func partsQuotesAtAColon() {
        expectQuotes(
            "The minister noted that the tax stays: “We have no reason to lower it before the spring.”",
            [
                Expected(.indirect, "the tax stays", by: "The minister"),
                Expected(.direct, "We have no reason to lower it before the spring.", by: "The minister"),
            ])
    }

    @Test(
        "Scare quotes, titles and names in marks are no quotes",
        arguments: [
            "The “reform” cost a fortune.", "She read “War and Peace” twice.",
            "The film “The Long Road Home” opens today.",
            "He plays for the so-called “army of the willing to lose” in town.", "“Chuck” won.",
        ])
    func leavesTitlesAlone(text: String) {
        #expect(extract(text).quotes == [])
    }

    @Test("The subject is found by syntax, not by distance")
    func findsSubjects() {
        for (text, speaker) in [
            ("Anna Weber, who grew up in Linz with Karl Huber, said the harvest was poor.", "Anna Weber"),
            ("Anna Weber, a farmer and a friend of Karl Huber, said the harvest was poor.", "Anna Weber"),
            ("A spokesman for Karl Huber said the harvest was poor.", "A spokesman for Karl Huber"),
            ("Anna Weber visited Karl Huber and said the harvest was poor.", "Anna Weber"),
            ("During the visit of Karl Huber the minister said the harvest was poor.", "the minister"),
            ("Three voters in Linz say the harvest was poor.", "Three voters in Linz"),
        ] {
            #expect(extract(text).quotes.first?.speaker?.mention.text == speaker, "\(text)")
        }
    }

    @Test("Surnames, pronouns and offices are resolved within the article; groups stay unnamed")
    func resolvesSpeakers() {
        let text = """
            The Austrian farmer Anna Weber said the harvest was poor. “It rained all spring,” she said. Weber also said \
            that prices rose.

            Minister Karl Huber promised to help. He said that money was there. “We will pay,” the minister said.

            Experts believe the harvest will be worse. According to him, that is not so.
            """
        let quotes = extract(text).quotes

        #expect(
            quotes.map { $0.speaker?.name } == [
                "Anna Weber", "Anna Weber", "Anna Weber", "Karl Huber", "Karl Huber", "Karl Huber", nil, "Karl Huber",
            ])
        #expect(quotes.map(\.isUnnamed) == [false, false, false, false, false, false, true, false])
        #expect(quotes[0].speaker?.role == "Austrian farmer")
        #expect(quotes[0].cue?.text == "said")
    }

    @Test("Paragraphs of one quotation are one quote; a quotation alone is whoever spoke before")
    func followsParagraphs() {
        let quotes = extract(
            """
            “It rained all spring and summer,” Anna Weber said. “Then it snowed.

            “We lost everything.”

            “Nobody in the valley has seen anything like it.”
            """
        ).quotes

        #expect(quotes.count == 2)
        #expect(quotes.first?.text == "It rained all spring and summer, Then it snowed. We lost everything.")
        #expect(quotes.allSatisfy { $0.speaker?.name == "Anna Weber" })
    }

    @Test("A transcript's paragraphs are whoever's name they begin with")
    func readsTranscripts() {
        let quotes = extract("HOST: What did you see?\n\nWEBER: The harvest, and rain.\n\nHOST: Thank you both.").quotes

        #expect(quotes.map { $0.speaker?.mention.text } == ["HOST", "WEBER", "HOST"])
        #expect(quotes.map(\.text) == ["What did you see?", "The harvest, and rain.", "Thank you both."])
    }

    @Test("Positions are the text's, letter for letter")
    func positionsAreTheTexts() throws {
        let text = "Élise Ü. Weber — 🌾 — said: “Ça «va» bien, n’est-ce pas?”"
        let quote = try #require(extract(text, language: "en").quotes.first)
        let scalars = Array(text.unicodeScalars)
        var slice = String.UnicodeScalarView()
        slice.append(contentsOf: scalars[quote.start..<quote.end])

        #expect(String(slice) == "Ça «va» bien, n’est-ce pas?" && quote.text == String(slice))
    }
}
