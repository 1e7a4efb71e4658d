internal import Store

/// Which conflicts are asked for.
public struct ConflictQuery: Sendable {
    /// The parameters that a list of conflicts takes.
    public static let names = ["limit", "cursor", "count", "article", "indicator", "place", "settled"]

    var limit = ListQuery.defaultLimit
    var before: Int?
    var wantsCount = false
    var article: String?
    var indicator: String?
    var place: String?
    var settled: Bool?

    /// - Throws: `KnowledgeError.parameter`.
    public init(_ parameters: [ListQuery.Parameter]) throws {
        var seen: Set<String> = []
        for parameter in parameters {
            guard seen.insert(parameter.name).inserted else {
                throw KnowledgeError.parameter("The parameter \(parameter.name) is given twice")
            }
            switch parameter.name {
            case "limit": limit = try ListQuery.checkedLimit(parameter.value)
            case "cursor": before = try Cursor(parameter.value, for: []).id
            case "count": wantsCount = try ListQuery.checkedFlag(parameter)
            case "article": article = parameter.value
            case "indicator": indicator = parameter.value
            case "place": place = parameter.value
            case "settled": settled = try ListQuery.checkedFlag(parameter)
            default:
                throw KnowledgeError.parameter(
                    "Unknown parameter \(parameter.name)\(Nearest.advice(for: parameter.name, among: Self.names))")
            }
        }
    }
}

extension Reading {
    /// Writes `{"items": […], "next": …}`, the newest conflict first, with `total` where it is asked for.
    ///
    /// - Returns: the next page's path, where there is one.
    public func conflicts(
        _ query: ConflictQuery, path: String, parameters: String, into json: inout JSONBuffer
    ) throws -> String? {
        var conditions: [ListQuery.Condition] = []
        var article: Int?
        if let reference = query.article {
            let id = try id(of: reference, in: Catalog["articles"]) ?? 0
            article = id
            conditions.append(
                ListQuery.Condition(
                    sql: "id IN (SELECT conflict FROM conflicts_statistics WHERE article = ?)", arguments: [Value(id)]))
        }
        if let indicator = query.indicator {
            let id = try id(of: indicator, in: Catalog["indicators"]) ?? 0
            conditions.append(ListQuery.Condition(sql: "indicator = ?", arguments: [Value(id)]))
        }
        if let place = query.place {
            conditions.append(ListQuery.Condition(sql: "place = ?", arguments: [.text(place)]))
        }
        if let settled = query.settled {
            conditions.append(ListQuery.Condition(sql: "settled = ?", arguments: [Value(settled ? 1 : 0)]))
        }
        let all = conditions
        if let before = query.before {
            conditions.append(ListQuery.Condition(sql: "id < ?", arguments: [Value(before)]))
        }
        func clause(_ conditions: [ListQuery.Condition]) -> String {
            conditions.isEmpty ? "" : " WHERE " + conditions.map(\.sql).joined(separator: " AND ")
        }
        let ids = try connection.all(
            "SELECT id FROM conflicts\(clause(conditions)) ORDER BY id DESC LIMIT ?",
            conditions.flatMap(\.arguments) + [Value(query.limit + 1)]
        ) { $0.integer(0) }
        json.open()
        json.key("items")
        json.openArray()
        for id in ids.prefix(query.limit) {
            json.comma()
            try writeConflict(id, telling: Self.listedConflictStatistics, of: article, into: &json)
        }
        json.closeArray()
        json.key("next")
        var next: String?
        if ids.count > query.limit {
            let cursor = Cursor(values: [], id: ids[query.limit - 1]).text(for: [])
            next = path + "?" + (parameters.isEmpty ? "" : parameters + "&") + "cursor=" + cursor
        }
        if let next { json.string(next) } else { json.null() }
        if query.wantsCount {
            json.key("total")
            json.integer(
                try connection.integer("SELECT count(*) FROM conflicts\(clause(all))", all.flatMap(\.arguments)) ?? 0)
        }
        json.close()
        return next
    }

    /// How many conflicts nobody has settled, counted up to `limit`.
    public func openConflictsCount(upTo limit: Int) throws -> Int {
        try connection.integer(
            "SELECT count(*) FROM (SELECT 1 FROM conflicts WHERE settled = 0 LIMIT ?)", [Value(limit)]) ?? 0
    }

    /// One conflict as JSON.
    ///
    /// - Throws: `KnowledgeError.notFound`.
    public func conflict(_ reference: String) throws -> JSONBuffer {
        var json = JSONBuffer()
        try writeConflict(requiredConflict(reference), telling: Self.conflictStatistics, into: &json)
        return json
    }

    /// - Throws: `KnowledgeError.notFound`.
    func requiredConflict(_ reference: String) throws -> Int {
        if !reference.isEmpty, let id = ListQuery.integer(reference),
            try connection.integer("SELECT 1 FROM conflicts WHERE id = ?", [Value(id)]) != nil
        {
            return id
        }
        throw KnowledgeError.notFound(
            "There is no conflict \(reference): it may have ended with a change of its figures. See \(Address.root)/conflicts"
        )
    }

    /// How many statistics of one conflict are told.
    public static let conflictStatistics = 200
    /// And where it is one of many.
    public static let listedConflictStatistics = 10

    /// - Parameters:
    ///   - limit: how many statistics are told.
    ///   - article: whose own statistics are told first.
    func writeConflict(
        _ id: Int, telling limit: Int, of article: Int? = nil, into json: inout JSONBuffer
    ) throws {
        try connection.query(
            """
            SELECT indicator, place, counterpart, dimensions, period, unit, settled, settled_at, settled_by, reason,
                statistic, created_at
            FROM conflicts WHERE id = ?
            """, [Value(id)]
        ) { row in
            func text(_ name: String, _ column: Int) {
                json.key(name)
                if let text = row.utf8(column) { json.string(utf8: text) } else { json.null() }
            }
            json.open()
            json.key("id")
            json.integer(id)
            json.key("indicator")
            try names.write(Catalog.index(of: "indicators"), row.integer(0), into: &json)
            text("place", 1)
            text("counterpart", 2)
            json.key("dimensions")
            json.value(try JSONReader.read(row.string(3)))
            text("period", 4)
            text("unit", 5)
            json.key("statistics")
            let count =
                try connection.integer("SELECT count(*) FROM conflicts_statistics WHERE conflict = ?", [Value(id)]) ?? 0
            try writePassages(
                count <= limit
                    ? connection.all(
                        "SELECT statistic FROM conflicts_statistics WHERE conflict = ? ORDER BY statistic", [Value(id)]
                    ) { $0.integer(0) }
                    : ends(of: id, limit, right: row.optionalInteger(10), article), into: &json)
            json.key("statistics_count")
            json.integer(count)
            json.key("settled")
            json.bool(row.integer(6) == 1)
            json.key("settlement")
            if row.integer(6) == 1 {
                json.open()
                text("reason", 9)
                text("by", 8)
                text("at", 7)
                json.key("statistic")
                if row.isNull(10) { json.null() } else { json.integer(row.integer(10)) }
                json.close()
            } else {
                json.null()
            }
            text("created_at", 11)
            json.close()
        }
    }
}

extension Reading {
    /// Some of a conflict's many statistics: that which is held right, those of the article that is asked about, and the
    /// newest of both ends, that is of what disagrees the most. In the order of their ids.
    private func ends(of conflict: Int, _ limit: Int, right: Int?, _ article: Int?) throws -> [Int] {
        var chosen = Set([right].compactMap { $0 })
        if let article {
            chosen.formUnion(
                try connection.all(
                    "SELECT statistic FROM conflicts_statistics WHERE article = ? AND conflict = ? LIMIT ?",
                    [Value(article), Value(conflict), Value(limit / 2)]
                ) { $0.integer(0) })
        }
        let comparable = try connection.integer("SELECT comparable FROM conflicts WHERE id = ?", [Value(conflict)]) ?? 0
        let ends = try ["low DESC", "high"].map { order in
            try connection.all(
                """
                SELECT statistic FROM figures WHERE comparable = ? AND superseded_by IS NULL
                ORDER BY \(order), statistic DESC LIMIT ?
                """, [Value(comparable), Value(limit)]
            ) { $0.integer(0) }
        }
        for (low, high) in zip(ends[0], ends[1]) {
            if chosen.count < limit { chosen.insert(low) }
            if chosen.count < limit { chosen.insert(high) }
        }
        return try chosen.sorted().filter { statistic in
            try connection.integer(
                "SELECT 1 FROM conflicts_statistics WHERE statistic = ? AND conflict = ?",
                [Value(statistic), Value(conflict)]) != nil
        }
    }
}

extension Writing {
    /// Settles a conflict: keeps the reason, who said so and when, and the statistic that is held right, if one is.
    ///
    /// - Parameters:
    ///   - body: {reason, statistic}: why, 1 to 2,000 characters; the id of one of the conflict's statistics.
    ///   - by: who settles it.
    /// - Throws: `KnowledgeError.notFound`, `KnowledgeError.invalid`.
    public func settleConflict(_ reference: String, _ body: JSON, by: String) throws {
        let id = try reading.requiredConflict(reference)
        guard case .object(let object) = body else {
            throw KnowledgeError.invalid([Fault("", "must be an object, not \(body.kind)")])
        }
        var validation = Validation()
        let known = ["reason", "statistic"]
        for name in object.repeated { validation.faults.add("".appending(name), "stands twice") }
        for (name, _) in object.members where !known.contains(name) {
            validation.faults.add(
                "".appending(name), "is not known here\(Nearest.hint(for: name, among: known))")
        }
        var reason: String?
        if let given = object["reason"], given != .null {
            reason = validation.text(given, max: 2_000, "/reason", isRequired: true)
        } else {
            validation.faults.add("/reason", "is required")
        }
        var statistic: Int?
        if let given = object["statistic"], given != .null {
            statistic = given.integer ?? given["id"]?.integer
            let isMember = try statistic.map {
                try connection.integer(
                    "SELECT 1 FROM conflicts_statistics WHERE statistic = ? AND conflict = ?", [Value($0), Value(id)])
                    != nil
            }
            if isMember != true {
                validation.faults.add("/statistic", "must be the id of one of the conflict's statistics")
            }
        }
        try validation.faults.throwIfAny()
        let values = try JSON.array(ConflictKeeping.values(of: id, connection))
        try connection.execute(
            """
            UPDATE conflicts SET settled = 1, settled_at = ?, settled_by = ?, reason = ?, statistic = ?,
                settled_values = ?
            WHERE id = ?
            """,
            [.text(now), .text(by), Value(reason), statistic.map { Value($0) } ?? .null, .text(values.text), Value(id)])
        let settlement: JSON = [
            "reason": reason.map(JSON.string) ?? .null, "statistic": statistic.map { .number(JSONNumber($0)) } ?? .null,
        ]
        let change: JSON = [["field": "settlement", "from": .null, "to": settlement]]
        try enter(.settle, "conflicts", id, changes: change.text)
    }

    /// Opens a conflict again.
    ///
    /// - Throws: `KnowledgeError.notFound`.
    public func unsettleConflict(_ reference: String) throws {
        let id = try reading.requiredConflict(reference)
        try ConflictKeeping.open(id, connection)
        try enter(.unsettle, "conflicts", id)
    }
}
