internal import Dispatch
public import HTTPTypes

/// Answers a request through its responder, now or later. Called on a worker of the pool, one request at a time.
public typealias Handler = @Sendable (Request, Responder) -> Void

/// A method and a pattern of paths, and what answers them.
public struct Route: Sendable {
    public var method: HTTPRequest.Method
    public var pattern: String
    let handler: Handler
    let answersOnLoop: Bool
    let streamsBody: Bool

    /// - Parameters:
    ///   - pattern: a path; each segment is a literal, `{name}`, or `{name}` followed by a literal suffix.
    ///   - answersOnLoop: the handler runs on the event loop itself, past the pool and its queue: only for what answers
    ///     within microseconds without waiting for anything, such as a liveness check.
    ///   - streamsBody: the handler is called when the head has come, and reads the body from ``Request/incoming``; it may
    ///     answer before the body is at its end.
    ///   - handler: what answers.
    public init(
        _ method: HTTPRequest.Method, _ pattern: String, answersOnLoop: Bool = false, streamsBody: Bool = false,
        _ handler: @escaping Handler
    ) {
        self.method = method
        self.pattern = pattern
        self.answersOnLoop = answersOnLoop
        self.streamsBody = streamsBody
        self.handler = handler
    }
}

/// Finds the handler of a request.
///
/// In a segment a literal wins over a pattern with a suffix, and that over a plain one. GET routes answer HEAD; OPTIONS
/// is answered for every path; a path that only other methods know is 405 with Allow (RFC 9110 §15.5.6).
public struct Router: Sendable {
    /// All routes, in the order given.
    public let routes: [Route]
    private let tree: RouteTree
    private let fallback: Handler?
    private let optionsFields: HTTPFields

    /// - Parameters:
    ///   - routes: each method and pattern once.
    ///   - fallback: answers what no pattern matches, such as static files; 404 when nil.
    ///   - optionsFields: put on every answer to OPTIONS, such as those of CORS.
    public init(_ routes: [Route], fallback: Handler? = nil, optionsFields: HTTPFields = [:]) {
        self.routes = routes
        self.fallback = fallback
        self.optionsFields = optionsFields
        tree = RouteTree(routes)
    }

    /// What answers a request.
    struct Answer {
        var handler: Handler
        var parameters: [String] = []
        var answersOnLoop = false
        var streamsBody = false
        /// There is nothing to be asked of the application: the answer is an error or that to OPTIONS.
        var isOwn = false
    }

    /// Finds what answers a request.
    func answer(_ method: RequestHead.Method?, _ received: ReceivedHead) -> Answer {
        if received.head.isAsterisk {
            return own(Response(.noContent, fields: options(allowing: "GET, HEAD, POST, PATCH, PUT, DELETE, OPTIONS")))
        }
        guard let method else { return own(Problem(.notImplemented, "The method is not known.").response()) }
        return received.withPath { path in answer(method, path) }
    }

    private func answer(_ method: RequestHead.Method, _ path: UnsafeRawBufferPointer) -> Answer {
        let segments = RouteTree.segments(path)
        let match = tree.match(segments, method)
        if let route = match.route {
            var parameters: [String] = []
            for (segment, suffix) in match.parameters {
                let bytes = segments[segment]
                guard let text = percentDecoded(bytes: bytes.part(0, bytes.count - suffix)) else {
                    let detail = "The path's segment \(segment) is not UTF-8 in percent-encoding."
                    return own(Problem(.badRequest, detail).response())
                }
                parameters.append(text)
            }
            return Answer(
                handler: routes[route].handler, parameters: parameters, answersOnLoop: routes[route].answersOnLoop,
                streamsBody: routes[route].streamsBody)
        }
        if match.methods.isEmpty {
            guard let fallback else {
                return own(Problem(.notFound, "There is nothing at this path.").response())
            }
            if method == .options {
                return own(Response(.noContent, fields: options(allowing: "GET, HEAD, OPTIONS")))
            }
            return Answer(handler: fallback)
        }
        let allow = match.methods.allow
        if method == .options { return own(Response(.noContent, fields: options(allowing: allow))) }
        return own(
            Problem(.methodNotAllowed, "The methods allowed here are \(allow).", fields: [.allow: allow]).response())
    }

    private func own(_ response: Response) -> Answer {
        Answer(handler: { _, responder in responder.send(response) }, isOwn: true)
    }

    private func options(allowing methods: String) -> HTTPFields {
        var fields = optionsFields
        fields[.allow] = methods
        return fields
    }

    /// Answers without a socket: the same routing, 404, 405, OPTIONS and HEAD. Waits for the answer.
    public func respond(to request: Request) -> Response {
        let found = answer(RequestHead.Method(request.method), request.received)
        var request = request
        request.parameters = found.parameters
        if found.streamsBody {
            let worker = request.worker
            request.incoming = IncomingBody(whole: request.body) { $0(worker) }
            request.body = []
        }
        let (arrived, answer) = (DispatchSemaphore(value: 0), Box())
        found.handler(
            request,
            Responder { response in
                answer.response.withLock { $0 = response }
                arrived.signal()
            })
        arrived.wait()
        var response = answer.response.withLock { $0 } ?? Response(.internalServerError)
        if request.method == .head { response.body = .empty }
        return response
    }

    private final class Box: Sendable {
        let response = Locked<Response?>(nil)
    }
}
