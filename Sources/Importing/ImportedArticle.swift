/// What a document says of itself: an article's fields, and its main text as Markdown.
public struct ImportedArticle: Sendable, Equatable {
    /// A picture that it is printed with; at least a caption or a credit is there.
    public struct Photo: Sendable, Equatable {
        public var url: String?
        public var caption: String?
        public var credit: String?
    }

    /// Where the main text links to.
    public struct Link: Sendable, Equatable {
        public var url: String
        public var title: String
    }

    /// The headline; empty where none was found.
    public var title = ""
    public var subtitle: String?
    /// In the order of the byline.
    public var authors: [String] = []
    /// ISO 8601, a day: as printed, in the publisher's own time zone.
    public var publishedOn: String?
    /// A BCP 47 tag.
    public var language: String?
    /// The canonical address, absolute.
    public var url: String?
    public var publisher: String?
    /// Markdown (CommonMark 0.30) whose text is the document's, letter for letter.
    public var body = ""
    public var photos: [Photo] = []
    public var links: [Link] = []
    /// An SPDX identifier where it is a known licence, else its address or name.
    public var license: String?
    /// What a person should look at.
    public var warnings: [ReadingWarning] = []
}

/// Something about a reading that a person should look at.
public struct ReadingWarning: Sendable, Equatable {
    public enum Kind: String, Sendable, CaseIterable {
        /// There is no text that reads like an article.
        case noText = "no_text"
        /// Only the beginning is given to who has not paid.
        case paywall
        /// It grows: what was read is one state of it.
        case liveBlog = "live_blog"
        /// A part was left out, by a limit.
        case cut
        /// The characters may be wrong: nothing says how they are encoded, or what says so is wrong.
        case charset
        case noTitle = "no_title"
        /// The day was found in a place that may mean another.
        case uncertainDay = "uncertain_day"
        case noDay = "no_day"
        case noAuthor = "no_author"
        /// The language that the document names is not the one that it is written in.
        case language
        /// The address that the document gives as its own is left aside.
        case address
        /// JSON-LD that can't be read.
        case linkedData = "linked_data"
    }

    public let kind: Kind
    /// One sentence, in English.
    public let sentence: String

    init(_ kind: Kind, _ sentence: String) {
        self.kind = kind
        self.sentence = sentence
    }
}
