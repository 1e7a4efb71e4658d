import API
import Foundation
import HTTPServer
import HTTPTypes
import Knowledge
import Logging
import Store

/// The whole site over a store on a real file in a folder of its own, with the project's templates and files.
final class PagesSite {
    private let store: Store
    private let router: Router
    private let folder: String

    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    init(
        views: String? = root + "/Views", publicURL: String? = nil, showsImages: Bool = false,
        clock: @escaping @Sendable () -> Date = { .now }
    ) throws {
        folder = NSTemporaryDirectory() + "sourcebook-pages-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        store = try Store(
            path: "\(folder)/test.db", migrations: Migrations(folder: Self.root + "/Migrations"), readers: 1)
        var options = Site.Options()
        options.views = views
        options.files = Self.root + "/Public"
        options.administrator = "secret"
        options.publicURL = publicURL
        options.showsImages = showsImages
        options.clock = clock
        router = try Site(store: store, options: options, logger: Logger(label: "test")).router()
    }

    deinit {
        store.close()
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// What a browser gets at `path`.
    func get(_ path: String, accept: String = "text/html,*/*;q=0.8", fields: HTTPFields = [:]) -> Page {
        var fields = fields
        fields[.accept] = accept
        return Page(router.respond(to: Request(method: .get, target: path, fields: fields)))
    }

    /// What a browser gets that sends a form from one of the site's own pages.
    func send(_ form: String, to path: String, fields: HTTPFields = [:]) -> Page {
        var fields = fields
        fields[.contentType] = "application/x-www-form-urlencoded"
        fields[.origin] = "http://a.example"
        fields[.init("Host")!] = "a.example"
        return Page(
            router.respond(to: Request(method: .post, target: path, fields: fields, body: Array(form.utf8))))
    }

    /// Posts a record, and says how that went.
    @discardableResult
    func post(_ resource: String, _ json: JSON) -> Page { write(.post, resource, json) }

    /// Sends JSON to a path below the API's root, and says how that went.
    @discardableResult
    func write(_ method: HTTPRequest.Method, _ path: String, _ json: JSON, token: String? = "secret") -> Page {
        var fields: HTTPFields = [.contentType: "application/json"]
        fields[.authorization] = token.map { "Bearer \($0)" }
        return Page(
            router.respond(
                to: Request(method: method, target: "/api/v1/\(path)", fields: fields, body: Array(json.text.utf8))))
    }

    /// Fills the store with the demo.
    func fillWithDemo() throws {
        let lines = try String(contentsOfFile: Self.root + "/Demo/articles.ndjson", encoding: .utf8)
        for line in lines.split(separator: "\n") { post("articles", try JSONReader.read(String(line))) }
    }

    /// An answer with its body as text.
    struct Page {
        let status: Int
        let type: String?
        let fields: HTTPFields
        let entityTag: String?
        let html: String

        init(_ response: Response) {
            status = response.status.code
            type = response.contentType
            fields = response.fields
            entityTag = response.entityTag
            html =
                switch response.body {
                case .bytes(let bytes): bytes.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
                case .empty, .file, .stream: ""
                }
        }
    }
}
