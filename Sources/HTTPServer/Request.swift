public import HTTPTypes

/// A request with its whole body.
public struct Request: Sendable {
    public var method: HTTPRequest.Method
    /// The target in origin-form, as it was sent: path and query, percent-encoded (RFC 9112 §3.2.1).
    public var target: String
    let fields: HTTPFields
    /// What the route pattern's `{…}` stand for, in order, percent-decoded.
    public var parameters: [String] = []
    public var body: [UInt8]
    /// The index of the worker that runs the handler, from 0 and below the configuration's `workers`; a handler may
    /// keep something for each of them, such as a read connection.
    public var worker: Int
    /// The client's address in digits, or "unix".
    public var remoteAddress: String

    /// Makes a request for a router alone, without a socket.
    public init(
        method: HTTPRequest.Method, target: String, fields: HTTPFields = [:], body: [UInt8] = [], worker: Int = 0
    ) {
        self.method = method
        self.target = target
        self.fields = fields
        self.body = body
        self.worker = worker
        self.remoteAddress = "127.0.0.1"
    }

    /// The path, before `?`, still percent-encoded.
    public var rawPath: String {
        String(target.prefix { $0 != "?" })
    }

    /// The query, after `?`, still percent-encoded.
    public var rawQuery: String? {
        target.firstIndex(of: "?").map { String(target[target.index(after: $0)...]) }
    }

    /// A field's value; a repeated field's values are joined with ", " (RFC 9110 §5.3).
    public subscript(_ name: HTTPField.Name) -> String? {
        fields[name]
    }
}
