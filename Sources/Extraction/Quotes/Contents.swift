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
    mutating func behindDateline(_ unit: Unit) -> Int {
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

    mutating func readPreposition(_ cue: Cue, _ unit: Unit, _ floor: Int, _ limit: Int) -> Int {
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
    func opensAddition(_ index: Int) -> Bool {
        items[index].has([
            .relativePronoun, .determiner, .possessivePronoun, .participle, .conjunction, .role, .subordinator,
            .preposition,
        ])
            || items[index].isCapital
    }

    // MARK: Verbs

    /// Reads what a verb reports; gives where its words end, `nil` where it reports nothing.
    mutating func readVerb(_ cue: Cue, _ unit: Unit, _ floor: Int, _ limit: Int) -> Int? {
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
    mutating func readRight(
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
            guard !cue.classes.isDisjoint(with: [.intentVerb, .objectVerb]),
                !(Codes.declining.contains(code(cue.item)) && Codes.comment.contains(code(index + 1)))
            else { return nil }
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
    mutating func readLeft(
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
            !opensAddition(index + 1)
                || (items[index + 1].has([.determiner, .preposition]) || Codes.whether.contains(code(index + 1)))
                    && index == cue.end
        {
            parts.append(stretch(index + 1, limit))
            end = limit
        }
        // `Moreover, argues Lepore, “…”`: what leads in is not said.
        let leadsIn =
            !isQuotation && parts.count > 1 && parts[1].contains { items[$0].kind == .quotation }
            && left.allSatisfy {
                items[$0].kind == .mark || items[$0].has([.adverb, .conjunction]) || endsInLy($0)
            }
        if leadsIn { parts.removeFirst() }
        // Words of the article are somebody's where they are a clause, or go on as one: `Usually, he says, there is`.
        // Russian verbs are too many for a lexicon; there the mark before the clause decides.
        if !isQuotation, text.language == .english, !cue.classes.contains(.clauseVerb) { return nil }
        // `Smith’s lawyer, who did not respond, said`: what stands before belongs to another verb.
        if !isQuotation, items[subject.phrase.lowerBound].has(.relativePronoun) { return nil }
        if !isQuotation, !leadsIn, parts.count == 1, text.language == .english, !hasClause(left),
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
    mutating func readBlock(_ cue: Cue, _ subject: Subject, _ unit: Unit) -> Int? {
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
    func followsQuotation(_ cue: Cue, _ subject: Subject, _ floor: Int) -> Bool {
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
    mutating func readAsClause(
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
    mutating func readHowClause(_ cue: Cue, _ subject: Subject, _ unit: Unit, _ limit: Int) -> Int? {
        guard cue.isInverted, cue.groupStart > unit.items.lowerBound, code(cue.groupStart - 1) == Codes.how else {
            return nil
        }
        let stop = min(limit, cue.end + Limits.contentLook)
        guard let comma = (cue.end..<max(cue.end, stop)).first(where: { items[$0].isMark(.comma) }) else { return nil }
        add(.accordingTo, cue, subject, [stretch(comma + 1, limit)])
        return limit
    }
}

/// A range that is empty where it would end before it begins.
private func stretch(_ start: Int, _ end: Int) -> Range<Int> { start..<max(start, end) }
