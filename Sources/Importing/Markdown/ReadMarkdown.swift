/// Reads an article from Markdown.
enum ReadMarkdown {
    /// - Parameter bytes: UTF-8.
    static func read(_ bytes: [UInt8]) -> ImportedArticle {
        var article = ImportedArticle()
        var lines = bytes.lines[...]
        if let (fields, rest) = frontMatter(lines) {
            apply(fields, to: &article)
            lines = rest
        }
        lines = lines.drop { isBlank($0) }
        if let (title, count) = heading(lines) {
            // A heading that says the title again is none of the text.
            if article.title.isEmpty { article.title = title.cut(to: ReadingLimits.titleCharacters) }
            if article.title.folded == title.folded { lines = lines.dropFirst(count).drop { isBlank($0) } }
        }
        if article.title.isEmpty { article.warnings.append(.init(.noTitle, "No headline was found: write one")) }
        while let last = lines.last, isBlank(last) { lines.removeLast() }
        var body = String(decoding: Array(lines.joined(separator: [0x0A])), as: UTF8.self)
        if body.unicodeScalars.count > ReadingLimits.bodyCharacters {
            body = String(String.UnicodeScalarView(body.unicodeScalars.prefix(ReadingLimits.bodyCharacters)))
            article.warnings.append(
                .init(.cut, "The text is longer than \(ReadingLimits.bodyCharacters) characters: its end is left out"))
        }
        article.body = body
        if body.isEmpty { article.warnings.insert(.init(.noText, "There is no text in it"), at: 0) }
        return article
    }

    private static func isBlank(_ line: ArraySlice<UInt8>) -> Bool { line.allSatisfy { $0.isHTMLSpace } }

    // MARK: Title

    /// A first heading of the first level, in one line or underlined, and how many lines it takes.
    private static func heading(_ lines: ArraySlice<ArraySlice<UInt8>>) -> (String, Int)? {
        guard let first = lines.first else { return nil }
        if first.starts(with: "# ".utf8) || first.starts(with: "#\t".utf8) {
            var text = words(first.dropFirst())
            while text.last == "#" { text.removeLast() }
            return text.trimmed.nonEmpty.map { ($0, 1) }
        }
        if let next = lines.dropFirst().first, next.count >= 2, next.allSatisfy({ $0 == UInt8(ascii: "=") }) {
            return words(first).nonEmpty.map { ($0, 2) }
        }
        return nil
    }

    /// A line without escapes and emphasis around it.
    private static func words(_ line: ArraySlice<UInt8>) -> String {
        var text: [UInt8] = []
        var isEscaped = false
        for byte in line {
            if byte == UInt8(ascii: "\\"), !isEscaped {
                isEscaped = true
                continue
            }
            if isEscaped, byte.isASCIIAlphanumeric { text.append(UInt8(ascii: "\\")) }
            if byte != UInt8(ascii: "*") || isEscaped { text.append(byte) }
            isEscaped = false
        }
        return ReadPlainText.words(text)
    }

    // MARK: Front matter

    /// The fields between two lines of `---` at the beginning, each with one value or several, and what follows.
    ///
    /// As much of YAML as people write there: `name: value`, quotation marks around a value, lists in brackets or as
    /// lines with hyphens.
    private static func frontMatter(_ lines: ArraySlice<ArraySlice<UInt8>>) -> (
        [String: [String]], ArraySlice<ArraySlice<UInt8>>
    )? {
        guard let first = lines.first, isFence(first) else { return nil }
        let rest = lines.dropFirst()
        guard let end = rest.prefix(200).firstIndex(where: isFence) else { return nil }
        var fields: [String: [String]] = [:]
        var name = ""
        for line in rest[..<end] {
            let text = String(decoding: line, as: UTF8.self)
            if text.trimmed.hasPrefix("#") || isBlank(line) { continue }
            if !name.isEmpty, text.trimmed.hasPrefix("- ") {
                if let value = unquoted(String(text.trimmed.dropFirst(2))) { fields[name, default: []].append(value) }
                continue
            }
            guard let colon = text.firstIndex(of: ":"), let first = line.first, !first.isHTMLSpace else {
                // The name of an author that is given as an object.
                if let colon = text.firstIndex(of: ":"), text[..<colon].trimmedText == "name",
                    let value = unquoted(String(text[text.index(after: colon)...]))
                {
                    fields[name, default: []].append(value)
                }
                continue
            }
            name = text[..<colon].trimmedText.lowercased()
            let value = String(text[text.index(after: colon)...]).trimmed
            if value.hasPrefix("["), value.hasSuffix("]") {
                fields[name] = value.dropFirst().dropLast().split(separator: ",").compactMap { unquoted(String($0)) }
            } else if let value = unquoted(value) {
                fields[name] = [value]
            }
        }
        // A text may begin with a rule and have another further down.
        return fields.isEmpty ? nil : (fields, lines[(end + 1)...])
    }

    private static func isFence(_ line: ArraySlice<UInt8>) -> Bool {
        let text = line.reversed().drop { $0.isHTMLSpace }
        return text.count == 3 && text.allSatisfy { $0 == UInt8(ascii: "-") }
    }

    private static func unquoted(_ text: String) -> String? {
        var text = text.trimmed
        if text.count >= 2, let quote = text.first, quote == "\"" || quote == "'", text.last == quote {
            text = String(text.dropFirst().dropLast())
            if quote == "\"" {
                text = text.replacing("\\\"", with: "\"")
            } else {
                text = text.replacing("''", with: "'")
            }
        }
        return text.collapsed.nonEmpty
    }

    private static func apply(_ fields: [String: [String]], to article: inout ImportedArticle) {
        func first(_ names: String...) -> String? { names.lazy.compactMap { fields[$0]?.first }.first }
        article.title = first("title", "headline").map { $0.cut(to: ReadingLimits.titleCharacters) } ?? ""
        article.subtitle = first("subtitle", "description", "summary").map {
            $0.cut(to: ReadingLimits.subtitleCharacters)
        }
        let authors = fields["authors"] ?? fields["author"] ?? fields["by"] ?? []
        article.authors = Array(
            authors.flatMap { Byline.names($0, isOne: authors.count > 1) }.prefix(ReadingLimits.authors))
        article.publishedOn = first("date", "published", "published_on", "pubdate").flatMap(PrintedDay.read)
        article.language = first("language", "lang").flatMap(LanguageTag.read)
        article.url = first("url", "canonical", "canonical_url", "link").flatMap { WebAddress(base: nil).absolute($0) }
        article.publisher = first("publisher", "site", "source").map { $0.cut(to: ReadingLimits.nameCharacters) }
        article.license = first("license", "licence").flatMap(License.named)
    }
}

extension Substring {
    fileprivate var trimmedText: String { String(self).trimmed }
}
