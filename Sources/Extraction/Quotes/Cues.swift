/// A verb or phrase that tells that somebody says, thinks, wants or judges something.
struct Cue: Sendable {
    enum Form: Sendable {
        /// said, has said, do not believe
        case finite
        /// saying, adding: after a comma or a preposition.
        case participle
        /// according to
        case preposition
    }

    var form: Form
    /// The verb or phrase: an index of ``QuoteReading/items``.
    var item: Int
    /// The first of its auxiliaries and adverbs.
    var groupStart: Int
    /// Behind the verb and the adverbs after it.
    var end: Int
    var classes: WordClasses
    var subject: Subject?
    /// Whether the subject stands behind the verb.
    var isInverted = false
}

extension QuoteReading {
    /// The cues of a unit, in order.
    mutating func cues(in unit: Unit) -> [Cue] {
        var cues: [Cue] = []
        for index in unit.items {
            steps += 1
            let item = items[index]
            guard item.isWord else { continue }
            if item.has(.sourcePreposition) {
                cues.append(
                    Cue(form: .preposition, item: index, groupStart: index, end: index + 1, classes: item.classes))
                continue
            }
            if let cue = opinion(at: index, in: unit) {
                cues.append(cue)
                continue
            }
            if item.has(.cueAdjective), let cue = adjective(at: index, in: unit) {
                cues.append(cue)
                continue
            }
            if item.has(.speechNoun), item.isLower, let cue = noun(at: index, in: unit) {
                cues.append(cue)
                continue
            }
            guard item.has(WordClasses.cueVerbs) else { continue }
            if item.isCapital, index > unit.items.lowerBound, !isHeadlineVerb(index, unit) { continue }
            if let cue = verb(at: index, in: unit, after: cues.last) { cues.append(cue) }
        }
        return cues
    }

    /// The cue that a word is where it is a verb with a subject.
    private mutating func verb(at index: Int, in unit: Unit, after previous: Cue?) -> Cue? {
        let item = items[index]
        let floor = unit.items.lowerBound
        if item.isCapital, !item.has(.participle), !isHeadlineVerb(index, unit) { return nil }
        // back, since: where a word is small, it is its other self.
        if item.has([.preposition, .subordinator, .adverb]), !item.has(.nominal) { return nil }
        // Its auxiliaries, negations and adverbs.
        var start = index
        var (isPassive, hasAuxiliary, hasTo) = (false, false, false)
        while start > floor, index - start < 8 {
            steps += 1
            let before = items[start - 1]
            guard before.isWord else { break }
            // `Trump on Monday said`, `Wells Fargo just this month announced`.
            if before.has(.time), !before.has(.auxiliary), start - 1 > floor {
                start -= 1
                if items[start - 1].has([.determiner, .preposition]), start - 1 > floor, items[start - 1].isLower {
                    start -= 1
                }
                continue
            }
            guard !before.isCapital else { break }
            if before.has(.auxiliary), !before.has(.possessive) || start - 1 > floor && items[start - 2].has(.pronoun) {
                hasAuxiliary = true
                if !item.has(.participle), Codes.be.contains(code(start - 1)) { isPassive = true }
            } else if code(start - 1) == Codes.to {
                hasTo = true
            } else if !before.has([.adverb, .negation]) && !endsInLy(start - 1) {
                break
            } else if before.has([.preposition, .subordinator]) {
                break
            }
            start -= 1
        }
        if isPassive || hasTo { return nil }
        let before = start > floor ? items[start - 1] : nil
        var form = Cue.Form.finite
        if item.has(.participle) {
            if !hasAuxiliary { form = .participle }
        } else if item.has(.baseForm), !hasAuxiliary, !isPastToo(item) {
            // A base form needs a plural before it, or I, you, we, they.
            guard let before, canBePlural(before, at: start - 1) || isPluralPhrase(before: start, floor) else {
                return nil
            }
        }
        if item.has(.nominal), !hasAuxiliary, isNoun(index, before) { return nil }
        // `the statement issued`, `a promised visit`.
        if let before, before.has([.determiner, .possessivePronoun]), !before.has([.pronoun, .adverb]) { return nil }
        // Moody’s said; but not Smith’s promised visit.
        if let before, before.has(.possessive), !Codes.saying.contains(code(index)), start - 1 > floor,
            !items[start - 2].has(.pronoun)
        {
            return nil
        }
        var end = index + 1
        while end < unit.items.upperBound, items[end].isLower, items[end].has(.trailingAdverb) || endsInLy(end) {
            steps += 1
            end += 1
        }
        var cue = Cue(
            form: form, item: index, groupStart: start, end: end, classes: item.classes.subtracting(.speechNoun))
        cue.subject = cueSubject(cue, floor, previous)
        // `В министерстве заявили`, `сообщили в министерстве`: the place speaks.
        if cue.subject == nil, text.language == .russian { cue.subject = place(before: start, floor: floor) }
        let behind =
            text.language == .russian && end < unit.items.upperBound && items[end].has(.preposition) ? end + 1 : end
        if cue.subject == nil, form == .finite, !hasAuxiliary,
            item.has(.clauseVerb) || text.language == .russian || followsMarks(start, floor),
            !followsName(start, floor),
            let inverted = subject(after: behind, ceiling: unit.items.upperBound),
            standsBehindWords(start, floor)
        {
            cue.subject = inverted
            cue.isInverted = true
            cue.end = inverted.phrase.upperBound
        }
        return cue.subject == nil ? nil : cue
    }

    /// Whether a quotation stands before a verb, with a comma between them or without.
    private func followsMarks(_ start: Int, _ floor: Int) -> Bool {
        guard start > floor else { return false }
        if items[start - 1].kind == .quotation { return true }
        return start - 1 > floor && items[start - 2].kind == .quotation
            && (items[start - 1].isMark(.comma) || items[start - 1].isMark(.dash))
    }

    /// Whether what stands before a verb is a name in marks that ends its subject: `The film “The Road” claims`.
    private func followsName(_ start: Int, _ floor: Int) -> Bool {
        guard start > floor, items[start - 1].kind == .quotation, !isMeant(start - 1) else { return false }
        return start - 1 > floor ? items[start - 2].isWord : text.language == .russian
    }

    private mutating func place(before end: Int, floor: Int) -> Subject? {
        let region = phraseRegion(before: end, floor: floor)
        guard region.count > 1, items[region.lowerBound].has(.preposition) else { return nil }
        let phrase = (region.lowerBound + 1)..<region.upperBound
        guard phrase.contains(where: { items[$0].has(.institution) || items[$0].isCapital }) else { return nil }
        return Subject(phrase: region, mention: tokens(of: phrase))
    }

    private mutating func cueSubject(_ cue: Cue, _ floor: Int, _ previous: Cue?) -> Subject? {
        let start = cue.groupStart
        guard start > floor else { return nil }
        let before = items[start - 1]
        if cue.form == .participle {
            if before.isMark(.comma) || before.isMark(.dash) || before.has([.preposition, .subordinator, .conjunction])
                || before.kind == .quotation
            {
                if let previous, let subject = previous.subject, previous.form != .preposition { return subject }
                return mainSubject(from: floor, to: start)
            }
            // `unleashed a series of tweets saying`: whoever unleashed them.
            guard let nearest = subject(before: start, floor: floor) else { return nil }
            let isOccasion = nearest.phrase.contains { items[$0].has([.occasion, .time]) }
            return isOccasion ? mainSubject(from: floor, to: start) ?? nearest : nearest
        }
        // `visited Mexico and said`: the subject is the first verb's.
        if before.has(.conjunction) {
            if let previous, previous.form == .finite, let subject = previous.subject { return subject }
            return mainSubject(from: floor, to: start - 1)
        }
        if before.kind == .quotation, !followsName(start, floor) { return nil }
        return subject(before: start, floor: floor)
    }

    /// Whether what stands before a verb can be the words that it reports, so that the subject comes behind it.
    private func standsBehindWords(_ start: Int, _ floor: Int) -> Bool {
        guard start > floor else { return text.language == .russian }
        let before = items[start - 1]
        return before.kind == .quotation || before.isMark(.comma) || before.isMark(.dash) || text.language == .russian
    }

    /// The subject of the first verb of a stretch.
    mutating func mainSubject(from floor: Int, to end: Int) -> Subject? {
        var start = floor
        // After an introduction and its comma.
        if start < end, items[start].has([.preposition, .subordinator, .participle]) {
            let stop = min(end, start + Limits.clauseLook)
            while start < stop, !items[start].isMark(.comma) {
                steps += 1
                start += 1
            }
            start = start < stop ? start + 1 : floor
        }
        let stop = min(end, start + Limits.clauseLook)
        for index in start..<max(start, stop) {
            steps += 1
            let isVerb =
                isFinite(index)
                || items[index].isLower && endsInEd(index) && index + 1 < items.count && index > start
                    && (items[index + 1].has([.determiner, .preposition, .possessivePronoun, .pronoun, .conjunction])
                        || items[index + 1].isCapital)
            guard isVerb, index > start else { continue }
            var group = index
            while group > start, items[group - 1].isLower,
                items[group - 1].has([.adverb, .auxiliary, .negation]) || endsInLy(group - 1)
            {
                group -= 1
            }
            if let subject = subject(before: group, floor: start) { return subject }
        }
        return nil
    }

    /// Whether a word that is noun and verb stands as a noun.
    private func isNoun(_ index: Int, _ before: Item?) -> Bool {
        guard let before else { return true }
        if before.has([.determiner, .possessivePronoun, .possessive, .preposition]), !before.has(.subjectPronoun) {
            return true
        }
        if before.kind == .number { return true }
        guard index + 1 < items.count else { return true }
        let next = items[index + 1]
        // After a small noun or a name it is a verb where words follow that one says.
        if before.has([.subjectPronoun, .relativePronoun]) { return false }
        // `“…”, Mirsaidov notes.`
        if before.isCapital, next.isMark(.comma) || next.kind == .mark && next.mark.isTerminal { return false }
        return
            !(next.has([.complementizer, .determiner, .pronoun, .questionWord, .possessivePronoun])
            || next.kind == .quotation
            || next.isMark(.colon) || next.isCapital || next.has(.infinitiveMark))
            || next.has(.preposition) && !next.has(.infinitiveMark)
    }

    private func isPastToo(_ item: Item) -> Bool { item.has(.pastAlike) }

    /// `in |his opinion,`, `in the minister’s |view,`
    private mutating func opinion(at index: Int, in unit: Unit) -> Cue? {
        let floor = unit.items.lowerBound
        guard Codes.opinion.contains(code(index)), index > floor + 1 else { return nil }
        if items[index - 1].has(.possessivePronoun), Codes.within.contains(code(index - 2)) {
            return Cue(
                form: .preposition, item: index, groupStart: index - 2, end: index + 1, classes: .sourcePreposition,
                subject: Subject(phrase: (index - 2)..<(index + 1), mention: items[index - 1].tokens))
        }
        guard items[index - 1].has(.possessive), let owner = subject(before: index - 1, floor: floor),
            owner.phrase.lowerBound > floor, Codes.within.contains(code(owner.phrase.lowerBound - 1))
        else { return nil }
        var cue = Cue(
            form: .preposition, item: index, groupStart: owner.phrase.lowerBound - 1, end: index + 1,
            classes: .sourcePreposition, subject: owner)
        cue.subject?.phrase = cue.groupStart..<cue.end
        return cue
    }

    /// `made statements |that`, `her belief |that`, `the union’s claim |that`.
    private mutating func noun(at index: Int, in unit: Unit) -> Cue? {
        let floor = unit.items.lowerBound
        guard index > floor, index + 2 < unit.items.upperBound, items[index + 1].has(.complementizer) else {
            return nil
        }
        var cue = Cue(
            form: .finite, item: index, groupStart: index, end: index + 1, classes: [.speechVerb, .speechNoun])
        var start = index
        while start > floor, index - start < 4, items[start - 1].isLower,
            !items[start - 1].has([.possessive, .possessivePronoun, .verb, .preposition]),
            !isFinite(start - 1)
        {
            steps += 1
            start -= 1
        }
        if start > floor, items[start - 1].has(.possessivePronoun) {
            cue.subject = Subject(phrase: (start - 1)..<index, mention: items[start - 1].tokens)
        } else if start > floor, items[start - 1].has(.possessive) {
            cue.subject = subject(before: start - 1, floor: floor)
        } else {
            cue.subject = mainSubject(from: floor, to: index)
        }
        return cue.subject == nil ? nil : cue
    }

    /// `is confident |that`: an adjective behind a form of be.
    private mutating func adjective(at index: Int, in unit: Unit) -> Cue? {
        var start = index
        while start > unit.items.lowerBound, index - start < 4, items[start - 1].isLower,
            items[start - 1].has([.auxiliary, .adverb, .negation]) || endsInLy(start - 1)
        {
            steps += 1
            start -= 1
        }
        guard (start..<index).contains(where: { Codes.be.contains(code($0)) || items[$0].has(.possessive) }),
            index + 1 < unit.items.upperBound,
            items[index + 1].has([.complementizer, .subjectPronoun, .determiner, .questionWord])
        else { return nil }
        var cue = Cue(
            form: .finite, item: index, groupStart: start, end: index + 1, classes: [.thoughtVerb, .clauseVerb])
        cue.subject = subject(before: start, floor: unit.items.lowerBound)
        return cue.subject == nil ? nil : cue
    }

    /// `Lindsey Graham Says`: in a headline's capitals, at its end.
    private func isHeadlineVerb(_ index: Int, _ unit: Unit) -> Bool {
        index + 2 >= unit.items.upperBound && index > unit.items.lowerBound && items[index - 1].isCapital
            && items[index].has(.clauseVerb) && !items[index].has([.baseForm, .nominal])
    }

    /// Whether the noun phrase before a verb has a plural for its head: `those close to him`, `observers in Virginia`.
    private mutating func isPluralPhrase(before end: Int, _ floor: Int) -> Bool {
        let region = phraseRegion(before: end, floor: floor)
        for index in region {
            if items[index].has(.preposition), index > region.lowerBound { return false }
            if items[index].has([.group, .plural]) { return true }
            if Codes.plural.contains(code(index)) { return true }
            let token = text.tokens[items[index].tokens.upperBound - 1]
            let isLast = index + 1 == region.upperBound || items[index + 1].has(.preposition)
            if isLast, items[index].isWord, text.bytes[Int(token.byteEnd) - 1] == 0x73 { return true }
        }
        return false
    }

    private func canBePlural(_ item: Item, at index: Int) -> Bool {
        if item.has([.group, .plural, .relativePronoun]) { return true }
        if item.has(.pronoun) { return !item.has([.masculine, .feminine]) || item.has(.firstPerson) }
        if item.isMark(.comma) || item.isMark(.closeParenthesis) || item.has(.conjunction) { return true }
        if item.kind == .quotation { return true }
        let token = text.tokens[item.tokens.upperBound - 1]
        return item.isWord && text.bytes[Int(token.byteEnd) - 1] == 0x73
    }

    func endsInLy(_ index: Int) -> Bool {
        guard items[index].isWord else { return false }
        let token = text.tokens[items[index].tokens.lowerBound]
        let end = Int(token.byteEnd)
        return token.byteEnd - token.byteStart > 4 && text.bytes[end - 1] == 0x79 && text.bytes[end - 2] == 0x6C
    }
}
