import Foundation
import Testing

/// Docs/api.md tells of everything that the program's own description has.
@Suite struct ApiDocumentTests {
    private let text: String
    private let description: [String: Any]

    init() throws {
        text = try String(contentsOf: Project.root.appendingPathComponent("Docs/api.md"), encoding: .utf8)
        let output = try Run(["openapi"]).output
        description = try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any] ?? [:]
    }

    private var paths: [String: [String: Any]] { description["paths"] as? [String: [String: Any]] ?? [:] }

    /// A path as the document writes it: without the root and the form, a resource's own routes under `{resource}`.
    private static func written(_ path: String) -> [String] {
        let forms = [".csl.json", ".jsonld", ".ndjson", ".json", ".csv", ".txt", ".bib", ".ris", ".md"]
        var plain = path.hasPrefix("/api/v1/") ? String(path.dropFirst("/api/v1".count)) : path
        plain = plain.replacingOccurrences(of: "{id}", with: "{ref}")
        var segments = plain.split(separator: "/").map(String.init)
        guard !segments.isEmpty else { return [plain] }
        let kinds = ["articles", "experts", "quotes", "statistics", "indicators", "sources", "topics"]
        var found = [plain]
        if let form = forms.first(where: { plain.hasSuffix($0) }) {
            let base = String(plain.dropLast(form.count))
            found.append(base)
            segments = base.split(separator: "/").map(String.init)
        }
        if kinds.contains(segments[0]) {
            found.append("/" + (["{resource}"] + segments.dropFirst()).joined(separator: "/"))
        }
        return found.flatMap { [$0, $0.replacingOccurrences(of: "{ref}", with: "{id}")] }
    }

    @Test func itNamesEveryRoute() {
        #expect(paths.count > 100)
        for path in paths.keys.sorted() {
            let isNamed = Self.written(path).contains { text.contains("`\($0)`") || text.contains("`\($0)?") }
            #expect(isNamed, "Docs/api.md does not name \(path)")
        }
    }

    @Test func itNamesEveryForm() {
        for path in paths.keys {
            let name = path.split(separator: "/").last ?? ""
            guard let dot = name.firstIndex(of: "."), path.hasPrefix("/api/") else { continue }
            #expect(text.contains(String(name[dot...])), "Docs/api.md does not name \(name[dot...])")
        }
    }

    @Test func itNamesEveryParameter() {
        var names: Set<String> = []
        for operations in paths.values {
            for operation in operations.values {
                for parameter in (operation as? [String: Any])?["parameters"] as? [[String: Any]] ?? []
                where parameter["in"] as? String != "path" {
                    names.insert(parameter["name"] as? String ?? "")
                }
            }
        }
        #expect(names.count > 50)
        for name in names.sorted() {
            let plain = ["_from", "_to"].first { name.hasSuffix($0) }.map { String(name.dropLast($0.count)) } ?? name
            #expect(
                ["`\(name)", "`\(plain)`", "\(name)="].contains { text.contains($0) },
                "Docs/api.md does not name the parameter \(name)")
        }
    }

    @Test func itNamesEveryField() throws {
        let schemas = try #require(
            (description["components"] as? [String: Any])?["schemas"] as? [String: [String: Any]])
        for name in [
            "Article", "Expert", "Quote", "Statistic", "Indicator", "Source", "Topic", "Correction", "Import",
            "Proposal",
        ] {
            let fields = try #require(schemas[name]?["properties"] as? [String: Any])
            for field in fields.keys.sorted() {
                #expect(text.contains("`\(field)`"), "Docs/api.md does not name \(field) of \(name)")
            }
        }
    }

    @Test func itsExamplesWorkAsPasted() throws {
        try PastedLines.check(document: "Docs/api.md", atLeast: 4)
    }
}
