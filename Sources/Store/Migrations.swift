internal import Crypto
public import Foundation

/// The steps that lead from an empty file to the present schema: `NNNN_name.sql` in one folder, forward only.
public struct Migrations: Sendable {
    public struct Step: Sendable, Equatable {
        /// 1 for `0001_articles.sql`; steps are numbered from 1 without gaps.
        public let version: Int
        /// The file's name: `0001_articles.sql`.
        public let name: String
        public let script: String
        /// SHA-256 of the file's bytes, in hexadecimal.
        public let checksum: String

        public init(version: Int, name: String, script: String, checksum: String) {
            self.version = version
            self.name = name
            self.script = script
            self.checksum = checksum
        }
    }

    public let steps: [Step]

    /// The version that the last step leads to; 0 where there is none.
    public var version: Int { steps.last?.version ?? 0 }

    /// Reads the folder.
    ///
    /// - Throws: `StoreError.unusable` where it is not there, has no step, or the numbers leave a gap.
    public init(folder: String) throws {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            throw StoreError.unusable(
                "The migrations folder \(folder) can't be read: start in the project's folder or give --migrations FOLDER"
            )
        }
        var steps: [Step] = []
        for name in names.filter({ $0.hasSuffix(".sql") }).sorted() {
            let digits = name.prefix { $0.isASCII && $0.isNumber }
            guard let version = Int(digits), name.dropFirst(digits.count).hasPrefix("_") else {
                throw StoreError.unusable("The migration \(name) is not named NNNN_name.sql: rename or remove it")
            }
            guard version == steps.count + 1 else {
                throw StoreError.unusable(
                    "Migration \(steps.count + 1) is missing in \(folder): \(name) is there instead")
            }
            guard let data = FileManager.default.contents(atPath: "\(folder)/\(name)"),
                let script = String(data: data, encoding: .utf8)
            else { throw StoreError.unusable("The migration \(folder)/\(name) can't be read as UTF-8") }
            steps.append(Step(version: version, name: name, script: script, checksum: Checksum.sha256(data)))
        }
        guard !steps.isEmpty else {
            throw StoreError.unusable(
                "The migrations folder \(folder) holds no NNNN_name.sql: give --migrations FOLDER")
        }
        self.steps = steps
    }

    public init(steps: [Step]) { self.steps = steps }

    /// Applies what is pending, each step in a transaction of its own, and tells the names of those applied.
    ///
    /// - Throws: `StoreError.unusable` where the database is newer than these steps, or where a step that was
    ///   applied has been edited since.
    @discardableResult
    func apply(to connection: Connection, clock: () -> String) throws -> [String] {
        try connection.run(
            script: """
                CREATE TABLE IF NOT EXISTS migrations (
                    version INTEGER PRIMARY KEY,
                    name TEXT NOT NULL,
                    checksum TEXT NOT NULL,
                    applied_at TEXT NOT NULL
                ) STRICT
                """)
        let pending = try pending(in: connection)
        for step in pending {
            try connection.run(script: "BEGIN IMMEDIATE")
            do {
                try connection.run(script: step.script)
                try connection.execute(
                    "INSERT INTO migrations (version, name, checksum, applied_at) VALUES (?, ?, ?, ?)",
                    [Value(step.version), .text(step.name), .text(step.checksum), .text(clock())])
                try connection.run(script: "COMMIT")
            } catch {
                // The first error is the one to tell; without a transaction there is nothing to roll back.
                try? connection.run(script: "ROLLBACK")
                guard let error = error as? StoreError, case .full = error else {
                    throw StoreError.unusable("The migration \(step.name) failed: \(error.localizedDescription)")
                }
                throw error
            }
        }
        return pending.map(\.name)
    }

    /// What `connection`'s database still lacks, after the check that it and these steps belong together.
    func pending(in connection: Connection) throws -> [Step] {
        let applied = try connection.all("SELECT version, name, checksum FROM migrations ORDER BY version") {
            (version: $0.integer(0), name: $0.string(1), checksum: $0.string(2))
        }
        if let last = applied.last, last.version > version {
            throw StoreError.unusable(
                "The database is at version \(last.version) (\(last.name)), this program knows version \(version): "
                    + "use a newer sourcebook")
        }
        for (step, record) in zip(steps, applied) where step.checksum != record.checksum {
            throw StoreError.unusable(
                "The migration \(step.name) was edited after it had been applied: put its first text back and add a new one"
            )
        }
        return Array(steps.dropFirst(applied.count))
    }
}

public enum Checksum {
    /// SHA-256 of `data` in lower-case hexadecimal: 64 characters.
    public static func sha256(_ data: some DataProtocol) -> String {
        hexadecimal(SHA256.hash(data: data))
    }

    static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
