/// Days and periods of ISO 8601 as they are read: `17 May 2024`, `April–July 2025`; `17 мая 2024 г.`, `апрель–июль 2025 г.`.
enum PrintedDate {
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
            return "\(day(from[2])) \(monthOfDay(from[1])) – \(point(ends[1]))"
        }
        if from.count == 1, to.count == 1 { return "\(ends[0])–\(ends[1])" }
        return "\(point(ends[0])) – \(point(ends[1]))"
    }

    /// The time between two days, months or years; one of them where they are the same.
    static func words(from first: String, to last: String) -> String {
        words(first == last ? first : "\(first)/\(last)")
    }

    private static func point(_ text: String) -> String {
        let parts = text.split(separator: "-")
        switch parts.count {
        case 2: return "\(month(parts[1])) \(year(parts[0]))"
        case 3: return "\(day(parts[2])) \(monthOfDay(parts[1])) \(year(parts[0]))"
        default: return text
        }
    }

    /// The year behind a month.
    private static func year(_ text: Substring) -> String {
        Wording.current.language == .russian ? "\(text)\u{A0}г." : String(text)
    }

    private static func month(_ text: Substring) -> String { name(of: text, among: Wording.current.language.months) }

    /// The month behind a day: Russian has another case for it.
    private static func monthOfDay(_ text: Substring) -> String {
        name(of: text, among: Wording.current.language.monthsOfDays)
    }

    private static func name(of text: Substring, among names: [String]) -> String {
        guard let number = Int(text), (1...12).contains(number) else { return String(text) }
        return names[number - 1]
    }

    private static func day(_ text: Substring) -> String { Int(text).map(String.init) ?? String(text) }

    /// A `<time>`'s two forms; nil where there is no date.
    static func view(_ date: String?) -> View? {
        date.map { ["iso": $0, "words": words($0)] }
    }
}

extension Language {
    fileprivate var months: [String] {
        switch self {
        case .english: Self.englishMonths
        case .russian: Self.russianMonths
        }
    }

    fileprivate var monthsOfDays: [String] {
        switch self {
        case .english: Self.englishMonths
        case .russian: Self.russianMonthsOfDays
        }
    }

    private static let englishMonths = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
    private static let russianMonths = [
        "январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь",
        "декабрь",
    ]
    private static let russianMonthsOfDays = [
        "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября",
        "декабря",
    ]
}
