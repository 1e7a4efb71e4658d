import Foundation
import Testing

@testable import Knowledge

@Suite("The text of a real article")
struct StateVisitTests {
    private let article: ArticleText
    private let index: PassageIndex

    /// The article is not ours to publish, so it lies beside the repository.
    static let body: String? = {
        let root = URL(filePath: #filePath).appending(path: "../../../..").standardized
        let file = root.appending(path: "../shared/data/state-visit.txt").standardized
        guard let body = try? String(contentsOf: file, encoding: .utf8) else {
            print("The real article is not tested: there is no ../shared/data/state-visit.txt beside the repository.")
            return nil
        }
        return body
    }()

    init() {
        article = ArticleText(body: Self.body ?? "")
        index = PassageIndex(article.text)
    }

    @Test("A figure written with an escape reads without it and leads to it", .enabled(if: body != nil))
    func readsEscapes() throws {
        let selector = try #require(index.anchor(exact: "$893 million").selector)

        #expect(selector.exact == "$893 million")
        #expect(bytes(article.bodyRange(ofText: selector.range), of: article.body) == Array("\\$893 million".utf8))
    }

    @Test("The text is the body without its marks", .enabled(if: body != nil))
    func losesNoWord() {
        #expect(article.disagreements == 0)
        for mark in ["**", "\\", "[", "](#)", "\n\n\n"] { #expect(!article.text.contains(mark)) }
        #expect(article.text.contains("Follow us on LinkedIn"))
        #expect(article.text.hasSuffix("pressing Ctrl+Enter."))
        #expect(article.text.contains("press statement, the leader"))
    }

    @Test(
        "Passages are found as a person types them, at one place",
        .enabled(if: body != nil),
        arguments: [
            "\"We welcome the aspiration of Tajikistan to establish closer contacts with the Eurasian Economic Union",
            "Tajikistan is interested in a stable and prosperous Afghanistan and advocates for a peaceful solution",
            "through political and diplomatic means\"",
            "whose share in total EAEU GDP is 86%,", "the economy of Tajikistan - the mining industry", "Umed Jaihani",
            "analyst Umed Jaihani is confident", "expert on economics Ali Mastov,", "almost $4.2 billion",
            "$2.5 billion",
            "\"In addition, the long-term", "Putin's political support", "recent statements of the Minister",
            "the Central Bank of the Russian Federation", "5-10 thousand militants", "about 180 thousand", "$2 billion",
        ])
    func findsPassages(typed: String) throws {
        let found = index.find(exact: typed)

        #expect(found.count == 1)
        let selector = index.selector(for: try #require(found.first).range)
        let again = index.find(exact: selector.exact, prefix: selector.prefix, suffix: selector.suffix)
        #expect(again.first?.range == selector.range)
        let place = article.bodyRange(ofText: selector.range)
        #expect(article.textRange(ofBody: place) == selector.range)
    }

    @Test("Any edit outside a passage leaves it on the same words", .enabled(if: body != nil), arguments: 0..<20)
    func survivesEdits(seed: Int) throws {
        var random = SeededRandom(seed)
        let passages = ["Umed Jaihani", "Muslimbek Buriev", "$893 million", "86%", "Photo: kremlin.ru", "2013"]
        let body = Array(article.body.unicodeScalars)
        let places = passages.flatMap { index.find(exact: $0) }

        for _ in 0..<10 {
            let from = Int.random(in: 0..<body.count, using: &random)
            let to = min(body.count, from + Int.random(in: 0..<60, using: &random))
            var edited = String.UnicodeScalarView(body[..<from])
            edited +=
                ["", " and ", "86%", "\n\nNew words.\n\n", "Umed Jaihani"].randomElement(using: &random)?.unicodeScalars
                ?? "".unicodeScalars
            edited += body[to...]
            let newText = ArticleText(body: String(edited)).text
            let edit = TextEdit(from: article.text, to: newText)
            let newIndex = PassageIndex(newText)

            for place in places {
                // Letters beside a passage may have become a part of its words.
                guard let moved = edit.moved((place.range.lowerBound - 3)..<(place.range.upperBound + 3)) else {
                    continue
                }
                let anchor = newIndex.anchor(index.selector(for: place.range), after: edit)
                #expect(anchor.selector?.range == (moved.lowerBound + 3)..<(moved.upperBound - 3))
            }
        }
    }
}
