import Knowledge
import Testing

@Suite struct RulesTests {
    @Test(arguments: [
        ("Negmatullo Mirsaidov", "negmatullo-mirsaidov"), ("Негматулло Мирсаидов", "negmatullo-mirsaidov"),
        ("Emissões de CO₂", "emissoes-de-co2"), ("Şanlıurfa", "sanliurfa"), ("O'Brien & Söhne", "obrien-sohne"),
        ("  --a--  ", "a"), ("Straße", "strasse"), ("Ким Чен Ын", "kim-chen-yn"), ("😀", ""), ("", ""),
    ])
    func makesSlugsFromAnyScript(_ name: String, _ slug: String) {
        #expect(Slug.make(name) == slug)
    }

    @Test func makesSomethingOfEveryAlphabet() {
        for name in ["東京の人", "محمد علي", "ทดสอบ", "Ελλάδα", "ישראל", "भारत"] {
            let slug = Slug.make(name)
            #expect(!slug.isEmpty)
            #expect(slug.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D })
        }
    }

    @Test func cutsALongSlugAtAWord() {
        let slug = Slug.make(Array(repeating: "word", count: 100).joined(separator: " "))

        #expect(slug.utf8.count <= Slug.limit)
        #expect(slug.split(separator: "-").allSatisfy { $0 == "word" })
    }

    @Test(arguments: [
        "2018", "2018-05", "2018-05-31", "2013/2018", "2013-01/2013-06", "2024-02-29", "2018/2018-05", "0001",
    ])
    func knowsPeriods(_ text: String) {
        #expect(Period.isPeriod(text))
    }

    @Test(arguments: [
        "", "18", "2018-13", "2018-00", "2018-02-30", "2023-02-29", "2018-5", "2018/", "/2018", "2018/2013",
        "2018-05-31T00:00",
        "2018/2019/2020", "+2018", "２０１８", "2018 ", "2018--05",
    ])
    func knowsWhatIsNoPeriod(_ text: String) {
        #expect(!Period.isPeriod(text))
    }

    @Test func aDayMustExist() {
        #expect(Period.isDay("2000-02-29"))
        #expect(!Period.isDay("1900-02-29"))
        #expect(!Period.isDay("2018-05"))
    }
}
