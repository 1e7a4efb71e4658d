/// The cells of a table that shows data; tables that only place things on a page have none.
struct TableReading {
    /// For each row the elements of its cells, as many in every row as spans say; nil for a table of layout.
    private(set) var rows: [[Int]]?

    init(_ tree: HTMLTree, _ table: Int) {
        var rows: [[Int]] = []
        var hasHead = false
        var count = 0
        var index = table + 1
        while index < tree.end(table) {
            switch tree.tag(index) {
            case .table, .figure, .ul, .ol, .blockquote, .pre, .h1, .h2, .h3: return
            case .tr: rows.append([])
            case .td, .th:
                if tree.tag(index) == .th { hasHead = true }
                if rows.isEmpty { rows.append([]) }
                rows[rows.count - 1].append(index)
                count += 1
                guard count <= ReadingLimits.tableCells else { return }
            default: break
            }
            index += 1
        }
        rows.removeAll { $0.isEmpty }
        let columns = rows.map(\.count).max() ?? 0
        guard columns > 1, rows.count > 1, hasHead || rows.count(where: { $0.count == columns }) * 2 > rows.count else {
            return
        }
        self.rows = rows
    }
}
