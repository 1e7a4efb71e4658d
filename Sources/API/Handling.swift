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
    /// - Parameter failure: what a problem is answered with, where that is not its JSON.
    func reading(
        failure: @escaping @Sendable (Problem, Request) -> Response = { problem, _ in problem.response() },
        _ body: @escaping @Sendable (Request, Reading) throws -> Response
    ) -> Handler {
        { request, responder in
            do {
                let generation = self.store.generation.current
                var response = try self.store.read(request.worker) { connection in
                    if self.options.isPrivate { try self.authorize(request, connection) }
                    return try body(request, Reading(connection))
                }
                if !self.options.isPrivate, generation & 1 == 0, response.status == .ok,
                    response.fields[.cacheControl] != "no-store"
                {
                    response.validity = .generation(generation)
                }
                responder.send(response)
            } catch {
                responder.send(failure(self.problem(error, request), request))
            }
        }
    }

    /// A handler that writes. What it makes of the request on a worker is then run by the writer, and its answer is
    /// sent when that is on the disk.
    func writing(
        _ prepare: @escaping @Sendable (Request) throws -> @Sendable (Connection) throws -> Response
    ) -> Handler {
        { request, responder in
            do {
                try self.store.read(request.worker) { try self.authorize(request, $0) }
                let write = try prepare(request)
                self.store.write(write) { result in
                    do {
                        responder.send(try result.get())
                    } catch {
                        responder.send(self.problem(error, request).response())
                    }
                }
            } catch {
                responder.send(self.problem(error, request).response())
            }
        }
    }

    /// The one place that turns errors into statuses.
    func problem(_ error: any Error, _ request: Request) -> Problem {
        switch error {
        case let problem as Problem: return problem
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
        case .conflict(let sentence, let path):
            Problem(.conflict, sentence, members: path.map { [("resource", $0)] } ?? [])
        case .changedMeanwhile(let sentence): Problem(.preconditionFailed, sentence)
        }
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
