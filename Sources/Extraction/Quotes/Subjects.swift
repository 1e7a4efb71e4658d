/// Whoever a verb is about, as found beside it.
struct Subject: Sendable {
    /// The noun phrase, with what belongs to it: a range of ``QuoteReading/items``.
    var phrase: Range<Int>
    /// The mention, in tokens: a name without title and role, a pronoun, or the whole phrase.
    var mention: Range<Int>
    /// Title and role, or an apposition, in tokens.
    var role: Range<Int>?
    /// Whom a relative pronoun stands for, in tokens.
    var antecedent: Range<Int>?
}
/// The subject before a verb, found by walking from the verb to what can't be a part of its noun phrase, without a parse of
/// the sentence.
extension QuoteReading {
    /// The subject that ends before an item, with appositions and relative clauses between it and the verb stepped
    /// over: `Ryan, R-Wis., |said`, `the analyst, who lives abroad, |notes`.
    mutating func subject(before end: Int, floor: Int) -> Subject? {
        let floor = max(floor, end - Limits.subjectLook)
        guard end > floor else { return nil }
        let last = items[end - 1]
        if last.has(.relativePronoun), !last.has(.complementizer), last.isWord {
            return relative(end - 1, floor: floor)
        }
        let region = phraseRegion(before: end, floor: floor)
        if !region.isEmpty, let phrase = withoutIntroduction(region) {
            return plausible(phrase)
        }
        let mark = region.lowerBound
        guard mark > floor else { return nil }
        switch items[mark - 1].mark {
        case .comma, .dash, .closeParenthesis:
            return items[mark - 1].kind == .mark ? stepOver(mark - 1, floor: floor) : nil
        default: return nil
        }
    }

    /// The antecedent of a relative pronoun at `pronoun`: `Smith, |who said`.
    mutating func relative(_ pronoun: Int, floor: Int) -> Subject? {
        let token = items[pronoun].tokens
        let end = pronoun > floor && items[pronoun - 1].isMark(.comma) ? pronoun - 1 : pronoun
        let region = phraseRegion(before: end, floor: floor)
        let before = region.isEmpty ? nil : withoutIntroduction(region).flatMap { plausible($0) }
        return Subject(phrase: pronoun..<(pronoun + 1), mention: token, antecedent: before?.mention)
    }

    /// A subject before what stands between two commas or dashes, the second one at `close`.
    mutating func stepOver(_ close: Int, floor: Int) -> Subject? {
        let mark = items[close].mark
        var commas = 0
        var index = close - 1
        while index > floor, close - index < Limits.nounPhrase {
            steps += 1
            let item = items[index]
            if item.kind == .quotation, item.tokens.count > 5 { return nil }
            if item.isMark(mark) {
                commas += 1
                let inside = (index + 1)..<close
                if isParenthetical(inside) {
                    let region = phraseRegion(before: index, floor: floor)
                    if !region.isEmpty, let phrase = withoutIntroduction(region), var subject = plausible(phrase) {
                        subject.phrase = subject.phrase.lowerBound..<(close + 1)
                        if let name = nameRun(inside), name == inside || items[inside.lowerBound].has(.title),
                            subject.role == nil,
                            !items[subject.phrase.lowerBound].isCapital
                                || items[subject.phrase.lowerBound].has(.determiner)
                        {
                            // `the minister, Jamoliddin Nuraliev, called`
                            subject.role = subject.mention
                            subject.mention = tokens(of: name)
                        } else if subject.role == nil, isApposition(inside) {
                            subject.role = tokens(of: inside)
                        }
                        return subject
                    }
                }
                if commas == 3 { return nil }
            }
            index -= 1
        }
        return nil
    }

    /// Whether what stands between commas adds to a noun, rather than being a clause that the verb reports.
    func isParenthetical(_ inside: Range<Int>) -> Bool {
        guard let first = inside.first else { return false }
        let item = items[first]
        if item.kind == .number || item.has([.relativePronoun, .possessivePronoun, .preposition, .participle]) {
            return true
        }
        if item.has(.subordinator) { return true }
        for index in inside.prefix(8) {
            if isFinite(index) { return false }
        }
        return item.isWord
    }

    func isApposition(_ inside: Range<Int>) -> Bool {
        guard let first = inside.first else { return false }
        if items[first].has([.relativePronoun, .preposition, .subordinator, .participle]) { return false }
        return inside.contains { items[$0].has([.role, .group, .title, .institution]) }
    }

    /// The items before `end` that can be parts of one noun phrase.
    mutating func phraseRegion(before end: Int, floor: Int) -> Range<Int> {
        let floor = max(floor, end - Limits.nounPhrase)
        var start = end
        while start > floor {
            steps += 1
            let item = items[start - 1]
            switch item.kind {
            case .number: start -= 1
            case .quotation:
                // `the film “The Road” |claims`
                if start == end, !isMeant(start - 1),
                    start - 1 > floor && items[start - 2].isWord || text.language == .russian
                {
                    start -= 1
                    continue
                }
                // A nickname: Charles “Chuck” Schumer.
                guard start < end, item.tokens.count <= 5, items[start].isCapital, start - 1 > floor,
                    items[start - 2].isCapital
                else { return start..<end }
                start -= 1
            case .mark:
                if item.mark == .closeParenthesis {
                    guard let open = openParenthesis(before: start - 1, floor: floor) else { return start..<end }
                    start = open
                } else if start < end, joins(start - 1) {
                    start -= 1
                } else {
                    return start..<end
                }
            case .word:
                if item.has(.subjectPronoun), !item.isAbbreviated {
                    return start == end ? (start - 1)..<end : start..<end
                }
                if endsPhrase(start - 1, end: end) { return start..<end }
                start -= 1
            }
        }
        return start..<end
    }

    /// Whether a mark holds the words around it together: `R-Ohio`, `AT&T`, `and/or`.
    func joins(_ index: Int) -> Bool {
        guard index + 1 < items.count else { return false }
        switch items[index].mark {
        case .ampersand, .at, .hash: return true
        case .dash, .slash: return items[index].before == .none && items[index + 1].before == .none
        default: return false
        }
    }

    mutating func openParenthesis(before close: Int, floor: Int) -> Int? {
        var index = close - 1
        while index >= floor, close - index < 16 {
            steps += 1
            if items[index].isMark(.openParenthesis) { return index }
            index -= 1
        }
        return nil
    }

    /// Whether a word can't be a part of the noun phrase that goes on after it.
    func endsPhrase(_ index: Int, end: Int) -> Bool {
        let item = items[index]
        if item.has(.possessive), index > 0, items[index - 1].isWord, !items[index - 1].has(.pronoun) { return false }
        if item.has([.subordinator, .complementizer]) || item.has(.negation) && !item.has(.determiner) { return true }
        if item.has(.relativePronoun) { return true }
        if item.has(.conjunction) {
            guard item.has(.conjunction), index + 1 < end, index > 0, isAnd(index) else { return true }
            let (before, after) = (items[index - 1], items[index + 1])
            // Two names or two kinds of people; anything else is two clauses.
            let pairs =
                before.isCapital && (after.isCapital || after.has(.determiner))
                || before.has([.role, .group, .institution])
                    && (after.has([.role, .group, .institution])
                        || after.isLower && !after.has([.pronoun, .determiner]))
            return !pairs
        }
        if item.isCapital, index > 0, items[index].before < .line, !item.has([.auxiliary]) { return false }
        if item.has([.verb, .auxiliary]), !item.has(.nominal) { return true }
        if item.has(WordClasses.cueVerbs), item.isLower, !item.has([.nominal, .participle, .role]) { return true }
        if item.has(.nominal), item.isLower, index > 0, items[index - 1].has(.subjectPronoun) { return true }
        if index + 1 < end {
            let next = items[index + 1]
            let begins = next.has([.determiner, .possessivePronoun]) || next.isCapital && !next.has(.title)
            if item.isLower, begins, item.has([.adverb, .time]) { return true }
            // An unknown verb in the past: visited Mexico, backed by.
            if item.isLower, begins || next.has(.preposition), endsInEd(index) { return true }
        }
        return false
    }

    /// A noun phrase without what introduces its sentence: `In an interview Trump`, `On Monday the company`.
    ///
    /// - Returns: `nil` where nothing but the introduction is there.
    mutating func withoutIntroduction(_ region: Range<Int>) -> Range<Int>? {
        guard let first = region.first else { return nil }
        let begins = items[first]
        guard begins.has([.preposition, .time, .adverb]), !(begins.isCapital && region.count == 1) else {
            return region
        }
        if begins.has(.adverb), !begins.has([.preposition, .time]) {
            return region.count > 1 ? withoutIntroduction((first + 1)..<region.upperBound) : nil
        }
        var index = region.upperBound - 1
        while index > first {
            steps += 1
            let (item, before) = (items[index], items[index - 1])
            if before.has(.preposition) || before.has(.determiner) || before.has(.possessivePronoun) {
                index -= 1
                continue
            }
            if item.has(.determiner) || item.has(.possessivePronoun) { return index..<region.upperBound }
            // `На вопрос о сроках |министр ответил`
            if text.language == .russian, item.isLower, item.has([.role, .title, .group]), before.isLower,
                !before.has(.preposition)
            {
                return index..<region.upperBound
            }
            if item.isCapital, !item.has(.time) {
                let isSeam =
                    before.has(.time) || before.kind == .number
                    || before.isLower
                        && !before.has([.role, .title, .institution, .group, .nameParticle, .conjunction, .possessive])
                    || item.has(.title) && before.isCapital && !before.has(.title)
                if isSeam { return index..<region.upperBound }
            }
            index -= 1
        }
        return nil
    }
}
