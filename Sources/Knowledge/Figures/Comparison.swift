internal import Foundation
internal import Store

/// What a statistic can be compared with, as two numbers that equal statistics share.
struct Comparison: Sendable, Equatable {
    /// Of the same indicator, place, counterpart, dimensions, kind of unit and class of status.
    let series: Int
    /// And of the same period.
    let comparable: Int
    /// The first day of the period.
    let start: String

    /// Nil where there is no period: figures of unknown times don't contradict each other.
    init?(
        indicator: Int, place: String?, counterpart: String?, dimensions: String, kind: String, status: String?,
        period: String?
    ) {
        guard let span = period.flatMap(Span.init) else { return nil }
        let series =
            [
                String(indicator), Self.folded(place), Self.folded(counterpart), Self.folded(dimensions), kind,
                // A forecast is never compared with what was measured.
                status == "forecast" ? "forecast" : "",
            ].joined(separator: "\u{1F}")
        self.series = Self.number(series)
        comparable = Self.number("\(series)\u{1F}\(span.first)/\(span.last)")
        start = span.first
    }

    /// Without regard to case, white space at the ends, and how an accent is written.
    static func folded(_ name: String?) -> String {
        guard let name = name?.trimming() else { return "" }
        if name.utf8.allSatisfy({ $0 < 0x80 }) { return name.lowercased() }
        return name.lowercased().precomposedStringWithCanonicalMapping
    }

    /// The first 60 bits of SHA-256: with a billion texts, the chance that any two share them is one in two; with a
    /// million it is one in two million.
    private static func number(_ text: String) -> Int {
        Int(Checksum.sha256(Array(text.utf8)).prefix(15), radix: 16) ?? 0
    }
}

/// Which of one source's figures came after which.
struct Vintage: Sendable, Equatable {
    /// The first and last day on which the source gave it.
    let known: Span?
    /// 1 estimate, 2 provisional, 3 final; 0 where nothing is said.
    let finality: Int

    init(asOf: String?, status: String?) {
        known = asOf.flatMap(Span.init)
        finality = ["estimate": 1, "provisional": 2, "final": 3][status ?? ""] ?? 0
    }

    init(known: Span?, finality: Int) {
        self.known = known
        self.finality = finality
    }

    /// Whether there is anything to tell it apart by.
    var isKnown: Bool { known != nil || finality > 0 }

    /// Whether this one was certainly given after `other`: at a later time, or, where the times do not tell, as more
    /// final.
    func supersedes(_ other: Vintage) -> Bool {
        if let known, let before = other.known, known.first != before.first || known.last != before.last {
            return before.last.utf8.lexicographicallyPrecedes(known.first.utf8)
        }
        return other.finality > 0 && finality > other.finality
    }
}
