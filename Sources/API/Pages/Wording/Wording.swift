internal import Foundation
internal import Knowledge

/// The words of the pages in one language: those of its strings file, and the language's rules.
///
/// Dates, numbers and plurals follow Unicode's CLDR, as `Intl` does in a browser.
struct Wording: Sendable {
    let language: Language
    private let phrases: [String: String]
    /// By key, the forms by plural category.
    private let plurals: [String: [PluralCategory: String]]
    /// What scripts say, as JSON that may stand inside a page: by their group, that of every page having no name.
    private let ofScripts: [String: String]

    /// The wording of the page that is being made; outside of pages, English without a strings file.
    ///
    /// A task-local value and not a parameter, since words are asked for at the very leaves: by dates, numbers and units.
    @TaskLocal static var current = Wording(english: ())

    private init(english: Void) {
        language = .english
        phrases = [:]
        plurals = [:]
        ofScripts = [:]
    }

    /// - Parameters:
    ///   - strings: a flat object: a phrase by its key, or an object of a plural's forms. `{name}` stands for a value.
    /// - Throws: `PagesError` for anything else.
    init(_ language: Language, strings: JSON) throws {
        self.language = language
        var phrases: [String: String] = [:]
        var plurals: [String: [PluralCategory: String]] = [:]
        var ofScripts: [String: [(String, JSON)]] = [:]
        for member in strings.object?.members ?? [] {
            if member.name.hasPrefix(Self.scriptPrefix) {
                let key = String(member.name.dropFirst(Self.scriptPrefix.count))
                let group = key.split(separator: ".").first.map(String.init) ?? ""
                ofScripts[Self.scriptGroups.contains(group) ? group : "", default: []].append((key, member.value))
            }
            if let phrase = member.value.string {
                phrases[member.name] = phrase
                continue
            }
            var forms: [PluralCategory: String] = [:]
            for form in member.value.object?.members ?? [] {
                guard let category = PluralCategory(rawValue: form.name), let text = form.value.string else {
                    throw PagesError("\(member.name) is to have a text for each of one, few, many, other")
                }
                forms[category] = text
            }
            guard forms[.other] != nil else { throw PagesError("\(member.name) has no form for other") }
            plurals[member.name] = forms
        }
        self.phrases = phrases
        self.plurals = plurals
        // Inside a <script> no letter of it may begin a tag.
        self.ofScripts = ofScripts.mapValues { PageText.inScript(.object(JSONObject($0))) }
    }

    private static let scriptPrefix = "script."
    /// What only the pages of editors have, `script.editor.…`: a reader's page is not to carry it.
    private static let scriptGroups: Set = ["editor", "acts"]

    /// The phrase of a key with its values put in; nil where there is none.
    func phrase(_ key: String, _ values: KeyValuePairs<String, String> = [:]) -> String? {
        phrases[key].map { Self.filled($0, values) }
    }

    /// The phrase of a key. A test holds that every key that is asked for is in each strings file.
    func callAsFunction(_ key: String, _ values: KeyValuePairs<String, String> = [:]) -> String {
        phrase(key, values) ?? key
    }

    /// The phrase of a key for a language that has it, else what it says in English: for what is shown outside of pages, too,
    /// where there may be no strings file.
    func callAsFunction(
        _ key: String, or english: String, _ values: KeyValuePairs<String, String> = [:]
    ) -> String {
        phrase(key, values) ?? Self.filled(english, values)
    }

    /// The form for a number, `{n}` being the number itself; nil where there is no such key.
    func plural(_ key: String, _ number: Int, _ values: KeyValuePairs<String, String> = [:]) -> String? {
        plural(key, PluralCategory(of: number, in: language), Numeral.grouped(String(number))).map {
            Self.filled($0, values)
        }
    }

    func plural(_ key: String, _ category: PluralCategory, _ number: String) -> String? {
        plurals[key].flatMap { $0[category] ?? $0[.other] }.map { Self.filled($0, ["n": number]) }
    }

    /// A template with its `[[key]]`s replaced; `[[script words]]` is what scripts say, as JSON, `[[script words editor]]`
    /// what only those of a group do.
    ///
    /// - Throws: `PagesError` for a key that the strings file has not.
    func putting(phrasesInto template: String) throws -> String {
        var text = ""
        var rest = template[...]
        while let start = rest.firstRange(of: "[["), let end = rest[start.upperBound...].firstRange(of: "]]") {
            let key = String(rest[start.upperBound..<end.lowerBound])
            text += rest[..<start.lowerBound]
            if key.hasPrefix("script words") {
                text += ofScripts[String(key.dropFirst("script words ".count))] ?? "{}"
            } else if let phrase = phrases[key] {
                text += PageText().escapeText(phrase).replacing("{", with: "{{").replacing("}", with: "}}")
            } else {
                throw PagesError("[[\(key)]] is not in the strings file of \(language.rawValue)")
            }
            rest = rest[end.upperBound...]
        }
        return text + rest
    }

    private static func filled(_ phrase: String, _ values: KeyValuePairs<String, String>) -> String {
        values.reduce(phrase) { $0.replacing("{\($1.key)}", with: $1.value) }
    }
}

/// The plural categories of CLDR that English and Russian have.
enum PluralCategory: String {
    case one, few, many, other

    /// The category of a whole number (https://www.unicode.org/cldr/charts/latest/supplemental/language_plural_rules.html).
    init(of number: Int, in language: Language) {
        let (ones, tens) = (abs(number % 10), abs(number % 100))
        switch language {
        case .english: self = number == 1 ? .one : .other
        case .russian:
            if ones == 1, tens != 11 {
                self = .one
            } else if (2...4).contains(ones), !(12...14).contains(tens) {
                self = .few
            } else {
                self = .many
            }
        }
    }
}
