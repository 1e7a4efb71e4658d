public import Store

/// A list read page by page to its end, a line of JSON a record. Pages of one snapshot belong together: read them all
/// on one connection that holds it.
///
/// ```swift
/// var walk = ListWalk(query)
/// while let lines = try reader.read({ try walk.nextPage($0) }) { send(lines) }
/// ```
public struct ListWalk: Sendable {
    private var query: ListQuery
    private let isWhole: Bool
    private var isAtEnd = false

    /// How many records are read at a time.
    private static let pageCount = 1_000

    /// - Parameter isWhole: whether to read on to the end; else one page of the query's own limit is all.
    public init(_ query: ListQuery, isWhole: Bool = true) {
        self.query = query
        self.isWhole = isWhole
        if isWhole { self.query.limit = Self.pageCount }
    }

    /// Where the next page begins, as the parameter `cursor` has it; nil at the list's end.
    public var cursor: String? { query.cursor?.text(for: query.sort) }

    /// The next page's lines; nil at the end.
    public mutating func nextPage(_ connection: Connection) throws -> JSONBuffer? {
        if isAtEnd { return nil }
        let reading = Reading(connection)
        let page = try reading.page(query)
        let writer = Reading.ItemWriter(query)
        var json = JSONBuffer(capacity: 64 * 1024)
        for id in page.ids {
            try writer.write(id, with: reading, into: &json)
            json.raw("\n" as StaticString)
        }
        query.cursor = page.next
        isAtEnd = page.next == nil || !isWhole
        return json
    }
}
