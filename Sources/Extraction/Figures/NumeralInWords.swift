/// Numbers in words: two hundred and five thousand, half a dozen, a quarter, hundreds of thousands.
extension FigureSentence {
    func inWords(at start: Int) -> Numeral? {
        if has(start, .every) { return everyNth(at: start) }
        if let share = partOfWhole(at: start) { return share }
        if let ratio = oneIn(at: start) { return ratio }
        // A Russian plural that is a scale behind a number is vague without one.
        if has(start, .vagueScale) { return vague(at: start) }
        if has(start, .vagueNumber) {
            // several hundred, a few thousand
            guard has(start + 1, .scale), let word = word(start + 1), !isLetter(start + 1)
            else { return nil }
            return Numeral(
                items: start..<(start + 2), value: word.scale, scale: word.scale, isWord: true, isVague: true)
        }
        return cardinal(at: start)
    }

    /// hundreds of thousands, tens of millions, десятки тысяч
    private func vague(at start: Int) -> Numeral? {
        guard let first = word(start), first.vague > 0 else { return nil }
        var value = first.vague
        var index = start + 1
        while index < items.count, index - start < Limits.numeralItems {
            let next = has(index, .of) && !isRussian ? index + 1 : index
            guard let word = word(next), has(next, .vagueScale), word.vague > 0, next > index || isRussian else {
                break
            }
            value *= word.vague
            index = next + 1
        }
        return Numeral(items: start..<index, value: value, isWord: true, isVague: true)
    }

    /// A fraction of a whole, of a scale (half a million) or of a unit (half an hour).
    private func partOfWhole(at start: Int) -> Numeral? {
        var index = start
        var over = 1.0
        let hasArticle = has(start, .one)
        var hasNumber = false
        if hasArticle {
            index += 1
        } else if has(start, .number), let word = word(start), word.number > 0, word.number < 20,
            !has(start, .fraction)
        {
            (over, hasNumber) = (word.number, true)
            index += 1
            if index < items.count, items[index].isDash { index += 1 }
        }
        guard has(index, .fraction), let part = word(index), part.fraction > 1 else { return nil }
        let under = Double(part.fraction)
        guard over < under || part.fraction == 2 else { return nil }
        let fraction = index
        index += 1
        // half a million, a quarter million, three quarters billion, half a dozen
        var scaleIndex = index
        if has(scaleIndex, .one) || items.indices.contains(scaleIndex) && items[scaleIndex].isDash { scaleIndex += 1 }
        if has(scaleIndex, .scale), let word = word(scaleIndex), !isLetter(scaleIndex) {
            return Numeral(
                items: start..<(scaleIndex + 1), value: over * word.scale / under, scale: word.scale, isWord: true)
        }
        // half an hour, half a percentage point, a quarter mile, half-hour
        let ofIndex = has(index, .of) && has(index + 1, .one) ? index + 2 : scaleIndex
        if part.fraction == 2 || part.fraction == 4, has(ofIndex, [.unit, .percent, .timeMultiple]),
            ofIndex > index || hasArticle || hasNumber
        {
            return Numeral(items: start..<ofIndex, value: over / under, isWord: true, isDecimal: true)
        }
        // A half in English and Russian needs no article; a third is an ordinal where a noun follows.
        let isPlural = hasNumber && over > 1
        let isHalf = part.fraction == 2 && !hasArticle
        let stands =
            index >= items.count || items[index].kind == .mark && !items[index].isDash || has(index, [.nounStop, .of])
        guard isRussian ? !hasNumber || isPlural : isPlural || hasNumber || stands && (hasArticle || isHalf) else {
            return nil
        }
        if !isRussian, isHalf, !has(index, .of), !has(start - 1, [.qualifier, .numberLead]), !startsPart(index) {
            return nil
        }
        if has(start - 1, .ordinal) || has(index, .yearWord) { return nil }
        // «треть», «четверть» at an edge of a period: первая половина 2018 года
        if isRussian, has(index, .number) || has(fraction - 1, .ordinal) { return nil }
        return Numeral(items: start..<index, value: over / under, isWord: true, isDecimal: true, isShare: true)
    }

    /// half the, half its
    private func startsPart(_ index: Int) -> Bool {
        index < items.count && !items[index].general.isDisjoint(with: [.determiner, .possessivePronoun])
    }

    /// one in five, 4 out of 10, one in every 97
    func oneIn(at start: Int) -> Numeral? {
        guard !isRussian, let over = smallWhole(start), over >= 1, over < 10 else { return nil }
        var index = start + 1
        // nine of 10, eight out of ten, one in five
        let isOf = has(index, .of) && !has(index + 1, .every)
        guard isOf || has(index, [.in, .of]), items[index].end - items[index].start == 2 || items[index].tokens > 1
        else { return nil }
        index += 1
        let hasEvery = has(index, .every)
        if hasEvery { index += 1 }
        guard index < items.count else { return nil }
        guard let under = smallWhole(index), under > over, under <= 1000, !isOf || under == 10 || under == 100,
            has(index + 1, .in) || !has(index + 1, [.unit, .scale, .percent, .month, .timeMultiple])
        else { return nil }
        // `6 in 2018` and `two in 30 days` are none.
        if index + 1 < items.count, items[index + 1].isMark(.percent) || items[index + 1].isDash { return nil }
        return Numeral(
            items: start..<(index + 1), value: over / under, isWord: true, isDecimal: true, isShare: true)
    }

    /// A whole number below 10,000 in digits or a word.
    private func smallWhole(_ index: Int) -> Double? {
        guard index < items.count else { return nil }
        if items[index].kind == .number {
            let bytes = self.bytes[Int(items[index].byteStart)..<Int(items[index].byteEnd)]
            return bytes.count <= 3 && bytes.allSatisfy({ $0 &- 0x30 < 10 }) ? Double(Self.whole(bytes)) : nil
        }
        return has(index, .number) ? word(index)?.number : nil
    }

    /// every fifth, каждый пятый
    private func everyNth(at start: Int) -> Numeral? {
        guard has(start + 1, .ordinal), let nth = word(start + 1)?.ordinal, nth > 1,
            !has(start + 2, [.unit, .noPlural, .month])
        else { return nil }
        return Numeral(
            items: start..<(start + 2), value: 1 / Double(nth), isWord: true, isDecimal: true, isShare: true)
    }

    /// A whole number, with or without a half: twenty-five hundred, a million, eight and a half.
    private func cardinal(at start: Int) -> Numeral? {
        var (total, group, hasGroup, lastScale) = (0.0, 0.0, false, Double.infinity)
        var index = start
        var end = start
        var number = Numeral(items: start..<start, value: 0, isWord: true)
        if has(start, .one) {
            // less than an hour, nearly a decade: an article for one
            if has(start - 1, .qualifier), has(start + 1, [.unit, .timeMultiple, .percent]) {
                return Numeral(items: start..<(start + 1), value: 1, isWord: true, isArticle: true)
            }
            guard has(start + 1, .scale), !isLetter(start + 1) else { return nil }
            (group, hasGroup) = (1, true)
            index += 1
        }
        scan: while index < items.count, index - start < Limits.numeralItems {
            let isSingleLetter = isLetter(index)
            if has(index, .number), let word = word(index) {
                let next = word.number
                if next > 1000 || next == 1.5 {
                    // полмиллиона, полтора
                    guard index == start else { break scan }
                    group = next
                } else if hasGroup {
                    let fits =
                        group.truncatingRemainder(dividingBy: 100) == 0 && next < 100
                        || group.truncatingRemainder(dividingBy: 10) == 0 && next < 10 && next > 0
                            && group.truncatingRemainder(dividingBy: 100) >= 20
                    guard fits else { break scan }
                    group += next
                } else {
                    group = next
                }
                hasGroup = true
            } else if has(index, .scale), let word = word(index), !isSingleLetter {
                if word.scale <= 100 {
                    guard hasGroup, group < 100 else { break scan }
                    group *= word.scale
                } else {
                    guard word.scale < lastScale, hasGroup || index == start else { break scan }
                    total += (hasGroup ? group : 1) * word.scale
                    (group, hasGroup, lastScale) = (0, false, word.scale)
                }
                number.scale = max(number.scale, word.scale)
            } else if items[index].isDash, items[index].isGlued, hasGroup,
                has(index + 1, [.number, .scale]), items[index + 1].isGlued
            {
                index += 1
                continue
            } else if has(index, .and), hasGroup || total > 0 {
                if has(index + 1, .one), has(index + 2, .fraction), word(index + 2)?.fraction == 2, hasGroup {
                    // eight and a half
                    group += 0.5
                    number.isDecimal = true
                    index += 2
                } else if !isRussian, has(index + 1, .number), let next = word(index + 1)?.number, next < 100,
                    hasGroup ? group.truncatingRemainder(dividingBy: 100) == 0 && group > 0 : total > 0
                {
                    // two hundred and five
                    index += 1
                    continue
                } else {
                    break scan
                }
            } else {
                break scan
            }
            index += 1
            end = index
        }
        guard end > start, hasGroup || total > 0 else { return nil }
        // A lone «тысяча», «миллион» is one of it.
        number.value = total + group
        number.items = start..<end
        return number
    }
}
