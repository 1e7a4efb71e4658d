/// What a document is read as.
public enum DocumentKind: String, Sendable, CaseIterable {
    case html, markdown, text, pdf

    /// By what the document begins with, else by its declared type, else by its name.
    ///
    /// - Parameters:
    ///   - contentType: The value of Content-Type; nil where there is none.
    ///   - name: A file's name or an address, for its ending.
    /// - Returns: nil for what can't be read: a picture, an archive.
    public init?(of bytes: some Collection<UInt8>, contentType: String?, name: String?) {
        if bytes.prefix(1_024).firstRange(of: "%PDF-".utf8) != nil {
            self = .pdf
            return
        }
        let type = ContentType(contentType).mediaType
        let path = (name ?? "").prefix { $0 != "?" && $0 != "#" }.lowercased()
        let ending = path.split(separator: "/").last?.split(separator: ".").last.map(String.init) ?? ""
        let isText = !bytes.prefix(4_096).contains(0)
        switch type {
        case "text/html", "application/xhtml+xml": self = .html
        case "text/markdown", "text/x-markdown": self = .markdown
        case "application/pdf": return nil
        case "text/plain" where ["md", "markdown"].contains(ending): self = .markdown
        case "text/plain": self = .text
        case "", "application/octet-stream", "binary/octet-stream", "text/xml", "application/xml":
            switch ending {
            case "html", "htm", "xhtml": self = .html
            case "md", "markdown": self = .markdown
            case "txt", "text": self = .text
            default:
                // UTF-16 has zeros, and a mark before them.
                guard isText || bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) else { return nil }
                self = Self.looksLikeHTML(bytes.prefix(1_024)) ? .html : .text
            }
        default:
            guard type.hasPrefix("text/") else { return nil }
            self = .text
        }
    }

    private static func looksLikeHTML(_ bytes: some Collection<UInt8>) -> Bool {
        let text = String(decoding: bytes, as: UTF8.self).lowercased()
        return ["<!doctype html", "<html", "<head", "<body", "<article", "<p>", "<div"].contains { text.contains($0) }
    }
}

/// Reads an article from a document: what it says of itself, and its text as Markdown that reads letter for letter the
/// same.
///
/// Pure functions: nothing is loaded, nothing runs, and any bytes give an answer, in a time linear in their number.
///
/// ```swift
/// let article = ReadArticle.html(page.bytes, contentType: page.contentType, url: page.url)
/// article.title  // The River Has Never Been This Low
/// ```
public enum ReadArticle {
    /// Reads a document of any kind; PDF by poppler's pdftotext (``PDFText``).
    ///
    /// - Parameters:
    ///   - contentType: The value of Content-Type; nil where there is none.
    ///   - name: The document's address or file name.
    /// - Throws: ``ImportingError`` for what can't be read.
    public static func read(_ bytes: [UInt8], contentType: String?, name: String?) throws -> ImportedArticle {
        guard bytes.count <= ReadingLimits.documentBytes else {
            throw ImportingError(
                "The document is larger than \(ReadingLimits.documentBytes) bytes: import the part that you need")
        }
        let isAddress = name.map { $0.hasPrefix("http://") || $0.hasPrefix("https://") } ?? false
        let url = isAddress ? name : nil
        switch DocumentKind(of: bytes, contentType: contentType, name: name) {
        case .html: return html(bytes, contentType: contentType, url: url)
        case .markdown: return markdown(bytes, contentType: contentType, url: url)
        case .text: return text(bytes, contentType: contentType, url: url)
        case .pdf: return document(try PDFText.read(bytes), url: url)
        case nil:
            let type = ContentType(contentType).mediaType
            throw ImportingError(
                "\(type.isEmpty ? "A document of this kind" : type) can't be read: import HTML, Markdown, plain text or PDF"
            )
        }
    }

    /// Reads an HTML page.
    public static func html(_ bytes: [UInt8], contentType: String? = nil, url: String? = nil) -> ImportedArticle {
        let type = ContentType(contentType)
        let decoded = DecodedText(bytes, declared: type.charset) { MetaCharset.read(bytes) }
        let isXML = type.mediaType == "application/xhtml+xml" || decoded.bytes.starts(with: "<?xml".utf8)
        return with(decoded.warning, ReadHTML.read(decoded.bytes, url: url, isXML: isXML), url)
    }

    /// Reads Markdown: the fields of its front matter, the first heading as the title, and the rest as it is.
    public static func markdown(_ bytes: [UInt8], contentType: String? = nil, url: String? = nil) -> ImportedArticle {
        let decoded = DecodedText(bytes, declared: ContentType(contentType).charset)
        return with(decoded.warning, ReadMarkdown.read(decoded.bytes), url)
    }

    /// Reads plain text: the first line as the title, and paragraphs parted by blank lines.
    public static func text(_ bytes: [UInt8], contentType: String? = nil, url: String? = nil) -> ImportedArticle {
        let decoded = DecodedText(bytes, declared: ContentType(contentType).charset)
        return with(decoded.warning, ReadPlainText.read(decoded.bytes, isLaidOut: false), url)
    }

    /// Reads the text of a PDF, as pdftotext gives it: its lines are the page's and not the author's.
    static func document(_ text: [UInt8], url: String?) -> ImportedArticle {
        with(nil, ReadPlainText.read(text, isLaidOut: true), url)
    }

    private static func with(_ warning: ReadingWarning?, _ article: ImportedArticle, _ url: String?) -> ImportedArticle
    {
        var article = article
        if let warning { article.warnings.append(warning) }
        if article.url == nil {
            article.url = url.flatMap { WebAddress(base: nil).absolute($0) }.map { String($0.prefix { $0 != "#" }) }
        }
        return article
    }
}
