internal import Store

/// What one expert said, in order of time: each statement once, with all its printings.
public struct TimelineQuery: Sendable {
    /// The parameters that a timeline takes.
    public static let names = ["topic", "kind", "year", "sort", "limit", "cursor"]
    /// The earliest first, or the latest.
    public static let sorts = ["on", "-on"]
    /// Direct, indirect or mixed.
    public static let kinds: [String] = {
        guard case .choice(let kinds)? = Catalog["quotes"].field("kind")?.type else { return [] }
        return kinds
    }()

    /// Slugs; any of them.
    public private(set) var topics: [String] = []
    /// Kinds of quote; any of them.
    public private(set) var kinds: [String] = []
    /// The year in which it was first said, or else printed.
    public private(set) var year: Int?
    public private(set) var isLatestFirst = false
    public private(set) var limit = ListQuery.defaultLimit
    var cursor: Cursor?

    /// The order as a cursor knows it: by the day, then by the number.
    var sort: [SortKey] { [.field(name: "timeline", expression: "quoted_on", descending: isLatestFirst)] }

    /// - Throws: `KnowledgeError.parameter`.
    public init(_ parameters: [ListQuery.Parameter]) throws {
        var seen: Set<String> = []
        var cursorText: String?
        for parameter in parameters {
            guard seen.insert(parameter.name).inserted else {
                throw KnowledgeError.parameter("The parameter \(parameter.name) is given twice")
            }
            switch parameter.name {
            case "topic": topics = parameter.alternatives
            case "kind":
                if let other = parameter.alternatives.first(where: { !Self.kinds.contains($0) }) {
                    throw KnowledgeError.parameter(
                        "kind: there is no \(other)\(Nearest.advice(for: other, among: Self.kinds))")
                }
                kinds = parameter.alternatives
            case "year":
                guard let year = ListQuery.integer(parameter.value), (1...9_999).contains(year) else {
                    throw KnowledgeError.parameter("year must be a number from 1 to 9999")
                }
                self.year = year
            case "sort":
                guard Self.sorts.contains(parameter.value) else {
                    throw KnowledgeError.parameter("sort is one of \(Self.sorts.joined(separator: ", "))")
                }
                isLatestFirst = parameter.value == "-on"
            case "limit": limit = try ListQuery.checkedLimit(parameter.value)
            case "cursor": cursorText = parameter.value
            default:
                throw KnowledgeError.parameter(
                    "Unknown parameter \(parameter.name)\(Nearest.advice(for: parameter.name, among: Self.names))")
            }
        }
        cursor = try cursorText.map { try Cursor($0, for: sort) }
    }

    /// The parameters again, for the address of the next page.
    var text: String {
        var parts: [String] = []
        if !topics.isEmpty { parts.append("topic=\(topics.map(Address.encoded).joined(separator: ","))") }
        if !kinds.isEmpty { parts.append("kind=\(kinds.joined(separator: ","))") }
        if let year { parts.append("year=\(year)") }
        if isLatestFirst { parts.append("sort=-on") }
        return (parts + ["limit=\(limit)"]).joined(separator: "&")
    }
}

/// Which experts are compared, and on what.
public struct CompareQuery: Sendable {
    /// The parameters that a comparison takes.
    public static let names = ["experts", "topic", "kind", "year", "sort", "limit"]
    /// How many experts stand side by side.
    public static let sizes = 2...4

    let experts: [String]
    let timeline: TimelineQuery

    /// - Throws: `KnowledgeError.parameter`.
    public init(_ parameters: [ListQuery.Parameter]) throws {
        if let other = parameters.first(where: { !Self.names.contains($0.name) }) {
            throw KnowledgeError.parameter(
                "Unknown parameter \(other.name)\(Nearest.advice(for: other.name, among: Self.names))")
        }
        let given = parameters.filter { $0.name == "experts" }
        guard given.count == 1, let experts = given.first?.alternatives, Self.sizes.contains(experts.count) else {
            throw KnowledgeError.parameter(
                "experts must be \(Self.sizes.lowerBound) to \(Self.sizes.upperBound) ids or slugs with commas between them"
            )
        }
        self.experts = experts
        timeline = try TimelineQuery(parameters.filter { $0.name != "experts" })
    }
}

extension Reading {
    /// Writes `{"expert": {…}, "roles": […], "items": […], "next": …}`: the earliest statement first, those of no known
    /// day last.
    ///
    /// - Parameters:
    ///   - path: the timeline's own path, for `next`.
    ///   - parameters: the request's query without `cursor`, for `next`.
    ///   - tellsRoles: false to leave `roles` out: each quote of the expert is counted for them.
    /// - Returns: the next page's path, where there is one.
    public func timeline(
        _ reference: String, _ query: TimelineQuery, path: String, parameters: String, tellsRoles: Bool = true,
        into json: inout JSONBuffer
    ) throws -> String? {
        let id = try requiredID(of: reference, in: Catalog["experts"])
        json.open()
        json.key("expert")
        try names.write(Catalog.index(of: "experts"), id, into: &json)
        if tellsRoles {
            json.key("roles")
            try writeRoles(of: id, into: &json)
        }
        json.key("items")
        let page = try statements(of: id, query)
        try writeStatements(page.ids, of: id, into: &json)
        let next = page.next.map { cursor in
            path + "?" + (parameters.isEmpty ? "" : parameters + "&") + "cursor="
                + cursor.text(for: query.sort)
        }
        json.key("next")
        next.map { json.string($0) } ?? json.null()
        json.close()
        return next
    }

    /// Writes `{"experts": [{"expert", "items", "next"}]}`: what each said, in order of time, side by side.
    ///
    /// - Throws: `KnowledgeError.parameter` where one is not there, or stands twice.
    public func comparison(_ query: CompareQuery, into json: inout JSONBuffer) throws {
        let experts = Catalog["experts"]
        var ids: [Int] = []
        for reference in query.experts {
            guard let id = try currentID(of: reference, in: experts) else {
                throw KnowledgeError.parameter(
                    "experts: there is no expert \(reference)\(try nearestHint(to: reference, in: experts))")
            }
            guard !ids.contains(id) else {
                throw KnowledgeError.parameter("experts: \(reference) stands twice")
            }
            ids.append(id)
        }
        json.open()
        json.key("experts")
        json.openArray()
        for id in ids {
            json.comma()
            json.open()
            json.key("expert")
            try names.write(Catalog.index(of: "experts"), id, into: &json)
            json.key("items")
            let page = try statements(of: id, query.timeline)
            try writeStatements(page.ids, of: id, into: &json)
            json.key("next")
            if let next = page.next {
                json.string(
                    "\(Address.root)/experts/\(id)/timeline?\(query.timeline.text)&cursor=\(next.text(for: query.timeline.sort))"
                )
            } else {
                json.null()
            }
            json.close()
        }
        json.closeArray()
        json.close()
    }

    /// The first printings of an expert's statements. Those with a day come first; within each part an index has them in
    /// order.
    private func statements(of expert: Int, _ query: TimelineQuery) throws -> (ids: [Int], next: Cursor?) {
        var found: [(id: Int, day: String)] = []
        let direction = query.isLatestFirst ? " DESC" : ""
        let past = query.isLatestFirst ? "<" : ">"
        func take(_ part: String, _ earlier: String, _ order: String, _ after: ListQuery.Condition?) throws {
            let wanted = query.limit + 1 - found.count
            if wanted <= 0 { return }
            var conditions = [ListQuery.Condition(sql: "q.expert = ? AND \(part)", arguments: [Value(expert)])]
            if let after { conditions.append(after) }
            if !query.kinds.isEmpty {
                conditions.append(
                    ListQuery.Condition(
                        sql: "q.kind IN (\(Self.marks(query.kinds)))", arguments: query.kinds.map(Value.text)))
            }
            if let year = query.year {
                // As text, which the index of days is in the order of.
                conditions.append(
                    ListQuery.Condition(
                        sql: "q.quoted_on >= ? AND q.quoted_on < ?",
                        arguments: [.text(Self.digits(year)), .text(Self.digits(year + 1))]))
            }
            if !query.topics.isEmpty {
                // It is about a topic where any of its printings is.
                conditions.append(
                    ListQuery.Condition(
                        sql: """
                            EXISTS (
                                SELECT 1 FROM quotes AS p CROSS JOIN quotes_topics AS t ON t.item = p.id
                                WHERE p.expert = q.expert AND p.utterance = q.utterance
                                AND t.value IN (\(Self.marks(query.topics))))
                            """, arguments: query.topics.map(Value.text)))
            }
            try connection.query(
                """
                SELECT q.id, q.quoted_on FROM quotes AS q WHERE \(conditions.map(\.sql).joined(separator: " AND "))
                AND NOT EXISTS (
                    SELECT 1 FROM quotes AS e WHERE e.expert = q.expert AND e.utterance = q.utterance AND \(earlier))
                ORDER BY \(order) LIMIT ?
                """, conditions.flatMap(\.arguments) + [Value(wanted)]
            ) { found.append(($0.integer(0), $0.string(1))) }
        }
        var after = query.cursor
        var day: String?
        if case .text(let text)? = after?.values.first { day = text }
        if day != "" {
            let rest = after.map { cursor in
                ListQuery.Condition(
                    sql: "q.quoted_on \(past)= ? AND (q.quoted_on \(past) ? OR q.id \(past) ?)",
                    arguments: [.text(day ?? ""), .text(day ?? ""), Value(cursor.id)])
            }
            try take(
                "q.quoted_on IS NOT NULL",
                "e.quoted_on <= q.quoted_on AND (e.quoted_on < q.quoted_on OR e.id < q.id)",
                "q.quoted_on\(direction), q.id\(direction)", rest)
            after = nil
        }
        if query.year == nil {
            try take(
                "q.quoted_on IS NULL", "(e.quoted_on IS NOT NULL OR e.id < q.id)", "q.id\(direction)",
                after.map { ListQuery.Condition(sql: "q.id \(past) ?", arguments: [Value($0.id)]) })
        }
        guard found.count > query.limit, let last = found.dropLast().last else { return (found.map(\.id), nil) }
        return (found.dropLast().map(\.id), Cursor(values: [.text(last.day)], id: last.id))
    }

    private static func marks(_ values: [String]) -> String { values.map { _ in "?" }.joined(separator: ", ") }

    /// A year as the beginning of a day: four digits.
    private static func digits(_ year: Int) -> String {
        String(repeating: "0", count: max(0, 4 - String(year).count)) + String(year)
    }

    /// How many printings of one statement are told; the first.
    public static let printingsLimit = 50

    /// Writes `[{"on", "text", "kind", "language", "role", "topics", "printings_count", "printings": […]}]`.
    private func writeStatements(_ ids: [Int], of expert: Int, into json: inout JSONBuffer) throws {
        json.openArray()
        for id in ids {
            json.comma()
            json.open()
            var utterance: Int?
            try connection.query(
                "SELECT quoted_on, kind, text, language, role, topics, utterance FROM quotes WHERE id = ?", [Value(id)]
            ) { row in
                utterance = row.optionalInteger(6)
                for (index, name) in ["on", "kind", "text", "language", "role"].enumerated() {
                    json.key(name)
                    if let text = row.utf8(index) { json.string(utf8: text) } else { json.null() }
                }
                json.key("topics")
                json.raw(row.string(5))
            }
            try writePrintings(of: id, utterance, expert, into: &json)
            json.close()
        }
        json.closeArray()
    }

    private func writePrintings(
        of id: Int, _ utterance: Int?, _ expert: Int, into json: inout JSONBuffer
    ) throws {
        let condition = utterance == nil ? "q.id = ?" : "q.expert = ? AND q.utterance = ?"
        let arguments = utterance.map { [Value(expert), Value($0)] } ?? [Value(id)]
        json.key("printings_count")
        json.integer(
            try connection.integer("SELECT count(*) FROM quotes AS q WHERE \(condition)", arguments) ?? 0)
        json.key("printings")
        json.openArray()
        try connection.query(
            """
            SELECT q.id, q.article, a.published_on, a.publisher, q.said_on, q.speaker, q.role, q.text, q.language,
                q.same_as, q.anchor, a.slug
            FROM quotes AS q JOIN articles AS a ON a.id = q.article WHERE \(condition)
            ORDER BY q.quoted_on IS NULL, q.quoted_on, q.id LIMIT ?
            """, arguments + [Value(Self.printingsLimit)]
        ) { row in
            json.comma()
            json.open()
            json.key("quote")
            json.integer(row.integer(0))
            json.key("article")
            try names.write(Catalog.index(of: "articles"), row.integer(1), into: &json)
            for (index, name) in ["published_on", "publisher", "said_on", "speaker", "role", "text", "language"]
                .enumerated()
            {
                json.key(name)
                if let text = row.utf8(index + 2) { json.string(utf8: text) } else { json.null() }
            }
            json.key("same_as")
            row.optionalInteger(9).map { json.integer($0) } ?? json.null()
            json.key("anchor")
            json.string(row.string(10))
            json.key("link")
            json.string(Address.passage(row.string(11), "quotes", row.integer(0)))
            json.close()
        }
        json.closeArray()
    }

    // MARK: Roles

    private struct HeldRole {
        var role: String?
        var organization: String?
        var from: String?
        var to: String?
        var article: Int?
        var isInferred = false
        var count = 0
        var first: String?
        var last: String?

        /// By what they are put in order; what has no time comes last.
        var begin: String { from ?? first ?? to ?? "~" }
    }

    /// Writes the offices that are known, with when the role was printed, and the roles that were only printed.
    private func writeRoles(of expert: Int, into json: inout JSONBuffer) throws {
        var printed = try connection.all(
            """
            SELECT role, count(*), min(quoted_on), max(quoted_on) FROM quotes
            WHERE expert = ? AND role IS NOT NULL GROUP BY role
            """, [Value(expert)]
        ) { row in
            HeldRole(
                role: row.string(0), isInferred: true, count: row.integer(1), first: row.optionalString(2),
                last: row.optionalString(3))
        }
        let text = try connection.string("SELECT affiliations FROM experts WHERE id = ?", [Value(expert)]) ?? "[]"
        var roles = (try JSONReader.read(text).array ?? []).map { held -> HeldRole in
            var role = HeldRole(
                role: held["role"]?.string, organization: held["organization"]?.string, from: held["from"]?.string,
                to: held["to"]?.string, article: held["article"]?.integer)
            guard let name = role.role?.lowercased() else { return role }
            // The same role printed is no other one.
            for index in printed.indices.reversed() where printed[index].role?.lowercased() == name {
                let found = printed.remove(at: index)
                role.count += found.count
                role.first = [role.first, found.first].compactMap(\.self).min()
                role.last = [role.last, found.last].compactMap(\.self).max()
            }
            return role
        }
        roles += printed
        roles.sort {
            ($0.begin, $0.role ?? "", $0.organization ?? "") < ($1.begin, $1.role ?? "", $1.organization ?? "")
        }
        json.openArray()
        for role in roles {
            json.comma()
            json.open()
            for (name, value) in [
                ("role", role.role), ("organization", role.organization), ("from", role.from), ("to", role.to),
            ] {
                json.key(name)
                value.map { json.string($0) } ?? json.null()
            }
            json.key("article")
            if let article = role.article {
                try names.write(Catalog.index(of: "articles"), article, into: &json)
            } else {
                json.null()
            }
            json.key("inferred")
            json.bool(role.isInferred)
            json.key("count")
            json.integer(role.count)
            for (name, value) in [("first_quoted_on", role.first), ("last_quoted_on", role.last)] {
                json.key(name)
                value.map { json.string($0) } ?? json.null()
            }
            json.close()
        }
        json.closeArray()
    }
}
