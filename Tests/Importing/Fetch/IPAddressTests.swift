import Testing

@testable import Importing

@Suite("Addresses and whose they are")
struct IPAddressTests {
    @Test(
        "Strict forms are read, and written in one form",
        arguments: [
            ("192.0.2.1", "192.0.2.1"), ("::1", "::1"), ("2001:DB8:0:0::1", "2001:db8::1"),
            ("::ffff:192.0.2.1", "192.0.2.1"),
            ("fe80::", "fe80::"),
        ])
    func reads(_ text: String, _ written: String) throws {
        #expect(try #require(IPAddress(text)).description == written)
    }

    @Test(
        "What a strict reader does not take is no address",
        arguments: [
            "", "127.1", "0x7f.0.0.1", "0177.0.0.1", "2130706433", "1.2.3.4.5", "256.0.0.1", "[::1]", "fe80::1%eth0",
            "::1 ",
            "localhost", "127.0.0.1\0.example",
        ])
    func refusesOtherForms(_ text: String) {
        #expect(IPAddress(text) == nil)
    }

    @Test(
        "A network has its addresses and no other",
        arguments: [
            ("10.0.0.0/8", "10.255.255.255", true), ("10.0.0.0/8", "11.0.0.0", false), ("127.0.0.1", "127.0.0.1", true),
            ("127.0.0.1", "127.0.0.2", false), ("127.0.0.0/8", "::ffff:127.9.9.9", true),
            ("0.0.0.0/0", "8.8.8.8", true),
            ("0.0.0.0/0", "2001:db8::1", false), ("::/0", "2001:db8::1", true), ("::/0", "10.0.0.1", false),
            ("fd00::/8", "fdff::1", true), ("fd00::/8", "fe00::1", false), ("2001:db8::/33", "2001:db8:8000::", false),
        ])
    func contains(_ network: String, _ address: String, _ isIn: Bool) throws {
        #expect(try #require(IPNetwork(network)).contains(#require(IPAddress(address))) == isIn)
    }

    @Test(
        "What is no network is refused",
        arguments: [
            "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "/8", "10.1.0.0/8", "fd00::/129", "10.0.0.0/8/8", "10.0.0.0/+8",
            "example.org/8",
        ])
    func refusesNetworks(_ text: String) {
        #expect(IPNetwork(text) == nil)
    }

    @Test(
        "Each address is of its scope, by the first and the last of each range",
        arguments: [
            ("0.0.0.0", AddressScope.unspecified), ("0.255.255.255", .unspecified), ("1.0.0.0", .public),
            ("9.255.255.255", .public), ("10.0.0.0", .private), ("10.255.255.255", .private), ("11.0.0.0", .public),
            ("100.63.255.255", .public), ("100.64.0.0", .shared), ("100.127.255.255", .shared),
            ("100.128.0.0", .public),
            ("100.100.100.200", .metadata), ("126.255.255.255", .public), ("127.0.0.0", .loopback),
            ("127.255.255.255", .loopback), ("128.0.0.0", .public), ("168.63.129.16", .metadata),
            ("169.253.255.255", .public), ("169.254.0.0", .linkLocal), ("169.254.169.254", .metadata),
            ("169.254.255.255", .linkLocal), ("169.255.0.0", .public), ("172.15.255.255", .public),
            ("172.16.0.0", .private), ("172.31.255.255", .private), ("172.32.0.0", .public), ("192.0.0.1", .reserved),
            ("192.0.0.192", .metadata), ("192.0.1.0", .public), ("192.0.2.1", .documentation), ("192.88.99.1", .tunnel),
            ("192.167.255.255", .public), ("192.168.0.0", .private), ("192.168.255.255", .private),
            ("192.169.0.0", .public),
            ("198.17.255.255", .public), ("198.18.0.0", .benchmarking), ("198.19.255.255", .benchmarking),
            ("198.20.0.0", .public), ("198.51.100.1", .documentation), ("203.0.113.1", .documentation),
            ("223.255.255.255", .public), ("224.0.0.0", .multicast), ("239.255.255.255", .multicast),
            ("240.0.0.0", .reserved), ("255.255.255.254", .reserved), ("255.255.255.255", .broadcast),
            ("::", .unspecified), ("::1", .loopback), ("::2", .tunnel), ("::127.0.0.1", .tunnel),
            ("::ffff:10.0.0.1", .private), ("::ffff:169.254.169.254", .metadata), ("::ffff:8.8.8.8", .public),
            ("::ffff:0:127.0.0.1", .tunnel), ("64:ff9b::127.0.0.1", .loopback), ("64:ff9b::10.1.2.3", .private),
            ("64:ff9b::8.8.8.8", .public), ("64:ff9b:1::8.8.8.8", .tunnel), ("100::1", .reserved),
            ("1fff:ffff::", .reserved), ("2001::1", .tunnel), ("2001:2::1", .benchmarking), ("2001:20::1", .reserved),
            ("2001:1ff:ffff::", .reserved), ("2001:200::", .public), ("2001:db8::1", .documentation),
            ("2002:7f00:1::", .tunnel), ("2003::1", .public), ("2a00:1450:4001::200e", .public),
            ("3fff:fff:ffff::", .documentation), ("3fff:1000::", .public), ("4000::", .reserved),
            ("5f00::1", .reserved),
            ("fc00::", .uniqueLocal), ("fd00:ec2::254", .metadata), ("fdff:ffff::", .uniqueLocal),
            ("fe00::", .reserved),
            ("fe80::1", .linkLocal), ("febf:ffff::", .linkLocal), ("fec0::1", .siteLocal), ("feff:ffff::", .siteLocal),
            ("ff00::", .multicast), ("ff02::1", .multicast),
        ] as [(String, AddressScope)])
    func scope(_ address: String, _ scope: AddressScope) throws {
        #expect(AddressScope(try #require(IPAddress(address))) == scope)
    }
}
