internal import Foundation
internal import HTTPServer
internal import HTTPTypes
internal import Knowledge
internal import Store

/// The routes beside those of the resources: text, search, export, and what an operator asks.
extension Site {
    func articleText() -> Handler {
        reading { request, reading in
            try request.mustAccept("text/plain")
            try self.onlyParameters([], request)
            return .text(try reading.articleText(request.parameters[0]), "text/plain; charset=utf-8")
        }
    }

    /// How many matches of each kind a search answers when it is not told.
    static let searchLimit = 5

    func search() -> Handler {
        reading { request, reading in
            try request.mustAccept(Response.json)
            let parameters = try self.onlyParameters(["q", "kind", "limit"], request)
            guard let words = parameters["q"]?.value else {
                throw KnowledgeError.parameter("q is required: /search?q=words")
            }
            let kinds = parameters["kind"]?.alternatives ?? Reading.searchedKinds
            if let kind = kinds.first(where: { !Reading.searchedKinds.contains($0) }) {
                throw KnowledgeError.parameter(
                    "kind: there is no \(kind). Known: \(Reading.searchedKinds.joined(separator: ", "))")
            }
            let limit = try parameters["limit"].map { try ListQuery.checkedLimit($0.value) } ?? Self.searchLimit
            return .json(try reading.search(words, kinds: kinds, limit: limit))
        }
    }

    /// Everything, a line each, in constant memory and of one moment.
    func export() -> Handler {
        { request, responder in
            do {
                try self.onlyParameters([], request)
                try request.mustAccept(Response.ndjson)
                let authorized = try self.store.read(request.worker) { connection in
                    if self.options.isPrivate { try self.authorize(request, connection) }
                    return try self.isAuthorized(request, connection)
                }
                var fields = Response.readFields
                fields[.cacheControl] = "no-store"
                let stream = try ExportStream(self.store, self.exportPlaces.take(), corrections: authorized)
                responder.send(Response(.ok, contentType: Response.ndjson, fields: fields, body: .stream(stream)))
            } catch {
                responder.send(self.problem(error, request).response())
            }
        }
    }

    /// What there is to ask: a list of the resources and where they are.
    func index() -> Handler {
        reading { request, _ in
            try self.onlyParameters([], request)
            var json = JSONBuffer()
            json.open()
            for resource in Catalog.resources where resource.name != "corrections" {
                json.key(resource.name)
                json.string("\(Address.root)/\(resource.name)")
            }
            json.key("conflicts")
            json.string("\(Address.root)/conflicts")
            json.key("search")
            json.string("\(Address.root)/search?q=")
            json.key("changes")
            json.string("\(Address.root)/changes")
            json.key("export")
            json.string("\(Address.root)/export")
            json.key("openapi")
            json.string("/openapi.json")
            json.close()
            return .json(json)
        }
    }

    /// /openapi.json: the same for as long as the program is.
    func description() -> Handler {
        let document = OpenAPI.document(version: Site.version).text
        return reading { request, _ in
            try self.onlyParameters([], request)
            return .text(document, Response.json)
        }
    }

    func liveness() -> Handler {
        { _, responder in responder.send(Self.status("live")) }
    }

    func readiness() -> Handler {
        { request, responder in
            do {
                _ = try self.store.read(request.worker) { try $0.integer("SELECT count(*) FROM migrations") }
                responder.send(Self.status("ready"))
            } catch {
                responder.send(Problem(.serviceUnavailable, "The database can't be read").response())
            }
        }
    }

    private static func status(_ word: String) -> Response {
        var fields = HTTPFields()
        fields[.cacheControl] = "no-store"
        return Response(
            .ok, contentType: Response.json, fields: fields, body: .bytes(ByteStorage("{\"status\":\"\(word)\"}")))
    }

    /// Prometheus' text format, version 0.0.4.
    func metrics() -> Handler {
        { request, responder in
            let counts = self.serverCounts
            var text = ""
            func metric(_ name: String, _ kind: String, _ help: String, _ samples: [(labels: String, value: Int)]) {
                text += "# HELP sourcebook_\(name) \(help)\n# TYPE sourcebook_\(name) \(kind)\n"
                for sample in samples { text += "sourcebook_\(name)\(sample.labels) \(sample.value)\n" }
            }
            metric("connections_open", "gauge", "Connections open now.", [("", counts.connectionsOpen)])
            metric("connections_total", "counter", "Connections accepted.", [("", counts.connectionsAccepted)])
            metric(
                "responses_total", "counter", "Responses sent, by the class of their status.",
                (1...5).map { ("{class=\"\($0)xx\"}", counts.responses[$0]) })
            metric("cache_hits_total", "counter", "Answers from the response cache.", [("", counts.cacheHits)])
            metric("cache_bytes", "gauge", "Bytes that the response cache holds.", [("", counts.cacheBytes)])
            metric("requests_queued", "gauge", "Requests that wait for a worker.", [("", counts.queued)])
            metric(
                "requests_refused_total", "counter", "Requests refused since there was no room.", [("", counts.refused)]
            )
            metric("writes_waiting", "gauge", "Writes that wait for the writer.", [("", self.store.waitingWrites)])
            var fields = HTTPFields()
            fields[.cacheControl] = "no-store"
            responder.send(
                Response(
                    .ok, contentType: "text/plain; version=0.0.4; charset=utf-8", fields: fields,
                    body: .bytes(ByteStorage(text))))
        }
    }

    /// The parameters by name; a further or repeated one is refused.
    @discardableResult
    func onlyParameters(_ known: [String], _ request: Request) throws -> [String: ListQuery.Parameter] {
        var found: [String: ListQuery.Parameter] = [:]
        for parameter in try request.parameters() {
            guard known.contains(parameter.name) else {
                throw KnowledgeError.parameter(
                    "Unknown parameter \(parameter.name)."
                        + (known.isEmpty ? " This takes none" : " Known: \(known.joined(separator: ", "))"))
            }
            guard found.updateValue(parameter, forKey: parameter.name) == nil else {
                throw KnowledgeError.parameter("The parameter \(parameter.name) is given twice")
            }
        }
        return found
    }
}

/// How many of something may be on their way at a time. An export holds a connection to the database, and a snapshot
/// beside which the write-ahead log grows: clients that take theirs slowly must not be able to have any number of them.
final class Places: Sendable {
    /// A place; it is free again when the last reference to it goes.
    final class Place: Sendable {
        private let places: Places

        fileprivate init(_ places: Places) { self.places = places }

        deinit { places.taken.withLock { $0 -= 1 } }
    }

    private let count: Int
    private let name: String
    private let taken = Locked(0)

    /// - Parameter name: what there are so many of, for a sentence: `exports are on their way`.
    init(_ count: Int, of name: String) {
        self.count = count
        self.name = name
    }

    /// - Throws: a ``Problem`` when all are taken.
    func take() throws -> Place {
        let isTaken = taken.withLock { taken in
            guard taken < count else { return false }
            taken += 1
            return true
        }
        guard isTaken else {
            throw Problem(
                .serviceUnavailable, "\(count) \(name), and there are no more at a time.",
                fields: [.retryAfter: "5"])
        }
        return Place(self)
    }
}

/// An export on its way: pages of one snapshot, made when the client has taken the last.
final class ExportStream: BodyStream {
    private let reader: Reader
    private let place: Places.Place
    private let export: Locked<Export>

    init(_ store: Store, _ place: Places.Place, corrections: Bool) throws {
        self.place = place
        reader = try store.openReader()
        try reader.holdSnapshot()
        export = Locked(Export(corrections: corrections))
    }

    func next() throws -> ByteStorage? {
        try export.withLock { export in
            try reader.read { connection in
                guard let page = try export.nextPage(connection) else { return nil }
                let memory = page.take()
                return ByteStorage(adopting: memory.base, headroom: memory.headroom, count: memory.count)
            }
        }
    }

    func close() { reader.close() }
}
