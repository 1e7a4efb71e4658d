/// What a unit measures, and how many of the basic unit of that kind it is: always a power of ten, so that a figure is
/// converted without a digit lost.
///
/// ```swift
/// Measure("million USD")   // kind "USD", power 6
/// Measure("km")            // kind "m", power 3
/// Measure("share")         // kind "%", power 2
/// ```
///
/// Currencies, and years of prices, are kinds of their own: nothing is converted between them.
public struct Measure: Sendable, Hashable {
    /// What figures must have in common to be compared.
    public let kind: String
    /// One of this unit is ten to this power of the kind's basic unit.
    public let power: Int

    public init(_ unit: String) {
        var words = unit.split(whereSeparator: \.isWhitespace).map(String.init)
        var power = 0
        // A scale word before the unit or behind it: `million USD`, `USD billion`, `тыс. человек`.
        while words.count > 1 {
            if let scale = Self.scale(words[0]) {
                power += scale
                words.removeFirst()
                if words.count > 1, words[0] == "of" { words.removeFirst() }
            } else if let scale = Self.scale(words[words.count - 1]) {
                power += scale
                words.removeLast()
            } else {
                break
            }
        }
        let rest = words.joined(separator: " ")
        if let known = Self.known[rest] ?? Self.known[rest.lowercased()] {
            kind = known.kind
            self.power = power + known.power
        } else {
            kind = Self.singular(rest)
            self.power = power
        }
    }

    /// `value` of this unit, in `unit`; nil where they measure different things.
    public func convert(_ value: Double, to unit: Measure) -> Double? {
        unit.kind == kind ? Self.shifted(value, by: power - unit.power) : nil
    }

    /// `value` in the basic unit of its kind.
    func basic(_ value: Double) -> Double { Self.shifted(value, by: power) }

    /// `value` times ten to `power`, by its decimal digits: 0.57 times 100 is 57.
    static func shifted(_ value: Double, by power: Int) -> Double {
        guard power != 0, value != 0, value.isFinite else { return value }
        let parts = value.description.split(separator: "e")
        let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
        let shifted = Double("\(parts[0])e\(exponent + power)") ?? value
        return shifted.isFinite ? shifted : (value < 0 ? -1 : 1) * Double.greatestFiniteMagnitude
    }

    // MARK: What is known of units

    private static func scale(_ word: String) -> Int? {
        var word = word.lowercased()
        if word.hasSuffix(".") { word.removeLast() }
        return scales[word]
    }

    private static let scales: [String: Int] = [
        "hundred": 2, "thousand": 3, "thousands": 3, "million": 6, "millions": 6, "mln": 6, "mn": 6, "billion": 9,
        "billions": 9, "bln": 9, "bn": 9, "trillion": 12, "trillions": 12, "trn": 12,
        "тыс": 3, "тысяча": 3, "тысячи": 3, "тысяч": 3, "млн": 6, "миллион": 6, "миллиона": 6, "миллионов": 6,
        "млрд": 9,
        "миллиард": 9, "миллиарда": 9, "миллиардов": 9, "трлн": 12, "триллион": 12, "триллионов": 12,
    ]

    private static let known: [String: Measure] = {
        var known: [String: Measure] = [:]
        for name in ["%", "percent", "per cent", "pct", "процент", "процентов"] { known[name] = Measure("%", 0) }
        for name in ["share", "proportion", "fraction", "доля"] { known[name] = Measure("%", 2) }
        for name in ["‰", "per mille", "promille"] { known[name] = Measure("%", -1) }

        let prefixes = ["n": -9, "u": -6, "µ": -6, "m": -3, "c": -2, "k": 3, "M": 6, "G": 9, "T": 12, "P": 15]
        // Symbols of UCUM, with its metric prefixes.
        for symbol in ["m", "g", "W", "Wh", "J", "L", "l", "Pa", "Hz", "V", "A", "eq"] {
            let base = symbol == "L" || symbol == "l" ? Measure("m3", -3) : Measure(symbol, 0)
            known[symbol] = base
            for (prefix, power) in prefixes { known[prefix + symbol] = Measure(base.kind, base.power + power) }
        }
        known["hPa"] = Measure("Pa", 2)
        for (symbol, name) in [("W.h", "Wh"), ("kW.h", "kWh"), ("MW.h", "MWh"), ("GW.h", "GWh"), ("TW.h", "TWh")] {
            known[symbol] = known[name]
        }
        for (prefix, power) in ["": 0, "k": 3, "M": 6, "G": 9] { known["\(prefix)t"] = Measure("g", 6 + power) }
        for (prefix, power) in ["": 0, "m": -3, "c": -2, "d": -1, "k": 3] {
            for (mark, dimension) in [("2", 2), ("²", 2), ("3", 3), ("³", 3)] {
                known["\(prefix)m\(mark)"] = Measure("m\(dimension)", power * dimension)
            }
        }
        for name in ["ha", "har", "hectare", "hectares"] { known[name] = Measure("m2", 4) }

        // The same in English words.
        let words = ["milli": -3, "centi": -2, "": 0, "kilo": 3, "mega": 6, "giga": 9, "tera": 12]
        let bases = [
            ("metre", "m", 0), ("meter", "m", 0), ("gram", "g", 0), ("tonne", "g", 6), ("watt", "W", 0),
            ("watt-hour", "Wh", 0), ("watt hour", "Wh", 0), ("joule", "J", 0), ("litre", "m3", -3), ("liter", "m3", -3),
        ]
        for (word, power) in words {
            for (name, kind, own) in bases {
                known[word + name] = Measure(kind, own + power)
                known["\(word)\(name)s"] = Measure(kind, own + power)
            }
        }
        for (name, power) in [
            ("square kilometre", 6), ("square kilometer", 6), ("square metre", 0), ("square meter", 0),
        ] {
            known[name] = Measure("m2", power)
        }
        for (name, power) in [("cubic kilometre", 9), ("cubic kilometer", 9), ("cubic metre", 0), ("cubic meter", 0)] {
            known[name] = Measure("m3", power)
        }
        return known
    }()

    private init(_ kind: String, _ power: Int) {
        self.kind = kind
        self.power = power
    }

    /// English words without regard to case, and in the singular: `Migrants` are a `migrant` each.
    private static func singular(_ unit: String) -> String {
        guard unit.utf8.count > 4, !unit.utf8.contains(where: { (0x30...0x39).contains($0) }) else { return unit }
        let lower = unit.lowercased()
        if let irregular = ["people": "person", "persons": "person", "children": "child"][lower] { return irregular }
        let isPlural = lower.hasSuffix("s") && !["ss", "us", "is"].contains(String(lower.suffix(2)))
        return isPlural ? String(lower.dropLast()) : lower
    }
}
