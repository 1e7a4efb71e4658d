/// How far a fetch goes, with reasons. Each can be set.
public struct FetchLimits: Sendable {
    /// Bytes of an address. Servers take some 8,000; addresses of articles stay below 500.
    public var urlBytes = 4_000
    /// Bytes of an answer's head. Browsers stop at 256 KiB; a page with twenty cookies has 16.
    public var headBytes = 64 * 1_024
    /// Bytes of a body, as it comes and decompressed. The heaviest pages of newspapers have 5 MB of HTML; PDFs of
    /// reports have 10.
    public var bodyBytes = 16 * 1_024 * 1_024
    /// Bytes of a robots.txt, the least that RFC 9309 §2.5 asks for; what is beyond is not read.
    public var robotsBytes = 512 * 1_024
    /// Redirects of one address. RFC 9309 asks for five of robots.txt; articles have one or two.
    public var redirects = 5
    /// Seconds until a connection stands, TLS included.
    public var connectSeconds = 10.0
    /// Seconds for everything: robots.txt, redirects and the body. Somebody waits.
    public var seconds = 30.0
    /// The least rate in bytes a second, and for how many seconds it may be missed.
    public var leastBytesPerSecond = 512
    public var leastRateSeconds = 10

    public init() {}
}
