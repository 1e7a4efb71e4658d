internal import HTTPServer
internal import HTTPTypes
internal import Knowledge
internal import Store

/// What articles seem to have, for editors to decide.
extension Site {
    func proposalsList() -> Handler {
        reading(needsToken: true) { request, reading in
            try request.mustAccept(Response.json)
            return try self.page(ListQuery(Catalog.proposals, request.parameters()), request, reading)
        }
    }

    func proposal() -> Handler {
        reading(needsToken: true) { request, reading in
            try request.mustAccept(Response.json)
            let shape = try Reading.Shape(Catalog.proposals, request.parameters())
            return .json(try reading.item(Catalog.proposals, request.parameters[0], shape))
        }
    }

    /// `POST /proposals/{id}/accept`, without a body or with what is to be written otherwise than it was proposed.
    func acceptProposal() -> Handler {
        writing { request in
            try self.refuseParameters(request)
            let patch = request.body.isEmpty ? [:] : try request.json([Response.json, "application/merge-patch+json"])
            return { connection, author in
                var writing = Writing(connection, by: author)
                let id = try writing.accept(proposal: request.parameters[0], patch: patch)
                return try self.answer(Catalog.proposals, id, connection, .ok)
            }
        }
    }

    /// `POST /proposals/{id}/reject` and `/reopen`, without a body.
    func decideProposal(_ decide: @escaping @Sendable (inout Writing, String) throws -> Int) -> Handler {
        writing { request in
            try self.refuseParameters(request)
            return { connection, author in
                var writing = Writing(connection, by: author)
                return try self.answer(
                    Catalog.proposals, decide(&writing, request.parameters[0]), connection, .ok)
            }
        }
    }

    /// `POST /articles/{ref}/proposals/accept` with `{confidence}`: all that are at least so sure, as they were proposed.
    func acceptProposals() -> Handler {
        writing { request in
            try self.refuseParameters(request)
            let body = try request.json()
            return { connection, author in
                let id = try Reading(connection).requiredID(of: request.parameters[0], in: Catalog.articles)
                let confidence = try Self.confidence(body)
                var writing = Writing(connection, by: author)
                let result = try writing.acceptAll(of: id, from: confidence)
                let json: JSON = [
                    "accepted": .array(result.accepted.map { .number(JSONNumber($0)) }),
                    "skipped": .array(
                        result.skipped.map { skipped in
                            [
                                "id": .number(JSONNumber(skipped.id)),
                                "errors": .array(
                                    skipped.faults.map {
                                        ["pointer": .string($0.pointer), "detail": .string($0.detail)]
                                    }),
                            ]
                        }),
                ]
                var buffer = JSONBuffer()
                buffer.value(json)
                return .json(buffer, fields: [.cacheControl: "no-cache"])
            }
        }
    }

    private static func confidence(_ body: JSON) throws -> Double {
        guard case .object(let object) = body else {
            throw KnowledgeError.invalid([Fault("", "must be an object, not \(body.kind)")])
        }
        var faults = object.members.map(\.name).filter { $0 != "confidence" }.map {
            Fault("/\($0)", "is not known here: send {\"confidence\": …}")
        }
        let confidence = object["confidence"]?.double
        if confidence.map({ !(0...1).contains($0) }) ?? true {
            faults.append(Fault("/confidence", "must be a number from 0 to 1"))
        }
        guard faults.isEmpty, let confidence else { throw KnowledgeError.invalid(faults) }
        return confidence
    }

    /// `GET /proposals/rules`: how often what each rule proposed was accepted.
    func proposalRules() -> Handler {
        reading(needsToken: true) { request, reading in
            try request.mustAccept(Response.json)
            try self.refuseParameters(request)
            let items = try reading.ruleRecords().map { record -> JSON in
                let decided = record.accepted + record.rejected
                func number(_ count: Int) -> JSON { .number(JSONNumber(count)) }
                return [
                    "kind": .string(record.kind), "rule": .string(record.rule), "open": number(record.open),
                    "accepted": number(record.accepted), "changed": number(record.changed),
                    "rejected": number(record.rejected),
                    "rate": decided == 0
                        ? .null
                        : .number(
                            JSONNumber(
                                text: ((Double(record.accepted) / Double(decided) * 1_000).rounded() / 1_000)
                                    .description)),
                ]
            }
            var buffer = JSONBuffer()
            buffer.value(["items": .array(items)])
            return .json(buffer)
        }
    }
}
