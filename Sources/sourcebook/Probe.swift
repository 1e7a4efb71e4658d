internal import Foundation

#if canImport(Glibc)
    internal import Glibc
#endif

/// Why a server could not be asked, in one line.
struct ProbeError: LocalizedError {
    let errorDescription: String?

    init(_ sentence: String) { errorDescription = sentence }
}

/// One GET to a server on this machine, for its status alone. A whole HTTP client would weigh more than the server.
enum Probe {
    static func status(host: String, port: Int, path: String, timeout: Int) throws -> Int {
        var hints = addrinfo()
        hints.ai_socktype = streamType
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, String(port), &hints, &found) == 0, let address = found else {
            throw ProbeError("\(host) is not an address: give --host ADDRESS")
        }
        defer { freeaddrinfo(found) }
        let name = host.contains(":") ? "[\(host)]" : host
        return try status(
            address.pointee.ai_addr, address.pointee.ai_addrlen, name: "\(name):\(port)", path: path,
            timeout: timeout)
    }

    /// The same through a socket in the file system.
    static func status(socket: String, path: String, timeout: Int) throws -> Int {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(socket.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else {
            throw ProbeError("\(socket) is too long for a socket's path: give --listen unix:PATH")
        }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        return try withUnsafePointer(to: &address) {
            try $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                try status(
                    $0, socklen_t(MemoryLayout<sockaddr_un>.size), name: "localhost", place: "unix:\(socket)",
                    path: path, timeout: timeout)
            }
        }
    }

    /// - Parameter name: what Host says, and, without a `place`, what a person is told.
    private static func status(
        _ address: UnsafePointer<sockaddr>, _ length: socklen_t, name: String, place: String? = nil, path: String,
        timeout: Int
    ) throws -> Int {
        let place = place ?? name
        let descriptor = socket(CInt(address.pointee.sa_family), streamType, 0)
        guard descriptor >= 0 else { throw ProbeError("No socket could be made: \(String(cString: strerror(errno)))") }
        defer { close(descriptor) }
        var limit = timeval(tv_sec: timeout, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        guard connect(descriptor, address, length) == 0 else {
            throw ProbeError("No server answers at \(place): start one with sourcebook serve")
        }
        let request = Array("GET \(path) HTTP/1.1\r\nHost: \(name)\r\nConnection: close\r\n\r\n".utf8)
        guard write(descriptor, request, request.count) == request.count else {
            throw ProbeError("The server at \(place) takes no request")
        }
        var answer = [UInt8](repeating: 0, count: 32)
        var count = 0
        // "HTTP/1.1 200": the status is all that is wanted.
        while count < 12 {
            let read = answer.withUnsafeMutableBytes {
                Foundation.read(descriptor, $0.baseAddress! + count, $0.count - count)
            }
            guard read > 0 else {
                throw ProbeError("The server at \(place) gave no answer within \(timeout) seconds")
            }
            count += read
        }
        return Int(String(decoding: answer[9..<12], as: UTF8.self)) ?? 0
    }

    #if canImport(Glibc)
        private static let streamType = CInt(SOCK_STREAM.rawValue)
    #else
        private static let streamType = SOCK_STREAM
    #endif
}
