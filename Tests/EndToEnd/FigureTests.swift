import Foundation
import Testing

/// Series and conflicts over HTTP.
@Suite struct FigureTests {
    private let server: RunningServer

    init() throws {
        server = try RunningServer()
        try post(
            "State visit",
            #"{"indicator": {"name": "Remittances", "unit": "USD"}, "value": 4200000000, "unit": "USD", "period": "2013", "place": "Tajikistan", "counterpart": "Russia", "qualifier": "about", "printed": "almost $4.2 billion", "source": "Central Bank"}, {"indicator": "Remittances", "value": 2500000000, "unit": "USD", "period": "2018", "place": "Tajikistan", "counterpart": "Russia", "printed": "$2.5 billion", "source": "Central Bank"}"#,
            body: "In 2013 they sent almost $4.2 billion home, in 2018 $2.5 billion.")
    }

    private func post(_ title: String, _ statistics: String, body: String) throws {
        let answer = try server.post(
            "/api/v1/articles",
            #"{"title": "\#(title)", "body": "\#(body)", "published_on": "2019-04-24", "statistics": [\#(statistics)]}"#
        )
        #expect(answer.status == 201, "\(answer.text)")
    }

    private func disagree() throws {
        try post(
            "Another view",
            #"{"indicator": "Remittances", "value": 2.9, "unit": "billion USD", "period": "2018", "place": "Tajikistan", "counterpart": "Russia", "printed": "$2.9 billion", "source": "World Bank"}"#,
            body: "It was $2.9 billion.")
    }

    @Test func aSecondArticleThatDisagreesIsToldEverywhere() throws {
        #expect(try server.get("/api/v1/conflicts?count=true").json.number("total") == 0)
        #expect(try server.get("/api/v1/indicators/remittances/series").json.list("points").count == 2)
        try disagree()

        let series = try server.get("/api/v1/indicators/remittances/series").json
        #expect(series.list("points").map { $0.text("period") } == ["2013", "2018", "2018"])
        #expect(series.list("points").map { $0.number("value") } == [4.2e9, 2.5e9, 2.9e9])
        #expect(series.list("points").allSatisfy { $0.text("unit") == "USD" })
        let told = try #require(series.list("conflicts").first)
        #expect(told.text("period") == "2018" && told["settled"] as? Bool == false)
        #expect(
            told.list("statistics").map { $0.object("selector").text("exact") } == ["$2.5 billion", "$2.9 billion"])
        #expect(
            told.list("statistics").map { $0.text("link") } == [
                "/articles/state-visit#s2", "/articles/another-view#s3",
            ])

        let conflict = try #require(server.get("/api/v1/conflicts").items.first)
        #expect(conflict.number("id") == told.number("id"))
        #expect(try server.get("/api/v1/statistics?conflicting=true&count=true").json.number("total") == 2)
        #expect(try server.get("/api/v1/articles/state-visit").json.number("conflicts_count") == 1)
        #expect(try server.get("/api/v1/conflicts?article=another-view").items.count == 1)
        #expect(try server.get("/api/v1/conflicts?article=nobody").items.isEmpty)
        #expect(try server.get("/indicators/remittances").text.contains("Where articles disagree"))
        #expect(try server.get("/api/v1/indicators/remittances/series.svg").text.contains("articles disagree"))
    }

    @Test func aPersonSettlesAConflict() throws {
        try disagree()
        let settled = try server.post(
            "/api/v1/conflicts/1/settle", #"{"reason": "The bank counts transfers", "statistic": 2}"#)

        #expect(settled.status == 200, "\(settled.text)")
        let settlement = try settled.json.object("settlement")
        #expect(settlement.text("reason") == "The bank counts transfers" && settlement.text("by") == "environment")
        #expect(settlement.number("statistic") == 2 && settlement.text("at").hasSuffix("Z"))
        #expect(try server.get("/api/v1/conflicts?settled=false").items.isEmpty)
        #expect(try server.get("/api/v1/conflicts/1").json["settled"] as? Bool == true)
        #expect(try server.get("/indicators/remittances").text.contains("held right"))

        #expect(try server.send("PATCH", "/api/v1/statistics/3", #"{"value": 3.1, "printed": null}"#).status == 200)
        #expect(try server.get("/api/v1/conflicts/1").json["settled"] as? Bool == false)
        #expect(try server.post("/api/v1/conflicts/1/settle", #"{"reason": "Still"}"#).status == 200)
        #expect(try server.post("/api/v1/conflicts/1/unsettle", "").json["settled"] as? Bool == false)
        #expect(try server.send("PATCH", "/api/v1/statistics/3", #"{"value": 2.5}"#).status == 200)
        #expect(try server.get("/api/v1/conflicts/1").status == 404)
    }

    @Test func whatIsWrongIsRefused() throws {
        try disagree()
        for (target, status) in [
            ("/api/v1/indicators/remittances/series?plaze=x", 400),
            ("/api/v1/indicators/remittances/series?unit=", 400),
            ("/api/v1/indicators/remittances/series?period_from=x", 400), ("/api/v1/conflicts?limit=0", 400),
            ("/api/v1/conflicts?cursor=x", 400), ("/api/v1/conflicts?settled=1", 400), ("/api/v1/conflicts/x", 404),
            ("/api/v1/statistics?conflicting=perhaps", 400), ("/api/v1/statistics?warnings=1", 400),
            ("/api/v1/indicators/remitances/series", 404),
        ] {
            #expect(try server.get(target).status == status, "\(target)")
        }
        for body in [
            "{}", #"{"reason": 1}"#, #"{"reason": "a", "statistic": 1}"#, #"{"reason": "a", "by": "me"}"#, "[]",
        ] {
            #expect(try server.post("/api/v1/conflicts/1/settle", body).status == 422, "\(body)")
        }
        #expect(try server.post("/api/v1/conflicts/1/settle", "{").status == 400)
        #expect(try server.get("/api/v1/conflicts/1").json["settled"] as? Bool == false)
    }

    @Test func aSeriesIsSentAsATable() throws {
        try disagree()
        let answer = try server.get("/api/v1/indicators/remittances/series.csv")

        #expect(answer.fields["content-type"] == "text/csv; charset=utf-8; header=present")
        let lines = answer.text.components(separatedBy: "\r\n")
        #expect(lines.count == 5 && lines[0].hasPrefix("period,place,counterpart,"))
        #expect(
            lines[3].hasPrefix("2018,Tajikistan,Russia,,,2900000000,,,USD,$2.9 billion,,World Bank,Another view,3,1,"))
    }
}
