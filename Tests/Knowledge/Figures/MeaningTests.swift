import Testing

@testable import Knowledge

/// What a figure can mean, and which figures can't both be true.
@Suite struct MeaningTests {
    private static func meaning(
        _ value: Double, to upper: Double? = nil, _ qualifier: String? = nil, _ printed: String? = nil
    ) -> Meaning { Meaning(value: value, to: upper, qualifier: qualifier, printed: printed) }

    @Test(
        arguments: [
            // Half a unit of the last printed digit, in whichever language and with whichever separators.
            (4.2e9, nil, "$4.2 billion", 4.15e9, 4.25e9),
            (4.2e9, "exactly", "$4.2 billion", 4.15e9, 4.25e9),
            (4.2e9, nil, "4,2 млрд долларов", 4.15e9, 4.25e9),
            (4.2e9, nil, "4.20 billion", 4.195e9, 4.205e9),
            (4.2e9, nil, "4,200 million", 4.1995e9, 4.2005e9),
            (893e6, nil, "$893 million", 892.5e6, 893.5e6),
            (1893, nil, "1 893", 1892.5, 1893.5),
            (1893, nil, "1\u{202F}893 tonnes", 1892.5, 1893.5),
            (180_000, nil, "180 thousand", 179_500, 180_500),
            (180_000, nil, "180,000", 179_999.5, 180_000.5),
            (86, nil, "86%", 85.5, 86.5),
            (12.5, nil, "12,5 %", 12.45, 12.55),
            (0.86, nil, "86%", 0.855, 0.865),
            // The number is found among others.
            (2e9, nil, "In 2019, 3 men gave $2 billion", 1.5e9, 2.5e9),
            (1000, nil, "10 of 1000", 999.5, 1000.5),
            (20, nil, "20 of 2000", 19.5, 20.5),
            // Words, or nothing printed: the value's own digits.
            (3, nil, "three years", 2.5, 3.5),
            (4.2e9, nil, nil, 4.2e9 - 0.5, 4.2e9 + 0.5),
            (4.25, nil, nil, 4.245, 4.255),
            (-3.1, nil, "-3.1 %", -3.15, -3.05),
            // About: that or 5 %, whichever is wider.
            (4.2e9, "about", "almost $4.2 billion", 3.99e9, 4.41e9),
            (2, "about", "about 2", 1.5, 2.5),
            (100, "about", "about 100", 95, 105),
        ] as [(Double, String?, String?, Double, Double)])
    func aFigureMeansWhatItsLastDigitSays(
        _ value: Double, _ qualifier: String?, _ printed: String?, _ low: Double, _ high: Double
    ) {
        let meaning = Self.meaning(value, qualifier, printed)

        #expect((meaning.low - low).magnitude <= Meaning.slack(meaning.low, low), "\(meaning)")
        #expect((meaning.high - high).magnitude <= Meaning.slack(meaning.high, high), "\(meaning)")
    }

    @Test(
        arguments: [
            (meaning(4.2e9, nil, "$4.2 billion"), meaning(3.9e9, nil, "$3.9 billion"), true),
            // They touch at 4.25.
            (meaning(4.2e9, nil, "$4.2 billion"), meaning(4.3e9, nil, "$4.3 billion"), false),
            (meaning(4.2e9, nil, "$4.2 billion"), meaning(4.4e9, nil, "$4.4 billion"), true),
            (meaning(4.2e9, nil, "$4.2 billion"), meaning(4.16e9), false),
            (meaning(4.2e9, nil, "$4.2 billion"), meaning(4.14e9), true),
            (meaning(4.2e9, "about", "about 4.2"), meaning(4.0e9, nil, "4.0 billion"), false),
            (meaning(4.2e9, "about", "about 4.2"), meaning(3.9e9, nil, "3.9 billion"), true),
            (meaning(5_000, to: 10_000), meaning(10_000), false),
            (meaning(5_000, to: 10_000), meaning(11_000), true),
            (meaning(5_000, to: 10_000), meaning(9_000, to: 12_000), false),
            (meaning(1e6, "more_than"), meaning(5e9), false),
            (meaning(1e6, "more_than"), meaning(900_000), true),
            (meaning(1e6, "at_least"), meaning(1e6), false),
            (meaning(1e6, "less_than"), meaning(0), false),
            (meaning(1e6, "at_most"), meaning(1_100_000), true),
            (meaning(1e6, "more_than"), meaning(1e6, "less_than"), false),
            (meaning(2e6, "more_than"), meaning(1e6, "less_than"), true),
            (meaning(0), meaning(0), false),
        ] as [(Meaning, Meaning, Bool)])
    func figuresConflictWhereTheirMeaningsDoNotTouch(_ a: Meaning, _ b: Meaning, _ conflict: Bool) {
        #expect(a.conflicts(with: b) == conflict)
        #expect(b.conflicts(with: a) == conflict)
    }

    @Test(arguments: [
        ("USD", "USD", 0), ("million USD", "USD", 6), ("USD million", "USD", 6), ("thousands of people", "person", 3),
        ("тыс. человек", "человек", 3), ("km", "m", 3), ("kilometre", "m", 3), ("MW", "W", 6), ("kW.h", "Wh", 3),
        ("t", "g", 6), ("kg", "g", 3), ("thousand tonnes", "g", 9), ("%", "%", 0), ("share", "%", 2),
        ("percent", "%", 0), ("percentage point", "percentage point", 0), ("km2", "m2", 6), ("ha", "m2", 4),
        ("km3", "m3", 9), ("migrants", "migrant", 0), ("constant 2015 USD", "constant 2015 USD", 0),
        ("mile", "mile", 0),
    ])
    func aUnitIsATenthPowerOfItsKind(_ unit: String, _ kind: String, _ power: Int) {
        #expect(Measure(unit).kind == kind)
        #expect(Measure(unit).power == power)
    }

    @Test func valuesAreConvertedWithoutADigitLost() {
        #expect(Measure("share").convert(0.57, to: Measure("%")) == 57)
        #expect(Measure("MW").convert(1.1, to: Measure("kW")) == 1_100)
        #expect(Measure("m").convert(1_234, to: Measure("km")) == 1.234)
        #expect(Measure("million USD").convert(4_200, to: Measure("USD")) == 4.2e9)
        #expect(Measure("USD").convert(1, to: Measure("EUR")) == nil)
    }

    @Test(arguments: [Double.leastNonzeroMagnitude, 1.7e308, -1.7e308, 0, 1e-300, 9_007_199_254_740_992])
    func numbersAtTheirLimitsAreTaken(_ value: Double) {
        for printed in ["1", "99999999999999999999999999999999999", "0", "1.", "1,,2", "٣"] {
            for qualifier in [nil, "about", "more_than"] as [String?] {
                let meaning = Meaning(value: value, to: nil, qualifier: qualifier, printed: printed)
                #expect(meaning.low <= value && value <= meaning.high)
            }
        }
    }

    @Test func aYearStandsBeforeItsMonths() throws {
        let spans = try ["2018-02", "2019", "2018", "2017/2018", "2018-01", "2018-01-01"].map { try #require(Span($0)) }
        let sorted = spans.sorted(by: Span.isBefore).map { "\($0.first)/\($0.last)" }

        #expect(
            sorted == [
                "2017-01-01/2018-12-31", "2018-01-01/2018-12-31", "2018-01-01/2018-01-31", "2018-01-01/2018-01-01",
                "2018-02-01/2018-02-28", "2019-01-01/2019-12-31",
            ])
        #expect(Span("2018") == Span("2018-01/2018-12"))
    }

    @Test func aSlipOfScaleIsTheOddOneOut() {
        #expect(Oddity.slip(of: 4_200, among: [4.1, 4.3, 4.4]) == 3)
        #expect(Oddity.slip(of: 4.1, among: [4_200, 4.3, 4.4]) == 0)
        #expect(Oddity.slip(of: 4.2, among: [4_100_000, 4_300_000]) == -6)
        #expect(Oddity.slip(of: 4.2, among: [41, 43]) == 0)
        #expect(Oddity.slip(of: 0, among: [1_000]) == 0)
        #expect(Oddity.slip(of: 7, among: []) == 0)
    }
}
