internal import Foundation
internal import HTTPServer
internal import HTTPTypes
internal import Knowledge
internal import Store

/// `Idempotency-Key`: a POST that is sent again is not done again.
extension Site {
    /// The longest key, in bytes.
    static let keyLimit = 255
    /// How long an answer is kept, in seconds.
    private static let keptSeconds: TimeInterval = 86_400

    /// The write of `request`, done once for its key where it has one. What fails is not kept: it has changed nothing.
    ///
    /// - Parameter scope: whose key it is.
    /// - Throws: `Problem` 400 where the key is not one.
    func once(_ request: Request, of scope: String, _ write: @escaping Write) throws -> Write {
        guard request.method == .post, let key = request[.idempotencyKey] else { return write }
        guard (1...Self.keyLimit).contains(key.utf8.count), key.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
            throw Problem(.badRequest, "Idempotency-Key has 1 to \(Self.keyLimit) characters of ASCII")
        }
        var asked = Array("\(request.target)\n\(request[.ifMatch] ?? "")\n".utf8)
        asked += request.body
        let checksum = Checksum.sha256(asked)
        return { connection, author in
            let answers = Answers(connection)
            let now = Store.now()
            let since = Store.time(Date.now.addingTimeInterval(-Self.keptSeconds))
            switch try answers.kept(key, of: scope, request: checksum, since: since) {
            case .answer(let answer)?: return Self.response(answer)
            case .other?:
                throw Problem(
                    .unprocessableContent,
                    "The Idempotency-Key \(key) was used for another request: send a new key with a new one")
            case nil: break
            }
            let response = try write(connection, author)
            try answers.keep(
                Self.answer(response), key, of: scope, request: checksum, at: now, forgetting: since)
            return response
        }
    }

    private static func answer(_ response: Response) -> Answers.Answer {
        var body = ""
        if case .bytes(let bytes) = response.body {
            body = bytes.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
        }
        return Answers.Answer(
            status: response.status.code, contentType: response.contentType, location: response.fields[.location],
            entityTag: response.entityTag, body: body)
    }

    private static func response(_ answer: Answers.Answer) -> Response {
        var fields = HTTPFields()
        fields[.location] = answer.location
        fields[.cacheControl] = "no-cache"
        return Response(
            HTTPResponse.Status(code: answer.status), contentType: answer.contentType, entityTag: answer.entityTag,
            fields: fields, body: answer.body.isEmpty ? .empty : .bytes(ByteStorage(answer.body)))
    }
}
