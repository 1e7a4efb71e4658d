import Foundation
import HTTPTypes
import Knowledge
import Testing

@testable import API

@Suite("The pages of editors")
struct EditingPagesTests {
    private let site: PagesSite
    private let signedIn: HTTPFields

    init() throws {
        site = try PagesSite()
        let cookie = site.send("token=secret", to: "/sign-in").fields[.setCookie]?.split(separator: ";").first
        signedIn = [.cookie: String(try #require(cookie))]
    }

    private func page(_ path: String) -> String { site.get(path, fields: signedIn).html }

    private func postArticle(_ title: String = "The lake", _ members: String = "") throws {
        let answer = site.post(
            "articles",
            try JSONReader.read(
                #"{"title": "\#(title)", "body": "“It fell,” said Ana.\n\nIt fell. It fell by 5%."\#(members)}"#))
        #expect(answer.status == 201, "\(answer.html)")
    }

    @Test(
        "Who is not signed in is led to the form, and back",
        arguments: ["/review", "/articles/new", "/articles/the-lake/edit"])
    func signedOut(_ path: String) throws {
        try postArticle()

        let answer = site.get(path)

        #expect(answer.status == 303)
        #expect(answer.fields[.location]?.hasPrefix("/sign-in?next=%2F") == true)
    }

    @Test("The form has every field that the declarations have, with a name for it in each language")
    func form() throws {
        for language in Language.allCases {
            var fields = signedIn
            fields[.acceptLanguage] = language.rawValue
            let html = site.get("/articles/new", fields: fields).html

            for (resource, left) in [
                (Catalog.articles, ["slug"]), (Catalog.quotes, ["article", "selector", "same_as"]),
                (Catalog.statistics, ["article", "selector"]),
            ] {
                for field in resource.writtenFields where !left.contains(field.name) {
                    let isThere =
                        html.contains("name=\"\(field.name)\"") || html.contains("data-rows=\"\(field.name)\"")
                    #expect(isThere, "\(resource.name): \(field.name)")
                }
            }
            #expect(!html.contains(">field."))
            #expect(!html.contains(">choice."))
            #expect(!html.contains(">form."))
        }
    }

    @Test("An article of the title New has another address than the page where articles are written")
    func reserved() throws {
        try postArticle("New")

        #expect(site.get("/articles/new-2").status == 200)
        let taken = site.post("articles", ["title": "Other", "slug": "new"])
        #expect(taken.status == 409)
        #expect(page("/articles/new").contains("data-editor"))
    }

    @Test("An article's page leads an editor to the form, and nobody else")
    func links() throws {
        try postArticle()

        #expect(!site.get("/articles/the-lake").html.contains("/articles/the-lake/edit"))
        #expect(page("/articles/the-lake").contains("href=\"/articles/the-lake/edit\""))
        #expect(page("/articles/the-lake/edit").contains("data-slug=\"the-lake\""))
        #expect(site.get("/articles/the-lakes/edit", fields: signedIn).status == 404)
    }

    @Test("The review has a case for what stands in several places, with an act for each")
    func ambiguous() throws {
        try postArticle(
            "The lake", #", "quotes": [{"expert": "Ana", "kind": "direct", "text": "It fell"}]"#)

        let html = page("/review")

        #expect(html.contains("aria-current=\"page\">Quotes"))
        #expect(html.components(separatedBy: "aria-keyshortcuts=\"1\"").count == 2)
        #expect(html.contains("&quot;path&quot;:&quot;/api/v1/quotes/1/anchor&quot;"))
        #expect(
            html.contains(
                "&quot;path&quot;:&quot;/api/v1/quotes/1/restore&quot;,&quot;body&quot;:{&quot;revision&quot;:1}"))
        #expect(html.contains("data-tag=\"&quot;"))
    }

    @Test("Conflicts, likely duplicates and corrections are cases, too")
    func kinds() throws {
        let figure = #""statistics": [{"indicator": "Loss", "value": %, "unit": "t", "period": "2023"}]"#
        try postArticle("One", ", " + figure.replacing("%", with: "5"))
        try postArticle("Two", ", " + figure.replacing("%", with: "9"))
        for name in ["Vladimir Petrov", "Владимир Петров"] {
            site.post("experts", ["name": .string(name), "kind": "person", "country": "RU"])
        }
        site.post(
            "corrections", ["article": "one", "selector": ["exact": "It fell by 5%"], "suggestion": "It fell by 6%"])

        #expect(page("/review").contains("/api/v1/corrections/1/accept"))
        let conflicts = page("/review?kind=conflicts")
        #expect(conflicts.contains("/api/v1/conflicts/1/settle"))
        #expect(conflicts.contains("data-must-say"))
        let people = page("/review?kind=experts")
        #expect(people.contains("/api/v1/experts/"))
        #expect(people.contains("different_from"))
        #expect(page("/review?kind=nonsense").contains("/api/v1/corrections/1/accept"))
    }

    @Test("A history tells each change, and restores for editors alone")
    func history() throws {
        try postArticle()
        site.write(.patch, "articles/the-lake", ["subtitle": "By the dam"])

        let html = page("/articles/the-lake/history")

        #expect(html.contains("<ins dir=\"auto\">By the dam</ins>"))
        #expect(html.contains("Bring revision 1 back"))
        #expect(!site.get("/articles/the-lake/history").html.contains("Bring revision"))
    }

    @Test("What readers see carries nothing that only editors' scripts say")
    func words() throws {
        try postArticle()

        #expect(!site.get("/articles/the-lake").html.contains("editor.kept"))
        #expect(page("/articles/new").contains("\"editor.kept\""))
        #expect(!page("/articles/new").contains("\"acts.undone\""))
    }
}

@Suite("What editors' pages ask of the API")
struct EditingRoutesTests {
    private let site: PagesSite

    init() throws { site = try PagesSite() }

    private func send(_ path: String, _ json: JSON) throws -> (status: Int, body: JSON) {
        let answer = site.write(.post, path, json)
        return (answer.status, try JSONReader.read(answer.html))
    }

    @Test("A preview has the text as HTML with its passages marked, and says how each stands")
    func preview() throws {
        let (status, body) = try send(
            "preview",
            [
                "body": "# Lake\n\nIt *fell*. It rose. It rose. <b onclick=alert(1)>x</b>",
                "passages": [
                    ["exact": "It fell"], ["exact": "It rose"], ["exact": "It rose", "prefix": "fell. "],
                    ["exact": "Nobody knows what it was"],
                ],
            ])

        #expect(status == 200)
        #expect(body["passages"]?.array?.map { $0["anchor"] } == ["exact", "ambiguous", "exact", "missing"])
        #expect(body["passages"]?.array?.first?["selector"]?["start"] == 6)
        let html = body["html"]?.string ?? ""
        #expect(html.contains("<mark id=\"p0\">It <em>") || html.contains("<mark id=\"p0\">"))
        #expect(html.contains("<h3"))
        #expect(!html.contains("onclick"))
        #expect(body["text"]?.string?.hasPrefix("Lake\n\nIt fell.") == true)
    }

    @Test(
        "A preview says what is wrong with what it was sent",
        arguments: [
            ("[]", ""), (#"{"bodi": ""}"#, "/bodi"), (#"{"body": 1}"#, "/body"), (#"{"passages": {}}"#, "/passages"),
            (#"{"passages": [{}]}"#, "/passages/0/exact"), (#"{"passages": [1]}"#, "/passages/0"),
        ])
    func wrongPreview(_ json: String, _ pointer: String) throws {
        let (status, body) = try send("preview", try JSONReader.read(json))

        #expect(status == 422)
        #expect(body["errors"]?.array?.first?["pointer"] == .string(pointer))
    }

    @Test("A preview is not for everybody")
    func anonymous() {
        #expect(site.write(.post, "preview", ["body": ""], token: nil).status == 401)
    }

    @Test("A decided correction is opened again, and what it wrote is taken back")
    func reopen() throws {
        site.post("articles", ["title": "Lake", "body": "The lake *rose* in May."])
        site.post("corrections", ["article": "lake", "selector": ["exact": "rose"], "suggestion": "fell"])
        #expect(try send("corrections/1/reopen", [:]).status == 409)
        #expect(try send("corrections/1/accept", ["note": "Thanks"]).body["status"] == "accepted")
        #expect(site.get("/api/v1/articles/lake.txt", accept: "*/*").html == "The lake fell in May.")

        let (status, correction) = try send("corrections/1/reopen", [:])

        #expect(status == 200)
        #expect(correction["status"] == "open")
        #expect(correction["note"] == .null)
        #expect(site.get("/api/v1/articles/lake", accept: "*/*").html.contains("The lake *rose* in May."))
        #expect(try send("corrections/1/reject", [:]).status == 200)
        #expect(try send("corrections/1/reopen", [:]).body["status"] == "open")
    }

    @Test("What was written since a correction was accepted is not taken back with it")
    func reopenLater() throws {
        site.post("articles", ["title": "Lake", "body": "The lake rose in May."])
        site.post("corrections", ["article": "lake", "selector": ["exact": "rose"], "suggestion": "fell"])
        #expect(try send("corrections/1/accept", [:]).status == 200)
        site.write(.patch, "articles/lake", ["body": "The lake fell in June."])

        #expect(try send("corrections/1/reopen", [:]).status == 409)
        #expect(site.get("/api/v1/articles/lake.txt", accept: "*/*").html == "The lake fell in June.")
    }

    @Test("Two who are said to be different are no longer likely to be one, until that is taken back")
    func different() throws {
        for name in ["Vladimir Petrov", "Владимир Петров"] {
            site.post("experts", ["name": .string(name), "country": "RU"])
        }
        func duplicates(_ id: Int) throws -> Int? {
            try JSONReader.read(site.get("/api/v1/experts/\(id)/duplicates", accept: "*/*").html)["items"]?.array?.count
        }
        #expect(try duplicates(1) == 1)

        site.write(.patch, "experts/2", ["different_from": [["expert": 1]]])

        #expect(try duplicates(1) == 0)
        #expect(try duplicates(2) == 0)
        let told = try JSONReader.read(site.get("/api/v1/experts/2", accept: "*/*").html)["different_from"]
        #expect(told?.array?.first?["expert"]?["slug"] == "vladimir-petrov")

        site.write(.patch, "experts/2", ["different_from": []])

        #expect(try duplicates(1) == 1)
    }
}
