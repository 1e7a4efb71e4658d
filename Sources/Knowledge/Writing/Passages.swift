internal import Store

/// The text of one article, prepared so that many passages can be looked for in it, and what is stored of each.
struct Passages {
    /// The columns that tell where a record's passage stands.
    static let columns = ["selector", "anchor", "anchored_revision", "start"]

    private let revision: Int
    private let index: PassageIndex

    init(article: Int, _ connection: Connection) throws {
        let row = try connection.first("SELECT text, revision FROM articles WHERE id = ?", [Value(article)]) {
            (text: $0.string(0), revision: $0.integer(1))
        }
        revision = row?.revision ?? 1
        index = RecentTexts.of(connection).index(of: row?.text ?? "")
    }

    /// Sets `columns` of a record to where its passage stands.
    ///
    /// - Parameters:
    ///   - sought: the words to look for where the record's selector does not say which.
    ///   - edit: how the text became what it is, where the record's selector is of the text before: a passage that was
    ///     left alone stays on the very same words.
    func anchor(_ columns: inout [String: Value], sought: String?, after edit: TextEdit? = nil) {
        columns["anchored_revision"] = Value(revision)
        let given = StoredSelector(columns["selector"])
        let found: Anchor
        if let edit, let selector = given?.whole {
            found = index.anchor(selector, after: edit)
        } else if let exact = given?.exact ?? sought {
            found = index.anchor(
                exact: exact, prefix: given?.prefix ?? "", suffix: given?.suffix ?? "", near: given?.start)
        } else {
            found = .missing
        }
        columns["anchor"] = .text(found.state.rawValue)
        // What is missing keeps the selector that it had: it tells where the words last stood.
        guard let selector = found.selector else {
            columns["start"] = .null
            return
        }
        columns["selector"] = .text(StoredSelector.json(selector).text)
        columns["start"] = Value(selector.start)
    }
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

    static func json(_ selector: Selector) -> JSON {
        [
            "exact": .string(selector.exact), "prefix": .string(selector.prefix), "suffix": .string(selector.suffix),
            "start": .number(JSONNumber(selector.start)), "end": .number(JSONNumber(selector.end)),
        ]
    }
}
