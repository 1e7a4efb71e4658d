/// Reads an article from its HTML page: fields from JSON-LD, `meta` elements and structure, in this order of trust; the
/// text from structure alone.
struct ReadHTML {
    let tree: HTMLTree
    let metadata: PageMetadata
    let linked: LinkedArticle
    let boilerplate: Boilerplate
    let text: MainText
    private let address: WebAddress
    let pageURL: String?
    var article = ImportedArticle()
    /// What is no part of the text: beside the article, or a field of it.
    private var isLeftOut: [Bool]

    /// - Parameters:
    ///   - page: UTF-8.
    ///   - url: The page's address, nil where it has none.
    static func read(_ page: [UInt8], url: String?, isXML: Bool) -> ImportedArticle {
        var reading = ReadHTML(page, url: url, isXML: isXML)
        return reading.read()
    }

    private init(_ page: [UInt8], url: String?, isXML: Bool) {
        let sieve = MarkupSieve(page, isXML: isXML)
        tree = HTMLTree(sieve.markup)
        metadata = PageMetadata(tree)
        linked = LinkedArticle(sieve.linkedData)
        boilerplate = Boilerplate(tree)
        text = MainText(tree, boilerplate)
        pageURL = url
        let base = metadata.base.flatMap { WebAddress(base: url).absolute($0) }
        address = WebAddress(base: base ?? url ?? metadata.headRelation("canonical"))
        isLeftOut = boilerplate.isLeftOut
    }

    private mutating func read() -> ImportedArticle {
        if tree.isCut { warn(.cut, "The page is larger or deeper than is read: its end is left out") }
        readTitle()
        readSubtitle()
        readAuthors()
        readDay()
        readAddress()
        readPublisherAndLicense()
        let photos = readPhotos()
        readText(without: photos)
        readLanguage()
        warnOfState()
        return article
    }

    mutating func warn(_ kind: ReadingWarning.Kind, _ sentence: String) {
        article.warnings.append(ReadingWarning(kind, sentence))
    }

    // MARK: Headline

    private mutating func readTitle() {
        let heading = headline
        let site = metadata.first("og:site_name", "application-name")
        let printed = heading.map { tree.words(of: $0, limit: ReadingLimits.titleCharacters) } ?? ""
        var title = linked.headline ?? ""
        if title.isEmpty,
            let other = metadata.first("og:title", "citation_title", "dc.title", "dcterms.title", "twitter:title")
        {
            title = PageMetadata.withoutSite(other, site: site)
        }
        if title.isEmpty { title = printed }
        if title.isEmpty, let other = metadata.title { title = PageMetadata.withoutSite(other, site: site) }
        // Some cut headlines for others' pages; what is printed is whole.
        let beginning =
            title.hasSuffix("…") ? String(title.dropLast()) : title.hasSuffix("...") ? String(title.dropLast(3)) : title
        let isCut = beginning != title || title.unicodeScalars.count >= 100
        if !printed.isEmpty, isCut, printed.hasPrefix(beginning.trimmed) { title = printed }
        article.title = title.cut(to: ReadingLimits.titleCharacters)
        if title.isEmpty { warn(.noTitle, "No headline was found: write one") }
        for index in tree.elements(.h1).prefix(20) where tree.words(of: index).folded == title.folded {
            leaveOut(index)
        }
    }

    /// The first `h1` that is in the article, else on the page.
    private var headline: Int? {
        let all = tree.elements(.h1).filter { !boilerplate.isLeftOut[$0] && boilerplate.lengths[$0] > 0 }
        return all.first { $0 > text.scope && $0 < tree.end(text.scope) } ?? all.first
    }

    private mutating func readSubtitle() {
        let header = headline.flatMap { heading in tree.ancestors(of: heading).first { tree.tag($0) == .header } }
        if let element = subtitleElement(header) {
            article.subtitle = tree.words(of: element, limit: ReadingLimits.subtitleCharacters).nonEmpty
            leaveOut(element)
        }
        // What is left of a header is a byline, a date, buttons.
        if let header, header > text.root ?? 0, boilerplate.lengths[header] * 2 < boilerplate.lengths[text.root ?? 0] {
            leaveOut(header)
        }
        if article.subtitle == nil { article.subtitle = linked.alternativeHeadline }
        if article.subtitle?.folded == article.title.folded { article.subtitle = nil }
    }

    private func subtitleElement(_ header: Int?) -> Int? {
        // What surely is one, and what may as well be the first paragraph and so must stand in a header.
        let sure: Set<String> = ["subtitle", "standfirst", "dek", "deck", "subheadline", "subheading", "underline"]
        let likely: Set<String> = ["lead", "lede", "intro", "excerpt", "summary", "description", "teaser"]
        let range = text.scope + 1..<max(text.scope + 1, tree.end(text.scope))
        let places = (header.map { $0 + 1..<tree.end($0) } ?? 0..<0)
        func fits(_ index: Int, _ words: Set<String>) -> Bool {
            !isLeftOut[index] && (20...ReadingLimits.subtitleCharacters).contains(boilerplate.lengths[index])
                && Boilerplate.isNamed(Boilerplate.names(of: index, in: tree), by: words) && tree.tag(index) != .text
        }
        if let found = range.first(where: { fits($0, sure) }) { return found }
        if let found = places.first(where: { fits($0, likely) }) { return found }
        return places.first { tree.tag($0) == .h2 && !isLeftOut[$0] }
    }

    // MARK: Address, publisher, licence

    private mutating func readAddress() {
        let own = pageURL.flatMap { WebAddress(base: nil).absolute($0) }.map { String($0.prefix { $0 != "#" }) }
        article.url = own
        for given in [metadata.headRelation("canonical"), metadata.first("og:url"), linked.url] {
            guard let given, let url = address.absolute(given).map({ String($0.prefix { $0 != "#" }) }) else {
                continue
            }
            // The site's first page in place of the article's: a slip of its templates.
            if let own, Self.path(url).count <= 1, Self.path(own).count > 1 {
                warn(.address, "The page gives \(url) as its own address, which is the site's: \(own) is kept")
                continue
            }
            article.url = url
            return
        }
    }

    private static func path(_ url: String) -> Substring {
        guard let host = url.firstRange(of: "://")?.upperBound, let slash = url[host...].firstIndex(of: "/") else {
            return ""
        }
        return url[slash...].prefix { $0 != "?" }
    }

    private mutating func readPublisherAndLicense() {
        let publisher =
            linked.publisher
            ?? metadata.first(
                "og:site_name", "citation_journal_title", "citation_publisher", "dc.publisher", "dcterms.publisher",
                "publisher", "application-name")
        article.publisher = publisher?.cut(to: ReadingLimits.nameCharacters)
        let license = metadata.relation("license").map { address.absolute($0) ?? $0 } ?? linked.license
        article.license = (license ?? metadata.first("dcterms.license", "dc.rights.license")).flatMap(License.named)
    }

    // MARK: Pictures and text

    private mutating func readPhotos() -> Set<Int> {
        guard text.root != nil else { return [] }
        let header = headline.flatMap { heading in tree.ancestors(of: heading).first { tree.tag($0) == .header } }
        var photos = Photos(tree, in: text.scope, address: address) { boilerplate.isLeftOut[$0] }
        // Of a header outside of the article the great picture above it.
        if let header, header < text.scope {
            let above = Photos(tree, in: header, address: address) { boilerplate.isLeftOut[$0] }
            for photo in above.photos { photos.add(photo) }
        }
        for photo in linked.photos {
            var photo = photo
            photo.url = photo.url.flatMap(address.absolute)
            photos.add(photo)
        }
        article.photos = photos.photos
        return photos.elements
    }

    private mutating func readText(without figures: Set<Int>) {
        guard let root = text.root else { return }
        for index in figures { leaveOut(index) }
        leaveOutFields(in: root)
        leaveOutListsOfLinks(in: root)
        let isLeftOut = isLeftOut
        var reading = ArticleBlocks(tree, address: address) { isLeftOut[$0] }
        var blocks = reading.read(root)
        if case .paragraph(let runs)? = blocks.first,
            let first = String(decoding: runs.plain, as: UTF8.self).folded.nonEmpty,
            first == article.title.folded || first == article.subtitle?.folded
        {
            blocks.removeFirst()
        }
        var writing = MarkdownWriting()
        // A character has a byte at least.
        if !writing.write(blocks, limit: ReadingLimits.bodyCharacters) {
            warn(.cut, "The text is longer than \(ReadingLimits.bodyCharacters) characters: its end is left out")
        }
        article.body = String(decoding: writing.bytes, as: UTF8.self)
        article.links = reading.links
    }

    /// Bylines and dates within the text's element, as far as they are short.
    private mutating func leaveOutFields(in root: Int) {
        let words: Set<String> = [
            "byline", "author", "authors", "date", "published", "timestamp", "pubdate", "meta", "posted",
        ]
        for index in root + 1..<max(root + 1, tree.end(root)) where !isLeftOut[index] {
            let tag = tree.tag(index)
            guard tag != .text, boilerplate.lengths[index] <= 200 else { continue }
            let isField =
                tree.attribute(.rel, of: index)?.lowercased() == "author"
                || tree.attribute(.itemprop, of: index) == "author"
                || tree.attribute(.itemprop, of: index) == "datePublished"
                || ((!tag.isInline || tag == .span || tag == .time || tag == .a)
                    && Boilerplate.isNamed(Boilerplate.names(of: index, in: tree), by: words))
                || (tag == .address && boilerplate.lengths[index] <= 120)
            // A name within a sentence stays there.
            if isField, !isWithinSentence(index) { leaveOut(index) }
        }
    }

    private func isWithinSentence(_ index: Int) -> Bool {
        guard tree.tag(index).isInline, let block = tree.ancestors(of: index).first(where: { !tree.tag($0).isInline })
        else {
            return false
        }
        return boilerplate.lengths[block] > boilerplate.lengths[index] + 60
    }

    /// Lists and boxes of links, but those that are introduced as sources.
    private mutating func leaveOutListsOfLinks(in root: Int) {
        var links = [Int](repeating: 0, count: tree.nodes.count)
        var linked = links
        for index in (root..<tree.end(root)).reversed() {
            if tree.tag(index) == .a, tree.attribute(.href, of: index) != nil {
                links[index] = 1
                linked[index] = boilerplate.lengths[index]
            }
            guard index > root else { break }
            let parent = Int(tree.nodes[index].parent)
            links[parent] += links[index]
            linked[parent] += linked[index]
        }
        var lastWords = ""
        for index in root + 1..<max(root + 1, tree.end(root)) where !isLeftOut[index] {
            let tag = tree.tag(index)
            if tag.headingLevel != nil || tag == .p, boilerplate.lengths[index] <= 200 {
                lastWords = tree.words(of: index, limit: 200).lowercased()
            }
            switch tag {
            case .ul, .ol, .div, .section, .menu:
                let isSources = Self.sources.contains { lastWords.hasPrefix($0) }
                if links[index] >= 3, linked[index] * 10 >= boilerplate.lengths[index] * 8, !isSources {
                    leaveOut(index)
                }
            default: break
            }
        }
    }

    private static let sources = [
        "source", "reference", "note", "footnote", "document", "bibliograph", "further reading", "источник", "ссылк",
        "примечани", "литература", "документ", "quellen", "références",
    ]

    private mutating func leaveOut(_ index: Int) {
        for place in index..<tree.end(index) { isLeftOut[place] = true }
    }

    // MARK: Language and state

    private mutating func readLanguage() {
        let given = [
            metadata.language, metadata.first("content-language", "language", "dc.language", "dcterms.language"),
            linked.language,
            metadata.first("og:locale"),
        ].compactMap { $0.flatMap(LanguageTag.read) }
        let script = LanguageTag.script(of: article.body)
        article.language = given.first { LanguageTag.fits($0, script) }
        if article.language == nil, let first = given.first {
            warn(.language, "The page says that its language is \(first), and is written in another script")
        }
    }

    private mutating func warnOfState() {
        if article.body.isEmpty {
            article.warnings.insert(.init(.noText, "No text that reads like an article was found"), at: 0)
        }
        let tier = metadata.first("article:content_tier")?.lowercased()
        if !linked.isFree || tier == "locked" || (hasClass("paywall") && text.weight < 1_500) {
            warn(.paywall, "The page gives a part of its text only to who pays: what was read may be the beginning")
        }
        if linked.isLiveBlog || hasClass("liveblog") {
            warn(.liveBlog, "It is a live blog and may still grow: what was read is its present state")
        }
        if linked.unreadable > 0 { warn(.linkedData, "The page's JSON-LD can't be read, and was left aside") }
    }

    private func hasClass(_ word: String) -> Bool {
        tree.nodes.indices.contains { index in
            tree.tag(index) != .text
                && (tree.attribute(.class, of: index)?.lowercased()).map { $0.contains(word) } ?? false
        }
    }
}

extension String {
    /// Letters and digits alone, without case: to compare what is printed twice.
    var folded: String {
        String(
            String.UnicodeScalarView(
                lowercased().unicodeScalars.filter { $0.properties.isAlphabetic || $0.properties.numericType != nil }))
    }
}
