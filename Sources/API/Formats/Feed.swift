internal import Knowledge

/// What is new, for programs that look for it: as Atom ([RFC 4287](https://www.rfc-editor.org/rfc/rfc4287)) and as
/// [JSON Feed 1.1](https://www.jsonfeed.org/version/1.1/).
struct Feed: Sendable {
    struct Entry: Sendable {
        /// The path of its page.
        var path: String
        var title: String
        var summary: String?
        var authors: [String] = []
        /// RFC 3339.
        var published: String
        var updated: String
        var language: String?
    }

    var title: String
    /// The path of the page that it tells of.
    var page: String
    /// Its own path.
    var path: String
    var entries: [Entry]

    /// The most recent change of an entry; of a feed without any the beginning of time.
    private var updated: String { entries.map(\.updated).max() ?? "1970-01-01T00:00:00Z" }

    /// - Parameter base: the site's address, without a slash at its end.
    func atom(base: String) -> String {
        var xml = XML()
        xml.open("feed", ["xmlns": "http://www.w3.org/2005/Atom"])
        xml.element("id", base + page)
        xml.element("title", title)
        xml.element("updated", updated)
        xml.empty("link", ["rel": "self", "type": "application/atom+xml", "href": base + path])
        xml.empty("link", ["rel": "alternate", "type": "text/html", "href": base + page])
        xml.element("generator", "Sourcebook", ["version": Site.version])
        // An entry without an author has its feed's (§4.1.1).
        xml.open("author")
        xml.element("name", "Sourcebook")
        xml.close("author")
        for entry in entries {
            xml.open("entry")
            xml.element("id", base + entry.path)
            xml.element("title", entry.title)
            xml.element("published", entry.published)
            xml.element("updated", entry.updated)
            xml.empty("link", ["rel": "alternate", "type": "text/html", "href": base + entry.path])
            for author in entry.authors {
                xml.open("author")
                xml.element("name", author)
                xml.close("author")
            }
            xml.element("summary", entry.summary)
            xml.close("entry")
        }
        xml.close("feed")
        return xml.text
    }

    func json(base: String) -> JSON {
        [
            "version": "https://jsonfeed.org/version/1.1", "title": .string(title),
            "home_page_url": .string(base + page), "feed_url": .string(base + path),
            "items": .array(
                entries.map { entry in
                    var item = LinkedObject()
                    item.add("id", .string(base + entry.path))
                    item.add("url", .string(base + entry.path))
                    item.add("title", .string(entry.title))
                    item.add("content_text", .string(entry.summary ?? entry.title))
                    item.add("date_published", .string(entry.published))
                    item.add("date_modified", .string(entry.updated))
                    item.add("authors", entry.authors.map { ["name": .string($0)] })
                    item.add("language", entry.language.map(JSON.string))
                    return item.json
                }),
        ]
    }
}
