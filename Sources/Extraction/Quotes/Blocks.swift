/// Quotes that no verb reports: transcripts, headlines with a name, quotations that stand alone.
extension QuoteReading {
    // MARK: Transcripts

    /// Whether a unit is a part of a transcript, whose words are not read for cues.
    func isTranscribed(_ unit: Unit) -> Bool { transcribed[unit.paragraph] }

    /// Reads paragraphs that begin with a name in capitals and a colon, where there are two and more of them; those that
    /// go on in the same quotation are the same speaker's.
    mutating func readTranscript() {
        let labels = text.paragraphs.map { label(of: $0) }
        guard labels.count(where: { $0 != nil }) >= 2 else { return }
        var speaks = false
        for (number, paragraph) in text.paragraphs.enumerated() {
            steps += 1
            if let label = labels[number] {
                transcribed[number] = true
                speaks = true
                let words = (label.upperBound + 1)..<contentEnd(paragraph)
                guard !words.isEmpty else { continue }
                take(paragraph)
                found.append(
                    FoundQuote(
                        kind: .direct, parts: [words], speaker: label, cue: label.upperBound..<(label.upperBound + 1),
                        rule: .transcript))
                continue
            }
            let first = text.tokens[paragraph.lowerBound]
            let isMark = first.kind == .mark && first.mark.isQuotation
            let start = paragraph.lowerBound + (isMark ? 1 : 0)
            guard speaks, isMark, start < paragraph.upperBound else {
                speaks = false
                continue
            }
            transcribed[number] = true
            take(paragraph)
            // `(CROSSTALK.)` is nobody's; what comes after it has a label again.
            if text.tokens[start].mark == .openParenthesis, text.tokens[start].kind == .mark {
                speaks = false
            } else if start < contentEnd(paragraph), quotation(at: paragraph.lowerBound)?.continues == true {
                found[found.count - 1].parts.append(start..<contentEnd(paragraph))
            } else {
                transcribed[number] = false
                speaks = false
            }
        }
    }

    /// The tokens of a name in capitals before a colon at a paragraph's beginning.
    private func label(of paragraph: Range<Int>) -> Range<Int>? {
        var start = paragraph.lowerBound
        if text.tokens[start].kind == .mark, text.tokens[start].mark.isQuotation { start += 1 }
        var end = start
        while end < paragraph.upperBound, end - start < 5, text.tokens[end].kind == .word,
            text.tokens[end].shape == .all || end > start && text.tokens[end].isAbbreviated
        {
            end += 1
        }
        guard end > start, end + 2 < paragraph.upperBound, text.tokens[end].kind == .mark,
            text.tokens[end].mark == .colon
        else { return nil }
        return start..<end
    }

    private func contentEnd(_ paragraph: Range<Int>) -> Int {
        let last = paragraph.upperBound - 1
        return text.tokens[last].kind == .mark && text.tokens[last].mark.isQuotation ? last : paragraph.upperBound
    }

    /// The quotation that begins at a token, by bisection.
    private func quotation(at token: Int) -> Quotation? {
        var (low, high) = (0, quotations.count)
        while low < high {
            let middle = (low + high) / 2
            if quotations[middle].tokens.lowerBound < token { low = middle + 1 } else { high = middle }
        }
        return low < quotations.count && quotations[low].tokens.lowerBound == token ? quotations[low] : nil
    }

    /// Notes the quotations that begin in a paragraph as read.
    private mutating func take(_ paragraph: Range<Int>) {
        var (low, high) = (0, quotations.count)
        while low < high {
            let middle = (low + high) / 2
            if quotations[middle].tokens.lowerBound < paragraph.lowerBound { low = middle + 1 } else { high = middle }
        }
        while low < quotations.count, quotations[low].tokens.lowerBound < paragraph.upperBound {
            steps += 1
            taken[low] = found.count
            low += 1
        }
    }

    // MARK: Headlines

    /// Reads `Pence: Flowers Won’t Be at Debate`: a name and a colon at the beginning of a line without a full stop.
    mutating func readHeadline(_ unit: Unit) {
        let range = unit.items
        var end = range.lowerBound
        while end < range.upperBound, end - range.lowerBound < 4,
            items[end].isCapital && !items[end].has(.preposition) || items[end].has(.possessive)
        {
            end += 1
        }
        guard end > range.lowerBound, end + 3 < range.upperBound, items[end].isMark(.colon),
            items[range.lowerBound].before == .paragraph,
            text.tokens[items[range.lowerBound].tokens.lowerBound].start < Limits.headlineEnd,
            !items[range.lowerBound].has(.notName), items[end + 1].kind != .quotation || isMeant(end + 1)
        else { return }
        guard let subject = plausible(range.lowerBound..<end) else { return }
        let cue = Cue(form: .finite, item: end, groupStart: end, end: end + 1, classes: .speechVerb)
        add(.headline, cue, subject, [(end + 1)..<range.upperBound])
    }

    // MARK: Quotations that go on or stand alone

    /// Takes what stands in quotation marks after a quote, with no words of the article between, as a part of it.
    mutating func joinQuotations() {
        for number in found.indices {
            let quote = found[number]
            guard quote.kind == .direct, quote.unit >= 0, endsInQuotation(quote) else { continue }
            var unit = quote.unit + 1
            while unit < units.count {
                steps += 1
                let range = units[unit].items
                guard isOnlyQuotation(range), let first = range.first(where: { items[$0].kind == .quotation }),
                    taken[items[first].quotation] < 0,
                    units[unit].paragraph == units[quote.unit].paragraph || quotations[items[first].quotation].continues
                else { break }
                for index in range where items[index].kind == .quotation {
                    taken[items[index].quotation] = number
                    found[number].parts.append(quotations[items[index].quotation].content)
                }
                found[number].lastUnit = unit
                unit += 1
            }
        }
    }

    /// Whether the clause of a quote leaves room for another quotation: its unit has nothing after the clause.
    private func endsInQuotation(_ quote: FoundQuote) -> Bool {
        switch quote.rule {
        case .quotationThenSpeaker, .quotationThenInversion, .speakerThenQuotation, .colon: true
        default: false
        }
    }

    /// Reads the quotations that no cue has taken.
    mutating func readQuotationsAlone() {
        // The quote of each unit, for whoever speaks before.
        var lastQuote: [Int] = Array(repeating: -1, count: units.count + 1)
        for (number, quote) in found.enumerated() where quote.unit >= 0 {
            lastQuote[quote.unit] = number
            lastQuote[quote.lastUnit] = number
        }
        for (number, unit) in units.enumerated() where !isTranscribed(unit) {
            for index in unit.items where items[index].kind == .quotation && taken[items[index].quotation] < 0 {
                steps += 1
                let quotation = quotations[items[index].quotation]
                if isOnlyQuotation(unit.items) {
                    readWhole(index, quotation, number, &lastQuote)
                } else if quotation.content.count >= Limits.wordsOfFragment {
                    readFragment(index, quotation, number, lastQuote)
                }
            }
        }
    }

    /// A sentence that is nothing but a quotation.
    private mutating func readWhole(_ index: Int, _ quotation: Quotation, _ number: Int, _ lastQuote: inout [Int]) {
        guard isMeant(index), quotation.content.count >= 3 else { return }
        let kept = FoundQuote(kind: .direct, parts: [quotation.content], rule: .quotationAlone, unit: number)
        var quote = kept
        if let subject = signature(index, units[number]) {
            quote.rule = .signedQuotation
            (quote.speaker, quote.role, quote.antecedent) = (subject.mention, subject.role, subject.antecedent)
        } else if number > 0, let last = units[number - 1].items.last, items[last].isMark(.colon),
            let subject = announcing(units[number - 1])
        {
            quote.rule = .announcedQuotation
            quote.cue = items[last].tokens
            (quote.speaker, quote.role, quote.antecedent) = (subject.mention, subject.role, subject.antecedent)
        } else if let before = (max(0, number - Limits.unitsOfSpeaker)..<number).last(where: { lastQuote[$0] >= 0 }) {
            let previous = found[lastQuote[before]]
            if quotation.continues, previous.kind == .direct, before == number - 1 {
                found[lastQuote[before]].parts.append(quotation.content)
                taken[items[index].quotation] = lastQuote[before]
                lastQuote[number] = lastQuote[before]
                return
            }
            quote.rule = .continuedQuotation
            (quote.speaker, quote.role, quote.antecedent) = (previous.speaker, previous.role, previous.antecedent)
        } else if number > 0, let subject = announcing(units[number - 1]) {
            (quote.speaker, quote.role, quote.antecedent) = (subject.mention, subject.role, subject.antecedent)
        }
        taken[items[index].quotation] = found.count
        lastQuote[number] = found.count
        found.append(quote)
    }

    /// Who speaks in the sentence before a quotation.
    private mutating func announcing(_ unit: Unit) -> Subject? {
        mainSubject(from: unit.items.lowerBound, to: unit.items.upperBound)
    }

    /// The name behind a dash that a quotation is signed with: `“…” — Donald Trump, 2015`, on the next line, too.
    private mutating func signature(_ index: Int, _ unit: Unit) -> Subject? {
        guard index + 2 < items.count, items[index + 1].isMark(.dash), items[index + 2].isCapital,
            items[index + 1].before != .none || items[index + 2].before != .none
        else { return nil }
        return subject(after: index + 2, ceiling: items.count)
    }

    /// The name before a colon that a quotation is labelled with, at a sentence's beginning: `Donald Trump: “…”`.
    private mutating func label(before index: Int, _ unit: Unit) -> Subject? {
        guard index - 1 > unit.items.lowerBound, items[index - 1].isMark(.colon) else { return nil }
        let region = phraseRegion(before: index - 1, floor: unit.items.lowerBound)
        guard region.lowerBound == unit.items.lowerBound, let first = region.first, !items[first].has(.preposition)
        else {
            return nil
        }
        return plausible(region)
    }

    /// The subject of the verb nearest before a quotation; of the sentence's first verb where none is there.
    private mutating func nearestSubject(before index: Int, _ unit: Unit) -> Subject? {
        let floor = max(unit.items.lowerBound, index - Limits.clauseLook)
        var verb = index - 1
        while verb > floor {
            steps += 1
            if isFinite(verb), let subject = subject(before: verb, floor: floor), isSomebody(subject) { return subject }
            verb -= 1
        }
        return mainSubject(from: unit.items.lowerBound, to: unit.items.upperBound)
            ?? firstName(unit.items.lowerBound..<index)
    }

    /// The first name of a stretch: two capitals and more.
    private mutating func firstName(_ range: Range<Int>) -> Subject? {
        var start = range.lowerBound
        while start < range.upperBound {
            steps += 1
            var end = start
            while end < range.upperBound, items[end].isCapital, !items[end].has([.notName, .time, .title]) { end += 1 }
            if end > start + 1 { return Subject(phrase: start..<end, mention: tokens(of: start..<end)) }
            start = end + 1
        }
        return nil
    }

    /// Whether a subject can speak: a name, a pronoun of a person, a role, an institution.
    private func isSomebody(_ subject: Subject) -> Bool {
        subject.phrase.contains {
            items[$0].isCapital && !items[$0].has(.notName)
                || items[$0].has([.masculine, .feminine, .firstPerson, .role, .group, .institution])
        }
    }

    /// A quotation within a sentence of the article, with no cue for it.
    private mutating func readFragment(
        _ index: Int, _ quotation: Quotation, _ number: Int, _ lastQuote: [Int]
    ) {
        let unit = units[number]
        guard isMeant(index),
            text.tokens[quotation.content].count(where: { $0.kind != .mark }) >= Limits.wordsOfFragment
        else { return }
        if index > unit.items.lowerBound, items[index - 1].has([.workNoun, .namingCue]) { return }
        var quote = FoundQuote(kind: .direct, parts: [quotation.content], rule: .quotationInClause)
        let end = text.tokens[quotation.content.upperBound - 1]
        var subject: Subject?
        if end.kind == .mark, end.mark == .comma || end.mark == .question || end.mark == .exclamation {
            subject = self.subject(after: index + 1, ceiling: unit.items.upperBound)
        }
        subject =
            signature(index, unit) ?? label(before: index, unit) ?? subject ?? unitSubjects[number]
            ?? nearestSubject(before: index, unit)
        (quote.speaker, quote.role, quote.antecedent) = (subject?.mention, subject?.role, subject?.antecedent)
        // Whoever speaks in the sentence, or spoke before it.
        if subject == nil,
            let before = (max(0, number - Limits.unitsOfSpeaker)...number).last(where: { lastQuote[$0] >= 0 })
        {
            let previous = found[lastQuote[before]]
            (quote.speaker, quote.role, quote.antecedent) = (previous.speaker, previous.role, previous.antecedent)
        }
        taken[items[index].quotation] = found.count
        found.append(quote)
    }
}
