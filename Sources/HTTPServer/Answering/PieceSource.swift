/// A streamed body as it goes out: in chunks or as it is, compressed or not.
// @unchecked: used by whoever owns the connection, one at a time.
final class PieceSource: @unchecked Sendable {
    /// What came of asking for a piece.
    enum Outcome {
        case piece
        /// There is none for now: `whenReady` tells when to ask again.
        case nothing
        case end
    }

    private let stream: any BodyStream
    private let waiting: (any WaitingBodyStream)?
    private let isChunked: Bool
    private var deflater: Deflater?
    /// The CRLF that ends the last chunk's data is sent with the next size line.
    private var hasOpenChunk = false
    private var isClosed = false

    init(_ stream: any BodyStream, isChunked: Bool, isCompressed: Bool) {
        self.stream = stream
        waiting = stream as? any WaitingBodyStream
        self.isChunked = isChunked
        deflater = isCompressed ? Gzip.take() : nil
    }

    /// Calls `wake` once, when a stream that had nothing is to be asked again.
    func whenReady(_ wake: @escaping @Sendable () -> Void) {
        if let waiting { waiting.whenReady(wake) } else { wake() }
    }

    /// Puts the next piece into `output`.
    func write(into output: inout Output) throws -> Outcome {
        while let piece = try stream.next() {
            guard piece.count > 0 else {
                if waiting != nil { return .nothing }
                continue
            }
            // A piece is flushed through the compression whole, so that the client has it when it was made.
            let content = deflater?.append(piece.content, ends: false, headroom: 0) ?? piece
            if content.count > 0 {
                add(content, to: &output)
                return .piece
            }
        }
        if let deflater {
            let rest = deflater.append(UnsafeRawBufferPointer(start: nil, count: 0), ends: true, headroom: 0)
            if rest.count > 0 { add(rest, to: &output, isLast: true) }
        } else if isChunked {
            // last-chunk and an empty trailer section (RFC 9112 §7.1)
            output.head.append(hasOpenChunk ? "\r\n0\r\n\r\n" : "0\r\n\r\n")
        }
        close()
        return .end
    }

    private func add(_ content: ByteStorage, to output: inout Output, isLast: Bool = false) {
        if isChunked {
            if hasOpenChunk { output.head.append("\r\n") }
            output.head.append(content.count, radix: 16)
            output.head.append("\r\n")
            hasOpenChunk = true
        }
        guard isLast, isChunked else {
            output.add(content, from: content.headroom, to: content.headroom + content.count)
            return
        }
        output.head.append(content.content)
        output.head.append("\r\n0\r\n\r\n")
    }

    /// Ends the stream, once; called on a worker, since it may have a connection to close.
    func close() {
        guard !isClosed else { return }
        isClosed = true
        stream.close()
        if let deflater { Gzip.give(deflater) }
        deflater = nil
    }

    deinit {
        close()
    }
}
