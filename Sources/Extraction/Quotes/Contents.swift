/// What a cue reports: the words after it, before it, or around it.
extension QuoteReading {
    /// Reads the cues of a unit from left to right.
    mutating func readCues(of unit: Unit) {
        let cues = cues(in: unit)
        guard !cues.isEmpty else { return }
        if let subject = cues.first(where: { $0.subject != nil })?.subject { unitSubjects[currentUnit] = subject }
        // Where the last words that were found end: what is before belongs to no later cue.
        var floor = behindDateline(unit)
        for (number, cue) in cues.enumerated() {
            let limit = end(of: cue, before: cues.dropFirst(number + 1), in: unit)
            if cue.form == .preposition {
                floor = max(floor, readPreposition(cue, unit, floor, limit))
            } else if let end = readVerb(cue, unit, floor, limit) {
                floor = max(floor, end)
            }
        }
    }

    /// Behind `BERLIN (Reuters) -` at a paragraph's beginning.
    private mutating func behindDateline(_ unit: Unit) -> Int {
        let start = unit.items.lowerBound
        guard items[start].before == .paragraph, items[start].isWord, items[start].shape == .all else { return start }
        for index in start..<min(unit.items.upperBound, start + Limits.dateline) {
            steps += 1
            if items[index].isMark(.dash), items[index].before != .none { return index + 1 }
            if items[index].isLower { break }
        }
        return start
    }

    // MARK: According to

    private mutating func readPreposition(_ cue: Cue, _ unit: Unit, _ floor: Int, _ limit: Int) -> Int {
        let end = unit.items.upperBound
        guard let subject = cue.subject ?? subject(after: cue.end, ceiling: end) else { return floor }
        var after = subject.phrase.upperBound
        // The name's appositions, up to the comma that ends them.
        let isFirst = cue.groupStart == unit.items.lowerBound || cue.groupStart == unit.items.lowerBound + 1
        var comma = after
        while comma < min(end, after + Limits.nounPhrase), !items[comma].isMark(.comma), !items[comma].isMark(.period) {
            steps += 1
            comma += 1
        }
        if isFirst || floor >= cue.item || items[cue.item - 1].has(.conjunction) && cue.item - 1 == floor {
            guard comma < end, items[comma].isMark(.comma) else { return floor }
            after = comma + 1
            add(.accordingTo, cue, subject, [stretch(after, limit)])
            return limit
        }
        var before = cue.groupStart
        if before > floor,
            items[before - 1].isMark(.comma) || items[before - 1].isMark(.dash)
                || items[before - 1].isMark(.openParenthesis)
        {
            before -= 1
        }
        // `A, according to B, C`: C goes on with A where it does not add to B.
        if comma + 1 < end, items[comma].isMark(.comma), floor < before, before < cue.item, !opensAddition(comma + 1),
            limit > comma + 1
        {
            add(.accordingTo, cue, subject, [stretch(floor, before), stretch(comma + 1, limit)])
            return limit
        }
        add(.accordingTo, cue, subject, [stretch(floor, before)])
        return after
    }

    /// Whether what follows a comma adds to the name before it.
    private func opensAddition(_ index: Int) -> Bool {
        items[index].has([
            .relativePronoun, .determiner, .possessivePronoun, .participle, .conjunction, .role, .subordinator,
            .preposition,
        ])
            || items[index].isCapital
    }

    // MARK: Verbs

    /// Reads what a verb reports; gives where its words end, `nil` where it reports nothing.
    private mutating func readVerb(_ cue: Cue, _ unit: Unit, _ floor: Int, _ limit: Int) -> Int? {
        guard let subject = cue.subject else { return nil }
        if let end = readAsClause(cue, subject, unit, floor, limit) ?? readHowClause(cue, subject, unit, limit) {
            return end
        }
        // `“…,” Smith said of the plan`: where a quotation comes right before, it is what was said.
        if followsQuotation(cue, subject, floor), let end = readLeft(cue, subject, unit, floor, limit) { return end }
        if !cue.isInverted, let end = readRight(cue, subject, unit, floor, limit) { return end }
        guard !cue.classes.isDisjoint(with: [.speechVerb, .thoughtVerb]), cue.form == .finite else { return nil }
        return readLeft(cue, subject, unit, floor, limit) ?? readBlock(cue, subject, unit)
    }

    /// The words after a verb.
    private mutating func readRight(
        _ cue: Cue, _ subject: Subject, _ unit: Unit, _ floor: Int, _ limit: Int
    ) -> Int? {
        guard cue.end < limit else { return nil }
        let start = contentStart(cue, unit, limit)
        guard let start, start.index < limit else { return nil }
        let index = start.index
        let isThought = cue.classes.isDisjoint(with: .speechVerb)
        let isRelative = subject.antecedent != nil
        func rule(_ rule: Rule) -> Rule {
            if cue.classes.contains(.speechNoun) { return .speechNoun }
            if cue.form == .participle { return .participle }
            if isRelative { return .relative }
            return rule
        }
        let item = items[index]
        switch start.opening {
        case .colon:
            add(.colon, cue, subject, [stretch(index, limit)])
            return limit
        case .quotation:
            guard !cue.classes.isDisjoint(with: [.speechVerb, .thoughtVerb, .stanceVerb, .evidenceVerb]) else {
                return nil
            }
            // `read “War and Peace”`
            guard isMeant(index) || cue.classes.contains(.clauseVerb) else { return nil }
            let stop = limit
            add(
                rule(isOnlyQuotation(index..<stop) ? .speakerThenQuotation : .mixedClause), cue, subject,
                [stretch(index, stop)]
            )
            return stop
        case .that:
            guard !cue.classes.isDisjoint(with: [.speechVerb, .thoughtVerb, .evidenceVerb, .intentVerb]) else {
                return nil
            }
            add(
                rule(isThought ? (cue.classes.contains(.evidenceVerb) ? .evidence : .thought) : .thatClause), cue,
                subject, [stretch(index, limit)])
            return limit
        case .question:
            guard !cue.classes.isDisjoint(with: [.speechVerb, .thoughtVerb]) else { return nil }
            // `said when she resigned` tells when; `asked when` tells what.
            if isSaying(cue), item.has(.subordinator), !Codes.whether.contains(code(index)) { return nil }
            add(rule(.questionClause), cue, subject, [stretch(index, limit)])
            return limit
        case .infinitive:
            guard !cue.classes.isDisjoint(with: [.intentVerb, .objectVerb]), code(index + 1) != Codes.comment else {
                return nil
            }
            add(rule(.infinitive), cue, subject, [stretch(index, limit)])
            return limit
        case .words:
            let opens = item.has([.preposition, .conjunction]) && !item.has(.determiner)
            // `said Friday as he entered the talks`
            if item.has(.subordinator), item.has(.preposition), !item.has(.determiner) { return nil }
            if cue.classes.contains(.clauseVerb),
                hasClause(index..<limit)
                    || isSaying(cue) && !opens
                        && (item.has([.determiner, .pronoun, .possessivePronoun]) || item.isCapital)
            {
                guard limit - index >= 2 else { return nil }
                add(
                    rule(isThought ? (cue.classes.contains(.evidenceVerb) ? .evidence : .thought) : .bareClause), cue,
                    subject, [stretch(index, limit)])
                return limit
            }
            if cue.classes.contains(.objectVerb), let words = objectWords(index, limit) {
                add(rule(.objectAndWords), cue, subject, [words..<limit])
                return limit
            }
            if cue.classes.contains(.stanceVerb), item.isWord,
                !item.has([.preposition, .subordinator, .conjunction, .adverb, .time])
            {
                let stop = nounContentEnd(index, limit)
                guard stop > index else { return nil }
                add(rule(.stance), cue, subject, [stretch(index, stop)])
                return stop
            }
        }
        return nil
    }

    /// The words before a subject and verb, or before verb and subject; and what goes on behind.
    private mutating func readLeft(
        _ cue: Cue, _ subject: Subject, _ unit: Unit, _ floor: Int, _ limit: Int
    ) -> Int? {
        var before = cue.isInverted ? cue.groupStart : min(subject.phrase.lowerBound, cue.groupStart)
        guard before > floor else { return nil }
        let mark = items[before - 1]
        if mark.isMark(.comma) || mark.isMark(.dash) {
            before -= 1
            if mark.isMark(.dash), before > floor, items[before - 1].isMark(.comma) { before -= 1 }
        } else if mark.kind != .quotation, !(text.language == .russian && mark.isMark(.comma)) {
            return nil
        }
        guard before > floor else { return nil }
        var left = floor..<before
        let isQuotation = items[before - 1].kind == .quotation
        // `Smith scolded him: “…,” he said`: the words begin behind the colon.
        if isQuotation, before - 2 > floor, items[before - 2].isMark(.colon) { left = (before - 1)..<before }

        var parts = [left]
        var end = cue.end
        // What goes on after the clause: `“A,” he said, “B.”` and `A, he says, B`.
        var index = cue.end
        let stop = min(limit, cue.end + Limits.contentLook)
        while index < stop, items[index].kind != .quotation, !(isQuotation ? false : items[index].isMark(.comma)) {
            steps += 1
            index += 1
        }
        if isQuotation {
            if index < stop, index > cue.end || items[index].kind == .quotation, index > 0,
                items[index - 1].isMark(.comma) || items[index - 1].isMark(.colon) || items[index - 1].isMark(.dash)
                    || items[index - 1].isMark(.period) || index == cue.end,
                items[index].tokens.count > 3
            {
                parts.append(stretch(index, limit))
                end = limit
            }
        } else if index < stop, index - cue.end <= 6, index + 2 < limit,
            !opensAddition(index + 1) || items[index + 1].has([.determiner, .preposition]) && index == cue.end
        {
            parts.append(stretch(index + 1, limit))
            end = limit
        }
        // Words of the article are somebody's where they are a clause, or go on as one: `Usually, he says, there is`.
        // Russian verbs are too many for a lexicon; there the mark before the clause decides.
        if !isQuotation, text.language == .english, !cue.classes.contains(.clauseVerb) { return nil }
        if !isQuotation, parts.count == 1, text.language == .english, !hasClause(left),
            !left.contains(where: { items[$0].kind == .quotation })
        {
            return nil
        }
        let rule: Rule =
            isQuotation
            ? (cue.isInverted ? .quotationThenInversion : .quotationThenSpeaker)
            : parts.count > 1 ? .parenthetical : .clauseThenSpeaker
        add(rule, cue, subject, parts)
        // `— Мы не знали, — говорит она`: a dash opens what is said word for word.
        if text.language == .russian, items[unit.items.lowerBound].isMark(.dash), let last = found.indices.last {
            found[last].kind = .direct
        }
        return end
    }

    /// A paragraph without marks behind a clause that ends with a colon: `Weber added:` and a block of her words.
    private mutating func readBlock(_ cue: Cue, _ subject: Subject, _ unit: Unit) -> Int? {
        let end = unit.items.upperBound
        guard cue.classes.contains(.speechVerb), cue.form == .finite, items[end - 1].isMark(.colon),
            end - cue.end < Limits.contentLook,
            end < items.count, items[end].before == .paragraph, items[end].kind != .quotation,
            currentUnit + 1 < units.count
        else { return nil }
        let paragraph = text.paragraphs[units[currentUnit + 1].paragraph]
        let last = text.tokens[paragraph.upperBound - 1]
        guard last.end - text.tokens[paragraph.lowerBound].start > Limits.captionLength, last.kind == .mark else {
            return nil
        }
        found.append(
            FoundQuote(
                kind: .direct, parts: [paragraph.lowerBound..<paragraph.upperBound], speaker: subject.mention,
                role: subject.role, antecedent: subject.antecedent, cue: items[cue.item].tokens, rule: .blockAfterColon)
        )
        return end
    }

    /// Whether the words before a reporting clause are a quotation that ends with a comma or in a question.
    private func followsQuotation(_ cue: Cue, _ subject: Subject, _ floor: Int) -> Bool {
        let start = cue.isInverted ? cue.groupStart : min(subject.phrase.lowerBound, cue.groupStart)
        guard start > floor, cue.form == .finite else { return false }
        // `In her book “War and Peace,” she said`: a name in marks was not said.
        let quotation = items[start - 1].isMark(.comma) && start - 1 > floor ? start - 2 : start - 1
        guard items[quotation].kind == .quotation, isMeant(quotation) || quotation == floor else { return false }
        if quotation < start - 1 { return true }
        let last = text.tokens[quotations[items[start - 1].quotation].content.upperBound - 1]
        return last.kind == .mark && [.comma, .question, .exclamation, .dash, .ellipsis].contains(last.mark)
    }

    /// `Hawaii, as one of his advisers pointed out, has few hurricanes`; `As Smith noted, …`.
    private mutating func readAsClause(
        _ cue: Cue, _ subject: Subject, _ unit: Unit, _ floor: Int, _ limit: Int
    ) -> Int? {
        let start = subject.phrase.lowerBound - 1
        guard !cue.isInverted, cue.form == .finite, start >= floor, code(start) == Codes.as,
            !cue.classes.isDisjoint(with: [.speechVerb, .thoughtVerb]), cue.end + 2 < limit,
            items[cue.end].isMark(.comma)
        else { return nil }
        let before = start > floor && items[start - 1].isMark(.comma) ? start - 1 : start
        add(.parenthetical, cue, subject, [stretch(floor, before), stretch(cue.end + 1, limit)])
        return limit
    }

    /// `Как сообщили в министерстве, …`
    private mutating func readHowClause(_ cue: Cue, _ subject: Subject, _ unit: Unit, _ limit: Int) -> Int? {
        guard cue.isInverted, cue.groupStart > unit.items.lowerBound, code(cue.groupStart - 1) == Codes.how else {
            return nil
        }
        let stop = min(limit, cue.end + Limits.contentLook)
        guard let comma = (cue.end..<max(cue.end, stop)).first(where: { items[$0].isMark(.comma) }) else { return nil }
        add(.accordingTo, cue, subject, [stretch(comma + 1, limit)])
        return limit
    }

    // MARK: Where words begin and end

    private enum Opening { case colon, quotation, that, question, infinitive, words }

    /// Where the words after a verb begin, behind whom they were told, when and where.
    private mutating func contentStart(_ cue: Cue, _ unit: Unit, _ limit: Int) -> (index: Int, opening: Opening)? {
        var index = cue.end
        let stop = min(limit, index + Limits.contentLook)
        let isTold =
            cue.classes.contains(.addressingVerb)
            || text.language == .russian && index < stop && items[index].isCapital && cue.classes.contains(.speechVerb)
        if isTold, index < stop, let after = addressee(index, stop) { index = after }

        while index < stop {
            steps += 1
            let item = items[index]
            switch item.kind {
            case .quotation: return (index, .quotation)
            case .mark:
                if item.mark == .colon { return index + 1 < limit ? (index + 1, .colon) : nil }
                if item.mark == .comma {
                    guard index + 1 < stop else { return nil }
                    if items[index + 1].kind == .quotation { return (index + 1, .quotation) }
                    if items[index + 1].has(.complementizer) { return opening(at: index + 1, limit) }
                    // `said, adding`, `said, according to`, `said, a move that`.
                    return nil
                }
                return item.mark == .dash || item.mark == .openParenthesis || item.mark == .decoration
                    || item.mark == .ellipsis ? (index, .words) : nil
            case .word, .number:
                if let opened = opening(at: index, limit) { return opened }
                if item.has(.time), !item.has(.determiner) || index + 1 < stop && items[index + 1].has(.time) {
                    index += 1
                    continue
                }
                if item.has(.preposition), !item.has(.infinitiveMark), let after = occasion(index, stop, limit) {
                    index = after
                    continue
                }
                return (index, .words)
            }
        }

        return nil
    }

    /// What opens words at an item by itself.
    private func opening(at index: Int, _ limit: Int) -> (index: Int, opening: Opening)? {
        let item = items[index]
        if item.has(.complementizer), index + 1 < limit {
            // `that, “…”` and `that “…”` are the quotation.
            let next = items[index + 1].isMark(.comma) && index + 2 < limit ? index + 2 : index + 1
            if items[next].kind == .quotation { return (next, .quotation) }
            // `said that was not her view`
            return isFinite(index + 1) ? (index, .words) : (index + 1, .that)
        }
        if item.has(.infinitiveMark) { return (index, .infinitive) }
        if item.has(.questionWord), item.isLower { return (index, .question) }
        return nil
    }

    /// Behind the noun phrase that says whom something is told: `told |reporters on Monday that`.
    private mutating func addressee(_ start: Int, _ stop: Int) -> Int? {
        var index = start
        guard items[index].isWord, !items[index].has([.complementizer, .infinitiveMark, .questionWord]) else {
            return nil
        }
        if items[index].has(.pronoun) { return index + 1 }
        while index < stop {
            steps += 1
            let item = items[index]
            if item.kind == .quotation || item.isMark(.comma) || item.isMark(.colon) { break }
            if item.has([.complementizer, .time, .preposition, .subordinator, .infinitiveMark]),
                item.isLower || item.has(.time)
            {
                break
            }
            if index > start {
                // The next phrase begins the words: `told reporters the plan`, `told CNN he`.
                if item.has([.determiner, .subjectPronoun, .possessivePronoun]) { break }
                if item.isCapital, items[index - 1].isLower,
                    !items[index - 1].has([.determiner, .possessivePronoun, .preposition, .conjunction, .title])
                {
                    break
                }
            }
            if isFinite(index), index > start { return start }
            index += 1
        }
        return index
    }

    /// Behind a preposition's phrase that says where or when something is said: `in a statement`, `on Monday`, `during a
    /// rally in Ohio`; `nil` where the phrase may be a part of the words.
    private mutating func occasion(_ start: Int, _ stop: Int, _ limit: Int) -> Int? {
        var index = start + 1
        var isOccasion = false
        while index < stop {
            steps += 1
            let item = items[index]
            if item.kind == .quotation || item.has(.complementizer) || item.isMark(.colon) { return index }
            if item.isMark(.comma) {
                return index + 1 < limit
                    && (items[index + 1].kind == .quotation || items[index + 1].has(.complementizer))
                    ? index : (isOccasion ? index : nil)
            }
            if item.kind == .mark, item.mark.isTerminal { return isOccasion ? index : nil }
            if item.has([.occasion, .time]) { isOccasion = true }
            if isOccasion, item.has(.subjectPronoun), !item.has(.relativePronoun) { return index }
            if isOccasion, index > start + 1, item.has([.determiner, .possessivePronoun]),
                !items[index - 1].has([.preposition, .determiner])
            {
                return index
            }
            if isOccasion, item.isCapital, items[index - 1].has(.time) || items[index - 1].has(.occasion),
                !item.has(.time)
            {
                return index
            }
            if isFinite(index) { return nil }
            index += 1
        }
        return nil
    }

    /// Where a cue's words must end: before the next cue's clause, a source, a semicolon.
    private mutating func end(of cue: Cue, before following: ArraySlice<Cue>, in unit: Unit) -> Int {
        var end = unit.items.upperBound
        for next in following {
            steps += 1
            let start: Int
            switch next.form {
            case .preposition:
                guard next.item > 0, items[next.item - 1].isMark(.comma) else { continue }
                start = next.item - 1
            case .participle:
                guard next.classes.contains(.speechVerb), items[next.groupStart - 1].isMark(.comma) else { continue }
                start = next.groupStart - 1
            case .finite:
                let isCoordinated = next.groupStart > cue.end && items[next.groupStart - 1].has(.conjunction)
                guard !next.isInverted, let subject = next.subject, next.classes.contains(.speechVerb) || isCoordinated
                else { continue }
                let first = min(subject.phrase.lowerBound, next.groupStart)
                // `said A and warned B`: the second verb's words are its own.
                if isCoordinated {
                    start =
                        next.groupStart > 1 && items[next.groupStart - 2].isMark(.comma)
                        ? next.groupStart - 2 : next.groupStart - 1
                } else if first <= cue.end || first == 0 {
                    continue
                } else if items[first - 1].isMark(.comma) || items[first - 1].isMark(.dash)
                    || items[first - 1].has(.conjunction)
                {
                    start = first - 1
                } else if items[first - 1].has(.subordinator), first > 1, items[first - 2].isMark(.comma) {
                    start = first - 2
                } else {
                    continue
                }
            }
            if start >= cue.end {
                end = start
                break
            }
        }
        // `When Clinton noted that A, Trump boasted`: the clause that the sentence is about begins behind the comma.
        let isSubordinate = cue.form == .finite && cue.subject.map { opensSubordinate($0, unit) } == true
        var index = cue.end
        while index < end {
            steps += 1
            if items[index].isMark(.semicolon) { return index }
            // `said that A, but he did B`: what the article sets against the words is its own.
            if items[index].isMark(.comma), index > cue.end + 2, index + 2 < end, Codes.but.contains(code(index + 1)),
                items[index + 2].has([.pronoun, .determiner]) || items[index + 2].isCapital
            {
                return index
            }
            if isSubordinate, index > cue.end + 2, items[index].isMark(.comma) || items[index].isMark(.dash) {
                return index
            }
            index += 1
        }
        return end
    }

    /// Where a noun that is judged ends: before a clause that adds to it.
    private mutating func nounContentEnd(_ start: Int, _ limit: Int) -> Int {
        var index = start + 1
        while index < limit, index - start < Limits.clauseLook {
            steps += 1
            let item = items[index]
            if item.isMark(.comma) || item.isMark(.dash) && item.before != .none || item.isMark(.colon) { return index }
            index += 1
        }
        return index
    }

    /// Where the words of `accused |her of lying` begin: with the person.
    private func objectWords(_ start: Int, _ limit: Int) -> Int? {
        for index in start..<min(limit, start + 10) {
            if index > start, items[index].has([.infinitiveMark]) { return start }
            if index > start, items[index].has(.preposition), Codes.belonging.contains(code(index)) { return start }
            if items[index].kind != .word && items[index].kind != .quotation { return nil }
        }
        return nil
    }

    /// Whether a stretch has a verb of its own, so that it is a clause.
    private mutating func hasClause(_ range: Range<Int>) -> Bool {
        for index in range.prefix(Limits.clauseLook) {
            steps += 1
            // What a relative clause has for its verb is not the clause's.
            if index > range.lowerBound, items[index].has([.relativePronoun, .complementizer, .subordinator]),
                !items[index].has(.determiner) || items[index].has(.complementizer), items[index - 1].isWord
            {
                return false
            }
            if index > range.lowerBound, isFinite(index) { return true }
            if index > range.lowerBound, items[index].isLower, endsInEd(index) { return true }
        }
        return false
    }

    /// Verbs that hardly anything but words follows.
    private func isSaying(_ cue: Cue) -> Bool { Codes.saying.contains(code(cue.item)) }

    /// Whether a subject stands in a clause that a subordinator opens at the unit's beginning.
    private func opensSubordinate(_ subject: Subject, _ unit: Unit) -> Bool {
        let first = unit.items.lowerBound
        return subject.phrase.lowerBound == first + 1 && items[first].has(.subordinator)
            && !items[first].has(.determiner)
            && code(first) != Codes.as
    }

    /// Whether a stretch is nothing but quotations, and marks between them.
    func isOnlyQuotation(_ range: Range<Int>) -> Bool {
        var has = false
        for index in range {
            switch items[index].kind {
            case .quotation: has = true
            case .mark: continue
            default: return false
            }
        }
        return has
    }
}

/// A range that is empty where it would end before it begins.
private func stretch(_ start: Int, _ end: Int) -> Range<Int> { start..<max(start, end) }
