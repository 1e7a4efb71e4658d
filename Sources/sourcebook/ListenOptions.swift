internal import ArgumentParser
internal import Foundation
internal import HTTPServer

/// Where to listen, and whose word is taken for who a client is.
struct ListenOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The address to listen on. (SOURCEBOOK_HOST; default: 127.0.0.1)", valueName: "address"))
    var host: String?

    @Option(
        help: ArgumentHelp(
            "The port to listen on, 0 for any that is free. (SOURCEBOOK_PORT; default: 8080)", valueName: "number"))
    var port: Int?

    @Option(
        help: ArgumentHelp(
            """
            Listen here instead of at --host and --port: unix:PATH for a socket in the file system, or ADDRESS:PORT. \
            (SOURCEBOOK_LISTEN)
            """, valueName: "address"))
    var listen: String?

    @Option(
        help: ArgumentHelp(
            "Who may connect to unix:PATH, as permissions of its file. (SOURCEBOOK_SOCKET_MODE; default: 660)",
            valueName: "octal"))
    var socketMode: String?

    @Option(
        help: ArgumentHelp(
            """
            The proxies whose X-Forwarded-For, X-Forwarded-Proto and Forwarded are believed: addresses, networks such as 10.0.0.0/8, or \
            unix, separated by commas. (SOURCEBOOK_TRUSTED_PROXY; default: none)
            """, valueName: "address,…"))
    var trustedProxy: String?

    /// Where to listen: a flag's address, else a socket that was handed over, else a variable's, else the default.
    func address() throws -> HTTPServer.Configuration.Address {
        if listen != nil, host != nil || port != nil {
            throw ValidationError("--listen takes the place of --host and --port: give one or the other")
        }
        // A flag is nearer than a socket that was handed over, and that is nearer than a variable.
        if listen == nil, host == nil, port == nil, let socket = try HandedSocket.find() { return .descriptor(socket) }
        if host == nil, port == nil, let listen = Setting.text(listen, "SOURCEBOOK_LISTEN") {
            return switch try ListenAddress(listen) {
            case .unix(let path): .unix(path: path, permissions: try socketPermissions())
            case .ip(let host, let port): .ip(host: host, port: port)
            }
        }
        return .ip(
            host: Setting.text(host, "SOURCEBOOK_HOST") ?? "127.0.0.1",
            port: try Setting.integer(port, "SOURCEBOOK_PORT", "--port", 0...65_535) ?? 8_080)
    }

    private func socketPermissions() throws -> UInt16 {
        guard let text = Setting.text(socketMode, "SOURCEBOOK_SOCKET_MODE") else { return 0o660 }
        guard text.utf8.count == 3, text.utf8.allSatisfy({ (0x30...0x37).contains($0) }),
            let mode = UInt16(text, radix: 8)
        else {
            throw ValidationError("--socket-mode is three octal digits, such as 660, not \(text)")
        }
        return mode
    }

    func trustedProxies() throws -> TrustedProxies {
        guard let text = Setting.text(trustedProxy, "SOURCEBOOK_TRUSTED_PROXY") else { return TrustedProxies() }
        do {
            return try TrustedProxies(
                text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) })
        } catch {
            throw ValidationError("--trusted-proxy: \(error)")
        }
    }
}

/// Where a server listens, as --listen names it.
enum ListenAddress {
    case unix(path: String)
    case ip(host: String, port: Int)

    init(_ text: String) throws {
        if text.hasPrefix("unix:"), text.utf8.count > 5 {
            self = .unix(path: String(text.dropFirst(5)))
            return
        }
        // The last colon: those of an IPv6 address stand in brackets before it.
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        let host = parts.dropLast().joined(separator: ":")
        guard let digits = parts.last, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let port = UInt16(digits), !host.isEmpty, parts.count == 2 || host.hasPrefix("[")
        else {
            throw ValidationError("--listen is unix:PATH or ADDRESS:PORT, such as 127.0.0.1:8080, not \(text)")
        }
        self = .ip(host: host, port: Int(port))
    }
}
