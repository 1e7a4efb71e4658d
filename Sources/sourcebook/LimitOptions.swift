internal import ArgumentParser
internal import HTTPServer

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
            (SOURCEBOOK_MAX_STANDING; default: 16)
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

    @Option(
        help: ArgumentHelp(
            """
            The most corrections an hour from one address without a token, 0 for any number. \
            (SOURCEBOOK_CORRECTION_LIMIT; default: 10)
            """, valueName: "number"))
    var correctionLimit: Int?

    @Option(
        help: ArgumentHelp(
            """
            The most wrong tokens an hour that one address may try at /sign-in, 0 for any number. \
            (SOURCEBOOK_SIGN_IN_LIMIT; default: 10)
            """, valueName: "number"))
    var signInLimit: Int?

    func signInsPerHour() throws -> Int? {
        try Setting.integer(signInLimit, "SOURCEBOOK_SIGN_IN_LIMIT", "--sign-in-limit", 0...1_000_000)
    }

    func correctionsPerHour() throws -> Int? {
        try Setting.integer(correctionLimit, "SOURCEBOOK_CORRECTION_LIMIT", "--correction-limit", 0...1_000_000)
    }

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
