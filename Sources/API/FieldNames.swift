internal import HTTPTypes

/// Names of fields that swift-http-types does not have.
extension HTTPField.Name {
    /// RFC 8288 §3.
    static let link = constant("Link")
    /// RFC 5789 §3.1.
    static let acceptPatch = constant("Accept-Patch")
    /// The HTML standard §7.1.3.
    static let crossOriginOpenerPolicy = constant("Cross-Origin-Opener-Policy")
    /// W3C Permissions Policy.
    static let permissionsPolicy = constant("Permissions-Policy")
    /// W3C Referrer Policy.
    static let referrerPolicy = constant("Referrer-Policy")
    /// The HTML standard §7.12.2: what a browser goes on to by itself.
    static let refresh = constant("Refresh")
    /// W3C Fetch Metadata Request Headers §2.3.
    static let secFetchSite = constant("Sec-Fetch-Site")

    /// The Internet-Draft draft-ietf-httpapi-idempotency-key-header.
    static let idempotencyKey = constant("Idempotency-Key")
    /// The HTML standard §9.2.4.
    static let lastEventID = constant("Last-Event-ID")
    /// What a change is for: kept in the history.
    static let sourcebookNote = constant("Sourcebook-Note")

    private static func constant(_ name: StaticString) -> HTTPField.Name {
        guard let name = HTTPField.Name("\(name)") else { preconditionFailure("\(name) is not a field name") }
        return name
    }
}
