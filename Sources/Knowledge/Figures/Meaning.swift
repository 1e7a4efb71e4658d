internal import Foundation

/// What a figure can mean: every number from `low` to `high`, in its own unit.
///
/// `exactly` and no qualifier: half a unit of the last printed digit either side (`$4.2 billion`: 4.15 to 4.25 billion).
/// `about`: that or 5 %, whichever is wider. A range: from its lower to its upper end. `more_than` and `at_least`:
/// upwards; `less_than` and `at_most`: downwards.
struct Meaning: Sendable, Equatable {
    let low: Double
    let high: Double

    /// Where there is no bound.
    static let unbounded = Double.greatestFiniteMagnitude

    init(low: Double, high: Double) {
        self.low = low
        self.high = high
    }

    /// - Parameters:
    ///   - value: with scale words multiplied out.
    ///   - printed: the figure as printed, from which the last digit that was given is known; without it, or where the
    ///     value is not in it, the digits of `value` count.
    init(value: Double, to upper: Double?, qualifier: String?, printed: String?) {
        if let upper {
            self.init(low: value, high: max(value, upper))
            return
        }
        let half = (printed.flatMap { Self.lastDigit(of: value, in: $0) } ?? Self.lastDigit(of: value)) / 2
        switch qualifier {
        case "more_than", "at_least": self.init(low: value, high: Self.unbounded)
        case "less_than", "at_most": self.init(low: -Self.unbounded, high: value)
        case "about":
            let wide = max(half, value.magnitude * 0.05)
            self.init(low: value - wide, high: value + wide)
        default: self.init(low: value - half, high: value + half)
        }
    }

    /// The meaning in the basic unit of its kind.
    func basic(_ measure: Measure) -> Meaning {
        Meaning(low: Self.shifted(low, measure), high: Self.shifted(high, measure))
    }

    private static func shifted(_ bound: Double, _ measure: Measure) -> Double {
        bound.magnitude == unbounded ? bound : measure.basic(bound)
    }

    /// Whether no number is meant by both: the intervals don't even touch.
    func conflicts(with other: Meaning) -> Bool {
        Self.isAbove(low, other.high) || Self.isAbove(other.low, high)
    }

    /// Whether `a` is greater than `b` by more than what arithmetic in doubles may have added.
    static func isAbove(_ a: Double, _ b: Double) -> Bool { a > b && a - b > slack(a, b) }

    /// How far apart two bounds may be that are the same.
    static func slack(_ a: Double, _ b: Double) -> Double { 1e-11 * max(a.magnitude, b.magnitude) }

    // MARK: The last digit that was given

    /// The unit of the last digit of `value` as a number: 1 for whole ones, 0.01 for 4.25.
    static func lastDigit(of value: Double) -> Double {
        if value == value.rounded() { return 1 }
        let parts = value.description.split(separator: "e")
        let decimals = parts[0].split(separator: ".").dropFirst().first.map(\.utf8.count) ?? 0
        let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
        return Measure.shifted(1, by: exponent - decimals)
    }

    /// The unit of the last digit with which `value` stands in `printed`: 100 million for `almost $4.2 billion`.
    ///
    /// It is the number whose digits, the separators between them left out, are those of the value: what comes after
    /// (`billion`, `млрд`, `%`) is known from the ratio of the two, in whichever language it is. Nil where there is none.
    static func lastDigit(of value: Double, in printed: String) -> Double? {
        guard value != 0 else { return nil }
        var best: (isCommon: Bool, power: Int)?
        for number in numbers(in: printed) {
            guard let digits = Double(number.digits), digits != 0 else { continue }
            let ratio = value.magnitude / digits
            guard ratio.isNormal else { continue }
            let power = Int(log10(ratio).rounded())
            let unit = Measure.shifted(1, by: power)
            guard (digits * unit / value.magnitude - 1).magnitude < 1e-9 else { continue }
            // A separator may set thousands apart or begin the decimals: either is right, and scale words with it.
            let isCommon = number.decimals.contains { [0, 3, 6, 9, 12].contains(power + $0) }
            if let best, (best.isCommon ? 1 : 0, -best.power) >= (isCommon ? 1 : 0, -power) { continue }
            best = (isCommon, power)
        }
        return best.map { Measure.shifted(1, by: $0.power) }
    }

    /// The numbers of a text: their digits, and how many of these may be decimals.
    private static func numbers(in text: String) -> [(digits: String, decimals: [Int])] {
        let scalars = Array(text.unicodeScalars)
        func isDigit(_ index: Int) -> Bool { index < scalars.count && (0x30...0x39).contains(scalars[index].value) }
        var numbers: [(digits: String, decimals: [Int])] = []
        var index = 0
        while index < scalars.count {
            guard isDigit(index) else {
                index += 1
                continue
            }
            var digits = ""
            var afterSeparator: Int?
            while index < scalars.count, digits.utf8.count < 30 {
                if isDigit(index) {
                    digits.unicodeScalars.append(scalars[index])
                    afterSeparator = afterSeparator.map { $0 + 1 }
                } else if isDigit(index + 1), scalars[index] == "." || scalars[index] == "," {
                    afterSeparator = 0
                } else if [0x20, 0xA0, 0x202F, 0x2009, 0x27, 0x2019].contains(scalars[index].value), isDigit(index + 1),
                    isDigit(index + 2), isDigit(index + 3), !isDigit(index + 4)
                {
                    // A space between thousands, never before decimals.
                } else {
                    break
                }
                index += 1
            }
            numbers.append((digits, afterSeparator.map { [0, $0] } ?? [0]))
            while isDigit(index) { index += 1 }
        }
        return numbers
    }
}
