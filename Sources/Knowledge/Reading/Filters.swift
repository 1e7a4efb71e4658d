internal import Store

/// Filters: `field=value`, a comma for or; `field_from` and `field_to` for ranges, both ends included.
extension ListQuery {
    static func filter(_ resource: Resource, _ parameter: Parameter) throws -> Condition {
        if let field = resource.field(parameter.name), field.isFiltered {
            return try equality(resource, field, parameter)
        }
        for (suffix, comparison) in [("_from", ">="), ("_to", "<=")] where parameter.name.hasSuffix(suffix) {
            if let field = resource.field(String(parameter.name.dropLast(suffix.count))), field.isFiltered,
                field.type.hasOrder
            {
                let bound = try bound(field, parameter, isUpper: suffix == "_to")
                // What is not known is in no range, though it sorts as the least of all.
                return Condition(
                    sql:
                        "\(SortKey.expression(of: field, in: resource)) \(comparison) ? AND \(field.column(in: resource)) IS NOT NULL",
                    arguments: [bound])
            }
        }
        throw KnowledgeError.parameter(
            "Unknown parameter \(parameter.name)\(Nearest.hint(for: parameter.name, among: parameterNames(resource)))")
    }

    private static func equality(_ resource: Resource, _ field: Field, _ parameter: Parameter) throws -> Condition {
        switch field.type {
        case .reference(let target):
            return references(resource, field, to: Catalog[target], parameter.alternatives)
        case .topics, .texts:
            let list = placeholders(parameter.alternatives.count)
            let members = "FROM \(resource.name)_\(field.name) WHERE value \(list)"
            return Condition(
                sql: "\(resource.name).id IN (SELECT item \(members))",
                arguments: parameter.alternatives.map(Value.text),
                membership: Membership(
                    count: "SELECT count(*) FROM (SELECT 1 \(members) LIMIT \(Membership.many))",
                    walked: "EXISTS (SELECT 1 \(members) AND item = \(resource.name).id)",
                    table: parameter.alternatives.count == 1 ? "\(resource.name)_\(field.name)" : nil))
        default:
            let values = try parameter.alternatives.map { try value($0, of: field) }
            let column = field.column(in: resource)
            let indexed = SortKey.expression(of: field, in: resource)
            let list = placeholders(values.count)
            if case .text = field.type, field.isSorted {
                // Its index is without regard to case; what it finds is compared letter for letter.
                // (BETWEEN where = would do: SQLite puts what a column is equal to in place of it, and finds no index.)
                let lowered = list.replacing("?", with: "lower(?)")
                let exactly = values.count == 1 ? "BETWEEN ? AND ?" : list
                return Condition(
                    sql: "\(indexed) \(lowered) AND \(column) \(exactly)",
                    arguments: values + values + (values.count == 1 ? values : []))
            }
            // No value of a day or period is empty, as the index has those that are missing.
            return Condition(sql: "\(field.type.hasOrder ? indexed : column) \(list)", arguments: values)
        }
    }

    /// Ids and slugs may stand side by side; what does not exist has no records.
    private static func references(
        _ resource: Resource, _ field: Field, to target: Resource, _ references: [String]
    ) -> Condition {
        let ids = references.compactMap(integer)
        let slugs = references.filter { integer($0) == nil }
        var parts: [String] = []
        let column = "\(resource.name).\(field.name)"
        // Who was merged is asked for under the old name still. Each is one value to SQLite, found once.
        if target.name == "experts" {
            let present = ids.map { _ in "coalesce((SELECT survivor FROM experts_merged WHERE id = ?), ?)" }
            let named = slugs.map { _ in
                "coalesce((SELECT id FROM experts WHERE slug = ?), (SELECT survivor FROM experts_merged WHERE slug = ?))"
            }
            let all = present + named
            return Condition(
                sql: all.count == 1 ? "\(column) = \(all[0])" : "\(column) IN (\(all.joined(separator: ", ")))",
                arguments: ids.flatMap { [Value($0), Value($0)] } + slugs.flatMap { [Value.text($0), .text($0)] },
                only: all.count == 1 ? (field.name, all[0]) : nil)
        }
        // What has no slug is known by its id alone; 0 is nobody's.
        guard target.hasSlug || !ids.isEmpty else { return Condition(sql: "\(column) = 0", arguments: []) }
        if !ids.isEmpty { parts.append("\(column) \(placeholders(ids.count))") }
        if slugs.count == 1, target.hasSlug {
            // One value to SQLite, which so finds the list's order in an index, too.
            parts.append("\(column) = (SELECT id FROM \(target.name) WHERE slug = ?)")
        } else if !slugs.isEmpty, target.hasSlug {
            parts.append(
                "\(resource.name).\(field.name) IN (SELECT id FROM \(target.name) WHERE slug \(placeholders(slugs.count)))"
            )
        }
        return Condition(
            sql: "(\(parts.joined(separator: " OR ")))",
            arguments: ids.map { Value($0) } + (target.hasSlug ? slugs.map(Value.text) : []))
    }

    private static func placeholders(_ count: Int) -> String {
        count == 1 ? "= ?" : "IN (\(Array(repeating: "?", count: count).joined(separator: ", ")))"
    }

    /// A filter's value as its column keeps it.
    private static func value(_ text: String, of field: Field) throws -> Value {
        switch field.type {
        case .integer:
            guard let integer = integer(text) else {
                throw KnowledgeError.parameter("\(field.name) must be an integer")
            }
            return Value(integer)
        case .number: return .real(try number(text, of: field))
        case .choice(let choices):
            guard choices.contains(text) else {
                throw KnowledgeError.parameter(
                    "\(field.name) is one of \(choices.joined(separator: ", "))\(Nearest.hint(for: text, among: choices))"
                )
            }
            return .text(text)
        case .date:
            guard Period.isDay(text) else {
                throw KnowledgeError.parameter(
                    "\(field.name) must be a day like 2024-05-31; for a range use \(field.name)_from and \(field.name)_to"
                )
            }
            return .text(text)
        case .period:
            guard Period.isPeriod(text) else {
                throw KnowledgeError.parameter("\(field.name) must be a period like 2018 or 2018-05")
            }
            return .text(text)
        default: return .text(text)
        }
    }

    private static func bound(_ field: Field, _ parameter: Parameter, isUpper: Bool) throws -> Value {
        switch field.type {
        case .integer, .number: return .real(try number(parameter.value, of: field))
        case .date, .period:
            guard Period.isPoint(parameter.value) else {
                throw KnowledgeError.parameter(
                    "\(parameter.name) must be a year, month or day like 2024, 2024-05 or 2024-05-31")
            }
        default:
            guard parameter.value.utf8.count >= 4,
                parameter.value.utf8.allSatisfy({ "0123456789-:.TZ".utf8.contains($0) })
            else {
                throw KnowledgeError.parameter(
                    "\(parameter.name) must be a time like 2024-05-31 or 2024-05-31T12:00:00Z")
            }
        }
        // Texts are compared: `~` stands behind whatever can follow, so that an upper end of 2024 takes in all of 2024.
        return .text(isUpper ? parameter.value + "~" : parameter.value)
    }

    private static func number(_ text: String, of field: Field) throws -> Double {
        guard case .number(let number)? = try? JSONReader.read(text), let value = number.double else {
            throw KnowledgeError.parameter("\(field.name) must be a number")
        }
        return value
    }
}
