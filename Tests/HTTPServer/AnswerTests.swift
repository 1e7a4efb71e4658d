import HTTPTypes
import Testing

@testable import HTTPServer

@Suite("Answers") struct AnswerTests {
    private static let long = String(repeating: "text ", count: 1000)

    private func server(_ make: @escaping @Sendable () -> Response) throws -> TestServer {
        try TestServer(Router([Route(.get, "/") { _, responder in responder.send(make()) }]))
    }

    // MARK: Content coding (RFC 9110 §12.5.3)

    @Test(
        "are compressed as Accept-Encoding says",
        arguments: [
            ("gzip", 200, true), ("GZIP", 200, true), ("x-gzip", 200, true), ("gzip, deflate, br, zstd", 200, true),
            ("br", 200, false), ("", 200, false), ("*", 200, true), ("*;q=0.5", 200, true), ("gzip;q=0", 200, false),
            ("gzip;q=0, *", 200, false), ("gzip;q=0.001", 200, true), ("gzip;q=0.5, identity", 200, false),
            ("gzip;q=0.5, identity;q=0.4", 200, true), ("identity;q=0", 406, false), ("identity;q=0, gzip", 200, true),
            ("*;q=0", 406, false), ("*;q=0, gzip", 200, true), ("*;q=0, identity", 200, false),
            ("gzip;q=2", 200, false),
            ("gzip;q=x", 200, false), ("gzip; q=1.000", 200, true), ("gzip ;q=1", 200, true), ("gzipped", 200, false),
        ])
    func codings(field: String, status: Int, isCoded: Bool) throws {
        let server = try server { text(Self.long, tag: "a") }

        let answer = try server.connect().ask("GET /", ["Accept-Encoding: \(field)"])

        #expect(answer.status == status)
        #expect(answer["content-encoding"] == (isCoded ? "gzip" : nil))
        guard status == 200 else { return }
        #expect(answer["vary"] == "Accept-Encoding")
        #expect(answer["etag"] == (isCoded ? "\"a-gzip\"" : "\"a\""))
        #expect(try (isCoded ? gunzip(answer.body) : answer.body) == Array(Self.long.utf8))
    }

    @Test("say that they vary even when nothing is asked for, and join it to what the handler says") func vary() throws
    {
        let plain = try server { text(Self.long) }
        let joined = try server {
            var response = text(Self.long)
            response.fields[.vary] = "Origin"
            return response
        }

        #expect(try plain.connect().ask("GET /")["vary"] == "Accept-Encoding")
        #expect(try joined.connect().ask("GET /")["vary"] == "Origin, Accept-Encoding")
    }

    @Test("are left as they are when they are short, no text, coded already or not to be transformed") func uncoded()
        throws
    {
        let responses: [@Sendable () -> Response] = [
            { text(String(repeating: "a", count: 1023)) },
            { Response(contentType: "image/png", body: .bytes(ByteStorage(Self.long))) },
            {
                Response(
                    contentType: "text/plain", fields: [.contentEncoding: "br"], body: .bytes(ByteStorage(Self.long)))
            },
            {
                Response(
                    contentType: "text/plain", fields: [.cacheControl: "no-transform"],
                    body: .bytes(ByteStorage(Self.long)))
            },
        ]
        for make in responses {
            let answer = try server(make).connect().ask("GET /", ["Accept-Encoding: gzip"])

            #expect(answer["content-encoding"] != "gzip")
            #expect(answer["vary"] == nil)
        }
        let least = try server { text(String(repeating: "a", count: 1024)) }
        #expect(try least.connect().ask("GET /", ["Accept-Encoding: gzip"])["content-encoding"] == "gzip")
    }

    @Test("that are streamed are compressed on their way, piece by piece") func streamed() throws {
        let server = try server {
            Response(contentType: "text/plain", entityTag: "a", body: .stream(Lines(count: 3000)))
        }
        let client = try server.connect()

        let answer = try client.ask("GET /", ["Accept-Encoding: gzip"])
        let head = try client.ask("HEAD /", ["Accept-Encoding: gzip"])

        #expect(answer["content-encoding"] == "gzip")
        #expect(answer["etag"] == "\"a-gzip\"")
        #expect(answer["vary"] == "Accept-Encoding")
        #expect(try gunzip(answer.body) == Array((0..<3000).map(Lines.line).joined().utf8))
        #expect(head.lines.filter { !$0.hasPrefix("Date") } == answer.lines.filter { !$0.hasPrefix("Date") })
    }

    @Test("know which types are text") func textTypes() {
        for type in [
            "text/html; charset=utf-8", "application/json", "application/problem+json", "application/ld+json",
            "image/svg+xml", "application/x-ndjson", "text/csv", "application/xml", "text/javascript",
            "application/x-bibtex", "application/x-research-info-systems", "application/openapi+json;version=3.1",
        ] {
            #expect(isText(contentType: type), "\(type)")
        }
        for type in ["image/png", "application/octet-stream", "font/woff2", "application/pdf", "", "texts/x"] {
            #expect(!isText(contentType: type), "\(type)")
        }
    }

    // MARK: Conditions (RFC 9110 §13.2.2)

    @Test("meet conditions in the order of precedence") func conditions() throws {
        let server = try server {
            Response(
                contentType: "text/plain", entityTag: "a", lastModified: 1_000_000_000, body: .bytes(ByteStorage("x")))
        }
        let client = try server.connect()
        let (before, at, after) = (
            "Sat, 08 Sep 2001 00:00:00 GMT", "Sun, 09 Sep 2001 01:46:40 GMT", "Mon, 10 Sep 2001 00:00:00 GMT"
        )

        func status(_ fields: String...) throws -> Int { try client.ask("GET /", fields).status }

        #expect(try status("If-Match: \"a\"") == 200)
        #expect(try status("If-Match: *") == 200)
        #expect(try status("If-Match: \"b\", \"a\"") == 200)
        #expect(try status("If-Match: \"a-gzip\"") == 200)
        #expect(try status("If-Match: W/\"a\"") == 412)
        #expect(try status("If-Match: \"b\"") == 412)
        #expect(try status("If-Unmodified-Since: \(before)") == 412)
        #expect(try status("If-Unmodified-Since: \(at)") == 200)
        #expect(try status("If-Match: \"a\"", "If-Unmodified-Since: \(before)") == 200)
        #expect(try status("If-None-Match: \"a\"") == 304)
        #expect(try status("If-None-Match: W/\"a\"") == 304)
        #expect(try status("If-None-Match: \"b\"") == 200)
        #expect(try status("If-None-Match: \"b\"", "If-None-Match: \"a\"") == 304)
        #expect(try status("If-Match: \"b\"", "If-None-Match: \"a\"") == 412)
        #expect(try status("If-Match: \"a\"", "If-None-Match: \"a\"") == 304)
        #expect(try status("If-Modified-Since: \(at)") == 304)
        #expect(try status("If-Modified-Since: \(after)") == 304)
        #expect(try status("If-Modified-Since: \(before)") == 200)
        #expect(try status("If-None-Match: \"b\"", "If-Modified-Since: \(after)") == 200)
        #expect(try status("If-Modified-Since: soon") == 200)
        #expect(try status("If-Modified-Since: \(at)", "If-Modified-Since: \(at)") == 200)
    }

    @Test("of 304 carry what 200 would say of caching, and nothing of the content") func notModified() throws {
        let server = try server {
            Response(
                contentType: "text/plain", entityTag: "a", lastModified: 1_000_000_000,
                fields: [.cacheControl: "max-age=5", .contentLanguage: "en", .contentLocation: "/a"],
                body: .bytes(ByteStorage(Self.long)))
        }

        let answer = try server.connect().ask("GET /", ["If-None-Match: \"a\""])

        #expect(answer.status == 304)
        let names = Set(answer.lines.map { $0.prefix { $0 != ":" }.lowercased() })
        #expect(names == ["date", "etag", "vary", "cache-control", "content-location", "x-content-type-options"])
    }

    @Test("to conditions are the handler's own when it does not answer 200") func conditionsOfErrors() throws {
        let server = try server { Response(.notFound, contentType: "text/plain", body: .bytes(ByteStorage("x"))) }
        let client = try server.connect()

        #expect(try client.ask("GET /", ["If-Match: \"a\""]).status == 404)
        #expect(try client.ask("GET /", ["If-None-Match: *"]).status == 404)
    }

    @Test("have no fields that the server writes itself, and none that a value smuggles in") func fields() throws {
        let server = try server {
            Response(
                contentType: "text/plain\r\nX-Evil: 1", entityTag: "a\"\r\nX-Evil: 2",
                fields: [.contentLength: "99", .transferEncoding: "gzip", .connection: "upgrade", .contentType: "x/y"],
                body: .bytes(ByteStorage("x")))
        }

        let answer = try server.connect().ask("GET /")

        #expect(answer["content-length"] == "1")
        #expect(answer["transfer-encoding"] == nil)
        #expect(answer["connection"] == nil)
        #expect(answer["x-evil"] == nil)
        #expect(answer["content-type"] == "text/plain  X-Evil: 1")
    }

    // MARK: If-Match for handlers

    @Test("leave it to handlers to ask whether If-Match names a tag in any coding") func ifMatch() {
        #expect(EntityTag.isNamed(in: "\"a\"", "a"))
        #expect(EntityTag.isNamed(in: "\"x\", \"a-gzip\"", "a"))
        #expect(EntityTag.isNamed(in: "*", "a"))
        #expect(EntityTag.isNamed(in: "\"a,b\"", "a,b"))
        #expect(!EntityTag.isNamed(in: "W/\"a\"", "a"))
        #expect(!EntityTag.isNamed(in: "\"a-gzip-gzip\"", "a"))
        #expect(!EntityTag.isNamed(in: "a", "a"))
        #expect(!EntityTag.isNamed(in: "\"a", "a"))
        #expect(!EntityTag.isNamed(in: "", "a"))
    }

    // MARK: Problems

    @Test("that are errors have one shape") func problem() {
        let problem = Problem(
            .unprocessableContent, "Two \"faults\"\n\u{1}", errors: [("/a", "x"), ("/b/0", "y")], members: [("m", "n")])

        #expect(
            problem.json == """
                {"type":"about:blank","title":"Unprocessable Content","status":422,\
                "detail":"Two \\"faults\\"\\n\\u0001",\
                "errors":[{"pointer":"/a","detail":"x"},{"pointer":"/b/0","detail":"y"}],"m":"n"}
                """)
        #expect(problem.response().contentType == "application/problem+json")
        #expect(problem.response().fields[.cacheControl] == "no-store")
    }
}
