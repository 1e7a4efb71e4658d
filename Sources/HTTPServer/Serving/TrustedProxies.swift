#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// The proxies whose word about their clients is believed: X-Forwarded-For, and Forwarded (RFC 7239).
///
/// Each proxy adds the address that it was asked from at the end. So the last one is a proxy's word; the one before it
/// is too if that address is a proxy's that is trusted; and the client is the first that is not. What stands further left
/// anybody may have written.
public struct TrustedProxies: Sendable {
    private var networks: [(address: IPAddress, bits: Int)] = []
    private var hasUnix = false

    /// None: the peer is the client.
    public init() {}

    /// - Parameter names: addresses (`192.0.2.1`, `2001:db8::1`), networks (`10.0.0.0/8`), and `unix` for whoever connects
    ///   through a socket in the file system.
    /// - Throws: ``ServerError`` for anything else.
    public init(_ names: [String]) throws(ServerError) {
        for name in names {
            if name == "unix" {
                hasUnix = true
                continue
            }
            let parts = name.split(separator: "/", omittingEmptySubsequences: false)
            guard parts.count <= 2, let first = parts.first, let address = IPAddress(String(first)) else {
                throw ServerError("\(name) is no address. Name a proxy's, such as 127.0.0.1, 10.0.0.0/8 or unix.")
            }
            var bits = address.width
            if parts.count == 2 {
                guard let given = Int(parts[1]), (0...address.width).contains(given) else {
                    throw ServerError("\(name) is no network. Write as many bits as count, such as 10.0.0.0/8.")
                }
                bits = given
            }
            networks.append((address, 128 - address.width + bits))
        }
    }

    /// Whether a peer, by its address in digits or as "unix", is one of them.
    func contains(_ peer: String) -> Bool {
        if peer == "unix" { return hasUnix }
        guard !networks.isEmpty, let address = IPAddress(peer) else { return false }
        return contains(address)
    }

    private func contains(_ address: IPAddress) -> Bool {
        networks.contains { network, bits in (network.number ^ address.number) >> (128 - bits) == 0 }
    }

    /// The client that a request from a trusted peer comes from, in digits; nil when the peer says nothing of it, nothing
    /// that is an address, or two things: of two fields that disagree one is not the proxy's.
    func client(of received: ReceivedHead) -> String? {
        let (new, old) = (ForwardedFields.forwarded(received), ForwardedFields.xForwardedFor(received))
        guard let new else { return old.flatMap { client(along: $0) }?.text }
        guard let old else { return client(along: new)?.text }
        let (one, other) = (client(along: new), client(along: old))
        return one == other ? one?.text : nil
    }

    private func client(along way: [IPAddress?]) -> IPAddress? {
        var client: IPAddress?
        for address in way.reversed() {
            guard let address else { break }
            client = address
            if !contains(address) { break }
        }
        return client
    }
}

/// An IPv4 or IPv6 address.
struct IPAddress: Sendable, Equatable {
    /// IPv4 as ::ffff:a.b.c.d.
    let number: UInt128

    init?(_ text: String) {
        var four = in_addr()
        var six = in6_addr()
        if inet_pton(AF_INET, text, &four) == 1 {
            number = 0xFFFF_0000_0000 | UInt128(UInt32(bigEndian: four.s_addr))
        } else if inet_pton(AF_INET6, text, &six) == 1 {
            number = withUnsafeBytes(of: &six) { $0.reduce(0) { $0 << 8 | UInt128($1) } }
        } else {
            return nil
        }
    }

    private var isFour: Bool { number >> 32 == 0xFFFF }

    /// How many bits it has.
    var width: Int { isFour ? 32 : 128 }

    /// In digits, in the one form that RFC 5952 recommends.
    var text: String {
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        if isFour {
            var four = in_addr(s_addr: UInt32(truncatingIfNeeded: number).bigEndian)
            inet_ntop(AF_INET, &four, &text, socklen_t(text.count))
        } else {
            var six = in6_addr()
            withUnsafeMutableBytes(of: &six) { $0.storeBytes(of: number.bigEndian, as: UInt128.self) }
            inet_ntop(AF_INET6, &six, &text, socklen_t(text.count))
        }
        return text.withUnsafeBytes { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}

/// The addresses that a request came along, as the fields name them: nil for what is none.
enum ForwardedFields {
    /// Of X-Forwarded-For, nobody's standard: addresses, some with a port, separated by commas. Nil without the field.
    static func xForwardedFor(_ received: ReceivedHead) -> [IPAddress?]? {
        var way: [IPAddress?]?
        received.forEachValue(of: "x-forwarded-for") { value in
            way = way ?? []
            value.forEachElement { way?.append(node($0)) }
        }
        return way
    }

    /// Of Forwarded (RFC 7239 §4). Nil without the field; one that is not well-formed says nothing.
    static func forwarded(_ received: ReceivedHead) -> [IPAddress?]? {
        var way: [IPAddress?]?
        received.forEachValue(of: "forwarded") { value in
            way = way ?? []
            var reader = ForwardedReader(bytes: value)
            guard let elements = reader.elements(named: "for") else {
                way?.append(nil)
                return
            }
            for element in elements {
                way?.append(element.flatMap { $0.withUnsafeBytes { node($0) } })
            }
        }
        return way
    }

    /// Whether the client asked for https: by X-Forwarded-Proto or the `proto` of Forwarded (RFC 7239 §5.4), of several
    /// values the first, which the outermost proxy has written. No, where the two fields disagree.
    static func saysHTTPS(_ received: ReceivedHead) -> Bool {
        let (new, old) = (forwardedProto(received), xForwardedProto(received))
        return (new ?? old ?? false) && (old ?? true)
    }

    /// Whether the field says https; nil without it.
    private static func xForwardedProto(_ received: ReceivedHead) -> Bool? {
        var isHTTPS: Bool?
        received.forEachValue(of: "x-forwarded-proto") { value in
            value.forEachElement { if isHTTPS == nil { isHTTPS = $0.equalsIgnoringCase("https") } }
        }
        return isHTTPS
    }

    private static func forwardedProto(_ received: ReceivedHead) -> Bool? {
        var scheme: [UInt8]?
        var isFirst = true
        received.forEachValue(of: "forwarded") { value in
            guard isFirst else { return }
            isFirst = false
            var reader = ForwardedReader(bytes: value)
            scheme = reader.elements(named: "proto")?.first ?? nil
        }
        return scheme.map { $0.withUnsafeBytes { $0.equalsIgnoringCase("https") } }
    }

    /// `node` (RFC 7239 §6) as far as it is an address: with a port or without, and IPv6 in brackets; in
    /// X-Forwarded-For IPv6 also comes without.
    private static func node(_ bytes: UnsafeRawBufferPointer) -> IPAddress? {
        let text = String(decoding: bytes, as: UTF8.self)
        if text.hasPrefix("[") {
            guard let close = text.firstIndex(of: "]") else { return nil }
            let rest = text[text.index(after: close)...]
            guard rest.isEmpty || (rest.first == ":" && isPort(rest.dropFirst())) else { return nil }
            let digits = String(text[text.index(after: text.startIndex)..<close])
            return digits.contains(":") ? IPAddress(digits) : nil
        }
        if let address = IPAddress(text) { return address }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, isPort(parts[1]) else { return nil }
        return IPAddress(String(parts[0]))
    }

    private static func isPort(_ text: Substring) -> Bool {
        (1...5).contains(text.utf8.count) && text.utf8.allSatisfy(Grammar.isDigit)
    }
}

/// Reads `1#( [ forwarded-pair ] *( ";" [ forwarded-pair ] ) )` (RFC 7239 §4).
private struct ForwardedReader {
    let bytes: UnsafeRawBufferPointer
    var position = 0

    /// Each element's parameter of a name, unquoted; nil for one that has none. Nil when the field is not well-formed.
    mutating func elements(named wanted: StaticString) -> [[UInt8]?]? {
        var elements: [[UInt8]?] = []
        var found: [UInt8]?
        var isEmpty = true
        while true {
            skipBlanks()
            if let pair = pair() {
                isEmpty = false
                if pair.name.withUnsafeBytes({ $0.equalsIgnoringCase(wanted) }) {
                    // One parameter each (§4).
                    guard found == nil else { return nil }
                    found = pair.value
                }
            }
            skipBlanks()
            guard position == bytes.count || bytes[position] == UInt8(ascii: ",") else {
                guard bytes[position] == UInt8(ascii: ";") else { return nil }
                position += 1
                continue
            }
            if !isEmpty { elements.append(found) }
            guard position < bytes.count else { return elements }
            position += 1
            found = nil
            isEmpty = true
        }
    }

    private mutating func skipBlanks() {
        while position < bytes.count, bytes[position] == Grammar.space || bytes[position] == Grammar.tab {
            position += 1
        }
    }

    /// `token "=" value`; nil, and the position on what is wrong, when there is none.
    private mutating func pair() -> (name: [UInt8], value: [UInt8])? {
        let name = token()
        guard !name.isEmpty, position < bytes.count, bytes[position] == UInt8(ascii: "=") else { return nil }
        position += 1
        guard position < bytes.count else { return nil }
        if bytes[position] == UInt8(ascii: "\"") { return quoted().map { (name, $0) } }
        let value = token()
        return value.isEmpty ? nil : (name, value)
    }

    private mutating func token() -> [UInt8] {
        let start = position
        while position < bytes.count, Grammar.isToken(bytes[position]) { position += 1 }
        return Array(bytes[start..<position])
    }

    private mutating func quoted() -> [UInt8]? {
        var value: [UInt8] = []
        position += 1
        while position < bytes.count {
            var byte = bytes[position]
            position += 1
            if byte == UInt8(ascii: "\"") { return value }
            if byte == UInt8(ascii: "\\") {
                guard position < bytes.count else { return nil }
                byte = bytes[position]
                position += 1
            }
            value.append(byte)
        }
        return nil
    }
}
