import Testing

@testable import Extraction

@Suite("What is no figure")
struct NotFigureTests {
    @Test(
        "Dates, times, ordinals, versions, numbers of houses and telephones, names",
        arguments: [
            "It began in 2018 and ended on 8 March 2019.", "On April 17-18 he came.",
            "They meet on May 18, at 7.30 pm.",
            "It opens at 9:30 and 6am.", "He was the 47th president.", "It was formed in the 1960s.",
            "Version 4.2 fixes it.", "Call 0800 555 0199.", "Visit 12 Harbour Street.", "Article 17 grants it.",
            "The 201st division left.", "A Su-27 met the RC-135.", "Windows 10 users saw CVE-2018-8897.",
            "See page 14, Table 3 and Chapter 2.", "Many Fortune 500 companies gained.", "Flight 370 vanished.",
            "The 2018 elections were free.", "It is at 2005 levels.", "The two men met.", "One man came.",
            "I called three times.", "One day it will.", "He left three years ago.", "The 10-year Treasury note fell.",
            "See https://example.org/a?b=30%25&c=12 for more.",
            "The rate is per 1,000 people.",
            "A sixth-grader won.", "1. Open the box.", "Law No. 82 passed.", "He leads Lawrence B. Cummings.",
        ])
    func leavesNames(text: String) {
        #expect(read(text) == [])
    }

    @Test(
        "The same in Russian",
        arguments: [
            "201-я база останется до 2042 года.", "Гол на 73-й минуте забил Дзюба.", "Дом № 27 сгорел.",
            "Телефон: 8 800 200-01-22.", "Ту-160 взлетел 30 сентября 2015 года.", "Счёт 3:1.",
            "Версия 2.0 опубликована на странице 4.",
        ])
    func leavesRussianNames(text: String) {
        #expect(read(text, language: "ru") == [])
    }
}
