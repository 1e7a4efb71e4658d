internal import HTTPServer
internal import Knowledge

/// `/articles/new` and `/articles/{slug}/edit`: an article's text and fields, and what is marked in it.
///
/// The form is made of the resources' declarations; what is in it a script reads from the API, with the entity tag that a
/// change is then sent with.
enum EditorPage {
    /// - Parameter article: nil for a new one.
    static func view(_ article: JSON?) -> View {
        let path = article.flatMap { Link.path(Catalog.articles, $0) }
        let heading = Wording.current(article == nil ? "editor.new" : "editor.edit")
        return [
            "page": PageHead(title: "\(article?.label ?? heading) · Sourcebook", section: "articles").view,
            "heading": heading, "title": article?.label, "path": path,
            "slug": article?.text("slug"), "id": article?["id"]?.integer,
            "lang": article?.text("language"), "dir": Locality.direction(article?.text("language")),
            "text": FormField.view(Catalog.articles.declared("body"), of: Catalog.articles),
            "first": ["title", "subtitle"].map {
                FormField.view(Catalog.articles.declared($0), of: Catalog.articles)
            },
            "fields": FormField.views(of: Catalog.articles, without: ["title", "subtitle", "body", "slug"]),
            "quote": FormField.views(
                of: Catalog.quotes, without: ["article", "selector", "same_as"]),
            "figure": FormField.views(of: Catalog.statistics, without: ["article", "selector"]),
        ]
    }
}

extension Resource {
    /// A field that the declaration has.
    fileprivate func declared(_ name: String) -> Field {
        guard let field = field(name) else { preconditionFailure("\(self.name) has no field \(name)") }
        return field
    }
}
