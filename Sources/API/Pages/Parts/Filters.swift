internal import Knowledge

/// What narrows a page, as links: each value leads to the page with it, or without it where it is chosen.
struct Filters {
    /// The page's path, and what its address says beside the filters.
    let path: String
    let rest: [(name: String, value: String)]
    /// What is chosen, by the parameters' names.
    private(set) var chosen: [(name: String, value: String)] = []
    private var groups: [View] = []

    init(path: String, rest: [(name: String, value: String)] = []) {
        self.path = path
        self.rest = rest
    }

    struct Value {
        var value: String
        var name: String
        var count: Int?
        var language: String?
    }

    /// How many values a group shows.
    static let shown = 10

    mutating func choose(_ name: String, _ value: String?) {
        if let value, !value.isEmpty { chosen.append((name, value)) }
    }

    func choice(_ name: String) -> String? { chosen.first { $0.name == name }?.value }

    /// Adds a group; one of a single value that is not chosen narrows nothing, and is left out.
    ///
    /// - Parameters:
    ///   - name: of its parameter. All that are chosen are known by now.
    ///   - label: what the values are.
    ///   - nameOf: what a chosen value is called that is not among `values`.
    mutating func add(_ name: String, _ label: String, _ values: [Value], nameOf: (String) throws -> String) rethrows {
        var values = Array(values.prefix(Self.shown))
        let choice = choice(name)
        if let choice, !values.contains(where: { $0.value == choice }) {
            values.insert(Value(value: choice, name: try nameOf(choice)), at: 0)
        }
        guard values.count > (choice == nil ? 1 : 0) else { return }
        groups.append([
            "name": name, "label": label,
            "values": values.map { value in
                [
                    "name": value.name, "count": value.count.map { Numeral.grouped(String($0)) },
                    "isChosen": value.value == choice, "lang": value.language,
                    "href": address(with: value.value == choice ? nil : value.value, for: name),
                ] as View
            },
        ])
    }

    /// The page with another value of one parameter, or without it, from its beginning on.
    func address(with value: String?, for name: String) -> String {
        var parts = (rest + chosen).filter { $0.name != name }
        if let value { parts.append((name, value)) }
        return Self.address(path, parts)
    }

    /// The page as it is chosen, from `cursor` on.
    func address(cursor: String?) -> String {
        Self.address(path, rest + chosen)
            + (cursor.map { (rest + chosen).isEmpty ? "?cursor=\($0)" : "&cursor=\($0)" } ?? "")
    }

    private static func address(_ path: String, _ parts: [(name: String, value: String)]) -> String {
        parts.isEmpty
            ? path : path + "?" + parts.map { "\($0.name)=\(Address.encoded($0.value))" }.joined(separator: "&")
    }

    /// Nil where there is nothing to choose.
    var view: View? {
        groups.isEmpty ? nil : ["groups": groups, "clear": chosen.isEmpty ? nil : Self.address(path, rest)]
    }
}

extension Reading.Listed {
    /// The values of a facet, the most frequent first.
    func values(of field: String) -> [(value: String, count: Int)] {
        (facets?.items(field) ?? []).compactMap { facet in
            guard let value = facet["value"]?.string ?? facet["value"]?.integer.map(String.init) else { return nil }
            return (value, facet["count"]?.integer ?? 0)
        }
    }
}
