/// How one text became another, as far as its ends and its lines tell: what they share at the beginning and at the end was
/// left alone, and so was every line between that each of them has once, in the same order. The rest was replaced.
///
/// ```swift
/// TextEdit(from: "a b c", to: "a bee c").moved(4..<5)  // 6..<7
/// ```
public struct TextEdit: Sendable, Equatable {
    /// The part of the old text between its ends that were left alone, and the part of the new text that stands for it,
    /// in code points.
    public let old: Range<Int>
    public let new: Range<Int>
    /// What was left alone: the place in the old text, and where that begins in the new one; in the order of both.
    private let kept: [Kept]

    private struct Kept: Equatable {
        var old: Range<Int>
        var new: Int
        var shift: Int { new - old.lowerBound }
    }

    /// Compares two texts, in time linear in their lengths but for the sorting of lines.
    public init(from oldText: String, to newText: String) {
        let old = Array(oldText.unicodeScalars)
        let new = Array(newText.unicodeScalars)
        let shorter = min(old.count, new.count)
        var start = 0
        while start < shorter, old[start] == new[start] { start += 1 }
        var end = 0
        while end < shorter - start, old[old.count - 1 - end] == new[new.count - 1 - end] { end += 1 }
        self.old = start..<(old.count - end)
        self.new = start..<(new.count - end)
        let lines = Self.sharedLines(old[self.old], new[self.new])
        kept =
            [Kept(old: 0..<start, new: 0)] + lines
            + [Kept(old: self.old.upperBound..<old.count, new: self.new.upperBound)]
    }

    /// The lines that both have once and in the same order; neighbours as one.
    private static func sharedLines(_ old: ArraySlice<Unicode.Scalar>, _ new: ArraySlice<Unicode.Scalar>) -> [Kept] {
        if old.isEmpty || new.isEmpty { return [] }
        let places = onceOnly(new.split(separator: "\n"))
        let pairs = onceOnly(old.split(separator: "\n")).values.compactMap { line in
            places[line].map { Kept(old: line.indices, new: $0.startIndex) }
        }.sorted { $0.old.lowerBound < $1.old.lowerBound }
        var merged: [Kept] = []
        for line in increasing(pairs) {
            // The line ends between two neighbours are the same where as many stand there.
            if let last = merged.last, last.shift == line.shift {
                merged[merged.count - 1].old = last.old.lowerBound..<line.old.upperBound
            } else {
                merged.append(line)
            }
        }
        return merged.filter { kept in
            // Between lines of one shift others may have been exchanged for as many letters.
            old[kept.old].elementsEqual(new[kept.new..<(kept.new + kept.old.count)])
        }
    }

    private static func onceOnly(
        _ lines: [ArraySlice<Unicode.Scalar>]
    ) -> [ArraySlice<Unicode.Scalar>: ArraySlice<Unicode.Scalar>] {
        var found: [ArraySlice<Unicode.Scalar>: ArraySlice<Unicode.Scalar>?] = [:]
        for line in lines { found[line] = .some(found[line] == nil ? line : nil) }
        return found.compactMapValues(\.self)
    }

    /// The longest part of `pairs` in which the places in the new text increase too.
    private static func increasing(_ pairs: [Kept]) -> [Kept] {
        // The last of the best row of each length, and what goes before each.
        var rows: [Int] = []
        var previous = [Int?](repeating: nil, count: pairs.count)
        for (index, pair) in pairs.enumerated() {
            let row = rows.partitioningIndex { pairs[$0].new >= pair.new }
            previous[index] = row > 0 ? rows[row - 1] : nil
            if row == rows.count { rows.append(index) } else { rows[row] = index }
        }
        var result: [Kept] = []
        var next = rows.last
        while let index = next {
            result.append(pairs[index])
            next = previous[index]
        }
        return result.reversed()
    }

    /// Where `range` of the old text stands in the new one; `nil` when any of it was replaced.
    public func moved(_ range: Range<Int>) -> Range<Int>? {
        let index = kept.partitioningIndex { $0.old.lowerBound > range.lowerBound } - 1
        guard index >= 0, range.upperBound <= kept[index].old.upperBound else { return nil }
        return (range.lowerBound + kept[index].shift)..<(range.upperBound + kept[index].shift)
    }

    /// The place in the new text that is nearest to `position` of the old one.
    public func nearest(to position: Int) -> Int {
        let index = kept.partitioningIndex { $0.old.lowerBound > position } - 1
        guard index >= 0 else { return 0 }
        let place = position + kept[index].shift
        guard position > kept[index].old.upperBound, index + 1 < kept.count else { return place }
        return min(place, kept[index + 1].new)
    }
}
