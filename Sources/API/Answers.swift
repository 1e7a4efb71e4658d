internal import Foundation
internal import HTTPServer
internal import HTTPTypes
internal import Knowledge

/// How what was found is sent.
extension Response {
    static let json = "application/json"
    static let events = "text/event-stream"
    static let ndjson = "application/x-ndjson"
    static let linkedData = "application/ld+json"

    /// JSON with its entity tag. The buffer's memory is handed over, not copied.
    static func json(
        _ json: consuming JSONBuffer, _ status: HTTPResponse.Status = .ok, fields: HTTPFields = Response.readFields
    ) -> Response {
        let tag = json.withBytes { EntityTag.of($0) }
        let memory = json.take()
        return Response(
            status, contentType: Response.json, entityTag: tag, fields: fields,
            body: .bytes(ByteStorage(adopting: memory.base, headroom: memory.headroom, count: memory.count)))
    }

    /// What answers of the API to a GET carry: any page may read them, and a copy is to be asked about before it is used.
    static let readFields: HTTPFields = {
        var fields = HTTPFields()
        fields[.accessControlAllowOrigin] = "*"
        fields[.accessControlExposeHeaders] = "ETag, Link"
        fields[.cacheControl] = "no-cache"
        return fields
    }()

    /// The same for what is answered in several forms.
    static let negotiatedFields: HTTPFields = {
        var fields = readFields
        fields[.vary] = "Accept"
        return fields
    }()

    /// Text with its entity tag.
    static func text(_ text: String, _ contentType: String, fields: HTTPFields = Response.readFields) -> Response {
        var text = text
        let tag = text.withUTF8 { EntityTag.of(UnsafeRawBufferPointer($0)) }
        return Response(.ok, contentType: contentType, entityTag: tag, fields: fields, body: .bytes(ByteStorage(text)))
    }
}

extension Request {
    /// The query's parameters, with their values split at the commas that were sent as such.
    ///
    /// - Throws: `Problem` 400 where an escape is broken.
    func parameters() throws -> [ListQuery.Parameter] {
        try QueryString.pairs(rawQuery).map { pair in
            let alternatives = try pair.rawValue.split(separator: ",", omittingEmptySubsequences: false).map {
                try QueryString.decoded(String($0), of: pair.name)
            }
            return ListQuery.Parameter(name: pair.name, value: try pair.value, alternatives: alternatives)
        }
    }

    /// The query without `cursor`, as it was sent.
    var queryWithoutCursor: String {
        (rawQuery ?? "").split(separator: "&").filter { !$0.hasPrefix("cursor=") }.joined(separator: "&")
    }

    /// The body as JSON.
    ///
    /// - Throws: `Problem` 415 where it is sent as something else, 400 where there is none; `JSONReader.Failure`.
    func json(_ types: [String] = [Response.json]) throws -> JSON {
        try mustBeSent(as: types)
        guard !body.isEmpty else { throw Problem(.badRequest, "The body is empty: send JSON") }
        return try JSONReader.read(body)
    }

    /// Refuses a body that is sent as something else.
    func mustBeSent(as types: [String]) throws {
        if let type = self[.contentType] {
            let essence = type.prefix { $0 != ";" }.trimmed.lowercased()
            guard types.contains(essence) else {
                var fields = HTTPFields()
                if method == .patch { fields[.acceptPatch] = types.joined(separator: ", ") }
                throw Problem(
                    .unsupportedMediaType,
                    "The body must be sent as \(types.joined(separator: " or ")), not \(essence)", fields: fields)
            }
        }
    }
}
