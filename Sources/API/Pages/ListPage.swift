internal import HTTPServer
internal import Knowledge

/// `/articles`, `/experts` and the other lists: all there is, a page at a time.
enum ListPage {
    private static let shown = "50"

    static func view(_ resource: Resource, _ request: Request, _ reading: Reading) throws -> View {
        let cursor = try request.value("cursor")
        let listed = try reading.listed(resource, ["limit": shown], cursor: cursor)
        let name = Wording.current(resource.name)
        let description = Wording.current("list.\(resource.name)")
        return [
            "page": PageHead(
                title: "\(name) · Sourcebook", description: description, canonical: "/\(resource.name)",
                json: "\(Address.root)/\(resource.name)",
                feed: resource.name == "articles" ? "/feed" : nil, section: resource.name
            ).view,
            "heading": name, "description": description,
            "articles": resource.name == "articles" ? group(listed.items.map(ArticleEntry.view)) : nil,
            "experts": resource.name == "experts" ? group(listed.items.map(expert)) : nil,
            "others": resource.name == "articles" || resource.name == "experts"
                ? nil : group(listed.items.map { other($0, resource) }),
            "isEmpty": listed.items.isEmpty,
            "first": cursor == nil ? nil : "/\(resource.name)",
            "next": listed.next.map { "/\(resource.name)?cursor=\($0)" },
        ]
    }

    private static func group(_ items: [View]) -> View? { items.isEmpty ? nil : ["items": items] }

    /// An expert as one of many: the last printed role tells who it is.
    static func expert(_ expert: JSON) -> View {
        [
            "href": Link.path(Catalog.experts, expert), "name": expert.label,
            "role": expert.items("roles_as_printed").last?.text("role") ?? expert.text("description"),
            "counted": expert["quotes_count"]?.integer.flatMap { $0 > 0 ? Count($0, "quote").words : nil },
        ]
    }

    private static func other(_ item: JSON, _ resource: Resource) -> View {
        [
            "href": Link.path(resource, item), "name": item.label,
            "line": item.text("description") ?? item.text("kind"),
            "unit": item.text("unit").map(Unit.alone),
        ]
    }
}
