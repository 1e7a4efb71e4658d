internal import Foundation
internal import HTTPServer
internal import HTTPTypes
internal import Knowledge
internal import Logging
internal import Store

/// How a route's function becomes a handler: who may, on which connection, and what an error is answered with.
extension Site {
    /// A handler that reads, on its worker's connection, in one transaction.
    ///
    /// The answer is good for as long as the store's generation, which is read before anything else is.
    ///
    /// - Parameters:
    ///   - needsToken: it is not for everybody, and not to be kept for others.
    ///   - isForAll: whether everybody gets the same answer, so that it may be kept for others.
    ///   - failure: what a problem is answered with, where that is not its JSON.
    func reading(
        needsToken: Bool = false, isForAll: Bool = true,
        failure: @escaping @Sendable (Problem, Request) -> Response = { problem, _ in problem.response() },
        _ body: @escaping @Sendable (Request, Reading) throws -> Response
    ) -> Handler {
        { request, responder in
            do {
                let generation = self.store.generation.current
                var response = try self.store.read(request.worker) { connection in
                    if needsToken || self.options.isPrivate { try self.authorize(request, connection) }
                    return try body(request, Reading(connection))
                }
                if isForAll, !needsToken, !self.options.isPrivate, generation & 1 == 0, response.status == .ok,
                    response.fields[.cacheControl]?.contains("no-store") != true
                {
                    response.validity = .generation(generation)
                }
                responder.send(response)
            } catch {
                responder.send(failure(self.problem(error, request), request))
            }
        }
    }

    /// What a write does, with the writer's connection and in the name of who asked for it.
    typealias Write = @Sendable (Connection, Author) throws -> Response

    /// A handler that writes. What it makes of the request on a worker is then run by the writer, and its answer is
    /// sent when that is on the disk. A POST with an Idempotency-Key is answered as it was the first time.
    ///
    /// - Parameter then: is given the answer when it is on the disk, before it is sent.
    func writing(
        _ prepare: @escaping @Sendable (Request) throws -> Write,
        then: @escaping @Sendable (Response) -> Void = { _ in }
    ) -> Handler {
        { request, responder in
            do {
                let name = try self.store.read(request.worker) { try self.authorize(request, $0) }
                let author = Author(name: name, note: try request.note())
                let write = try self.once(request, of: "token \(name)", prepare(request))
                let told = Responder { response in
                    then(response)
                    responder.send(response)
                }
                self.write(write, author, request, told)
            } catch {
                responder.send(self.problem(error, request).response())
            }
        }
    }

    /// Hands a write to the writer, and sends its answer when it is on the disk.
    func write(_ write: @escaping Write, _ author: Author, _ request: Request, _ responder: Responder) {
        let job: @Sendable (Connection) throws -> Response = { connection in
            let response = try write(connection, author)
            // Whatever was written: nothing is committed of which the figures are not yet told.
            try FigureKeeping(connection).catchUp()
            try PeopleKeeping(connection).catchUp()
            return response
        }
        store.write(job) { result in
            do {
                responder.send(try result.get())
            } catch {
                responder.send(self.problem(error, request).response())
            }
        }
    }

    /// The one place that turns errors into statuses.
    func problem(_ error: any Error, _ request: Request) -> Problem {
        switch error {
        case let problem as Problem: return problem
        case .merged(let sentence, let id, let slug) as KnowledgeError:
            return Self.moved(sentence, id, slug, request)
        case let error as KnowledgeError: return Self.problem(error)
        case let failure as JSONReader.Failure:
            return Problem(.badRequest, "The body is not JSON: \(failure.reason), at byte \(failure.offset)")
        case let error as StoreError: return problem(error, request)
        default: return unforeseen(error, request)
        }
    }

    private static func problem(_ error: KnowledgeError) -> Problem {
        switch error {
        case .invalid(let faults):
            Problem(
                .unprocessableContent,
                "The body has \(faults.count == 1 ? "a fault" : "\(faults.count) faults"): nothing was changed",
                errors: faults.map { ($0.pointer, $0.detail) })
        case .parameter(let sentence): Problem(.badRequest, sentence)
        case .notFound(let sentence): Problem(.notFound, sentence)
        case .gone(let sentence): Problem(.gone, sentence)
        case .merged(let sentence, _, _): Problem(.conflict, sentence)
        case .conflict(let sentence, let path):
            Problem(.conflict, sentence, members: path.map { [("resource", $0)] } ?? [])
        case .changedMeanwhile(let sentence): Problem(.preconditionFailed, sentence)
        }
    }

    /// Who was merged into another is read there: by its slug where it was asked for by one. What is to be written is not
    /// sent on, since it may be meant for the one alone.
    private static func moved(_ sentence: String, _ id: Int, _ slug: String?, _ request: Request) -> Problem {
        guard request.method == .get || request.method == .head else {
            return Problem(.conflict, sentence, members: [("resource", "\(Address.root)/experts/\(id)")])
        }
        var parts = request.rawPath.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        if let index = parts.firstIndex(of: "experts").map({ $0 + 1 }), index < parts.count {
            // A form's extension stays: slugs have no full stop.
            let ending = parts[index].drop { $0 != "." }
            let wasID = parts[index].prefix { $0 != "." }.utf8.allSatisfy { (0x30...0x39).contains($0) }
            parts[index] = (wasID ? String(id) : slug ?? String(id)) + ending
        }
        var fields = HTTPFields()
        fields[.location] = parts.joined(separator: "/") + (request.rawQuery.map { "?\($0)" } ?? "")
        fields[.accessControlAllowOrigin] = "*"
        return Problem(.permanentRedirect, sentence, fields: fields)
    }

    private func problem(_ error: StoreError, _ request: Request) -> Problem {
        var later = HTTPFields()
        later[.retryAfter] = "1"
        switch error {
        case .busy, .overloaded:
            return Problem(.serviceUnavailable, error.localizedDescription, fields: later)
        case .full:
            logger.error("No space left for the database", metadata: ["path": "\(request.rawPath)"])
            return Problem(.init(code: 507, reasonPhrase: "Insufficient Storage"), error.localizedDescription)
        case .readOnly:
            logger.error("The database can't be written", metadata: ["path": "\(request.rawPath)"])
            return Problem(.serviceUnavailable, error.localizedDescription, fields: later)
        default: return unforeseen(error, request)
        }
    }

    /// What was not foreseen: all of it in the log, and to the client an id by which it is found there.
    private func unforeseen(_ error: any Error, _ request: Request) -> Problem {
        let id = String(UInt64.random(in: .min ... .max), radix: 36)
        logger.error(
            "Internal error",
            metadata: ["id": "\(id)", "method": "\(request.method)", "path": "\(request.rawPath)", "error": "\(error)"])
        return Problem(.internalServerError, "Internal error", members: [("id", id)])
    }
}

extension HTTPResponse.Status {
    /// RFC 9110 §15.5.21.
    static let unprocessableContent = HTTPResponse.Status(code: 422, reasonPhrase: "Unprocessable Content")
}
