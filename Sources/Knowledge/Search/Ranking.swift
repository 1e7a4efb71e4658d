internal import Store

/// The order of relevance: the best first among the newest matches, then the others, the newest first.
///
/// To rank every match of a word that stands in each tenth record would take longer than anyone waits, and nobody reads
/// on to the thousandth. Of these, only the best by their words are told apart by how long their texts are, which is looked up
/// for each; the others follow as if all were of one length, the newest first. A page's cursor holds how far back the ranking
/// went and who was the last of the best, so that later pages go by the same one.
struct Ranking {
    /// How many matches are ranked.
    static let reach = 1_000
    /// How many of them are told apart by how long they are: more than two pages' worth of the usual size, and a large page.
    static let weighed = 200
    /// Where so many records have the whole words, those that have words which only begin so come behind: a page's worth.
    private static let enough = ListQuery.limits.upperBound

    /// Where in this order a page ended, beside the id: as a cursor keeps it.
    struct Place {
        /// That of the last record; nil where it is behind those that were ranked.
        let score: Double?
        /// The last of the best, by words alone; nil where all that were ranked are among them.
        let edge: Edge?
        /// Whether the page ended among those behind the best.
        let isBehind: Bool
        /// The least id that is ranked among those with the whole words; 0 where all of them are.
        let wholeFloor: Int
        /// The same among those with words that begin so; nil where they were not looked for.
        let floor: Int?

        static let valueCount = 6

        init(_ match: Match?, edge: Edge?, wholeFloor: Int, floor: Int?) {
            score = match?.score
            isBehind = match?.isBehind ?? false
            self.edge = edge
            self.wholeFloor = wholeFloor
            self.floor = floor
        }

        /// Nil for values that no such place has.
        init?(_ values: [Value]) {
            guard values.count == Self.valueCount, case .integer(let rank) = values[0],
                let score = Self.number(values[1]), case .integer(let wholeFloor) = values[2],
                case .integer(let floor) = values[3], let edge = Self.number(values[4]),
                case .integer(let last) = values[5]
            else { return nil }
            self.score = rank == 0 ? nil : score
            isBehind = rank == 2
            self.edge = last < 0 ? nil : Edge(score: edge, id: Int(last))
            self.wholeFloor = Int(wholeFloor)
            self.floor = floor < 0 ? nil : Int(floor)
        }

        private static func number(_ value: Value) -> Double? {
            switch value {
            case .integer(let number): Double(number)
            case .real(let number): number
            default: nil
            }
        }

        var values: [Value] {
            [
                Value(score == nil ? 0 : isBehind ? 2 : 1), .real(score ?? 0), Value(wholeFloor), Value(floor ?? -1),
                .real(edge?.score ?? 0), Value(edge?.id ?? -1),
            ]
        }
    }

    /// A place in the order by words alone, in which the newest of two that match alike comes first.
    struct Edge {
        let score: Double
        let id: Int

        static func precedes(_ a: Edge, _ b: Edge) -> Bool { (a.score, b.id) < (b.score, a.id) }
    }

    struct Match {
        let id: Int
        let score: Double
        /// Whether it is ranked by its words alone, behind the best.
        let isBehind: Bool

        static func precedes(_ a: Match, _ b: Match) -> Bool {
            if a.isBehind != b.isBehind { return b.isBehind }
            return a.isBehind
                ? Edge.precedes(Edge(score: a.score, id: a.id), Edge(score: b.score, id: b.id))
                : (a.score, a.id) < (b.score, b.id)
        }
    }

    /// A match before it has its place.
    private struct Candidate {
        let id: Int
        let relevance: Relevance
        let weight: Double
        let edge: Edge

        init(id: Int, relevance: Relevance, weight: Double = 1) {
            self.id = id
            self.relevance = relevance
            self.weight = weight
            edge = Edge(score: relevance.score() * weight, id: id)
        }
    }

    let search: SearchQuery
    /// The best first.
    private(set) var matches: [Match]
    private var wholeFloor: Int
    private var floor: Int?
    private let edge: Edge?
    /// Whether there is no other match.
    let isComplete: Bool

    /// - Parameter place: where the last page ended; nil for the first one.
    init(_ search: SearchQuery, _ query: ListQuery, after place: Place?, _ reading: Reading) throws {
        self.search = search
        let whole = try Self.newest(search.wholeMatch ?? search.match, query, from: place?.wholeFloor, reading)
        var candidates = whole.matches
        wholeFloor = whole.floor
        var isComplete = whole.floor == 0
        // Words that only begin so are looked for where there are few of the words themselves.
        if search.wholeMatch != nil {
            isComplete = false
            if place == nil ? candidates.count < Self.enough : place?.floor != nil {
                let known = Set(candidates.lazy.map(\.id))
                let further = try Self.newest(search.match, query, from: place?.floor, reading)
                candidates += further.matches.lazy.filter { !known.contains($0.id) }
                    .map { Candidate(id: $0.id, relevance: $0.relevance, weight: Self.beginningWeight) }
                floor = further.floor
                isComplete = further.floor == 0
            }
        }
        self.isComplete = isComplete
        candidates.sort { Edge.precedes($0.edge, $1.edge) }
        edge =
            place.map(\.edge) ?? (candidates.count > Self.weighed ? candidates[Self.weighed - 1].edge : nil)
        matches = try Self.ranked(candidates, edge, query.resource.name, reading)
    }

    private static func ranked(
        _ candidates: [Candidate], _ edge: Edge?, _ resource: String, _ reading: Reading
    ) throws -> [Match] {
        let best = candidates.prefix { candidate in edge.map { !Edge.precedes($0, candidate.edge) } ?? true }
        let lengths = try FullText.lengths(of: best.map(\.id), in: resource, reading.connection)
        let weighed = best.map {
            Match(id: $0.id, score: $0.relevance.score(length: lengths[$0.id]) * $0.weight, isBehind: false)
        }
        return weighed.sorted(by: Match.precedes)
            + candidates.dropFirst(best.count).map { Match(id: $0.id, score: $0.edge.score, isBehind: true) }
    }

    /// The newest matches of an expression with their scores, and the least id that is among them: 0 where all are.
    private static func newest(
        _ match: String, _ query: ListQuery, from floor: Int?, _ reading: Reading
    ) throws -> (matches: [Candidate], floor: Int) {
        let selection = reading.selection(query, match: match, from: floor ?? 0)
        let limit = floor == nil ? reach : 2 * reach
        let frequencies = FullText.frequencies(
            query.resource.name, weights: query.resource.searched.map(\.weight) + [1, stemWeight])
        let matches = try reading.connection.all(
            """
            SELECT \(selection.id), \(frequencies) FROM \(selection.from)\(selection.clause)
            ORDER BY \(selection.id) DESC LIMIT ?
            """, selection.arguments + [Value(limit)]
        ) { Candidate(id: $0.integer(0), relevance: Relevance($0, 1)) }
        return (matches, floor ?? (matches.count < reach ? 0 : matches.last?.id ?? 0))
    }

    /// A word's stem counts half of what the word itself does, and so does a word that only begins as the last one does.
    private static let stemWeight = 0.5
    private static let beginningWeight = 0.5

    /// The next ids, at most `limit`, and where they end; nil where nothing is left.
    func page(
        after cursor: (id: Int, place: Place)?, _ query: ListQuery, limit: Int, _ reading: Reading
    ) throws -> (ids: [Int], next: Cursor?) {
        var ids: [Int] = []
        var last: Place?
        func end(isMore: Bool) -> (ids: [Int], next: Cursor?) {
            (ids, isMore ? last.flatMap { last in ids.last.map { Cursor(values: last.values, id: $0) } } : nil)
        }
        if cursor?.place.score != nil || cursor == nil {
            var rest = matches[...]
            if let cursor, let score = cursor.place.score {
                // What has been changed since goes on from where it stands now.
                let last =
                    matches.first { $0.id == cursor.id }
                    ?? Match(id: cursor.id, score: score, isBehind: cursor.place.isBehind)
                rest = matches.drop { !Match.precedes(last, $0) }
            }
            for match in rest.prefix(limit) {
                ids.append(match.id)
                last = Place(match, edge: edge, wholeFloor: wholeFloor, floor: floor)
            }
            if rest.count > limit { return end(isMore: true) }
        }
        if isComplete { return end(isMore: false) }
        let ranked = Set(matches.lazy.map(\.id))
        var selection = reading.selection(query, match: search.match, from: 0)
        if let cursor, cursor.place.score == nil {
            selection.conditions.append(ListQuery.Condition(sql: "\(selection.id) < ?", arguments: [Value(cursor.id)]))
        }
        let others = try reading.connection.all(
            "SELECT \(selection.id) FROM \(selection.from)\(selection.clause) ORDER BY \(selection.id) DESC LIMIT ?",
            selection.arguments + [Value(ranked.count + limit + 1)]
        ) { $0.integer(0) }.filter { !ranked.contains($0) }
        let left = limit - ids.count
        for id in others.prefix(left) {
            ids.append(id)
            last = Place(nil, edge: edge, wholeFloor: wholeFloor, floor: floor)
        }
        return end(isMore: others.count > left)
    }
}
