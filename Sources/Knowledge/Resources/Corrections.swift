extension Catalog {
    /// What readers found wrong.
    public static let corrections = Resource(
        "corrections", singular: "correction", "What a reader found wrong in an article", sort: "-id",
        fields: [
            Field("article", .reference(to: "articles"), "The article it is about").required.filtered,
            Field("selector", .selector, "The passage: {exact, prefix, suffix, start, end}"),
            Field("suggestion", .text(max: 5_000), "What should stand there"),
            Field("comment", .text(max: 5_000), "Why"),
            Field("status", .choice(["open", "accepted", "rejected"]), "What became of it").defaulting(to: "open")
                .derived
                .filtered,
        ])
}
