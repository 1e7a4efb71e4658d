internal import Knowledge

/// Cited works in the formats that reference managers read.
enum Bibliography {
    // MARK: BibTeX

    /// An entry of BibTeX. Titles stand in braces, so that no style changes their case.
    static func bibtex(_ work: CitedWork) -> String {
        var fields: [(String, String)] = []
        let authors = work.authors.map { name in
            // What is not a person's name, or would be read as several, is one word to BibTeX.
            let plain = escaped(name.literal)
            let isWhole = name.family == nil || plain.lowercased().contains(" and ")
            return isWhole ? "{\(plain)}" : plain
        }
        if !authors.isEmpty { fields.append(("author", "{\(authors.joined(separator: " and "))}")) }
        fields.append(("title", "{{\(escaped(work.fullTitle))}}"))
        if let publisher = work.publisher { fields.append(("journal", "{{\(escaped(publisher))}}")) }
        if let year = work.date.first { fields.append(("year", "{\(year)}")) }
        if work.date.count > 1 { fields.append(("month", months[(work.date[1] - 1) % 12])) }
        if work.date.count > 2 { fields.append(("day", "{\(work.date[2])}")) }
        if let url = work.url { fields.append(("url", "{\(Self.url(url))}")) }
        if let language = work.language { fields.append(("language", "{\(escaped(language))}")) }
        if let note = work.note { fields.append(("note", "{\(escaped(note))}")) }
        let kind = work.publisher == nil ? "misc" : "article"
        let lines = fields.map { "  \($0.0) = \($0.1)" }.joined(separator: ",\n")
        return "@\(kind){\(work.key),\n\(lines)\n}\n"
    }

    private static let months = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]

    /// TeX's own characters stand for themselves, and a value stays on one line.
    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\textbackslash{}"
            case "{": escaped += "\\{"
            case "}": escaped += "\\}"
            case "$", "&", "#", "_", "%": escaped += "\\\(scalar)"
            case "^": escaped += "\\textasciicircum{}"
            case "~": escaped += "\\textasciitilde{}"
            case "\n", "\r", "\t": escaped += " "
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// An address, in which only what would end the value is written otherwise.
    private static func url(_ url: String) -> String {
        url.replacing("{", with: "%7B").replacing("}", with: "%7D").replacing("\\", with: "%5C")
    }

    // MARK: RIS

    /// A record of RIS: <https://en.wikipedia.org/wiki/RIS_(file_format)>.
    static func ris(_ work: CitedWork) -> String {
        var lines: [(String, String)] = [("TY", work.publisher == nil ? "ELEC" : "NEWS"), ("ID", work.key)]
        lines += work.authors.map { name in
            ("AU", name.family.map { "\($0), \(name.given.joined(separator: " "))" } ?? name.literal)
        }
        lines.append(("TI", work.fullTitle))
        if let publisher = work.publisher { lines.append(("T2", publisher)) }
        if let year = work.date.first {
            lines.append(("PY", String(year)))
            let rest = (1...2).map { work.date.count > $0 ? Self.digits(work.date[$0]) : "" }
            lines.append(("DA", "\(year)/\(rest.joined(separator: "/"))"))
        }
        if let url = work.url { lines.append(("UR", url)) }
        if let language = work.language { lines.append(("LA", language)) }
        if let note = work.note { lines.append(("N1", note)) }
        lines.append(("ER", ""))
        return lines.map { "\($0.0)  - \(Self.line($0.1))\r\n" }.joined()
    }

    private static func digits(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }

    private static func line(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.map { ["\r", "\n", "\t"].contains($0) ? " " : $0 }))
    }

    // MARK: CSL-JSON

    /// An array of one item of CSL-JSON: <https://github.com/citation-style-language/schema>.
    static func csl(_ work: CitedWork) -> JSON {
        var item = LinkedObject()
        item.add("id", .string(work.key))
        item.add("type", work.publisher == nil ? "webpage" : "article-newspaper")
        item.add("title", .string(work.fullTitle))
        item.add(
            "author",
            work.authors.map { name in
                guard let family = name.family else { return ["literal": .string(name.literal)] }
                return ["family": .string(family), "given": .string(name.given.joined(separator: " "))]
            })
        item.add("container-title", work.publisher.map(JSON.string))
        if !work.date.isEmpty {
            item.add("issued", ["date-parts": [.array(work.date.map { .number(JSONNumber($0)) })]])
        }
        item.add("URL", work.url.map(JSON.string))
        item.add("language", work.language.map(JSON.string))
        item.add("note", work.note.map(JSON.string))
        return [item.json]
    }
}
