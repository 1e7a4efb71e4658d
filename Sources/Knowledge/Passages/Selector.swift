/// Where a passage stands in an article's text, in the terms of the W3C Web Annotation Data Model: a
/// [TextQuoteSelector](https://www.w3.org/TR/annotation-model/#text-quote-selector) and a
/// [TextPositionSelector](https://www.w3.org/TR/annotation-model/#text-position-selector) in one.
///
/// Positions count Unicode code points of ``ArticleText/text``. The quotation marks around a passage are not part of it.
public struct Selector: Sendable, Hashable {
    /// The passage, letter for letter as it stands in the text.
    public var exact: String
    /// Up to 32 code points before it.
    public var prefix: String
    /// Up to 32 code points after it.
    public var suffix: String
    /// The position of its first code point.
    public var start: Int
    /// The position after its last code point.
    public var end: Int

    /// How many code points of the text ``prefix`` and ``suffix`` hold at most.
    public static let contextLength = 32

    public init(exact: String, prefix: String = "", suffix: String = "", start: Int, end: Int) {
        self.exact = exact
        self.prefix = prefix
        self.suffix = suffix
        self.start = start
        self.end = end
    }

    /// ``start``..<``end``.
    public var range: Range<Int> { start..<max(start, end) }

    /// As it is kept and sent.
    public var json: JSON {
        [
            "exact": .string(exact), "prefix": .string(prefix), "suffix": .string(suffix),
            "start": .number(JSONNumber(start)), "end": .number(JSONNumber(end)),
        ]
    }
}

/// How a passage stands in the text of an article.
public struct Anchor: Sendable, Hashable {
    public enum State: String, Sendable, Hashable, CaseIterable {
        /// The same words stand there, characters of one kind counting as one (``CharacterKind``).
        case exact
        /// Nearly the same words do: never to be taken for the same.
        case changed
        /// They stand in several places, and nothing tells which is meant.
        case ambiguous
        /// They don't stand anywhere.
        case missing
    }

    public let state: State
    /// Where the passage stands; `nil` when it is ambiguous or missing. Whoever keeps the selector of before keeps a hint.
    public let selector: Selector?
    /// The places of an ambiguous passage, in the order of the text, at most ``mostCandidates``; else none.
    public let candidates: [Selector]
    /// The passage of the text that shares most with one that is missing, where any shares enough.
    public let nearest: Selector?
    /// Whether the text has the very words: in one place, or in several that can't be told apart.
    public let isVerbatim: Bool

    /// How many places of an ambiguous passage are listed: a person chooses among them.
    public static let mostCandidates = 100

    /// A passage that was found.
    public static func exact(_ selector: Selector) -> Anchor {
        Anchor(state: .exact, selector: selector, isVerbatim: true)
    }

    /// A passage whose words have become others.
    public static func changed(_ selector: Selector) -> Anchor { Anchor(state: .changed, selector: selector) }

    /// A passage that may be any of several.
    public static func ambiguous(_ candidates: [Selector], isVerbatim: Bool) -> Anchor {
        Anchor(state: .ambiguous, candidates: candidates, isVerbatim: isVerbatim)
    }

    /// A passage that was not found, and what is like it.
    public static func missing(nearest: Selector?) -> Anchor { Anchor(state: .missing, nearest: nearest) }

    /// A passage that was not found.
    public static let missing = missing(nearest: nil)

    private init(
        state: State, selector: Selector? = nil, candidates: [Selector] = [], nearest: Selector? = nil,
        isVerbatim: Bool = false
    ) {
        self.state = state
        self.selector = selector
        self.candidates = candidates
        self.nearest = nearest
        self.isVerbatim = isVerbatim
    }
}
