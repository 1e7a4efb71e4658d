internal import Store

/// A body that has passed validation: what is to be written, field by field.
struct Entry: Sendable {
    var fields: [String: Entered] = [:]
    /// Where the body stands in what was sent: its JSON Pointer.
    var pointer = ""
    /// Records that an article carries: its quotes and statistics, by resource.
    var carried: [String: [Entry]] = [:]

    /// The text of a field that was entered as one.
    func text(_ name: String) -> String? {
        if case .value(.text(let text))? = fields[name] { text } else { nil }
    }
}

/// What was entered in a field.
enum Entered: Sendable {
    /// A value as the column keeps it.
    case value(Value)
    case reference(EnteredReference)
    /// Topics, each by slug or name.
    case topics([EnteredReference])
    /// JSON text to be kept, and the references within it, each with its place: index, member.
    case json(JSON, references: [(index: Int, member: String, reference: EnteredReference)])
}

/// How a body names a record of another resource.
struct EnteredReference: Sendable {
    let resource: String
    let key: Key
    let pointer: String

    enum Key: Sendable {
        case id(Int)
        case slug(String)
        /// By its name, where a body may make the record that it names: what to make is told, too.
        case named(String, Entry)
    }
}
