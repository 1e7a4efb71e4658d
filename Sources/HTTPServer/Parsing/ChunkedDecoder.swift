/// Reads a chunked body (RFC 9112 §7.1), in whatever pieces it comes.
struct ChunkedDecoder {
    enum Outcome: Equatable {
        case incomplete
        /// The body and its trailer are whole.
        case complete
        case refused(Refusal)
    }

    private enum State {
        case sizeStart, size, extensions, sizeLineFeed
        case data
        case dataCarriageReturn, dataLineFeed
        case trailer
    }

    /// No size has more.
    private static let sizeDigits = 16

    private var state = State.sizeStart
    /// What is left of the present chunk.
    private var remaining = 0
    /// Bytes of the body so far.
    private var decoded = 0
    private var lineBytes = 0
    /// Bytes of all size lines beyond what a size needs.
    private var extensionBytes = 0
    private var extensions = ChunkExtensions()
    /// The trailer line that is being read.
    private var line: [UInt8] = []
    private var trailerBytes = 0
    private var trailerFields = 0

    /// Takes bytes, appends what they say of the body to `body`, and says how many of them it took.
    mutating func decode(
        _ bytes: UnsafeRawBufferPointer, limits: Limits, into body: inout [UInt8]
    ) -> (taken: Int, outcome: Outcome) {
        var position = 0
        do throws(Refusal) {
            while position < bytes.count {
                if state == .data {
                    let count = min(remaining, bytes.count - position)
                    body.append(contentsOf: bytes[position..<position + count])
                    position += count
                    remaining -= count
                    decoded += count
                    if remaining == 0 { state = .dataCarriageReturn }
                    continue
                }
                let byte = bytes[position]
                position += 1
                if state == .trailer {
                    if try takeTrailer(byte, limits) { return (position, .complete) }
                } else {
                    try takeFraming(byte, limits)
                }
            }
            return (position, .incomplete)
        } catch {
            return (position, .refused(error))
        }
    }

    /// A byte of a chunk's size line or of the CRLF after its data.
    private mutating func takeFraming(_ byte: UInt8, _ limits: Limits) throws(Refusal) {
        switch state {
        case .sizeStart:
            guard let digit = hexDigit(byte) else { throw Refusal(400, "A chunk does not begin with its size.") }
            remaining = Int(digit)
            lineBytes = 1
            state = .size
        case .size:
            if let digit = hexDigit(byte) {
                try countLine(limits)
                guard remaining <= Int.max >> 4 else { throw Refusal(400, "A chunk's size does not fit.") }
                remaining = remaining << 4 | Int(digit)
            } else if byte == Grammar.carriageReturn {
                state = .sizeLineFeed
            } else {
                try countLine(limits)
                extensions = ChunkExtensions()
                try extensions.take(byte)
                state = .extensions
            }
            // Before the rest of it is read.
            if remaining > limits.bodyBytes - decoded { throw Refusal(413, "The request's body is too large.") }
        case .extensions:
            if byte == Grammar.carriageReturn, extensions.mayEnd {
                state = .sizeLineFeed
            } else {
                try countLine(limits)
                try extensions.take(byte)
            }
        case .sizeLineFeed:
            guard byte == Grammar.lineFeed else { throw Refusal(400, "A CR stands without its LF.") }
            state = remaining == 0 ? .trailer : .data
        case .dataCarriageReturn:
            guard byte == Grammar.carriageReturn else { throw Refusal(400, "A chunk is longer than its size.") }
            state = .dataLineFeed
        case .dataLineFeed:
            guard byte == Grammar.lineFeed else { throw Refusal(400, "A CR stands without its LF.") }
            state = .sizeStart
        case .data, .trailer:
            break
        }
    }

    private mutating func countLine(_ limits: Limits) throws(Refusal) {
        lineBytes += 1
        if lineBytes > limits.chunkLineBytes { throw Refusal(400, "A chunk's size line is too long.") }
        // RFC 9112 §7.1.1: their total length, too. Zeros before a size count the same.
        guard lineBytes > Self.sizeDigits else { return }
        extensionBytes += 1
        if extensionBytes > limits.chunkExtensionBytes {
            throw Refusal(400, "The request's chunk extensions are too long.")
        }
    }

    /// A byte of the trailer section (§7.1.2), whose fields are checked and left out.
    /// - Returns: whether it is whole.
    private mutating func takeTrailer(_ byte: UInt8, _ limits: Limits) throws(Refusal) -> Bool {
        trailerBytes += 1
        if trailerBytes > limits.headBytes { throw Refusal(431, "The request's trailer is too large.") }
        if line.last == Grammar.carriageReturn, byte != Grammar.lineFeed {
            throw Refusal(400, "A CR stands without its LF.")
        }
        line.append(byte)
        guard byte == Grammar.lineFeed else { return false }
        defer { line.removeAll(keepingCapacity: true) }
        let parsed = line.withUnsafeBytes { bytes -> Result<HeadParser.Line, Refusal> in
            do throws(Refusal) {
                let parsed = try HeadParser.fieldLine(bytes, 0, bytes.count)
                if case .field(let field, _) = parsed, Self.isForbidden(bytes[field.name]) {
                    throw Refusal(400, "The trailer has a field that belongs in the head.")
                }
                return .success(parsed)
            } catch {
                return .failure(error)
            }
        }
        switch try parsed.get() {
        case .end:
            return true
        case .incomplete:
            throw Refusal(400, "A trailer line has a bare LF.")
        case .field:
            trailerFields += 1
            if trailerFields > limits.fieldCount { throw Refusal(431, "The request has too many trailer fields.") }
            return false
        }
    }

    /// Fields of framing, routing, authentication, conditions and content are not allowed in a trailer
    /// (RFC 9110 §6.5.1).
    private static func isForbidden(_ name: UnsafeRawBufferPointer) -> Bool {
        let forbidden: [StaticString] = [
            "authorization", "cache-control", "connection", "content-encoding", "content-length", "content-range",
            "content-type", "cookie", "expect", "forwarded", "host", "if-match", "if-modified-since", "if-none-match",
            "if-range", "if-unmodified-since", "keep-alive", "max-forwards", "proxy-authorization",
            "proxy-connection", "range", "te", "trailer", "transfer-encoding", "upgrade", "x-forwarded-for",
        ]
        return forbidden.contains { name.equalsIgnoringCase($0) }
    }
}

/// Checks `*( BWS ";" BWS chunk-ext-name [ BWS "=" BWS chunk-ext-val ] )` (RFC 9112 §7.1.1), a byte at a time. What the
/// extensions say is not known here, and read over.
struct ChunkExtensions {
    private enum State {
        case beforeSemicolon, beforeName, name, afterName, beforeValue, value, quoted, escaped
    }

    private var state = State.beforeSemicolon
    private var hasName = false

    /// Whether the line may end here: after a name, a value, or a closing quotation mark.
    var mayEnd: Bool {
        state == .name || state == .value || (state == .beforeSemicolon && hasName)
    }

    mutating func take(_ byte: UInt8) throws(Refusal) {
        let isBlank = byte == Grammar.space || byte == Grammar.tab
        switch state {
        case .beforeSemicolon where byte == UInt8(ascii: ";"), .name where byte == UInt8(ascii: ";"),
            .afterName where byte == UInt8(ascii: ";"), .value where byte == UInt8(ascii: ";"):
            state = .beforeName
        case .beforeSemicolon where isBlank, .value where isBlank:
            state = .beforeSemicolon
            hasName = false
        case .beforeName where isBlank, .afterName where isBlank, .beforeValue where isBlank:
            break
        case .beforeName where Grammar.isToken(byte), .name where Grammar.isToken(byte):
            state = .name
        case .name where isBlank:
            state = .afterName
        case .name where byte == UInt8(ascii: "="), .afterName where byte == UInt8(ascii: "="):
            state = .beforeValue
        case .beforeValue where byte == UInt8(ascii: "\""):
            state = .quoted
        case .beforeValue where Grammar.isToken(byte), .value where Grammar.isToken(byte):
            state = .value
        case .quoted where byte == UInt8(ascii: "\""):
            state = .beforeSemicolon
            hasName = true
        case .quoted where byte == UInt8(ascii: "\\"):
            state = .escaped
        case .quoted where Grammar.isFieldValue(byte), .escaped where Grammar.isFieldValue(byte):
            state = .quoted
        default:
            throw Refusal(400, "A chunk's size is followed by something else than extensions and CRLF.")
        }
    }
}
