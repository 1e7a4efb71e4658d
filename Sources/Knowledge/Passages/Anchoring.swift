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

    /// Anchors a passage.
    ///
    /// Its words are looked for as they are (``find(exact:prefix:suffix:near:)``), then with what a text may put between
    /// the halves of a quotation (``visitInterrupted(_:_:)``), then nearly as they are (``similarPlaces(to:)``). What
    /// stands in several places is told apart by prefix and suffix, then by position; else it is ambiguous.
    public func anchor(
        exact: String, prefix: String = "", suffix: String = "", near position: Int? = nil
    ) -> Anchor {
        let sought = Self.folded(exact)
        let context = Context(prefix: prefix, suffix: suffix)
        return verbatim(sought, context, near: position) ?? similar(sought, context, near: position)
    }

    /// Anchors again a passage that stood in a text of which this one is an edit.
    ///
    /// Where the edit left the passage alone, it stays on the very same words, even if they and all that is around them
    /// stand elsewhere too. A passage of a few words that was edited away is not taken to be where the same words happen
    /// to stand in other surroundings: then these are only the nearest ones.
    ///
    /// - Parameters:
    ///   - words: What else the passage may be found by, where the selector's words are no more.
    ///   - hadBeenFound: Whether the passage stood in the text before.
    public func anchor(
        _ selector: Selector, or words: String? = nil, after edit: TextEdit, hadBeenFound: Bool = true
    ) -> Anchor {
        let sought = Self.folded(selector.exact)
        if let stays = unmoved(selector, sought, after: edit) { return stays }
        let context = Context(prefix: selector.prefix, suffix: selector.suffix)
        let position = edit.nearest(to: selector.start)
        if let found = verbatim(sought, context, near: position) {
            guard hadBeenFound, let place = found.selector, Self.isShort(sought),
                !context.isEmpty, context.fit(of: folded(place.range), in: folded.bytes) == 0
            else { return found }
            return .missing(nearest: place)
        }
        if let words, let found = verbatim(Self.folded(words), context, near: position) { return found }
        return similar(sought, context, near: position)
    }

    /// Anchors again a passage whose words had become those of `selector`: where they were put right it is exact again.
    public func anchor(changed selector: Selector, from words: String, after edit: TextEdit) -> Anchor {
        let context = Context(prefix: selector.prefix, suffix: selector.suffix)
        let position = edit.nearest(to: selector.start)
        let sought = Self.folded(words)
        if let found = verbatim(sought, context, near: position) { return found }
        if let stays = unmoved(selector, Self.folded(selector.exact), after: edit)?.selector { return .changed(stays) }
        return similar(sought, context, near: position)
    }

    /// Whether `words` stand in `passage`, be it with a reporting clause between their halves.
    static func isVerbatim(_ words: String, in passage: String) -> Bool {
        let sought = folded(words)
        if sought == folded(passage) { return true }
        return PassageIndex(passage).verbatim(sought, Context(prefix: "", suffix: ""), near: nil) != nil
    }

    /// The passage on its very words, which an edit left alone.
    private func unmoved(_ selector: Selector, _ sought: [UInt8], after edit: TextEdit) -> Anchor? {
        guard let place = edit.moved(selector.range),
            let found = occurrence(of: sought, atScalar: place.lowerBound)
        else { return nil }
        return .exact(self.selector(for: scalars(of: found)))
    }

    private func verbatim(_ sought: [UInt8], _ context: Context, near position: Int?) -> Anchor? {
        var found: [Range<Int>] = []
        // Where nothing tells places apart, more than can be listed are of no use.
        let isTold = position != nil || !context.isEmpty
        func take(_ place: Range<Int>) -> Bool {
            found.append(place)
            return isTold || found.count <= Anchor.mostCandidates
        }
        visitOccurrences(of: sought, take)
        if found.isEmpty { visitInterrupted(sought, take) }
        return chosen(found, context, near: position).map { places in
            places.count == 1
                ? .exact(selector(for: places[0]))
                : .ambiguous(places.prefix(Anchor.mostCandidates).map(selector), isVerbatim: true)
        }
    }

    private func similar(_ sought: [UInt8], _ context: Context, near position: Int?) -> Anchor {
        let found = similarPlaces(to: sought)
        if let places = chosen(found.places, context, near: position) {
            return places.count == 1
                ? .changed(selector(for: places[0]))
                : .ambiguous(places.prefix(Anchor.mostCandidates).map(selector), isVerbatim: false)
        }
        return .missing(nearest: found.nearest.map { selector(for: scalars(of: $0)) })
    }

    /// The place that is meant, or those that can't be told apart, in code points and in the order of the text; `nil`
    /// where there is none.
    private func chosen(_ places: [Range<Int>], _ context: Context, near position: Int?) -> [Range<Int>]? {
        if places.isEmpty { return nil }
        if places.count == 1 { return [scalars(of: places[0])] }
        var best = places
        if !context.isEmpty {
            let fits = places.map { context.fit(of: $0, in: folded.bytes) }
            let most = fits.max() ?? 0
            best = zip(places, fits).filter { $1 == most }.map(\.0)
        }
        let ranges = best.map(scalars)
        guard ranges.count > 1, let position else { return ranges }
        let least = ranges.map { abs($0.lowerBound - position) }.min()
        return ranges.filter { abs($0.lowerBound - position) == least }
    }

    /// Whether a passage has so few words that the same may stand elsewhere by chance.
    private static func isShort(_ sought: [UInt8]) -> Bool {
        sought.reduce(0) { $1 == 0x20 ? $0 + 1 : $0 } < 4
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
