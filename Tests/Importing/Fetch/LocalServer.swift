import Foundation
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A server on this machine that answers each path with the bytes it was given, and takes down what it was asked.
final class LocalServer: Sendable {
    struct State {
        var asked: [String] = []
        var isStopped = false
    }

    let port: Int
    private let descriptor: Int32
    private let state = Mutex(State())

    /// What was asked for: the targets of requests, in order.
    var asked: [String] { state.withLock { $0.asked.map { String($0.split(separator: " ")[1]) } } }
    /// The heads of requests, in order.
    var heads: [String] { state.withLock { $0.asked } }

    /// - Parameter answers: The whole answer to a target, in pieces; a target that is missing gets 404. A piece that is
    ///   nil makes the server keep silent until the client goes away.
    init(isSix: Bool = false, _ answers: [String: [[UInt8]?]]) throws {
        let made = socket(isSix ? AF_INET6 : AF_INET, Self.stream, 0)
        var on: Int32 = 1
        setsockopt(made, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
        var four = sockaddr_in()
        var six = sockaddr_in6()
        four.sin_family = sa_family_t(AF_INET)
        // All of this machine's, so that each way to reach it would lead here.
        four.sin_addr.s_addr = INADDR_ANY
        six.sin6_family = sa_family_t(AF_INET6)
        six.sin6_addr = in6addr_any
        setsockopt(made, Int32(IPPROTO_IPV6), IPV6_V6ONLY, &on, socklen_t(MemoryLayout<Int32>.size))
        var length = socklen_t(isSix ? MemoryLayout<sockaddr_in6>.size : MemoryLayout<sockaddr_in>.size)
        let bound =
            isSix
            ? withUnsafePointer(to: &six) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(made, $0, length) }
            }
            : withUnsafePointer(to: &four) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(made, $0, length) }
            }
        guard bound == 0, listen(made, 16) == 0 else { throw POSIXError(.EADDRNOTAVAIL) }
        if isSix {
            _ = withUnsafeMutablePointer(to: &six) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(made, $0, &length) }
            }
            port = Int(UInt16(bigEndian: six.sin6_port))
        } else {
            _ = withUnsafeMutablePointer(to: &four) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(made, $0, &length) }
            }
            port = Int(UInt16(bigEndian: four.sin_port))
        }
        descriptor = made
        Thread.detachNewThread { [self] in serve(answers) }
    }

    func stop() {
        state.withLock { $0.isStopped = true }
        // Closed by the thread that accepts: another server may be given the number.
        shutdown(descriptor, Int32(SHUT_RDWR))
    }

    private func serve(_ answers: [String: [[UInt8]?]]) {
        while true {
            let client = accept(descriptor, nil, nil)
            guard client >= 0 else {
                if state.withLock({ $0.isStopped }) {
                    close(descriptor)
                    return
                }
                continue
            }
            Thread.detachNewThread { [self] in
                answer(client, answers)
                close(client)
            }
        }
    }

    private func answer(_ client: Int32, _ answers: [String: [[UInt8]?]]) {
        var head: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while !head.ends(with: Array("\r\n\r\n".utf8)) {
            let count = recv(client, &buffer, buffer.count, 0)
            guard count > 0 else { return }
            head += buffer[..<count]
        }
        let text = String(decoding: head, as: UTF8.self)
        let target = String(text.split(separator: " ")[1])
        state.withLock { $0.asked.append(text) }
        for piece in answers[target] ?? [Self.answer(404, "no such page")] {
            guard let piece else {
                // Until the client has gone.
                while recv(client, &buffer, buffer.count, 0) > 0 {}
                return
            }
            var sent = 0
            while sent < piece.count {
                let count = piece[sent...].withUnsafeBytes { send(client, $0.baseAddress, $0.count, Self.noSignal) }
                guard count > 0 else { return }
                sent += count
            }
        }
    }

    /// Whether this machine has IPv6, be it to itself.
    static let hasSix: Bool = {
        let server = try? LocalServer(isSix: true, [:])
        server?.stop()
        if server == nil { print("IPv6 is not tested: this machine has none, not even ::1") }
        return server != nil
    }()

    // MARK: Answers

    static func answer(_ status: Int, _ body: String, type: String = "text/html; charset=utf-8", more: String = "")
        -> [UInt8]
    {
        answer(status, Array(body.utf8), type: type, more: more)
    }

    static func answer(_ status: Int, _ body: [UInt8], type: String = "text/html; charset=utf-8", more: String = "")
        -> [UInt8]
    {
        Array(
            ("HTTP/1.1 \(status) Whatever\r\nContent-Type: \(type)\r\nContent-Length: \(body.count)\r\n\(more)"
                + "Connection: close\r\n\r\n").utf8) + body
    }

    static func redirect(_ location: String) -> [UInt8] { answer(302, "", more: "Location: \(location)\r\n") }

    #if canImport(Glibc)
        private static let stream = Int32(SOCK_STREAM.rawValue)
        private static let noSignal = Int32(MSG_NOSIGNAL)
    #else
        private static let stream = SOCK_STREAM
        private static let noSignal: Int32 = 0
    #endif
}

extension [UInt8] {
    fileprivate func ends(with end: [UInt8]) -> Bool { count >= end.count && suffix(end.count).elementsEqual(end) }
}
