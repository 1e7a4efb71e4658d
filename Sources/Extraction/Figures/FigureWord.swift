/// What the lexicons say a word is worth, read out of their text once.
struct FigureWord: Sendable {
    /// A number word's number: 5 for five.
    var number = 0.0
    /// What a number before it is multiplied by: 1e6 for million.
    var scale = 0.0
    /// The least that a vague plural means: 100 for hundreds.
    var vague = 0.0
    /// By what a whole is divided: 4 for quarter.
    var fraction = 0
    /// 5 for fifth.
    var ordinal = 0
    var month = 0
    /// The first month of a season or of a part of the year, and how many months it has.
    var months = (first: 0, count: 0)
    /// How many years, quarters, months or days from the day of publication.
    var relative: (count: Int, of: Span)?
    var qualifier: Qualifier?
    /// Its place in ``FigureWords/units``; -1 where it is none.
    var unit = -1
    /// The same where it is the time of a rate, and where it is what stands before a currency's sign.
    var rate = -1
    var prefix = -1
    var abbreviation = -1
    /// Of a decade, ten years.
    var years = 0.0
    /// The English singular of what is counted, its place in ``FigureWords/names``.
    var noun = -1
    var place = -1

    enum Span: UInt8, Sendable { case year, quarter, month, day }
}

/// How exactly a figure is meant, as a statistic's `qualifier` has it.
enum Qualifier: String, Sendable {
    case exactly, about
    case moreThan = "more_than"
    case lessThan = "less_than"
    case atLeast = "at_least"
    case atMost = "at_most"
}

/// A unit of measure: how it is written, and what it measures.
struct FigureUnit: Sendable, Equatable {
    enum Kind: String, Sendable {
        case currency, currencyPart, pounds, points
        case length, area, volume, mass, power, energy, speed, angle, temperature, data, time, other
    }

    /// As a statistic's `unit` has it.
    var name: String
    var kind: Kind
    /// What the number is multiplied by: 1e9 for bcm, which are m3.
    var scale = 1.0
    /// A short sign, whose case may matter: `m`, `MB`, `USD`.
    var isSymbol = false
    /// A currency's code that is another word when written small: TRY.
    var needsCapitals = false
}

/// The words of the lexicons with what they are worth, in the order of ``Lexicon/entries``.
struct FigureWords: Sendable {
    static let all = FigureWords(.all)

    private(set) var words: [FigureWord]
    private(set) var units: [FigureUnit] = []
    private(set) var names: [String] = []
    private var unitNumbers: [String: Int] = [:]

    /// Entries whose value could not be read: a test holds it to be empty.
    private(set) var broken: [String] = []

    /// Units that rules name themselves.
    let (dollar, percent, pound, money): (Int, Int, Int, Int)
    private(set) var (year, degree): (Int, Int) = (-1, -1)
    private(set) var (inch, celsius, megabit): (Int?, Int?, Int?)

    /// The currencies of signs, by code point; `$` and `£` are told by the text.
    private(set) var signs: [UInt32: Int] = [:]

    private static let signNames: [UInt32: String] = [
        0x20AC: "EUR", 0xA5: "JPY", 0x20BD: "RUB", 0x20B8: "KZT", 0x20B4: "UAH", 0x20B9: "INR", 0x20A8: "INR",
        0x20A9: "KRW", 0x20BA: "TRY", 0x20AB: "VND", 0x20AA: "ILS", 0x20A6: "NGN", 0x20B1: "PHP", 0x20A1: "CRC",
        0x20BE: "GEL", 0x20AD: "LAK", 0x20BF: "XBT", 0x20AE: "MNT", 0x20BC: "AZN", 0x20B5: "GHS", 0x20B2: "PYG",
        0xA2: "cent", 0x20C0: "KGS",
    ]

    init(_ lexicon: Lexicon) {
        words = Array(repeating: FigureWord(), count: lexicon.entries.count)
        (dollar, percent, pound, money) = (0, 1, 2, 3)
        units = [
            FigureUnit(name: "USD", kind: .currency), FigureUnit(name: "%", kind: .other),
            FigureUnit(name: "pound", kind: .mass), FigureUnit(name: "GBP", kind: .currency),
        ]
        for (index, unit) in units.enumerated() { unitNumbers["\(unit.name) \(unit.kind) false false 1.0"] = index }
        for (index, entry) in lexicon.entries.enumerated() where !entry.figureClasses.isEmpty {
            for (section, value) in entry.values { read(value, of: section, into: index) }
            if entry.figureClasses.contains(.unit), words[index].unit < 0 {
                words[index].unit = unit(FigureUnit(name: "pound", kind: .pounds))
            }
        }
        for (sign, name) in Self.signNames { signs[sign] = unit(FigureUnit(name: name, kind: .currency)) }
        year = unit(FigureUnit(name: "year", kind: .time))
        degree = unit(FigureUnit(name: "degree", kind: .angle))
        celsius = unit(FigureUnit(name: "Cel", kind: .temperature))
        inch = unit(FigureUnit(name: "inch", kind: .length))
        megabit = unit(FigureUnit(name: "Mbit", kind: .data))
    }

    private mutating func read(_ value: String, of section: String, into index: Int) {
        let parts = value.split(separator: " ").map(String.init)
        let number = Double(parts[0])
        switch section {
        case "number words", "whole numbers": words[index].number = number ?? -1
        case "scales": words[index].scale = number ?? -1
        case "vague scales": words[index].vague = number ?? -1
        case "fractions": words[index].fraction = Int(number ?? -1)
        case "months": words[index].month = Int(number ?? -1)
        case "seasons": words[index].months = (Int(number ?? -1), 3)
        case "year parts" where parts.count == 2: words[index].months = (Int(number ?? -1), Int(parts[1]) ?? -1)
        case "relative times" where parts.count == 2:
            let spans: [String: FigureWord.Span] = ["year": .year, "quarter": .quarter, "month": .month, "day": .day]
            words[index].relative = spans[parts[1]].map { (Int(number ?? 0), $0) }
        case "qualifiers", "and more": words[index].qualifier = Qualifier(rawValue: value)
        case "time multiples": words[index].years = number ?? -1
        case "currencies": words[index].unit = unit(FigureUnit(name: value, kind: .currency))
        case "currency codes":
            words[index].unit = unit(FigureUnit(name: value, kind: .currency, isSymbol: true))
        case "capital currency codes":
            words[index].unit = unit(
                FigureUnit(name: value, kind: .currency, isSymbol: true, needsCapitals: true))
        case "currency parts": words[index].unit = unit(FigureUnit(name: value, kind: .currencyPart))
        case "currency prefixes": words[index].prefix = unit(FigureUnit(name: value, kind: .currency))
        case "dollar declarations": words[index].prefix = unit(FigureUnit(name: value, kind: .currency))
        case "currency abbreviations": words[index].abbreviation = unit(FigureUnit(name: value, kind: .currency))
        case "points": words[index].unit = unit(FigureUnit(name: value, kind: .points))
        case "units", "symbols", "scaled units":
            guard let comma = value.lastIndex(of: ","),
                let kind = FigureUnit.Kind(rawValue: String(value[value.index(after: comma)...].drop { $0 == " " }))
            else { return broken.append(value) }
            var made = FigureUnit(name: String(value[..<comma]), kind: kind, isSymbol: section == "symbols")
            if section == "scaled units" {
                made.name = String(made.name.drop { $0 != " " }.dropFirst())
                made.scale = number ?? -1
            }
            words[index].unit = unit(made)
        case "rate times": words[index].rate = unit(FigureUnit(name: value, kind: .time))
        case "irregular plurals", "counted nouns", "counted by name":
            words[index].noun = names.count
            names.append(value)
        case "figure place forms":
            words[index].place = names.count
            names.append(value)
        case "ordinals": words[index].ordinal = Int(number ?? -1)
        case "back references": break
        default: broken.append("\(section): \(value)")
        }
    }

    private mutating func unit(_ unit: FigureUnit) -> Int {
        let key = "\(unit.name) \(unit.kind) \(unit.isSymbol) \(unit.needsCapitals) \(unit.scale)"
        if let number = unitNumbers[key] { return number }
        units.append(unit)
        unitNumbers[key] = units.count - 1
        return units.count - 1
    }
}
