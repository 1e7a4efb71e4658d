import Foundation
import Testing

/// Signing in on the page: a token shown once, and a cookie that stands for it, from the site's own pages alone.
@Suite struct SessionTests {
    let server: RunningServer
    private static let own = ["Sec-Fetch-Site": "same-origin"]
    private static let topic = #"{"name": "Water"}"#

    init() throws { server = try RunningServer() }

    private static func encoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    }

    @discardableResult
    private func signIn(
        _ token: String = RunningServer.token, next: String? = nil, fields: [String: String] = own,
        at server: RunningServer? = nil
    ) throws -> Answer {
        let form = "token=\(Self.encoded(token))" + (next.map { "&next=\(Self.encoded($0))" } ?? "")
        return try (server ?? self.server).send(
            "POST", "/sign-in", form,
            fields: fields.merging(["Content-Type": "application/x-www-form-urlencoded"]) { $1 }, token: nil)
    }

    /// What a browser sends back of an answer's Set-Cookie.
    private static func cookie(_ answer: Answer) throws -> String {
        try #require(answer.fields["set-cookie"]?.split(separator: ";").first.map(String.init))
    }

    private func write(_ cookie: String, _ fields: [String: String] = own, at server: RunningServer? = nil) throws
        -> Answer
    {
        try (server ?? self.server).send(
            "POST", "/api/v1/topics", Self.topic, fields: fields.merging(["Cookie": cookie]) { $1 }, token: nil)
    }

    private func revision() throws -> Int { try server.get("/api/v1/changes").items.count }

    @Test func whoShowsATokenIsSignedInUnderItsName() throws {
        let token = try Run(["token", "create", "Ana <Desk>", "--database", server.database]).output
            .trimmingCharacters(in: .newlines)
        let form = try server.get("/sign-in?next=/experts")
        let answer = try signIn("  \(token)\n", next: "/experts")
        let cookie = try Self.cookie(answer)

        #expect(form.status == 200 && form.text.contains(#"name="next" value="/experts""#))
        #expect(form.fields["cache-control"] == "no-store" && form.fields["set-cookie"] == nil)
        #expect(answer.status == 303 && answer.fields["location"] == "/experts")
        #expect(answer.fields["cache-control"] == "no-store")
        let page = try server.get("/experts", fields: ["Cookie": cookie])
        #expect(page.text.contains("Ana &lt;Desk&gt;") && page.text.contains(#"action="/sign-out""#))
        #expect(page.fields["cache-control"] == "private, no-store" && page.fields["etag"] == nil)
        #expect(page.fields["vary"]?.contains("Cookie") == true)
        #expect(try write(cookie).status == 201)
        let history = try server.get("/api/v1/topics/water/history").items
        #expect(history.map { $0.text("by") } == ["Ana <Desk>"])
        // Who is signed in is led on from the form.
        let again = try server.get("/sign-in?next=/topics", fields: ["Cookie": cookie])
        #expect(again.status == 303 && again.fields["location"] == "/topics")
    }

    @Test func theCookieIsForThisHostAndNoScript() throws {
        let secure = try RunningServer(["--trusted-proxy", "127.0.0.1"])
        let named = try RunningServer(["--public-url", "https://Sources.example.org/"])
        let plain = try Self.parts(signIn())
        let untrusted = try Self.parts(signIn(fields: Self.own.merging(["X-Forwarded-Proto": "https"]) { $1 }))
        let proxied = try Self.parts(
            signIn(fields: Self.own.merging(["X-Forwarded-Proto": "https"]) { $1 }, at: secure))
        let direct = try Self.parts(signIn(at: secure))
        let byName = try Self.parts(signIn(fields: ["Origin": "https://sources.example.org"], at: named))

        for (name, attributes) in [plain, untrusted, direct] {
            #expect(name == "sourcebook")
            #expect(attributes == ["Max-Age=2592000", "Path=/", "HttpOnly", "SameSite=Strict"])
        }
        for (name, attributes) in [proxied, byName] {
            #expect(name == "__Host-sourcebook")
            #expect(attributes == ["Max-Age=2592000", "Path=/", "Secure", "HttpOnly", "SameSite=Strict"])
        }
        // Over TLS the other name counts for nothing: a neighbouring host can set it.
        let value = try Self.cookie(signIn(at: secure))
        #expect(try write(value, at: secure).status == 201)
        let tls = Self.own.merging(["X-Forwarded-Proto": "https"]) { $1 }
        #expect(try write(value, tls, at: secure).status == 401)
        #expect(try write("__Host-" + value, tls, at: secure).status == 201)
        #expect(try write("__Host-" + value, at: secure).status == 401)
    }

    private static func parts(_ answer: Answer) throws -> (name: String, attributes: [String]) {
        let parts = try #require(answer.fields["set-cookie"]).components(separatedBy: "; ")
        return (parts[0].components(separatedBy: "=")[0], Array(parts.dropFirst()))
    }

    @Test func aWriteIsTakenFromTheSitesOwnPagesOnly() throws {
        let cookie = try Self.cookie(signIn())
        let host = "127.0.0.1:\(server.port)"
        let own = "http://\(host)"

        for (fields, says) in [
            ([:], "neither"), (["Sec-Fetch-Site": "cross-site"], "cross-site"),
            (["Sec-Fetch-Site": "same-site"], "same-site"), (["Sec-Fetch-Site": "none"], "none"),
            (["Sec-Fetch-Site": ""], "Sec-Fetch-Site"), (["Sec-Fetch-Site": "same-origin, cross-site"], "cross-site"),
            (["Origin": "https://evil.example"], "evil.example"), (["Origin": "null"], "null"),
            (["Origin": "https://\(host)"], "https://"), (["Origin": "http://127.0.0.1"], "127.0.0.1"),
            (["Origin": "\(own).evil.example"], "evil"), (["Origin": "\(own)/"], own),
            (["Origin": own, "Sec-Fetch-Site": "cross-site"], "cross-site"),
            (["Origin": "http://evil.example", "Sec-Fetch-Site": "same-origin"], "evil.example"),
            (["Origin": "\(own), \(own)"], own),
        ] as [([String: String], String)] {
            let answer = try write(cookie, fields)
            #expect(answer.status == 403, "\(fields)")
            #expect(answer.fields["content-type"] == "application/problem+json")
            #expect(try answer.json.text("detail").contains(says), "\(fields): \(answer.text)")
        }
        #expect(try revision() == 0)
        // No other site is told that it may send the cookie along, or read what comes.
        let asked = try server.send(
            "OPTIONS", "/api/v1/topics", fields: ["Origin": "https://evil.example", "Cookie": cookie], token: nil)
        #expect(asked.fields["access-control-allow-credentials"] == nil)
        #expect(asked.fields["access-control-allow-methods"]?.contains("POST") == false)

        #expect(try write(cookie, ["Origin": own]).status == 201)
        #expect(try write(cookie, ["Origin": own, "Sec-Fetch-Site": "same-origin"]).status == 201)
        #expect(try write(cookie, ["Origin": "https://\(host)", "Sec-Fetch-Site": "same-origin"]).status == 201)
        // A token does not come by itself: it is taken from everywhere.
        let token = try server.send(
            "DELETE", "/api/v1/topics/water", fields: ["Sec-Fetch-Site": "cross-site", "Cookie": cookie])
        #expect(token.status == 204)
    }

    @Test func signingInAndOutIsTakenFromTheSitesOwnPagesOnly() throws {
        let cookie = try Self.cookie(signIn())
        for fields in [[:], ["Sec-Fetch-Site": "cross-site"], ["Origin": "https://evil.example"]] {
            let answer = try signIn(fields: fields)
            #expect(answer.status == 403 && answer.fields["set-cookie"] == nil, "\(fields)")
            let out = try server.send(
                "POST", "/sign-out", "", fields: fields.merging(["Cookie": cookie]) { $1 }, token: nil)
            #expect(out.status == 403 && out.fields["set-cookie"] == nil, "\(fields)")
        }
        #expect(try write(cookie).status == 201)
        let typed = try server.send(
            "POST", "/sign-in", "{}", fields: Self.own.merging(["Content-Type": "application/json"]) { $1 }, token: nil)
        #expect(typed.status == 415)
        #expect(try signIn(String(repeating: "x", count: 9_000)).status == 413)
    }

    @Test func signingOutEndsTheSessionHereAndInTheBrowser() throws {
        let (cookie, other) = try (Self.cookie(signIn()), Self.cookie(signIn()))

        let out = try server.send(
            "POST", "/sign-out", "", fields: Self.own.merging(["Cookie": cookie]) { $1 }, token: nil)

        #expect(out.status == 303 && out.fields["location"] == "/")
        #expect(out.fields["set-cookie"] == "sourcebook=; Max-Age=0; Path=/; HttpOnly; SameSite=Strict")
        let ended = try write(cookie)
        #expect(ended.status == 401 && ended.text.contains("/sign-in"))
        #expect(try !server.get("/", fields: ["Cookie": cookie]).text.contains("/sign-out"))
        #expect(try write(other).status == 201)
        // Once more, and without a session, it does no harm.
        #expect(
            try server.send("POST", "/sign-out", "", fields: Self.own.merging(["Cookie": cookie]) { $1 }, token: nil)
                .status == 303)
        #expect(try server.send("POST", "/sign-out", fields: Self.own, token: nil).status == 303)
    }

    @Test func signingInAgainEndsTheSessionBefore() throws {
        let first = try Self.cookie(signIn())
        let second = try Self.cookie(signIn(fields: Self.own.merging(["Cookie": first]) { $1 }))

        #expect(try write(first).status == 401)
        #expect(try write(second).status == 201)
    }

    @Test func aSessionEndsAtOnceWithItsToken() throws {
        let token = try Run(["token", "create", "desk", "--database", server.database]).output.trimmingCharacters(
            in: .newlines)
        let cookie = try Self.cookie(signIn(token))
        #expect(try server.get("/", fields: ["Cookie": cookie]).text.contains("/sign-out"))

        #expect(try Run(["token", "revoke", "desk", "--database", server.database]).status == 0)

        #expect(try write(cookie).status == 401)
        #expect(try !server.get("/", fields: ["Cookie": cookie]).text.contains("/sign-out"))
    }

    @Test func aSessionOutlivesTheServerThatBeganIt() throws {
        let scratch = try Scratch()
        let first = try RunningServer(scratch: scratch)
        let cookie = try Self.cookie(signIn(at: first))
        #expect(first.stop() == 0)
        for name in try FileManager.default.contentsOfDirectory(atPath: scratch.path) {
            let data = try Data(contentsOf: URL(fileURLWithPath: "\(scratch.path)/\(name)"))
            let parts = cookie.split(whereSeparator: { $0 == "=" || $0 == "." })
            for secret in [parts[1], parts[3]] { #expect(data.range(of: Data(secret.utf8)) == nil, "\(name)") }
        }

        let second = try RunningServer(scratch: scratch)
        #expect(try write(cookie, at: second).status == 201)
        #expect(second.stop() == 0)
        let changed = try RunningServer(environment: ["SOURCEBOOK_TOKEN": "another"], scratch: scratch)
        #expect(try write(cookie, at: changed).status == 401)
    }

    @Test func itGoesOnToAPathOfThisSiteOnly() throws {
        for next in [
            "//evil.example", "/\\evil.example", "\\\\evil.example", "https://evil.example", "evil.example", "",
            "javascript:alert(1)", "/a\r\nSet-Cookie: a=b", "/\t/evil.example", "/\n/evil.example", " /a", "/a b", "/ä",
            "/sign-in?next=/sign-in", "/a\\b", "///evil.example", "/" + String(repeating: "a", count: 2_000),
        ] {
            let answer = try signIn(next: next)
            #expect(answer.status == 303 && answer.fields["location"] == "/", "\(next)")
            #expect(answer.fields["set-cookie"]?.hasPrefix("sourcebook=") == true)
            let form = try server.get("/sign-in?next=\(Self.encoded(next))")
            #expect(form.text.contains(#"name="next" value="/">"#), "\(next)")
        }
        for next in ["/", "/articles/one?a=b&c=%2F%2Fd#e", "/search?q=%D0%BA", "/a//b"] {
            #expect(try signIn(next: next).fields["location"] == next)
        }
        #expect(try signIn().fields["location"] == "/")
    }

    @Test func aWrongTokenIsToldAndTriedSeldom() throws {
        let strict = try RunningServer(["--sign-in-limit", "3"])

        for _ in 0..<5 { #expect(try signIn(at: strict).status == 303) }
        let empty = try signIn("", at: strict)
        let wrong = try signIn("<b>", next: "/experts", at: strict)
        let revoked = try signIn("sb_x", at: strict)
        let late = try signIn("sb_y", at: strict)
        let right = try signIn(at: strict)

        #expect(empty.status == 401 && empty.text.contains("Paste a token"))
        #expect(wrong.status == 401 && revoked.status == 401)
        #expect(wrong.text.contains("not known") && !wrong.text.contains("<b>"))
        #expect(wrong.text.contains(#"value="/experts""#))
        #expect(wrong.fields["set-cookie"] == nil && wrong.fields["www-authenticate"] == "Bearer")
        #expect(late.status == 429 && right.status == 429)
        #expect(Int(late.fields["retry-after"] ?? "").map { (1...3_601).contains($0) } == true)
        // The token itself is not shut out.
        #expect(try strict.post("/api/v1/topics", Self.topic).status == 201)
    }

    @Test func aPrivateSiteIsReadByWhoIsSignedIn() throws {
        let closed = try RunningServer(["--private"])
        _ = try closed.post("/api/v1/topics", #"{"name": "secret"}"#)
        let browser = ["Accept": "text/html,*/*;q=0.8"]

        for target in ["/", "/topics/secret", "/search?q=secret&a=%2F"] {
            let answer = try closed.get(target, fields: browser)
            #expect(answer.status == 303 && !answer.text.contains("secret"))
            let location = try #require(answer.fields["location"])
            #expect(location.hasPrefix("/sign-in"))
            let form = try closed.get(location)
            let escaped = target.replacingOccurrences(of: "&", with: "&amp;")
            #expect(form.status == 200 && form.text.contains(#"name="next" value="\#(escaped)""#), "\(target)")
        }
        #expect(try closed.get("/").status == 401)
        #expect(try closed.get("/assets/sourcebook.css").status == 200)
        #expect(try closed.get("/api/v1/topics", fields: browser).status == 401)

        let cookie = try Self.cookie(signIn(at: closed))
        for target in [
            "/", "/topics/secret", "/search?q=secret", "/api/v1/topics", "/api/v1/topics.csv", "/api/v1/export",
        ] {
            // Anonymous, signed in, anonymous: whatever was made for one is not for the other.
            for _ in 0..<2 {
                let mine = try closed.get(target, fields: browser.merging(["Cookie": cookie]) { $1 })
                #expect(mine.status == 200, "\(target)")
                #expect(["private", "no-store"].contains { mine.fields["cache-control"]?.contains($0) == true })
                #expect(try closed.get(target, fields: browser).status != 200, "\(target)")
                let foreign = ["Cookie": cookie, "Sec-Fetch-Site": "cross-site"]
                #expect(try closed.get(target, fields: browser.merging(foreign) { $1 }).status != 200)
            }
        }
    }

    @Test func aLinkFromElsewhereFindsTheSessionOnTheSecondTry() throws {
        let closed = try RunningServer(["--private"])
        let cookie = try Self.cookie(signIn(at: closed))
        let fields = ["Accept": "text/html", "Sec-Fetch-Site": "cross-site", "Cookie": "language=en"]

        // A browser keeps a strict cookie back on the way from another site.
        let first = try closed.get("/topics", fields: fields)
        let form = try closed.get(try #require(first.fields["location"]), fields: fields)
        let refresh = try #require(form.fields["refresh"])
        let target = try #require(refresh.components(separatedBy: "url=").last)
        let second = try closed.get(target, fields: Self.own.merging(["Cookie": cookie]) { $1 })

        #expect(refresh.hasPrefix("0; url=/sign-in?next="))
        #expect(second.status == 303 && second.fields["location"] == "/topics")
        // It is asked once, whoever is not signed in.
        #expect(try closed.get(target, fields: Self.own).fields["refresh"] == nil)
    }

    @Test func whatIsMadeForSomebodyIsForNobodyElse() throws {
        let cookie = try Self.cookie(signIn())
        _ = try server.post("/api/v1/topics", Self.topic)
        let connection = try KeptConnection(port: server.port)
        func get(_ target: String, _ cookie: String?) throws -> Answer {
            connection.ask(
                "GET", target, fields: ["Accept: text/html,*/*;q=0.8"] + (cookie.map { ["Cookie: \($0)"] } ?? []))
            return try connection.readAnswer()
        }

        for target in ["/", "/topics/water", "/topics", "/search?q=water", "/topics/nothing", "/nothing"] {
            let anonymous = try get(target, nil)
            for cookie in [cookie, nil, "other=1", cookie, "sourcebook=x", nil] {
                let answer = try get(target, cookie)
                let isMine = cookie?.hasPrefix("sourcebook=") == true && cookie != "sourcebook=x"
                #expect(answer.text.contains("/sign-out") == isMine, "\(target) with \(cookie ?? "nothing")")
                if !isMine { #expect(answer.body == anonymous.body) }
                #expect(answer.fields["vary"]?.contains("Cookie") == true, "\(target)")
            }
        }
        // The API's answers are the same for everybody, and kept for everybody.
        let plain = try get("/api/v1/topics/water", nil)
        let mine = try get("/api/v1/topics/water", cookie)
        #expect(plain.body == mine.body && plain.fields["etag"] == mine.fields["etag"])
        // What a token alone may read is not kept by anybody on the way.
        let corrections = try get("/api/v1/corrections", cookie)
        #expect(corrections.status == 200 && corrections.fields["cache-control"] == "private, no-cache")
        #expect(try get("/api/v1/corrections", nil).status == 401)
    }

    @Test func twoCookiesOfTheNameAreNone() throws {
        let cookie = try Self.cookie(signIn())

        #expect(try write("\(cookie); sourcebook=planted").status == 401)
        #expect(try write("sourcebook=planted; \(cookie)").status == 401)
        #expect(try write("other=1; \(cookie); another=2").status == 201)
        #expect(try write("\(cookie); \(cookie)").status == 201)
        #expect(try write("Sourcebook=x; \(cookie)").status == 201)
    }

    @Test func noTamperedCookieOpensAnything() throws {
        let cookie = try Self.cookie(signIn())
        let bytes = Array(cookie.utf8)
        let connection = try KeptConnection(port: server.port)
        var generator = SystemRandomNumberGenerator()

        for round in 0..<600 {
            var changed = bytes
            switch round % 4 {
            case 0:
                let index = Int.random(in: 11..<bytes.count, using: &generator)
                changed[index] = UInt8.random(in: 0x21...0x7E, using: &generator)
            case 1: changed.removeLast(Int.random(in: 1..<bytes.count - 11, using: &generator))
            case 2:
                changed.insert(UInt8.random(in: 0x30...0x39, using: &generator), at: Int.random(in: 11...bytes.count))
            default:
                let length = Int.random(in: 0...4_000, using: &generator)
                changed = Array("sourcebook=".utf8) + (0..<length).map { _ in UInt8.random(in: 0x20...0xFF) }
                changed.removeAll { $0 == 0x7F }
            }
            let text = String(decoding: changed, as: UTF8.self)
            if text == cookie || text.contains(cookie + ";") || text.contains(cookie + ",") { continue }
            connection.ask("GET", "/api/v1/corrections", fields: ["Cookie: \(text)"])
            #expect(try connection.readAnswer().status == 401, "\(text)")
        }
        #expect(try server.get("/api/v1/corrections", fields: ["Cookie": cookie]).status == 200)
    }

    @Test func aCorrectionOfWhoIsSignedInIsTheirs() throws {
        let strict = try RunningServer(["--correction-limit", "1"])
        _ = try strict.post("/api/v1/articles", #"{"title": "One", "body": "The rivver."}"#)
        let cookie = try Self.cookie(signIn(at: strict))
        let body = #"{"article": "one", "comment": "c"}"#
        func send(_ fields: [String: String]) throws -> Int {
            try strict.send("POST", "/api/v1/corrections", body, fields: fields, token: nil).status
        }

        #expect(try send([:]) == 201 && send([:]) == 429)
        #expect(try send(["Cookie": cookie, "Sec-Fetch-Site": "cross-site"]) == 429)
        #expect(try send(["Cookie": cookie, "Sec-Fetch-Site": "same-origin"]) == 201)
    }
}
