import Knowledge
import Testing

@testable import Importing

/// What Importing writes as Markdown is read by Knowledge: the text must be what the document said.
@Suite("An imported text reads letter for letter as it was")
struct ImportedTextTests {
    /// A generator whose numbers are the same on every run (SplitMix64).
    private struct SeededRandom: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }

    /// The text of blocks by the rules of ``ArticleText``.
    static func text(of blocks: [TextBlock]) -> [String] {
        blocks.flatMap { block -> [String] in
            switch block {
            case .paragraph(let runs): [string(runs.plain)]
            case .heading(_, let runs): [string(runs.plain.map { $0 == 0x0A ? 0x20 : $0 })]
            case .list(_, let items): items.flatMap(text)
            case .quote(let blocks): text(of: blocks)
            case .code(let text): [string(text)]
            case .table(let rows):
                [
                    rows.enumerated().map { index, row in
                        let line = "|" + row.map { " " + cell($0) }.joined()
                        return index == 0 ? line + "\n|" + row.map { _ in " --- |" }.joined() : line
                    }.joined(separator: "\n")
                ]
            case .rule: []
            }
        }
    }

    private static func cell(_ runs: [TextRun]) -> String {
        let text = string(runs.plain.map { $0 == 0x0A ? 0x20 : $0 })
        return text.isEmpty ? "|" : text + " |"
    }

    private static func string(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    private static let pieces = [
        "a", "B7", "word", "Слово", "中文", "1", "12", "1986.", "3)", ".", ")", "-", "--", "---", "+", "=", "===", "#",
        "##",
        "~", "~~~", ">", "*", "**", "***", "_", "__", "`", "``", "```", "\\", "\\\\", "[", "]", "(", ")", "](u)", "![",
        "!",
        "<", ">", "<b>", "</b>", "<!--", "<http://a.b>", "&", "&amp;", "&amp", "&#38;", "am", "p;", "|", ":", "[a]:",
        "$", "€", "“",
        "”", "«", "»", "—", "’", "\u{A0}", "\u{3000}", " ", " ", " ", " ", "\u{301}", "😀", "\u{200D}", "\"", "'", "{",
        "}", "^",
        "/", "https://a.example/b_c_d", "snake_case_name", "5*3", "\t", "    ",
    ]

    private static func runs(_ random: inout SeededRandom) -> [TextRun] {
        var runs = TextRuns()
        for _ in 0..<Int.random(in: 1...9, using: &random) {
            var style = TextStyle()
            if Int.random(in: 0..<3, using: &random) == 0 { style.isStrong = true }
            if Int.random(in: 0..<3, using: &random) == 0 { style.isEmphasized = true }
            if Int.random(in: 0..<6, using: &random) == 0 { style.isCode = true }
            if Int.random(in: 0..<4, using: &random) == 0 {
                style.link = ["https://a.example/b(c)?d=e&lt;f*_", "https://a.example/"].randomElement(using: &random)
            }
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                runs.append((pieces.randomElement(using: &random) ?? "a").utf8, style)
                if Int.random(in: 0..<12, using: &random) == 0 { runs.breakLine(style) }
            }
        }
        return runs.take()
    }

    private static func blocks(_ random: inout SeededRandom, depth: Int = 0) -> [TextBlock] {
        (0..<Int.random(in: 1...3, using: &random)).compactMap { _ in
            switch Int.random(in: 0..<(depth < 3 ? 8 : 4), using: &random) {
            case 0:
                let runs = runs(&random)
                return runs.isEmpty ? nil : .heading(Int.random(in: 2...6, using: &random), runs)
            case 4: return .quote(blocks(&random, depth: depth + 1))
            case 5, 6:
                let items = (0..<Int.random(in: 1...3, using: &random)).map { _ in blocks(&random, depth: depth + 1) }
                    .filter { !$0.isEmpty }
                return items.isEmpty ? nil : .list([nil, 1, 7, 99].randomElement(using: &random) ?? nil, items)
            case 7:
                let columns = Int.random(in: 2...3, using: &random)
                if depth == 0, Bool.random(using: &random) {
                    return .table((0..<3).map { _ in (0..<columns).map { _ in runs(&random) } })
                }
                return .code(Array("a < b\n```\n\n  * c\n> d\n\\".utf8))
            default:
                let runs = runs(&random)
                return runs.isEmpty ? nil : .paragraph(runs)
            }
        }
    }

    private static func isEmpty(_ block: TextBlock) -> Bool {
        if case .quote(let blocks) = block { blocks.allSatisfy(isEmpty) } else { false }
    }

    @Test("Whatever letters and styles come together", arguments: 0..<20)
    func keepsLetters(_ seed: Int) {
        var random = SeededRandom(state: UInt64(seed))
        for _ in 0..<50 {
            let blocks = Self.blocks(&random).filter { !Self.isEmpty($0) }
            var writing = MarkdownWriting()

            _ = writing.write(blocks)

            let markdown = String(decoding: writing.bytes, as: UTF8.self)
            let expected = Self.text(of: blocks).joined(separator: "\n\n")
            #expect(
                ArticleText(body: markdown).text.unicodeScalars.elementsEqual(expected.unicodeScalars),
                "\(markdown.debugDescription) of \(blocks)")
        }
    }

    @Test(
        "Styles that Markdown can set are set",
        arguments: [
            ("<p>a <b>b c</b> d", "a **b c** d"), ("<p><em>a</em>, <strong>b</strong>.", "*a*, **b**."),
            ("<p><b>a <i>b</i></b> c", "**a *b*** c"), ("<p><i><b>a</b></i>", "***a***"),
            ("<p><a href=/b>a <b>c</b></a>!", "[a **c**](https://e.example/b)!"), ("<p>x<b>y</b>z", "xyz"),
            ("<p>“<b>a</b>”", "“**a**”"), ("<p>a <b> b </b> c", "a **b** c"), ("<p><code>a*b</code>", "`a*b`"),
            ("<p>a!<a href=/b>c</a>", "a\\![c](https://e.example/b)"), ("<p>1986. A", "1986\\. A"), ("<p>- a", "\\- a"),
            ("<p>-5 a", "-5 a"), ("<p># a", "\\# a"), ("<p>a<br>b", "a\\\nb"),
            ("<p>AT&amp;T &amp;amp; a_b", "AT&T \\&amp; a_b"),
            ("<ol start=3><li>a<li>b</ol>", "3. a\n4. b"), ("<ul><li>a<ul><li>b</ul><li>c</ul>", "- a\n\n  - b\n\n- c"),
            ("<blockquote><p>a<p>b</blockquote>", "> a\n>\n> b"), ("<h1>t</h1><h2>a #</h2>", "## a \\#"),
            ("<pre>\n a\n  b\n</pre>", "```\n a\n  b\n```"),
            ("<table><tr><th>a<th>b<tr><td>c|d<td>e</table>", "| a | b |\n| --- | --- |\n| c\\|d | e |"),
            ("<p>a<q>b</q>", "a“b”"), ("<dl><dt>a<dd>b</dl>", "a\n\nb"), ("a<hr>b<hr>c", "a\n\n***\n\nb\n\n***\n\nc"),
            ("<p>a <a href='javascript:x'>b</a> <a href='#n'>1</a>", "a b 1"),
            ("<p>so\u{AD}ft \u{200B}a&#151;b&#x92;", "soft a—b’"), ("<p>\u{9D}a\u{9D}", "a"),
        ])
    func setsStyles(_ html: String, _ markdown: String) {
        let filling = "<p>" + String(repeating: "Words and words, ", count: 20) + "end.</p>"

        let article = ReadArticle.html(Array((html + filling).utf8), url: "https://e.example/a")

        let body = article.body.replacing(String(repeating: "Words and words, ", count: 20) + "end.", with: "@")
        #expect(body == markdown + "\n\n@")
    }
}
