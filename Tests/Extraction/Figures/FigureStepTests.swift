import Testing

@testable import Extraction

/// Counts the steps of the figures' rules, not the time: twice the text takes about twice as many.
@Suite("The figures' rules take steps in proportion to the text")
struct FigureStepTests {
    private func steps(_ text: String) -> Int {
        var finder = FigureFinder(ReadText(text, language: "en"))
        finder.find()
        return finder.steps
    }

    @Test(
        "Twice the text takes at most twice the steps, and eight for a byte",
        arguments: [
            "1 ", "5-", "1,", "1.", "1 . ", "1/2", "$5 ", "-5", "5 to ", "one in ", "two million ", "from 3 to 5 ",
            "a half of ", "and five hundred ", "in 2018 and ", "5 %, ", "5 people and ", "hundreds of ", "five-",
            "5 (kg) ",
            "1 000 ", "12 March ", "according to 5 ", "their number is 5 ",
        ])
    func growsLinearly(unit: String) {
        let count = 10_000 / unit.utf8.count
        let half = steps(String(repeating: unit, count: count))
        let whole = steps(String(repeating: unit, count: count * 2))

        #expect(whole <= half * 2 + half / 10 + 1_000, "\(half) and \(whole) steps")
        #expect(whole <= 160_000, "\(whole) steps")
    }

    @Test(
        "A megabyte of digits, spaces or quotation marks takes fewer steps than it has bytes",
        arguments: ["7", " ", "\""])
    func passesOver(unit: String) {
        #expect(steps(String(repeating: unit, count: 1_000_000)) <= 1_000_000)
    }
}
