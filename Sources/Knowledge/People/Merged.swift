internal import Store

/// Experts who turned out to be another: their numbers and slugs lead on for ever.
struct MergedExpert {
    let id: Int
    let slug: String
    /// Whom it was merged into.
    let target: Int
    /// Who that is now: the target, or whom it was merged into in its turn.
    let survivor: Int
    let survivorSlug: String?
    /// The history's entry.
    let entry: Int
    let at: String

    var error: KnowledgeError {
        .merged(
            "The expert \(slug) was merged into \(survivorSlug ?? String(survivor)) at \(at)", id: survivor,
            slug: survivorSlug)
    }
}

extension Reading {
    /// The expert that `reference`, an id or a slug, led to before it was merged; nil where there is none.
    func merged(_ reference: String, in resource: Resource) throws -> MergedExpert? {
        guard resource.name == "experts" else { return nil }
        let id = ListQuery.integer(reference)
        return try connection.first(
            """
            SELECT merged.id, merged.slug, merged.target, merged.survivor, experts.slug, merged.entry, merged.merged_at
            FROM experts_merged AS merged LEFT JOIN experts ON experts.id = merged.survivor
            WHERE merged.\(id == nil ? "slug" : "id") = ?
            """, [id.map { Value($0) } ?? .text(reference)]
        ) { row in
            MergedExpert(
                id: row.integer(0), slug: row.string(1), target: row.integer(2), survivor: row.integer(3),
                survivorSlug: row.optionalString(4), entry: row.integer(5), at: row.string(6))
        }
    }

    /// The id that `reference` leads to now: of the record, or of the one that it was merged into; nil where there is
    /// neither.
    public func currentID(of reference: String, in resource: Resource) throws -> Int? {
        if let id = try id(of: reference, in: resource) { return id }
        guard let merged = try merged(reference, in: resource) else { return nil }
        return try id(of: String(merged.survivor), in: resource)
    }

    /// The slug of the record that `reference` was merged into; nil where it was not, or that is gone.
    public func survivor(of reference: String, in resource: Resource) throws -> String? {
        try merged(reference, in: resource)?.survivorSlug
    }
}
