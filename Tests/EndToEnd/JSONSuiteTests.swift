import Foundation
import Testing

/// Every file of the JSON test suite (N. Seriot, "Parsing JSON is a Minefield") as the body of a request.
@Suite struct JSONSuiteTests {
    @Test func theFilesOfOthersAreAnsweredByTheirNames() throws {
        let folder = Project.root.deletingLastPathComponent().appendingPathComponent("shared/data/json-test-suite")
        let files = try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "json" }
        guard let files, !files.isEmpty else {
            print("shared/data/json-test-suite is not here: its files were not sent")
            return
        }
        let server = try RunningServer()
        let allowed: [(prefix: String, statuses: Set<Int>)] = [
            // No JSON; JSON, be it no topic; either.
            ("n_", [400]), ("y_", [200, 201, 422]), ("i_", [400, 422]),
        ]

        for file in files {
            let name = file.lastPathComponent
            let statuses = try #require(allowed.first { name.hasPrefix($0.prefix) }?.statuses)
            let answer = try post([UInt8](Data(contentsOf: file)), to: server)
            #expect(statuses.contains(answer.status), "\(name): \(answer.status) \(answer.text)")
            if answer.status >= 400 { #expect(answer.fields["content-type"] == "application/problem+json", "\(name)") }
        }

        #expect(server.isRunning)
        #expect(try server.get("/api/v1/topics?count=true").json.number("total") == 0)
        #expect(files.count > 300)
    }

    /// What Docs/api.md says of JSON that its grammar leaves open.
    @Test(arguments: [
        (#"{"name": "a", "name": "a"}"#, 422, "twice"), (#"{"name": "\ud800"}"#, 400, "surrogate"),
        (#"{"name": "\ud83d\ude00"}"#, 201, ""), ("\u{FEFF}{}", 400, ""),
        (String(repeating: "[", count: 64) + String(repeating: "]", count: 64), 422, ""),
        (String(repeating: "[", count: 65) + String(repeating: "]", count: 65), 400, "64 levels"),
    ])
    func whatTheGrammarLeavesOpenIsAnsweredAsDocumented(_ body: String, _ status: Int, _ words: String) throws {
        let server = try RunningServer()

        let answer = try post(Array(body.utf8), to: server)

        #expect(answer.status == status, "\(answer.text)")
        #expect(words.isEmpty || answer.text.contains(words), "\(answer.text)")
    }

    private func post(_ body: [UInt8], to server: RunningServer) throws -> Answer {
        let head =
            "POST /api/v1/topics HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
            + "Authorization: Bearer \(RunningServer.token)\r\nContent-Type: application/json\r\n"
            + "Content-Length: \(body.count)\r\n\r\n"
        return try server.exchange(Array(head.utf8) + body)
    }
}
