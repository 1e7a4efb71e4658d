internal import Knowledge

/// A quote as a page shows it.
enum QuoteEntry {
    /// - Parameters:
    ///   - article: the article it stands in, for its date and language, where it is at hand.
    ///   - isAtHome: whether it is shown beside its article, which needs not be named then, nor the passage shown.
    static func view(_ quote: JSON, article: JSON?, isAtHome: Bool = false) -> View {
        let resource = Catalog.quotes
        let language = quote.text("language") ?? article?.text("language")
        let kind = quote.text("kind") ?? ""
        return [
            "id": quote["id"]?.integer.map { Link.anchor(resource, $0) },
            "isAnchored": Passage.range(quote) != nil,
            "length": Passage.length(quote),
            "text": quote.text("text"), "lang": language, "dir": Locality.direction(language),
            "isDirect": kind == "direct", "kind": Wording.current("kind.\(kind)"),
            "expert": quote["expert"]?.label, "expertPath": Link.path(Catalog.experts, quote["expert"]),
            "role": quote.text("role"),
            "said": PrintedDate.view(quote.text("said_on")),
            "place": isAtHome ? nil : Link.passage(of: quote, in: resource),
            "passage": isAtHome ? nil : Passage.view(quote), "doubt": Passage.doubt(quote, in: resource),
            "article": isAtHome ? nil : article.map(ArticleEntry.view),
        ]
    }
}
