internal import HTTPServer
internal import Knowledge

/// `/articles/{slug}/history`: what was changed, when and by whom, field by field.
enum HistoryPage {
    private static let shown = 20

    static func view(_ article: JSON, _ request: Request, _ reading: Reading) throws -> View {
        let reference = String(article["id"]?.integer ?? 0)
        let path = Link.path(Catalog.articles, article) ?? "/articles"
        let before = try request.value("cursor").flatMap(Site.wholeNumber)
        var json = JSONBuffer(capacity: 32_768)
        let next = try reading.history(
            Catalog.articles, reference, limit: shown, before: before, path: "", into: &json)
        let entries = try json.withBytes { try JSONReader.read($0) }.items("items")
        let isEditor = Visit.current.session != nil
        let tag = isEditor ? try reading.tagged(Catalog.articles, reference).tag : nil
        return [
            "page": PageHead(
                title: "\(article.label ?? "") · \(Wording.current("history")) · Sourcebook", json: nil,
                section: "articles"
            ).view,
            "title": article.label, "lang": article.text("language"), "path": path,
            "isEditor": isEditor,
            "entries": entries.map { entry($0, article, tag) },
            "first": before == nil ? nil : "\(path)/history",
            "next": next?.split(separator: "=").last.map { "\(path)/history?cursor=\($0)" },
        ]
    }

    /// - Parameter tag: the article's entity tag, for who may bring back what was.
    private static func entry(_ entry: JSON, _ article: JSON, _ tag: String?) -> View {
        let revision = entry["revision"]?.integer ?? 1
        let action = entry.text("action") ?? ""
        let path = "/articles/\(article["id"]?.integer ?? 0)"
        let isPresent = revision == article["revision"]?.integer
        let isRestored = tag != nil && !isPresent && action != "delete"
        let at = entry.text("at") ?? ""
        let restore = Act(
            name: "restore", key: "", request: .post("\(path)/restore", ["revision": .number(JSONNumber(revision))]),
            undo: .restore(path, article), tag: tag, values: ["revision": String(revision)])
        return [
            "revision": String(revision), "action": Wording.current("history.\(action)"), "by": entry.text("by"),
            "at": at, "date": PrintedDate.words(String(at.prefix(10))), "time": String(at.dropFirst(11).prefix(5)),
            "note": entry.text("note"), "isPresent": isPresent, "id": "revision-\(revision)",
            "changes": entry.items("changes").map(change), "restore": isRestored ? restore.view : nil,
        ]
    }

    private static func change(_ change: JSON) -> View {
        let name = change.text("field") ?? ""
        let (from, to) = Difference.shortened(words(change["from"]), words(change["to"]))
        return [
            "field": FormField.label(name, Catalog.articles),
            "from": from.isEmpty ? nil : from, "to": to.isEmpty ? nil : to,
        ]
    }

    /// A value as one reads it.
    private static func words(_ value: JSON?) -> String {
        switch value {
        case nil, .null?: return ""
        case .string(let text)?: return text
        case .array(let items)?: return items.map(words).joined(separator: "\n")
        case .object(let object)?:
            if let label = value?.label, object["id"] != nil { return label }
            return object.members.map { words($0.value) }.filter { !$0.isEmpty }.joined(separator: " · ")
        case .some(let value): return value.text
        }
    }
}

/// Two texts, without the lines that they share at their beginning and end.
enum Difference {
    /// How many letters of each are shown.
    private static let limit = 4_000

    static func shortened(_ from: String, _ to: String) -> (from: String, to: String) {
        var (a, b) = (lines(from), lines(to))
        guard a.count > 1 || b.count > 1 else { return (from, to) }
        var isCut = (before: false, after: false)
        while let first = a.first, first == b.first {
            a.removeFirst()
            b.removeFirst()
            isCut.before = true
        }
        while let last = a.last, last == b.last {
            a.removeLast()
            b.removeLast()
            isCut.after = true
        }
        func joined(_ lines: ArraySlice<Substring>) -> String {
            guard !lines.isEmpty else { return "" }
            let text = lines.joined(separator: "\n")
            return (isCut.before ? "…\n" : "") + (text.count > limit ? String(text.prefix(limit)) + "…" : text)
                + (isCut.after ? "\n…" : "")
        }
        return (joined(a), joined(b))
    }

    private static func lines(_ text: String) -> ArraySlice<Substring> {
        text.isEmpty ? [] : text.split(separator: "\n", omittingEmptySubsequences: false)[...]
    }
}
