internal import HTTPServer
internal import Knowledge

/// `/api`: the routes and the fields, from the declarations that the OpenAPI document is made of.
enum ApiPage {
    static func view(_ pages: Pages) -> View {
        let parts = parts(pages)
        return [
            "page": PageHead(
                title: "\(Wording.current("api")) · Sourcebook", description: Wording.current("api.description"),
                canonical: "/api", json: "/openapi.json", script: "api"
            ).view,
            "groups": parts.groups, "reference": parts.reference, "problems": parts.problems,
        ]
    }

    /// What is the same for every reader of a language.
    // @unchecked: views are dictionaries of values that nobody changes once they are made.
    private struct Parts: @unchecked Sendable {
        let groups: [View]
        /// The groups as HTML: hundreds of rows that are always the same.
        let reference: String
        let problems: [View]
    }

    private static let kept = Locked<[Language: Parts]>([:])

    private static func parts(_ pages: Pages) -> Parts {
        let language = Wording.current.language
        if let parts = kept.withLock({ $0[language] }) { return parts }
        let routes = routes(of: OpenAPI.document(version: Site.version))
        let groups = groups.map { tag in group(tag, routes[tag ?? ""] ?? []) }.filter { $0["routes"] is [View] }
        let parts = Parts(
            groups: groups, reference: pages.part("api-groups", ["groups": groups]), problems: problems)
        kept.withLock { $0[language] = parts }
        return parts
    }

    /// Resources in the order in which they are declared, conflicts beside them, and what belongs to none of them.
    private static let groups: [String?] = Catalog.all.map { Optional($0.name) } + ["conflicts", nil]

    private static func group(_ tag: String?, _ routes: [View]) -> View {
        let resource = tag.flatMap { tag in Catalog.all.first { $0.name == tag } }
        let key = tag ?? "others"
        return [
            "id": key, "name": Wording.current(tag == nil || tag == "conflicts" ? "api.\(key)" : key),
            "description": resource.map { "\($0.description)." },
            "routes": routes.isEmpty ? nil : routes,
            "fields": resource.map { resource in
                ["items": resource.fields.map(field), "resource": resource.name] as View
            },
        ]
    }

    // MARK: Routes

    /// By tag, each route once: its other forms are told by their extensions.
    private static func routes(of document: JSON) -> [String: [View]] {
        var routes: [String: [View]] = [:]
        let members = document["paths"]?.object?.members ?? []
        let paths = Set(members.map(\.name))
        for (path, item) in members where !isOtherForm(path, of: paths) {
            let forms = Format.allCases.map(\.fileExtension).filter { paths.contains(path + $0) }
            for (method, operation) in item.object?.members ?? [] {
                let tag = operation.items("tags").first?.string ?? ""
                routes[tag, default: []].append(route(method.uppercased(), path, forms, operation))
            }
        }
        return routes
    }

    private static func isOtherForm(_ path: String, of paths: Set<String>) -> Bool {
        Format.allCases.contains { format in
            path.hasSuffix(format.fileExtension) && paths.contains(String(path.dropLast(format.fileExtension.count)))
        }
    }

    private static func route(_ method: String, _ path: String, _ forms: [String], _ operation: JSON) -> View {
        let query = operation.items("parameters").filter { $0.text("in") == "query" }
        let isRead = method == "GET"
        return [
            "id": operation.text("operationId"), "method": method, "path": path,
            "isRead": isRead, "isWrite": !isRead, "summary": operation.text("summary"),
            "forms": forms.isEmpty ? nil : forms.joined(separator: " "),
            "needsToken": operation["security"] != nil,
            "try": isRead ? example(path, query) : nil,
            "parameters": query.isEmpty ? nil : ["items": query.map(parameter)] as View,
            "statuses": (operation["responses"]?.object?.members ?? []).map(\.name).joined(separator: " "),
        ]
    }

    private static func parameter(_ parameter: JSON) -> View {
        [
            "name": parameter.text("name"), "description": parameter.text("description"),
            "isRequired": parameter["required"] == .bool(true),
        ]
    }

    /// A request of the kind that brings an answer from nearly any store.
    private static func example(_ path: String, _ query: [JSON]) -> String {
        let required = query.filter { $0["required"] == .bool(true) }.compactMap { parameter in
            parameter.text("name").map { "\($0)=\($0 == "experts" ? "1,2" : $0 == "url" ? "/articles/1" : "a")" }
        }
        let filled = path.replacing("{ref}", with: "1").replacing("{id}", with: "1")
        return required.isEmpty ? filled : "\(filled)?\(required.joined(separator: "&"))"
    }

    // MARK: Fields

    private static func field(_ field: Field) -> View {
        [
            "name": field.name, "description": field.description, "type": words(for: field.type),
            "isRequired": field.isRequired, "isDerived": field.isDerived, "isFiltered": field.isFiltered,
            "isSorted": field.isSorted,
        ]
    }

    /// What a field holds, in a word or two, as Docs/api.md has it.
    private static func words(for type: FieldType) -> String {
        switch type {
        case .text(let max): "text, up to \(Numeral.grouped(String(max)))"
        case .slug: "slug"
        case .integer: "integer"
        case .number: "number"
        case .date: "date"
        case .time: "time"
        case .period: "period"
        case .language: "BCP 47"
        case .country: "ISO 3166-1"
        case .url: "http(s) address"
        case .choice(let choices): choices.joined(separator: ", ")
        case .reference(let resource): "reference to \(resource)"
        case .topics: "slugs of topics"
        case .texts: "array of texts"
        case .objects(let fields): "array of {\(fields.map(\.name).joined(separator: ", "))}"
        case .object(let fields): "{\(fields.map(\.name).joined(separator: ", "))}"
        case .dictionary: "{name: text}"
        case .selector: "{exact, prefix, suffix, start, end}"
        case .roles: "array of roles"
        }
    }

    // MARK: Problems

    /// The statuses that anything may be answered with, and what to do about them.
    private static var problems: [View] {
        ["400", "401", "404", "409", "410", "412", "422", "429", "503"].map { (status: String) -> View in
            ["status": status, "words": Wording.current("api.problem.\(status)")]
        }
    }
}
