import Testing

@testable import HTTPServer

/// RFC 9112 §5 and RFC 9110 §5 and §7.2.
@Suite("Conformance: fields") struct FieldConformance {
    let wire: Wire

    init() throws { wire = try Wire() }

    /// Requests with one more field line each.
    private func hold(
        lines: [String], to answer: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        try wire.hold(
            lines.map { "GET /hello HTTP/1.1\r\nHost: a\r\n\($0)\r\n\r\n" }, to: answer, sourceLocation: sourceLocation)
    }

    // MARK: Names

    @Test("A field name is a token, and not empty") func names() throws {
        try hold(lines: ["x!#$%&'*+-.^_`|~09AZ: 1", "X:1"], to: served("hello"))
        try hold(
            lines: [": 1", "\"x\": 1", "@x: 1", "\u{0}: 1", "é: 1"],
            to: bad("A field line does not begin with a field name."))
        try hold(
            lines: ["x\u{0}: 1", "x(y): 1", "xé: 1", "x@y: 1", "x/y: 1", "x\u{7F}: 1", "x[1]: 2", "x", "x y: 1"],
            to: bad("A field name is not followed by a colon at once."))
    }

    @Test("White space between a field name and its colon is refused") func spaceBeforeColon() throws {
        let refusal = bad("A field name is not followed by a colon at once.")

        try hold(
            lines: ["x : 1", "x\t: 1", "x \t : 1", "Content-Length : 5", "Transfer-Encoding : chunked"], to: refusal)
        try wire.hold("GET /hello HTTP/1.1\r\nHost : a\r\n\r\n", to: refusal)
    }

    @Test("White space before the first field is refused") func spaceBeforeFirst() throws {
        try wire.hold(
            [
                "GET /hello HTTP/1.1\r\n Host: a\r\n\r\n", "GET /hello HTTP/1.1\r\n\tHost: a\r\n\r\n",
                "GET /hello HTTP/1.1\r\n \r\nHost: a\r\n\r\n",
            ], to: bad("A field line does not begin with a field name."))
    }

    @Test("Folded lines are refused") func folding() throws {
        try hold(
            lines: ["x: 1\r\n 2", "x: 1\r\n\t2", "x: 1\r\n ", "x: 1\r\n Content-Length: 5", "x:\r\n 1"],
            to: bad("A field line does not begin with a field name."))
    }

    // MARK: Values

    @Test("The white space around a value is no part of it, what is within is") func values() throws {
        for (line, value) in [
            ("X-Field:a", "a"), ("X-Field: a", "a"), ("X-Field:\t a \t", "a"), ("X-Field: a  b", "a  b"),
            ("X-Field: a\tb", "a\tb"), ("x-field: é", "é"), ("X-FIELD:", ""), ("X-Field: \t ", ""),
            ("X-Field: \"a, b\";c", "\"a, b\";c"), ("X-Field: a:b: c", "a:b: c"),
        ] {
            try wire.hold("GET /field HTTP/1.1\r\nHost: a\r\n\(line)\r\n\r\n", to: served(value))
        }
    }

    @Test("Control characters in values are refused") func controls() throws {
        let controls = (0..<32).filter { ![9, 10, 13].contains($0) } + [127]
        let lines = controls.flatMap { control -> [String] in
            let character = Character(UnicodeScalar(UInt8(control)))
            return ["x: \(character)", "x: aaaaaaaaa\(character)aaaaaaaaaaaaaa"]
        }
        try hold(lines: lines, to: bad("A field value has a control character in it, or a bare LF at its end."))
    }

    @Test("A bare CR or LF in a value is refused") func lineEnds() throws {
        try hold(
            lines: ["x: a\nb: c", "x: a\n", "x: \n", "x:\nContent-Length: 5"],
            to: bad("A field value has a control character in it, or a bare LF at its end."))
        try hold(
            lines: ["x: a\rb: c", "x: a\r", "x: \ra", "x: a\r\rb"], to: bad("A CR stands without its LF."))
    }

    @Test("A field that stands several times is one list") func lists() throws {
        try wire.hold(
            "GET /field HTTP/1.1\r\nHost: a\r\nX-Field: a\r\nY: 1\r\nx-field: b, c\r\n\r\n", to: served("a, b, c"))
    }

    // MARK: Limits (431)

    @Test("A head that is too large is refused with 431 before its end") func largeHead() throws {
        var limits = Limits()
        limits.headBytes = 100
        let wire = try Wire(limits: limits)
        func head(_ count: Int) -> String {
            let start = "GET /hello HTTP/1.1\r\nHost: a\r\nx: "
            return start + String(repeating: "y", count: count - start.utf8.count - 4) + "\r\n\r\n"
        }
        let refusal = problem(431, "Request Header Fields Too Large", "The request's head is too large.")

        try wire.hold(head(100), to: served("hello"))
        try wire.hold([head(101), String(head(150).prefix(100)), head(200)], to: refusal)
        try wire.hold(
            "GET /hello HTTP/1.1\r\nHost: a\r\n" + String(repeating: "x", count: 100), to: refusal)
    }

    @Test("A head with too many fields is refused with 431 before its end") func manyFields() throws {
        var limits = Limits()
        limits.fieldCount = 4
        let wire = try Wire(limits: limits)
        func head(_ count: Int) -> String {
            "GET /hello HTTP/1.1\r\nHost: a\r\n" + String(repeating: "x: y\r\n", count: count - 1)
        }
        let refusal = problem(431, "Request Header Fields Too Large", "The request has too many fields.")

        try wire.hold(head(4) + "\r\n", to: served("hello"))
        try wire.hold([head(5) + "\r\n", head(5), head(9) + "\r\n"], to: refusal)
    }

    // MARK: Host (RFC 9112 §3.2)

    @Test("A request of HTTP/1.1 without Host is refused, one of HTTP/1.0 is not") func noHost() throws {
        try wire.hold(
            [
                "GET /hello HTTP/1.1\r\n\r\n", "GET http://a/hello HTTP/1.1\r\n\r\n",
                "OPTIONS * HTTP/1.1\r\nHosts: a\r\n\r\n",
            ],
            to: bad("The request has no Host."))
        try wire.hold("GET /hello HTTP/1.0\r\n\r\n", to: served("hello", closes: true))
    }

    @Test("A second Host is refused, the same or another, in every version") func twoHosts() throws {
        try wire.hold(
            ["1.1", "1.0"].flatMap { version in
                ["a", "b", ""].map { "GET /hello HTTP/\(version)\r\nHost: a\r\nx: y\r\nHOST: \($0)\r\n\r\n" }
            }, to: bad("The request has more than one Host."))
    }

    @Test("Host is a host with an optional port, and nothing else") func hostForm() throws {
        func request(_ host: String) -> String { "GET /hello HTTP/1.1\r\nHost: \(host)\r\n\r\n" }

        for host in [
            "a", "a.b.c:80", "A-1.example:8080", "127.0.0.1", "[::1]", "[::1]:80", "[2001:db8::7:8]:65535",
            "[::ffff:192.0.2.1]", "[1:2:3:4:5:6:7:8]", "[v1.a:b]", "a:", "a_b", "%61", "a!$&'()*+,;=b",
        ] {
            try wire.hold(request(host), to: served("hello"))
        }
        try wire.hold(
            [
                "", "a b", "a@b", "http://a", "a/b", "a:b", "a:-1", "a:65536", "a:80:80", "[::1", "::1", "[1:2:3]",
                "[:::1]", "[1::2::3]", "[12345::]", "[::1]a", "[]", "[g::]", "a?b", "a#b", "%6", "%zz", "é", ":80",
                "[1:2:3:4:5:6:7:8:9]", "[::256.0.0.1]", "a\tb", "a\\b", "<a>", "a, b", "a:80 ,b",
            ].map(request), to: bad("Host is not a host with an optional port."))
    }
}
