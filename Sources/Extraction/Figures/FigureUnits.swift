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

    // MARK: Behind the number

    private func readSuffix(_ amount: inout FigureAmount) {
        var index = amount.items.upperBound
        // hundreds of thousands of dollars
        if amount.numeral.isVague, has(index, .of), !isRussian { index += 1 }
        guard index < items.count, !items[index].isFirst else { return }
        // 3-inch, 12-cent
        let isHyphenated =
            items[index].isDash && items[index].isGlued && index + 1 < items.count
            && items[index + 1].isGlued && items[index + 1].kind == .word
        if isHyphenated { index += 1 }
        // 2025-м, 73-й
        if isHyphenated, isRussian, has(index, .ordinalEnding) { return }
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
        if has(sign + 2, .unit), let part = word(sign + 2)?.unit, part >= 0, units[part].kind == .currencyPart {
            return false
        }
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
        // A ten-point lead is measured, a 14-point plan is a name.
        if found.kind == .points, isHyphenated, !has(index + 1, .lead) { return nil }
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
        // 11-летняя
        if isRussian, isHyphenated { amount.rule = .age }
        guard has(index, .old) else { return }
        amount.rule = .age
        if isHyphenated { amount.items = amount.items.lowerBound..<(index + 1) }
    }
}
