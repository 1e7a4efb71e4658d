/// How much of a document is read, with reasons. What is beyond is left out, with a warning.
enum ReadingLimits {
    /// Bytes of a document: what a fetch takes at most (``FetchLimits/bodyBytes``).
    static let documentBytes = 16 * 1_024 * 1_024
    /// Elements and texts of a page. The longest live blogs have 60,000.
    static let nodes = 500_000
    /// Elements inside one another. Pages have 40, those with unclosed tags some more; libxml2 looks through all that are
    /// open for each end tag that closes none.
    static let depth = 256
    /// Bytes of one attribute. The longest that are read are lists of pictures in all sizes.
    static let attributeBytes = 8 * 1_024
    /// Bytes of one JSON-LD script, and how many of them: an article with its whole text in it, and a page's graph.
    static let linkedDataBytes = 1_024 * 1_024
    static let linkedDataScripts = 32
    /// Arrays and objects of JSON-LD inside one another. schema.org's go some ten deep.
    static let linkedDataDepth = 64
    /// Lists and quotes inside one another; what is deeper is read as a part of the last. A reader can't tell eight.
    static let nesting = 8
    /// Cells of a table that is written as one; a larger one is layout or a data set.
    static let tableCells = 5_000

    // What the fields of an article hold (Knowledge/Resources/Articles.swift).

    static let bodyCharacters = 4_000_000
    static let titleCharacters = 1_000
    static let subtitleCharacters = 2_000
    static let nameCharacters = 500
    static let captionCharacters = 2_000
    static let linkTitleCharacters = 1_000
    /// Of one article, each: what somebody may still look through.
    static let authors = 50
    static let photos = 200
    static let links = 500
    /// Bytes of an address; one that is longer leads into a session.
    static let urlBytes = 2_000
}
