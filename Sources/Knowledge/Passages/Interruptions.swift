import Extraction

/// Passages that a text prints with something between their parts: `“We agreed,” he said, “and left.”` for `We agreed,
/// and left.`
extension PassageIndex {
    /// Calls `visit` with every place where `sought`, folded, stands in parts, as a range of ``folded``'s bytes that
    /// holds what is between them, in order; until `visit` returns `false`.
    ///
    /// The parts are all there, word for word, in order and near each other. Between two of them stands a reporting
    /// clause: within its paragraph, from a closing quotation mark to the next opening one (`A,” he said, “B`), or between
    /// dashes that follow stops (`A, — сказал он, — B`). Or the next paragraph opens the quotation anew (`A.⏎⏎“B`). Where
    /// `sought` has an ellipsis, anything short may stand. The stops at a seam may differ: a clause takes its own.
    func visitInterrupted(_ sought: [UInt8], _ visit: (Range<Int>) -> Bool) {
        // Of less than four words the parts would be found anywhere.
        guard sought.reduce(0, { $1 == 0x20 ? $0 + 1 : $0 }) >= 3 else { return }
        sought.withUnsafeBufferPointer { sought in
            folded.bytes.withUnsafeBufferPointer { text in
                var matching = InterruptedMatching(
                    sought: sought, text: text, isParagraphEnd: { self.isParagraphEnd($0) })
                guard let first = matching.parts.first, first.count >= Self.keyLength else { return }
                visitStarts(of: sought, at: first.lowerBound) { start in
                    guard let end = matching.match(at: start) else { return !matching.isExhausted }
                    return visit(start..<end)
                }
            }
        }
    }

    /// Whether the white space at byte `index` of ``folded`` parts two paragraphs.
    private func isParagraphEnd(_ index: Int) -> Bool {
        let space = words(in: Int(folded.origins[index])..<Int(folded.origins[index + 1]))
        return space.utf8.count { $0 == 0x0A } > 1
    }
}

/// Matches a passage in parts against a folded text.
private struct InterruptedMatching {
    let sought: UnsafeBufferPointer<UInt8>
    let text: UnsafeBufferPointer<UInt8>
    let isParagraphEnd: (Int) -> Bool
    /// The parts of `sought` between its ellipses.
    let parts: [Range<Int>]
    private let boundary: WordBoundary
    /// How many bytes may still be compared: a text of one word said over and over must not cost its square.
    private var patience = 16_000_000

    /// Bytes of the folded text: a reporting clause, and what an ellipsis may stand for.
    private static let longestClause = 400
    private static let longestElision = 800

    var isExhausted: Bool { patience <= 0 }

    init(
        sought: UnsafeBufferPointer<UInt8>, text: UnsafeBufferPointer<UInt8>, isParagraphEnd: @escaping (Int) -> Bool
    ) {
        self.sought = sought
        self.text = text
        self.isParagraphEnd = isParagraphEnd
        boundary = WordBoundary(bytes: text)
        parts = Self.parts(of: sought)
    }

    /// Where the passage ends that begins at byte `start`.
    mutating func match(at start: Int) -> Int? {
        guard boundary.isBoundary(at: start), var end = match(parts[0], at: start) else { return nil }
        for part in parts.dropFirst() {
            let last = min(text.count, end + Self.longestElision)
            var next = end
            var found: Int?
            while next < last, found == nil {
                if text[next] == sought[part.lowerBound], boundary.isBoundary(at: next) {
                    found = match(part, at: next)
                }
                next += 1
            }
            guard let found else { return nil }
            end = found
        }
        return end
    }

    /// Where one part ends, with the clauses that interrupt it.
    private mutating func match(_ part: Range<Int>, at start: Int) -> Int? {
        var index = part.lowerBound
        var place = start
        while true {
            let piece = index
            while index < part.upperBound, place < text.count, sought[index] == text[place] {
                index += 1
                place += 1
            }
            patience -= index - piece + 1
            if patience <= 0 { return nil }
            if index == part.upperBound { return boundary.isBoundary(at: place) ? place : nil }
            // Back to the end of the last word that both have.
            while index > piece, !isWordEnd(sought, index, part.upperBound) || !isWordEnd(text, place, text.count) {
                index -= 1
                place -= 1
            }
            guard index > piece, let next = passClause(at: place) else { return nil }
            while index < part.upperBound, sought[index].isStopOrMark { index += 1 }
            guard index < part.upperBound, boundary.isBoundary(at: next) else { return nil }
            place = next
        }
    }

    private func isWordEnd(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int, _ end: Int) -> Bool {
        !bytes[index - 1].isStopOrMark && (index >= end || bytes[index].isStopOrMark)
    }

    /// Where the next part begins, when what stands from `place` on, behind a word, is an interruption.
    private func passClause(at place: Int) -> Int? {
        var start = place
        while start < text.count, text[start].isStop { start += 1 }
        let hasStop = start > place
        guard start < text.count else { return nil }
        if text[start] == UInt8.mark { return opening(after: start + 1) }
        guard text[start] == UInt8.space, start + 1 < text.count else { return nil }
        if text[start + 1] == UInt8.mark, isParagraphEnd(start) { return word(after: start + 2) }
        guard hasStop, text[start + 1] == UInt8.dash else { return nil }
        return secondDash(after: start + 2)
    }

    /// Where the quotation goes on that a closing mark before `start` has interrupted.
    private func opening(after start: Int) -> Int? {
        var hasWord = false
        for index in start..<max(start, min(text.count, start + Self.longestClause)) {
            switch text[index] {
            case UInt8.mark:
                let before = text[index - 1]
                guard hasWord, before == UInt8.space || before == UInt8.dash else { return nil }
                return word(after: index + 1)
            case UInt8.space: if isParagraphEnd(index) { return nil }
            case let byte: if !byte.isStopOrMark { hasWord = true }
            }
        }
        return nil
    }

    /// Where the quotation goes on behind the second of two dashes around a clause of more than one word.
    private func secondDash(after start: Int) -> Int? {
        var words = 0
        for index in start..<max(start, min(text.count - 1, start + Self.longestClause)) {
            switch text[index] {
            case UInt8.mark: return nil
            case UInt8.space:
                if isParagraphEnd(index) { return nil }
                if !text[index - 1].isStopOrMark { words += 1 }
            case UInt8.dash where text[index - 1] == UInt8.space && text[index + 1] == UInt8.space:
                // The stop before the dash ends the clause's last word.
                guard index >= 2, text[index - 2].isStop, words >= 1 else { return nil }
                return word(after: index + 1)
            default: break
            }
        }
        return nil
    }

    /// The next word's first byte, behind white space, marks and an ellipsis.
    private func word(after start: Int) -> Int? {
        var index = start
        while index < text.count, text[index].isStopOrMark || Self.isEllipsis(text, index) {
            index += Self.isEllipsis(text, index) ? 3 : 1
        }
        return index < text.count && index - start < 16 ? index : nil
    }

    /// U+2026.
    private static func isEllipsis(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Bool {
        index + 2 < bytes.count && bytes[index] == 0xE2 && bytes[index + 1] == 0x80 && bytes[index + 2] == 0xA6
    }

    /// Splits at `…`, `...`, `[…]`; what stands at an ellipsis' side beyond the words goes with it.
    private static func parts(of sought: UnsafeBufferPointer<UInt8>) -> [Range<Int>] {
        var parts: [Range<Int>] = []
        var start = 0
        var index = 0
        func add(_ end: Int, isLast: Bool) {
            var range = start..<end
            // The quotation marks around a passage are not a part of it.
            if range.first.map({ sought[$0] == UInt8.mark }) == true { range = range.dropFirst() }
            if range.last.map({ sought[$0] == UInt8.mark }) == true { range = range.dropLast() }
            if start > 0 {
                while let first = range.first, sought[first].isElided { range = range.dropFirst() }
            }
            if !isLast {
                while let last = range.last, sought[last].isElided { range = range.dropLast() }
            }
            if !range.isEmpty { parts.append(range) }
        }
        while index < sought.count {
            var end = index
            if isEllipsis(sought, index) {
                end = index + 3
            } else {
                while end < sought.count, sought[end] == UInt8(ascii: ".") { end += 1 }
                if end - index < 3 { end = index }
            }
            if end > index {
                add(index, isLast: false)
                start = end
                index = end
            } else {
                index += 1
            }
        }
        add(sought.count, isLast: true)
        return parts
    }
}

extension UInt8 {
    fileprivate static let space = UInt8(ascii: " ")
    fileprivate static let mark = UInt8(ascii: "\"")
    fileprivate static let dash = UInt8(ascii: "-")

    /// A stop that a clause may put in another's place.
    fileprivate var isStop: Bool {
        switch self {
        case UInt8(ascii: ","), UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"), UInt8(ascii: ";"),
            UInt8(ascii: ":"):
            true
        default: false
        }
    }

    fileprivate var isStopOrMark: Bool { isStop || self == .space || self == .mark || self == .dash }

    /// What stands beside an ellipsis and goes with it.
    fileprivate var isElided: Bool {
        isStopOrMark || self == UInt8(ascii: "[") || self == UInt8(ascii: "]") || self == UInt8(ascii: "(")
            || self == UInt8(ascii: ")")
    }
}
