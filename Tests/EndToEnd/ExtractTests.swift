import Foundation
import Testing

@Suite struct ExtractTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func lines(_ input: String, _ arguments: [String] = []) throws -> (run: Run, answers: [[String: Any]]) {
        let run = try Run(["extract", "--ndjson"] + arguments, input: input)
        let answers = try run.output.split(separator: "\n").map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
        return (run, answers)
    }

    @Test func answersEachLineInOrderWithWhatTheIssueNames() throws {
        let (run, answers) = try lines(
            """
            {"id": "a", "text": "“It rained all spring,” said minister Anna Weber."}
            {"id": 7, "text": "", "language": "en", "published_on": "2019-04-23"}

            {"text": "Он сказал, что дождь прошёл.", "id": "я", "language": "ru"}
            """)

        #expect(run.status == 0, "\(run.errors)")
        #expect(answers.map { "\($0["id"] ?? "")" } == ["a", "7", "я"])
        let quote = try #require((answers[0]["quotes"] as? [[String: Any]])?.first)
        #expect(quote["kind"] as? String == "direct" && quote["text"] as? String == "It rained all spring,")
        #expect(quote["start"] as? Int == 1 && quote["end"] as? Int == 22)
        #expect((quote["confidence"] as? Double).map { (0...1).contains($0) } == true && quote["why"] is String)
        let speaker = try #require(quote["speaker"] as? [String: Any])
        #expect(speaker["text"] as? String == "Anna Weber" && speaker["name"] as? String == "Anna Weber")
        #expect(
            speaker["role"] as? String == "minister" && speaker["start"] as? Int == 38 && speaker["end"] as? Int == 48)
        let cue = try #require(quote["cue"] as? [String: Any])
        #expect(cue["text"] as? String == "said" && cue["start"] as? Int == 24 && cue["end"] as? Int == 28)
        #expect(
            (answers[1]["quotes"] as? [Any])?.isEmpty == true && (answers[1]["statistics"] as? [Any])?.isEmpty == true)
        #expect((answers[2]["quotes"] as? [Any])?.count == 1)
    }

    @Test func tellsWhatIsWrongWithALineAndAnswersTheRest() throws {
        let (run, answers) = try lines(
            """
            {"id": 1, "text": "A"}
            {"id": 2, "text": 5}
            not json
            [1]
            {"text": "A"}
            {"id": 3, "text": "A", "language": 5}
            {"id": 4, "text": "A", "published_on": "soon"}
            {"id": 5, "text": "\\ud800"}
            {"id": 6, "text": "A"}
            """)

        #expect(run.status == 1)
        let errors = answers.map { ($0["error"] as? String) ?? "good" }
        #expect(
            errors.prefix(7) == [
                "good", "text must be a string", "not JSON: expected null, at byte 1",
                "not an object but an array", "id must be a string or a number", "language must be a string",
                "published_on must be a date: 2019-04-23",
            ])
        #expect(errors.count == 9 && errors[7].hasPrefix("not JSON: ") && errors[8] == "good")
        #expect(answers.map { $0["id"] as? Int } == [1, 2, nil, nil, nil, 3, 4, nil, 6])
    }

    @Test func aLineIsAnsweredBeforeTheNextOneIsSent() throws {
        let process = Process()
        process.executableURL = Project.binary
        process.arguments = ["extract", "--ndjson"]
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        try process.run()

        for number in 1...3 {
            try input.fileHandleForWriting.write(contentsOf: Data("{\"id\": \(number), \"text\": \"A\"}\n".utf8))
            var answer = Data()
            while answer.last != UInt8(ascii: "\n") {
                let piece = output.fileHandleForReading.availableData
                try #require(!piece.isEmpty)
                answer += piece
            }
            #expect(String(decoding: answer, as: UTF8.self).hasPrefix("{\"id\":\(number),\"quotes\""))
        }
        try input.fileHandleForWriting.close()
        process.waitUntilExit()

        #expect(process.terminationStatus == 0)
    }

    @Test func printsATableForAPersonAndJSONForAProgram() throws {
        let path = "\(scratch.path)/a.txt"
        try Data("Minister Anna Weber said that it rained.\n".utf8).write(to: URL(fileURLWithPath: path))

        let table = try Run(["extract", path])
        let json = try Run(["extract", "--json", path])
        let piped = try Run(["extract", "-"], input: "Nothing.")

        #expect(table.status == 0, "\(table.errors)")
        let lines = table.output.split(separator: "\n")
        #expect(lines.first?.hasPrefix("SURE KIND      SPEAKER") == true)
        #expect(lines.last?.contains("indirect  Anna Weber") == true && lines.last?.hasSuffix("it rained") == true)
        #expect(
            json.output.hasPrefix("{\"id\":\"\(path)\",\"quotes\":[{\"kind\":\"indirect\",\"start\":30,\"end\":39,"))
        #expect(piped.output == "Nothing is proposed\n")
    }

    @Test func saysWhatToDoAboutWrongUsage() throws {
        let none = try Run(["extract"])
        let both = try Run(["extract", "--ndjson", "a.txt"])
        let missing = try Run(["extract", "\(scratch.path)/none.txt"])
        let date = try Run(["extract", "--ndjson", "--published-on", "2019-13-01"])

        #expect(none.status == 64 && none.errors.contains("name a file, or give --ndjson"))
        #expect(both.status == 64 && both.errors.contains("--ndjson reads standard input"))
        #expect(missing.status == 1 && missing.errors.contains("can't be read"))
        #expect(date.status == 64 && date.errors.contains("--published-on must be a date"))
    }
}
