internal import API
internal import ArgumentParser
internal import Foundation
internal import Knowledge

struct OpenAPICommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "openapi", abstract: "Print the OpenAPI document, as /openapi.json serves it.")

    func run() { Terminal.say(OpenAPI.document(version: Site.version).text) }
}

struct Healthcheck: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Ask a running server whether it is ready: exit 0 if so, 1 if not.",
        discussion: "For a container's HEALTHCHECK: asks /readyz on this machine.")

    @Option(help: ArgumentHelp("The server's address. (SOURCEBOOK_HOST; default: 127.0.0.1)", valueName: "address"))
    var host: String?

    @Option(help: ArgumentHelp("The server's port. (SOURCEBOOK_PORT; default: 8080)", valueName: "number"))
    var port: Int?

    @Option(help: ArgumentHelp("How long to wait for an answer.", valueName: "seconds"))
    var timeout = 3

    func run() throws {
        var host = Setting.text(host, "SOURCEBOOK_HOST") ?? "127.0.0.1"
        // A server that listens on every address is asked on this machine's own.
        if host == "0.0.0.0" || host == "::" { host = host == "::" ? "::1" : "127.0.0.1" }
        let port = try Setting.integer(port, "SOURCEBOOK_PORT") ?? 8_080
        let status = try Probe.status(host: host, port: port, path: "/readyz", timeout: timeout)
        guard status == 200 else {
            throw ProbeError("The server at \(host):\(port) is not ready: it answers \(status)")
        }
        Terminal.say("ready")
    }
}
