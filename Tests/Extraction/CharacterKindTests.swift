import Testing

@testable import Extraction

@Suite("Characters by kind")
struct CharacterKindTests {
    @Test("White space, quotation marks and dashes are those of Unicode, and few more")
    func followsUnicode() {
        let scalars = (UInt32(0)...0x10FFFF).lazy.compactMap(Unicode.Scalar.init)
        let addedSpaces: Set<UInt32> = [0x200B, 0x2060, 0xFEFF]
        let addedMarks: Set<UInt32> = [0x5F4]

        let strays = scalars.filter { scalar in
            let properties = scalar.properties
            let expected: [CharacterKind] =
                if properties.isWhitespace || addedSpaces.contains(scalar.value) {
                    [.whiteSpace]
                } else if properties.isDash {
                    [.dash]
                } else if properties.isQuotationMark || addedMarks.contains(scalar.value) {
                    [.quotationMark, .apostrophe]
                } else {
                    [.other, .apostrophe]
                }
            return !expected.contains(CharacterKind(scalar))
        }

        #expect(Array(strays) == [])
    }

    @Test(
        "Every style of one kind counts as one",
        arguments: [
            ("\"", "“”„‟«»‹›「」『』〝〞＂"), ("'", "‘’‚‛ʼ＇`´"), ("-", "‐‑‒–—―−﹣－"),
            (" ", "\u{A0}\u{2009}\u{202F}\u{3000}\t\n\r\u{2028}\u{200B}\u{FEFF}"),
        ])
    func countsAsOne(representative: String, style: String) {
        for scalar in style.unicodeScalars {
            #expect(FoldedText(String(scalar)).string == representative)
        }
    }

    @Test("No kind becomes another, and a soft hyphen or a joiner is not dropped")
    func kindsStayApart() {
        #expect(
            Set(["\"", "'", "-", " ", "a\u{AD}b", "a\u{200D}b", "ab", "."].map { FoldedText($0).string }).count == 8)
    }
}

@Suite("Folding")
struct FoldedTextTests {
    @Test("A run of white space is one space and stands where the run began")
    func collapsesSpace() {
        let folded = FoldedText("a \n\n\u{A0}b")

        #expect(folded.string == "a b")
        #expect(folded.origins == [0, 1, 5, 6])
    }

    @Test("Case and diacritics count")
    func keepsLetters() {
        #expect(FoldedText("É").string != FoldedText("é").string)
        #expect(FoldedText("é").string != FoldedText("e").string)
    }

    @Test(
        "Canonically equivalent sequences fold alike",
        arguments: [
            ("é", "e\u{301}"), ("й", "и\u{306}"), ("ё", "е\u{308}"), ("Å", "\u{212B}"),
            ("각", "\u{1100}\u{1161}\u{11A8}"),
            ("ệ", "e\u{302}\u{323}"), ("a\u{302}\u{323}", "a\u{323}\u{302}"), ("が", "か\u{3099}"), ("豈", "\u{F900}"),
        ])
    func foldsEquivalents(one: String, other: String) {
        #expect(FoldedText(one).bytes == FoldedText(other).bytes)
    }

    @Test("Positions count the code points of the original, whatever it was made of")
    func countsOriginalPositions() {
        let folded = FoldedText("e\u{301}й😀x")

        #expect(folded.string.unicodeScalars.count == 6)
        #expect(Set(folded.origins) == [0, 1, 2, 3, 4, 5])
        #expect(folded.origins.count == folded.bytes.count + 1)
    }

    @Test("Every code point folds to its canonical decomposition")
    func decomposesAll() {
        let scalars = (UInt32(0x80)...0x2FFFF).lazy.compactMap(Unicode.Scalar.init)
        let strays = scalars.filter { scalar in
            let folded = FoldedText(String(scalar)).string
            if folded.unicodeScalars.contains(where: { CharacterKind($0) != .other }) { return false }
            // Swift compares strings by canonical equivalence.
            return folded != String(scalar)
                || folded.unicodeScalars.contains { CanonicalDecomposition.all[$0] != nil }
        }

        #expect(Array(strays) == [])
    }

    @Test("Two texts fold alike just when Swift holds them for equal, kinds aside", arguments: 0..<40)
    func agreesWithSwift(seed: Int) {
        let alphabet = ["a", "e", "\u{301}", "\u{323}", "\u{302}", "é", "ệ", "и", "й", "\u{306}", "가", "\u{11A8}", "각"]
        var random = SeededRandom(seed)

        for _ in 0..<200 {
            let one = (0..<Int.random(in: 1...4, using: &random)).map { _ in
                alphabet.randomElement(using: &random) ?? ""
            }
            .joined()
            let other = (0..<Int.random(in: 1...4, using: &random)).map { _ in
                alphabet.randomElement(using: &random) ?? ""
            }
            .joined()

            #expect((FoldedText(one).bytes == FoldedText(other).bytes) == (one == other))
        }
    }
}

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
