/// Reads an article from plain text.
enum ReadPlainText {
    /// - Parameters:
    ///   - bytes: UTF-8.
    ///   - isLaidOut: Whether lines end where a page was full, as in a PDF: then those of a paragraph are joined.
    static func read(_ bytes: [UInt8], isLaidOut: Bool) -> ImportedArticle {
        var article = ImportedArticle()
        var paragraphs = paragraphs(bytes)
        if isLaidOut { paragraphs = LaidOutLines.join(paragraphs) }
        if let first = paragraphs.first {
            // Of a PDF the whole first paragraph may be a headline; of a text, its first line.
            let isWhole = isLaidOut && first.joined().count <= 300
            let title = isWhole ? first : [first[0]]
            let text = words(title.joined(separator: [0x20]))
            if text.unicodeScalars.count <= 300 {
                article.title = text
                paragraphs[0].removeFirst(title.count)
                if paragraphs[0].isEmpty { paragraphs.removeFirst() }
            }
        }
        if article.title.isEmpty { article.warnings.append(.init(.noTitle, "No headline was found: write one")) }
        let blocks = paragraphs.compactMap { lines -> TextBlock? in
            var runs = TextRuns()
            for (index, line) in lines.enumerated() {
                if index > 0 { runs.breakLine(TextStyle()) }
                runs.append(line, TextStyle())
            }
            let taken = runs.take()
            return taken.isEmpty ? nil : .paragraph(taken)
        }
        var writing = MarkdownWriting()
        if !writing.write(blocks, limit: ReadingLimits.bodyCharacters) {
            article.warnings.append(
                .init(.cut, "The text is longer than \(ReadingLimits.bodyCharacters) characters: its end is left out"))
        }
        article.body = String(decoding: writing.bytes, as: UTF8.self)
        if article.body.isEmpty { article.warnings.insert(.init(.noText, "There is no text in it"), at: 0) }
        return article
    }

    /// The words of a line, with each run of white space one space.
    static func words(_ line: some Sequence<UInt8>) -> String {
        var runs = TextRuns()
        runs.append(line, TextStyle())
        return String(decoding: runs.take().plain, as: UTF8.self).collapsed
    }

    /// The lines of each paragraph. Where no blank line parts them and lines are long, each line is one.
    private static func paragraphs(_ bytes: [UInt8]) -> [[[UInt8]]] {
        var paragraphs: [[[UInt8]]] = []
        var lines: [[UInt8]] = []
        for line in bytes.lines {
            if line.allSatisfy({ $0.isHTMLSpace }) {
                if !lines.isEmpty { paragraphs.append(lines) }
                lines = []
            } else {
                lines.append(Array(line))
            }
        }
        if !lines.isEmpty { paragraphs.append(lines) }
        let all = paragraphs.reduce(0) { $0 + $1.count }
        let length = paragraphs.reduce(0) { $0 + $1.reduce(0) { $0 + $1.count } }
        if paragraphs.count <= 2, all > 3, length / all > 120 { return paragraphs.flatMap { $0.map { [$0] } } }
        return paragraphs
    }
}

extension [UInt8] {
    /// Without line ends: LF, CR LF, CR, and the form feed between two pages.
    var lines: [ArraySlice<UInt8>] {
        var lines: [ArraySlice<UInt8>] = []
        var start = 0
        var index = 0
        while index < count {
            let byte = self[index]
            guard byte == 0x0A || byte == 0x0D || byte == 0x0C else {
                index += 1
                continue
            }
            lines.append(self[start..<index])
            if byte == 0x0C { lines.append([]) }
            index += byte == 0x0D && index + 1 < count && self[index + 1] == 0x0A ? 2 : 1
            start = index
        }
        if start < count { lines.append(self[start...]) }
        return lines
    }
}

/// Lines that end where a page was full.
enum LaidOutLines {
    /// Each paragraph as one line. A hyphen at a line's end goes where the word stands without it elsewhere in the text, or
    /// nowhere with it.
    static func join(_ paragraphs: [[[UInt8]]]) -> [[[UInt8]]] {
        var words: Set<[UInt8]> = []
        for line in paragraphs.joined() {
            for word in line.split(whereSeparator: { !isWordByte($0) }) { words.insert(folded(word)) }
        }
        return paragraphs.map { lines in
            var joined: [UInt8] = []
            for line in lines {
                let line = trimmed(line)
                guard let hyphen = joined.last, hyphen == UInt8(ascii: "-"), let next = line.first,
                    next.isLowerOrBeyondASCII
                else {
                    if !joined.isEmpty { joined.append(0x20) }
                    joined += line
                    continue
                }
                let start = joined[((joined.lastIndex { !isWordByte($0) } ?? -1) + 1)...]
                let end = line.prefix(while: isWordByte)
                let whole = folded(start.dropLast() + end)
                if !start.dropLast().isEmpty, words.contains(whole) || !words.contains(folded(start + end)) {
                    joined.removeLast()
                }
                joined += line
            }
            return [joined]
        }
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        byte.isASCIIAlphanumeric || byte >= 0x80 || byte == UInt8(ascii: "-")
    }

    private static func folded(_ word: some Sequence<UInt8>) -> [UInt8] { word.map(\.lowercasedASCII) }

    private static func trimmed(_ line: [UInt8]) -> ArraySlice<UInt8> {
        let start = line.drop { $0.isHTMLSpace }
        return start.prefix((start.lastIndex { !$0.isHTMLSpace } ?? start.startIndex - 1) + 1 - start.startIndex)
    }
}

extension UInt8 {
    fileprivate var isLowerOrBeyondASCII: Bool { (0x61...0x7A).contains(self) || self >= 0x80 }
}
