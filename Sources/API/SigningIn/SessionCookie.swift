internal import Foundation
internal import HTTPServer
internal import HTTPTypes
internal import Knowledge
internal import Store

/// The cookie that a session's value is kept in.
enum SessionCookie {
    static let plainName = "sourcebook"
    /// With this prefix a browser takes it only from this very host, over TLS: no neighbour's page can put one in its
    /// place (draft-ietf-httpbis-rfc6265bis §4.1.3).
    static let secureName = "__Host-sourcebook"

    /// The value that a request brings. Two different ones are none: one of them was put there by somebody else.
    static func value(in request: Request, isSecure: Bool) -> String? {
        let values = Set(request.cookies(isSecure ? secureName : plainName))
        return values.count == 1 ? values.first : nil
    }

    /// The Set-Cookie that hands `value` to the browser for so many seconds; with nil, the one that takes it back.
    static func field(_ value: String?, seconds: Int, isSecure: Bool) -> String {
        """
        \(isSecure ? secureName : plainName)=\(value ?? ""); Max-Age=\(value == nil ? 0 : seconds); Path=/; \
        \(isSecure ? "Secure; " : "")HttpOnly; SameSite=Strict
        """
    }
}

extension Site {
    /// Whether the browser has come over TLS: then the cookie is never sent without.
    func isSecure(_ request: Request) -> Bool { request.isSecure || publicOrigin?.hasPrefix("https:") == true }

    /// Who is signed in, where the request is one of the site's own pages; nil for everybody else.
    ///
    /// To be called for a page, whose answer is then that person's alone, and wherever a token would do as well.
    func session(_ request: Request, _ connection: Connection) throws -> Sessions.Session? {
        guard let value = SessionCookie.value(in: request, isSecure: isSecure(request)), isOwn(request) else {
            return nil
        }
        let now = options.clock()
        let session = try Sessions(connection, environment: administratorHash).session(value, now: now)
        if session?.needsUse == true {
            // That it was used matters in days: nobody waits for it, and one that is lost comes again.
            store.write {
                try Sessions($0, environment: nil).use(value, now: now)
            } completion: { _ in
            }
        }
        return session
    }
}
