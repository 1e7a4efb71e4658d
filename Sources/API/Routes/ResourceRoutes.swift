internal import HTTPServer
internal import HTTPTypes
internal import Knowledge
internal import Store

/// The routes that every resource has: list, create, read, change, delete.
extension Site {
    func list(_ resource: Resource, as format: Format?) -> Handler {
        list(as: format) { request, _ in try ListQuery(resource, request.parameters()) }
    }

    /// The records of `resource` that belong to one of `owner`.
    func nested(_ resource: Resource, of owner: Resource, by field: String, sort: String, as format: Format?) -> Handler
    {
        list(as: format) { request, reading in
            let id = try reading.requiredID(of: request.parameters[0], in: owner)
            var query = try ListQuery(resource, request.parameters(), sort: sort)
            query.narrow(to: id, by: field)
            return query
        }
    }

    func page(_ query: ListQuery, _ request: Request, _ reading: Reading) throws -> Response {
        var json = JSONBuffer(capacity: 32_768)
        let next = try reading.list(
            query, path: request.rawPath, parameters: request.queryWithoutCursor, into: &json)
        var fields = Response.negotiatedFields
        if let next { fields[.link] = "<\(next)>; rel=\"next\"" }
        return .json(json, fields: fields)
    }

    func item(_ resource: Resource, as fixed: Format?) -> Handler {
        let formats = Format.ofRecord(resource)
        return reading { request, reading in
            let format = try fixed ?? request.format(of: formats)
            guard format == .json else {
                try self.onlyParameters([], request)
                return try self.response(resource, as: format, request.parameters[0], reading)
            }
            let fields = Response.negotiatedFields
            guard request.rawQuery != nil else {
                return .json(try reading.item(resource, request.parameters[0]), fields: fields)
            }
            let parameters = try request.parameters()
            if let moment = try Self.moment(parameters) {
                let chosen = try Reading.Shape(resource, parameters.filter { $0.name == "fields" }).chosenFields
                let past = try reading.item(resource, request.parameters[0], at: moment, fields: chosen)
                return .json(past, fields: fields)
            }
            let shape = try Reading.Shape(resource, parameters)
            return .json(try reading.item(resource, request.parameters[0], shape), fields: fields)
        }
    }

    func create(_ resource: Resource) -> Handler {
        writing { request in
            let isStrict = try self.isStrict(request, resource)
            let body = try request.json()
            let draft = Writing.Draft(resource, body)
            return { connection, author in
                var writing = Writing(connection, by: author, isStrict: isStrict)
                let id = try writing.create(draft)
                var fields = HTTPFields()
                fields[.location] = "\(Address.root)/\(resource.name)/\(id)"
                // What was carried is answered too, so that a client sees the ids and anchors of all that it sent.
                return try self.answer(resource, id, connection, .created, fields, carried: body, of: writing)
            }
        }
    }

    func update(_ resource: Resource) -> Handler {
        writing { request in
            let isStrict = try self.isStrict(request, resource)
            let patch = try request.json(["application/merge-patch+json", Response.json])
            let reference = request.parameters[0]
            let expected = request[.ifMatch]
            return { connection, author in
                var writing = Writing(connection, by: author, isStrict: isStrict)
                let id = try writing.patch(resource, reference, patch) { try Self.check(expected, $0, resource) }
                return try self.answer(resource, id, connection, .ok, of: writing)
            }
        }
    }

    func delete(_ resource: Resource) -> Handler {
        writing { request in
            try self.refuseParameters(request)
            let reference = request.parameters[0]
            let expected = request[.ifMatch]
            return { connection, author in
                try Writing(connection, by: author).delete(resource, reference) {
                    try Self.check(expected, $0, resource)
                }
                return Response(.noContent)
            }
        }
    }

    /// `POST /quotes/{id}/anchor {selector}`: says by hand where a passage stands, or has it looked for again.
    func anchor(_ resource: Resource) -> Handler {
        writing { request in
            try self.refuseParameters(request)
            let body = try request.json()
            let reference = request.parameters[0]
            let expected = request[.ifMatch]
            return { connection, author in
                guard case .object(let object) = body, let selector = object["selector"] else {
                    throw KnowledgeError.invalid([
                        Fault("/selector", "is required: a selector, or null to look for the passage again")
                    ])
                }
                if let other = object.members.first(where: { $0.name != "selector" }) {
                    throw KnowledgeError.invalid([Fault("/\(other.name)", "is not known here: send the selector alone")]
                    )
                }
                var writing = Writing(connection, by: author)
                let id = try writing.anchor(resource, reference, by: selector) {
                    try Self.check(expected, $0, resource)
                }
                return try self.answer(resource, id, connection, .ok, of: writing)
            }
        }
    }

    /// The record as it now is, in the writer's own transaction, with what the write has to tell of: `warnings`, and the
    /// `anchors` that an edit of a body has moved.
    func answer(
        _ resource: Resource, _ id: Int, _ connection: Connection, _ status: HTTPResponse.Status,
        _ fields: HTTPFields = [:], carried body: JSON? = nil, of writing: Writing? = nil
    ) throws -> Response {
        let reading = Reading(connection)
        let whole = try reading.item(resource, String(id))
        // The tag is that of the record itself: what a GET of its address will say.
        let tag = whole.withBytes { EntityTag.of($0) }
        var fields = fields
        fields[.cacheControl] = "no-cache"
        let includes = resource.includes.map(\.resource).filter { body?[$0] != nil }
        let warnings = writing?.warnings ?? []
        let anchors = writing?.anchorChanges ?? AnchorChanges()
        guard !includes.isEmpty || !warnings.isEmpty || !anchors.isEmpty else {
            return Response.json(whole, status, fields: fields)
        }
        var told = whole
        if !includes.isEmpty {
            let shape = try Reading.Shape(
                resource,
                [ListQuery.Parameter(name: "include", value: includes.joined(separator: ","), alternatives: includes)])
            told = try reading.item(resource, String(id), shape)
        }
        if case .object(var members) = try told.withBytes({ try JSONReader.read($0) }),
            !warnings.isEmpty || !anchors.isEmpty
        {
            // A figure has warnings of its own: those that others give rise to.
            let further: [JSON] = warnings.map { ["pointer": .string($0.pointer), "detail": .string($0.detail)] }
            if !warnings.isEmpty { members["warnings"] = .array((members["warnings"]?.array ?? []) + further) }
            if !anchors.isEmpty { members["anchors"] = anchors.json }
            told = JSONBuffer()
            told.value(.object(members))
        }
        var response = Response.json(told, status, fields: fields)
        response.entityTag = tag
        return response
    }

    /// Refuses a write whose If-Match does not name the record as it is.
    static func check(_ expected: String?, _ present: borrowing JSONBuffer, _ resource: Resource) throws {
        guard let expected else { return }
        if !EntityTag.isNamed(in: expected, present.withBytes { EntityTag.of($0) }) {
            throw KnowledgeError.changedMeanwhile(
                "The \(resource.singular) is no longer as If-Match says: read it again, and send the change with its new ETag"
            )
        }
    }

    /// Whether `strict=true` asks that what is not what the article says be a fault.
    private func isStrict(_ request: Request, _ resource: Resource) throws -> Bool {
        guard Catalog.isChecked(resource) else {
            try refuseParameters(request)
            return false
        }
        guard request.rawQuery != nil, let strict = try onlyParameters(["strict"], request)["strict"] else {
            return false
        }
        return try ListQuery.checkedFlag(strict)
    }

    func refuseParameters(_ request: Request) throws {
        if let parameter = try request.parameters().first {
            throw KnowledgeError.parameter("Unknown parameter \(parameter.name): a write takes none")
        }
    }
}
