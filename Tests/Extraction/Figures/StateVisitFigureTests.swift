import Foundation
import Testing

@testable import Extraction

@Suite("The figures of a real article")
struct StateVisitFigureTests {
    /// The article is not ours to publish, so it lies beside the repository.
    static let text: String? = {
        let root = URL(filePath: #filePath).appending(path: "../../../..").standardized
        let file = root.appending(path: "../shared/data/state-visit.txt").standardized
        guard let text = try? String(contentsOf: file, encoding: .utf8) else {
            print("The real article is not tested: there is no ../shared/data/state-visit.txt beside the repository.")
            return nil
        }
        return text
    }()

    @Test("All fourteen are found with value, unit and time, and nothing else", .enabled(if: text != nil))
    func findsAll() {
        let figures = extract(Self.text ?? "", language: "en", publishedOn: "2019-04-23").statistics

        #expect(
            figures.map {
                "\($0.printed): \($0.qualifier ?? "-") \(Int($0.value))\($0.valueTo.map { "…\(Int($0))" } ?? "") \($0.unit ?? "-")"
            } == [
                "12 years: - 12 year",
                "$893 million: - 893000000 USD",
                "86%: - 86 %",
                "a million: more_than 1000000 citizen",
                "$4.2 billion: about 4200000000 USD",
                "$2.5 billion: - 2500000000 USD",
                "180 thousand: about 180000 migrant",
                "10-year: - 10 year",
                "6 years: - 6 year",
                "hundreds of thousands of dollars: more_than 100000 USD",
                "$2 billion: - 2000000000 USD",
                "three years: - 3 year",
                "18 years: - 18 year",
                "5-10 thousand: - 5000…10000 militant",
            ])
        // Where a time is printed: 2018, in 2013, last year, in the spring of 1993.
        #expect(figures.dropFirst().first?.period == "2018")
        #expect(figures.filter { $0.unit == "USD" }.prefix(3).map(\.period) == ["2018", "2013", "2018"])
        #expect(figures.first { $0.printed == "10-year" }?.period == "1993-03/1993-05")
        #expect(figures.first { $0.value == 180_000 }?.source == "Ministry of Labor of the Republic of Tajikistan")
        #expect(
            figures.first { $0.value == 893e6 }?.source
                == "Agency on Statistics under the President of the Republic of Tajikistan")
    }
}
