import Testing

@testable import Extraction

@Suite("What is counted is the unit, in the English singular")
struct CountedNounTests {
    @Test(
        "The noun stands behind, before, or in the sentence before",
        arguments: [
            ("They hold 180 armed foreign militants.", "180 militant"),
            ("It has 16 coal- and gas-fired plants.", "16 plant"),
            ("It won 12 of 40 seats.", "12 seat"), ("At least seven died.", "at_least 7 person"),
            ("The blast killed nine.", "9 person"), ("The death toll rose to 46.", "46 death"),
            ("The number of visas is 164,000.", "164000 visa"), ("It has 15 crew members.", "15 crew member"),
            ("It hired 250 or more employees.", "at_least 250 employee"), ("Police sent 40 women.", "40 woman"),
            ("It names 19 companies.", "19 company"), ("Some 1.7 million have fled.", "about 1700000 person"),
        ])
    func namesNouns(text: String, figure: String) {
        #expect(read(text).first == figure)
    }

    @Test("Their number is that of whom the sentence before names")
    func readsTheirNumber() {
        let text = "There are hopes for migrants who were deported. Their number, officials say, is about 180 thousand."

        #expect(read(text) == ["about 180000 migrant"])
    }

    @Test("A figure beside another shares its unit")
    func sharesUnits() {
        #expect(read("It got 371 votes, 145 more than required.") == ["371 vote", "145 vote"])
        #expect(
            read("A fund of €750 billion, of which 390 billion is paid.") == ["750000000000 EUR", "390000000000 EUR"])
        #expect(read("The tenge weakened to 478.5 against the dollar.") == ["478.5 KZT"])
    }

    @Test(
        "Ages",
        arguments: ["Ann Phelps, 31, retires.", "A man aged 31 fell.", "A 31-year-old fell.", "The boy, 31, fell."])
    func readsAges(text: String) {
        #expect(read(text) == ["31 year"])
    }

    @Test(
        "Russian nouns",
        arguments: [
            ("На границе 5 тысяч боевиков.", "5000 militant"), ("Открыты 12 новых школ.", "12 school"),
            ("Погибли не менее 21 человек.", "at_least 21 person"),
            ("Въехали около 98 тысяч россиян.", "about 98000 Russian"),
        ])
    func namesRussianNouns(text: String, figure: String) {
        #expect(read(text, language: "ru") == [figure])
    }
}
