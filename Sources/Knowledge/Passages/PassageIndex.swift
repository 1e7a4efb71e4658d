import Extraction

/// An article's text made ready to find passages in: folded, with the places known where a passage may begin.
///
/// It is made once for all passages of an article, in time linear in the text; after that a quote is found in
/// microseconds, however long the text is.
///
/// ```swift
/// let index = PassageIndex(article.text)
/// index.anchor(exact: "We welcome the aspiration").selector?.start
/// ```
public struct PassageIndex: Sendable {
    /// The text that positions count in.
    public let text: String

    let folded: FoldedText
    /// For every 64th code point of the text, where it begins in its UTF-8.
    private let checkpoints: [Int32]
    /// The bytes of ``folded`` at which a passage may begin, grouped by their first three bytes' bucket, each group in
    /// the order of the text.
    private let starts: [Int32]
    /// Where each bucket begins in ``starts``, and the end of the last.
    private let buckets: [Int32]

    /// The text's words, made when first something is looked for that does not stand in it letter for letter.
    let words = WordIndex.Later()

    /// The length of the text in code points.
    public let scalarCount: Int

    static let keyLength = 3

    /// Makes `text` ready.
    public init(_ text: String) {
        self.text = text
        folded = FoldedText(text)
        scalarCount = Int(folded.origins.last ?? 0)

        var checkpoints: [Int32] = []
        var scalar = 0
        var byte: Int32 = 0
        for unit in text.utf8 {
            if unit.isScalarStart {
                if scalar % 64 == 0 { checkpoints.append(byte) }
                scalar += 1
            }
            byte += 1
        }
        self.checkpoints = checkpoints

        (starts, buckets) = folded.bytes.withUnsafeBufferPointer(Self.group)
    }

    /// Finds the places at which a passage may begin and sorts them by bucket, by counting.
    private static func group(_ bytes: UnsafeBufferPointer<UInt8>) -> (starts: [Int32], buckets: [Int32]) {
        let boundary = WordBoundary(bytes: bytes)
        var found: [Int32] = []
        found.reserveCapacity(bytes.count / 4)
        let last = bytes.count - keyLength
        if last >= 0 {
            for index in 0...last where bytes[index].isScalarStart && bytes[index] != 0x20 {
                if boundary.isBoundary(at: index) { found.append(Int32(index)) }
            }
        }
        let bucketCount = found.count < 4096 ? 1 << 8 : 1 << 16
        var ends = [Int32](repeating: 0, count: bucketCount + 1)
        for index in found { ends[bucket(of: bytes, at: Int(index), count: bucketCount) + 1] += 1 }
        for bucket in 0..<bucketCount { ends[bucket + 1] += ends[bucket] }

        var next = ends
        var starts = [Int32](repeating: 0, count: found.count)
        for index in found {
            let bucket = bucket(of: bytes, at: Int(index), count: bucketCount)
            starts[Int(next[bucket])] = index
            next[bucket] += 1
        }
        return (starts, ends)
    }

    private static func bucket(of bytes: UnsafeBufferPointer<UInt8>, at index: Int, count: Int) -> Int {
        let key = UInt32(bytes[index]) << 16 | UInt32(bytes[index + 1]) << 8 | UInt32(bytes[index + 2])
        return Int((key &* 0x9E37_79B1) >> 16) & (count - 1)
    }

    /// Calls `visit` with every place where `sought`, folded, stands in ``folded`` at word boundaries, as a range of its
    /// bytes, in order; until `visit` returns `false`.
    func visitOccurrences(of sought: [UInt8], _ visit: (Range<Int>) -> Bool) {
        if sought.isEmpty || sought.count > folded.bytes.count { return }
        if sought.count < Self.keyLength {
            for start in folded.bytes.indices where folded.bytes[start] == sought[0] {
                if let place = occurrence(of: sought, at: start), !visit(place) { return }
            }
            return
        }
        let bucket = sought.withUnsafeBufferPointer { Self.bucket(of: $0, at: 0, count: buckets.count - 1) }
        for start in starts[Int(buckets[bucket])..<Int(buckets[bucket + 1])] {
            if let place = occurrence(of: sought, at: Int(start)), !visit(place) { return }
        }
    }

    /// Where `sought`, folded, stands in ``folded`` if it begins at code point `scalar` of the text.
    func occurrence(of sought: [UInt8], atScalar scalar: Int) -> Range<Int>? {
        let start = folded.origins.partitioningIndex { Int($0) >= scalar }
        guard start < folded.bytes.count, Int(folded.origins[start]) == scalar else { return nil }
        return occurrence(of: sought, at: start)
    }

    private func occurrence(of sought: [UInt8], at start: Int) -> Range<Int>? {
        let place = start..<(start + sought.count)
        let isThere = folded.bytes.withUnsafeBufferPointer { bytes in
            let boundary = WordBoundary(bytes: bytes)
            return place.upperBound <= bytes.count && bytes.holds(sought, at: start) && boundary.isBoundary(at: start)
                && boundary.isBoundary(at: place.upperBound)
        }
        return isThere && !isInsideGroupedNumber(place) ? place : nil
    }

    /// The code points of the text that a range of ``folded``'s bytes stands for.
    func scalars(of place: Range<Int>) -> Range<Int> {
        Int(folded.origins[place.lowerBound])..<Int(folded.origins[place.upperBound])
    }

    /// The range of ``folded``'s bytes that stands for code points of the text.
    func folded(_ range: Range<Int>) -> Range<Int> {
        let start = folded.origins.partitioningIndex { Int($0) >= range.lowerBound }
        return start..<max(start, folded.origins.partitioningIndex { Int($0) >= range.upperBound })
    }

    /// Calls `visit` with the bytes at which a passage may begin whose first three are those of `sought` from `index`,
    /// and some at which it can't; until `visit` returns `false`.
    func visitStarts(of sought: UnsafeBufferPointer<UInt8>, at index: Int, _ visit: (Int) -> Bool) {
        let bucket = Self.bucket(of: sought, at: index, count: buckets.count - 1)
        for start in starts[Int(buckets[bucket])..<Int(buckets[bucket + 1])] {
            if !visit(Int(start)) { return }
        }
    }

    /// Whether a number at either end goes on after a space that is set to hold its groups together: `893` is not in
    /// `1 893` with a no-break or a thin space. An ordinary space may part two numbers.
    private func isInsideGroupedNumber(_ range: Range<Int>) -> Bool {
        isGrouping(at: range.lowerBound - 1) || isGrouping(at: range.upperBound)
    }

    private func isGrouping(at index: Int) -> Bool {
        guard index > 0, index + 3 < folded.bytes.count, folded.bytes[index] == 0x20, folded.bytes[index - 1].isDigit,
            folded.bytes[(index + 1)...(index + 3)].allSatisfy(\.isDigit)
        else { return false }
        let origin = Int(folded.origins[index])
        let space = words(in: origin..<Int(folded.origins[index + 1])).unicodeScalars
        return space.count == 1 && ["\u{A0}", "\u{2007}", "\u{2009}", "\u{202F}"].contains(space.first)
    }

    /// The words of `range` of the text, in code points; what lies outside is cut off.
    public func words(in range: Range<Int>) -> String {
        let range = range.clamped(to: 0..<scalarCount)
        if range.isEmpty { return "" }
        return text.withUTF8Bytes { bytes in
            let start = byte(ofScalar: range.lowerBound, in: bytes)
            let end = byte(ofScalar: range.upperBound, in: bytes)
            return String(decoding: bytes[start..<end], as: UTF8.self)
        }
    }

    private func byte(ofScalar scalar: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Int {
        if scalar >= scalarCount { return bytes.count }
        var byte = Int(checkpoints[scalar / 64])
        for _ in 0..<(scalar % 64) {
            repeat { byte += 1 } while !bytes[byte].isScalarStart
        }
        return byte
    }
}
