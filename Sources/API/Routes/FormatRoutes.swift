internal import Foundation
internal import HTTPServer
internal import HTTPTypes
internal import Knowledge
internal import Store

/// Lists and records in other forms than JSON, and citations.
extension Site {
    /// What a request asks a list for.
    typealias ListQuestion = @Sendable (Request, Reading) throws -> ListQuery

    /// A list as JSON, CSV or lines of JSON: the form that `fixed` says, or else Accept.
    func list(as fixed: Format?, _ question: @escaping ListQuestion) -> Handler {
        let asJSON = reading { request, reading in
            try self.page(question(request, reading), request, reading)
        }
        return { request, responder in
            do {
                let format = try fixed ?? request.format(of: Format.ofLists)
                if format == .json { return asJSON(request, responder) }
                responder.send(try self.table(format, request, question))
            } catch {
                responder.send(self.problem(error, request).response())
            }
        }
    }

    /// The whole list, however long it is; one page of it where a limit or a cursor is given.
    private func table(_ format: Format, _ request: Request, _ question: ListQuestion) throws -> Response {
        let isPage = try request.parameters().contains { $0.name == "limit" || $0.name == "cursor" }
        var fields = Response.negotiatedFields
        let query = try store.read(request.worker) { connection in
            if options.isPrivate { try authorize(request, connection) }
            let query = try question(request, Reading(connection))
            for flag in ["count", "facets"] where try request.parameters().contains(where: { $0.name == flag }) {
                throw KnowledgeError.parameter("\(flag) has no place in \(format.mediaType): ask for JSON")
            }
            if format == .csv, !query.includes.isEmpty {
                throw KnowledgeError.parameter("include has no place in text/csv: ask for application/x-ndjson")
            }
            return query
        }
        let table = format == .csv ? RecordTable(query.resource, fields: query.fields) : nil
        guard isPage else {
            let stream = try ListStream(store, exportPlaces.take(), ListWalk(query), as: table)
            fields[.cacheControl] = "no-store"
            return Response(.ok, contentType: format.contentType, fields: fields, body: .stream(stream))
        }
        return try store.read(request.worker) { connection in
            var walk = ListWalk(query, isWhole: false)
            guard let page = try walk.nextPage(connection) else { return Response(.noContent) }
            if let cursor = walk.cursor {
                let rest = request.queryWithoutCursor
                fields[.link] = "<\(request.rawPath)?\(rest.isEmpty ? "" : rest + "&")cursor=\(cursor)>; rel=\"next\""
            }
            if let table {
                return .text(try table.lines(of: page, withHeader: true), format.contentType, fields: fields)
            }
            let tag = page.withBytes { EntityTag.of($0) }
            return Response(
                .ok, contentType: format.contentType, entityTag: tag, fields: fields,
                body: .bytes(ListStream.storage(page)))
        }
    }

    /// One record in the form that is asked for.
    func response(_ resource: Resource, as format: Format, _ reference: String, _ reading: Reading) throws -> Response {
        let fields = Response.negotiatedFields
        let text: String
        switch format {
        case .json, .csv, .ndjson: return .json(try reading.item(resource, reference), fields: fields)
        case .jsonld: text = LinkedData.record(try reading.record(resource, reference), resource).text
        case .markdown: text = RecordMarkdown.text(try Self.whole(resource, reference, reading), resource)
        case .bibtex: text = Bibliography.bibtex(try Self.work(resource, reference, reading))
        case .ris: text = Bibliography.ris(try Self.work(resource, reference, reading))
        case .csl: text = Bibliography.csl(try Self.work(resource, reference, reading)).text
        }
        return .text(text, format.contentType, fields: fields)
    }

    /// A record with all that belongs to it.
    private static func whole(_ resource: Resource, _ reference: String, _ reading: Reading) throws -> JSON {
        guard case .object(var record) = try reading.record(resource, reference) else { return .null }
        let id = String(record["id"]?.integer ?? 0)
        if resource.name == "articles" {
            record["quotes"] = .array(
                try reading.all(Catalog.quotes, ["article": id, "sort": "position", "limit": "200"]).items)
            record["statistics"] = .array(
                try reading.all(Catalog.statistics, ["article": id, "sort": "position", "limit": "200"]).items)
        } else if resource.name == "experts" {
            record["quotes"] = .array(try reading.all(Catalog.quotes, ["expert": id, "limit": "200"]).items)
        }
        return .object(record)
    }

    /// What is cited when an article or a quote is.
    private static func work(_ resource: Resource, _ reference: String, _ reading: Reading) throws -> CitedWork {
        let fields = ["id", "slug", "title", "subtitle", "language", "published_on", "url", "publisher", "authors"]
        let shape = try Reading.Shape(
            Catalog.articles,
            [ListQuery.Parameter(name: "fields", value: fields.joined(separator: ","), alternatives: fields)])
        func article(_ reference: String) throws -> JSON {
            try reading.item(Catalog.articles, reference, shape).withBytes { try JSONReader.read($0) }
        }
        if resource.name == "articles" { return CitedWork(article: try article(reference)) }
        let quote = try reading.record(resource, reference)
        return CitedWork(article: try article(String(quote["article"]?["id"]?.integer ?? 0)), quote: quote)
    }

    /// `GET /articles/{ref}/citations`: ready-made citations, or the one of `style` as text.
    func citations(_ resource: Resource) -> Handler {
        reading { request, reading in
            let style = try self.onlyParameters(["style"], request)["style"]?.value
            if let style, !Citation.styles.contains(style) {
                throw KnowledgeError.parameter("style is one of \(Citation.styles.joined(separator: ", "))")
            }
            let work = try Self.work(resource, request.parameters[0], reading)
            let day = Citation.today()
            // They tell the day of today.
            var fields = Response.readFields
            fields[.cacheControl] = "no-store"
            if let style {
                return .text(
                    Citation.text(work, style: style, today: day) + "\n", "text/plain; charset=utf-8", fields: fields)
            }
            let all = Citation.styles.map { ($0, JSON.string(Citation.text(work, style: $0, today: day))) }
            return .text(JSON.object(JSONObject(all)).text, Response.json, fields: fields)
        }
    }
}
