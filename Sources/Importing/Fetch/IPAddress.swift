#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// An IPv4 or IPv6 address.
///
/// ```swift
/// IPAddress("192.0.2.1") == IPAddress("::ffff:192.0.2.1")  // true: one host, one address
/// ```
public struct IPAddress: Sendable, Hashable {
    /// The address as a number of 128 bits; IPv4 as ::ffff:a.b.c.d (RFC 4291 §2.5.5.2).
    let number: UInt128

    init(number: UInt128) { self.number = number }

    init(four: UInt32) { number = 0xFFFF_0000_0000 | UInt128(four) }

    /// Reads the strict form: four decimal numbers, or IPv6 without brackets and zone. Nil for anything else.
    public init?(_ text: String) {
        var four = in_addr()
        var six = in6_addr()
        // inet_pton would stop at a NUL and take what stands before it.
        guard !text.utf8.contains(0) else { return nil }
        if inet_pton(AF_INET, text, &four) == 1 {
            self.init(four: UInt32(bigEndian: four.s_addr))
        } else if inet_pton(AF_INET6, text, &six) == 1 {
            self.init(number: withUnsafeBytes(of: &six) { $0.reduce(0) { $0 << 8 | UInt128($1) } })
        } else {
            return nil
        }
    }

    /// The address of a socket; nil where it is of neither family.
    init?(_ address: UnsafePointer<sockaddr>) {
        let bytes = UnsafeRawPointer(address)
        switch Int32(address.pointee.sa_family) {
        case AF_INET:
            self.init(four: UInt32(bigEndian: bytes.loadUnaligned(as: sockaddr_in.self).sin_addr.s_addr))
        case AF_INET6:
            var six = bytes.loadUnaligned(as: sockaddr_in6.self).sin6_addr
            self.init(number: withUnsafeBytes(of: &six) { $0.reduce(0) { $0 << 8 | UInt128($1) } })
        default: return nil
        }
    }

    /// The IPv4 address, where it is one.
    var four: UInt32? { number >> 32 == 0xFFFF ? UInt32(truncatingIfNeeded: number) : nil }

    /// How many bits it has: 32 or 128.
    var width: Int { four == nil ? 128 : 32 }
}

extension IPAddress: CustomStringConvertible {
    /// In digits, in the one form that RFC 5952 recommends.
    public var description: String {
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        if let four {
            var address = in_addr(s_addr: four.bigEndian)
            inet_ntop(AF_INET, &address, &text, socklen_t(text.count))
        } else {
            var six = in6_addr()
            withUnsafeMutableBytes(of: &six) { $0.storeBytes(of: number.bigEndian, as: UInt128.self) }
            inet_ntop(AF_INET6, &six, &text, socklen_t(text.count))
        }
        return text.withUnsafeBytes { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}

/// The addresses that begin with the same bits, as CIDR writes them: `10.0.0.0/8`, `2001:db8::/32`.
public struct IPNetwork: Sendable, Hashable {
    /// Its first address.
    public let address: IPAddress
    /// How many bits count, from 0 to 128; IPv4's are behind ::ffff:0:0/96.
    let bits: Int

    /// Reads `address/bits`, or an address alone for a network of one. Nil for anything else, and where a bit is set
    /// beyond those that count: `10.1.0.0/8` is more likely a slip than meant.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, let first = parts.first, let address = IPAddress(String(first)) else { return nil }
        var bits = address.width
        if parts.count == 2 {
            guard (1...3).contains(parts[1].utf8.count), parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }),
                let given = Int(parts[1]), given <= address.width
            else { return nil }
            bits = given
        }
        self.address = address
        self.bits = 128 - address.width + bits
        guard self.bits == 128 || address.number << self.bits == 0 else { return nil }
    }

    /// Whether `other` is one of its addresses. IPv4 is in networks of IPv4 only: `::/0` has none of it.
    public func contains(_ other: IPAddress) -> Bool {
        (address.four == nil) == (other.four == nil) && (address.number ^ other.number) >> (128 - bits) == 0
    }
}
