extension Catalog {
    /// What was published, and where the words are.
    public static let articles = Resource(
        "articles", singular: "article", "What was published: its text, where it appeared and what belongs to it",
        label: "title", sort: "-published_on",
        includes: [
            Resource.Include(resource: "quotes", field: "article", sort: "position"),
            Resource.Include(resource: "statistics", field: "article", sort: "position"),
        ],
        searched: [("title", 10), ("subtitle", 5), ("text", 1)],
        fields: [
            Field("title", .text(max: 1_000), "The headline").required.sorted.example("A river and two dams"),
            Field("subtitle", .text(max: 2_000), "The line below the headline"),
            Field("language", .language, "The language it is written in, as a BCP 47 tag").filtered.example("en"),
            Field("published_on", .date, "The day on which it was published").filtered.sorted.example("2024-05-17"),
            Field("url", .url, "Where it was published; no two articles have the same").filtered
                .example("https://example.org/river"),
            Field("publisher", .text(max: 500), "Who published it").filtered.example("The Example"),
            Field("authors", .texts(max: 500), "Who wrote it, in the order of the byline").filtered
                .example(.array([.string("Ana Author")])),
            Field("body", .text(max: 4_000_000), "The article in Markdown").example("The river *fell*."),
            Field("topics", .topics, "What it is about: slugs of topics, in the order given").filtered
                .example(.array([.string("water")])),
            Field("places", .texts(max: 500), "The places it is about").filtered.example(.array([.string("Dushanbe")])),
            Field("photos", .objects(photo), "The pictures that it was printed with"),
            Field("links", .objects(links), "What it links to, and how that is related to it"),
            Field(
                "translation_of", .reference(to: "articles"),
                "The article of which this is an edition in another language"
            )
            .filtered,
            Field("note", .text(max: 20_000), "Project, funding, disclaimer: what is printed under the article"),
            Field("license", .text(max: 500), "The licence it is under, best as an SPDX identifier").filtered
                .example("CC-BY-4.0"),
            Field("quotes_count", .integer, "How many quotes it has").derived
                .read(by: "(SELECT count(*) FROM quotes WHERE quotes.article = articles.id)"),
            Field("statistics_count", .integer, "How many statistics it has").derived
                .read(by: "(SELECT count(*) FROM statistics WHERE statistics.article = articles.id)"),
            Field("conflicts_count", .integer, "How many conflicts its statistics are part of, those settled too")
                .derived
                .read(
                    by:
                        "(SELECT count(DISTINCT c.conflict) FROM conflicts_statistics AS c WHERE c.article = articles.id)"
                ),
        ])

    /// A picture: at least a caption or a credit is given, else there is nothing to tell of it.
    static let photo = [
        Field("url", .url, "Where the picture is"),
        Field("caption", .text(max: 2_000), "The words under it"),
        Field("credit", .text(max: 500), "Who made it or owns it"),
    ]

    private static let links = [
        Field("url", .url, "Where it leads").required,
        Field("title", .text(max: 1_000), "What it is called"),
        Field("rel", .choice(["related", "source", "translation", "reprint"]), "How it is related to the article"),
    ]
}
