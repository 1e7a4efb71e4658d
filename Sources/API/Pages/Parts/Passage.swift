internal import Knowledge

/// Where a quote or a figure stands in its article: the words around it, and how sure that is.
enum Passage {
    /// The passage with what stands before and behind it in its paragraph; nil where it is not sure.
    static func view(_ record: JSON) -> View? {
        guard range(record) != nil, let selector = record["selector"] else { return nil }
        return place(selector)
    }

    /// A place in the text, whoever is meant by it.
    static func place(_ selector: JSON) -> View? {
        guard let exact = selector.text("exact") else { return nil }
        return [
            "prefix": selector.text("prefix").map(end), "exact": exact, "suffix": selector.text("suffix").map(start),
        ]
    }

    /// The end of what stands before a passage: of its own paragraph, in whole words.
    private static func end(of prefix: String) -> String {
        if let blank = prefix.ranges(of: "\n\n").last { return String(prefix[blank.upperBound...]) }
        guard prefix.unicodeScalars.count >= Selector.contextLength else { return prefix }
        return "…" + (prefix.firstIndex(of: " ").map { String(prefix[$0...].dropFirst()) } ?? prefix)
    }

    /// The start of what stands behind a passage.
    private static func start(of suffix: String) -> String {
        if let blank = suffix.firstRange(of: "\n\n") { return String(suffix[..<blank.lowerBound]) }
        guard suffix.unicodeScalars.count >= Selector.contextLength else { return suffix }
        return (suffix.lastIndex(of: " ").map { String(suffix[..<$0]) } ?? suffix) + "…"
    }

    /// A sentence about a passage that does not stand in the text as it was taken down; nil where it does, and for a
    /// figure of which no printed form was given.
    static func doubt(_ record: JSON, in resource: Resource) -> String? {
        if resource.name == "statistics", record.text("printed") == nil { return nil }
        return record.text("anchor").flatMap { Wording.current.phrase("doubt.\($0)") }
    }

    /// The range in the article's text, in code points, where the passage is sure.
    static func range(_ record: JSON) -> Range<Int>? {
        guard record.text("anchor") == "exact", let selector = record["selector"],
            let start = selector["start"]?.integer, let end = selector["end"]?.integer, 0 <= start, start < end
        else { return nil }
        return start..<end
    }

    /// How many characters of the passage are not white space: by that a script finds its end in the page.
    static func length(_ record: JSON) -> Int? {
        record["selector"]?.text("exact").map { exact in
            exact.unicodeScalars.reduce(0) { $1.properties.isWhitespace ? $0 : $0 + 1 }
        }
    }
}
