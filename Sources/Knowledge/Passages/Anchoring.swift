import Extraction

extension PassageIndex {
    /// A place where the words of a passage stand.
    public struct Candidate: Sendable, Equatable {
        /// Code points of the text.
        public let range: Range<Int>
        /// How well what stands around the place fits the prefix and the suffix that were given: 0 for not at all.
        /// Candidates of equal context can be told apart by position only.
        public let context: Int
    }

    /// Finds every place where `exact` stands, the likeliest first.
    ///
    /// The words must be the same, characters of one kind counting as one (``CharacterKind``), and stand at word
    /// boundaries: `86%` is not in `186%`. White space and quotation marks around `exact` are not sought. A passage may
    /// go over line ends and from one paragraph into the next.
    ///
    /// - Parameters:
    ///   - exact: The passage as a person typed or printed it.
    ///   - prefix: What stands before it, of any length; empty when that is not known.
    ///   - suffix: What stands after it.
    ///   - position: Where it was last seen, in code points.
    /// - Returns: Those whose prefix and suffix fit best come first, of these the nearest to `position`, of these the
    ///   first in the text.
    public func find(
        exact: String, prefix: String = "", suffix: String = "", near position: Int? = nil
    ) -> [Candidate] {
        let context = Context(prefix: prefix, suffix: suffix)
        var candidates: [Candidate] = []
        visitOccurrences(of: Self.folded(exact)) { place in
            candidates.append(Candidate(range: scalars(of: place), context: context.fit(of: place, in: folded.bytes)))
            return true
        }
        if position != nil || !context.isEmpty {
            candidates.sort { isLikelier($0, $1, near: position) }
        }
        return candidates
    }

    /// Anchors a passage: ``find(exact:prefix:suffix:near:)``, and the likeliest place wins.
    public func anchor(
        exact: String, prefix: String = "", suffix: String = "", near position: Int? = nil
    ) -> Anchor {
        let context = Context(prefix: prefix, suffix: suffix)
        var best: Candidate?
        visitOccurrences(of: Self.folded(exact)) { place in
            let found = Candidate(range: scalars(of: place), context: context.fit(of: place, in: folded.bytes))
            if best.map({ isLikelier(found, $0, near: position) }) ?? true { best = found }
            // Without anything that tells places apart the first one is it.
            return position != nil || !context.isEmpty
        }
        return best.map { .exact(selector(for: $0.range)) } ?? .missing
    }

    /// Anchors again a passage that stood in a text of which this one is an edit.
    ///
    /// Where the edit left the passage alone, it stays on the very same words, even if they and all that is around them
    /// stand elsewhere too.
    public func anchor(_ selector: Selector, after edit: TextEdit) -> Anchor {
        if let place = edit.moved(selector.range),
            let found = occurrence(of: Self.folded(selector.exact), atScalar: place.lowerBound)
        {
            return .exact(self.selector(for: scalars(of: found)))
        }
        return anchor(
            exact: selector.exact, prefix: selector.prefix, suffix: selector.suffix,
            near: edit.nearest(to: selector.start))
    }

    private static func folded(_ passage: String) -> [UInt8] {
        FoldedText(QuotationMarks.strip(passage)).bytes
    }

    private func isLikelier(_ one: Candidate, _ other: Candidate, near position: Int?) -> Bool {
        func distance(_ candidate: Candidate) -> Int {
            position.map { abs(candidate.range.lowerBound - $0) } ?? 0
        }
        if one.context != other.context { return one.context > other.context }
        return (distance(one), one.range.lowerBound) < (distance(other), other.range.lowerBound)
    }

    /// The selector of `range` of the text, in code points; what lies outside is cut off.
    public func selector(for range: Range<Int>) -> Selector {
        let range = range.clamped(to: 0..<scalarCount)
        return Selector(
            exact: words(in: range),
            prefix: words(in: max(0, range.lowerBound - Selector.contextLength)..<range.lowerBound),
            suffix: words(in: range.upperBound..<min(scalarCount, range.upperBound + Selector.contextLength)),
            start: range.lowerBound, end: range.upperBound)
    }
}

/// What is known of the surroundings of a passage, folded. White space and quotation marks next to the passage don't
/// count: whoever writes down a prefix seldom writes them.
private struct Context {
    private let prefix: ArraySlice<UInt8>
    private let suffix: ArraySlice<UInt8>

    /// More than this of a prefix or a suffix tells nothing more.
    private static let longest = 256
    /// Fewer bytes than this may agree by chance.
    private static let leastPart = 8

    init(prefix: String, suffix: String) {
        var before = FoldedText(String(prefix.suffix(Self.longest))).bytes[...]
        while let last = before.last, last.isSeam { before.removeLast() }
        self.prefix = before
        self.suffix = FoldedText(String(suffix.prefix(Self.longest))).bytes.drop(while: \.isSeam)
    }

    var isEmpty: Bool { prefix.isEmpty && suffix.isEmpty }

    /// A side that agrees in whole counts more than any part.
    func fit(of place: Range<Int>, in bytes: [UInt8]) -> Int {
        fit(prefix.reversed(), bytes[..<place.lowerBound].reversed())
            + fit(suffix, bytes[place.upperBound...])
    }

    private func fit(_ known: some Collection<UInt8>, _ found: some Collection<UInt8>) -> Int {
        if known.isEmpty { return 0 }
        let common = zip(known, found.drop(while: \.isSeam)).prefix { $0 == $1 }.count
        if common == known.count { return 4 * Self.longest }
        return common < Self.leastPart ? 0 : common
    }
}

extension UInt8 {
    /// A folded space or quotation mark.
    fileprivate var isSeam: Bool { self == 0x20 || self == 0x22 }
}
