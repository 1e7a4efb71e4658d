import Testing

@testable import Extraction

@Suite("The lexicons")
struct LexiconTests {
    @Test("Every section is one that a rule asks for")
    func knowsItsSections() {
        #expect(Lexicon.all.unknownSections == [])
        #expect(Lexicon.all.entries.count > 1_000)
    }

    @Test("A line gives a word's forms, a section's words what they are, a sign their value")
    func readsFiles() throws {
        let file = """
            # a comment
            [speech verbs]
            say, says, said, saying   # another
            carry +
            сказал, -а, -и
            [titles, masculine]
            sir
            [times]
            dozen = 12
            last  week
            """
        let lexicon = Lexicon(files: [Array(file.utf8)])

        for word in ["say", "SAID", "carry", "carries", "carried", "carrying", "сказали"] {
            #expect(try #require(lexicon[word]).classes.contains(.speechVerb), "\(word)")
        }
        #expect(try #require(lexicon["saying"]).classes.contains(.participle))
        #expect(try #require(lexicon["say"]).classes.contains(.baseForm))
        #expect(try !#require(lexicon["сказал"]).classes.contains(.baseForm))
        #expect(try #require(lexicon["sir"]).classes == [.title, .masculine])
        #expect(try #require(lexicon["dozen"]).values == ["times": "12"])
        #expect(lexicon["week"] == nil)
        #expect(ReadText("last week", lexicon: lexicon).phrases.count == 1)
        #expect(lexicon.unknownSections == [])
    }

    @Test("A section that nobody asks for is told")
    func tellsUnknownSections() {
        #expect(Lexicon(files: [Array("[speach verbs]\nsay".utf8)]).unknownSections == ["speach verbs"])
    }
}
