import Testing

@testable import HTTPServer

/// What the parser makes of a request's bytes.
private struct Parsed: Equatable {
    var outcome: HeadParser.Outcome
    var status: Int? {
        if case .refused(let refusal) = outcome { return refusal.status }
        return nil
    }
}

/// Parses bytes as a whole, and holds the parser to its promise that pieces make no difference: of every prefix it says
/// either that it is incomplete, or the same as of the whole.
private func parse(
    _ text: String, limits: Limits = Limits(), sourceLocation: SourceLocation = #_sourceLocation
) -> (head: RequestHead, outcome: HeadParser.Outcome) {
    let bytes = Array(text.utf8)
    return bytes.withUnsafeBytes { bytes in
        var head = RequestHead()
        let whole = HeadParser.parse(bytes, limits: limits, into: &head)
        var isDecided = false
        for count in 0..<bytes.count {
            var part = RequestHead()
            let outcome = HeadParser.parse(bytes.part(0, count), limits: limits, into: &part)
            if outcome == .incomplete, !isDecided { continue }
            isDecided = true
            #expect(outcome == whole, "after \(count) bytes", sourceLocation: sourceLocation)
        }
        return (head, whole)
    }
}

private func status(
    _ text: String, limits: Limits = Limits(), sourceLocation: SourceLocation = #_sourceLocation
) -> Int? {
    switch parse(text, limits: limits, sourceLocation: sourceLocation).outcome {
    case .refused(let refusal): refusal.status
    case .complete: 200
    case .incomplete: nil
    }
}

/// A request with some field lines beside Host.
private func withFields(_ fields: String...) -> String {
    "POST / HTTP/1.1\r\nHost: a\r\n" + fields.map { $0 + "\r\n" }.joined() + "\r\n"
}

@Suite("The head parser") struct HeadParserTests {
    @Test("takes a plain request") func plain() {
        let text = "GET /a/b?c=d&e HTTP/1.1\r\nHost: example.org\r\nAccept: */*\r\n\r\n"

        let (head, outcome) = parse(text)

        #expect(outcome == .complete(count: text.utf8.count))
        #expect(head.method == .get)
        #expect(head.minorVersion == 1)
        #expect(head.target == 4..<14)
        #expect(head.pathEnd == 8)
        #expect(head.fields.count == 2)
        #expect(head.framing == .none)
        #expect(head.keepsAlive)
    }

    @Test("takes the first of several requests") func pipelined() {
        let one = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"

        #expect(parse(one + one).outcome == .complete(count: one.utf8.count))
    }

    @Test("reads over one empty line before a request") func emptyLineBefore() {
        #expect(status("\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n") == 200)
        #expect(status("\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n") == 400)
        #expect(status("\nGET / HTTP/1.1\r\nHost: a\r\n\r\n") == 400)
    }

    @Test("trims a value's white space and keeps what is within", arguments: ["x: a b", "x:a b", "x: \t a b \t"])
    func whiteSpace(line: String) {
        let text = withFields(line)

        let head = parse(text).head

        let value = head.fields[1].value
        #expect(Array(text.utf8)[Int(value.lowerBound)..<Int(value.upperBound)].elementsEqual("a b".utf8))
    }

    // MARK: The request line

    @Test("serves HTTP/1.0 and HTTP/1.1 only") func versions() {
        #expect(status("GET / HTTP/1.0\r\n\r\n") == 200)
        #expect(status("GET / HTTP/1.1\r\nHost: a\r\n\r\n") == 200)
        for version in ["HTTP/1.2", "HTTP/0.9", "HTTP/2.0", "HTTP/3.0", "HTTP/9.9"] {
            #expect(status("GET / \(version)\r\nHost: a\r\n\r\n") == 505)
        }
        for version in [
            "http/1.1", "HTTP/11", "HTTP/1.10", "HTTP/1,1", "HTTP/ 1.1", "HTTP 1.1", "HTTPS/1.1", "HTTP/+1.1",
        ] {
            #expect(status("GET / \(version)\r\nHost: a\r\n\r\n") == 400)
        }
    }

    @Test("refuses HTTP/2's preface with 505") func http2() {
        #expect(status("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n") == 505)
    }

    @Test("refuses HTTP/0.9's request") func http09() {
        #expect(status("GET /\r\n") == 400)
        #expect(status("GET /\n") == 400)
    }

    @Test("refuses a TLS handshake") func tls() {
        #expect(status("\u{16}\u{3}\u{1}\u{2}") == 400)
    }

    @Test("refuses methods that it does not know with 501, and compares them with their case") func methods() {
        for method in ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "TRACE"] {
            #expect(status("\(method) / HTTP/1.1\r\nHost: a\r\n\r\n") == 200)
        }
        for method in ["get", "Get", "BREW", "GETT", "PROPFIND", "CONNECT", String(repeating: "A", count: 33)] {
            #expect(status("\(method) / HTTP/1.1\r\nHost: a\r\n\r\n") == 501)
        }
        for method in ["", "G@T", "GET\t", "\"GET\"", "G\u{0}T", "GÉT"] {
            #expect(status("\(method) / HTTP/1.1\r\nHost: a\r\n\r\n") == 400)
        }
    }

    @Test("wants single spaces in the request line and nothing around it")
    func requestLineSpaces() {
        for line in [
            " GET / HTTP/1.1", "GET  / HTTP/1.1", "GET /  HTTP/1.1", "GET / HTTP/1.1 ", "GET\t/ HTTP/1.1",
            "GET /\tHTTP/1.1", "GET / a HTTP/1.1", "GET  HTTP/1.1",
        ] {
            #expect(status("\(line)\r\nHost: a\r\n\r\n") == 400, "\(line)")
        }
    }

    @Test("refuses bare CR and LF everywhere") func bareLineEnds() {
        for text in [
            "GET / HTTP/1.1\nHost: a\r\n\r\n", "GET / HTTP/1.1\rHost: a\r\n\r\n", "GET / HTTP/1.1\r\r\nHost: a\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\n\n",
            "GET / HTTP/1.1\r\nHost: a\rb: c\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\n\r\r\n",
            "GET / HTTP/1.1\n\nHost: a\n\n", "GET /\r/ HTTP/1.1\r\nHost: a\r\n\r\n",
        ] {
            #expect(status(text) == 400)
        }
    }

    // MARK: The target

    @Test("takes what a path and query may have in them") func goodTargets() {
        for target in ["/", "/a%20b", "/%C3%A9?x=%00", "/?", "/??", "/a//b", "/~!$&'()*+,;=:@-._", "/a|b{c}^`\"<>\\"] {
            #expect(status("GET \(target) HTTP/1.1\r\nHost: a\r\n\r\n") == 200, "\(target)")
        }
    }

    @Test("refuses fragments, raw bytes beyond ASCII, controls and broken escapes") func badTargets() {
        for target in ["/a#b", "/é", "/a\u{7F}", "/a\u{1}", "/%", "/%4", "/%zz", "/%4g", "/%%41", "a", "", "?a"] {
            #expect(status("GET \(target) HTTP/1.1\r\nHost: a\r\n\r\n") == 400, "\(target)")
        }
    }

    @Test("takes * for OPTIONS only") func asterisk() {
        #expect(parse("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n").head.isAsterisk)
        #expect(status("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n") == 200)
        #expect(status("GET * HTTP/1.1\r\nHost: a\r\n\r\n") == 400)
        #expect(status("OPTIONS ** HTTP/1.1\r\nHost: a\r\n\r\n") == 400)
    }

    @Test("refuses authority-form") func authorityForm() {
        #expect(status("GET example.org:80 HTTP/1.1\r\nHost: example.org\r\n\r\n") == 400)
        #expect(status("CONNECT example.org:80 HTTP/1.1\r\nHost: example.org\r\n\r\n") == 501)
    }

    @Test("takes absolute-form and leaves its path and query") func absoluteForm() {
        func target(_ uri: String) -> String? {
            let text = "GET \(uri) HTTP/1.1\r\nHost: example.org\r\n\r\n"
            let (head, outcome) = parse(text)
            guard case .complete = outcome else { return nil }
            return String(
                decoding: Array(text.utf8)[Int(head.target.lowerBound)..<Int(head.target.upperBound)], as: UTF8.self)
        }

        #expect(target("http://example.org/a?b") == "/a?b")
        #expect(target("HTTP://EXAMPLE.ORG/a") == "/a")
        #expect(target("http://example.org:80/a") == "/a")
        #expect(target("https://example.org:443/a") == "/a")
        #expect(target("http://example.org") == "")
        #expect(target("http://example.org?b") == "?b")
        #expect(target("ftp://example.org/") == nil)
        #expect(target("http:///a") == nil)
        #expect(target("http://user@example.org/") == nil)
        #expect(target("http://example.org:99999/") == nil)
    }

    @Test("refuses a Host that does not agree with the target") func hostAgainstTarget() {
        #expect(status("GET http://a/ HTTP/1.1\r\nHost: b\r\n\r\n") == 400)
        #expect(status("GET http://a/ HTTP/1.1\r\nHost: a:81\r\n\r\n") == 400)
        #expect(status("GET http://a:81/ HTTP/1.1\r\nHost: a\r\n\r\n") == 400)
        #expect(status("GET http://a:81/ HTTP/1.1\r\nHost: A:81\r\n\r\n") == 200)
    }

    // MARK: Host

    @Test("wants exactly one Host in HTTP/1.1") func oneHost() {
        #expect(status("GET / HTTP/1.1\r\n\r\n") == 400)
        #expect(status("GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n") == 400)
        #expect(status("GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n") == 400)
        #expect(status("GET / HTTP/1.0\r\nHost: a\r\n\r\n") == 200)
    }

    @Test("takes hosts in every form that RFC 3986 has") func goodHosts() {
        for host in [
            "a", "a.b.c:80", "A-1.example:8080", "127.0.0.1", "[::1]", "[::1]:80", "[2001:db8::7:8]",
            "[::ffff:192.0.2.1]",
            "[1:2:3:4:5:6:7:8]", "[v1.a:b]", "xn--bcher-kva.example", "a:", "a_b", "%61",
        ] {
            #expect(status("GET / HTTP/1.1\r\nHost: \(host)\r\n\r\n") == 200, "\(host)")
        }
    }

    @Test("refuses a Host that is none") func badHosts() {
        for host in [
            "", "a b", "a@b", "http://a", "a/b", "a:b", "a:-1", "a:65536", "a:80:80", "[::1", "::1", "[1:2:3]",
            "[:::1]",
            "[1::2::3]", "[12345::]", "[::1]a", "[]", "[g::]", "a,b c", "a?b", "a#b", "%6", "é", "[1:2:3:4:5:6:7:8:9]",
            "[::256.0.0.1]", ":80",
        ] {
            #expect(status("GET / HTTP/1.1\r\nHost: \(host)\r\n\r\n") == 400, "\(host)")
        }
    }

    // MARK: Fields

    @Test("refuses names that are none, and white space around them") func badNames() {
        for line in [
            ": a", "a b: c", "a : b", "a\t: b", " a: b", "\ta: b", "a", "a\u{0}: b", "a(b): c", "é: b", "\"a\": b",
            "a@b: c",
        ] {
            #expect(status("GET / HTTP/1.1\r\nHost: a\r\n\(line)\r\n\r\n") == 400, "\(line)")
        }
    }

    @Test("refuses obs-fold") func obsFold() {
        #expect(status("GET / HTTP/1.1\r\nHost: a\r\nb: c\r\n d\r\n\r\n") == 400)
        #expect(status("GET / HTTP/1.1\r\nHost: a\r\nb: c\r\n\td: e\r\n\r\n") == 400)
        #expect(status("GET / HTTP/1.1\r\n Host: a\r\n\r\n") == 400)
    }

    @Test("refuses control bytes in values, wherever they stand") func badValues() {
        for control in (0..<32).filter({ $0 != 9 && $0 != 13 && $0 != 10 }) + [127] {
            let byte = String(UnicodeScalar(UInt8(control)))
            for length in [0, 3, 7, 8, 9, 20] {
                let value = String(repeating: "x", count: length) + byte + "yyyyyyyyyyyy"
                #expect(status(withFields("a: \(value)")) == 400)
            }
        }
    }

    @Test("takes tabs within values, empty values, and bytes beyond ASCII") func goodValues() {
        for value in ["", " ", "a\tb", "aaaaaaa\tbbbbbbbbbbbbbbbbb\tc", "é", "\u{FF}", "\"a, b\";c=d"] {
            #expect(status(withFields("a: \(value)")) == 200, "\(value)")
        }
    }

    // MARK: Framing

    @Test("reads Content-Length and Transfer-Encoding: chunked") func framing() {
        #expect(parse(withFields("Content-Length: 5")).head.framing == .length(5))
        #expect(parse(withFields("content-length:0")).head.framing == .length(0))
        #expect(parse(withFields("Content-Length: 0005")).head.framing == .length(5))
        #expect(parse(withFields("Transfer-Encoding: chunked")).head.framing == .chunked)
        #expect(parse(withFields("TRANSFER-ENCODING: Chunked")).head.framing == .chunked)
        #expect(parse(withFields()).head.framing == .none)
    }

    @Test("refuses a Content-Length that is not one number") func badLengths() {
        for value in [
            "", "+5", "-5", "5 5", "5,5", "5, 5", "0x5", "5.0", "5a", "five", "\"5\"", "٥", "9223372036854775808",
            "18446744073709551621", String(repeating: "9", count: 100),
        ] {
            #expect(status(withFields("Content-Length: \(value)")) == 400, "\(value)")
        }
    }

    @Test("refuses a repeated Content-Length, equal or not") func repeatedLengths() {
        #expect(status(withFields("Content-Length: 5", "Content-Length: 5")) == 400)
        #expect(status(withFields("Content-Length: 5", "Content-Length: 6")) == 400)
    }

    @Test("refuses Content-Length beside Transfer-Encoding, in either order") func bothFramings() {
        #expect(status(withFields("Content-Length: 5", "Transfer-Encoding: chunked")) == 400)
        #expect(status(withFields("Transfer-Encoding: chunked", "Content-Length: 5")) == 400)
    }

    @Test("refuses every Transfer-Encoding but a single chunked") func badCodings() {
        for value in [
            "", "identity", "gzip", "chunked, gzip", "chunked, chunked", "xchunked", "chunked;a=b", "chunked x",
            "\"chunked\"", ", chunked, chunked", "chunked, identity",
        ] {
            #expect(status(withFields("Transfer-Encoding: \(value)")) == 400, "\(value)")
        }
        #expect(status(withFields("Transfer-Encoding: chunked", "Transfer-Encoding: chunked")) == 400)
        #expect(status(withFields("Transfer-Encoding: gzip, chunked")) == 501)
        #expect(status(withFields("Transfer-Encoding : chunked")) == 400)
        #expect(status("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n") == 400)
    }

    @Test("refuses a body that is too large before it comes") func largeBody() {
        var limits = Limits()
        limits.bodyBytes = 100

        #expect(status(withFields("Content-Length: 100"), limits: limits) == 200)
        #expect(status(withFields("Content-Length: 101"), limits: limits) == 413)
    }

    // MARK: Connection and expectations

    @Test("obeys Connection") func connection() {
        func keepsAlive(_ version: String, _ fields: String) -> Bool {
            parse("GET / HTTP/1.\(version)\r\nHost: a\r\n\(fields)\r\n").head.keepsAlive
        }

        #expect(keepsAlive("1", ""))
        #expect(!keepsAlive("1", "Connection: close\r\n"))
        #expect(!keepsAlive("1", "Connection: CLOSE\r\n"))
        #expect(!keepsAlive("1", "Connection: foo , close\r\n"))
        #expect(!keepsAlive("1", "Connection: foo\r\nConnection: close\r\n"))
        #expect(!keepsAlive("1", "Connection: close, keep-alive\r\n"))
        #expect(keepsAlive("1", "Connection: closed\r\n"))
        #expect(!keepsAlive("0", ""))
        #expect(keepsAlive("0", "Connection: Keep-Alive\r\n"))
        #expect(!keepsAlive("0", "Connection: keep-alive, close\r\n"))
    }

    @Test("knows no expectation but 100-continue, and none in HTTP/1.0") func expectations() {
        #expect(parse(withFields("Content-Length: 1", "Expect: 100-Continue")).head.expectsContinue)
        #expect(!parse(withFields("Expect: 100-continue")).head.expectsContinue)
        #expect(!parse(withFields("Expect: 100-continue", "Content-Length: 0")).head.expectsContinue)
        for value in ["", "200-ok", "100-continue, x", "100", "100-continued"] {
            #expect(status(withFields("Expect: \(value)")) == 417, "\(value)")
        }
        #expect(status(withFields("Expect: 100-continue", "Expect: 100-continue")) == 417)
        #expect(status("GET / HTTP/1.0\r\nExpect: x\r\n\r\n") == 200)
    }

    // MARK: Limits

    @Test("takes a request line of the limit's length and refuses one more byte with 414") func requestLineLimit() {
        var limits = Limits()
        limits.requestLineBytes = 100
        let around = "GET / HTTP/1.1".utf8.count

        func text(_ count: Int) -> String {
            "GET /\(String(repeating: "a", count: count - around)) HTTP/1.1\r\nHost: a\r\n\r\n"
        }

        #expect(status(text(100), limits: limits) == 200)
        #expect(status(text(101), limits: limits) == 414)
        #expect(status("GET /" + String(repeating: "a", count: 200), limits: limits) == 414)
    }

    @Test("takes a head of the limit's length and refuses one more byte with 431") func headLimit() {
        var limits = Limits()
        limits.headBytes = 200

        func text(_ count: Int) -> String {
            let start = "GET / HTTP/1.1\r\nHost: a\r\nb: "
            return start + String(repeating: "c", count: count - start.utf8.count - 4) + "\r\n\r\n"
        }

        #expect(status(text(200), limits: limits) == 200)
        #expect(status(text(201), limits: limits) == 431)
        #expect(status(text(500), limits: limits) == 431)
    }

    @Test("takes as many fields as the limit and refuses one more with 431") func fieldLimit() {
        var limits = Limits()
        limits.fieldCount = 10

        func text(_ count: Int) -> String {
            "GET / HTTP/1.1\r\nHost: a\r\n" + String(repeating: "b: c\r\n", count: count - 1) + "\r\n"
        }

        #expect(status(text(10), limits: limits) == 200)
        #expect(status(text(11), limits: limits) == 431)
    }
}
