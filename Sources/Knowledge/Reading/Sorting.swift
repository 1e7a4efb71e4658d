internal import Foundation
internal import Store

/// One key of a list's order.
enum SortKey: Sendable, Equatable {
    /// How well a record matches the words that are searched for.
    case relevance
    case field(name: String, expression: String, descending: Bool)

    /// Reads `published_on,-title`.
    static func parse(_ text: String, of resource: Resource) throws -> [SortKey] {
        var keys: [SortKey] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let descending = part.hasPrefix("-")
            let name = String(descending ? part.dropFirst() : part)
            if name == "position", resource.field("selector") != nil {
                keys.append(.field(name: name, expression: position(in: resource), descending: descending))
                continue
            }
            guard let field = resource.field(name), field.isSorted else {
                let known = ListQuery.sortNames(resource)
                throw KnowledgeError.parameter(
                    "sort: \(resource.name) can't be sorted by \(name.isEmpty ? "nothing" : name)\(Nearest.advice(for: name, among: known))"
                )
            }
            guard !keys.contains(where: { $0.name == name }) else {
                throw KnowledgeError.parameter("sort: \(name) stands twice")
            }
            keys.append(.field(name: name, expression: expression(of: field, in: resource), descending: descending))
        }
        return keys
    }

    /// The order of the text; what has no passage comes last.
    private static func position(in resource: Resource) -> String {
        "coalesce(\(resource.name).start, 9223372036854775807)"
    }

    /// What is compared: names without regard to case, and what may be missing as the least of all. Indexes are made
    /// of these very expressions.
    static func expression(of field: Field, in resource: Resource) -> String {
        let column = field.column(in: resource)
        return switch field.type {
        case .text: "lower(\(column))"
        case .date, .period: "coalesce(\(column), '')"
        default: column
        }
    }

    var name: String {
        switch self {
        case .relevance: "relevance"
        case .field(let name, _, _): name
        }
    }

    /// As it stands in `sort=`.
    var text: String {
        switch self {
        case .relevance: "relevance"
        case .field(let name, _, let descending): descending ? "-\(name)" : name
        }
    }

    func expression(in resource: Resource) -> String {
        switch self {
        // Which record comes before which is told by `Ranking`.
        case .relevance: "\(FullText.table(resource.name)).rowid"
        case .field(_, let expression, _): expression
        }
    }

    var isDescending: Bool {
        switch self {
        case .relevance: false
        case .field(_, _, let descending): descending
        }
    }
}

/// Where a page of a list ended: the last record's sort values and id. Later inserts move nothing of it.
struct Cursor: Sendable {
    let values: [Value]
    let id: Int

    init(values: [Value], id: Int) {
        self.values = values
        self.id = id
    }

    /// - Throws: `KnowledgeError.parameter` where `text` was not made by `text(for:)` with the same order.
    init(_ text: String, for sort: [SortKey]) throws {
        let base64 = text.replacing("-", with: "+").replacing("_", with: "/")
        let padded = base64 + String(repeating: "=", count: (4 - base64.utf8.count % 4) % 4)
        guard text.utf8.count <= 4_096, let data = Data(base64Encoded: padded),
            case .array(let parts)? = try? JSONReader.read([UInt8](data)),
            parts.count == 2 + (sort == [.relevance] ? Ranking.Place.valueCount : sort.count),
            let id = parts[1].integer
        else {
            throw KnowledgeError.parameter("cursor is not one that this server gave: begin again without it")
        }
        guard parts[0].string == Self.signature(of: sort) else {
            throw KnowledgeError.parameter("cursor belongs to another sort: begin again without it")
        }
        self.id = id
        values = try parts.dropFirst(2).map { part in
            switch part {
            case .string(let text): return .text(text)
            case .number(let number):
                if let integer = Int64(number.text) { return .integer(integer) }
                guard let value = number.double else {
                    throw KnowledgeError.parameter("cursor is not one that this server gave")
                }
                return .real(value)
            default: throw KnowledgeError.parameter("cursor is not one that this server gave: begin again without it")
            }
        }
        if sort == [.relevance], Ranking.Place(values) == nil {
            throw KnowledgeError.parameter("cursor is not one that this server gave: begin again without it")
        }
    }

    func text(for sort: [SortKey]) -> String {
        var json = JSONBuffer(capacity: 256)
        json.openArray()
        json.string(Self.signature(of: sort))
        json.comma()
        json.integer(id)
        for value in values {
            json.comma()
            switch value {
            case .text(let text): json.string(text)
            case .integer(let integer): json.integer(Int(integer))
            case .real(let real): json.raw(real.description)
            case .null, .blob: json.null()
            }
        }
        json.closeArray()
        let base64 = json.withBytes { Data($0) }.base64EncodedString()
        return base64.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    private static func signature(of sort: [SortKey]) -> String { sort.map(\.text).joined(separator: ",") }

    /// The condition that a record comes after this one: `id` breaks ties in the direction of the first key.
    func condition(_ sort: [SortKey], in resource: Resource, id idExpression: String) -> ListQuery.Condition {
        var keys = sort.map { (expression: $0.expression(in: resource), descending: $0.isDescending) }
        keys.append((expression: idExpression, descending: sort.first?.isDescending ?? false))
        let values = values + [Value(id)]
        // (a, b, c) after (x, y, z): a >= x AND (a > x OR (b > y OR (b = y AND c > z))). The first, though implied,
        // is what an index can seek by.
        var sql = ""
        var arguments: [Value] = []
        for (index, key) in keys.enumerated().reversed() {
            let after = "\(key.expression) \(key.descending ? "<" : ">") ?"
            if sql.isEmpty {
                sql = after
                arguments = [values[index]]
            } else {
                sql = "(\(after) OR (\(key.expression) = ? AND \(sql)))"
                arguments = [values[index], values[index]] + arguments
            }
        }
        if let first = keys.first, keys.count > 1 {
            sql = "\(first.expression) \(first.descending ? "<=" : ">=") ? AND \(sql)"
            arguments.insert(values[0], at: 0)
        }
        return ListQuery.Condition(sql: sql, arguments: arguments)
    }
}
