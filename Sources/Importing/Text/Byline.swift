/// The names in a byline.
enum Byline {
    /// The names, without "By", roles and affiliations in parentheses; none where it is no line of names.
    ///
    /// `By Ana Author, Ben Writer and Cyr Third` gives three; a name with a comma inside (`Author, Ana`) is kept as it is
    /// where `isOne`.
    static func names(_ text: String, isOne: Bool = false) -> [String] {
        var line = text.collapsed
        for word in leads where line.lowercased().hasPrefix(word) {
            let rest = line.dropFirst(word.count)
            // "By" alone, not the beginning of Byron.
            guard let next = rest.first, !next.isLetter || word.hasSuffix(" ") || word.hasSuffix(":") else { continue }
            line = String(rest).trimmed
            break
        }
        line = String(line.drop { $0 == ":" || $0 == "–" || $0 == "—" || $0 == "-" || $0 == "|" }).trimmed
        var parts = [line]
        if !isOne {
            for separator in [" | ", " · ", " • ", "; ", " / ", ", ", " and ", " & ", " и ", " und ", " et ", " y "] {
                parts = parts.flatMap { part in part.split(separator: separator).map { String($0).trimmed } }
            }
        }
        var names: [String] = []
        for part in parts {
            let name = part.hasPrefix("and ") ? String(part.dropFirst(4)) : part
            guard isName(name), !names.contains(name) else { continue }
            names.append(name.cut(to: ReadingLimits.nameCharacters))
        }
        return names
    }

    private static let leads = [
        "written by", "reported by", "story by", "by:", "by ", "author:", "authors:", "автор:", "авторы:", "автор ",
        "von ",
        "par ", "por ", "text:", "текст:",
    ]

    /// A name has letters, few words, no address and no date.
    private static func isName(_ text: String) -> Bool {
        guard !text.isEmpty, text.contains(where: \.isLetter), !text.contains("@"), !text.contains("://"),
            text.split(separator: " ").count <= 8, text.unicodeScalars.count <= 120
        else { return false }
        return PrintedDay.read(text) == nil && !text.contains { $0 == "<" || $0 == "{" }
            && !["admin", "editor", "staff", "updated", "published"].contains(text.lowercased())
    }
}
