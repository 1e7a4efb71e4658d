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
            SIGINT when what is in flight has been answered; a second signal ends it at once.
            """)

    @Option(help: ArgumentHelp("The address to listen on. (SOURCEBOOK_HOST; default: 127.0.0.1)", valueName: "address"))
    var host: String?

    @Option(
        help: ArgumentHelp(
            "The port to listen on, 0 for any that is free. (SOURCEBOOK_PORT; default: 8080)", valueName: "number"))
    var port: Int?

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

    @Flag(name: .customLong("private"), help: "Reading, too, needs a token. (SOURCEBOOK_PRIVATE=true)")
    var isPrivate = false

    @Option(
        help: ArgumentHelp(
            "Workers, each with a read connection. (SOURCEBOOK_WORKERS; default: the number of cores)",
            valueName: "number"))
    var workers: Int?

    @Option(help: ArgumentHelp("Event loops. (SOURCEBOOK_LOOPS; default: 1 for each four cores)", valueName: "number"))
    var loops: Int?

    @Option(
        help: ArgumentHelp(
            "The largest body that is taken, in bytes. (SOURCEBOOK_MAX_BODY; default: 8388608)", valueName: "bytes"))
    var maxBody: Int?

    @Option(help: ArgumentHelp("The most connections at a time. (SOURCEBOOK_MAX_CONNECTIONS)", valueName: "number"))
    var maxConnections: Int?

    @Option(
        help: ArgumentHelp(
            "How long requests in flight may take after SIGTERM. (SOURCEBOOK_GRACE)", valueName: "seconds"))
    var grace: Int?

    @Option(
        help: ArgumentHelp(
            "The least level that is logged: debug, info, warning, error. (SOURCEBOOK_LOG_LEVEL; default: info)",
            valueName: "level"))
    var logLevel: String?

    func run() throws {
        var logger = Logger(label: "sourcebook") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = try level()
        let configuration = try configuration()
        let store = try store.open(readers: configuration.workers)
        for name in store.applied { logger.info("Applied the migration \(name)") }
        let options = siteOptions()
        let firstToken = try options.administrator == nil ? makeFirstToken(store) : nil

        let site = try Site(store: store, options: options, logger: logger)
        var served = configuration
        served.generation = { store.generation.current }
        served.commonFields = Site.commonFields
        let server = Server(served, router: site.router(), logger: logger)
        site.observe(server)
        try server.start()
        let signals = Signals(server)
        store.watchOtherProcesses()

        if let firstToken {
            Terminal.say("The first token, shown this once: \(firstToken)")
            Terminal.say("Write with it: -H 'Authorization: Bearer \(firstToken)'")
        }
        Terminal.say("Sourcebook \(Site.version) serves \(store.path) at \(server.address)")
        server.waitUntilStopped()
        withExtendedLifetime(signals) {}
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
        var limits = Limits()
        func number(_ flag: Int?, _ variable: String, _ name: String, _ range: ClosedRange<Int>) throws -> Int? {
            guard let number = try Setting.integer(flag, variable) else { return nil }
            guard range.contains(number) else {
                throw ValidationError("\(name) must be from \(range.lowerBound) to \(range.upperBound)")
            }
            return number
        }
        if let bytes = try number(maxBody, "SOURCEBOOK_MAX_BODY", "--max-body", 1...1_073_741_824) {
            limits.bodyBytes = bytes
        }
        if let count = try number(maxConnections, "SOURCEBOOK_MAX_CONNECTIONS", "--max-connections", 1...1_000_000) {
            limits.connections = count
        }
        if let seconds = try number(grace, "SOURCEBOOK_GRACE", "--grace", 0...3_600) {
            limits.graceSeconds = Double(seconds)
        }
        return HTTPServer.Configuration(
            address: .ip(
                host: Setting.text(host, "SOURCEBOOK_HOST") ?? "127.0.0.1",
                port: try number(port, "SOURCEBOOK_PORT", "--port", 0...65_535) ?? 8_080),
            loops: try number(loops, "SOURCEBOOK_LOOPS", "--loops", 1...64) ?? max(1, cores / 4),
            workers: try number(workers, "SOURCEBOOK_WORKERS", "--workers", 1...256) ?? max(2, cores),
            limits: limits)
    }

    private func siteOptions() -> Site.Options {
        var options = Site.Options()
        options.isPrivate = isPrivate || Setting.text(nil, "SOURCEBOOK_PRIVATE") == "true"
        options.administrator = Setting.text(nil, "SOURCEBOOK_TOKEN")
        options.views = Folder.find(Setting.text(views, "SOURCEBOOK_VIEWS"), named: "Views")
        options.files = Folder.find(Setting.text(files, "SOURCEBOOK_PUBLIC"), named: "Public")
        return options
    }

    private func makeFirstToken(_ store: Store) throws -> String? {
        guard try store.read(0, { try Tokens($0).isEmpty() }) else { return nil }
        return try store.writeAndWait { try Tokens($0).create(name: "first") }
    }
}

/// Ends the server on SIGTERM and SIGINT: the first drains it, the second ends the process.
private final class Signals {
    private let sources: [any DispatchSourceSignal]

    init(_ server: Server) {
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
            }
            source.activate()
            return source
        }
    }
}
