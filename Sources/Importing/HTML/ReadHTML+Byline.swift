/// Who wrote it, and when it was published.
extension ReadHTML {
    mutating func readAuthors() {
        var names = linked.authors.flatMap { Byline.names($0, isOne: Self.isOneName($0)) }
        if names.isEmpty { names = metadata.all("citation_author").flatMap { Byline.names($0, isOne: true) } }
        for name in [
            "author", "article:author", "dc.creator", "dcterms.creator", "parsely-author", "sailthru.author", "byl",
        ]
        where names.isEmpty {
            names = metadata.all(name).flatMap { Byline.names($0) }
        }
        if names.isEmpty {
            for index in bylines.prefix(20) where names.isEmpty { names = self.names(inByline: index) }
        }
        var found: [String] = []
        for name in names where !found.contains(name) { found.append(name) }
        article.authors = Array(found.prefix(ReadingLimits.authors))
        if article.authors.isEmpty { warn(.noAuthor, "No author was found") }
    }

    /// Whether an author of JSON-LD is one: `Author, Ana` is, `Ana Author, Ben Writer` and what has an "and" are several.
    private static func isOneName(_ text: String) -> Bool {
        let parts = text.split(separator: ", ")
        return !text.contains(" and ") && !text.contains(" и ")
            && !(parts.count > 1 && parts.allSatisfy { $0.contains(" ") })
    }

    /// Elements that say who wrote it, and no paragraph of the text: in the article, else before its end.
    private var bylines: [Int] {
        let words: Set<String> = ["byline", "author", "authors", "contributor"]
        let all = tree.nodes.indices.filter { index in
            let tag = tree.tag(index)
            guard tag != .text, tag != .meta, !boilerplate.isLeftOut[index],
                (2...250).contains(boilerplate.lengths[index]), index < tree.end(text.scope)
            else { return false }
            return tree.attribute(.rel, of: index)?.lowercased() == "author"
                || tree.attribute(.itemprop, of: index) == "author"
                || Boilerplate.isNamed(Boilerplate.names(of: index, in: tree), by: words)
        }
        let inside = all.filter { $0 > text.scope }
        return inside.isEmpty ? all : inside
    }

    /// The names that a byline marks as such; all that it prints, where it marks none or joins further ones by "and".
    private func names(inByline index: Int) -> [String] {
        let inside = index..<tree.end(index)
        let marked =
            inside.filter { tree.attribute(.itemprop, of: $0) == "name" }.nonEmpty
            ?? inside.filter { tree.attribute(.rel, of: $0)?.lowercased() == "author" }
        let words = tree.words(of: index, without: { [.time, .img].contains(tree.tag($0)) })
        let printed = Byline.names(words)
        let names = marked.prefix(ReadingLimits.authors).flatMap { Byline.names(tree.words(of: $0)) }
        let isJoined = [" and ", " & ", " и ", " und ", " et ", " y "].contains { words.contains($0) }
        return names.isEmpty || (isJoined && printed.count > names.count) ? printed : names
    }

    mutating func readDay() {
        let sure = [
            linked.published,
            metadata.first(
                "article:published_time", "citation_publication_date", "citation_online_date", "citation_date"),
            metadata.first(
                "datepublished", "dc.date.issued", "dcterms.issued", "dc.date", "dcterms.date", "dcterms.created"),
            metadata.first(
                "pubdate", "publishdate", "publish-date", "parsely-pub-date", "sailthru.date", "og:published_time"),
        ]
        article.publishedOn = sure.lazy.compactMap { $0.flatMap(PrintedDay.read) }.first
        for index in days where article.publishedOn == nil {
            let machine =
                tree.attribute(.datetime, of: index) ?? tree.attribute(.content, of: index)
                ?? tree.attribute(.dataTime, of: index)
            article.publishedOn = machine.flatMap(PrintedDay.read) ?? PrintedDay.read(tree.words(of: index))
        }
        if article.publishedOn == nil,
            let day = metadata.first("date", "article:modified_time").flatMap(PrintedDay.read)
        {
            article.publishedOn = day
            warn(.uncertainDay, "The day \(day) may be that of a change: compare it with the page")
        }
        if article.publishedOn == nil, let day = pageURL.flatMap(PrintedDay.inAddress) {
            article.publishedOn = day
            warn(.uncertainDay, "The day \(day) was taken from the address: compare it with the page")
        }
        if article.publishedOn == nil { warn(.noDay, "No day of publication was found") }
    }

    /// Elements that say when it was published, the surest first.
    private var days: [Int] {
        let words: Set<String> = ["date", "published", "pubdate", "timestamp", "datetime", "postdate"]
        let range = tree.nodes.indices.filter { !boilerplate.isLeftOut[$0] && tree.tag($0) != .text }
        let named = range.filter {
            tree.attribute(.itemprop, of: $0) == "datePublished" || tree.attribute(.pubdate, of: $0) != nil
        }
        let inside = range.filter { $0 > text.scope && $0 < tree.end(text.scope) }
        let times = inside.filter { tree.tag($0) == .time } + range.filter { tree.tag($0) == .time }
        let classes = inside.filter {
            boilerplate.lengths[$0] <= 60 && Boilerplate.isNamed(Boilerplate.names(of: $0, in: tree), by: words)
        }
        return named + times.prefix(4) + classes.prefix(4)
    }
}

extension Array {
    /// Nil where it is empty.
    fileprivate var nonEmpty: [Element]? { isEmpty ? nil : self }
}
