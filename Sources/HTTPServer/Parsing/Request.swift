public import HTTPTypes

/// A request with its whole body, or for a route that takes it so, with its body as it comes.
///
/// It keeps the head's bytes; a String is made when somebody asks for one.
public struct Request: Sendable {
    public var method: HTTPRequest.Method
    let received: ReceivedHead
    /// What the route pattern's `{…}` stand for, in order, percent-decoded.
    public var parameters: [String] = []
    /// The whole body; empty where it is handed on as it comes.
    public var body: [UInt8]
    /// The body as it comes, for a ``Route`` with `streamsBody`; nil for all others.
    public var incoming: IncomingBody?
    /// The index of the worker that runs the handler, from 0 and below the configuration's `workers`; a handler may
    /// keep something for each of them, such as a read connection.
    public var worker: Int
    /// The client's address in digits, or "unix".
    public var remoteAddress: String
    /// The client uses https, as a trusted proxy says that ends TLS.
    public var isSecure = false

    /// Makes a request for a router alone, without a socket.
    public init(
        method: HTTPRequest.Method, target: String, fields: HTTPFields = [:], body: [UInt8] = [], worker: Int = 0
    ) {
        self.init(
            method: method, received: ReceivedHead(method: method, target: target, fields: fields), body: body,
            worker: worker, remoteAddress: "127.0.0.1")
    }

    init(
        method: HTTPRequest.Method, received: ReceivedHead, body: [UInt8], worker: Int, remoteAddress: String
    ) {
        self.method = method
        self.received = received
        self.body = body
        self.worker = worker
        self.remoteAddress = remoteAddress
    }

    /// The target in origin-form, as it was sent: path and query, percent-encoded (RFC 9112 §3.2.1); `*` for OPTIONS of
    /// the server as a whole.
    public var target: String { received.withTarget { String(decoding: $0, as: UTF8.self) } }

    /// The path, before `?`, still percent-encoded.
    public var rawPath: String { received.withPath { String(decoding: $0, as: UTF8.self) } }

    /// The query, after `?`, still percent-encoded; nil when there is no `?`.
    public var rawQuery: String? { received.query }

    /// A field's value; a repeated field's values are joined with ", " (RFC 9110 §5.3).
    public subscript(_ name: HTTPField.Name) -> String? { received.value(of: name.canonicalName) }

    /// The fields, in the order they came.
    public var fields: HTTPFields { received.httpFields }
}

/// The bytes of a head, and what is where in them.
final class ReceivedHead: Sendable {
    let bytes: [UInt8]
    let head: RequestHead

    /// Copies the bytes of a head that the parser has read.
    init(copying bytes: UnsafeRawBufferPointer, _ head: RequestHead) {
        self.bytes = [UInt8](bytes)
        self.head = head
    }

    /// Writes down a head as a client would, without checking it.
    init(method: HTTPRequest.Method, target: String, fields: HTTPFields) {
        var bytes: [UInt8] = []
        var head = RequestHead()
        func add(_ text: some Collection<UInt8>) -> Range<Int32> {
            let start = Int32(bytes.count)
            bytes.append(contentsOf: text)
            return start..<Int32(bytes.count)
        }
        head.method = RequestHead.Method(method) ?? .get
        head.target = add(target.utf8)
        head.pathEnd = Int32(bytes.firstIndex(of: UInt8(ascii: "?")) ?? bytes.count)
        head.isAsterisk = target == "*"
        for field in fields {
            let name = add(field.name.rawName.utf8)
            let value = add(field.value.utf8)
            let line = RequestHead.Field(name: name, value: value)
            bytes.withUnsafeBytes { bytes in
                var summary = FieldSummary()
                // Only what depends on one field alone is taken note of; what is wrong with framing does not matter here.
                try? summary.take(line, bytes, &head)
            }
            head.fields.append(line)
        }
        self.bytes = bytes
        self.head = head
    }

    func withTarget<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R {
        // RFC 9110 §4.2.3: an empty path is "/".
        if head.target.isEmpty { return body(UnsafeRawBufferPointer(start: ("/" as StaticString).utf8Start, count: 1)) }
        return bytes.withUnsafeBytes { body($0[head.target]) }
    }

    func withPath<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R {
        let path = head.target.lowerBound..<max(head.target.lowerBound, head.pathEnd)
        if path.isEmpty { return body(UnsafeRawBufferPointer(start: ("/" as StaticString).utf8Start, count: 1)) }
        return bytes.withUnsafeBytes { body($0[path]) }
    }

    var query: String? {
        guard head.pathEnd < head.target.upperBound else { return nil }
        return bytes.withUnsafeBytes { String(decoding: $0[head.pathEnd + 1..<head.target.upperBound], as: UTF8.self) }
    }

    /// A field's value by its name in small letters.
    func value(of name: String) -> String? {
        var name = name
        return name.withUTF8 { name in
            bytes.withUnsafeBytes { bytes in
                var joined: String?
                for field in head.fields where field.name.count == name.count {
                    guard Self.equals(bytes[field.name], name) else { continue }
                    let value = String(decoding: bytes[field.value], as: UTF8.self)
                    joined = joined.map { "\($0), \(value)" } ?? value
                }
                return joined
            }
        }
    }

    /// Calls `body` with the value of each field of a name, given in small letters.
    func forEachValue(of name: StaticString, _ body: (UnsafeRawBufferPointer) -> Void) {
        bytes.withUnsafeBytes { bytes in
            for field in head.fields where bytes[field.name].equalsIgnoringCase(name) { body(bytes[field.value]) }
        }
    }

    private static func equals(_ name: UnsafeRawBufferPointer, _ lower: UnsafeBufferPointer<UInt8>) -> Bool {
        for index in 0..<lower.count {
            let byte = name[index]
            let small = byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
            if small != lower[index] { return false }
        }
        return true
    }

    var httpFields: HTTPFields {
        var fields = HTTPFields()
        bytes.withUnsafeBytes { bytes in
            for field in head.fields {
                guard let name = HTTPField.Name(String(decoding: bytes[field.name], as: UTF8.self)) else { continue }
                fields.append(HTTPField(name: name, value: String(decoding: bytes[field.value], as: UTF8.self)))
            }
        }
        return fields
    }
}

extension RequestHead.Method {
    init?(_ method: HTTPRequest.Method) {
        switch method {
        case .get: self = .get
        case .head: self = .head
        case .post: self = .post
        case .put: self = .put
        case .patch: self = .patch
        case .delete: self = .delete
        case .options: self = .options
        case .trace: self = .trace
        default:
            guard method.rawValue == "QUERY" else { return nil }
            self = .query
        }
    }
}
