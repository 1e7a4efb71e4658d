internal import API
internal import ArgumentParser
internal import Dispatch
internal import Foundation
internal import HTTPServer
internal import Knowledge
internal import Logging
internal import Store

struct Serve: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve the store over HTTP.",
        discussion: """
            Makes the database where there is none, applies pending migrations, and prints the address once it listens. \
            If there is no token yet and no SOURCEBOOK_TOKEN, it makes one and prints it once. Ends on SIGTERM and \
            SIGINT when what is in flight has been answered; a second signal ends it at once. Where no flag says where to \
            listen, it takes the listening socket that systemd hands over (LISTEN_FDS): then a restart refuses nobody.
            """)

    @OptionGroup var place: ListenOptions

    @OptionGroup var store: StoreOptions

    @Option(
        name: .customLong("public"),
        help: ArgumentHelp(
            "The folder of files that are sent as they are. (SOURCEBOOK_PUBLIC; default: Public)", valueName: "folder"))
    var files: String?

    @Option(
        help: ArgumentHelp(
            "The folder of the pages' templates. (SOURCEBOOK_VIEWS; default: Views)", valueName: "folder"))
    var views: String?

    @Option(
        help: ArgumentHelp(
            """
            The site's own address, which feeds and sitemaps begin their links with, such as https://sources.example.org; \
            with https, the cookie of who signs in is for TLS alone. \
            (SOURCEBOOK_PUBLIC_URL; default: http:// and the host that is asked)
            """, valueName: "url"))
    var publicURL: String?

    @Flag(name: .customLong("private"), help: "Reading, too, needs a token. (SOURCEBOOK_PRIVATE=true)")
    var isPrivate = false

    @Flag(
        name: .customLong("images"),
        help: """
            Show pictures in the pages: a reader's browser loads them from where they are, and is seen there. \
            (SOURCEBOOK_IMAGES=true)
            """)
    var showsImages = false

    @Option(
        help: ArgumentHelp(
            "Workers, each with a read connection. (SOURCEBOOK_WORKERS; default: the number of cores)",
            valueName: "number"))
    var workers: Int?

    @Option(help: ArgumentHelp("Event loops. (SOURCEBOOK_LOOPS; default: 1 for each four cores)", valueName: "number"))
    var loops: Int?

    @Option(
        help: ArgumentHelp(
            "The least level that is logged: debug, info, warning, error. (SOURCEBOOK_LOG_LEVEL; default: info)",
            valueName: "level"))
    var logLevel: String?

    @Option(
        help: ArgumentHelp(
            """
            A network inside that articles may be imported from, such as 10.1.0.0/16; may be given several times. Else \
            only public addresses are fetched. (SOURCEBOOK_ALLOW_IMPORT_FROM, with commas between)
            """, valueName: "network"))
    var allowImportFrom: [String] = []

    @Option(
        help: ArgumentHelp(
            """
            Look at the addresses that articles were imported from again so often, such as 7d or 12h, and tell what has \
            changed there. (SOURCEBOOK_RECHECK; default: never)
            """, valueName: "time"))
    var recheck: String?

    @Option(
        help: ArgumentHelp(
            """
            How whoever articles are fetched from reaches you, an address or a page: sent in User-Agent. \
            (SOURCEBOOK_CONTACT; default: --public-url)
            """, valueName: "contact"))
    var contact: String?

    @OptionGroup var limits: LimitOptions

    func run() throws {
        var logger = Logger(label: "sourcebook") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = try level()
        let configuration = try configuration()
        let store = try store.open(readers: configuration.workers)
        for name in store.applied { logger.info("Applied the migration \(name)") }
        let options = try siteOptions()

        let site = try Site(store: store, options: options, logger: logger)
        var served = configuration
        served.generation = { store.generation.current }
        served.commonFields = Site.commonFields
        let server = Server(served, router: site.router(), logger: logger)
        site.observe(server)
        try server.start()
        try site.resumeImports()
        let signals = Signals(server, site)
        store.watchOtherProcesses()

        // Not before it serves: a start that fails must not leave a token that nobody has seen.
        if options.administrator == nil, let firstToken = try makeFirstToken(store) {
            Terminal.say("The first token, shown this once: \(firstToken)")
            Terminal.say("Write with it: -H 'Authorization: Bearer \(firstToken)'")
        }
        Terminal.say("Sourcebook \(Site.version) serves \(store.path) at \(server.address)")
        server.waitUntilStopped()
        withExtendedLifetime(signals) {}
        site.finish()
        store.close()
    }

    private func level() throws -> Logger.Level {
        guard let text = Setting.text(logLevel, "SOURCEBOOK_LOG_LEVEL") else { return .info }
        guard let level = Logger.Level(rawValue: text) else {
            throw ValidationError(
                "--log-level is one of \(Logger.Level.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return level
    }

    private func configuration() throws -> HTTPServer.Configuration {
        let cores = ProcessInfo.processInfo.activeProcessorCount
        return HTTPServer.Configuration(
            address: try place.address(),
            loops: try Setting.integer(loops, "SOURCEBOOK_LOOPS", "--loops", 1...64) ?? max(1, cores / 4),
            workers: try Setting.integer(workers, "SOURCEBOOK_WORKERS", "--workers", 1...256) ?? max(2, cores),
            limits: try limits.limits(),
            trustedProxies: try place.trustedProxies())
    }

    private func siteOptions() throws -> Site.Options {
        var options = Site.Options()
        options.isPrivate = isPrivate || Setting.text(nil, "SOURCEBOOK_PRIVATE") == "true"
        options.showsImages = showsImages || Setting.text(nil, "SOURCEBOOK_IMAGES") == "true"
        options.administrator = Setting.text(nil, "SOURCEBOOK_TOKEN")
        if var url = Setting.text(publicURL, "SOURCEBOOK_PUBLIC_URL") {
            while url.hasSuffix("/") { url.removeLast() }
            guard let parts = URLComponents(string: url), parts.scheme == "https" || parts.scheme == "http",
                parts.host?.isEmpty == false, parts.query == nil, parts.fragment == nil
            else {
                throw ValidationError("--public-url is an address such as https://sources.example.org, not \(url)")
            }
            options.publicURL = url
        }
        options.contact = Setting.text(contact, "SOURCEBOOK_CONTACT") ?? options.publicURL
        options.rechecksEvery = try Setting.text(recheck, "SOURCEBOOK_RECHECK").map(Self.seconds)
        let networks = Setting.text(nil, "SOURCEBOOK_ALLOW_IMPORT_FROM") ?? ""
        options.importsAllowedFrom =
            allowImportFrom.isEmpty ? networks.split(separator: ",").map { String($0) } : allowImportFrom
        options.views = Folder.find(Setting.text(views, "SOURCEBOOK_VIEWS"), named: "Views")
        options.files = Folder.find(Setting.text(files, "SOURCEBOOK_PUBLIC"), named: "Public")
        if let number = try limits.correctionsPerHour() { options.correctionsPerHour = number }
        if let number = try limits.signInsPerHour() { options.signInsPerHour = number }
        return options
    }

    /// A span of time such as 7d, 12h or 30m, in seconds.
    private static func seconds(_ text: String) throws -> TimeInterval {
        let units: [Character: Int] = ["d": 86_400, "h": 3_600, "m": 60]
        let digits = text.dropLast()
        guard let unit = text.last.flatMap({ units[$0] }), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let count = Int(digits), (1...10_000).contains(count)
        else { throw ValidationError("--recheck is a time such as 7d, 12h or 30m, not \(text)") }
        return TimeInterval(count * unit)
    }

    private func makeFirstToken(_ store: Store) throws -> String? {
        guard try store.read(0, { try Tokens($0).isEmpty() }) else { return nil }
        return try store.writeAndWait { try Tokens($0).create(name: "first") }
    }
}

/// Ends the server on SIGTERM and SIGINT: the first drains it, the second ends the process.
private final class Signals {
    private let sources: [any DispatchSourceSignal]

    init(_ server: Server, _ site: Site) {
        let queue = DispatchQueue(label: "sourcebook.signals")
        sources = [SIGTERM, SIGINT].map { number in
            // The source only sees a signal whose own action does not end the process first.
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            // Set and read on `queue` alone.
            nonisolated(unsafe) var isStopping = false
            source.setEventHandler {
                if isStopping { exit(128 + number) }
                isStopping = true
                server.stop()
                site.endStreams()
            }
            source.activate()
            return source
        }
    }
}
