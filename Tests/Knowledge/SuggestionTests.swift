import Knowledge
import Store
import Testing

/// What a search that finds nothing may have meant.
@Suite struct SuggestionTests {
    private let test: TestStore

    init() throws {
        test = try TestStore()
        try test.create(
            "experts", #"{"name": "Negmatullo Mirsaidov", "other_names": [{"name": "Негматулло Мирсаидов"}]}"#)
        try test.create("topics", #"{"name": "Émissions"}"#)
        try test.create(
            "articles",
            #"{"title": "Money", "language": "en", "body": "Remittances fell in the valleys.", "quotes": [{"expert": 1, "kind": "direct", "text": "We hoped for the workers"}]}"#
        )
    }

    private func suggestion(_ words: String) throws -> String? {
        try test.store.read { try Reading($0).suggestion(for: words) }
    }

    @Test(
        arguments: [
            ("Mirsaidof", "Mirsaidov"), ("Мирсаидав", "Мирсаидов"), ("negmatulo mirsaidov", "Negmatullo mirsaidov"),
            ("remitances", "remittances"), ("emisions", "Émissions"), ("Mirsaidov remitances", nil),
            ("workres", "workers"),
        ] as [(String, String?)])
    func theNearestWordIsOfferedAsItIsWritten(_ words: String, _ meant: String?) throws {
        #expect(try suggestion(words) == meant)
    }

    @Test(arguments: ["", "!", "zzyzx", "ox", "money", "经济", "a b c d e f g h", "valley"])
    func whatIsNearToNothingOrThereIsLeftAlone(_ words: String) throws {
        #expect(try suggestion(words) == nil)
    }

    @Test func aStemIsNoWord() throws {
        // The words are stored with the stem "remitt" too.
        #expect(try suggestion("remiit") != "remitt")
    }
}
