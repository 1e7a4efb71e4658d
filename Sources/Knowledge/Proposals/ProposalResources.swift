extension Catalog {
    /// What an article seems to have, and nobody vouches for yet.
    public static let proposals = Resource(
        "proposals", singular: "proposal", "A quote or a figure that an article seems to have, for a person to decide",
        sort: "id",
        fields: [
            Field("article", .reference(to: "articles"), "The article it stands in").derived.filtered,
            Field("import", .reference(to: "imports"), "The import that it came with").derived.filtered,
            Field("kind", .choice(["quote", "statistic"]), "What it would become").derived.filtered,
            Field("fields", .object([]), "What would be written of it, as it would be posted, the article aside")
                .derived,
            Field("start", .integer, "The position in the article's text of its first code point").derived.sorted,
            Field("rule", .text(max: 200), "The rule that found it").derived.filtered,
            Field("confidence", .number, "How often proposals like it are right, from 0 to 1").derived.filtered.sorted,
            Field("proposed_by", .text(max: 200), "Who proposed it: a token's name, or extraction").derived,
            Field("status", .choice(["open", "accepted", "rejected"]), "What became of it").derived.filtered,
            Field("decided_by", .text(max: 200), "Who accepted or rejected it").derived,
            Field("decided_at", .time, "When").derived,
            Field("changes", .objects(change), "What was changed as it was accepted").derived,
            Field("quote", .reference(to: "quotes"), "The quote that it became").derived,
            Field("statistic", .reference(to: "statistics"), "The figure that it became").derived,
        ])

    private static let change = [
        Field("field", .text(max: 200), "The field").required,
        Field("from", .text(max: 50_000), "What was proposed"),
        Field("to", .text(max: 50_000), "What was accepted"),
    ]

    /// What was read from elsewhere.
    public static let imports = Resource(
        "imports", singular: "import",
        "A text, a file or an address that was given to be read, and how far it has come",
        sort: "-id",
        fields: [
            Field(
                "status",
                .choice(["waiting", "fetching", "reading", "proposing", "done", "failed", "cancelled"]),
                "How far it has come"
            ).derived.filtered,
            Field("form", .choice(["html", "markdown", "text", "pdf"]), "What it is").derived,
            Field("url", .url, "The address that was to be read").derived,
            Field("article", .reference(to: "articles"), "The article that it became").derived.filtered,
            Field("final_url", .url, "Where its address led in the end").derived,
            Field("retrieved_at", .time, "When it was fetched").derived,
            Field("sha256", .text(max: 64), "The SHA-256 of what was fetched or sent, which is kept as it was").derived,
            Field("size", .integer, "Its size in bytes").derived,
            Field("warnings", .texts(max: 500), "What was not read as it may have been meant").derived,
            Field("detail", .text(max: 2_000), "Why it failed").derived,
            Field("by", .text(max: 200), "Who gave it").derived,
            Field("proposals_count", .integer, "How many quotes and figures were proposed from it").derived
                .read(by: "(SELECT count(*) FROM proposals WHERE proposals.import = imports.id)"),
            Field("open_proposals_count", .integer, "How many of them nobody has decided").derived
                .read(
                    by:
                        "(SELECT count(*) FROM proposals WHERE proposals.import = imports.id AND proposals.status = 'open')"
                ),
        ])

    /// What nobody vouches for: it has lists of its own and is in no other, nor in a search, an export or the history.
    public static let unvouched = [imports, proposals]
}
