internal import HTTPServer
internal import HTTPTypes
internal import Knowledge
internal import Store
internal import Synchronization

/// `POST /bulk`: a line of JSON for each thing that is to be done, and a line for each that was.
extension Site {
    /// How many lines are written in one transaction, so that other writers have their turn in between.
    private static let bulkLines = 64
    /// How many lines a body may have.
    static let bulkLimit = 50_000

    func bulk() -> Handler {
        { request, responder in
            do {
                let name = try self.store.read(request.worker) { try self.authorize(request, $0) }
                let author = Author(name: name, note: try request.note())
                let parameters = try self.onlyParameters(["atomic"], request)
                let isAtomic = try parameters["atomic"].map(ListQuery.checkedFlag) ?? false
                try request.mustAccept(Response.ndjson)
                try request.mustBeSent(as: [Response.ndjson, "application/jsonl", Response.json])
                let lines = BulkLine.split(request.body)
                guard !lines.isEmpty else { throw Problem(.badRequest, "The body is empty: send lines of JSON") }
                guard lines.count <= Self.bulkLimit else {
                    throw Problem(
                        .contentTooLarge, "\(lines.count) lines: at most \(Self.bulkLimit) are taken at a time")
                }
                guard isAtomic || request[.idempotencyKey] != nil else {
                    return self.goOn(BulkWork(lines), author, request, responder)
                }
                let write = try self.once(request, of: "token \(name)") { connection, author in
                    var answers: [UInt8] = []
                    for line in lines { answers += try self.answer(line, connection, author, request, isAtomic) }
                    return Self.bulkResponse(answers)
                }
                self.write(write, author, request, responder)
            } catch {
                responder.send(self.problem(error, request).response())
            }
        }
    }

    private static func bulkResponse(_ answers: [UInt8]) -> Response {
        Response(
            .ok, contentType: Response.ndjson, fields: [.cacheControl: "no-store"],
            body: .bytes(ByteStorage(copying: answers)))
    }

    /// Writes the next lines, and then those after them; answers when none is left.
    private func goOn(_ work: BulkWork, _ author: Author, _ request: Request, _ responder: Responder) {
        let lines = work.take(Self.bulkLines)
        if lines.isEmpty { return responder.send(Self.bulkResponse(work.answers)) }
        store.write { connection in
            var answers: [UInt8] = []
            for line in lines { answers += try self.answer(line, connection, author, request, false) }
            return answers
        } completion: { result in
            switch result {
            case .success(let answers): work.add(answers)
            // The lines before them are written. What the database can't do now is not asked of it again.
            case .failure(let error):
                let problem = self.problem(error, request)
                for line in lines + work.take(.max) { work.add(line.refusal(problem)) }
            }
            self.goOn(work, author, request, responder)
        }
    }

    /// Does what one line says, or nothing of it, and answers it.
    ///
    /// - Throws: what the database says; where all or nothing is to be done, the line's own fault too.
    private func answer(
        _ line: BulkLine, _ connection: Connection, _ author: Author, _ request: Request, _ isAtomic: Bool
    ) throws -> [UInt8] {
        try connection.execute("SAVEPOINT one_line")
        do {
            let answer = try line.answer(connection, author)
            try connection.execute("RELEASE one_line")
            return answer
        } catch let error where !(error is StoreError) {
            let problem = problem(error, request)
            if isAtomic { throw line.refusalOfAll(problem) }
            try connection.execute("ROLLBACK TO one_line")
            try connection.execute("RELEASE one_line")
            return line.refusal(problem)
        }
    }
}

/// What is left of a bulk, and what has been answered.
private final class BulkWork: Sendable {
    private struct State {
        var lines: ArraySlice<BulkLine>
        var answers: [UInt8] = []
    }

    private let state: Locked<State>

    init(_ lines: [BulkLine]) { state = Locked(State(lines: lines[...])) }

    func take(_ count: Int) -> [BulkLine] {
        state.withLock { state in
            let lines = Array(state.lines.prefix(count))
            state.lines = state.lines.dropFirst(count)
            return lines
        }
    }

    func add(_ answers: [UInt8]) { state.withLock { $0.answers += answers } }

    var answers: [UInt8] { state.withLock { $0.answers } }
}

/// One line of a bulk.
private struct BulkLine: Sendable {
    /// 1 for the first line of the body.
    let number: Int
    let bytes: [UInt8]

    /// The lines of `body`; those that are empty are none.
    static func split(_ body: [UInt8]) -> [BulkLine] {
        body.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated().compactMap {
            index, line in
            line.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
                ? nil : BulkLine(number: index + 1, bytes: Array(line))
        }
    }

    func answer(_ connection: Connection, _ author: Author) throws -> [UInt8] {
        guard case .object(var object) = try JSONReader.read(bytes) else {
            throw KnowledgeError.invalid([Fault("", "must be an object")])
        }
        let known = Catalog.served.map(\.name)
        guard let name = object["resource"]?.string, known.contains(name), let resource = Catalog.resource(name) else {
            throw KnowledgeError.invalid([Fault("/resource", "must be one of \(known.joined(separator: ", "))")])
        }
        var writing = Writing(connection, by: author)
        guard let action = object["action"] else {
            object["resource"] = nil
            return try done(201, resource, writing.create(resource, .object(object)), connection)
        }
        if let other = object.members.first(where: { !["action", "resource", "ref", "body"].contains($0.name) }) {
            throw KnowledgeError.invalid([
                Fault("/\(other.name)", "is not known here: with an action go resource, ref and body")
            ])
        }
        func reference() throws -> String {
            if let id = object["ref"]?.integer { return String(id) }
            guard let reference = object["ref"]?.string else {
                throw KnowledgeError.invalid([Fault("/ref", "must be an id or a slug")])
            }
            return reference
        }
        func body() throws -> JSON {
            guard let body = object["body"] else { throw KnowledgeError.invalid([Fault("/body", "is required")]) }
            return body
        }
        switch action.string {
        case "create": return try done(201, resource, writing.create(resource, body()), connection)
        case "update": return try done(200, resource, writing.patch(resource, reference(), body()), connection)
        case "delete":
            let id = try Reading(connection).requiredID(of: reference(), in: resource)
            try writing.delete(resource, String(id))
            return try done(204, resource, id, connection)
        default: throw KnowledgeError.invalid([Fault("/action", "must be one of create, update, delete")])
        }
    }

    /// `{"line":1,"status":201,"resource":"topics","id":7,"slug":"water","revision":1}`
    private func done(_ status: Int, _ resource: Resource, _ id: Int, _ connection: Connection) throws -> [UInt8] {
        var json = JSONBuffer(capacity: 256)
        begin(status, &json)
        json.key("resource")
        json.string(resource.name)
        json.key("id")
        json.integer(id)
        if let written = try Reading(connection).version(of: id, in: resource) {
            if let slug = written.slug {
                json.key("slug")
                json.string(slug)
            }
            json.key("revision")
            json.integer(written.revision)
        }
        return end(&json)
    }

    /// `{"line":2,"status":422,"detail":…,"errors":[…]}`
    func refusal(_ problem: Problem) -> [UInt8] {
        var json = JSONBuffer(capacity: 512)
        begin(problem.status.code, &json)
        json.key("detail")
        json.string(problem.detail ?? problem.title)
        if !problem.errors.isEmpty {
            json.key("errors")
            json.openArray()
            for error in problem.errors {
                json.comma()
                json.value(["pointer": .string(error.pointer), "detail": .string(error.detail)])
            }
            json.closeArray()
        }
        return end(&json)
    }

    /// Why nothing was done, since this line could not be.
    func refusalOfAll(_ problem: Problem) -> Problem {
        var problem = problem
        problem.detail = "Line \(number): \(problem.detail ?? problem.title). Nothing was changed"
        problem.members.append(("line", String(number)))
        return problem
    }

    private func begin(_ status: Int, _ json: inout JSONBuffer) {
        json.open()
        json.key("line")
        json.integer(number)
        json.key("status")
        json.integer(status)
    }

    private func end(_ json: inout JSONBuffer) -> [UInt8] {
        json.close()
        json.byte(UInt8(ascii: "\n"))
        return json.withBytes { Array($0) }
    }
}
