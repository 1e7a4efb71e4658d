/// Reads the unit before or behind a number.
extension FigureSentence {
    /// The amount whose number begins at `index`.
    ///
    /// - Parameter consumed: where the amount before ends; its unit is not taken again.
    func amount(at index: Int, consumed: Int) -> FigureAmount? {
        guard let numeral = numeral(at: index) else { return nil }
        var amount = FigureAmount(numeral)
        readPrefix(&amount, consumed)
        if amount.unit < 0 { readSuffix(&amount) }
        if amount.unit >= 0 {
            let unit = units[amount.unit]
            amount.value *= unit.scale
            switch unit.kind {
            case .currency, .currencyPart, .pounds: readParts(&amount)
            default: break
            }
        }
        return amount
    }

    // MARK: Before the number

    private func readPrefix(_ amount: inout FigureAmount, _ consumed: Int) {
        let start = amount.items.lowerBound
        // minus $37.63
        if amount.numeral.isNegative, items[start + 1].isMark(.currency), let sign = sign(at: start + 1) {
            (amount.unit, amount.rule) = (sign, .currencySign)
            return
        }
        guard start > consumed, start > 0 else { return }
        let before = start - 1
        if items[before].isMark(.currency), let sign = sign(at: before), !isSuffix(before, of: start, amount) {
            (amount.unit, amount.rule) = (sign, .currencySign)
            var first = before
            if before > consumed, let prefix = prefix(at: before - 1) {
                (amount.unit, first) = (prefix, items[before - 1].isGlued && isMark(before - 2, .period) ? before - 3 : before - 1)
            } else if before > consumed, items[before - 1].isDash, items[before].isGlued, before - 1 == consumed || !items[before - 1].isGlued {
                // -$5
                if !(before - 2 >= 0 && items[before - 2].kind == .number) {
                    amount.value = -amount.value
                    first = before - 1
                }
            }
            amount.items = first..<amount.items.upperBound
            // $ 10 dollars
            if let unit = word(amount.items.upperBound)?.unit, has(amount.items.upperBound, .unit),
                unit >= 0, units[unit].kind == .currency, units[unit].name == units[amount.unit].name,
                !items[before + 1].isGlued
            {
                amount.items = first..<(amount.items.upperBound + 1)
            }
            return
        }
        guard items[before].kind == .word else { return }
        if let code = code(at: before), !isEmphasis(before, code.unit, amount) {
            (amount.unit, amount.rule) = (code.unit, .currencySign)
            if code.scale > 1 {
                amount.value *= code.scale
                amount.numeral.scale *= code.scale
            }
            amount.items = before..<amount.items.upperBound
        } else if has(before, .currencyAbbreviation), let word = word(before), word.abbreviation >= 0,
            !amount.numeral.isWord
        {
            (amount.unit, amount.rule) = (word.abbreviation, .currencySign)
            amount.items = before..<amount.items.upperBound
        } else if amount.numeral.hasScale, amount.numeral.items.count > 1, has(before, .unit), let word = word(before),
            word.unit == Self.dollar,
            !has(amount.items.upperBound, .unit)
        {
            // dollar 22.5 million
            (amount.unit, amount.rule) = (word.unit, .currencyWord)
            amount.items = before..<amount.items.upperBound
        }
    }

    private static let dollar = FigureWords.all.dollar

    /// ALL 5 of them: a word in capitals, and no lek.
    private func isEmphasis(_ index: Int, _ unit: Int, _ amount: FigureAmount) -> Bool {
        units[unit].needsCapitals && amount.numeral.plainDigits > 0 && amount.numeral.plainDigits < 4
    }

    /// Whether the sign before a number belongs to the number before it: `10 $ 30 $`.
    private func isSuffix(_ sign: Int, of start: Int, _ amount: FigureAmount) -> Bool {
        sign > 0 && items[sign - 1].kind == .number && items[sign].scalar == scalar(amount.items.upperBound)
            && !items[start].isGlued
    }

    private func scalar(_ index: Int) -> UInt32 { index < items.count ? items[index].scalar : 0 }

    /// The currency of a sign. `$` is the dollar that the text says it is.
    private func sign(at index: Int) -> Int? {
        switch items[index].scalar {
        case 0x24: dollarUnit
        case 0xA3: FigureWords.all.money
        default: FigureWords.all.signs[items[index].scalar]
        }
    }

    /// US, C, HK before `$`: close to it, or apart where the word is nothing else.
    private func prefix(at index: Int) -> Int? {
        // u.s $
        if items[index + 1].scalar == 0x24, index > 1, items[index - 1].isMark(.period), items[index].isGlued,
            items[index - 1].isGlued, isLetter(index), isLetter(index - 2),
            bytes[Int(items[index].byteStart)] | 0x20 == 0x73, bytes[Int(items[index - 2].byteStart)] | 0x20 == 0x75
        {
            return Self.dollar
        }
        guard has(index, .currencyPrefix), let word = word(index), word.prefix >= 0, items[index + 1].scalar == 0x24
        else { return nil }
        if items[index + 1].isGlued { return word.prefix }
        let length = items[index].end - items[index].start
        if word.prefix == Self.dollar, length == 2 {
            // "us $ 150 million" is no pronoun behind an article or a possessive.
            guard index > 0 else { return word.prefix }
            let isOwned = !items[index - 1].general.isDisjoint(with: [.determiner, .possessive]) || isLetter(index - 1)
            return isOwned ? word.prefix : nil
        }
        // c $ and hk $, but no "a $4 billion".
        return length > 1 || bytes[Int(items[index].byteStart)] | 0x20 == 0x63 ? word.prefix : nil
    }

    /// A currency's code, with an M for millions before it: `USD`, `MEUR`.
    private func code(at index: Int) -> (unit: Int, scale: Double)? {
        if has(index, .unit), let word = word(index), word.unit >= 0, units[word.unit].kind == .currency,
            units[word.unit].isSymbol
        {
            return units[word.unit].needsCapitals && items[index].shape != .all ? nil : (word.unit, 1)
        }
        let (start, end) = (Int(items[index].byteStart), Int(items[index].byteEnd))
        guard end - start == 4, items[index].entry < 0, items[index].shape == .all, bytes[start] == 0x4D else {
            return nil
        }
        var code = WordCode()
        for place in (start + 1)..<end { code.add(WordCode.folded(UInt32(bytes[place]))) }
        let number = Lexicon.all.number(of: code.value)
        guard number >= 0 else { return nil }
        let unit = words[Int(number)].unit
        guard unit >= 0, units[unit].kind == .currency, units[unit].isSymbol else { return nil }
        return (unit, 1_000_000)
    }

    // MARK: Behind the number

    private func readSuffix(_ amount: inout FigureAmount) {
        var index = amount.items.upperBound
        // hundreds of thousands of dollars
        if amount.numeral.isVague, has(index, .of), !isRussian { index += 1 }
        guard index < items.count, !items[index].isFirst else { return }
        // 3-inch, 12-cent
        let isHyphenated = items[index].isDash && items[index].isGlued && index + 1 < items.count
            && items[index + 1].isGlued && items[index + 1].kind == .word
        if isHyphenated { index += 1 }
        // 20 (kg)
        let bracket = items[index].kind == .mark ? Self.closing(items[index].scalar) : nil
        if let bracket {
            guard index + 2 < items.count, items[index + 2].scalar == bracket else { return }
            index += 1
        }
        guard index < items.count else { return }
        let item = items[index]
        if item.isMark(.percent) || has(index, .percent) {
            guard bracket == nil else { return }
            (amount.unit, amount.rule) = (FigureWords.all.percent, .percent)
            amount.items = amount.items.lowerBound..<(index + 1)
            return
        }
        if item.isMark(.degree) { return readDegree(&amount, index) }
        if item.isMark(.currency), bracket == nil {
            guard let sign = sign(at: index), !isPrefix(index) else { return }
            (amount.unit, amount.rule) = (sign, .currencySign)
            amount.items = amount.items.lowerBound..<(index + 1)
            return
        }
        // 10 " long, 5' 2"
        if item.isMark(.straightDouble), amount.numeral.plainDigits > 0, !item.isGlued, index + 1 < items.count,
            items[index + 1].kind == .word, !items[index + 1].isGlued, let inch = FigureWords.all.inch
        {
            (amount.unit, amount.rule) = (inch, .dimension)
            amount.items = amount.items.lowerBound..<(index + 1)
            return
        }
        guard item.kind == .word else { return }
        if has(index, .timeMultiple), let word = word(index), word.years > 0 {
            // two decades are 20 years
            guard !amount.numeral.isDecimal || amount.numeral.isWord else { return }
            (amount.unit, amount.rule) = (FigureWords.all.year, .timeSpan)
            amount.value *= word.years
            amount.items = amount.items.lowerBound..<(index + 1)
            return
        }
        guard has(index, .unit), let word = word(index), word.unit >= 0 else {
            if let code = code(at: index), bracket == nil {
                (amount.unit, amount.rule) = (code.unit, .currencySign)
                amount.value *= code.scale
                amount.items = amount.items.lowerBound..<(index + 1)
            } else if has(index, .currencyAbbreviation), let word = self.word(index), word.abbreviation >= 0 {
                (amount.unit, amount.rule) = (word.abbreviation, .currencyWord)
                amount.items = amount.items.lowerBound..<(index + 1)
            }
            return
        }
        guard let unit = fitting(word.unit, index, amount, isHyphenated) else { return }
        // 3 USD50 cards: the code belongs to the number that it touches.
        if units[unit].isSymbol, index + 1 < items.count, items[index + 1].kind == .number, items[index + 1].isGlued,
            !items[index].isGlued
        {
            return
        }
        amount.unit = unit
        amount.items = amount.items.lowerBound..<(index + (bracket == nil ? 1 : 2))
        switch units[unit].kind {
        case .currency, .currencyPart, .pounds:
            amount.rule = units[unit].isSymbol ? .currencySign : .currencyWord
            // 75 USD million
            let end = amount.items.upperBound
            if !amount.numeral.hasScale, has(end, .scale), let scale = self.word(end)?.scale, scale > 100,
                items[end].end - items[end].start > 1
            {
                amount.value = amount.numeral.scaled(by: scale)
                amount.numeral.scale = scale
                amount.items = amount.items.lowerBound..<(end + 1)
            }
        case .points: amount.rule = .points
        case .time:
            amount.rule = .timeSpan
            readOld(&amount, isHyphenated)
        default:
            amount.rule = .dimension
            readPower(&amount)
            readRate(&amount)
            readInches(&amount)
        }
        if amount.numeral.isVague { amount.rule = .vague }
    }

    /// What closes an open bracket.
    private static func closing(_ scalar: UInt32) -> UInt32? {
        switch scalar {
        case 0x28: 0x29
        case 0x5B: 0x5D
        case 0x7B: 0x7D
        case 0x3C: 0x3E
        default: nil
        }
    }

    /// Whether a currency's sign behind a number belongs to the number that follows.
    private func isPrefix(_ sign: Int) -> Bool {
        guard sign + 1 < items.count, items[sign + 1].kind == .number else { return false }
        // 10 $ 30 cent
        if has(sign + 2, .unit), let part = word(sign + 2)?.unit, part >= 0, units[part].kind == .currencyPart { return false }
        return items[sign].scalar != scalar(sign + 2) || items[sign + 1].isGlued
    }

    private func readDegree(_ amount: inout FigureAmount, _ index: Int) {
        var end = index + 1
        var unit = FigureWords.all.degree
        if end < items.count, items[end].kind == .word, let word = word(end), has(end, .unit), word.unit >= 0,
            units[word.unit].kind == .temperature
        {
            unit = word.unit
            end += 1
        }
        (amount.unit, amount.rule) = (unit, .dimension)
        amount.items = amount.items.lowerBound..<end
    }

    /// The unit that a word is behind this number; nil where the word is another there.
    private func fitting(_ unit: Int, _ index: Int, _ amount: FigureAmount, _ isHyphenated: Bool) -> Int? {
        let found = units[unit]
        let item = items[index]
        let first = bytes[Int(item.byteStart)]
        let isCapital = first &- 0x41 < 26
        if found.needsCapitals, item.shape != .all { return nil }
        if isRussian, found.name == "degree" { return FigureWords.all.celsius ?? unit }
        switch item.end - item.start {
        case 1:
            // A single letter is a symbol in the case that symbols have: 30 m, 29C, 50p.
            switch found.name {
            case "Cel", "degree Fahrenheit": return item.isGlued && isCapital ? unit : nil
            case "penny": return item.isGlued && !isCapital ? unit : nil
            case "s": return !isCapital && amount.numeral.isDecimal ? unit : nil
            case "L": return unit
            // «2018 г.» is a year.
            case "g" where first >= 0x80: return amount.numeral.plainDigits == 4 ? nil : unit
            default: return isCapital ? nil : unit
            }
        case 2 where found.name == "inch":
            // `in` is a preposition, but behind feet.
            return nil
        case 2 where found.name == "MBy" && first == 0x4D && bytes[Int(item.byteStart) + 1] == 0x62:
            return FigureWords.all.megabit ?? unit
        default: break
        }
        if item.isGlued, !found.isSymbol, !isHyphenated, found.kind != .currency { return nil }
        if found.kind == .currency {
            // Words that are verbs and nouns, too: five won medals, ten mark the day.
            let isOther = ["KRW", "BRL", "UZS", "DEM", "LAK", "crown"].contains(found.name)
            if isOther, !found.isSymbol, amount.numeral.value < 20, !amount.numeral.isDecimal { return nil }
            // 10 dollar bills are bills of 10 dollars; a 14-point plan is a name.
        }
        if found.kind == .points, isHyphenated { return nil }
        return unit
    }

    /// `m²`, `kW·h`
    private func readPower(_ amount: inout FigureAmount) {
        let index = amount.items.upperBound
        guard index < items.count, items[index].isGlued else { return }
        switch items[index].scalar {
        case 0xB2, 0xB3:
            guard units[amount.unit].kind == .length else { return }
            amount.power = items[index].scalar == 0xB2 ? 2 : 3
            amount.items = amount.items.lowerBound..<(index + 1)
        case 0xB7, 0x22C5, 0x2A, 0x2022:
            guard units[amount.unit].kind == .power, let hour = word(index + 1), hour.rate >= 0,
                FigureWords.all.units[hour.rate].name == "h"
            else { return }
            amount.isTimesHour = true
            amount.items = amount.items.lowerBound..<(index + 2)
        default: break
        }
    }

    /// `km/h`, `miles an hour`, `µg per cubic metre`: a speed, a flow, or how much is in how much.
    private func readRate(_ amount: inout FigureAmount) {
        var index = amount.items.upperBound
        guard index + 1 < items.count, units[amount.unit].kind != .other || amount.power > 1 else { return }
        let isSlash = items[index].isMark(.slash) && items[index].isGlued
        guard isSlash || has(index, .per) else { return }
        let isArticle = has(index, [.one, .every])
        index += 1
        guard let word = word(index) else { return }
        switch units[amount.unit].kind {
        case .length, .data, .volume, .area:
            guard has(index, .rateTime), word.rate >= 0 else { return }
            if isArticle, units[amount.unit].kind != .length || amount.power > 1 { return }
            // Barrels a day, but litres per second.
            if units[amount.unit].name == "barrel" { return }
            amount.rate = word.rate
            amount.items = amount.items.lowerBound..<(index + 1)
        case .mass:
            guard !isArticle, has(index, .unit), word.unit >= 0 else { return }
            let kind = units[word.unit].kind
            guard kind == .volume || kind == .length && isCubed(index + 1) else { return }
            amount.rate = word.unit
            amount.items = amount.items.lowerBound..<(index + (kind == .length ? 2 : 1))
        default: break
        }
    }

    private func isCubed(_ index: Int) -> Bool { scalar(index) == 0xB3 }

    /// `38-year-old`, `three years old`
    private func readOld(_ amount: inout FigureAmount, _ isHyphenated: Bool) {
        var index = amount.items.upperBound
        guard amount.unit == FigureWords.all.year || units[amount.unit].name == "month" else { return }
        if isHyphenated, index < items.count, items[index].isDash { index += 1 }
        guard has(index, .old) else { return }
        amount.rule = .age
        if isHyphenated { amount.items = amount.items.lowerBound..<(index + 1) }
    }

    // MARK: Parts of a currency, feet and inches

    /// `5 feet 2 inches`, `12 ft 2 in`: in feet.
    private func readInches(_ amount: inout FigureAmount) {
        guard units[amount.unit].name == "foot", amount.rate < 0, !amount.numeral.isDecimal else { return }
        var index = amount.items.upperBound
        if has(index, .and) { index += 1 }
        guard index + 1 < items.count, items[index].kind == .number || has(index, .number), let part = numeral(at: index),
            part.value < 12, !part.isNegative, let word = word(part.items.upperBound), has(part.items.upperBound, .unit),
            word.unit >= 0, units[word.unit].name == "inch"
        else { return }
        amount.value += part.value / 12
        amount.items = amount.items.lowerBound..<(part.items.upperBound + 1)
    }

    /// `3 dollars 50 cents`, `15 dollars and 50`
    private func readParts(_ amount: inout FigureAmount) {
        guard amount.rule == .currencyWord || amount.numeral.plainDigits > 0, units[amount.unit].kind == .currency,
            !amount.numeral.hasScale, !amount.numeral.isDecimal
        else { return }
        // The sign stands behind, or the code: 17 USD 25.
        guard amount.items.upperBound > amount.numeral.items.upperBound else { return }
        var index = amount.items.upperBound
        if has(index, .and) { index += 1 }
        guard index < items.count, items[index].kind == .number || has(index, .number), let part = numeral(at: index),
            !part.isDecimal, part.value > 0, part.value < 100, !part.isShare, !part.hasScale
        else { return }
        let end = part.items.upperBound
        if has(end, .unit), let word = word(end), word.unit >= 0, units[word.unit].kind == .currencyPart {
            amount.value += part.value / 100
            amount.items = amount.items.lowerBound..<(end + 1)
        } else if part.isWord, has(end, .and), has(index - 1, .and) {
            // one dollar and two and three points
            amount.value += part.value / 100
            amount.items = amount.items.lowerBound..<end
        } else if part.value >= 10, end < items.count, items[end].kind == .word, has(end, .numberLead),
            !has(end + 1, .counted), !isPlural(end + 1), items[index].kind == .number
        {
            // 15 USD 50 more
            amount.value += part.value / 100
            amount.items = amount.items.lowerBound..<end
        } else if part.value >= 10, end >= items.count || items[end].kind == .mark && !items[end].isMark(.percent)
            && !items[end].isMark(.currency) && !items[end].isDash && !items[end].isMark(.degree)
        {
            amount.value += part.value / 100
            amount.items = amount.items.lowerBound..<end
        }
    }
}
