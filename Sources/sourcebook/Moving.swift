internal import ArgumentParser
internal import Foundation
internal import Importing
internal import Knowledge
internal import Store
internal import Synchronization

struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Take in records from files.",
        discussion: """
            A file holds lines of JSON as export writes them, or articles as POST /articles takes them: one a line, one \
            alone, or an array of them. All files are taken whole or not at all, unless --keep-going. A line that is \
            refused is named. Experts, indicators, sources and topics that are there already, by their slug, are used as \
            they are.
            """)

    @Argument(help: ArgumentHelp("Files of NDJSON or JSON, - for standard input.", valueName: "file"))
    var files: [String]

    @OptionGroup var store: StoreOptions

    @Flag(help: "Leave out what is refused and take in the rest; exit 1 if anything was.")
    var keepGoing = false

    func run() throws {
        let store = try store.open(takesMuch: true)
        defer { store.close() }
        let readers = try files.map { try RecordReader(path: $0) }
        let progress = ProgressBar(
            total: readers.map(\.size).reduce(0) { sum, size in sum.flatMap { s in size.map { s + $0 } } })
        let keepGoing = keepGoing
        let refused = Mutex(0)
        let counts = try store.writeAndWait { connection in
            var taken = Import(connection)
            for reader in readers {
                try reader.read { record in
                    progress.advance(to: readers.reduce(0) { $0 + $1.consumed })
                    do {
                        try record.bytes.withUnsafeBytes { try taken.take($0) }
                    } catch {
                        let refusal = Refusal(file: reader.name, line: record.line, error: error)
                        guard keepGoing, !(error is StoreError) else { throw refusal }
                        progress.clear()
                        Terminal.warn("sourcebook: \(refusal.localizedDescription)")
                        refused.withLock { $0 += 1 }
                    }
                }
            }
            do {
                try taken.finish()
            } catch {
                throw Refusal(file: files.last ?? "", line: nil, error: error)
            }
            return taken.counts
        }
        progress.clear()
        let told = Catalog.resources.compactMap { resource in
            counts[resource.name].map { "\($0) \($0 == 1 ? resource.singular : resource.name)" }
        }
        Terminal.say("Imported \(told.isEmpty ? "nothing new" : told.joined(separator: ", "))")
        let count = refused.withLock { $0 }
        if count > 0 {
            Terminal.warn("sourcebook: \(count) \(count == 1 ? "record was" : "records were") refused")
            throw ExitCode.failure
        }
    }

    /// A record that was refused: where it stands, and why.
    private struct Refusal: LocalizedError {
        let file: String
        let line: Int?
        let error: any Error

        var errorDescription: String? {
            let place = line.map { "\(file), line \($0)" } ?? file
            let reason =
                if let failure = error as? JSONReader.Failure {
                    "not JSON: \(failure.reason), at byte \(failure.offset)"
                } else {
                    error.localizedDescription
                }
            return "\(place): \(reason)"
        }
    }
}

struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write everything that is stored as lines of JSON.",
        discussion: "The same as GET /api/v1/export, readers' corrections included: of one moment, in constant memory.")

    @OptionGroup var store: StoreOptions

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "Write to this file, which must not be there yet. (default: standard output)", valueName: "file"))
    var output: String?

    func run() throws {
        let store = try store.openExisting()
        defer { store.close() }
        let target = try open()
        let reader = try store.openReader()
        try reader.holdSnapshot()
        var export = Export(corrections: true)
        while let page = try reader.read({ try export.nextPage($0)?.bytes }) {
            try target.write(contentsOf: page)
        }
        if output != nil {
            try target.synchronize()
            try target.close()
        }
    }

    private func open() throws -> FileHandle {
        guard let output else { return .standardOutput }
        guard !FileManager.default.fileExists(atPath: output) else {
            throw StoreError.unusable("\(output) is there already: remove it, or give another name")
        }
        guard FileManager.default.createFile(atPath: output, contents: nil),
            let handle = FileHandle(forWritingAtPath: output)
        else {
            throw StoreError.unusable("\(output) can't be written: check the folder and its permissions")
        }
        return handle
    }
}
