internal import Knowledge

/// Addresses that pages lead to.
enum Link {
    static func path(_ resource: Resource, _ slug: String) -> String { "/\(resource.name)/\(slug)" }

    /// The page of what a reference names.
    static func path(_ resource: Resource, _ reference: JSON?) -> String? {
        reference?.text("slug").map { path(resource, $0) }
    }

    /// The passage of a quote or a figure in its article's page.
    static func passage(of record: JSON, in resource: Resource) -> String? {
        guard let article = path(Catalog.articles, record["article"]), let id = record["id"]?.integer else {
            return nil
        }
        return "\(article)#\(anchor(resource, id))"
    }

    /// The id of a passage's element: `q12` or `s12`.
    static func anchor(_ resource: Resource, _ id: Int) -> String { Address.anchor(resource.name, id) }

    static func search(_ words: String, kind: String? = nil) -> String {
        "/search?q=\(Address.encoded(words))" + (kind.map { "&kind=\($0)" } ?? "")
    }

    /// An address elsewhere, and the host to show for it; nil where it does not lead to the web.
    static func web(_ url: String?) -> (url: String, host: String)? {
        guard let url else { return nil }
        let lower = url.prefix(8).lowercased()
        guard lower.hasPrefix("https://") || lower.hasPrefix("http://") else { return nil }
        let rest = url.drop { $0 != "/" }.dropFirst(2)
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        let host = authority.split(separator: "@").last.map(String.init) ?? ""
        return host.isEmpty ? nil : (url, host.hasPrefix("www.") ? String(host.dropFirst(4)) : host)
    }

    /// Where the well-known schemes of identifiers have their pages.
    static func identifier(_ scheme: String, _ value: String) -> String? {
        let value = Address.encoded(value)
        switch scheme.lowercased() {
        case "wikidata": return "https://www.wikidata.org/wiki/\(value)"
        case "orcid": return "https://orcid.org/\(value)"
        case "viaf": return "https://viaf.org/viaf/\(value)"
        case "isni": return "https://isni.org/isni/\(value)"
        default: return nil
        }
    }
}
