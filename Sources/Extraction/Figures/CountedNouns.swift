/// What a number counts.
struct CountedNoun {
    /// The item of the noun.
    var item: Int?
    /// What it is, as a place in ``FigureWords/names``.
    var name = -1
    var plain: StaticString?
    /// A unit of measure with a word before it: 48,000 flight hours.
    var unit = -1
    var rule = FigureRule.count

    func name(_ amount: inout FigureAmount) {
        (amount.noun, amount.name, amount.plain, amount.rule) = (item, name, plain, rule)
        if unit >= 0 { amount.unit = unit }
    }
}

extension FigureSentence {
    /// The noun that stands behind a number: `180 armed foreign militants`, `12 of the 40 seats`, `14 died`.
    func countedNoun(after index: Int) -> CountedNoun? {
        var index = index
        guard index < items.count else { return nil }
        if has(index, .personEvent), !isPlural(index) { return CountedNoun(plain: "person", rule: .personEvent) }
        // 12 of the 40 seats, dozens of homes
        if has(index, .of) {
            var next = index + 1
            while next < items.count, next - index <= 3,
                items[next].kind == .number || has(next, .number)
                    || !items[next].general.isDisjoint(with: [.determiner, .possessivePronoun])
            {
                next += 1
            }
            guard isRussian || next > index else { return nil }
            index = next
        }
        let found = isRussian ? russianNoun(from: index) : englishNoun(from: index)
        if let found { return found }
        // 1,011 were injured, 46 have been killed
        var place = index
        while place < items.count, place - index < 4, items[place].kind == .word {
            if has(place, .personEvent) { return CountedNoun(plain: "person", rule: .personEvent) }
            guard !items[place].general.isDisjoint(with: [.auxiliary, .adverb, .pronoun]) else { break }
            place += 1
        }
        return nil
    }

    /// The last of the plurals that end the noun phrase.
    private func englishNoun(from start: Int) -> CountedNoun? {
        var noun: Int?
        var index = start
        while index < items.count, index - start < Limits.nounDistance {
            let item = items[index]
            if index > start, item.isFirst { break }
            if item.isDash, item.isGlued, noun == nil {
                // coal- and gas-fired plants
                index += has(index + 1, .and) ? 2 : 1
                continue
            }
            guard item.kind == .word, item.general.isDisjoint(with: .possessive) else { break }
            if noun == nil, has(index, .numberLead) {
                index += 1
                continue
            }
            if isPlural(index) {
                noun = index
            } else if noun == nil, index > start, let measure = measure(at: index) {
                return measure
            } else if noun != nil {
                break
            } else if has(index, [.nounStop, .number, .unit, .scale, .percent, .month, .per, .halfDay])
                && !(has(index, .unit) && item.shape == .lower && item.end - item.start > 3)
                || !item.general.isDisjoint(with: [.auxiliary, .preposition, .conjunction, .determiner, .speechVerb])
            {
                break
            }
            index += 1
        }
        guard let noun else { return nil }
        // crew members, police officers
        if noun > start, isCrew(noun - 1) { return CountedNoun(item: noun, name: word(noun - 1)?.noun ?? -1) }
        return CountedNoun(item: noun, name: word(noun)?.noun ?? -1)
    }

    /// A word for many whose member has two words: crew, police.
    private func isCrew(_ index: Int) -> Bool {
        guard has(index, .counted), let noun = word(index)?.noun, noun >= 0 else { return false }
        return FigureWords.all.names[noun].utf8.contains(0x20)
    }

    /// The plural of a unit behind an adjective: flight hours, US gallons.
    private func measure(at index: Int) -> CountedNoun? {
        guard has(index, .unit), let unit = word(index)?.unit, unit >= 0, !units[unit].isSymbol,
            items[index].end - items[index].start > 4, bytes[Int(items[index].byteEnd) - 1] == 0x73
        else { return nil }
        switch units[unit].kind {
        case .currency, .currencyPart, .pounds, .points: return nil
        case .time: return CountedNoun(unit: unit, rule: .timeSpan)
        default: return CountedNoun(unit: unit, rule: .dimension)
        }
    }

    /// A noun of the lexicon, behind adjectives.
    private func russianNoun(from start: Int) -> CountedNoun? {
        var index = start
        while index < items.count, index - start < Limits.nounDistance, items[index].kind == .word {
            if has(index, .counted), let word = word(index), word.noun >= 0 {
                return CountedNoun(item: index, name: word.noun)
            }
            if has(index, .personEvent) { return CountedNoun(plain: "person", rule: .personEvent) }
            if index > start, items[index].isFirst || has(index, .nounStop) { break }
            if has(index, .nounStop) || has(index, .measuring) { break }
            index += 1
        }
        // One that the lexicon does not know, in the genitive plural, is given as printed.
        guard start < items.count, items[start].kind == .word, items[start].shape == .lower,
            !has(start, [.nounStop, .measuring, .number, .unit, .month, .yearWord]), hasGenitiveEnding(start)
        else { return nil }
        return CountedNoun(item: start)
    }

    /// -ов, -ев, -ей
    private func hasGenitiveEnding(_ index: Int) -> Bool {
        let end = Int(items[index].byteEnd)
        guard end - Int(items[index].byteStart) > 8 else { return false }
        let last = (bytes[end - 4], bytes[end - 3], bytes[end - 2], bytes[end - 1])
        return last == (0xD0, 0xBE, 0xD0, 0xB2) || last == (0xD0, 0xB5, 0xD0, 0xB2) || last == (0xD0, 0xB5, 0xD0, 0xB9)
    }

    /// The English singular of a plural, as it is printed but for its ending.
    func singular(at index: Int) -> String { singular(items[index]) }

    func singular(_ item: FigureItem) -> String {
        var noun = String(decoding: bytes[Int(item.byteStart)..<Int(item.byteEnd)], as: UTF8.self)
        if isRussian { return noun }
        let length = noun.utf8.count
        if noun.hasSuffix("ies"), length > 4 { return noun.dropLast(3) + "y" }
        for ending in ["sses", "shes", "ches", "xes", "zes"] where noun.hasSuffix(ending) {
            return String(noun.dropLast(2))
        }
        if noun.hasSuffix("s"), !noun.hasSuffix("ss") { noun.removeLast() }
        return noun
    }
}
