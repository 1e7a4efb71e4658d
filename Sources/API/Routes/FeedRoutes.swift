internal import HTTPServer
internal import HTTPTypes
internal import Knowledge

/// What other programs look for at a site: feeds, a sitemap, and what to show where a link to it stands.
extension Site {
    /// How many entries a feed has: the newest.
    private static let feedLength = "50"

    enum FeedFormat: Sendable {
        case atom, json

        var type: String { self == .atom ? "application/atom+xml" : "application/feed+json" }
    }

    /// The site's address without a slash at its end: that which the operator says, or else the one that was asked.
    func base(_ request: Request) -> String { request.base(options.publicURL) }

    /// A feed of what is new: of articles where `resource` is nil, else of one record or of all corrections.
    func feed(_ resource: Resource?, _ format: FeedFormat) -> Handler {
        reading { request, reading in
            try self.onlyParameters([], request)
            let feed = try Self.feed(resource, request, reading)
            let base = self.base(request)
            var fields = Response.readFields
            // It names the host that was asked.
            if self.options.publicURL == nil { fields[.cacheControl] = "no-store" }
            return .text(
                format == .atom ? feed.atom(base: base) : feed.json(base: base).text,
                format == .atom ? "\(format.type); charset=utf-8" : format.type, fields: fields)
        }
    }

    private static func feed(_ resource: Resource?, _ request: Request, _ reading: Reading) throws -> Feed {
        guard let resource else {
            let articles = try reading.listed(Catalog.articles, ["sort": "-created_at", "limit": feedLength])
            return Feed(
                title: "Sourcebook: new articles", page: "/articles", path: request.rawPath,
                entries: articles.items.map(entry))
        }
        if resource.name == "corrections" {
            let accepted = try reading.listed(resource, ["status": "accepted", "limit": feedLength])
            return Feed(
                title: "Sourcebook: corrections", page: "/articles", path: request.rawPath,
                entries: accepted.items.map(correction))
        }
        let record = try reading.record(resource, request.parameters[0])
        let (slug, name) = (record.text("slug") ?? "", record.label ?? "")
        let entries: [Feed.Entry] =
            switch resource.name {
            case "experts":
                try reading.listed(Catalog.quotes, ["expert": slug, "sort": "-id", "limit": feedLength]).items.map(
                    quote)
            case "indicators":
                try reading.listed(Catalog.statistics, ["indicator": slug, "sort": "-id", "limit": feedLength]).items
                    .map(figure)
            default:
                try reading.listed(
                    Catalog.articles, ["topics": slug, "sort": "-created_at", "limit": feedLength]
                ).items.map(entry)
            }
        return Feed(
            title: "Sourcebook: \(name)", page: Link.path(resource, slug), path: request.rawPath, entries: entries)
    }

    private static func entry(_ article: JSON) -> Feed.Entry {
        Feed.Entry(
            path: Link.path(Catalog.articles, article) ?? "/", title: article.text("title") ?? "",
            summary: article.text("subtitle"), authors: article.items("authors").compactMap(\.string),
            published: article.text("created_at") ?? "", updated: article.text("updated_at") ?? "",
            language: article.text("language"))
    }

    private static func quote(_ quote: JSON) -> Feed.Entry {
        Feed.Entry(
            path: Link.passage(of: quote, in: Catalog.quotes) ?? "/",
            title: quote["article"]?.label ?? "", summary: quote.text("text"),
            authors: [quote["expert"]?.label].compactMap(\.self),
            published: quote.text("created_at") ?? "", updated: quote.text("updated_at") ?? "",
            language: quote.text("language"))
    }

    private static func figure(_ figure: JSON) -> Feed.Entry {
        let facts = [figure.text("period").map(PrintedDate.words), Figure.whereabouts(figure)].compactMap(\.self)
        return Feed.Entry(
            path: Link.passage(of: figure, in: Catalog.statistics) ?? "/",
            title: ([Figure.words(figure)] + facts).joined(separator: ", "),
            summary: [figure["source"]?.label, figure["article"]?.label].compactMap(\.self).joined(separator: ": "),
            published: figure.text("created_at") ?? "", updated: figure.text("updated_at") ?? "")
    }

    private static func correction(_ correction: JSON) -> Feed.Entry {
        Feed.Entry(
            path: (Link.path(Catalog.articles, correction["article"]) ?? "/")
                + "#correction-\(correction["id"]?.integer ?? 0)",
            title: correction["article"]?.label ?? "",
            summary: correction.text("note") ?? correction.text("suggestion"),
            published: correction.text("created_at") ?? "", updated: correction.text("updated_at") ?? "")
    }

    // MARK: Sitemaps

    /// The kinds of record that have pages.
    private static let mapped = [
        Catalog.articles, Catalog.experts, Catalog.indicators, Catalog.sources, Catalog.topics,
    ]

    /// `/sitemap.xml`: the index of the maps, of so many ids each ([sitemaps.org](https://www.sitemaps.org/protocol.html)).
    func sitemap() -> Handler {
        reading { request, reading in
            try self.onlyParameters([], request)
            var xml = XML()
            xml.open("sitemapindex", ["xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9"])
            for resource in Self.mapped {
                for part in try reading.sitemapParts(resource) {
                    xml.open("sitemap")
                    xml.element("loc", "\(self.base(request))/sitemaps/\(resource.name)-\(part).xml")
                    xml.close("sitemap")
                }
            }
            xml.close("sitemapindex")
            return self.map(xml)
        }
    }

    /// `/sitemaps/articles-0.xml`: the pages of a range of ids.
    func sitemapPart() -> Handler {
        reading { request, reading in
            try self.onlyParameters([], request)
            let name = request.parameters[0]
            let halves = name.split(separator: "-", omittingEmptySubsequences: false)
            guard halves.count == 2, let resource = Self.mapped.first(where: { $0.name == halves[0] }),
                halves[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }), let part = Int(halves[1]),
                try reading.sitemapParts(resource).contains(part)
            else { throw KnowledgeError.notFound("There is no sitemap \(name): see /sitemap.xml") }
            var xml = XML()
            xml.open("urlset", ["xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9"])
            for page in try reading.sitemap(resource, part) {
                xml.open("url")
                xml.element("loc", self.base(request) + Link.path(resource, page.slug))
                xml.element("lastmod", page.updatedAt)
                xml.close("url")
            }
            xml.close("urlset")
            return self.map(xml)
        }
    }

    private func map(_ xml: XML) -> Response {
        var fields = Response.readFields
        if options.publicURL == nil { fields[.cacheControl] = "no-store" }
        return .text(xml.text, "application/xml; charset=utf-8", fields: fields)
    }

    /// `/robots.txt`: which pages are not to be looked at one by one, and where all the others are listed (RFC 9309).
    func robots() -> Handler {
        let isPrivate = options.isPrivate
        return { request, responder in
            var fields = Response.readFields
            fields[.cacheControl] = "no-store"
            let kept =
                isPrivate
                ? ["/"] : ["/api/", "/search", "/compare", "/language/", "/sign-in", "/review", "/articles/new"]
            var lines = ["User-agent: *"] + kept.map { "Disallow: \($0)" }
            if !isPrivate { lines += ["", "Sitemap: \(self.base(request))/sitemap.xml"] }
            responder.send(
                .text(lines.joined(separator: "\n") + "\n", "text/plain; charset=utf-8", fields: fields))
        }
    }

    // MARK: oEmbed

    /// `GET /oembed?url=`: a quote or a chart to be shown where a link to it stands (<https://oembed.com>).
    func oembed() -> Handler {
        reading { request, reading in
            let parameters = try self.onlyParameters(["url", "format", "maxwidth", "maxheight"], request)
            guard let url = parameters["url"]?.value else {
                throw KnowledgeError.parameter("url is required: the address of a quote or an indicator here")
            }
            let format = parameters["format"]?.value ?? "json"
            guard format == "json" || format == "xml" else {
                throw KnowledgeError.parameter("format is json or xml")
            }
            func most(_ name: String, _ usual: Int) throws -> Int {
                guard let value = parameters[name]?.value else { return usual }
                guard value.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(value), number > 0 else {
                    throw KnowledgeError.parameter("\(name) must be a positive integer")
                }
                return min(number, usual)
            }
            let embed = try Self.embed(url, base: self.base(request), try most("maxwidth", 640), reading)
            _ = try most("maxheight", 480)
            var fields = Response.readFields
            fields[.cacheControl] = "no-store"
            if format == "json" { return .text(embed.text, Response.json, fields: fields) }
            var xml = XML()
            xml.open("oembed")
            for member in embed.object?.members ?? [] {
                xml.element(member.name, member.value.string ?? member.value.integer.map(String.init))
            }
            xml.close("oembed")
            return .text(xml.text, "text/xml; charset=utf-8", fields: fields)
        }
    }

    private static func embed(_ url: String, base: String, _ width: Int, _ reading: Reading) throws -> JSON {
        let unknown = KnowledgeError.notFound(
            "\(url) is not the address of a quote (/articles/…#q12) or an indicator (/indicators/…) here")
        guard url.hasPrefix(base + "/") else { throw unknown }
        let halves = url.dropFirst(base.count).split(separator: "#", maxSplits: 1)
        let segments = (halves.first ?? "").split(separator: "/").map(String.init)
        guard segments.count == 2 else { throw unknown }
        var embed: [(String, JSON)] = [
            ("version", "1.0"), ("provider_name", "Sourcebook"), ("provider_url", .string(base)),
        ]
        if segments[0] == "articles", halves.count == 2, halves[1].first == "q" {
            let quote = try reading.record(Catalog.quotes, String(halves[1].dropFirst()))
            guard let article = quote["article"], article.text("slug") == segments[1] else { throw unknown }
            let speaker = [quote["expert"]?.label, quote.text("role")].compactMap(\.self).joined(separator: ", ")
            let words = quote.text("kind") == "direct" ? "“\(quote.text("text") ?? "")”" : quote.text("text") ?? ""
            let html =
                "<blockquote cite=\"\(XML.escaped(url))\"><p>\(XML.escaped(words))</p><footer>\(XML.escaped(speaker)), "
                + "<cite><a href=\"\(XML.escaped(url))\">\(XML.escaped(article.label ?? ""))</a></cite></footer></blockquote>"
            embed += [
                ("type", "rich"), ("title", .string(article.label ?? "")), ("author_name", .string(speaker)),
                ("author_url", .string(base + (Link.path(Catalog.experts, quote["expert"]) ?? ""))),
                ("html", .string(html)), ("width", .number(JSONNumber(width))),
                ("height", .number(JSONNumber(max(160, words.count * 600 / width + 80)))),
            ]
        } else if segments[0] == "indicators", halves.count == 1 {
            let indicator = try reading.record(Catalog.indicators, segments[1])
            let drawn = max(width, SeriesChart.widths.lowerBound)
            embed += [
                ("type", "photo"), ("title", .string(indicator.label ?? "")),
                ("url", .string("\(base)\(Address.root)/indicators/\(segments[1])/series.svg?width=\(drawn)")),
                ("width", .number(JSONNumber(width))), ("height", .number(JSONNumber(width * 9 / 16))),
            ]
        } else {
            throw unknown
        }
        return .object(JSONObject(embed))
    }
}

extension Request {
    /// The address that links to this site begin with.
    func base(_ publicURL: String?) -> String {
        publicURL ?? "\(isSecure ? "https" : "http")://\(self[HTTPField.Name.host] ?? "localhost")"
    }
}

extension HTTPField.Name {
    static let host = HTTPField.Name("Host")!
}
