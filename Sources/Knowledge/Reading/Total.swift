internal import Store

/// How many records a list has.
struct Total {
    let count: Int
    /// Else there are at least so many.
    var isExact = true

    /// How many matches of words are counted at the most.
    static let reach = 10_000

    /// Writes `"total":…`, and `"total_is":"at_least"` behind it where that is all that is known.
    func write(into json: inout JSONBuffer) {
        json.key("total")
        json.integer(count)
        if isExact { return }
        json.key("total_is")
        json.string("at_least")
    }
}

extension Reading {
    func total(_ query: ListQuery) throws -> Total {
        guard query.words != nil else {
            guard let selection = selection(query) else { return Total(count: 0) }
            return Total(
                count: try connection.integer(
                    "SELECT count(*) FROM \(selection.from)\(selection.clause)", selection.arguments) ?? 0)
        }
        guard let counted = try counted(query, upTo: Total.reach) else { return Total(count: 0) }
        return Total(count: counted.count, isExact: !counted.isCut)
    }

    /// The expression that finds all matches of a query's words, or enough of them, and how many it finds.
    ///
    /// - Returns: nil where there is no word. `isCut` where there are more matches than `reach`.
    func counted(_ query: ListQuery, upTo reach: Int) throws -> (match: String, count: Int, isCut: Bool)? {
        guard let search = query.words.flatMap({ SearchQuery($0, in: query.resource) }) else { return nil }
        var count = 0
        // Of whole words first: where these are more than are counted, beginnings of words need not be put together.
        for match in [search.wholeMatch, search.match].compactMap({ $0 }) {
            let selection = selection(query, match: match)
            count =
                try connection.integer(
                    "SELECT count(*) FROM (SELECT 1 FROM \(selection.from)\(selection.clause) LIMIT ?)",
                    selection.arguments + [Value(reach + 1)]) ?? 0
            if count > reach { return (match, reach, true) }
        }
        return (search.match, count, false)
    }
}
