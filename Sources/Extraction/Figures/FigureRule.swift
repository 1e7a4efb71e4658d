/// The rules that propose figures: `why` names them.
enum FigureRule: String, CaseIterable, Sendable {
    /// `$4.2 billion`, `USD 200`: a currency's sign or code.
    case currencySign = "currency sign"
    /// `500 million yen`
    case currencyWord = "currency word"
    /// `86%`
    case percent
    /// `2.1 percentage points`, `10 points`
    case points
    /// `5 km`, `41 degrees Celsius`: a unit of measure.
    case dimension
    /// `18 years`
    case timeSpan = "time span"
    /// `aged 52`, `38-year-old`, `Phelps, 31,`
    case age
    /// `180 thousand migrants`: the noun stands behind.
    case count
    /// `14 killed`: what happens to people.
    case personEvent = "counted by event"
    /// `The death toll rose to 46`: the noun stands before.
    case named = "counted by name"
    /// `from 150,000 to 164,000 visas`, `of which 390 billion`: the unit of the figure beside it.
    case inherited = "unit of its neighbour"
    /// `a quarter of households`
    case share
    /// `hundreds of thousands of dollars`
    case vague = "vague plural"
    /// `four times as many`
    case ratio
    /// `a magnitude 7.8 earthquake`
    case magnitude
    /// `Their number is about 180 thousand`
    case anaphora = "their number"
    /// A number that is measured and whose unit is not told: `the index fell to 48.3`.
    case bare = "no unit"

    /// How often a proposal of this rule is right (Docs/extraction.md, "Figures").
    var confidence: Double {
        switch self {
        case .currencySign: 0.98
        case .currencyWord: 0.96
        case .percent: 0.98
        case .points: 0.89
        case .dimension: 0.97
        case .timeSpan: 0.97
        case .age: 0.91
        case .count: 0.98
        case .personEvent: 0.88
        case .named: 0.91
        case .inherited: 0.93
        case .share: 0.94
        case .vague: 0.83
        case .ratio: 0.83
        case .magnitude: 0.83
        case .anaphora: 0.75
        case .bare: 0.57
        }
    }
}
