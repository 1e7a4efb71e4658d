import Store
import Testing

@Suite struct FullTextTests {
    @Test(arguments: [
        ("remittances", "\"remittances\"*"),
        ("two words", "\"two\" \"words\"*"),
        ("5-10", "\"5-10\"*"),
        ("a\u{0}b", "\"a b\"*"),
        ("\"strategic partners\" allies", "\"strategic partners\" \"allies\"*"),
        ("Ким", "\"Ким\"*"),
        ("NEAR( OR AND *", "\"NEAR(\" \"OR\" \"AND\"*"),
        ("emissões", "\"emissões\"*"),
    ])
    func quotesEveryWord(_ input: String, _ query: String) {
        #expect(FullText.query(input) == query)
    }

    @Test(arguments: ["", " ", "\"", "***", "()", "—", "\u{0}"])
    func hasNoQueryWhereThereIsNoWord(_ input: String) {
        #expect(FullText.query(input) == nil)
    }

    /// An index of texts.
    private func store(_ scratch: Scratch, _ texts: String = "") throws -> Store {
        try Store(
            path: "\(scratch.path)/test.db",
            migrations: Migrations(steps: [
                Migrations.Step(
                    version: 1, name: "0001.sql",
                    script: "CREATE VIRTUAL TABLE things_search USING fts5(text); \(texts)", checksum: "c")
            ]))
    }

    /// Swift and SQLite know the letters of different versions of Unicode.
    @Test(arguments: ["water \u{1E5D0}", "\u{1E5D0} water", "water \u{301}", "\u{1E900}\u{1E082}water"])
    func findsATextByItselfThoughALetterIsUnknownToSQLite(_ text: String) throws {
        let scratch = try Scratch()
        let store = try store(scratch, "INSERT INTO things_search VALUES ('\(text)');")
        let query = try #require(FullText.query(text))

        let found = try store.read {
            try $0.integer("SELECT count(*) FROM things_search WHERE things_search MATCH ?", [.text(query)])
        }

        #expect(found == 1, "\(query)")
    }

    @Test func takesWhateverIsTyped() throws {
        let scratch = try Scratch()
        let store = try store(scratch)
        var generator = SystemRandomNumberGenerator()
        let pieces = [
            "\"", "'", "*", "(", ")", "AND", "OR", "NOT", "NEAR", "^", ":", "{", "}", "+", "-", "\\", "é", "е́", " ",
            "a", "1",
        ]

        for _ in 0..<2_000 {
            let input = (0..<Int.random(in: 1...12, using: &generator)).map { _ in
                pieces.randomElement(using: &generator) ?? ""
            }.joined()
            guard let query = FullText.query(input) else { continue }
            try store.read {
                _ = try $0.integer("SELECT count(*) FROM things_search WHERE things_search MATCH ?", [.text(query)])
            }
        }
    }
}
