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

/// Noun phrases: found by walking from a verb to what can't be a part of one, without a parse of the sentence.
extension QuoteReading {
    // MARK: To the left

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
    private mutating func relative(_ pronoun: Int, floor: Int) -> Subject? {
        let token = items[pronoun].tokens
        let end = pronoun > floor && items[pronoun - 1].isMark(.comma) ? pronoun - 1 : pronoun
        let region = phraseRegion(before: end, floor: floor)
        let before = region.isEmpty ? nil : withoutIntroduction(region).flatMap { plausible($0) }
        return Subject(phrase: pronoun..<(pronoun + 1), mention: token, antecedent: before?.mention)
    }

    /// A subject before what stands between two commas or dashes, the second one at `close`.
    private mutating func stepOver(_ close: Int, floor: Int) -> Subject? {
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
    private func isParenthetical(_ inside: Range<Int>) -> Bool {
        guard let first = inside.first else { return false }
        let item = items[first]
        if item.has([.relativePronoun, .possessivePronoun, .preposition, .participle]) { return true }
        if item.has(.subordinator) { return true }
        for index in inside.prefix(8) {
            if isFinite(index) { return false }
        }
        return item.kind == .number || item.isWord
    }

    private func isApposition(_ inside: Range<Int>) -> Bool {
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
    private func joins(_ index: Int) -> Bool {
        guard index + 1 < items.count else { return false }
        switch items[index].mark {
        case .ampersand, .at, .hash: return true
        case .dash, .slash: return items[index].before == .none && items[index + 1].before == .none
        default: return false
        }
    }

    private mutating func openParenthesis(before close: Int, floor: Int) -> Int? {
        var index = close - 1
        while index >= floor, close - index < 16 {
            steps += 1
            if items[index].isMark(.openParenthesis) { return index }
            index -= 1
        }
        return nil
    }

    /// Whether a word can't be a part of the noun phrase that goes on after it.
    private func endsPhrase(_ index: Int, end: Int) -> Bool {
        let item = items[index]
        if item.has(.possessive), index > 0, items[index - 1].isWord, !items[index - 1].has(.pronoun) { return false }
        if item.has([.subordinator, .complementizer, .negation]) { return true }
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
    private mutating func withoutIntroduction(_ region: Range<Int>) -> Range<Int>? {
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

    // MARK: To the right

    /// The subject that begins at an item: `said |Robert McAtee, one of several veterans`.
    mutating func subject(after start: Int, ceiling: Int) -> Subject? {
        let ceiling = min(ceiling, start + Limits.nounPhrase)
        guard start < ceiling else { return nil }
        let first = items[start]
        guard first.isWord || first.kind == .number,
            !first.has([.preposition, .complementizer, .conjunction, .auxiliary, .negation])
        else {
            return nil
        }
        if first.has(.subjectPronoun), !first.isAbbreviated {
            return Subject(phrase: start..<(start + 1), mention: first.tokens)
        }
        if first.has(.time) || first.has(.subordinator) && !first.has(.determiner) { return nil }
        var end = start
        scan: while end < ceiling {
            steps += 1
            let item = items[end]
            switch item.kind {
            case .quotation:
                guard item.tokens.count <= 5, end > start, items[end - 1].isCapital, end + 1 < ceiling,
                    items[end + 1].isCapital
                else { break scan }
            case .number:
                break
            case .mark:
                if item.mark == .slash, end > start {
                    break
                } else if item.mark == .openParenthesis, end > start, let close = closeParenthesis(after: end, ceiling)
                {
                    end = close
                } else if !(joins(end) && end > start) {
                    break scan
                }
            case .word:
                if item.has(.preposition) {
                    guard end > start, item.has(.nameParticle) || isBelonging(end), end + 1 < ceiling else {
                        break scan
                    }
                    let before = items[end - 1]
                    guard
                        before.isLower
                            || (start..<end).contains(where: { items[$0].has([.institution, .title, .role]) })
                    else { break scan }
                } else if item.has(.conjunction) {
                    guard isAnd(end), end > start, end + 1 < ceiling, items[end - 1].isCapital,
                        items[end + 1].isCapital
                    else { break scan }
                } else if item.has([.subordinator, .complementizer, .negation, .relativePronoun, .infinitiveMark]) {
                    break scan
                } else if item.has([.time, .pronoun]), end > start, !item.has(.determiner) {
                    break scan
                } else if item.isLower, item.has([.verb, .auxiliary, .adverb]), !item.has(.possessive) {
                    break scan
                } else if item.isLower, item.has(WordClasses.cueVerbs), !item.has([.nominal, .role]),
                    !(item.has(.participle) && end > start && items[end - 1].has([.determiner, .possessivePronoun]))
                {
                    break scan
                } else if item.isLower, end > start, endsInEd(end), items[end - 1].isLower, !endsInLy(end - 1),
                    !items[end - 1].has([.determiner, .possessivePronoun, .adverb])
                {
                    // `a study |published in Nature`
                    break scan
                } else if item.isLower, end > start, items[end - 1].isCapital,
                    !(text.language == .russian && items[end - 1].has([.institution, .role]))
                {
                    // `Blige |sings to Clinton`: after a name nothing small belongs to it.
                    break scan
                }
            }
            end += 1
        }
        guard end > start else { return nil }
        guard var subject = plausible(start..<end) else { return nil }
        // `said Smith, a professor at Yale,`: what follows the comma is what he is.
        if subject.role == nil, end + 1 < items.count, items[end].isMark(.comma),
            items[end + 1].has(.determiner) || items[end + 1].has(.role)
        {
            var stop = end + 1
            while stop < min(items.count, end + 1 + Limits.nounPhrase), items[stop].kind != .quotation,
                !items[stop].isMark(.comma), !items[stop].isMark(.period), !items[stop].has(.relativePronoun),
                !isFinite(stop)
            {
                steps += 1
                stop += 1
            }
            let closes = stop >= items.count || items[stop].kind == .mark
            if closes, isApposition((end + 1)..<stop) { subject.role = tokens(of: (end + 1)..<stop) }
        }
        return subject
    }

    private mutating func closeParenthesis(after open: Int, _ ceiling: Int) -> Int? {
        var index = open + 1
        while index < ceiling, index - open < 16 {
            steps += 1
            if items[index].isMark(.closeParenthesis) { return index }
            index += 1
        }
        return nil
    }

    // MARK: What is in a phrase

    /// The mention and the role in a noun phrase; `nil` where nobody can be meant.
    func plausible(_ phrase: Range<Int>) -> Subject? {
        guard let first = phrase.first, let last = phrase.last else { return nil }
        if phrase.count == 1 {
            let item = items[first]
            // «Газпром» сообщил
            if item.kind == .quotation, !isMeant(first) {
                return Subject(phrase: phrase, mention: quotations[item.quotation].content)
            }
            if item.kind != .word { return nil }
            if item.has(.pronoun) { return Subject(phrase: phrase, mention: item.tokens) }
            if item.has([.time, .adverb, .preposition]) { return nil }
            // A small word alone is somebody only where it is known, or several.
            if item.isLower, text.language == .english, !item.has([.role, .group, .institution, .plural]),
                !endsInS(first)
            {
                return nil
            }
        }
        if phrase.allSatisfy({ items[$0].has([.time, .adverb, .determiner]) || items[$0].kind == .number }) {
            return nil
        }
        if items[first].isWord, text.tokens[items[first].tokens.lowerBound].code == Codes.there { return nil }
        // The head ends where a preposition or parenthesis begins.
        var headEnd = first + 1
        while headEnd < phrase.upperBound,
            !(items[headEnd].has(.preposition) && items[headEnd].isLower && !isParticleInName(headEnd, phrase)),
            !items[headEnd].isMark(.openParenthesis)
        {
            headEnd += 1
        }
        if let name = nameRun(first..<headEnd), !name.contains(where: { items[$0].has(.institution) }),
            // `директор института Пётр Иванов` is a person, `Congress Watch` is none.
            !(first..<name.lowerBound).contains(where: { items[$0].has(.institution) })
                || (first..<name.lowerBound).contains(where: { items[$0].has([.role, .title]) })
        {
            return named(phrase, name)
        }
        // `Minister of Labor of Tajikistan Sumanguli Tagoyzoda`: the name comes after what the office is of.
        if headEnd < phrase.upperBound, (first..<headEnd).contains(where: { items[$0].has([.role, .title]) }),
            let run = nameRun(headEnd..<phrase.upperBound), run.upperBound == phrase.upperBound
        {
            var start = run.lowerBound
            for index in run where items[index].has([.institution, .place]) { start = index + 1 }
            if start == run.lowerBound, run.count > 2 { start = run.upperBound - 2 }
            // `expert on economics Ali Mastov`
            let followsNoun =
                items[run.lowerBound - 1].isLower && !items[run.lowerBound - 1].has([.preposition, .determiner])
            if start < run.upperBound, start > run.lowerBound || followsNoun {
                return named(phrase, start..<run.upperBound)
            }
        }
        // `recent statements of the Minister`: whoever made them.
        if headEnd + 1 < phrase.upperBound, items[headEnd - 1].has(.occasion), Codes.belonging.contains(code(headEnd)),
            (first..<headEnd).count <= 3, let maker = plausible((headEnd + 1)..<phrase.upperBound),
            maker.role != nil
                || (headEnd + 1..<phrase.upperBound).contains(where: {
                    items[$0].has([.role, .title, .institution]) || items[$0].isCapital
                })
        {
            return Subject(phrase: phrase, mention: maker.mention, role: maker.role)
        }
        var end = last + 1
        // `Ministry of Labor (MoL)`: the parenthesis is not a part of it.
        if items[last].isMark(.closeParenthesis), let open = phrase.last(where: { items[$0].isMark(.openParenthesis) }),
            open > first
        {
            end = open
        }
        return Subject(phrase: phrase, mention: tokens(of: first..<end))
    }

    private func named(_ phrase: Range<Int>, _ name: Range<Int>) -> Subject {
        var start = phrase.lowerBound
        while start < name.lowerBound, items[start].has(.determiner) { start += 1 }
        return Subject(
            phrase: phrase, mention: tokens(of: name),
            role: start < name.lowerBound ? tokens(of: start..<name.lowerBound) : nil)
    }

    /// The capitalized words that a range ends with, without the titles before a name.
    private func nameRun(_ range: Range<Int>) -> Range<Int>? {
        var start = range.upperBound
        while start > range.lowerBound {
            let item = items[start - 1]
            let isPart =
                item.isCapital && !(item.has([.determiner, .pronoun, .preposition]) && item.has(.notName))
                || item.kind == .quotation && start < range.upperBound
                || isParticleInName(start - 1, range)
                || item.kind == .mark && start < range.upperBound && joins(start - 1) && item.mark == .dash
            if !isPart { break }
            start -= 1
        }
        // Titles before it, and what is in capitals throughout: that is where they work (`ECB President Lagarde`).
        while start + 1 < range.upperBound,
            items[start].has([.title, .role, .group]) || items[start].kind == .mark
                || range.upperBound - start > 2 && items[start].shape == .all && !items[start].isAbbreviated
                    && items[start + 1].isCapital
        {
            start += 1
        }

        guard start < range.upperBound, items[start].isCapital, !items[start].has(.time) else { return nil }
        // A role alone, in capitals, is no name.
        if range.upperBound - start == 1, items[start].has([.title, .role, .group]),
            !items[start].has([.givenNameMasculine, .givenNameFeminine])
        {
            return nil
        }
        return start..<range.upperBound
    }

    /// van, de, bin between capitals.
    private func isParticleInName(_ index: Int, _ range: Range<Int>) -> Bool {
        items[index].has(.nameParticle) && items[index].isLower
            && !items[index].has([.conjunction, .preposition, .determiner])
            && index > range.lowerBound && index + 1 < range.upperBound && items[index + 1].isCapital
    }

    func tokens(of range: Range<Int>) -> Range<Int> {
        items[range.lowerBound].tokens.lowerBound..<items[range.upperBound - 1].tokens.upperBound
    }

    // MARK: Words

    /// Whether an item is a verb that a clause has for its predicate.
    func isFinite(_ index: Int) -> Bool {
        let item = items[index]
        guard item.isWord, !item.isCapital else { return false }
        if item.has([.verb, .auxiliary]), !item.has(.nominal) {
            return !item.has(.possessive) || isVerbalClitic(index)
        }
        if item.has(WordClasses.cueVerbs), !item.has([.participle, .baseForm, .nominal]) { return true }
        return false
    }

    /// An `’s` after a pronoun is a verb, after a noun most often not.
    private func isVerbalClitic(_ index: Int) -> Bool { index > 0 && items[index - 1].has(.pronoun) }

    func code(_ index: Int) -> UInt64 {
        items[index].isWord ? text.tokens[items[index].tokens.lowerBound].code : 0
    }

    private func isAnd(_ index: Int) -> Bool { Codes.and.contains(code(index)) }

    private func isBelonging(_ index: Int) -> Bool { Codes.belonging.contains(code(index)) }

    private func endsInS(_ index: Int) -> Bool {
        text.bytes[Int(text.tokens[items[index].tokens.upperBound - 1].byteEnd) - 1] == 0x73
    }

    /// A small word in -ed that no lexicon knows.
    func endsInEd(_ index: Int) -> Bool {
        let token = text.tokens[items[index].tokens.lowerBound]
        let end = Int(token.byteEnd)
        return token.byteEnd - token.byteStart > 3 && text.bytes[end - 1] == 0x64 && text.bytes[end - 2] == 0x65
            && text.bytes[end - 3] != 0x65
    }
}

/// Words that a rule names.
enum Codes {
    static let plural: [UInt64] = ["those", "many", "some", "most", "several", "few", "both", "these"].map {
        WordCode($0).value
    }
    static let `as` = WordCode("as").value
    static let there = WordCode("there").value
    static let and: [UInt64] = [WordCode("and").value, WordCode("or").value, WordCode("и").value]
    static let belonging: [UInt64] = ["of", "for", "at", "from", "with", "по"].map { WordCode($0).value }
    static let that = WordCode("that").value
    static let to = WordCode("to").value
    static let by = WordCode("by").value
    static let be: [UInt64] = ["is", "are", "was", "were", "be", "been", "being", "am"].map { WordCode($0).value }
    static let whether: [UInt64] = ["whether", "why", "how", "what", "who"].map { WordCode($0).value }
    static let but: [UInt64] = ["but", "although", "though"].map { WordCode($0).value }
    static let comment = WordCode("comment").value
    static let opinion: [UInt64] = [
        "opinion", "view", "judgment", "words", "estimation", "словам", "мнению", "данным", "оценке", "оценкам",
    ].map { WordCode($0).value }
    static let within: [UInt64] = ["in", "to", "by", "по"].map { WordCode($0).value }
    static let how = WordCode("как").value
    static let saying: [UInt64] = ["say", "says", "said", "saying", "thinks", "think", "believes", "believe"].map {
        WordCode($0).value
    }
}
