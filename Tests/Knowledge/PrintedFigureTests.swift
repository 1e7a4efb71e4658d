import Testing

@testable import Knowledge

@Suite struct PrintedFigureTests {
    @Test(
        arguments: [
            ("almost $4.2 billion", 4.2e9), ("$893 million", 893e6), ("1 893", 1893), ("1\u{A0}893 км", 1893),
            ("1,893", 1893), ("1,893", 1.893), ("12,5 %", 12.5), ("86%", 86), ("about 180 thousand", 180_000),
            ("5-10 thousand", 5_000), ("5-10 thousand", 10_000), ("10-year", 10), ("more than 1 million", 1e6),
            ("4,2 млрд долларов", 4.2e9), ("180 тысяч человек", 180_000), ("180 тыс. человек", 180_000),
            ("2,5 миллиарда", 2.5e9), ("1.234.567", 1_234_567), ("1,234,567.89", 1_234_567.89), ("10k", 10_000),
            ("$4.2bn", 4.2e9), ("1 million 200 thousand", 1_200_000), ("-5 °C", -5), ("1’893", 1893),
            ("0.5 percent", 0.5),
        ] as [(String, Double)])
    func aFigureAllowsWhatItMayMean(printed: String, value: Double) throws {
        let figure = try #require(PrintedFigure(printed))

        #expect(figure.allows(value))
    }

    @Test(
        arguments: [
            ("$4.2 billion", 4.2e6), ("$4.2 billion", 4.2), ("$893 million", 839e6), ("86%", 0.86), ("1,893", 1894),
            ("180 тысяч", 180), ("12,5 %", 125),
        ] as [(String, Double)])
    func aFigureDoesNotAllowAnother(printed: String, value: Double) throws {
        let figure = try #require(PrintedFigure(printed))

        #expect(!figure.allows(value))
    }

    @Test(arguments: [
        "two hundred", "hundreds of thousands of dollars", "more than a million", "three of 5", "٥ million", "½ mile",
        "2½ miles", "", "five in 10",
    ])
    func whatIsInWordsIsNotRead(printed: String) {
        #expect(PrintedFigure(printed) == nil)
    }

    @Test func aPercentageIsOne() {
        for printed in ["12,5 %", "86%", "0.5 percent", "5 per cent", "10 процентов"] {
            #expect(PrintedFigure(printed)?.isPercentage == true)
        }
        #expect(PrintedFigure("$5")?.isPercentage == false)
    }
}
