import Testing

@testable import Extraction

@Suite("Two numbers are one range, a change, or nothing")
struct RangeTests {
    @Test(
        "A range has a value and where it ends",
        arguments: [
            ("They saw 5-10 thousand militants.", "5000…10000 militant"), ("It rose between 3 and 5 percent.", "3…5 %"),
            ("It takes four to six months.", "4…6 month"), ("It costs $14 to $15 million.", "14000000…15000000 USD"),
            ("It costs $31-44 billion.", "31000000000…44000000000 USD"),
            ("They get $10,000 to $20,000.", "10000…20000 USD"),
            ("It will be from 20 to 30 degrees Celsius.", "20…30 Cel"), ("They are aged 15 to 24.", "15…24 year"),
            ("It hit 18- to 24-year-olds.", "18…24 year"), ("It takes two or three years.", "2…3 year"),
        ])
    func readsRanges(text: String, figure: String) {
        #expect(read(text) == [figure])
    }

    @Test("A change names two figures, and the first takes the second's unit")
    func readsChanges() {
        #expect(read("It rose from 3 to 5 percent.") == ["3 %", "5 %"])
        #expect(read("Visas rose from 150,000 to 164,000 visas.") == ["150000 visa", "164000 visa"])
        #expect(read("Инфляция выросла с 3 до 5 процентов.", language: "ru") == ["3 %", "5 %"])
        #expect(read("Ночью будет минус 5-7 градусов.", language: "ru") == ["-7…-5 Cel"])
        #expect(read("Штраф от 100 до 300 тыс. руб.", language: "ru") == ["100000…300000 RUB"])
    }

    @Test(
        "Scores, odds, years and keys are no ranges",
        arguments: [
            "They won 3-1 at home.", "She won 7-6 (7-1), 6-3.", "The odds are 2 to 1.", "It ran from 2015 to 2019.",
            "Call 8-800-200-01-22.", "The war of 1939-45 is over.",
        ])
    func leavesScores(text: String) {
        #expect(read(text) == [])
    }
}
