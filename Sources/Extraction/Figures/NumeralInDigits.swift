/// Numbers in digits: separators of either kind, groups with spaces, fractions.
extension FigureSentence {
    func digits(at start: Int) -> Numeral? {
        guard var number = plain(at: start) else { return nil }
        if number.plainDigits == 1, let ratio = oneIn(at: start) { return ratio }
        var index = number.items.upperBound
        if number.plainDigits > 0, number.plainDigits <= 3, let whole = spacedDecimals(number, index) {
            number = whole
            index = number.items.upperBound
        }
        if !number.isDecimal { index = readGroups(&number, from: index) }
        // 10 1/2, 2½, 1/4.
        if index < items.count, !number.isDecimal, let fraction = FigureItems.vulgarFraction(items[index].scalar) {
            number.value += fraction
            (number.isDecimal, number.plainDigits) = (true, 0)
            index += 1
        } else if let fraction = slashed(at: start), number.items.count == 1, !number.isGrouped {
            number.value = fraction.value
            (number.isDecimal, number.plainDigits) = (true, 0)
            index = fraction.end
        } else if index < items.count, items[index].kind == .number, !items[index].isGlued,
            let fraction = slashed(at: index)
        {
            number.value += fraction.value
            (number.isDecimal, number.plainDigits) = (true, 0)
            index = fraction.end
        }
        // 100 and fifty
        if number.plainDigits >= 3, number.value.truncatingRemainder(dividingBy: 100) == 0, has(index, .and),
            has(index + 1, .number), let rest = word(index + 1)?.number, rest > 0, rest < 100,
            index + 2 >= items.count || items[index + 2].kind == .mark && !items[index + 2].isDash
        {
            number.value += rest
            number.plainDigits = 0
            index += 2
        }
        number.items = start..<index
        return scaled(number)
    }

    /// One number item: digits with separators.
    func plain(at index: Int) -> Numeral? {
        let (start, end) = (Int(items[index].byteStart), Int(items[index].byteEnd))
        guard end - start <= Limits.numberLength else { return nil }
        var (mantissa, decimals, digits) = (0.0, 0, 0)
        // Lengths of the groups that separators part, the last separator, and whether all are the same.
        var (groups, first, last, inTwos) = (0, 0, 0, true)
        var (separator, isMixed) = (UInt8(0), false)
        var lastSeparator = UInt8(0)
        for place in start..<end {
            let byte = bytes[place]
            if byte &- 0x30 < 10 {
                mantissa = mantissa * 10 + Double(byte &- 0x30)
                digits += 1
                last += 1
                continue
            }
            if groups == 0 { first = last } else if last != 3 { inTwos = inTwos && last == 2 && separator == 0x2C }
            if groups > 0, last != 3, last != 2 { return nil }
            if separator != 0, byte != separator { isMixed = true }
            if isMixed, byte == separator { return nil }
            if !isMixed { separator = byte }
            lastSeparator = byte
            groups += 1
            last = 0
        }
        var number = Numeral(items: index..<(index + 1), value: 0, plainDigits: groups == 0 ? digits : 0)
        number.hasLeadingZero = bytes[start] == 0x30 && (groups == 0 ? digits : first) > 1
        if groups == 1, !isMixed {
            // One separator: thousands or decimals, by the language, and by what is behind it.
            let isThousands =
                last == 3 && first <= 3 && first > 0 && !(first == 1 && bytes[start] == 0x30)
                && separator == 0x2C && !isRussian
            if isThousands { number.isGrouped = true } else { decimals = last }
        } else if isMixed {
            // 1,234.5 and 1.234,5
            number.isGrouped = true
            decimals = last
            if lastSeparator == separator { return nil }
        } else if groups > 1 {
            // 1,234,567; 12,34,567; 1.2.3 is a version, 30.09.2022 a date.
            guard last == 3, first <= 3 else { return nil }
            if !inTwos && separator == 0x2E { return nil }
            number.isGrouped = true
        }
        if decimals > 0 { number.isDecimal = true }
        number.decimals = decimals
        number.value = mantissa / Self.tenTo(decimals)
        return number
    }

    /// `1 480 000`, `24 318`: groups of three digits with a space between. Returns where the number ends.
    private func readGroups(_ number: inout Numeral, from index: Int) -> Int {
        guard number.plainDigits > 0, number.plainDigits <= 3, !number.hasLeadingZero else { return index }
        var end = index
        var value = number.value
        while end < items.count, end - index < Limits.numeralItems, items[end].kind == .number, !items[end].isGlued,
            items[end].start == items[end - 1].end + 1
        {
            let (start, last) = (Int(items[end].byteStart), Int(items[end].byteEnd))
            // An English writer who parts thousands with a space uses one that no line ends at.
            let isPlainSpace = Int(items[end - 1].byteEnd) + 1 == start
            if isPlainSpace, !isRussian,
                end > index || !(last - start == 3 && bytes[start..<last].allSatisfy { $0 == 0x30 })
            {
                break
            }
            guard last - start >= 3, bytes[start..<(start + 3)].allSatisfy({ $0 &- 0x30 < 10 }) else { break }
            if last - start == 3 {
                value = value * 1000 + Double(Self.whole(bytes[start..<last]))
                end += 1
                continue
            }
            // The last group may have decimals: 1 480,5.
            guard bytes[start + 3] == 0x2C || bytes[start + 3] == 0x2E, last - start <= 8 else { break }
            let decimals = last - start - 4
            guard bytes[(start + 4)..<last].allSatisfy({ $0 &- 0x30 < 10 }) else { break }
            let whole = value * 1000 + Double(Self.whole(bytes[start..<(start + 3)]))
            value =
                (whole * Self.tenTo(decimals) + Double(Self.whole(bytes[(start + 4)..<last]))) / Self.tenTo(decimals)
            number.isDecimal = true
            end += 1
            break
        }
        if end > index {
            number.value = value
            number.isGrouped = true
            number.plainDigits = 0
        }
        return end
    }

    /// Decimals and thousands whose mark stands apart (`6 . 2 %`, `80 , 000`), as in texts whose marks are all set
    /// apart, and those behind a code that touches the number (`USD115.5`).
    private func spacedDecimals(_ number: Numeral, _ index: Int) -> Numeral? {
        guard !isRussian, index + 1 < items.count, items[index].kind == .mark, items[index + 1].kind == .number else {
            return nil
        }
        let isCode =
            index > 1 && items[index].isGlued && items[index + 1].isGlued && items[index - 1].isGlued
            && items[index - 2].kind == .word
        let isApart =
            !items[index].isGlued && !items[index + 1].isGlued
            && items[index].start == items[index - 1].end + 1 && items[index + 1].start == items[index].end + 1
        guard isCode || isApart, let rest = plain(at: index + 1), rest.plainDigits > 0, rest.plainDigits <= 4 else {
            return nil
        }
        var whole = number
        whole.items = number.items.lowerBound..<(index + 2)
        whole.plainDigits = 0
        if items[index].mark == .period {
            whole.decimals = rest.plainDigits
            whole.value = (number.value * Self.tenTo(whole.decimals) + rest.value) / Self.tenTo(whole.decimals)
            whole.isDecimal = true
            return whole
        }
        guard items[index].mark == .comma, rest.plainDigits == 3, !isCode else { return nil }
        whole.value = number.value * 1000 + rest.value
        whole.isGrouped = true
        return whole
    }

    /// Whether an item is a single letter, with or without its full stop.
    func isLetter(_ index: Int) -> Bool {
        items[index].end - items[index].start - (items[index].isAbbreviated ? 1 : 0) == 1
    }

    /// A fraction with a slash, of the denominators that are read as one: 1/4 and not 9/11.
    private func slashed(at index: Int) -> (value: Double, end: Int)? {
        guard index + 2 < items.count, items[index].kind == .number, items[index + 1].isMark(.slash),
            items[index + 2].kind == .number, items[index + 1].isGlued == items[index + 2].isGlued,
            !(index + 3 < items.count && items[index + 3].isMark(.slash)),
            let over = smallNumber(index), let under = smallNumber(index + 2), over < under, over > 0,
            [2, 3, 4, 5, 8, 10, 16, 32].contains(under)
        else { return nil }
        return (Double(over) / Double(under), index + 3)
    }

    private func smallNumber(_ index: Int) -> Int? {
        let (start, end) = (Int(items[index].byteStart), Int(items[index].byteEnd))
        guard end - start <= 2, bytes[start..<end].allSatisfy({ $0 &- 0x30 < 10 }) else { return nil }
        return Self.whole(bytes[start..<end])
    }
}
