/// What a page's JSON-LD says of the article (<https://schema.org/Article>).
struct LinkedArticle {
    private(set) var isFound = false
    private(set) var headline: String?
    private(set) var alternativeHeadline: String?
    private(set) var description: String?
    private(set) var authors: [String] = []
    private(set) var published: String?
    private(set) var language: String?
    private(set) var publisher: String?
    private(set) var url: String?
    private(set) var license: String?
    private(set) var isFree = true
    private(set) var isLiveBlog = false
    /// Pictures with their words: address, caption, credit.
    private(set) var photos: [ImportedArticle.Photo] = []
    /// How many scripts could not be read.
    private(set) var unreadable = 0

    /// An object by its `@id`, for references.
    private var named: [String: LinkedValue] = [:]

    init(_ scripts: [[UInt8]]) {
        var objects: [LinkedValue] = []
        for script in scripts {
            guard let value = LinkedValue.read(script) else {
                unreadable += 1
                continue
            }
            for each in value.values {
                objects += each["@graph"]?.values ?? [each]
            }
        }
        for object in objects {
            if let id = object["@id"]?.text, object["@type"] != nil { named[id] = object }
        }
        // A page's main entity may be inside of what describes the page.
        let inner = objects.compactMap { $0["mainEntity"].map(resolved) }
        guard
            let article = (objects + inner).filter({ Self.rank($0) != nil }).min(by: {
                (Self.rank($0) ?? 0) < (Self.rank($1) ?? 0)
            })
        else { return }
        read(article)
    }

    /// How sure a type is an article; nil for what is none.
    private static func rank(_ value: LinkedValue) -> Int? {
        value.types.compactMap { type in
            switch type {
            case "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "OpinionNewsArticle",
                "BackgroundNewsArticle",
                "LiveBlogPosting", "ScholarlyArticle", "Report", "AskPublicNewsArticle", "ReviewNewsArticle":
                0
            case "Article", "BlogPosting", "TechArticle", "AdvertiserContentArticle", "SatiricalArticle",
                "SocialMediaPosting", "MedicalScholarlyArticle":
                1
            case "WebPage", "CreativeWork": 2
            default: nil
            }
        }.min()
    }

    private mutating func read(_ article: LinkedValue) {
        let isPage = Self.rank(article) == 2
        isFound = !isPage
        headline = clean(article["headline"]) ?? (isPage ? nil : clean(article["name"]))
        alternativeHeadline = clean(article["alternativeHeadline"])
        description = clean(article["description"])
        published = article["datePublished"]?.text ?? article["dateCreated"]?.text
        language = article["inLanguage"].map(resolved).flatMap { $0["alternateName"]?.text ?? $0.text }
        for author in (article["author"] ?? article["creator"])?.values.map(resolved) ?? [] {
            guard let name = clean(author["name"] ?? author) else { continue }
            authors.append(name)
        }
        publisher = article["publisher"].map(resolved).flatMap { clean($0["name"] ?? $0) }
        let page = article["mainEntityOfPage"].map(resolved)
        url = article["url"]?.text ?? page?["@id"]?.text ?? page?["url"]?.text ?? page?.text
        license = article["license"].map(resolved).flatMap { $0["url"]?.text ?? $0["@id"]?.text ?? $0.text }
        switch article["isAccessibleForFree"] {
        case .bool(false): isFree = false
        case .string(let text): isFree = text.lowercased().split(separator: "/").last != "false"
        default: break
        }
        isLiveBlog = article.types.contains("LiveBlogPosting")
        for image in (article["image"]?.values ?? []).map(resolved) {
            let photo = ImportedArticle.Photo(
                url: image["contentUrl"]?.text ?? image["url"]?.text, caption: clean(image["caption"]),
                credit: clean(image["creditText"]) ?? image["creator"].map(resolved).flatMap { clean($0["name"]) })
            if photo.caption != nil || photo.credit != nil { photos.append(photo) }
        }
    }

    /// What a reference leads to, once.
    private func resolved(_ value: LinkedValue) -> LinkedValue {
        if case .array(let values) = value, let first = values.first { return resolved(first) }
        if value["@type"] == nil, value["name"] == nil, let id = value["@id"]?.text, let object = named[id] {
            return object
        }
        return value
    }

    /// Its text in one line, without tags and entities, which some publishers leave in.
    private func clean(_ value: LinkedValue?) -> String? {
        guard let text = value?.text else { return nil }
        guard text.contains("&") || text.contains("<") else { return text.collapsed.nonEmpty }
        let tree = HTMLTree(MarkupSieve(Array(text.utf8), isXML: false).markup)
        return tree.words(of: 0).nonEmpty
    }
}
