import Foundation
import Testing

@testable import HTTPServer

/// Holds Docs/http.md to the sources and the tests, and the other way round.
@Suite("Docs/http.md") struct DocumentationTests {
    private static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    /// The tests of this target by their names, with the file that each is in.
    private let tests: [(name: String, file: String)]
    /// All tests' sources, one after the other.
    private let sources: String
    private let document: String

    init() throws {
        let folder = Self.root.appending(path: "Tests/HTTPServer")
        var tests: [(name: String, file: String)] = []
        var sources = ""
        let walk = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        for case let file as URL in walk ?? .init() where file.pathExtension == "swift" {
            let source = try String(contentsOf: file, encoding: .utf8)
            sources += source
            for match in source.matches(of: #/@Test\(\s*"((?:[^"\\]|\\.)*)"/#) {
                tests.append((String(match.1).replacing("\\\"", with: "\""), file.lastPathComponent))
            }
        }
        self.tests = tests
        self.sources = sources
        document = try Self.text("Docs/http.md")
    }

    /// The rows of all tables below a heading, as cells.
    private func rows(below heading: String) -> [[String]] {
        let lines = document.split(separator: "\n", omittingEmptySubsequences: false)
        guard let start = lines.firstIndex(where: { $0 == heading }) else { return [] }
        let level = heading.prefix { $0 == "#" } + " "
        let part = lines[(start + 1)...].prefix { !$0.hasPrefix(level) }
        return part.filter { $0.hasPrefix("| ") && !$0.hasPrefix("| ---") }.map { line in
            line.dropFirst(2).dropLast(2).split(separator: " | ", omittingEmptySubsequences: false)
                .map { $0.trimmingCharacters(in: .whitespaces) }
        }.filter { $0.last != "held by" }
    }

    /// What stands between backticks.
    private func names(_ cell: String?) -> [String] {
        (cell ?? "").matches(of: #/`([^`]+)`/#).map { String($0.1) }
    }

    @Test("names for each requirement tests that there are") func requirements() {
        let rows = rows(below: "## Requirements")

        #expect(rows.count > 80)
        for row in rows {
            #expect(row.count == 3 && row[0].hasPrefix("§") && !row[1].isEmpty, "\(row)")
            let names = names(row.last)
            #expect(!names.isEmpty, "\(row) has no test")
            for name in names {
                #expect(tests.count { $0.name == name } == 1, "there is no such test, or there are several: \(name)")
            }
        }
    }

    @Test("names every test of the conformance suite") func completeness() {
        let named = Set(rows(below: "## Requirements").flatMap { names($0.last) })
        let suite = tests.filter { $0.file.hasSuffix("Conformance.swift") || $0.file == "NginxTests.swift" }

        #expect(suite.count > 80)
        for test in suite { #expect(named.contains(test.name), "no requirement names: \(test.name)") }
    }

    @Test("lists every limit with its default and a test of it") func limits() {
        let rows = rows(below: "## Limits and deadlines")

        for (label, value) in Mirror(reflecting: Limits()).children {
            let name = label ?? ""
            let text = (value as? Double).map { $0.formatted(.number.grouping(.never)) } ?? "\(value)"
            let found = rows.filter { names($0[0]) == [name] }
            guard found.count == 1 else {
                Issue.record("\(name) stands \(found.count) times in the table")
                continue
            }
            #expect(found[0][1] == text, "\(name)")
            for test in names(found[0].last) {
                #expect(tests.count { $0.name == test } == 1, "there is no such test, or there are several: \(test)")
            }
            #expect(!names(found[0].last).isEmpty, "\(name) has no test")
            #expect(sources.contains("limits.\(name)"), "no test sets \(name)")
        }
        #expect(rows.count == Mirror(reflecting: Limits()).children.count)
    }

    @Test("names the flag of every limit that has one, and the help has its default") func flags() throws {
        let serve = try Self.text("Sources/sourcebook/LimitOptions.swift")
        var set: [String: String] = [:]
        for match in serve.matches(of: #/set\(\s*\\\.(\w+), \w+, "(\w+)", "(--[a-z-]+)"/#) {
            set[String(match.1)] = String(match.3)
            #expect(match.2 == "SOURCEBOOK_" + match.3.dropFirst(2).uppercased().replacing("-", with: "_"))
        }

        #expect(set.count > 10)
        for row in rows(below: "## Limits and deadlines") {
            let flag = set[names(row[0]).first ?? ""]
            #expect(names(row[3]).first == flag, "\(row[0])")
            guard let flag else { continue }
            let variable = "SOURCEBOOK_" + flag.dropFirst(2).uppercased().replacing("-", with: "_")
            #expect(serve.contains("(\(variable); default: \(row[1]))"), "\(flag)")
        }
    }
}
