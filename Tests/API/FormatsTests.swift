import HTTPServer
import HTTPTypes
import Knowledge
import Testing

@testable import API

/// Records in the forms that other programs read.
@Suite struct FormatsTests {
    private let article: JSON = [
        "id": 7, "slug": "river", "title": "Cost & {benefit} of 50% \\more", "subtitle": "A _study_",
        "language": "en", "published_on": "2024-05-17", "publisher": "The Example",
        "url": "https://example.org/a_b?c=%7B1%7D",
        "authors": ["Ana Author", "Ben van der Writer", "Agency on Statistics, Dushanbe"],
    ]

    @Test func bibtexEscapesWhatTeXTakesForItself() {
        #expect(
            Bibliography.bibtex(CitedWork(article: article)) == """
                @article{river,
                  author = {Ana Author and Ben van der Writer and {Agency on Statistics, Dushanbe}},
                  title = {{Cost \\& \\{benefit\\} of 50\\% \\textbackslash{}more: A \\_study\\_}},
                  journal = {{The Example}},
                  year = {2024},
                  month = may,
                  day = {17},
                  url = {https://example.org/a_b?c=%7B1%7D},
                  language = {en}
                }

                """)
    }

    @Test func risHasALineATag() {
        let quote: JSON = [
            "id": 12, "text": "It fell,\nand rose.", "expert": ["id": 1, "name": "Ким Ли"], "role": "engineer",
        ]

        #expect(
            Bibliography.ris(CitedWork(article: article, quote: quote)).replacing("\r\n", with: "\n") == """
                TY  - NEWS
                ID  - river-q12
                AU  - Author, Ana
                AU  - van der Writer, Ben
                AU  - Agency on Statistics, Dushanbe
                TI  - Cost & {benefit} of 50% \\more: A _study_
                T2  - The Example
                PY  - 2024
                DA  - 2024/05/17
                UR  - https://example.org/a_b?c=%7B1%7D
                LA  - en
                N1  - “It fell, and rose.” (Ким Ли, engineer)
                ER  - \n
                """)
    }

    @Test func cslTellsPersonsFromOthers() {
        let item = Bibliography.csl(CitedWork(article: article)).array?.first

        #expect(
            item?["author"] == [
                ["family": "Author", "given": "Ana"], ["family": "van der Writer", "given": "Ben"],
                ["literal": "Agency on Statistics, Dushanbe"],
            ])
        #expect(item?["issued"] == ["date-parts": [[2024, 5, 17]]])
    }

    @Test func citationsFollowTheirStyles() {
        var work = CitedWork(article: article)
        work.title = "What fell"
        work.subtitle = nil
        work.authors.removeLast()
        work.url = "https://example.org/a"
        let day = [2026, 11, 24]

        #expect(
            Citation.text(work, style: "apa", today: day)
                == "Author, A., & van der Writer, B. (2024, May 17). What fell. The Example. https://example.org/a")
        #expect(
            Citation.text(work, style: "chicago", today: day)
                == "Author, Ana, and Ben van der Writer. “What fell.” The Example, May 17, 2024. https://example.org/a."
        )
        work.language = "ru"
        #expect(
            Citation.text(work, style: "gost", today: day)
                == "Author A., van der Writer B. What fell [Электронный ресурс] // The Example. 2024. 17 мая. URL: https://example.org/a (дата обращения: 24.11.2026)."
        )
    }

    @Test func citationsDoWithoutWhatIsNotKnown() {
        let work = CitedWork(article: ["slug": "a", "title": "Who knows?"])

        #expect(Citation.text(work, style: "apa", today: [2026, 1, 2]) == "Who knows? (n.d.).")
        #expect(Citation.text(work, style: "chicago", today: [2026, 1, 2]) == "“Who knows?”")
        #expect(Citation.text(work, style: "gost", today: [2026, 1, 2]) == "Who knows? [Electronic resource].")
    }

    @Test(arguments: [
        ("=1+1", "'=1+1"), ("+7 992", "'+7 992"), ("-5", "-5"), ("-x", "'-x"), ("@a", "'@a"), ("a,b", "\"a,b\""),
        ("say \"no\"", "\"say \"\"no\"\"\""), ("two\nlines", "\"two\nlines\""), ("\t=1", "'\t=1"), ("é", "é"),
    ])
    func csvDefusesFormulas(text: String, cell: String) {
        var csv = CSV()
        csv.add([.text(text)])

        #expect(csv.text == cell + "\r\n")
    }

    @Test func markdownMeansWhatItSays() {
        let quote: JSON = [
            "id": 1, "kind": "direct", "text": "1. *No* <b> [x](y)\n\n- yes", "expert": ["id": 2, "name": "A_B"],
            "article": ["id": 3, "slug": "c", "title": "C"], "role": "engineer",
        ]

        #expect(
            RecordMarkdown.text(quote, Catalog.quotes) == """
                > “1. \\*No\\* \\<b\\> \\[x\\](y)
                >
                > \\- yes”
                >
                > — **A\\_B**, engineer, in *C*

                """)
        #expect(RecordMarkdown.escaped("1. a\n12) b") == "1\\. a\n12\\) b")
    }

    @Test(arguments: [
        (nil, Format.json), ("*/*", .json), ("text/csv", .csv), ("text/*", .csv),
        ("application/x-ndjson, text/csv;q=0.5", .ndjson),
        ("text/csv;q=0.5, application/json;q=0.4", .csv), ("text/html, */*;q=0.1", .json), ("TEXT/CSV", .csv),
        ("text/csv, application/json", .json), ("text/csv;q=0, application/*", .json),
    ])
    func acceptChooses(accept: String?, format: Format) throws {
        let fields: HTTPFields = accept.map { [.accept: $0] } ?? [:]

        #expect(try Request(method: .get, target: "/", fields: fields).format(of: Format.ofLists) == format)
    }

    @Test(arguments: ["text/html", "text/csv;q=0", "application/json;q=0", "image/*"])
    func acceptRefuses(accept: String) {
        #expect(throws: Problem.self) {
            try Request(method: .get, target: "/", fields: [.accept: accept]).format(of: Format.ofLists)
        }
    }

    @Test func linkedDataSpeaksSchemaOrg() {
        let statistic: JSON = [
            "id": 4, "indicator": ["id": 1, "slug": "water", "name": "Water"], "value": 5, "value_to": 10,
            "unit": "km3",
            "period": "2018", "article": ["id": 7, "slug": "river", "title": "River"], "source": .null,
            "printed": "5–10",
        ]

        let linked = LinkedData.record(statistic, Catalog.statistics)

        #expect(linked["@type"] == "Observation" && linked["@id"] == "/articles/river#s4")
        #expect(linked["minValue"] == 5 && linked["maxValue"] == 10 && linked["value"] == nil)
        #expect(linked["provider"] == nil)
    }
}
