import Foundation
import HTTPTypes
import Synchronization
import Testing

@testable import HTTPServer

@Suite("The response cache") struct CacheTests {
    /// A generation that tests move, and how often the handler was asked.
    private final class State: Sendable {
        let generation = Atomic<UInt64>(2)
        let calls = Atomic<Int>(0)
        let value = Atomic<Int>(0)

        var router: Router {
            Router([
                Route(.get, "/value/{x}") { [self] request, responder in
                    calls.wrappingAdd(1, ordering: .relaxed)
                    let generation = generation.load(ordering: .acquiring)
                    let value = value.load(ordering: .relaxed)
                    responder.send(
                        text(
                            "\(value) " + String(repeating: ".", count: 2000), tag: "v\(value)",
                            validity: .generation(generation)))
                },
                Route(.put, "/value") { [self] _, responder in
                    generation.wrappingAdd(1, ordering: .acquiringAndReleasing)
                    let new = value.wrappingAdd(1, ordering: .relaxed).newValue
                    generation.wrappingAdd(1, ordering: .acquiringAndReleasing)
                    responder.send(text("\(new)"))
                },
            ])
        }

        func serve() throws -> TestServer {
            try TestServer(router, generation: { [self] in generation.load(ordering: .acquiring) })
        }
    }

    @Test("asks the handler once a generation") func once() throws {
        let state = State()
        let server = try state.serve()
        let client = try server.connect()

        let answers = try (0..<5).map { _ in try client.ask("GET /value/1") }
        let other = try client.ask("GET /value/2")
        _ = try client.ask("PUT /value", body: "")
        let new = try client.ask("GET /value/1")

        #expect(Set(answers.map(\.text)).count == 1)
        #expect(Set(answers.map { $0.lines.filter { !$0.hasPrefix("Date") } }).count == 1)
        #expect(other.text == answers[0].text)
        #expect(new.text.hasPrefix("1 "))
        #expect(state.calls.load(ordering: .relaxed) == 3)
        #expect(server.server.counts.cacheHits == 4)
    }

    @Test("neither serves nor keeps anything while a change is being committed") func odd() throws {
        let state = State()
        let server = try state.serve()
        let client = try server.connect()
        _ = try client.ask("GET /value/1")

        state.generation.store(3, ordering: .releasing)
        _ = try client.ask("GET /value/1")
        _ = try client.ask("GET /value/1")
        state.generation.store(4, ordering: .releasing)
        _ = try client.ask("GET /value/1")

        #expect(state.calls.load(ordering: .relaxed) == 4)
        #expect(server.server.counts.cacheHits == 0)
    }

    @Test("keeps gzip and plain answers apart, each with its tag") func codings() throws {
        let state = State()
        let server = try state.serve()
        let client = try server.connect()

        let plain = try (0..<2).map { _ in try client.ask("GET /value/1") }
        let gzip = try (0..<2).map { _ in try client.ask("GET /value/1", ["Accept-Encoding: gzip, br"]) }
        let refused = try client.ask("GET /value/1", ["Accept-Encoding: gzip;q=0"])

        #expect(plain.allSatisfy { $0["etag"] == "\"v0\"" && $0["content-encoding"] == nil })
        #expect(gzip.allSatisfy { $0["etag"] == "\"v0-gzip\"" && $0["content-encoding"] == "gzip" })
        #expect((plain + gzip).allSatisfy { $0["vary"] == "Accept-Encoding" })
        #expect(gzip[0].body == gzip[1].body)
        #expect(refused["content-encoding"] == nil)
        #expect(state.calls.load(ordering: .relaxed) == 2)
    }

    @Test("answers If-None-Match and HEAD from the cache") func conditions() throws {
        let state = State()
        let server = try state.serve()
        let client = try server.connect()
        let get = try client.ask("GET /value/1")

        let same = try client.ask("GET /value/1", ["If-None-Match: \"v0\""])
        let list = try client.ask("GET /value/1", ["If-None-Match: \"x\", W/\"v0\""])
        let star = try client.ask("GET /value/1", ["If-None-Match: *"])
        let coded = try client.ask("GET /value/1", ["If-None-Match: \"v0-gzip\""])
        let head = try client.ask("HEAD /value/1")

        for answer in [same, list, star] {
            #expect(answer.status == 304)
            #expect(answer["etag"] == "\"v0\"")
            #expect(answer["vary"] == "Accept-Encoding")
            #expect(answer["content-length"] == nil)
            #expect(answer["content-type"] == nil)
        }
        #expect(coded.status == 200)
        #expect(head.lines.filter { !$0.hasPrefix("Date") } == get.lines.filter { !$0.hasPrefix("Date") })
        #expect(state.calls.load(ordering: .relaxed) == 1)
    }

    @Test("answers a first If-None-Match with 304, and keeps the whole answer") func firstCondition() throws {
        let state = State()
        let client = try state.serve().connect()

        let first = try client.ask("GET /value/1", ["If-None-Match: \"v0\""])
        let second = try client.ask("GET /value/1")

        #expect(first.status == 304)
        #expect(second.text.hasPrefix("0 "))
        #expect(state.calls.load(ordering: .relaxed) == 1)
    }

    @Test("keeps what varies by Cookie for requests without one, and gives it to nobody else") func cookies() throws {
        let calls = Atomic<Int>(0)
        let router = Router(
            ["Cookie", "Accept, cookie", "Accept-Language, Cookie", "*", "Accept"].enumerated().map { index, vary in
                Route(.get, "/page/\(index)") { request, responder in
                    calls.wrappingAdd(1, ordering: .relaxed)
                    var response = text("for \(request[.cookie] ?? "all")", tag: "v", validity: .generation(2))
                    response.fields[.vary] = vary
                    responder.send(response)
                }
            })
        let server = try TestServer(router, generation: { 2 })
        let client = try server.connect()
        /// How often the handler is asked, in an order in which each answer might be given to the wrong client.
        func asked(_ index: Int, _ vary: String) throws -> Int {
            let before = calls.load(ordering: .relaxed)
            for cookie in ["a", nil, "a", nil, "b"] {
                let fields = cookie.map { ["Cookie: \($0)"] } ?? []
                let answer = try client.ask("GET /page/\(index)", fields)
                if vary != "Accept" { #expect(answer.text == "for \(cookie ?? "all")") }
                #expect(answer["vary"] == vary)
                #expect(try client.ask("GET /page/\(index)", fields + ["If-None-Match: \"v\""]).status == 304)
            }
            return calls.load(ordering: .relaxed) - before
        }

        #expect(try asked(0, "Cookie") == 7)
        #expect(try asked(1, "Accept, cookie") == 7)
        #expect(try asked(2, "Accept-Language, Cookie") == 10)
        #expect(try asked(3, "*") == 10)
        #expect(try asked(4, "Accept") == 1)
    }

    @Test("sets Connection right in what it keeps") func connection() throws {
        let server = try State().serve()

        for _ in 0..<2 {
            let client = try server.connect()
            let answer = try client.ask("GET /value/1", ["Connection: close"])
            #expect(answer["connection"] == "close")
            #expect(answer.body.count == 2002)
            #expect(client.isClosedByServer())
        }
        let old = try server.connect()
        old.send("GET /value/1 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
        #expect(try old.readAnswer()["connection"] == "keep-alive")
    }

    @Test("passes requests with a range, a body or another condition on") func passedOn() throws {
        let state = State()
        let client = try state.serve().connect()
        _ = try client.ask("GET /value/1")

        _ = try client.ask("GET /value/1", ["Range: bytes=0-1"])
        _ = try client.ask("GET /value/1", ["If-Match: \"v0\""])
        _ = try client.ask("GET /value/1", body: "x")

        #expect(state.calls.load(ordering: .relaxed) == 4)
    }

    @Test("answers pipelines of cached and other requests in order") func pipeline() throws {
        let client = try State().serve().connect()
        _ = try client.ask("GET /value/1")
        let cached = "GET /value/1 HTTP/1.1\r\nHost: a\r\n\r\n"
        let other = "PUT /value HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n"

        client.send(String(repeating: cached + cached + other, count: 100))

        for round in 0..<100 {
            #expect(try client.readAnswer().text.hasPrefix("\(round) "))
            #expect(try client.readAnswer().text.hasPrefix("\(round) "))
            #expect(try client.readAnswer().text == "\(round + 1)")
        }
    }

    @Test("shows nobody an older answer after a newer one, nor after an own change") func monotonic() throws {
        let state = State()
        let server = try TestServer(
            state.router, loops: 2, workers: 4, generation: { state.generation.load(ordering: .acquiring) })
        let isDone = Atomic<Bool>(false)
        let faults = Atomic<Int>(0)
        let readers = DispatchGroup()
        for _ in 0..<4 {
            let client = try server.connect()
            DispatchQueue(label: "reader").async(group: readers) {
                var last = 0
                while !isDone.load(ordering: .relaxed) {
                    guard let text = try? client.ask("GET /value/1").text,
                        let value = Int(text.prefix { $0 != " " })
                    else {
                        faults.wrappingAdd(1, ordering: .relaxed)
                        return
                    }
                    if value < last { faults.wrappingAdd(1, ordering: .relaxed) }
                    last = value
                }
            }
        }
        let writer = try server.connect()

        for _ in 0..<300 {
            let written = try Int(writer.ask("PUT /value", body: "").text) ?? -1
            let read = try Int(writer.ask("GET /value/1").text.prefix { $0 != " " }) ?? -2
            #expect(read >= written)
        }
        isDone.store(true, ordering: .relaxed)
        readers.wait()

        #expect(faults.load(ordering: .relaxed) == 0)
        #expect(server.server.counts.cacheHits > 0)
    }

    // MARK: The table itself

    private func answer(_ target: String, size: Int = 100, generation: UInt64 = 2) -> CachedAnswer {
        Array("head\r\n\r\n".utf8).withUnsafeBytes { head in
            CachedAnswer(
                target: Array(target.utf8), isForGzip: false, isWithoutCookie: false, generation: generation,
                head: head,
                content: ByteStorage(copying: [UInt8](repeating: 1, count: size)), tag: nil, notModified: head)
        }
    }

    private func find(_ cache: ResponseCache, _ target: String, generation: UInt64 = 2) -> CachedAnswer? {
        Array(target.utf8).withUnsafeBytes { cache.answer(to: $0, isForGzip: false, generation: generation) }
    }

    @Test("stays within its bytes, and drops first what nobody asks for") func bounded() {
        let cache = ResponseCache(limit: 100_000)
        cache.insert(answer("/popular"), present: 2)

        for index in 0..<2000 {
            cache.insert(answer("/\(index)"), present: 2)
            _ = find(cache, "/popular")
        }

        #expect(cache.bytes <= 100_000)
        #expect(cache.bytes > 50_000)
        #expect(find(cache, "/popular") != nil)
        #expect(find(cache, "/1999") != nil)
        #expect(find(cache, "/0") == nil)
    }

    @Test("holds one generation, and takes nothing that is not the present one") func generations() {
        let cache = ResponseCache(limit: 100_000)

        cache.insert(answer("/a", generation: 2), present: 2)
        cache.insert(answer("/old", generation: 2), present: 4)
        #expect(find(cache, "/a") != nil)
        cache.insert(answer("/b", generation: 4), present: 4)

        #expect(find(cache, "/a") == nil)
        #expect(find(cache, "/a", generation: 4) == nil)
        #expect(find(cache, "/old", generation: 4) == nil)
        #expect(find(cache, "/b", generation: 4) != nil)
    }

    @Test("takes no answer that would fill a large part of it") func large() {
        let cache = ResponseCache(limit: 100_000)

        cache.insert(answer("/large", size: 30_000), present: 2)

        #expect(cache.bytes == 0)
    }
}
