internal import ArgumentParser
internal import Store

struct Migrate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Bring the database to this program's version.",
        discussion: "serve does the same when it starts. --status tells what is pending and changes nothing.")

    @OptionGroup var store: StoreOptions

    @Flag(help: "Only tell what is pending.")
    var status = false

    func run() throws {
        if status {
            let pending = try Store.pending(path: store.databasePath, migrations: store.loadMigrations())
            if pending.isEmpty { Terminal.say("\(store.databasePath) is up to date") }
            for name in pending { Terminal.say("pending: \(name)") }
            return
        }
        let opened = try store.open()
        defer { opened.close() }
        if opened.applied.isEmpty { Terminal.say("\(opened.path) is up to date") }
        for name in opened.applied { Terminal.say("applied: \(name)") }
    }
}
