import Foundation
import Testing

@testable import Importing

@Suite("Fetching a page")
struct FetchTests {
    /// One that may fetch from this machine, and no further.
    static func fetch() throws -> Fetch {
        var fetch = Fetch(contact: "https://sources.example/about", version: "1.2")
        fetch.allowed = try [#require(IPNetwork("127.0.0.0/8")), #require(IPNetwork("::1"))]
        fetch.limits.seconds = 20
        return fetch
    }

    private static func error(_ fetch: Fetch, _ url: String) -> FetchError? {
        do throws(FetchError) {
            _ = try fetch.fetch(url)
            return nil
        } catch {
            return error
        }
    }

    @Test("A page comes with its type, address and time")
    func fetches() throws {
        let server = try LocalServer(["/a?b=c": [LocalServer.answer(200, "<p>Yes", type: "text/html; charset=koi8-r")]])
        defer { server.stop() }
        var fetch = try Self.fetch()
        fetch.now = { Date(timeIntervalSince1970: 1_555_600_000) }

        let page = try fetch.fetch("HTTP://127.0.0.1:\(server.port)/a?b=c#d")

        #expect(page.bytes == Array("<p>Yes".utf8))
        #expect(page.contentType == "text/html; charset=koi8-r")
        #expect(page.url == "http://127.0.0.1:\(server.port)/a?b=c")
        #expect(page.redirects.isEmpty)
        #expect(page.retrievedAt == Date(timeIntervalSince1970: 1_555_600_000))
        #expect(server.asked == ["/robots.txt", "/a?b=c"])
    }

    @Test("The request says who asks and whom to write to, and nothing that a browser would have kept")
    func saysWhoAsks() throws {
        let server = try LocalServer([
            "/a": [LocalServer.answer(302, "", more: "Location: /b\r\nSet-Cookie: c=d\r\n")],
            "/b": [LocalServer.answer(200, "")],
        ])
        defer { server.stop() }

        _ = try Self.fetch().fetch("http://127.0.0.1:\(server.port)/a")

        for head in server.heads {
            #expect(head.contains("User-Agent: Sourcebook/1.2 (+https://sources.example/about)\r\n"))
            for name in ["cookie", "authorization", "referer"] { #expect(!head.lowercased().contains(name)) }
        }
        #expect(!Fetch(contact: "a\r\nX: (b)").userAgent.contains("\n"))
    }

    @Test("IPv6 is fetched from as well", .enabled(if: LocalServer.hasSix))
    func fetchesSix() throws {
        let server = try LocalServer(isSix: true, ["/": [LocalServer.answer(200, "six")]])
        defer { server.stop() }

        #expect(try Self.fetch().fetch("http://[::1]:\(server.port)/").bytes == Array("six".utf8))
    }

    @Test("Redirects are followed, five of them, and the last address is told")
    func followsRedirects() throws {
        var answers = Dictionary(
            uniqueKeysWithValues: (0..<6).map { ("/\($0)", [LocalServer.redirect("/\($0 + 1)")] as [[UInt8]?]) })
        answers["/6"] = [LocalServer.answer(200, "here")]
        let server = try LocalServer(answers)
        defer { server.stop() }
        let fetch = try Self.fetch()

        let page = try fetch.fetch("http://127.0.0.1:\(server.port)/1")

        #expect(page.url.hasSuffix("/6"))
        #expect(page.redirects.map { $0.suffix(2) } == ["/1", "/2", "/3", "/4", "/5"])
        // Asked once for all of them.
        #expect(server.asked.filter { $0 == "/robots.txt" }.count == 1)
        let start = "http://127.0.0.1:\(server.port)/0"
        #expect(Self.error(fetch, start) == .tooManyRedirects(url: start, limit: 5))
    }

    @Test(
        "Addresses that are no page's are refused before anything is asked",
        arguments: [
            "", "news", "/a", "file:///etc/passwd", "ftp://127.0.0.1/a", "gopher://127.0.0.1/_a",
            "dict://127.0.0.1:11211/s",
            "data:text/html,a", "javascript:a", "http://", "http://user@127.0.0.1/",
            "http://user:pass@127.0.0.1/",
            "http://127.0.0.1:22/", "http://127.0.0.1:25/", "http://127.0.0.1:99999/", "http://a b/", "http://a\\@b/",
            "http://127.0.0.1/\r\nX: y", "https://\u{0}/", "unix:/run/docker.sock",
            "http://a/" + String(repeating: "b", count: 4_000),
        ])
    func refusesAddresses(_ url: String) throws {
        let error = Self.error(try Self.fetch(), url)

        guard case .badAddress = error else {
            Issue.record("\(url): \(String(describing: error))")
            return
        }
    }

    @Test(
        "A redirect to another scheme is refused",
        arguments: [
            "file:///etc/passwd", "ftp://127.0.0.1/", "gopher://127.0.0.1/", "http://user:pass@127.0.0.1/",
            "scp://127.0.0.1/",
        ])
    func refusesRedirects(_ location: String) throws {
        let server = try LocalServer(["/": [LocalServer.redirect(location)]])
        defer { server.stop() }

        let error = Self.error(try Self.fetch(), "http://127.0.0.1:\(server.port)/")

        switch error {
        case .badAddress, .badRedirect: break
        default: Issue.record("\(location): \(String(describing: error))")
        }
    }

    @Test("A body ends at its limit, whatever it says of itself, and compressed ones where they have grown to it")
    func limitsBodies() throws {
        let thousand = String(repeating: "a", count: 1_000)
        let endless = Array("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".utf8)
        // A thousand times `a`, as `printf 'a%.0s' {1..1000} | gzip -9n` packs them.
        let packed: [UInt8] = [
            0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 2, 3, 0x4B, 0x4C, 0x1C, 5, 0xA3, 0x60, 0x14, 0x0C, 0x77, 0, 0, 3, 0xDA, 0x38,
            0x9A, 0xE8, 3, 0, 0,
        ]
        let server = try LocalServer([
            "/full": [LocalServer.answer(200, thousand)], "/more": [LocalServer.answer(200, thousand + "a")],
            "/endless": [endless, Array(thousand.utf8), Array("b".utf8), nil],
            "/packed": [LocalServer.answer(200, packed, more: "Content-Encoding: gzip\r\n")],
        ])
        defer { server.stop() }
        var fetch = try Self.fetch()
        fetch.limits.bodyBytes = 1_000
        let start = "http://127.0.0.1:\(server.port)"

        #expect(try fetch.fetch(start + "/full").bytes.count == 1_000)
        #expect(try fetch.fetch(start + "/packed").bytes == Array(thousand.utf8))
        for path in ["/more", "/endless"] {
            #expect(Self.error(fetch, start + path) == .bodyTooLarge(url: start + path, limit: 1_000))
        }
        fetch.limits.bodyBytes = 999
        #expect(Self.error(fetch, start + "/packed") == .bodyTooLarge(url: start + "/packed", limit: 999))
    }

    @Test("A head ends at its limit")
    func limitsHeads() throws {
        let field = "X: " + String(repeating: "a", count: 1_000) + "\r\n"
        let server = try LocalServer(["/": [LocalServer.answer(200, "", more: String(repeating: field, count: 10))]])
        defer { server.stop() }
        var fetch = try Self.fetch()
        let url = "http://127.0.0.1:\(server.port)/"

        #expect(Self.error(fetch, url) == nil)
        fetch.limits.headBytes = 10_000
        #expect(Self.error(fetch, url) == .headTooLarge(url: url, limit: 10_000))
    }

    @Test("Who keeps us waiting is left, and so is who sends too slowly")
    func limitsTime() throws {
        let begun = Array("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\na".utf8)
        let server = try LocalServer(["/silent": [nil], "/begun": [begun, nil]])
        defer { server.stop() }
        var fetch = try Self.fetch()
        let start = "http://127.0.0.1:\(server.port)"

        fetch.limits.seconds = 0.5
        #expect(Self.error(fetch, start + "/silent") == .timedOut(url: start + "/silent", seconds: 0.5))
        fetch.limits.seconds = 20
        fetch.limits.leastRateSeconds = 1
        #expect(Self.error(fetch, start + "/begun") == .tooSlow(url: start + "/begun", bytesPerSecond: 512))
    }

    @Test("A fetch that nobody waits for any longer ends")
    func isCancelled() throws {
        let server = try LocalServer(["/": [nil]])
        defer { server.stop() }
        let fetch = try Self.fetch()
        var asked = 0

        #expect(throws: FetchError.cancelled) {
            try fetch.fetch("http://127.0.0.1:\(server.port)/") {
                asked += 1
                // Let it begin: once before robots.txt and once before the page, and then in the transfers.
                return server.asked.contains("/")
            }
        }
        #expect(throws: FetchError.cancelled) { try fetch.fetch("http://127.0.0.1:\(server.port)/") { true } }
        #expect(server.asked == ["/robots.txt", "/"])
        #expect(asked > 0)
    }

    @Test("Other statuses are told by name", arguments: [204, 304, 401, 403, 404, 410, 429, 500, 503])
    func tellsStatuses(_ status: Int) throws {
        let server = try LocalServer(["/": [LocalServer.answer(status, "no")]])
        defer { server.stop() }
        let url = "http://127.0.0.1:\(server.port)/"

        #expect(Self.error(try Self.fetch(), url) == .status(url: url, code: status))
    }

    @Test("Nobody there, and no TLS: each is told")
    func tellsFailures() throws {
        let server = try LocalServer([:])
        let port = server.port
        let fetch = try Self.fetch()

        guard case .robotsUnreachable = Self.error(fetch, "https://127.0.0.1:\(port)/") else {
            Issue.record("plain HTTP passed for TLS")
            return
        }
        server.stop()
        guard case .robotsUnreachable = Self.error(fetch, "http://127.0.0.1:\(port)/") else {
            Issue.record("a port that nobody listens on")
            return
        }
    }

    @Test("What robots.txt asks for is respected, after a redirect too")
    func respectsRobots() throws {
        let server = try LocalServer([
            "/robots.txt": [LocalServer.answer(200, "User-agent: sourcebook\nDisallow: /no", type: "text/plain")],
            "/no/a": [LocalServer.answer(200, "no")], "/to": [LocalServer.redirect("/no/a")],
            "/yes": [LocalServer.answer(200, "yes")],
        ])
        defer { server.stop() }
        let fetch = try Self.fetch()
        let start = "http://127.0.0.1:\(server.port)"

        #expect(try fetch.fetch(start + "/yes").bytes == Array("yes".utf8))
        for path in ["/no/a", "/to"] {
            #expect(
                Self.error(fetch, start + path) == .disallowed(url: start + "/no/a", robots: start + "/robots.txt"))
        }
        #expect(!server.asked.contains("/no/a"))
    }

    @Test(
        "A robots.txt that is not there allows all; one that can't be read, nothing",
        arguments: [
            (404, true), (403, true), (410, true), (429, false), (500, false), (503, false),
        ])
    func readsRobotsByStatus(_ status: Int, _ isAllowed: Bool) throws {
        let server = try LocalServer([
            "/robots.txt": [LocalServer.answer(status, "User-agent: *\nDisallow: /")],
            "/": [LocalServer.answer(200, "yes")],
        ])
        defer { server.stop() }

        #expect((Self.error(try Self.fetch(), "http://127.0.0.1:\(server.port)/") == nil) == isAllowed)
    }

    @Test("Of a long robots.txt the beginning counts, and one that leads elsewhere is followed")
    func readsLongRobots() throws {
        let filling = String(repeating: "# nothing\n", count: 60_000)
        let server = try LocalServer([
            "/robots.txt": [LocalServer.redirect("/robots")],
            "/robots": [LocalServer.answer(200, "User-agent: *\nDisallow: /a\n" + filling + "Disallow: /b\n")],
            "/b": [LocalServer.answer(200, "yes")],
        ])
        defer { server.stop() }
        let fetch = try Self.fetch()
        let start = "http://127.0.0.1:\(server.port)"

        #expect(Self.error(fetch, start + "/b") == nil)
        guard case .disallowed = Self.error(fetch, start + "/a") else {
            Issue.record("/a is disallowed")
            return
        }
    }
}
