extension Catalog {
    /// What a statistic measures.
    public static let indicators = Resource(
        "indicators", singular: "indicator", "What a statistic measures", label: "name", sort: "name",
        includes: [Resource.Include(resource: "statistics", field: "indicator", sort: "period")],
        heldBy: [("statistics", "indicator")],
        searched: [("name", 5), ("description", 1)],
        fields: [
            Field("name", .text(max: 500), "What is measured").required.sorted.filtered.example("Personal remittances"),
            Field("unit", .text(max: 100), "The unit it is usually given in").filtered.example("USD"),
            Field("description", .text(max: 5_000), "How it is defined"),
        ])
}
