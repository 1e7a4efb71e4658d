internal import Knowledge

/// An article as one of many: title, where and when it appeared, what is in it.
enum ArticleEntry {
    static func view(_ article: JSON) -> View {
        let language = article.text("language")
        let counts = [("quotes_count", "quote"), ("statistics_count", "figure")].compactMap { field, noun in
            article[field]?.integer.flatMap { $0 > 0 ? ["words": Count($0, noun).words] as View : nil }
        }
        return [
            "href": Link.path(Catalog.articles, article),
            "title": article.text("title"), "subtitle": article.text("subtitle"),
            "lang": language, "dir": Locality.direction(language),
            "language": Locality.foreign(language),
            "publisher": article.text("publisher"),
            "date": PrintedDate.view(article.text("published_on")),
            "counts": counts,
        ]
    }
}
