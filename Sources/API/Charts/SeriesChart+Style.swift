internal import Knowledge

/// How the picture looks, in light and dark.
extension SeriesChart {
    static func head(_ width: Double, _ height: Double, _ series: Series, _ description: String) -> String {
        let size = "\(Drawing.number(width)) \(Drawing.number(height))"
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(size)" width="\(Drawing.number(width))" \
            height="\(Drawing.number(height))" role="img" aria-labelledby="title desc">
            <title id="title">\(Drawing.escaped(series.indicator.name))</title>
            <desc id="desc">\(Drawing.escaped(description))</desc>
            <style>
            \(style)
            </style>
            <rect class="paper" width="100%" height="100%"/>

            """
    }

    /// Eight lines, told apart by lightness as well; red is kept for what articles disagree on.
    private static let light = [
        "#235a92", "#a35c00", "#2c7a55", "#7d3f86", "#1c7f8c", "#6b4a2b", "#5f6d12", "#50596a",
    ]
    private static let dark = [
        "#86b8ee", "#f0bd52", "#84cfa6", "#d8a2e0", "#74cbd6", "#cfa987", "#bcc96a", "#b6bfce",
    ]
    private static let dashes = ["none", "9 4", "2 4", "12 4 2 4", "6 3", "1 5", "14 5", "5 2 1 2"]

    private static let style: String = {
        func colours(_ palette: [String]) -> String {
            palette.enumerated().map { "--l\($0): \($1);" }.joined(separator: " ")
        }
        let lines = (0..<ChartContent.most).map { index in
            """
            .l\(index) { stroke: var(--l\(index)); } .mark.l\(index) { fill: var(--l\(index)); } \
            .l\(index)t { fill: var(--l\(index)); } .line.l\(index) { stroke-dasharray: \(dashes[index]); }
            """
        }
        return """
            svg { --paper: #fffdf8; --ink: #211e19; --soft: #625b4f; --rule: #e4dccb; --alarm: #a3231b; \(colours(light)) \
            font-family: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif; \
            font-variant-numeric: lining-nums tabular-nums; color-scheme: light dark; max-width: 100%; height: auto; }
            @media (prefers-color-scheme: dark) { svg { --paper: #191713; --ink: #ece6d9; --soft: #ada493; --rule: #3a352b; \
            --alarm: #ff9a8c; \(colours(dark)) } }
            .paper { fill: var(--paper); }
            text { fill: var(--ink); font-size: 13px; }
            .title { font: 600 23px "Iowan Old Style", Charter, "Palatino Linotype", Palatino, "Noto Serif", Georgia, serif; }
            .title.narrow { font-size: 19px; }
            .soft, .tick, .small, .empty { fill: var(--soft); }
            .soft { font-size: 14px; } .small { font-size: 12.5px; } .empty { font-size: 15px; }
            .label { font-size: 12.5px; font-weight: 600; paint-order: stroke; stroke: var(--paper); stroke-width: 4px; \
            stroke-linejoin: round; }
            text.alarm { fill: var(--alarm); } .alarm:not(.label) { font-size: 12.5px; }
            .name { font-weight: 600; }
            .grid { stroke: var(--rule); stroke-dasharray: 2 3; } .rule { stroke: var(--rule); } .axis { stroke: var(--soft); }
            .line { stroke-width: 2.25; fill: none; stroke-linecap: round; }
            .extent { stroke-width: 1.5; fill: none; }
            .mark { stroke: var(--paper); stroke-width: 1.5; }
            \(lines.joined(separator: "\n"))
            .line.unsure { stroke-width: 1.5; stroke-dasharray: 3 4; }
            .mark:not(.open) { stroke: var(--paper); }
            .mark.open { fill: var(--paper); stroke-width: 2; }
            .mark.open.disputed { stroke: var(--alarm); stroke-width: 2.5; }
            .dispute { stroke: var(--alarm); stroke-width: 2; stroke-dasharray: 2 2.5; }
            .refuted { opacity: .4; }
            """
    }()
}
