public import Store

/// Everything that is stored, a line of JSON each, page by page: what is referred to comes before what refers to it.
///
/// ```
/// {"resource":"topics","id":1,"slug":"water","name":"Water",…}
/// ```
public struct Export {
    private var resource = 0
    private var last = 0
    private var lastSettled = 0
    private let resources: [Resource]

    /// How much a page holds at least before it is handed on, in bytes.
    private static let pageSize = 64 * 1_024

    /// - Parameter corrections: whether readers' corrections are among it; they are for editors only.
    public init(corrections: Bool) {
        resources = Catalog.resources.filter { corrections || $0.name != "corrections" }
    }

    /// The next page; nil at the end. Pages of one snapshot belong together: read them all on one connection that
    /// holds it.
    public mutating func nextPage(_ connection: Connection) throws -> JSONBuffer? {
        let names = ReferenceNames.of(connection)
        var json = JSONBuffer(capacity: Self.pageSize * 2)
        while resource < resources.count, json.count < Self.pageSize {
            let representation = Representation.whole(resources[resource])
            let name = representation.resource.name
            let statement =
                "SELECT \(representation.columns) FROM \(name) WHERE \(name).id > ? ORDER BY \(name).id LIMIT 20"
            var rows = 0
            try connection.query(statement, [Value(last)]) { row in
                rows += 1
                last = row.integer(0)
                json.raw("{\"resource\":" as StaticString)
                json.string(name)
                json.comma()
                try representation.write(row, into: &json, with: names)
                json.raw("}\n" as StaticString)
            }
            if rows == 0 {
                resource += 1
                last = 0
            }
        }
        if resource == resources.count, json.count < Self.pageSize {
            try writeMerged(connection, into: &json)
            try writeSettled(connection, into: &json)
        }
        if json.count == 0 { return nil }
        return json
    }

    /// What a person said of figures that can't all be true: which these are is told by one of them.
    private mutating func writeSettled(_ connection: Connection, into json: inout JSONBuffer) throws {
        try connection.query(
            """
            SELECT id, (SELECT min(statistic) FROM conflicts_statistics WHERE conflict = conflicts.id), statistic, settled_at,
                settled_by, reason
            FROM conflicts WHERE settled = 1 AND id > ? ORDER BY id LIMIT 200
            """, [Value(lastSettled)]
        ) { row in
            lastSettled = row.integer(0)
            json.raw("{\"resource\":\"settlements\",\"of\":" as StaticString)
            json.integer(row.integer(1))
            json.key("statistic")
            row.optionalInteger(2).map { json.integer($0) } ?? json.null()
            for (index, name) in ["settled_at", "settled_by", "reason"].enumerated() {
                json.key(name)
                json.string(row.string(index + 3))
            }
            json.raw("}\n" as StaticString)
        }
    }

    /// Whom experts were merged into, so that their old slugs lead there in another store too.
    private mutating func writeMerged(_ connection: Connection, into json: inout JSONBuffer) throws {
        try connection.query(
            """
            SELECT merged.id, merged.slug, merged.merged_at, experts.slug
            FROM experts_merged AS merged JOIN experts ON experts.id = merged.survivor
            WHERE merged.id > ? ORDER BY merged.id LIMIT 200
            """, [Value(last)]
        ) { row in
            last = row.integer(0)
            json.raw("{\"resource\":\"merged_experts\",\"id\":" as StaticString)
            json.integer(last)
            for (index, name) in ["slug", "merged_at", "into"].enumerated() {
                json.key(name)
                json.string(row.string(index + 1))
            }
            json.raw("}\n" as StaticString)
        }
    }
}
