import Testing

@testable import Knowledge

@Suite("A passage whose words have changed")
struct ChangedPassageTests {
    private let text = """
        In April the river fell by three metres, the council said. Nobody in the valley knows why it fell so far.

        The council of the valley met in May. It will meet in June, and again in July, to hear what was found.
        """

    @Test(
        "Nearly the same words are found, and are never verbatim",
        arguments: [
            ("Nobody in the valley knew why it fell so far", "Nobody in the valley knows why it fell so far"),
            ("nobody in the valley knows why it fell so far", "Nobody in the valley knows why it fell so far"),
            ("Nobody in the whole valley knows why it fell so far", "Nobody in the valley knows why it fell so far"),
            ("In April the river fell three metres", "In April the river fell by three metres"),
            ("The council of this valley met in May", "The council of the valley met in May"),
            ("to hear what is found", "to hear what was found"),
        ])
    func isFound(sought: String, exact: String) {
        let anchor = PassageIndex(text).anchor(exact: sought)

        #expect(anchor.state == .changed && !anchor.isVerbatim)
        #expect(anchor.selector?.exact == exact)
        #expect(anchor.selector.map { $0.range == range(of: exact, in: text) } == true)
    }

    @Test(
        "Other words are missing, and the nearest passage is told",
        arguments: [
            ("Nobody in the city knows why it rose so high", "Nobody in the valley knows why it fell so"),
            ("something else entirely was said by him", nil), ("river rose", nil),
        ] as [(String, String?)])
    func tellsTheNearest(sought: String, nearest: String?) {
        let anchor = PassageIndex(text).anchor(exact: sought)

        #expect(anchor.state == .missing && anchor.selector == nil)
        if let nearest { #expect(anchor.nearest?.exact.hasPrefix(nearest) == true, "\(anchor)") }
    }

    @Test("A figure of a few words never becomes another figure")
    func keepsFiguresApart() {
        for (text, figure) in [
            ("$4.3 billion in all", "$4.2 billion"), ("86% of it", "87% of it"), ("12 years", "18 years"),
        ] {
            #expect(PassageIndex(text).anchor(exact: figure).state == .missing)
        }
    }

    @Test("Places that are as near as each other are ambiguous, unless prefix or position tells")
    func isAmbiguous() {
        let text = "A: the river fell by three metres in May. B: the river fell by four metres in May."
        let index = PassageIndex(text)

        let anchor = index.anchor(exact: "the river fell by five metres in May")

        #expect(anchor.state == .ambiguous && !anchor.isVerbatim)
        #expect(anchor.candidates.map(\.start) == [3, 45])
        #expect(index.anchor(exact: "the river fell by five metres in May", near: 40).selector?.start == 45)
    }

    @Test("What is put right after a change is exact again")
    func isPutRight() throws {
        let first = "He said that the river fell by three metres in May."
        let words = "the river fell by three metres"
        let selector = try #require(PassageIndex(first).anchor(exact: words).selector)
        let second = first.replacing("fell", with: "sank")
        let changed = PassageIndex(second).anchor(selector, after: TextEdit(from: first, to: second))
        let sunk = try #require(changed.selector)
        #expect(changed.state == .changed && sunk.exact == "the river sank by three metres")
        let third = "Today. " + second
        let fourth = "Today. " + first

        let moved = PassageIndex(third).anchor(changed: sunk, from: words, after: TextEdit(from: second, to: third))
        let right = PassageIndex(fourth).anchor(changed: sunk, from: words, after: TextEdit(from: second, to: fourth))

        #expect(moved.state == .changed && moved.selector?.start == sunk.start + 7)
        #expect(right.state == .exact && right.selector?.exact == words)
    }

    @Test("Any few changed words in a long passage of a long text are found", arguments: 0..<40)
    func isFoundWhereverItChanged(seed: Int) throws {
        var random = SeededRandom(seed)
        let letters = ["water", "river", "Река", "упала", "é", "dam", "of", "the", "in", "2018", "水", "was"]
        let words = (0..<3_000).map { index in
            "\(letters.randomElement(using: &random) ?? "")\(Int.random(in: 0..<300, using: &random))"
        }
        let start = Int.random(in: 0..<2_900, using: &random)
        let count = Int.random(in: 10..<80, using: &random)
        var passage = Array(words[start..<(start + count)])
        for _ in 0..<(count / 10) {
            let place = Int.random(in: 1..<(passage.count - 1), using: &random)
            switch Int.random(in: 0..<3, using: &random) {
            case 0: passage[place] = "другое"
            case 1: passage.remove(at: place)
            default: passage.insert("more", at: place)
            }
        }
        let text = words.joined(separator: " ")

        let anchor = PassageIndex(text).anchor(exact: passage.joined(separator: " "))

        let selector = try #require(anchor.selector, "\(anchor)")
        #expect(anchor.state == .changed)
        #expect(selector.exact == words[start..<(start + count)].joined(separator: " "))
    }
}
