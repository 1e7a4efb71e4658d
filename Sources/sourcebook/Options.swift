internal import ArgumentParser
internal import Foundation
internal import Knowledge
internal import Store

/// Where the store is: flags over environment over defaults.
struct StoreOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The SQLite file. (SOURCEBOOK_DATABASE; default: sourcebook.db)", valueName: "file"))
    var database: String?

    @Option(
        help: ArgumentHelp(
            "The folder of the migrations. (SOURCEBOOK_MIGRATIONS; default: Migrations)", valueName: "folder"))
    var migrations: String?

    var databasePath: String { Setting.text(database, "SOURCEBOOK_DATABASE") ?? "sourcebook.db" }

    func loadMigrations() throws -> Migrations {
        try Migrations(folder: Folder.find(Setting.text(migrations, "SOURCEBOOK_MIGRATIONS"), named: "Migrations"))
    }

    /// Opens the store, makes the database where there is none, and applies pending migrations, with what follows from
    /// them.
    func open(readers: Int = 1, takesMuch: Bool = false) throws -> Store {
        let store = try Store(path: databasePath, migrations: loadMigrations(), readers: readers, takesMuch: takesMuch)
        try FigureKeeping.catchUp(store)
        try PeopleKeeping.catchUp(store)
        let progress = ProgressBar(total: 100)
        defer { progress.clear() }
        // What older versions stored has no stems yet.
        try SearchIndex.complete(store) { done, total in progress.advance(to: done * 100 / total) }
        return store
    }

    /// Opens a store that must be there already.
    func openExisting(readers: Int = 1) throws -> Store {
        guard FileManager.default.fileExists(atPath: databasePath) else {
            throw StoreError.unusable(
                "There is no database \(databasePath): give --database FILE, or make one with sourcebook migrate")
        }
        return try open(readers: readers)
    }
}

/// A setting: its flag, else its variable in the environment.
enum Setting {
    static func text(_ flag: String?, _ variable: String) -> String? {
        if let flag { return flag }
        guard let value = ProcessInfo.processInfo.environment[variable], !value.isEmpty else { return nil }
        return value
    }

    static func integer(_ flag: Int?, _ variable: String) throws -> Int? {
        if let flag { return flag }
        guard let text = text(nil, variable) else { return nil }
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let integer = Int(text) else {
            throw ValidationError("\(variable) must be a number, not \(text)")
        }
        return integer
    }

    /// A number within a range, by the name of its flag.
    static func integer(
        _ flag: Int?, _ variable: String, _ name: String, _ range: ClosedRange<Int>
    ) throws -> Int? {
        guard let number = try integer(flag, variable) else { return nil }
        guard range.contains(number) else {
            throw ValidationError("\(name) must be from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }
}

/// The folders that come with the program: looked for where it is started, then in share/sourcebook beside its bin/.
enum Folder {
    static func find(_ given: String?, named name: String) -> String {
        if let given { return given }
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: name, isDirectory: &isFolder), isFolder.boolValue { return name }
        let binary = URL(fileURLWithPath: executablePath).resolvingSymlinksInPath()
        let shared = binary.deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("share/sourcebook").appendingPathComponent(name).path
        return FileManager.default.fileExists(atPath: shared) ? shared : name
    }

    private static var executablePath: String {
        #if os(Linux)
            "/proc/self/exe"
        #else
            Bundle.main.executablePath ?? CommandLine.arguments[0]
        #endif
    }
}
