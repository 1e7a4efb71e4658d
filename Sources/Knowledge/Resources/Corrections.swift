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
            Field("note", .text(max: Author.noteLimit), "What the editor says to it").derived,
            Field("decided_at", .time, "When it was accepted or rejected").derived,
            Field("article_revision", .integer, "The article's revision in which it was corrected").derived,
        ])
}
