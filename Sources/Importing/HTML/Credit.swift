/// Who made a picture, as its caption says.
enum Credit {
    /// Parts a caption from the credit at its end: `Ana Author. Photo: The Example` gives `Ana Author.` and `The Example`;
    /// `Photo: The Example` a credit alone.
    static func split(_ text: String) -> (caption: String?, credit: String?) {
        let text = text.collapsed
        let lower = text.lowercased()
        // Case may change a letter's length; then nothing is cut.
        guard lower.utf8.count == text.utf8.count else { return (text.nonEmpty, nil) }
        var best: (start: String.Index, end: String.Index)?
        for lead in leads {
            for range in lower.ranges(of: lead) where startsWord(lower, range.lowerBound) {
                if best.map({
                    range.lowerBound < $0.start || (range.lowerBound == $0.start && range.upperBound > $0.end)
                }) ?? true {
                    best = (range.lowerBound, range.upperBound)
                }
            }
        }
        guard let best else { return (text.nonEmpty, nil) }
        let start = best.start.utf16Offset(in: lower)
        let end = best.end.utf16Offset(in: lower)
        let caption = String(text[..<String.Index(utf16Offset: start, in: text)]).trimmed
        let credit = String(text[String.Index(utf16Offset: end, in: text)...])
        return (
            withoutOpening(caption).nonEmpty, cleaned(credit)
        )
    }

    /// A credit that stands by itself, without "Photo:" before it.
    static func bare(_ text: String) -> String? {
        let parts = split(text)
        if parts.caption == nil, let credit = parts.credit { return credit }
        return cleaned(text)
    }

    private static func cleaned(_ credit: String) -> String? {
        var credit = credit.trimmed
        while let first = credit.first, ":–—-©".contains(first) || first.isWhitespace { credit.removeFirst() }
        // The bracket that "(Photo: …)" opened.
        if credit.last == ")", credit.filter({ $0 == "(" }).count < credit.filter({ $0 == ")" }).count {
            credit.removeLast()
        }
        if credit.last == "]", !credit.contains("[") { credit.removeLast() }
        while credit.last == "." && !credit.hasSuffix("..") && credit.dropLast().contains(" ") { credit.removeLast() }
        return credit.trimmed.nonEmpty
    }

    /// Without the bracket or bar before "Photo".
    private static func withoutOpening(_ caption: String) -> String {
        var caption = caption
        while let last = caption.last, "([|/–—-".contains(last) || last.isWhitespace { caption.removeLast() }
        return caption
    }

    private static func startsWord(_ text: String, _ index: String.Index) -> Bool {
        guard index > text.startIndex else { return true }
        let before = text[text.index(before: index)]
        return !before.isLetter && !before.isNumber
    }

    private static let leads = [
        "photo:", "photo :", "photos:", "photo by ", "photos by ", "photo from ", "photo courtesy of ", "photo credit:",
        "photograph:", "photograph by ", "photography:", "picture:", "image:", "image credit:", "image courtesy of ",
        "illustration:", "illustration by ", "credit:", "credits:", "courtesy of ", "©", "(c) ", "copyright:",
        "фото:", "фото :", "фото с ", "фото из ", "снимок:", "иллюстрация:", "источник фото:", "foto:", "bild:",
        "crédit photo :", "crédit :", "crédit:", "crédits :", "foto de ", "fuente:", "صورة:", "تصوير:",
    ]
}
