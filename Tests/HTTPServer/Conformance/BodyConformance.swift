import Testing

@testable import HTTPServer

/// RFC 9112 §6 and §7: where a body ends.
@Suite("Conformance: bodies") struct BodyConformance {
    let wire: Wire

    init() throws { wire = try Wire() }

    /// Requests with these field lines, and a body that would be one way to read them.
    private func hold(
        fields: [String], body: String = "5\r\nhello\r\n0\r\n\r\n", to answer: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        try wire.hold(
            fields.map { "POST /echo HTTP/1.1\r\nHost: a\r\n\($0)\r\n\r\n\(body)" }, to: answer,
            sourceLocation: sourceLocation)
    }

    /// Requests with a chunked body.
    private func hold(
        chunks: [String], on wire: Wire? = nil, to answer: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        try (wire ?? self.wire).hold(
            chunks.map { "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n\($0)" }, to: answer,
            sourceLocation: sourceLocation)
    }

    // MARK: §6: Content-Length and Transfer-Encoding

    @Test("A body is as long as Content-Length says, whatever the method") func length() throws {
        for method in ["GET", "POST", "PUT", "PATCH"] {
            try wire.hold(
                "\(method) /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello", to: served("hello"))
        }
        try hold(fields: ["Content-Length: 0", "content-length:  0\t"], body: "", to: served(""))
        try hold(fields: ["Content-Length: 005", "CONTENT-LENGTH:5"], body: "hello", to: served("hello"))
        try wire.hold("POST /echo HTTP/1.0\r\nContent-Length: 5\r\n\r\nhello", to: served("hello", closes: true))
    }

    @Test("A request without either field has no body") func none() throws {
        try wire.hold("POST /echo HTTP/1.1\r\nHost: a\r\n\r\n", to: served(""))
    }

    @Test("A Content-Length that is not one plain number is refused") func badLength() throws {
        try hold(
            fields: [
                "+5", "-5", "5 5", "5,5", "5, 5", "5,", ",5", "0x5", "5.0", "5a", "a", "\"5\"", "٥", "5;a", "5\t5",
                "1e1",
            ].map { "Content-Length: \($0)" }, to: bad("Content-Length is not a number."))
        try hold(fields: ["Content-Length:", "Content-Length: \t"], to: bad("Content-Length is empty."))
        try hold(
            fields: [
                "9223372036854775808", "18446744073709551616", "18446744073709551621", "99999999999999999999999999",
            ]
            .map { "Content-Length: \($0)" }, to: bad("Content-Length is not a number that fits."))
    }

    @Test("A second Content-Length is refused, equal or not") func repeatedLength() throws {
        try hold(
            fields: ["5", "6", "0"].map { "Content-Length: 5\r\ncontent-length: \($0)" },
            to: bad("The request has more than one Content-Length."))
    }

    @Test("Content-Length beside Transfer-Encoding is refused, in either order") func both() throws {
        try hold(
            fields: [
                "Content-Length: 5\r\nTransfer-Encoding: chunked", "Transfer-Encoding: chunked\r\nContent-Length: 5",
                "Content-Length: 5\r\nTransfer-Encoding: identity", "Transfer-Encoding:\r\nContent-Length: 5",
                "Transfer-Encoding: chunked\r\nContent-Length: 0",
            ], to: bad("Content-Length and Transfer-Encoding exclude each other."))
    }

    @Test("Transfer-Encoding is a single chunked, spelled right, or refused") func codings() throws {
        try hold(
            fields: ["chunked", "Chunked", "CHUNKED\t"].map { "Transfer-Encoding: \($0)" }, to: served("hello"))
        try hold(
            fields: [
                "", "identity", "gzip", "chunked, gzip", "chunked, chunked", "chunked, identity", "xchunked",
                "chunkedx",
                "chunked;a=b", "chunked x", "\"chunked\"", "chunked,,chunked", "chu nked", "chunke", "0", "null",
                "chunked\u{C2A0}", "ſchunked",
            ].map { "Transfer-Encoding: \($0)" } + [
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
            ], to: bad("Transfer-Encoding is not a single chunked."))
    }

    @Test("Another coding before a final chunked is refused with 501") func unknownCodings() throws {
        try hold(
            fields: ["gzip, chunked", "deflate , chunked", "x, y, chunked"].map { "Transfer-Encoding: \($0)" },
            to: problem(501, "Not Implemented", "No transfer coding but chunked is known here."))
    }

    @Test("Transfer-Encoding in HTTP/1.0 is refused") func codingsInOldVersion() throws {
        try wire.hold(
            [
                "POST /echo HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST /echo HTTP/1.0\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            ], to: bad("HTTP/1.0 has no Transfer-Encoding."))
    }

    @Test("A body that is too large is refused with 413 before it is read") func largeBody() throws {
        var limits = Limits()
        limits.bodyBytes = 10
        let wire = try Wire(limits: limits)
        let refusal = problem(413, "Content Too Large", "The request's body is too large.")
        func declared(_ count: Int) -> String { "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: \(count)\r\n\r\n" }

        try wire.hold(declared(10) + "0123456789", to: served("0123456789"))
        try wire.hold([declared(11), declared(11) + "0123456789a", declared(.max)], to: refusal)
        try hold(chunks: ["a\r\n0123456789\r\n0\r\n\r\n"], on: wire, to: served("0123456789"))
        try hold(
            chunks: ["b\r\n", "10000000\r\n", "5\r\n01234\r\n6\r\n", "fffffffffffffff\r\n"], on: wire, to: refusal)
        try wire.hold(
            "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\nExpect: 100-continue\r\n\r\n", to: refusal)
    }

    @Test("A request whose body does not come whole is not answered") func incomplete() throws {
        for request in [
            "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhell",
            "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n",
            "GET /hello HTTP/1.1\r\nHost: a\r\n",
        ] {
            let end = try wire.connect()

            end.send(request.utf8)
            end.finishSending()
            end.awaitEnd()

            #expect(end.received.isEmpty && end.isClosed, "\(request)")
        }
    }

    // MARK: §7.1: chunks

    @Test("Chunks are joined to the body, and the last ends it") func chunks() throws {
        try hold(
            chunks: [
                "5\r\nhello\r\n0\r\n\r\n", "1\r\nh\r\n4\r\nello\r\n0\r\n\r\n", "0005\r\nhello\r\n00\r\n\r\n",
                "2\r\nhe\r\n3\r\nllo\r\n000\r\n\r\n",
            ], to: served("hello"))
        try hold(chunks: ["0\r\n\r\n"], to: served(""))
        try hold(
            chunks: ["a\r\n0123456789\r\n0\r\n\r\n", "A\r\n0123456789\r\n0\r\n\r\n"], to: served("0123456789"))
        try hold(chunks: ["4\r\n0\r\n\r\r\n0\r\n\r\n"], to: served("0\r\n\r"))
    }

    @Test("A chunk size is hexadecimal digits and nothing else") func sizes() throws {
        try hold(
            chunks: ["+5", "-5", " 5", "\t5", "", "x5", "é", ";a", "\"5\"", "h"].map { "\($0)\r\nhello\r\n0\r\n\r\n" },
            to: bad("A chunk does not begin with its size."))
        try hold(
            chunks: ["0x5", "5h", "5,5", "5.0", "5 5", "5+", "5_0", "5\u{B}", "5\u{0}"].map {
                "\($0)\r\nhello\r\n0\r\n\r\n"
            }, to: bad("A chunk's size is followed by something else than extensions and CRLF."))
    }

    @Test("A chunk size that does not fit is refused") func largeSizes() throws {
        var limits = Limits()
        limits.bodyBytes = .max
        let wire = try Wire(limits: limits)

        try hold(
            chunks: ["8000000000000000", "fffffffffffffffff", "10000000000000005", "ffffffffffffffff1"],
            on: wire, to: bad("A chunk's size does not fit."))
        try hold(
            chunks: ["10000000000000005", "ffffffffffffffff"],
            to: problem(413, "Content Too Large", "The request's body is too large."))
    }

    @Test("Chunk data ends with CRLF where the size says") func dataEnds() throws {
        try hold(
            chunks: [
                "5\r\nhello!\r\n0\r\n\r\n", "5\r\nhello0\r\n\r\n", "5\r\nhello\n0\r\n\r\n", "4\r\nhello\r\n0\r\n\r\n",
            ],
            to: bad("A chunk is longer than its size."))
        try hold(
            chunks: ["5\r\nhello\r0\r\n\r\n", "5\r\nhello\r\r\n0\r\n\r\n"], to: bad("A CR stands without its LF."))
        try hold(chunks: ["6\r\nhello\r\n0\r\n\r\n"], to: bad("A chunk is longer than its size."))
    }

    @Test("A bare CR or LF in a chunk-size line is refused") func sizeLineEnds() throws {
        try hold(
            chunks: [
                "5\nhello\r\n0\r\n\r\n", "0\n\r\n", "5;a\nhello\r\n0\r\n\r\n", "5;a=\"\n\"\r\nhello\r\n0\r\n\r\n",
                "5;a=\"\r\n\"\r\nhello\r\n0\r\n\r\n",
            ], to: bad("A chunk's size is followed by something else than extensions and CRLF."))
        try hold(
            chunks: ["5\rhello\r\n0\r\n\r\n", "5\r\rhello\r\n0\r\n\r\n", "5;a\rb\r\nhello\r\n0\r\n\r\n"],
            to: bad("A CR stands without its LF."))
    }

    @Test("Well-formed chunk extensions are read over") func extensions() throws {
        try hold(
            chunks: [
                "5;a", "5;a=b", "5;a=\"b c;\\\"d\"", "5;a;b=c;d", "5 ; a = b", "5\t;a", "5;a=\"\"", "5;a=b ;c",
                "5;a=\"\t\u{E9}\"",
            ].map { "\($0)\r\nhello\r\n0;x=\"y\"\r\n\r\n" }, to: served("hello"))
    }

    @Test("Chunk extensions that are none are refused") func badExtensions() throws {
        try hold(
            chunks: [
                "5;", "5;=b", "5;a=", "5;a=\"b", "5;a b", "5;a=b c", "5;;", "5;a=b\"", "5;\u{1}", "5;a=\u{7F}", "5; ",
                "5 ",
                "5;a=\"b\"c", "5;a=\"\u{0}\"", "5;é",
            ].map { "\($0)\r\nhello\r\n0\r\n\r\n" },
            to: bad("A chunk's size is followed by something else than extensions and CRLF."))
    }

    @Test("Chunk extensions are bounded, in each line and in all") func longExtensions() throws {
        var limits = Limits()
        limits.chunkLineBytes = 32
        limits.chunkExtensionBytes = 40
        let wire = try Wire(limits: limits)
        /// A size line of so many bytes, and a chunk of one.
        func chunk(_ count: Int) -> String { "1;" + String(repeating: "x", count: count - 2) + "\r\na\r\n" }

        try hold(chunks: [chunk(32) + "0\r\n\r\n"], on: wire, to: served("a"))
        try hold(
            chunks: [chunk(33), String(repeating: "0", count: 33)], on: wire,
            to: bad("A chunk's size line is too long."))
        // Sixteen bytes of each line are the size's own.
        try hold(chunks: [chunk(32) + chunk(32) + chunk(24) + "0\r\n\r\n"], on: wire, to: served("aaa"))
        try hold(
            chunks: [chunk(32) + chunk(32) + chunk(25)], on: wire,
            to: bad("The request's chunk extensions are too long."))
    }

    // MARK: §7.1.2: trailers

    @Test("Trailer fields are read and left out") func trailers() throws {
        try hold(
            chunks: ["X-Sum: 1", "X-Sum: 1\r\nY: z", "X-Field:"].map { "5\r\nhello\r\n0\r\n\($0)\r\n\r\n" },
            to: served("hello"))
        try wire.hold(
            "GET /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX-Field: late\r\n\r\n",
            to: served(""))
    }

    @Test("Trailer fields of framing, routing, authorization, conditions and content are refused")
    func forbiddenTrailers() throws {
        try hold(
            chunks: [
                "Content-Length: 5", "Transfer-Encoding: chunked", "Host: b", "Authorization: Bearer t", "Cookie: a=b",
                "Proxy-Authorization: x", "Trailer: x", "TE: trailers", "Connection: close", "Expect: 100-continue",
                "Upgrade: h2c", "Content-Type: a/b", "Content-Encoding: gzip", "Content-Range: bytes 0-1/2",
                "Range: bytes=0-1", "If-Match: *", "If-None-Match: *", "If-Modified-Since: x", "If-Unmodified-Since: x",
                "If-Range: x", "Cache-Control: no-store", "Max-Forwards: 1", "CONTENT-LENGTH: 5", "Forwarded: for=a",
                "X-Forwarded-For: a",
            ].map { "5\r\nhello\r\n0\r\n\($0)\r\n\r\n" },
            to: bad("The trailer has a field that belongs in the head."))
    }

    @Test("Trailer lines are as strict as those of a head") func trailerLines() throws {
        func chunks(_ lines: [String]) -> [String] { lines.map { "0\r\n\($0)\r\n\r\n" } }

        try hold(chunks: chunks([": 1", " x: 1", "\tx: 1"]), to: bad("A field line does not begin with a field name."))
        try hold(chunks: chunks(["x : 1", "x", "x y"]), to: bad("A field name is not followed by a colon at once."))
        try hold(chunks: chunks(["x: 1\r\n 2"]), to: bad("A field line does not begin with a field name."))
        try hold(
            chunks: chunks(["x: \u{1}", "x: a\nb: c"]) + ["0\r\nx: 1\n\r\n"],
            to: bad("A field value has a control character in it, or a bare LF at its end."))
        try hold(
            chunks: chunks(["x: a\rb", "\ra"]) + ["0\r\n\rx", "0\r\n\r\r\n"], to: bad("A CR stands without its LF."))
        try hold(chunks: ["0\r\n\n"], to: bad("A field line does not begin with a field name."))
    }

    @Test("Trailers are bounded like heads (431)") func longTrailers() throws {
        var limits = Limits()
        limits.fieldCount = 4
        limits.headBytes = 100
        let wire = try Wire(limits: limits)
        func title(_ detail: String) -> String { problem(431, "Request Header Fields Too Large", detail) }

        try hold(chunks: ["0\r\n" + String(repeating: "x: y\r\n", count: 4) + "\r\n"], on: wire, to: served(""))
        try hold(
            chunks: ["0\r\n" + String(repeating: "x: y\r\n", count: 5)], on: wire,
            to: title("The request has too many trailer fields."))
        try hold(
            chunks: ["0\r\nx: \(String(repeating: "y", count: 93))\r\n\r\n"], on: wire, to: served(""))
        try hold(
            chunks: [
                "0\r\nx: \(String(repeating: "y", count: 94))\r\n\r\n", "0\r\n\(String(repeating: "x", count: 101))",
            ],
            on: wire, to: title("The request's trailer is too large."))
    }
}
