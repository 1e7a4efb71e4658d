/// What stands between two quotation marks that belong together.
struct Quotation: Sendable {
    /// The opening mark, and the token behind the closing one: the paragraph's end where none closes.
    var tokens: Range<Int>
    /// Without the marks.
    var content: Range<Int>
    /// Whether the marks are single ones.
    var isSingle: Bool
    /// Whether a mark closes it.
    var isClosed: Bool
    /// Whether it goes on from the paragraph before, which no mark closes.
    var continues: Bool
}

/// Pairs a text's quotation marks; gives the outermost pairs, in order.
///
/// Curly and angle marks say by themselves which they are, straight ones by the white space around them, and where that
/// says nothing, they alternate. `„…“` closes with what opens in English. An apostrophe is no mark: within a word it
/// never is one (``Token/Kind/word``), at a word's end it is where a single quotation is open and no better end comes.
///
/// A paragraph without a closing mark ends its quotation where the next one opens anew (each paragraph of a long quotation
/// does); where it does not and a closing mark comes first, the quotation goes through: the text was broken within.
struct QuotationPairing {
    private let tokens: [Token]
    private let paragraphs: [Range<Int>]
    /// How many tokens were looked at: the tests hold it to a multiple of the text.
    private(set) var steps = 0

    private(set) var quotations: [Quotation] = []

    private enum Family { case double, single, angle, low }

    /// The outermost open mark.
    private var open: (token: Int, family: Family, continues: Bool)?
    /// Whether the next mark that opens takes up what the paragraph before left open.
    private var quotationGoesOn = false
    /// Marks that are open within it.
    private var inner: [Family] = []

    init(_ tokens: [Token], paragraphs: [Range<Int>]) {
        self.tokens = tokens
        self.paragraphs = paragraphs
    }

    mutating func pair() {
        for (number, paragraph) in paragraphs.enumerated() {
            for index in paragraph {
                steps += 1
                let token = tokens[index]
                if token.kind == .mark, token.mark.isQuotation { read(index, paragraph) }
            }
            if open != nil { endParagraph(number) }
        }
        if let last = open { close(last, before: tokens.count, isClosed: false) }
    }

    // MARK: What a mark is

    private mutating func read(_ index: Int, _ paragraph: Range<Int>) {
        let token = tokens[index]
        let touchesNext = index + 1 < tokens.count && tokens[index + 1].before == .none
        let touchesLast = token.before == .none
        switch token.mark {
        case .leftAngle, .leftSingleAngle: opens(index, .angle)
        case .rightAngle, .rightSingleAngle: closes(index, .angle)
        case .lowDouble, .lowSingle: opens(index, .low)
        case .leftDouble:
            if isOpen(.low), touchesLast || !touchesNext { closes(index, .low) } else { opens(index, .double) }
        case .rightDouble:
            if isOpen(.low) {
                closes(index, .low)
            } else if !isOpen(.double), !touchesLast, touchesNext {
                // A closing mark in the place of an opening one is a slip of the keyboard.
                opens(index, .double)
            } else {
                closes(index, .double)
            }
        case .straightDouble:
            if touchesLast, !touchesNext || !followsSpaceOrOpening(index) || isOpen(.double) && !touchesNext {
                if isOpen(.double) {
                    closes(index, .double)
                } else if touchesNext {
                    opens(index, .double)
                }
            } else if !touchesLast, touchesNext {
                // Where one is open already, its end is missing.
                if open?.family == .double, inner.isEmpty, index > paragraph.lowerBound, let last = open {
                    close(last, before: index, isClosed: false)
                }
                opens(index, .double)
            } else if isOpen(.double) {
                closes(index, .double)
            } else {
                opens(index, .double)
            }
        case .leftSingle:
            // `‘90s` has an apostrophe.
            if touchesNext, tokens[index + 1].kind != .number { opens(index, .single) }
        case .straightSingle:
            if isOpen(.single), touchesLast, !isPluralPossessive(index, paragraph) {
                closes(index, .single)
            } else if touchesNext, !touchesLast || followsSpaceOrOpening(index), tokens[index + 1].kind != .number {
                opens(index, .single)
            }
        case .rightSingle:
            if isOpen(.single), !isPluralPossessive(index, paragraph) { closes(index, .single) }
        default: break
        }
    }

    /// Whether what stands before a mark lets one open: white space, a dash, a parenthesis, another mark that opens.
    private func followsSpaceOrOpening(_ index: Int) -> Bool {
        if tokens[index].before != .none || index == 0 { return true }
        switch tokens[index - 1].mark {
        case .dash, .openParenthesis, .openBracket, .leftDouble, .leftSingle, .leftAngle, .lowDouble, .straightDouble,
            .slash:
            return tokens[index - 1].kind == .mark
        default: return false
        }
    }

    /// Whether the apostrophe at `index` is a plural's (`the leaders’ words’`): it follows an s, and the quotation has
    /// another end ahead.
    private mutating func isPluralPossessive(_ index: Int, _ paragraph: Range<Int>) -> Bool {
        guard index > 0, index + 1 < paragraph.upperBound, tokens[index].before == .none,
            tokens[index - 1].kind == .word, tokens[index + 1].kind == .word, tokens[index + 1].before != .none,
            tokens[index + 1].shape == .lower
        else { return false }
        for ahead in (index + 1)..<min(paragraph.upperBound, index + Limits.apostropheLook) {
            steps += 1
            switch tokens[ahead].mark {
            case .leftSingle: return false
            case .rightSingle, .straightSingle: return tokens[ahead].before == .none
            default: continue
            }
        }
        return false
    }

    private func isOpen(_ family: Family) -> Bool { open?.family == family || inner.contains(family) }

    // MARK: Opening and closing

    private mutating func opens(_ index: Int, _ family: Family) {
        guard let last = open else {
            open = (index, family, quotationGoesOn)
            quotationGoesOn = false
            return
        }
        if last.family == family, family == .double, inner.isEmpty, tokens[index].mark == tokens[last.token].mark,
            tokens[index].mark == .straightDouble || inner.count >= Limits.nestedMarks
        {
            close(last, before: index, isClosed: false)
            open = (index, family, false)
        } else if inner.count < Limits.nestedMarks {
            inner.append(family)
        }
    }

    private mutating func closes(_ index: Int, _ family: Family) {
        guard let last = open else { return }
        if let position = inner.lastIndex(of: family) {
            inner.removeSubrange(position...)
        } else if last.family == family {
            close(last, before: index + 1, isClosed: true)
        }
    }

    private mutating func close(_ last: (token: Int, family: Family, continues: Bool), before end: Int, isClosed: Bool)
    {
        let contentEnd = isClosed ? end - 1 : end
        if contentEnd > last.token + 1 {
            quotations.append(
                Quotation(
                    tokens: last.token..<end, content: (last.token + 1)..<contentEnd,
                    isSingle: last.family == .single, isClosed: isClosed, continues: last.continues))
        }
        open = nil
        inner.removeAll(keepingCapacity: true)
    }

    // MARK: Paragraphs

    /// Decides what becomes of a quotation that the paragraph leaves open.
    private mutating func endParagraph(_ number: Int) {
        guard let last = open else { return }
        let paragraph = paragraphs[number]
        let ending = Range(uncheckedBounds: (paragraph.upperBound, tokens.count))
        // A single mark that nothing closes was an apostrophe.
        if last.family == .single {
            open = nil
            inner.removeAll(keepingCapacity: true)
            return
        }
        guard let next = ending.first, number + 1 < paragraphs.count else { return }
        if isOpening(tokens[next], like: tokens[last.token]) {
            close(last, before: next, isClosed: false)
            // The mark that opens anew is read as the next paragraph's first: it must not count as nested.
            quotationGoesOn = true
            return
        }
        for ahead in ending.prefix(Limits.brokenQuotationLook) {
            steps += 1
            let mark = tokens[ahead].mark
            guard tokens[ahead].kind == .mark, mark.isQuotation else { continue }
            if closing(mark, of: last.family), tokens[ahead].before == .none { return }
            if isOpening(tokens[ahead], like: tokens[last.token]) { break }
        }
        close(last, before: next, isClosed: false)
    }

    private func isOpening(_ token: Token, like mark: Token) -> Bool {
        token.kind == .mark && (token.mark == mark.mark || token.mark == .leftDouble && mark.mark == .straightDouble)
    }

    private func closing(_ mark: Mark, of family: Family) -> Bool {
        switch family {
        case .double: mark == .rightDouble || mark == .straightDouble
        case .angle: mark == .rightAngle
        case .low: mark == .leftDouble || mark == .rightDouble
        case .single: false
        }
    }
}
