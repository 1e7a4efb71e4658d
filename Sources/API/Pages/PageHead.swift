/// What the layout around every page reads.
struct PageHead {
    var title: String
    var description: String?
    var canonical: String?
    /// The API's address of the same record.
    var json: String?
    /// The feed of what is new on the page, without its extension.
    var feed: String?
    /// What stands in the search field.
    var query: String?
    /// The list that the page belongs to, marked in the navigation.
    var section: String?
    /// Whether the page has a search form of its own in its middle, so that the header has none.
    var hasSearch = false
    /// The language editions: their addresses and languages.
    var editions: [View] = []
    /// Whether passages are marked in a text, which a script then ties to their quotes.
    var hasPassages = false

    /// Whether there may be a chart, which a script makes a picture file of.
    var hasChart = false
    /// Whether a request of one's own can be run on the page.
    var hasRunner = false

    var view: View {
        [
            "title": title, "description": description.map(Self.shortened), "canonical": canonical, "json": json,
            "feed": feed,
            // A heading of more letters is set smaller.
            "isLong": title.count > 100, "query": query, "hasSearch": hasSearch, "editions": editions,
            "hasPassages": hasPassages, "hasRunner": hasRunner, "hasChart": hasChart,
            "language": Wording.current.language.rawValue, "languages": Visit.current.languages,
            "session": Visit.current.signedIn, "signIn": Visit.current.signIn,
            "nav": Self.sections.map { name in
                [
                    "href": "/\(name)", "name": Wording.current(name),
                    "current": section == name,
                ] as View
            },
        ]
    }

    private static let sections = ["articles", "experts", "indicators", "sources", "topics"]

    /// About as much as a search engine shows, cut between words.
    private static func shortened(_ text: String) -> String {
        guard text.count > 200 else { return text }
        let cut = text.prefix(200)
        return (cut.lastIndex(of: " ").map { String(cut[..<$0]) } ?? String(cut)) + "…"
    }
}
