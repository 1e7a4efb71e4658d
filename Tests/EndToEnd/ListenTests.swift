import Foundation
import Testing

/// Where the binary listens, as its flags say.
@Suite struct ListenTests {
    @Test func listensOnASocketOfTheFileSystem() throws {
        let scratch = try Scratch()
        let path = "\(scratch.path)/sourcebook.sock"
        let server = try RunningServer(at: ["--listen", "unix:\(path)", "--socket-mode", "640"], scratch: scratch)

        #expect(server.greeting.contains(" at unix:\(path)"))
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o640)
        let connection = try Connection(path: path)
        connection.send("GET /livez HTTP/1.1\r\nHost: sourcebook\r\nConnection: close\r\n\r\n")
        #expect(try Answer(connection.readToEnd()).status == 200)

        // A second server does not take the place of one that serves.
        let second = try Run(
            ["serve", "--listen", "unix:\(path)", "--database", "\(scratch.path)/other.db"], seconds: 20)
        #expect(second.status == 1 && second.errors.contains("in use"), "\(second.errors)")

        #expect(server.stop() == 0)
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test(arguments: ["127.0.0.1:0", "[::1]:0"])
    func listensOnAnAddressAndPort(address: String) throws {
        let server = try RunningServer(at: ["--listen", address])

        #expect(server.greeting.contains(" at http://\(address.dropLast(1))"), "\(server.greeting)")
        #expect(server.port > 0)
        #expect(server.stop() == 0)
    }

    @Test(arguments: [
        (["--listen", "nowhere"], "--listen is unix:PATH or ADDRESS:PORT"),
        (["--listen", "127.0.0.1:99999"], "--listen is unix:PATH or ADDRESS:PORT"),
        (["--listen", "127.0.0.1:0", "--port", "0"], "--listen takes the place of --host and --port"),
        (["--listen", "unix:a.sock", "--socket-mode", "9"], "--socket-mode is three octal digits"),
        (["--port", "0", "--trusted-proxy", "10.0.0.0/99"], "--trusted-proxy"),
        (["--port", "0", "--trusted-proxy", "proxy.example"], "--trusted-proxy"),
    ])
    func refusesWhatIsNoPlace(arguments: [String], reason: String) throws {
        let scratch = try Scratch()

        let run = try Run(["serve", "--database", "\(scratch.path)/test.db"] + arguments, seconds: 20)

        #expect(run.status == 64 && run.errors.contains(reason), "\(run.errors)")
    }
}
