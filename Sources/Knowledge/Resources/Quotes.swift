extension Catalog {
    /// Who said what, word for word, in which article.
    public static let quotes = Resource(
        "quotes", singular: "quote", "Who said what, word for word, in which article", sort: "-id",
        searched: [("text", 1), ("speaker", 2), ("role", 1)],
        fields: [
            Field("article", .reference(to: "articles"), "The article it stands in").required.filtered,
            Field("expert", .reference(to: "experts"), "Who said it").required.filtered,
            Field(
                "kind", .choice(["direct", "indirect", "mixed"]),
                "direct: their own words; indirect: reported; mixed: reported with some words of theirs"
            ).required.filtered,
            Field("text", .text(max: 50_000), "The words, without the quotation marks around them").required
                .example("There were hopes"),
            Field("speaker", .text(max: 500), "The speaker as printed: a name, or a short form of it"),
            Field("role", .text(max: 500), "The role as printed").filtered.example("political analyst"),
            Field("cue", .text(max: 200), "The reporting words as printed: said, according to, believes").example(
                "said"),
            Field("language", .language, "The language of the words, as a BCP 47 tag").filtered,
            Field("said_on", .date, "The day on which it was said, where it is known").filtered.sorted,
            Field("topics", .topics, "What it is about: slugs of topics, in the order given").filtered,
            Field(
                "same_as", .reference(to: "quotes"),
                "Another quote of the same expert of which this is a translation or nearly the same words"
            ).filtered,
            Field("year", .integer, "The year in which it was said, else published").derived.filtered
                .read(by: "CAST(substr(quotes.quoted_on, 1, 4) AS INTEGER)"),
        ] + passage)

    /// Where a quote or a printed figure stands in its article, and how sure that is.
    static let passage = [
        Field(
            "selector", .selector,
            "The passage in the article's text: {exact, prefix, suffix, start, end}; filled in by the server"),
        Field(
            "anchor", .choice(["exact", "changed", "ambiguous", "missing"]),
            "How the passage stands in the text of anchored_revision"
        ).derived.filtered,
        Field(
            "candidates", .objects(selector),
            "The places where an ambiguous passage may stand, as selectors in the order of the text, at most 100"
        ).derived,
        Field("nearest", .selector, "The passage of the text that is nearest to one that is missing, as a hint")
            .derived,
        Field("anchored_revision", .integer, "The article's revision in which the passage was last looked for").derived,
        Field(
            "last_exact_revision", .integer, "The article's revision in which the passage last stood word for word"
        ).derived,
    ]

    private static let selector = [
        Field("exact", .text(max: 50_000), "The passage as it stands in the text").required,
        Field("prefix", .text(max: 1_000), "What stands before it"),
        Field("suffix", .text(max: 1_000), "What stands after it"),
        Field("start", .integer, "The position of its first code point").required,
        Field("end", .integer, "The position after its last code point").required,
    ]
}
