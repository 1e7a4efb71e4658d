internal import Knowledge

/// A field of a form, made of a resource's declaration.
enum FormField {
    /// The fields that a client writes, without those that are not typed in here.
    static func views(of resource: Resource, without left: Set<String>) -> [View] {
        resource.writtenFields.filter { !left.contains($0.name) }.map { view($0, of: resource) }
    }

    /// What a control of the form is to be.
    private struct Control {
        /// What a script makes of what is typed: text, number, lines, reference or rows.
        var type = "text"
        var input: String? = "text"
        var rows: Int?
        var limit: Int?
        /// The resource whose records are offered.
        var offered: String?
        var choices: [String] = []
        var members: [Field] = []
        var pattern: String?
    }

    static func view(_ field: Field, of resource: Resource) -> View {
        let control = control(field)
        return [
            "name": field.name, "label": label(field.name, resource), "isRequired": field.isRequired,
            "hint": Wording.current.phrase("hint.\(field.name)"),
            "type": control.type, "input": control.input, "rows": control.rows, "limit": control.limit,
            "offered": control.offered, "pattern": control.pattern,
            "isBroad": control.rows != nil || !control.members.isEmpty || field.name == "title",
            "choices": control.choices.isEmpty
                ? nil
                : [
                    "items": control.choices.map { choice -> View in
                        ["value": choice, "label": Wording.current("choice.\(choice)")]
                    }
                ] as View,
            "members": control.members.isEmpty
                ? nil
                : [
                    "fields": control.members.map { view($0, of: resource) },
                    "add": Wording.current("form.add.\(field.name)"),
                ] as View,
        ]
    }

    /// What a field is called in a form. A resource may call one otherwise than the others do.
    static func label(_ name: String, _ resource: Resource) -> String {
        Wording.current.phrase("field.\(resource.singular).\(name)") ?? Wording.current("field.\(name)")
    }

    /// From so many characters on a text has several lines.
    private static let longText = 2_000

    private static func control(_ field: Field) -> Control {
        switch field.type {
        case .text(let max) where max >= longText:
            Control(input: nil, rows: max > 100_000 ? 24 : 2, limit: max)
        case .text(let max): Control(limit: max)
        case .slug: Control(limit: 120)
        case .integer, .number: Control(type: "number")
        case .date: Control(input: "date")
        case .url: Control(input: "url")
        case .choice(let choices): Control(input: nil, choices: choices)
        case .reference(let target): Control(type: "reference", offered: target)
        case .topics: Control(type: "lines", input: nil, rows: 2, offered: "topics")
        case .texts: Control(type: "lines", input: nil, rows: 2)
        case .objects(let members): Control(type: "rows", input: nil, members: members)
        case .dictionary: Control(type: "pairs", input: nil, rows: 2)
        case .time, .period, .language, .country, .object, .selector, .roles: Control()
        }
    }
}
