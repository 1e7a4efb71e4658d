/// Where a line's own text begins inside quotes and lists.
///
/// Where a paragraph goes on by laziness, or is indented so far that a `>` is no mark, the source alone doesn't tell. The
/// tree's next literal does.
extension SourceCursor {
    /// In how many places a line's own text is looked for where its beginning is doubtful, so that no line costs more
    /// than a time linear in its length.
    private static let mostCandidates = 64

    /// Passes over white space and the marks of quotes at the start of a line, before a node that begins with neither.
    mutating func passLinePrefix() {
        guard isAtLineStart else { return }
        position = links.endOfLinePrefix(from: position)
        isAtLineStart = false
    }

    /// The same before text, which may itself begin with `>`: on a line that continues a paragraph and is indented by
    /// four columns or more, that is no mark of a quote. The literal then tells how much is its own.
    mutating func passLinePrefix(beforeText literal: UnsafeBufferPointer<UInt8>) {
        guard isAtLineStart else { return }
        let start = position
        passLinePrefix()
        guard keepsIndentation ? literal[0].isLinePrefix : literal[0] == UInt8(ascii: ">") else { return }

        let end = position
        let following = isAtLineEnd ? nil : denotedByte
        let isDenoted = following != byte
        var candidates = 0
        for candidate in start..<end where keepsIndentation || isOwn(candidate, from: start) {
            candidates += 1
            if candidates > Self.mostCandidates { return }
            // At the end of a line the white space before it has been taken away.
            let marks = UnsafeBufferPointer(rebasing: source[candidate..<end])
            let own = following == nil ? marks.trimmed : marks[...]
            guard literal.holds(own, at: 0) else { continue }
            let isWhole = own.count == literal.count ? !isDenoted : literal[own.count] == following
            if following == nil || isWhole {
                position = candidate
                return
            }
        }
    }

    /// The same before code or raw HTML, which keep the white space of a line that a quote or a list goes on with only
    /// by laziness (CommonMark 0.30, 5.1).
    mutating func passLinePrefix(beforeRaw literal: UnsafeBufferPointer<UInt8>, at index: Int, isTag: Bool) {
        guard isAtLineStart else { return }
        let start = position
        passLinePrefix()
        let end = position
        var run = end
        while run < links.end, source[run].isLinePrefix { run += 1 }
        // What is longer than the line's beginning can't be it.
        let last = min(literal.count, index + run - start + 2)
        var own = index
        while own < last, literal[own].isLinePrefix { own += 1 }
        let endsHere = isTag && own == literal.count && own > index
        if endsHere {
            // Its `>` is looked for below.
        } else if run < links.end, !source[run].isLineEnd {
            // The last space of a code span may have gone.
            for place in [run - (own - index), run - (own - index) - 1] where (start...end).contains(place) {
                let marks = UnsafeBufferPointer(rebasing: source[place..<run])
                let rest = own == literal.count && marks.count > own - index ? marks.trimmed : marks[...]
                if rest.count == own - index, literal.holds(rest, at: index) {
                    position = place
                    return
                }
            }
        } else {
            let candidates = max(start, end - Self.mostCandidates)..<end
            // Less than what is left of the literal is not it, but white space that was taken away at the line's end.
            if let place = candidates.first(where: { literal.holds(source[$0..<run], at: index) }),
                own < literal.count || run - place >= own - index
            {
                position = place
                return
            }
        }
        // A tag may end with a `>` among the marks.
        if own == literal.count, own > index {
            let rest = UnsafeBufferPointer(rebasing: literal[index..<own])
            let places = max(start, end - Self.mostCandidates)...end
            let holds = { source.holds(rest, at: $0) }
            // With white space before it, it is at the line's very beginning; by itself it comes after all marks.
            position = (rest[0].isSpaceOrTab ? places.first(where: holds) : places.last(where: holds)) ?? end
        }
    }

    /// Whether nothing but white space follows on the line.
    private var isAtLineEnd: Bool {
        var index = position
        while index < source.count, source[index].isMarkdownSpace, !source[index].isLineEnd { index += 1 }
        return index == source.count || source[index].isLineEnd
    }

    /// The first byte of what stands at the position: itself, or what an escape or a reference there denotes; `nil` at
    /// the end of a line.
    private var denotedByte: UInt8? {
        guard let byte, !byte.isLineEnd else { return nil }
        if byte == UInt8(ascii: "\\"), let escaped = self.byte(1), escaped.isASCIIPunctuation { return escaped }
        return references.reference(in: source, at: position)?.bytes.first ?? byte
    }

    /// Whether a byte of what stands before a line's text can be a `>` that is no mark of a quote.
    private func isOwn(_ index: Int, from start: Int) -> Bool {
        guard source[index] == UInt8(ascii: ">") else { return false }
        var spaces = index
        while spaces > start, source[spaces - 1].isSpaceOrTab { spaces -= 1 }
        return index - spaces >= 4 || source[spaces..<index].contains(0x09)
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Without the spaces and tabs at the end.
    fileprivate var trimmed: Slice<Self> {
        var end = count
        while end > 0, self[end - 1].isSpaceOrTab { end -= 1 }
        return self[..<end]
    }
}
