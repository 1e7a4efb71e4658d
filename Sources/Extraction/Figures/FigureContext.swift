/// What a sentence says of its figures: when, where, by whom, and what is measured.
struct FigureContext {
    let sentence: FigureSentence
    let amounts: [FigureAmount]
    let text: ReadText

    init(_ sentence: FigureSentence, _ amounts: [FigureAmount], _ text: ReadText) {
        self.sentence = sentence
        self.amounts = amounts
        self.text = text
    }

    func periods() -> [FigurePeriod] {
        PeriodReader(sentence, publishedOn: text.publishedOn).periods(besides: amounts)
    }

    private func string(_ items: Range<Int>) -> String {
        String(
            decoding: sentence.bytes[
                Int(sentence.items[items.lowerBound].byteStart)..<Int(sentence.items[items.upperBound - 1].byteEnd)],
            as: UTF8.self)
    }

    // MARK: When

    /// The time of a figure: the one behind it, up to the next figure, else the last before it.
    func period(of index: Int, among periods: [FigurePeriod], before: FigurePeriod?) -> FigurePeriod? {
        let items = amounts[index].items
        let limit = index + 1 < amounts.count ? amounts[index + 1].items.lowerBound : sentence.items.count
        // Periods are in order, and few: what is behind is found by halving.
        var (low, high) = (0, periods.count)
        while low < high {
            let middle = (low + high) / 2
            if periods[middle].items.lowerBound < items.upperBound { low = middle + 1 } else { high = middle }
        }
        // 1.2bn (2023: 0.9bn): a colon gives the time to what follows.
        if low < periods.count, periods[low].items.lowerBound < limit, !periods[low].isOpen,
            !sentence.isMark(periods[low].items.upperBound, .colon),
            isJoined(items.upperBound, periods[low].items.lowerBound)
        {
            if periods[low].isBack { return before?.yearEarlier() }
            return periods[low]
        }
        // A base of comparison has a time of its own, or none.
        let lead = items.lowerBound - 1
        if index > 0, sentence.has(lead, .sharing), !sentence.has(lead, .rangeLink), !sentence.has(lead, .of) {
            return nil
        }
        var place = low - 1
        while place >= 0, low - place <= 3 {
            if !periods[place].isOpen, !periods[place].isBack { return periods[place] }
            place -= 1
        }
        // The sentence's only time, behind another figure: fell by 850,000 to 1.41 billion in 2022.
        let isBase =
            index + 1 < amounts.count && sentence.has(amounts[index + 1].items.lowerBound - 1, .sharing)
            && !sentence.has(amounts[index + 1].items.lowerBound - 1, [.rangeLink, .of])
        if periods.count == 1, let only = periods.first, !only.isOpen, !only.isBack, low == 0, !isBase,
            !sentence.isMark(only.items.upperBound, .colon),
            only.items.lowerBound - items.upperBound <= Limits.lookBehind
        {
            return only
        }
        return nil
    }

    /// Whether nothing parts a figure from the time behind it.
    private func isJoined(_ from: Int, _ to: Int) -> Bool {
        guard to - from <= Limits.lookBehind else { return false }
        for place in from..<max(from, to) where sentence.items[place].kind == .mark {
            switch sentence.items[place].mark {
            case .semicolon, .colon, .period: return false
            case .comma: if to - place > 4 { return false }
            default: break
            }
        }
        return true
    }

    // MARK: By whom

    /// Who is said to give the sentence's figures, as printed without its article.
    ///
    /// - Returns: the name, and whether a cue as `according to` stands before it.
    func source() -> (name: String, isCued: Bool)? {
        let count = min(sentence.items.count, Limits.contextItems)
        for index in 0..<count where sentence.has(index, .sourceCue) {
            if let name = name(from: index + 1) { return (name, true) }
        }
        // …, the statistics office said; Росстат сообщил
        for index in 1..<max(1, count) where sentence.has(index, .giving) {
            if let name = giver(before: index) { return (name, false) }
            if sentence.isRussian, let name = giver(after: index) { return (name, false) }
        }
        return nil
    }

    /// A name behind `according to`: up to a comma or a verb, and without `recent statements of the`.
    private func name(from start: Int) -> String? {
        var first = start
        let count = sentence.items.count
        while first < count, first - start < Limits.nounDistance,
            sentence.has(first, .sourceNoun)
                || sentence.items[first].isMark(.openBracket)
                || sentence.items[first].kind == .word && sentence.items[first].shape == .lower
                    && sentence.items[first].general.contains(.determiner)
        {
            first += 1
        }
        var end = first
        var hasName = false
        while end < count, end - first < Limits.sourceItems {
            let item = sentence.items[end]
            if item.kind == .number || item.isFirst && end > first { break }
            if item.kind == .mark, !item.isDash, !item.mark.isQuotation, item.mark != .ampersand { break }
            if item.kind == .mark, item.isDash, !item.isGlued { break }
            if item.kind == .word, item.shape == .lower {
                if sentence.has(end, [.measureVerb, .change, .inTime]) && !sentence.has(end, .of) { break }
                if item.general.contains(.auxiliary) || item.general.contains(.relativePronoun) { break }
                if sentence.has(end, .office) { hasName = true }
            } else if item.kind == .word {
                hasName = true
            }
            end += 1
        }
        while end > first, sentence.items[end - 1].kind == .mark || sentence.has(end - 1, [.of, .in]) { end -= 1 }
        while first < end, sentence.items[first].kind == .mark { first += 1 }
        return hasName && end > first ? string(first..<end) : nil
    }

    /// An office or a name in capitals right before `said`.
    private func giver(before verb: Int) -> String? {
        var first = verb
        var hasOffice = false
        while first > 0, verb - first < Limits.nounDistance + 2 {
            let item = sentence.items[first - 1]
            guard item.kind == .word, !item.isFirst || first == 1 else { break }
            if item.general.contains(.determiner) { break }
            let isName = item.shape != .lower
            guard
                isName || sentence.has(first - 1, [.office, .of]) || item.classes.isEmpty && item.general.isEmpty
                    || item.general.contains(.institution)
            else { break }
            if sentence.has(first - 1, .office) || item.shape == .all { hasOffice = true }
            first -= 1
        }
        while first < verb, sentence.has(first, .of) { first += 1 }
        return hasOffice && first < verb ? string(first..<verb) : nil
    }

    /// «сообщил Росстат», «сообщили в Министерстве труда»
    private func giver(after verb: Int) -> String? {
        var first = verb + 1
        if sentence.has(first, .in) { first += 1 }
        guard first < sentence.items.count, sentence.has(first, .office) || sentence.items[first].shape == .all else {
            return nil
        }
        return name(from: first)
    }

    // MARK: Where

    /// The place nearest to a figure, behind `in` first.
    func place(of index: Int) -> String? {
        let items = amounts[index].items
        var nearest: (item: Int, distance: Int)?
        let range =
            max(
                0, items.lowerBound - 2 * Limits.lookBehind)..<min(
                sentence.items.count, items.upperBound + 2 * Limits.lookBehind)
        for place in range where sentence.has(place, .place) && sentence.items[place].shape != .lower {
            let distance = place < items.lowerBound ? items.lowerBound - place : place - items.upperBound + 1
            let weighed = sentence.has(place - 1, .in) ? distance : distance + Limits.lookBehind
            if weighed < nearest?.distance ?? .max { nearest = (place, weighed) }
        }
        guard let nearest else { return nil }
        if let name = sentence.word(nearest.item)?.place, name >= 0 { return FigureWords.all.names[name] }
        return string(nearest.item..<(nearest.item + 1))
    }

    // MARK: What

    /// A short label of what is measured: what is counted, what a share is of, or the subject of the verb before.
    func indicator(of index: Int) -> String? {
        let amount = amounts[index]
        let end = amount.items.upperBound
        switch amount.rule {
        case .count, .vague:
            if let noun = amount.noun, noun >= end {
                return label((sentence.has(end, .of) && noun > end ? end + 1 : end)..<(noun + 1))
            }
        case .percent, .share:
            if sentence.has(end, .of), let whole = phrase(from: end + 1) { return "share of \(whole)" }
        default: break
        }
        return subject(before: amount.items.lowerBound)
    }

    /// The words of a noun phrase from `start`.
    private func phrase(from start: Int) -> String? {
        var first = start
        while first < sentence.items.count, sentence.items[first].general.contains(.determiner) { first += 1 }
        var end = first
        while end < sentence.items.count, end - first < Limits.indicatorItems, sentence.items[end].kind == .word,
            sentence.items[end].general.isDisjoint(with: [.auxiliary, .relativePronoun, .speechVerb]),
            !sentence.has(end, [.measureVerb, .inTime]) || sentence.has(end, .of)
        {
            end += 1
        }
        while end > first,
            sentence.has(end - 1, [.of, .and])
                || !sentence.items[end - 1].general.isDisjoint(with: [
                    .determiner, .possessivePronoun, .preposition, .conjunction,
                ])
        {
            end -= 1
        }
        return end > first ? label(first..<end) : nil
    }

    /// What stands before the verb that a figure belongs to.
    private func subject(before start: Int) -> String? {
        var verb = start - 1
        while verb >= 0, start - verb <= Limits.lookBehind, !sentence.has(verb, [.measureVerb, .change]) { verb -= 1 }
        guard verb > 0, start - verb <= Limits.lookBehind else { return nil }
        while verb > 0,
            sentence.has(verb - 1, [.measureVerb, .change]) || sentence.items[verb - 1].general.contains(.adverb)
        {
            verb -= 1
        }
        var first = verb
        while first > 0, verb - first < Limits.indicatorItems {
            let item = sentence.items[first - 1]
            guard item.kind == .word || item.isDash && item.isGlued, !item.general.contains(.relativePronoun),
                item.general.isDisjoint(with: [.auxiliary, .conjunction, .speechVerb]) || sentence.has(first - 1, .of)
            else { break }
            first -= 1
        }
        while first < verb,
            sentence.has(first, .yearWord)
                || !sentence.items[first].general.isDisjoint(with: [
                    .determiner, .preposition, .conjunction, .possessivePronoun,
                ])
        {
            first += 1
        }
        while first < verb, sentence.items[first].kind != .word { first += 1 }
        // A name or a pronoun alone is who, and not what.
        let isNamed = (first..<verb).allSatisfy {
            sentence.items[$0].shape == .capitalized || !sentence.items[$0].general.isDisjoint(with: .pronoun)
        }
        return first < verb && !(isNamed && (first > 0 || sentence.items[0].general.contains(.pronoun)))
            ? label(first..<verb) : nil
    }

    private func label(_ items: Range<Int>) -> String? {
        guard !items.isEmpty, items.count <= 2 * Limits.indicatorItems else { return nil }
        return string(items)
    }
}
