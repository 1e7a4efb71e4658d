/// An article's text, and the map from it to the body that it is taken from.
///
/// The text is the body (Markdown, CommonMark 0.30) with its marks taken away, letter for letter. Every position of a
/// passage counts in it, in Unicode code points.
///
/// - Blocks (paragraphs, headings, the paragraphs of list items and quotes, code) are parted by exactly one blank line.
///   A table is a paragraph of its own lines: CommonMark has none.
/// - Line ends inside a block stay line ends, U+000A, however the body writes them; a hard break is one too.
/// - Escapes (`\$`) and entities (`&amp;`) give the character that they stand for.
/// - A link gives its text; an image, which is not shown, its description, as on the page.
/// - Raw HTML gives its words without the tags, scripts and styles; a thematic break gives nothing.
///
/// ```swift
/// let article = ArticleText(body: "**Turnover** was \\$893 million.")
/// article.text  // Turnover was $893 million.
/// article.bodyRange(ofText: 13..<17)  // 17..<22, where the body says \$893
/// ```
public struct ArticleText: Sendable {
    /// A heading, and where the part of the text that it opens begins.
    public struct Section: Sendable, Equatable {
        /// 1 to 6, as in Markdown.
        public let level: Int
        /// The heading's text, in one line.
        public let title: String
        /// The position of the heading in the text, in code points.
        public let start: Int

        public init(level: Int, title: String, start: Int) {
            self.level = level
            self.title = title
            self.start = start
        }
    }

    /// The body that the text was taken from.
    public let body: String

    /// The text.
    public let text: String

    /// The length of ``text`` in code points.
    public var scalarCount: Int { map.scalarCount }

    /// The headings that have text, in order.
    public let sections: [Section]

    let map: TextMap
    /// How often the walk over the source lost its way; for tests.
    let disagreements: Int

    /// Takes the text from `body`, in time linear in its length.
    ///
    /// A body that is built to cost cmark more than that (some hundreds of nested lists, some ten thousands of
    /// unclosed images) is taken as plain text, marks and all; so does ``MarkdownHTML``.
    public init(body: String) {
        var body = body
        body.makeContiguousUTF8()
        self.body = body
        let source = MarkdownTree.source(of: body)
        let reading = source.withUnsafeBufferPointer { bytes in
            var reading = ArticleTextReading(bytes)
            if let tree = MarkdownTree(source) { reading.read(tree) } else { reading.readPlain() }
            return reading
        }
        text = String(decoding: reading.bytes, as: UTF8.self)
        sections = reading.sections
        map = reading.map
        disagreements = reading.disagreements
    }

    /// Where the passage `range` of the text stands in the body.
    ///
    /// - Parameter range: Code points of ``text``; what lies outside is cut off.
    /// - Returns: Bytes of the body's UTF-8. Marks between two letters of the passage are inside, those around it are
    ///   not: of `**Jaihani** said`, `Jaihani` without the asterisks. An escape or an entity is inside as a whole. An
    ///   empty range gives the place before the code point at that position, or the end of the last one.
    public func bodyRange(ofText range: Range<Int>) -> Range<Int> {
        let range = range.clamped(to: 0..<scalarCount)
        if range.isEmpty {
            let place =
                range.lowerBound == scalarCount
                ? map.runs.last.map { Int($0.bodyEnd) } ?? 0
                : extent(ofScalar: range.lowerBound).lowerBound
            return place..<place
        }
        let start = extent(ofScalar: range.lowerBound).lowerBound
        let end = extent(ofScalar: range.upperBound - 1).upperBound
        return start..<max(start, end)
    }

    /// The passage of the text that `range` of the body shows.
    ///
    /// - Parameter range: Bytes of the body's UTF-8; what lies outside is cut off.
    /// - Returns: Code points of ``text``: from the first to the last that the range touches, if only in part. Where it
    ///   touches none (it holds only marks), the empty range at the place where they would stand.
    public func textRange(ofBody range: Range<Int>) -> Range<Int> {
        let lower = Int32(clamping: range.lowerBound)
        let upper = Int32(clamping: range.upperBound)
        var first = map.runs.partitioningIndex { $0.bodyEnd > lower }
        var last = map.runs.partitioningIndex { $0.bodyStart >= upper } - 1
        while first <= last, map.runs[first].kind == .separator { first += 1 }
        while first <= last, map.runs[last].kind == .separator { last -= 1 }
        guard first <= last, !range.isEmpty else {
            let start = first < map.runs.count ? scalar(inRun: first, atBody: Int(lower)) : scalarCount
            return start..<start
        }
        let start = scalar(inRun: first, atBody: Int(lower))
        let end = scalar(inRun: last, atBody: Int(upper) - 1) + 1
        return map.runs[last].kind == .same ? start..<max(start, end) : start..<map.scalars(ofRun: last).upperBound
    }

    /// The words of `range` of the text, in code points; what lies outside is cut off.
    public func words(in range: Range<Int>) -> String {
        let range = range.clamped(to: 0..<scalarCount)
        let utf8 = text.utf8
        let start = utf8.index(utf8.startIndex, offsetBy: textByte(ofScalar: range.lowerBound))
        let end = utf8.index(utf8.startIndex, offsetBy: textByte(ofScalar: range.upperBound))
        return String(text[start..<end])
    }

    /// The body's bytes of one code point of the text.
    private func extent(ofScalar scalar: Int) -> Range<Int> {
        let index = map.run(ofScalar: scalar)
        let run = map.runs[index]
        guard run.kind == .same else { return Int(run.bodyStart)..<Int(run.bodyEnd) }
        let start = textByte(ofScalar: scalar) - Int(run.textByte)
        let end = textByte(ofScalar: scalar + 1) - Int(run.textByte)
        return (Int(run.bodyStart) + start)..<(Int(run.bodyStart) + end)
    }

    /// Where code point `scalar` begins in the text's UTF-8.
    private func textByte(ofScalar scalar: Int) -> Int {
        if scalar >= scalarCount { return map.byteCount }
        let run = map.runs[map.run(ofScalar: scalar)]
        return text.withUTF8Bytes { bytes in
            var byte = Int(run.textByte)
            for _ in Int(run.textScalar)..<scalar {
                byte += 1
                while byte < bytes.count, !bytes[byte].isScalarStart { byte += 1 }
            }
            return byte
        }
    }

    /// The code point of run `index` that the body's byte `place` belongs to.
    private func scalar(inRun index: Int, atBody place: Int) -> Int {
        let run = map.runs[index]
        guard run.kind == .same, place > run.bodyStart else { return Int(run.textScalar) }
        return text.withUTF8Bytes { bytes in
            let start = Int(run.textByte)
            let last = min(start + place - Int(run.bodyStart), bytes.count - 1)
            var scalar = Int(run.textScalar) - 1
            for byte in start...last where bytes[byte].isScalarStart { scalar += 1 }
            return scalar
        }
    }
}

extension String {
    /// Hands the bytes of a string that is stored as UTF-8 to `body` where they stand.
    func withUTF8Bytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        if let result = utf8.withContiguousStorageIfAvailable(body) { return result }
        return Array(utf8).withUnsafeBufferPointer(body)
    }
}
