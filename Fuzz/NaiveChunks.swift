@testable import HTTPServer

/// Reads a chunked body line by line, with all of it at hand: slow, and written from RFC 9112 §7.1 alone.
struct NaiveChunks {
    enum Verdict {
        /// Whether what is there may be the beginning of something right.
        case incomplete(isViable: Bool)
        case complete(body: [UInt8], taken: Int)
        case refused(Set<Int>)
    }

    static func read(_ bytes: [UInt8], _ limits: Limits) -> Verdict {
        var body: [UInt8] = []
        var position = 0
        var extensionBytes = 0
        while true {
            guard let end = lineEnd(bytes, from: position) else {
                return .incomplete(
                    isViable: isViableLine(Array(bytes[position...]), body.count, extensionBytes, limits))
            }
            let line = Array(bytes[position..<end])
            let faults = faults(line, body.count, extensionBytes, limits)
            if !faults.isEmpty { return .refused(faults) }
            extensionBytes += max(0, line.count - 16)
            position = end + 2
            guard let size = size(line), size > 0 else { break }
            let data = bytes[position...].prefix(size)
            body += data
            position += data.count
            let mark = bytes[position...].prefix(2)
            if data.count < size { return .incomplete(isViable: true) }
            guard [13, 10].starts(with: mark) else { return .refused([400]) }
            if mark.count < 2 { return .incomplete(isViable: true) }
            position += 2
        }
        return readTrailer(bytes, from: position, body, limits)
    }

    private static func size(_ line: some Collection<UInt8>) -> Int? {
        Int(String(decoding: line.prefix(while: isHexadecimal), as: Unicode.ASCII.self), radix: 16)
    }

    /// Everything that is wrong with a size line, or with the beginning of one.
    private static func faults(
        _ line: some Collection<UInt8>, _ bodyCount: Int, _ extensionBytes: Int, _ limits: Limits
    ) -> Set<Int> {
        var faults: Set<Int> = []
        let digits = line.prefix(while: isHexadecimal)
        if digits.isEmpty || !isExtensions(Array(line.dropFirst(digits.count))) { faults.insert(400) }
        if !digits.isEmpty {
            let size = size(line)
            if size == nil { faults.insert(400) }
            // Whoever counts digit by digit meets the body's limit before a number ceases to fit.
            if size ?? .max > limits.bodyBytes - bodyCount { faults.insert(413) }
        }
        if line.count > limits.chunkLineBytes { faults.insert(400) }
        if extensionBytes + max(0, line.count - 16) > limits.chunkExtensionBytes { faults.insert(400) }
        return faults
    }

    /// Whether some bytes, not ended by CR LF, may be the beginning of a line with a size.
    private static func isViableLine(
        _ line: [UInt8], _ bodyCount: Int, _ extensionBytes: Int, _ limits: Limits
    ) -> Bool {
        // A first digit is judged with the byte after it.
        if line.count < 2 { return line.allSatisfy(isHexadecimal) }
        if line.last == 13 { return faults(line.dropLast(), bodyCount, extensionBytes, limits).isEmpty }
        return ["", "a", "=a", "\"", "a\"", ";a"].contains { rest in
            var lenient = limits
            // What is put behind it here does not count.
            lenient.chunkLineBytes += rest.utf8.count
            lenient.chunkExtensionBytes += rest.utf8.count
            return faults(line + rest.utf8, bodyCount, extensionBytes, lenient).isEmpty
                && line.count <= limits.chunkLineBytes
                && extensionBytes + max(0, line.count - 16) <= limits.chunkExtensionBytes
        }
    }

    /// `*( BWS ";" BWS chunk-ext-name [ BWS "=" BWS chunk-ext-val ] )`
    static func isExtensions(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        func skipBlanks() { rest = rest.drop { $0 == 32 || $0 == 9 } }
        func takeToken() -> Bool {
            let token = rest.prefix(while: isTokenByte)
            rest = rest.dropFirst(token.count)
            return !token.isEmpty
        }
        while !rest.isEmpty {
            skipBlanks()
            guard rest.popFirst() == UInt8(ascii: ";") else { return false }
            skipBlanks()
            guard takeToken() else { return false }
            let afterName = rest
            skipBlanks()
            guard rest.first == UInt8(ascii: "=") else {
                rest = afterName
                continue
            }
            rest.removeFirst()
            skipBlanks()
            if rest.first == UInt8(ascii: "\"") {
                rest.removeFirst()
                var isClosed = false
                while let byte = rest.popFirst() {
                    isClosed = byte == UInt8(ascii: "\"")
                    if isClosed { break }
                    if byte == UInt8(ascii: "\\") {
                        guard let escaped = rest.popFirst(), isValueByte(escaped) else { return false }
                    } else if !isValueByte(byte) {
                        return false
                    }
                }
                if !isClosed { return false }
            } else if !takeToken() {
                return false
            }
        }
        return true
    }

    private static let forbidden: Set<String> = [
        "authorization", "cache-control", "connection", "content-encoding", "content-length", "content-range",
        "content-type", "cookie", "expect", "host", "if-match", "if-modified-since", "if-none-match", "if-range",
        "if-unmodified-since", "keep-alive", "max-forwards", "proxy-authorization", "proxy-connection", "range", "te",
        "trailer", "transfer-encoding", "upgrade",
    ]

    private static func readTrailer(_ bytes: [UInt8], from start: Int, _ body: [UInt8], _ limits: Limits) -> Verdict {
        var position = start
        var fields = 0
        while let end = lineEnd(bytes, from: position) {
            let line = Array(bytes[position..<end])
            var faults: Set<Int> = []
            if end + 2 - start > limits.headBytes { faults.insert(431) }
            if !line.isEmpty {
                fields += 1
                if fields > limits.fieldCount { faults.insert(431) }
                let field = NaiveHead.field(line)
                if field == nil || forbidden.contains(lowercased(field?.name ?? [])) { faults.insert(400) }
            }
            if !faults.isEmpty { return .refused(faults) }
            position = end + 2
            if line.isEmpty { return .complete(body: body, taken: position) }
        }
        let rest = Array(bytes[position...])
        if bytes.count - start > limits.headBytes { return .refused([400, 431]) }
        // A line is judged at its LF, and a CR by what follows it.
        return .incomplete(isViable: !rest.contains(10) && !rest.dropLast().contains(13))
    }
}
