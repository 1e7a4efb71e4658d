internal import Foundation
internal import HTTPServer
internal import HTTPTypes
internal import Knowledge
internal import Mustache

/// The HTML pages: Mustache templates of one folder, rendered whole on the server.
struct Pages: Sendable {
    private let library: MustacheLibrary

    /// - Throws: `PagesError` where the folder can't be read or a template is wrong.
    init(folder: String) throws {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            throw PagesError(
                "The templates folder \(folder) can't be read: start in the project's folder or give --views FOLDER")
        }
        var library = MustacheLibrary()
        for name in names.sorted() where name.hasSuffix(".mustache") {
            guard let data = FileManager.default.contents(atPath: "\(folder)/\(name)"),
                let text = String(data: data, encoding: .utf8)
            else { throw PagesError("The template \(folder)/\(name) can't be read as UTF-8") }
            do {
                try library.register(text, named: String(name.dropLast(".mustache".count)))
            } catch {
                throw PagesError("The template \(folder)/\(name) is wrong: \(error)")
            }
        }
        self.library = library
    }
}

/// What is wrong with the templates, in one line that says what to do.
struct PagesError: LocalizedError {
    let errorDescription: String?

    init(_ sentence: String) { errorDescription = sentence }
}

/// The pages that have an address of their own.
enum Page: CaseIterable, Sendable {
    case home

    var pattern: String {
        switch self {
        case .home: "/"
        }
    }
}

extension Site {
    func page(_ page: Page) -> Handler {
        reading { _, _ in throw Problem(.notFound) }
    }
}
