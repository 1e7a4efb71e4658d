internal import Foundation
internal import HTTPServer
internal import HTTPTypes
internal import Mustache

/// The HTML pages: Mustache templates of one folder, rendered whole on the server.
struct Pages: Sendable {
    private let library: MustacheLibrary

    /// - Throws: `PagesError` where the folder can't be read, or a template is missing or wrong.
    init(folder: String) throws {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            throw PagesError(
                "The templates folder \(folder) can't be read: start in the project's folder or give --views FOLDER")
        }
        PageText.register()
        var library = MustacheLibrary()
        for name in names.sorted() where name.hasSuffix(".mustache") {
            guard let data = FileManager.default.contents(atPath: "\(folder)/\(name)"),
                let text = String(data: data, encoding: .utf8)
            else { throw PagesError("The template \(folder)/\(name) can't be read as UTF-8") }
            do {
                // A partial starts with the library's own escaping again: each template asks for ours.
                try library.register(PageText.pragma + text, named: String(name.dropLast(".mustache".count)))
            } catch {
                throw PagesError("The template \(folder)/\(name) is wrong: \(error)")
            }
        }
        for template in Template.allCases where library.getTemplate(named: template.rawValue) == nil {
            throw PagesError("The template \(folder)/\(template.rawValue).mustache is missing")
        }
        self.library = library
    }

    /// The templates that a page is rendered by; the others are parts of these.
    enum Template: String, CaseIterable, Sendable {
        case home, search, article, expert, indicator, source, topic, list, failure
    }

    /// A page as it is sent, with its entity tag.
    func response(_ template: Template, _ view: View, status: HTTPResponse.Status = .ok) -> Response {
        // The template is there: `init` has seen it.
        let html = library.render(view, withTemplate: template.rawValue) ?? ""
        var response = Response.text(html, "text/html; charset=utf-8", fields: Self.fields)
        response.status = status
        return response
    }

    /// What every page carries: nothing runs, loads or frames that did not come from here, and a copy is to be asked
    /// about before it is used.
    private static let fields: HTTPFields = {
        var fields = HTTPFields()
        fields[.contentSecurityPolicy] =
            """
            default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
            form-action 'self'; base-uri 'none'; frame-ancestors 'none'
            """
        fields[.crossOriginOpenerPolicy] = "same-origin"
        fields[.permissionsPolicy] = "camera=(), geolocation=(), microphone=(), payment=()"
        fields[.cacheControl] = "no-cache"
        return fields
    }()
}

/// What is wrong with the templates, in one line that says what to do.
struct PagesError: LocalizedError {
    let errorDescription: String?

    init(_ sentence: String) { errorDescription = sentence }
}
