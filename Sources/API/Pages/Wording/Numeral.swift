internal import Knowledge

/// Numbers as a reader takes them in: `31,400`, `4.2 billion`; `31 400`, `4,2 млрд`.
enum Numeral {
    /// The number with a scale word where that takes at most three decimals, else with its thousands set apart.
    static func words(_ number: JSONNumber) -> String {
        let (digits, scale) = scaled(number)
        return scale.map { "\(digits)\(Wording.current.language.space)\($0)" } ?? digits
    }

    /// A range: the scale word once, where both ends have the same. A number below the scale words' reach is written
    /// in the upper end's.
    static func range(_ from: JSONNumber, _ to: JSONNumber) -> String {
        let lower = scaled(from)
        let upper = scaled(to)
        guard lower.scale == upper.scale else {
            let (from, to) = (words(from), words(to))
            return Wording.current.phrase("range", ["from": from, "to": to]) ?? "\(from) to \(to)"
        }
        let digits = "\(lower.digits)–\(upper.digits)"
        return upper.scale.map { "\(digits)\(Wording.current.language.space)\($0)" } ?? digits
    }

    /// The plural category of a number as `words` writes it: behind a scale word stands the form for many.
    static func category(_ number: JSONNumber, isRange: Bool = false) -> PluralCategory {
        let language = Wording.current.language
        if language == .english { return number.double == 1 && !isRange ? .one : .other }
        if scaled(number).scale != nil { return .many }
        guard let whole = number.integer else { return .other }
        return PluralCategory(of: whole, in: language)
    }

    private static func scaled(_ number: JSONNumber) -> (digits: String, scale: String?) {
        guard let plain = plain(number.text) else { return (number.text, nil) }
        let language = Wording.current.language
        let isNegative = plain.hasPrefix("-")
        let parts = plain.drop { $0 == "-" }.split(separator: ".", omittingEmptySubsequences: false)
        let whole = String(parts[0])
        let sign = isNegative ? "−" : ""
        if parts.count == 1 {
            for (power, word) in language.scales where whole.utf8.count > power {
                let decimals = whole.suffix(power).trimmingZeros
                guard decimals.count <= 3 else { break }
                let lead = grouped(String(whole.dropLast(power)))
                return (sign + lead + (decimals.isEmpty ? "" : "\(language.decimalPoint)\(decimals)"), word)
            }
        }
        return (sign + grouped(whole) + (parts.count > 1 ? "\(language.decimalPoint)\(parts[1])" : ""), nil)
    }

    /// Digits with the thousands set apart.
    static func grouped(_ digits: String) -> String {
        guard digits.utf8.count > 3 else { return digits }
        let mark = Wording.current.language.thousandsMark
        var grouped = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.utf8.count - index).isMultiple(of: 3) { grouped += mark }
            grouped.append(digit)
        }
        return grouped
    }

    /// `4.2e9` without its exponent; nil for what is too large or too small to be written out.
    private static func plain(_ text: String) -> String? {
        guard let e = text.firstIndex(where: { $0 == "e" || $0 == "E" }) else { return text }
        guard let exponent = Int(text[text.index(after: e)...]), abs(exponent) <= 30 else { return nil }
        let mantissa = text[..<e]
        let sign = mantissa.hasPrefix("-") ? "-" : ""
        let parts = mantissa.drop { $0 == "-" }.split(separator: ".", omittingEmptySubsequences: false)
        let fraction = parts.count > 1 ? String(parts[1]) : ""
        var digits = String(parts[0]) + fraction
        var point = parts[0].count + exponent
        if point <= 0 {
            digits = String(repeating: "0", count: 1 - point) + digits
            point = 1
        }
        if point > digits.count { digits += String(repeating: "0", count: point - digits.count) }
        let whole = digits.prefix(point)
        let rest = digits.dropFirst(point).trimmingZeros
        return sign + whole + (rest.isEmpty ? "" : ".\(rest)")
    }
}

extension StringProtocol {
    /// Without the zeros at the end.
    fileprivate var trimmingZeros: String {
        var rest = self[...]
        while rest.last == "0" { rest = rest.dropLast() }
        return String(rest)
    }
}

extension Language {
    var scales: [(power: Int, word: String)] {
        switch self {
        case .english: [(12, "trillion"), (9, "billion"), (6, "million")]
        case .russian: [(12, "трлн"), (9, "млрд"), (6, "млн")]
        }
    }

    var decimalPoint: String { self == .russian ? "," : "." }
    var thousandsMark: String { self == .russian ? "\u{A0}" : "," }

    /// What stands between a number and its unit or scale word: Russian never parts them at a line's end.
    var space: String { self == .russian ? "\u{A0}" : " " }
}
