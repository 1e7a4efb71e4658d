import Store
import Testing

@Suite struct FullTextTests {
    @Test(arguments: [
        ("remittances", "\"remittances\"*"),
        ("two words", "\"two\" AND \"words\"*"),
        ("5-10", "\"5 10\"*"),
        ("\"strategic partners\" allies", "\"strategic partners\" AND \"allies\"*"),
        ("Ким", "\"Ким\"*"),
        ("NEAR( OR AND *", "\"NEAR\" AND \"OR\" AND \"AND\"*"),
        ("emissões", "\"emissões\"*"),
    ])
    func quotesEveryWord(_ input: String, _ query: String) {
        #expect(FullText.query(input) == query)
    }

    @Test(arguments: ["", " ", "\"", "***", "()", "—", "\u{0}"])
    func hasNoQueryWhereThereIsNoWord(_ input: String) {
        #expect(FullText.query(input) == nil)
    }

    @Test func takesWhateverIsTyped() throws {
        let scratch = try Scratch()
        let store = try Store(
            path: "\(scratch.path)/test.db",
            migrations: Migrations(steps: [
                Migrations.Step(
                    version: 1, name: "0001.sql", script: "CREATE VIRTUAL TABLE things_search USING fts5(text);",
                    checksum: "c")
            ]))
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
