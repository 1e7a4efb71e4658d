internal import HTTPServer
internal import HTTPTypes
internal import Knowledge
internal import Store

/// `POST /bulk`: a line of JSON for each thing that is to be done, and a line for each that was.
extension Site {
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
                guard isAtomic || request[.idempotencyKey] != nil else {
                    return BulkStream(self, author, request, responder).goOn()
                }
                request.incoming?.whenWhole { body in
                    do {
                        var request = request
                        request.body = try body.get()
                        self.write(try self.bulk(request, isAtomic, name), author, request, responder)
                    } catch {
                        responder.send(self.problem(error, request).response())
                    }
                }
            } catch {
                responder.send(self.problem(error, request).response())
            }
        }
    }

    /// One write for all lines of a body: for all or nothing, and where the same request is to have the same answer.
    private func bulk(_ request: Request, _ isAtomic: Bool, _ name: String) throws -> Write {
        var lines = BulkLines()
        lines.append(request.body)
        lines.end()
        let whole = lines.take(.max)
        guard !whole.isEmpty else { throw Self.emptyBulk }
        guard whole.count <= Self.bulkLimit else {
            throw Problem(.contentTooLarge, "\(whole.count) lines: at most \(Self.bulkLimit) are taken at a time")
        }
        return try once(request, of: "token \(name)") { connection, author in
            var answers: [UInt8] = []
            for line in whole { answers += try self.answer(line, connection, author, request, isAtomic) }
            return Self.bulkResponse(.bytes(ByteStorage(copying: answers)))
        }
    }

    static let emptyBulk = Problem(.badRequest, "The body is empty: send lines of JSON")

    static func bulkResponse(_ body: Response.Body) -> Response {
        Response(.ok, contentType: Response.ndjson, fields: [.cacheControl: "no-store"], body: body)
    }

    /// Does what one line says, or nothing of it, and answers it.
    ///
    /// - Throws: what the database says; where all or nothing is to be done, the line's own fault too.
    func answer(
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
