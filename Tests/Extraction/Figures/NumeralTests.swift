import Testing

@testable import Extraction

@Suite("Numbers are read as they are printed")
struct NumeralTests {
    @Test(
        "Digits, with separators of either kind",
        arguments: [
            ("It cost $1,234,567.", "1234567 USD"), ("It cost $1,234.50.", "1234.5 USD"),
            ("It cost €1.234,50.", "1234.5 EUR"), ("It cost $0.75.", "0.75 USD"), ("It fell by 3,4 percent.", "3.4 %"),
            ("It cost 12,34,567.89 rupees.", "1234567.89 INR"), ("About 10 000 people came.", "about 10000 person"),
            ("They paid 1\u{202F}200\u{202F}000 roubles.", "1200000 RUB"), ("It is 10 1/2 miles long.", "10.5 mile"),
            ("It took 2½ hours.", "2.5 hour"), ("The oval is a 1/4 mile long.", "0.25 mile"),
            ("It was -5 °C.", "-5 Cel"), ("It was minus 30 degrees Fahrenheit.", "-30 degree Fahrenheit"),
        ])
    func readsDigits(text: String, figure: String) {
        #expect(read(text) == [figure])
    }

    @Test(
        "Words, scales and halves",
        arguments: [
            ("Drones worth two hundred and five thousand dollars were bought.", "205000 USD"),
            ("Twenty-five hundred people came.", "2500 person"), ("Half a dozen shells landed.", "6 shell"),
            ("Two dozen volunteers came.", "24 volunteer"), ("It cost a quarter million dollars.", "250000 USD"),
            ("They got eight and a half years.", "8.5 year"), ("It cost $4.2bn.", "4200000000 USD"),
            ("It cost $1.1 trillion.", "1100000000000 USD"), ("It cost 35 lakh rupees.", "3500000 INR"),
            ("It is half an hour away.", "0.5 hour"), ("A quarter of homes have none.", "0.25 share"),
            ("Two-thirds of the seats are filled.", "0.6666666666666666 share"),
            ("One in five teenagers smokes.", "0.2 share"), ("Nearly eight of 10 voters agree.", "about 0.8 share"),
            ("They paid hundreds of thousands of dollars.", "more_than 100000 USD"),
            ("Several thousand people came.", "more_than 1000 person"),
        ])
    func readsWords(text: String, figure: String) {
        #expect(read(text) == [figure])
    }

    @Test("A scale is multiplied without a digit lost")
    func isExact() {
        for digits in ["1.1", "4.35", "0.07", "1.005", "2.675", "8.95"] {
            let figure = extract("It cost $\(digits) billion.").statistics.first
            #expect(figure?.value == Double(digits + "e9"))
        }
    }

    @Test(
        "Russian numbers have a comma before decimals and a space between thousands",
        arguments: [
            ("Ставка составила 7,5 %.", "7.5 %"), ("Погибли 24 318 человек.", "24318 person"),
            ("Приехали 2 млн 300 тыс. человек.", "2300000 person"),
            ("Страну покинули полмиллиона человек.", "500000 person"),
            ("Собрались сотни людей.", "more_than 100 person"), ("Получили двести пять рублей.", "205 RUB"),
            ("Почти треть школ закрыта.", "about 0.3333333333333333 share"),
            ("Лишь каждый пятый голосует.", "0.2 share"),
        ])
    func readsRussian(text: String, figure: String) {
        #expect(read(text, language: "ru") == [figure])
    }
}
