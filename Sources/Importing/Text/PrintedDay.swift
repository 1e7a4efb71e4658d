/// Days as pages and documents print them.
enum PrintedDay {
    /// The day as ISO 8601 (`2019-04-17`), by the time zone that it is printed in; nil where there is no one day.
    ///
    /// Read are ISO 8601, RFC 5322 dates, `2019/04/17`, `20190417`, `17.04.2019`, and days with the month's name in
    /// English, Russian, German, French or Spanish, in either order. `04/05/2019` may be two days and is none.
    static func read(_ text: String) -> String? {
        let text = text.collapsed.lowercased()
        if let day = iso(text) { return day }
        let words = text.split { !($0.isLetter || $0.isNumber || $0 == "." || $0 == "/") }
            .map { $0.drop { $0 == "." }.trimmedOfDots }
        for word in words where word.contains(".") || word.contains("/") {
            let isDotted = word.contains(".")
            let parts = word.split(separator: isDotted ? "." : "/").map { Int($0) }
            guard parts.count == 3, let first = parts[0], let second = parts[1], let third = parts[2] else { continue }
            if first > 999 { return day(first, second, third) }
            if isDotted || first > 12 { return day(third, second, first) }
            if second > 12 { return day(third, first, second) }
            return nil
        }
        for (index, word) in words.enumerated() {
            guard let month = month(named: word) else { continue }
            let before = index > 0 ? number(words[index - 1]) : nil
            let after = index + 1 < words.count ? number(words[index + 1]) : nil
            let behind = index + 2 < words.count ? number(words[index + 2]) : nil
            // 17 April 2019; April 17, 2019; also 17 de abril de 2019.
            if let before, before <= 31, let after, after > 999 { return day(after, month, before) }
            if let after, after <= 31, let behind, behind > 999 { return day(behind, month, after) }
            if index > 1, words[index - 1] == "de", let first = number(words[index - 2]), let behind, behind > 999 {
                return day(behind, month, first)
            }
        }
        return nil
    }

    /// The day in an address: `/2019/04/17/` or `/2019-04-17`.
    static func inAddress(_ url: String) -> String? {
        let parts = url.split { $0 == "/" || $0 == "-" || $0 == "_" || $0 == "?" }
        for index in parts.indices.dropLast(2) {
            if parts[index].count == 4, (1...2).contains(parts[index + 1].count),
                (1...2).contains(parts[index + 2].count),
                let year = Int(parts[index]), (1_990...2_100).contains(year), let month = Int(parts[index + 1]),
                let day = Int(parts[index + 2])
            {
                return self.day(year, month, day)
            }
        }
        return nil
    }

    private static func iso(_ text: String) -> String? {
        let digits = text.prefix(10)
        let parts = digits.split(separator: "-", omittingEmptySubsequences: false)
        if parts.count == 3, parts[0].count == 4, parts[1].count == 2, parts[2].count == 2, let year = Int(parts[0]),
            let month = Int(parts[1]), let day = Int(parts[2])
        {
            return self.day(year, month, day)
        }
        if text.count == 8, let number = Int(text) { return day(number / 10_000, number / 100 % 100, number % 100) }
        return nil
    }

    private static func day(_ year: Int, _ month: Int, _ day: Int) -> String? {
        guard (1_500...2_200).contains(year), (1...12).contains(month) else { return nil }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let days = month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
        guard (1...days).contains(day) else { return nil }
        return "\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
    }

    /// `17`, `17th`, `1er`.
    private static func number(_ word: String) -> Int? {
        let digits = word.prefix { $0.isASCII && $0.isNumber }
        guard !digits.isEmpty, digits.count <= 4,
            ["", "st", "nd", "rd", "th", "er", "º"].contains(word.dropFirst(digits.count))
        else { return nil }
        return Int(digits)
    }

    private static func month(named word: String) -> Int? {
        guard word.count >= 3 else { return nil }
        if let month = exactMonths[word] { return month }
        return monthStems.first { word.hasPrefix($0.stem) && word.count <= $0.stem.count + 6 }?.month
    }

    private static let exactMonths = [
        "mar": 3, "may": 5, "mai": 5, "mayo": 5, "май": 5, "мая": 5, "mai.": 5, "mars": 3, "juin": 6, "juli": 7,
        "julio": 7,
        "juillet": 7, "jun": 6, "jul": 7, "août": 8, "aout": 8,
    ]

    private static let monthStems: [(stem: String, month: Int)] = [
        ("jan", 1), ("feb", 2), ("march", 3), ("apr", 4), ("june", 6), ("july", 7), ("aug", 8), ("sep", 9), ("oct", 10),
        ("nov", 11), ("dec", 12), ("янв", 1), ("фев", 2), ("март", 3), ("апр", 4), ("июн", 6), ("июл", 7), ("авг", 8),
        ("сен", 9), ("окт", 10), ("ноя", 11), ("дек", 12), ("jän", 1), ("mär", 3), ("juni", 6), ("okt", 10),
        ("dez", 12),
        ("janv", 1), ("fév", 2), ("avr", 4), ("déc", 12), ("ene", 1), ("marzo", 3), ("abr", 4), ("junio", 6),
        ("ago", 8),
        ("dic", 12),
    ]
}

extension Substring {
    fileprivate var trimmedOfDots: String {
        var text = String(self)
        while text.last == "." || text.last == "/" { text.removeLast() }
        return text
    }
}
