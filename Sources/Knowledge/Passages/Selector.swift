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
}

/// How a passage stands in the text of an article.
public struct Anchor: Sendable, Hashable {
    /// The design knows `changed` and `ambiguous` too; nothing finds them yet.
    public enum State: String, Sendable, Hashable, CaseIterable {
        /// The same words stand there, characters of one kind counting as one (``CharacterKind``).
        case exact
        /// They don't.
        case missing
    }

    public let state: State
    /// Where the passage was found; `nil` when it is missing. Whoever keeps the selector of before keeps the hint.
    public let selector: Selector?

    /// A passage that was found.
    public static func exact(_ selector: Selector) -> Anchor { Anchor(state: .exact, selector: selector) }

    /// A passage that was not.
    public static let missing = Anchor(state: .missing, selector: nil)

    private init(state: State, selector: Selector?) {
        self.state = state
        self.selector = selector
    }
}
