/// What rules walk over: a word, a number, a mark, a phrase of the lexicons, or a whole quotation.
struct Item: Sendable {
    enum Kind: UInt8, Sendable { case word, number, mark, quotation }

    var kind: Kind
    var shape: Token.Shape
    var mark: Mark
    /// Whether it is a word that ends with its own full stop.
    var isAbbreviated = false
    /// What stands before it.
    var before: Token.Space
    var classes: WordClasses
    var tokens: Range<Int>
    /// Its number in ``QuoteReading/quotations``; -1 for any other.
    var quotation = -1

    func has(_ classes: WordClasses) -> Bool { !self.classes.isDisjoint(with: classes) }
    func isMark(_ mark: Mark) -> Bool { kind == .mark && self.mark == mark }
    var isWord: Bool { kind == .word }
    var isCapital: Bool { kind == .word && (shape == .capitalized || shape == .all) }
    var isLower: Bool { kind == .word && shape == .lower }
}

/// A sentence as rules see it: what is in quotation marks does not end it.
struct Unit: Sendable {
    /// A range of ``QuoteReading/items``.
    var items: Range<Int>
    var paragraph: Int
}

/// Everything that the rules for quotes look at and fill, stage by stage.
struct QuoteReading {
    let text: ReadText
    var quotations: [Quotation]
    var items: [Item] = []
    var units: [Unit] = []
    /// How many items were looked at: the tests hold it to a multiple of the text.
    var steps = 0

    /// What was found so far.
    var found: [FoundQuote] = []
    /// The unit that is read.
    var currentUnit = -1
    /// Whoever a unit's first cue is about, whether or not it reported anything.
    var unitSubjects: [Int: Subject] = [:]
    /// Whether each paragraph is a part of a transcript.
    var transcribed: [Bool]
    /// Which of ``quotations`` are a part of what was found: the number in ``found``; -1 for none.
    var taken: [Int]

    init(_ text: ReadText) {
        self.text = text
        var pairing = QuotationPairing(text.tokens, paragraphs: text.paragraphs)
        pairing.pair()
        quotations =
            text.language == .russian ? pairing.quotations.flatMap { Self.parted($0, text) } : pairing.quotations
        steps = pairing.steps
        taken = Array(repeating: -1, count: quotations.count)
        transcribed = Array(repeating: false, count: text.paragraphs.count)
        makeItems()
        makeUnits()
    }

    /// A quotation without the reporting clause that Russian prints within its marks: `«А, — сказал он. — Б»`.
    private static func parted(_ whole: Quotation, _ text: ReadText) -> [Quotation] {
        let tokens = text.tokens
        for index in whole.content.dropFirst().dropLast()
        where tokens[index].mark == .dash && tokens[index].kind == .mark {
            let last = tokens[index - 1]
            guard last.kind == .mark, [.comma, .question, .exclamation, .ellipsis].contains(last.mark),
                tokens[index + 1].classes.contains(.speechVerb) || tokens[index + 1].classes.contains(.thoughtVerb)
            else { continue }
            var first = whole
            first.tokens = whole.tokens.lowerBound..<index
            first.content = whole.content.lowerBound..<index
            let end = (index + 2..<min(whole.content.upperBound, index + Limits.clauseLook)).first {
                tokens[$0].kind == .mark && tokens[$0].mark == .dash && tokens[$0 - 1].kind == .mark
                    && (tokens[$0 - 1].mark == .period || tokens[$0 - 1].mark == .comma)
            }
            guard let end, end + 1 < whole.content.upperBound else { return [first] }
            var second = whole
            second.tokens = (end + 1)..<whole.tokens.upperBound
            second.content = (end + 1)..<whole.content.upperBound
            return [first, second]
        }
        return [whole]
    }

    private mutating func makeItems() {
        let tokens = text.tokens
        items.reserveCapacity(tokens.count)
        var (index, next) = (0, 0)
        while index < tokens.count {
            steps += 1
            if next < quotations.count, quotations[next].tokens.lowerBound == index {
                let whole = quotations[next].tokens
                items.append(
                    Item(
                        kind: .quotation, shape: .none, mark: .other, before: tokens[index].before, classes: [],
                        tokens: whole, quotation: next))
                index = whole.upperBound
                next += 1
                continue
            }
            if let after = markup(at: index) {
                index = after
                continue
            }
            let token = tokens[index]
            var (end, classes) = (index + 1, token.classes)
            if token.phrase >= 0 {
                let phrase = text.phrases[Int(token.phrase)]
                // A phrase of the figures alone is not one word here; nor is one that runs into a quotation.
                if !phrase.classes.isEmpty,
                    next >= quotations.count || quotations[next].tokens.lowerBound >= phrase.tokens.upperBound
                {
                    (end, classes) = (phrase.tokens.upperBound, phrase.classes)
                }
            }
            // WHO, US and IT among small letters are no pronouns.
            if token.shape == .all, token.end - token.start > 1, isAmongSmall(index) { classes.subtract(.smallWords) }
            let kind: Item.Kind =
                switch token.kind {
                case .word: .word
                case .number: .number
                case .mark: .mark
                }
            items.append(
                Item(
                    kind: kind, shape: token.shape, mark: token.kind == .mark ? token.mark : .other,
                    isAbbreviated: token.isAbbreviated && end == index + 1, before: token.before, classes: classes,
                    tokens: index..<end))
            index = end
        }
    }

    private func isAmongSmall(_ index: Int) -> Bool {
        index > 0 && text.tokens[index - 1].shape == .lower
            || index + 1 < text.tokens.count && text.tokens[index + 1].shape == .lower
    }

    /// Behind what is there for the eye alone: marks of emphasis, and brackets with the target of a link. A text is not
    /// read as Markdown; whoever has not taken the marks away is read all the same.
    private mutating func markup(at index: Int) -> Int? {
        let token = text.tokens[index]
        guard token.kind == .mark else { return nil }
        switch token.mark {
        case .rightSingle, .straightSingle:
            // A plural's apostrophe: `the farmers’ union`.
            return token.before == .none && index > 0 && text.tokens[index - 1].kind == .word ? index + 1 : nil
        case .bullet:
            let touches =
                token.before == .none || index + 1 < text.tokens.count && text.tokens[index + 1].before == .none
            return touches ? index + 1 : nil
        case .openBracket: return index + 1
        case .closeBracket:
            guard index + 1 < text.tokens.count, text.tokens[index + 1].before == .none,
                text.tokens[index + 1].mark == .openParenthesis
            else { return index + 1 }
            for ahead in (index + 2)..<min(text.tokens.count, index + Limits.linkTarget) {
                steps += 1
                if text.tokens[ahead].before != .none { break }
                if text.tokens[ahead].mark == .closeParenthesis { return ahead + 1 }
            }
            return index + 1
        default: return nil
        }
    }

    private mutating func makeUnits() {
        var start = 0
        var sentence = 0
        let sentences = text.sentences
        for index in items.indices.dropFirst() {
            steps += 1
            let token = items[index].tokens.lowerBound
            var begins = false
            while sentence < sentences.count, sentences[sentence].tokens.upperBound <= token {
                sentence += 1
                begins = true
            }
            // A sentence that begins within a quotation begins no unit.
            begins = begins && sentences[sentence].tokens.lowerBound >= items[index - 1].tokens.upperBound
            if begins && !goesOn(index) || index - start >= Limits.unitItems {
                units.append(
                    Unit(items: start..<index, paragraph: paragraph(of: items[start].tokens.lowerBound)))
                start = index
            }
        }
        if !items.isEmpty {
            units.append(Unit(items: start..<items.count, paragraph: paragraph(of: items[start].tokens.lowerBound)))
        }
    }

    /// Whether a sentence goes on at an item that its rules would begin a new one at: after `!` and `?` in marks, a
    /// reporting clause (`“Is it?” Smith asked.`).
    private mutating func goesOn(_ index: Int) -> Bool {
        guard index > 0, items[index - 1].kind == .quotation, items[index].before < .line, items[index].isWord else {
            return false
        }
        let content = quotations[items[index - 1].quotation].content
        let last = text.tokens[content.upperBound - 1].mark
        guard last == .question || last == .exclamation || last == .ellipsis || last == .dash || last == .comma else {
            return false
        }
        for ahead in index..<min(items.count, index + 8) {
            steps += 1
            if items[ahead].has(.speechVerb), items[ahead].isLower { return true }
            if items[ahead].kind != .word || items[ahead].has(.verb) { return false }
        }
        return false
    }

    /// The paragraph of a token, by bisection.
    private func paragraph(of token: Int) -> Int {
        var (low, high) = (0, text.paragraphs.count)
        while low < high {
            let middle = (low + high) / 2
            if text.paragraphs[middle].upperBound <= token { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

/// A quote as the rules find it, in tokens.
struct FoundQuote: Sendable {
    var kind: ProposedQuote.Kind
    /// The words said, in order: more than one where something interrupts them.
    var parts: [Range<Int>]
    var speaker: Range<Int>?
    var role: Range<Int>?
    /// Whom a relative pronoun stands for.
    var antecedent: Range<Int>?
    var cue: Range<Int>?
    var rule: Rule
    /// The units in which it begins and ends; -1 where no unit was read.
    var unit = -1
    var lastUnit = -1

    /// Tokens from the first part to the last.
    var whole: Range<Int> { (parts.first?.lowerBound ?? 0)..<(parts.last?.upperBound ?? 0) }
}
