extension Catalog {
    /// Who is quoted: a person, or an organization that speaks as one.
    public static let experts = Resource(
        "experts", singular: "expert", "Who is quoted: a person, or an organization that speaks as one",
        label: "name", sort: "name",
        includes: [Resource.Include(resource: "quotes", field: "expert", sort: "-id")],
        heldBy: [("quotes", "expert"), ("statistics", "stated_by")],
        searched: [("name", 10), ("other_names", 8), ("description", 1)],
        fields: [
            Field("name", .text(max: 500), "The name, as it is best known").required.sorted.filtered.example(
                "Ana Expert"),
            Field("kind", .choice(["person", "organization"]), "What kind of expert it is").defaulting(to: "person")
                .filtered,
            Field("other_names", .objects(otherNames), "Other spellings, scripts, former names"),
            Field(
                "identifiers", .objects(identifiers), "Numbers under which others know the same person or organization"),
            Field("description", .text(max: 5_000), "Who this is, in a sentence or two"),
            Field("country", .country, "An ISO 3166-1 alpha-2 code").filtered.example("TJ"),
            Field("photo", .object(photo), "A portrait or a logo"),
            Field("links", .objects(links), "Where more is to be read about them"),
            Field("affiliations", .objects(affiliations), "The offices held, and when"),
            Field(
                "different_from", .objects(different),
                "Who is alike and yet somebody else, as a person has said: not among the likely duplicates"),
            Field("quotes_count", .integer, "How many quotes there are").derived.sorted,
            Field(
                "statements_count", .integer, "How many statements these are: each once, however often it was printed"
            ).derived.sorted,
            Field("articles_count", .integer, "In how many articles they are quoted").derived,
            Field("first_quoted_on", .date, "The day of the earliest quote: when it was said, else published").derived,
            Field("last_quoted_on", .date, "The day of the latest quote").derived.sorted,
            Field("roles_as_printed", .roles, "The roles printed beside the name, the earliest first").derived,
        ])

    private static let otherNames = [
        Field("name", .text(max: 500), "The name").required,
        Field("language", .language, "The language or script it is in, as a BCP 47 tag"),
    ]

    private static let identifiers = [
        Field("scheme", .text(max: 50), "Whose number it is: wikidata, orcid, viaf, isni …").required,
        Field("value", .text(max: 200), "The number").required,
    ]

    private static let links = [
        Field("url", .url, "Where it leads").required,
        Field("title", .text(max: 1_000), "What it is called"),
    ]

    private static let different = [
        Field("expert", .reference(to: "experts"), "The other one").required
    ]

    private static let affiliations = [
        Field("role", .text(max: 500), "The office or role"),
        Field("organization", .text(max: 500), "Where it is held"),
        Field("from", .period, "Since when: a year, month or day"),
        Field("to", .period, "Until when: a year, month or day"),
        Field("article", .reference(to: "articles"), "The article that says so"),
    ]
}
