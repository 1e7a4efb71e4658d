internal import HTTPServer
internal import HTTPTypes
internal import Knowledge

/// Series and conflicts.
extension Site {
    func series() -> Handler {
        reading { request, reading in
            try request.mustAccept(Response.json)
            return .json(try reading.seriesJSON(request.parameters[0], SeriesQuery(request.parameters())))
        }
    }

    func seriesTable() -> Handler {
        reading { request, reading in
            try request.mustAccept("text/csv")
            let series = try reading.series(request.parameters[0], SeriesQuery(request.parameters()))
            var fields = Response.readFields
            fields[.contentDisposition] = "inline; filename=\"\(series.indicator.slug).csv\""
            return .text(SeriesTable.csv(series).text, CSV.type, fields: fields)
        }
    }

    func seriesChart() -> Handler {
        reading { request, reading in
            try request.mustAccept("image/svg+xml")
            var parameters = try request.parameters()
            var width = SeriesChart.defaultWidth
            if let index = parameters.firstIndex(where: { $0.name == "width" }) {
                let given = parameters.remove(at: index).value
                guard given.utf8.count <= 5, given.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
                    let number = Int(given), SeriesChart.widths.contains(number)
                else {
                    throw KnowledgeError.parameter(
                        "width must be an integer from \(SeriesChart.widths.lowerBound) to \(SeriesChart.widths.upperBound)"
                    )
                }
                width = number
            }
            let wording = try self.wording(takenFrom: &parameters)
            let series = try reading.series(request.parameters[0], SeriesQuery(parameters))
            var fields = Response.readFields
            // Opened by itself, the picture runs and loads nothing.
            fields[.contentSecurityPolicy] = "default-src 'none'; style-src 'unsafe-inline'"
            let picture = Wording.$current.withValue(wording) { SeriesChart.svg(series, width: width) }
            return .text(picture, "image/svg+xml; charset=utf-8", fields: fields)
        }
    }

    /// What `language` names; English without it.
    private func wording(takenFrom parameters: inout [ListQuery.Parameter]) throws -> Wording {
        guard let index = parameters.firstIndex(where: { $0.name == "language" }) else { return .current }
        let tag = parameters.remove(at: index).value
        guard let language = Language(rawValue: tag) else {
            throw KnowledgeError.parameter(
                "language must be one of \(Language.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return pages?.wording(of: language) ?? .current
    }

    func conflicts() -> Handler {
        reading { request, reading in
            try request.mustAccept(Response.json)
            var json = JSONBuffer(capacity: 32_768)
            let next = try reading.conflicts(
                ConflictQuery(request.parameters()), path: request.rawPath, parameters: request.queryWithoutCursor,
                into: &json)
            var fields = Response.readFields
            if let next { fields[.link] = "<\(next)>; rel=\"next\"" }
            return .json(json, fields: fields)
        }
    }

    func conflict() -> Handler {
        reading { request, reading in
            try request.mustAccept(Response.json)
            try self.onlyParameters([], request)
            return .json(try reading.conflict(request.parameters[0]))
        }
    }

    func settle() -> Handler {
        writing { request in
            try self.refuseParameters(request)
            let body = try request.json()
            return { connection, author in
                try Writing(connection, by: author).settleConflict(request.parameters[0], body, by: author.name)
                return try Self.answer(request.parameters[0], Reading(connection))
            }
        }
    }

    func unsettle() -> Handler {
        writing { request in
            try self.refuseParameters(request)
            return { connection, author in
                try Writing(connection, by: author).unsettleConflict(request.parameters[0])
                return try Self.answer(request.parameters[0], Reading(connection))
            }
        }
    }

    private static func answer(_ conflict: String, _ reading: Reading) throws -> Response {
        var fields = HTTPFields()
        fields[.cacheControl] = "no-cache"
        return .json(try reading.conflict(conflict), fields: fields)
    }
}
