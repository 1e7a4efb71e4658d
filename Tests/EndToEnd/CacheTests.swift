import Foundation
import Testing

/// What the response cache promises while somebody writes: nobody sees an older answer after a newer one, nobody who
/// has written sees less than that, and what a token may see nobody sees without one.
@Suite(.serialized) struct CacheTests {
    /// What the readers read, and what of it the writer changes: a record and a list, each kept in the cache.
    private static let targets = ["/api/v1/topics/1", "/api/v1/topics"]

    /// How long is written and read: as many states as suffice, for some seconds, and never longer than a slow machine
    /// or a sanitizer may take.
    private static let (states, seconds, longest) = (50, 3.0, 60.0)

    @Test func nobodySeesAnOlderAnswerAfterANewerOneNorLessThanTheyHaveWritten() throws {
        let server = try RunningServer()
        #expect(try server.post("/api/v1/topics", #"{"name": "0"}"#).status == 201)
        let record = Record()
        let readers = DispatchGroup()

        for number in 0..<8 {
            let kept = try KeptConnection(port: server.port)
            DispatchQueue(label: "reader \(number)").async(group: readers) { read(on: kept, number, record) }
        }
        // The writer reads on another connection than the one that it writes on, and on one that is new each time.
        let writing = try KeptConnection(port: server.port)
        let reading = try KeptConnection(port: server.port)
        let start = Date()
        var written = 0
        while written < Self.states
            ? start.timeIntervalSinceNow > -Self.longest : start.timeIntervalSinceNow > -Self.seconds
        {
            let answer = try writing.send("PATCH", Self.targets[0], #"{"name": "\#(written + 1)"}"#)
            #expect(answer.status == 200)
            written += 1
            // Everybody who begins to read from here on sees it.
            record.acknowledge(written)
            for target in Self.targets {
                try #expect(Self.number(reading.send("GET", target)) >= written, "\(target) after \(written)")
            }
            if written % 10 == 0 {
                try #expect(Self.number(KeptConnection(port: server.port).send("GET", Self.targets[0])) >= written)
            }
        }
        record.finish()
        readers.wait()

        #expect(record.faults == [])
        #expect(written >= Self.states)
        #expect(record.reads > written, "\(record.reads) reads of \(written) states")
        let metrics = try server.get("/metrics", token: RunningServer.token).text
        let hits = metrics.split(separator: "\n").first { $0.hasPrefix("sourcebook_cache_hits_total ") }
        #expect((hits?.split(separator: " ").last.flatMap { Int($0) } ?? 0) > 0, "nothing came from the cache")
    }

    /// Reads one target after the other, in turns one at a time and several at once, until the record says that it is
    /// over; notes every number that is less than one that was seen, or acknowledged, before the request was sent.
    private func read(on connection: KeptConnection, _ number: Int, _ record: Record) {
        var seen = 0
        var round = number
        do {
            while !record.isFinished {
                round += 1
                let least = max(seen, record.acknowledged)
                let requests = (0..<(round % 4 == 0 ? 8 : 1)).map { Self.targets[(round + $0) % Self.targets.count] }
                for target in requests { connection.ask("GET", target) }
                for target in requests {
                    let value = try Self.number(connection.readAnswer())
                    if value < max(seen, least) { record.note("\(target): \(value) after \(max(seen, least))") }
                    seen = max(seen, value)
                    record.count()
                }
            }
        } catch {
            record.note("reader \(number): \(error)")
        }
    }

    @Test func whatIsConditionalIsNotAnsweredWithWhatWas() throws {
        let server = try RunningServer()
        let connection = try KeptConnection(port: server.port)
        _ = try server.post("/api/v1/topics", #"{"name": "0"}"#)

        for number in 1...100 {
            let tag = try #require(try connection.send("GET", Self.targets[0]).fields["etag"])
            connection.ask("GET", Self.targets[0], fields: ["If-None-Match: \(tag)"])
            #expect(try connection.readAnswer().status == 304)
            #expect(try server.send("PATCH", Self.targets[0], #"{"name": "\#(number)"}"#).status == 200)
            connection.ask("GET", Self.targets[0], fields: ["If-None-Match: \(tag)"])
            let answer = try connection.readAnswer()
            #expect(answer.status == 200)
            #expect(try Self.number(answer) == number)
        }
    }

    @Test func whatATokenMaySeeIsNeverServedWithoutOne() throws {
        let server = try RunningServer(["--private"])
        #expect(try server.post("/api/v1/topics", #"{"name": "secret"}"#).status == 201)
        let targets = Self.targets + ["/api/v1/search?q=secre", "/api/v1/topics?q=secre", "/search?q=secre", "/"]
        let record = Record()
        let group = DispatchGroup()

        // Some with a token that fill whatever is kept, some without, at once, over the same targets.
        for number in 0..<8 {
            let token = number % 2 == 0 ? RunningServer.token : nil
            let connection = try KeptConnection(port: server.port)
            DispatchQueue(label: "client \(number)").async(group: group) {
                do {
                    for round in 0..<150 {
                        let target = targets[(round + number) % targets.count]
                        connection.ask("GET", target, token: token)
                        let answer = try connection.readAnswer()
                        record.count()
                        if token == nil, answer.text.contains("secret") || answer.status == 200 {
                            record.note("\(target) without a token: \(answer.status)")
                        }
                        if token != nil, target.hasPrefix("/api/"), !answer.text.contains("secret") {
                            record.note("\(target) with a token: \(answer.status)")
                        }
                    }
                } catch {
                    record.note("client \(number): \(error)")
                }
            }
        }
        group.wait()
        // On one connection, too: who has shown a token with one request has not with the next.
        let connection = try KeptConnection(port: server.port)
        for target in targets {
            for token in [RunningServer.token, nil, "wrong", RunningServer.token, nil] {
                connection.ask("GET", target, token: token)
                let answer = try connection.readAnswer()
                if token != RunningServer.token { #expect(!answer.text.contains("secret") && answer.status != 200) }
            }
        }

        #expect(record.faults == [])
        #expect(record.reads == 8 * 150)
    }

    /// The number that a record, or the only one of a list, has for a name.
    private static func number(_ answer: Answer) throws -> Int {
        let json = try answer.json
        return Int((json["items"] == nil ? json : json.list("items").first ?? [:]).text("name")) ?? -1
    }
}

/// What readers and the writer tell each other.
// @unchecked: everything is touched with the lock held only.
private final class Record: @unchecked Sendable {
    private let lock = NSLock()
    private var lastAcknowledged = 0
    private var hasFinished = false
    private var noted: [String] = []
    private var counted = 0

    var acknowledged: Int { lock.withLock { lastAcknowledged } }
    var isFinished: Bool { lock.withLock { hasFinished } }
    var faults: [String] { lock.withLock { noted } }
    var reads: Int { lock.withLock { counted } }

    func acknowledge(_ number: Int) { lock.withLock { lastAcknowledged = number } }
    func finish() { lock.withLock { hasFinished = true } }
    func count() { lock.withLock { counted += 1 } }
    func note(_ fault: String) { lock.withLock { if noted.count < 20 { noted.append(fault) } } }
}
