internal import Foundation

/// What is odd about a figure and likely a slip. It is told, and never refused.
enum Oddity {
    /// What is looked at.
    struct Figure: Sendable {
        var indicator: String
        var unit: String
        /// The greatest number that it says, in the basic unit of its kind.
        var greatest: Double
        var period: String?
        var status: String?
        var publishedOn: String?
        /// As found by `slip(of:among:)`.
        var slip: Int
    }

    /// The warnings as they are stored and sent: [{kind, detail}]; empty where nothing is odd.
    static func warnings(_ figure: Figure) -> [JSON] {
        var warnings: [JSON] = []
        if Measure(figure.unit).kind == "%", figure.greatest > 100, !mayPassAHundred(figure.indicator) {
            warnings.append(warning("share_over_100", "A share of more than 100 %"))
        }
        if let span = figure.period.flatMap(Span.init), let day = figure.publishedOn,
            figure.status != "forecast", figure.status != "estimate",
            span.first.utf8.lexicographicallyPrecedes(day.utf8) == false,
            span.first != day
        {
            warnings.append(
                warning(
                    "period_after_publication",
                    "The period begins after the article was published, on \(day): is it a forecast?"))
        }
        if figure.slip != 0 {
            let times = figure.slip.magnitude == 3 ? "1,000" : "1,000,000"
            let words =
                figure.slip.magnitude == 3
                ? "thousand and million, or million and billion," : "thousand and billion, or million and trillion,"
            warnings.append(
                warning(
                    "scale",
                    figure.slip > 0
                        ? "About \(times) times its neighbours in the series: \(words) may have been confused"
                        : "About \(times) times less than its neighbours in the series: \(words) may have been confused"
                ))
        }
        return warnings
    }

    private static func warning(_ kind: String, _ detail: String) -> JSON {
        ["kind": .string(kind), "detail": .string(detail)]
    }

    /// Growth, prices and debts pass 100 % without anything being wrong.
    private static let unbounded = [
        "growth", "grew", "change", "increase", "rise", "inflation", "interest", "index", "ratio", "debt", "return",
        "fulfil", "рост", "прирост", "изменени", "увеличени", "инфляц", "индекс", "долг", "выполнени",
    ]

    private static func mayPassAHundred(_ indicator: String) -> Bool {
        let name = indicator.lowercased()
        return unbounded.contains { name.contains($0) }
    }

    /// 3 or 6 where `value` is about a thousand or a million times most of its neighbours, −3 or −6 where it is so much
    /// less, else 0.
    static func slip(of value: Double, among neighbours: [Double]) -> Int {
        let others = neighbours.filter { $0 != 0 }
        guard value != 0, !others.isEmpty else { return 0 }
        for power in [3, 6, -3, -6] {
            let count = others.reduce(0) { count, other in
                (log10(value.magnitude / other.magnitude) - Double(power)).magnitude < 0.4 ? count + 1 : count
            }
            if count * 2 > others.count { return power }
        }
        return 0
    }
}
