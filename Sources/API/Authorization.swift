internal import HTTPServer
internal import HTTPTypes
internal import Knowledge
internal import Store

extension Site {
    /// Refuses a request without a token in force, and without a session that stands for one. Returns the token's name.
    ///
    /// - Throws: `Problem` 401, with the challenge of RFC 6750 §3; 403 for a write with a session that does not come from
    ///   the site's own pages.
    @discardableResult
    func authorize(_ request: Request, _ connection: Connection) throws -> String {
        guard let credentials = request[.authorization] else {
            if let session = try session(request, connection) { return session.name }
            if SessionCookie.value(in: request, isSecure: isSecure(request)) != nil {
                if request.method != .get, request.method != .head { try mustBeOwn(request) }
                if isOwn(request) {
                    throw Self.unauthorized("The session is over: sign in again at /sign-in", challenge: "Bearer")
                }
            }
            throw Self.unauthorized(
                "This needs a token: send Authorization: Bearer TOKEN. Make one with sourcebook token create",
                challenge: "Bearer")
        }
        guard let token = Self.bearer(credentials) else {
            throw Self.unauthorized("Authorization must be Bearer TOKEN", challenge: "Bearer")
        }
        guard let name = try name(of: token, connection) else {
            throw Self.unauthorized(
                "The token is not known, or was revoked: see sourcebook token list",
                challenge: "Bearer error=\"invalid_token\"")
        }
        return name
    }

    /// Whether the request has a token in force, or a session that stands for one.
    func isAuthorized(_ request: Request, _ connection: Connection) throws -> Bool {
        guard let credentials = request[.authorization] else { return try session(request, connection) != nil }
        return try Self.bearer(credentials).map { try name(of: $0, connection) != nil } ?? false
    }

    /// The name of a token in force.
    func name(of token: String, _ connection: Connection) throws -> String? {
        try Tokens(connection, environment: administratorHash).name(of: token)
    }

    /// The token of `Bearer TOKEN`; the scheme's case does not matter (RFC 9110 §11.1).
    private static func bearer(_ credentials: String) -> String? {
        let parts = credentials.split(separator: " ", omittingEmptySubsequences: true)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        return String(parts[1])
    }

    private static func unauthorized(_ detail: String, challenge: String) -> Problem {
        var fields = HTTPFields()
        fields[.wwwAuthenticate] = challenge
        return Problem(.unauthorized, detail, fields: fields)
    }
}
