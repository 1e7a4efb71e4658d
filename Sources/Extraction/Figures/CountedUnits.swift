/// Names what each number counts, and how exactly it is meant.
extension FigureFinder {
    mutating func nameWhatIsCounted(sentenceNumber: Int) {
        for index in amounts.indices where !amounts[index].isRejected {
            readQualifier(index)
            if amounts[index].hasUnit { resolvePounds(index) } else { readNoun(index, sentenceNumber) }
        }
    }

    /// Money where money is spoken of or many of it are, else a weight.
    private mutating func resolvePounds(_ index: Int) {
        let words = FigureWords.all
        guard amounts[index].unit >= 0, words.units[amounts[index].unit].kind == .pounds else { return }
        let place = amounts[index].items.lowerBound
        var isMoney = amounts[index].numeral.hasScale
        for near in max(0, place - Limits.lookBehind)..<min(sentence.items.count, place + Limits.lookBehind)
        where sentence.has(near, .money) || sentence.items[near].scalar == 0xA3 {
            isMoney = true
        }
        amounts[index].unit = isMoney ? words.money : words.pound
        amounts[index].rule = isMoney ? .currencyWord : .dimension
    }

    private mutating func readNoun(_ index: Int, _ sentenceNumber: Int) {
        var amount = amounts[index]
        let (start, end) = (amount.items.lowerBound, amount.items.upperBound)
        defer { amounts[index] = amount }
        // percent of ten
        if sentence.has(start - 1, .of), sentence.has(start - 2, .percent),
            !(start > 2 && (sentence.items[start - 3].kind == .number || sentence.has(start - 3, .number)))
        {
            (amount.unit, amount.rule) = (FigureWords.all.percent, .percent)
            amount.items = (start - 2)..<end
            return
        }
        if amount.numeral.isShare {
            (amount.plain, amount.rule) = ("share", .share)
            return
        }
        if isAge(amount) {
            (amount.unit, amount.rule) = (FigureWords.all.year, .age)
            return
        }
        if sentence.has(start - 1, .magnitude), amount.value < 11 {
            (amount.plain, amount.rule) = ("magnitude", .magnitude)
            return
        }
        if sentence.has(end, .times), amount.value >= 1 {
            (amount.plain, amount.rule) = ("time", .ratio)
            return
        }
        if let noun = sentence.countedNoun(after: end),
            !(amount.numeral.isVague && !amount.numeral.hasScale && noun.rule == .count && !followsOf(end))
        {
            noun.name(&amount)
            if amount.numeral.isVague { amount.rule = .vague }
            return
        }
        // a 3,000-strong force
        if sentence.items.indices.contains(end), sentence.items[end].isDash, isStrong(end + 1) {
            (amount.plain, amount.rule) = ("person", .personEvent)
            return
        }
        // killing nine, killed 21
        if sentence.has(beforeLeads(start), .personEvent), !amount.numeral.isDecimal {
            (amount.plain, amount.rule) = ("person", .personEvent)
            return
        }
        if readSharedNoun(&amount, index) { return }
        if readRate(&amount) { return }
        if readNamed(&amount) { return }
        if inherit(&amount, index) { return }
        if readTheirNumber(&amount, sentenceNumber) { return }
        // 1.7 million have crossed the border: what has no noun and acts is people.
        if amount.numeral.hasScale || amount.numeral.isGrouped, !sentence.isRussian,
            end < sentence.items.count, sentence.items[end].general.contains(.auxiliary),
            sentence.has(beforeLeads(start), .nounStop) == false
        {
            (amount.plain, amount.rule) = ("person", .personEvent)
        }
    }

    /// `The tenge weakened to 478.5 against the dollar`: the currency that is told before.
    private func readRate(_ amount: inout FigureAmount) -> Bool {
        let (start, end) = (amount.items.lowerBound, amount.items.upperBound)
        func currency(_ index: Int) -> Int? {
            guard sentence.has(index, .unit), let unit = sentence.word(index)?.unit, unit >= 0,
                sentence.units[unit].kind == .currency
            else { return nil }
            return unit
        }
        guard sentence.has(end, [.sharing, .per]) else { return false }
        guard currency(end + 1) != nil || sentence.has(end + 1, .nounStop) && currency(end + 2) != nil else {
            return false
        }
        var place = start - 1
        while place >= 0, start - place <= Limits.lookBehind {
            if let unit = currency(place) {
                (amount.unit, amount.rule) = (unit, .inherited)
                return true
            }
            place -= 1
        }
        return false
    }

    private func followsOf(_ index: Int) -> Bool { sentence.has(index, .of) || sentence.isRussian }

    /// The item before a number, without Markdown's escape: almost \$4.2 billion.
    private func beforeEscape(_ start: Int) -> Int {
        start > 0 && sentence.items[start - 1].scalar == 0x5C ? start - 2 : start - 1
    }

    /// The item before a number, without the words that say how exactly it is meant.
    func beforeLeads(_ start: Int) -> Int {
        var place = beforeEscape(start)
        while place >= 0, start - place < Limits.nounDistance, sentence.has(place, [.qualifier, .numberLead]) {
            place -= 1
        }
        return place
    }

    /// `Phelps, 31, retires`, `aged 52`
    private func isAge(_ amount: FigureAmount) -> Bool {
        guard amount.value >= 1, amount.value < 115, !amount.numeral.isDecimal, !amount.numeral.hasScale else {
            return false
        }
        let (start, end) = (amount.items.lowerBound, amount.items.upperBound)
        if sentence.has(start - 1, .age), sentence.items[start - 1].shape == .lower {
            return true
        }
        // people under 30, those over 65
        if amount.qualifier == .lessThan || amount.qualifier == .moreThan, start >= 2, amount.value > 2,
            sentence.items[start - 1].general.contains(.preposition),
            isPeople(start - 2) || start >= 3 && isPeople(start - 3)
        {
            return true
        }
        guard sentence.isMark(start - 1, .comma), start >= 2,
            end < sentence.items.count && sentence.items[end].kind == .mark
                && (sentence.items[end].mark == .comma || sentence.items[end].mark == .period)
        else { return false }
        let name = sentence.items[start - 2]
        guard name.kind == .word, name.classes.isDisjoint(with: [.month, .noPlural, .number, .street, .label]) else {
            return false
        }
        if !name.general.isDisjoint(with: [.masculine, .feminine]) { return true }
        return name.shape == .capitalized && name.general.isDisjoint(with: [.notName, .time])
            && sentence.items[end].mark == .comma && !sentence.has(end + 1, .number)
            && !(end + 1 < sentence.items.count && sentence.items[end + 1].kind == .number)
    }

    /// Told by its letters, for it is one word.
    private func isStrong(_ index: Int) -> Bool {
        guard sentence.items.indices.contains(index) else { return false }
        let item = sentence.items[index]
        return text.bytes[Int(item.byteStart)..<Int(item.byteEnd)].elementsEqual("strong".utf8)
    }

    /// `350 temporary and 120 permanent jobs`, `1,200 homes, 340 of them beyond repair`.
    private func readSharedNoun(_ amount: inout FigureAmount, _ index: Int) -> Bool {
        let end = amount.items.upperBound
        if sentence.has(end, .of), end + 1 < sentence.items.count, sentence.items[end + 1].general.contains(.pronoun),
            index > 0,
            amounts[index - 1].hasUnit, !amounts[index - 1].isRejected, !amount.numeral.isDecimal
        {
            amount.takeUnit(of: amounts[index - 1])
            amount.rule = .inherited
            return true
        }
        guard index + 1 < amounts.count, !amount.numeral.isDecimal else { return false }
        let next = amounts[index + 1]
        let gap = end..<next.items.lowerBound
        guard (2...3).contains(gap.count), sentence.has(gap.upperBound - 1, .and), next.unit < 0,
            gap.dropLast().allSatisfy({ sentence.items[$0].kind == .word && !sentence.has($0, .nounStop) }),
            let noun = sentence.countedNoun(after: next.items.upperBound), noun.rule == .count
        else { return false }
        noun.name(&amount)
        amount.rule = .inherited
        return true
    }

    private func isPeople(_ index: Int) -> Bool {
        let item = sentence.items[index]
        if item.kind == .word, !item.general.isDisjoint(with: [.group, .feminine, .masculine]) { return true }
        guard !item.classes.isDisjoint(with: [.counted, .countedByName]), let noun = sentence.word(index)?.noun,
            noun >= 0
        else { return false }
        return ["person", "man", "woman", "child"].contains(FigureWords.all.names[noun])
    }

    /// `the death toll rose to 46`, `the number of visas is 164,000`
    private func readNamed(_ amount: inout FigureAmount) -> Bool {
        guard !amount.numeral.isDecimal || amount.numeral.hasScale else { return false }
        var place = amount.items.lowerBound - 1
        let first = max(0, place - Limits.lookBehind)
        var hasVerb = false
        while place >= first {
            let item = sentence.items[place]
            if item.kind == .mark, item.mark == .semicolon || item.mark == .colon { return false }
            if sentence.has(place, [.measuring, .measureVerb]) { hasVerb = true }
            if hasVerb, sentence.has(place, .countedByName), let word = sentence.word(place) {
                (amount.name, amount.rule) = (word.noun, .named)
                return true
            }
            if hasVerb, sentence.has(place, .numberNoun), sentence.has(place + 1, .of) || sentence.isRussian,
                let noun = sentence.countedNoun(after: sentence.isRussian ? place + 1 : place + 2)
            {
                noun.name(&amount)
                amount.rule = .named
                return true
            }
            place -= 1
        }
        return false
    }

    /// `from 150,000 to 164,000`, `81,326 votes to 60,399`, `of which 390 billion`: the unit of the figure before.
    private func inherit(_ amount: inout FigureAmount, _ index: Int) -> Bool {
        // Years and the like, which have no unit, may stand between.
        var last = index - 1
        while last > 0, index - last < 3, !amounts[last].hasUnit { last -= 1 }
        guard last >= 0 else { return false }
        let before = amounts[last]
        guard before.hasUnit, !before.isRejected, before.rule != .age, before.rule != .share else { return false }
        let start = amount.items.lowerBound
        let lead = beforeLeads(start)
        guard start - before.items.upperBound <= 2 * Limits.lookBehind else { return false }
        let isYearLike = amount.numeral.plainDigits == 4 && amount.value >= 1000 && amount.value <= 2100
        let sharesScale =
            amount.numeral.hasScale && !amount.numeral.hasLetterScale
            && (before.numeral.hasScale || before.rule == .currencySign || before.rule == .count)
        // On 8 million people: what follows a preposition of its own shares nothing.
        if !sentence.has(lead, [.sharing, .and]), lead >= 0, sentence.items[lead].general.contains(.preposition) {
            return false
        }
        if before.rule == .percent, amount.numeral.isGrouped || amount.value > 200 { return false }
        // what stands close: to, from, against, than, of
        let isNext = sentence.has(lead, .sharing) && !isYearLike && before.rule != .timeSpan
        let isPair = sentence.has(lead, .and) && before.rule == .magnitude && amount.numeral.isDecimal
        // 2 million in 2019 and barely 300,000 in 2021; 371 votes, 145 more than required
        let isSecond =
            sentence.has(lead, .and) && amount.numeral.isGrouped
            || sentence.has(amount.items.upperBound, .qualifier) && !isYearLike
        // of which 43 were invalid
        let isOfWhich =
            lead > 0 && sentence.has(lead - 1, .of) && sentence.items[lead].general.contains(.relativePronoun)
            && !isYearLike
        guard sharesScale || isNext || isPair || isSecond || isOfWhich else { return false }
        // A number that is counted with a unit of its own has it behind; one with decimals counts no persons.
        if amount.numeral.isDecimal, !amount.numeral.hasScale, before.rule == .count || before.rule == .personEvent {
            return false
        }
        amount.takeUnit(of: before)
        if before.rule != .magnitude { amount.rule = .inherited }
        return true
    }

    /// `Their number is about 180 thousand`: the last that was counted in the sentence before.
    private func readTheirNumber(_ amount: inout FigureAmount, _ sentenceNumber: Int) -> Bool {
        guard sentenceNumber > 0, !amount.numeral.isDecimal || amount.numeral.hasScale else { return false }
        var place = amount.items.lowerBound - 1
        let first = max(0, place - 2 * Limits.lookBehind)
        while place >= first, !sentence.has(place, .theirNumber) { place -= 1 }
        guard place >= first else { return false }
        let before = text.sentences[sentenceNumber - 1].tokens
        for index in before.reversed().prefix(Limits.anaphoraTokens) {
            let item = FigureItem(text.tokens[index], index)
            guard sentence.isPlural(item) else { continue }
            amount.name = item.entry >= 0 ? FigureWords.all.words[Int(item.entry)].noun : -1
            amount.token = index
            amount.rule = .anaphora
            return true
        }
        return false
    }

    // MARK: How exactly

    private mutating func readQualifier(_ index: Int) {
        var amount = amounts[index]
        let (start, end) = (amount.items.lowerBound, amount.items.upperBound)
        if amount.numeral.isVague { amount.qualifier = .moreThan }
        var place = beforeEscape(start)
        while place >= 0, start - place < 4 {
            if sentence.has(place, .qualifier), let found = sentence.word(place)?.qualifier {
                if isMeant(found, place, amount) { amount.qualifier = found }
                break
            }
            guard sentence.has(place, [.numberLead, .one]) else { break }
            place -= 1
        }
        // 250 or more, 10 people or fewer
        for place in end..<min(sentence.items.count, end + 3) where sentence.has(place, .andMore) {
            if let found = sentence.word(place)?.qualifier { amount.qualifier = found }
            break
        }
        amounts[index] = amount
    }

    /// Whether a qualifier is one: «до» after a change, and `over` a span of time, are prepositions.
    private func isMeant(_ qualifier: Qualifier, _ place: Int, _ amount: FigureAmount) -> Bool {
        if sentence.has(place, .rangeLink) || sentence.has(place, .openTime) && sentence.isRussian {
            var before = place - 1
            while before >= 0, place - before <= Limits.lookBehind {
                if sentence.has(before, [.change, .measureVerb]) { return false }
                before -= 1
            }
        }
        if amount.rule == .timeSpan, qualifier == .moreThan,
            sentence.items[place].end - sentence.items[place].start == 4,
            sentence.has(place, .inTime)
        {
            return false
        }
        return true
    }
}
