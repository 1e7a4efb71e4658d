internal import Knowledge

/// Where a quote or a figure stands in its article: the words around it, and how sure that is.
enum Passage {
    /// The passage with what stands before and behind it; nil where it was never found.
    static func view(_ record: JSON) -> View? {
        guard let selector = record["selector"], let exact = selector.text("exact") else { return nil }
        return [
            "prefix": selector.text("prefix").map { start(in: selector) > 0 ? "…\($0)" : $0 },
            "exact": exact,
            "suffix": selector.text("suffix").map { "\($0)…" },
        ]
    }

    private static func start(in selector: JSON) -> Int { selector["start"]?.integer ?? 0 }

    /// A sentence about a passage that does not stand in the text as it was taken down; nil where it does, and for a
    /// figure of which no printed form was given.
    static func doubt(_ record: JSON, in resource: Resource) -> String? {
        if resource.name == "statistics", record.text("printed") == nil { return nil }
        switch record.text("anchor") {
        case "changed": return "The words in the text have changed"
        case "ambiguous": return "Found in several places of the text"
        case "missing": return "Not found in the text"
        default: return nil
        }
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
