internal import Foundation
internal import HTTPServer
internal import HTTPTypes
internal import Knowledge
internal import Store

/// `/import`, where an address or a file is given to be read, and `/imports/{id}`, which says how far that has come.
enum ImportPage {
    /// - Parameter fault: why what was given can't be read.
    static func view(_ request: Request, fault: String? = nil) -> View {
        [
            "page": PageHead(title: "\(Wording.current("import")) · Sourcebook").view,
            "url": try? request.value("url"), "fault": fault,
        ]
    }

    static func response(of reference: String, _ reading: Reading, _ pages: Pages) throws -> Response {
        let view = try view(of: reference, reading)
        var response = pages.response(.importing, view)
        // Asked for again each second, until there is nothing more to wait for.
        if view["isGoing"] as? Bool == true { response.fields[.refresh] = "1" }
        return response
    }

    private static func view(of reference: String, _ reading: Reading) throws -> View {
        let record = try reading.record(Catalog.imports, reference)
        let status = record.text("status") ?? "done"
        let article = record["article"]
        let open = try article?["id"]?.integer.map { try reading.openProposals(of: $0) } ?? 0
        let slug = article?.text("slug")
        return [
            "page": PageHead(title: "\(Wording.current("import")) · Sourcebook").view,
            "name": article?.label ?? record.text("url") ?? Wording.current("import.document"),
            "status": Wording.current("import.status.\(status)"),
            "isGoing": !["done", "failed", "cancelled"].contains(status),
            "detail": record.text("detail"),
            "warnings": record.items("warnings").compactMap(\.string),
            "article": article.flatMap { Link.path(Catalog.articles, $0) },
            "edit": article.flatMap { Link.path(Catalog.articles, $0) }.map { "\($0)/edit" },
            "review": slug.flatMap { slug in
                open == 0
                    ? nil
                    : [
                        "href": "/review?kind=proposals&article=\(slug)",
                        "words": Wording.current.plural("import.proposals", open),
                    ] as View
            },
        ]
    }
}

extension Site {
    private static func sentence(of error: any Error, _ problem: Problem) -> String {
        (error as? KnowledgeError)?.localizedDescription ?? problem.detail ?? problem.status.reasonPhrase
    }

    /// `POST /import`: what the form gives is read, and its page is shown.
    func takeImport() -> Handler {
        forPages { request, responder, pages in
            let author = try self.store.read(request.worker) { connection in
                Author(name: try self.authorize(request, connection), note: try request.note())
            }
            try self.mustBeOwn(request)
            let asked: ImportRequest
            do {
                try request.mustBeSent(as: [Multipart.type])
                asked = try ImportRequest(request)
                guard self.imports.hasRoom else { throw Problem(.serviceUnavailable, "Too many imports are waiting") }
            } catch {
                let problem = self.problem(error, request)
                var response = pages.speaking(to: request, session: self.whoIsSignedIn(request)) {
                    pages.response(
                        .newImport, ImportPage.view(request, fault: Self.sentence(of: error, problem)),
                        status: problem.status)
                }
                response.keepForOne()
                return responder.send(response)
            }
            let source = asked.form == nil ? nil : ImportSource(asked.content, mediaType: asked.mediaType)
            self.store.write { connection in
                try Writing(connection, by: author).begin(
                    importing: asked.form, url: asked.url, given: .object(asked.given), source: source)
            } completion: { result in
                do {
                    let id = try result.get()
                    self.imports.submit(id)
                    responder.send(
                        Response(.seeOther, fields: [.location: "/imports/\(id)", .cacheControl: "no-store"]))
                } catch {
                    responder.send(self.failure(self.problem(error, request), request, pages))
                }
            }
        }
    }
}
