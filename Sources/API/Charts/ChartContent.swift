internal import Knowledge

/// What a chart shows of a series: lines that can share one axis, each with a name, and what is said around them.
struct ChartContent {
    struct Line {
        /// What tells it from the others: place, counterpart, dimensions, source.
        let name: String
        let points: [Series.Point]
    }

    let lines: [Line]
    let unit: String
    /// What all lines share, in words; nil where there is nothing to say.
    let whereabouts: String?
    /// Names of sources, or of articles where none is given, in order of time.
    let sources: [String]
    /// What is not to be seen, in sentences.
    let notes: [String]
    let rights: Set<Int>
    let settled: Set<Int>

    /// How many lines are told apart by their shapes and dashes.
    static let most = 8

    init(_ series: Series) {
        rights = Set(series.conflicts.compactMap(\.right))
        settled = Set(series.conflicts.filter(\.isSettled).map(\.id))
        // One axis has one unit: that of the most points.
        var counts: [String: Int] = [:]
        for line in series.lines { counts[line.unit, default: 0] += line.points.filter { $0.span != nil }.count }
        let unit =
            counts.max { a, b in
                a.value != b.value ? a.value < b.value : a.key != series.indicator.unit && a.key > b.key
            }?.key ?? series.indicator.unit ?? ""
        self.unit = unit
        let all = series.lines.filter { $0.unit == unit && $0.points.contains { $0.span != nil } }
        let shared = Self.shared(all)
        var lines = all.map { line in
            Line(name: Self.name(line, without: shared), points: line.points.filter { $0.span != nil })
        }
        whereabouts = all.isEmpty ? nil : Self.words(shared.place, shared.counterpart, shared.dimensions)
        if lines.count == 1, let bySource = Self.bySource(lines[0]) { lines = bySource }

        var notes: [String] = []
        let figures = series.lines.reduce(0) { $0 + $1.points.count }
        let others = series.lines.filter { $0.unit != unit }.reduce(0) { $0 + $1.points.count }
        if others > 0 {
            notes.append(
                Self.note("chart.other.units", or: "Not drawn: {counted} in other units.", Count(others, "figure")))
        }
        let undated = series.lines.filter { $0.unit == unit }.flatMap(\.points).filter { $0.span == nil }.count
        if undated > 0 {
            notes.append(
                Self.note("chart.no.period", or: "Not drawn: {counted} without a period.", Count(undated, "figure")))
        }
        if lines.count > Self.most {
            notes.append(
                Self.note("chart.lines", or: "Not drawn: {counted}.", Count(lines.count - Self.most, "further line")))
            // Those with the most figures, in the order in which they were.
            lines = lines.enumerated().sorted { a, b in
                a.element.points.count != b.element.points.count
                    ? a.element.points.count > b.element.points.count : a.offset < b.offset
            }.prefix(Self.most).sorted { $0.offset < $1.offset }.map(\.element)
        }
        self.notes = figures == 0 ? [] : notes
        self.lines = lines
        sources = Self.sources(lines)
    }

    private static func note(_ key: String, or english: String, _ count: Count) -> String {
        Wording.current(key, or: english, ["counted": count.words])
    }

    private static func sources(_ lines: [Line]) -> [String] {
        var names: [String] = []
        let points = lines.flatMap(\.points).sorted { a, b in
            guard let a = a.span, let b = b.span else { return false }
            return (a.first, a.last) < (b.first, b.last)
        }
        for figure in points.flatMap(\.figures) {
            let name = figure.source?.name ?? "“\(figure.article.name)”"
            if !names.contains(name) { names.append(name) }
        }
        return names
    }

    /// One place whose figures come from several sources, two or more from each of at least two: a line each.
    private static func bySource(_ line: Line) -> [Line]? {
        let unnamed = Wording.current("chart.unnamed", or: "Source not named")
        var order: [String] = []
        var groups: [String: [Series.Point]] = [:]
        for point in line.points {
            for name in Set(point.figures.map { $0.source?.name ?? unnamed }).sorted() {
                if groups[name] == nil { order.append(name) }
                groups[name, default: []].append(point)
            }
        }
        guard groups.values.filter({ $0.count > 1 }).count > 1 else { return nil }
        return order.map { Line(name: $0, points: groups[$0] ?? []) }
    }

    // MARK: Names

    private static func shared(_ lines: [Series.Line]) -> (place: String?, counterpart: String?, dimensions: JSON?) {
        func same(_ values: [String?]) -> String? {
            guard let first = values.first ?? nil, values.allSatisfy({ $0 == first }) else { return nil }
            return first
        }
        let dimensions = lines.first?.dimensions
        return (
            same(lines.map(\.place)), same(lines.map(\.counterpart)),
            lines.allSatisfy { $0.dimensions == dimensions } ? dimensions : nil
        )
    }

    private static func name(
        _ line: Series.Line, without shared: (place: String?, counterpart: String?, dimensions: JSON?)
    ) -> String {
        let words = words(
            shared.place == nil ? line.place : nil, shared.counterpart == nil ? line.counterpart : nil,
            shared.dimensions == nil ? line.dimensions : nil)
        if let words { return words }
        if shared.dimensions == nil { return Wording.current("chart.all", or: "All") }
        return shared.place == nil ? Wording.current("chart.no.place", or: "No place given") : ""
    }

    private static func words(_ place: String?, _ counterpart: String?, _ dimensions: JSON?) -> String? {
        var words = place ?? ""
        if let counterpart { words += words.isEmpty ? "↔ \(counterpart)" : " ↔ \(counterpart)" }
        if let dimensions = dimensions.flatMap(Figure.dimensions) { words += (words.isEmpty ? "" : ", ") + dimensions }
        return words.isEmpty ? nil : words
    }
}
