import HTTPTypes
import Logging
import Synchronization

@testable import HTTPServer

/// A server on a free port of this machine, stopped when it goes.
final class TestServer {
    let server: Server
    var address: String { server.address }

    init(
        _ router: Router = Router(TestServer.routes), address: Configuration.Address = .ip(host: "127.0.0.1", port: 0),
        loops: Int = 1, workers: Int = 2, _ change: (inout Configuration) -> Void = { _ in },
        generation: @escaping @Sendable () -> UInt64 = { 1 }
    ) throws {
        var configuration = Configuration(
            address: address, loops: loops, workers: workers, generation: generation,
            commonFields: [.xContentTypeOptions: "nosniff"])
        change(&configuration)
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        server = Server(configuration, router: router, logger: logger)
        try server.start()
    }

    deinit {
        server.stop()
        server.stop()
        server.waitUntilStopped()
    }

    func connect() throws -> Client { try Client(address, of: self) }

    /// What most tests ask for.
    static let routes = [
        Route(.get, "/hello") { _, responder in responder.send(text("hello")) },
        Route(.get, "/hello/{name}") { request, responder in responder.send(text(request.parameters[0])) },
        Route(.post, "/echo") { request, responder in
            responder.send(Response(contentType: "text/plain", body: .bytes(ByteStorage(copying: request.body))))
        },
        Route(.get, "/fields/{name}") { request, responder in
            let name = HTTPField.Name(request.parameters[0])
            responder.send(text(name.flatMap { request[$0] } ?? "none"))
        },
        Route(.get, "/alive", answersOnLoop: true) { _, responder in responder.send(text("alive")) },
        Route(.delete, "/nothing") { _, responder in responder.send(Response(.noContent)) },
        Route(.get, "/long") { _, responder in
            responder.send(text(String(repeating: "all work and no play ", count: 500), tag: "long"))
        },
        Route(.get, "/lines/{count}") { request, responder in
            let stream = Lines(count: Int(request.parameters[0]) ?? 0)
            responder.send(Response(contentType: "text/plain", body: .stream(stream)))
        },
    ]
}

func text(_ text: String, tag: String? = nil, validity: Response.Validity = .once) -> Response {
    Response(contentType: "text/plain", entityTag: tag, body: .bytes(ByteStorage(text)), validity: validity)
}

/// A body of numbered lines, each a piece.
final class Lines: BodyStream {
    private let count: Int
    private let made = Atomic<Int>(0)
    private let closed = Atomic<Int>(0)
    private let failsAt: Int

    init(count: Int, failsAt: Int = .max) {
        self.count = count
        self.failsAt = failsAt
    }

    struct Broken: Error {}

    /// How many pieces were asked for, and how often the stream was closed.
    var piecesMade: Int { made.load(ordering: .relaxed) }
    var timesClosed: Int { closed.load(ordering: .relaxed) }

    static func line(_ index: Int) -> String { "line \(index)\n" }

    func next() throws -> ByteStorage? {
        let index = made.wrappingAdd(1, ordering: .relaxed).oldValue
        if index == failsAt { throw Broken() }
        return index < count ? ByteStorage(Self.line(index)) : nil
    }

    func close() { closed.wrappingAdd(1, ordering: .relaxed) }
}
