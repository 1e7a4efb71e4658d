internal import HTTPTypes

/// The bytes of an answer that is sent often and is always the same, but for the date.
struct PreparedAnswer: Sendable {
    /// Without the Connection field and the empty line.
    private let head: [UInt8]
    private let content: [UInt8]
    private let dateOffset: Int

    init(head: [UInt8], content: [UInt8], status: HTTPResponse.Status) {
        self.head = head
        self.content = content
        dateOffset = "HTTP/1.1 \(status.code) \(status.reasonPhrase)\r\nDate: ".utf8.count
    }

    /// Puts the answer into `output`.
    ///
    /// - Parameters:
    ///   - connection: the Connection field's line, or nothing.
    ///   - now: the bytes of the date.
    func write(into output: inout Output, isHead: Bool, connection: StaticString, now: UnsafeRawBufferPointer) {
        let offset = output.head.count
        head.withUnsafeBytes { output.head.append($0) }
        output.head.replace(at: offset + dateOffset, with: now)
        output.head.append(connection)
        output.head.append("\r\n")
        if !isHead { content.withUnsafeBytes { output.head.append($0) } }
    }
}
