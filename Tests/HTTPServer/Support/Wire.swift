import CSystem
import Foundation
import HTTPTypes
import Logging
import Synchronization
import Testing

@testable import HTTPServer

/// A loop that runs only when it is told to, with connections whose other ends are the test's: what it reads in one go is
/// what was sent in one go, every time.
final class Wire {
    /// What every test of this kind can ask for; all of it is answered on the loop.
    static let routes = [
        Route(.get, "/hello", answersOnLoop: true) { _, responder in responder.send(text("hello")) },
        Route(.get, "/", answersOnLoop: true) { _, responder in responder.send(text("root")) },
        Route(.get, "/target/{name}", answersOnLoop: true) { request, responder in
            responder.send(text(request.target))
        },
        Route(.post, "/echo", answersOnLoop: true) { request, responder in
            responder.send(text(String(decoding: request.body, as: UTF8.self)))
        },
        Route(.get, "/echo", answersOnLoop: true) { request, responder in
            responder.send(text(String(decoding: request.body, as: UTF8.self)))
        },
        Route(.put, "/echo", answersOnLoop: true) { request, responder in
            responder.send(text(String(decoding: request.body, as: UTF8.self)))
        },
        Route(.patch, "/echo", answersOnLoop: true) { request, responder in
            responder.send(text(String(decoding: request.body, as: UTF8.self)))
        },
        Route(.delete, "/gone", answersOnLoop: true) { _, responder in responder.send(Response(.noContent)) },
        Route(.get, "/field", answersOnLoop: true) { request, responder in
            responder.send(text(request[HTTPField.Name("X-Field")!] ?? "none"))
        },
        Route(.get, "/client", answersOnLoop: true) { request, responder in
            responder.send(text(request.remoteAddress))
        },
        Route(.get, "/secure", answersOnLoop: true) { request, responder in
            responder.send(text(request.isSecure ? "https" : "http"))
        },
        Route(.get, "/cached", answersOnLoop: true) { _, responder in
            responder.send(text("cached", tag: "c", validity: .generation(2)))
        },
    ]

    let shared: Shared
    let loop: EventLoop
    private var serial: UInt32 = 0
    /// The same behind a listening socket, in threads of its own.
    private let server: TestServer?

    /// With the usual routes and limits.
    convenience init() throws {
        let server = try TestServer(Router(Self.routes)) {
            $0.commonFields = [:]
            $0.generation = { 2 }
        }
        try self.init(Router(Self.routes), server: server)
    }

    init(
        _ router: Router = Router(Wire.routes), limits: Limits = Limits(), trustedProxies: TrustedProxies = .init(),
        server: TestServer? = nil
    ) throws {
        self.server = server
        let configuration = Configuration(limits: limits, trustedProxies: trustedProxies, generation: { 2 })
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        shared = Shared(configuration, router, logger)
        loop = try EventLoop(shared, index: 0)
    }

    /// The test's end of a connection.
    final class End {
        private let wire: Wire
        private let descriptor: CInt
        private(set) var received: [UInt8] = []
        /// The server has ended its side.
        private(set) var isClosed = false

        fileprivate init(_ wire: Wire, _ descriptor: CInt) {
            self.wire = wire
            self.descriptor = descriptor
        }

        deinit {
            close(descriptor)
            wire.settle()
        }

        /// Sends bytes in one go, and lets the server do all that it can do with them.
        func send(_ bytes: some Collection<UInt8>) {
            let bytes = Array(bytes)
            _ = bytes.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL)) }
            wire.settle()
            receive()
        }

        func finishSending() {
            shutdown(descriptor, CInt(SHUT_WR))
            wire.settle()
            receive()
        }

        /// Waits for the end of the server's side. It is there at once, but for a process that another test starts in this
        /// very moment: until it runs it holds all descriptors open.
        func awaitEnd() {
            var event = pollfd(fd: descriptor, events: CShort(POLLIN), revents: 0)
            for _ in 0..<100 where !isClosed {
                poll(&event, 1, 20)
                receive()
            }
        }

        private func receive() {
            withUnsafeTemporaryAllocation(byteCount: 64 * 1024, alignment: 1) { buffer in
                while !isClosed {
                    let count = recv(descriptor, buffer.baseAddress, buffer.count, CInt(MSG_DONTWAIT))
                    if count > 0 {
                        received.append(contentsOf: buffer[..<count])
                    } else {
                        if count == 0 || errno != EAGAIN { isClosed = true }
                        return
                    }
                }
            }
        }
    }

    func connect(from address: String = "192.0.2.7") throws -> End {
        var ends: [CInt] = [-1, -1]
        // A process that a test starts meanwhile is not to hold an end open.
        let type = CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, type, 0, &ends) == 0 else { throw POSIXError(.EMFILE) }
        _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
        serial += 1
        shared.counters.open.wrappingAdd(1, ordering: .relaxed)
        loop.post(Connection(ends[0], loop, serial: serial, remoteAddress: address))
        settle()
        return End(self, ends[1])
    }

    /// Lets the loop run until nothing is left to be done.
    fileprivate func settle() {
        // The workers first: what they have done is in the loop's mailbox then.
        repeat { _ = loop.turn(waits: false) } while !shared.pool.isIdle || !loop.isIdle
    }
}

// MARK: Bytes in, bytes out

extension Wire {
    /// Holds the server to its answer: to a request sent whole, byte by byte, and in two pieces split at every position;
    /// and once over TCP, where the server is one with the usual routes and limits.
    ///
    /// What comes after is part of the proof. If the answer closes the connection, a second request is not answered: there
    /// is no other end of the first in it. If it does not, the second request is read from its first byte on.
    ///
    /// - Parameters:
    ///   - request: the bytes in.
    ///   - answer: the bytes out, with `*` for the date.
    func hold(
        _ request: String, to answer: String, isSplit: Bool = true,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let bytes = Array(request.utf8)[...]
        let closes = answer.contains("Connection: close\r\n")
        let next = Array("GET /hello HTTP/1.1\r\nHost: next\r\n\r\n".utf8)
        let expected = Array((closes ? answer : answer + served("hello")).utf8)

        var ways: [[ArraySlice<UInt8>]] = [[bytes + next], bytes.indices.map { bytes[$0...$0] } + [next[...]]]
        if isSplit { ways += bytes.indices.dropFirst().map { [bytes[..<$0], bytes[$0...] + next] } }
        for way in ways {
            let end = try connect()
            for piece in way { end.send(piece) }
            if closes { end.awaitEnd() }
            let received = Self.withoutDates(end.received)
            guard received == expected, end.isClosed == closes else {
                let how = way.count > 2 ? "byte by byte" : way.count == 1 ? "whole" : "split at \(way[0].count)"
                let said = String(decoding: received, as: UTF8.self)
                Issue.record(
                    """
                    \(request.debugDescription), sent \(how)
                    is answered \(said.debugDescription)\(end.isClosed ? " and closed" : "")
                    instead of  \(String(decoding: expected, as: UTF8.self).debugDescription)
                    """, sourceLocation: sourceLocation)
                return
            }
            end.finishSending()
            end.awaitEnd()
            #expect(end.isClosed && loop.connectionCount == 0, sourceLocation: sourceLocation)
        }
        guard let client = try server?.connect() else { return }
        client.send(bytes + next)
        client.finishSending()
        let received = Self.withoutDates(Array(client.readToEnd().utf8))
        #expect(received == expected, "\(request.debugDescription), over TCP", sourceLocation: sourceLocation)
    }

    /// Holds the server to its refusal of several requests.
    func hold(
        _ requests: [String], to answer: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        for request in requests { try hold(request, to: answer, sourceLocation: sourceLocation) }
    }

    /// Puts `*` for each date of a Date field.
    static func withoutDates(_ bytes: [UInt8]) -> [UInt8] {
        let name = Array("\r\nDate: ".utf8)
        var rest = bytes[...]
        var result: [UInt8] = []
        while let range = rest.firstRange(of: name) {
            result += rest[..<range.upperBound]
            let date = rest[range.upperBound...].prefix(29)
            let isDate = date.withUnsafeBytes { DateField.seconds($0, now: 0) } != nil
            result += isDate ? Array("*".utf8) : Array(date)
            rest = rest[range.upperBound...].dropFirst(29)
        }
        return result + rest
    }
}

/// The bytes of an answer with a body of plain text.
func served(_ body: String, closes: Bool = false, fields: String = "", hasBody: Bool = true) -> String {
    """
    HTTP/1.1 200 OK\r
    Date: *\r
    Content-Length: \(body.utf8.count)\r
    Content-Type: text/plain\r
    \(fields)\(closes ? "Connection: close\r\n" : "")\r
    \(hasBody ? body : "")
    """
}

/// The bytes of a problem.
func problem(
    _ status: Int, _ title: String, _ detail: String, fields: String = "", closes: Bool = true, hasBody: Bool = true
) -> String {
    let body = #"{"type":"about:blank","title":"\#(title)","status":\#(status),"detail":"\#(detail)"}"#
    return """
        HTTP/1.1 \(status) \(title)\r
        Date: *\r
        Content-Length: \(body.utf8.count)\r
        Content-Type: application/problem+json\r
        \(fields)Cache-Control: no-store\r
        \(closes ? "Connection: close\r\n" : "")\r
        \(hasBody ? body : "")
        """
}

/// The bytes of the answer to what is no request (400).
func bad(_ detail: String, hasBody: Bool = true) -> String { problem(400, "Bad Request", detail, hasBody: hasBody) }
