import Testing

@testable import Extraction

@Suite("Units are found before and behind a number")
struct UnitTests {
    @Test(
        "Currencies by sign, code and word",
        arguments: [
            ("It costs A$10m.", "10000000 AUD"), ("It costs C$3.", "3 CAD"), ("It costs HK$18.", "18 HKD"),
            ("It costs US$60m.", "60000000 USD"), ("It costs USD 2.3 million.", "2300000 USD"),
            ("It costs 75 USD million.", "75000000 USD"), ("It costs CHF 1.1 billion.", "1100000000 CHF"),
            ("It costs 30 MEUR.", "30000000 EUR"), ("It costs USD115.5.", "115.5 USD"), ("It costs 5 €.", "5 EUR"),
            ("It costs 3 dollars 50 cents.", "3.5 USD"), ("It costs 10,000 Swiss francs.", "10000 CHF"),
            ("It closed at 412 pence.", "412 penny"), ("It costs Rs 500.", "500 INR"),
            ("They paid 361 million pounds.", "361000000 GBP"), ("The baby weighs two pounds.", "2 pound"),
        ])
    func readsCurrencies(text: String, figure: String) {
        #expect(read(text) == [figure])
    }

    @Test("Dollars are those that the text declares")
    func readsDeclaredDollars() {
        let text = "It costs $5 million. All sums are in Canadian dollars."

        #expect(read(text) == ["5000000 CAD"])
    }

    @Test(
        "Units of measure, with powers, rates and hours",
        arguments: [
            ("It covers 190 km2.", "190 km2"), ("It covers 190 km².", "190 km2"), ("It covers 62 sq m.", "62 m2"),
            ("It flows at 85 m³/s.", "85 m3/s"), ("It drives at 188 miles an hour.", "188 mile per hour"),
            ("It drives at 110 km/h.", "110 km/h"), ("It has 10 micrograms per litre.", "10 ug/L"),
            ("It uses 2,900 kWh.", "2900 kW.h"), ("It has 16GB of memory.", "16 GBy"),
            ("It loads at 64 megabits per second.", "64 Mbit/s"), ("It has a 3-inch wall.", "3 inch"),
            ("He is 5 feet 6 inches tall.", "5.5 foot"), ("It weighs 20 (kg).", "20 kg"), ("It was 29C.", "29 Cel"),
            ("It was 41 degrees Celsius.", "41 Cel"), ("It pumps 60 bcm.", "60000000000 m3"),
            ("It rose by 2.1 percentage points.", "2.1 percentage point"), ("It fell 6 basis points.", "6 basis point"),
            ("It ruled for two decades.", "20 year"), ("It logged 48,000 flight hours.", "48000 hour"),
        ])
    func readsMeasures(text: String, figure: String) {
        #expect(read(text) == [figure])
    }

    @Test(
        "Russian units",
        arguments: [
            ("Длина 217 километров.", "217 km"), ("Порывы 30 м/с.", "30 m/s"), ("Площадь 5 тыс. га.", "5000 har"),
            ("Собрали 85 млн т зерна.", "85000000 t"), ("Стоит 5 млрд 800 млн долларов.", "5800000000 USD"),
            ("Доля выросла на 0,3 процентного пункта.", "0.3 percentage point"), ("Мощность 3600 МВт.", "3600 MW"),
            ("Воздух прогреется: плюс 38 градусов.", "38 Cel"), ("Погибла 11-летняя девочка.", "11 year"),
        ])
    func readsRussianUnits(text: String, figure: String) {
        #expect(read(text, language: "ru") == [figure])
    }

    @Test("Every value of the lexicons can be read")
    func readsLexicons() {
        #expect(FigureWords.all.broken == [])
    }
}
