internal import Store

/// What may not be twice, and what may not be taken away.
extension Writing {
    /// A slug for `name` that no other record of `resource` has.
    func freeSlug(for name: String, in resource: Resource) throws -> String {
        var base = Slug.make(name)
        // Digits alone would be read as an id.
        if base.isEmpty || base.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            base = base.isEmpty ? resource.singular : "\(resource.singular)-\(base)"
        }
        func isTaken(_ slug: String) throws -> Bool {
            try isReserved(slug, in: resource)
                || connection.integer("SELECT 1 FROM \(resource.name) WHERE slug = ?", [.text(slug)]) == 1
                || reading.merged(slug, in: resource) != nil
        }
        if try !isTaken(base) { return base }
        // The numbers in use leave few gaps: doubling finds one beyond them, and halving the first that is free there.
        var beyond = 2
        while try isTaken("\(base)-\(beyond)") { beyond *= 2 }
        var taken = beyond / 2
        while beyond - taken > 1 {
            let middle = (beyond + taken) / 2
            if try isTaken("\(base)-\(middle)") { taken = middle } else { beyond = middle }
        }
        return "\(base)-\(beyond)"
    }

    /// Whether the address of a slug is that of another page: `/articles/new` is where articles are written.
    private func isReserved(_ slug: String, in resource: Resource) -> Bool {
        resource.name == "articles" && slug == "new"
    }

    /// Refuses a slug or a url that another record has.
    func refuseTaken(_ columns: [String: Value], of resource: Resource, except id: Int?) throws {
        for name in ["slug", "url"] {
            guard name == "slug" ? resource.hasSlug : resource.name == "articles", case .text(let text)? = columns[name]
            else { continue }
            if name == "slug", isReserved(text, in: resource) {
                throw KnowledgeError.conflict("The slug \(text) is that of a page: choose another", path: nil)
            }
            if name == "slug", let merged = try reading.merged(text, in: resource) {
                throw KnowledgeError.conflict(
                    "The slug \(text) leads to the \(resource.singular) \(merged.survivor), who was merged under it",
                    path: "\(Address.root)/\(resource.name)/\(merged.survivor)")
            }
            guard
                let other = try connection.integer(
                    "SELECT id FROM \(resource.name) WHERE \(name) = ? AND id <> ?", [.text(text), Value(id ?? 0)])
            else { continue }
            throw KnowledgeError.conflict(
                "There is already \(resource.singular == "article" ? "an" : "another") \(resource.singular) with the \(name) \(text): see \(Address.root)/\(resource.name)/\(other)",
                path: "\(Address.root)/\(resource.name)/\(other)")
        }
    }

    /// Refuses to delete what others refer to.
    func refuseUsed(_ resource: Resource, _ id: Int) throws {
        var uses: [String] = []
        for (name, field) in resource.heldBy {
            let count = try connection.integer("SELECT count(*) FROM \(name) WHERE \(field) = ?", [Value(id)]) ?? 0
            if count > 0 { uses.append("\(count) \(count == 1 ? Catalog[name].singular : name)") }
        }
        if resource.name == "topics" {
            for name in ["articles", "quotes"] {
                let count =
                    try connection.integer(
                        "SELECT count(*) FROM \(name)_topics JOIN topics ON topics.slug = value WHERE topics.id = ?",
                        [Value(id)]) ?? 0
                if count > 0 { uses.append("\(count) \(count == 1 ? Catalog[name].singular : name)") }
            }
        }
        guard uses.isEmpty else {
            throw KnowledgeError.conflict(
                "The \(resource.singular) is still used by \(uses.joined(separator: " and ")): change or delete these first",
                path: nil)
        }
    }
}
