internal import Knowledge

/// A series drawn as lines: SVG that stands by itself, in light and dark, with its sources in the picture.
///
/// What is told by colour is told by shape, dashes and words as well; a screen reader has the title and the figures in
/// words. Nothing in it runs, and it loads nothing.
struct SeriesChart {
    /// How wide a picture can be asked for.
    static let widths = 320...1_600
    static let defaultWidth = 840

    /// The picture as text.
    static func svg(_ series: Series, width: Int = defaultWidth) -> String {
        let chart = SeriesChart(series, width: Double(width))
        let (drawing, height) = chart.drawn()
        return head(chart.width, height, series, chart.description) + drawing.text + "</svg>\n"
    }

    /// How tall the picture is, in the same unit: what it shows decides.
    static func height(_ series: Series, width: Int = defaultWidth) -> Int {
        Int(SeriesChart(series, width: Double(width)).drawn().height)
    }

    let series: Series
    let content: ChartContent
    let width: Double
    let isNarrow: Bool
    let margin: Double
    var drawing = Drawing()
    /// Whether the axis of values begins or ends elsewhere than at zero.
    var isCut = false

    private init(_ series: Series, width: Double) {
        self.series = series
        self.width = width
        content = ChartContent(series)
        isNarrow = width < 560
        margin = isNarrow ? 14 : 22
    }

    private func drawn() -> (drawing: Drawing, height: Double) {
        var chart = self
        let titles = Lettering.lines(
            series.indicator.name, size: titleSize * 1.08, width: width - margin * 2, most: isNarrow ? 3 : 2)
        var y = margin + titleSize * 0.85
        for title in titles {
            chart.drawing.words(title, x: margin, y: y, class: isNarrow ? "title narrow" : "title")
            y += titleSize * 1.2
        }
        for line in Lettering.lines(subtitle, size: 14, width: width - margin * 2, most: 2) {
            chart.drawing.words(line, x: margin, y: y, class: "soft")
            y += 20
        }
        if content.lines.isEmpty {
            y += 60
            chart.drawing.words(
                series.points.isEmpty
                    ? words("chart.none", or: "No article has given a figure for it yet.")
                    : words("chart.undated", or: "No figure has a period to be drawn at."),
                x: width / 2, y: y, class: "empty", anchor: "middle")
            y += 70
        } else {
            if isNarrow, content.lines.count > 1 { y = chart.legend(from: y + 8) }
            y = chart.plot(from: y + 12)
        }
        y = chart.footer(from: y)
        return (chart.drawing, (y + margin * 0.5).rounded(.up))
    }

    var titleSize: Double { isNarrow ? 19 : 23 }

    private var subtitle: String {
        let unit = content.unit.isEmpty ? nil : words("chart.unit", or: "in {unit}", ["unit": Unit.alone(content.unit)])
        return [content.whereabouts, unit].compactMap { $0 }.joined(separator: ", ")
    }

    // MARK: Around the plot

    private mutating func legend(from top: Double) -> Double {
        var x = margin
        var y = top + 8
        for (index, line) in content.lines.enumerated() {
            let name = Lettering.cut(line.name, size: 13, width: width - margin * 2 - 24)
            let room = 24 + Lettering.width(name, size: 13)
            if x + room > width - margin, x > margin {
                x = margin
                y += 20
            }
            mark(index, x: x + 6, y: y - 4, isOpen: false)
            drawing.words(name, x: x + 18, y: y, class: "name l\(index)t")
            x += room + 14
        }
        return y + 6
    }

    private mutating func footer(from top: Double) -> Double {
        var y = top + 22
        drawing.line(margin, top, width - margin, top, class: "rule")
        var paragraphs: [(text: String, name: String)] = []
        let open = series.conflicts.filter { !$0.isSettled }.count
        if open > 0, !content.lines.isEmpty {
            paragraphs.append(
                (
                    words(
                        "chart.disagree",
                        or:
                            "Articles disagree where hollow red marks are joined by a dotted bar: those figures can't all be true."
                    ), "alarm"
                ))
        }
        if content.lines.contains(where: { $0.points.contains { !Self.isFinal($0) } }) {
            paragraphs.append(
                (
                    words("chart.open", or: "Hollow marks on thin dashes are forecasts and estimates."), "small"
                ))
        }
        if isCut { paragraphs.append((words("chart.cut", or: "The axis does not begin at zero."), "small")) }
        paragraphs += content.notes.map { ($0, "small") }
        if !content.sources.isEmpty {
            let names = content.sources.prefix(12).joined(separator: "; ")
            let more = String(content.sources.count - 12)
            let rest = content.sources.count > 12 ? words("chart.more", or: "; and {n} more", ["n": more]) : ""
            let heading =
                content.sources.count == 1
                ? words("chart.source", or: "Source") : words("chart.sources", or: "Sources")
            paragraphs.append(("\(heading): \(names)\(rest)", "small"))
        }
        for paragraph in paragraphs {
            for line in Lettering.lines(paragraph.text, size: 12.5, width: width - margin * 2, most: 5) {
                drawing.words(line, x: margin, y: y, class: paragraph.name)
                y += 17
            }
            y += 3
        }
        return y - 12
    }

    /// The figures in words, as far as a listener can bear.
    private var description: String {
        let points = content.lines.flatMap { line in line.points.map { (line: line, point: $0) } }
        guard !points.isEmpty else { return words("chart.empty", or: "No figures are drawn.") }
        var told = "\(Count(points.count, "figure").words)\(subtitle.isEmpty ? "" : ", \(subtitle)"). "
        told += points.prefix(60).map { line, point in
            let name = content.lines.count > 1 ? "\(line.name), " : ""
            let conflict = isDisputed(point) ? words("chart.disputed", or: " (articles disagree)") : ""
            return
                "\(name)\(PrintedDate.words(point.period ?? "")): \(Self.words(point, unit: content.unit))\(conflict)"
        }.joined(separator: "; ")
        let more = String(points.count - 60)
        return told + (points.count > 60 ? words("chart.more", or: "; and {n} more", ["n": more]) : "") + "."
    }

    private func words(_ key: String, or english: String, _ values: KeyValuePairs<String, String> = [:]) -> String {
        Wording.current(key, or: english, values)
    }

    /// Whether the point is part of a conflict that nobody has settled.
    func isDisputed(_ point: Series.Point) -> Bool {
        point.conflict.map { !content.settled.contains($0) } ?? false
    }

    /// Whether a person has held another figure right.
    func isRefuted(_ point: Series.Point) -> Bool {
        guard let conflict = point.conflict, content.settled.contains(conflict),
            let right = series.conflicts.first(where: { $0.id == conflict })?.right
        else { return false }
        return !point.figures.contains { $0.id == right }
    }

    /// `about USD 4.2 billion`, with the unit.
    static func words(_ point: Series.Point, unit: String) -> String {
        Figure.words(json(point, unit: unit))
    }

    private static func json(_ point: Series.Point, unit: String) -> JSON {
        var object = JSONObject([
            ("value", .number(number(point.value))), ("unit", .string(unit)),
        ])
        if let to = point.valueTo { object["value_to"] = .number(number(to)) }
        if let qualifier = point.qualifier { object["qualifier"] = .string(qualifier) }
        return .object(object)
    }

    private static func number(_ value: Double) -> JSONNumber {
        if value.magnitude < 0x1p53, let integer = Int(exactly: value) { return JSONNumber(integer) }
        return JSONNumber(text: value.description)
    }

    /// Millions and more in four digits: `1.421 billion`.
    private static func rounded(_ value: Double) -> Double {
        guard value.magnitude >= 1e6, value.magnitude < 1e15 else { return value }
        var unit = 1_000.0
        while value.magnitude / unit >= 10_000 { unit *= 10 }
        return (value / unit).rounded() * unit
    }

    /// Beside a mark: the number alone, as the axis has the unit.
    static func label(_ point: Series.Point, unit: String) -> String {
        let value = number(rounded(point.value))
        var words = point.valueTo.map { Numeral.range(value, number(rounded($0))) } ?? Numeral.words(value)
        if unit == "%" { words += "%" }
        switch point.qualifier {
        case "about": return "≈ \(words)"
        case "more_than": return "> \(words)"
        case "less_than": return "< \(words)"
        case "at_least": return "≥ \(words)"
        case "at_most": return "≤ \(words)"
        default: return words
        }
    }
}
