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
    ///
    /// - Parameter pointer: where the record stands in what was sent, for warnings.
    mutating func derive(
        _ columns: inout [String: Value], of resource: Resource, at pointer: String, _ passages: Passages?
    ) throws {
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
            let isVerbatim = passages.anchor(&columns, Passages.Sought(columns, of: resource))
            warn(of: columns, resource, isVerbatim: isVerbatim, at: pointer)
        case "corrections":
            guard case .integer(let article)? = columns["article"], columns["selector"] != nil else { return }
            // Of a correction only the selector is kept, with what stands around the passage where it is found.
            var anchored = columns
            try Passages(article: Int(article), connection).anchor(&anchored, Passages.Sought([:], of: resource))
            columns["selector"] = anchored["selector"]
        default: break
        }
    }

    /// Adds the columns that follow from the changed ones of a record.
    ///
    /// - Parameter isLookedFor: the passage is looked for, whatever has changed.
    mutating func deriveChanged(
        _ changed: inout [String: Value], of resource: Resource, _ id: Int, _ stored: [String: Value],
        isLookedFor: Bool
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
            let isMoved = ["article", "selector", words, "kind"].contains { changed[$0] != nil }
            guard isMoved || isLookedFor else {
                let isChecked = ["value", "value_to", "unit"].contains { changed[$0] != nil }
                if isChecked { warn(of: columns, resource, isVerbatim: true, at: "") }
                return
            }
            var anchored = columns
            // New words are looked for by themselves; an old passage is only where they may be near.
            if changed["selector"] == nil, changed[words] != nil { anchored["selector"] = .null }
            anchored["sought"] = .null
            let isVerbatim = try Passages(article: Int(article), connection).anchor(
                &anchored, Passages.Sought(anchored, of: resource))
            for name in Passages.columns { changed[name] = anchored[name] ?? .null }
            warn(of: columns, resource, isVerbatim: isVerbatim, at: "")
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

    /// Looks again for every passage of an article whose text has changed, in the same transaction, and keeps which of
    /// them stand otherwise than before.
    ///
    /// - Parameter before: the text as it was.
    mutating func anchorAgain(article: Int, before: String) throws {
        let now = try connection.string("SELECT text FROM articles WHERE id = ?", [Value(article)]) ?? ""
        let edit = TextEdit(from: before, to: now)
        let passages = try Passages(article: article, connection)
        for resource in [Catalog["quotes"], Catalog["statistics"]] {
            let read = (resource.name == "quotes" ? ["text", "kind"] : ["printed"]) + Passages.columns
            let rows = try connection.all(
                """
                SELECT id, \(read.joined(separator: ", ")), revision FROM \(resource.name) WHERE article = ?
                ORDER BY coalesce(start, \(Int64.max)), id
                """, [Value(article)]
            ) { row in
                let columns = (read + ["revision"]).enumerated().map { ($1, row.value($0 + 1)) }
                return (id: row.integer(0), columns: Dictionary(uniqueKeysWithValues: columns))
            }
            for (id, stored) in rows {
                var columns = stored
                passages.anchor(&columns, Passages.Sought(columns, of: resource), after: edit)
                let moved = AnchorChanges.Change(
                    resource: resource.name, id: id, was: stored["anchor"], anchor: columns["anchor"])
                anchorChanges.add(moved)
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
}
