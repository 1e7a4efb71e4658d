internal import HTTPServer
internal import HTTPTypes
internal import Knowledge
internal import Store

extension Site {
    /// Refuses a request without a token in force. Returns the token's name.
    ///
    /// - Throws: `Problem` 401, with the challenge of RFC 6750 §3.
    @discardableResult
    func authorize(_ request: Request, _ connection: Connection) throws -> String {
        guard let credentials = request[.authorization] else {
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

    /// Whether the request has a token in force.
    func isAuthorized(_ request: Request, _ connection: Connection) throws -> Bool {
        guard let token = request[.authorization].flatMap(Self.bearer) else { return false }
        return try name(of: token, connection) != nil
    }

    /// The name of a token in force; that of the environment is called so.
    private func name(of token: String, _ connection: Connection) throws -> String? {
        if let administrator = options.administrator,
            // Hashes are compared: equal lengths, whatever was sent.
            Tokens.areEqual(Checksum.sha256(Array(token.utf8)), Checksum.sha256(Array(administrator.utf8)))
        {
            return "environment"
        }
        return try Tokens(connection).name(of: token)
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
