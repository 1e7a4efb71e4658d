internal import HTTPTypes

/// A request's head, as ranges of the bytes that it was parsed from.
struct RequestHead: Sendable {
    /// The methods of which the server knows what they mean.
    enum Method: UInt8, Sendable {
        case get, head, post, put, patch, delete, options, trace
        /// A GET with a body (draft-ietf-httpbis-safe-method-w-body): known, and allowed nowhere here.
        case query

        var httpMethod: HTTPRequest.Method {
            switch self {
            case .get: .get
            case .head: .head
            case .post: .post
            case .put: .put
            case .patch: .patch
            case .delete: .delete
            case .options: .options
            case .trace: .trace
            case .query: HTTPRequest.Method("QUERY") ?? .trace
            }
        }
    }

    /// How the body's end is found (RFC 9112 §6.3).
    enum Framing: Sendable, Equatable {
        case none
        case length(Int)
        case chunked
    }

    /// Fields that say under which conditions, or as which part, the answer is wanted.
    struct Conditions: OptionSet, Sendable {
        let rawValue: UInt8
        static let ifMatch = Conditions(rawValue: 1)
        static let ifNoneMatch = Conditions(rawValue: 2)
        static let ifModifiedSince = Conditions(rawValue: 4)
        static let ifUnmodifiedSince = Conditions(rawValue: 8)
        static let ifRange = Conditions(rawValue: 16)
        static let range = Conditions(rawValue: 32)
        /// An Accept without `*/*`: whether the answer is acceptable is the handler's to say.
        static let accept = Conditions(rawValue: 64)
    }

    /// A field line: where its name and its value, without the white space around it, are.
    struct Field: Sendable, Equatable {
        var name: Range<Int32>
        var value: Range<Int32>
    }

    var method = Method.get
    /// 0 or 1, of HTTP/1.0 or HTTP/1.1.
    var minorVersion: UInt8 = 1
    /// Path and query. Of an absolute-form target what follows the authority; empty when that is nothing, which stands
    /// for "/" (RFC 9110 §4.2.3).
    var target: Range<Int32> = 0..<0
    /// Where the path ends, and the query begins with its `?`.
    var pathEnd: Int32 = 0
    /// The target is `*`: the server as a whole.
    var isAsterisk = false
    /// The target is an absolute https URI.
    var isForHTTPS = false
    var fields: [Field] = []
    var framing = Framing.none
    /// The connection may carry another request after this one (RFC 9112 §9.3).
    var keepsAlive = true
    /// The client waits for 100 (Continue) before it sends the body.
    var expectsContinue = false
    var conditions: Conditions = []
    /// The index of the first If-None-Match and Accept-Encoding, or -1; -2 when there are several.
    var ifNoneMatch: Int32 = -1
    var acceptEncoding: Int32 = -1
    /// There is a Cookie: an answer that varies by it is not one for everybody.
    var hasCookie = false

    /// Back to the state before parsing, with the room for fields kept.
    mutating func reset() {
        fields.removeAll(keepingCapacity: true)
        method = .get
        isAsterisk = false
        isForHTTPS = false
        framing = .none
        keepsAlive = true
        expectsContinue = false
        conditions = []
        ifNoneMatch = -1
        acceptEncoding = -1
        hasCookie = false
    }
}

/// Why a request is refused, and its connection closed.
struct Refusal: Error, Equatable {
    let status: Int
    let detail: StaticString

    init(_ status: Int, _ detail: StaticString) {
        self.status = status
        self.detail = detail
    }

    static func == (one: Refusal, other: Refusal) -> Bool {
        one.status == other.status && one.detail.description == other.detail.description
    }

    var problem: Problem { Problem(httpStatus, detail.description) }

    /// One that is made from its code alone has no reason phrase.
    private var httpStatus: HTTPResponse.Status {
        switch status {
        case 400: .badRequest
        case 413: .contentTooLarge
        case 414: .uriTooLong
        case 417: .expectationFailed
        case 431: .requestHeaderFieldsTooLarge
        case 501: .notImplemented
        case 505: .httpVersionNotSupported
        default: HTTPResponse.Status(code: status)
        }
    }
}

extension UnsafeRawBufferPointer {
    /// The bytes of a range that the parser found.
    @inline(__always)
    subscript(range: Range<Int32>) -> UnsafeRawBufferPointer {
        part(Int(range.lowerBound), Int(range.upperBound))
    }
}
