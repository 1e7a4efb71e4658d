import Foundation
import Store
import Testing

@testable import Knowledge

/// What a query must find, and what not, in articles of several languages.
@Suite struct SearchLanguagesTests {
    /// Slug, language and text. None has a title of more than its slug.
    private static let articles: [(slug: String, language: String?, text: String)] = [
        ("en1", "en", "The workers were building dams; policies for strategic partners changed in 2018."),
        ("en2", "en", "A worker built one dam. The policy of each strategic partnership is old."),
        ("en3", nil, "Universities study migration, and the police don't. Tajik-Afghan trade, 5-10 days."),
        ("ru1", "ru", "Трудовые мигранты перевели деньги. Всё ещё одно соглашение о границах."),
        ("ru2", "ru", "Среди мигрантов много рабочих. Все еще одна граница, заявил президент."),
        ("ru3", nil, "Чёрный рынок и реки Таджикистана."),
        ("tg1", "tg", "Муҳоҷирони тоҷик дар Русия кор мекунанд. Ҷумҳурии Тоҷикистон."),
        ("tg2", "tg", "Об дар дарёи Панҷ кам шуд; мардуми шаҳр интизоранд."),
        ("pt1", "pt", "As emissões caíram; a política das cidades mudou em São Paulo."),
        ("pt2", "pt-BR", "O político falou da cidade e da emissão de gases."),
        ("ar1", "ar", "قالَ الرئيسُ إنّ المهاجرين أرسلوا الأموال."),
        ("ar2", "ar", "الحدود بين البلدين مغلقة"),
        ("zh1", "zh", "中国经济增长放缓，2024年报告显示。移民汇款"),
        ("zh2", "zh", "国际经济合作，中亚与中国的关系。"),
        ("ja1", "ja", "東京都は移民労働者のデータを発表した。"),
        ("ja2", "ja", "京都の経済はコーヒーで成長した。"),
        ("th1", "th", "ประเทศไทยมีแรงงานข้ามชาติจำนวนมาก"),
        ("th2", "th", "เศรษฐกิจของประเทศลาวเติบโต"),
        ("mix1", nil, "Президент Rahmon сказал: GDP增长 5%, Łódź и Straße."),
        ("el1", "el", "Η Ελλάδα και οι μετανάστες"),
    ]

    /// Query, what it finds (in the order of the alphabet), of all of these.
    private static let queries: [(query: String, found: String)] = [
        // English: words by their stems.
        ("worker", "en1 en2"),
        ("workers", "en1 en2"),
        ("WORKERS", "en1 en2"),
        ("worked dams", ""),
        ("dam", "en1 en2"),
        ("dams worker", "en1 en2"),
        ("building", "en1"),
        ("policy", "en1 en2"),
        ("policies", "en1 en2"),
        ("police", "en3"),
        ("university", "en3"),
        ("migrations", "en3"),
        ("changing", "en1"),
        ("partner", "en1 en2"),
        ("partnerships", "en2"),
        ("nowhere", ""),
        // Phrases are the exact words in order; words that are joined follow each other.
        ("\"strategic partners\"", "en1"),
        ("\"strategic partner\"", ""),
        ("\"strategic partner", "en1 en2"),
        ("\"partners strategic\"", ""),
        ("\"worker\"", "en2"),
        ("Tajik-Afghan", "en3"),
        ("Afghan-Tajik", ""),
        ("5-10", "en3"),
        ("don't", "en3"),
        // The last word may be the beginning of one, the others not.
        ("strat", "en1 en2"),
        ("strat pol", ""),
        ("strategic pol", "en1 en2"),
        ("2018", "en1"),
        // Russian.
        ("мигрант", "ru1 ru2"),
        ("мигрантов", "ru1 ru2"),
        ("МИГРАНТАМ", "ru1 ru2"),
        ("граница", "ru1 ru2"),
        ("границами", "ru1 ru2"),
        ("все еще", "ru1 ru2"),
        ("\"всё ещё одно\"", "ru1"),
        ("\"все еще одно\"", "ru1"),
        ("\"ещё одна\"", "ru2"),
        ("черный рынок", "ru3"),
        ("чёрного", "ru3"),
        ("черным рынок", "ru3"),
        ("река", "ru3"),
        ("президенты", "mix1 ru2"),
        ("соглашения", "ru1"),
        // Tajik: letters may be written without their hooks.
        ("Тоҷикистон", "tg1"),
        ("точикистон", "tg1"),
        ("мухочирони", "tg1"),
        ("дарёи", "tg2"),
        ("панч", "tg2"),
        // Portuguese.
        ("emissoes", "pt1"),
        ("EMISSÕES", "pt1"),
        ("emissão", "pt2"),
        ("politica", "pt1"),
        ("sao paulo", "pt1"),
        ("cidade", "pt1 pt2"),
        // Arabic, with the signs of vowels and without.
        ("الرئيس", "ar1"),
        ("قال", "ar1"),
        ("ان المهاجرين", "ar1"),
        ("الحدود", "ar2"),
        // Chinese: two characters, one, and more.
        ("经济", "zh1 zh2"),
        ("中国", "zh1 zh2"),
        ("国经", "zh1"),
        ("中国经济", "zh1"),
        ("中", "zh1 zh2"),
        ("款", "zh1"),
        ("经济 合作", "zh2"),
        ("济经", ""),
        ("2024年", "zh1"),
        ("移民", "ja1 zh1"),
        ("示移", ""),
        // Japanese.
        ("京都", "ja1 ja2"),
        ("東京", "ja1"),
        ("コーヒー", "ja2"),
        ("労働者", "ja1"),
        ("都", "ja1 ja2"),
        // Thai.
        ("ประเทศ", "th1 th2"),
        ("ไทย", "th1"),
        ("แรงงาน", "th1"),
        ("เศรษฐกิจ", "th2"),
        ("ชาติจำ", "th1"),
        // Mixed, and letters that are written in two ways.
        ("gdp增长", "mix1"),
        ("GDP", "mix1"),
        ("rahmon президента", "mix1"),
        ("lodz", "mix1"),
        ("strasse", "mix1"),
        ("μεταναστες ελλαδα", "el1"),
        ("ЕЛЛАДА", ""),
    ]

    private let test: TestStore

    init() throws {
        test = try TestStore()
        for (slug, language, text) in Self.articles {
            var article = JSONObject([
                ("title", .string("Nr " + slug)), ("slug", .string(slug)), ("body", .string(text)),
            ])
            if let language { article["language"] = .string(language) }
            try test.create("articles", JSON.object(article).text)
        }
    }

    private func found(_ query: String, in resource: String = "articles", by field: String = "slug") throws -> String {
        try test.store.read { connection in
            var json = JSONBuffer()
            let query = try ListQuery(
                Catalog[resource],
                [ListQuery.Parameter(name: "q", value: query), ListQuery.Parameter(name: "limit", value: "200")])
            _ = try Reading(connection).list(query, path: "/list", parameters: "", into: &json)
            let items = try JSONReader.read(json.string)["items"]
            return items?.each(field).compactMap(\.string).sorted().joined(separator: " ") ?? ""
        }
    }

    @Test func findsWhatIsMeantAndNothingElse() throws {
        #expect(Self.queries.count >= 60)
        for (query, expected) in Self.queries {
            #expect(try found(query) == expected, "\(query)")
        }
    }

    @Test func whateverIsFoundIsMarked() throws {
        for (query, expected) in Self.queries where !expected.isEmpty {
            let list = try test.store.read { connection in
                var json = JSONBuffer()
                _ = try Reading(connection).list(
                    ListQuery(Catalog["articles"], [ListQuery.Parameter(name: "q", value: query)]), path: "/list",
                    parameters: "", into: &json)
                return try JSONReader.read(json.string)
            }
            for item in list["items"]?.array ?? [] {
                #expect(item["snippet"]?["marks"]?.array?.isEmpty == false, "\(query) in \(item["slug"]?.string ?? "")")
            }
        }
    }

    @Test func marksTheWordsAsTheyArePrinted() throws {
        func marked(_ query: String) throws -> [String] {
            let list = try test.store.read { connection in
                var json = JSONBuffer()
                _ = try Reading(connection).list(
                    ListQuery(Catalog["articles"], [ListQuery.Parameter(name: "q", value: query)]), path: "/list",
                    parameters: "", into: &json)
                return try JSONReader.read(json.string)
            }
            let snippet = list["items"]?.array?.first?["snippet"]
            let scalars = Array((snippet?["text"]?.string ?? "").unicodeScalars)
            return (snippet?["marks"]?.array ?? []).map { mark in
                let ends = mark.array?.compactMap(\.integer) ?? [0, 0]
                return String(String.UnicodeScalarView(scalars[ends[0]..<ends[1]]))
            }
        }

        #expect(try marked("policies worker dam 2018") == ["workers", "dams", "policies", "2018"])
        #expect(try marked("мухочирони точик") == ["Муҳоҷирони", "тоҷик", "Тоҷикистон"])
        #expect(try marked("черный") == ["Чёрный"])
        #expect(try marked("قال") == ["قالَ"])
        #expect(try marked("国经") == ["国经"])
        #expect(try marked("\"strategic partners\"") == ["strategic partners"])
    }

    @Test func quotesGoByTheirOwnLanguageElseByTheirArticles() throws {
        try test.create("experts", #"{"name": "Ana Kim"}"#)
        for (language, words) in [("en1", "two mangoes"), ("pt1", "duas mangas")] {
            try test.create(
                "quotes", #"{"article": "\#(language)", "expert": "ana-kim", "kind": "direct", "text": "\#(words)"}"#)
        }

        #expect(try found("mango", in: "quotes", by: "text") == "two mangoes")
        #expect(try found("mangas", in: "quotes", by: "text") == "duas mangas")
        #expect(try found("mang duas", in: "quotes", by: "text") == "")
        try test.patch("articles", "pt1", #"{"language": "en"}"#)
        #expect(try found("manga dua", in: "quotes", by: "text") == "duas mangas")
    }

    @Test func figuresAreFoundByTheStemsOfWhatTheyMeasure() throws {
        try test.create("indicators", #"{"name": "Labour migrants"}"#)
        try test.create("sources", #"{"name": "Migration agencies"}"#)
        try test.create(
            "statistics",
            #"{"article": "en1", "indicator": "labour-migrants", "value": 5, "unit": "person", "source": "migration-agencies", "printed": "five persons"}"#
        )

        for query in ["migrant", "agency", "person", "migrants agencies"] {
            #expect(try found(query, in: "statistics", by: "printed") == "five persons", "\(query)")
        }
        try test.patch("indicators", "labour-migrants", #"{"name": "Working women"}"#)
        #expect(try found("migrant", in: "statistics", by: "printed") == "")
        #expect(try found("works", in: "statistics", by: "printed") == "five persons")
    }

    @Test func anEditIsSearchedByItsNewWordsAlone() throws {
        try test.patch("articles", "en2", #"{"body": "Bridges over rivers"}"#)

        #expect(try found("river") == "en2")
        #expect(try found("workers") == "en1")
        try test.delete("articles", "en2")
        #expect(try found("bridge") == "")
        try test.store.writeAndWait {
            try $0.execute("INSERT INTO articles_search(articles_search) VALUES ('integrity-check')")
        }
    }

    @Test func whatWasStoredBeforeIsGivenItsStems() throws {
        try test.store.writeAndWait { connection in
            try connection.execute("UPDATE articles SET folded = NULL, stems = NULL")
        }
        #expect(try found("policy") == "en2")

        try SearchIndex.complete(test.store)

        for (query, expected) in Self.queries { #expect(try found(query) == expected, "\(query)") }
        #expect(
            try test.store.read { try $0.integer("SELECT count(*) FROM articles WHERE stems IS NULL") } == 0)
    }

    @Test func takesWhateverIsTyped() throws {
        var generator = SystemRandomNumberGenerator()
        let pieces = [
            "\"", "'", "*", "(", ")", "AND", "OR", "NOT", "NEAR", "^", ":", "{", "}", "+", "-", "\\", "é", "е́", " ",
            "a",
            "1", "中", "文", "ไ", "\u{E31}", "\0", "\u{F8FF}", "workers", "\u{1E5D0}",
        ]
        for _ in 0..<1_000 {
            let input = (0..<Int.random(in: 1...12, using: &generator)).map { _ in
                pieces.randomElement(using: &generator) ?? ""
            }.joined()
            _ = try found(input)
        }
    }
}
