public import HTTPTypes

/// Answers a request through its responder, now or later. Called on a worker of the pool, one request at a time.
public typealias Handler = @Sendable (Request, Responder) -> Void

/// A method and a pattern of paths, and what answers them.
public struct Route: Sendable {
    public var method: HTTPRequest.Method
    public var pattern: String
    let handler: Handler
    let answersOnLoop: Bool

    /// - Parameters:
    ///   - pattern: a path; each segment is a literal, `{name}`, or `{name}` followed by a literal suffix.
    ///   - answersOnLoop: the handler runs on the event loop itself, past the pool and its queue: only for what answers
    ///     within microseconds without waiting for anything, such as a liveness check.
    ///   - handler: what answers.
    public init(
        _ method: HTTPRequest.Method, _ pattern: String, answersOnLoop: Bool = false, _ handler: @escaping Handler
    ) {
        self.method = method
        self.pattern = pattern
        self.answersOnLoop = answersOnLoop
        self.handler = handler
    }
}

/// Finds the handler of a request.
///
/// In a segment a literal wins over a pattern with a suffix, and that over a plain one. GET routes answer HEAD; OPTIONS
/// is answered for every path; a path that only other methods know is 405 with Allow (RFC 9110 §15.5.6).
public struct Router: Sendable {
    /// All routes, in the order given.
    public var routes: [Route]
    let fallback: Handler?
    let optionsFields: HTTPFields

    /// - Parameters:
    ///   - routes: each method and pattern once.
    ///   - fallback: answers what no pattern matches, such as static files; 404 when nil.
    ///   - optionsFields: put on every answer to OPTIONS, such as those of CORS.
    public init(_ routes: [Route], fallback: Handler? = nil, optionsFields: HTTPFields = [:]) {
        self.routes = routes
        self.fallback = fallback
        self.optionsFields = optionsFields
    }

    /// Answers without a socket: the same routing, 404, 405, OPTIONS and HEAD. Waits for the answer.
    public func respond(to request: Request) -> Response {
        fatalError("not yet")
    }
}
