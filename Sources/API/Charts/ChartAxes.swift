internal import Foundation
internal import Knowledge

/// The axis of values: where it begins and ends, and its ticks.
struct ValueAxis {
    let low: Double
    let high: Double
    let ticks: [(value: Double, label: String)]

    /// - Parameter values: all that is to be seen, at least one.
    init(_ values: [Double], unit: String) {
        // Beyond this, differences and sums of values would be infinite.
        let bound = 1e300
        let least = max(values.min() ?? 0, -bound)
        let most = min(values.max() ?? 0, bound)
        var low = least
        var high = most
        // From zero, unless that would press what is to be compared together.
        if least >= 0, least < most * 0.75 || least == most { low = 0 }
        if most <= 0, most > least * 0.75 || least == most { high = 0 }
        if high - low <= max(low.magnitude, high.magnitude) * 1e-6 {
            // What differs by less is not to be seen: a step so small would be lost in the values.
            low = min(low, 0)
            high = max(high, 0)
        }
        if low == high { high = low + 1 }
        let step = Self.step(for: (high - low) / 5.5)
        let first = (low / step).rounded(.down)
        let last = (high / step).rounded(.up)
        self.low = first * step
        self.high = last * step
        let scale = Scale(max(self.low.magnitude, self.high.magnitude), step)
        ticks = stride(from: first, through: last, by: 1).map { count in
            (count * step, scale.label(count * step, unit: unit))
        }
    }

    /// 1, 2, 2.5 or 5 times a power of ten, not less than `least`.
    private static func step(for least: Double) -> Double {
        guard least > 0, least.isFinite else { return 1 }
        let power = pow(10, floor(log10(least)))
        for factor in [1, 2, 2.5, 5, 10] where factor * power >= least * 0.999 { return factor * power }
        return 10 * power
    }

    /// What the labels of one axis have in common: a scale word and the decimals.
    private struct Scale {
        let greatest: Double
        let divisor: Double
        let word: String
        let decimals: Int

        init(_ greatest: Double, _ step: Double) {
            self.greatest = greatest
            let language = Wording.current.language
            let found = language.scales.first { greatest >= pow(10, Double($0.power)) }
            divisor = found.map { pow(10, Double($0.power)) } ?? 1
            word = found.map { "\(language.space)\($0.word)" } ?? ""
            let part = step / divisor
            decimals =
                (0...6).first { decimals in
                    let shifted = part * pow(10, Double(decimals))
                    return (shifted - shifted.rounded()).magnitude < 1e-6
                } ?? 6
        }

        func label(_ value: Double, unit: String) -> String {
            let sign = value < 0 ? "−" : ""
            if greatest >= 1e15 { return value == 0 ? "0" : sign + String(format: "%.3g", value.magnitude) }
            let language = Wording.current.language
            let text = String(format: "%.\(decimals)f", (value / divisor).magnitude)
            let parts = text.split(separator: ".")
            let digits =
                Numeral.grouped(String(parts[0])) + (parts.count > 1 ? "\(language.decimalPoint)\(parts[1])" : "")
            let isShare = Measure(unit).kind == "%" && unit == "%"
            let mark = isShare ? (language == .russian ? "\(language.space)%" : "%") : ""
            return value == 0 ? "0\(mark)" : "\(sign)\(digits)\(word)\(mark)"
        }
    }
}

/// The axis of time, in days since 1970.
struct TimeAxis {
    let low: Double
    let high: Double
    let ticks: [(place: Double, label: String)]

    /// - Parameters:
    ///   - spans: the periods that are to be seen, at least one.
    ///   - most: how many labels there is room for.
    init(_ spans: [Span], most: Int) {
        let first = spans.map { Self.day($0.first) }.min() ?? 0
        let last = spans.map { Self.day($0.last) }.max() ?? first
        let shortest = spans.map { Self.day($0.last) - Self.day($0.first) + 1 }.min() ?? 1
        var ticks: [(place: Double, label: String)] = []
        let from = Self.civil(first)
        let to = Self.civil(last)
        if shortest >= 360 || last - first > 900 {
            low = Double(Self.day(from.year, 1, 1))
            high = Double(Self.day(to.year + 1, 1, 1))
            let step = Self.step(to.year - from.year + 1, most, [1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1_000])
            for year in from.year...max(from.year, to.year) where year % step == 0 || step == 1 {
                let place = Double(Self.day(year, 1, 1) + Self.day(year + 1, 1, 1)) / 2
                ticks.append((place, String(year)))
            }
        } else if shortest >= 28 || last - first > 62 {
            let begin = from.year * 12 + from.month - 1
            let end = to.year * 12 + to.month - 1
            low = Double(Self.day(from.year, from.month, 1))
            high = Double(Self.day((end + 1) / 12, (end + 1) % 12 + 1, 1))
            let step = Self.step(end - begin + 1, most, [1, 2, 3, 6, 12])
            for month in begin...max(begin, end) where month % step == 0 {
                let here = Self.day(month / 12, month % 12 + 1, 1)
                let next = Self.day((month + 1) / 12, (month + 1) % 12 + 1, 1)
                ticks.append((Double(here + next) / 2, Self.months[month % 12] + " \(month / 12)"))
            }
        } else {
            low = Double(first)
            high = Double(last + 1)
            let step = Self.step(last - first + 1, most, [1, 2, 5, 7, 14, 30])
            for day in stride(from: first, through: last, by: step) {
                let civil = Self.civil(day)
                ticks.append((Double(day) + 0.5, "\(civil.day) \(Self.months[civil.month - 1])"))
            }
        }
        self.ticks = ticks
    }

    /// The middle of a period.
    static func middle(_ span: Span) -> Double { Double(day(span.first) + day(span.last) + 1) / 2 }
    static func begin(_ span: Span) -> Double { Double(day(span.first)) }
    static func end(_ span: Span) -> Double { Double(day(span.last) + 1) }
    static func length(_ span: Span) -> Int { day(span.last) - day(span.first) + 1 }

    private static var months: [String] {
        switch Wording.current.language {
        case .english: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        case .russian:
            ["янв.", "февр.", "март", "апр.", "май", "июнь", "июль", "авг.", "сент.", "окт.", "нояб.", "дек."]
        }
    }

    private static func step(_ count: Int, _ most: Int, _ steps: [Int]) -> Int {
        steps.first { (count + $0 - 1) / $0 <= max(most, 2) } ?? (count / max(most, 2) + 1)
    }

    private static func day(_ text: String) -> Int {
        let numbers = text.split(separator: "-").compactMap { Int($0) }
        return numbers.count == 3 ? day(numbers[0], numbers[1], numbers[2]) : 0
    }

    /// Days since 1970-01-01 in the proleptic Gregorian calendar: years are counted from March, so that the leap day
    /// comes last.
    private static func day(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let year = month <= 2 ? year - 1 : year
        let era = (year >= 0 ? year : year - 399) / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func civil(_ days: Int) -> (year: Int, month: Int, day: Int) {
        let days = days + 719_468
        let era = (days >= 0 ? days : days - 146_096) / 146_097
        let dayOfEra = days - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let fromMarch = (5 * dayOfYear + 2) / 153
        let month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * fromMarch + 2) / 5 + 1)
    }
}
