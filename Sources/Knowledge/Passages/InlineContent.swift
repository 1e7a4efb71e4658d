/// What a paragraph or a heading says, as cmark gathers it before it reads the inlines: its lines without what containers
/// take from their front, each ended by LF. Knows of every byte where in the source it stands.
struct InlineContent {
    private struct Line {
        /// Where the line begins in the content.
        let start: Int
        /// How many spaces at its front are the rest of a tab, of which a container took a part; the tab is the byte of
        /// the source before ``source``.
        let spacesOfTab: Int
        /// The bytes of the source that follow these, without the line end.
        let source: Range<Int>
    }

    private(set) var bytes: [UInt8] = []
    private var lines: [Line] = []
    private let source: UnsafeBufferPointer<UInt8>

    init(source: UnsafeBufferPointer<UInt8>) {
        self.source = source
    }

    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        lines.removeAll(keepingCapacity: true)
    }

    /// Adds a line: the bytes `line` of the source, which end before a line end or with the source.
    mutating func append(_ line: Range<Int>, afterSpacesOfTab spaces: Int = 0) {
        lines.append(Line(start: bytes.count, spacesOfTab: spaces, source: line))
        for _ in 0..<spaces { bytes.append(0x20) }
        bytes.append(contentsOf: source[line])
        bytes.append(0x0A)
    }

    /// The bytes of the source that `range` of the content stands for; an empty one where that is empty.
    func place(of range: Range<Int>) -> Range<Int> {
        guard !lines.isEmpty else { return 0..<0 }
        let start = place(ofByte: range.lowerBound).lowerBound
        return start..<(range.isEmpty ? start : place(ofByte: range.upperBound - 1).upperBound)
    }

    /// What `range` of the content, on one line, is taken from.
    func pieces(of range: Range<Int>) -> (spacesOfTab: Int, same: Range<Int>) {
        let line = lines[lineIndex(ofByte: range.lowerBound)]
        let spaces = min(max(line.start + line.spacesOfTab - range.lowerBound, 0), range.count)
        return (spaces, place(of: (range.lowerBound + spaces)..<range.upperBound))
    }

    private func place(ofByte index: Int) -> Range<Int> {
        let line = lines[lineIndex(ofByte: index)]
        let offset = index - line.start - line.spacesOfTab
        if offset < 0 { return (line.source.lowerBound - 1)..<line.source.lowerBound }
        let start = min(line.source.lowerBound + offset, line.source.upperBound)
        return start..<(start < line.source.upperBound ? start + 1 : source.lineEnd(at: start))
    }

    private func lineIndex(ofByte index: Int) -> Int {
        max(lines.partitioningIndex { $0.start > index } - 1, 0)
    }
}
