/// Sets `<mark>` around the pieces of text that belong to passages.
///
/// A passage may begin in one element and end in another, and passages may overlap; so each piece of text is marked by
/// itself, as often as there are passages over it.
struct PassageMarking {
    private let marks: [MarkdownHTML.Mark]
    /// Where the marks that are open change: every start and end, in order.
    private let edges: [Int]
    private var nextMark = 0
    private var nextEdge = 0
    /// The marks over the present position, as indices of ``marks``.
    private var open: [Int] = []
    private var written: Set<Int> = []
    private var position = 0

    /// More passages over one word than this are not told apart.
    private static let mostOverlapping = 8

    init(_ marks: [MarkdownHTML.Mark]) {
        self.marks = marks.filter { !$0.range.isEmpty }.sorted {
            ($0.range.lowerBound, $1.range.upperBound) < ($1.range.lowerBound, $0.range.upperBound)
        }
        edges = Array(Set(self.marks.flatMap { [$0.range.lowerBound, $0.range.upperBound] })).sorted()
    }

    /// Passes over code points that are not shown.
    mutating func skip(_ count: Int) {
        position += count
    }

    /// Writes text, escaped.
    mutating func write(_ text: some BidirectionalCollection<UInt8>, to output: inout [UInt8]) {
        if nextEdge >= edges.count && open.isEmpty {
            for byte in text { output.appendEscaped(byte) }
            return
        }
        var isMarked = false
        for byte in text {
            if byte.isScalarStart {
                if !isMarked || isAtEdge {
                    if isMarked { end(&output) }
                    update()
                    begin(&output)
                    isMarked = true
                }
                position += 1
            }
            output.appendEscaped(byte)
        }
        if isMarked { end(&output) }
    }

    private var isAtEdge: Bool { nextEdge < edges.count && edges[nextEdge] <= position }

    private mutating func update() {
        while isAtEdge { nextEdge += 1 }
        open.removeAll { marks[$0].range.upperBound <= position }
        while nextMark < marks.count, marks[nextMark].range.lowerBound <= position {
            if marks[nextMark].range.upperBound > position { open.append(nextMark) }
            nextMark += 1
        }
    }

    private mutating func begin(_ output: inout [UInt8]) {
        for mark in open.prefix(Self.mostOverlapping) {
            output += "<mark".utf8
            let id = marks[mark].id.utf8.filter { $0.isASCIILetter || $0.isDigit || $0 == 0x2D || $0 == 0x5F }
            if written.insert(mark).inserted, !id.isEmpty {
                output += " id=\"".utf8
                output += id
                output += "\"".utf8
            }
            output += ">".utf8
        }
    }

    private func end(_ output: inout [UInt8]) {
        for _ in open.prefix(Self.mostOverlapping) { output += "</mark>".utf8 }
    }
}
