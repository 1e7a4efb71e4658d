internal import Knowledge

/// What somebody said, once, with all the articles that print it.
enum StatementEntry {
    /// - Parameters:
    ///   - statement: one of a timeline.
    ///   - quote: its first printing, where its passage is to be shown.
    ///   - topics: what topics are called, by their slugs.
    static func view(_ statement: JSON, quote: JSON?, article: JSON?, topics: [String: String]) -> View {
        let printings = statement.items("printings")
        let first = printings.first
        var view = QuoteEntry.view(quote ?? statement, article: article)
        let count = statement["printings_count"]?.integer ?? 1
        view["place"] = first?.text("link")
        view["on"] = PrintedDate.view(statement.text("on"))
        view["articleTitle"] = first?["article"]?.label
        view["articleLang"] = article?.text("language")
        view["publisher"] = first?.text("publisher")
        view["topics"] = statement.items("topics").compactMap(\.string).map { slug in
            ["href": Link.path(Catalog.topics, slug), "name": topics[slug] ?? slug] as View
        }
        view["printings"] =
            count < 2
            ? nil
            : [
                "counted": Wording.current.plural("expert.printed", count),
                "items": printings.map { printing($0, of: statement) },
                "cut": count > printings.count ? Wording.current("cut", ["shown": String(printings.count)]) : nil,
            ] as View
        return view
    }

    private static func printing(_ printing: JSON, of statement: JSON) -> View {
        let role = printing.text("role")
        let language = printing.text("language")
        return [
            "href": printing.text("link"), "title": printing["article"]?.label,
            "publisher": printing.text("publisher"), "date": PrintedDate.view(printing.text("published_on")),
            "role": role == statement.text("role") ? nil : role, "lang": language,
            // Nearly the same words, or a translation of them.
            "text": printing.text("text") == statement.text("text") ? nil : printing.text("text"),
            "doubt": Passage.doubt(printing, in: Catalog.quotes),
        ]
    }

    /// What the topics of statements are called.
    static func topics(of statements: [JSON], _ reading: Reading) throws -> [String: String] {
        var names: [String: String] = [:]
        for slug in statements.flatMap({ $0.items("topics") }).compactMap(\.string) where names[slug] == nil {
            names[slug] = try reading.name(of: slug, in: Catalog.topics)
        }
        return names
    }
}
