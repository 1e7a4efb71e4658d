import Foundation
import Testing

/// The lines of the README work when they are pasted in order.
@Suite struct ReadmeTests {
    @Test func itsLinesWorkAsPasted() throws {
        try PastedLines.check(document: "README.md", atLeast: 7)
    }

    @Test func itNamesTheCommandsThatThereAre() throws {
        let text = try String(contentsOf: Project.root.appendingPathComponent("README.md"), encoding: .utf8)
        let help = try Run(["--help"]).output

        for line in help.split(separator: "\n") where line.hasPrefix("  ") {
            guard let name = line.split(separator: " ").first,
                ["serve", "import", "export", "extract", "migrate", "token", "openapi", "healthcheck", "demo"].contains(
                    name)
            else { continue }
            #expect(text.contains("sourcebook \(name)"), "the README does not name \(name)")
        }
    }
}

/// The lines of a document, pasted in order into a shell beside a server of their own.
enum PastedLines {
    /// The blocks that stand behind `<!-- test -->`: commands, and behind each what its output has in it (`#> …`).
    private static func blocks(_ document: String) throws -> [[(command: String, expected: [String])]] {
        let text = try String(contentsOf: Project.root.appendingPathComponent(document), encoding: .utf8)
        return text.components(separatedBy: "<!-- test -->\n```sh\n").dropFirst().map { rest in
            let block = rest.components(separatedBy: "\n```")[0]
            var steps: [(command: String, expected: [String])] = []
            var command: [String] = []
            var expected: [String] = []
            for line in block.components(separatedBy: "\n") + [""] {
                if line.hasPrefix("#> ") {
                    expected.append(String(line.dropFirst(3)))
                } else if line.isEmpty {
                    if !command.isEmpty { steps.append((command.joined(separator: "\n"), expected)) }
                    command = []
                    expected = []
                } else {
                    command.append(line)
                }
            }
            return steps
        }
    }

    private static func shell(_ command: String, port: Int) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", command.replacingOccurrences(of: "127.0.0.1:8080", with: "127.0.0.1:\(port)")]
        process.environment = Run.environment(["TOKEN": RunningServer.token])
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }

    /// - Parameter least: how many blocks there are at least.
    static func check(document: String, atLeast least: Int) throws {
        let server = try RunningServer()
        let blocks = try blocks(document)

        #expect(blocks.count >= least)
        for step in blocks.flatMap({ $0 }) {
            let output = try shell(step.command, port: server.port)
            #expect(!step.expected.isEmpty, "nothing is expected of \(step.command)")
            for expected in step.expected { #expect(output.contains(expected), "\(step.command)\nprinted \(output)") }
        }
    }
}
