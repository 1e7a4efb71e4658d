internal import HTTPServer
internal import HTTPTypes
internal import Knowledge
internal import Store

/// Who is who, and what they said.
extension Site {
    /// `POST /experts/{ref}/merge {into}`.
    func merge() -> Handler {
        writing { request in
            try self.refuseParameters(request)
            let body = try request.json()
            let reference = request.parameters[0]
            let expected = request[.ifMatch]
            return { connection, author in
                var writing = Writing(connection, by: author)
                let id = try writing.merge(expert: reference, body) {
                    try Self.check(expected, $0, Catalog.experts)
                }
                return try self.answer(Catalog.experts, id, connection, .ok)
            }
        }
    }

    /// `POST /experts/{ref}/unmerge`, of the one that was merged.
    func unmerge() -> Handler {
        writing { request in
            try self.refuseParameters(request)
            let reference = request.parameters[0]
            return { connection, author in
                var writing = Writing(connection, by: author)
                let id = try writing.unmerge(expert: reference)
                return try self.answer(Catalog.experts, id, connection, .ok)
            }
        }
    }

    func duplicates() -> Handler {
        reading { request, reading in
            try request.mustAccept(Response.json)
            try self.onlyParameters([], request)
            var json = JSONBuffer()
            try reading.duplicates(of: request.parameters[0], into: &json)
            return .json(json)
        }
    }

    func timeline() -> Handler {
        reading { request, reading in
            try request.mustAccept(Response.json)
            var json = JSONBuffer(capacity: 32_768)
            let next = try reading.timeline(
                request.parameters[0], TimelineQuery(request.parameters()), path: request.rawPath,
                parameters: request.queryWithoutCursor, into: &json)
            var fields = Response.readFields
            if let next { fields[.link] = "<\(next)>; rel=\"next\"" }
            return .json(json, fields: fields)
        }
    }

    func compare() -> Handler {
        reading { request, reading in
            try request.mustAccept(Response.json)
            var json = JSONBuffer(capacity: 65_536)
            try reading.comparison(CompareQuery(request.parameters()), into: &json)
            return .json(json)
        }
    }
}
