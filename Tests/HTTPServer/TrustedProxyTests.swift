import Testing

@testable import HTTPServer

@Suite("Trusted proxies") struct TrustedProxyTests {
    /// What a handler is told of the client, when a peer sends these fields.
    private func client(_ fields: String..., from peer: String = "10.0.0.1", trusting names: [String] = ["10.0.0.0/8"])
        throws -> String
    {
        try answer("/client", fields, from: peer, trusting: names)
    }

    private func answer(_ path: String, _ fields: [String], from peer: String, trusting names: [String]) throws
        -> String
    {
        let wire = try Wire(trustedProxies: TrustedProxies(names))
        let end = try wire.connect(from: peer)
        end.send(("GET \(path) HTTP/1.1\r\nHost: a\r\n" + fields.map { $0 + "\r\n" }.joined() + "\r\n").utf8)
        let text = String(decoding: end.received, as: UTF8.self)
        return String(text[(try #require(text.firstRange(of: "\r\n\r\n")).upperBound)...])
    }

    @Test("are believed, and nobody else is") func trust() throws {
        for field in ["X-Forwarded-For: 192.0.2.1", "Forwarded: for=192.0.2.1"] {
            #expect(try client(field) == "192.0.2.1")
            #expect(try client(field, from: "11.0.0.1") == "11.0.0.1")
            #expect(try client(field, trusting: []) == "10.0.0.1")
            #expect(try client(field, from: "unix", trusting: ["unix"]) == "192.0.2.1")
            #expect(try client(field, from: "unix") == "unix")
        }
        #expect(try client() == "10.0.0.1")
    }

    @Test("may stand behind one another: the first that is not trusted is the client") func chains() throws {
        #expect(try client("X-Forwarded-For: 198.51.100.9, 192.0.2.1, 10.0.0.2") == "192.0.2.1")
        #expect(try client("X-Forwarded-For: 198.51.100.9", "X-Forwarded-For: 192.0.2.1, 10.0.0.2") == "192.0.2.1")
        #expect(try client("X-Forwarded-For: 10.0.0.3,10.0.0.2") == "10.0.0.3")
        #expect(try client("Forwarded: for=198.51.100.9, for=192.0.2.1;proto=https, For=10.0.0.2") == "192.0.2.1")
        #expect(try client("Forwarded: for=198.51.100.9", "Forwarded: for=192.0.2.1") == "192.0.2.1")
    }

    @Test("name addresses in every form that RFC 7239 and custom have") func forms() throws {
        for (node, address) in [
            ("192.0.2.1:4711", "192.0.2.1"), ("2001:db8::1", "2001:db8::1"), ("[2001:DB8:0:0::1]", "2001:db8::1"),
            ("[2001:db8::1]:4711", "2001:db8::1"), ("::ffff:192.0.2.1", "192.0.2.1"),
        ] {
            #expect(try client("X-Forwarded-For: \(node)") == address)
            #expect(try client("Forwarded: proto=https ; for=\"\(node)\";by=\"a\\\"b,c\"") == address)
        }
        #expect(try client("Forwarded: for=192.0.2.1:80") == "10.0.0.1")
        #expect(try client("Forwarded: host=a, , for=192.0.2.1, ") == "192.0.2.1")
    }

    @Test("say nothing where they name no address, or are not well-formed") func nothing() throws {
        for node in ["unknown", "_hidden", "a.example", "192.0.2.256", "[192.0.2.1]", "[::1", "192.0.2.1:x", "1:2", ""]
        {
            #expect(try client("X-Forwarded-For: \(node)") == "10.0.0.1", "\(node)")
            #expect(try client("Forwarded: for=\"\(node)\"") == "10.0.0.1", "\(node)")
            #expect(try client("X-Forwarded-For: 192.0.2.1, \(node.isEmpty ? "x" : node), 10.0.0.2") == "10.0.0.2")
        }
        for field in [
            "for=192.0.2.1;for=192.0.2.2", "for=\"192.0.2.1", "for 192.0.2.1", "for=192.0.2.1 x", "=192.0.2.1", "for=",
            "proto=https", "for=\"192.0.2.1\\",
        ] {
            #expect(try client("Forwarded: \(field)") == "10.0.0.1", "\(field)")
        }
    }

    @Test("are not believed when the two fields disagree: one of them is the client's own") func disagreement() throws {
        #expect(try client("X-Forwarded-For: 192.0.2.1", "Forwarded: for=192.0.2.1") == "192.0.2.1")
        #expect(try client("X-Forwarded-For: 192.0.2.1", "Forwarded: for=192.0.2.2") == "10.0.0.1")
        #expect(try client("X-Forwarded-For: 192.0.2.1", "Forwarded: for=unknown") == "10.0.0.1")
    }

    @Test("say whether the client uses https, and nobody else does") func https() throws {
        func scheme(_ fields: String..., from peer: String = "10.0.0.1", target: String = "/secure") throws -> String {
            try answer(target, fields, from: peer, trusting: ["10.0.0.0/8", "unix"])
        }

        for field in [
            "X-Forwarded-Proto: https", "X-Forwarded-Proto: HTTPS", "X-Forwarded-Proto: https, http",
            "Forwarded: for=192.0.2.1;proto=https", "Forwarded: proto=\"HTTPS\", for=10.0.0.2;proto=http",
        ] {
            #expect(try scheme(field) == "https", "\(field)")
            #expect(try scheme(field, from: "unix") == "https")
            #expect(try scheme(field, from: "11.0.0.1") == "http")
        }
        for field in [
            "X-Forwarded-Proto: http", "X-Forwarded-Proto: http, https", "X-Forwarded-Proto: httpss",
            "X-Forwarded-Proto:", "Forwarded: for=192.0.2.1", "Forwarded: proto=https;proto=https",
            "Forwarded: proto=\"https", "X-Forwarded-For: https",
        ] {
            #expect(try scheme(field) == "http", "\(field)")
        }
        #expect(try scheme("X-Forwarded-Proto: https", "Forwarded: proto=http") == "http")
        #expect(try scheme("X-Forwarded-Proto: http", "Forwarded: proto=https") == "http")
        #expect(try scheme("X-Forwarded-Proto: https", "Forwarded: proto=https") == "https")
        #expect(try scheme("X-Forwarded-Proto: https", "Forwarded: for=192.0.2.1") == "https")
        #expect(try scheme(target: "https://a/secure") == "https")
        #expect(try scheme() == "http")
    }

    @Test("are addresses, networks, or unix") func names() throws {
        func trusts(_ name: String, _ peer: String) throws -> Bool { try TrustedProxies([name]).contains(peer) }

        #expect(try trusts("192.0.2.1", "192.0.2.1"))
        #expect(try !trusts("192.0.2.1", "192.0.2.2"))
        #expect(try trusts("10.0.0.0/8", "10.255.255.255"))
        #expect(try !trusts("10.0.0.0/8", "11.0.0.0"))
        #expect(try trusts("10.0.0.0/8", "::ffff:10.1.2.3"))
        #expect(try trusts("0.0.0.0/0", "1.2.3.4"))
        #expect(try !trusts("0.0.0.0/0", "2001:db8::1"))
        #expect(try trusts("fd00::/8", "fdff::1"))
        #expect(try !trusts("fd00::/8", "fe00::1"))
        #expect(try trusts("::/0", "2001:db8::1"))
        #expect(try !trusts("::1", "unix"))
        for name in ["", "a", "10.0.0", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "::1/129", "10.0.0.0/8/8", "Unix"] {
            #expect(throws: ServerError.self, "\(name)") { try TrustedProxies([name]) }
        }
    }
}
