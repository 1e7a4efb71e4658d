/// A place on a line, by byte and by column: a tab goes on to the next multiple of four columns, and a container may take
/// only a part of it (CommonMark 0.30, 2.2).
struct LineCursor {
    /// The line's bytes, without its line end.
    private let line: UnsafeBufferPointer<UInt8>
    /// How many bytes of the line lie before the place. Of a tab that is taken in part, it is the tab's own.
    private(set) var offset = 0
    private(set) var column = 0
    private var isInTab = false
    /// The next byte that is no space or tab, kept so that no white space is counted again for every container.
    private var next = (offset: 0, column: 0)

    private static let tabStop = 4

    init(_ line: UnsafeBufferPointer<UInt8>) {
        self.line = line
        findNext()
    }

    /// The byte at the place; `nil` at the line's end.
    var byte: UInt8? { offset < line.count ? line[offset] : nil }

    /// How many columns of white space follow.
    var indentation: Int { next.column - column }

    /// Where the white space that follows ends.
    var nextOffset: Int { next.offset }

    /// The byte after the white space that follows; `nil` where none is left on the line.
    var nextByte: UInt8? { next.offset < line.count ? line[next.offset] : nil }

    /// How many columns are left of a tab that was taken in part; 0 where none was.
    var restOfTab: Int { isInTab ? columnsToTabStop : 0 }

    mutating func advance(columns: Int) {
        var left = columns
        while left > 0, let byte {
            let width = byte == 0x09 ? columnsToTabStop : 1
            isInTab = width > left
            column += min(width, left)
            left -= min(width, left)
            if !isInTab { offset += 1 }
        }
        findNext()
    }

    mutating func advance(toOffset end: Int) {
        while offset < end, let byte {
            column += byte == 0x09 ? columnsToTabStop : 1
            offset += 1
            isInTab = false
        }
        findNext()
    }

    private var columnsToTabStop: Int { Self.tabStop - column % Self.tabStop }

    private mutating func findNext() {
        if next.offset > offset { return }
        next = (offset, column)
        while next.offset < line.count, line[next.offset].isSpaceOrTab {
            next.column += line[next.offset] == 0x09 ? Self.tabStop - next.column % Self.tabStop : 1
            next.offset += 1
        }
    }
}
