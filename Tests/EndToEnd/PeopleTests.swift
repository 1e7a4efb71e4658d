import Foundation
import Testing

/// Who is who, and what they said, over HTTP.
@Suite struct PeopleTests {
    let server: RunningServer

    init() throws {
        server = try RunningServer()
        for (title, day, speaker, text) in [
            ("One", "2018-05-01", "Negmatullo Mirsaidov", "There were hopes"),
            ("Two", "2017-05-01", "Негматулло Мирсаидов", "Были надежды"),
            ("Three", "2019-05-01", "Ana Kim", "The river fell"),
        ] {
            #expect(
                try server.post(
                    "/api/v1/articles",
                    #"{"title": "\#(title)", "published_on": "\#(day)", "topics": ["Water"], "quotes": [{"expert": "\#(speaker)", "kind": "direct", "text": "\#(text)", "role": "analyst", "topics": ["Water"]}]}"#
                ).status == 201)
        }
    }

    private let old = "negmatullo-mirsaidov-2"

    @discardableResult
    private func merge() throws -> Answer {
        try server.post("/api/v1/experts/\(old)/merge", #"{"into": "negmatullo-mirsaidov"}"#)
    }

    @Test func likelyDuplicatesAreToldWithTheirReasons() throws {
        let found = try server.get("/api/v1/experts/negmatullo-mirsaidov/duplicates")
        #expect(try found.items.map { $0.object("expert").text("slug") } == [old])
        #expect(try found.items.first?.list("reasons").map { $0.text("kind") } == ["name", "role"])
        #expect(try server.get("/api/v1/experts?possible_duplicates=true&count=true").json.number("total") == 2)
        #expect(try server.get("/api/v1/experts?possible_duplicates=maybe").status == 400)
        #expect(try server.get("/api/v1/experts/ana-kim/duplicates").items.isEmpty)
        #expect(try server.get("/api/v1/experts/ana-kim/duplicates?limit=3").status == 400)
    }

    @Test func aMergedExpertLeadsToTheOther() throws {
        let merged = try merge()
        #expect(merged.status == 200)
        #expect(try merged.json.number("quotes_count") == 2)
        #expect(
            try server.get("/api/v1/experts/negmatullo-mirsaidov").fields["etag"] == merged.fields["etag"])

        for (target, location) in [
            ("/api/v1/experts/\(old)", "/api/v1/experts/negmatullo-mirsaidov"),
            ("/api/v1/experts/2", "/api/v1/experts/1"),
            ("/api/v1/experts/2?fields=id,name", "/api/v1/experts/1?fields=id,name"),
            ("/api/v1/experts/\(old).jsonld", "/api/v1/experts/negmatullo-mirsaidov.jsonld"),
            ("/api/v1/experts/\(old)/quotes?limit=1", "/api/v1/experts/negmatullo-mirsaidov/quotes?limit=1"),
            ("/api/v1/experts/2/quotes.csv", "/api/v1/experts/1/quotes.csv"),
            ("/api/v1/experts/\(old)/timeline", "/api/v1/experts/negmatullo-mirsaidov/timeline"),
            ("/api/v1/experts/\(old)/duplicates", "/api/v1/experts/negmatullo-mirsaidov/duplicates"),
            ("/experts/\(old)", "/experts/negmatullo-mirsaidov"), ("/experts/2", "/experts/negmatullo-mirsaidov"),
            ("/experts/\(old)/feed.atom", "/experts/negmatullo-mirsaidov/feed.atom"),
        ] {
            for method in ["GET", "HEAD"] {
                let answer = try server.send(method, target, token: nil)
                #expect(answer.status == 308 && answer.fields["location"] == location, "\(method) \(target)")
            }
        }
        #expect(try server.get("/api/v1/quotes?expert=\(old)").items.count == 2)
        // What is to be written is not sent on.
        for (method, target, body) in [
            ("PATCH", "/api/v1/experts/2", #"{"country": "TJ"}"#), ("DELETE", "/api/v1/experts/2", nil),
            ("POST", "/api/v1/experts/2/merge", #"{"into": 3}"#), ("POST", "/api/v1/experts/2/restore", nil),
        ] {
            let answer = try server.send(method, target, body)
            #expect(answer.status == 409, "\(method) \(target)")
            #expect(try answer.json.text("resource") == "/api/v1/experts/1", "\(method) \(target)")
        }
        #expect(try server.get("/api/v1/experts/\(old)/history").items.first?.text("action") == "merge")
        #expect(
            try server.get("/api/v1/experts/\(old)?revision=1").json.text("name") == "Негматулло Мирсаидов")
    }

    @Test func unmergingBringsItBack() throws {
        try merge()

        let back = try server.send("POST", "/api/v1/experts/\(old)/unmerge")

        #expect(back.status == 200)
        #expect(try back.json.number("id") == 2 && back.json.number("quotes_count") == 1)
        #expect(try server.get("/api/v1/experts/\(old)").status == 200)
        #expect(try server.get("/experts/\(old)").status == 200)
        #expect(try server.send("POST", "/api/v1/experts/\(old)/unmerge").status == 409)
        let actions = try server.get("/api/v1/changes?limit=200").items.map { $0.text("action") }
        #expect(actions.filter { $0 == "merge" || $0 == "unmerge" } == ["merge", "unmerge"])
    }

    @Test func aMergingThatMakesNoSenseIsRefused() throws {
        func status(_ reference: String, _ body: String?) throws -> Int {
            try server.send("POST", "/api/v1/experts/\(reference)/merge", body).status
        }
        #expect(try status(old, #"{"into": 2}"#) == 422)
        #expect(try status(old, #"{"into": "nobody"}"#) == 422)
        #expect(try status(old, "{}") == 422)
        #expect(try status(old, "[1]") == 422)
        #expect(try status(old, #"{"into":"#) == 400)
        #expect(try status("nobody", #"{"into": 1}"#) == 404)
        #expect(
            try server.post(
                "/api/v1/experts/\(old)/merge", #"{"into": 1}"#, fields: ["If-Match": "\"other\""]
            ).status == 412)
        #expect(try server.get("/api/v1/experts?count=true").json.number("total") == 3)
    }

    @Test func aTimelineAndAComparisonTellWhatWasSaid() throws {
        try merge()
        #expect(
            try server.post(
                "/api/v1/articles",
                #"{"title": "Wire", "published_on": "2018-05-02", "quotes": [{"expert": "negmatullo-mirsaidov", "kind": "direct", "text": "“There were hopes”", "role": "economist"}]}"#
            ).status == 201)

        let first = try server.get("/api/v1/experts/negmatullo-mirsaidov/timeline?limit=1")
        #expect(try first.items.map { $0.text("text") } == ["Были надежды"])
        let next = try first.json.text("next")
        #expect(first.fields["link"] == "<\(next)>; rel=\"next\"")
        let second = try server.get(next)
        #expect(try second.items.first?.number("printings_count") == 2)
        #expect(try second.items.first?.list("printings").map { $0.text("role") } == ["analyst", "economist"])
        #expect(try second.json["next"] is NSNull)
        #expect(try second.json.list("roles").map { $0.text("role") } == ["analyst", "economist"])
        #expect(try server.get("/api/v1/experts/negmatullo-mirsaidov/timeline?topics=a").status == 400)

        let both = try server.get("/api/v1/compare?experts=\(old),ana-kim&topic=water")
        #expect(try both.json.list("experts").map { $0.list("items").count } == [2, 1])
        #expect(try server.get("/api/v1/compare?experts=1,2").status == 400)
        #expect(try server.get("/api/v1/compare?experts=1").status == 400)
        #expect(try server.get("/api/v1/compare").status == 400)
        #expect(try server.get("/api/v1/compare?experts=1,3&limit=0").status == 400)
    }
}
