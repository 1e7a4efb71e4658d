/// Joins numbers that are one range (`5-10 thousand`), and gives the ends of a change a unit each (`from 3 to 5 %`).
extension FigureFinder {
    mutating func joinRanges() {
        guard amounts.count > 1 else { return }
        var last = 0
        for next in 1..<amounts.count where !joins(last, next) {
            last += 1
            amounts[last] = amounts[next]
        }
        amounts.removeLast(amounts.count - last - 1)
    }

    /// Joins the second of two numbers to the first, where they are one range.
    private mutating func joins(_ low: Int, _ high: Int) -> Bool {
        let gap = amounts[low].items.upperBound..<amounts[high].items.lowerBound
        // 18- to 24-year-olds
        if gap.count == 2, sentence.items[gap.lowerBound].isDash, sentence.items[gap.lowerBound].isGlued,
            sentence.has(gap.lowerBound + 1, .rangeLink), amounts[low].unit < 0, isWithin(amounts[low], amounts[high])
        {
            join(low, high, from: amounts[low].items.lowerBound)
            return true
        }
        guard gap.count == 1 else { return false }
        if sentence.items[gap.lowerBound].isDash {
            if joinsByDash(amounts[low], amounts[high], gap.lowerBound) {
                join(low, high, from: amounts[low].items.lowerBound)
                return true
            }
            rejectScore(low, high)
        } else if sentence.has(gap.lowerBound, [.rangeLink, .and]) || isOr(gap.lowerBound) {
            // May 3 to 459 million: the day is none of the two.
            if amounts[low].unit < 0, isMonth(amounts[low].items.lowerBound - 1) { return false }
            return joinsByWord(low, high, gap.lowerBound)
        } else if sentence.has(gap.lowerBound, .sharing), amounts[low].numeral.isDecimal, !sentence.isRussian {
            // to 3.1 from 3.4 percent
            shareUnit(low, high)
        }
        return false
    }

    /// `5-10 thousand`, `$31-44 billion`: the second is greater, and something is measured.
    private func joinsByDash(_ low: FigureAmount, _ high: FigureAmount, _ dash: Int) -> Bool {
        if isChained(dash) { return false }
        guard isWithin(low, high), low.unit < 0 || low.unit == high.unit || high.unit < 0 else { return false }
        if high.hasUnit || low.hasUnit || high.numeral.hasScale { return true }
        let isYears = low.numeral.plainDigits == 4 && high.numeral.plainDigits == 4 && low.value < 2100
        // 3-1 is a score; 180-200 people are counted.
        return !isYears && high.value > 1 && sentence.countedNoun(after: high.items.upperBound) != nil
    }

    /// Whether a hyphen is one of several between numbers: 200-01-22, 1111-22223333-4444.
    private func isChained(_ dash: Int) -> Bool {
        func isLink(_ index: Int) -> Bool {
            sentence.items.indices.contains(index) && sentence.items[index].kind == .mark
                && (sentence.items[index].isDash || sentence.items[index].mark == .slash)
                && sentence.items[index].isGlued
        }
        return isLink(dash + 2) && sentence.items.indices.contains(dash + 3) && sentence.items[dash + 3].kind == .number
            || isLink(dash - 2) && dash >= 3 && sentence.items[dash - 3].kind == .number
    }

    /// Numbers with a dash between and nothing measured: scores, keys, years.
    private mutating func rejectScore(_ low: Int, _ high: Int) {
        guard !amounts[low].hasUnit, !amounts[low].numeral.hasScale else { return }
        amounts[low].isRejected = true
        if !amounts[high].hasUnit || isChained(amounts[low].items.upperBound) { amounts[high].isRejected = true }
    }

    private func isOr(_ index: Int) -> Bool {
        sentence.items[index].general.contains(.conjunction)
            && sentence.items[index].end - sentence.items[index].start == 2
    }

    /// Whether the second number is greater, with the first one's scale told by the second.
    private func isWithin(_ low: FigureAmount, _ high: FigureAmount) -> Bool {
        guard !high.numeral.isShare, !low.numeral.isShare, low.valueTo == nil,
            !high.numeral.isNegative || low.numeral.isNegative
        else { return false }
        if takesScale(low, high) { return true }
        return low.value < high.value
    }

    private func takesScale(_ low: FigureAmount, _ high: FigureAmount) -> Bool {
        high.numeral.hasScale && !low.numeral.hasScale && low.numeral.value < high.value / high.numeral.scale
    }

    /// `four to six months`, `between 3 and 5 percent`, `from 3 to 5 %`; whether they were joined.
    private mutating func joinsByWord(_ first: Int, _ second: Int, _ link: Int) -> Bool {
        let (low, high) = (amounts[first], amounts[second])
        var opener = low.items.lowerBound - 1
        while opener >= 0, sentence.has(opener, [.qualifier, .numberLead]), !sentence.has(opener, .rangeOpener) {
            opener -= 1
        }
        let isBetween = sentence.has(opener, .between)
        if sentence.has(link, .and) || isOr(link) {
            // Lists, `18 and 20 percent`, are no ranges but where `between` stands.
            let isYears =
                low.numeral.plainDigits == 4 && high.numeral.plainDigits == 4 && low.value > 1500 && high.value < 2100
            if isBetween, isWithin(low, high), !isYears || high.unit >= 0 {
                join(first, second, from: opener)
                return true
            }
            if isOr(link), low.unit < 0, low.value + 1 == high.value, !low.numeral.isDecimal {
                join(first, second, from: low.items.lowerBound)
                return true
            }
            shareUnit(first, second)
            return false
        }
        // odds: 2 to 1
        if !high.hasUnit, high.value == 1, !high.numeral.hasScale, !low.hasUnit, low.value >= 1 {
            amounts[first].isRejected = true
            amounts[second].isRejected = true
            return false
        }
        let hasOpener = sentence.has(opener, .rangeOpener)
        let isChange = isAfterChange(hasOpener ? opener : low.items.lowerBound)
        let begins = hasOpener || isFrom(opener)
        let fits =
            isWithin(low, high)
            && (low.unit < 0 || high.unit < 0
                || low.unit == high.unit && (hasOpener || !low.numeral.hasScale || low.rule == .currencySign))
        // «с 3 до 5» is a change, «от 3 до 5» a range.
        // `by 106,000 to 230,000` tells the change and then the end.
        let isBy = !begins && sentence.has(opener, .openTime)
        if fits,
            sentence.isRussian
                ? hasOpener
                : begins
                    ? !isChange : !isBy && (low.unit < 0 || (takesScale(low, high) || isSigned(low, high)) && !isChange)
        {
            let isYearLike = low.numeral.plainDigits == 4 && high.numeral.plainDigits == 4 && !high.hasUnit
            if !isYearLike {
                join(first, second, from: begins ? opener : low.items.lowerBound)
                return true
            }
        }
        if begins || isChange || sentence.isRussian || low.numeral.isGrouped { shareUnit(first, second) }
        return false
    }

    /// $10,000 to $20,000
    private func isSigned(_ low: FigureAmount, _ high: FigureAmount) -> Bool {
        low.rule == .currencySign && high.rule == .currencySign && low.unit == high.unit
            && low.numeral.hasScale == high.numeral.hasScale
    }

    private func isFrom(_ index: Int) -> Bool {
        sentence.has(index, .openTime) && sentence.has(index, .sharing) && !sentence.isRussian
    }

    /// Whether something rose or fell before.
    private func isAfterChange(_ index: Int) -> Bool {
        var place = index - 1
        while place >= 0, index - place <= Limits.lookBehind {
            if sentence.has(place, .change) { return true }
            if sentence.items[place].kind == .mark, sentence.items[place].mark != .dash,
                !sentence.items[place].isMark(.percent),
                sentence.items[place].mark != .currency
            {
                return false
            }
            place -= 1
        }
        return false
    }

    private mutating func join(_ first: Int, _ second: Int, from start: Int) {
        var (low, high) = (amounts[first], amounts[second])
        if takesScale(low, high) {
            low.value = low.numeral.scaled(by: high.numeral.scale)
        } else if low.unit < 0, high.unit >= 0 {
            // two to three decades; 50-60 bcm
            if high.numeral.value != 0 { low.value *= high.value / high.numeral.value }
        }
        if high.unit < 0, low.unit >= 0 {
            // $31-44 billion has its scale at the end, $31 billion-44 at the beginning.
            if low.numeral.hasScale, !high.numeral.hasScale { high.value = high.numeral.scaled(by: low.numeral.scale) }
        } else {
            low.takeUnit(of: high)
        }
        // minus 5-7 degrees: both are below zero, and the greater one ends the range.
        if low.numeral.isNegative, !high.numeral.isNegative, high.value > -low.value {
            (low.value, low.valueTo) = (-high.value, low.value)
        } else {
            low.valueTo = high.value
        }
        low.items = start..<high.items.upperBound
        low.numeral.items = low.numeral.items.lowerBound..<high.numeral.items.upperBound
        low.numeral.scale = max(low.numeral.scale, high.numeral.scale)
        low.numeral.plainDigits = 0
        amounts[first] = low
    }

    /// The first of two takes the second's unit: from 150,000 to 164,000 visas, 18 and 20 percent.
    private mutating func shareUnit(_ first: Int, _ second: Int) {
        var low = amounts[first]
        let high = amounts[second]
        let isYear = low.numeral.plainDigits == 4 && low.value > 1500 && low.value < 2100
        guard !low.hasUnit, !isYear, !low.numeral.isShare else { return }
        if sentence.countedNoun(after: low.items.upperBound) != nil { return }
        if high.unit >= 0 {
            low.takeUnit(of: high)
        } else if let noun = sentence.countedNoun(after: high.items.upperBound) {
            noun.name(&low)
        } else {
            if takesScale(low, high) {
                low.value = low.numeral.scaled(by: high.numeral.scale)
                low.numeral.scale = high.numeral.scale
                amounts[first] = low
            }
            return
        }
        if takesScale(low, high), low.numeral.value < 1000 {
            low.value = low.numeral.scaled(by: high.numeral.scale)
            low.numeral.scale = high.numeral.scale
        }
        amounts[first] = low
    }
}
