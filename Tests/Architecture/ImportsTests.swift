import Foundation
import Testing

/// Holds the sources to the imports that Docs/architecture.md allows.
@Suite struct ImportsTests {
    /// What each room may import of the others. Everything else of ours is forbidden to it.
    private static let allowed: [String: Set<String>] = [
        "HTTPServer": ["CSystem", "CZlib"],
        "Store": [],
        "Extraction": [],
        "Importing": ["CXML", "CFetch"],
        "Knowledge": ["Store", "Extraction", "CMark", "CStemmer"],
        "API": ["Knowledge", "Store", "HTTPServer", "Importing"],
        "sourcebook": ["API", "Knowledge", "Store", "HTTPServer", "Importing", "Extraction"],
    ]

    private static let ours: Set<String> = [
        "HTTPServer", "Store", "Extraction", "Importing", "Knowledge", "API", "sourcebook", "CSystem", "CZlib", "CMark",
        "CStemmer", "CXML", "CFetch",
    ]

    private static let sources = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent(
            "Sources")

    private static func swiftFiles(in room: String) throws -> [URL] {
        let walk = FileManager.default.enumerator(
            at: sources.appendingPathComponent(room), includingPropertiesForKeys: nil)
        return (walk?.allObjects as? [URL] ?? []).filter { $0.pathExtension == "swift" }
    }

    /// The module that a line imports: `public import Store`, `@testable import Store`, `import struct Store.Value`.
    private static func module(_ line: Substring) -> String? {
        let words = line.split(separator: " ")
        guard let position = words.firstIndex(of: "import"), position + 1 < words.count,
            words[..<position].allSatisfy({
                ["public", "package", "internal", "fileprivate", "private"].contains($0) || $0.hasPrefix("@")
            })
        else { return nil }
        let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "typealias", "func", "let", "var"]
        let named =
            kinds.contains(words[position + 1]) && position + 2 < words.count
            ? words[position + 2] : words[position + 1]
        return named.split(separator: ".").first.map(String.init)
    }

    @Test(arguments: allowed.keys.sorted())
    func importsOneWayOnly(_ room: String) throws {
        let files = try Self.swiftFiles(in: room)

        #expect(!files.isEmpty, "the room \(room) has no sources")
        for file in files {
            for line in try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline) {
                guard let module = Self.module(line), Self.ours.contains(module) else { continue }
                #expect(
                    Self.allowed[room]?.contains(module) == true,
                    "\(room)/\(file.lastPathComponent) may not import \(module)")
            }
        }
    }

    @Test func everyRoomIsNamedHere() throws {
        let rooms = try FileManager.default.contentsOfDirectory(atPath: Self.sources.path).filter { !$0.hasPrefix("C") }

        #expect(Set(rooms) == Set(Self.allowed.keys))
    }

    @Test(arguments: [
        ("internal import Store", "Store"), ("import Store", "Store"), ("@testable import Store", "Store"),
        ("public import struct Store.Value", "Store"), ("    // import Store", nil), ("let x = import", nil),
    ])
    func readsAnImport(_ line: String, _ module: String?) {
        #expect(Self.module(line[...]) == module)
    }
}
