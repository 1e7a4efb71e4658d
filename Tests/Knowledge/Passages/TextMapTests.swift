import Testing

@testable import Knowledge

@Suite("The map from the text to the body")
struct TextMapTests {
    @Test("Every code point leads to itself or to what denotes it, in order, and back", arguments: 0..<40)
    func holdsForRandomBodies(seed: Int) {
        var bodies = RandomBodies(seed: seed)

        for _ in 0..<100 {
            let body = bodies.next()
            let article = ArticleText(body: body)

            #expect(article.disagreements == 0, "\(body.debugDescription)")
            #expect(fault(in: article) == nil, "\(body.debugDescription)")
        }
    }

    @Test("The map stays right over long runs of characters of every length")
    func holdsForLongRuns() {
        let body = String(repeating: "Ab яё 漢字 😀e\u{301} \\$ **q** ", count: 500)
        let article = ArticleText(body: body)

        #expect(article.disagreements == 0)
        #expect(fault(in: article) == nil)
    }

    /// What is wrong with the map of `article`; `nil` for nothing.
    private func fault(in article: ArticleText) -> String? {
        let body = Array(article.body.utf8)
        var last = 0
        for (position, scalar) in article.text.unicodeScalars.enumerated() {
            let place = article.bodyRange(ofText: position..<(position + 1))
            if place.lowerBound < last || place.upperBound > body.count { return "order at \(position)" }
            last = place.lowerBound
            let source = String(decoding: body[place], as: UTF8.self).unicodeScalars
            let isSame = source.elementsEqual([scalar])
            if !isSame && !denotes(source, scalar) { return "\(position): \(scalar) from \(source)" }
            if isSame, scalar != "\n", article.textRange(ofBody: place) != position..<(position + 1) {
                return "the way back of \(position)"
            }
        }
        return article.text.unicodeScalars.count == article.scalarCount ? nil : "length"
    }

    private func denotes(_ source: String.UnicodeScalarView, _ scalar: Unicode.Scalar) -> Bool {
        // The letters of the random bodies are written as they are.
        if (RandomBodies.firstLetter..<0x6000).contains(scalar.value) { return false }
        if scalar == "\n" { return true }
        if scalar == " " { return source.contains("\n") || source.contains("\r") || source.elementsEqual(["\t"]) }
        return source.first == "\\" || source.first == "&" || source.elementsEqual(["\u{0}"])
    }
}
