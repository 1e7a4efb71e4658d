import Testing

@testable import Extraction

@Suite("A figure has its source, place and indicator")
struct FigureContextTests {
    @Test("The source is the name behind its cue, or before the verb")
    func namesSources() {
        let texts = [
            (
                "According to the Agency on Statistics under the President, in 2018 trade was $5.",
                "Agency on Statistics under the President"
            ),
            ("According to recent statements of the Minister of Labor, a million citizens left.", "Minister of Labor"),
            (
                "Their number, according to the Ministry of Labor of Tajikistan, is about 180 thousand people.",
                "Ministry of Labor of Tajikistan"
            ),
            ("Prices rose 5%, the statistics office said.", "statistics office"),
            ("Some 5,000 people fled, the UN refugee agency said.", "UN refugee agency"),
        ]
        for (text, source) in texts { #expect(extract(text).statistics.first?.source == source, "\(text)") }
        #expect(
            extract("По данным Росстата, цены выросли на 5 %.", language: "ru").statistics.first?.source == "Росстата")
    }

    @Test("A source goes for the paragraph's next sentence, too, and no further than the paragraph")
    func keepsSources() {
        let text = "According to the Central Bank, it was $5. Last year it was $6.\n\nThe shop took $7."

        #expect(extract(text).statistics.map(\.source) == ["Central Bank", "Central Bank", nil])
    }

    @Test("The place is the nearest, and one behind `in` before others")
    func namesPlaces() {
        #expect(extract("Wages in Poland rose 5%, China said.").statistics.first?.place == "Poland")
    }

    @Test("The indicator is what is counted, a share of something, or what rose")
    func namesIndicators() {
        let texts = [
            ("Foreign trade turnover amounted to $5.", "Foreign trade turnover"),
            ("They hold 180 armed militants.", "armed militants"),
            ("It supplied 22 percent of EU electricity.", "share of EU electricity"),
        ]
        for (text, indicator) in texts { #expect(extract(text).statistics.first?.indicator == indicator, "\(text)") }
    }
}
