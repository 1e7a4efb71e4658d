internal import Knowledge

/// What the layout around every page reads.
struct PageHead {
    var title: String
    var description: String?
    /// The page's own path: what it is found, shared and cited by.
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
    /// Whether search engines are to leave the page out.
    var isLeftOut = false
    /// The language editions, this one among them: their paths and languages; the one that has no language is for
    /// everybody else.
    var editions: [(path: String, language: String?)] = []
    /// The script of the page itself, by its name in /assets.
    var script: String?
    /// What the page is about, in the words of schema.org.
    var linkedData: JSON?
    /// What the page shows where a link to it is shared (<https://ogp.me>): website, article or profile.
    var kind = "website"
    /// A picture of it elsewhere.
    var image: String?
    /// What reference managers read, by its names.
    var citation: [(name: String, content: String)] = []

    var view: View {
        let base = Visit.current.base
        return [
            "title": title, "description": description.map(Self.shortened), "json": json, "feed": feed,
            "canonical": canonical.map { base + $0 }, "isLeftOut": isLeftOut, "kind": kind, "image": image,
            "name": title.hasSuffix(Self.ending) ? String(title.dropLast(Self.ending.count)) : title,
            "citation": citation.map { ["name": $0.name, "content": $0.content] as View },
            "linkedData": linkedData.map { PageText.inScript($0) },
            // A heading of more letters is set smaller.
            "isLong": title.count > 100, "query": query, "hasSearch": hasSearch,
            "editions": editions.map { ["lang": $0.language ?? "x-default", "href": base + $0.path] as View },
            "script": script,
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

    /// What stands behind a record's name in its page's title.
    private static let ending = " · Sourcebook"

    /// The title of a record's page.
    static func title(_ name: String?) -> String { (name ?? "") + ending }

    private static let sections = ["articles", "experts", "indicators", "sources", "topics"]

    /// About as much as a search engine shows, cut between words.
    private static func shortened(_ text: String) -> String {
        guard text.count > 200 else { return text }
        let cut = text.prefix(200)
        return (cut.lastIndex(of: " ").map { String(cut[..<$0]) } ?? String(cut)) + "…"
    }
}
