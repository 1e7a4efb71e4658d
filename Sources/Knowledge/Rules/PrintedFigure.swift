/// What a printed figure can mean: the numbers that it may be read as.
///
/// Printed figures are written in many ways, and some of them in two at once: `1,893` is a number of thousands in one
/// language and has a fraction in another. A figure is taken to say each of what it may say; one that has a number in
/// words, or in digits other than 0 to 9, is not read at all.
///
/// ```swift
/// PrintedFigure("almost $4.2 billion")?.allows(4_200_000_000)  // true
/// PrintedFigure("two hundred")                                 // nil
/// ```
struct PrintedFigure {
    /// Every number that it may mean, with scale words multiplied out.
    private var values: [Double] = []
    /// Whether a number in it is a percentage.
    private(set) var isPercentage = false

    /// Reads `printed`; `nil` where it has no number that can be read.
    init?(_ printed: String) {
        let tokens = Token.tokens(of: printed.lowercased())
        var numbers: [(readings: [Double], scale: Double?)] = []
        for token in tokens {
            switch token {
            case .number(let readings): numbers.append((readings, nil))
            case .scale(let scale):
                guard let last = numbers.indices.last else { continue }
                numbers[last].scale = (numbers[last].scale ?? 1) * scale
            case .percent: if !numbers.isEmpty { isPercentage = true }
            case .unreadable: return nil
            case .word: break
            }
        }
        guard !numbers.isEmpty else { return nil }
        // Of 5-10 thousand, the thousand goes for both.
        var sum = 0.0
        for (index, number) in numbers.enumerated() {
            let later = numbers[index...].lazy.compactMap(\.scale).first
            for reading in number.readings {
                values.append(reading * (number.scale ?? 1))
                if number.scale == nil, let later { values.append(reading * later) }
            }
            sum += (number.readings.first ?? 0) * (number.scale ?? 1)
        }
        // 1 million 200 thousand.
        if numbers.count > 1 { values.append(sum) }
    }

    /// Whether it may mean `value`.
    func allows(_ value: Double) -> Bool {
        values.contains { abs($0 - value.magnitude) <= 1e-9 * max($0, value.magnitude) }
    }

    /// Whether `unit` has a scale of its own, so that its values are not told by the figure alone.
    static func hasScale(unit: String) -> Bool {
        Token.tokens(of: unit.lowercased()).contains { if case .scale = $0 { true } else { false } }
    }
}

private enum Token {
    /// What a number in digits may be read as; of several numbers with a space between, as one too.
    case number([Double])
    case scale(Double)
    case percent
    case word
    /// A number in words, or in other digits.
    case unreadable

    static func tokens(of text: String) -> [Token] {
        let scalars = Array(text.unicodeScalars)
        var tokens: [Token] = []
        var index = 0
        while index < scalars.count {
            let scalar = scalars[index]
            if scalar.isDigit {
                index = number(scalars, index, into: &tokens)
            } else if scalar.properties.isAlphabetic {
                let start = index
                while index < scalars.count, scalars[index].properties.isAlphabetic { index += 1 }
                let isAttached = start > 0 && scalars[start - 1].isDigit
                tokens.append(word(String(String.UnicodeScalarView(scalars[start..<index])), isAttached: isAttached))
            } else {
                if scalar == "%" || scalar == "٪" { tokens.append(.percent) }
                if scalar.properties.numericType != nil { tokens.append(.unreadable) }
                index += 1
            }
        }
        return tokens
    }

    /// Reads the number at `start`; returns where it ends.
    private static func number(_ scalars: [Unicode.Scalar], _ start: Int, into tokens: inout [Token]) -> Int {
        var groups: [[UInt8]] = []
        var index = start
        while true {
            var group: [UInt8] = []
            while index < scalars.count,
                scalars[index].isDigit
                    || scalars[index].isMark && index + 1 < scalars.count && scalars[index + 1].isDigit
            {
                group.append(UInt8(truncatingIfNeeded: scalars[index].isApostrophe ? 0x27 : scalars[index].value))
                index += 1
            }
            groups.append(group)
            // A space may hold groups of three digits together.
            guard index + 3 < scalars.count, scalars[index].properties.isWhitespace,
                scalars[(index + 1)...(index + 3)].allSatisfy(\.isDigit),
                index + 4 == scalars.count || !scalars[index + 4].isDigit, groups[0].count <= 3
            else { break }
            index += 1
        }
        if groups.count > 1 {
            let joined = readings(Array(groups.joined()))
            tokens.append(.number(groups.flatMap(readings) + joined))
        } else {
            tokens.append(.number(readings(groups[0])))
        }
        return index
    }

    /// What digits with points, commas and apostrophes between them may mean.
    private static func readings(_ text: [UInt8]) -> [Double] {
        let text = text.filter { $0 != 0x27 }
        let point = UInt8(ascii: ".")
        let comma = UInt8(ascii: ",")
        func value(decimal: UInt8?) -> Double? {
            let kept = text.compactMap { byte -> UInt8? in
                if byte == decimal { return point }
                return byte == point || byte == comma ? nil : byte
            }
            return kept.count > 17 ? nil : Double(String(decoding: kept, as: UTF8.self))
        }
        let marks = text.filter { $0 == point || $0 == comma }
        guard let last = marks.last else { return [value(decimal: nil)].compactMap(\.self) }
        let groups = text.split(omittingEmptySubsequences: false) { $0 == point || $0 == comma }
        let isGrouped = groups.dropFirst().allSatisfy { $0.count == 3 } && (1...3).contains(groups[0].count)
        // Two marks of one kind part groups; of two kinds the last is the decimal one.
        if Set(marks).count == 2 { return [value(decimal: last)].compactMap(\.self) }
        if marks.count > 1 { return isGrouped ? [value(decimal: nil)].compactMap(\.self) : [] }
        return [value(decimal: last), isGrouped ? value(decimal: nil) : nil].compactMap(\.self)
    }

    private static func word(_ word: String, isAttached: Bool) -> Token {
        if let scale = scales[word] { return .scale(scale) }
        if isAttached, let scale = symbols[word] { return .scale(scale) }
        for (stem, scale) in stems where word.hasPrefix(stem) { return .scale(scale) }
        if word == "percent" || word == "percentage" || word == "cent" || word.hasPrefix("процент") { return .percent }
        return numerals.contains(word) || numeralStems.contains(where: word.hasPrefix) ? .unreadable : .word
    }

    private static let scales: [String: Double] = [
        "hundred": 100, "thousand": 1e3, "thousands": 1e3, "million": 1e6, "millions": 1e6, "mln": 1e6, "mn": 1e6,
        "billion": 1e9, "billions": 1e9, "bln": 1e9, "bn": 1e9, "trillion": 1e12, "trillions": 1e12, "trln": 1e12,
        "tn": 1e12, "тыс": 1e3, "млн": 1e6, "млрд": 1e9, "трлн": 1e12,
    ]
    /// Only right behind the digits: `10k`.
    private static let symbols: [String: Double] = ["k": 1e3, "b": 1e9]
    private static let stems: [(String, Double)] = [
        ("тысяч", 1e3), ("миллион", 1e6), ("миллиард", 1e9), ("триллион", 1e12),
    ]
    private static let numerals: Set<String> = [
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "twenty",
        "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety", "half", "third", "quarter", "dozen",
        "dozens", "hundreds", "twice", "m", "один", "одна", "два", "две", "три", "четыре", "пять", "шесть", "семь",
        "восемь", "девять", "десять", "сто", "двести", "полтора", "половина", "треть", "четверть",
    ]
    private static let numeralStems = ["десятк", "сотн", "дюжин"]
}

extension Unicode.Scalar {
    fileprivate var isDigit: Bool { (0x30...0x39).contains(value) }
    fileprivate var isApostrophe: Bool { value == 0x27 || value == 0x2019 }
    fileprivate var isMark: Bool { value == 0x2E || value == 0x2C || isApostrophe }
}
