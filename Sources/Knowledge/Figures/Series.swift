/// The figures of one indicator in order of time: what a series, its table and its chart are made of.
public struct Series: Sendable {
    public let indicator: Indicator
    /// Figures that belong together: one place, counterpart, dimensions and kind of unit. In order of these.
    public let lines: [Line]
    /// In order of period.
    public let conflicts: [Conflict]

    public struct Indicator: Sendable {
        public let id: Int
        public let slug: String
        public let name: String
        public let unit: String?
    }

    public struct Line: Sendable {
        public let place: String?
        public let counterpart: String?
        /// As JSON: {name: value}.
        public let dimensions: JSON
        /// The unit that every value of the line is in.
        public let unit: String
        /// In order of time; those without a period last.
        public let points: [Point]
    }

    /// One value for one period, with everything that says so.
    public struct Point: Sendable {
        public let period: String?
        public let span: Span?
        public let status: String?
        public let value: Double
        public let valueTo: Double?
        public let qualifier: String?
        public internal(set) var figures: [Figure]
        /// What the same sources had given before.
        public internal(set) var superseded: [Figure]
        /// The conflict that one of the figures is part of.
        public var conflict: Int? { figures.lazy.compactMap(\.conflict).first }
    }

    /// A statistic, with its value in the line's unit.
    public struct Figure: Sendable {
        public let id: Int
        public let value: Double
        public let valueTo: Double?
        public let qualifier: String?
        public let unit: String
        public let period: String?
        public let place: String?
        public let counterpart: String?
        public let dimensions: String
        public let status: String?
        public let asOf: String?
        public let printed: String?
        public let source: Named?
        public let article: Named
        public let conflict: Int?
        let supersededBy: Int?
    }

    public struct Named: Sendable, Hashable {
        public let id: Int
        public let slug: String
        public let name: String
    }

    public struct Conflict: Sendable {
        public let id: Int
        public let isSettled: Bool
        /// The statistic that was held right.
        public let right: Int?
    }

    /// Every point of every line, in order of time.
    public var points: [(line: Line, point: Point)] {
        lines.enumerated().flatMap { index, line in line.points.map { (index: index, line: line, point: $0) } }
            .sorted { a, b in
                if Self.precedes(a.point.span, b.point.span) { return true }
                if Self.precedes(b.point.span, a.point.span) { return false }
                return (a.index, a.point.value) < (b.index, b.point.value)
            }
            .map { ($0.line, $0.point) }
    }

    /// What has no period comes last.
    static func precedes(_ a: Span?, _ b: Span?) -> Bool {
        guard let a else { return false }
        guard let b else { return true }
        return Span.isBefore(a, b)
    }

    // MARK: From statistics to lines

    /// - Parameter unit: the unit to convert to; what is of another kind is left out. When nil, each line is in the
    ///   indicator's unit, or in the one that most of its figures have.
    init(_ indicator: Indicator, _ figures: [Figure], unit: String?, conflicts: [Conflict]) {
        self.indicator = indicator
        struct Key: Hashable {
            let place: String
            let counterpart: String
            let dimensions: String
            let kind: String
        }
        var groups: [Key: [Figure]] = [:]
        for figure in figures {
            let kind = Measure(figure.unit).kind
            if let unit, Measure(unit).kind != kind { continue }
            let key = Key(
                place: Comparison.folded(figure.place), counterpart: Comparison.folded(figure.counterpart),
                dimensions: Comparison.folded(figure.dimensions), kind: kind)
            groups[key, default: []].append(figure)
        }
        lines = groups.sorted { a, b in
            (a.key.place, a.key.counterpart, a.key.dimensions, a.key.kind)
                < (b.key.place, b.key.counterpart, b.key.dimensions, b.key.kind)
        }.map { _, figures in Line(figures, unit: unit ?? Self.unit(of: figures, indicator)) }
        let shown = Set(lines.flatMap(\.points).flatMap { $0.figures + $0.superseded }.compactMap(\.conflict))
        self.conflicts = conflicts.filter { shown.contains($0.id) }
    }

    private static func unit(of figures: [Figure], _ indicator: Indicator) -> String {
        let kind = figures.first.map { Measure($0.unit).kind }
        if let unit = indicator.unit, Measure(unit).kind == kind { return unit }
        var counts: [String: Int] = [:]
        for figure in figures { counts[figure.unit, default: 0] += 1 }
        return counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? ""
    }
}

extension Series.Line {
    fileprivate init(_ figures: [Series.Figure], unit: String) {
        let first = figures[0]
        place = first.place
        counterpart = first.counterpart
        dimensions = (try? JSONReader.read(first.dimensions)) ?? .object(JSONObject())
        self.unit = unit
        let measure = Measure(unit)
        let converted = figures.map { figure in
            let own = Measure(figure.unit)
            return figure.with(
                value: own.convert(figure.value, to: measure) ?? figure.value,
                to: figure.valueTo.map { own.convert($0, to: measure) ?? $0 })
        }
        points = Self.points(converted)
    }

    /// One point a distinct value; what a source has replaced stands with what it was replaced by.
    private static func points(_ figures: [Series.Figure]) -> [Series.Point] {
        struct Key: Hashable {
            let span: Span?
            let value: Double
            let valueTo: Double?
            let qualifier: String
            let status: String
        }
        let byID = Dictionary(uniqueKeysWithValues: figures.map { ($0.id, $0) })
        func current(_ figure: Series.Figure) -> Series.Figure {
            var figure = figure
            // A chain has no longer a way than there are figures.
            for _ in 0..<figures.count {
                guard let next = figure.supersededBy.flatMap({ byID[$0] }) else { break }
                figure = next
            }
            return figure
        }
        var points: [Series.Point] = []
        var places: [Key: Int] = [:]
        func place(of figure: Series.Figure) -> Int {
            let span = figure.period.flatMap(Span.init)
            let key = Key(
                span: span, value: figure.value, valueTo: figure.valueTo,
                qualifier: figure.qualifier == "exactly" ? "" : figure.qualifier ?? "",
                status: figure.status == "final" ? "" : figure.status ?? "")
            if let place = places[key] { return place }
            places[key] = points.count
            points.append(
                Series.Point(
                    period: figure.period, span: span, status: figure.status, value: figure.value,
                    valueTo: figure.valueTo, qualifier: figure.qualifier, figures: [], superseded: []))
            return points.count - 1
        }
        for figure in figures.sorted(by: { $0.id < $1.id }) {
            let now = current(figure)
            let place = place(of: now)
            if now.id == figure.id {
                points[place].figures.append(figure)
            } else {
                points[place].superseded.append(figure)
            }
        }
        return points.sorted { a, b in
            if Series.precedes(a.span, b.span) { return true }
            if Series.precedes(b.span, a.span) { return false }
            return (a.value, a.valueTo ?? a.value) < (b.value, b.valueTo ?? b.value)
        }
    }
}

extension Series.Figure {
    fileprivate func with(value: Double, to valueTo: Double?) -> Series.Figure {
        Series.Figure(
            id: id, value: value, valueTo: valueTo, qualifier: qualifier, unit: unit, period: period, place: place,
            counterpart: counterpart, dimensions: dimensions, status: status, asOf: asOf, printed: printed,
            source: source, article: article, conflict: conflict, supersededBy: supersededBy)
    }
}
