extension Catalog {
    /// Which figure was given for an indicator, place and period, and by which source.
    public static let statistics = Resource(
        "statistics", singular: "statistic",
        "A figure as an article gives it: what it measures, where, when, and by whom",
        sort: "-id",
        searched: [("indicator", 5), ("printed", 3), ("place", 3), ("counterpart", 2), ("source", 1)],
        fields: [
            Field("article", .reference(to: "articles"), "The article it stands in").required.filtered,
            Field("indicator", .reference(to: "indicators"), "What it measures").required.filtered,
            Field("value", .number, "The number, with scale words multiplied out: $4.2 billion is 4200000000").required
                .filtered.sorted.example(.number(JSONNumber(4_200_000_000))),
            // Not filtered by: value_to is the upper bound of a filter by value.
            Field("value_to", .number, "The upper end, where a range is given"),
            Field(
                "qualifier", .choice(["exactly", "about", "more_than", "less_than", "at_least", "at_most"]),
                "How exactly it is meant"
            ).filtered,
            Field(
                "unit", .text(max: 100),
                "An ISO 4217 code, %, a UCUM symbol, or the English singular: USD, %, km, person"
            ).required.filtered.example("USD"),
            Field("period", .period, "The year, month, day or interval it is for, ISO 8601").filtered.sorted.example(
                "2013"),
            Field("place", .text(max: 500), "The place it is for").filtered.example("Tajikistan"),
            Field("counterpart", .text(max: 500), "The other place of a flow: remittances from it").filtered
                .example("Russia"),
            Field("dimensions", .dictionary, "What else it is told apart by: sex, age, sector …"),
            Field("status", .choice(["final", "provisional", "estimate", "forecast"]), "How final it is").filtered,
            Field("as_of", .period, "When the source gave it").filtered,
            Field("source", .reference(to: "sources"), "Who published the figure").filtered,
            Field("stated_by", .reference(to: "experts"), "The expert who gave it").filtered,
            Field("printed", .text(max: 1_000), "The figure as printed").example("almost $4.2 billion"),
        ] + passage + [
            Field("warnings", .objects(warning), "What is odd about it, and may be a slip").derived
                .read(
                    by:
                        "coalesce((SELECT w.warnings FROM statistics_warnings AS w WHERE w.statistic = statistics.id), '[]')"
                )
        ])

    /// Kinds: share_over_100, period_after_publication, scale.
    private static let warning = [
        Field("kind", .text(max: 100), "share_over_100, period_after_publication or scale").required,
        Field("detail", .text(max: 1_000), "The same in words").required,
    ]
}
