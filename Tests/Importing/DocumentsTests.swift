import Foundation
import Testing

@testable import Importing

@Suite("Articles are read from Markdown, plain text and PDF")
struct DocumentsTests {
    @Test(
        "A document's kind is told by its bytes, its type and its name",
        arguments: [
            ("%PDF-1.7", "text/html", nil, .pdf), ("a", "text/html; charset=utf-8", "a.txt", .html),
            ("a", "application/xhtml+xml", nil, .html),
            ("a", "text/plain", "https://a.example/b.md?c", .markdown), ("a", "text/plain", nil, .text),
            ("a", nil, "b.HTML", .html),
            ("a", nil, "b.markdown", .markdown), (" <!DOCTYPE html>", nil, nil, .html), ("a", nil, nil, .text),
            ("a", "application/octet-stream", "b.txt", .text), ("a", "text/csv", nil, .text),
            ("a", "image/png", "b.html", nil),
            ("a\0b", nil, nil, nil), ("a", "application/pdf", nil, nil), ("PK", "application/zip", nil, nil),
        ] as [(String, String?, String?, DocumentKind?)])
    func tellsKinds(_ text: String, _ type: String?, _ name: String?, _ kind: DocumentKind?) {
        #expect(DocumentKind(of: Array(text.utf8), contentType: type, name: name) == kind)
    }

    @Test("What can't be read is refused by name")
    func refuses() {
        #expect { try ReadArticle.read([0, 1], contentType: "image/png", name: nil) } throws: {
            $0.localizedDescription == "image/png can't be read: import HTML, Markdown, plain text or PDF"
        }
        #expect(throws: ImportingError.self) {
            try ReadArticle.read(
                [UInt8](repeating: 0x61, count: ReadingLimits.documentBytes + 1), contentType: nil, name: nil)
        }
    }

    @Test("Markdown: fields of its front matter, and the rest as it is")
    func readsMarkdown() {
        let article = ReadArticle.markdown(
            Array(
                """
                \u{FEFF}---
                title: "The River: Low"
                # a comment
                authors:
                  - Ana Author
                  - 'Ben Writer'
                date: 2019-04-17 10:00
                lang: en
                tags: [water, dams]
                url: https://news.example/river
                license: https://creativecommons.org/licenses/by/4.0/
                ---

                # The River: Low

                The river *fell*.\r
                A\\* line.

                ---
                """.utf8))

        #expect(article.title == "The River: Low")
        #expect(article.authors == ["Ana Author", "Ben Writer"])
        #expect(article.publishedOn == "2019-04-17")
        #expect(article.language == "en")
        #expect(article.url == "https://news.example/river")
        #expect(article.license == "CC-BY-4.0")
        #expect(article.body == "The river *fell*.\nA\\* line.\n\n---")
        #expect(article.warnings.isEmpty)
    }

    @Test(
        "Markdown without front matter: its first heading is the title",
        arguments: [
            ("# A *title* #\n\nb", "A title", "b"), ("A title\n===\nb", "A title", "b"),
            ("\n\n# A \\# title\nb", "A # title", "b"),
            ("b\n\n# A title", "", "b\n\n# A title"), ("## A\nb", "", "## A\nb"),
            ("---\nb\n---\nc", "", "---\nb\n---\nc"), ("", "", ""),
            ("---\ntitle: T\n---\n# Other\nb", "T", "# Other\nb"),
        ])
    func readsTitles(_ text: String, _ title: String, _ body: String) {
        let article = ReadArticle.markdown(Array(text.utf8))

        #expect(article.title == title)
        #expect(article.body == body)
        #expect(article.warnings.map(\.kind).contains(.noTitle) == title.isEmpty)
    }

    @Test("Plain text: the first line is the title, nothing in it is a mark, lines stay")
    func readsText() {
        let article = ReadArticle.text(
            Array("The river\r\n\r\n1. It *fell*\r\nby 86 <b>%</b>.\r\n\r\n\r\n# No heading\r\n".utf8),
            url: "https://a.example/b.txt#c")

        #expect(article.title == "The river")
        #expect(article.body == "1\\. It \\*fell\\*\\\nby 86 \\<b>%\\</b>.\n\n\\# No heading")
        #expect(article.url == "https://a.example/b.txt")
    }

    @Test("Plain text whose paragraphs are lines")
    func readsLongLines() {
        let line = String(repeating: "Words and words. ", count: 20).trimmingCharacters(in: .whitespaces)

        let article = ReadArticle.text(Array("The river\n\(line)\n\(line)\n\(line)".utf8))

        #expect(article.body == [line, line, line].joined(separator: "\n\n"))
    }

    @Test("The lines of a PDF are joined, and hyphens at their ends go where the text tells")
    func joinsLines() {
        let article = ReadArticle.document(
            Array(
                """
                The River Is Low
                in a Dry Year

                The engineers of both coun-
                tries have long-term plans, and each long-
                term plan is a Euro-
                Asian one. It is co-
                operation, as both countries
                say.\u{C}Next page.
                """.utf8), url: nil)

        #expect(article.title == "The River Is Low in a Dry Year")
        #expect(
            article.body
                == "The engineers of both countries have long-term plans, and each long-term plan is a Euro- Asian one. It is "
                + "cooperation, as both countries say.\n\nNext page.")
    }

    // MARK: PDF

    /// A document of one page, as short as it can be written.
    static func pdf(_ text: String) -> [UInt8] {
        let content = "BT /F1 12 Tf 72 720 Td (\(text)) Tj ET"
        let objects = [
            "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
            "<</Length \(content.utf8.count)>>\nstream\n\(content)\nendstream",
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        ]
        var document = "%PDF-1.4\n"
        var places: [Int] = []
        for (index, object) in objects.enumerated() {
            places.append(document.utf8.count)
            document += "\(index + 1) 0 obj\n\(object)\nendobj\n"
        }
        let table = document.utf8.count
        document += "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n"
        for place in places {
            let digits = "\(place)"
            document += String(repeating: "0", count: 10 - digits.count) + digits + " 00000 n \n"
        }
        document += "trailer\n<</Size \(objects.count + 1)/Root 1 0 R>>\nstartxref\n\(table)\n%%EOF\n"
        return Array(document.utf8)
    }

    static let hasReader: Bool = {
        if !PDFText.isAvailable {
            print("PDFs are not tested: pdftotext is not installed (apt-get install poppler-utils)")
        }
        return PDFText.isAvailable
    }()

    @Test("A PDF is read by pdftotext", .enabled(if: hasReader))
    func readsPDF() throws {
        let article = try ReadArticle.read(Self.pdf("The river is low"), contentType: "application/pdf", name: "a.pdf")

        #expect(article.title == "The river is low")
    }

    @Test("A PDF that is broken or has no text is refused", .enabled(if: hasReader))
    func refusesPDF() {
        #expect { try PDFText.read(Array("%PDF-1.7 broken".utf8)) } throws: {
            $0.localizedDescription.contains("broken")
        }
        #expect { try PDFText.read(Self.pdf("")) } throws: { $0.localizedDescription.contains("no text") }
    }

    @Test("Without pdftotext the message says what to install")
    func saysWhatToInstall() {
        #expect { try PDFText.read(Self.pdf("a"), folders: ["/nowhere"]) } throws: {
            $0.localizedDescription.contains("apt-get install poppler-utils")
        }
    }
}
