/// The names in a byline.
enum Byline {
    /// The names, without "By", roles and affiliations in parentheses; none where it is no line of names.
    ///
    /// `By Ana Author, Ben Writer and Cyr Third` gives three; a name with a comma inside (`Author, Ana`) is kept as it is
    /// where `isOne`.
    static func names(_ text: String, isOne: Bool = false) -> [String] {
        var line = text.collapsed
        let beginning = line.prefix(longestLead).lowercased()
        for word in leads where beginning.hasPrefix(word) {
            let rest = line.dropFirst(word.count)
            // "By" alone, not the beginning of Byron.
            guard let next = rest.first, !next.isLetter || word.hasSuffix(" ") || word.hasSuffix(":") else { continue }
            line = String(rest).trimmed
            break
        }
        line = String(line.drop { $0 == ":" || $0 == "–" || $0 == "—" || $0 == "-" || $0 == "|" }).trimmed
        let parts = isOne ? [line] : parts(of: line)
        var names: [String] = []
        for part in parts {
            let name = part.hasPrefix("and ") ? String(part.dropFirst(4)) : part
            guard isName(name), !names.contains(name) else { continue }
            names.append(name.cut(to: ReadingLimits.nameCharacters))
        }
        return names
    }

    /// What stands between separators, in one pass: a byline may be a whole page that somebody has marked as one.
    private static func parts(of line: String) -> [String] {
        let bytes = Array(line.utf8)
        var parts: [String] = []
        var (start, index) = (0, 0)
        func end(at end: Int) { parts.append(String(decoding: bytes[start..<end], as: UTF8.self).trimmed) }
        while index < bytes.count {
            let mayBegin =
                bytes[index] == UInt8(ascii: " ") || bytes[index] == UInt8(ascii: ",")
                || bytes[index] == UInt8(ascii: ";")
            guard mayBegin, let found = separators.first(where: { bytes[index...].starts(with: $0) }) else {
                index += 1
                continue
            }
            if index > start { end(at: index) }
            index += found.count
            start = index
        }
        if start < bytes.count { end(at: bytes.count) }
        return parts
    }

    private static let separators = [
        " | ", " · ", " • ", "; ", " / ", ", ", " and ", " & ", " и ", " und ", " et ", " y ",
    ].map { Array($0.utf8) }

    private static let longestLead = 12
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
