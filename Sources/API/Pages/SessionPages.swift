internal import HTTPServer
internal import HTTPTypes
internal import Knowledge
internal import Store

/// What of the pages depends on who is signed in.
extension Site {
    /// A handler of a page that shows who is signed in, and knows it.
    ///
    /// What is made for somebody is theirs alone, and kept nowhere; what is made for everybody else says that it varies by
    /// Cookie.
    ///
    /// - Parameter needsSession: who is not signed in is asked to.
    func page(
        _ pages: Pages, needsSession: Bool = false,
        _ body: @escaping @Sendable (Request, Reading, Sessions.Session?) throws -> Response
    ) -> Handler {
        let failure: @Sendable (Problem, Request) -> Response = { self.failure($0, $1, pages) }
        return reading(needsToken: needsSession, isForAll: false, failure: failure) { request, reading in
            let session = try self.session(request, reading.connection)
            var response = try pages.speaking(to: request, session: session) { try body(request, reading, session) }
            if session != nil { response.keepForOne() }
            return response
        }
    }

    /// A problem as a page, and where a browser's reader is to sign in, the way there.
    func failure(_ problem: Problem, _ request: Request, _ pages: Pages) -> Response {
        if problem.status == .unauthorized, request.wantsPage, request.method == .get || request.method == .head {
            let location = Self.signInPath(next: request.target)
            return Response(.seeOther, fields: [.location: location, .cacheControl: "no-store", .vary: "Cookie"])
        }
        return pages.speaking(to: request, session: whoIsSignedIn(request)) { Self.failure(problem, request, pages) }
    }

    /// Who is signed in, for a page that is made outside of a reading. Where the store can't be read, nobody.
    func whoIsSignedIn(_ request: Request) -> Sessions.Session? {
        guard request[.cookie] != nil else { return nil }
        return try? store.read(request.worker) { try session(request, $0) }
    }
}

extension Response {
    /// Made for one person: nobody else is to get it, and it is not to be seen when they have gone.
    mutating func keepForOne() {
        fields[.cacheControl] = "private, no-store"
        entityTag = nil
        validity = .once
    }
}
