/// The forms of a request target (RFC 9112 §3.2).
enum TargetForm {
    /// Checks the target's form and leaves path and query in `head.target`.
    @inline(__always)
    static func conclude(
        _ bytes: UnsafeRawBufferPointer, _ host: Authority?, _ head: inout RequestHead
    ) throws(Refusal) {
        let target = bytes[head.target]
        if target[0] == UInt8(ascii: "/") { return }
        try concludeOther(target, host, &head)
    }

    private static func concludeOther(
        _ target: UnsafeRawBufferPointer, _ host: Authority?, _ head: inout RequestHead
    ) throws(Refusal) {
        if target.equals("*") {
            guard head.method == .options else { throw Refusal(400, "The target * is for OPTIONS only.") }
            head.isAsterisk = true
            return
        }
        // absolute-form (§3.2.2)
        var start = 0
        for (scheme, port) in [("http://", 80), ("https://", 443)] as [(StaticString, Int)] {
            let length = scheme.utf8CodeUnitCount
            guard target.count >= length, target.part(0, length).equalsSchemeIgnoringCase(scheme) else { continue }
            start = length
            var end = start
            while end < target.count, target[end] != UInt8(ascii: "/"), target[end] != UInt8(ascii: "?") { end += 1 }
            guard let authority = Authority(target.part(start, end)) else {
                throw Refusal(400, "The target's authority is not a host with an optional port.")
            }
            if let host, !host.agrees(with: authority, defaultPort: port) {
                throw Refusal(400, "Host does not agree with the target.")
            }
            let base = head.target.lowerBound
            head.target = base + Int32(end)..<head.target.upperBound
            head.isForHTTPS = port == 443
            // Without path and query OPTIONS is about the server as a whole (§3.2.4).
            if head.target.isEmpty, head.method == .options { head.isAsterisk = true }
            return
        }
        throw Refusal(400, "The target is neither a path nor an absolute http URI.")
    }
}

extension UnsafeRawBufferPointer {
    /// The same as `equalsIgnoringCase`, for words with `:` and `/` in them.
    fileprivate func equalsSchemeIgnoringCase(_ scheme: StaticString) -> Bool {
        for index in 0..<count {
            let byte = self[index]
            let lower = byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
            if lower != scheme.utf8Start[index] { return false }
        }
        return true
    }
}

/// `uri-host [ ":" port ]` (RFC 9110 §7.2), with a host: one without is no http URI (§4.2.1).
struct Authority {
    let host: UnsafeRawBufferPointer
    /// Nil when there is none, or an empty one (RFC 3986 §3.2.3).
    let port: Int?

    /// Nil when the form is wrong, also for user information, which http URIs do not have (RFC 9110 §4.2.4).
    init?(_ bytes: UnsafeRawBufferPointer) {
        var end = 0
        if bytes.count > 0, bytes[0] == UInt8(ascii: "[") {
            guard let close = bytes.firstIndex(of: UInt8(ascii: "]")), Self.isIPLiteral(bytes.part(1, close)) else {
                return nil
            }
            end = close + 1
        } else {
            while end < bytes.count, bytes[end] != UInt8(ascii: ":") {
                if bytes[end] == UInt8(ascii: "%") {
                    guard end + 2 < bytes.count, hexDigit(bytes[end + 1]) != nil, hexDigit(bytes[end + 2]) != nil else {
                        return nil
                    }
                    end += 3
                } else {
                    guard Grammar.isHostName(bytes[end]) else { return nil }
                    end += 1
                }
            }
        }
        guard end > 0 else { return nil }
        host = bytes.part(0, end)
        guard end < bytes.count else {
            port = nil
            return
        }
        guard bytes[end] == UInt8(ascii: ":") else { return nil }
        var number = 0
        for byte in bytes[(end + 1)...] {
            guard Grammar.isDigit(byte) else { return nil }
            number = number * 10 + Int(byte - UInt8(ascii: "0"))
            guard number <= 65535 else { return nil }
        }
        port = end + 1 < bytes.count ? number : nil
    }

    /// Whether both name the same origin, when a missing port means `defaultPort`.
    func agrees(with other: Authority, defaultPort: Int) -> Bool {
        guard (port ?? defaultPort) == (other.port ?? defaultPort), host.count == other.host.count else { return false }
        return zip(host, other.host).allSatisfy { Self.lower($0) == Self.lower($1) }
    }

    private static func lower(_ byte: UInt8) -> UInt8 {
        byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
    }

    /// IPv6address or IPvFuture (RFC 3986 §3.2.2).
    private static func isIPLiteral(_ bytes: UnsafeRawBufferPointer) -> Bool {
        if bytes.count > 0, bytes[0] | 0x20 == UInt8(ascii: "v") {
            guard let dot = bytes.firstIndex(of: UInt8(ascii: ".")), dot > 1, dot + 1 < bytes.count else {
                return false
            }
            return bytes[1..<dot].allSatisfy { hexDigit($0) != nil }
                && bytes[(dot + 1)...].allSatisfy { Grammar.isHostName($0) || $0 == UInt8(ascii: ":") }
        }
        return isIPv6(bytes)
    }

    private static func isIPv6(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var groups = 0
        var hasGap = false
        var position = 0
        while position < bytes.count {
            if bytes[position] == UInt8(ascii: ":") {
                // "::" once, or a single colon between two groups.
                if position + 1 < bytes.count, bytes[position + 1] == UInt8(ascii: ":") {
                    if hasGap { return false }
                    hasGap = true
                    position += 2
                    continue
                }
                guard position > 0, position + 1 < bytes.count, bytes[position - 1] != UInt8(ascii: ":") else {
                    return false
                }
                position += 1
            }
            var end = position
            while end < bytes.count, hexDigit(bytes[end]) != nil { end += 1 }
            if end < bytes.count, bytes[end] == UInt8(ascii: ".") {
                guard isIPv4(bytes.part(position, bytes.count)) else { return false }
                groups += 2
                position = bytes.count
                break
            }
            guard end > position, end - position <= 4, end == bytes.count || bytes[end] == UInt8(ascii: ":") else {
                return false
            }
            groups += 1
            position = end
        }
        return hasGap ? groups <= 7 : groups == 8
    }

    private static func isIPv4(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return parts.count == 4
            && parts.allSatisfy { part in
                (1...3).contains(part.count) && part.allSatisfy(Grammar.isDigit)
                    && (part.count == 1 || part.first != UInt8(ascii: "0"))
                    && part.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) } <= 255
            }
    }
}
