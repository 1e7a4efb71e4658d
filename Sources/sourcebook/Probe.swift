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
        #if canImport(Glibc)
            hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        #else
            hints.ai_socktype = SOCK_STREAM
        #endif
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, String(port), &hints, &found) == 0, let address = found else {
            throw ProbeError("\(host) is not an address: give --host ADDRESS")
        }
        defer { freeaddrinfo(found) }
        let descriptor = socket(address.pointee.ai_family, address.pointee.ai_socktype, address.pointee.ai_protocol)
        guard descriptor >= 0 else { throw ProbeError("No socket could be made: \(String(cString: strerror(errno)))") }
        defer { close(descriptor) }
        var limit = timeval(tv_sec: timeout, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        guard connect(descriptor, address.pointee.ai_addr, address.pointee.ai_addrlen) == 0 else {
            throw ProbeError("No server answers at \(host):\(port): start one with sourcebook serve")
        }
        let name = host.contains(":") ? "[\(host)]" : host
        let request = Array("GET \(path) HTTP/1.1\r\nHost: \(name):\(port)\r\nConnection: close\r\n\r\n".utf8)
        guard write(descriptor, request, request.count) == request.count else {
            throw ProbeError("The server at \(host):\(port) takes no request")
        }
        var answer = [UInt8](repeating: 0, count: 32)
        var count = 0
        // "HTTP/1.1 200": the status is all that is wanted.
        while count < 12 {
            let read = answer.withUnsafeMutableBytes {
                Foundation.read(descriptor, $0.baseAddress! + count, $0.count - count)
            }
            guard read > 0 else {
                throw ProbeError("The server at \(host):\(port) gave no answer within \(timeout) seconds")
            }
            count += read
        }
        return Int(String(decoding: answer[9..<12], as: UTF8.self)) ?? 0
    }
}
