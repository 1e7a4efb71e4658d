internal import Store

/// Rules that are particular to a resource: what must hold between its fields, and what follows from them.
extension Writing {
    /// Rules between the fields of one record.
    ///
    /// - Parameter id: the record that is changed; nil for a new one.
    func check(
        _ columns: [String: Value], of resource: Resource, at pointer: String, _ faults: inout Faults,
        changing id: Int? = nil
    ) throws {
        if resource.name == "statistics", case .real(let value)? = columns["value"],
            case .real(let to)? = columns["value_to"],
            to < value
        {
            faults.add(pointer.appending("value_to"), "is less than value: a range goes upwards")
        }
        if resource.name == "corrections", columns["suggestion"] == nil, columns["comment"] == nil {
            faults.add(pointer.appending("suggestion"), "is required where there is no comment")
        }
        if resource.name == "quotes", let fault = try sameAsFault(columns, id) {
            faults.add(pointer.appending("same_as"), fault)
        }
    }

    /// Adds the columns that follow from a new record's.
    func derive(_ columns: inout [String: Value], of resource: Resource, _ passages: Passages?) throws {
        switch resource.name {
        case "articles":
            if case .text(let body)? = columns["body"] { columns["text"] = .text(ArticleText(body: body).text) }
        case "quotes", "statistics":
            guard case .integer(let article)? = columns["article"] else { return }
            if resource.name == "quotes" {
                try deriveDay(&columns, saidOn: columns["said_on"] ?? .null, article: Int(article))
                columns["utterance"] = try utterance(columns)
            }
            let passages = try passages ?? Passages(article: Int(article), connection)
            passages.anchor(&columns, sought: Self.sought(columns, of: resource))
        case "corrections":
            guard case .integer(let article)? = columns["article"], columns["selector"] != nil else { return }
            // Of a correction only the selector is kept, with what stands around the passage where it is found.
            var anchored = columns
            try Passages(article: Int(article), connection).anchor(&anchored, sought: nil)
            columns["selector"] = anchored["selector"]
        default: break
        }
    }

    /// Adds the columns that follow from the changed ones of a record.
    func deriveChanged(
        _ changed: inout [String: Value], of resource: Resource, _ id: Int, _ stored: [String: Value]
    ) throws {
        let columns = stored.merging(changed) { _, changed in changed }
        switch resource.name {
        case "articles":
            if changed["translation_of"] == Value(id) {
                throw KnowledgeError.invalid([Fault("/translation_of", "is the article itself")])
            }
            if let body = changed["body"] {
                if case .text(let body) = body {
                    changed["text"] = .text(ArticleText(body: body).text)
                } else {
                    changed["text"] = ""
                }
            }
        case "quotes", "statistics":
            guard case .integer(let article)? = columns["article"] else { return }
            if resource.name == "quotes", changed["said_on"] != nil || changed["article"] != nil {
                try deriveDay(&changed, saidOn: columns["said_on"] ?? .null, article: Int(article))
            }
            if resource.name == "quotes", changed["text"] != nil || changed["same_as"] != nil {
                changed["utterance"] = try utterance(columns)
            }
            let words = resource.name == "quotes" ? "text" : "printed"
            guard changed["article"] != nil || changed["selector"] != nil || changed[words] != nil else { return }
            var anchored = columns
            // New words are looked for by themselves; an old passage is only where they may be near.
            if changed["selector"] == nil, changed[words] != nil { anchored["selector"] = .null }
            try Passages(article: Int(article), connection).anchor(
                &anchored, sought: Self.sought(anchored, of: resource))
            for name in Passages.columns { changed[name] = anchored[name] ?? .null }
        default: break
        }
    }

    private func deriveDay(_ columns: inout [String: Value], saidOn: Value, article: Int) throws {
        guard saidOn == .null else {
            columns["quoted_on"] = saidOn
            return
        }
        columns["quoted_on"] = Value(
            try connection.string("SELECT published_on FROM articles WHERE id = ?", [Value(article)]))
    }

    /// Looks again for every passage of an article whose text has changed, in the same transaction.
    ///
    /// - Parameter before: the text as it was.
    func anchorAgain(article: Int, before: String) throws {
        let now = try connection.string("SELECT text FROM articles WHERE id = ?", [Value(article)]) ?? ""
        let edit = TextEdit(from: before, to: now)
        let passages = try Passages(article: article, connection)
        for resource in [Catalog["quotes"], Catalog["statistics"]] {
            let words = resource.name == "quotes" ? "text" : "printed"
            let rows = try connection.all(
                """
                SELECT id, \(words), selector, anchor, anchored_revision, revision FROM \(resource.name)
                WHERE article = ?
                """, [Value(article)]
            ) { row in
                let stored = [
                    "selector": row.value(2), "anchor": row.value(3), "anchored_revision": row.value(4),
                    "revision": row.value(5),
                ]
                return (id: row.integer(0), words: row.value(1), stored: stored)
            }
            for (id, said, stored) in rows {
                var columns = [words: said, "selector": stored["selector"] ?? .null]
                passages.anchor(&columns, sought: Self.sought(columns, of: resource), after: edit)
                // Where it only moved with its words, the article's own history says all there is to say.
                if columns["anchor"] != stored["anchor"] {
                    let passage = columns.filter { Passages.columns.contains($0.key) }
                    try enter(
                        .anchor, resource, id, stored,
                        changes: Self.changes(of: resource, from: stored, to: passage))
                }
                try connection.execute(
                    "UPDATE \(resource.name) SET \(Passages.columns.map { "\($0) = ?" }.joined(separator: ", ")) WHERE id = ?",
                    Passages.columns.map { columns[$0] ?? .null } + [Value(id)])
            }
        }
    }

    /// The words that a record is anchored by where its selector does not say others.
    private static func sought(_ columns: [String: Value], of resource: Resource) -> String? {
        if case .text(let words)? = columns[resource.name == "quotes" ? "text" : "printed"] { words } else { nil }
    }
}
