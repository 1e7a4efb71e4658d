/// A number as it is printed, in digits or words, with the scale behind it.
struct Numeral: Sendable {
    /// Its items in the sentence.
    var items: Range<Int>
    var value: Double
    /// How many decimals its digits have, so that a scale is multiplied without a digit lost.
    var decimals = 0
    /// What of it was multiplied: 1e3 for `180 thousand`, 1 where there is no scale.
    var scale = 1.0
    /// How many digits it begins with, where it has neither scale nor separators; 0 for words.
    var plainDigits = 0
    var isWord = false
    var isDecimal = false
    /// Has separators between thousands.
    var isGrouped = false
    /// Hundreds of thousands: at least.
    var isVague = false
    /// A part of a whole: a quarter, two-thirds, one in five.
    var isShare = false
    /// `a million`, `an hour`: an article for one.
    var isArticle = false
    var isNegative = false
    /// Begins with a zero and goes on with digits, as telephone numbers do.
    var hasLeadingZero = false
    /// A scale of one letter stands close behind it: 3M.
    var hasLetterScale = false

    var hasScale: Bool { scale != 1 }

    /// The value times a power of ten or a dozen: 4.2 times 1e9 is 4200000000 and nothing more.
    func scaled(by scale: Double) -> Double {
        let power = FigureSentence.tenTo(decimals)
        return decimals == 0 ? value * scale : (value * power).rounded() * scale / power
    }
}

/// Reads numbers among the items of a sentence.
struct FigureSentence {
    var items: [FigureItem] = []
    let bytes: [UInt8]
    let isRussian: Bool
    /// What `$` means in the text, a place in ``FigureWords/units``.
    let dollarUnit: Int
    let words = FigureWords.all.words
    let units = FigureWords.all.units

    @inline(__always)
    func word(_ index: Int) -> FigureWord? {
        index < items.count && items[index].entry >= 0 ? words[Int(items[index].entry)] : nil
    }

    @inline(__always)
    func has(_ index: Int, _ classes: FigureClasses) -> Bool {
        index >= 0 && index < items.count && !items[index].classes.isDisjoint(with: classes)
    }

    @inline(__always)
    func isMark(_ index: Int, _ mark: Mark) -> Bool {
        index >= 0 && index < items.count && items[index].isMark(mark)
    }

    /// The number that begins at `index`; nil where none does.
    func numeral(at index: Int) -> Numeral? {
        let item = items[index]
        var start = index
        var isNegative = false
        if item.isDash, index + 1 < items.count, items[index + 1].kind == .number, items[index + 1].isGlued {
            // A minus stands apart from what is before it: 5-10 is a range, -70 a number.
            guard !item.isGlued || index == 0 || isMark(index - 1, .openParenthesis) else { return nil }
            // 75 -300mm
            if index > 0, items[index - 1].kind == .number { return nil }
            (start, isNegative) = (index + 1, true)
        } else if has(index, .negative), index + 1 < items.count {
            guard items[index + 1].kind == .number || has(index + 1, .number) || items[index + 1].isMark(.currency)
            else { return nil }
            // plus or minus 4 points
            if index > 1, items[index - 1].general.contains(.conjunction) { return nil }
            (start, isNegative) = (index + 1, true)
            // minus $37.63: the sign of the currency is read with the unit.
            if items[start].isMark(.currency), start + 1 < items.count { start += 1 }
        }
        var numeral: Numeral?
        if items[start].kind == .number {
            numeral = digits(at: start)
        } else if let fraction = FigureItems.vulgarFraction(items[start].scalar) {
            numeral = Numeral(items: start..<(start + 1), value: fraction, isDecimal: true)
        } else if !items[start].classes.isDisjoint(with: .numeralStart) || has(start, .one) {
            numeral = inWords(at: start)
        }
        if isNegative, var found = numeral {
            found.value = -found.value
            found.isNegative = true
            found.items = index..<found.items.upperBound
            return found
        }
        return numeral
    }

    // MARK: Digits

    private func digits(at start: Int) -> Numeral? {
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
    private func plain(at index: Int) -> Numeral? {
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
            let isThousands = last == 3 && first <= 3 && first > 0 && !(first == 1 && bytes[start] == 0x30)
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
            if isPlainSpace, !isRussian, end > index || !(last - start == 3 && bytes[start..<last].allSatisfy { $0 == 0x30 })
            { break }
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
            value = (whole * Self.tenTo(decimals) + Double(Self.whole(bytes[(start + 4)..<last]))) / Self.tenTo(decimals)
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
        guard !isRussian, index + 1 < items.count, items[index].kind == .mark, items[index + 1].kind == .number else { return nil }
        let isCode = index > 1 && items[index].isGlued && items[index + 1].isGlued && items[index - 1].isGlued
            && items[index - 2].kind == .word
        let isApart = !items[index].isGlued && !items[index + 1].isGlued
            && items[index].start == items[index - 1].end + 1 && items[index + 1].start == items[index].end + 1
        guard isCode || isApart, let rest = plain(at: index + 1), rest.plainDigits > 0, rest.plainDigits <= 4 else { return nil }
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

    /// A number with the scales behind it: `180 thousand`, `4.2bn`, `2 млн 300 тыс.`
    private func scaled(_ number: Numeral) -> Numeral {
        var number = number
        var index = number.items.upperBound
        // 750 billion-euro, 1.5-million
        if index + 1 < items.count, items[index].isDash, items[index].isGlued, items[index + 1].isGlued,
            has(index + 1, .scale), !isLetter(index + 1)
        {
            index += 1
        }
        guard let scale = scale(at: index, number) else { return number }
        number.hasLetterScale = isLetter(index)
        number.value = number.scaled(by: scale)
        (number.scale, number.plainDigits) = (scale, 0)
        index += 1
        // thousand million, hundred thousand
        if !number.hasLetterScale, let more = self.scale(at: index, number), more > 100 {
            number.value *= more
            number.scale *= more
            index += 1
        }
        number.items = number.items.lowerBound..<index
        // 2 млн 300 тыс.
        if index + 1 < items.count, items[index].kind == .number, let small = plain(at: index), !small.isDecimal,
            let less = self.scale(at: index + 1, small), less < scale
        {
            number.value += small.value * less
            number.items = number.items.lowerBound..<(index + 2)
        }
        return number
    }

    /// The scale at `index`, where it is one behind this number.
    private func scale(at index: Int, _ number: Numeral) -> Double? {
        guard let word = word(index), has(index, .scale), word.scale > 0 else { return nil }
        if !isLetter(index) { return items[index].isDash ? nil : word.scale }
        guard !isRussian || items[index].byteEnd - items[index].byteStart == 1 else { return nil }
        // m is a metre, too, and k, b, M stand close to their number, as in $60m and 16K.
        let isCapital = items[index].shape == .all || items[index].shape == .capitalized
        let followsSign = precedesCurrency(number.items.lowerBound)
        if followsSign { return word.scale }
        guard items[index].isGlued else { return nil }
        if word.scale == 1e6 {
            if isCapital { return word.scale }
            return has(index + 1, .unit) && words[Int(items[index + 1].entry)].unit >= 0 || isPlural(index + 1)
                ? word.scale : nil
        }
        return word.scale == 1000 || isPlural(index + 1) || has(index + 1, .unit) ? word.scale : nil
    }

    /// Whether a currency's sign or code stands before.
    private func precedesCurrency(_ index: Int) -> Bool {
        guard index > 0 else { return false }
        if items[index - 1].isMark(.currency) { return true }
        guard let word = word(index - 1), word.unit >= 0, has(index - 1, .unit) else { return false }
        return FigureWords.all.units[word.unit].kind == .currency && FigureWords.all.units[word.unit].isSymbol
    }

    /// Whether a word looks like an English plural that is counted.
    func isPlural(_ index: Int) -> Bool { index < items.count && isPlural(items[index]) }

    func isPlural(_ item: FigureItem) -> Bool {
        guard item.kind == .word else { return false }
        if item.classes.contains(.counted) { return true }
        let others: FigureClasses = [.noPlural, .nounStop, .number, .unit, .scale, .month, .weekday]
        guard item.classes.isDisjoint(with: others) else { return false }
        let (start, end) = (Int(item.byteStart), Int(item.byteEnd))
        guard end - start > 3, item.shape != .all, bytes[end - 1] | 0x20 == 0x73 else { return false }
        // -ss, -us, -is: glass, virus, crisis.
        return ![0x73, 0x75, 0x69, 0x27].contains(bytes[end - 2] | 0x20) && bytes[end - 2] < 0x80
    }

    static func whole(_ digits: ArraySlice<UInt8>) -> Int {
        var value = 0
        for byte in digits where value < 1 << 50 { value = value * 10 + Int(byte &- 0x30) }
        return value
    }

    static func tenTo(_ power: Int) -> Double {
        var value = 1.0
        for _ in 0..<max(0, power) { value *= 10 }
        return value
    }
}
