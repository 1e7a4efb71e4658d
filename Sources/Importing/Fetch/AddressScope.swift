/// Whose address it is: everybody's, or one that only leads somewhere inside.
///
/// Only what is public may be fetched. The ranges are those of IANA's registries of special-purpose addresses
/// (<https://www.iana.org/assignments/iana-ipv4-special-registry>,
/// <https://www.iana.org/assignments/iana-ipv6-special-registry>), and what clouds tell their machines about themselves.
enum AddressScope: String, Sendable, CaseIterable {
    case `public`
    case unspecified
    case loopback
    case `private`
    case shared = "carrier-grade NAT's"
    case linkLocal = "link-local"
    case uniqueLocal = "unique-local"
    case siteLocal = "site-local"
    case metadata = "a cloud's metadata service"
    case multicast
    case broadcast
    case documentation
    case benchmarking
    case reserved
    /// IPv6 that leads to an IPv4 host through a tunnel: whose, is the tunnel's to say.
    case tunnel = "a tunnel to IPv4"

    init(_ address: IPAddress) {
        if let four = address.four {
            self = Self.fours.first { four >> (32 - UInt32($0.bits)) == $0.prefix }?.scope ?? .public
            return
        }
        let number = address.number
        // NAT64 (RFC 6052): a network without IPv4 reaches every IPv4 host so, and its resolver makes such addresses.
        if number >> 32 == 0x0064_FF9B << 64 {
            self = AddressScope(IPAddress(four: UInt32(truncatingIfNeeded: number)))
            return
        }
        self = Self.sixes.first { $0.bits == 0 || number >> (128 - UInt128($0.bits)) == $0.prefix }?.scope ?? .public
    }

    private struct Range {
        let prefix: UInt128
        let bits: Int
        let scope: AddressScope

        init(_ text: String, _ scope: AddressScope) {
            // The texts stand below, and a test reads each.
            guard let network = IPNetwork(text) else { preconditionFailure("\(text) is no network") }
            if let four = network.address.four {
                bits = network.bits - 96
                prefix = UInt128(four) >> UInt128(32 - bits)
            } else {
                bits = network.bits
                prefix = bits == 0 ? 0 : network.address.number >> UInt128(128 - bits)
            }
            self.scope = scope
        }
    }

    /// The first that holds counts.
    private static let fours: [Range] = [
        Range("169.254.169.254", .metadata),
        // Alibaba's.
        Range("100.100.100.200", .metadata),
        // Oracle's.
        Range("192.0.0.192", .metadata),
        // Azure's stands among the public ones.
        Range("168.63.129.16", .metadata),
        Range("0.0.0.0/8", .unspecified),
        Range("10.0.0.0/8", .private),
        Range("100.64.0.0/10", .shared),
        Range("127.0.0.0/8", .loopback),
        Range("169.254.0.0/16", .linkLocal),
        Range("172.16.0.0/12", .private),
        Range("192.0.0.0/24", .reserved),
        Range("192.0.2.0/24", .documentation),
        Range("192.88.99.0/24", .tunnel),
        Range("192.168.0.0/16", .private),
        Range("198.18.0.0/15", .benchmarking),
        Range("198.51.100.0/24", .documentation),
        Range("203.0.113.0/24", .documentation),
        Range("224.0.0.0/4", .multicast),
        Range("255.255.255.255", .broadcast),
        Range("240.0.0.0/4", .reserved),
    ]

    /// The first that holds counts. Outside of 2000::/3 nothing is given out to hosts of everybody's.
    private static let sixes: [Range] = [
        Range("::", .unspecified),
        Range("::1", .loopback),
        Range("fd00:ec2::254", .metadata),
        // Addresses of IPv4 without a mark, given up by RFC 4291 §2.5.5.1, and those of SIIT (RFC 2765).
        Range("::/96", .tunnel),
        Range("::ffff:0:0:0/96", .tunnel),
        // NAT64 with a prefix of the network's own (RFC 8215).
        Range("64:ff9b:1::/48", .tunnel),
        Range("fe80::/10", .linkLocal),
        Range("fec0::/10", .siteLocal),
        Range("fc00::/7", .uniqueLocal),
        Range("ff00::/8", .multicast),
        // Teredo, and 6to4.
        Range("2001::/32", .tunnel),
        Range("2002::/16", .tunnel),
        Range("2001:2::/48", .benchmarking),
        Range("2001:db8::/32", .documentation),
        Range("3fff::/20", .documentation),
        Range("2001::/23", .reserved),
        Range("2000::/3", .public),
        Range("::/0", .reserved),
    ]
}
