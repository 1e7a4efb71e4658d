import Foundation
import Testing

/// What readers send in, and what editors make of it.
@Suite struct CorrectionTests {
    let server: RunningServer
    private let root = "/api/v1"

    init() throws {
        server = try RunningServer()
        _ = try server.post(
            "\(root)/articles",
            #"{"title": "One", "body": "The **rivver** fell by \\$3 *m* on Monday.\n\nThe end of it.", "quotes": [{"expert": "Ana Kim", "kind": "direct", "text": "The end of it"}]}"#
        )
    }

    @discardableResult
    private func send(_ body: String) throws -> Answer {
        try server.send("POST", "\(root)/corrections", body, token: nil)
    }

    @Test func anybodySendsOneAndOnlyEditorsReadIt() throws {
        let sent = try send(
            #"{"article": "one", "selector": {"exact": "rivver"}, "suggestion": "river", "comment": "<b>me</b>"}"#)

        #expect(sent.status == 201 && sent.fields["location"] == "\(root)/corrections/1")
        #expect(try sent.json.object("selector").text("suffix").hasPrefix(" fell by"))
        for target in ["\(root)/corrections", "\(root)/corrections/1"] {
            #expect(try server.get(target, token: RunningServer.token).status == 200)
            #expect(try server.get(target).status == 401)
        }
        #expect(try server.get("\(root)/corrections?status=open", token: RunningServer.token).items.count == 1)
        #expect(try server.get("\(root)/articles/one/corrections").items.isEmpty)
        #expect(!(try server.get("\(root)/changes").text.contains("corrections")))
        #expect(try !server.get("/articles/one").text.contains("<b>me</b>"))
        #expect(try send(#"{"article": "one"}"#).status == 422)
        #expect(try send(#"{"article": "two", "comment": "c"}"#).status == 422)
        let long = String(repeating: "a", count: 70_000)
        #expect(try send("{\"article\": \"one\", \"comment\": \"\(long)\"}").status == 413)
    }

    @Test func anAcceptedOneCorrectsTheArticleAndNothingElse() throws {
        try send(
            #"{"article": "one", "selector": {"exact": "The rivver fell"}, "suggestion": "The river fell", "comment": "typo"}"#
        )
        #expect(
            try server.send("POST", "\(root)/corrections/1/accept", #"{"note": "thanks"}"#, token: nil).status == 401)

        let accepted = try server.post("\(root)/corrections/1/accept", #"{"note": "thanks"}"#)

        #expect(accepted.status == 200)
        #expect(try accepted.json.text("status") == "accepted" && accepted.json.number("article_revision") == 2)
        #expect(
            try server.get("\(root)/articles/one").json.text("body")
                == "The **river** fell by \\$3 *m* on Monday.\n\nThe end of it.")
        #expect(try server.get("\(root)/quotes/1").json.text("anchor") == "exact")
        #expect(try server.get("\(root)/articles/one/history").items[0].text("note") == "thanks")
        let told = try server.get("\(root)/articles/one/corrections").items
        #expect(told.map { $0.text("suggestion") } == ["The river fell"] && told[0].text("note") == "thanks")
        #expect(told[0].keys.contains("decided_at") && !told[0].keys.contains("comment"))
        #expect(try !server.get("\(root)/articles/one/corrections?fields=comment").text.contains("typo"))
        #expect(
            try server.get("/articles/one").text.contains(
                "<del dir=\"auto\">The rivver fell</del> <ins dir=\"auto\">The river fell</ins>"))
        #expect(try server.post("\(root)/corrections/1/accept", "{}").status == 409)
        #expect(try server.post("\(root)/corrections/1/reject", "{}").status == 409)
        #expect(try server.post("\(root)/corrections/9/reject", "{}").status == 404)
    }

    @Test func whatIsNoLongerThereIsNotCorrected() throws {
        try send(#"{"article": "one", "selector": {"exact": "Monday"}, "suggestion": "*Tuesday*"}"#)
        try send(#"{"article": "one", "selector": {"exact": "Monday"}, "suggestion": "Friday"}"#)

        #expect(try server.send("POST", "\(root)/corrections/1/accept").status == 200)
        #expect(try server.get("\(root)/articles/one.txt").text.contains("on *Tuesday*."))
        #expect(try server.send("POST", "\(root)/corrections/2/accept").status == 409)
        #expect(try server.get("\(root)/articles/one").json.number("revision") == 2)
        #expect(try server.post("\(root)/corrections/2/reject", #"{"note": 5}"#).status == 422)
        #expect(try server.post("\(root)/corrections/2/reject", #"{"note": "no"}"#).status == 200)
        #expect(try server.get("\(root)/articles/one/corrections").items.count == 1)
    }

    @Test func soManyAreTakenFromOneAddress() throws {
        let strict = try RunningServer(["--correction-limit", "2"])
        _ = try strict.post("\(root)/articles", #"{"title": "One"}"#)
        let body = #"{"article": "one", "comment": "c"}"#

        let answers = try (0..<3).map { _ in try strict.send("POST", "\(root)/corrections", body, token: nil) }

        #expect(answers.map(\.status) == [201, 201, 429])
        #expect(Int(answers[2].fields["retry-after"] ?? "").map { (1...3_601).contains($0) } == true)
        #expect(try strict.post("\(root)/corrections", body).status == 201)
    }
}
