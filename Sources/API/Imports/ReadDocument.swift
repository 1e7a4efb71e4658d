internal import Importing
internal import Knowledge

/// A document that is to be read, and what is said of it.
struct ReadDocument {
    let bytes: [UInt8]
    let mediaType: String?
    let form: PendingImport.Form
    let url: String?

    /// - Throws: `ImportError` where it is nothing that can be read.
    init(bytes: [UInt8], mediaType: String?, form: PendingImport.Form?, url: String?) throws {
        self.bytes = bytes
        self.mediaType = mediaType
        self.url = url
        guard
            let form = form
                ?? DocumentKind(of: bytes, contentType: mediaType, name: url).flatMap({
                    PendingImport.Form(rawValue: $0.rawValue)
                })
        else {
            throw ImportError(
                "\(mediaType ?? "A document of this kind") can't be read: send HTML, Markdown, plain text or PDF")
        }
        self.form = form
    }

    /// - Parameter title: the headline, where it is known: then a text's first line is none.
    /// - Throws: `ImportingError`.
    func read(title: String? = nil) throws -> ImportedArticle {
        var bytes = bytes
        if form == .text, let title {
            bytes = Array("\(title.split(whereSeparator: \.isNewline).joined(separator: " "))\n\n".utf8) + bytes
        }
        return switch form {
        case .html: ReadArticle.html(bytes, contentType: mediaType, url: url)
        case .markdown: ReadArticle.markdown(bytes, contentType: mediaType, url: url)
        case .text: ReadArticle.text(bytes, contentType: mediaType, url: url)
        case .pdf: try ReadArticle.read(bytes, contentType: "application/pdf", name: url)
        }
    }
}

/// What was read, as an article would be posted.
enum ImportedFields {
    /// - Parameter given: what a client knows of it, which goes before what was read.
    /// - Throws: `ImportError` where there is no title.
    static func fields(of article: ImportedArticle, given: JSON) throws -> JSONObject {
        var fields = JSONObject()
        func set(_ name: String, _ text: String?) {
            if let text, !text.isEmpty { fields[name] = .string(text) }
        }
        set("title", article.title)
        set("subtitle", article.subtitle)
        set("language", article.language)
        set("published_on", article.publishedOn)
        set("url", article.url)
        set("publisher", article.publisher)
        if !article.authors.isEmpty { fields["authors"] = .array(article.authors.map(JSON.string)) }
        set("body", article.body)
        if !article.photos.isEmpty {
            fields["photos"] = .array(
                article.photos.map { photo in
                    var object = JSONObject()
                    if let url = photo.url { object["url"] = .string(url) }
                    if let caption = photo.caption { object["caption"] = .string(caption) }
                    if let credit = photo.credit { object["credit"] = .string(credit) }
                    return .object(object)
                })
        }
        if !article.links.isEmpty {
            fields["links"] = .array(
                article.links.map { link in
                    var object = JSONObject([("url", .string(link.url))])
                    if !link.title.isEmpty { object["title"] = .string(link.title) }
                    return .object(object)
                })
        }
        set("license", article.license)
        for (name, value) in given.object?.members ?? [] { fields[name] = value }
        // What was read may break a rule that a person would have kept: it is left out rather than all refused.
        for name in ["language", "published_on", "url"] where fields[name] != nil {
            let probe: JSON = ["title": "?", name: fields[name] ?? .null]
            if (try? Writing.Draft(Catalog.articles, probe).refuse()) == nil { fields[name] = nil }
        }
        guard fields["title"] != nil else {
            throw ImportError("No title was found: send it with title")
        }
        return fields
    }
}

extension Site {
    /// How articles are fetched.
    ///
    /// - Throws: `PagesError`-like errors of one line where a network is none.
    static func fetch(_ options: Options) throws -> Fetch {
        var fetch = Fetch(contact: options.contact ?? "no contact given", version: version)
        fetch.allowed = try options.importsAllowedFrom.map { text in
            guard let network = IPNetwork(text) else {
                throw OptionError("--allow-import-from is a network such as 10.1.0.0/16, not \(text)")
            }
            return network
        }
        fetch.now = options.clock
        return fetch
    }
}

/// An option that is none, in one line.
struct OptionError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
