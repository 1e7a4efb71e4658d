/// Reads the currency before a number, and the parts of a currency behind it.
extension FigureSentence {
    func readPrefix(_ amount: inout FigureAmount, _ consumed: Int) {
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
                (amount.unit, first) = (
                    prefix, items[before - 1].isGlued && isMark(before - 2, .period) ? before - 3 : before - 1
                )
            } else if before > consumed, items[before - 1].isDash, items[before].isGlued,
                before - 1 == consumed || !items[before - 1].isGlued
            {
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

    func scalar(_ index: Int) -> UInt32 { index < items.count ? items[index].scalar : 0 }

    /// The currency of a sign. `$` is the dollar that the text says it is.
    func sign(at index: Int) -> Int? {
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
    func code(at index: Int) -> (unit: Int, scale: Double)? {
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

    // MARK: Parts of a currency, feet and inches

    /// `5 feet 2 inches`, `12 ft 2 in`: in feet.
    func readInches(_ amount: inout FigureAmount) {
        guard units[amount.unit].name == "foot", amount.rate < 0, !amount.numeral.isDecimal else { return }
        var index = amount.items.upperBound
        if has(index, .and) { index += 1 }
        guard index + 1 < items.count, items[index].kind == .number || has(index, .number),
            let part = numeral(at: index),
            part.value < 12, !part.isNegative, let word = word(part.items.upperBound),
            has(part.items.upperBound, .unit),
            word.unit >= 0, units[word.unit].name == "inch"
        else { return }
        amount.value += part.value / 12
        amount.items = amount.items.lowerBound..<(part.items.upperBound + 1)
    }

    /// `3 dollars 50 cents`, `15 dollars and 50`
    func readParts(_ amount: inout FigureAmount) {
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
        } else if part.value >= 10,
            end >= items.count
                || items[end].kind == .mark && !items[end].isMark(.percent)
                    && !items[end].isMark(.currency) && !items[end].isDash && !items[end].isMark(.degree)
        {
            amount.value += part.value / 100
            amount.items = amount.items.lowerBound..<end
        }
    }
}
