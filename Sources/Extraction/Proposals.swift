/// What a text is proposed to say: who is quoted with which words, and which figures it gives.
///
/// Every position counts the text's Unicode code points, an end is exclusive. Both lists are in order of the text.
public struct Proposals: Sendable, Equatable {
    public var quotes: [ProposedQuote]
    public var statistics: [ProposedStatistic]

    public init(quotes: [ProposedQuote] = [], statistics: [ProposedStatistic] = []) {
        self.quotes = quotes
        self.statistics = statistics
    }
}

/// A part of the text as printed, and where it stands.
public struct Mention: Sendable, Equatable {
    public var text: String
    public var start: Int
    public var end: Int

    public init(text: String, start: Int, end: Int) {
        self.text = text
        self.start = start
        self.end = end
    }
}

/// Words that somebody is said to have said.
public struct ProposedQuote: Sendable, Equatable {
    /// How the words are given, as a quote's `kind` has it.
    public enum Kind: String, Sendable {
        /// Word for word, in quotation marks or set off after a colon.
        case direct
        /// In the article's words.
        case indirect
        /// In the article's words, some of them in quotation marks.
        case mixed
    }

    /// Whoever says it.
    public struct Speaker: Sendable, Equatable {
        /// As printed beside the words: `he`, `the minister`, `Buriev`.
        public var mention: Mention
        /// The fullest name that the article has for them; `nil` where it tells none.
        public var name: String?
        /// What they are, as printed: `Tajik analyst`.
        public var role: String?

        public init(mention: Mention, name: String? = nil, role: String? = nil) {
            self.mention = mention
            self.name = name
            self.role = role
        }
    }

    public var kind: Kind
    /// The passage: of a direct quote without its marks; with the reporting clause where one interrupts it.
    public var start: Int
    public var end: Int
    /// The words: the passage letter for letter, without a reporting clause that interrupts it.
    public var text: String
    public var speaker: Speaker?
    /// Whether the speaker is a group or a person without a name: `experts`, `a senior official`.
    public var isUnnamed: Bool
    /// What tells that somebody says it: `said`, `according to`.
    public var cue: Mention?
    /// How often a proposal made like this one is right, from 0 to 1 (Docs/extraction.md).
    public var confidence: Double
    /// The rule that made it.
    public var why: String

    public init(
        kind: Kind, start: Int, end: Int, text: String, speaker: Speaker? = nil, isUnnamed: Bool = false,
        cue: Mention? = nil, confidence: Double, why: String
    ) {
        self.kind = kind
        self.start = start
        self.end = end
        self.text = text
        self.speaker = speaker
        self.isUnnamed = isUnnamed
        self.cue = cue
        self.confidence = confidence
        self.why = why
    }
}

/// A figure that the text gives.
public struct ProposedStatistic: Sendable, Equatable {
    public var start: Int
    public var end: Int
    /// The passage letter for letter.
    public var printed: String
    /// As printed, with scale words multiplied out: `$4.2 billion` is 4200000000.
    public var value: Double
    /// A range's end.
    public var valueTo: Double?
    /// `exactly`, `about`, `more_than`, `less_than`, `at_least` or `at_most`; `nil` where nothing is said.
    public var qualifier: String?
    /// An ISO 4217 code, `%`, `percentage point`, a UCUM symbol, or the English singular.
    public var unit: String?
    /// An ISO 8601 year, month, day or interval.
    public var period: String?
    public var place: String?
    /// Who published the figure, as printed.
    public var source: String?
    /// What is counted, in a few words of the text.
    public var indicator: String?
    /// How often a proposal made like this one is right, from 0 to 1 (Docs/extraction.md).
    public var confidence: Double
    /// The rule that made it.
    public var why: String

    public init(
        start: Int, end: Int, printed: String, value: Double, valueTo: Double? = nil, qualifier: String? = nil,
        unit: String? = nil, period: String? = nil, place: String? = nil, source: String? = nil,
        indicator: String? = nil, confidence: Double, why: String
    ) {
        self.start = start
        self.end = end
        self.printed = printed
        self.value = value
        self.valueTo = valueTo
        self.qualifier = qualifier
        self.unit = unit
        self.period = period
        self.place = place
        self.source = source
        self.indicator = indicator
        self.confidence = confidence
        self.why = why
    }
}
