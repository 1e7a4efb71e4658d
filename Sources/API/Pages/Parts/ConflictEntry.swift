internal import Knowledge

/// Figures that can't all be true, in words: each with who gave it and where it stands.
enum ConflictEntry {
    /// - Parameter parameters: as in the API's list of conflicts.
    /// - Returns: the newest first; nil where there are none.
    static func views(_ parameters: KeyValuePairs<String, String>, _ reading: Reading) throws -> View? {
        var buffer = JSONBuffer()
        let query = try ConflictQuery(parameters.map { ListQuery.Parameter(name: $0.key, value: $0.value) })
        _ = try reading.conflicts(query, path: "", parameters: "", into: &buffer)
        let items = try buffer.withBytes { try JSONReader.read($0) }.items("items")
        return View.group(items.map(view), Count(items.count, "conflict"))
    }

    private static func view(_ conflict: JSON) -> View {
        [
            "indicator": conflict["indicator"]?.label,
            "indicatorPath": Link.path(Catalog.indicators, conflict["indicator"]).flatMap { path in
                conflict["id"]?.integer.map { "\(path)#conflict-\($0)" }
            },
            "period": PrintedDate.view(conflict.text("period")), "whereabouts": Figure.whereabouts(conflict),
            "figures": conflict.items("statistics").prefix(figuresTold).map { statistic -> View in
                [
                    "words": Figure.words(statistic), "source": statistic["source"]?.label,
                    "article": statistic["article"]?.label,
                    "place": Link.passage(of: statistic, in: Catalog.statistics),
                ]
            },
        ]
    }

    private static let figuresTold = 4
}
