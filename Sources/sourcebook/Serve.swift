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

    @Option(help: ArgumentHelp("The address to listen on. (SOURCEBOOK_HOST; default: 127.0.0.1)", valueName: "address"))
    var host: String?

    @Option(
        help: ArgumentHelp(
            "The port to listen on, 0 for any that is free. (SOURCEBOOK_PORT; default: 8080)", valueName: "number"))
    var port: Int?

    @Option(
        help: ArgumentHelp(
            """
            Listen here instead of at --host and --port: unix:PATH for a socket in the file system, or ADDRESS:PORT. \
            (SOURCEBOOK_LISTEN)
            """, valueName: "address"))
    var listen: String?

    @Option(
        help: ArgumentHelp(
            "Who may connect to unix:PATH, as permissions of its file. (SOURCEBOOK_SOCKET_MODE; default: 660)",
            valueName: "octal"))
    var socketMode: String?

    @Option(
        help: ArgumentHelp(
            """
            The proxies whose X-Forwarded-For and Forwarded are believed: addresses, networks such as 10.0.0.0/8, or \
            unix, separated by commas. (SOURCEBOOK_TRUSTED_PROXY; default: none)
            """, valueName: "address,…"))
    var trustedProxy: String?

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
            "The least level that is logged: debug, info, warning, error. (SOURCEBOOK_LOG_LEVEL; default: info)",
            valueName: "level"))
    var logLevel: String?

    @OptionGroup var limits: LimitOptions

    func run() throws {
        var logger = Logger(label: "sourcebook") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = try level()
        let configuration = try configuration()
        let store = try store.open(readers: configuration.workers)
        for name in store.applied { logger.info("Applied the migration \(name)") }
        let options = siteOptions()

        let site = try Site(store: store, options: options, logger: logger)
        var served = configuration
        served.generation = { store.generation.current }
        served.commonFields = Site.commonFields
        let server = Server(served, router: site.router(), logger: logger)
        site.observe(server)
        try server.start()
        let signals = Signals(server)
        store.watchOtherProcesses()

        // Not before it serves: a start that fails must not leave a token that nobody has seen.
        if options.administrator == nil, let firstToken = try makeFirstToken(store) {
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
        return HTTPServer.Configuration(
            address: try address(),
            loops: try Setting.integer(loops, "SOURCEBOOK_LOOPS", "--loops", 1...64) ?? max(1, cores / 4),
            workers: try Setting.integer(workers, "SOURCEBOOK_WORKERS", "--workers", 1...256) ?? max(2, cores),
            limits: try limits.limits(),
            trustedProxies: try trustedProxies())
    }

    private func address() throws -> HTTPServer.Configuration.Address {
        if listen != nil, host != nil || port != nil {
            throw ValidationError("--listen takes the place of --host and --port: give one or the other")
        }
        // A flag is nearer than a socket that was handed over, and that is nearer than a variable.
        if listen == nil, host == nil, port == nil, let socket = try HandedSocket.find() { return .descriptor(socket) }
        if host == nil, port == nil, let listen = Setting.text(listen, "SOURCEBOOK_LISTEN") {
            return switch try ListenAddress(listen) {
            case .unix(let path): .unix(path: path, permissions: try socketPermissions())
            case .ip(let host, let port): .ip(host: host, port: port)
            }
        }
        return .ip(
            host: Setting.text(host, "SOURCEBOOK_HOST") ?? "127.0.0.1",
            port: try Setting.integer(port, "SOURCEBOOK_PORT", "--port", 0...65_535) ?? 8_080)
    }

    private func socketPermissions() throws -> UInt16 {
        guard let text = Setting.text(socketMode, "SOURCEBOOK_SOCKET_MODE") else { return 0o660 }
        guard text.utf8.count == 3, text.utf8.allSatisfy({ (0x30...0x37).contains($0) }),
            let mode = UInt16(text, radix: 8)
        else {
            throw ValidationError("--socket-mode is three octal digits, such as 660, not \(text)")
        }
        return mode
    }

    private func trustedProxies() throws -> TrustedProxies {
        guard let text = Setting.text(trustedProxy, "SOURCEBOOK_TRUSTED_PROXY") else { return TrustedProxies() }
        do {
            return try TrustedProxies(
                text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) })
        } catch {
            throw ValidationError("--trusted-proxy: \(error)")
        }
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

/// The limits that an operator may set; Docs/http.md has all of them.
struct LimitOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The largest body that is taken, in bytes. (SOURCEBOOK_MAX_BODY; default: 8388608)", valueName: "bytes"))
    var maxBody: Int?

    @Option(
        help: ArgumentHelp(
            "The most bytes of all bodies at a time. (SOURCEBOOK_MAX_BODIES; default: 268435456)", valueName: "bytes"))
    var maxBodies: Int?

    @Option(
        help: ArgumentHelp(
            "The longest request line, in bytes. (SOURCEBOOK_MAX_REQUEST_LINE; default: 8192)", valueName: "bytes"))
    var maxRequestLine: Int?

    @Option(
        help: ArgumentHelp(
            "The largest head of a request, its line included, in bytes. (SOURCEBOOK_MAX_HEADER; default: 32768)",
            valueName: "bytes"))
    var maxHeader: Int?

    @Option(
        help: ArgumentHelp("The most fields of a head. (SOURCEBOOK_MAX_FIELDS; default: 100)", valueName: "number"))
    var maxFields: Int?

    @Option(
        help: ArgumentHelp(
            "The most connections at a time. (SOURCEBOOK_MAX_CONNECTIONS; default: 16384)", valueName: "number"))
    var maxConnections: Int?

    @Option(
        help: ArgumentHelp(
            "The most requests that wait for a worker. (SOURCEBOOK_MAX_QUEUE; default: 256)", valueName: "number"))
    var maxQueue: Int?

    @Option(
        help: ArgumentHelp(
            """
            The same for each worker once the line has stood for a tenth of a second: more comes than can be done. \
            (SOURCEBOOK_MAX_STANDING; default: 100)
            """, valueName: "number"))
    var maxStanding: Int?

    @Option(
        help: ArgumentHelp(
            "The most bytes of answers that are kept, 0 for none. (SOURCEBOOK_MAX_CACHE; default: 16777216)",
            valueName: "bytes"))
    var maxCache: Int?

    @Option(
        help: ArgumentHelp(
            "How long the head of a request may take. (SOURCEBOOK_HEAD_TIMEOUT; default: 10)", valueName: "seconds"))
    var headTimeout: Int?

    @Option(
        help: ArgumentHelp(
            """
            How long a body may keep us waiting; in all it may take so much longer as --least-rate allows. \
            (SOURCEBOOK_BODY_TIMEOUT; default: 10)
            """, valueName: "seconds"))
    var bodyTimeout: Int?

    @Option(
        help: ArgumentHelp(
            "How long a client may keep its answer waiting. (SOURCEBOOK_WRITE_TIMEOUT; default: 20)",
            valueName: "seconds"))
    var writeTimeout: Int?

    @Option(
        help: ArgumentHelp(
            "How long a connection may stay without a request. (SOURCEBOOK_IDLE_TIMEOUT; default: 60)",
            valueName: "seconds"))
    var idleTimeout: Int?

    @Option(
        help: ArgumentHelp(
            """
            The least rate at which bodies are to come and answers to be taken, in bytes a second. \
            (SOURCEBOOK_LEAST_RATE; default: 1024)
            """, valueName: "bytes"))
    var leastRate: Int?

    @Option(
        help: ArgumentHelp(
            "How long requests in flight may take after SIGTERM. (SOURCEBOOK_GRACE; default: 10)", valueName: "seconds"
        ))
    var grace: Int?

    func limits() throws -> Limits {
        var limits = Limits()
        func set(
            _ limit: WritableKeyPath<Limits, Int>, _ flag: Int?, _ variable: String, _ name: String,
            _ range: ClosedRange<Int>
        ) throws {
            if let number = try Setting.integer(flag, variable, name, range) { limits[keyPath: limit] = number }
        }
        func set(
            _ limit: WritableKeyPath<Limits, Double>, _ flag: Int?, _ variable: String, _ name: String,
            _ range: ClosedRange<Int> = 1...3_600
        ) throws {
            if let seconds = try Setting.integer(flag, variable, name, range) {
                limits[keyPath: limit] = Double(seconds)
            }
        }
        try set(\.bodyBytes, maxBody, "SOURCEBOOK_MAX_BODY", "--max-body", 1...1_073_741_824)
        try set(\.bodyBytesInAll, maxBodies, "SOURCEBOOK_MAX_BODIES", "--max-bodies", 1...1_099_511_627_776)
        try set(
            \.requestLineBytes, maxRequestLine, "SOURCEBOOK_MAX_REQUEST_LINE", "--max-request-line", 256...1_048_576)
        try set(\.headBytes, maxHeader, "SOURCEBOOK_MAX_HEADER", "--max-header", 512...4_194_304)
        try set(\.fieldCount, maxFields, "SOURCEBOOK_MAX_FIELDS", "--max-fields", 8...10_000)
        try set(\.connections, maxConnections, "SOURCEBOOK_MAX_CONNECTIONS", "--max-connections", 1...1_000_000)
        try set(\.queuedRequests, maxQueue, "SOURCEBOOK_MAX_QUEUE", "--max-queue", 0...1_000_000)
        try set(\.standingRequests, maxStanding, "SOURCEBOOK_MAX_STANDING", "--max-standing", 0...1_000_000)
        try set(\.cacheBytes, maxCache, "SOURCEBOOK_MAX_CACHE", "--max-cache", 0...1_099_511_627_776)
        try set(\.headSeconds, headTimeout, "SOURCEBOOK_HEAD_TIMEOUT", "--head-timeout")
        try set(\.bodySeconds, bodyTimeout, "SOURCEBOOK_BODY_TIMEOUT", "--body-timeout")
        try set(\.writeSeconds, writeTimeout, "SOURCEBOOK_WRITE_TIMEOUT", "--write-timeout")
        try set(\.idleSeconds, idleTimeout, "SOURCEBOOK_IDLE_TIMEOUT", "--idle-timeout")
        try set(\.leastBytesPerSecond, leastRate, "SOURCEBOOK_LEAST_RATE", "--least-rate", 1...1_073_741_824)
        try set(\.graceSeconds, grace, "SOURCEBOOK_GRACE", "--grace", 0...3_600)
        guard limits.requestLineBytes < limits.headBytes else {
            throw ValidationError("--max-header must be larger than --max-request-line, which is a part of it")
        }
        return limits
    }
}

/// Where a server listens, as --listen names it.
enum ListenAddress {
    case unix(path: String)
    case ip(host: String, port: Int)

    init(_ text: String) throws {
        if text.hasPrefix("unix:"), text.utf8.count > 5 {
            self = .unix(path: String(text.dropFirst(5)))
            return
        }
        // The last colon: those of an IPv6 address stand in brackets before it.
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        let host = parts.dropLast().joined(separator: ":")
        guard let digits = parts.last, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let port = UInt16(digits), !host.isEmpty, parts.count == 2 || host.hasPrefix("[")
        else {
            throw ValidationError("--listen is unix:PATH or ADDRESS:PORT, such as 127.0.0.1:8080, not \(text)")
        }
        self = .ip(host: host, port: Int(port))
    }
}

extension Setting {
    /// A number within a range, by the name of its flag.
    static func integer(
        _ flag: Int?, _ variable: String, _ name: String, _ range: ClosedRange<Int>
    ) throws -> Int? {
        guard let number = try integer(flag, variable) else { return nil }
        guard range.contains(number) else {
            throw ValidationError("\(name) must be from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }
}
