internal import Dispatch
public import Logging
internal import Synchronization

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// An HTTP/1.1 server (RFC 9110, RFC 9112).
///
/// ```swift
/// let router = Router([Route(.get, "/hello/{name}") { request, responder in
///     responder.send(Response(contentType: "text/plain", body: .bytes(ByteStorage("Hello, \(request.parameters[0])"))))
/// }])
/// let server = Server(Configuration(), router: router, logger: Logger(label: "hello"))
/// try server.start()
/// server.waitUntilStopped()
/// ```
public final class Server: Sendable {
    private let shared: Shared
    private let running = Locked(Running())
    private let ended = DispatchGroup()

    private struct Running {
        var loops: [EventLoop] = []
        var address = ""
        var file: SocketFile?
        var isStopping = false
    }

    /// - Parameters:
    ///   - configuration: where and how.
    ///   - router: what answers.
    ///   - logger: told about what an operator needs to know.
    public init(_ configuration: Configuration, router: Router, logger: Logger) {
        shared = Shared(configuration, router, logger)
    }

    /// Binds, listens and serves. When it returns, connections are accepted.
    ///
    /// A server starts once. SIGPIPE is ignored from then on, in the whole process.
    ///
    /// - Throws: ``ServerError``.
    public func start() throws(ServerError) {
        // A client that leaves while it is being sent a file would else end the process: sendfile has no MSG_NOSIGNAL.
        signal(SIGPIPE, SIG_IGN)
        let configuration = shared.configuration
        let listener = try Listener(configuration.address, backlog: configuration.limits.backlog)
        var loops: [EventLoop] = []
        do throws(ServerError) {
            for index in 0..<max(configuration.loops, 1) { loops.append(try EventLoop(shared, index: index)) }
            guard loops[0].watchInput(listener.descriptor) else {
                throw ServerError.system("The listening socket can't be watched")
            }
        } catch {
            close(listener.descriptor)
            listener.file?.remove()
            throw error
        }
        loops[0].acceptor = Acceptor(listener.descriptor, loops)
        running.withLock {
            $0.loops = loops
            $0.address = listener.address
            $0.file = listener.file
        }
        for loop in loops {
            ended.enter()
            loop.start { [ended] in ended.leave() }
        }
    }

    /// Where it listens, such as `http://127.0.0.1:8080` or `unix:/run/sourcebook.sock`; valid after ``start()``.
    public var address: String { running.withLock { $0.address } }

    /// Stops accepting and answers what is in flight with `Connection: close`, for `limits.graceSeconds` at most. Returns
    /// at once; may be called from anywhere, and again: then everything ends now.
    public func stop() {
        shared.isDraining.store(true, ordering: .relaxed)
        let (loops, isSecond) = running.withLock { running in
            let isSecond = running.isStopping
            running.isStopping = true
            if !isSecond { running.file?.remove() }
            return (running.loops, isSecond)
        }
        for loop in loops { loop.drain(endsNow: isSecond) }
    }

    /// Returns when the last connection has ended after ``stop()``.
    public func waitUntilStopped() {
        ended.wait()
    }

    /// What has happened since the start.
    public var counts: ServerCounts {
        let counters = shared.counters
        var counts = ServerCounts()
        counts.connectionsOpen = counters.open.load(ordering: .relaxed)
        counts.connectionsAccepted = counters.accepted.load(ordering: .relaxed)
        counts.responses = counters.responses
        counts.cacheHits = counters.cacheHits.load(ordering: .relaxed)
        counts.refused = counters.refused.load(ordering: .relaxed)
        counts.cacheBytes = shared.cache.bytes
        counts.queued = shared.pool.waiting
        return counts
    }
}

/// Why a server could not start, in one line that says what to do.
public struct ServerError: Error, CustomStringConvertible {
    public let description: String

    init(_ description: String) {
        self.description = description
    }

    /// A call that the system refused, with its reason.
    static func system(_ what: String) -> ServerError {
        ServerError("\(what): \(systemError()).")
    }
}

/// What a server has done since its start.
public struct ServerCounts: Sendable, Equatable {
    /// Connections open now.
    public var connectionsOpen = 0
    /// Connections accepted.
    public var connectionsAccepted = 0
    /// Responses by the first digit of their status: index 1 to 5.
    public var responses: [Int] = [0, 0, 0, 0, 0, 0]
    /// Answers from the cache, also counted in `responses`.
    public var cacheHits = 0
    /// Requests and connections that were refused with 503 since there was no room for them.
    public var refused = 0
    /// Bytes that the response cache holds.
    public var cacheBytes = 0
    /// Requests that wait for a worker.
    public var queued = 0

    public init() {}
}
