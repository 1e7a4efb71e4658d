import Foundation
import Knowledge
import Testing

@testable import API

@Suite("The strings of the pages")
struct StringsTests {
    private static func members(_ language: Language) throws -> [(name: String, value: JSON)] {
        let text = try String(contentsOfFile: "\(PagesSite.root)/Views/\(language.rawValue).json", encoding: .utf8)
        let object = try #require(JSONReader.read(text).object)
        #expect(object.repeated.isEmpty)
        return object.members
    }

    private static func placeholders(_ text: String) -> [String] {
        text.matches(of: /\{(\w+)\}/).map { String($0.1) }.sorted()
    }

    @Test("Every language has every phrase, with the same values in it; units' names only where they are not English")
    func sameKeys() throws {
        let english = Dictionary(uniqueKeysWithValues: try Self.members(.english).map { ($0.name, $0.value) })
        for language in Language.allCases where language != .english {
            let other = Dictionary(uniqueKeysWithValues: try Self.members(language).map { ($0.name, $0.value) })

            // What is also said outside of pages has its English where it is asked for.
            let further = ["unit.", "chart.", "count.further line"]
            #expect(
                Set(english.keys) == Set(other.keys.filter { key in !further.contains(where: key.hasPrefix) }))

            for (key, value) in english {
                if let phrase = value.string {
                    #expect(Self.placeholders(phrase) == Self.placeholders(try #require(other[key]?.string)), "\(key)")
                } else {
                    #expect(other[key]?.object != nil, "\(key)")
                }
            }
        }
    }

    @Test("A plural has the forms that its language has, each with the number", arguments: Language.allCases)
    func plurals(_ language: Language) throws {
        let categories: Set = language == .english ? ["one", "other"] : ["one", "few", "many", "other"]
        for member in try Self.members(language) {
            guard let forms = member.value.object?.members else { continue }
            #expect(Set(forms.map(\.name)) == categories, "\(member.name)")
            for form in forms { #expect(form.value.string?.contains("{n}") == true, "\(member.name)") }
        }
    }

    @Test("Every phrase is asked for, and every phrase that is asked for is there")
    func asked() throws {
        let sources = try Self.files(PagesSite.root + "/Sources/API", ".swift")
        let templates = try Self.files(PagesSite.root + "/Views", ".mustache")
        let scripts = try Self.files(PagesSite.root + "/Public/assets", ".js")
        let inSources = Set(
            sources.matches(of: /(?:Wording\.current|words)(?:\.phrase|\.plural)?\(\s*"([a-z_.]+)"/).map {
                String($0.1)
            })
        let inTemplates = Set(templates.matches(of: /\[\[([a-z_.]+)\]\]/).map { String($0.1) })
        let inScripts = Set(scripts.matches(of: /(?:word|plural)\('([a-z_.]+)'/).map { "script.\($0.1)" })
        let keys = Set(try Self.members(.english).map(\.name))

        let asked = inSources.union(inTemplates).union(inScripts).filter { !$0.hasPrefix("chart.") }
        #expect(asked.subtracting(keys).isEmpty)

        // What a key is made of at run time begins like this.
        let made = [
            "count.", "qualifier.", "status.", "kind.", "doubt.", "list.", "failure.", "script.", "api.", "filter.",
            "field.", "hint.", "choice.", "act.", "form.add.", "review.", "history.", "import.status.",
        ]
        let names = Set(Catalog.resources.map(\.name))
        for key in keys where !names.contains(key) && !made.contains(where: key.hasPrefix) {
            #expect(
                inTemplates.contains(key) || sources.contains("\"\(key)\""), "\(key) is asked for nowhere")
        }
    }

    private static func files(_ folder: String, _ ending: String) throws -> String {
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder)
        return try names.filter { $0.hasSuffix(ending) }
            .map { try String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8) }.joined(separator: "\n")
    }

    @Test(
        "Accept-Language is met by its best range that the pages speak",
        arguments: [
            (nil, Language.english), ("ru", .russian), ("ru-RU,ru;q=0.9,en;q=0.8", .russian),
            ("en-GB,ru;q=0.9", .english), ("de,ru;q=0.5", .russian), ("de", .english), ("*", .english),
            ("ru;q=0,en;q=0.1", .english), ("rus", .english), ("en;q=0.5,ru;q=0.7", .russian), ("ru;q=x", .english),
        ])
    func negotiation(_ field: String?, _ language: Language) {
        #expect(Language.preferred(by: field) == language)
    }
}

@Suite("Numbers, dates and counts in Russian")
struct RussianWordingTests {
    private let russian: Wording

    init() throws {
        let text = try String(contentsOfFile: PagesSite.root + "/Views/ru.json", encoding: .utf8)
        russian = try Wording(.russian, strings: JSONReader.read(text))
    }

    @Test(
        "A figure has its qualifier, number, unit and range",
        arguments: [
            (#"{"value": 4200000000, "unit": "USD", "qualifier": "about"}"#, "около 4,2 млрд USD"),
            (#"{"value": 86, "unit": "%"}"#, "86 %"),
            (#"{"value": 0.3, "value_to": 0.5, "unit": "km3"}"#, "0,3–0,5 km³"),
            (#"{"value": 1, "unit": "person"}"#, "1 человек"), (#"{"value": 22, "unit": "person"}"#, "22 человека"),
            (#"{"value": 18000, "unit": "person"}"#, "18 000 человек"),
            (#"{"value": 2.1, "unit": "percentage point"}"#, "2,1 процентного пункта"),
            (#"{"value": 1200000, "unit": "migrant", "qualifier": "more_than"}"#, "более 1,2 млн мигрантов"),
            (#"{"value": 900000, "value_to": 1200000, "unit": "EUR"}"#, "от 900 000 до 1,2 млн EUR"),
        ])
    func figures(_ statistic: String, _ words: String) throws {
        let figure = try JSONReader.read(statistic)

        let made = Wording.$current.withValue(russian) { Figure.words(figure) }

        #expect(made.replacing("\u{A0}", with: " ") == words)
    }

    @Test(
        "Periods are read as one says them",
        arguments: [
            ("2018", "2018"), ("2018-05", "май 2018 г."), ("2024-02-29", "29 февраля 2024 г."),
            ("2025-04/2025-07", "апрель–июль 2025 г."), ("2025-02-01/2025-02-14", "1–14 февраля 2025 г."),
            ("2025-03-18/2025-06-05", "18 марта – 5 июня 2025 г."),
        ])
    func periods(_ period: String, _ words: String) {
        let made = Wording.$current.withValue(russian) { PrintedDate.words(period) }

        #expect(made.replacing("\u{A0}", with: " ") == words)
    }

    @Test(
        "Counts have the form that their number wants",
        arguments: [
            (1, "1 цитата"), (3, "3 цитаты"), (5, "5 цитат"), (11, "11 цитат"), (21, "21 цитата"), (112, "112 цитат"),
        ])
    func counts(_ number: Int, _ words: String) {
        #expect(Wording.$current.withValue(russian) { Count(number, "quote").words } == words)
    }
}
