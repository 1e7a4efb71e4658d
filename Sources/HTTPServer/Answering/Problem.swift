public import HTTPTypes

/// An error as a client sees it (RFC 9457). Every error of the server has this one shape, and handlers throw it.
public struct Problem: Error, Sendable {
    public var status: HTTPResponse.Status
    /// A URI reference that names the kind of problem; `about:blank` when the status says it all.
    public var type: String
    /// A short summary, the same every time.
    public var title: String
    /// What happened here, and what to do about it.
    public var detail: String?
    /// What is wrong with the parts of a body (422): a JSON Pointer and a sentence each.
    public var errors: [(pointer: String, detail: String)]
    /// Further members, in order.
    public var members: [(name: String, value: String)]
    /// Further fields of the response, such as Retry-After.
    public var fields: HTTPFields

    /// - Parameter title: the status's reason phrase when nil.
    public init(
        _ status: HTTPResponse.Status, _ detail: String? = nil, title: String? = nil, type: String = "about:blank",
        errors: [(pointer: String, detail: String)] = [], members: [(name: String, value: String)] = [],
        fields: HTTPFields = [:]
    ) {
        self.status = status
        self.type = type
        self.title = title ?? status.reasonPhrase
        self.detail = detail
        self.errors = errors
        self.members = members
        self.fields = fields
    }

    /// The problem as `application/problem+json`, never to be stored.
    public func response() -> Response {
        var fields = self.fields
        fields[.cacheControl] = "no-store"
        return Response(
            status, contentType: "application/problem+json", fields: fields, body: .bytes(ByteStorage(json)))
    }

    /// The JSON document.
    var json: String {
        var out = "{\"type\":\(quoted(type)),\"title\":\(quoted(title)),\"status\":\(status.code)"
        if let detail { out += ",\"detail\":\(quoted(detail))" }
        if !errors.isEmpty {
            let list = errors.map { "{\"pointer\":\(quoted($0.pointer)),\"detail\":\(quoted($0.detail))}" }
            out += ",\"errors\":[\(list.joined(separator: ","))]"
        }
        for member in members { out += ",\(quoted(member.name)):\(quoted(member.value))" }
        return out + "}"
    }
}

/// A JSON string (RFC 8259 §7).
private func quoted(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": out += "\\\""
        case "\\": out += "\\\\"
        case "\n": out += "\\n"
        case "\r": out += "\\r"
        case "\t": out += "\\t"
        case _ where scalar.value < 0x20:
            let digits = String(scalar.value, radix: 16)
            out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        default: out.unicodeScalars.append(scalar)
        }
    }
    return out + "\""
}
