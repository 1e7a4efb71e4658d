internal import HTTPServer
internal import HTTPTypes
internal import Knowledge
internal import Store

/// What was: a record's history, its earlier states, bringing them back, and all changes in order.
extension Site {
    /// Which earlier state of a record is asked for; nil for the present one.
    static func moment(_ parameters: [ListQuery.Parameter]) throws -> Reading.Moment? {
        let asked = parameters.filter { $0.name == "revision" || $0.name == "as_of" }
        guard let parameter = asked.first else { return nil }
        guard asked.count == 1 else {
            throw KnowledgeError.parameter("Give one revision or one as_of: together they may contradict each other")
        }
        if let other = parameters.first(where: { $0.name != parameter.name && $0.name != "fields" }) {
            throw KnowledgeError.parameter(
                "\(other.name) does not go with \(parameter.name): an earlier state takes only fields")
        }
        if parameter.name == "revision" {
            guard let revision = wholeNumber(parameter.value), revision >= 1 else {
                throw KnowledgeError.parameter("revision must be an integer from 1")
            }
            return .revision(revision)
        }
        guard let time = Timestamp.canonical(parameter.value) else {
            throw KnowledgeError.parameter("as_of must be a time of RFC 3339, like 2024-05-31T12:00:00Z, or a day")
        }
        return .time(time)
    }

    /// A number by its digits alone.
    static func wholeNumber(_ text: String) -> Int? {
        !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(text) : nil
    }

    func history(_ resource: Resource) -> Handler {
        reading { request, reading in
            try request.mustAccept(Response.json)
            let parameters = try self.onlyParameters(["limit", "cursor"], request)
            let limit = try parameters["limit"].map { try ListQuery.checkedLimit($0.value) } ?? ListQuery.defaultLimit
            let before = try parameters["cursor"].map { try Self.place($0) }
            var json = JSONBuffer()
            let next = try reading.history(
                resource, request.parameters[0], limit: limit, before: before, path: request.rawPath, into: &json)
            var fields = Response.readFields
            if let next { fields[.link] = "<\(next)>; rel=\"next\"" }
            return .json(json, fields: fields)
        }
    }

    private static func place(_ parameter: ListQuery.Parameter) throws -> Int {
        guard let number = wholeNumber(parameter.value) else {
            throw KnowledgeError.parameter(
                "\(parameter.name) is not one that this server gave: take it from next, or begin without it")
        }
        return number
    }

    /// `POST …/restore`: without a body, of what was deleted; with `{revision}`, to that revision.
    func restore(_ resource: Resource) -> Handler {
        writing { request in
            try self.refuseParameters(request)
            let body = request.body.isEmpty ? nil : try request.json()
            let reference = request.parameters[0]
            let expected = request[.ifMatch]
            return { connection, author in
                var writing = Writing(connection, by: author)
                // What is not there is told before what is wrong with the body.
                _ = try Reading(connection).pastID(of: reference, in: resource)
                guard let body else {
                    return try self.answer(resource, writing.restore(resource, reference), connection, .ok)
                }
                let revision = try Self.revision(in: body)
                let id = try writing.restore(resource, reference, to: revision) {
                    try Self.check(expected, $0, resource)
                }
                return try self.answer(resource, id, connection, .ok)
            }
        }
    }

    private static func revision(in body: JSON) throws -> Int {
        guard case .object(let object) = body else {
            throw KnowledgeError.invalid([Fault("", "must be an object, not \(body.kind)")])
        }
        var faults = object.members.filter { $0.name != "revision" }.map {
            Fault("/\($0.name)", "is not known here: send {\"revision\": …} alone, or no body")
        }
        if object["revision"] ?? .null == .null {
            faults.append(Fault("/revision", "is required, unless there is no body"))
        }
        guard faults.isEmpty, let revision = object["revision"]?.integer, revision >= 1 else {
            throw KnowledgeError.invalid(
                faults.isEmpty ? [Fault("/revision", "must be an integer from 1")] : faults)
        }
        return revision
    }

    /// How many changes a page has when it is not told.
    static let changesLimit = 100

    /// `GET /changes?since=`, a page or, to a client that accepts nothing but `text/event-stream`, all of it and then
    /// what comes, for as long as the client listens.
    func changes() -> Handler {
        let page = changesPage()
        return { request, responder in
            guard request.wantsEvents else { return page(request, responder) }
            do {
                if self.options.isPrivate {
                    _ = try self.store.read(request.worker) { try self.authorize(request, $0) }
                }
                let parameters = try self.onlyParameters(["since"], request)
                // A client that comes again says what it had last, though its address still says where it began.
                let last = request[.lastEventID].map { ListQuery.Parameter(name: "Last-Event-ID", value: $0) }
                let since = try (last ?? parameters["since"]).map { try Self.place($0) } ?? 0
                var fields = Response.readFields
                fields[.cacheControl] = "no-store"
                fields[.vary] = "Accept"
                let stream = try self.changeFeed.listen(since: since)
                responder.send(Response(.ok, contentType: Response.events, fields: fields, body: .stream(stream)))
            } catch {
                responder.send(self.problem(error, request).response())
            }
        }
    }

    /// A page has always a `next`, from which a follower goes on later.
    private func changesPage() -> Handler {
        reading { request, reading in
            try request.mustAccept(Response.json)
            let parameters = try self.onlyParameters(["since", "limit"], request)
            let limit = try parameters["limit"].map { try ListQuery.checkedLimit($0.value) } ?? Self.changesLimit
            let since = try parameters["since"].map { try Self.place($0) } ?? 0
            let found = try reading.changes(since: since, limit: limit)
            var json = JSONBuffer()
            json.open()
            json.key("items")
            json.openArray()
            for change in found {
                json.comma()
                json.raw(change.json)
            }
            json.closeArray()
            let given = parameters["limit"].map { "&limit=\($0.value)" } ?? ""
            let next = "\(request.rawPath)?since=\(found.last?.number ?? since)\(given)"
            json.key("next")
            json.string(next)
            json.close()
            var fields = Response.readFields
            fields[.link] = "<\(next)>; rel=\"next\""
            return .json(json, fields: fields)
        }
    }
}

extension Request {
    /// Whether the client accepts an event stream before anything else.
    var wantsEvents: Bool {
        guard let first = self[.accept]?.split(separator: ",").first else { return false }
        return first.prefix { $0 != ";" }.trimmed.lowercased() == Response.events
    }

    /// What the client says of its change.
    ///
    /// - Throws: `Problem` 400 where it is too long, or not UTF-8.
    func note() throws -> String? {
        guard let note = self[.sourcebookNote]?.trimmed, !note.isEmpty else { return nil }
        guard note.unicodeScalars.count <= Author.noteLimit else {
            throw Problem(.badRequest, "Sourcebook-Note is longer than \(Author.noteLimit) characters")
        }
        guard !note.unicodeScalars.contains("\u{FFFD}") else {
            throw Problem(.badRequest, "Sourcebook-Note must be UTF-8")
        }
        return String(note)
    }
}
