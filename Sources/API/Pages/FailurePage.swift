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
                "page": PageHead(title: wasThere ? "Deleted" : "Not found", query: words).view,
                "heading": wasThere
                    ? "This \(resource.singular) was deleted" : "There is no \(resource.singular) of that name",
                "sentence": wasThere
                    ? "What stood at this address was taken away."
                    : "Nothing is kept at this address. It may have been renamed, or mistyped.",
                "nearest": nearest.flatMap { record in
                    Link.path(resource, record).map { ["href": $0, "name": record.label] as View }
                },
                "search": ["href": Link.search(words), "words": words] as View,
                "list": ["href": "/\(resource.name)", "name": "All \(resource.name)"] as View,
            ], status: wasThere ? .gone : .notFound)
    }

    /// An address that no page has.
    static func nothingHere(_ pages: Pages) -> Response {
        pages.response(
            .failure,
            [
                "page": PageHead(title: "Not found").view,
                "heading": "There is nothing at this address",
                "sentence": "Search for it, or begin at one of the lists above.",
                "nearest": nil, "search": nil, "list": nil,
            ], status: .notFound)
    }

    /// A problem as a person reads it, with the status and the fields that it has.
    static func failure(_ problem: Problem, _ request: Request, _ pages: Pages) -> Response {
        let heading =
            switch problem.status.code {
            case 401: "This Sourcebook is private"
            case 400...499: "This address can’t be read"
            case 503: "Too much at once"
            default: "Something went wrong here"
            }
        let id = problem.members.first { $0.name == "id" }?.value
        let sentence =
            problem.status.code < 500
            ? problem.detail
            : problem.status.code == 503
                ? "The server is busy. Wait a moment and load the page again."
                : "It is not your doing." + (id.map { " Whoever runs this server finds it in the log as \($0)." } ?? "")
        var response = pages.response(
            .failure,
            [
                "page": PageHead(title: problem.title).view, "heading": heading, "sentence": sentence, "nearest": nil,
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
