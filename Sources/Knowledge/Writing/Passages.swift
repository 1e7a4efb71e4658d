internal import Store

/// The text of one article, prepared so that many passages can be looked for in it, and what is stored of each.
struct Passages {
    /// The columns that tell where a record's passage stands.
    static let columns = [
        "selector", "anchor", "anchored_revision", "start", "candidates", "nearest", "last_exact_revision", "sought",
    ]

    private let revision: Int
    private let index: PassageIndex

    init(article: Int, _ connection: Connection) throws {
        let row = try connection.first("SELECT text, revision FROM articles WHERE id = ?", [Value(article)]) {
            (text: $0.string(0), revision: $0.integer(1))
        }
        revision = row?.revision ?? 1
        index = RecentTexts.of(connection).index(of: row?.text ?? "")
    }

    /// What is looked for, beside what the record's selector says.
    struct Sought {
        /// The record's own words: a quote's text, a figure as printed.
        let words: String?
        /// Whether the passage must have these words to count as exact, whatever the selector says: those of a direct
        /// quote and of a figure must, those of an indirect quote need not.
        let isLiteral: Bool

        init(_ columns: [String: Value], of resource: Resource) {
            if case .text(let words)? = columns[resource.name == "quotes" ? "text" : "printed"] {
                self.words = words
            } else {
                words = nil
            }
            isLiteral = resource.name == "statistics" || columns["kind"] == "direct"
        }
    }

    /// Sets `columns` of a record to where its passage stands. Returns whether the article has the passage's very words.
    ///
    /// - Parameters:
    ///   - edit: how the text became what it is, where the record's selector is of the text before: a passage that was
    ///     left alone stays on the very same words.
    @discardableResult
    func anchor(_ columns: inout [String: Value], _ sought: Sought, after edit: TextEdit? = nil) -> Bool {
        let given = StoredSelector(columns["selector"])
        var found = find(given, columns, sought, after: edit)
        if given != nil { found = literal(found, sought) }
        columns["anchored_revision"] = Value(revision)
        columns["anchor"] = .text(found.state.rawValue)
        columns["candidates"] = .text(JSON.array(found.candidates.map(\.json)).text)
        columns["nearest"] = found.nearest.map { .text($0.json.text) } ?? .null
        if found.state == .exact { columns["last_exact_revision"] = Value(revision) }
        // Whose own words must stand there is looked for by these again.
        let isOwn = sought.isLiteral && sought.words != nil
        columns["sought"] =
            found.state == .changed && !isOwn ? Value(Self.text(columns["sought"]) ?? given?.exact) : .null
        // What is not there in one place keeps the selector that it had: it tells where the words last stood.
        guard let selector = found.selector else {
            columns["start"] = .null
            return found.isVerbatim
        }
        columns["selector"] = .text(selector.json.text)
        columns["start"] = Value(selector.start)
        return found.isVerbatim
    }

    private func find(
        _ given: StoredSelector?, _ columns: [String: Value], _ sought: Sought, after edit: TextEdit?
    ) -> Anchor {
        if let edit, let selector = given?.whole {
            if columns["anchor"] == "changed", let words = Self.text(columns["sought"]) ?? sought.words {
                return index.anchor(changed: selector, from: words, after: edit)
            }
            return index.anchor(
                selector, or: sought.words, after: edit, hadBeenFound: columns["anchor"] == "exact")
        }
        guard let given else {
            return sought.words.map { index.anchor(exact: $0) } ?? .missing
        }
        let found = index.anchor(
            exact: given.exact, prefix: given.prefix ?? "", suffix: given.suffix ?? "", near: given.start)
        if found.isVerbatim { return found }
        guard let words = sought.words else { return found }
        let other = index.anchor(
            exact: words, prefix: given.prefix ?? "", suffix: given.suffix ?? "", near: given.start)
        return other.isVerbatim ? other : found
    }

    /// A passage that stands where the selector says, in other words than the record's, has changed.
    private func literal(_ found: Anchor, _ sought: Sought) -> Anchor {
        guard sought.isLiteral, found.state == .exact, let selector = found.selector, let words = sought.words,
            !PassageIndex.isVerbatim(words, in: selector.exact)
        else { return found }
        return .changed(selector)
    }

    private static func text(_ value: Value?) -> String? { if case .text(let text)? = value { text } else { nil } }
}

/// A selector as its column keeps it: a client may have given `exact` alone.
private struct StoredSelector {
    let exact: String
    let prefix: String?
    let suffix: String?
    let start: Int?
    let end: Int?

    init?(_ column: Value?) {
        guard case .text(let text)? = column, let json = try? JSONReader.read(text), let exact = json["exact"]?.string
        else { return nil }
        self.exact = exact
        prefix = json["prefix"]?.string
        suffix = json["suffix"]?.string
        start = json["start"]?.integer
        end = json["end"]?.integer
    }

    /// The selector, where it has a position.
    var whole: Selector? {
        guard let start, let end else { return nil }
        return Selector(exact: exact, prefix: prefix ?? "", suffix: suffix ?? "", start: start, end: end)
    }
}
