internal import API
internal import ArgumentParser
internal import Foundation

/// The command line: the only place where everything is put together.
@main
struct Sourcebook: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sourcebook",
        abstract: "A knowledge base for people who must be able to prove what they publish.",
        discussion: """
            Keeps articles, the experts quoted in them and the statistics they cite, each tied to its exact passage,
            in one SQLite file, and serves them to curl and to a browser. Start with: sourcebook serve
            """,
        version: Site.version,
        subcommands: [
            Serve.self, ImportCommand.self, ExportCommand.self, Migrate.self, TokenCommand.self, OpenAPICommand.self,
            Healthcheck.self, Demo.self, ExtractCommand.self,
        ])

    /// Runs the command. An error is one line on standard error; exit 64 for wrong usage, 1 for a failure.
    static func main() {
        // What is written to a pipe that nobody reads any more is an error of write, not the end of the process.
        signal(SIGPIPE, SIG_IGN)
        do {
            var command = try parseAsRoot()
            do {
                try command.run()
            } catch let error where exitCode(for: error) == .failure && !(error is ExitCode) {
                Terminal.fail(error)
            }
        } catch {
            exit(withError: error)
        }
    }
}

/// What a person at a terminal is told.
enum Terminal {
    /// Ends the process with one line that says what is wrong and what to do.
    static func fail(_ error: any Error) -> Never {
        let sentence = (error as? any LocalizedError)?.errorDescription ?? "\(error)"
        warn("sourcebook: \(sentence.replacing("\n", with: " "))")
        exit(1)
    }

    static func warn(_ line: String) {
        FileHandle.standardError.write(Data((line + "\n").utf8))
    }

    /// Prints a line, at once and unbuffered: standard output may be a pipe that somebody waits at.
    static func say(_ line: String) {
        FileHandle.standardOutput.write(Data((line + "\n").utf8))
    }
}
