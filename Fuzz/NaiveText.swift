@testable import Importing

/// The text of an imported document's blocks by the rules of an article's text (Knowledge/Passages/ArticleText.swift).
enum NaiveText {
    static func text(of blocks: [TextBlock]) -> [String] {
        blocks.flatMap { block -> [String] in
            switch block {
            case .paragraph(let runs): [string(runs.plain)]
            case .heading(_, let runs): [line(runs)]
            case .list(_, let items): items.flatMap(text)
            case .quote(let blocks): text(of: blocks)
            case .code(let text): [code(text)]
            case .table(let rows): [table(rows)]
            case .rule: []
            }
        }
    }

    private static func table(_ rows: [[[TextRun]]]) -> String {
        var lines = rows.map { row in
            "|" + row.map { cell in cell.isEmpty ? " |" : " \(line(cell)) |" }.joined()
        }
        if let first = rows.first { lines.insert("|" + first.map { _ in " --- |" }.joined(), at: 1) }
        return lines.joined(separator: "\n")
    }

    /// Without blank lines at both ends: exactly one parts two blocks.
    private static func code(_ text: [UInt8]) -> String {
        func isBlank(_ line: ArraySlice<UInt8>) -> Bool { line.allSatisfy { $0 == 32 || $0 == 9 } }
        var lines = text.split(separator: 10, omittingEmptySubsequences: false)
        while let last = lines.last, isBlank(last) { lines.removeLast() }
        return string(Array(lines.drop(while: isBlank).joined(separator: [10])))
    }

    private static func line(_ runs: [TextRun]) -> String { string(runs.plain.map { $0 == 10 ? 32 : $0 }) }

    private static func string(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
