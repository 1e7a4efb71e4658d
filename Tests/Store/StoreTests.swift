import Foundation
import Store
import Synchronization
import Testing

@Suite struct StoreTests {
    let scratch: Scratch
    let store: Store

    init() throws {
        scratch = try Scratch()
        let script = "CREATE TABLE words (id INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE CHECK (word <> '')) STRICT;"
        store = try Store(
            path: "\(scratch.path)/test.db",
            migrations: Migrations(steps: [
                Migrations.Step(version: 1, name: "0001_words.sql", script: script, checksum: "c")
            ]), readers: 2)
    }

    @Test func readsBackWhatWasWritten() throws {
        for word in ["", "a\u{0}b", "Ким", "'; DROP TABLE words; --"].dropFirst() {
            try store.writeAndWait { try $0.execute("INSERT INTO words (word) VALUES (?)", [.text(word)]) }
        }

        let words = try store.read { try $0.all("SELECT word FROM words ORDER BY id") { $0.string(0) } }

        #expect(words == ["a\u{0}b", "Ким", "'; DROP TABLE words; --"])
    }

    @Test func tellsConstraintsApartByTheirCodes() throws {
        try store.writeAndWait { try $0.execute("INSERT INTO words (word) VALUES ('one')") }

        #expect {
            try store.writeAndWait { try $0.execute("INSERT INTO words (word) VALUES ('one')") }
        } throws: { if case StoreError.notUnique = $0 { true } else { false } }
        #expect {
            try store.writeAndWait { try $0.execute("INSERT INTO words (word) VALUES ('')") }
        } throws: { if case StoreError.constraint = $0 { true } else { false } }
    }

    @Test func aWriteThatFailsTakesNothingWithItFromItsBatch() throws {
        let answered = DispatchGroup()
        let outcomes = Mutex<[Int: Bool]>([:])

        for number in 0..<100 {
            answered.enter()
            store.write { connection in
                try connection.execute("INSERT INTO words (word) VALUES (?)", [.text("word \(number)")])
                // Every third is written and then refused.
                if number % 3 == 0 { throw StoreError.constraint("test") }
            } completion: { result in
                outcomes.withLock { $0[number] = (try? result.get()) != nil }
                answered.leave()
            }
        }
        answered.wait()

        let kept = try store.read { try $0.all("SELECT word FROM words") { $0.string(0) } }
        #expect(kept.count == 66)
        for number in 0..<100 {
            #expect(kept.contains("word \(number)") == (number % 3 != 0))
            #expect(outcomes.withLock { $0[number] } == (number % 3 != 0))
        }
    }

    @Test func aWriteIsAnsweredWhenItCanBeRead() throws {
        for number in 0..<20 {
            try store.writeAndWait { try $0.execute("INSERT INTO words (word) VALUES (?)", [.text("\(number)")]) }
            #expect(try store.read(number % 2) { try $0.integer("SELECT count(*) FROM words") } == number + 1)
        }
    }

    @Test func theGenerationMovesWithACommitAndIsEvenAfterIt() throws {
        let before = store.generation.current

        try store.writeAndWait { try $0.execute("INSERT INTO words (word) VALUES ('one')") }
        let after = store.generation.current
        _ = try? store.writeAndWait { _ in throw StoreError.busy }

        #expect(before & 1 == 0 && after & 1 == 0 && after > before)
        #expect(store.generation.current == after)
    }

    @Test func aHeldSnapshotSeesOneMoment() throws {
        try store.writeAndWait { try $0.execute("INSERT INTO words (word) VALUES ('before')") }
        let reader = try store.openReader()
        try reader.holdSnapshot()

        try store.writeAndWait { try $0.execute("INSERT INTO words (word) VALUES ('after')") }

        #expect(try reader.read { try $0.integer("SELECT count(*) FROM words") } == 1)
        #expect(try store.read { try $0.integer("SELECT count(*) FROM words") } == 2)
    }

    @Test func readersCannotWrite() throws {
        #expect {
            try store.read { try $0.execute("INSERT INTO words (word) VALUES ('one')") }
        } throws: { $0 as? StoreError == .readOnly }
    }

    @Test func aStatementMayBeUsedWhileItIsBeingRead() throws {
        for word in ["a", "b", "c"] {
            try store.writeAndWait { try $0.execute("INSERT INTO words (word) VALUES (?)", [.text(word)]) }
        }

        var pairs: [String] = []
        try store.read { connection in
            let sql = "SELECT word FROM words ORDER BY word"
            try connection.query(sql) { outer in
                let first = outer.string(0)
                try connection.query(sql) { inner in pairs.append(first + inner.string(0)) }
            }
        }

        #expect(pairs == ["aa", "ab", "ac", "ba", "bb", "bc", "ca", "cb", "cc"])
    }

    @Test func keepsSynchronousFullAndForeignKeys() throws {
        let settings = try store.writeAndWait { connection in
            [
                try connection.string("PRAGMA journal_mode"), try connection.string("PRAGMA synchronous"),
                try connection.string("PRAGMA foreign_keys"),
            ]
        }

        #expect(settings == ["wal", "2", "1"])
    }
}
