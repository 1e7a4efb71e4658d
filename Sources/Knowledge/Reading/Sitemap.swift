internal import Store

/// The pages that there are, for search engines: in parts of so many ids each, so that a part is found by its number.
extension Reading {
    /// A sitemap holds 50,000 addresses at the most.
    private static let sitemapPartCount = 10_000

    /// The numbers of the parts that a resource's pages make.
    public func sitemapParts(_ resource: Resource) throws -> Range<Int> {
        let last = try connection.integer("SELECT max(id) FROM \(resource.name)") ?? 0
        return 0..<((last + Self.sitemapPartCount - 1) / Self.sitemapPartCount)
    }

    /// The slugs of a part, and when each record was last changed (RFC 3339).
    public func sitemap(_ resource: Resource, _ part: Int) throws -> [(slug: String, updatedAt: String)] {
        let first = part * Self.sitemapPartCount
        return try connection.all(
            "SELECT slug, updated_at FROM \(resource.name) WHERE id > ? AND id <= ? ORDER BY id",
            [Value(first), Value(first + Self.sitemapPartCount)]
        ) { ($0.string(0), $0.string(1)) }
    }
}
