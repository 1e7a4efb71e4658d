/// The days that a period covers: `2018` and `2018-01/2018-12` cover the same.
public struct Span: Sendable, Hashable {
    /// The first day, `2018-01-01`.
    public let first: String
    /// The last day, itself included: `2018-12-31`.
    public let last: String

    /// - Parameter period: an ISO 8601 year, month, day, or two of them with a slash between; nil for anything else.
    public init?(_ period: String) {
        guard Period.isPeriod(period) else { return nil }
        let ends = period.split(separator: "/").map(String.init)
        guard let from = ends.first, let to = ends.last else { return nil }
        first = Self.firstDay(of: from)
        last = Self.lastDay(of: to)
    }

    init(first: String, last: String) {
        self.first = first
        self.last = last
    }

    private static func firstDay(of point: String) -> String {
        switch point.utf8.count {
        case 4: "\(point)-01-01"
        case 7: "\(point)-01"
        default: point
        }
    }

    private static func lastDay(of point: String) -> String {
        switch point.utf8.count {
        case 4: return "\(point)-12-31"
        case 7:
            let numbers = point.split(separator: "-").compactMap { Int($0) }
            return "\(point)-\(Period.days(in: numbers[1], of: numbers[0]))"
        default: return point
        }
    }

    /// In order of time: by the first day, and of those that begin together the longest first, as a year stands before
    /// its months.
    public static func isBefore(_ a: Span, _ b: Span) -> Bool {
        a.first != b.first
            ? a.first.utf8.lexicographicallyPrecedes(b.first.utf8)
            : b.last.utf8.lexicographicallyPrecedes(a.last.utf8)
    }
}
