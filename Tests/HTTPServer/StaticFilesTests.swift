import Foundation
import HTTPTypes
import Testing

@testable import HTTPServer

@Suite("Static files") final class StaticFilesTests {
    private let outer: URL
    private let server: TestServer

    init() throws {
        let files = FileManager.default
        let outer = files.temporaryDirectory.appending(path: UUID().uuidString)
        self.outer = outer
        let folder = outer.appending(path: "public")
        try files.createDirectory(at: folder.appending(path: "sub"), withIntermediateDirectories: true)
        try files.createDirectory(at: folder.appending(path: "empty"), withIntermediateDirectories: true)
        func write(_ name: String, _ content: String) throws {
            try Data(content.utf8).write(to: outer.appending(path: name))
        }
        try write("secret.txt", "secret")
        try write("public/index.html", "<h1>home</h1>")
        try write("public/sub/index.html", "sub")
        try write("public/digits.txt", "0123456789")
        try write("public/long.css", String(repeating: "a { color: red }\n", count: 200))
        try write("public/large.bin", String(repeating: "0123456789abcdef", count: 40_000))
        try write("public/.hidden", "hidden")
        try write("public/with space.txt", "space")
        try write("public/empty.txt", "")
        try files.createSymbolicLink(
            at: folder.appending(path: "leaves.txt"), withDestinationURL: outer.appending(path: "secret.txt"))
        try files.createSymbolicLink(at: folder.appending(path: "up"), withDestinationURL: outer)
        try files.createSymbolicLink(
            at: folder.appending(path: "stays.txt"), withDestinationURL: folder.appending(path: "digits.txt"))
        try files.createSymbolicLink(
            at: folder.appending(path: "dot.txt"), withDestinationURL: folder.appending(path: ".hidden"))
        var handler = try StaticFiles(folder: folder.path)
        handler.fields = [.cacheControl: "no-cache"]
        server = try TestServer(Router([], fallback: handler.handler))
    }

    deinit {
        try? FileManager.default.removeItem(at: outer)
    }

    @Test("are sent with type, validators and the fields asked for") func plain() throws {
        let client = try server.connect()

        let digits = try client.ask("GET /digits.txt")

        #expect(digits.status == 200)
        #expect(digits.text == "0123456789")
        #expect(digits["content-type"] == "text/plain; charset=utf-8")
        #expect(digits["accept-ranges"] == "bytes")
        #expect(digits["cache-control"] == "no-cache")
        #expect(digits["etag"] != nil)
        #expect(digits["last-modified"] != nil)
        #expect(try client.ask("GET /with%20space.txt").text == "space")
        #expect(try client.ask("GET /empty.txt").text == "")
        #expect(try client.ask("GET /stays.txt").text == "0123456789")
    }

    @Test("of a folder are its index") func index() throws {
        let client = try server.connect()

        #expect(try client.ask("GET /").text == "<h1>home</h1>")
        #expect(try client.ask("GET /sub/").text == "sub")
        let redirect = try client.ask("GET /sub?a=b")
        #expect(redirect.status == 308)
        #expect(redirect["location"] == "/sub/?a=b")
        #expect(try client.ask("GET /empty").status == 404)
        #expect(try client.ask("GET /empty/").status == 404)
    }

    @Test(
        "are never those outside the folder, nor hidden ones",
        arguments: [
            "/../secret.txt", "/%2e%2e/secret.txt", "/sub/../../secret.txt", "/..%2fsecret.txt", "/..%5csecret.txt",
            "/%2e%2e%2fsecret.txt", "/sub/%2e%2e/%2e%2e/secret.txt", "/leaves.txt", "/up/secret.txt", "/.hidden",
            "/%2ehidden", "/dot.txt", "/./digits.txt", "//digits.txt", "/sub//index.html", "/digits.txt/",
            "/digits.txt%00.html", "/digits.txt%00", "/%ff", "/sub%2findex.html", "/....//secret.txt", "/up/",
        ])
    func outside(target: String) throws {
        let answer = try server.connect().ask("GET \(target)")

        #expect(answer.status == 404)
        #expect(answer["content-type"] == "application/problem+json")
        #expect(!answer.text.contains("secret") && !answer.text.contains("hidden"))
    }

    @Test("answer GET and HEAD only") func methods() throws {
        let client = try server.connect()

        #expect(try client.ask("HEAD /digits.txt")["content-length"] == "10")
        let post = try client.ask("POST /digits.txt", body: "x")
        #expect(post.status == 405)
        #expect(post["allow"] == "GET, HEAD, OPTIONS")
    }

    @Test("are revalidated by tag and by date") func revalidation() throws {
        let client = try server.connect()
        let first = try client.ask("GET /digits.txt")
        let tag = try #require(first["etag"])
        let date = try #require(first["last-modified"])

        #expect(try client.ask("GET /digits.txt", ["If-None-Match: \(tag)"]).status == 304)
        #expect(try client.ask("GET /digits.txt", ["If-Modified-Since: \(date)"]).status == 304)
        #expect(
            try client.ask("GET /digits.txt", ["If-None-Match: \"x\"", "If-Modified-Since: \(date)"]).status == 200)
        #expect(try client.ask("GET /digits.txt", ["If-Match: \"x\""]).status == 412)
        #expect(try client.ask("GET /digits.txt", ["If-Match: \(tag)"]).status == 200)
        let long = "Thu, 01 Jan 1970 00:00:00 GMT"
        #expect(try client.ask("GET /digits.txt", ["If-Unmodified-Since: \(long)"]).status == 412)
        #expect(try client.ask("GET /digits.txt", ["If-Modified-Since: \(long)"]).status == 200)
    }

    @Test("are sent in parts") func ranges() throws {
        let client = try server.connect()
        let tag = try #require(try client.ask("GET /digits.txt")["etag"])

        let part = try client.ask("GET /digits.txt", ["Range: bytes=2-4"])
        let none = try client.ask("GET /digits.txt", ["Range: bytes=10-"])

        #expect(part.status == 206)
        #expect(part.text == "234")
        #expect(part["content-range"] == "bytes 2-4/10")
        #expect(part["etag"] == tag)
        #expect(none.status == 416)
        #expect(none["content-range"] == "bytes */10")
        #expect(try client.ask("GET /digits.txt", ["Range: bytes=7-"]).text == "789")
        #expect(try client.ask("GET /digits.txt", ["Range: bytes=-2"]).text == "89")
        #expect(try client.ask("GET /digits.txt", ["Range: bytes=8-100"]).text == "89")
        #expect(try client.ask("GET /digits.txt", ["Range: bytes=0-1,3-4"]).status == 200)
        #expect(try client.ask("GET /digits.txt", ["Range: lines=0-1"]).status == 200)
        #expect(try client.ask("GET /digits.txt", ["Range: bytes=4-2"]).status == 200)
        #expect(try client.ask("HEAD /digits.txt", ["Range: bytes=2-4"]).status == 200)
        #expect(try client.ask("GET /digits.txt", ["Range: bytes=2-4", "If-Range: \(tag)"]).text == "234")
        #expect(try client.ask("GET /digits.txt", ["Range: bytes=2-4", "If-Range: \"x\""]).status == 200)
        #expect(try client.ask("GET /digits.txt", ["Range: bytes=2-4", "If-Range: \"x\", \(tag)"]).status == 200)
        #expect(try client.ask("GET /digits.txt", ["Range: bytes=2-4", "If-Range: W/\(tag)"]).status == 200)
        #expect(try client.ask("GET /digits.txt", ["Range: bytes=2-4", "If-None-Match: \(tag)"]).status == 304)
        #expect(try client.ask("GET /large.bin", ["Range: bytes=16-31"]).text == "0123456789abcdef")
    }

    @Test("are compressed when they are text, and sent whole otherwise") func gzip() throws {
        let client = try server.connect()
        let plain = try client.ask("GET /long.css")

        let coded = try client.ask("GET /long.css", ["Accept-Encoding: gzip"])
        let again = try client.ask("GET /long.css", ["Accept-Encoding: gzip"])
        let part = try client.ask("GET /long.css", ["Accept-Encoding: gzip", "Range: bytes=0-3"])
        let binary = try client.ask("GET /large.bin", ["Accept-Encoding: gzip"])

        #expect(coded["content-encoding"] == "gzip")
        #expect(coded["vary"] == "Accept-Encoding")
        #expect(plain["vary"] == "Accept-Encoding")
        #expect(coded["etag"] != plain["etag"])
        #expect(try gunzip(coded.body) == plain.body)
        #expect(again.body == coded.body)
        #expect(part.text == "a { ")
        #expect(part["etag"] == plain["etag"])
        #expect(binary["content-encoding"] == nil)
        #expect(binary["vary"] == nil)
        #expect(binary.body.count == 640_000)
    }

    @Test("are sent as they are now, not as they were") func change() throws {
        let client = try server.connect()
        let before = try client.ask("GET /digits.txt")

        try Data("changed".utf8).write(to: outer.appending(path: "public/digits.txt"))
        let after = try client.ask("GET /digits.txt")
        try FileManager.default.removeItem(at: outer.appending(path: "public/digits.txt"))

        #expect(after.text == "changed")
        #expect(after["etag"] != before["etag"])
        #expect(try client.ask("GET /digits.txt").status == 404)
    }

    @Test("follow a link to where it leads now, within a second") func relinked() throws {
        let files = FileManager.default
        let client = try server.connect()
        let link = outer.appending(path: "public/stays.txt")
        for name in ["digits.txt", "long.css"] {
            try files.setAttributes(
                [.modificationDate: Date(timeIntervalSinceNow: -10)],
                ofItemAtPath: outer.appending(path: "public/\(name)").path)
        }
        #expect(try client.ask("GET /stays.txt").text == "0123456789")
        #expect(try client.ask("GET /stays.txt").text == "0123456789")

        try files.removeItem(at: link)
        try files.createSymbolicLink(at: link, withDestinationURL: outer.appending(path: "public/long.css"))
        usleep(1_100_000)
        #expect(try client.ask("GET /stays.txt").text.hasPrefix("a { color"))
        try files.removeItem(at: link)
        try files.createSymbolicLink(at: link, withDestinationURL: outer.appending(path: "secret.txt"))
        usleep(1_100_000)
        #expect(try client.ask("GET /stays.txt").status == 404)
    }

    @Test("that change twice within one tick of the clock are sent as they are") func quickChanges() throws {
        let client = try server.connect()
        let file = outer.appending(path: "public/quick.txt")
        for index in 0..<50 {
            // The same length, and perhaps the same time.
            let content = String(1000 + index)
            let handle = FileManager.default.createFile(atPath: file.path, contents: Data(content.utf8))
            #expect(handle)
            #expect(try client.ask("GET /quick.txt").text == content)
        }
    }

    @Test("need a folder that is there") func missing() {
        #expect { try StaticFiles(folder: "/no/such/folder") } throws: { "\($0)".contains("/no/such/folder") }
        #expect { try StaticFiles(folder: "/etc/hostname") } throws: { "\($0)".contains("not a folder") }
    }
}
