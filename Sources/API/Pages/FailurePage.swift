internal import Foundation
internal import HTTPServer
internal import HTTPTypes
internal import Knowledge

/// Pages for what went wrong: they say what happened and help on.
extension Site {
    /// Nothing of that name, or no longer: the nearest there is, and a search for it.
    static func missing(
        _ reference: String, _ resource: Resource, _ reading: Reading, _ pages: Pages
    ) throws -> Response {
        let nearest = try reading.nearest(to: reference, in: resource).map { try reading.record(resource, $0) }
        let words = reference.replacing("-", with: " ")
        let wasThere = try reading.wasDeleted(reference, in: resource)
        return pages.response(
            .failure,
            [
                "page": PageHead(
                    title: Wording.current(wasThere ? "failure.deleted" : "failure.not.found"), query: words
                ).view,
                "heading": Wording.current("failure.\(wasThere ? "deleted" : "unknown").\(resource.name)"),
                "sentence": Wording.current(wasThere ? "failure.was.here" : "failure.renamed"),
                "nearest": nearest.flatMap { record in
                    Link.path(resource, record).map { ["href": $0, "name": record.label] as View }
                },
                "search": ["href": Link.search(words), "words": words] as View,
                "list": ["href": "/\(resource.name)", "name": Wording.current("failure.all.\(resource.name)")] as View,
            ], status: wasThere ? .gone : .notFound)
    }

    /// An address that no page has.
    static func nothingHere(_ pages: Pages) -> Response {
        pages.response(
            .failure,
            [
                "page": PageHead(title: Wording.current("failure.not.found")).view,
                "heading": Wording.current("failure.nothing"),
                "sentence": Wording.current("failure.begin"),
                "nearest": nil, "search": nil, "list": nil,
            ], status: .notFound)
    }

    /// A problem as a person reads it, with the status and the fields that it has.
    static func failure(_ problem: Problem, _ request: Request, _ pages: Pages) -> Response {
        let heading =
            switch problem.status.code {
            case 401: "failure.private"
            case 400...499: "failure.address"
            case 503: "failure.busy"
            default: "failure.wrong"
            }
        let id = problem.members.first { $0.name == "id" }?.value
        let sentence =
            problem.status.code < 500
            ? problem.detail
            : problem.status.code == 503
                ? Wording.current("failure.busy.wait")
                : Wording.current("failure.not.yours")
                    + (id.map { " " + Wording.current("failure.log", ["id": $0]) } ?? "")
        var response = pages.response(
            .failure,
            [
                "page": PageHead(title: problem.title).view, "heading": Wording.current(heading), "sentence": sentence,
                "nearest": nil,
                "search": nil, "list": nil,
            ], status: problem.status)
        for field in problem.fields { response.fields.append(field) }
        response.fields[.cacheControl] = "no-store"
        response.entityTag = nil
        return response
    }
}

extension Request {
    /// Whether it is a browser that asks for a page, and not a program or a page's own part.
    var wantsPage: Bool { self[.accept]?.contains("text/html") == true }
}
