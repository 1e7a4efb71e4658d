public import Foundation
public import HTTPServer
public import HTTPTypes
internal import Knowledge
public import Logging
public import Store

/// Everything that is served: the routes of the API and the pages, over one store.
///
/// ```swift
/// let site = try Site(store: store, options: Site.Options(), logger: logger)
/// let server = Server(configuration, router: site.router(), logger: logger)
/// ```
public final class Site: Sendable {
    /// The program's version, after Semantic Versioning.
    public static let version = "0.1.0"

    public struct Options: Sendable {
        /// Whether reading, too, needs a token.
        public var isPrivate = false
        /// A token that may do everything and is kept nowhere: SOURCEBOOK_TOKEN.
        public var administrator: String?
        /// The folder of the pages' templates; nil for an API without pages.
        public var views: String?
        /// The folder of files that are sent as they are; nil for none.
        public var files: String?
        /// The site's own address, without a slash at its end: what feeds and sitemaps begin their links with. Nil for the
        /// host that a request asks.
        public var publicURL: String?
        /// Whether articles' pages show pictures, which a reader's browser loads from where they are.
        public var showsImages = false
        /// Exports and whole lists on their way at a time; one more is answered with 503.
        public var exports = 16
        /// Corrections an hour that are taken from one address without a token; 0 for any number.
        public var correctionsPerHour = 10
        /// Wrong tokens an hour that are looked at from one address on the page where people sign in; 0 for any number.
        public var signInsPerHour = 10
        /// Networks inside that articles may be fetched from, such as 127.0.0.0/8; none else is, however it is addressed.
        public var importsAllowedFrom: [String] = []
        /// How often the addresses that articles came from are looked at again, in seconds; nil for never.
        public var rechecksEvery: TimeInterval?
        /// An address by which whoever is fetched from can reach those who run this: a part of the User-Agent.
        public var contact: String?
        /// The present time, by which sessions end.
        public var clock: @Sendable () -> Date = { .now }

        public init() {}
    }

    let store: Store
    let options: Options
    let logger: Logger
    let pages: Pages?
    let exportPlaces: Places
    let correctionQuota: Quota
    let signInQuota: Quota
    /// The SHA-256 of the options' `administrator`.
    let administratorHash: String?
    /// Scheme, host and port of the options' `publicURL`.
    let publicOrigin: String?
    let changeFeed: ChangeFeed
    let imports: ImportQueue
    private let files: StaticFiles?
    /// What the running server has counted, once there is one.
    private let counts = Locked<(@Sendable () -> ServerCounts)?>(nil)

    /// - Throws: an error of one line where a template is wrong or a folder is not there.
    public init(store: Store, options: Options, logger: Logger) throws {
        self.store = store
        self.options = options
        self.logger = logger
        exportPlaces = Places(options.exports, of: "exports are on their way")
        changeFeed = ChangeFeed(store)
        imports = try ImportQueue(store, Self.fetch(options), logger)
        correctionQuota = Quota(perHour: options.correctionsPerHour)
        signInQuota = Quota(perHour: options.signInsPerHour)
        administratorHash = options.administrator.map { Checksum.sha256(Array($0.utf8)) }
        publicOrigin = options.publicURL.flatMap(Self.origin)
        pages = try options.views.map {
            try Pages(folder: $0, publicURL: options.publicURL, showsImages: options.showsImages)
        }
        files = try options.files.map { try StaticFiles(folder: $0) }
    }

    /// Tells /metrics where to ask for the server's numbers.
    public func observe(_ server: Server) {
        counts.withLock { $0 = { [weak server] in server?.counts ?? ServerCounts() } }
    }

    /// Goes on with what was being read when the server stopped.
    public func resumeImports() throws {
        try imports.start()
        if let seconds = options.rechecksEvery { imports.recheck(every: seconds) }
    }

    /// Ends what would never end by itself: call it when the server is to stop.
    public func endStreams() {
        changeFeed.close()
        imports.close()
    }

    /// Waits for what still writes after the server has stopped: call it before the store is closed.
    public func finish() {
        imports.close()
        imports.waitUntilClosed()
    }

    var serverCounts: ServerCounts { counts.withLock { $0 }?() ?? ServerCounts() }

    /// The routes, as the server needs them.
    public func router() -> Router {
        var options = HTTPFields()
        options[.accessControlAllowOrigin] = "*"
        options[.accessControlAllowMethods] = "GET, HEAD, OPTIONS"
        options[.accessControlAllowHeaders] = "Accept, If-None-Match, If-Modified-Since, Range"
        options[.accessControlMaxAge] = "86400"
        // Without templates there are no pages: `/` is then the file of that name.
        let endpoints = Endpoint.all.filter { pages != nil || !$0.isPage }
        return Router(
            endpoints.map(route),
            fallback: fallback, optionsFields: options)
    }

    /// What no route matches: a file, or a 404 that says what there is.
    private var fallback: Handler {
        let file = files?.handler
        let isPrivate = options.isPrivate
        let pages = pages
        return { request, responder in
            var responder = responder
            if let pages, request.wantsPage, !request.rawPath.hasPrefix("/api/") {
                let client = responder
                responder = Responder { response in
                    client.send(
                        response.status == .notFound
                            ? pages.speaking(to: request, session: self.whoIsSignedIn(request)) {
                                Self.nothingHere(pages)
                            } : response)
                }
            }
            if !request.rawPath.hasPrefix("/api/"), !isPrivate || request.rawPath.hasPrefix("/assets/"), let file {
                file(request, responder)
            } else {
                responder.send(
                    Problem(.notFound, "There is nothing at \(request.rawPath): see \(Address.root) and /openapi.json")
                        .response())
            }
        }
    }

    /// What every answer carries: a browser is to take it for what it is called, and to frame it nowhere.
    public static var commonFields: HTTPFields {
        var fields = HTTPFields()
        fields[.xContentTypeOptions] = "nosniff"
        fields[.referrerPolicy] = "strict-origin-when-cross-origin"
        return fields
    }
}
