internal import Knowledge

/// The plot itself: axes, lines, marks and the names beside them.
extension SeriesChart {
    /// Where the plot is, and what stands where in it.
    private struct Frame {
        let left: Double
        let right: Double
        let top: Double
        let bottom: Double
        let time: TimeAxis
        let values: ValueAxis

        func x(_ day: Double) -> Double {
            left + (day - time.low) / max(time.high - time.low, 1) * (right - left)
        }

        func y(_ value: Double) -> Double {
            bottom - (value - values.low) / (values.high - values.low) * (bottom - top)
        }

        func x(_ span: Span) -> Double { x(TimeAxis.middle(span)) }
        func y(_ point: Series.Point) -> Double { y(SeriesChart.middle(point)) }
    }

    static func middle(_ point: Series.Point) -> Double {
        point.valueTo.map { point.value / 2 + $0 / 2 } ?? point.value
    }

    /// Draws it; returns where the footer may begin.
    mutating func plot(from top: Double) -> Double {
        let points = content.lines.flatMap(\.points)
        let values = ValueAxis(points.flatMap { [$0.value, $0.valueTo ?? $0.value] }, unit: content.unit)
        isCut = values.low > 0 || values.high < 0
        let tickRoom = (values.ticks.map { Lettering.width($0.label, size: 13) }.max() ?? 0) + 10
        let hasNames = content.lines.count > 1 && !isNarrow
        let nameRoom =
            hasNames
            ? min(content.lines.map { Lettering.width($0.name, size: 13) }.max() ?? 0, width * 0.24) + 26 : 12
        let left = margin + tickRoom
        let right = width - margin - nameRoom
        let time = TimeAxis(points.compactMap(\.span), most: Int((right - left) / (isNarrow ? 58 : 72)))
        let height = isNarrow ? 230 : min(max(width * 0.42, 280), 440)
        let frame = Frame(
            left: left, right: right, top: top + 14, bottom: top + 14 + height, time: time, values: values)

        for tick in values.ticks {
            let y = frame.y(tick.value)
            drawing.line(frame.left, y, frame.right, y, class: tick.value == 0 ? "axis" : "grid")
            drawing.words(tick.label, x: frame.left - 10, y: y + 4.5, class: "tick", anchor: "end")
        }
        drawing.line(frame.left, frame.bottom, frame.right, frame.bottom, class: "axis")
        for tick in time.ticks {
            let x = frame.x(tick.place)
            drawing.line(x, frame.bottom, x, frame.bottom + 5, class: "axis")
            drawing.words(tick.label, x: x, y: frame.bottom + 21, class: "tick", anchor: "middle")
        }
        for (index, line) in content.lines.enumerated() { draw(line, index, frame) }
        let disputes = Dictionary(grouping: points.filter(isDisputed)) { $0.conflict ?? 0 }
        for (_, sides) in disputes.sorted(by: { $0.key < $1.key }) {
            guard let span = sides[0].span else { continue }
            let ys = sides.map { frame.y($0) }
            drawing.line(frame.x(span), ys.min() ?? 0, frame.x(span), ys.max() ?? 0, class: "dispute")
        }
        for (index, line) in content.lines.enumerated() { drawMarks(line, index, frame, disputes) }
        if hasNames { drawNames(frame) }
        return frame.bottom + 40
    }

    // MARK: Lines

    /// Years are joined with years and months with months: a year's figure is not one of its months'.
    private static func grain(_ span: Span) -> Int {
        switch TimeAxis.length(span) {
        case 1: 0
        case 28...31: 1
        case 89...92: 2
        case 360...366: 3
        case 367...: TimeAxis.length(span)
        default: 4
        }
    }

    private mutating func draw(_ line: ChartContent.Line, _ index: Int, _ frame: Frame) {
        var grains: [Int: [(span: Span, points: [Series.Point])]] = [:]
        for point in line.points where !isRefuted(point) {
            guard let span = point.span else { continue }
            var groups = grains[Self.grain(span)] ?? []
            if let last = groups.last, last.span == span {
                groups[groups.count - 1].points.append(point)
            } else {
                groups.append((span, [point]))
            }
            grains[Self.grain(span)] = groups
        }
        for (_, groups) in grains.sorted(by: { $0.key < $1.key }) {
            for (from, to) in zip(groups, groups.dropFirst()) {
                // Where figures differ, both ways that it may have gone are drawn.
                for start in Self.ends(from.points) {
                    for end in Self.ends(to.points) {
                        let isSure =
                            from.points.count == 1 && to.points.count == 1 && Self.isFinal(start) && Self.isFinal(end)
                        drawing.line(
                            frame.x(from.span), frame.y(start), frame.x(to.span), frame.y(end),
                            class: "line l\(index)\(isSure ? "" : " unsure")")
                    }
                }
            }
        }
    }

    private static func ends(_ points: [Series.Point]) -> [Series.Point] {
        guard points.count > 2 else { return points }
        let sorted = points.sorted { middle($0) < middle($1) }
        return [sorted[0], sorted[sorted.count - 1]]
    }

    static func isFinal(_ point: Series.Point) -> Bool {
        point.status != "forecast" && point.status != "estimate"
    }

    // MARK: Marks

    private mutating func drawMarks(
        _ line: ChartContent.Line, _ index: Int, _ frame: Frame, _ disputes: [Int: [Series.Point]]
    ) {
        let grain = line.points.compactMap { $0.span.map(TimeAxis.length) }.min() ?? 0
        let showsAll = content.lines.reduce(0) { $0 + $1.points.count } <= (isNarrow ? 5 : 8)
        for point in line.points {
            guard let span = point.span else { continue }
            let x = frame.x(span)
            let y = frame.y(point)
            if Double(TimeAxis.length(span)) > Double(grain) * 1.5 {
                drawing.line(
                    frame.x(TimeAxis.begin(span)), y, frame.x(TimeAxis.end(span)), y, class: "extent l\(index)")
            }
            if let upper = point.valueTo {
                let (low, high) = (frame.y(point.value), frame.y(upper))
                drawing.line(x, low, x, high, class: "extent l\(index)")
                drawing.line(x - 5, low, x + 5, low, class: "extent l\(index)")
                drawing.line(x - 5, high, x + 5, high, class: "extent l\(index)")
            }
            let isDisputed = isDisputed(point)
            drawing.open("g", isRefuted(point) ? ["class": "refuted"] : [:])
            drawing.element(
                "title", [:], "\(PrintedDate.words(point.period ?? "")): \(Self.words(point, unit: content.unit))")
            mark(index, x: x, y: y, isOpen: isDisputed || !Self.isFinal(point), isDisputed: isDisputed)
            switch point.qualifier {
            case "more_than", "at_least": arrow(x, y, up: true, index)
            case "less_than", "at_most": arrow(x, y, up: false, index)
            default: break
            }
            if showsAll || isDisputed {
                let sides = point.conflict.flatMap { disputes[$0] } ?? []
                let isLower = sides.contains { Self.middle($0) > Self.middle(point) }
                let label = Self.label(point, unit: content.unit)
                let half = Lettering.width(label, size: 12.5) / 2
                drawing.words(
                    label, x: min(max(x, frame.left + half), width - margin - half),
                    y: isLower ? y + 22 : min(y - 12, point.valueTo.map { frame.y($0) - 8 } ?? y),
                    class: isDisputed ? "label alarm" : "label", anchor: "middle")
            }
            drawing.close("g")
        }
    }

    private mutating func arrow(_ x: Double, _ y: Double, up: Bool, _ index: Int) {
        let sign = up ? -1.0 : 1.0
        drawing.shape(
            "path",
            [
                "class": "extent l\(index)",
                "d":
                    "M\(Drawing.number(x + 9)) \(Drawing.number(y - sign * 4))v\(Drawing.number(sign * 10))m-3 \(Drawing.number(-sign * 3))l3 \(Drawing.number(sign * 3))l3 \(Drawing.number(-sign * 3))",
            ])
    }

    /// A line's own shape: lines are told apart in grey, too.
    mutating func mark(_ index: Int, x: Double, y: Double, isOpen: Bool, isDisputed: Bool = false) {
        let name = "mark l\(index)\(isOpen ? " open" : "")\(isDisputed ? " disputed" : "")"
        func path(_ corners: [(Double, Double)]) -> String {
            corners.enumerated().map { position, corner in
                "\(position == 0 ? "M" : "L")\(Drawing.number(x + corner.0)) \(Drawing.number(y + corner.1))"
            }.joined() + "Z"
        }
        let corners: [(Double, Double)]
        switch index % 8 {
        case 0:
            drawing.shape(
                "circle", ["class": name, "cx": Drawing.number(x), "cy": Drawing.number(y), "r": "4.75"])
            return
        case 1: corners = [(-4.5, -4.5), (4.5, -4.5), (4.5, 4.5), (-4.5, 4.5)]
        case 2: corners = [(0, -6), (5.5, 4), (-5.5, 4)]
        case 3: corners = [(0, -6), (6, 0), (0, 6), (-6, 0)]
        case 4: corners = [(0, 6), (5.5, -4), (-5.5, -4)]
        case 5: corners = [(-6, -3), (6, -3), (6, 3), (-6, 3)]
        case 6: corners = [(-3, -6), (3, -6), (3, 6), (-3, 6)]
        default: corners = [(-5, 0), (-2.5, -5), (2.5, -5), (5, 0), (2.5, 5), (-2.5, 5)]
        }
        drawing.shape("path", ["class": name, "d": path(corners)])
    }

    // MARK: Names

    /// Each line's name beside its end, moved apart where they would stand on each other.
    private mutating func drawNames(_ frame: Frame) {
        struct Name {
            let index: Int
            let lines: [String]
            var y: Double
            var height: Double { Double(lines.count) * 16 + 4 }
        }
        let room = width - margin - frame.right - 22
        var names = content.lines.enumerated().compactMap { index, line -> Name? in
            guard let last = line.points.last(where: { !isRefuted($0) }) else { return nil }
            return Name(
                index: index, lines: Lettering.lines(line.name, size: 13, width: room, most: 2), y: frame.y(last))
        }.sorted { $0.y < $1.y }
        for position in names.indices.dropFirst() {
            let least = names[position - 1].y + (names[position - 1].height + names[position].height) / 2
            if names[position].y < least { names[position].y = least }
        }
        var bound = frame.bottom
        for position in names.indices.reversed() {
            names[position].y = min(names[position].y, bound - names[position].height / 2)
            bound = names[position].y - names[position].height / 2
        }
        for name in names {
            mark(name.index, x: frame.right + 10, y: name.y, isOpen: false)
            for (row, words) in name.lines.enumerated() {
                let offset = (Double(row) - Double(name.lines.count - 1) / 2) * 16
                drawing.words(words, x: frame.right + 20, y: name.y + offset + 4.5, class: "name l\(name.index)t")
            }
        }
    }
}
