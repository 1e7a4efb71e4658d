import Foundation
import Testing

@testable import Importing

@Suite("A real article is read from a publisher's page", .enabled(if: StateVisitPage.text != nil))
struct StateVisitTests {
    private let article = ReadArticle.html(
        Array(StateVisitPage.html.utf8), contentType: "text/html; charset=UTF-8",
        url: "https://analytics.example/en/state-visit/?utm=1")

    @Test("Its fields")
    func readsFields() {
        #expect(article.title == StateVisitPage.title)
        #expect(article.authors == ["Ana Author"])
        #expect(article.publishedOn == "2019-04-22")
        #expect(article.language == "en-US")
        #expect(article.publisher == "Analytics Example")
        #expect(article.url == "https://analytics.example/en/state-visit/")
        #expect(article.warnings.isEmpty)
    }

    @Test("All of its text, and nothing that stands around it")
    func readsText() {
        let expected = StateVisitPage.paragraphs.filter {
            !StateVisitPage.isAround($0) && !StateVisitPage.isCaption($0)
        }
        .map(StateVisitPage.plain)
        var blocks = article.body.components(separatedBy: "\n\n").map(StateVisitPage.plain)
        for (index, block) in blocks.enumerated() where block.hasPrefix("### ") {
            blocks[index] = String(block.dropFirst(4))
        }

        #expect(blocks == expected)
        #expect(article.body.contains("analyst **Umed Jaihani** is confident"))
        for heading in StateVisitPage.headings { #expect(article.body.contains("\n\n### \(heading)\n\n")) }
    }

    @Test("Its pictures, captions parted from credits")
    func readsPhotos() {
        #expect(
            article.photos.map(\.caption) == [
                nil, "Muslimbek Buriev.", nil, "Negmatullo Mirsaidov.", "The Palace of Nations in Dushanbe.", nil,
            ])
        #expect(
            article.photos.map(\.credit) == [
                "kremlin.ru", "CABAR.asia", "kremlin.ru", "personal Facebook page", "tj.sputniknews.ru", "kremlin.ru",
            ])
        #expect(
            article.photos.allSatisfy { $0.url?.hasPrefix("https://analytics.example/wp-content/uploads/") == true })
    }

    @Test("Its links")
    func readsLinks() {
        #expect(
            article.links.map(\.title) == [
                "Central Asian Hydropower System: Doomed to Joint Development", "statements", "Central Bank",
            ])
    }
}
