/// Days and periods of ISO 8601 as they are read: `17 May 2024`, `April–July 2025`.
enum PrintedDate {
    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]

    /// A year, a month, a day, or an interval of two of them. What is none of these is returned as it is.
    static func words(_ period: String) -> String {
        let ends = period.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard ends.count == 2 else { return point(period) }
        let from = ends[0].split(separator: "-")
        let to = ends[1].split(separator: "-")
        // What both ends share is said once, at the end.
        if from.count == to.count, from.count > 1, from[0] == to[0] {
            if from.count == 2 { return "\(month(from[1]))–\(point(ends[1]))" }
            if from[1] == to[1] { return "\(day(from[2]))–\(point(ends[1]))" }
            return "\(day(from[2])) \(month(from[1])) – \(point(ends[1]))"
        }
        if from.count == 1, to.count == 1 { return "\(ends[0])–\(ends[1])" }
        return "\(point(ends[0])) – \(point(ends[1]))"
    }

    private static func point(_ text: String) -> String {
        let parts = text.split(separator: "-")
        switch parts.count {
        case 2: return "\(month(parts[1])) \(parts[0])"
        case 3: return "\(day(parts[2])) \(month(parts[1])) \(parts[0])"
        default: return text
        }
    }

    private static func month(_ text: Substring) -> String {
        guard let number = Int(text), (1...12).contains(number) else { return String(text) }
        return months[number - 1]
    }

    private static func day(_ text: Substring) -> String { Int(text).map(String.init) ?? String(text) }

    /// A `<time>`'s two forms; nil where there is no date.
    static func view(_ date: String?) -> View? {
        date.map { ["iso": $0, "words": words($0)] }
    }
}
