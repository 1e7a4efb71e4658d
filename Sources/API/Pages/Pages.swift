internal import Foundation
internal import HTTPServer
internal import HTTPTypes
internal import Knowledge
internal import Mustache

/// The HTML pages: Mustache templates of one folder, rendered whole on the server, in each language.
///
/// A template says `[[key]]` for a phrase of the strings file, which is put in when the templates are read. A phrase's
/// `{name}` becomes the value of that name.
struct Pages: Sendable {
    private let wordings: [Language: Wording]
    private let libraries: [Language: MustacheLibrary]
    /// The site's own address; nil for the host that is asked.
    private let publicURL: String?
    private let showsImages: Bool
    private let fields: HTTPFields

    /// - Throws: `PagesError` where the folder can't be read, or a template or a strings file is missing or wrong.
    init(folder: String, publicURL: String? = nil, showsImages: Bool = false) throws {
        self.publicURL = publicURL
        self.showsImages = showsImages
        fields = Self.fields(showsImages: showsImages)
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            throw PagesError(
                "The templates folder \(folder) can't be read: start in the project's folder or give --views FOLDER")
        }
        PageText.register()
        var templates: [String: String] = [:]
        for name in names.sorted() where name.hasSuffix(".mustache") {
            templates[String(name.dropLast(".mustache".count))] = try Self.text("\(folder)/\(name)")
        }
        for template in Template.allCases where templates[template.rawValue] == nil {
            throw PagesError("The template \(folder)/\(template.rawValue).mustache is missing")
        }
        var wordings: [Language: Wording] = [:]
        var libraries: [Language: MustacheLibrary] = [:]
        for language in Language.allCases {
            let wording = try Self.wording(language, folder: folder)
            wordings[language] = wording
            libraries[language] = try Self.library(templates, wording, folder: folder)
        }
        self.wordings = wordings
        self.libraries = libraries
    }

    private static func text(_ path: String) throws -> String {
        guard let data = FileManager.default.contents(atPath: path), let text = String(data: data, encoding: .utf8)
        else { throw PagesError("\(path) can't be read as UTF-8") }
        return text
    }

    private static func wording(_ language: Language, folder: String) throws -> Wording {
        let path = "\(folder)/\(language.rawValue).json"
        let text = try text(path)
        do {
            return try Wording(language, strings: JSONReader.read(text))
        } catch {
            throw PagesError("The strings file \(path) is wrong: \(error)")
        }
    }

    private static func library(
        _ templates: [String: String], _ wording: Wording, folder: String
    ) throws -> MustacheLibrary {
        var library = MustacheLibrary()
        for (name, template) in templates.sorted(by: { $0.key < $1.key }) {
            do {
                // A partial starts with the library's own escaping again: each template asks for ours.
                let text = PageText.pragma + (try wording.putting(phrasesInto: template))
                try library.register(text, named: name)
            } catch {
                throw PagesError("The template \(folder)/\(name).mustache is wrong: \(error)")
            }
        }
        return library
    }

    func wording(of language: Language) -> Wording? { wordings[language] }

    /// Makes a page in the language that its reader wants.
    ///
    /// - Parameter session: who is signed in: the page is then theirs alone.
    func speaking<R>(to request: Request, session: Sessions.Session? = nil, _ body: () throws -> R) rethrows -> R {
        guard let wording = wordings[Language(of: request)] else { return try body() }
        return try Wording.$current.withValue(wording) {
            let visit = Visit(
                address: request.target, session: session, base: request.base(publicURL), showsImages: showsImages)
            return try Visit.$current.withValue(visit, operation: body)
        }
    }

    /// The templates that a page is rendered by; the others are parts of these.
    enum Template: String, CaseIterable, Sendable {
        case home, search, api, article, expert, compare, indicator, source, topic, list, failure
        case signIn = "sign-in"
        case review, editor, history
        case newImport = "import"
        case importing
    }

    /// A part of a page by itself, in the language that is spoken; empty where there is no template of that name.
    func part(_ template: String, _ view: View) -> String {
        libraries[Wording.current.language]?.render(view, withTemplate: template) ?? ""
    }

    /// A page as it is sent, with its entity tag.
    func response(_ template: Template, _ view: View, status: HTTPResponse.Status = .ok) -> Response {
        let language = Wording.current.language
        // The template is there: `init` has seen it.
        let html = libraries[language]?.render(view, withTemplate: template.rawValue) ?? ""
        var response = Response.text(html, "text/html; charset=utf-8", fields: fields)
        response.status = status
        response.fields[.contentLanguage] = language.rawValue
        return response
    }

    /// What every page carries: nothing runs, loads or frames that did not come from here, but for pictures where the
    /// operator has them shown; and a copy is to be asked about before it is used.
    private static func fields(showsImages: Bool) -> HTTPFields {
        var fields = HTTPFields()
        fields[.contentSecurityPolicy] =
            """
            default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:\(showsImages ? " https:" : ""); connect-src 'self'; \
            form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; \
            trusted-types sourcebook
            """
        fields[.crossOriginOpenerPolicy] = "same-origin"
        fields[.permissionsPolicy] = "camera=(), geolocation=(), microphone=(), payment=()"
        fields[.cacheControl] = "no-cache"
        fields[.vary] = "Accept-Language, Cookie"
        return fields
    }
}

/// What is wrong with the templates, in one line that says what to do.
struct PagesError: LocalizedError {
    let errorDescription: String?

    init(_ sentence: String) { errorDescription = sentence }
}
