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

@Suite("How one text became another")
struct TextEditTests {
    @Test("What each of several edits left alone is where it was, or has moved with its line")
    func followsLines() {
        let old = "one two\n\nthree four\n\nfive six\n\nseven eight\n\nnine"
        let new = "One two\n\nthree four\n\nadded\n\nfive six\n\nseven eigh\n\nnine."
        let edit = TextEdit(from: old, to: new)
        func moved(_ words: String) -> Range<Int>? { edit.moved(range(of: words, in: old)) }

        #expect(moved("three four") == range(of: "three four", in: new))
        #expect(moved("four") == range(of: "four", in: new))
        #expect(moved("five six") == range(of: "five six", in: new))
        #expect(moved("seven eight") == nil)
        #expect(moved("one") == nil)
        #expect(moved("four\n\nfive") == nil)
        #expect(edit.nearest(to: range(of: "seven", in: old).lowerBound) == range(of: "seven", in: new).lowerBound)
    }

    @Test("Lines that were exchanged for others of the same length are not left alone")
    func noticesExchangedLines() {
        let edit = TextEdit(from: "x\na\nbbb\nc\ny", to: "z\na\nddd\nc\nw")

        #expect(edit.moved(2..<3) == nil || edit.moved(2..<3) == 2..<3)
        #expect(edit.moved(4..<7) == nil)
        #expect(edit.moved(2..<9) == nil)
    }

    @Test("Several random edits outside a passage's line leave it on the same words", arguments: 0..<60)
    func survivesSeveralEdits(seed: Int) throws {
        var random = SeededRandom(seed)
        let words = ["слово", "e\u{301}te\u{301}", "été", "😀👩‍💻", "שלום", "مرحبا", "数据", "86%", "“x”", "5 km", "a-b"]
        func line() -> String {
            (0..<Int.random(in: 3...12, using: &random)).map { _ in words.randomElement(using: &random) ?? "" }
                .joined(separator: " ")
        }
        var lines = (0..<30).map { _ in line() }
        let mine = Int.random(in: 5..<25, using: &random)
        // The passage is one that stands elsewhere too; its line is told by a word of its own.
        lines[mine] = "line \(seed): 5 km שלום e\u{301} 😀 again"
        let text = lines.joined(separator: "\n\n")
        let index = PassageIndex(text)
        let start = range(of: "line \(seed): ", in: text).upperBound
        let selector = index.selector(for: start..<(start + 14))
        var edited = Array(lines.enumerated())
        for _ in 0..<Int.random(in: 2...8, using: &random) {
            let place = Int.random(in: 0..<edited.count, using: &random)
            if edited[place].offset == mine { continue }
            switch Int.random(in: 0..<3, using: &random) {
            case 0: edited.remove(at: place)
            case 1: edited.insert((-1, line()), at: place)
            default: edited[place].element = line()
            }
        }
        let newText = edited.map(\.element).joined(separator: "\n\n")

        let anchor = PassageIndex(newText).anchor(selector, after: TextEdit(from: text, to: newText))

        let place = range(of: "line \(seed): ", in: newText).upperBound
        #expect(anchor.state == .exact && anchor.selector?.start == place)
        #expect(anchor.selector.map { Array($0.exact.unicodeScalars) } == Array(selector.exact.unicodeScalars))
    }
}
