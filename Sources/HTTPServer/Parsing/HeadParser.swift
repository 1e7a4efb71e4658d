/// Reads the head of an HTTP/1.1 or HTTP/1.0 request (RFC 9112 §2 to §7): bytes in, ranges out.
///
/// Where the grammar leaves a recipient free to be lenient, this one is not: two parties that read one message in two
/// ways are how requests are smuggled (RFC 9112 §11.2). What it says of some bytes depends on nothing but them and the
/// limits, so it does not matter in how many pieces they came.
enum HeadParser {
    enum Outcome: Equatable {
        /// More bytes are needed.
        case incomplete
        /// The head is the first `count` bytes.
        case complete(count: Int)
        case refused(Refusal)
    }

    static func parse(_ bytes: UnsafeRawBufferPointer, limits: Limits, into head: inout RequestHead) -> Outcome {
        head.reset()
        do throws(Refusal) {
            // An empty line before the request line is read over (RFC 9112 §2.2), one.
            var start = 0
            if bytes.count > 0, bytes[0] == Grammar.carriageReturn {
                guard bytes.count > 1 else { return .incomplete }
                guard bytes[1] == Grammar.lineFeed else { throw Refusal(400, "A CR stands without its LF.") }
                start = 2
            }
            guard var position = try requestLine(bytes, start, limits, &head) else { return .incomplete }
            let end = min(bytes.count, limits.headBytes)
            var summary = FieldSummary()
            while true {
                switch try fieldLine(bytes, position, end) {
                case .incomplete:
                    if end == limits.headBytes { throw Refusal(431, "The request's head is too large.") }
                    return .incomplete
                case .end(let next):
                    try summary.conclude(bytes, limits, &head)
                    return .complete(count: next)
                case .field(let field, let next):
                    if head.fields.count == limits.fieldCount {
                        throw Refusal(431, "The request has too many fields.")
                    }
                    try summary.take(field, bytes, &head)
                    head.fields.append(field)
                    position = next
                }
            }
        } catch {
            return .refused(error)
        }
    }

    // MARK: The request line (RFC 9112 §3)

    /// - Returns: where the line after it starts, or nil when it is not whole.
    private static func requestLine(
        _ bytes: UnsafeRawBufferPointer, _ start: Int, _ limits: Limits, _ head: inout RequestHead
    ) throws(Refusal) -> Int? {
        let longest = start + limits.requestLineBytes + 2
        let end = min(bytes.count, longest)
        /// What it means that the bytes ended.
        func ended() throws(Refusal) {
            if bytes.count >= longest { throw Refusal(414, "The request line is too long.") }
        }

        var position = start
        while position < end, Grammar.isToken(bytes[position]) { position += 1 }
        let methodEnd = position
        if methodEnd - start > limits.methodBytes { throw Refusal(501, "The method is not known.") }
        guard position < end else {
            try ended()
            return nil
        }
        guard methodEnd > start, bytes[position] == Grammar.space else {
            throw Refusal(400, "The request line does not begin with a method and one space.")
        }
        let method = method(bytes.part(start, methodEnd))
        // Known from here on, so that a refused HEAD, too, is answered without content.
        if let method { head.method = method }
        position += 1

        let targetStart = position
        var queryMark = -1
        while position < end {
            let byte = bytes[position]
            if Grammar.isTarget(byte) {
                if byte == UInt8(ascii: "?"), queryMark < 0 { queryMark = position }
                position += 1
            } else if byte == UInt8(ascii: "%") {
                if position + 1 < end, hexDigit(bytes[position + 1]) == nil { throw brokenEscape }
                if position + 2 < end, hexDigit(bytes[position + 2]) == nil { throw brokenEscape }
                position = min(position + 3, end)
            } else {
                break
            }
        }
        guard position < end else {
            try ended()
            return nil
        }
        let targetEnd = position
        guard targetEnd > targetStart, bytes[position] == Grammar.space else {
            throw Refusal(400, "The target is not a path and query in visible ASCII, followed by one space.")
        }
        position += 1

        // "HTTP/" DIGIT "." DIGIT CRLF (RFC 9112 §2.3)
        let pattern: StaticString = "HTTP/d.d\r\n"
        for offset in 0..<pattern.utf8CodeUnitCount {
            guard position + offset < end else {
                try ended()
                return nil
            }
            let byte = bytes[position + offset]
            let isRight =
                offset == 5 || offset == 7 ? Grammar.isDigit(byte) : byte == (pattern.utf8Start + offset).pointee
            guard isRight else { throw Refusal(400, "The request line does not end with a version and CRLF.") }
        }
        guard bytes[position + 5] == UInt8(ascii: "1"), bytes[position + 7] <= UInt8(ascii: "1") else {
            throw Refusal(505, "HTTP/1.1 and HTTP/1.0 are served here.")
        }
        head.minorVersion = bytes[position + 7] - UInt8(ascii: "0")
        if method == nil { throw Refusal(501, "The method is not known.") }
        head.target = Int32(targetStart)..<Int32(targetEnd)
        head.pathEnd = queryMark < 0 ? Int32(targetEnd) : Int32(queryMark)
        return position + pattern.utf8CodeUnitCount
    }

    private static var brokenEscape: Refusal { Refusal(400, "The target has a broken percent-escape.") }

    /// Methods are compared with their case (RFC 9110 §9.1). CONNECT is for proxies and is not known here.
    private static func method(_ name: UnsafeRawBufferPointer) -> RequestHead.Method? {
        if name.equals("GET") { return .get }
        if name.equals("HEAD") { return .head }
        if name.equals("POST") { return .post }
        if name.equals("PATCH") { return .patch }
        if name.equals("PUT") { return .put }
        if name.equals("DELETE") { return .delete }
        if name.equals("OPTIONS") { return .options }
        if name.equals("TRACE") { return .trace }
        if name.equals("QUERY") { return .query }
        return nil
    }

    // MARK: Field lines (RFC 9112 §5)

    enum Line {
        case incomplete
        /// The empty line, and what follows it.
        case end(next: Int)
        case field(RequestHead.Field, next: Int)
    }

    /// Reads one field line, of a head or a trailer.
    static func fieldLine(_ bytes: UnsafeRawBufferPointer, _ start: Int, _ end: Int) throws(Refusal) -> Line {
        var position = start
        while position < end, Grammar.isToken(bytes[position]) { position += 1 }
        guard position < end else { return .incomplete }
        if position == start {
            guard bytes[position] == Grammar.carriageReturn else {
                // White space here would be obs-fold (§5.2) or a line before the first field (§2.2).
                throw Refusal(400, "A field line does not begin with a field name.")
            }
            guard position + 1 < end else { return .incomplete }
            guard bytes[position + 1] == Grammar.lineFeed else { throw Refusal(400, "A CR stands without its LF.") }
            return .end(next: position + 2)
        }
        guard bytes[position] == UInt8(ascii: ":") else {
            throw Refusal(400, "A field name is not followed by a colon at once.")
        }
        let name = Int32(start)..<Int32(position)
        position += 1
        while position < end, bytes[position] == Grammar.space || bytes[position] == Grammar.tab { position += 1 }
        let valueStart = position
        position = valueEnd(bytes, position, end)
        guard position < end else { return .incomplete }
        guard bytes[position] == Grammar.carriageReturn else {
            throw Refusal(400, "A field value has a control character in it, or a bare LF at its end.")
        }
        guard position + 1 < end else { return .incomplete }
        guard bytes[position + 1] == Grammar.lineFeed else { throw Refusal(400, "A CR stands without its LF.") }
        var valueStop = position
        while valueStop > valueStart, bytes[valueStop - 1] == Grammar.space || bytes[valueStop - 1] == Grammar.tab {
            valueStop -= 1
        }
        let value = Int32(valueStart)..<Int32(valueStop)
        return .field(RequestHead.Field(name: name, value: value), next: position + 2)
    }

    /// Where the first byte that is none of a field value stands, or `end`. Eight bytes at a time: values are most of
    /// a browser's head.
    @inline(__always)
    private static func valueEnd(_ bytes: UnsafeRawBufferPointer, _ start: Int, _ end: Int) -> Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        var position = start
        while true {
            while position &+ 8 <= end {
                let word = bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self)
                let controls = (word &- ones &* 0x20) & ~word
                let delete = word ^ (ones &* 0x7F)
                let deletes = (delete &- ones) & ~delete
                if (controls | deletes) & (ones &* 0x80) != 0 { break }
                position &+= 8
            }
            let stop = min(position &+ 8, end)
            while position < stop, Grammar.isFieldValue(bytes[position]) { position &+= 1 }
            // A tab is among the controls and yet fine: on with the next eight.
            if position < stop || stop == end { return position }
        }
    }
}
