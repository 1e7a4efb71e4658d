import Testing

@testable import Extraction

@Suite("A figure has the time that the sentence gives it")
struct PeriodTests {
    @Test(
        "Years, months, days, parts of years and intervals",
        arguments: [
            ("In 2018, it cost $5.", "2018"), ("It cost $5 in March 2014.", "2014-03"),
            ("It cost $5 on 8 March 2014.", "2014-03-08"), ("It cost $5 on March 8, 2014.", "2014-03-08"),
            ("It cost $5 in the first quarter of 2019.", "2019-01/2019-03"),
            ("In the spring of 1993, it cost $5.", "1993-03/1993-05"),
            ("It cost $5 at the end of 2001.", "2001-10/2001-12"), ("It cost $5 from 2015 to 2019.", "2015/2019"),
            ("It cost $5 in the year to June 2017.", "2016-07/2017-06"), ("It cost $5 last year.", "2023"),
            ("It cost $5 this year.", "2024"), ("It cost $5 in March.", "2024-03"),
            ("It cost $5 in November.", "2023-11"),
            ("It cost $5 last month.", "2024-04"), ("It cost $5 in the second half of 2020.", "2020-07/2020-12"),
        ])
    func readsTimes(text: String, period: String) {
        #expect(read(text) == ["5 USD \(period)"])
    }

    @Test(
        "A beginning, a plan and a founding are no figure's time",
        arguments: [
            "It cost $5 by 2025.", "It cost $5 since 1998.", "The shop, founded in 1887, took $5.",
            "It cost $5 until 2042.",
        ])
    func leavesOpenTimes(text: String) {
        #expect(read(text) == ["5 USD"])
    }

    @Test("Each figure has its own, and a year earlier is told from the first")
    func assignsTimes() {
        #expect(
            read("It rose to 2.4% in November from 2.9% in October and 10.1% a year earlier.", on: "2023-11-30") == [
                "2.4 % 2023-11", "2.9 % 2023-10", "10.1 % 2022-11",
            ])
        #expect(read("It cost $5 last year.", on: nil) == ["5 USD"])
    }

    @Test(
        "Russian times",
        arguments: [
            ("В 2018 году цена составила 5 рублей.", "2018"), ("В феврале цена составила 5 рублей.", "2024-02"),
            ("В прошлом году цена составила 5 рублей.", "2023"),
            ("За первое полугодие цена составила 5 рублей.", "2023-01/2023-06"),
        ])
    func readsRussianTimes(text: String, period: String) {
        #expect(read(text, language: "ru") == ["5 RUB \(period)"])
    }
}
