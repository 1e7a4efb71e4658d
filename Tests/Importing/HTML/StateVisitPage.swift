import Foundation

/// The real article as a publisher's page: made of the plain text beside the repository, which is not ours to publish.
enum StateVisitPage {
    /// The article's text; nil where it is not there.
    static let text: String? = {
        let root = URL(filePath: #filePath).appending(path: "../../../..").standardized
        let file = root.appending(path: "../shared/data/state-visit.txt").standardized
        guard let text = try? String(contentsOf: file, encoding: .utf8) else {
            print("The real article is not tested: there is no ../shared/data/state-visit.txt beside the repository.")
            return nil
        }
        return text
    }()

    static let title = "Results of a State Visit: What Was Said and What Was Not"
    static let headings = [
        "How Roghun Was Created", "EAEU Expansion and Migrants", "Military Cooperation", "Hopes Did Not Come True",
    ]

    /// The paragraphs of the article itself: without the lines that the page puts around it, and captions.
    static let paragraphs: [String] = (text ?? "").components(separatedBy: "\n\n").map {
        $0.trimmingCharacters(in: .whitespacesAndNewlines)
    }.filter { !$0.isEmpty }

    static func isCaption(_ paragraph: String) -> Bool {
        paragraph.utf8.count < 100 && (paragraph.contains("Photo: ") || paragraph.contains("Photo from "))
    }

    static func isAround(_ paragraph: String) -> Bool {
        paragraph.hasPrefix("Follow us") || paragraph.hasPrefix("[") || paragraph.hasPrefix("If you have found")
    }

    /// What the paragraphs say without Markdown's marks.
    static func plain(_ paragraph: String) -> String {
        paragraph.replacing("**", with: "").replacing("\\$", with: "$").replacing("*Ctrl+Enter*", with: "Ctrl+Enter")
            .replacing(/\[([^\]]*)\]\([^)]*\)/) { String($0.1) }
    }

    static var html: String {
        func inline(_ text: String) -> String {
            text.replacing("&", with: "&amp;").replacing("\\$", with: "$").replacing(/\*\*([^*]+)\*\*/) {
                "<strong>\($0.1)</strong>"
            }
            .replacing(/\[([^\]]*)\]\([^)]*\)/) { "<a href=\"https://source.example/\($0.1.count)\">\($0.1)</a>" }
        }
        let content = paragraphs.filter { !isAround($0) }.enumerated().map { index, paragraph in
            if isCaption(paragraph) {
                return """
                    <figure id="attachment_\(index)" class="wp-caption aligncenter"><img class="lazy" src="data:image/gif;base64,R0lGOD" \
                    data-src="https://analytics.example/wp-content/uploads/\(index).jpg" alt=""/><figcaption \
                    class="wp-caption-text">\(inline(paragraph))</figcaption></figure>
                    """
            }
            if headings.contains(paragraph) { return "<h3>\(paragraph)</h3>" }
            return "<p style=\"text-align: justify;\">\(inline(paragraph))</p>"
        }
        return """
            <!DOCTYPE html>
            <html lang="en-US" prefix="og: http://ogp.me/ns#">
            <head>
            <meta charset="UTF-8">
            <title>\(title) - Analytics Example</title>
            <link rel="canonical" href="https://analytics.example/en/state-visit/">
            <meta property="og:title" content="\(title)">
            <meta property="og:type" content="article">
            <meta property="og:site_name" content="Analytics Example">
            <meta property="article:published_time" content="2019-04-22T06:12:09+00:00">
            <script>window.dataLayer = window.dataLayer || []; if (1 < 2) document.write("<p>No text</p>");</script>
            <script type="application/ld+json" class="yoast-schema-graph">{"@context":"https:\\/\\/schema.org","@graph":[
            {"@type":"WebSite","@id":"https:\\/\\/analytics.example\\/#website","name":"Analytics Example"},
            {"@type":"WebPage","@id":"https:\\/\\/analytics.example\\/en\\/state-visit\\/","datePublished":"2019-04-22T06:12:09+00:00","inLanguage":"en-US"}]}</script>
            <link rel="stylesheet" href="/style.css">
            </head>
            <body class="post-template-default single single-post has-sidebar">
            <div id="page"><header id="masthead"><div class="menu"><ul><li><a href="/en/">Home</a></li><li><a href="/en/about">About</a></li></ul></div></header>
            <div class="container"><div class="row"><div class="col-md-8">
            <div class="breadcrumbs"><a href="/">Home</a> / <a href="/tj">Tajikistan</a></div>
            <h1 class="entry-title">\(title)</h1>
            <div class="post-meta"><span class="author">By <a href="/author/a" rel="author">Ana Author</a></span> <span class="date">22 April 2019</span></div>
            <div class="social-share"><a href="https://social.example">Follow us on LinkedIn</a></div>
            <div class="lang"><a href="/ru/vizit">На русском</a></div>
            <div class="entry-content">
            \(content.joined(separator: "\n"))
            <div class="orphus typo"><p>If you have found a spelling error, please, notify us by selecting that text and pressing <em>Ctrl+Enter</em>.</p></div>
            </div>
            <div class="tags"><a href="/t/1">Russia</a> <a href="/t/2">Tajikistan</a></div>
            </div><div class="col-md-4 sidebar"><div class="widget"><h4>Read also</h4><p>Another analysis, whose first sentence is as long as that of a paragraph in this one.</p></div></div></div></div>
            <footer><p>© Analytics Example. The opinions of authors are their own and nobody else's, as ever.</p></footer></div>
            </body></html>
            """
    }
}
