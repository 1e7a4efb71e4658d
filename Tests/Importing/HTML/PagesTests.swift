import Foundation
import Testing

@testable import Importing

/// Pages as publishers write them.
@Suite("An article is read from its page")
struct PagesTests {
    static func read(_ html: String, url: String? = "https://news.example/2019/04/river") -> ImportedArticle {
        ReadArticle.html(Array(html.utf8), contentType: "text/html; charset=utf-8", url: url)
    }

    private static func kinds(_ article: ImportedArticle) -> Set<ReadingWarning.Kind> {
        Set(article.warnings.map(\.kind))
    }

    static let paragraphs = """
        <p>The river has never been this low, engineers of two countries say, and the dam above the town is empty.</p>
        <p>“We measured it every day for thirty years”, said Ana Author, an engineer. “This is new to all of us.”</p>
        <p>By Friday, the level had fallen to 86 centimetres, almost half of what it was a year before.</p>
        """

    static let text = """
        The river has never been this low, engineers of two countries say, and the dam above the town is empty.

        “We measured it every day for thirty years”, said Ana Author, an engineer. “This is new to all of us.”

        By Friday, the level had fallen to 86 centimetres, almost half of what it was a year before.
        """

    @Test("With JSON-LD, in a graph with references, which counts before what else the page says")
    func readsLinkedData() {
        let article = Self.read(
            """
            <!DOCTYPE html><html lang="en-GB"><head><title>River | The Example</title>
            <meta property="og:title" content="Other"><meta property="og:site_name" content="Other site">
            <link rel="canonical" href="/2019/04/river-is-low">
            <script type="application/ld+json">
            {"@context": "https://schema.org", "@graph": [
              {"@type": "Organization", "@id": "#org", "name": "The Example"},
              {"@type": "Person", "@id": "#ben", "name": "Ben Writer"},
              {"@type": ["NewsArticle"], "headline": "The River &amp; the <em>Dam</em>", "alternativeHeadline": "A dry year",
               "datePublished": "2019-04-17T23:30:00+05:00", "author": [{"@id": "#ben"}, {"@type": "Person", "name": "Cyr Third"}],
               "publisher": {"@id": "#org"}, "inLanguage": "en", "license": "https://creativecommons.org/licenses/by-sa/4.0/",
               "image": {"@type": "ImageObject", "url": "/dam.jpg", "caption": "The dam", "creditText": "Dee Fourth"},}
            ]}
            </script></head><body><article><h1>The River & the Dam</h1><div>\(Self.paragraphs)</div></article></body></html>
            """)

        #expect(article.title == "The River & the Dam")
        #expect(article.subtitle == "A dry year")
        #expect(article.authors == ["Ben Writer", "Cyr Third"])
        #expect(article.publishedOn == "2019-04-17")
        #expect(article.language == "en-GB")
        #expect(article.url == "https://news.example/2019/04/river-is-low")
        #expect(article.publisher == "The Example")
        #expect(article.license == "CC-BY-SA-4.0")
        #expect(
            article.photos == [.init(url: "https://news.example/dam.jpg", caption: "The dam", credit: "Dee Fourth")])
        #expect(article.body == Self.text)
        #expect(article.warnings.isEmpty)
    }

    @Test("With meta elements only, of several vocabularies")
    func readsMetadata() {
        let article = Self.read(
            """
            <html><head><title>The river is low - The Example</title>
            <meta name="citation_title" content="The river is low"><meta name="citation_author" content="Author, Ana">
            <meta name="citation_author" content="Writer, Ben"><meta name="citation_publication_date" content="2019/04/17">
            <meta name="citation_journal_title" content="Journal of Rivers"><meta http-equiv="content-language" content="en">
            <meta name="DC.Language" content="en"><meta property="og:url" content="https://news.example/low?id=7#top">
            <meta name="dcterms.license" content="https://creativecommons.org/publicdomain/zero/1.0/"></head>
            <body><div id="content">\(Self.paragraphs)</div></body></html>
            """)

        #expect(article.title == "The river is low")
        #expect(article.authors == ["Author, Ana", "Writer, Ben"])
        #expect(article.publishedOn == "2019-04-17")
        #expect(article.language == "en")
        #expect(article.publisher == "Journal of Rivers")
        #expect(article.url == "https://news.example/low?id=7")
        #expect(article.license == "CC0-1.0")
        #expect(article.body == Self.text)
    }

    @Test("With nothing but its text")
    func readsBareText() {
        let article = Self.read("<h1>The river is low</h1>\(Self.paragraphs)", url: nil)

        #expect(article.title == "The river is low")
        #expect(article.body == Self.text)
        #expect(article.url == nil)
        #expect(Self.kinds(article) == [.noAuthor, .noDay])
    }

    @Test("With its byline, day, lead and picture in a header, and everything around it that pages have")
    func leavesOutWhatIsAround() {
        let article = Self.read(
            """
            <html lang="en"><head><title>Low river – The Example</title><meta property="og:site_name" content="The Example"></head>
            <body class="single has-sidebar comments-open"><div class="cookie-consent"><p>We and our 842 partners would like to store cookies on your device, for reasons that take long.</p></div>
            <header role="banner"><nav><ul><li><a href="/">Home</a><li><a href="/w">World</a></ul></nav></header>
            <main><article class="post category-social-issues"><header><h1>The river is low</h1>
            <p class="standfirst">A dry year has emptied the dam above the town</p>
            <div class="byline">By <a rel="author" href="/ana">Ana Author</a> and Ben Writer</div>
            <time datetime="2019-04-17T10:00:00Z">17 April</time>
            <figure><img src="/a.jpg" alt="A dam"><figcaption>The dam on Friday. Photo: Dee Fourth/The Example</figcaption></figure></header>
            <div class="share-buttons"><a href="#">Share</a></div>
            <div class="story">\(Self.paragraphs)
            <aside><h3>More on this</h3><p>Another article, whose first sentence is long enough to be taken for a paragraph.</p></aside>
            <div class="related-posts"><ul><li><a href="/b">Another river, another country, another year</a></ul></div>
            <div class="newsletter-signup"><p>Get the best of our reporting in your mailbox every morning, for nothing at all.</p></div>
            <p>It may rain on Sunday.</p>
            <ul><li><a href="/1">One more story</a><li><a href="/2">Two more stories</a><li><a href="/3">Three more stories</a></ul></div>
            </article></main>
            <section id="comments"><p>I have lived beside this river all my life, and I have never seen anything like it, honestly.</p></section>
            <footer><p>© 2019 The Example. All rights reserved, and some that are not mentioned here either.</p></footer></body></html>
            """)

        #expect(article.title == "The river is low")
        #expect(article.subtitle == "A dry year has emptied the dam above the town")
        #expect(article.authors == ["Ana Author", "Ben Writer"])
        #expect(article.publishedOn == "2019-04-17")
        #expect(
            article.photos == [
                .init(
                    url: "https://news.example/a.jpg", caption: "The dam on Friday.", credit: "Dee Fourth/The Example")
            ])
        #expect(article.body == Self.text + "\n\nIt may rain on Sunday.")
        #expect(article.links.isEmpty)
        #expect(article.warnings.isEmpty)
    }

    @Test("In nested divs whose classes say nothing, beside a column of teasers")
    func findsTextInDivs() {
        let article = Self.read(
            """
            <body><div id="x1"><div class="c-17"><div><div class="q"><div>The river has never been this low, engineers of two
            countries say, and the dam above the town is empty.</div><div><span>“We measured it every day for thirty years”, said
            Ana Author, an engineer. “This is new to all of us.”</span></div><div>By Friday, the level had fallen to 86 centimetres,
            almost half of what it was a year before.</div></div></div></div>
            <div class="c-18"><div><a href="/1">Twelve things that nobody told you about dams and rivers</a></div>
            <div><a href="/2">What engineers of two countries have for breakfast in a dry year</a></div></div></div></body>
            """)

        #expect(article.body == Self.text)
    }

    @Test("In windows-1251, said by the head, by the page, or by nobody", arguments: [0, 1, 2])
    func readsRussian(_ way: Int) throws {
        let meta = way == 1 ? "<meta http-equiv=\"Content-Type\" content=\"text/html; charset=windows-1251\">" : ""
        let html = """
            <html lang="ru"><head>\(meta)<title>Река обмелела</title></head><body><h1>Река обмелела</h1>
            <p class="date">17 апреля 2019 г.</p><p class="author">Автор: Анна Автор</p>
            <p>Река ещё никогда не была такой мелкой, говорят инженеры двух стран, и водохранилище над городом пустует.</p>
            <p>«Мы измеряли её каждый день тридцать лет подряд», — сказала инженер Анна Автор, — «и это ново для всех нас».</p>
            <div class="wp-caption"><img src="/p.jpg"><p class="wp-caption-text">Плотина в пятницу. Фото: Пример</p></div>
            <p>К пятнице уровень упал до 86 сантиметров, почти вдвое по сравнению с прошлым годом.</p></body></html>
            """
        let bytes = html.unicodeScalars.map { scalar -> UInt8 in
            switch scalar.value {
            case 0x410...0x44F: UInt8(scalar.value - 0x410 + 0xC0)
            case 0x451: 0xB8
            case 0xAB, 0xBB: UInt8(scalar.value)
            case 0x2014: 0x97
            default: UInt8(scalar.value)
            }
        }

        let article = ReadArticle.html(
            bytes, contentType: way == 0 ? "text/html; charset=Windows-1251" : "text/html", url: "https://news.example/"
        )

        #expect(article.title == "Река обмелела")
        #expect(article.authors == ["Анна Автор"])
        #expect(article.publishedOn == "2019-04-17")
        #expect(article.language == "ru")
        #expect(
            article.photos == [
                .init(url: "https://news.example/p.jpg", caption: "Плотина в пятницу.", credit: "Пример")
            ])
        #expect(
            article.body == """
                Река ещё никогда не была такой мелкой, говорят инженеры двух стран, и водохранилище над городом пустует.

                «Мы измеряли её каждый день тридцать лет подряд», — сказала инженер Анна Автор, — «и это ново для всех нас».

                К пятнице уровень упал до 86 сантиметров, почти вдвое по сравнению с прошлым годом.
                """)
        #expect(Self.kinds(article) == (way == 2 ? [.charset] : []))
    }

    @Test("In Arabic, from right to left, on a page whose template says English")
    func readsArabic() {
        let first = "لم يكن النهر بهذا الانخفاض من قبل، كما يقول مهندسون من بلدين، والسد فوق المدينة فارغ."
        let second = "قالت المهندسة آنا: «قسناه كل يوم طوال ثلاثين عامًا، وهذا جديد علينا جميعًا»."
        let article = Self.read(
            "<html lang=en dir=rtl><head><meta property=og:locale content=ar_EG></head><body><article><h1>النهر منخفض</h1>"
                + "<p>\(first)</p><p>\(second)</p></article></body></html>")

        #expect(article.title == "النهر منخفض")
        #expect(article.language == "ar-EG")
        #expect(article.body == first + "\n\n" + second)
    }

    @Test("A live blog: all of its posts, with a warning")
    func readsLiveBlogs() {
        let posts = (1...5).map { number in
            """
            <article class="post"><h2>1\(number):00 Level \(number)</h2><p>At hour \(number) the river had fallen by another \(number) centimetres, the engineers of the dam said.</p>
            <p>Their next measurement is due in an hour, and it will be told here as soon as it is known to us.</p></article>
            """
        }
        let article = Self.read(
            """
            <html lang="en"><head><script type="application/ld+json">{"@type": "LiveBlogPosting", "headline": "River live",
            "datePublished": "2019-04-17", "author": {"name": "Ana Author"}, "liveBlogUpdate": []}</script></head>
            <body><main><h1>River live</h1>\(posts.joined())</main></body></html>
            """)

        #expect(Self.kinds(article) == [.liveBlog])
        for number in 1...5 {
            #expect(article.body.contains("## 1\(number):00 Level \(number)\n\nAt hour \(number) the river"))
        }
    }

    @Test("Behind a paywall: what there is, with a warning")
    func readsStubs() {
        let article = Self.read(
            """
            <html lang="en"><head><script type="application/ld+json">{"@type": "NewsArticle", "headline": "The river is low",
            "isAccessibleForFree": "False", "hasPart": {"@type": "WebPageElement", "isAccessibleForFree": false, "cssSelector": ".paywall"}}
            </script></head><body><article><h1>The river is low</h1>
            <p>The river has never been this low, engineers of two countries say, and the dam above the town is empty. “We measured it every day for thirty years”, said …</p>
            <div class="paywall"><p>Subscribe to read on: the first month costs nothing, and you can leave whenever you want.</p></div>
            </article></body></html>
            """)

        #expect(Self.kinds(article).contains(.paywall))
        #expect(article.body.hasSuffix("said …"))
    }

    @Test("As AMP: pictures are its own elements, and the address is the article's")
    func readsAMP() {
        let article = Self.read(
            """
            <!doctype html><html ⚡ lang="en"><head><meta charset="utf-8"><link rel="canonical" href="https://news.example/river">
            <style amp-boilerplate>body{visibility:hidden}</style><script async src="https://cdn.example/v0.js"></script></head>
            <body><article><h1>The river is low</h1><figure><amp-img src="https://news.example/a.jpg" width=9 height=9 layout=responsive></amp-img>
            <figcaption>The dam <span class="credit">Dee Fourth</span></figcaption></figure>\(Self.paragraphs)
            <amp-ad width=300 height=250 type="x"></amp-ad></article></body></html>
            """, url: "https://news.example/amp/river")

        #expect(article.url == "https://news.example/river")
        #expect(article.photos == [.init(url: "https://news.example/a.jpg", caption: "The dam", credit: "Dee Fourth")])
        #expect(article.body == Self.text)
    }

    @Test("Comments alone are no article")
    func findsNoArticleInComments() {
        let comments = (1...9).map {
            "<li class=\"comment\"><p>I have read this \($0) times now, and I still do not know what it wants to tell us all.</p></li>"
        }
        let article = Self.read("<body><h1>Your view</h1><ol class=\"comment-list\">\(comments.joined())</ol></body>")

        #expect(article.title == "Your view")
        #expect(Self.kinds(article).contains(.noText))
        #expect(article.body.isEmpty)
        let both = Self.read("<body><div id=main>\(Self.paragraphs)</div><ol class=comments>\(comments.joined())</ol>")
        #expect(both.body == Self.text)
    }

    @Test("A page that gives the site's address as its own keeps the one it was fetched from")
    func keepsItsAddress() {
        let article = Self.read(
            "<head><link rel=canonical href=https://news.example/></head><body>\(Self.paragraphs)",
            url: "https://news.example/2019/04/17/river")

        #expect(article.url == "https://news.example/2019/04/17/river")
        #expect(article.publishedOn == "2019-04-17")
        #expect(Self.kinds(article).isSuperset(of: [.address, .uncertainDay]))
    }

    @Test("A heading's id is a mark to lead to, and no name of what is beside the article")
    func keepsHeadings() {
        let article = Self.read(
            "<article>\(Self.paragraphs)<h2 id=\"related-comments\">Related comments</h2>\(Self.paragraphs)</article>")

        #expect(article.body == Self.text + "\n\n## Related comments\n\n" + Self.text)
    }

    @Test("A list of links stays where the words before it say that they are sources")
    func keepsSources() {
        let list = "<ul><li><a href=/a>The first</a><li><a href=/b>The second</a><li><a href=/c>The third</a></ul>"
        let article = Self.read("<article>\(Self.paragraphs)\(list)<h3>Sources</h3>\(list)</article>")

        #expect(article.body.hasPrefix(Self.text + "\n\n### Sources\n\n- [The first](https://news.example/a)\n"))
    }

    @Test("A headline that was cut for others gives way to the one that is printed")
    func completesHeadlines() {
        let printed = "The river has never been this low, engineers of two countries say"
        let article = Self.read(
            "<meta property=og:title content=\"The river has never been this low, …\"><h1>\(printed)</h1>\(Self.paragraphs)"
        )

        #expect(article.title == printed)
    }

    @Test("Links lead to whole addresses, and are told once each")
    func readsLinks() {
        let article = Self.read(
            """
            <head><base href="https://cdn.example/x/"></head><body>\(Self.paragraphs)<p>See the <a href="report.pdf">report</a>, the
            <a href="//gov.example/a b?c=&quot;d&quot;">ministry</a>, <a href="report.pdf">again</a>, <a href="mailto:a@b.example">us</a>,
            <a href="javascript:alert(1)">this</a> and <a href="data:text/html,a">that</a>.</p>
            """)

        #expect(
            article.links == [
                .init(url: "https://cdn.example/x/report.pdf", title: "report"),
                .init(url: "https://gov.example/a%20b?c=%22d%22", title: "ministry"),
            ])
        #expect(article.body.hasSuffix("[again](https://cdn.example/x/report.pdf), us, this and that."))
    }
}
