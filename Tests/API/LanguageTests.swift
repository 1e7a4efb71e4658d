import HTTPTypes
import Testing

@testable import API

@Suite("The pages' language")
struct LanguageTests {
    @Test("A page speaks the language of its reader, and tells caches so")
    func negotiated() throws {
        let site = try PagesSite()
        try site.fillWithDemo()

        let russian = site.get("/articles/a-low-lake-at-kamarsk", fields: [.acceptLanguage: "ru-RU,ru;q=0.9"])
        let english = site.get("/articles/a-low-lake-at-kamarsk", fields: [.acceptLanguage: "en"])

        #expect(russian.html.contains("<html lang=\"ru\">") && russian.html.contains("прямая цитата"))
        #expect(russian.fields[.contentLanguage] == "ru")
        #expect(english.html.contains("<html lang=\"en\">") && english.html.contains("direct quote"))
        #expect(english.fields[.vary] == "Accept-Language, Cookie")
    }

    @Test("What was chosen by hand goes before what the browser prefers")
    func chosen() throws {
        let site = try PagesSite()

        let choice = site.get("/language/ru?next=/search?q=lake")
        let page = site.get("/", fields: [.acceptLanguage: "en", .cookie: "a=b; language=ru"])
        let unknown = site.get("/", fields: [.acceptLanguage: "ru", .cookie: "language=xx"])

        #expect(choice.status == 303 && choice.fields[.location] == "/search?q=lake")
        #expect(choice.fields[.setCookie]?.hasPrefix("language=ru; Path=/") == true)
        #expect(page.html.contains("Новые статьи") || page.html.contains("Здесь пока ничего нет"))
        #expect(unknown.fields[.contentLanguage] == "ru")
        #expect(site.get("/language/tlh").status == 404)
    }

    @Test(
        "Going back leads nowhere but to this site",
        arguments: [
            "//evil.example", "/\\evil.example", "https://evil.example", "evil", "/a%0D%0ASet-Cookie:%20b=c", "",
        ])
    func next(_ next: String) throws {
        let choice = try PagesSite().get("/language/ru?next=\(next)")

        #expect(choice.status == 303 && choice.fields[.location] == "/")
    }
}
