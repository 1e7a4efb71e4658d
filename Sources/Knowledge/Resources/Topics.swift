extension Catalog {
    /// What articles and quotes are about.
    public static let topics = Resource(
        "topics", singular: "topic", "What articles and quotes are about", label: "name", sort: "name",
        searched: [("name", 1)],
        fields: [
            Field("name", .text(max: 200), "The topic").required.sorted.filtered.example("Water")
        ])
}
