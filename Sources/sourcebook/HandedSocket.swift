internal import ArgumentParser
internal import Foundation

/// A listening socket that whoever started this process handed over, as systemd's socket units do (sd_listen_fds(3)):
/// clients that come while one process ends and the next one starts wait in it.
enum HandedSocket {
    /// The first descriptor that is handed over (SD_LISTEN_FDS_START).
    private static let first: CInt = 3

    /// The socket; nil when none was handed over, or to another process: variables outlive a fork.
    static func find(
        in environment: [String: String] = ProcessInfo.processInfo.environment,
        process: Int32 = ProcessInfo.processInfo.processIdentifier
    ) throws -> CInt? {
        guard environment["LISTEN_PID"] == String(process), let count = environment["LISTEN_FDS"], count != "0" else {
            return nil
        }
        guard count == "1" else {
            throw ValidationError("LISTEN_FDS hands over \(count) sockets, and one is served: name one in the unit")
        }
        return first
    }
}
