/// Made-up articles with their quotes and figures, in whatever number: to see how a store behaves when it is full.
///
/// As in life, few words, people, topics and indicators occur often and most seldom (Zipf's law), articles are of many
/// days and of two languages, and now and then two of them disagree on a figure. The same seed and numbers give the
/// same records.
public struct Invention {
    /// How many there are of each, for a number of quotes.
    public struct Counts: Sendable, Equatable {
        public let quotes, articles, experts, statistics: Int

        public init(quotes: Int) {
            self.quotes = quotes
            articles = max(1, quotes / 5)
            experts = max(1, quotes / 10)
            statistics = quotes / 2
        }
    }

    public let counts: Counts
    /// How many records have been made so far, of `total`.
    public private(set) var made = 0
    public var total: Int { named.count + counts.articles }

    private var chance: Chance
    private let english: Vocabulary
    private let russian: Vocabulary
    private let topics: Zipf
    private let indicators: Zipf
    private let sources: Zipf
    private let places: Zipf
    private let experts: Zipf
    /// Topics, sources, indicators and experts: what articles name.
    private var named: [JSON] = []

    private static let topicCount = 200
    private static let indicatorCount = 300
    private static let sourceCount = 100
    private static let placeCount = 60
    private static let units = ["USD", "person", "%", "km", "t", "MW"]
    private static let roles = [
        "analyst", "economist", "engineer", "historian", "hydrologist", "lawyer", "minister", "professor", "reporter",
    ]
    private static let firstYear = 1995
    private static let yearCount = 30

    public init(quotes: Int, seed: UInt64) {
        counts = Counts(quotes: quotes)
        chance = Chance(state: seed)
        english = Vocabulary(.latin, &chance)
        russian = Vocabulary(.cyrillic, &chance)
        topics = Zipf(count: Self.topicCount)
        indicators = Zipf(count: Self.indicatorCount)
        sources = Zipf(count: Self.sourceCount)
        places = Zipf(count: Self.placeCount)
        experts = Zipf(count: counts.experts)
        name()
    }

    private mutating func name() {
        for number in 0..<Self.topicCount { add("topics", "topic-\(number)", english.title(1, &chance), []) }
        for number in 0..<Self.sourceCount {
            add("sources", "source-\(number)", english.title(2, &chance) + " Agency", [("country", "TJ")])
        }
        for number in 0..<Self.indicatorCount {
            add("indicators", "indicator-\(number)", english.title(2, &chance), [("unit", Self.unit(number))])
        }
        for number in 0..<counts.experts {
            let words = number % 10 == 9 ? russian : english
            add(
                "experts", "expert-\(number)", words.title(2, &chance),
                [
                    ("kind", number % 12 == 0 ? "organization" : "person"),
                    ("country", ["TJ", "KG", "UZ", "KZ"][number % 4]),
                ])
        }
    }

    private mutating func add(_ resource: String, _ slug: String, _ name: String, _ further: [(String, String)]) {
        named.append(
            .object(
                JSONObject(
                    [("resource", .string(resource)), ("slug", .string(slug)), ("name", .string(name))]
                        + further.map { ($0.0, .string($0.1)) })))
    }

    private static func unit(_ indicator: Int) -> String { units[indicator % units.count] }

    /// The next record, as `Import` takes it; nil where all have been made.
    public mutating func next() -> JSON? {
        guard made < total else { return nil }
        defer { made += 1 }
        return made < named.count ? named[made] : article(made - named.count)
    }

    /// How many of `count` things fall to the article of this number, where they are spread evenly.
    private func share(_ count: Int, _ article: Int) -> Int {
        count * (article + 1) / counts.articles - count * article / counts.articles
    }

    private mutating func article(_ number: Int) -> JSON {
        let isRussian = chance.below(6) == 0
        let words = isRussian ? russian : english
        let day = chance.below(Self.yearCount * 336)
        let year = Self.firstYear + day / 336
        var paragraphs: [String] = []
        var quotes: [JSON] = []
        for _ in 0..<share(counts.quotes, number) {
            let expert = experts.draw(&chance)
            let text = words.sentence(8 + chance.below(20), &chance)
            paragraphs.append(words.sentence(10 + chance.below(30), &chance) + ". “\(text),” said the expert.")
            quotes.append(
                .object(
                    JSONObject([
                        ("expert", .string("expert-\(expert)")),
                        ("kind", .string(chance.below(5) == 0 ? "indirect" : "direct")),
                        ("text", .string(text)),
                        ("role", .string(Self.roles[(expert + chance.below(2)) % Self.roles.count])),
                        ("cue", .string("said")), ("topics", .array([.string("topic-\(topics.draw(&chance))")])),
                    ])))
        }
        var figures: [JSON] = []
        for _ in 0..<share(counts.statistics, number) {
            let figure = figure(in: year)
            paragraphs.append(words.sentence(6 + chance.below(12), &chance) + " \(figure.printed) in \(figure.period).")
            figures.append(figure.json)
        }
        return .object(
            JSONObject([
                ("title", .string(words.title(3 + chance.below(5), &chance))), ("slug", .string("article-\(number)")),
                ("language", .string(isRussian ? "ru" : "en")),
                (
                    "published_on",
                    .string("\(year)-\(Self.twoDigits(day % 336 / 28 + 1))-\(Self.twoDigits(day % 28 + 1))")
                ),
                ("url", .string("https://example.org/\(number)")),
                ("publisher", .string("Publisher \(places.draw(&chance))")),
                ("places", .array([.string(place(places.draw(&chance)))])),
                ("topics", .array([.string("topic-\(topics.draw(&chance))")])),
                ("body", .string(paragraphs.joined(separator: "\n\n"))), ("quotes", .array(quotes)),
                ("statistics", .array(figures)),
            ]))
    }

    /// A figure of a year before the article's. All that is said of one indicator, place and year is alike, but for one
    /// in fifty.
    private mutating func figure(in year: Int) -> (json: JSON, printed: String, period: String) {
        let indicator = indicators.draw(&chance)
        let place = places.draw(&chance)
        let period = max(Self.firstYear, year - 1 - chance.below(8))
        var kept = Chance(state: UInt64(indicator << 24 | place << 12 | (period - Self.firstYear)))
        var value = Self.unit(indicator) == "%" ? kept.below(100) : 10 + kept.below(90_000)
        if chance.below(50) == 0 { value = value * 2 + 1 }
        let printed = "\(value) \(Self.unit(indicator))"
        return (
            .object(
                JSONObject([
                    ("indicator", .string("indicator-\(indicator)")), ("value", .number(JSONNumber(value))),
                    ("unit", .string(Self.unit(indicator))), ("period", .string("\(period)")),
                    ("place", .string(self.place(place))), ("source", .string("source-\(sources.draw(&chance))")),
                    ("printed", .string(printed)),
                ])), printed, "\(period)"
        )
    }

    private func place(_ number: Int) -> String { "Place \(number)" }

    private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

/// Numbers that look like chance and follow from a seed: SplitMix64 <https://prng.di.unimi.it/splitmix64.c>.
private struct Chance {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// 0 ..< `bound`.
    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

    /// 0 ..< 1.
    mutating func fraction() -> Double { Double(next() >> 11) * 0x1p-53 }
}

/// Draws numbers of which the n-th is drawn 1/n as often as the first.
private struct Zipf {
    private let sums: [Double]

    init(count: Int) {
        var sum = 0.0
        sums = (1...count).map { rank in
            sum += 1 / Double(rank)
            return sum
        }
    }

    func draw(_ chance: inout Chance) -> Int {
        let sought = chance.fraction() * (sums.last ?? 1)
        var low = 0
        var high = sums.count - 1
        while low < high {
            let middle = (low + high) / 2
            if sums[middle] <= sought { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

/// Words that nobody uses, in several forms each.
private struct Vocabulary {
    enum Script { case latin, cyrillic }

    private let words: [String]
    private let endings: [String]
    private let zipf: Zipf

    private static let count = 20_000

    init(_ script: Script, _ chance: inout Chance) {
        let onsets: [String]
        let vowels: [String]
        switch script {
        case .latin:
            onsets = [
                "b", "br", "d", "f", "g", "gr", "h", "k", "l", "m", "n", "p", "r", "s", "st", "t", "tr", "v", "z",
            ]
            vowels = ["a", "e", "i", "o", "u", "ai", "ou"]
            endings = ["", "", "", "s", "ed", "ing"]
        case .cyrillic:
            onsets = ["б", "бр", "в", "г", "гр", "д", "ж", "з", "к", "л", "м", "н", "п", "р", "с", "ст", "т", "ш"]
            vowels = ["а", "е", "и", "о", "у", "я", "ю"]
            endings = ["", "", "", "ов", "ами", "ы"]
        }
        var words: [String] = []
        for _ in 0..<Self.count {
            var word = ""
            for _ in 0..<(1 + chance.below(3)) {
                word += onsets[chance.below(onsets.count)] + vowels[chance.below(vowels.count)]
            }
            words.append(word + onsets[chance.below(onsets.count)])
        }
        self.words = words
        zipf = Zipf(count: Self.count)
    }

    func word(_ chance: inout Chance) -> String { words[zipf.draw(&chance)] + endings[chance.below(endings.count)] }

    func sentence(_ count: Int, _ chance: inout Chance) -> String {
        (0..<count).map { _ in word(&chance) }.joined(separator: " ")
    }

    /// Words of which each is as likely as the other, with capitals.
    func title(_ count: Int, _ chance: inout Chance) -> String {
        (0..<count).map { _ in words[chance.below(words.count)].withCapital }.joined(separator: " ")
    }
}

extension String {
    /// With its first letter upper case.
    fileprivate var withCapital: String { prefix(1).uppercased() + dropFirst() }
}
