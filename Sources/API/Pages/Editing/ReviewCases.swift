internal import Knowledge

/// How many things to choose from have a key of their own.
private let keys = 9

/// What a case for review shows: what it is about, what it says, what may be meant, and what can be done.
///
/// A template reads the same names of every kind; this is where they are all set.
private func reviewCase(
    id: String, title: String?, href: String?, line: String?, state: String? = nil, lang: String? = nil,
    words: String? = nil, isQuote: Bool = false, before: String? = nil, after: String? = nil, comment: String? = nil,
    options: [View] = [], acts: [Act], edit: String? = nil, say: String? = nil, passage: View? = nil,
    fields: View? = nil, mark: String? = nil
) -> View {
    [
        "id": id, "title": title, "href": href, "line": line, "state": state, "lang": lang,
        "dir": Locality.direction(lang), "words": words, "isQuote": isQuote, "before": before, "after": after,
        "comment": comment, "options": options.isEmpty ? nil : ["items": options] as View, "acts": acts.map(\.view),
        "edit": edit, "say": say, "context": passage, "fields": fields, "mark": mark,
    ]
}

/// Something that may be meant, with the act that says so.
private func option(
    words: String? = nil, passage: View? = nil, line: String? = nil, href: String? = nil, lang: String? = nil, act: Act?
) -> View {
    [
        "words": words, "passage": passage, "line": line, "href": href, "lang": lang,
        "dir": Locality.direction(lang), "act": act?.view,
    ]
}

/// A quote or a figure whose passage does not stand in the text as it was taken down.
enum PassageCase {
    static func view(_ listed: JSON, _ resource: Resource, _ reading: Reading) throws -> View {
        let id = listed["id"]?.integer ?? 0
        let (record, tag) = try reading.tagged(resource, String(id))
        let isQuote = resource.name == "quotes"
        let path = "/\(resource.name)/\(id)"
        let language = record.text("language")
        let places = places(of: record)
        let isLiteral = !isQuote || record.text("kind") == "direct"
        let options = places.prefix(keys).enumerated().map { index, place in
            let act: Act =
                if isLiteral, record.text("anchor") != "ambiguous" {
                    // The words themselves are to be those of the text.
                    Act(
                        name: "take", key: String(index + 1),
                        request: .patch(
                            path, [isQuote ? "text" : "printed": place["exact"] ?? .null, "selector": place]),
                        undo: .restore(path, record), tag: tag)
                } else {
                    Act(
                        name: "here", key: String(index + 1), request: .post("\(path)/anchor", ["selector": place]),
                        undo: .restore(path, record), tag: tag)
                }
            return option(passage: Passage.place(place), lang: language, act: act)
        }
        let article = Link.path(Catalog.articles, record["article"])
        let words = isQuote ? record.text("text") : record.text("printed") ?? Figure.words(record)
        let remove = Act(
            name: isQuote ? "delete.quote" : "delete.figure", key: "x", request: .delete(path),
            undo: .post("\(path)/restore"), tag: tag)
        return reviewCase(
            id: Link.anchor(resource, id), title: record[isQuote ? "expert" : "indicator"]?.label,
            href: article.map { "\($0)#\(Link.anchor(resource, id))" },
            line: [record.text("role"), record["article"]?.label].compactMap { $0 }.joined(separator: " · "),
            state: record.text("anchor").flatMap { Wording.current.phrase("doubt.\($0)") },
            lang: language, words: words, isQuote: record.text("kind") == "direct", options: options, acts: [remove],
            edit: article.map { "\($0)/edit#\(Link.anchor(resource, id))" })
    }

    private static func places(of record: JSON) -> [JSON] {
        switch record.text("anchor") {
        case "ambiguous": record.items("candidates")
        case "changed": [record["selector"]].compactMap { $0 }
        default: [record["nearest"]].compactMap { $0 }.filter { $0 != .null }
        }
    }
}

/// Figures that can't all be true.
enum ConflictCase {
    static func view(_ conflict: JSON) -> View {
        let id = conflict["id"]?.integer ?? 0
        let path = "/conflicts/\(id)"
        let undo = Act.Request.post("\(path)/unsettle")
        func act(_ name: String, _ key: String, _ body: JSON) -> Act {
            Act(name: name, key: key, request: .post("\(path)/settle", body), undo: undo, said: ("reason", true))
        }
        let figures = conflict.items("statistics")
        var options = figures.prefix(keys).enumerated().map { index, figure in
            option(
                words: Figure.words(figure),
                line: [figure["source"]?.label, figure["article"]?.label].compactMap { $0 }.joined(separator: " · "),
                href: Link.passage(of: figure, in: Catalog.statistics),
                act: act("right", String(index + 1), ["statistic": figure["id"] ?? .null]))
        }
        let count = conflict["statistics_count"]?.integer ?? figures.count
        if count > keys {
            options.append(option(line: Wording.current.plural("figure.more", count - keys), act: nil))
        }
        let period = conflict.text("period").map(PrintedDate.words)
        return reviewCase(
            id: "conflict-\(id)", title: conflict["indicator"]?.label,
            href: Link.path(Catalog.indicators, conflict["indicator"]).map { "\($0)#conflicts" },
            line: [Figure.whereabouts(conflict), period].compactMap { $0 }.joined(separator: " · "),
            options: options, acts: [act("settle", "s", [:])], say: Wording.current("review.reason"))
    }
}

/// Two experts who may be one.
enum DuplicateCase {
    static func view(_ pair: Reading.LikelyPair, _ reading: Reading) throws -> View {
        let one = try reading.tagged(Catalog.experts, String(pair.expert))
        let other = try reading.tagged(Catalog.experts, String(pair.other))
        func quotes(_ expert: JSON) -> Int { expert["quotes_count"]?.integer ?? 0 }
        // Whoever is quoted more often is kept.
        let (kept, merged) = quotes(one.record) >= quotes(other.record) ? (one, other) : (other, one)
        // Two of one name are told apart by their addresses.
        let isNamesake = kept.record.label == merged.record.label
        func name(_ expert: JSON) -> String { expert.text(isNamesake ? "slug" : "name") ?? "" }
        func merge(_ from: (record: JSON, tag: String), into: JSON, _ key: String) -> Act {
            let path = "/experts/\(from.record["id"]?.integer ?? 0)"
            return Act(
                name: "merge", key: key, request: .post("\(path)/merge", ["into": into["id"] ?? .null]),
                undo: .post("\(path)/unmerge"), tag: from.tag,
                values: ["from": name(from.record), "into": name(into)])
        }
        let path = "/experts/\(pair.expert)"
        // Who is gone is no longer told apart.
        let different = one.record.items("different_from").compactMap { entry -> JSON? in
            entry["expert"]?["id"]?.integer.map { ["expert": .number(JSONNumber($0))] }
        }
        let told: JSON = ["expert": .number(JSONNumber(pair.other))]
        let apart = Act(
            name: "different", key: "n", request: .patch(path, ["different_from": .array(different + [told])]),
            undo: .patch(path, ["different_from": .array(different)]), tag: one.tag)
        return reviewCase(
            id: "experts-\(pair.expert)-\(pair.other)",
            title: Wording.current(
                "review.pair", ["one": kept.record.label ?? "", "other": merged.record.label ?? ""]),
            href: nil, line: pair.reasons.joined(separator: " · "),
            options: [kept.record, merged.record].map { expert in
                let roles = expert.items("roles_as_printed").compactMap { $0.text("role") }
                let facts =
                    [expert.text("description"), Locality.country(expert.text("country"))].compactMap { $0 }
                    + roles.prefix(3) + [Count(quotes(expert), "quote").words]
                return option(
                    words: expert.label, line: ((isNamesake ? [name(expert)] : []) + facts).joined(separator: " · "),
                    href: Link.path(Catalog.experts, expert), act: nil)
            },
            acts: [
                merge(merged, into: kept.record, "m"), merge(kept, into: merged.record, "o"), apart,
            ])
    }
}

/// What a reader found wrong.
enum CorrectionCase {
    static func view(_ correction: JSON) -> View {
        let id = correction["id"]?.integer ?? 0
        let path = "/corrections/\(id)"
        let undo = Act.Request.post("\(path)/reopen")
        let article = Link.path(Catalog.articles, correction["article"])
        return reviewCase(
            id: "correction-\(id)", title: correction["article"]?.label, href: article,
            line: correction.text("created_at").map { PrintedDate.words(String($0.prefix(10))) },
            before: correction["selector"]?.text("exact"), after: correction.text("suggestion"),
            comment: correction.text("comment"),
            acts: [
                Act(name: "accept", key: "a", request: .post("\(path)/accept"), undo: undo, said: ("note", false)),
                Act(name: "reject", key: "r", request: .post("\(path)/reject"), undo: undo, said: ("note", false)),
            ], edit: article.map { "\($0)/edit" }, say: Wording.current("review.note"))
    }
}

/// A quote or a figure that an article seems to have.
enum ProposalCase {
    /// - Parameter isInText: whether the article's text stands beside it, with the passage marked.
    static func view(_ proposal: JSON, isInText: Bool) -> View {
        let id = proposal["id"]?.integer ?? 0
        let path = "/proposals/\(id)"
        let fields = proposal["fields"] ?? [:]
        let isQuote = proposal.text("kind") == "quote"
        let undo = Act.Request.post("\(path)/reopen")
        let article = Link.path(Catalog.articles, proposal["article"])
        let sure = proposal["confidence"]?.double.map { Numeral.words(JSONNumber(Int(($0 * 100).rounded()))) }
        let place = fields["selector"].flatMap(Passage.place)
        let missing = required(isQuote).filter { fields[$0] == nil }
        return reviewCase(
            id: "proposal-\(id)",
            title: isQuote
                ? name(fields["expert"]) ?? fields.text("speaker") ?? Wording.current("proposal.nobody")
                : name(fields["indicator"]) ?? Wording.current("proposal.nothing"),
            href: isInText
                ? nil
                : article.map {
                    "/review?kind=proposals&article=\($0.split(separator: "/").last ?? "")#proposal-\(id)"
                },
            line: [
                isQuote ? Wording.current("kind.\(fields.text("kind") ?? "direct")") : Figure.words(fields),
                isQuote
                    ? fields.text("role")
                    : [Figure.whereabouts(fields), fields.text("period").map(PrintedDate.words)].compactMap { $0 }
                        .joined(separator: ", "),
                isQuote ? nil : name(fields["source"]),
                Wording.current("proposal.rule", ["rule": proposal.text("rule") ?? "", "sure": sure ?? ""]),
                isInText ? nil : proposal["article"]?.label,
            ].compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: " · "),
            words: isQuote ? fields.text("text") : nil, isQuote: fields.text("kind") == "direct",
            acts: [
                Act(name: "propose.accept", key: "Enter", request: .post("\(path)/accept", [:]), undo: undo),
                Act(name: "propose.reject", key: "x", request: .post("\(path)/reject"), undo: undo),
            ], passage: isQuote ? nil : place,
            fields: [
                "isOpen": !missing.isEmpty,
                "items": shown(isQuote).map { field($0, fields, isQuote, isMissing: missing.contains($0)) },
            ], mark: isInText ? "p\(id)" : nil)
    }

    private static func required(_ isQuote: Bool) -> [String] {
        isQuote ? ["expert", "text"] : ["indicator", "value", "unit"]
    }

    private static func shown(_ isQuote: Bool) -> [String] {
        isQuote
            ? ["expert", "role", "kind", "text", "speaker", "cue", "said_on"]
            : [
                "indicator", "value", "value_to", "qualifier", "unit", "period", "place", "counterpart", "source",
                "status",
            ]
    }

    /// What a reference that was proposed is called.
    private static func name(_ reference: JSON?) -> String? { reference?.label ?? reference?.text("name") }

    private static func field(_ name: String, _ fields: JSON, _ isQuote: Bool, isMissing: Bool) -> View {
        let resource = isQuote ? Catalog.quotes : Catalog.statistics
        guard let field = resource.field(name) else { return [:] }
        var view = FormField.view(field, of: resource)
        let value = fields[name]
        view["value"] = value.map { Self.name($0) ?? $0.string ?? $0.text } ?? ""
        view["isMissing"] = isMissing
        if case .choice(let choices) = field.type {
            view["choices"] =
                [
                    "items": choices.map { choice -> View in
                        [
                            "value": choice, "label": Wording.current("choice.\(choice)"),
                            "isChosen": value?.string == choice,
                        ]
                    }
                ] as View
        }
        return view
    }
}
