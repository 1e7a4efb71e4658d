internal import Store

/// The order of relevance: the best first among the newest matches, then the others, the newest first.
///
/// To rank every match of a word that stands in each tenth record would take longer than anyone waits, and nobody reads
/// on to the thousandth. A page's cursor holds how far back the ranking went, so that later pages go by the same one.
struct Ranking {
    /// How many matches are ranked.
    static let reach = 1_000
    /// Where so many records have the whole words, those that have words which only begin so come behind: a page's worth.
    private static let enough = ListQuery.limits.upperBound

    /// Where in this order a page ended, beside the id: as a cursor keeps it.
    struct Place {
        /// That of the last record; nil where it is behind those that were ranked.
        let score: Double?
        /// The least id that is ranked among those with the whole words; 0 where all of them are.
        let wholeFloor: Int
        /// The same among those with words that begin so; nil where they were not looked for.
        let floor: Int?

        static let valueCount = 4

        init(score: Double?, wholeFloor: Int, floor: Int?) {
            self.score = score
            self.wholeFloor = wholeFloor
            self.floor = floor
        }

        /// Nil for values that no such place has.
        init?(_ values: [Value]) {
            guard values.count == Self.valueCount, case .integer(let isRanked) = values[0],
                case .integer(let wholeFloor) = values[2], case .integer(let floor) = values[3]
            else { return nil }
            switch values[1] {
            case .integer(let score): self.score = isRanked == 1 ? Double(score) : nil
            case .real(let score): self.score = isRanked == 1 ? score : nil
            default: return nil
            }
            self.wholeFloor = Int(wholeFloor)
            self.floor = floor < 0 ? nil : Int(floor)
        }

        var values: [Value] {
            [Value(score == nil ? 0 : 1), .real(score ?? 0), Value(wholeFloor), Value(floor ?? -1)]
        }
    }

    struct Match {
        let id: Int
        let score: Double

        static func precedes(_ a: Match, _ b: Match) -> Bool { (a.score, a.id) < (b.score, b.id) }
    }

    let search: SearchQuery
    /// The best first.
    private(set) var matches: [Match]
    private var wholeFloor: Int
    private var floor: Int?
    private let isComplete: Bool

    /// - Parameter place: where the last page ended; nil for the first one.
    init(_ search: SearchQuery, _ query: ListQuery, after place: Place?, _ reading: Reading) throws {
        self.search = search
        let whole = try Self.newest(search.wholeMatch ?? search.match, query, from: place?.wholeFloor, reading)
        matches = whole.matches
        wholeFloor = whole.floor
        var isComplete = whole.floor == 0
        // Words that only begin so are looked for where there are few of the words themselves.
        if search.wholeMatch != nil {
            isComplete = false
            if place == nil ? matches.count < Self.enough : place?.floor != nil {
                let known = Set(matches.lazy.map(\.id))
                let further = try Self.newest(search.match, query, from: place?.floor, reading)
                matches += further.matches.lazy.filter { !known.contains($0.id) }
                    .map { Match(id: $0.id, score: $0.score * Self.beginningWeight) }
                floor = further.floor
                isComplete = further.floor == 0
            }
        }
        self.isComplete = isComplete
        matches.sort(by: Match.precedes)
    }

    /// The newest matches of an expression with their scores, and the least id that is among them: 0 where all are.
    private static func newest(
        _ match: String, _ query: ListQuery, from floor: Int?, _ reading: Reading
    ) throws -> (matches: [Match], floor: Int) {
        let selection = reading.selection(query, match: match, from: floor ?? 0)
        let limit = floor == nil ? reach : 2 * reach
        let relevance = FullText.relevance(
            query.resource.name, weights: query.resource.searched.map(\.weight) + [1, stemWeight])
        let matches = try reading.connection.all(
            """
            SELECT \(selection.id), \(relevance) FROM \(selection.from)\(selection.clause)
            ORDER BY \(selection.id) DESC LIMIT ?
            """, selection.arguments + [Value(limit)]
        ) { Match(id: $0.integer(0), score: $0.real(1)) }
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
                    matches.first { $0.id == cursor.id } ?? Match(id: cursor.id, score: score)
                rest = matches.drop { !Match.precedes(last, $0) }
            }
            for match in rest.prefix(limit) {
                ids.append(match.id)
                last = Place(score: match.score, wholeFloor: wholeFloor, floor: floor)
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
            last = Place(score: nil, wholeFloor: wholeFloor, floor: floor)
        }
        return end(isMore: others.count > left)
    }
}
