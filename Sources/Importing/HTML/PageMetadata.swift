/// What a page's head says: `meta` elements by their names, `link` elements by their relations.
struct PageMetadata {
    private var values: [String: [String]] = [:]
    private var relations: [String: String] = [:]
    /// What `title` says, without the site's name at its end.
    private(set) var title: String?
    private(set) var base: String?
    private(set) var language: String?

    init(_ tree: HTMLTree) {
        for index in tree.nodes.indices {
            switch tree.tag(index) {
            case .meta:
                guard let content = tree.attribute(.content, of: index)?.collapsed, !content.isEmpty else { continue }
                for attribute in [HTMLAttribute.property, .name, .itemprop] {
                    guard let name = tree.attribute(attribute, of: index)?.lowercased() else { continue }
                    if values[name]?.count ?? 0 < ReadingLimits.authors { values[name, default: []].append(content) }
                }
            case .link, .a:
                guard let names = tree.attribute(.rel, of: index), let url = tree.attribute(.href, of: index) else {
                    continue
                }
                for name in names.lowercased().split(whereSeparator: \.isWhitespace) {
                    // Many links of a page's text may be `nofollow` and the like: only the first of each is kept.
                    let name = (tree.tag(index) == .a ? "a:" : "") + name
                    if relations[name] == nil { relations[name] = url }
                }
            case .base: if base == nil { base = tree.attribute(.href, of: index) }
            case .html:
                language = tree.attribute(.lang, of: index) ?? tree.attribute(.xmlLanguage, of: index)
            case .title:
                if title == nil, !tree.ancestors(of: index).contains(where: { tree.tag($0) == .svg }) {
                    title = tree.words(of: index).nonEmpty
                }
            default: break
            }
        }
    }

    /// The first content of the first of `names` that there is.
    func first(_ names: String...) -> String? {
        names.lazy.compactMap { values[$0]?.first }.first
    }

    /// All contents of a name.
    func all(_ name: String) -> [String] { values[name] ?? [] }

    /// Where the first `link`, or `a`, of a relation leads.
    func relation(_ name: String) -> String? { relations[name] ?? relations["a:" + name] }

    /// Where the first `link` of a relation leads.
    func headRelation(_ name: String) -> String? { relations[name] }

    /// A headline without the name of the site behind it.
    static func withoutSite(_ title: String, site: String?) -> String {
        for separator in [" | ", " – ", " — ", " - ", " :: ", " » ", " · "] {
            guard let last = title.ranges(of: separator).last else { continue }
            let rest = title[last.upperBound...]
            let head = String(title[..<last.lowerBound]).trimmed
            // Without a name to compare with, a bar parts the site; a dash may be the headline's own.
            let isSite = site.map {
                rest.lowercased().contains($0.lowercased()) || $0.lowercased().contains(rest.lowercased())
            }
            if isSite ?? (separator == " | " || separator == " :: "), !head.isEmpty { return head }
        }
        return title
    }
}
