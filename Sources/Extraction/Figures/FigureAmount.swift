/// A number of a sentence with its unit, before it is known to be a figure.
struct FigureAmount: Sendable {
    var numeral: Numeral
    var value: Double
    var valueTo: Double?
    /// What of the sentence is printed: sign, number, scale and unit.
    var items: Range<Int>
    /// Its place in ``FigureWords/units``; -1 where it has none.
    var unit = -1
    /// 2 and 3 for square and cubic: km².
    var power = 1
    /// The unit behind a slash or `per`; -1 where there is none.
    var rate = -1
    /// Whether an hour is multiplied: kW·h.
    var isTimesHour = false
    /// The item of the noun it counts.
    var noun: Int?
    /// What it counts, as a place in ``FigureWords/names``.
    var name = -1
    /// The token of the noun, where that stands in another sentence.
    var token: Int?
    /// What it counts where neither item nor lexicon tells: `%`, `share`, `time`.
    var plain: StaticString?
    var qualifier: Qualifier?
    var rule = FigureRule.bare
    var isRejected = false

    init(_ numeral: Numeral) {
        self.numeral = numeral
        value = numeral.value
        items = numeral.items
    }

    var hasUnit: Bool { unit >= 0 || noun != nil || name >= 0 || plain != nil || token != nil }

    mutating func takeUnit(of other: FigureAmount) {
        (unit, power, rate, isTimesHour) = (other.unit, other.power, other.rate, other.isTimesHour)
        (noun, name, plain, token) = (other.noun, other.name, other.plain, other.token)
        rule = other.rule
    }
}
