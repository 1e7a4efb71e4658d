public import Logging

/// An HTTP/1.1 server (RFC 9110, RFC 9112).
public final class Server: Sendable {
    /// - Parameters:
    ///   - configuration: where and how.
    ///   - router: what answers.
    ///   - logger: told about what an operator needs to know.
    public init(_ configuration: Configuration, router: Router, logger: Logger) {
    }

    /// Binds, listens and serves. When it returns, connections are accepted.
    ///
    /// - Throws: ``ServerError``.
    public func start() throws(ServerError) {
        fatalError("not yet")
    }

    /// Where it listens, such as `http://127.0.0.1:8080` or `unix:/run/sourcebook.sock`; valid after ``start()``.
    public var address: String { "" }

    /// Stops accepting and answers what is in flight with `Connection: close`, for `limits.graceSeconds` at most. Returns
    /// at once; may be called from anywhere, and again: then everything ends now.
    public func stop() {
    }

    /// Returns when the last connection has ended after ``stop()``.
    public func waitUntilStopped() {
    }

    /// What has happened since the start.
    public var counts: ServerCounts { ServerCounts() }
}

/// Why a server could not start, in one line that says what to do.
public struct ServerError: Error, CustomStringConvertible {
    public let description: String
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
    /// Requests that were refused with 503 since there was no room for them.
    public var refused = 0
    /// Bytes that the response cache holds.
    public var cacheBytes = 0
    /// Requests that wait for a worker.
    public var queued = 0

    public init() {}
}
