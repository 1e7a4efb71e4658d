internal import Foundation
internal import HTTPServer
internal import HTTPTypes

/// Whether a request with a session comes from the site's own pages. SameSite=Strict sees to that as well; this holds
/// where a browser does not know it, and against pages of the same site on another host.
extension Site {
    /// What a browser says of where a request comes from: Sec-Fetch-Site (W3C Fetch Metadata §2.3), which it sends over
    /// TLS and on this machine, and Origin (RFC 6454 §7), which it sends with every POST, PATCH and DELETE. All that is
    /// said must be right, and of a write one of them must be there.
    ///
    /// A GET without either is taken: it changes nothing, and no other site's page may read the answer.
    func isOwn(_ request: Request) -> Bool {
        let isRead = request.method == .get || request.method == .head
        let site = request[.secFetchSite]
        // "none": the address was typed, or is a bookmark.
        if let site, site != "same-origin", !(isRead && site == "none") { return false }
        guard let origin = request[.origin] else { return isRead || site != nil }
        return isOwn(origin, request, anyScheme: site != nil)
    }

    /// - Parameter anyScheme: a proxy that ends TLS may not have said so. Where the browser calls it the same origin, the
    ///   host is enough.
    private func isOwn(_ origin: String, _ request: Request, anyScheme: Bool) -> Bool {
        if origin == publicOrigin { return true }
        guard let host = request[HTTPField.Name.host]?.lowercased() else { return false }
        if anyScheme { return origin == "http://\(host)" || origin == "https://\(host)" }
        return origin == "\(isSecure(request) ? "https" : "http")://\(host)"
    }

    /// Refuses what another site's page sends with the cookie.
    ///
    /// - Throws: `Problem` 403 that says why.
    func mustBeOwn(_ request: Request) throws {
        guard !isOwn(request) else { return }
        let said = [HTTPField.Name.secFetchSite, .origin].compactMap { name in request[name].map { "\(name) \($0)" } }
        throw Problem(
            .forbidden,
            """
            This is taken from the site's own pages only: \
            \(said.isEmpty ? "there is neither Sec-Fetch-Site nor Origin" : said.joined(separator: ", ")). \
            A program sends Authorization: Bearer TOKEN; behind a proxy, let it pass on Host, or give --public-url
            """)
    }

    /// Scheme, host and port of an address, as a browser writes an origin; nil where it has none.
    static func origin(of url: String) -> String? {
        guard let parts = URLComponents(string: url), let scheme = parts.scheme, let host = parts.host else {
            return nil
        }
        let usual = scheme == "https" ? 443 : 80
        let port = parts.port.flatMap { $0 == usual ? nil : ":\($0)" } ?? ""
        return "\(scheme)://\(host)\(port)".lowercased()
    }
}
