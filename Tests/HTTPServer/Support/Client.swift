import Foundation

@testable import HTTPServer

/// A blocking client that sends exactly the bytes it is told to and reads what comes.
// @unchecked: one thread sends and one reads; a test that uses two does no more than that.
final class Client: @unchecked Sendable {
    private let descriptor: CInt
    private var buffer: [UInt8] = []
    private(set) var hasEnded = false
    /// What is to live as long as the client does.
    private let server: AnyObject?

    /// Connects to `http://127.0.0.1:PORT`, `http://[::1]:PORT` or `unix:PATH`.
    init(_ address: String, of server: AnyObject? = nil) throws {
        self.server = server
        if address.hasPrefix("unix:") {
            descriptor = socket(AF_UNIX, Self.type, 0)
            var name = sockaddr_un()
            name.sun_family = sa_family_t(AF_UNIX)
            withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: Array(address.utf8.dropFirst(5))) }
            try Self.connect(descriptor, &name, MemoryLayout<sockaddr_un>.size)
        } else if let url = URL(string: address), let port = url.port, url.host()?.contains(":") == true {
            descriptor = socket(AF_INET6, Self.type, 0)
            var name = sockaddr_in6()
            name.sin6_family = sa_family_t(AF_INET6)
            name.sin6_port = in_port_t(port).bigEndian
            name.sin6_addr = in6addr_loopback
            try Self.connect(descriptor, &name, MemoryLayout<sockaddr_in6>.size)
        } else {
            descriptor = socket(AF_INET, Self.type, 0)
            var name = sockaddr_in()
            name.sin_family = sa_family_t(AF_INET)
            name.sin_port = in_port_t(URL(string: address)?.port ?? 0).bigEndian
            name.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
            try Self.connect(descriptor, &name, MemoryLayout<sockaddr_in>.size)
        }
        // A test that waits for what never comes fails instead of hanging.
        var patience = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var on: CInt = 1
        setsockopt(descriptor, CInt(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<CInt>.size))
    }

    /// Not for processes that a test starts meanwhile: they would hold the connection open.
    private static let type = CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue)

    deinit {
        close(descriptor)
    }

    private static func connect<Name>(_ descriptor: CInt, _ name: inout Name, _ size: Int) throws {
        let result = withUnsafeMutablePointer(to: &name) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { Glibc.connect(descriptor, $0, socklen_t(size)) }
        }
        if result != 0 { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
    }

    /// Sends all of it; says whether the server took it.
    @discardableResult
    func send(_ bytes: some Collection<UInt8>) -> Bool {
        let bytes = Array(bytes)
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { bytes in
                Glibc.send(
                    descriptor, bytes.baseAddress.map { $0 + sent }, bytes.count - sent, CInt(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    @discardableResult
    func send(_ text: String) -> Bool { send(text.utf8) }

    /// Ends the sending side.
    func finishSending() { shutdown(descriptor, CInt(SHUT_WR)) }

    /// Makes the kernel take few bytes at once, so that the other side is stopped soon.
    func shrinkReceiveBuffer() {
        var size: CInt = 16384
        setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<CInt>.size))
    }

    /// Reads more; false at the end, or when nothing came for 20 seconds.
    private func fill() -> Bool {
        if hasEnded { return false }
        var bytes = [UInt8](repeating: 0, count: 64 * 1024)
        let count = recv(descriptor, &bytes, bytes.count, 0)
        guard count > 0 else {
            if count == 0 || errno == ECONNRESET { hasEnded = true }
            return false
        }
        buffer.append(contentsOf: bytes[..<count])
        return true
    }

    /// Everything until the server closes.
    func readToEnd() -> String {
        while fill() {}
        defer { buffer.removeAll() }
        return String(decoding: buffer, as: UTF8.self)
    }

    /// Whether the server closes without sending anything more.
    func isClosedByServer() -> Bool {
        while fill() {}
        return hasEnded && buffer.isEmpty
    }

    /// A number of bytes as they come.
    func read(_ count: Int) -> [UInt8] {
        while buffer.count < count, fill() {}
        let bytes = Array(buffer.prefix(count))
        buffer.removeFirst(bytes.count)
        return bytes
    }

    /// The next response, framed as it says itself.
    func readAnswer(toHead: Bool = false) throws -> Answer {
        let separator = Array("\r\n\r\n".utf8)
        var headEnd: Int?
        while headEnd == nil {
            headEnd = buffer.firstRange(of: separator)?.lowerBound
            if headEnd == nil, !fill() { throw NoAnswer(received: String(decoding: buffer, as: UTF8.self)) }
        }
        var answer = Answer(head: String(decoding: buffer[..<(headEnd ?? 0)], as: UTF8.self))
        buffer.removeFirst((headEnd ?? 0) + 4)
        let isWithoutContent = answer.status < 200 || answer.status == 204 || answer.status == 304 || toHead
        if isWithoutContent { return answer }
        if let length = answer["content-length"].flatMap({ Int($0) }) {
            answer.body = read(length)
            if answer.body.count < length { throw NoAnswer(received: "a body cut at \(answer.body.count)") }
        } else if answer["transfer-encoding"] == "chunked" {
            while true {
                let line = try readLine()
                guard let size = Int(line, radix: 16) else { throw NoAnswer(received: "chunk size \(line)") }
                if size == 0 { break }
                answer.body += read(size)
                _ = try readLine()
            }
            _ = try readLine()
        } else {
            while fill() {}
            answer.body = buffer
            buffer = []
        }
        return answer
    }

    /// The head of a response whose body is read in other ways.
    func readHead() -> String {
        var head = ""
        while let line = try? readLine(), !line.isEmpty { head += line + "\r\n" }
        return head
    }

    /// The next chunk of a chunked body; empty at its end, and where none came.
    func readChunk() -> String {
        guard var line = try? readLine() else { return "" }
        // The CRLF behind a chunk comes with the next one.
        if line.isEmpty { line = (try? readLine()) ?? "" }
        guard let size = Int(line, radix: 16) else { return "" }
        let chunk = read(size)
        if size == 0 { _ = try? readLine() }
        return String(decoding: chunk, as: UTF8.self)
    }

    private func readLine() throws -> String {
        while true {
            if let end = buffer.firstRange(of: [13, 10]) {
                let line = String(decoding: buffer[..<end.lowerBound], as: UTF8.self)
                buffer.removeFirst(end.upperBound)
                return line
            }
            if !fill() { throw NoAnswer(received: String(decoding: buffer, as: UTF8.self)) }
        }
    }

    /// Sends a request line with Host and more fields, and reads the answer.
    func ask(_ line: String, _ fields: [String] = [], body: String? = nil) throws -> Answer {
        var text = "\(line) HTTP/1.1\r\nHost: test\r\n"
        for field in fields { text += "\(field)\r\n" }
        if let body { text += "Content-Length: \(body.utf8.count)\r\n" }
        send(text + "\r\n" + (body ?? ""))
        return try readAnswer(toHead: line.hasPrefix("HEAD"))
    }
}

/// No answer came, or only a part of one.
struct NoAnswer: Error {
    let received: String
}

/// A response as it came.
struct Answer {
    let head: String
    var body: [UInt8] = []

    var status: Int { Int(head.split(separator: " ")[1]) ?? 0 }
    var text: String { String(decoding: body, as: UTF8.self) }

    /// The lines of the head but the first.
    var lines: [String] { head.components(separatedBy: "\r\n").dropFirst().map { $0 } }

    /// A field's value by its name in small letters; nil also when it stands twice.
    subscript(_ name: String) -> String? {
        let values = lines.filter { $0.lowercased().hasPrefix(name + ":") }
        return values.count == 1 ? String(values[0].dropFirst(name.count + 2)) : nil
    }
}
