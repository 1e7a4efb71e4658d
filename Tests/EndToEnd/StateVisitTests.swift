import Foundation
import Testing

/// The main job on real input: an analysis of a state visit, entered as a person would, and asked the three questions.
///
/// The article itself is read from the data beside the project. The fixture tells how it is entered: each passage by
/// its first and last words.
@Suite struct StateVisitTests {
    private let fixture: [String: Any]

    init() throws {
        let file = Project.root.appendingPathComponent("Tests/EndToEnd/Fixtures/state-visit.json")
        fixture = try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any] ?? [:]
    }

    /// What stands in `text` from the first words to the last ones.
    private func passage(_ from: String, _ to: String, in text: String) throws -> String {
        let start = try #require(text.range(of: from), "\(from)")
        let rest = start.lowerBound..<text.endIndex
        let end = try #require(text.range(of: to, range: rest), "\(to)")
        return String(text[start.lowerBound..<end.upperBound])
    }

    /// Straight quotation marks, hyphens and single spaces, as a keyboard has them.
    private func typed(_ passage: String) -> String {
        var text = passage
        for (printed, typed) in [("“", "\""), ("”", "\""), ("’", "'"), ("–", "-"), ("\n\n", " "), ("\n", " ")] {
            text = text.replacingOccurrences(of: printed, with: typed)
        }
        return text
    }

    /// The article as it is posted: its body from the data, with the lines that are headings made so.
    private func body(_ data: String) -> String {
        let sections = Set(fixture["sections"] as? [String] ?? [])
        return data.components(separatedBy: "\n").map { sections.contains($0) ? "## \($0)" : $0 }.joined(
            separator: "\n")
    }

    private func post(_ server: RunningServer, _ data: String) throws -> [String: Any] {
        var article = fixture.object("article")
        let markdown = body(data)
        article["body"] = markdown
        // The text is what the server makes of the body: asked for once, so that passages can be cut from it.
        let draft = try server.post(
            "/api/v1/articles",
            String(
                decoding: JSONSerialization.data(withJSONObject: ["title": "Draft", "body": markdown]), as: UTF8.self))
        #expect(draft.status == 201, "\(draft.text)")
        let text = try server.get("/api/v1/articles/draft.txt").text
        #expect(try server.send("DELETE", "/api/v1/articles/draft").status == 204)

        if let note = article["note"] as? [String: String] {
            article["note"] = try passage(note["from"] ?? "", note["to"] ?? "", in: text)
        }
        article["quotes"] = try fixture.list("quotes").map { quote in
            var quote = quote
            quote["text"] = try typed(passage(quote.text("from"), quote.text("to"), in: text))
            quote["from"] = nil
            quote["to"] = nil
            return quote
        }
        article["statistics"] = fixture.list("statistics").map { statistic in
            var statistic = statistic
            statistic["context"] = nil
            return statistic
        }
        let answer = try server.post(
            "/api/v1/articles", String(decoding: JSONSerialization.data(withJSONObject: article), as: UTF8.self))
        #expect(answer.status == 201, "\(answer.text)")
        return try answer.json
    }

    @Test func theArticleIsEnteredWithEverythingAndEveryPassageIsFound() throws {
        guard let data = Project.sharedData("state-visit.txt") else { return }
        let server = try RunningServer()
        let article = try post(server, data)

        #expect(article.list("photos").count == 6)
        #expect(article.list("quotes").count == fixture.list("quotes").count)
        #expect(article.list("statistics").count == fixture.list("statistics").count)
        for quote in article.list("quotes") { #expect(quote.text("anchor") == "exact", "\(quote.text("text"))") }
        for statistic in article.list("statistics") {
            #expect(statistic.text("anchor") == "exact", "\(statistic.text("printed"))")
        }
        #expect(article.list("links").contains { $0.text("rel") == "translation" })
        #expect(article.list("links").contains { $0.text("rel") == "related" })
        #expect(article.text("note").contains("Norway"))
        // A position counts code points in the text, and the passage stands there.
        let text = Array(try server.get("/api/v1/articles/\(article.text("slug")).txt").text.unicodeScalars)
        for record in article.list("quotes") + article.list("statistics") {
            let selector = record.object("selector")
            let start = Int(selector.number("start") ?? 0)
            let end = Int(selector.number("end") ?? 0)
            var found = String.UnicodeScalarView()
            found.append(contentsOf: text[start..<end])
            #expect(String(found) == selector.text("exact"))
        }
    }

    @Test func itAnswersWhoSaidWhatWhichFigureAndWhere() throws {
        guard let data = Project.sharedData("state-visit.txt") else { return }
        let server = try RunningServer()
        _ = try post(server, data)
        let questions = fixture.list("questions")

        #expect(questions.count >= 10)
        for question in questions {
            switch question.text("ask") {
            case "who said": try whoSaid(question, server)
            case "which roles": try whichRoles(question, server)
            case "which figure": try whichFigure(question, server)
            case "where": try whereItStands(question, server)
            default: Issue.record("no such question: \(question)")
            }
        }
    }

    @Test func itsRemittancesAreOneSeriesAndADifferingFigureIsAConflict() throws {
        guard let data = Project.sharedData("state-visit.txt") else { return }
        let server = try RunningServer()
        let article = try post(server, data)
        let path = "/api/v1/indicators/remittances-received/series"
        let points = try server.get("\(path)?place=Tajikistan&counterpart=Russia").json.list("points")

        #expect(points.map { $0.text("period") } == ["2013", "2018"])
        #expect(points.map { $0.number("value") } == [4.2e9, 2.5e9])
        #expect(points.allSatisfy { $0.list("statistics").allSatisfy { $0.text("anchor") == "exact" } })
        let chart = try server.get("\(path).svg")
        #expect(chart.status == 200 && chart.fields["content-type"]?.hasPrefix("image/svg+xml") == true)
        #expect(chart.text.contains("Central Bank of the Russian Federation"))
        #expect(try server.get("/api/v1/conflicts?count=true").json.number("total") == 0)
        #expect(try server.get("/api/v1/statistics?warnings=true&count=true").json.number("total") == 0)

        let other = try server.post(
            "/api/v1/articles",
            #"{"title": "Remittances fall", "body": "It was $2.9 billion.", "statistics": [{"indicator": "Remittances received", "value": 2900000000, "unit": "USD", "period": "2018", "place": "Tajikistan", "counterpart": "Russia", "printed": "$2.9 billion"}]}"#
        )
        #expect(other.status == 201)
        let conflicts = try server.get("/api/v1/conflicts").items
        #expect(conflicts.count == 1)
        #expect(conflicts.first?.list("statistics").map { $0.text("printed") } == ["$2.5 billion", "$2.9 billion"])
        #expect(try server.get("/api/v1/articles/\(article.text("slug"))").json.number("conflicts_count") == 1)
        #expect(try server.get(path).json.list("conflicts").count == 1)
    }

    @Test func oneTimelineHasBothRolesOfAPerson() throws {
        guard let data = Project.sharedData("state-visit.txt") else { return }
        let server = try RunningServer()
        _ = try post(server, data)
        let timeline = try server.get("/api/v1/experts/negmatullo-mirsaidov/timeline").json

        let roles = timeline.list("roles")
        #expect(Set(roles.map { $0.text("role") }) == ["political analyst", "political observer"])
        #expect(roles.allSatisfy { $0["inferred"] as? Bool == true })
        #expect(timeline.list("items").count == 4)
        #expect(Set(timeline.list("items").map { $0.text("role") }) == ["political analyst", "political observer"])
    }

    @Test func aCorrectedMisspellingMovesNothingElse() throws {
        guard let data = Project.sharedData("state-visit.txt") else { return }
        let server = try RunningServer()
        let article = try post(server, data)
        let path = "/api/v1/articles/\(article.text("slug"))"
        let text = try server.get("\(path).txt").text
        let passages = try server.get("\(path)/passages").items
        func exacts(_ passages: [[String: Any]]) -> [String] { passages.map { $0.object("selector").text("exact") } }
        // A long word that stands once, outside of every passage and before most of them.
        let words = text.split { !$0.isLetter }.map(String.init).filter { $0.count > 8 }
        let word = try #require(
            words.first { word in
                text.components(separatedBy: word).count == 2 && !exacts(passages).contains { $0.contains(word) }
            })

        let sent = try server.post(
            "/api/v1/corrections",
            #"{"article": "\#(article.text("slug"))", "selector": {"exact": "\#(word)"}, "suggestion": "\#(word)s"}"#)
        let accepted = try server.post("/api/v1/corrections/1/accept", #"{"note": "Thank you"}"#)

        #expect(sent.status == 201 && accepted.status == 200, "\(word): \(accepted.text)")
        #expect(try server.get("\(path).txt").text == text.replacingOccurrences(of: word, with: word + "s"))
        let after = try server.get("\(path)/passages").items
        #expect(exacts(after) == exacts(passages))
        #expect(after.allSatisfy { $0.text("anchor") == "exact" })
        #expect(try server.get("\(path)/corrections").items.first?.text("suggestion") == word + "s")
    }

    private func encoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? text
    }

    private func whoSaid(_ question: [String: Any], _ server: RunningServer) throws {
        let found = try server.get("/api/v1/quotes?q=\(encoded(question.text("q")))").items
        let quote = try #require(
            found.first {
                $0.text("text").contains(question.text("contains"))
                    || $0.object("selector").text("exact").contains(question.text("contains"))
            }, "\(question)")

        #expect(quote.object("expert").text("name") == question.text("expert"))
        if question["role"] is String { #expect(quote.text("role") == question.text("role")) }
        #expect(quote.text("kind") == question.text("kind"))
        #expect(quote.text("anchor") == "exact")
        #expect(!quote.object("article").text("slug").isEmpty)
    }

    private func whichRoles(_ question: [String: Any], _ server: RunningServer) throws {
        let found = try server.get("/api/v1/experts?name=\(encoded(question.text("expert")))").items
        let roles = found.first?.list("roles_as_printed").map { $0.text("role") } ?? []

        #expect(Set(roles) == Set(question["roles"] as? [String] ?? ["?"]), "\(question)")
    }

    private func whichFigure(_ question: [String: Any], _ server: RunningServer) throws {
        let indicators = try server.get("/api/v1/indicators?name=\(encoded(question.text("indicator")))").items
        let indicator = try #require(indicators.first, "\(question)")
        var query = "/api/v1/statistics?indicator=\(indicator.text("slug"))"
        for name in ["place", "period", "counterpart"] where question[name] is String {
            query += "&\(name)=\(encoded(question.text(name)))"
        }
        let found = try server.get(query).items
        let statistic = try #require(found.first { $0.number("value") == question.number("value") }, "\(question)")

        #expect(statistic.text("unit") == question.text("unit"))
        if question["source"] is String { #expect(statistic.object("source").text("name") == question.text("source")) }
        if question["stated_by"] is String {
            #expect(statistic.object("stated_by").text("name") == question.text("stated_by"))
        }
        if question["qualifier"] is String { #expect(statistic.text("qualifier") == question.text("qualifier")) }
        if let to = question.number("value_to") { #expect(statistic.number("value_to") == to) }
        #expect(statistic.text("printed") == question.text("printed"))
    }

    private func whereItStands(_ question: [String: Any], _ server: RunningServer) throws {
        let resource = question.text("resource")
        let found = try server.get("/api/v1/\(resource)?q=\(encoded(question.text("q")))").items
        let record = try #require(
            found.first { $0.object("selector").text("exact").hasPrefix(question.text("begins")) }, "\(question)")
        let selector = record.object("selector")

        #expect(selector.text("exact").hasSuffix(question.text("ends")), "\(question)")
        #expect(record.text("anchor") == question.text("anchor"))
        #expect(selector.text("prefix").hasSuffix(question.text("before")), "\(selector)")
        // A suffix is 32 code points long, as the question's may be longer.
        let length = min(selector.text("suffix").count, question.text("after").count)
        #expect(selector.text("suffix").prefix(length) == question.text("after").prefix(length), "\(selector)")
    }
}
