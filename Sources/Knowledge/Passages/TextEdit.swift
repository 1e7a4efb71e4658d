/// How one text became another, as far as its two ends tell: what they share at the beginning and at the end was left
/// alone, what is between was replaced.
///
/// ```swift
/// TextEdit(from: "a b c", to: "a bee c").moved(4..<5)  // 6..<7
/// ```
public struct TextEdit: Sendable, Equatable {
    /// The part of the old text that was replaced, and the part of the new text that stands for it, in code points.
    public let old: Range<Int>
    public let new: Range<Int>

    /// Compares two texts, in time linear in their lengths.
    public init(from oldText: String, to newText: String) {
        let old = Array(oldText.unicodeScalars)
        let new = Array(newText.unicodeScalars)
        let shorter = min(old.count, new.count)
        var start = 0
        while start < shorter, old[start] == new[start] { start += 1 }
        var kept = 0
        while kept < shorter - start, old[old.count - 1 - kept] == new[new.count - 1 - kept] { kept += 1 }
        self.old = start..<(old.count - kept)
        self.new = start..<(new.count - kept)
    }

    /// Where `range` of the old text stands in the new one; `nil` when any of it was replaced.
    public func moved(_ range: Range<Int>) -> Range<Int>? {
        if range.upperBound <= old.lowerBound { return range }
        guard range.lowerBound >= old.upperBound else { return nil }
        let shift = new.upperBound - old.upperBound
        return (range.lowerBound + shift)..<(range.upperBound + shift)
    }

    /// The place in the new text that is nearest to `position` of the old one.
    public func nearest(to position: Int) -> Int {
        if position <= old.lowerBound { return position }
        if position >= old.upperBound { return position + new.upperBound - old.upperBound }
        return min(position, new.upperBound)
    }
}
