public import HTTPTypes

/// What a handler answers. The server adds Date, Content-Length or Transfer-Encoding, Connection, ETag, Vary and, where
/// it is asked for and pays, Content-Encoding; it also turns it into a 304, 412, 206 or 416 where the request says so.
public struct Response: Sendable {
    public var status: HTTPResponse.Status
    /// The value of Content-Type. Text types (`text/…`, JSON, XML, SVG, JavaScript) may be sent compressed.
    public var contentType: String?
    /// The opaque-tag of a strong entity tag, without quotes (RFC 9110 §8.8.3): letters, digits and other visible ASCII.
    /// A compressed answer carries it with the suffix `-gzip`, since its bytes are others.
    public var entityTag: String?
    /// Seconds since 1970, for Last-Modified.
    public var lastModified: Int?
    /// Further fields. What the server writes itself (Content-Length, Date, Connection, Transfer-Encoding, ETag,
    /// Content-Type, Last-Modified) is not taken from here.
    public var fields: HTTPFields
    public var body: Body
    public var validity: Validity
    /// A GET may ask for a part of the body (RFC 9110 §14), if that is bytes or a file.
    public var acceptsRanges = false
    /// The gzip form of a body of bytes, when it is there already.
    var gzipBody: ByteStorage?

    /// What follows the head.
    public enum Body: Sendable {
        case empty
        case bytes(ByteStorage)
        case file(FileRegion)
        case stream(any BodyStream)
    }

    /// How long the server may answer the same GET with this response, without asking the handler.
    public enum Validity: Sendable, Equatable {
        /// Not at all.
        case once
        /// While the configuration's generation is this, which was read before anything that the response shows.
        ///
        /// Only for an answer that depends on nothing but the target, and on the Cookie where Vary says so: then it is
        /// kept for requests without one. What varies by anything else is not kept, and nothing is said here of
        /// Authorization.
        case generation(UInt64)
    }

    public init(
        _ status: HTTPResponse.Status = .ok, contentType: String? = nil, entityTag: String? = nil,
        lastModified: Int? = nil, fields: HTTPFields = [:], body: Body = .empty, validity: Validity = .once
    ) {
        self.status = status
        self.contentType = contentType
        self.entityTag = entityTag
        self.lastModified = lastModified
        self.fields = fields
        self.body = body
        self.validity = validity
    }

    /// Closes the stream of an answer that is not sent.
    func closeBody() {
        if case .stream(let stream) = body { stream.close() }
    }
}

/// Makes a long body piece by piece, in constant memory: it is asked for the next piece when the client has taken the
/// last. Called by one worker at a time, never concurrently, though not always by the same.
public protocol BodyStream: AnyObject, Sendable {
    /// The next piece, or nil at the end. An error ends the connection, so that the client sees that the body is cut.
    func next() throws -> ByteStorage?
    /// Called once: at the end, after an error, or when the client has left.
    func close()
}

/// A stream that may have nothing to send for now, and does not keep a worker waiting for it: an event stream.
public protocol WaitingBodyStream: BodyStream {
    /// Called after ``BodyStream/next()`` has given an empty piece, which says that there is nothing for now.
    ///
    /// - Parameter wake: to be called once, from any thread, now or later: `next()` is then asked again.
    func whenReady(_ wake: @escaping @Sendable () -> Void)
}
