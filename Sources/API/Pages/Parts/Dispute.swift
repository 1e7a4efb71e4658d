internal import Knowledge

/// What other articles say instead, for the figures of one article that conflict with them.
enum Dispute {
    /// How many conflicts of an article its page looks at.
    private static let told = ListQuery.limits.upperBound

    /// By the id of the article's statistic: the differing values in words, and where they are told.
    static func views(of article: JSON, _ reading: Reading) throws -> [Int: View] {
        guard let count = article["conflicts_count"]?.integer, count > 0, let id = article["id"]?.integer else {
            return [:]
        }
        var buffer = JSONBuffer()
        let query = try ConflictQuery([
            ListQuery.Parameter(name: "article", value: String(id)),
            ListQuery.Parameter(name: "settled", value: "false"),
            ListQuery.Parameter(name: "limit", value: String(told)),
        ])
        _ = try reading.conflicts(query, path: "", parameters: "", into: &buffer)
        var views: [Int: View] = [:]
        for conflict in try buffer.withBytes({ try JSONReader.read($0) }).items("items") {
            guard let path = Link.path(Catalog.indicators, conflict["indicator"]) else { continue }
            let statistics = conflict.items("statistics")
            for own in statistics where own["article"]?["id"]?.integer == id {
                let words = Figure.words(own)
                var others: [String] = []
                for other in statistics.map(Figure.words) where other != words && !others.contains(other) {
                    others.append(other)
                }
                guard let key = own["id"]?.integer, !others.isEmpty else { continue }
                let rest = others.count > 3 ? Wording.current.plural("figure.more", others.count - 3) : nil
                views[key] = [
                    "href": "\(path)#conflicts",
                    "words": others.prefix(3).joined(separator: ", ") + (rest.map { " \($0)" } ?? ""),
                ]
            }
        }
        return views
    }
}
