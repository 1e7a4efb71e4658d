import Foundation
import Testing

@Suite struct ImportExportTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func file(_ text: String, _ name: String = "in.ndjson") throws -> String {
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(scratch.path)/\(name)"))
        return "\(scratch.path)/\(name)"
    }

    private func run(_ arguments: [String], _ database: String = "a.db") throws -> Run {
        try Run(arguments + ["--database", "\(scratch.path)/\(database)"])
    }

    @Test func theDemoComesInWholeAndItsExportFillsAnotherStore() throws {
        let demo = Project.root.appendingPathComponent("Demo/articles.ndjson").path

        let imported = try run(["import", demo])
        let exported = try run(["export"])
        let again = try run(["import", file(exported.output)], "b.db")
        let second = try run(["export"], "b.db")

        #expect(imported.status == 0 && imported.output.hasPrefix("Imported "), "\(imported.errors)")
        #expect(again.status == 0, "\(again.errors)")
        #expect(second.output == exported.output)
        #expect(!exported.output.contains("\"anchor\":\"missing\""), "every passage of the demo is found")
    }

    @Test func aServerAndTheCommandExportTheSame() throws {
        let demo = Project.root.appendingPathComponent("Demo/articles.ndjson").path
        let server = try RunningServer()
        #expect(try Run(["import", demo, "--database", server.database]).status == 0)

        let served = try server.get("/api/v1/export")

        #expect(served.fields["content-type"] == "application/x-ndjson")
        #expect(try served.text == Run(["export", "--database", server.database]).output)
    }

    @Test func takesAllOrNothingAndNamesTheLine() throws {
        let path = try file("{\"title\": \"One\"}\n{\"title\": \"Two\"}\n{\"titel\": \"Three\"}\n")

        let whole = try run(["import", path])
        let kept = try run(["import", path, "--keep-going"])

        #expect(whole.status == 1 && whole.errors.contains("in.ndjson, line 3: /titel is not a field"))
        #expect(kept.status == 1 && kept.output.contains("Imported 2 articles") && kept.errors.contains("line 3"))
        #expect(try run(["export"]).output.split(separator: "\n").count == 2)
    }

    @Test func takesOneArticleOrAnArrayOfThem() throws {
        #expect(try run(["import", file("{\n  \"title\": \"One\"\n}", "one.json")]).output == "Imported 1 article\n")
        #expect(
            try run(["import", file("[{\"title\": \"Two\"},\n {\"title\": \"Three\"}]", "more.json")]).output
                == "Imported 2 articles\n")
        let broken = try run(["import", file("[{\"title\": \"Four\"},\n {\"title\": }]", "broken.json")])
        #expect(broken.status == 1 && broken.errors.contains("line 2: not JSON"))
    }

    @Test func readsStandardInput() throws {
        let run = try Run(["import", "-", "--database", "\(scratch.path)/a.db"], input: "{\"title\": \"One\"}\n")

        #expect(run.output == "Imported 1 article\n", "\(run.errors)")
    }

    @Test func saysWhatCannotBeReadOrWritten() throws {
        #expect(try run(["import", "\(scratch.path)/nowhere.json"]).errors.contains("There is no file"))
        #expect(try run(["export"], "nowhere.db").errors.contains("There is no database"))
        let path = try file("", "there.ndjson")
        _ = try run(["migrate"])
        #expect(try run(["export", "--output", path]).errors.contains("is there already"))
    }

    @Test func refusesAnArticleThatIsThereAlready() throws {
        let path = try file("{\"title\": \"One\", \"url\": \"https://example.org/1\"}\n")

        #expect(try run(["import", path]).status == 0)
        let second = try run(["import", path])
        #expect(second.status == 1 && second.errors.contains("There is already an article with the url"))
    }
}
