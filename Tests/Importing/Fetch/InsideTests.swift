import Foundation
import Testing

@testable import Importing

/// Every way to make the server ask a host inside, each refused while a server would answer (Docs/importing.md).
@Suite("Nothing inside is fetched")
struct InsideTests {
    /// What listens on all addresses of this machine, and would answer.
    private static func server(isSix: Bool = false, _ path: String = "/") throws -> LocalServer {
        try LocalServer(isSix: isSix, [path: [LocalServer.answer(200, "a secret")]])
    }

    private static func expectInside(_ fetch: Fetch, _ url: String, scope: String? = nil) {
        do throws(FetchError) {
            _ = try fetch.fetch(url)
            Issue.record("\(url) was fetched")
        } catch {
            guard case .inside(_, _, let found) = error else {
                Issue.record("\(url): \(error)")
                return
            }
            if let scope { #expect(found == scope, "\(url)") }
            #expect(error.localizedDescription.contains("--allow-import-from"))
        }
    }

    private static let fetch = Fetch(contact: "test")

    @Test(
        "This machine in every form that libcurl or the resolver takes for it",
        arguments: [
            "127.0.0.1", "127.1", "127.0.1", "127.255.255.254", "2130706433", "0x7f000001", "0x7f.1", "0x7f.0.0.1",
            "0177.0.0.1",
            "017700000001", "127.0.0.1.", "localhost", "LOCALHOST", "localhost.", "0.0.0.0", "0", "00", "0x0",
            "%31%32%37.0.0.1",
            "１２７.0.0.1", "①②⑦.0.0.1",
        ])
    func refusesThisMachine(_ host: String) throws {
        let server = try Self.server()
        defer { server.stop() }

        do throws(FetchError) {
            _ = try Self.fetch.fetch("http://\(host):\(server.port)/")
            Issue.record("\(host) was fetched")
        } catch {
            switch error {
            case .inside(_, _, let scope): #expect(["loopback", "unspecified"].contains(scope))
            // Some of these libcurl takes for no host or one that nobody knows, by its version.
            case .badAddress, .unknownHost:
                #expect(host.utf8.contains { $0 >= 0x80 || $0 == UInt8(ascii: "%") } || host.hasSuffix("."), "\(host)")
            default: Issue.record("\(host): \(error)")
            }
        }
        #expect(server.asked.isEmpty)
    }

    @Test(
        "This machine by IPv6", .enabled(if: LocalServer.hasSix),
        arguments: [
            ("[::1]", "loopback"), ("[0:0:0:0:0:0:0:1]", "loopback"), ("[::]", "unspecified"),
            ("[::ffff:127.0.0.1]", "loopback"), ("[::ffff:7f00:1]", "loopback"), ("[::ffff:0.0.0.0]", "unspecified"),
            ("[::127.0.0.1]", "a tunnel to IPv4"), ("[64:ff9b::127.0.0.1]", "loopback"),
            ("[64:ff9b:1::127.0.0.1]", "a tunnel to IPv4"), ("[2002:7f00:1::]", "a tunnel to IPv4"),
            ("[2001:0:7f00:1::]", "a tunnel to IPv4"), ("[::ffff:0:127.0.0.1]", "a tunnel to IPv4"),
        ])
    func refusesThisMachineBySix(_ host: String, _ scope: String) throws {
        let four = try Self.server()
        let six = try Self.server(isSix: true)
        defer { four.stop() }
        defer { six.stop() }

        Self.expectInside(Self.fetch, "http://\(host):\(four.port)/", scope: scope)
        Self.expectInside(Self.fetch, "http://\(host):\(six.port)/", scope: scope)
        #expect(four.asked.isEmpty && six.asked.isEmpty)
    }

    @Test(
        "Networks inside, and what clouds tell their machines",
        arguments: [
            ("10.0.0.1", "private"), ("172.16.0.1", "private"), ("172.31.255.254", "private"),
            ("192.168.1.1", "private"),
            ("167772161", "private"), ("0xa.1", "private"), ("100.64.0.1", "carrier-grade NAT's"),
            ("169.254.1.1", "link-local"), ("169.254.169.254", "a cloud's metadata service"),
            ("2852039166", "a cloud's metadata service"), ("0xA9FEA9FE", "a cloud's metadata service"),
            ("0251.0376.0251.0376", "a cloud's metadata service"),
            ("[::ffff:169.254.169.254]", "a cloud's metadata service"),
            ("[fd00:ec2::254]", "a cloud's metadata service"), ("100.100.100.200", "a cloud's metadata service"),
            ("168.63.129.16", "a cloud's metadata service"), ("192.0.0.192", "a cloud's metadata service"),
            ("192.0.2.1", "documentation"), ("198.18.0.1", "benchmarking"), ("192.88.99.1", "a tunnel to IPv4"),
            ("224.0.0.1", "multicast"), ("240.0.0.1", "reserved"), ("255.255.255.255", "broadcast"),
            ("[fe80::1]", "link-local"), ("[fe80::1%25lo]", "link-local"), ("[fec0::1]", "site-local"),
            ("[fd12:3456::1]", "unique-local"), ("[fc00::1]", "unique-local"), ("[ff02::1]", "multicast"),
            ("[2001:db8::1]", "documentation"), ("[64:ff9b::10.0.0.1]", "private"),
            ("[64:ff9b::a9fe:a9fe]", "a cloud's metadata service"),
        ])
    func refusesNetworks(_ host: String, _ scope: String) {
        Self.expectInside(Self.fetch, "http://\(host)/latest/meta-data/", scope: scope)
        Self.expectInside(Self.fetch, "https://\(host)/", scope: scope)
    }

    @Test(
        "A redirect from a host that is allowed to one that is not",
        arguments: [
            "http://127.0.0.2:PORT/", "http://2130706434:PORT/", "http://[::ffff:7f00:2]:PORT/", "//127.0.0.2:PORT/",
            "http://169.254.169.254/latest/meta-data/", "http://10.0.0.1/", "http://[::ffff:127.0.0.2]:PORT/",
            "http://0.0.0.0:PORT/", "http://localhost.:PORT/",
        ])
    func refusesRedirects(_ location: String) throws {
        let hidden = try Self.server()
        let port = hidden.port
        let location = location.replacingOccurrences(of: "PORT", with: "\(port)")
        let server = try LocalServer(["/": [LocalServer.redirect(location)]])
        defer { for each in [hidden, server] { each.stop() } }
        var fetch = Self.fetch
        fetch.allowed = [try #require(IPNetwork("127.0.0.1/32"))]

        do throws(FetchError) {
            _ = try fetch.fetch("http://127.0.0.1:\(server.port)/")
            Issue.record("\(location) was fetched")
        } catch {
            switch error {
            case .inside: break
            // A resolver may say 127.0.0.1 here, which is allowed: the name is not the point of this test.
            case .status, .unknownHost: #expect(location.contains("localhost"))
            default: Issue.record("\(location): \(error)")
            }
        }
        #expect(server.asked == ["/robots.txt", "/"])
        if !location.contains("localhost") { #expect(hidden.asked.isEmpty) }
    }

    @Test("A robots.txt that leads inside")
    func refusesRobotsRedirects() throws {
        let hidden = try Self.server("/robots.txt")
        let server = try LocalServer([
            "/robots.txt": [LocalServer.redirect("http://127.0.0.2:\(hidden.port)/robots.txt")]
        ])
        defer { for each in [hidden, server] { each.stop() } }
        var fetch = Self.fetch
        fetch.allowed = [try #require(IPNetwork("127.0.0.1"))]

        Self.expectInside(fetch, "http://127.0.0.1:\(server.port)/", scope: "loopback")
        #expect(hidden.asked.isEmpty)
    }

    @Test(
        "A name whose address is inside",
        arguments: [
            "127.0.0.1", "[::1]", "10.0.0.1", "169.254.169.254", "[::ffff:127.0.0.1]", "[fd00::1]", "0.0.0.0",
            // Several: none of them is public.
            "10.0.0.1,127.0.0.1,[::1]",
        ])
    func refusesNames(_ addresses: String) throws {
        let server = try Self.server(isSix: addresses.hasPrefix("[::1") && LocalServer.hasSix)
        defer { server.stop() }
        var fetch = Self.fetch
        fetch.resolve = "public.example:\(server.port):\(addresses)"

        Self.expectInside(fetch, "http://public.example:\(server.port)/")
        #expect(server.asked.isEmpty)
    }

    @Test(
        "A name that leads here is fetched from where that is allowed, so the refusals above are not for want of a way")
    func allowsByNetwork() throws {
        let server = try Self.server()
        defer { server.stop() }
        var fetch = Self.fetch
        fetch.allowed = try [
            #require(IPNetwork("127.0.0.0/8")), #require(IPNetwork("0.0.0.0")), #require(IPNetwork("::1")),
        ]
        fetch.resolve = "public.example:\(server.port):127.0.0.1"

        for host in [
            "127.0.0.1", "127.1", "2130706433", "0x7f.1", "0177.0.0.1", "public.example", "0.0.0.0",
            "[::ffff:127.0.0.1]",
        ] {
            #expect(try fetch.fetch("http://\(host):\(server.port)/").bytes == Array("a secret".utf8), "\(host)")
        }
        guard LocalServer.hasSix else { return }
        let six = try Self.server(isSix: true)
        defer { six.stop() }
        #expect(try fetch.fetch("http://[::1]:\(six.port)/").bytes == Array("a secret".utf8))
    }

    @Test("A proxy that the environment names is not asked")
    func ignoresProxies() throws {
        let server = try Self.server()
        let proxy = try LocalServer(["http://127.0.0.1:\(server.port)/": [LocalServer.answer(200, "by proxy")]])
        defer { for each in [server, proxy] { each.stop() } }
        // libcurl takes it for every scheme. One variable, set and taken away once: other tests read the environment
        // meanwhile, and a second one could move it from under them.
        setenv("all_proxy", "http://127.0.0.1:\(proxy.port)", 1)
        defer { unsetenv("all_proxy") }

        #expect(try FetchTests.fetch().fetch("http://127.0.0.1:\(server.port)/").bytes == Array("a secret".utf8))
        #expect(proxy.asked.isEmpty)
    }
}
