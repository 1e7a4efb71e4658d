internal import Knowledge

/// Records as the lines of a table: a column a field, and beside each reference what it is called.
///
/// What a field refers to stands as it is written: its slug, or its id where it has none. Lists of words are joined by
/// `; `, objects stand as JSON.
struct RecordTable: Sendable {
    private let fields: [Field]

    /// - Parameter fields: those that were asked for; all of the resource's when nil.
    init(_ resource: Resource, fields: [Field]?) {
        self.fields = fields ?? resource.fields
    }

    var header: [String] {
        fields.flatMap { field -> [String] in
            guard case .reference(let target) = field.type, let label = Catalog[target].label else {
                return [field.name]
            }
            return [field.name, "\(field.name)_\(label)"]
        }
    }

    /// The cells of a record as the API answers it.
    func cells(_ record: JSON) -> [CSV.Cell] {
        fields.flatMap { field -> [CSV.Cell] in
            let value = record[field.name] ?? .null
            switch field.type {
            case .reference(let target):
                let reference = CSV.Cell(value.text("slug") ?? value["id"]?.integer.map(String.init))
                return Catalog[target].label == nil ? [reference] : [reference, CSV.Cell(value.label)]
            case .topics, .texts:
                let words = (value.array ?? []).compactMap(\.string)
                return [words.isEmpty ? .empty : .text(words.joined(separator: "; "))]
            default: return [Self.cell(value)]
            }
        }
    }

    private static func cell(_ value: JSON) -> CSV.Cell {
        switch value {
        case .null: return .empty
        case .string(let text): return .text(text)
        case .bool(let bool): return .text(bool ? "true" : "false")
        case .number(let number):
            if let integer = number.integer { return .integer(integer) }
            return number.double.map(CSV.Cell.number) ?? .text(number.text)
        case .array(let array) where array.isEmpty: return .empty
        case .object(let object) where object.isEmpty: return .empty
        default: return .text(value.text)
        }
    }
}
