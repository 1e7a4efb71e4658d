import HTTPTypes
import Testing

@testable import API

@Suite("The page that explains the API")
struct ApiPageTests {
    @Test("It tells every route, in its own form or as another form of one, and every field")
    func complete() throws {
        let html = try PagesSite().get("/api").html

        for endpoint in Endpoint.all where !endpoint.isPage {
            // `.csl.json` ends with `.json`, too.
            let forms = Format.allCases.map(\.fileExtension).filter(endpoint.pattern.hasSuffix)
            let form = forms.max { $0.count < $1.count } ?? ""
            let base = String(endpoint.pattern.dropLast(form.count))
            #expect(
                html.contains("\(endpoint.pattern)</code>") || html.contains("\(base)</code>"), "\(endpoint.pattern)")
        }
        #expect(html.contains("id=\"list_articles\"") && html.contains("<code>anchored_revision</code>"))
    }

    @Test("It speaks Russian around the English of the declarations")
    func russian() throws {
        let html = try PagesSite().get("/api", fields: [.acceptLanguage: "ru"]).html

        #expect(html.contains("С чего начать") && html.contains("<ul lang=\"en\">"))
    }
}

@Suite("An indicator's page")
struct IndicatorPageTests {
    private func site() throws -> PagesSite {
        let site = try PagesSite()
        try site.fillWithDemo()
        return site
    }

    @Test("What articles disagree on is told with the passages side by side")
    func sides() throws {
        let html = try site().get("/indicators/people-who-left").html

        #expect(html.contains("<mark>about 18,000</mark>") && html.contains("<mark>31,400</mark>"))
        #expect(html.contains("<ul class=\"sides\">") && html.contains("id=\"conflict-1\""))
    }

    @Test("A place narrows figures, chart and files")
    func place() throws {
        let html = try site().get("/indicators/people-who-left?place=Teshel%20valley").html
        let nowhere = try site().get("/indicators/people-who-left?place=Nowhere").html

        #expect(html.contains("series.csv?place=Teshel%20valley"))
        #expect(html.contains("series.svg?language=en&amp;place=Teshel%20valley&amp;width=1000"))
        #expect(!nowhere.contains("31,400"))
    }

    @Test("The chart speaks the page's language")
    func language() throws {
        let site = try site()

        let chart = site.get("/api/v1/indicators/people-who-left/series.svg?language=ru", accept: "image/svg+xml").html

        #expect(chart.contains("Источники:") && chart.contains("31\u{A0}400"))
        #expect(site.get("/api/v1/indicators/people-who-left/series.svg?language=xx", accept: "*/*").status == 400)
    }
}
