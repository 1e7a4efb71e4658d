import HTTPTypes
import Testing

@testable import HTTPServer

@Suite("The router") struct RouterTests {
    private static func route(_ method: HTTPRequest.Method, _ pattern: String) -> Route {
        Route(method, pattern) { request, responder in
            responder.send(text("\(method) \(pattern) \(request.parameters)"))
        }
    }

    private let router = Router([
        route(.get, "/"), route(.get, "/articles"), route(.post, "/articles"), route(.get, "/articles/{ref}"),
        route(.patch, "/articles/{ref}"), route(.get, "/articles/{ref}.txt"), route(.get, "/articles/{ref}.json"),
        route(.get, "/articles/new"), route(.get, "/articles/{ref}/quotes"), route(.get, "/{kind}/{ref}/history"),
        route(.get, "/openapi.json"), route(.head, "/special"), route(.get, "/special"),
    ])

    private func ask(_ method: HTTPRequest.Method, _ target: String) -> (status: Int, text: String, allow: String?) {
        let response = router.respond(to: Request(method: method, target: target))
        var text = ""
        if case .bytes(let storage) = response.body {
            text = storage.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
        }
        return (response.status.code, text, response.fields[.allow])
    }

    @Test("prefers literals to suffixes and suffixes to plain parameters") func precedence() {
        #expect(ask(.get, "/").text == "GET / []")
        #expect(ask(.get, "/articles").text == "GET /articles []")
        #expect(ask(.get, "/articles/new").text == "GET /articles/new []")
        #expect(ask(.get, "/articles/a.txt").text == "GET /articles/{ref}.txt [\"a\"]")
        #expect(ask(.get, "/articles/a.b.txt").text == "GET /articles/{ref}.txt [\"a.b\"]")
        #expect(ask(.get, "/articles/a.xml").text == "GET /articles/{ref} [\"a.xml\"]")
        #expect(ask(.get, "/articles/.txt").text == "GET /articles/{ref} [\".txt\"]")
    }

    @Test("tries the next pattern when the first leads nowhere") func backtracking() {
        #expect(ask(.get, "/articles/new/quotes").text == "GET /articles/{ref}/quotes [\"new\"]")
        #expect(ask(.get, "/articles/7/history").text == "GET /{kind}/{ref}/history [\"articles\", \"7\"]")
        #expect(ask(.patch, "/articles/a.xml").text == "PATCH /articles/{ref} [\"a.xml\"]")
        #expect(ask(.patch, "/articles/new").text == "PATCH /articles/{ref} [\"new\"]")
    }

    @Test("leaves the query out") func query() {
        #expect(ask(.get, "/articles/7?a=/b").text == "GET /articles/{ref} [\"7\"]")
    }

    @Test("decodes parameters once, and keeps an encoded slash within its segment") func decoding() {
        #expect(ask(.get, "/articles/caf%C3%A9").text == "GET /articles/{ref} [\"café\"]")
        #expect(ask(.get, "/articles/a%2Fb").text == "GET /articles/{ref} [\"a/b\"]")
        #expect(ask(.get, "/articles/%252F").text == "GET /articles/{ref} [\"%2F\"]")
        #expect(ask(.get, "/%61rticles").text == "GET /articles []")
        #expect(ask(.get, "/articles/%FF").status == 400)
        #expect(ask(.get, "/articles/%C3").status == 400)
    }

    @Test("knows no empty segments and no dots") func segments() {
        #expect(ask(.get, "/articles/").status == 404)
        #expect(ask(.get, "//articles").status == 404)
        #expect(ask(.get, "/articles//quotes").status == 404)
        #expect(ask(.get, "/articles/../articles").status == 404)
    }

    @Test("takes a path that ends as a suffix does for that pattern's alone") func suffixes() {
        let answer = ask(.patch, "/articles/a.txt")

        #expect(answer.status == 405)
        #expect(answer.allow == "GET, HEAD, OPTIONS")
    }

    @Test("answers 405 with the methods of every pattern that matches") func notAllowed() {
        let answer = ask(.delete, "/articles/new")

        #expect(answer.status == 405)
        #expect(answer.allow == "GET, HEAD, PATCH, OPTIONS")
        #expect(ask(.put, "/articles").allow == "GET, HEAD, POST, OPTIONS")
        #expect(ask(.trace, "/").status == 405)
    }

    @Test("answers OPTIONS with Allow") func options() {
        let answer = ask(.options, "/articles")

        #expect(answer.status == 204)
        #expect(answer.allow == "GET, HEAD, POST, OPTIONS")
        #expect(ask(.options, "/nowhere").status == 404)
        #expect(ask(.options, "*").status == 204)
    }

    @Test("answers HEAD from GET's route without a body, unless it has its own") func head() {
        #expect(ask(.head, "/articles").status == 200)
        #expect(ask(.head, "/articles").text.isEmpty)
        #expect(ask(.head, "/special").status == 200)
    }

    @Test("leaves what no pattern matches to the fallback") func fallback() {
        let router = Router(
            [Self.route(.get, "/a")], fallback: { _, responder in responder.send(text("fallback")) },
            optionsFields: [.accessControlAllowOrigin: "*"])

        let fallback = router.respond(to: Request(method: .get, target: "/b"))
        let notAllowed = router.respond(to: Request(method: .post, target: "/a"))
        let options = router.respond(to: Request(method: .options, target: "/b"))

        #expect(fallback.status == .ok)
        #expect(notAllowed.status == .methodNotAllowed)
        #expect(options.fields[.accessControlAllowOrigin] == "*")
    }

    @Test("gives handlers the request as it was made") func request() {
        let request = Request(
            method: .post, target: "/a%20b?c=d&e", fields: [.accept: "x", .cookie: "1", .userAgent: "y"],
            body: [1, 2], worker: 3)

        #expect(request.target == "/a%20b?c=d&e")
        #expect(request.rawPath == "/a%20b")
        #expect(request.rawQuery == "c=d&e")
        #expect(request[.accept] == "x")
        #expect(request[.accept] == "x")
        #expect(request.fields.count == 3)
        #expect(Request(method: .get, target: "/").rawQuery == nil)
        #expect(Request(method: .get, target: "/?").rawQuery == "")
    }
}
