internal import HTTPServer
internal import HTTPTypes
internal import Knowledge
internal import Store

/// What readers found wrong: anybody sends it, editors read and decide it, and what was corrected is told.
extension Site {
    /// The largest body of a correction, in bytes.
    static let correctionBytes = 65_536

    /// `POST /corrections`, without a token: so often from one address, and so large.
    func sendCorrection() -> Handler {
        { request, responder in
            do {
                var author = Author.reader
                let name = try self.store.read(request.worker) { connection in
                    guard request[.authorization] != nil else { return try self.session(request, connection)?.name }
                    return try self.authorize(request, connection)
                }
                if let name {
                    author = Author(name: name, note: try request.note())
                } else if let seconds = self.correctionQuota.take(request.remoteAddress) {
                    throw Problem(
                        .tooManyRequests,
                        "\(self.options.correctionsPerHour) corrections an hour are taken from one address",
                        fields: [.retryAfter: String(seconds)])
                }
                try self.refuseParameters(request)
                guard request.body.count <= Self.correctionBytes else {
                    throw Problem(.contentTooLarge, "A correction has at most \(Self.correctionBytes) bytes")
                }
                let corrections = Catalog.corrections
                let draft = Writing.Draft(corrections, try request.json())
                let scope = author == .reader ? "address \(request.remoteAddress)" : "token \(author.name)"
                let write = try self.once(request, of: scope) { connection, author in
                    var writing = Writing(connection, by: author)
                    let id = try writing.create(draft)
                    let location: HTTPFields = [.location: "\(Address.root)/corrections/\(id)"]
                    return try self.answer(corrections, id, connection, .created, location)
                }
                self.write(write, author, request, responder)
            } catch {
                responder.send(self.problem(error, request).response())
            }
        }
    }

    func corrections() -> Handler {
        reading(needsToken: true) { request, reading in
            try request.mustAccept(Response.json)
            return try self.page(ListQuery(Catalog.corrections, request.parameters()), request, reading)
        }
    }

    func correction() -> Handler {
        reading(needsToken: true) { request, reading in
            try request.mustAccept(Response.json)
            let shape = try Reading.Shape(Catalog.corrections, request.parameters())
            return .json(try reading.item(Catalog.corrections, request.parameters[0], shape))
        }
    }

    /// What was corrected in an article, for everybody.
    func corrected() -> Handler {
        reading { request, reading in
            try request.mustAccept(Response.json)
            let id = try reading.requiredID(of: request.parameters[0], in: Catalog.articles)
            var query = try ListQuery(Catalog.corrections, request.parameters())
            query.narrow(to: id, by: "article")
            query.narrowToCorrected()
            return try self.page(query, request, reading)
        }
    }

    /// `POST /corrections/{id}/accept` and `/reject`, with `{note}` or without a body.
    func decide(accept: Bool) -> Handler {
        writing { request in
            try self.refuseParameters(request)
            let body = request.body.isEmpty ? nil : try request.json()
            let reference = request.parameters[0]
            return { connection, author in
                _ = try Reading(connection).requiredID(of: reference, in: Catalog.corrections)
                let note = try body.flatMap(Self.note) ?? author.note
                var writing = Writing(connection, by: author)
                let id =
                    try accept
                    ? writing.accept(correction: reference, note: note)
                    : writing.reject(correction: reference, note: note)
                return try self.answer(Catalog.corrections, id, connection, .ok)
            }
        }
    }

    /// `POST /corrections/{id}/reopen`, without a body.
    func reopenCorrection() -> Handler {
        writing { request in
            try self.refuseParameters(request)
            return { connection, author in
                var writing = Writing(connection, by: author)
                let id = try writing.reopen(correction: request.parameters[0])
                return try self.answer(Catalog.corrections, id, connection, .ok)
            }
        }
    }

    private static func note(in body: JSON) throws -> String? {
        guard case .object(let object) = body else {
            throw KnowledgeError.invalid([Fault("", "must be an object, not \(body.kind)")])
        }
        var faults = object.members.filter { $0.name != "note" }.map {
            Fault("/\($0.name)", "is not known here: send {\"note\": …} alone, or no body")
        }
        let note = object["note"] ?? .null
        if note != .null, note.string.map({ $0.unicodeScalars.count > Author.noteLimit || $0.utf8.contains(0) }) ?? true
        {
            faults.append(Fault("/note", "must be a string of at most \(Author.noteLimit) characters"))
        }
        guard faults.isEmpty else { throw KnowledgeError.invalid(faults) }
        return note.string
    }
}
