import Foundation
import Testing

/// Whatever is sent, it gets the right 4xx or nothing, changes nothing, and the process goes on.
@Suite struct BadInputTests {
    let server: RunningServer

    init() throws { server = try RunningServer() }

    private func post(_ body: [UInt8], _ target: String = "/api/v1/articles") throws -> Answer {
        let head =
            "POST \(target) HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: Bearer \(RunningServer.token)\r\n"
            + "Content-Type: application/json\r\nContent-Length: \(body.count)\r\n\r\n"
        return try server.exchange(Array(head.utf8) + body)
    }

    private func total() throws -> Double? { try server.get("/api/v1/articles?count=true").json.number("total") }

    @Test func bodiesGetTheRightStatusAndChangeNothing() throws {
        let cases: [(String, Int)] = [
            ("", 400), ("{", 400), ("{\"title\": \"a\",}", 400), ("[1, 2", 400), ("nul", 400),
            ("{\"title\": \"\\ud800\"}", 400),
            (String(repeating: "[", count: 100_000), 400), ("[]", 422), ("5", 422), ("null", 422), ("{}", 422),
            ("{\"title\": 5}", 422), ("{\"title\": null}", 422), ("{\"title\": \"a\\u0000b\"}", 422),
            ("{\"title\": \"a\", \"title\": \"b\"}", 422),
            ("{\"title\": \"a\", \"published_on\": \"2023-02-29\"}", 422),
            ("{\"title\": \"a\", \"translation_of\": 1000000000000000000000000000000}", 422),
            ("{\"title\": \"\(String(repeating: "a", count: 2_000))\"}", 422),
            ("{\"title\": \"a\", \"statistics\": [{\"indicator\": \"i\", \"unit\": \"km\", \"value\": 1e400}]}", 422),
            (
                "{\"title\": \"a\", \"statistics\": [{\"indicator\": \"i\", \"unit\": \"km\", \"value\": 9007199254740993}]}",
                422
            ),
            ("{" + (0..<10_000).map { "\"u\($0)\":1" }.joined(separator: ",") + "}", 422),
        ]

        for (body, status) in cases {
            let answer = try post(Array(body.utf8))
            #expect(answer.status == status, "\(body.prefix(80))")
            #expect(answer.fields["content-type"] == "application/problem+json")
        }
        #expect(try post([0x7B, 0x22, 0x74, 0x22, 0x3A, 0x22, 0xFF, 0x22, 0x7D]).status == 400)
        #expect(try total() == 0)
    }

    @Test func aReferenceIsOfItsTypesThroughout() throws {
        #expect(try post(Array(#"{"title": "first"}"#.utf8)).status == 201)

        let refused = try post(Array(#"{"title": "a", "translation_of": {"id": 1, "slug": {}}}"#.utf8))
        let taken = try post(
            Array(#"{"title": "b", "translation_of": {"id": 1, "slug": "first", "title": "First"}}"#.utf8))

        #expect(refused.status == 422 && refused.text.contains("\"/translation_of/slug\""))
        #expect(taken.status == 201)
    }

    @Test func aBodyThatIsTooLargeIsRefusedBeforeItIsRead() throws {
        let head =
            "POST /api/v1/articles HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(RunningServer.token)\r\nContent-Length: 100000000000\r\n\r\n"

        #expect(try server.exchange(Array(head.utf8)).status == 413)
    }

    @Test func anArticleOfTwoMegabytesIsTaken() throws {
        let paragraph = String(repeating: "The river fell, and nobody knew why. ", count: 30)
        let body = (0..<1_900).map { "\(paragraph)\($0)" }.joined(separator: "\\n\\n")
        let answer = try post(
            Array(
                #"{"title": "Long", "body": "\#(body)", "quotes": [{"expert": "A", "kind": "direct", "text": "nobody knew why. 1899"}]}"#
                    .utf8))

        #expect(answer.status == 201)
        #expect(try answer.json.list("quotes").first?.text("anchor") == "exact")
        #expect(try server.get("/api/v1/articles/long.txt").body.count > 2_000_000)
    }

    @Test func pathsAndQueriesGetTheRightStatus() throws {
        let cases: [(String, Int)] = [
            ("/api/v1/articles/1000000000000000000000000000000", 404), ("/api/v1/articles/0", 404),
            ("/api/v1/quotes/abc", 404),
            ("/api/v1/nothing", 404), ("/api/v1/articles/a/b/c", 404), ("/api/v1/articles?limit=0", 400),
            ("/api/v1/articles?limit=201", 400),
            ("/api/v1/articles?limit=abc", 400), ("/api/v1/articles?cursor=zzz", 400),
            ("/api/v1/articles?nonsense=1", 400),
            ("/api/v1/articles?sort=nonsense", 400), ("/api/v1/search", 400), ("/api/v1/search?q=%FF", 400),
            ("/api/v1/articles?q=%zz", 400),
            ("/api/v1/search?q=%00%22*(", 200), ("/api/v1/articles?q=%22", 200), ("/../../etc/passwd", 404),
            ("/%2e%2e/%2e%2e/etc/passwd", 404),
            ("/..%2f..%2fetc/passwd", 404), ("/assets/%00", 404),
        ]

        for (target, status) in cases {
            let answer = try server.get(target)
            #expect(
                answer.status == status || (status == 404 && answer.status == 400 && target.contains("%")),
                "\(target) \(answer.status)")
            #expect(!answer.text.contains("root:"))
        }
        #expect(try server.send("PUT", "/api/v1/articles", "{}").fields["allow"]?.contains("POST") == true)
        #expect(try server.send("PUT", "/api/v1/articles", "{}").status == 405)
        #expect(try server.send("BREW", "/api/v1/articles").status == 501)
        #expect(
            try server.post(
                "/api/v1/articles", "title=a", fields: ["Content-Type": "application/x-www-form-urlencoded"]
            ).status == 415)
    }

    @Test func clientsThatLeaveOrNeverSendAreSurvived() throws {
        for text in [
            "", "G", "GET /api/v1/articles HTTP/1.1\r\nHo",
            "POST /api/v1/topics HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{\"na",
            "POST /api/v1/topics HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"n",
            "GET /api/v1/export HTTP/1.1\r\nHost: a\r\n\r\n",
        ] {
            for _ in 0..<20 {
                let connection = try Connection(port: server.port)
                connection.send(text)
            }
        }

        #expect(try server.get("/readyz").status == 200)
        #expect(server.isRunning)
        #expect(try server.get("/api/v1/topics?count=true").json.number("total") == 0)
    }
}
