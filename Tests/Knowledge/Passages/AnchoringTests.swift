import Testing

@testable import Knowledge

@Suite("Anchoring a passage")
struct AnchoringTests {
    @Test(
        "The same words are found whatever characters of one kind they are typed with",
        arguments: [
            ("He said: “We can’t – not\u{A0}now”.", "\"We can't - not now\"", "We can’t – not\u{A0}now"),
            (
                "It’s the Eurasian\n\nEconomic Union, then", "the Eurasian Economic Union",
                "the Eurasian\n\nEconomic Union"
            ),
            ("a stated: \"peaceful solution”.", "“peaceful solution\"", "peaceful solution"),
            ("Cafe\u{301} noir", "Café", "Cafe\u{301}"),
            ("“Yes” and “no”, he said", "\"Yes\" and \"no\"", "“Yes” and “no”"),
            ("They said “stop the ‘aid’” today", "'stop the 'aid''", "stop the ‘aid’"),
            ("the leaders’ summit", "leaders'", "leaders’"),
            ("«Мы ещё „здесь“», — сказал", "\"Мы ещё \"здесь\"\"", "Мы ещё „здесь“"),
        ])
    func findsTheSameWords(text: String, typed: String, exact: String) throws {
        let anchor = PassageIndex(text).anchor(exact: typed)

        let selector = try #require(anchor.selector)
        #expect(anchor.state == .exact)
        #expect(Array(selector.exact.unicodeScalars) == Array(exact.unicodeScalars))
        #expect(selector.range == range(of: exact, in: text))
    }

    @Test(
        "Other words are missing",
        arguments: [
            ("We can’t", "We cant"), ("We cannot", "we cannot"), ("résumé", "resume"), ("a—b", "a b"),
            ("a “b” c", "a 'b' c"),
            ("one two", "one  three"), ("text", ""), ("text", " \"\" "), ("", "text"), ("a--b", "a-b"),
        ])
    func missesOtherWords(text: String, typed: String) {
        #expect(PassageIndex(text).anchor(exact: typed).state == .missing)
    }

    @Test(
        "A figure is found as a whole only",
        arguments: [
            ("186%", "86%"), ("1.86%", "86%"), ("2018", "2"), ("2018", "18"), ("2.5 billion", "2"),
            ("2.5 billion", "5 billion"),
            ("1,893 million", "893 million"), ("1\u{A0}893 million", "893 million"), ("1\u{202F}893", "1"),
            ("1’893", "893"),
            ("5th", "5"), ("G20", "20"), ("é", "e"), ("e\u{301}", "e"), ("각", "가"), ("миллионы", "миллион"),
            ("①2", "2"),
        ])
    func findsWholeFigures(text: String, figure: String) {
        #expect(PassageIndex("In all \(text) here").anchor(exact: figure).state == .missing)
        #expect(PassageIndex("\(text), \(figure).").find(exact: figure).count == 1)
    }

    @Test(
        "A figure is found beside what is no part of it",
        arguments: [
            ("in total 86%, will", "86%"), ("(86%)", "86%"), ("US$4.2 billion", "$4.2 billion"), ("2013-2018.", "2018"),
            ("April 17, 2018", "17"), ("占86%。", "86%"), ("约5万人", "5"), ("他说这很重要", "这很"), ("ตัวเลข 5 แสน", "เลข"),
            ("in 2018 893 people", "893 people"), ("«5»", "5"),
        ])
    func findsFiguresBesideOthers(text: String, figure: String) {
        #expect(PassageIndex(text).find(exact: figure).count == 1)
    }

    @Test("Several places are told apart by prefix and suffix, then by position, or else all are listed")
    func tellsPlacesApart() {
        let text = "In Russia it was 5 km. In China it was 5 km long. In Iran it was 5 km."
        let index = PassageIndex(text)
        func start(prefix: String = "", suffix: String = "", near: Int? = nil) -> Int? {
            index.anchor(exact: "5 km", prefix: prefix, suffix: suffix, near: near).selector?.start
        }

        #expect(index.find(exact: "5 km").map(\.range.lowerBound) == [17, 39, 65])
        #expect(index.anchor(exact: "5 km").state == .ambiguous)
        #expect(index.anchor(exact: "5 km").candidates.map(\.start) == [17, 39, 65])
        #expect(index.anchor(exact: "5 km", suffix: ". In").candidates.map(\.start) == [])
        #expect(index.anchor(exact: "5 km", near: 28).candidates.map(\.start) == [17, 39])
        #expect(start(prefix: "China it was ") == 39)
        #expect(start(suffix: "long") == 39)
        #expect(start(prefix: "  In Iran it was “") == 65)
        #expect(start(near: 60) == 65)
        #expect(start(near: 40) == 39)
        #expect(start(prefix: "In Russia it was", near: 70) == 17)
        #expect(start(prefix: "something else", near: 70) == 65)
    }

    @Test("All candidates come, with how well their surroundings fit")
    func returnsAllCandidates() {
        let found = PassageIndex("a 5 b, c 5 d").find(exact: "5", prefix: "c")

        #expect(found.map(\.range) == [9..<10, 2..<3])
        #expect(found[0].context > 0 && found[1].context == 0)
    }

    @Test("A selector holds up to 32 code points of either side")
    func holdsContext() throws {
        let text = String(repeating: "é", count: 40) + " 😀 word, " + String(repeating: "я", count: 40)

        let selector = try #require(PassageIndex(text).anchor(exact: "word").selector)

        #expect(selector.start == 43 && selector.end == 47)
        #expect(selector.prefix == String(repeating: "é", count: 29) + " 😀 ")
        #expect(selector.suffix == ", " + String(repeating: "я", count: 30))
    }

    @Test("Positions count code points in any script", arguments: 0..<50)
    func roundTripsPositions(seed: Int) {
        let words = [
            "слово", "e\u{301}te\u{301}", "été", "😀👩‍💻", "שלום", "مرحبا", "数据", "86%", "“x”", "и\u{306}", "각각", "a-b",
        ]
        var random = SeededRandom(seed)
        let text = (0..<60).map { _ in words.randomElement(using: &random) ?? "" }.joined(separator: " ")
        let index = PassageIndex(text)
        let scalars = Array(text.unicodeScalars)
        // A passage of whole words.
        let spaces = scalars.indices.filter { scalars[$0] == " " }

        for _ in 0..<20 {
            let first = Int.random(in: 0..<(spaces.count - 1), using: &random)
            let last = Int.random(in: (first + 1)..<spaces.count, using: &random)
            let passage = (spaces[first] + 1)..<spaces[last]
            let selector = index.selector(for: passage)
            let found = index.anchor(
                exact: selector.exact, prefix: selector.prefix, suffix: selector.suffix, near: selector.start)

            #expect(selector.exact.unicodeScalars.elementsEqual(scalars[passage]))
            // Quotation marks at its ends don't belong to a passage.
            let outer = (scalars[passage.lowerBound] == "“" ? 1 : 0, scalars[passage.upperBound - 1] == "”" ? 1 : 0)
            let isInside = found.selector.map { passage.contains($0.start) && $0.end <= passage.upperBound } ?? false
            #expect(isInside)
            if outer == (0, 0) { #expect(found.selector == selector) }
        }
    }

    @Test("An edit outside a passage leaves it on the same words", arguments: 0..<50)
    func survivesEdits(seed: Int) {
        var random = SeededRandom(seed)
        // Few words, so that the same passage with the same surroundings stands in many places.
        let words = (0..<200).map { _ in ["a", "b", "5 km", "é"].randomElement(using: &random) ?? "" }
        let text = words.joined(separator: " ")
        let index = PassageIndex(text)
        let start = words[..<Int.random(in: 20..<100, using: &random)].joined(separator: " ").unicodeScalars.count + 1
        let length = words[100..<Int.random(in: 101..<104, using: &random)].joined(separator: " ").unicodeScalars.count
        guard let place = index.find(exact: index.words(in: start..<(start + length)), near: start).first?.range else {
            return
        }
        let selector = index.selector(for: place)

        for _ in 0..<20 {
            let isBefore = Bool.random(using: &random)
            let edited = isBefore ? 0..<(place.lowerBound - 1) : (place.upperBound + 1)..<index.scalarCount
            let from = Int.random(in: edited, using: &random)
            let to = Int.random(in: from..<edited.upperBound, using: &random)
            let inserted = ["", " x ", "5 km", " b a é ", "\n\n"].randomElement(using: &random) ?? ""
            let newText = index.words(in: 0..<from) + inserted + index.words(in: to..<index.scalarCount)

            let anchor = PassageIndex(newText).anchor(selector, after: TextEdit(from: text, to: newText))

            let shift = isBefore ? newText.unicodeScalars.count - index.scalarCount : 0
            #expect(anchor.selector?.range == (place.lowerBound + shift)..<(place.upperBound + shift))
            #expect(anchor.selector?.exact == selector.exact)
        }
    }

    @Test("An edit of the passage itself makes it missing, and one beside a figure that grows into it too")
    func tellsLostPassages() {
        let text = "Its share is 86% now."
        let selector = PassageIndex(text).selector(for: 13..<16)

        // The same figure in other words is another figure.
        let elsewhere = "Its share is 87% now, and 86% in all."
        let anchor = PassageIndex(elsewhere).anchor(selector, after: TextEdit(from: text, to: elsewhere))
        #expect(anchor.state == .missing && anchor.nearest?.start == 26)
        for newText in ["Its share is 87% now.", "Its share is 186% now.", ""] {
            #expect(PassageIndex(newText).anchor(selector, after: TextEdit(from: text, to: newText)) == .missing)
        }
    }
}
