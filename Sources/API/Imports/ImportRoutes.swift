internal import HTTPServer
internal import HTTPTypes
internal import Knowledge
internal import Store

/// Texts, files and addresses that are read into articles.
extension Site {
    /// `POST /imports`: takes what is to be read, and answers at once. 202, with the address where it can be followed.
    func beginImport() -> Handler {
        writing { request in
            try self.refuseParameters(request)
            let asked = try ImportRequest(request)
            guard self.imports.hasRoom else {
                throw Problem(
                    .serviceUnavailable, "\(ImportQueue.waitingLimit) imports are waiting: come again in a while",
                    fields: [.retryAfter: "30"])
            }
            let source = asked.form == nil ? nil : ImportSource(asked.content, mediaType: asked.mediaType)
            return { connection, author in
                let id = try Writing(connection, by: author).begin(
                    importing: asked.form, url: asked.url, given: .object(asked.given), source: source)
                return try self.answer(
                    Catalog.imports, id, connection, .accepted, [.location: "\(Address.root)/imports/\(id)"])
            }
        } then: { response in
            // Handed over when it is on the disk.
            guard response.status == .accepted, let location = response.fields[.location],
                let id = location.split(separator: "/").last.flatMap({ Int($0) })
            else { return }
            self.imports.submit(id)
        }
    }

    func importsList() -> Handler {
        reading(needsToken: true) { request, reading in
            try request.mustAccept(Response.json)
            return try self.page(ListQuery(Catalog.imports, request.parameters()), request, reading)
        }
    }

    /// `GET /imports/{id}`: how far it has come; to a client that accepts `text/event-stream`, whenever that changes.
    func importItem() -> Handler {
        let item = reading(needsToken: true) { request, reading in
            try request.mustAccept(Response.json)
            let shape = try Reading.Shape(Catalog.imports, request.parameters())
            return .json(try reading.item(Catalog.imports, request.parameters[0], shape), fields: .init())
        }
        return { request, responder in
            guard request.wantsEvents else { return item(request, responder) }
            do {
                let id = try self.store.read(request.worker) { connection in
                    try self.authorize(request, connection)
                    try self.refuseParameters(request)
                    return try Reading(connection).requiredID(of: request.parameters[0], in: Catalog.imports)
                }
                var fields = Response.readFields
                fields[.cacheControl] = "no-store"
                fields[.vary] = "Accept"
                let stream = try self.changeFeed.follow(import: id)
                responder.send(Response(.ok, contentType: Response.events, fields: fields, body: .stream(stream)))
            } catch {
                responder.send(self.problem(error, request).response())
            }
        }
    }

    /// `GET /imports/{id}/source`: what was fetched or sent, as it was. A file, whatever it is: nothing of it is run here.
    func importSource() -> Handler {
        reading(needsToken: true) { request, reading in
            try self.refuseParameters(request)
            let reference = request.parameters[0]
            let record = try reading.item(Catalog.imports, reference).withBytes { try JSONReader.read($0) }
            guard let hash = record.text("sha256"), let source = try reading.importSource(hash) else {
                throw Problem(.notFound, "Nothing has been fetched for the import \(reference)")
            }
            let ending = record.text("form").map { $0 == "markdown" ? "md" : $0 == "text" ? "txt" : $0 } ?? "bin"
            var fields = HTTPFields()
            fields[.cacheControl] = "no-cache"
            fields[.contentDisposition] = "attachment; filename=\"import-\(reference).\(ending)\""
            fields[.contentSecurityPolicy] = "default-src 'none'; sandbox"
            let bytes = try Gzip.expanded(source.gzip, size: source.size)
            return Response(
                .ok, contentType: "application/octet-stream", entityTag: "\"\(hash)\"", fields: fields,
                body: .bytes(ByteStorage(copying: bytes)))
        }
    }

    /// `DELETE /imports/{id}`: ends one that is on its way. What was made of it already stays.
    func cancelImport() -> Handler {
        writing { request in
            try self.refuseParameters(request)
            return { connection, author in
                let id = try Writing(connection, by: author).cancel(import: request.parameters[0])
                self.imports.cancel(id)
                return try self.answer(Catalog.imports, id, connection, .ok)
            }
        }
    }
}

/// What an article's address says by now.
extension Site {
    /// `POST /articles/{ref}/recheck`: fetches it again, and answers with what has changed.
    func recheck() -> Handler {
        { request, responder in
            do {
                let (name, id) = try self.store.read(request.worker) { connection in
                    let name = try self.authorize(request, connection)
                    try self.refuseParameters(request)
                    return (name, try Reading(connection).requiredID(of: request.parameters[0], in: Catalog.articles))
                }
                self.imports.recheck(id, by: name) { result in
                    do {
                        var json = JSONBuffer()
                        json.value(try result.get())
                        responder.send(.json(json, fields: [.cacheControl: "no-cache"]))
                    } catch {
                        responder.send(self.problem(error, request).response())
                    }
                }
            } catch {
                responder.send(self.problem(error, request).response())
            }
        }
    }

    /// `GET /articles/{ref}/recheck`: what was found when it was last fetched.
    func lastCheck() -> Handler {
        reading { request, reading in
            try request.mustAccept(Response.json)
            try self.refuseParameters(request)
            let id = try reading.requiredID(of: request.parameters[0], in: Catalog.articles)
            guard let report = try reading.sourceReport(of: id), report["checked_at"] != nil else {
                throw Problem(
                    .notFound, "The address of the article \(request.parameters[0]) was never looked at again")
            }
            var json = JSONBuffer()
            json.value(report)
            return .json(json)
        }
    }
}

extension ChangeFeed {
    /// A stream of how far an import has come, which ends with it.
    ///
    /// - Throws: a ``Problem`` where too many listen.
    func follow(import id: Int) throws -> ImportStream {
        ImportStream(self, try listenerPlace(), id)
    }
}

/// An import's record whenever it has changed, as an event stream.
final class ImportStream: WaitingBodyStream {
    private struct State {
        var generation: UInt64 = 0
        var beat = -1
        var last: [UInt8] = []
        var isOver = false
    }

    private let feed: ChangeFeed
    private let place: Places.Place
    private let id: Int
    private let state = Locked(State())

    private static let ended: Set = ["done", "failed", "cancelled"]

    fileprivate init(_ feed: ChangeFeed, _ place: Places.Place, _ id: Int) {
        self.feed = feed
        self.place = place
        self.id = id
    }

    func next() throws -> ByteStorage? {
        if feed.isClosed { return nil }
        return try state.withLock { state in
            if state.isOver { return nil }
            state.generation = feed.generation
            let record = try feed.read { try $0.item(Catalog.imports, String(id)).bytes }
            let beat = feed.beats
            defer { state.beat = beat }
            guard record != state.last else { return ByteStorage(beat == state.beat ? "" : ":\n\n") }
            state.last = record
            let status = try JSONReader.read(record).text("status") ?? ""
            state.isOver = Self.ended.contains(status)
            return ByteStorage("event: \(status)\ndata: \(String(decoding: record, as: UTF8.self))\n\n")
        }
    }

    func whenReady(_ wake: @escaping @Sendable () -> Void) {
        feed.wait(since: state.withLock { $0.generation }, wake)
    }

    func close() {}
}
