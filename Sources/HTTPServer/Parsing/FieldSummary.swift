/// What a head's fields say about framing, connection and conditions, gathered while they are read.
struct FieldSummary {
    private var hosts = 0
    private var host: Range<Int32> = 0..<0
    private var lengths = 0
    private var length = 0
    private var codings = 0
    private var coding: Range<Int32> = 0..<0
    private var hasClose = false
    private var hasKeepAlive = false
    private var expectation: Range<Int32>?

    /// Takes note of a field, by the length of its name first.
    @inline(__always)
    mutating func take(
        _ field: RequestHead.Field, _ bytes: UnsafeRawBufferPointer, _ head: inout RequestHead
    ) throws(Refusal) {
        let name = bytes[field.name]
        switch name.count {
        case 4:
            if name.equalsIgnoringCase("host") {
                hosts += 1
                host = field.value
            }
        case 5:
            if name.equalsIgnoringCase("range") { head.conditions.insert(.range) }
        case 6:
            if name.equalsIgnoringCase("accept") {
                if !takesAnything(bytes[field.value]) { head.conditions.insert(.accept) }
            } else if name.equalsIgnoringCase("expect") {
                // Several are one list, which is then none that is known.
                expectation = expectation == nil ? field.value : 0..<0
            } else if name.equalsIgnoringCase("cookie") {
                head.hasCookie = true
            }
        case 8:
            if name.equalsIgnoringCase("if-match") { head.conditions.insert(.ifMatch) }
            if name.equalsIgnoringCase("if-range") { head.conditions.insert(.ifRange) }
        case 10:
            if name.equalsIgnoringCase("connection") { takeConnection(bytes[field.value]) }
        case 13:
            if name.equalsIgnoringCase("if-none-match") {
                head.conditions.insert(.ifNoneMatch)
                head.ifNoneMatch = head.ifNoneMatch == -1 ? Int32(head.fields.count) : -2
            }
        case 14:
            if name.equalsIgnoringCase("content-length") {
                lengths += 1
                length = try contentLength(bytes[field.value])
            }
        case 15:
            if name.equalsIgnoringCase("accept-encoding") {
                head.acceptEncoding = head.acceptEncoding == -1 ? Int32(head.fields.count) : -2
            }
        case 17:
            if name.equalsIgnoringCase("transfer-encoding") {
                codings += 1
                coding = field.value
            } else if name.equalsIgnoringCase("if-modified-since") {
                head.conditions.insert(.ifModifiedSince)
            }
        case 19:
            if name.equalsIgnoringCase("if-unmodified-since") { head.conditions.insert(.ifUnmodifiedSince) }
        default:
            break
        }
    }

    /// Whether an Accept has `*/*` in it: then it narrows nothing that a handler would have to look at.
    private func takesAnything(_ value: UnsafeRawBufferPointer) -> Bool {
        guard value.count >= 3 else { return false }
        for index in 0...(value.count - 3) where value[index] == UInt8(ascii: "*") {
            if value[index + 1] == UInt8(ascii: "/"), value[index + 2] == UInt8(ascii: "*") { return true }
        }
        return false
    }

    /// Decides, at the end of the head.
    mutating func conclude(
        _ bytes: UnsafeRawBufferPointer, _ limits: Limits, _ head: inout RequestHead
    ) throws(Refusal) {
        try concludeFraming(bytes, limits, &head)
        // RFC 9112 §3.2: exactly one Host in HTTP/1.1.
        if hosts > 1 { throw Refusal(400, "The request has more than one Host.") }
        if hosts == 0, head.minorVersion == 1 { throw Refusal(400, "The request has no Host.") }
        var authority: Authority?
        if hosts == 1 {
            authority = Authority(bytes[host])
            if authority == nil { throw Refusal(400, "Host is not a host with an optional port.") }
        }
        try TargetForm.conclude(bytes, authority, &head)
        // RFC 9112 §9.3; "close" wins over "keep-alive".
        head.keepsAlive = !hasClose && (head.minorVersion == 1 || hasKeepAlive)
        // RFC 9110 §10.1.1; HTTP/1.0 has no expectations.
        if let expectation, head.minorVersion == 1 {
            guard bytes[expectation].equalsIgnoringCase("100-continue") else {
                throw Refusal(417, "The only expectation that is met here is 100-continue.")
            }
            head.expectsContinue = head.framing != .none && head.framing != .length(0)
        }
    }

    /// Finds the one way to read the body's end, or refuses (RFC 9112 §6.3).
    private func concludeFraming(
        _ bytes: UnsafeRawBufferPointer, _ limits: Limits, _ head: inout RequestHead
    ) throws(Refusal) {
        if codings > 0 {
            if lengths > 0 { throw Refusal(400, "Content-Length and Transfer-Encoding exclude each other.") }
            if head.minorVersion == 0 { throw Refusal(400, "HTTP/1.0 has no Transfer-Encoding.") }
            let value = bytes[coding]
            guard codings == 1, value.equalsIgnoringCase("chunked") else {
                throw codings == 1 && endsWithChunkedOnce(value)
                    ? Refusal(501, "No transfer coding but chunked is known here.")
                    : Refusal(400, "Transfer-Encoding is not a single chunked.")
            }
            head.framing = .chunked
        } else if lengths > 0 {
            // Even equal ones: whoever sent them did not mean to (RFC 9110 §8.6 lets a recipient choose).
            if lengths > 1 { throw Refusal(400, "The request has more than one Content-Length.") }
            if length > limits.bodyBytes { throw Refusal(413, "The request's body is too large.") }
            head.framing = .length(length)
        }
    }

    /// `1*DIGIT` and nothing else (RFC 9110 §8.6): no sign, no list, no number that does not fit.
    private func contentLength(_ value: UnsafeRawBufferPointer) throws(Refusal) -> Int {
        var length = 0
        for byte in value {
            guard Grammar.isDigit(byte) else { throw Refusal(400, "Content-Length is not a number.") }
            let (tens, tooLarge) = length.multipliedReportingOverflow(by: 10)
            let (sum, overflow) = tens.addingReportingOverflow(Int(byte - UInt8(ascii: "0")))
            if tooLarge || overflow { throw Refusal(400, "Content-Length is not a number that fits.") }
            length = sum
        }
        if value.count == 0 { throw Refusal(400, "Content-Length is empty.") }
        return length
    }

    /// Whether a list of codings ends with chunked and has it nowhere else: then the end is clear, and only the coding
    /// is unknown (501, RFC 9112 §6.1); else it is not (400, §6.3).
    private func endsWithChunkedOnce(_ value: UnsafeRawBufferPointer) -> Bool {
        var chunked = 0
        var isLast = false
        value.forEachElement { element in
            isLast = element.equalsIgnoringCase("chunked")
            if isLast { chunked += 1 }
        }
        return isLast && chunked == 1
    }

    private mutating func takeConnection(_ value: UnsafeRawBufferPointer) {
        if value.equalsIgnoringCase("keep-alive") {
            hasKeepAlive = true
            return
        }
        var (close, keepAlive) = (false, false)
        value.forEachElement { option in
            if option.equalsIgnoringCase("close") { close = true }
            if option.equalsIgnoringCase("keep-alive") { keepAlive = true }
        }
        if close { hasClose = true }
        if keepAlive { hasKeepAlive = true }
    }
}
