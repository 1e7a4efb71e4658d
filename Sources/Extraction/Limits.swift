/// How far the rules look around. Each look is bounded, so that no text takes more than time linear in its length.
enum Limits {
    /// Words of the longest phrase in the lexicons.
    static let phraseWords = 8

    /// Equal marks in a row from which on they are decoration, and one token: `-----`.
    static let marksInARow = 4

    /// Code points of a line without a full stop that is taken for a heading or an item of a list.
    static let headingLength: Int32 = 60

    /// Tokens after an apostrophe in which a single quotation's end is looked for.
    static let apostropheLook = 60

    /// Quotation marks that are told apart within others.
    static let nestedMarks = 4

    /// Tokens of the paragraphs after a broken quotation in which its end is looked for.
    static let brokenQuotationLook = 300

    /// Items on one side of a cue in which its subject is looked for: a name with two appositions.
    static let subjectLook = 60

    /// Items of a sentence; what is longer is read in parts.
    static let unitItems = 300

    /// Items of a noun phrase.
    static let nounPhrase = 40

    /// Items between a verb and the words that it reports: whom they were told, where and when.
    static let contentLook = 24

    /// Items of a clause or of what stands between commas.
    static let clauseLook = 60

    /// Code points of a text within which a headline may stand.
    static let headlineEnd: Int32 = 300

    /// Words of a quotation within a sentence that is a quote without a cue.
    static let wordsOfFragment = 4

    /// Units before a quotation that stands alone in which its speaker is looked for.
    static let unitsOfSpeaker = 4

    /// Tokens after which `he` is no longer whoever spoke last.
    static let pronounLook = 400

    /// Names before a pronoun that may be meant.
    static let namesBeforePronoun = 12

    /// Items of a dateline: a place, an agency, a day.
    static let dateline = 12

    /// Tokens of a reporting clause that interrupts a quote of any length.
    static let shortClause = 12

    /// Tokens of a link's target.
    static let linkTarget = 80

    /// Code points of a paragraph that is a caption rather than somebody's words.
    static let captionLength: Int32 = 60

    /// Words and marks from which on a quotation behind a colon is a quote of its own.
    static let wordsOfOwnQuote = 8
}
