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

    /// A number with the scales behind it: `180 thousand`, `4.2bn`, `2 млн 300 тыс.`
    func scaled(_ number: Numeral) -> Numeral {
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
        let others: FigureClasses = [.noPlural, .nounStop, .number, .unit, .scale, .month]
        guard item.classes.isDisjoint(with: others) else { return false }
        let (start, end) = (Int(item.byteStart), Int(item.byteEnd))
        // MPs are counted, too.
        let isShort = end - start == 3 && bytes[start] &- 0x41 < 26 && bytes[start + 1] &- 0x41 < 26
        guard end - start > 3 || isShort, item.shape != .all, bytes[end - 1] | 0x20 == 0x73 else { return false }
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
