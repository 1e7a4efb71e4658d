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
    /// - Parameter found: all that the query's words find, where that is known.
    func total(_ query: ListQuery, found: [Int]? = nil) throws -> Total {
        if let found { return Total(count: found.count) }
        guard query.words != nil else {
            guard let selection = selection(query) else { return Total(count: 0) }
            return Total(
                count: try connection.integer(
                    "SELECT count(*) FROM \(selection.from)\(selection.clause)", selection.arguments) ?? 0)
        }
        guard let counted = try counted(query, upTo: Total.reach) else { return Total(count: 0) }
        return Total(count: counted.count, isExact: !counted.isCut)
    }

    /// How many records a query's words find, up to a bound.
    ///
    /// - Returns: nil where there is no word. `isCut` where there are more matches than `reach`.
    private func counted(_ query: ListQuery, upTo reach: Int) throws -> (count: Int, isCut: Bool)? {
        try wholeThenAll(query) { selection in
            let count = try connection.integer(
                "SELECT count(*) FROM (SELECT 1 FROM \(selection.from)\(selection.clause) LIMIT ?)",
                selection.arguments + [Value(reach + 1)])
            return (min(count ?? 0, reach), count ?? 0 > reach)
        } isEnough: {
            $0.isCut
        }
    }

    /// The newest records that a query's words find.
    ///
    /// - Returns: nil where there is no word. `isCut` where there are more than `reach`.
    func newest(_ query: ListQuery, upTo reach: Int) throws -> (ids: [Int], isCut: Bool)? {
        try wholeThenAll(query) { selection in
            let ids = try connection.all(
                "SELECT \(selection.id) FROM \(selection.from)\(selection.clause) ORDER BY 1 DESC LIMIT ?",
                selection.arguments + [Value(reach + 1)]
            ) { $0.integer(0) }
            return (Array(ids.prefix(reach)), ids.count > reach)
        } isEnough: {
            $0.isCut
        }
    }

    /// Asks for whole words first: where these are enough, beginnings of words need not be put together.
    private func wholeThenAll<T>(
        _ query: ListQuery, _ ask: (Selection) throws -> T, isEnough: (T) -> Bool
    ) throws -> T? {
        guard let search = query.words.flatMap({ SearchQuery($0, in: query.resource) }) else { return nil }
        if let match = search.wholeMatch {
            let found = try ask(selection(query, match: match))
            if isEnough(found) { return found }
        }
        return try ask(selection(query, match: search.match))
    }
}
