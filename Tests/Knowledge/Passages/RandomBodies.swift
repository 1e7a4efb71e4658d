/// A generator whose numbers are the same on every run (SplitMix64).
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: Int) { state = UInt64(truncatingIfNeeded: seed) }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// Bodies in which letters stand among Markdown's marks at random, whole and broken ones.
struct RandomBodies {
    /// The first of the letters; each stands in a body once, so that its place can't be mistaken.
    static let firstLetter: UInt32 = 0x4E00

    private var random: SeededRandom

    init(seed: Int) { random = SeededRandom(seed) }

    mutating func next() -> String {
        var body = String.UnicodeScalarView()
        var letter = Self.firstLetter
        for _ in 0..<Int.random(in: 1...40, using: &random) {
            if Bool.random(using: &random) {
                for _ in 0..<Int.random(in: 1...3, using: &random) {
                    if let scalar = Unicode.Scalar(letter) { body.append(scalar) }
                    letter += 1
                }
            } else if let mark = Self.marks.randomElement(using: &random) {
                body.append(contentsOf: mark.unicodeScalars)
            }
        }
        return String(body)
    }

    private static let marks = [
        "*", "**", "***", "_", "`", "``", "\\`", "[", "]", "(", ")", "](u)", "](<u v> \"t\")", "][r]", "[r]", "[]",
        "![",
        "![a](u)", "!", "[r]:", "/u", "(t)", "<", ">", "<b>", "</b>", "<!-- c -->", "<?p ?>", "<a\nb='>'>", "<div>",
        "</div>\n", "<script>", "</script>", "<http://e.x/&amp;>", "<a@b.c>", "- ", "+ ", "* ", "1. ", "10) ", "# ",
        "## ", "===", "---\n", "```\n", "~~~\n", "```x\n", "  ", "    ", "\t", "\n", "\n", "\n\n", "\n\n    ", "\r\n",
        "\r",
        "\n> ", "\n> > ", "\n    > ", "\n     > > ", "  \n", "\\\n", "\\", "\\$", "\\*", "&", "&amp;", "&nbsp;",
        "&#38;",
        "&#x41;", "&bad;", "&NotEqualTilde;", "&gt; ", "&#0;", "&#10;", "&Tab;", "\n[r]: /u 't'\n", "\n\n[r]: /u\n",
        "\"",
        "'", "|", ":", "\u{301}", "😀", "\u{0}", "\u{FEFF}", "\u{200F}", " ",
    ]
}
