import Foundation
import Testing

@testable import Extraction

@Suite("The quotes of a real article")
struct StateVisitQuoteTests {
    /// The article is not ours to publish, so it lies beside the repository.
    static let text: String? = {
        let root = URL(filePath: #filePath).appending(path: "../../..").standardized
        let file = root.appending(path: "../shared/data/state-visit.txt").standardized
        guard let text = try? String(contentsOf: file, encoding: .utf8) else {
            print("The real article is not tested: there is no ../shared/data/state-visit.txt beside the repository.")
            return nil
        }
        return text
    }()

    private let quotes = extract(Self.text ?? "", publishedOn: "2019-04-23").quotes

    @Test("Each direct quote is found with its speaker", .enabled(if: text != nil))
    func findsDirectQuotes() {
        let direct = quotes.filter { $0.kind == .direct }

        #expect(
            direct.map { "\($0.text.prefix(12)) \($0.speaker?.name ?? $0.speaker?.mention.text ?? "-")" } == [
                "Tajik presid Umed Jaihani", "Therefore, t Muslimbek Buriev", "We welcome t Vladimir Putin",
                "In addition, Ali Mastov", "The country, Muslimbek Buriev", "Tajikistan a Negmatullo Mirsaidov",
                "Tajikistan i the leader of Tajikistan", "Statements a Kosim Bekmuhammad",
                "There were h Negmatullo Mirsaidov",
            ])
    }

    @Test("Thirteen indirect ones and more are found, and hardly anything that is none", .enabled(if: text != nil))
    func findsIndirectQuotes() {
        let real = [
            ("Umed Jaihani", "during the meeting"), ("Muslimbek Buriev", "it is too early"),
            ("Jamoliddin Nuraliev", "the World Bank"), ("Agency on Statistics", "in 2018"),
            ("Ali Mastov", "Tajikistan has"), ("Sumanguli Tagoyzoda", "more than a million"),
            ("Central Bank of the Russian Federation", "in 2013"), ("Muslimbek Buriev", "the issue is not"),
            ("Muslimbek Buriev", "the Russian migration"), ("official documents", "Russia tries"),
            ("Ministry of Labor of the Republic of Tajikistan", "Their number"), ("Vladimir Putin", "Russia was ready"),
            ("the leader of Tajikistan", "the problems"), ("Experts", "despite the fact"),
            ("Kosim Bekmuhammad", "some representatives"), ("Kosim Bekmuhammad", "Usually"),
            ("Negmatullo Mirsaidov", "although the meeting"), ("Negmatullo Mirsaidov", "some protocols"),
            ("The leaders of both states", "Russia and Tajikistan"),
        ]
        let indirect = quotes.filter { $0.kind != .direct }
        let right = indirect.filter { quote in
            real.contains { speaker, words in
                quote.text.hasPrefix(words) && (quote.speaker?.name ?? quote.speaker?.mention.text) == speaker
            }
        }

        #expect(right.count >= 16)
        #expect(indirect.count - right.count <= 1, "\(indirect.filter { !right.contains($0) }.map(\.text))")
    }
}
