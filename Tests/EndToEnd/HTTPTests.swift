import Foundation
import Testing

/// What the API promises of HTTP, on the real binary.
@Suite struct HTTPTests {
    let server: RunningServer

    init() throws {
        server = try RunningServer()
        _ = try server.post(
            "/api/v1/articles",
            #"{"title": "One", "body": "\#(String(repeating: "The river fell. ", count: 200))", "quotes": [{"expert": "Ana Kim", "kind": "direct", "text": "The river fell"}]}"#
        )
    }

    @Test func aTagIsTheSameAtIDAndSlugAndWithAndWithoutAToken() throws {
        let tags = try [
            server.get("/api/v1/articles/1"), server.get("/api/v1/articles/one"),
            server.get("/api/v1/articles/one", token: RunningServer.token),
        ].map { $0.fields["etag"] ?? "" }

        #expect(Set(tags).count == 1 && tags[0].hasPrefix("\"") && tags[0].count > 2)
    }

    @Test func whatTheClientHasIsNotSentAgain() throws {
        for target in [
            "/api/v1/articles/one", "/api/v1/articles", "/api/v1/search?q=river", "/api/v1/articles/one.txt",
            "/openapi.json",
        ] {
            let first = try server.get(target)
            let tag = try #require(first.fields["etag"])
            // Uncached and cached.
            for _ in 0..<2 {
                let second = try server.get(target, fields: ["If-None-Match": "\"other\", \(tag)"])
                #expect(second.status == 304 && second.body.isEmpty && second.fields["etag"] == tag, "\(target)")
            }
            #expect(try server.get(target, fields: ["If-None-Match": "\"other\""]).status == 200)
        }
    }

    @Test func aTagMovesWithEveryChangeOfWhatIsShown() throws {
        let before = try server.get("/api/v1/experts/ana-kim").fields["etag"]

        #expect(try server.send("DELETE", "/api/v1/quotes/1").status == 204)
        let after = try server.get("/api/v1/experts/ana-kim")

        #expect(after.fields["etag"] != before)
        #expect(try after.json.number("quotes_count") == 0)
    }

    @Test func aChangeIsRefusedWhereTheRecordIsNotAsTheClientBelieves() throws {
        let plain = try #require(try server.get("/api/v1/articles/one").fields["etag"])
        let coded = try #require(
            try server.get("/api/v1/articles/one", fields: ["Accept-Encoding": "gzip"]).fields["etag"])
        func patch(_ tag: String, _ title: String) throws -> Int {
            try server.send("PATCH", "/api/v1/articles/1", #"{"title": "\#(title)"}"#, fields: ["If-Match": tag]).status
        }

        #expect(plain != coded)
        #expect(try patch("\"other\"", "Two") == 412)
        #expect(try patch("W/\(plain)", "Two") == 412)
        #expect(try patch(coded, "Two") == 200)
        #expect(try patch(plain, "Three") == 412)
        #expect(try patch("*", "Three") == 200)
        #expect(try server.send("DELETE", "/api/v1/articles/1", fields: ["If-Match": plain]).status == 412)
        #expect(try server.get("/api/v1/articles/1").json.text("title") == "Three")
    }

    @Test func textIsSentCompressedWhereItIsAskedFor() throws {
        let coded = try server.get("/api/v1/articles/one", fields: ["Accept-Encoding": "br, gzip;q=0.5"])
        let plain = try server.get("/api/v1/articles/one", fields: ["Accept-Encoding": "gzip;q=0"])

        #expect(coded.fields["content-encoding"] == "gzip" && coded.body.starts(with: [0x1F, 0x8B]))
        #expect(coded.body.count < plain.body.count / 2)
        #expect(plain.fields["content-encoding"] == nil)
        #expect(coded.fields["vary"]?.lowercased().contains("accept-encoding") == true)
        #expect(plain.fields["vary"]?.lowercased().contains("accept-encoding") == true)
    }

    @Test func headHasTheFieldsOfGet() throws {
        for target in ["/api/v1/articles/one", "/api/v1/articles?limit=1", "/livez"] {
            let get = try server.get(target)
            let head = try server.send("HEAD", target, token: nil)
            for name in ["content-length", "content-type", "etag", "cache-control", "access-control-allow-origin"] {
                #expect(get.fields[name] == head.fields[name], "\(target) \(name)")
            }
            #expect(head.status == 200 && head.body.isEmpty)
        }
    }

    @Test func anyPageMayRead() throws {
        let get = try server.get("/api/v1/articles/one", fields: ["Origin": "https://example.org"])
        let options = try server.send(
            "OPTIONS", "/api/v1/articles", fields: ["Origin": "https://example.org"], token: nil)

        #expect(get.fields["access-control-allow-origin"] == "*")
        #expect(options.status == 204 && options.fields["access-control-allow-methods"] == "GET, HEAD, OPTIONS")
        #expect(options.fields["allow"]?.contains("POST") == true)
    }

    @Test func aClientThatTakesNoJSONIsTold() throws {
        // Twice: a kept answer is not sent to it either.
        for _ in 0..<2 {
            #expect(try server.get("/api/v1/articles/one", fields: ["Accept": "image/png"]).status == 406)
            #expect(try server.get("/api/v1/articles/one", fields: ["Accept": "text/html, */*;q=0.1"]).status == 200)
            #expect(try server.get("/api/v1/articles/one").status == 200)
        }
    }

    @Test func everyRouteRefusesMethodsThatItDoesNotKnow() throws {
        let paths = try server.get("/openapi.json").json.object("paths")

        #expect(paths.count > 20)
        for (pattern, item) in paths {
            let target = pattern.replacingOccurrences(of: "{ref}", with: "one").replacingOccurrences(
                of: "{id}", with: "1")
            let known = Set((item as? [String: Any] ?? [:]).keys.map { $0.uppercased() })
            // A path with an extension is also a reference that nothing has: 404 for what may be done with one.
            let isFormat = pattern.hasSuffix("}.txt")
            for method in ["GET", "POST", "PATCH", "DELETE", "PUT"] where !known.contains(method) {
                let answer = try server.send(method, target, method == "GET" || method == "DELETE" ? nil : "{}")
                if isFormat, answer.status == 404 { continue }
                #expect(answer.status == 405, "\(method) \(target)")
                let allowed = Set(
                    (answer.fields["allow"] ?? "").split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
                )
                #expect(known.isSubset(of: allowed), "\(method) \(target)")
            }
        }
    }

    @Test func everyWriteNeedsAToken() throws {
        let paths = try server.get("/openapi.json").json.object("paths")

        for (pattern, item) in paths {
            let target = pattern.replacingOccurrences(of: "{ref}", with: "one").replacingOccurrences(
                of: "{id}", with: "1")
            for method in (item as? [String: Any] ?? [:]).keys where method != "get" {
                // Readers send corrections without one; a wrong one is refused all the same.
                let isOpen = target == "/api/v1/corrections"
                #expect(
                    try server.send(method.uppercased(), target, "{}", token: nil).status == (isOpen ? 422 : 401),
                    "\(method) \(target)")
                #expect(
                    try server.send(method.uppercased(), target, "{}", token: "wrong").status == 401,
                    "\(method) \(target)")
            }
        }
        #expect(try server.get("/api/v1/articles/one").json.text("title") == "One")
    }

    @Test func everyReadOfWhatIsNotThereIs404() throws {
        let paths = try server.get("/openapi.json").json.object("paths")

        for (pattern, item) in paths where pattern.contains("{") {
            let target = pattern.replacingOccurrences(of: "{ref}", with: "nobody-knows").replacingOccurrences(
                of: "{id}", with: "999")
            for method in (item as? [String: Any] ?? [:]).keys {
                let body = method == "get" || method == "delete" ? nil : #"{"selector": {"exact": "a"}}"#
                let answer = try server.send(method.uppercased(), target, body)
                #expect(answer.status == 404, "\(method) \(target)")
                #expect(answer.fields["content-type"] == "application/problem+json")
            }
        }
        #expect(try server.get("/api/v1/experts/ana-kin").json.text("detail").contains("did you mean ana-kim?"))
    }

    @Test func aWriteIsSeenByTheReadThatFollowsIt() throws {
        for number in 0..<50 {
            #expect(try server.send("PATCH", "/api/v1/articles/one", #"{"subtitle": "n\#(number)"}"#).status == 200)
            #expect(try server.get("/api/v1/articles/one").json.text("subtitle") == "n\(number)")
            #expect(try server.get("/api/v1/articles/one").json.text("subtitle") == "n\(number)")
        }
    }
}
