internal import Knowledge

/// A series as a table: a row a statistic, those that a source has replaced among them.
enum SeriesTable {
    private static let header = [
        "period", "place", "counterpart", "dimensions", "status", "value", "value_to", "qualifier", "unit", "printed",
        "as_of", "source", "article", "statistic", "conflict", "superseded", "link",
    ]

    static func csv(_ series: Series) -> CSV {
        var csv = CSV(header)
        for (line, point) in series.points {
            for figure in point.figures { csv.add(row(figure, line, isSuperseded: false)) }
            for figure in point.superseded { csv.add(row(figure, line, isSuperseded: true)) }
        }
        return csv
    }

    private static func row(_ figure: Series.Figure, _ line: Series.Line, isSuperseded: Bool) -> [CSV.Cell] {
        [
            CSV.Cell(figure.period), CSV.Cell(line.place), CSV.Cell(line.counterpart),
            CSV.Cell(Figure.dimensions(line.dimensions)), CSV.Cell(figure.status), .number(figure.value),
            figure.valueTo.map(CSV.Cell.number) ?? .empty, CSV.Cell(figure.qualifier), .text(line.unit),
            CSV.Cell(figure.printed), CSV.Cell(figure.asOf), CSV.Cell(figure.source?.name), .text(figure.article.name),
            .integer(figure.id), figure.conflict.map(CSV.Cell.integer) ?? .empty,
            .text(isSuperseded ? "true" : "false"),
            .text("\(Link.path(Catalog.articles, figure.article.slug))#\(Link.anchor(Catalog.statistics, figure.id))"),
        ]
    }
}
