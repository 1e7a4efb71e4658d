import Foundation
import Testing

@testable import Knowledge

@Suite("A body made to hurt")
struct HostileBodyTests {
    /// Built with optimization, each of these takes well under half a second: 2 MB of an ordinary article a tenth.
    #if DEBUG
        private let patience = Duration.seconds(20)
        private let longArticle = 200_000
    #else
        private let patience = Duration.seconds(1)
        private let longArticle = 2_000_000
    #endif

    @Test(
        "Costs no more than its length, on a small stack",
        arguments: [
            repeated(">", 100_000), repeated("[", 100_000), repeated("> ", 100_000) + "a", repeated("- ", 50_000) + "a",
            repeated("![", 100_000), repeated("[a](", 100_000), repeated("*a ", 50_000) + repeated("b*", 50_000),
            repeated("**a ", 50_000) + repeated("b**", 50_000), repeated("[a](<b", 50_000), repeated("`a``b", 50_000),
            repeated("<a '", 50_000), repeated("<!--", 50_000), "a" + repeated("<!--", 50_000), repeated("&a", 100_000),
            "<div>" + repeated("<a '", 50_000), "<div>" + repeated("<script>", 50_000),
            "[a]: b\n\n" + repeated("[a]", 99_000),
            (0..<50_000).map { "&a\($0);" }.joined(), repeated("\\", 100_000), repeated("> a\n", 50_000),
            repeated("[a]: b\n", 50_000) + "[a]", "> `" + repeated("\n    > ", 20_000) + "`",
            repeated("> ", 300) + "`a\n" + repeated(repeated("> ", 300) + "    >\n", 300) + "`",
        ])
    func costsItsLength(body: String) async {
        let clock = ContinuousClock()

        let time = await onSmallStack {
            clock.measure {
                let article = ArticleText(body: body)
                _ = article.bodyRange(ofText: 0..<article.scalarCount)
                _ = MarkdownHTML.render(body)
            }
        }

        #expect(time < patience)
    }

    @Test(
        "Is taken as plain text where cmark would take a time that is quadratic in its length",
        arguments: [repeated("- ", 10_000) + "a" + repeated("\n", 80_000), repeated("![[]()", 40_000) + "\n\nb"])
    func isTakenAsPlainText(body: String) {
        let clock = ContinuousClock()
        var article = ArticleText(body: "")

        let time = clock.measure { article = ArticleText(body: body) }

        #expect(time < patience)
        #expect(article.text.hasPrefix(String(body.prefix(6))))
        #expect(!article.text.contains("\n\n\n"))
        #expect(article.bodyRange(ofText: 0..<5) == 0..<5)
        #expect(shownText(MarkdownHTML.render(body)) == article.text.replacing("\n\n", with: "\n"))
    }

    @Test("A long article is read, prepared and searched at once")
    func readsALongArticle() {
        let paragraph =
            "The **turnover** of \\$893 million &amp; more, said [Mastov](https://e.x), was “not” his – ёж.\n\n"
        let body = repeated(paragraph, longArticle / paragraph.utf8.count)
        let clock = ContinuousClock()
        var index = PassageIndex("")

        let time = clock.measure {
            let article = ArticleText(body: body)
            index = PassageIndex(article.text)
            for number in 0..<300 {
                let place = index.words(in: (number * 500)..<(number * 500 + 200))
                _ = index.anchor(exact: String(place.drop { $0 != " " }.prefix(150)))
            }
        }

        #expect(time < patience * 2)
        #expect(index.find(exact: "$893 million").count == longArticle / paragraph.utf8.count)
    }

    /// Runs `work` on a thread with 512 kB of stack, as small as any that serves a request.
    private func onSmallStack(_ work: @escaping @Sendable () -> Duration) async -> Duration {
        await withCheckedContinuation { continuation in
            let thread = Thread { continuation.resume(returning: work()) }
            thread.stackSize = 512 << 10
            thread.start()
        }
    }
}

private func repeated(_ string: String, _ count: Int) -> String {
    String(repeating: string, count: count)
}
