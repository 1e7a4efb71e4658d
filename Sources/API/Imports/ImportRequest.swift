internal import HTTPServer
internal import HTTPTypes
internal import Knowledge

/// What a client gives to be read: an address, or a document in one of four forms, and what it knows of the article.
struct ImportRequest {
    /// Nil for an address.
    var form: PendingImport.Form?
    var content: [UInt8] = []
    /// Of the content, as it was declared.
    var mediaType: String?
    var url: String?
    /// Fields of the article, which go before those that are read.
    var given = JSONObject()

    private static let forms: [(type: String, form: PendingImport.Form)] = [
        ("text/html", .html), ("application/xhtml+xml", .html), ("text/markdown", .markdown), ("text/plain", .text),
        ("application/pdf", .pdf),
    ]
    private static let extensions: [String: PendingImport.Form] = [
        "html": .html, "htm": .html, "xhtml": .html, "md": .markdown, "markdown": .markdown, "txt": .text, "pdf": .pdf,
    ]
    /// The article's fields that may be given.
    static let fields = [
        "title", "subtitle", "language", "published_on", "publisher", "authors", "topics", "places", "note", "license",
    ]

    static let types = [Response.json, Multipart.type] + forms.map(\.type)

    /// - Throws: `Problem` 415 or 400; `KnowledgeError.invalid`; `JSONReader.Failure`.
    init(_ request: Request) throws {
        let declared = request[.contentType] ?? Response.json
        let essence = declared.prefix { $0 != ";" }.trimmed.lowercased()
        try request.mustBeSent(as: Self.types)
        guard !request.body.isEmpty else {
            throw Problem(.badRequest, "The body is empty: send {\"url\": …}, a document, or a form with a file")
        }
        switch essence {
        case Response.json: try take(JSONReader.read(request.body))
        case Multipart.type: try take(Multipart.parts(of: Array(request.body), declared))
        default:
            form = Self.forms.first { $0.type == essence }?.form
            mediaType = declared
            content = Array(request.body)
        }
        try check()
    }

    /// `{url}`, or one of `{html}`, `{markdown}`, `{text}`, with fields of the article.
    private mutating func take(_ json: JSON) throws {
        guard case .object(let object) = json else {
            throw KnowledgeError.invalid([Fault("", "must be an object, not \(json.kind)")])
        }
        var faults = object.repeated.map { Fault("/\($0)", "stands twice") }
        var documents: [String] = []
        for (name, value) in object.members {
            switch name {
            case "url" where value.string != nil: url = value.string
            case "html", "markdown", "text":
                guard let text = value.string else {
                    faults.append(Fault("/\(name)", "must be a string, not \(value.kind)"))
                    continue
                }
                documents.append(name)
                form = PendingImport.Form(rawValue: name)
                content = Array(text.utf8)
                mediaType = "\(Self.forms.first { $0.form == form }?.type ?? "text/plain"); charset=utf-8"
            case "url": faults.append(Fault("/url", "must be a string, not \(value.kind)"))
            case _ where Self.fields.contains(name): given[name] = value
            default:
                faults.append(
                    Fault(
                        "/\(name)",
                        "is not known here: send url, html, markdown or text, with \(Self.fields.joined(separator: ", "))"
                    ))
            }
        }
        if documents.count > 1 { faults.append(Fault("/\(documents[1])", "can't be given beside \(documents[0])")) }
        guard faults.isEmpty else { throw KnowledgeError.invalid(faults) }
    }

    /// A form with `file`, or `url`, and fields of the article.
    private mutating func take(_ parts: [Multipart.Part]) throws {
        var faults: [Fault] = []
        for part in parts {
            func text() -> String { String(decoding: part.content, as: UTF8.self) }
            switch part.name {
            // A form in a browser sends an empty file where none was chosen.
            case "file" where part.content.isEmpty && part.filename?.isEmpty != false: continue
            case "file":
                guard form == nil else {
                    faults.append(Fault("/file", "stands twice: one document is read at a time"))
                    continue
                }
                let ending = part.filename.flatMap { $0.split(separator: ".").last }.map { $0.lowercased() }
                guard
                    let found = Self.forms.first(where: { $0.type == part.contentType })?.form
                        ?? ending.flatMap({ Self.extensions[$0] })
                else {
                    faults.append(Fault("/file", "must be HTML, Markdown, plain text or PDF"))
                    continue
                }
                form = found
                mediaType = part.declaredType
                content = Array(part.content)
            case "url": url = text().trimmed.isEmpty ? nil : String(text().trimmed)
            case "authors", "places", "topics":
                given[part.name] = .array(text().split(separator: ",").map { .string(String($0.trimmed)) })
            case let name where Self.fields.contains(name):
                if !text().trimmed.isEmpty { given[name] = .string(text()) }
            default: faults.append(Fault("/\(part.name)", "is not known here"))
            }
        }
        guard faults.isEmpty else { throw KnowledgeError.invalid(faults) }
    }

    /// What can be told before anything is read.
    private func check() throws {
        guard form != nil || url != nil else {
            throw KnowledgeError.invalid([Fault("/url", "is required, unless html, markdown, text or a file is given")])
        }
        if form != nil, content.isEmpty { throw KnowledgeError.invalid([Fault("", "has an empty document")]) }
        // The rules of an article's own fields, so that nothing is refused when all has been read.
        var probe = given
        probe["title"] = given["title"] ?? "?"
        probe["topics"] = nil
        if let url { probe["url"] = .string(url) }
        try Writing.Draft(Catalog.articles, .object(probe)).refuse()
    }
}
