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

/// How many there are of something, in the page's language: `1 quote`, `1,204 quotes`, `10,000+ quotes`.
struct Count {
    let value: Int
    let noun: String
    /// Whether there are more.
    let isCut: Bool

    init(_ value: Int, _ noun: String, isCut: Bool = false) {
        self.value = value
        self.noun = noun
        self.isCut = isCut
    }

    var number: String { Numeral.grouped(String(value)) + (isCut ? "+" : "") }
    var words: String {
        let wording = Wording.current
        return wording.plural("count.\(noun)", PluralCategory(of: value, in: wording.language), number)
            ?? "\(number) \(value == 1 ? noun : Noun.plural(noun))"
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
