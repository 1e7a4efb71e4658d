import Foundation
import HTTPTypes
import Testing

@testable import HTTPServer

/// What answers are made of: RFC 9112 §4 and §6, RFC 9110 §6, §8, §9, §10, §15.
@Suite("Conformance: answers") struct AnswerConformance {
    let wire: Wire

    init() throws { wire = try Wire() }

    /// The answer to one request, without the date.
    private func answer(_ request: String, on wire: Wire? = nil, from address: String = "192.0.2.7") throws -> String {
        let end = try (wire ?? self.wire).connect(from: address)
        end.send(request.utf8)
        return String(decoding: Wire.withoutDates(end.received), as: UTF8.self)
    }

    private func wire(_ make: @escaping @Sendable () -> Response) throws -> Wire {
        try Wire(
            Router(
                [Route(.get, "/", answersOnLoop: true) { _, responder in responder.send(make()) }]
                    + Wire.routes.filter {
                        $0.pattern != "/"
                    }))
    }

    // MARK: RFC 9112 §4

    @Test("A status line has version, code and reason, and its spaces even without a reason") func statusLine() throws {
        for (code, reason, line) in [
            (200, "OK", "HTTP/1.1 200 OK\r\n"), (299, "", "HTTP/1.1 299 \r\n"),
            (404, "Not Found", "HTTP/1.1 404 Not Found\r\n"), (599, "a\r\nb", "HTTP/1.1 599 a  b\r\n"),
        ] {
            let wire = try wire { Response(.init(code: code, reasonPhrase: reason)) }
            #expect(try answer("GET / HTTP/1.1\r\nHost: a\r\n\r\n", on: wire).hasPrefix(line))
        }
    }

    // MARK: HEAD (RFC 9110 §9.3.2)

    @Test("HEAD is answered with the fields of GET and without content, errors included") func head() throws {
        for target in ["/hello", "/", "/cached", "/nowhere", "/field"] {
            let get = try answer("GET \(target) HTTP/1.1\r\nHost: a\r\n\r\n")
            let fields = get[..<(try #require(get.firstRange(of: "\r\n\r\n")).upperBound)]

            try wire.hold("HEAD \(target) HTTP/1.1\r\nHost: a\r\n\r\n", to: String(fields))
        }
    }

    @Test("HEAD is refused without content") func refusedHead() throws {
        try wire.hold(
            "HEAD /hello HTTP/1.1\r\n\r\n", to: bad("The request has no Host.", hasBody: false))
        try wire.hold(
            "HEAD /a#b HTTP/1.1\r\nHost: a\r\n\r\n",
            to: bad("The target is not a path and query in visible ASCII, followed by one space.", hasBody: false))
        try wire.hold(
            "HEAD /hello HTTP/2.0\r\nHost: a\r\n\r\n",
            to: problem(505, "HTTP Version Not Supported", "HTTP/1.1 and HTTP/1.0 are served here.", hasBody: false))
        try wire.hold(
            "HEAD https://a/hello HTTP/1.1\r\nHost: a\r\n\r\n",
            to: problem(421, "Misdirected Request", "An https URI is not to be asked for without TLS.", hasBody: false))
        try wire.hold(
            "HEAD /hello HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nx",
            to: bad("A chunk does not begin with its size.", hasBody: false))
        // Not the method of the request before.
        try wire.hold(
            "HEAD /hello HTTP/1.1\r\nHost: a\r\n\r\nGET /hello HTTP/1.1\r\n\r\n",
            to: served("hello", hasBody: false) + bad("The request has no Host."))
    }

    // MARK: Content, or none (RFC 9112 §6)

    @Test("204 has neither content nor length, whatever a handler says") func noContent() throws {
        let wire = try wire {
            Response(.noContent, fields: [.contentLength: "3"], body: .bytes(ByteStorage("abc")))
        }
        try wire.hold("GET / HTTP/1.1\r\nHost: a\r\n\r\n", to: "HTTP/1.1 204 No Content\r\nDate: *\r\n\r\n")
    }

    @Test("204 and 304 are never chunked") func streamedNoContent() throws {
        for status in [HTTPResponse.Status.noContent, .notModified] {
            let stream = Lines(count: 3)
            let wire = try wire { Response(status, body: .stream(stream)) }

            try wire.hold(
                "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
                to: "HTTP/1.1 \(status.code) \(status.reasonPhrase)\r\nDate: *\r\n\r\n",
                isSplit: false)
            #expect(stream.piecesMade == 0)
        }
    }

    @Test("205 has no content, and says so") func resetContent() throws {
        let wire = try wire { Response(.resetContent, body: .bytes(ByteStorage("abc"))) }
        try wire.hold(
            "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
            to: "HTTP/1.1 205 Reset Content\r\nDate: *\r\nContent-Length: 0\r\n\r\n")
    }

    @Test("304 has neither content nor length, and a date of change only without a tag") func notModified() throws {
        let tagged = try wire {
            Response(contentType: "a/b", entityTag: "t", lastModified: 0, body: .bytes(ByteStorage("abc")))
        }
        let dated = try wire { Response(contentType: "a/b", lastModified: 0, body: .bytes(ByteStorage("abc"))) }

        try tagged.hold(
            "GET / HTTP/1.1\r\nHost: a\r\nIf-None-Match: \"t\"\r\n\r\n",
            to: "HTTP/1.1 304 Not Modified\r\nDate: *\r\nETag: \"t\"\r\n\r\n")
        try dated.hold(
            "GET / HTTP/1.1\r\nHost: a\r\nIf-Modified-Since: Thu, 01 Jan 1970 00:00:00 GMT\r\n\r\n",
            to: "HTTP/1.1 304 Not Modified\r\nDate: *\r\nLast-Modified: Thu, 01 Jan 1970 00:00:00 GMT\r\n\r\n")
    }

    @Test("Every other answer has one length, and no coding of the transfer beside it") func length() throws {
        try wire.hold("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n", to: served("hello"))
        let empty = try wire { Response() }
        try empty.hold(
            "GET / HTTP/1.1\r\nHost: a\r\n\r\n", to: "HTTP/1.1 200 OK\r\nDate: *\r\nContent-Length: 0\r\n\r\n")
        let lying = try wire {
            Response(fields: [.contentLength: "9", .transferEncoding: "chunked"], body: .bytes(ByteStorage("abc")))
        }
        try lying.hold(
            "GET / HTTP/1.1\r\nHost: a\r\n\r\n", to: "HTTP/1.1 200 OK\r\nDate: *\r\nContent-Length: 3\r\n\r\nabc")
    }

    // MARK: Date (RFC 9110 §6.6.1, §8.8.2)

    @Test("Every answer but 100 has a Date") func dates() throws {
        let wire = try wire {
            var response = Response(contentType: "a/b", entityTag: "t", body: .bytes(ByteStorage("0123456789")))
            response.acceptsRanges = true
            return response
        }
        for (request, status) in [
            ("GET / HTTP/1.1\r\nHost: a\r\n\r\n", 200), ("GET / HTTP/1.1\r\nHost: a\r\nRange: bytes=0-1\r\n\r\n", 206),
            ("GET / HTTP/1.1\r\nHost: a\r\nIf-None-Match: *\r\n\r\n", 304),
            ("GET / HTTP/1.1\r\nHost: a\r\nIf-Match: \"x\"\r\n\r\n", 412),
            ("GET / HTTP/1.1\r\nHost: a\r\nRange: bytes=20-\r\n\r\n", 416),
            ("GET / HTTP/1.1\r\nHost: a\r\nAccept-Encoding: *;q=0\r\n\r\n", 406),
            ("DELETE /gone HTTP/1.1\r\nHost: a\r\n\r\n", 204), ("GET /x HTTP/1.1\r\nHost: a\r\n\r\n", 404),
            ("PUT / HTTP/1.1\r\nHost: a\r\n\r\n", 405), ("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", 204),
            ("BREW / HTTP/1.1\r\nHost: a\r\n\r\n", 501), ("GET / HTTP/2.0\r\n", 505), ("\n", 400),
            ("GET / HTTP/1.1\r\nHost: a\r\nExpect: x\r\n\r\n", 417),
        ] {
            let answer = try answer(request, on: wire)
            #expect(answer.hasPrefix("HTTP/1.1 \(status) ") && answer.contains("\r\nDate: *\r\n"), "\(answer)")
        }
    }

    @Test("Last-Modified is never later than Date") func future() throws {
        let wire = try wire { Response(lastModified: .max, body: .bytes(ByteStorage("abc"))) }
        let end = try wire.connect()

        end.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n".utf8)

        let lines = String(decoding: end.received, as: UTF8.self).components(separatedBy: "\r\n")
        let date = try #require(lines.first { $0.hasPrefix("Date: ") })
        #expect(lines.contains("Last-Modified: " + date.dropFirst(6)))
    }

    // MARK: Methods (RFC 9110 §9, §10.2.1, §15.5.6)

    @Test("A method that is known and not allowed is answered with 405 and Allow") func notAllowed() throws {
        for method in ["POST", "PUT", "PATCH", "DELETE", "TRACE", "QUERY"] {
            try wire.hold(
                "\(method) /hello HTTP/1.1\r\nHost: a\r\n\r\n",
                to: problem(
                    405, "Method Not Allowed", "The methods allowed here are GET, HEAD, OPTIONS.",
                    fields: "Allow: GET, HEAD, OPTIONS\r\n", closes: false))
        }
        try wire.hold(
            "POST /hello HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc",
            to: problem(
                405, "Method Not Allowed", "The methods allowed here are GET, HEAD, OPTIONS.",
                fields: "Allow: GET, HEAD, OPTIONS\r\n", closes: false))
    }

    @Test("OPTIONS tells the methods of a path") func options() throws {
        try wire.hold(
            "OPTIONS /hello HTTP/1.1\r\nHost: a\r\n\r\n",
            to: "HTTP/1.1 204 No Content\r\nDate: *\r\nAllow: GET, HEAD, OPTIONS\r\n\r\n")
        try wire.hold(
            "OPTIONS /echo HTTP/1.1\r\nHost: a\r\n\r\n",
            to: "HTTP/1.1 204 No Content\r\nDate: *\r\nAllow: GET, HEAD, POST, PUT, PATCH, OPTIONS\r\n\r\n")
    }

    @Test("A path that nothing is at is answered with 404, whatever the method") func notFound() throws {
        for method in ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"] {
            try wire.hold(
                "\(method) /nowhere HTTP/1.1\r\nHost: a\r\n\r\n",
                to: problem(404, "Not Found", "There is nothing at this path.", closes: false))
        }
    }

    // MARK: Fields that a handler gives

    @Test("No value of a handler's can end its line") func splitting() throws {
        let wire = try wire {
            Response(
                contentType: "a/b\r\nX-Evil: 1", entityTag: "t\"\nX-Evil: 2", fields: [.location: "/\u{0}\u{7F}x"],
                body: .bytes(ByteStorage("abc")))
        }
        #expect(
            try answer("GET / HTTP/1.1\r\nHost: a\r\n\r\n", on: wire)
                == "HTTP/1.1 200 OK\r\nDate: *\r\nContent-Length: 3\r\nContent-Type: a/b  X-Evil: 1\r\n"
                + "ETag: \"t\" X-Evil: 2\"\r\nLocation: /  x\r\n\r\nabc")
    }
}
