internal import Foundation
internal import HTTPServer
internal import HTTPTypes
internal import Knowledge
internal import Store

/// `/sign-in` and `/sign-out`: a token is shown once, and a cookie stands for it until it is given back.
extension Site {
    /// The largest form that is taken, in bytes.
    private static let formBytes = 8_192

    /// The form; who is signed in already is led on.
    func signInPage() -> Handler {
        forPages { request, responder, pages in
            let next = try Self.next(request.value("next"))
            if try self.store.read(request.worker, { try self.session(request, $0) }) != nil {
                return responder.send(Self.onward(to: next))
            }
            var response = Self.signInForm(request, pages, next: next)
            if let site = request[.secFetchSite], site != "same-origin", site != "none" {
                // A link of another site led here: with it a browser keeps a strict cookie back. Asked once more, from this
                // page, it sends the cookie of who is signed in.
                response.fields[.refresh] = "0; url=\(Self.signInPath(next: next))"
            }
            responder.send(response)
        }
    }

    /// Takes the form `token`, `next`.
    func signIn() -> Handler {
        forPages { request, responder, pages in
            try self.mustBeOwn(request)
            let form = try Self.form(request)
            let next = Self.next(form["next"])
            @Sendable func refuse(_ status: HTTPResponse.Status, _ refusal: Refusal, _ fields: HTTPFields = [:]) {
                var response = Self.signInForm(request, pages, next: next, refusal)
                response.status = status
                for field in fields { response.fields[field.name] = field.value }
                responder.send(response)
            }
            let address = request.remoteAddress
            // Taken first and given back when it was right, so that many at once can't be tried either.
            if let seconds = self.signInQuota.take(address) {
                return refuse(.tooManyRequests, .tooOften, [.retryAfter: String(seconds)])
            }
            let token = (form["token"] ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
            let isInForce = try self.store.read(request.worker) { try self.name(of: token, $0) != nil }
            guard isInForce else {
                return refuse(.unauthorized, token.isEmpty ? .empty : .unknown, [.wwwAuthenticate: "Bearer"])
            }
            self.signInQuota.giveBack(address)
            let isSecure = self.isSecure(request)
            let (last, now) = (SessionCookie.value(in: request, isSecure: isSecure), self.options.clock())
            self.store.write { connection in
                let sessions = Sessions(connection, environment: self.administratorHash)
                if let last { try sessions.end(last) }
                return try sessions.begin(with: token, now: now)?.value
            } completion: { result in
                do {
                    guard let value = try result.get() else { return refuse(.unauthorized, .unknown) }
                    var response = Self.onward(to: next)
                    response.fields[.setCookie] = SessionCookie.field(
                        value, seconds: Int(Sessions.lifetime), isSecure: isSecure)
                    responder.send(response)
                } catch {
                    responder.send(self.failure(self.problem(error, request), request, pages))
                }
            }
        }
    }

    /// Ends the session here and in the browser.
    func signOut() -> Handler {
        forPages { request, responder, pages in
            try self.mustBeOwn(request)
            let isSecure = self.isSecure(request)
            var response = Self.onward(to: "/")
            response.fields[.setCookie] = SessionCookie.field(nil, seconds: 0, isSecure: isSecure)
            let answer = response
            guard let value = SessionCookie.value(in: request, isSecure: isSecure) else {
                return responder.send(answer)
            }
            self.store.write {
                try Sessions($0, environment: nil).end(value)
            } completion: { result in
                do {
                    try result.get()
                    responder.send(answer)
                } catch {
                    responder.send(self.failure(self.problem(error, request), request, pages))
                }
            }
        }
    }

    /// A handler whose errors are told on a page.
    func forPages(_ body: @escaping @Sendable (Request, Responder, Pages) throws -> Void) -> Handler {
        guard let pages else { return { _, responder in responder.send(Problem(.notFound).response()) } }
        return { request, responder in
            do {
                try body(request, responder, pages)
            } catch {
                responder.send(self.failure(self.problem(error, request), request, pages))
            }
        }
    }

    /// Why the form is shown again.
    private enum Refusal: String {
        case empty = "sign.in.empty"
        case unknown = "sign.in.unknown"
        case tooOften = "sign.in.often"
    }

    private static func signInForm(
        _ request: Request, _ pages: Pages, next: String, _ refusal: Refusal? = nil
    ) -> Response {
        var response = pages.speaking(to: request) {
            pages.response(
                .signIn,
                [
                    "page": PageHead(title: "\(Wording.current("sign.in")) · Sourcebook").view, "next": next,
                    "refusal": refusal.map { Wording.current($0.rawValue) },
                ])
        }
        response.fields[.cacheControl] = "no-store"
        response.entityTag = nil
        return response
    }

    /// The fields of a form, of several of one name the first.
    private static func form(_ request: Request) throws -> [String: String] {
        try request.mustBeSent(as: ["application/x-www-form-urlencoded"])
        guard request.body.count <= formBytes else {
            throw Problem(.contentTooLarge, "The form has at most \(formBytes) bytes")
        }
        let pairs = try QueryString.pairs(String(decoding: request.body, as: UTF8.self))
        return try Dictionary(pairs.map { ($0.name, try $0.value) }) { first, _ in first }
    }

    /// Where to go on to: never back to the form, which would lead here again.
    private static func next(_ path: String?) -> String {
        guard let path = path.flatMap(ownPath), !path.hasPrefix("/sign-in") else { return "/" }
        return path
    }

    /// The form's address, with the path to come back to.
    static func signInPath(next: String) -> String {
        let path = Self.next(next)
        return path == "/" ? "/sign-in" : "/sign-in?next=\(Address.encoded(path))"
    }

    private static func onward(to path: String) -> Response {
        Response(.seeOther, fields: [.location: path, .cacheControl: "no-store"])
    }
}
