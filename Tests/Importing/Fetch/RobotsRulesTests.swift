import Importing
import Testing

@Suite("What a robots.txt allows (RFC 9309)")
struct RobotsRulesTests {
    private func rules(_ text: String) -> RobotsRules { RobotsRules(Array(text.utf8), for: "Sourcebook") }

    @Test(
        "Without rules all is allowed",
        arguments: [
            "", "\n\n", "Sitemap: https://a.example/s.xml", "<html>no such page</html>", "User-agent: *",
            "User-agent: *\nDisallow:", "Disallow: /", "User-agent: other\nDisallow: /",
        ])
    func allowsAll(_ text: String) {
        #expect(rules(text).allows("/a/b?c"))
    }

    @Test(
        "The group of our name counts, else that of everybody",
        arguments: [
            ("User-agent: *\nDisallow: /", false),
            ("User-agent: *\nDisallow: /\n\nUser-agent: sourceBOOK\nAllow: /", true),
            ("User-agent: Sourcebook/2.1\nDisallow: /", false), ("User-agent: Sourcebooks\nDisallow: /", true),
            ("User-agent: other\nUser-agent: Sourcebook\nDisallow: /", false),
            ("User-agent: Sourcebook\nDisallow: /x\n\nUser-agent: *\nDisallow: /", true),
            (
                "User-agent: Sourcebook\nDisallow: /x\nUser-agent: b\nDisallow: /c\nUser-agent: Sourcebook\nDisallow: /a",
                false
            ),
            ("\u{FEFF}user-agent:*\r\n disallow :\t/a # b\r\n", false), ("User-agent: *\rDisallow: /a", false),
            ("User-agent: Sourcebook\n\nUser-agent: *\nDisallow: /", false),
            ("User-agent: Sourcebook\nCrawl-delay: 9", true),
        ])
    func chooses(_ text: String, _ isAllowed: Bool) {
        #expect(rules(text).allows("/a/b") == isAllowed)
    }

    @Test(
        "The longest pattern decides, and of two the one that allows",
        arguments: [
            ("Disallow: /a\nAllow: /a/b", "/a/b/c", true), ("Allow: /a\nDisallow: /a/b", "/a/b/c", false),
            ("Disallow: /a\nAllow: /a", "/a", true), ("Disallow: /a$", "/ab", true), ("Disallow: /a$", "/a", false),
            ("Disallow: /*.pdf$", "/b/c.pdf", false), ("Disallow: /*.pdf$", "/b/c.pdf?d", true),
            ("Disallow: /*.pdf", "/b/c.pdf?d", false), ("Disallow: *", "/a", false),
            ("Disallow: /a*b*c", "/axxbxxbxc", false),
            ("Disallow: /a*b$", "/abab", false), ("Disallow: /a*b$", "/abac", true), ("Disallow: /A", "/a", true),
            ("Disallow: /%D0%B0", "/а", false), ("Disallow: /а", "/%d0%b0", false), ("Disallow: /%7Ea", "/~a", false),
            ("Disallow: /a%2Fb", "/a/b", true), ("Disallow: /a?b", "/a?b=c", false),
            ("Disallow: /", "/robots.txt", true),
        ])
    func matches(_ lines: String, _ target: String, _ isAllowed: Bool) {
        #expect(rules("User-agent: *\n" + lines).allows(target) == isAllowed)
    }

    @Test("Any bytes are read")
    func readsAnything() {
        let bytes = (0..<60_000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 3) }

        _ = RobotsRules(bytes, for: "Sourcebook").allows("/%zz%")
    }
}
