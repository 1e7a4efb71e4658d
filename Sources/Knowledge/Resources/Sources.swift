extension Catalog {
    /// Who publishes figures.
    public static let sources = Resource(
        "sources", singular: "source", "Who publishes figures: an agency, a bank, a ministry", label: "name",
        sort: "name",
        includes: [Resource.Include(resource: "statistics", field: "source", sort: "period")],
        heldBy: [("statistics", "source")],
        searched: [("name", 1)],
        fields: [
            Field("name", .text(max: 500), "The source's name").required.sorted.filtered.example("Central Bank"),
            Field("kind", .text(max: 100), "What it is: agency, bank, ministry, company …").filtered,
            Field("country", .country, "An ISO 3166-1 alpha-2 code").filtered,
            Field("url", .url, "Where it publishes").example("https://example.org/statistics"),
        ])
}
