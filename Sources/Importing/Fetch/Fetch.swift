public import Foundation

/// What was fetched, as it came.
public struct Fetched: Sendable {
    /// The body, decompressed, and otherwise letter for letter.
    public let bytes: [UInt8]
    /// The value of Content-Type; nil where the answer had none.
    public let contentType: String?
    /// The address that the body came from, after all redirects.
    public let url: String
    /// The addresses that led there, in order, each answered by a redirect.
    public let redirects: [String]
    /// When the last byte had come, by the clock handed in.
    public let retrievedAt: Date
}

/// Fetches a page from the open web, and from nowhere else.
///
/// Each address is checked when its connection is about to be made, whatever name or form of number led there
/// (``AddressScope``); after a redirect again. robots.txt is asked first, of each host on the way. Proxies that the
/// environment names, cookies, passwords and .netrc are left aside.
///
/// ```swift
/// let fetch = Fetch(contact: "https://sources.example.org/about")
/// let page = try fetch.fetch("https://news.example/article")
/// ```
public struct Fetch: Sendable {
    /// The name that robots.txt knows us by (RFC 9309 §2.2.1).
    public static let productToken = "Sourcebook"

    /// What User-Agent says.
    public let userAgent: String
    public var limits = FetchLimits()
    /// Networks that may be fetched from although they are inside: `--allow-import-from`.
    public var allowed: [IPNetwork] = []
    /// Tells the time for ``Fetched/retrievedAt``.
    public var now: @Sendable () -> Date = { Date() }

    /// A name's address in place of the resolver's, as `name:port:address`: for tests of what a resolver may answer.
    var resolve: String?

    /// - Parameters:
    ///   - contact: An address of a page or of a mailbox, for whoever wonders at their log. Only visible ASCII is kept.
    ///   - version: Of Sourcebook.
    public init(contact: String, version: String = "1.0") {
        let visible = contact.utf8.filter { (0x21...0x7E).contains($0) && $0 != 0x28 && $0 != 0x29 }
        userAgent = "\(Self.productToken)/\(version) (+\(String(decoding: visible, as: UTF8.self)))"
    }

    /// Fetches `url`; the calling thread waits.
    ///
    /// - Parameter isCancelled: Asked about once a second and before each transfer, on the calling thread.
    /// - Throws: ``FetchError``.
    public func fetch(_ url: String, isCancelled: @escaping () -> Bool = { false }) throws(FetchError) -> Fetched {
        var run = FetchRun(self, isCancelled: isCancelled)
        return try run.fetch(url)
    }
}
