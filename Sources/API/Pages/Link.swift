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
    static func anchor(_ resource: Resource, _ id: Int) -> String { "\(resource.name.prefix(1))\(id)" }

    static func search(_ words: String, kind: String? = nil) -> String {
        "/search?q=\(encoded(words))" + (kind.map { "&kind=\($0)" } ?? "")
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
        let value = encoded(value)
        switch scheme.lowercased() {
        case "wikidata": return "https://www.wikidata.org/wiki/\(value)"
        case "orcid": return "https://orcid.org/\(value)"
        case "viaf": return "https://viaf.org/viaf/\(value)"
        case "isni": return "https://isni.org/isni/\(value)"
        default: return nil
        }
    }

    /// A value in a query (RFC 3986 §2.3: only unreserved characters stand as they are).
    static func encoded(_ text: String) -> String {
        var encoded = ""
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E:
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                encoded += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return encoded
    }
}
