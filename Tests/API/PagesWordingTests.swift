import Knowledge
import Testing

@testable import API

@Suite("Figures and dates in words")
struct PagesWordingTests {
    @Test(
        "Numbers take a scale word where that is short",
        arguments: [
            ("4200000000", "4.2 billion"), ("1840000000", "1.84 billion"), ("893000000", "893 million"),
            ("1000000", "1 million"), ("1234567", "1,234,567"), ("180000", "180,000"), ("2.5", "2.5"), ("0", "0"),
            ("-4200000", "−4.2 million"), ("1e15", "1,000 trillion"), ("1.5e-3", "0.0015"), ("1234.5", "1,234.5"),
        ])
    func numbers(_ number: String, _ words: String) {
        #expect(Numeral.words(JSONNumber(text: number)) == words)
    }

    @Test(
        "A figure has its qualifier, number, unit and range",
        arguments: [
            (#"{"value": 4200000000, "unit": "USD", "qualifier": "about"}"#, "about USD 4.2 billion"),
            (#"{"value": 86, "unit": "%"}"#, "86%"),
            (#"{"value": 0.3, "value_to": 0.5, "unit": "km3"}"#, "0.3–0.5 km³"),
            (#"{"value": 85, "unit": "m3/s", "qualifier": "at_least"}"#, "at least 85 m³/s"),
            (#"{"value": 1, "unit": "person"}"#, "1 person"),
            (#"{"value": 18000, "unit": "person"}"#, "18,000 people"),
            (#"{"value": 2.1, "unit": "percentage point"}"#, "2.1 percentage points"),
            (#"{"value": 5000, "value_to": 10000, "unit": "militant"}"#, "5,000–10,000 militants"),
            (#"{"value": 900000, "value_to": 1200000, "unit": "EUR"}"#, "EUR 900,000 to 1.2 million"),
            (#"{"value": 3, "unit": "tonne per hectare"}"#, "3 tonnes per hectare"),
            (#"{"value": 540, "unit": "MW"}"#, "540 MW"),
            (#"{"value": 7, "unit": "day"}"#, "7 days"),
        ])
    func figures(_ statistic: String, _ words: String) throws {
        #expect(Figure.words(try JSONReader.read(statistic)) == words)
    }

    @Test(
        "Periods are read as one says them",
        arguments: [
            ("2018", "2018"), ("2018-05", "May 2018"), ("2024-02-29", "29 February 2024"), ("1993/1999", "1993–1999"),
            ("2025-04/2025-07", "April–July 2025"), ("2025-02-01/2025-02-14", "1–14 February 2025"),
            ("2025-03-18/2025-06-05", "18 March – 5 June 2025"),
            ("2024-12-30/2025-01-02", "30 December 2024 – 2 January 2025"),
        ])
    func periods(_ period: String, _ words: String) {
        #expect(PrintedDate.words(period) == words)
    }

    @Test("Only addresses of the web are linked to")
    func web() {
        #expect(Link.web("https://www.example.org/a?b")?.host == "example.org")
        #expect(Link.web("javascript:alert(1)//https://example.org") == nil)
        #expect(Link.web("https://") == nil)
        #expect(Link.search("a&b=Ким") == "/search?q=a%26b%3D%D0%9A%D0%B8%D0%BC")
    }
}
