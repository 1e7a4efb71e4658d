import Testing

@testable import Knowledge

@Suite("A quotation that the text interrupts")
struct InterruptedQuoteTests {
    @Test(
        "Its parts are found together, and the selector spans what is between them",
        arguments: [
            (
                "“We agreed on all of it,” he said, “and left.” Then", "We agreed on all of it, and left.",
                "We agreed on all of it,” he said, “and left."
            ),
            ("“We agreed on all of it”, he said, “and left”.", "We agreed on all of it and left", nil),
            (
                "\"We agreed on all of it,\" said Ms. Kim. “But they left”.", "We agreed on all of it. But they left",
                nil
            ),
            ("“We agreed on all of it,” he said, “and left.”", "We agreed on all of it … and left", nil),
            ("“We agreed on all of it,” he said, “and left.”", "We agreed on all of it [...] and left", nil),
            ("“We agreed on all of it,” he said, “and left.”", "\"We agreed on all of it,\" \"and left\"", nil),
            (
                "“We agreed today,” he said, “and left”, he went on, “for home”.", "We agreed today, and left for home",
                nil
            ),
            ("«Мы согласны во всём, — сказал он, — и уходим».", "«Мы согласны во всём, и уходим»", nil),
            ("— Мы согласны во всём, — сказал Ким. — Теперь уходим.", "Мы согласны во всём. Теперь уходим", nil),
            ("«Мы согласны во всём», — сказал он, добавив: «Мы уходим».", "Мы согласны во всём. Мы уходим", nil),
            ("He said: “We agreed on it.\n\n“Then we all left.”", "We agreed on it. Then we all left", nil),
            ("Nobody agreed on all of it, though we had hoped, and left.", "Nobody agreed on all … and left", nil),
        ] as [(String, String, String?)])
    func isFound(text: String, sought: String, exact: String?) throws {
        let anchor = PassageIndex(text).anchor(exact: sought)

        let selector = try #require(anchor.selector, "\(anchor)")
        #expect(anchor.state == .exact && anchor.isVerbatim)
        if let exact { #expect(selector.exact == exact) }
        #expect(selector.range == range(of: selector.exact, in: text))
        let words = sought.split { !$0.isLetter }
        #expect(selector.exact.hasPrefix(words[0]) && selector.exact.contains(words[words.count - 1]))
    }

    @Test(
        "Words that were left out, and another's words, are not an interruption",
        arguments: [
            // Left out without an ellipsis.
            ("“We will surely not sign it now,” he said.", "We will surely sign it now"),
            ("It is, as we all know well, not so.", "It is not so, as we all know"),
            ("We agreed - not - on all of it.", "We agreed on all of it."),
            ("He said “we agreed” on all of it.", "said we agreed on all"),
            // The last stop is not at a seam.
            ("We agreed on all of it, he said.", "We agreed on all of it."),
            // Between them stand quotation marks of something else.
            ("“We agreed on it,” he said of “A River”, “and left”.", "We agreed on it, and left"),
            // Another paragraph.
            ("“We agreed on all of it,” he said.\n\nShe said, “and left”.", "We agreed on all of it and left"),
            // In the wrong order, and too far.
            ("“And left,” he said, “we agreed on it.”", "we agreed on it … And left"),
            (
                "We agreed on \(String(repeating: "and on ", count: 200))it all.", "We agreed … it all."
            ),
        ])
    func isNot(text: String, sought: String) {
        #expect(!PassageIndex(text).anchor(exact: sought).isVerbatim)
    }

    @Test("Of several the prefix tells, and an edit of the clause loses nothing")
    func staysThroughEdits() throws {
        let text = "First “we agreed on it,” he said, “and left”. Then “we agreed on it,” she said, “and left”."
        let found = PassageIndex(text).anchor(exact: "we agreed on it and left")
        let second = PassageIndex(text).anchor(exact: "we agreed on it and left", prefix: "Then")
        #expect(found.state == .ambiguous && found.candidates.count == 2 && found.isVerbatim)
        let selector = try #require(second.selector)
        let edited = text.replacing("she said", with: "Ms. Kim said")

        let anchor = PassageIndex(edited).anchor(
            selector, or: "we agreed on it and left", after: TextEdit(from: text, to: edited))

        #expect(anchor.state == .exact && anchor.selector?.exact == "we agreed on it,” Ms. Kim said, “and left")
    }

    @Test("A long text of one word is searched in time that is no square of it")
    func isLinear() {
        let text = String(repeating: "word ", count: 20_000)
        let sought = String(repeating: "word ", count: 200) + "… word … end of it"

        #expect(!PassageIndex(text).anchor(exact: sought).isVerbatim)
    }
}
