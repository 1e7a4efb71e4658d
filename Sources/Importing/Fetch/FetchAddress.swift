internal import CFetch

/// An http or https address as libcurl, which will fetch it, understands it.
struct FetchAddress: Sendable, Equatable {
    /// The whole, normalized and without its fragment.
    let url: String
    let scheme: String
    /// In brackets where it is IPv6.
    let host: String
    let port: Int
    /// From the path on with the query, as a server is asked for it and robots.txt names it.
    let target: String

    /// - Throws: ``FetchError/badAddress(url:why:)``.
    init(_ text: String, limits: FetchLimits) throws(FetchError) {
        guard text.utf8.count <= limits.urlBytes else {
            throw .badAddress(
                url: String(text.prefix(100)) + "…", why: "an address has at most \(limits.urlBytes) bytes")
        }
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "\\") }) else {
            throw .badAddress(url: text, why: "an address has no white space, control characters or backslashes")
        }
        guard let scheme = Self.part("s", of: text, limits), let host = Self.part("h", of: text, limits),
            let url = Self.part("*", of: text, limits)
        else { throw .badAddress(url: text, why: "give a whole address, as https://example.org/article") }
        guard scheme == "http" || scheme == "https" else {
            throw .badAddress(url: text, why: "give an http or https address")
        }
        guard Self.part("u", of: text, limits) == nil, Self.part("p", of: text, limits) == nil else {
            throw .badAddress(url: text, why: "leave out the name and password before the host")
        }
        guard let port = Self.part("n", of: text, limits).flatMap(Int.init) else {
            throw .badAddress(url: text, why: "give a whole address, as https://example.org/article")
        }
        // Below are mail, remote shells and the like, which may mistake a request for something to do.
        guard port == 80 || port == 443 || port >= 1_024 else {
            throw .badAddress(url: text, why: "port \(port) is not for pages: leave it out")
        }
        self.url = url
        self.scheme = scheme
        self.host = host
        self.port = port
        target =
            (Self.part("/", of: text, limits) ?? "/") + (Self.part("?", of: text, limits).map { "?" + $0 } ?? "")
    }

    /// What robots.txt is valid for (RFC 9309 §2.3).
    var origin: String {
        let isUsual = port == (scheme == "https" ? 443 : 80)
        return "\(scheme)://\(host)\(isUsual ? "" : ":\(port)")"
    }

    private static func part(_ part: Character, of text: String, _ limits: FetchLimits) -> String? {
        guard let letter = part.asciiValue else { return nil }
        // libcurl percent-encodes what is not ASCII, and may so make three bytes of one.
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: limits.urlBytes * 3 + 16) { buffer in
            guard let start = buffer.baseAddress,
                cfetch_url_part(text, CChar(bitPattern: letter), start, buffer.count) == 0
            else { return nil }
            return String(cString: start)
        }
    }
}
