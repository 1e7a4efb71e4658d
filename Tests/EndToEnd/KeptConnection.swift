import Foundation

/// A connection that is kept for one request after another, with answers framed as they say themselves.
// @unchecked: it is used by one thread at a time.
final class KeptConnection: @unchecked Sendable {
    private let connection: Connection
    private var buffer: [UInt8] = []

    struct NoAnswer: Error { let received: String }

    init(port: Int) throws { connection = try Connection(port: port) }

    /// Sends a request; several may be sent before the first answer is read.
    func ask(
        _ method: String, _ target: String, _ body: String? = nil, fields: [String] = [], token: String? = nil
    ) {
        var text = "\(method) \(target) HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        if let token { text += "Authorization: Bearer \(token)\r\n" }
        for field in fields { text += "\(field)\r\n" }
        if let body { text += "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n" }
        connection.send(text + "\r\n" + (body ?? ""))
    }

    /// Sends a request, a write with a token, and reads its answer.
    func send(_ method: String, _ target: String, _ body: String? = nil) throws -> Answer {
        ask(method, target, body, token: body == nil ? nil : RunningServer.token)
        return try readAnswer()
    }

    /// The next answer to a request other than HEAD.
    func readAnswer() throws -> Answer {
        var end: Int?
        while end == nil {
            end = Answer.endOfHead(buffer)
            if end == nil { try fill() }
        }
        let headEnd = end ?? 0
        let head = try Answer(Array(buffer[..<headEnd]))
        var count = headEnd
        if head.status >= 200, head.status != 204, head.status != 304 {
            guard let length = head.fields["content-length"].flatMap({ Int($0) }) else {
                throw NoAnswer(received: "an answer without a length: \(head.status)")
            }
            count += length
        }
        while buffer.count < count { try fill() }
        defer { buffer.removeFirst(count) }
        return try Answer(Array(buffer[..<count]))
    }

    private func fill() throws {
        let piece = connection.read()
        if piece.isEmpty { throw NoAnswer(received: String(decoding: buffer, as: UTF8.self)) }
        buffer += piece
    }
}
