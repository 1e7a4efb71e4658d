import Foundation
import Testing

@testable import Extraction

/// Sentences of our own, annotated by us (Fixtures/README.md).
struct GoldSentence: Decodable, Sendable {
    struct Figure: Decodable, Sendable {
        var printed: String
        var start: Int
        var value: Double
        var valueTo: Double?
        var qualifier: String?
        var unit: String?
        var period: String?
    }

    var text: String
    var language: String
    var publishedOn: String?
    var statistics: [Figure]

    static let all: [GoldSentence] = {
        let file = URL(filePath: #filePath).appending(path: "../../Fixtures/news-figures.ndjson").standardized
        let lines = (try? String(contentsOf: file, encoding: .utf8))?.split(separator: "\n") ?? []
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return lines.compactMap { try? decoder.decode(GoldSentence.self, from: Data($0.utf8)) }
    }()
}

@Suite("News sentences of our own")
struct FigureGoldTests {
    /// What was found of what there is.
    private struct Score {
        var (gold, found, values, units, periods, dated) = (0, 0, 0, 0, 0, 0)
        /// By rule: how many proposals, and how many of them right with unit.
        var rules: [String: (right: Int, all: Int)] = [:]

        mutating func add(_ sentence: GoldSentence) {
            let found = extract(sentence.text, language: sentence.language, publishedOn: sentence.publishedOn)
                .statistics
            var isUsed = found.map { _ in false }
            gold += sentence.statistics.count
            self.found += found.count
            for figure in found { rules[figure.why, default: (0, 0)].all += 1 }
            for figure in sentence.statistics {
                let match = found.indices.first { index in
                    !isUsed[index] && Self.isSame(figure.value, found[index].value)
                        && Self.isSame(figure.valueTo, found[index].valueTo)
                        && found[index].start < figure.start + figure.printed.unicodeScalars.count
                        && figure.start < found[index].end
                }
                guard let match else { continue }
                isUsed[match] = true
                values += 1
                if figure.unit == nil || figure.unit == found[match].unit {
                    units += 1
                    rules[found[match].why]?.right += 1
                }
                if let period = figure.period {
                    dated += 1
                    if period == found[match].period { periods += 1 }
                }
            }
        }

        /// A third is annotated as 0.333.
        private static func isSame(_ gold: Double?, _ found: Double?) -> Bool {
            guard let gold, let found else { return gold == nil && found == nil }
            return (gold - found).magnitude <= gold.magnitude * 0.005
        }

        func f1(_ right: Int) -> Double { 200 * Double(right) / Double(max(1, gold + found)) }

        func describe(_ name: String) {
            func one(_ number: Double) -> String { String(format: "%.1f", number) }
            print(
                "\(name): value F1 \(one(f1(values))), with unit \(one(f1(units))), period right \(periods) of \(dated); gold \(gold) found \(found)"
            )
        }
    }

    @Test("Values and units are found in both languages and both halves", arguments: ["en", "ru"])
    func findsFigures(language: String) {
        let sentences = GoldSentence.all.filter { $0.language == language }
        #expect(sentences.count >= (language == "en" ? 300 : 100))
        var (working, apart, all) = (Score(), Score(), Score())
        for (index, sentence) in sentences.enumerated() {
            if index % 2 == 0 { working.add(sentence) } else { apart.add(sentence) }
            all.add(sentence)
        }

        working.describe("\(language), the half that rules were written with")
        apart.describe("\(language), the half kept apart")
        all.describe("\(language), both")

        for score in [working, apart, all] {
            #expect(score.f1(score.values) >= 92)
            #expect(score.f1(score.units) >= 86)
        }
    }

    @Test("A rule's confidence is about how often it is right")
    func isCalibrated() {
        var (working, apart) = (Score(), Score())
        for language in ["en", "ru"] {
            for (index, sentence) in GoldSentence.all.filter({ $0.language == language }).enumerated() {
                if index % 2 == 0 { working.add(sentence) } else { apart.add(sentence) }
            }
        }

        for rule in FigureRule.allCases {
            let (right, all) = working.rules[rule.rawValue] ?? (0, 0)
            let (rightApart, allApart) = apart.rules[rule.rawValue] ?? (0, 0)
            print("\(rule.rawValue): \(right) of \(all), apart \(rightApart) of \(allApart), \(rule.confidence)")
            let told = min(0.98, Double(right + 3) / Double(all + 4))
            #expect((told - rule.confidence).magnitude < 0.05, "\(rule.rawValue)")
        }
    }
}
