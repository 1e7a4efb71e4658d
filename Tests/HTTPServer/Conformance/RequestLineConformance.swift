import Testing

@testable import HTTPServer

/// RFC 9112 §2 and §3.
@Suite("Conformance: request lines") struct RequestLineConformance {
    let wire: Wire

    init() throws { wire = try Wire() }

    private func hold(
        lines: [String], to answer: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        try wire.hold(
            lines.map { "\($0)\r\nHost: a\r\n\r\n" }, to: answer, sourceLocation: sourceLocation)
    }

    // MARK: §2.2, §3: the line

    @Test("A request line is method, target and version with one space between") func single() throws {
        try wire.hold("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n", to: served("hello"))
        try hold(
            lines: ["GET /hello  HTTP/1.1", "GET /hello x HTTP/1.1"],
            to: bad("The request line does not end with a version and CRLF."))
        try hold(
            lines: ["GET  /hello HTTP/1.1", "GET \t/hello HTTP/1.1", "GET  HTTP/1.1", "GET /hello\tHTTP/1.1"],
            to: bad("The target is not a path and query in visible ASCII, followed by one space."))
        try hold(
            lines: [
                " GET /hello HTTP/1.1", "\tGET /hello HTTP/1.1", "GET\t/hello HTTP/1.1", "GET\u{B}/hello HTTP/1.1",
            ],
            to: bad("The request line does not begin with a method and one space."))
        try hold(
            lines: ["GET /hello HTTP/1.1 ", "GET /hello HTTP/1.1\t", "GET /hello HTTP/1.1 x"],
            to: bad("The request line does not end with a version and CRLF."))
    }

    @Test("One empty line before a request line is read over, and no more than that") func emptyLine() throws {
        try wire.hold("\r\nGET /hello HTTP/1.1\r\nHost: a\r\n\r\n", to: served("hello"))
        try wire.hold(
            [
                "\r\n\r\nGET /hello HTTP/1.1\r\nHost: a\r\n\r\n", "\nGET /hello HTTP/1.1\r\nHost: a\r\n\r\n",
                " \r\nGET /hello HTTP/1.1\r\nHost: a\r\n\r\n",
            ], to: bad("The request line does not begin with a method and one space."))
        try wire.hold("\rGET /hello HTTP/1.1\r\nHost: a\r\n\r\n", to: bad("A CR stands without its LF."))
    }

    @Test("A line ends with CRLF, never with a bare LF or CR") func lineEnds() throws {
        try wire.hold(
            [
                "GET /hello HTTP/1.1\nHost: a\r\n\r\n", "GET /hello HTTP/1.1\n\n",
                "GET /hello HTTP/1.1\rHost: a\r\n\r\n",
                "GET /hello HTTP/1.1\r\rHost: a\r\n\r\n",
            ], to: bad("The request line does not end with a version and CRLF."))
        try wire.hold("GET /hello HTTP/1.1\r\nHost: a\r\n\n", to: bad("A field line does not begin with a field name."))
        try wire.hold(
            "GET /hello HTTP/1.1\r\nHost: a\n\r\n",
            to: bad("A field value has a control character in it, or a bare LF at its end."))
        try wire.hold(
            ["GET /hello HTTP/1.1\r\nHost: a\r\r\n\r\n", "GET /hello HTTP/1.1\r\nHost: a\r\n\r\r\n"],
            to: bad("A CR stands without its LF."))
    }

    @Test("A request line that is too long is refused with 414 before its end") func longLine() throws {
        var limits = Limits()
        limits.requestLineBytes = 64
        let wire = try Wire(limits: limits)
        func line(_ count: Int) -> String {
            "GET /target/" + String(repeating: "a", count: count - "GET /target/ HTTP/1.1".utf8.count) + " HTTP/1.1"
        }
        let refusal = problem(414, "URI Too Long", "The request line is too long.")

        try wire.hold(
            line(64) + "\r\nHost: a\r\n\r\n",
            to: served("/target/" + String(repeating: "a", count: 64 - "GET /target/ HTTP/1.1".utf8.count)))
        try wire.hold(
            [
                line(65) + "\r\n", "\r\n" + line(65) + "\r\nHost: a\r\n\r\n", line(200),
                "GET /?" + String(repeating: "a", count: 100),
            ], to: refusal)
    }

    // MARK: §2.3: versions

    @Test("HTTP/1.1 and HTTP/1.0 are served, and the answer says HTTP/1.1") func versions() throws {
        try wire.hold("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n", to: served("hello"))
        try wire.hold("GET /hello HTTP/1.0\r\n\r\n", to: served("hello", closes: true))
        try wire.hold("GET /hello HTTP/1.0\r\nHost: a\r\n\r\n", to: served("hello", closes: true))
    }

    @Test("Other versions are refused with 505, HTTP/2's preface among them") func otherVersions() throws {
        let refusal = problem(505, "HTTP Version Not Supported", "HTTP/1.1 and HTTP/1.0 are served here.")

        try hold(
            lines: [
                "GET /hello HTTP/0.9", "GET /hello HTTP/1.2", "GET /hello HTTP/1.9", "GET /hello HTTP/2.0",
                "GET /hello HTTP/3.0", "GET /hello HTTP/9.9",
            ], to: refusal)
        try wire.hold("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\u{0}\u{0}\u{0}\u{4}\u{0}\u{0}\u{0}\u{0}\u{0}", to: refusal)
    }

    @Test("A version has the form HTTP/d.d, in capitals") func versionForm() throws {
        try hold(
            lines: [
                "http/1.1", "Http/1.1", "HTTP/11", "HTTP/1.10", "HTTP/01.1", "HTTP/1,1", "HTTP/ 1.1", "HTTP /1.1",
                "HTTP/1. 1", "HTTP/1", "HTTP/1.", "HTTP/.1", "HTTPS/1.1", "HTTP/+1.1", "HTTP/-1.1", "HTP/1.1",
                "FTP/1.1",
                "HTTP/١.١", "HTTP/x.y",
            ].map { "GET /hello \($0)" },
            to: bad("The request line does not end with a version and CRLF."))
    }

    @Test("A request without a version, as in HTTP/0.9, is refused") func noVersion() throws {
        try wire.hold(
            ["GET /hello\r\n", "GET /hello\r\n\r\n", "GET /hello\n", "GET /\r\nHost: a\r\n\r\n"],
            to: bad("The target is not a path and query in visible ASCII, followed by one space."))
        try wire.hold(["GET /hello \r\n"], to: bad("The request line does not end with a version and CRLF."))
    }

    @Test("What is no HTTP at all is refused") func otherProtocols() throws {
        try wire.hold(
            ["\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}\u{0}\u{1}", "@RSYNCD: 31.0", "{\"jsonrpc\": 2}", "\u{0}\u{0}\u{0}\u{0}"],
            to: bad("The request line does not begin with a method and one space."))
        try wire.hold(
            "SSH-2.0-x\r\n", to: bad("The request line does not begin with a method and one space."))
    }

    // MARK: §3.1: methods

    @Test("Methods that are not known are refused with 501, and case counts") func unknownMethods() throws {
        let refusal = problem(501, "Not Implemented", "The method is not known.")

        try hold(
            lines: [
                "get /hello HTTP/1.1", "Get /hello HTTP/1.1", "BREW /hello HTTP/1.1", "GETT /hello HTTP/1.1",
                "PROPFIND /hello HTTP/1.1", "GE /hello HTTP/1.1", "G!#$%&'*+-.^_`|~9 /hello HTTP/1.1",
            ], to: refusal)
        try wire.hold(String(repeating: "A", count: 33), to: refusal)
    }

    @Test("A method is a token") func methodForm() throws {
        try hold(
            lines: [
                "G@T /hello HTTP/1.1", "\"GET\" /hello HTTP/1.1", "GET: /hello HTTP/1.1", "G\u{0}T /hello HTTP/1.1",
                "GÉT /hello HTTP/1.1", "(GET) /hello HTTP/1.1", " /hello HTTP/1.1",
            ], to: bad("The request line does not begin with a method and one space."))
    }

    @Test("CONNECT is refused with 501 and TRACE with 405") func connectAndTrace() throws {
        try hold(
            lines: ["CONNECT a:80 HTTP/1.1", "CONNECT a HTTP/1.1", "CONNECT /hello HTTP/1.1"],
            to: problem(501, "Not Implemented", "The method is not known."))
        try hold(
            lines: ["TRACE /hello HTTP/1.1"],
            to: problem(
                405, "Method Not Allowed", "The methods allowed here are GET, HEAD, OPTIONS.",
                fields: "Allow: GET, HEAD, OPTIONS\r\n", closes: false))
        try hold(
            lines: ["TRACE * HTTP/1.1"], to: bad("The target * is for OPTIONS only."))
    }

    // MARK: §3.2: targets

    @Test("A target in origin-form is a path and a query, as they were sent") func originForm() throws {
        for target in [
            "/target/x", "/target/%C3%A9", "/target/a%20b?c=%00", "/target/x?", "/target/x??a=/b/../c",
            "/target/~!$&'()*+,;=:@-._", "/target/a|b{c}^`\"<>\\",
        ] {
            try wire.hold("GET \(target) HTTP/1.1\r\nHost: a\r\n\r\n", to: served(target))
        }
    }

    @Test("Raw bytes beyond ASCII, controls, spaces and fragments are refused in targets") func badTargets() throws {
        try hold(
            lines: [
                "GET /é HTTP/1.1", "GET /a\u{7F} HTTP/1.1", "GET /a\u{1} HTTP/1.1", "GET /a\u{0} HTTP/1.1",
                "GET /a#b HTTP/1.1", "GET #b HTTP/1.1", "GET /?a#b HTTP/1.1", "GET http://a/#b HTTP/1.1",
                "GET /a\u{B}b HTTP/1.1", "GET /a\rb HTTP/1.1",
            ], to: bad("The target is not a path and query in visible ASCII, followed by one space."))
        try hold(
            lines: ["GET /a b HTTP/1.1", "GET / a HTTP/1.1"],
            to: bad("The request line does not end with a version and CRLF."))
    }

    @Test("Broken percent-escapes are refused") func escapes() throws {
        try hold(
            lines: ["/%", "/%4", "/%zz", "/%4g", "/%%41", "/%u0041", "/a?%", "/a?b=%2", "/%\u{E9}0", "http://a/%x"].map
            {
                "GET \($0) HTTP/1.1"
            }, to: bad("The target has a broken percent-escape."))
    }

    @Test("A target in absolute-form is taken for its path and query") func absoluteForm() throws {
        for (uri, target) in [
            ("http://a/target/x", "/target/x"), ("HTTP://A/target/x?b", "/target/x?b"),
            ("http://a:80/target/x", "/target/x"), ("http://a:/target/x", "/target/x"),
        ] {
            try wire.hold("GET \(uri) HTTP/1.1\r\nHost: a\r\n\r\n", to: served(target))
        }
        try wire.hold("GET http://a HTTP/1.1\r\nHost: a\r\n\r\n", to: served("root"))
        try wire.hold("GET http://a?b HTTP/1.1\r\nHost: a\r\n\r\n", to: served("root"))
        try wire.hold("GET http://a/hello HTTP/1.0\r\n\r\n", to: served("hello", closes: true))
    }

    @Test("An absolute-form target has a host, and no user") func absoluteFormAuthority() throws {
        try hold(
            lines: [
                "http:///hello", "http://", "http://u@a/hello", "http://u:p@a/hello", "http://a:99999/hello",
                "http://a:x/hello", "http://[::1/hello", "http://a\\b/hello",
            ].map { "GET \($0) HTTP/1.1" },
            to: bad("The target's authority is not a host with an optional port."))
        try hold(
            lines: ["ftp://a/hello", "http:/hello", "http:hello", "urn:a", "hello", "?a", "*a"].map {
                "GET \($0) HTTP/1.1"
            },
            to: bad("The target is neither a path nor an absolute http URI."))
    }

    @Test("A Host that disagrees with an absolute-form target is refused") func hostAgainstTarget() throws {
        func requests(_ uri: String, _ host: String) -> String { "GET \(uri) HTTP/1.1\r\nHost: \(host)\r\n\r\n" }

        try wire.hold(requests("http://a:81/hello", "A:81"), to: served("hello"))
        try wire.hold(requests("http://a/hello", "a:80"), to: served("hello"))
        try wire.hold(
            [
                requests("http://a/hello", "b"), requests("http://a/hello", "a:81"), requests("http://a:81/hello", "a"),
                requests("http://a/hello", "a.b"), requests("http://127.0.0.1/hello", "localhost"),
            ], to: bad("Host does not agree with the target."))
    }

    @Test("An https URI is misdirected unless a trusted proxy asks for it") func https() throws {
        let request = "GET https://a/hello HTTP/1.1\r\nHost: a\r\n\r\n"
        let trusting = try Wire(trustedProxies: TrustedProxies(["192.0.2.7"]))

        try wire.hold(
            request, to: problem(421, "Misdirected Request", "An https URI is not to be asked for without TLS."))
        try trusting.hold(request, to: served("hello"))
        try trusting.hold(
            "GET https://a:443/hello HTTP/1.1\r\nHost: a\r\n\r\n", to: served("hello"))
        try trusting.hold(
            "GET https://a:80/hello HTTP/1.1\r\nHost: a\r\n\r\n", to: bad("Host does not agree with the target."))
    }

    @Test("Authority-form is refused") func authorityForm() throws {
        try hold(
            lines: ["GET a:80 HTTP/1.1", "GET a HTTP/1.1", "OPTIONS a:80 HTTP/1.1", "GET [::1]:80 HTTP/1.1"],
            to: bad("The target is neither a path nor an absolute http URI."))
    }

    @Test("Asterisk-form is for OPTIONS only, and means the server as a whole") func asteriskForm() throws {
        let options = """
            HTTP/1.1 204 No Content\r
            Date: *\r
            Allow: GET, HEAD, POST, PATCH, PUT, DELETE, OPTIONS\r
            \r

            """
        try hold(lines: ["OPTIONS * HTTP/1.1", "OPTIONS http://a HTTP/1.1"], to: options)
        try hold(
            lines: ["GET * HTTP/1.1", "POST * HTTP/1.1", "DELETE * HTTP/1.1"],
            to: bad("The target * is for OPTIONS only."))
        try hold(
            lines: ["HEAD * HTTP/1.1"], to: bad("The target * is for OPTIONS only.", hasBody: false))
        try hold(
            lines: ["OPTIONS ** HTTP/1.1", "OPTIONS *?a HTTP/1.1"],
            to: bad("The target is neither a path nor an absolute http URI."))
    }
}
