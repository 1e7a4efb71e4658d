internal import Knowledge

/// Records as Markdown, to be pasted where people write.
enum RecordMarkdown {
    static func text(_ record: JSON, _ resource: Resource) -> String {
        var text: String
        switch resource.name {
        case "articles": text = article(record)
        case "experts": text = expert(record)
        case "quotes": text = quote(record)
        case "statistics": text = statistic(record) + "\n"
        default: text = described(record)
        }
        if !text.hasSuffix("\n") { text += "\n" }
        return text
    }

    private static func article(_ record: JSON) -> String {
        var parts = ["# \(escaped(record.text("title") ?? ""))"]
        if let subtitle = record.text("subtitle") { parts.append("*\(escaped(subtitle))*") }
        let facts = [
            list(record.items("authors")), record.text("publisher").map(escaped), record.text("published_on"),
            record.text("url").map { "<\($0)>" },
        ]
        let line = facts.compactMap(\.self).joined(separator: " · ")
        if !line.isEmpty { parts.append(line) }
        // It is Markdown already.
        if let body = record.text("body") { parts.append(body) }
        let quotes = record.items("quotes")
        if !quotes.isEmpty { parts.append("## Quotes") }
        parts += quotes.map { quote($0, isInArticle: true) }
        let figures = record.items("statistics")
        if !figures.isEmpty {
            let header =
                "| Indicator | Value | Period | Place | Source | As printed |\n| --- | --- | --- | --- | --- | --- |"
            parts.append("## Figures")
            parts.append(([header] + figures.map(row)).joined(separator: "\n"))
        }
        if let note = record.text("note") { parts.append("*\(escaped(note))*") }
        return parts.joined(separator: "\n\n")
    }

    private static func expert(_ record: JSON) -> String {
        var parts = ["# \(escaped(record.text("name") ?? ""))"]
        let others = record.items("other_names").compactMap { $0["name"] }
        if let others = list(others) { parts.append("Also: \(others)") }
        if let description = record.text("description") { parts.append(escaped(description)) }
        let held = record.items("affiliations").map { held in
            let what = [held.text("role"), held.text("organization")].compactMap { $0.map(escaped) }.joined(
                separator: ", ")
            let ends = [held.text("from"), held.text("to")]
            let time = ends.contains { $0 != nil } ? " (\(ends[0] ?? "")–\(ends[1] ?? ""))" : ""
            return "- \(what)\(time)"
        }
        if !held.isEmpty { parts.append(held.joined(separator: "\n")) }
        let quotes = record.items("quotes")
        if !quotes.isEmpty { parts.append("## Quotes") }
        parts += quotes.map { quote($0) }
        return parts.joined(separator: "\n\n")
    }

    private static func quote(_ record: JSON, isInArticle: Bool = false) -> String {
        let words = record.text("text") ?? ""
        let marked = record.text("kind") == "direct" ? "“\(words)”" : words
        let lines = escaped(marked).split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        var source = ["**\(escaped(record["expert"]?.label ?? record.text("speaker") ?? ""))**"]
        if let role = record.text("role") { source.append(escaped(role)) }
        if let day = record.text("said_on") { source.append(day) }
        if !isInArticle, let title = record["article"]?.label { source.append("in *\(escaped(title))*") }
        return (lines.map { $0.isEmpty ? ">" : "> \($0)" } + [">", "> — \(source.joined(separator: ", "))"])
            .joined(separator: "\n")
    }

    private static func statistic(_ record: JSON) -> String {
        var words = "**\(escaped(record["indicator"]?.label ?? ""))**: \(escaped(Figure.words(record)))"
        let facts = [record.text("period").map(PrintedDate.words), Figure.whereabouts(record)].compactMap(\.self)
        if !facts.isEmpty { words += " (\(escaped(facts.joined(separator: ", "))))" }
        if let source = record["source"]?.label { words += ", \(escaped(source))" }
        if let title = record["article"]?.label { words += ", in *\(escaped(title))*" }
        return words
    }

    private static func row(_ record: JSON) -> String {
        let cells = [
            record["indicator"]?.label, Figure.words(record), record.text("period"), Figure.whereabouts(record),
            record["source"]?.label, record.text("printed"),
        ]
        return "| \(cells.map { $0.map { escaped($0.replacing("\n", with: " ")) } ?? "" }.joined(separator: " | ")) |"
    }

    private static func described(_ record: JSON) -> String {
        var parts = ["# \(escaped(record.label ?? ""))"]
        if let unit = record.text("unit") { parts.append("Unit: \(escaped(unit))") }
        if let description = record.text("description") { parts.append(escaped(description)) }
        if let url = record.text("url") { parts.append("<\(url)>") }
        return parts.joined(separator: "\n\n")
    }

    private static func list(_ names: [JSON]) -> String? {
        names.isEmpty ? nil : names.compactMap(\.string).map(escaped).joined(separator: ", ")
    }

    /// Text whose every character stands for itself (CommonMark §2.4), be it at the beginning of a line.
    static func escaped(_ text: String) -> String {
        var escaped = String.UnicodeScalarView()
        var isLineStart = true
        // A line that begins with a number and a point is the item of a list.
        var isNumber = false
        for scalar in text.unicodeScalars {
            switch scalar {
            case ".", ")": if isNumber { escaped.append("\\") }
            case "\\", "`", "*", "_", "[", "]", "<", ">", "#", "|", "~", "&", "$": escaped.append("\\")
            case "-", "+", "=", "!": if isLineStart || scalar == "!" { escaped.append("\\") }
            default: break
            }
            escaped.append(scalar)
            isNumber = (isLineStart || isNumber) && ("0"..."9").contains(scalar)
            isLineStart = scalar == "\n" || scalar == "\r" || (isLineStart && scalar == " ")
        }
        return String(escaped)
    }
}
