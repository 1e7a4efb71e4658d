internal import Knowledge

/// How an article, or one quote of it, is cited: what a reader copies, and what reference managers read.
enum Cite {
    /// - Parameters:
    ///   - quote: the one that is cited; nil for the article as a whole.
    ///   - isOpen: whether that is what the page was asked for.
    static func view(_ article: JSON, quote: JSON?, isOpen: Bool) -> View {
        let work = CitedWork(article: article, quote: quote)
        let path = Link.path(Catalog.articles, article) ?? "/articles"
        let record = quote.flatMap { $0["id"]?.integer }.map { "\(Address.root)/quotes/\($0)" } ?? Address.root + path
        let today = Citation.today()
        let language = article.text("language")
        return [
            "isOpen": isOpen, "words": quote?.text("text"), "whole": "\(path)?cite=article#cite",
            "lang": quote?.text("language") ?? language,
            "styles": names.map { style, name in
                ["id": style, "name": name, "text": Citation.text(work, style: style, today: today)] as View
            },
            "bibtex": Bibliography.bibtex(work),
            "files": [Format.bibtex, .ris, .csl].map { format in
                ["href": record + format.fileExtension, "name": format.fileExtension] as View
            },
            "here": Visit.current.base + (quote.flatMap { Link.passage(of: $0, in: Catalog.quotes) } ?? path),
            "there": quote.flatMap { quote in
                guard Passage.range(quote) != nil, let url = Link.web(article.text("url"))?.url else { return nil }
                return quote["selector"].flatMap { TextFragment.address(url, $0) }
            },
        ]
    }

    private static let names = [("apa", "APA"), ("chicago", "Chicago"), ("gost", "ГОСТ Р 7.0.5")]

    /// The elements by which reference managers know an article
    /// (<https://scholar.google.com/intl/en/scholar/inclusion.html#indexing>).
    static func tags(_ article: JSON) -> [(name: String, content: String)] {
        let path = Link.path(Catalog.articles, article) ?? "/articles"
        let here = Visit.current.base + path
        var tags: [(name: String, content: String)] = []
        func add(_ name: String, _ content: String?) {
            if let content { tags.append(("citation_\(name)", content)) }
        }
        add("title", article.text("title"))
        for author in article.items("authors") { add("author", author.string) }
        add("publication_date", article.text("published_on").map { $0.replacing("-", with: "/") })
        add("journal_title", article.text("publisher"))
        add("publisher", article.text("publisher"))
        add("language", article.text("language"))
        let topics = article.items("topics").compactMap(\.string)
        add("keywords", topics.isEmpty ? nil : topics.joined(separator: "; "))
        add("public_url", Link.web(article.text("url"))?.url ?? here)
        add("fulltext_html_url", here)
        return tags
    }
}
