internal import Store

/// The text of one article, prepared so that many passages can be looked for in it.
struct Passages {
    /// The columns that tell where a record's passage stands.
    static let columns = ["selector", "anchor", "anchored_revision", "start"]

    private let revision: Int

    init(article: Int, _ connection: Connection) throws {
        let row = try connection.first("SELECT text, revision FROM articles WHERE id = ?", [Value(article)]) {
            (text: $0.string(0), revision: $0.integer(1))
        }
        revision = row?.revision ?? 1
    }

    /// Sets `columns` of a record to where its passage stands.
    func anchor(_ columns: inout [String: Value], sought: String?) {
        columns["anchor"] = "missing"
        columns["anchored_revision"] = Value(revision)
    }
}
