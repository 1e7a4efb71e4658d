/// What a word is to the rules that find figures: a section of the lexicons each. What a section's words are worth is in
/// ``FigureWord``.
struct FigureClasses: OptionSet, Sendable {
    let rawValue: UInt64

    init(rawValue: UInt64) { self.rawValue = rawValue }

    private init(bit: Int) { rawValue = 1 << UInt64(bit) }

    // Numbers.
    static let number = FigureClasses(bit: 0)
    static let scale = FigureClasses(bit: 1)
    static let vagueScale = FigureClasses(bit: 2)
    static let vagueNumber = FigureClasses(bit: 3)
    static let fraction = FigureClasses(bit: 4)
    static let ordinal = FigureClasses(bit: 5)
    static let ordinalEnding = FigureClasses(bit: 6)
    static let negative = FigureClasses(bit: 7)
    static let and = FigureClasses(bit: 8)
    /// a, an
    static let one = FigureClasses(bit: 9)
    static let qualifier = FigureClasses(bit: 10)
    static let numberLead = FigureClasses(bit: 11)
    static let andMore = FigureClasses(bit: 12)
    static let rangeOpener = FigureClasses(bit: 13)
    static let between = FigureClasses(bit: 14)
    static let rangeLink = FigureClasses(bit: 15)
    static let change = FigureClasses(bit: 16)
    static let per = FigureClasses(bit: 17)
    static let of = FigureClasses(bit: 18)
    static let `in` = FigureClasses(bit: 19)
    static let every = FigureClasses(bit: 20)

    // Units.
    static let unit = FigureClasses(bit: 21)
    static let currencyPrefix = FigureClasses(bit: 22)
    static let currencyAbbreviation = FigureClasses(bit: 23)
    static let dollarDeclaration = FigureClasses(bit: 24)
    static let money = FigureClasses(bit: 25)
    static let percent = FigureClasses(bit: 26)
    static let rateTime = FigureClasses(bit: 27)
    static let timeMultiple = FigureClasses(bit: 28)

    // Times.
    static let month = FigureClasses(bit: 29)
    /// lead, margin: what is measured in points.
    static let lead = FigureClasses(bit: 30)
    static let season = FigureClasses(bit: 31)
    static let yearPart = FigureClasses(bit: 32)
    static let relativeTime = FigureClasses(bit: 33)
    static let backReference = FigureClasses(bit: 34)
    static let openTime = FigureClasses(bit: 35)
    static let founding = FigureClasses(bit: 36)
    static let yearWord = FigureClasses(bit: 37)
    static let inTime = FigureClasses(bit: 38)
    static let halfDay = FigureClasses(bit: 39)

    // Names with numbers.
    static let label = FigureClasses(bit: 40)
    static let street = FigureClasses(bit: 41)
    static let age = FigureClasses(bit: 42)
    static let old = FigureClasses(bit: 43)
    static let bond = FigureClasses(bit: 44)

    // What is counted.
    static let personEvent = FigureClasses(bit: 45)
    static let counted = FigureClasses(bit: 46)
    static let noPlural = FigureClasses(bit: 47)
    static let nounStop = FigureClasses(bit: 48)
    static let countedByName = FigureClasses(bit: 49)
    static let numberNoun = FigureClasses(bit: 50)
    static let theirNumber = FigureClasses(bit: 51)
    static let measuring = FigureClasses(bit: 52)
    static let comparing = FigureClasses(bit: 53)
    static let magnitude = FigureClasses(bit: 54)
    static let times = FigureClasses(bit: 55)

    // Who says so, and where.
    static let sourceCue = FigureClasses(bit: 56)
    static let sourceNoun = FigureClasses(bit: 57)
    static let giving = FigureClasses(bit: 58)
    static let office = FigureClasses(bit: 59)
    static let measureVerb = FigureClasses(bit: 60)
    static let place = FigureClasses(bit: 61)
    /// ago: a time, and no span of it.
    static let ago = FigureClasses(bit: 62)
    /// to, from, against, than: what follows is of the unit of what was before.
    static let sharing = FigureClasses(bit: 63)

    /// What a figure's number can begin with, besides digits.
    static let numeralStart: FigureClasses = [.number, .scale, .vagueScale, .vagueNumber, .fraction, .every]

    /// The sections' names in Lexicons/figures-*.txt.
    static let sections: [String: FigureClasses] = [
        "number words": .number, "whole numbers": .number, "scales": .scale, "vague scales": .vagueScale,
        "vague numbers": .vagueNumber, "fractions": .fraction, "ordinals": .ordinal,
        "ordinal endings": .ordinalEnding, "negative signs": .negative, "and": .and, "determiners of one": .one,
        "qualifiers": .qualifier, "number leads": .numberLead, "and more": .andMore, "range openers": .rangeOpener,
        "between": .between, "range links": .rangeLink, "change words": .change, "per": .per, "of": .of, "in": .in,
        "every": .every,
        "currencies": .unit, "currency parts": .unit, "pounds": .unit, "currency codes": .unit,
        "capital currency codes": .unit, "currency prefixes": .currencyPrefix,
        "currency abbreviations": .currencyAbbreviation, "dollar declarations": .dollarDeclaration,
        "money words": .money, "percents": .percent, "points": .unit, "units": .unit, "scaled units": .unit,
        "symbols": .unit, "rate times": .rateTime, "time multiples": .timeMultiple,
        "months": .month, "weekdays": .noPlural, "leads": .lead, "seasons": .season, "year parts": .yearPart,
        "relative times": .relativeTime, "back references": .backReference, "open times": .openTime,
        "founding words": .founding, "year words": .yearWord, "in times": .inTime, "half days": .halfDay,
        "labels": .label, "streets": .street, "ages": .age, "year old words": .old, "bond words": .bond,
        "person events": .personEvent, "irregular plurals": .counted, "counted nouns": .counted,
        "no plurals": .noPlural, "noun stops": .nounStop, "counted by name": .countedByName,
        "number nouns": .numberNoun, "their numbers": .theirNumber, "measuring words": .measuring,
        "index words": .measuring, "magnitude words": .magnitude, "ratio words": .times, "comparing words": .comparing,
        "source cues": .sourceCue, "source nouns": .sourceNoun, "giving words": .giving, "offices": .office,
        "measure verbs": .measureVerb, "figure places": .place, "figure place forms": .place,
        "agos": .ago, "sharing links": .sharing,
    ]

    /// The lexicon files of the figures, as text.
    static let files: [[UInt8]] = [
        PackageResources.figures_numbers_txt, PackageResources.figures_units_txt,
        PackageResources.figures_currencies_txt, PackageResources.figures_context_txt,
        PackageResources.figures_places_txt, PackageResources.figures_russian_nouns_txt,
    ]
}
