import Foundation
import Store
import Testing

/// A folder that is removed with the test.
final class Scratch {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "sourcebook-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(path)/\(name)"))
    }
}

@Suite struct MigrationsTests {
    let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        try scratch.write("CREATE TABLE one (id INTEGER PRIMARY KEY) STRICT;", to: "0001_one.sql")
        try scratch.write("CREATE TABLE two (id INTEGER PRIMARY KEY) STRICT;", to: "0002_two.sql")
    }

    private var database: String { "\(scratch.path)/test.db" }

    private func message(_ body: () throws -> Void) -> String {
        do {
            try body()
            return "nothing was thrown"
        } catch {
            return error.localizedDescription
        }
    }

    @Test func appliesPendingStepsInOrderOnce() throws {
        let migrations = try Migrations(folder: scratch.path)

        let first = try Store(path: database, migrations: migrations)
        first.close()
        let second = try Store(path: database, migrations: migrations)

        #expect(first.applied == ["0001_one.sql", "0002_two.sql"])
        #expect(second.applied == [])
        #expect(try second.read { try $0.integer("SELECT count(*) FROM migrations") } == 2)
        second.close()
    }

    @Test func refusesAnEditedStepAndNamesIt() throws {
        try Store(path: database, migrations: Migrations(folder: scratch.path)).close()
        try scratch.write("CREATE TABLE other (id INTEGER PRIMARY KEY) STRICT;", to: "0001_one.sql")

        let refusal = message { _ = try Store(path: database, migrations: Migrations(folder: scratch.path)) }

        #expect(refusal.contains("0001_one.sql was edited"))
    }

    @Test func refusesADatabaseThatIsNewerAndNamesBothVersions() throws {
        try Store(path: database, migrations: Migrations(folder: scratch.path)).close()
        try FileManager.default.removeItem(atPath: "\(scratch.path)/0002_two.sql")

        let refusal = message { _ = try Store(path: database, migrations: Migrations(folder: scratch.path)) }

        #expect(refusal.contains("version 2 (0002_two.sql)") && refusal.contains("version 1"))
    }

    @Test func rollsBackAStepThatFailsWhole() throws {
        try scratch.write("CREATE TABLE three (id INTEGER); INSERT INTO nowhere VALUES (1);", to: "0003_three.sql")

        let refusal = message { _ = try Store(path: database, migrations: Migrations(folder: scratch.path)) }
        try FileManager.default.removeItem(atPath: "\(scratch.path)/0003_three.sql")
        let store = try Store(path: database, migrations: Migrations(folder: scratch.path))

        #expect(refusal.contains("0003_three.sql failed"))
        #expect(try store.read { try $0.integer("SELECT count(*) FROM sqlite_schema WHERE name = 'three'") } == 0)
        store.close()
    }

    @Test func refusesAGapInTheNumbers() throws {
        try scratch.write("SELECT 1;", to: "0004_four.sql")

        #expect(message { _ = try Migrations(folder: scratch.path) }.contains("Migration 3 is missing"))
    }

    @Test func refusesADatabaseOfAnotherProgram() throws {
        try scratch.write("CREATE TABLE foreign_table (id INTEGER PRIMARY KEY) STRICT;", to: "0001_one.sql")
        let other = try Store(path: database, migrations: Migrations(folder: scratch.path))
        try other.writeAndWait { try $0.execute("PRAGMA application_id = 7") }
        other.close()

        let refusal = message { _ = try Store(path: database, migrations: Migrations(folder: scratch.path)) }

        #expect(refusal.contains("database of another program"))
    }

    @Test func refusesAFileThatIsNoDatabase() throws {
        try scratch.write(String(repeating: "This is no database. ", count: 100), to: "test.db")

        #expect(
            message { _ = try Store(path: database, migrations: Migrations(folder: scratch.path)) }.contains(
                "not an SQLite database"))
    }

    @Test func saysThatTheFolderOfTheDatabaseIsMissing() throws {
        let refusal = message {
            _ = try Store(path: "\(scratch.path)/nowhere/test.db", migrations: Migrations(folder: scratch.path))
        }

        #expect(refusal.contains("does not exist: make it, or give --database"))
    }

    @Test func tellsWhatIsPendingAndChangesNothing() throws {
        let migrations = try Migrations(folder: scratch.path)

        #expect(try Store.pending(path: database, migrations: migrations) == ["0001_one.sql", "0002_two.sql"])
        #expect(!FileManager.default.fileExists(atPath: database))
    }
}
