import Foundation
import HTTPServer
import HTTPTypes
import Knowledge
import Testing

@Suite("A session on the pages")
struct SessionPagesTests {
    /// A clock that a test turns.
    private final class Clock: Sendable {
        private let seconds = Locked(1_790_000_000.0)
        var now: Date { seconds.withLock { Date(timeIntervalSince1970: $0) } }

        func turn(days: Double) { seconds.withLock { $0 += days * 86_400 } }
    }

    private func isSignedIn(_ site: PagesSite, _ cookie: String) -> Bool {
        site.get("/", fields: [.cookie: cookie]).html.contains("/sign-out")
    }

    private func signedIn(_ site: PagesSite) throws -> String {
        let answer = site.send("token=secret&next=%2Ftopics", to: "/sign-in")
        #expect(answer.status == 303 && answer.fields[.location] == "/topics")
        return try #require(answer.fields[.setCookie]?.split(separator: ";").first.map(String.init))
    }

    @Test("ends after 30 days, however often it is used")
    func lifetime() throws {
        let clock = Clock()
        let site = try PagesSite { clock.now }
        let cookie = try signedIn(site)

        for _ in 1...29 {
            clock.turn(days: 1)
            #expect(isSignedIn(site, cookie))
            // The use is taken down beside the answer: the next write stands behind it.
            site.post("topics", ["name": "one more"])
        }
        clock.turn(days: 1)
        #expect(!isSignedIn(site, cookie))
    }

    @Test("ends after 7 days without use")
    func idleness() throws {
        let clock = Clock()
        let site = try PagesSite { clock.now }
        let cookie = try signedIn(site)

        clock.turn(days: 6.9)
        #expect(isSignedIn(site, cookie))
        site.post("topics", ["name": "one more"])
        clock.turn(days: 6.9)
        #expect(isSignedIn(site, cookie))
        site.post("topics", ["name": "one more"])
        clock.turn(days: 7)
        #expect(!isSignedIn(site, cookie))
    }
}
