internal import Store

/// What is indexed of a record beside its own words: two columns that every searched table has.
///
/// A trigger copies them into the full-text table, whose tokenizer is SQLite's own, so that any program can read it.
struct SearchForms: Sendable, Equatable {
    /// The words in order as a search compares them, and where a script has no spaces, each two characters that stand
    /// together. Empty where SQLite's tokenizer makes the same of the words by itself.
    var folded = ""
    /// The stems of its words, each once.
    var stems = ""

    /// Stands between two fields, so that no phrase reaches from one into the next: a private character, which SQLite
    /// takes for a letter.
    static let boundary = "\u{F8FF}"

    /// - Parameter fields: the texts in the order of the full-text table's columns.
    init(_ fields: [String], rule: StemRule) {
        var folding = Folding()
        var seen: Set<String> = []
        for field in fields where !field.isEmpty {
            folding.endField()
            Word.forEach(in: field) { word in
                folding.append(word)
                if let stem = rule.stem(word.form, word.letters), seen.insert(stem).inserted {
                    if !stems.isEmpty { stems += " " }
                    stems += stem
                }
            }
        }
        folding.endRun()
        if folding.isNeeded { folded = folding.text }
    }

    /// Words as the `folded` column keeps them, for a query of them: each in order, of unspaced characters each two.
    ///
    /// - Parameter isOpen: whether the text may go on behind the last character, as it may in a query.
    static func folded(_ words: [Word], isOpen: Bool) -> String {
        var folding = Folding()
        for word in words { folding.append(word) }
        folding.endRun(isOpen: isOpen)
        return folding.text
    }
}

/// Writes words one after the other, and unspaced characters by twos.
private struct Folding {
    var text = ""
    var isNeeded = false
    /// The last unspaced character, which the next one makes a pair with, and whether it was in one already.
    private var pending: (word: Word, isPaired: Bool)?

    mutating func append(_ word: Word) {
        if !word.isFoldedBySQLite { isNeeded = true }
        guard word.letters == .unspaced else {
            endRun()
            add(word.form)
            return
        }
        if let last = pending, last.word.end == word.start {
            add(last.word.form + word.form)
            pending = (word, true)
        } else {
            endRun()
            pending = (word, false)
        }
    }

    mutating func endField() {
        endRun()
        if !text.isEmpty { add(SearchForms.boundary) }
    }

    /// Ends a run of unspaced characters with the last of them by itself.
    mutating func endRun(isOpen: Bool = false) {
        if let last = pending, !(isOpen && last.isPaired) { add(last.word.form) }
        pending = nil
    }

    private mutating func add(_ token: String) {
        if !text.isEmpty { text += " " }
        text += token
    }
}

extension Writing {
    /// Sets the columns of `resource`'s record that its words are searched by.
    ///
    /// - Parameter columns: the record's columns, as far as they are not NULL.
    func searchForms(_ columns: [String: Value], of resource: Resource) throws -> [String: Value] {
        guard !resource.searched.isEmpty else { return [:] }
        let forms = SearchForms(
            try searchedTexts(columns, of: resource), rule: StemRule(language: try language(columns, of: resource)))
        return ["folded": .text(forms.folded), "stems": .text(forms.stems)]
    }

    /// The two columns as they are after `changed` ones are written over those that are stored; none where nothing
    /// changes in what a record is searched by.
    func changedSearchForms(
        _ changed: [String: Value], of resource: Resource, _ id: Int, _ stored: [String: Value]
    ) throws -> [String: Value] {
        guard
            resource.searched.contains(where: { changed[$0.column] != nil }) || changed["language"] != nil
                || (resource.name == "quotes" && changed["article"] != nil)
        else { return [:] }
        var columns = stored.merging(changed) { _, changed in changed }
        if resource.name == "articles", changed["text"] == nil {
            // No client writes an article's text, and the history keeps its body alone.
            columns["text"] = Value(try connection.string("SELECT text FROM articles WHERE id = ?", [Value(id)]))
        }
        return try searchForms(columns, of: resource)
    }

    private func searchedTexts(_ columns: [String: Value], of resource: Resource) throws -> [String] {
        try resource.searched.map { column, _ in
            switch (resource.name, columns[column]) {
            case ("experts", .text(let names)?) where column == "other_names":
                return names == "[]"
                    ? ""
                    : (try JSONReader.read(names)).array?.compactMap { $0["name"]?.string }.joined(separator: ", ")
                        ?? ""
            case ("statistics", .integer(let id)?):
                let named = column == "indicator" ? "indicators" : "sources"
                return try connection.string("SELECT name FROM \(named) WHERE id = ?", [.integer(id)]) ?? ""
            case (_, .text(let text)?): return text
            default: return ""
            }
        }
    }

    /// The language of a record's words: a quote's, else its article's.
    private func language(_ columns: [String: Value], of resource: Resource) throws -> String? {
        if case .text(let language)? = columns["language"] { return language }
        guard resource.name == "quotes", case .integer(let article)? = columns["article"] else { return nil }
        return try connection.string("SELECT language FROM articles WHERE id = ?", [.integer(article)])
    }

    /// Sets anew what the records that follow a changed one are searched by: quotes go by their article's language, and
    /// figures by the names of what they measure and of who published it.
    func followSearchForms(of resource: Resource, _ id: Int, _ changed: [String: Value]) throws {
        switch resource.name {
        case "articles" where changed["language"] != nil:
            try SearchIndex.set(
                Catalog["quotes"],
                connection.all("SELECT id FROM quotes WHERE article = ? AND language IS NULL", [Value(id)]) {
                    $0.integer(0)
                }, connection)
        case "indicators" where changed["name"] != nil, "sources" where changed["name"] != nil:
            let field = resource.name == "indicators" ? "indicator" : "source"
            try SearchIndex.set(
                Catalog["statistics"],
                connection.all("SELECT id FROM statistics WHERE \(field) = ?", [Value(id)]) { $0.integer(0) },
                connection)
        default: break
        }
    }
}
