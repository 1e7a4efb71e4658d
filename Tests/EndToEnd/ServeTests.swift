import Foundation
import Testing

/// What a user of the command line meets.
@Suite struct ServeTests {
    @Test func makesATokenAtTheFirstStartAndPrintsItOnce() throws {
        let scratch = try Scratch()
        let first = try RunningServer(environment: [:], scratch: scratch)
        let token =
            first.greeting.split(separator: "\n").first.flatMap { $0.split(separator: " ").last.map(String.init) } ?? ""

        let created = try first.send("POST", "/api/v1/topics", #"{"name": "Water"}"#, token: token)
        let refused = try first.send("POST", "/api/v1/topics", #"{"name": "Water"}"#, token: token + "x")
        let missing = try first.send("POST", "/api/v1/topics", #"{"name": "Water"}"#, token: nil)
        #expect(first.stop() == 0)
        let second = try RunningServer(environment: [:], scratch: scratch)

        #expect(token.hasPrefix("sb_"))
        #expect(created.status == 201)
        #expect(refused.status == 401 && missing.status == 401)
        #expect(refused.fields["www-authenticate"] == "Bearer error=\"invalid_token\"")
        #expect(missing.fields["www-authenticate"] == "Bearer")
        #expect(!second.greeting.contains("sb_"))
        #expect(try second.get("/api/v1/topics/water").status == 200)
    }

    @Test func aStartThatFailsLeavesTheTokenToTheNext() throws {
        let scratch = try Scratch()
        let running = try RunningServer()
        let database = "\(scratch.path)/test.db"

        #expect(try Run(["serve", "--port", "\(running.port)", "--database", database], seconds: 20).status == 1)
        let next = try RunningServer(environment: [:], scratch: scratch)

        #expect(next.greeting.contains("sb_"))
    }

    @Test func theTokenOfTheEnvironmentIsAnAdministratorsAndIsNeverPrintedOrKept() throws {
        let server = try RunningServer(environment: ["SOURCEBOOK_TOKEN": "a-secret-of-mine"])

        #expect(
            try server.send("POST", "/api/v1/topics", #"{"name": "Water"}"#, token: "a-secret-of-mine").status == 201)
        #expect(!server.greeting.contains("a-secret-of-mine") && !server.greeting.contains("sb_"))
        #expect(server.stop() == 0)
        for name in try FileManager.default.contentsOfDirectory(atPath: server.scratch.path) {
            let data = try Data(contentsOf: URL(fileURLWithPath: "\(server.scratch.path)/\(name)"))
            #expect(data.range(of: Data("a-secret-of-mine".utf8)) == nil)
        }
    }

    @Test func aTokenMadeOrRevokedHoldsAtOnceForAServerThatRuns() throws {
        let server = try RunningServer()
        let token = try Run(["token", "create", "desk", "--database", server.database]).output.trimmingCharacters(
            in: .newlines)

        #expect(try server.send("POST", "/api/v1/topics", #"{"name": "Water"}"#, token: token).status == 201)
        let list = try Run(["token", "list", "--database", server.database])
        #expect(list.output.contains("desk") && !list.output.contains(token))
        #expect(try Run(["token", "revoke", "desk", "--database", server.database]).status == 0)
        #expect(try server.send("POST", "/api/v1/topics", #"{"name": "Air"}"#, token: token).status == 401)
        let again = try Run(["token", "revoke", "desk", "--database", server.database])
        #expect(again.status == 1 && again.errors.contains("There is no token desk"))
    }

    @Test func saysInOneLineWhatIsWrongAndExitsWithOne() throws {
        let scratch = try Scratch()
        let running = try RunningServer()
        try Data(String(repeating: "no database ", count: 200).utf8).write(
            to: URL(fileURLWithPath: "\(scratch.path)/text.db"))
        try FileManager.default.createDirectory(atPath: "\(scratch.path)/empty", withIntermediateDirectories: true)
        let cases: [([String], String)] = [
            (["--port", "\(running.port)", "--database", "\(scratch.path)/a.db"], "in use"),
            (["--port", "0", "--database", "\(scratch.path)/nowhere/a.db"], "does not exist"),
            (["--port", "0", "--database", "\(scratch.path)/text.db"], "not an SQLite database"),
            (["--port", "0", "--database", scratch.path], "is a folder"),
            (["--port", "0", "--database", "\(scratch.path)/a.db", "--public", "\(scratch.path)/nowhere"], "nowhere"),
            (["--port", "0", "--database", "\(scratch.path)/a.db", "--views", "\(scratch.path)/nowhere"], "nowhere"),
            (
                ["--port", "0", "--database", "\(scratch.path)/a.db", "--migrations", "\(scratch.path)/empty"],
                "holds no"
            ),
            (["--host", "not a host", "--database", "\(scratch.path)/a.db"], "not a host"),
        ]

        for (arguments, words) in cases {
            let run = try Run(["serve"] + arguments, environment: ["SOURCEBOOK_TOKEN": "t"], seconds: 20)
            #expect(run.status == 1, "\(arguments)")
            #expect(run.errors.contains(words), "\(arguments): \(run.errors)")
            #expect(run.errors.split(separator: "\n").count { $0.hasPrefix("sourcebook: ") } == 1, "\(run.errors)")
        }
    }

    @Test func exitsWith64ForWrongUsage() throws {
        for arguments in [
            ["serve", "--nonsense"], ["serve", "--port", "x"], ["serve", "--port", "70000"], ["nonsense"], ["import"],
            ["token", "create"],
        ] {
            let run = try Run(arguments, seconds: 20)
            #expect(run.status == 64, "\(arguments)")
            #expect(!run.errors.isEmpty)
        }
        #expect(try Run(["--help"]).status == 0)
        #expect(try Run(["--version"]).output == "0.1.0\n")
        for command in ["serve", "import", "export", "migrate", "token", "openapi", "healthcheck", "demo"] {
            #expect(try Run([command, "--help"]).status == 0)
        }
    }

    @Test func endsWithZeroOnSIGTERMAndSIGINT() throws {
        for signal in [SIGTERM, SIGINT] {
            let server = try RunningServer()
            #expect(try server.get("/livez").status == 200)
            kill(server.identifier, signal)
            #expect(server.wait() == 0)
        }
    }

    @Test func saysWhetherItIsReady() throws {
        let server = try RunningServer()

        #expect(try server.get("/readyz").status == 200)
        #expect(try Run(["healthcheck", "--port", "\(server.port)"]).status == 0)
        let port = server.port
        #expect(server.stop() == 0)
        let check = try Run(["healthcheck", "--port", "\(port)"])
        #expect(check.status == 1 && check.errors.contains("No server answers"))
    }

    @Test func aPrivateStoreAnswersNothingWithoutAToken() throws {
        let server = try RunningServer(["--private"])
        _ = try server.post("/api/v1/topics", #"{"name": "Water"}"#)

        for target in [
            "/api/v1/topics", "/api/v1/topics/water", "/api/v1/search?q=water", "/api/v1/export", "/", "/openapi.json",
            "/index.html",
        ] {
            // Twice: a kept answer may not slip through either.
            for _ in 0..<2 {
                #expect(try [401, 404].contains(server.get(target).status), "\(target)")
                if target.hasPrefix("/api/") {
                    #expect(try server.get(target, token: RunningServer.token).status == 200)
                }
            }
        }
    }

    @Test func migratesAndTellsWhatIsPending() throws {
        let scratch = try Scratch()
        let database = "\(scratch.path)/a.db"

        let before = try Run(["migrate", "--status", "--database", database])
        let applied = try Run(["migrate", "--database", database])
        let after = try Run(["migrate", "--status", "--database", database])

        #expect(before.output.contains("pending: 0001_resources.sql"))
        #expect(applied.output.contains("applied: 0001_resources.sql"))
        #expect(after.output.contains("up to date"))
    }

    @Test func printsTheDocumentThatItServes() throws {
        let server = try RunningServer()

        #expect(try Run(["openapi"]).output == server.get("/openapi.json").text + "\n")
    }
}
