import Foundation
import Synchronization

/// A folder that is removed with the test.
final class Scratch: Sendable {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "sourcebook-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// The project's own files.
enum Project {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The binary that was built with these tests.
    static var binary: URL {
        URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().appendingPathComponent("sourcebook")
    }

    /// A file of the data that is kept beside the project; nil, and a line that says so, where it is not there.
    static func sharedData(_ name: String) -> String? {
        let file = root.deletingLastPathComponent().appendingPathComponent("shared/data/\(name)")
        guard let text = try? String(contentsOf: file, encoding: .utf8) else {
            print("shared/data/\(name) is not here: what needs it was not tested")
            return nil
        }
        return text
    }
}

/// The binary, run with arguments and waited for.
struct Run {
    let status: Int32
    let output: String
    let errors: String

    /// - Parameter seconds: after which the process is ended.
    init(_ arguments: [String], environment: [String: String] = [:], input: String? = nil, seconds: Double = 60) throws
    {
        let process = Process()
        process.executableURL = Project.binary
        process.arguments = arguments
        process.currentDirectoryURL = Project.root
        process.environment = Run.environment(environment)
        let output = Pipe()
        let errors = Pipe()
        process.standardOutput = output
        process.standardError = errors
        if let input {
            let pipe = Pipe()
            process.standardInput = pipe
            try pipe.fileHandleForWriting.write(contentsOf: Data(input.utf8))
            try pipe.fileHandleForWriting.close()
        } else {
            process.standardInput = FileHandle.nullDevice
        }
        try process.run()
        let deadline = DispatchWorkItem { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }
        DispatchQueue.global().asyncAfter(deadline: .now() + seconds, execute: deadline)
        let told = Mutex(Data())
        let reading = Thread { told.withLock { $0 = errors.fileHandleForReading.readDataToEndOfFile() } }
        reading.start()
        self.output = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        deadline.cancel()
        while !reading.isFinished { usleep(1_000) }
        self.errors = String(decoding: told.withLock { $0 }, as: UTF8.self)
        status = process.terminationStatus
    }

    /// This process's environment without Sourcebook's own variables.
    static func environment(_ further: [String: String]) -> [String: String] {
        ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("SOURCEBOOK_") }
            .merging(["SOURCEBOOK_LOG_LEVEL": "warning"]) { $1 }.merging(further) { $1 }
    }
}

/// A server that serves a database of its own on a port of its own; it ends with the test.
final class RunningServer: Sendable {
    static let token = "test-token"

    let scratch: Scratch
    let port: Int
    var database: String { "\(scratch.path)/test.db" }
    private let process: Process
    private let output: Pipe
    /// What it printed until it served.
    let greeting: String

    /// - Parameters:
    ///   - place: the flags that say where to listen.
    ///   - script: what a shell does before it becomes the server.
    ///   - input: what `script` has as its standard input.
    init(
        _ arguments: [String] = [], at place: [String] = ["--port", "0"],
        environment: [String: String] = ["SOURCEBOOK_TOKEN": token], scratch: Scratch? = nil, script: String? = nil,
        input: FileHandle = .nullDevice
    ) throws {
        self.scratch = try scratch ?? Scratch()
        let command = ["serve", "--database", "\(self.scratch.path)/test.db"] + place + arguments
        process = Process()
        if let script {
            process.executableURL = URL(fileURLWithPath: "/bin/sh")
            process.arguments = ["-c", script, Project.binary.path] + command
        } else {
            process.executableURL = Project.binary
            process.arguments = command
        }
        process.currentDirectoryURL = Project.root
        process.environment = Run.environment(environment)
        process.standardInput = input
        output = Pipe()
        process.standardOutput = output
        try process.run()
        var text = ""
        // The address is the last that it prints; where it ends before, so does its output.
        while !(text.contains(" at http://") || text.contains(" at unix:")) || !text.hasSuffix("\n") {
            let piece = output.fileHandleForReading.availableData
            if piece.isEmpty { break }
            text += String(decoding: piece, as: UTF8.self)
        }
        greeting = text
        port =
            text.split(whereSeparator: \.isNewline).last.flatMap { $0.split(separator: ":").last.flatMap { Int($0) } }
            ?? 0
    }

    deinit {
        if process.isRunning { process.terminate() }
        // A server that does not end is a fault, and other tests tell of it: this one is not to wait for ever.
        for _ in 0..<2_000 where process.isRunning { usleep(5_000) }
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
    }

    var isRunning: Bool { process.isRunning }
    var identifier: Int32 { process.processIdentifier }

    /// Sends SIGTERM and waits; returns the exit status.
    func stop() -> Int32 {
        if process.isRunning { process.terminate() }
        return wait()
    }

    /// Waits for the end; returns the exit status.
    func wait() -> Int32 {
        process.waitUntilExit()
        return process.terminationStatus
    }

    // MARK: Requests

    @discardableResult
    func send(
        _ method: String, _ target: String, _ body: String? = nil, fields: [String: String] = [:],
        token: String? = RunningServer.token
    ) throws -> Answer {
        var head = "\(method) \(target) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\n"
        if let token { head += "Authorization: Bearer \(token)\r\n" }
        for (name, value) in fields.sorted(by: { $0.key < $1.key }) { head += "\(name): \(value)\r\n" }
        if let body {
            if !fields.keys.contains(where: { $0.lowercased() == "content-type" }) {
                head += "Content-Type: application/json\r\n"
            }
            head += "Content-Length: \(body.utf8.count)\r\n"
        }
        return try exchange(Array((head + "\r\n" + (body ?? "")).utf8))
    }

    func get(_ target: String, fields: [String: String] = [:], token: String? = nil) throws -> Answer {
        try send("GET", target, fields: fields, token: token)
    }

    func post(_ target: String, _ body: String, fields: [String: String] = [:]) throws -> Answer {
        try send("POST", target, body, fields: fields)
    }

    /// Sends bytes as they are on a connection of their own, and reads until the server closes it.
    func exchange(_ bytes: [UInt8]) throws -> Answer {
        let connection = try Connection(port: port)
        connection.send(bytes)
        return try Answer(connection.readToEnd())
    }
}

/// A connection to a server on this machine, with blocking reads of ten seconds at the most, or as many as
/// SOURCEBOOK_TEST_PATIENCE says: a sanitizer takes its time.
final class Connection {
    private let descriptor: Int32

    struct Refused: Error {}

    /// - Parameter receiveBuffer: bytes that the system may keep for it; what the system likes when nil.
    init(port: Int, receiveBuffer: Int32? = nil) throws {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        descriptor = try Self.connected(AF_INET, &address, receiveBuffer: receiveBuffer)
    }

    /// To a socket of the file system.
    init(path: String) throws {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        descriptor = try Self.connected(AF_UNIX, &address)
    }

    private static func connected<A>(_ family: Int32, _ address: inout A, receiveBuffer: Int32? = nil) throws -> Int32 {
        #if canImport(Glibc)
            let descriptor = socket(family, Int32(SOCK_STREAM.rawValue), 0)
        #else
            let descriptor = socket(family, SOCK_STREAM, 0)
        #endif
        let patience = ProcessInfo.processInfo.environment["SOURCEBOOK_TEST_PATIENCE"].flatMap { Int($0) } ?? 10
        var limit = timeval(tv_sec: patience, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        if var receiveBuffer {
            setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &receiveBuffer, socklen_t(MemoryLayout<Int32>.size))
        }
        let isConnected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<A>.size)) == 0
            }
        }
        guard isConnected else {
            Foundation.close(descriptor)
            throw Refused()
        }
        return descriptor
    }

    deinit { Foundation.close(descriptor) }

    func send(_ bytes: [UInt8]) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                Foundation.send(descriptor, $0.baseAddress! + sent, $0.count - sent, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            sent += count
        }
    }

    func send(_ text: String) { send(Array(text.utf8)) }

    /// Ends the sending side.
    func finishSending() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// What comes next; nothing at the end, or when nothing came for ten seconds.
    func read() -> [UInt8] {
        var piece = [UInt8](repeating: 0, count: 65_536)
        return Array(piece[..<max(0, recv(descriptor, &piece, piece.count, 0))])
    }

    func readToEnd() -> [UInt8] {
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(descriptor, &piece, piece.count, 0)
            guard count > 0 else { return bytes }
            bytes += piece[..<count]
        }
    }
}

/// What a server answered.
struct Answer {
    let status: Int
    /// By lower-case name.
    let fields: [String: String]
    let body: [UInt8]

    struct Unreadable: Error { let bytes: Int }

    init(_ bytes: [UInt8]) throws {
        guard let end = Answer.endOfHead(bytes) else { throw Unreadable(bytes: bytes.count) }
        let headEnd = end - 4
        let lines = String(decoding: bytes[..<headEnd], as: UTF8.self).split(separator: "\r\n")
        let words = lines[0].split(separator: " ")
        guard words.count >= 2, let status = Int(words[1]) else { throw Unreadable(bytes: bytes.count) }
        var fields: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            fields[parts[0].lowercased()] = parts.count > 1 ? parts[1].trimmingCharacters(in: .whitespaces) : ""
        }
        // An interim answer is followed by the one that counts.
        if status == 100 {
            self = try Answer(Array(bytes[(headEnd + 4)...]))
            return
        }
        self.status = status
        self.fields = fields
        let rest = Array(bytes[(headEnd + 4)...])
        body = fields["transfer-encoding"] == "chunked" ? Answer.unchunked(rest) : rest
    }

    /// Where the empty line of a head ends; nil while it has not come.
    static func endOfHead(_ bytes: [UInt8]) -> Int? {
        var index = 4
        while index <= bytes.count {
            if bytes[index - 4] == 13, bytes[index - 3] == 10, bytes[index - 2] == 13, bytes[index - 1] == 10 {
                return index
            }
            index += 1
        }
        return nil
    }

    private static func unchunked(_ bytes: [UInt8]) -> [UInt8] {
        var body: [UInt8] = []
        var rest = bytes[...]
        while let line = rest.firstIndex(of: UInt8(ascii: "\r")),
            let size = Int(String(decoding: rest[..<line], as: UTF8.self), radix: 16), size > 0,
            rest.count >= line - rest.startIndex + 4 + size
        {
            body += rest[(line + 2)..<(line + 2 + size)]
            rest = rest[(line + 4 + size)...]
        }
        return body
    }

    var text: String { String(decoding: body, as: UTF8.self) }

    /// The body as JSON, read by Foundation: another reader than the server's own.
    var json: [String: Any] {
        get throws { try JSONSerialization.jsonObject(with: Data(body)) as? [String: Any] ?? [:] }
    }

    var items: [[String: Any]] { get throws { try json["items"] as? [[String: Any]] ?? [] } }
}

extension [String: Any] {
    func text(_ name: String) -> String { self[name] as? String ?? "" }
    func number(_ name: String) -> Double? { (self[name] as? NSNumber)?.doubleValue }
    func object(_ name: String) -> [String: Any] { self[name] as? [String: Any] ?? [:] }
    func list(_ name: String) -> [[String: Any]] { self[name] as? [[String: Any]] ?? [] }
}
