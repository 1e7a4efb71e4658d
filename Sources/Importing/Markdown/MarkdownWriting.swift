/// Writes blocks as Markdown (CommonMark 0.30) whose text is theirs, letter for letter: what Markdown would take for a mark
/// is escaped, and a style that Markdown can't set between these letters is left out.
struct MarkdownWriting {
    private(set) var bytes: [UInt8] = []

    /// Writes `blocks`, parted by a blank line.
    ///
    /// - Parameter limit: Bytes; the first block that would go beyond it and all that follow are left out.
    /// - Returns: Whether all fitted in.
    mutating func write(_ blocks: [TextBlock], limit: Int = .max) -> Bool {
        for block in blocks {
            let before = bytes.count
            if before > 0 { bytes += [0x0A, 0x0A] }
            write(block, prefix: [])
            if bytes.count > limit {
                bytes.removeSubrange(before...)
                return false
            }
        }
        return true
    }

    /// - Parameter prefix: What each further line begins with, in the containers around.
    private mutating func write(_ block: TextBlock, prefix: [UInt8]) {
        switch block {
        case .paragraph(let runs):
            write(lines: MarkdownInlines.markdown(of: runs), prefix)
        case .heading(let level, let runs):
            var line = MarkdownInlines.markdown(of: runs.map { TextRun(text: $0.text.inOneLine, style: $0.style) })
            // Number signs at the end of the line would close the heading.
            if line.last == UInt8(ascii: "#") { line.insert(UInt8(ascii: "\\"), at: line.count - 1) }
            bytes += [UInt8](repeating: UInt8(ascii: "#"), count: min(max(level, 1), 6)) + [0x20] + line
        case .list(let first, let items):
            for (index, item) in items.enumerated() {
                if index > 0 { isTight(items) ? startLine(prefix) : startBlock(prefix) }
                let mark = first.map { Array("\($0 + index). ".utf8) } ?? Array("- ".utf8)
                bytes += mark
                write(item, prefix: prefix + [UInt8](repeating: 0x20, count: mark.count))
            }
        case .quote(let blocks):
            bytes += [UInt8(ascii: ">"), 0x20]
            write(blocks, prefix: prefix + [UInt8(ascii: ">"), 0x20])
        case .code(let text):
            let fence = [UInt8](repeating: UInt8(ascii: "`"), count: max(3, text.longestRun(of: UInt8(ascii: "`")) + 1))
            bytes += fence
            for line in text.split(separator: 0x0A, omittingEmptySubsequences: false) {
                startLine(prefix)
                bytes += line
            }
            startLine(prefix)
            bytes += fence
        case .table(let rows):
            for (index, row) in rows.enumerated() {
                if index > 0 { startLine(prefix) }
                bytes.append(UInt8(ascii: "|"))
                for cell in row {
                    let cell = MarkdownInlines.markdown(
                        of: cell.map { TextRun(text: $0.text.inOneLine, style: $0.style) }, isInTable: true)
                    bytes += [0x20] + cell + (cell.isEmpty ? [] : [0x20]) + [UInt8(ascii: "|")]
                }
                guard index == 0 else { continue }
                startLine(prefix)
                bytes.append(UInt8(ascii: "|"))
                for _ in row { bytes += Array(" --- |".utf8) }
            }
        case .rule:
            bytes += Array("***".utf8)
        }
    }

    private mutating func write(_ blocks: [TextBlock], prefix: [UInt8]) {
        for (index, block) in blocks.enumerated() {
            if index > 0 { startBlock(prefix) }
            write(block, prefix: prefix)
        }
    }

    private mutating func write(lines: [UInt8], _ prefix: [UInt8]) {
        for byte in lines {
            bytes.append(byte)
            if byte == 0x0A { bytes += prefix }
        }
    }

    private mutating func startLine(_ prefix: [UInt8]) {
        bytes.append(0x0A)
        bytes += prefix
    }

    private mutating func startBlock(_ prefix: [UInt8]) {
        bytes.append(0x0A)
        bytes += prefix[..<((prefix.lastIndex { $0 != 0x20 } ?? -1) + 1)]
        startLine(prefix)
    }

    /// Whether every item is one paragraph.
    private func isTight(_ items: [[TextBlock]]) -> Bool {
        items.allSatisfy { item in
            if item.count == 1, case .paragraph = item[0] { true } else { false }
        }
    }
}

extension [UInt8] {
    /// With spaces in place of line ends.
    fileprivate var inOneLine: [UInt8] { map { $0 == 0x0A ? 0x20 : $0 } }

    func longestRun(of byte: UInt8) -> Int {
        var (longest, count) = (0, 0)
        for each in self {
            count = each == byte ? count + 1 : 0
            longest = Swift.max(longest, count)
        }
        return longest
    }
}
