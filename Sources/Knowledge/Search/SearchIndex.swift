public import Store

/// Gives records that were stored before the search knew stems what they are searched by now.
public enum SearchIndex {
    /// How many records are set in one transaction.
    private static let batch = 500

    /// Sets what is missing, a batch at a time. Where nothing is, it costs a look into seven empty indexes.
    ///
    /// - Parameter progress: is told how many of how many records are done.
    public static func complete(_ store: Store, progress: @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in })
        throws
    {
        let resources = Catalog.resources.filter { !$0.searched.isEmpty }
        let total = try store.writeAndWait { connection in
            try resources.reduce(0) { sum, resource in
                try sum + (connection.integer("SELECT count(*) FROM \(resource.name) WHERE stems IS NULL") ?? 0)
            }
        }
        if total == 0 { return }
        var done = 0
        for resource in resources {
            while true {
                let count = try store.writeAndWait { connection in
                    let ids = try connection.all(
                        "SELECT id FROM \(resource.name) WHERE stems IS NULL LIMIT ?", [Value(batch)]
                    ) { $0.integer(0) }
                    try set(resource, ids, connection)
                    return ids.count
                }
                done += count
                if count == 0 { break }
                progress(done, total)
            }
        }
    }

    /// Computes the two columns of these records from their present words.
    static func set(_ resource: Resource, _ ids: [Int], _ connection: Connection) throws {
        let writing = Writing(connection)
        var names = resource.searched.map(\.column).filter { resource.field($0) != nil || $0 == "text" }
        if resource.field("language") != nil { names.append("language") }
        if resource.name == "quotes" { names.append("article") }
        for id in ids {
            let values =
                try connection.first(
                    "SELECT \(names.joined(separator: ", ")) FROM \(resource.name) WHERE id = ?", [Value(id)]
                ) { row in names.indices.map { row.value($0) } } ?? []
            let columns = Dictionary(uniqueKeysWithValues: zip(names, values))
            let forms = try writing.searchForms(columns, of: resource)
            try connection.execute(
                "UPDATE \(resource.name) SET folded = ?, stems = ? WHERE id = ?",
                [forms["folded"] ?? "", forms["stems"] ?? "", Value(id)])
        }
    }
}
