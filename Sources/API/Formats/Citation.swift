internal import Foundation

/// Citations as text, ready to be pasted.
enum Citation {
    static let styles = ["apa", "chicago", "gost"]

    /// Year, month and day of now, in UTC.
    static func today() -> [Int] {
        let today = Calendar(identifier: .gregorian).dateComponents(in: .gmt, from: .now)
        return [today.year ?? 1970, today.month ?? 1, today.day ?? 1]
    }

    /// - Parameter today: year, month and day, for styles that tell when it was read.
    static func text(_ work: CitedWork, style: String, today: [Int]) -> String {
        switch style {
        case "apa": apa(work)
        case "chicago": chicago(work)
        default: gost(work, today)
        }
    }

    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
    private static let russianMonths = [
        "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября",
        "декабря",
    ]

    /// APA, 7th edition, §10.16: `Author, A. (2024, May 17). Title. Publisher. URL`
    private static func apa(_ work: CitedWork) -> String {
        let names = work.authors.map { name in name.family.map { "\($0), \(name.initials)" } ?? name.literal }
        let authors =
            switch names.count {
            case 0, 1: names.first
            // Of more than twenty, nineteen and the last.
            case 21...: names.prefix(19).joined(separator: ", ") + ", . . . " + names[names.count - 1]
            default: names.dropLast().joined(separator: ", ") + ", & " + names[names.count - 1]
            }
        let date =
            switch work.date.count {
            case 0: "(n.d.)."
            case 1: "(\(work.date[0]))."
            case 2: "(\(work.date[0]), \(month(work.date[1])))."
            default: "(\(work.date[0]), \(month(work.date[1])) \(work.date[2]))."
            }
        let title = sentence(work.fullTitle)
        let parts = authors.map { [sentence($0), date, title] } ?? [title, date]
        return within(
            (parts + [work.publisher.map(sentence), work.url].compactMap(\.self)).joined(separator: " "), work)
    }

    /// The Chicago Manual of Style, 17th edition, §14.191, as in a bibliography:
    /// `Author, Ana, and Ben Writer. “Title.” Publisher, May 17, 2024. URL.`
    private static func chicago(_ work: CitedWork) -> String {
        var names = work.authors.map { ($0.given + [$0.family ?? $0.literal]).joined(separator: " ") }
        if let first = work.authors.first, let family = first.family {
            names[0] = "\(family), \(first.given.joined(separator: " "))"
        }
        let authors =
            switch names.count {
            case 0, 1: names.first
            case 2: "\(names[0]), and \(names[1])"
            // Of more than ten, seven.
            case 11...: names.prefix(7).joined(separator: ", ") + ", et al."
            default: names.dropLast().joined(separator: ", ") + ", and " + names[names.count - 1]
            }
        let date =
            switch work.date.count {
            case 0: nil as String?
            case 1: String(work.date[0])
            case 2: "\(month(work.date[1])) \(work.date[0])"
            default: "\(month(work.date[1])) \(work.date[2]), \(work.date[0])"
            }
        let title = work.fullTitle
        let quoted = "“\(title)\(endsSentence(title) ? "" : ".")”"
        let place = [work.publisher, date].compactMap(\.self).joined(separator: ", ")
        let parts = [authors.map(sentence), quoted, place.isEmpty ? nil : sentence(place), work.url.map { "\($0)." }]
        return within(parts.compactMap(\.self).joined(separator: " "), work)
    }

    /// GOST R 7.0.5-2008, a reference to an electronic resource:
    /// `Фамилия И. О. Название [Электронный ресурс] // Издание. 2024. 17 мая. URL: … (дата обращения: 24.11.2026).`
    private static func gost(_ work: CitedWork, _ today: [Int]) -> String {
        let names = work.authors.map { name in name.family.map { "\($0) \(name.initials)" } ?? name.literal }
        var text = names.isEmpty ? "" : sentence(names.joined(separator: ", ")) + " "
        text += work.title
        if let subtitle = work.subtitle { text += " : \(subtitle)" }
        text += work.isRussian ? " [Электронный ресурс]" : " [Electronic resource]"
        if let publisher = work.publisher { text += " // \(publisher)" }
        text += "."
        if let year = work.date.first { text += " \(year)." }
        if work.date.count > 2 {
            let name = work.isRussian ? russianMonths[(work.date[1] - 1) % 12] : month(work.date[1])
            text += work.isRussian ? " \(work.date[2]) \(name)." : " \(name) \(work.date[2])."
        }
        if let url = work.url {
            let day = today.reversed().map { $0 < 10 ? "0\($0)" : String($0) }.joined(separator: ".")
            text += " URL: \(url) (\(work.isRussian ? "дата обращения" : "date of access"): \(day))."
        }
        return within(text, work)
    }

    /// A quote's citation begins with the words, as they were said.
    private static func within(_ citation: String, _ work: CitedWork) -> String {
        guard let note = work.note else { return citation }
        return "\(note). \(work.isRussian ? "Цит. по" : "Quoted in"): \(citation)"
    }

    private static func month(_ number: Int) -> String { months[(number - 1) % 12] }

    private static func endsSentence(_ text: String) -> Bool {
        text.unicodeScalars.last.map { ".?!…".unicodeScalars.contains($0) } ?? false
    }

    /// With a full stop at its end, where there is none.
    private static func sentence(_ text: String) -> String { endsSentence(text) ? text : "\(text)." }
}
