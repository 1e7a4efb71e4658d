import Foundation
import Knowledge
import Testing

@testable import API

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// Series as tables and as pictures.
@Suite struct SeriesFormatTests {
    // MARK: CSV

    @Test func recordsAreWrittenAfterRFC4180() {
        var csv = CSV(["a", "b"])
        csv.add([.text("plain"), .text("with, comma")])
        csv.add([.text("a \"word\""), .text("two\r\nlines")])
        csv.add([.empty, .number(4.2e9)])
        csv.add([.number(-0.5), .integer(7)])

        #expect(
            csv.text
                == "a,b\r\nplain,\"with, comma\"\r\n\"a \"\"word\"\"\",\"two\r\nlines\"\r\n,4200000000\r\n-0.5,7\r\n")
    }

    @Test(arguments: [
        ("=1+1", "'=1+1"), ("+7 (992)", "'+7 (992)"), ("-a", "'-a"), ("@x", "'@x"), ("\tx", "'\tx"),
        ("=HYPERLINK(\"x\",\"y\")", "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\""), ("-5", "-5"), ("+1.5e9", "+1.5e9"),
        ("-5-5", "'-5-5"), ("-", "'-"), ("-1.", "'-1."), ("−5", "−5"), ("Ана", "Ана"), ("", ""),
    ])
    func whatASpreadsheetWouldRunIsDefused(_ text: String, _ cell: String) {
        var csv = CSV(["a"])
        csv.add([.text(text)])

        #expect(csv.text == "a\r\n\(cell)\r\n")
    }

    // MARK: Pictures

    private func site() throws -> PagesSite {
        let site = try PagesSite()
        for (title, statistics) in [
            (
                "One",
                #"[{"indicator": "Rain & <b>\"snow\"</b>", "value": 1.5, "unit": "km3", "period": "2018", "place": "Душанбе", "source": "Agency & Co"}, {"indicator": "Rain & <b>\"snow\"</b>", "value": 1.9, "unit": "km3", "period": "2019", "place": "Душанбе"}, {"indicator": "Rain & <b>\"snow\"</b>", "value": 3, "unit": "USD", "period": "2019"}]"#
            ),
            (
                "Two",
                #"[{"indicator": "Rain & <b>\"snow\"</b>", "value": 2.9, "unit": "km3", "period": "2019", "place": "Душанбе"}, {"indicator": "Rain & <b>\"snow\"</b>", "value": 2, "value_to": 3, "unit": "km3", "period": "2018-05", "place": "Хорог"}, {"indicator": "Rain & <b>\"snow\"</b>", "value": 2, "qualifier": "more_than", "unit": "km3", "period": "2016/2018", "place": "Хорог", "status": "forecast"}]"#
            ),
        ] {
            site.post(
                "articles",
                .object(JSONObject([("title", .string(title)), ("statistics", try JSONReader.read(statistics))])))
        }
        site.post("indicators", ["name": "Nothing yet"])
        return site
    }

    private let picture = "image/svg+xml"

    @Test func aChartIsWellFormedAndRunsNothing() throws {
        let answer = try site().get("/api/v1/indicators/rain-b-snow-b/series.svg", accept: picture)

        #expect(answer.status == 200 && answer.type == "image/svg+xml; charset=utf-8")
        let parser = XMLParser(data: Data(answer.html.utf8))
        let delegate = Elements()
        parser.delegate = delegate
        #expect(parser.parse(), "\(String(describing: parser.parserError))")
        #expect(
            delegate.names.isSubset(of: [
                "svg", "title", "desc", "style", "rect", "line", "text", "g", "circle", "path",
            ]))
        #expect(!delegate.attributes.contains { $0.hasPrefix("on") || $0.contains("href") })
        #expect(!answer.html.contains("url(") && !answer.html.contains("@import") && !answer.html.contains("<b>"))
    }

    @Test func aPageKeepsTheRoomThatAChartWillTake() throws {
        let site = try site()

        let page = site.get("/indicators/rain-b-snow-b").html

        for width in [400, 1_000] {
            let svg = site.get("/api/v1/indicators/rain-b-snow-b/series.svg?width=\(width)", accept: picture).html
            let height = try #require(svg.firstMatch(of: /height="(\d+)" role/)).1
            #expect(page.contains("width=\(width)\" width=\"\(width)\" height=\"\(height)\""))
        }
    }

    @Test func aChartTellsItsFiguresInWordsWithTheirSourcesAndWhereTheyDisagree() throws {
        let svg = try site().get("/api/v1/indicators/rain-b-snow-b/series.svg", accept: picture).html

        #expect(svg.contains(#"role="img" aria-labelledby="title desc""#))
        #expect(svg.contains("<title id=\"title\">Rain &amp; &lt;b&gt;&quot;snow&quot;&lt;/b&gt;</title>"))
        #expect(svg.contains("Душанбе, 2019: 1.9 km³ (articles disagree)"))
        #expect(svg.contains("Хорог, 2016–2018: more than 2 km³"))
        #expect(svg.contains("Agency &amp; Co") && svg.contains("“One”"))
        #expect(svg.contains("those figures can&#39;t all be true"))
        #expect(svg.contains("1 figure in other units"))
        #expect(svg.contains("prefers-color-scheme: dark"))
    }

    @Test(arguments: ["320", "640", "1200", "1600"])
    func aChartFitsTheWidthThatIsAskedFor(_ width: String) throws {
        let svg = try site().get("/api/v1/indicators/rain-b-snow-b/series.svg?width=\(width)", accept: picture).html

        #expect(svg.contains("width=\"\(width)\""))
        #expect(!svg.contains("nan") && !svg.contains("inf\""))
    }

    @Test(arguments: [
        "1.7e308, -1.7e308", "1e17, 100000000000000016", "5e-324, 0", "0, 0", "-3, -4", "1e20, 2e20", "0.001, 0.0012",
    ])
    func valuesAtTheirLimitsAreDrawn(_ values: String) throws {
        let site = try PagesSite()
        let statistics = values.split(separator: ", ").enumerated().map {
            #"{"indicator": "Limits", "value": \#($1), "unit": "m", "period": "\#($0 == 0 ? "0000/9999" : "0001-02-03")"}"#
        }
        let posted = site.post(
            "articles", try JSONReader.read(#"{"title": "A", "statistics": [\#(statistics.joined(separator: ", "))]}"#))
        #expect(posted.status == 201, "\(posted.html)")
        let answer = site.get("/api/v1/indicators/limits/series.svg", accept: picture)

        #expect(answer.status == 200 && answer.html.utf8.count < 60_000)
        #expect(XMLParser(data: Data(answer.html.utf8)).parse())
        #expect(!answer.html.contains("nan"))
    }

    @Test func whatHasNoFiguresSaysSo() throws {
        let site = try site()

        #expect(
            site.get("/api/v1/indicators/nothing-yet/series.svg", accept: picture).html.contains(
                "No article has given a figure for it yet."))
        #expect(
            site.get("/api/v1/indicators/rain-b-snow-b/series.svg?unit=EUR", accept: picture).html.contains(
                "No article has given a figure"))
        #expect(!site.get("/indicators/nothing-yet").html.contains("series.svg"))
    }

    @Test func aWidthThatCanNotBeIsRefused() throws {
        let site = try site()
        for width in ["0", "100", "1601", "a", "+700", "99999999999999999999", ""] {
            #expect(
                site.get("/api/v1/indicators/rain-b-snow-b/series.svg?width=\(width)", accept: picture).status == 400,
                "\(width)")
        }
    }

    @Test func thePageShowsTheChartAndTellsWhatDisagrees() throws {
        let html = try site().get("/indicators/rain-b-snow-b").html

        #expect(html.contains("/api/v1/indicators/rain-b-snow-b/series.svg?language=en&amp;width=1000"))
        #expect(html.contains("Where articles disagree"))
        #expect(html.contains("They can’t all be true"))
    }

    @Test func anArticlesPageSaysWhatItsFigureDiffersFrom() throws {
        let html = try site().get("/articles/one").html

        #expect(html.contains("differs from <a href=\"/indicators/rain-b-snow-b#conflicts\">2.9 km³</a>"))
    }

    private final class Elements: NSObject, XMLParserDelegate {
        var names: Set<String> = []
        var attributes: Set<String> = []

        func parser(
            _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
            attributes: [String: String] = [:]
        ) {
            names.insert(name)
            self.attributes.formUnion(attributes.keys)
        }
    }
}
