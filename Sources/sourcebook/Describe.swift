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

    @Option(
        help: ArgumentHelp(
            "The server's --listen: unix:PATH or ADDRESS:PORT, instead of both. (SOURCEBOOK_LISTEN)",
            valueName: "address"))
    var listen: String?

    @Option(help: ArgumentHelp("How long to wait for an answer.", valueName: "seconds"))
    var timeout = 3

    func run() throws {
        let (place, status) = try ask()
        guard status == 200 else { throw ProbeError("The server at \(place) is not ready: it answers \(status)") }
        Terminal.say("ready")
    }

    private func ask() throws -> (place: String, status: Int) {
        var (host, port) = (self.host, self.port)
        if host == nil, port == nil, let listen = Setting.text(listen, "SOURCEBOOK_LISTEN") {
            switch try ListenAddress(listen) {
            case .unix(let path):
                return ("unix:\(path)", try Probe.status(socket: path, path: "/readyz", timeout: timeout))
            case .ip(let given, let number): (host, port) = (given.trimmingCharacters(in: ["[", "]"]), number)
            }
        }
        let number = try Setting.integer(port, "SOURCEBOOK_PORT") ?? 8_080
        // A server that listens on every address is asked on this machine's own.
        let name =
            switch Setting.text(host, "SOURCEBOOK_HOST") ?? "127.0.0.1" {
            case "0.0.0.0": "127.0.0.1"
            case "::": "::1"
            case let other: other
            }
        return (
            "\(name):\(number)", try Probe.status(host: name, port: number, path: "/readyz", timeout: timeout)
        )
    }
}
