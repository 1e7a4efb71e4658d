import Foundation
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What the process gets from whoever starts it: a listening socket, descriptors.
@Suite struct ScarcityTests {
    /// A socket that listens and is handed over; it stays open from one server to the next.
    private final class ListeningSocket {
        let handle: FileHandle
        let port: Int

        init() throws {
            #if canImport(Glibc)
                let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            #else
                let descriptor = socket(AF_INET, SOCK_STREAM, 0)
            #endif
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_addr.s_addr = inet_addr("127.0.0.1")
            var length = socklen_t(MemoryLayout<sockaddr_in>.size)
            let isListening = withUnsafeMutablePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(descriptor, $0, length) == 0 && listen(descriptor, 16) == 0
                        && getsockname(descriptor, $0, &length) == 0
                }
            }
            try #require(isListening)
            port = Int(UInt16(bigEndian: address.sin_port))
            handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        }
    }

    /// As systemd does it: from descriptor 3 on, and by the number of the process that is to take them.
    private static let handOver = "export LISTEN_PID=$$; exec \"$0\" \"$@\" 3<&0 </dev/null"

    @Test func clientsWaitInASocketThatIsHandedOverForTheNextServer() throws {
        let listening = try ListeningSocket()
        let scratch = try Scratch()
        func start() throws -> RunningServer {
            try RunningServer(
                at: [], environment: ["LISTEN_FDS": "1", "SOURCEBOOK_TOKEN": RunningServer.token], scratch: scratch,
                script: Self.handOver, input: listening.handle)
        }

        let first = try start()
        let before = try first.get("/livez").status
        let end = first.stop()
        let waiting = try Connection(port: listening.port)
        waiting.send("GET /livez HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        let second = try start()

        #expect(first.port == listening.port && second.port == listening.port)
        #expect(before == 200 && end == 0)
        #expect(try Answer(waiting.readToEnd()).status == 200)
    }

    @Test func aFlagIsNearerThanASocketThatIsHandedOver() throws {
        let listening = try ListeningSocket()

        let server = try RunningServer(
            environment: ["LISTEN_FDS": "1"], script: Self.handOver, input: listening.handle)

        #expect(server.port != listening.port && server.port != 0)
    }

    @Test func aSocketForAnotherProcessIsLeftAlone() throws {
        let server = try RunningServer(
            at: [], environment: ["LISTEN_FDS": "1", "LISTEN_PID": "1", "SOURCEBOOK_PORT": "0"])

        #expect(try server.get("/livez").status == 200)
    }

    @Test func severalSocketsAreRefused() throws {
        let scratch = try Scratch()
        let process = Process()
        let errors = Pipe()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", Self.handOver, Project.binary.path, "serve", "--database", "\(scratch.path)/a.db"]
        process.environment = Run.environment(["LISTEN_FDS": "2"])
        process.standardInput = FileHandle.nullDevice
        process.standardError = errors

        try process.run()
        let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()

        #expect(process.terminationStatus == 64)
        #expect(text.contains("LISTEN_FDS hands over 2 sockets"))
    }

    @Test func acceptingPausesWithoutDescriptorsAndGoesOnAfterwards() throws {
        let server = try RunningServer(script: "ulimit -n 64; exec \"$0\" \"$@\"")
        let witness = try Connection(port: server.port)
        let request = "GET /api/v1 HTTP/1.1\r\nHost: a\r\n\r\n"
        witness.send(request)
        #expect(witness.read().starts(with: Array("HTTP/1.1 200".utf8)))

        var others = try (0..<100).map { _ in try Connection(port: server.port) }
        usleep(300_000)
        witness.send(request)
        let meanwhile = witness.read()
        others.removeAll()
        let afterwards = try server.get("/livez").status

        #expect(meanwhile.starts(with: Array("HTTP/1.1 200".utf8)))
        #expect(afterwards == 200)
    }

    @Test func onlySoManyExportsAreOnTheirWay() throws {
        let server = try RunningServer()
        let article = #"{"title": "Long", "body": "\#(String(repeating: "The river fell. ", count: 20_000))"}"#
        for _ in 0..<24 { #expect(try server.post("/api/v1/articles", article).status == 201) }
        let request = "GET /api/v1/export HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"

        var clients = try (0..<17).map { _ in try Connection(port: server.port, receiveBuffer: 4096) }
        let starts = clients.map { client in
            client.send(request)
            return String(decoding: client.read().prefix(12), as: UTF8.self)
        }
        let end = clients[0].readToEnd().suffix(5)
        clients.removeAll()
        usleep(300_000)
        let again = try server.get("/api/v1/export").status

        #expect(starts == Array(repeating: "HTTP/1.1 200", count: 16) + ["HTTP/1.1 503"])
        #expect(end.elementsEqual("0\r\n\r\n".utf8))
        #expect(again == 200)
    }
}
