internal import Knowledge
internal import Mustache

/// What a template reads: names and values.
///
/// A name that has no value is `false`: its section is left out, and the template does not go on to look for the same
/// name in what the view stands in.
struct View: MustacheParent, ExpressibleByDictionaryLiteral {
    private var members: [String: Any]

    init(dictionaryLiteral elements: (String, Any?)...) {
        members = Dictionary(elements.map { ($0, $1 ?? false) }) { _, last in last }
    }

    func child(named name: String) -> Any? { members[name] }

    subscript(_ name: String) -> Any? {
        get { members[name] }
        set { members[name] = newValue ?? false }
    }

    /// Views with a number of them and a word for it; nil where there are none, so that a heading goes with them.
    static func group(_ items: [View], _ count: Count) -> View? {
        items.isEmpty ? nil : ["items": items, "count": count.number, "counted": count.words]
    }
}

/// How many there are of something, in the page's language: `1 quote`, `1,204 quotes`.
struct Count {
    let value: Int
    let noun: String

    init(_ value: Int, _ noun: String) {
        self.value = value
        self.noun = noun
    }

    var number: String { Numeral.grouped(String(value)) }
    var words: String {
        Wording.current.plural("count.\(noun)", value) ?? "\(number) \(value == 1 ? noun : Noun.plural(noun))"
    }
}

extension JSON {
    /// The member's text; nil where it is null, empty or something else.
    func text(_ name: String) -> String? {
        guard let text = self[name]?.string, !text.isEmpty else { return nil }
        return text
    }

    func items(_ name: String) -> [JSON] { self[name]?.array ?? [] }

    /// What a reference is called: its name, or its title.
    var label: String? { text("name") ?? text("title") }
}
