import Foundation
import Testing

/// What was written, over HTTP.
@Suite struct HistoryRoutesTests {
    let server: RunningServer
    private let root = "/api/v1"

    init() throws {
        server = try RunningServer()
        _ = try server.post(
            "\(root)/topics", #"{"name": "Water"}"#, fields: ["Sourcebook-Note": "erster Eintrag: Größe"])
    }

    @Test func aRecordHasAHistoryAndEarlierStates() throws {
        _ = try server.send("PATCH", "\(root)/topics/water", #"{"name": "Waters"}"#)

        let history = try server.get("\(root)/topics/water/history?limit=1")
        let next = try #require(try history.json["next"] as? String)
        let older = try server.get(next).items

        #expect(try history.items.map { $0.text("by") } == ["environment"])
        #expect(older.map { $0.text("note") } == ["erster Eintrag: Größe"])
        #expect(try server.get("\(root)/topics/water?revision=1").json.text("name") == "Water")
        #expect(try server.get("\(root)/topics/water?revision=1&fields=name").json.count == 1)
        #expect(try server.get("\(root)/topics/water?as_of=9998-01-01").json.text("name") == "Waters")
        #expect(try server.get("\(root)/topics/water?as_of=2000-01-01T00:00:00Z").status == 404)
        #expect(try server.get("\(root)/topics/water?revision=3").status == 404)
        for query in [
            "revision=0", "revision=+1", "revision=", "as_of=2000", "as_of=x", "revision=1&as_of=2000-01-01",
            "revision=1&include=a", "revision=1&revision=2",
        ] { #expect(try server.get("\(root)/topics/water?\(query)").status == 400, "\(query)") }
        #expect(try server.get("\(root)/topics/water/history?cursor=x").status == 400)
    }

    @Test func aDeletedRecordIsGoneAndComesBack() throws {
        #expect(try server.send("DELETE", "\(root)/topics/water").status == 204)

        for target in ["\(root)/topics/water", "\(root)/topics/1"] {
            #expect(try server.get(target).status == 410)
            #expect(try server.send("HEAD", target, token: nil).status == 410)
            #expect(try server.send("PATCH", target, #"{"name": "a"}"#).status == 410)
            #expect(try server.send("DELETE", target).status == 410)
        }
        #expect(try server.get("/topics/water").status == 410)
        #expect(try server.get("/topics/waters").status == 404)
        #expect(try server.get("\(root)/topics/water").json.text("detail").contains("/restore brings it back"))
        #expect(try server.get("\(root)/topics/waters").status == 404)
        let back = try server.send("POST", "\(root)/topics/water/restore")
        #expect(back.status == 200)
        #expect(try back.json.number("id") == 1 && back.fields["etag"] == server.get("\(root)/topics/1").fields["etag"])
        #expect(try server.send("POST", "\(root)/topics/water/restore").status == 409)
        #expect(try server.send("POST", "\(root)/topics/nothing/restore").status == 404)
        #expect(try server.post("\(root)/topics/water/restore", #"{"revision": 1}"#).status == 200)
        #expect(try server.post("\(root)/topics/water/restore", #"{"revision": "1", "a": 2}"#).status == 422)
        #expect(try server.post("\(root)/topics/water/restore", #"{"revision": 77}"#).status == 404)
    }

    @Test func changesAreFollowedFromPageToPage() throws {
        _ = try server.send("PATCH", "\(root)/topics/water", #"{"name": "Waters"}"#)
        let first = try server.get("\(root)/changes?limit=1")
        let second = try server.get(first.json.text("next"))
        let third = try server.get(second.json.text("next"))

        #expect(try first.items.map { $0.text("action") } == ["create"])
        #expect(try second.items.map { $0.text("action") } == ["update"])
        #expect(try third.items.isEmpty && third.json.text("next") == second.json.text("next"))
        _ = try server.send("DELETE", "\(root)/topics/water")
        #expect(try server.get(third.json.text("next")).items.map { $0.text("action") } == ["delete"])
        #expect(try server.get("\(root)/changes?since=x").status == 400)
        #expect(try server.get("\(root)/changes?after=1").status == 400)
    }

    @Test func aFollowerMissesNothingOfWhatManyWriteAtOnce() throws {
        let server = server
        let writing = Thread {
            DispatchQueue.concurrentPerform(iterations: 100) { number in
                _ = try? server.post("/api/v1/topics", "{\"name\": \"Topic\", \"slug\": \"t\(number)\"}")
            }
        }
        writing.start()

        var seen: [String] = []
        var next = "\(root)/changes?limit=7"
        while true {
            let isOver = writing.isFinished
            let page = try server.get(next)
            seen += try page.items.map { $0.text("slug") }
            next = try page.json.text("next")
            if isOver, try page.items.isEmpty { break }
        }

        #expect(seen.count == 101 && Set(seen).count == 101)
        #expect(try server.get("\(root)/changes?limit=200").items.map { $0.text("slug") } == seen)
    }

    @Test func aNoteHasABound() throws {
        let long = String(repeating: "a", count: 1_001)
        #expect(
            try server.post("\(root)/topics", #"{"name": "A"}"#, fields: ["Sourcebook-Note": long]).status == 400)
        #expect(try server.get("\(root)/topics/a").status == 404)
    }

    @Test func aKeyIsAnsweredOnceAndForADay() throws {
        func post(_ name: String, _ key: String) throws -> Answer {
            try server.post("\(root)/topics", "{\"name\": \"\(name)\"}", fields: ["Idempotency-Key": key])
        }

        let first = try post("River", "k1")
        let again = try post("River", "k1")

        #expect(first.status == 201 && again.status == 201 && first.body == again.body)
        #expect(first.fields["location"] == again.fields["location"] && first.fields["etag"] == again.fields["etag"])
        #expect(try server.get("\(root)/topics?count=true").json.number("total") == 2)
        #expect(try post("Rivers", "k1").status == 422)
        #expect(try post("River", "k2").status == 201)
        #expect(try post("River", String(repeating: "k", count: 255)).status == 201)
        #expect(try post("River", String(repeating: "k", count: 256)).status == 400)
        // What failed is tried again.
        #expect(try server.post("\(root)/topics", "{}", fields: ["Idempotency-Key": "k3"]).status == 422)
        #expect(try post("Lake", "k3").status == 201)
    }

    @Test func aKeyLastsThroughARestart() throws {
        let body = #"{"name": "Sea"}"#
        let first = try server.post("\(root)/topics", body, fields: ["Idempotency-Key": "k"])
        #expect(server.stop() == 0)

        let restarted = try RunningServer(scratch: server.scratch)
        let again = try restarted.post("\(root)/topics", body, fields: ["Idempotency-Key": "k"])

        #expect(first.body == again.body && again.status == 201)
        #expect(try restarted.get("\(root)/topics?count=true").json.number("total") == 2)
    }

    @Test func twoAtOnceUnderOneKeyWriteOnce() throws {
        let server = server
        let answers = try withUnsafeTemporaryThreads(8) {
            try server.post("/api/v1/topics", #"{"name": "Sea"}"#, fields: ["Idempotency-Key": "k"])
        }

        #expect(Set(answers.map { $0.text }).count == 1 && answers.allSatisfy { $0.status == 201 })
        #expect(try server.get("\(root)/topics?count=true").json.number("total") == 2)
    }

    /// What `body` gives on each of so many threads.
    private func withUnsafeTemporaryThreads(
        _ count: Int, _ body: @escaping @Sendable () throws -> Answer
    ) throws -> [Answer] {
        let results = Results()
        DispatchQueue.concurrentPerform(iterations: count) { _ in results.add(Result { try body() }) }
        return try results.all.map { try $0.get() }
    }

    /// What threads came to; behind a lock.
    private final class Results: @unchecked Sendable {
        private let lock = NSLock()
        private var found: [Result<Answer, any Error>] = []
        func add(_ result: Result<Answer, any Error>) { lock.withLock { found.append(result) } }
        var all: [Result<Answer, any Error>] { lock.withLock { found } }
    }
}
