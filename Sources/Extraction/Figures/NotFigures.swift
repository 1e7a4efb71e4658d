/// Tells what is no figure: dates, times, ordinals, versions, telephone and house numbers, names with numbers.
extension FigureFinder {
    mutating func rejectNames() {
        for index in amounts.indices where !amounts[index].isRejected {
            let amount = amounts[index]
            amounts[index].isRejected =
                isHungOn(amount) || isTime(amount) || isYear(amount) || isLabelled(amount) || isSpanOfNothing(amount)
                || isNothing(amount, index)
        }
    }

    private func item(_ index: Int) -> FigureItem? {
        sentence.items.indices.contains(index) ? sentence.items[index] : nil
    }

    /// A number that is part of something longer: an address, a key, an ordinal, a decade.
    private func isHungOn(_ amount: FigureAmount) -> Bool {
        let (start, end) = (amount.items.lowerBound, amount.items.upperBound)
        if amount.numeral.hasLeadingZero { return true }
        if let first = item(start), first.isGlued, let before = item(start - 1) {
            if before.kind == .word { return amount.unit < 0 || !amount.numeral.isWord }
            if before.kind == .mark {
                switch before.mark {
                case .openParenthesis, .openBracket, .currency, .dash, .comma, .semicolon, .ellipsis: break
                case _ where before.mark.isQuotation: break
                case .slash, .colon, .period, .percent, .hash, .at, .ampersand: return true
                // Markdown's escape: \$5.
                default: if before.scalar < 0x80 && before.scalar != 0x5C || before.scalar == 0x2116 { return true }
                }
                // F-16 has its letter before the hyphen.
                if before.isDash, before.isGlued, let letter = item(start - 2), letter.kind == .word,
                    !amount.numeral.isWord, !letter.classes.contains(.number)
                {
                    return amount.unit < 0
                }
            }
        }
        if let before = item(start - 1), before.scalar == 0x2116 || before.isMark(.hash) { return true }
        guard let after = item(end) else { return false }
        if after.isGlued {
            if after.kind == .word, amount.unit < 0 {
                // 21st, 1960s, 11a
                return !amount.numeral.isWord
            }
            if after.kind == .mark, let next = item(end + 1), next.isGlued {
                switch after.mark {
                case .colon, .slash, .period, .at, .ampersand, .percent:
                    if next.kind == .number || next.kind == .word { return true }
                case .dash:
                    // 201-я, 73-й; 2-0 was told before.
                    if next.kind == .word, next.classes.contains(.ordinalEnding) || sentence.isRussian {
                        return amount.unit < 0
                    }
                    if next.kind == .number, amount.unit < 0, !amount.numeral.hasScale { return true }
                default: if after.scalar == 0x3D || after.scalar == 0x5F { return true }
                }
            }
        }
        return false
    }

    /// 6pm, 7.30 pm, 8 March, April 17.
    private func isTime(_ amount: FigureAmount) -> Bool {
        let (start, end) = (amount.items.lowerBound, amount.items.upperBound)
        let isBorrowed = amount.rule == .inherited
        if amount.unit >= 0, amount.rule != .timeSpan, !isBorrowed { return false }
        if sentence.has(end, .halfDay), amount.value < 2400 { return amount.unit < 0 || isBorrowed }
        if sentence.has(end, .ago), amount.rule == .timeSpan { return true }
        guard amount.unit < 0 || isBorrowed, !amount.numeral.isWord,
            amount.value <= 31 || amount.numeral.plainDigits == 4
        else {
            return false
        }
        if isMonth(end) || isMonth(start - 1) { return true }
        // 8 and 9 May, 12, 13 and 14 January
        if let link = item(end), sentence.has(end, [.and, .rangeLink]) || link.isMark(.comma) || link.isDash,
            let next = item(end + 1), next.kind == .number, isMonth(end + 2)
        {
            return true
        }
        // at 7.30
        if amount.numeral.isDecimal, amount.numeral.decimals == 2, amount.value < 24,
            sentence.items[start].byteEnd - sentence.items[start].byteStart <= 5, isAt(start - 1),
            (amount.value - amount.value.rounded(.down)) * 100 < 59.5, !sentence.has(start - 2, .measureVerb)
        {
            return true
        }
        return false
    }

    private func isAt(_ index: Int) -> Bool {
        guard let item = item(index), item.kind == .word, item.general.contains(.preposition) else { return false }
        return item.byteEnd - item.byteStart == 2 && text.bytes[Int(item.byteStart)] | 0x20 == 0x61
            && text.bytes[Int(item.byteStart) + 1] == 0x74
    }

    /// A month's name; may and march only with a capital.
    func isMonth(_ index: Int) -> Bool {
        guard sentence.has(index, .month), let item = item(index), let month = sentence.word(index)?.month else {
            return false
        }
        return sentence.isRussian || item.shape != .lower || month != 5 && month != 3
    }

    private func isYear(_ amount: FigureAmount) -> Bool {
        let digits = amount.numeral.plainDigits
        guard digits == 4, amount.value >= 1000, amount.value <= 2100 else { return false }
        let (start, end) = (amount.items.lowerBound, amount.items.upperBound)
        if amount.unit >= 0 { return amount.unit == FigureWords.all.year && sentence.isRussian }
        if sentence.has(end, .yearWord) { return true }
        let isNear = amount.value >= 1800
        guard let before = item(start - 1) else { return isNear }
        // About 2,000 may be printed 2000; 2005 levels are of a year.
        if amount.noun != nil, sentence.has(start - 1, [.qualifier, .numberLead]), !sentence.has(start - 1, .openTime),
            amount.value < 1900 || before.tokens > 1 || before.general.isDisjoint(with: [.preposition, .determiner])
        {
            return false
        }
        if before.isMark(.openParenthesis) || isMonth(start - 1) { return true }
        let isBehindPreposition =
            sentence.has(start - 1, [.inTime, .openTime, .yearWord, .season, .yearPart, .openTime])
            || !before.general.isDisjoint(with: [.preposition, .determiner, .possessivePronoun, .possessive])
        if amount.rule == .count || amount.rule == .timeSpan {
            return amount.value >= 1900 && (isBehindPreposition || before.isMark(.comma))
        }
        return isNear || isBehindPreposition
    }

    /// Article 17, Room 204, 12 Harbour Street, per 1,000, 10-year bonds.
    private func isLabelled(_ amount: FigureAmount) -> Bool {
        let (start, end) = (amount.items.lowerBound, amount.items.upperBound)
        if amount.rule == .timeSpan {
            // 10-year Treasury
            let isBond = (end..<end + 2).contains { sentence.has($0, .bond) }
            return isBond && sentence.items[amount.items.upperBound - 1].isGlued
        }
        guard amount.unit < 0, amount.plain == nil || amount.rule == .personEvent else { return false }
        if let before = item(start - 1) {
            if sentence.has(start - 1, .label), before.kind == .word {
                if amount.noun == nil, amount.rule != .named { return true }
                // Article 17 grants it; page 3 stories may be counted.
                let isNumber = amount.numeral.plainDigits > 0 || amount.numeral.isDecimal
                if isNumber, before.shape != .lower || amount.numeral.isDecimal { return true }
            }
            // Fortune 500 companies, Windows 10 users: a name goes on with the number; in Aleppo 500 people died.
            if amount.numeral.plainDigits > 0, before.kind == .word, before.shape != .lower, before.shape != .none,
                start > 1,
                before.general.isDisjoint(with: [.notName, .preposition, .determiner, .time, .auxiliary]),
                before.classes.isDisjoint(with: [.qualifier, .numberLead, .month, .personEvent]),
                !sentence.items[start - 2].general.contains(.preposition), sentence.items[start - 2].kind == .word
            {
                return true
            }
            // No. 82, and the label of a list of numbers: pages 3 and 4.
            if sentence.isMark(start - 1, .period), sentence.has(start - 2, .label), before.isGlued, amount.noun == nil
            {
                return true
            }
            if sentence.has(start - 1, .per), !sentence.has(start - 1, [.one, .every]), !sentence.isRussian {
                return true
            }
        }
        // 27 Elm Road
        var place = end
        while place < sentence.items.count, place - end < 3, sentence.items[place].shape == .capitalized,
            sentence.items[place].kind == .word
        {
            if place > end, sentence.has(place, .street) { return true }
            place += 1
        }
        return false
    }

    /// The nine months to September: the time of a figure, and none itself.
    private func isSpanOfNothing(_ amount: FigureAmount) -> Bool {
        guard amount.rule == .timeSpan else { return false }
        let (start, end) = (amount.items.lowerBound, amount.items.upperBound)
        if sentence.has(start - 1, .ordinal) { return true }
        let isMonths = amount.unit >= 0 && FigureWords.all.units[amount.unit].name == "month"
        if isMonths, let before = item(start - 1), before.general.contains(.determiner), !sentence.has(start - 1, .one)
        {
            return true
        }
        return isMonths && isMonth(end + 1)
    }

    /// A number that nothing says what it measures.
    private func isNothing(_ amount: FigureAmount, _ index: Int) -> Bool {
        let (start, end) = (amount.items.lowerBound, amount.items.upperBound)
        // The two men, its three ports: what is known already is not counted.
        if amount.rule == .count, amount.numeral.isWord, amount.value <= 20, !amount.numeral.isVague,
            let before = item(start - 1),
            isDefinite(before)
        {
            return true
        }
        // I called three times; one day, at one point.
        if amount.rule == .ratio, amount.value <= 10 || amount.numeral.isWord, !amount.numeral.isDecimal,
            !sentence.has(end + 1, .comparing), !(sentence.isRussian && sentence.has(start - 1, .in))
        {
            return true
        }
        if amount.numeral.isWord, amount.value == 1, !amount.numeral.isArticle {
            if amount.rule == .points { return true }
            if amount.rule == .timeSpan, sentence.items[start].start + 3 == sentence.items[start].end,
                ["day", "night"].contains(FigureWords.all.units[max(0, amount.unit)].name)
            {
                return true
            }
        }
        // One man is no count, one mile is a length.
        let counts = [.count, .personEvent, .named].contains(amount.rule)
        if counts, amount.numeral.isWord, amount.value <= 1, !amount.numeral.hasScale { return true }
        if amount.numeral.isWord, amount.value == 0 { return true }
        // 1. and 1) begin an item of a list.
        if counts, start == 0, amount.numeral.plainDigits > 0, let after = item(end),
            after.isMark(.closeParenthesis) || after.isMark(.period) && after.isGlued
        {
            return true
        }
        // 50 50 dollar bills: a number before another.
        guard !amount.hasUnit else { return false }
        if let next = item(end), next.kind == .number { return true }
        if amount.numeral.isVague { return !isEndOfPhrase(end) }
        if amount.numeral.hasLetterScale { return true }
        if amount.numeral.isWord {
            return !amount.numeral.hasScale || amount.numeral.scale < 100 || amount.numeral.items.count == 1
        }
        if amount.numeral.hasScale { return false }
        let lead = beforeLeads(start)
        // up 0.95: how much of what changed is not said.
        if sentence.has(lead, .change), !sentence.has(lead, [.measureVerb, .sharing]) || amount.numeral.isDecimal,
            !sentence.has(lead, .sharing)
        {
            return true
        }
        guard sentence.has(lead, [.measuring, .measureVerb, .change, .sharing]) || amount.qualifier != nil else {
            return true
        }
        if amount.numeral.isDecimal || amount.numeral.isGrouped { return false }
        return amount.numeral.plainDigits < 5 && amount.qualifier == nil
    }

    /// the, these, those, its, their
    private func isDefinite(_ item: FigureItem) -> Bool {
        guard item.kind == .word else { return false }
        if !item.general.isDisjoint(with: [.possessivePronoun, .possessive]) { return true }
        guard item.general.contains(.determiner), !item.classes.contains(.qualifier) else { return false }
        // the, these, those, this and all; some, any, another and no are none.
        let (first, second) = (text.bytes[Int(item.byteStart)] | 0x20, text.bytes[Int(item.byteStart) + 1] | 0x20)
        return first == 0x74 || first == 0x61 && second == 0x6C
    }

    private func isEndOfPhrase(_ index: Int) -> Bool {
        guard let item = item(index) else { return true }
        return sentence.has(index, [.of, .nounStop, .measureVerb])
            && !item.general.isDisjoint(with: [.auxiliary, .verb])
    }
}
