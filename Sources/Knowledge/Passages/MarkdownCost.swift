/// What reading a body would cost cmark beyond a time linear in its length.
///
/// cmark guards itself against nearly all hostile input. Two of its loops stay quadratic, and a body of 100 kB could
/// hold a processor for ten seconds:
///
/// - a blank line visits every list item that is open (`- - - … a`, then blank lines);
/// - the end of a link visits every image that is open before it in its paragraph (`![[]()![[]()…`).
///
/// The bounds here are upper bounds of those visits. The bodies of real articles stay a hundred times below them.
struct MarkdownCost {
    /// Visits that take a few tenths of a second.
    private static let bearableItemVisits = 20_000_000
    private static let bearableImageVisits = 100_000_000
    /// cmark's own buffers end at 2^30.
    private static let bearableLength = 1 << 28

    let isBearable: Bool

    init(of source: [UInt8]) {
        var counting = Counting()
        source.withUnsafeBufferPointer { source in
            var start = 0
            while start < source.count {
                var end = start
                while end < source.count, !source[end].isLineEnd { end += 1 }
                counting.count(line: UnsafeBufferPointer(rebasing: source[start..<end]))
                start = end + 1
            }
        }
        counting.endParagraph()
        isBearable =
            source.count < Self.bearableLength
            && counting.deepest.multipliedOrMax(by: counting.blankLines) < Self.bearableItemVisits
            && counting.imageVisits < Self.bearableImageVisits
    }

    private struct Counting {
        var deepest = 0
        var blankLines = 0
        var imageVisits = 0
        private var images = 0
        private var brackets = 0

        mutating func count(line: UnsafeBufferPointer<UInt8>) {
            let (containers, end) = Self.containers(of: line)
            deepest = max(deepest, containers)
            if end == line.count {
                blankLines += 1
                // A line with `>` may end a paragraph or not; one without anything always does.
                if line.allSatisfy(\.isSpaceOrTab) { endParagraph() }
                return
            }
            for index in line.indices {
                if line[index] == UInt8(ascii: "]") {
                    brackets += 1
                } else if line[index] == UInt8(ascii: "["), index > 0, line[index - 1] == UInt8(ascii: "!") {
                    images += 1
                }
            }
        }

        mutating func endParagraph() {
            imageVisits = imageVisits.addedOrMax(images.multipliedOrMax(by: brackets))
            images = 0
            brackets = 0
        }

        /// How many quotes and list items `line` can at most open or continue, and where their marks end.
        ///
        /// A marker counts one, and so do two columns of indentation, which is the least that an item takes.
        private static func containers(of line: UnsafeBufferPointer<UInt8>) -> (count: Int, end: Int) {
            var markers = 0
            var columns = 0
            var index = 0
            scan: while index < line.count {
                switch line[index] {
                case UInt8(ascii: " "): columns += 1
                case UInt8(ascii: "\t"): columns += 4
                case UInt8(ascii: ">"): markers += 1
                case UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "*"):
                    guard index + 1 == line.count || line[index + 1].isSpaceOrTab else { break scan }
                    markers += 1
                case UInt8(ascii: "0")...UInt8(ascii: "9"):
                    var end = index
                    while end < line.count, line[end].isDigit { end += 1 }
                    let isMarker =
                        end < line.count && (line[end] == UInt8(ascii: ".") || line[end] == UInt8(ascii: ")"))
                    guard isMarker, end + 1 == line.count || line[end + 1].isSpaceOrTab else { break scan }
                    markers += 1
                    index = end
                default: break scan
                }
                index += 1
            }
            return (markers + columns / 2, index)
        }
    }
}

extension Int {
    fileprivate func multipliedOrMax(by other: Int) -> Int {
        let (product, overflow) = multipliedReportingOverflow(by: other)
        return overflow ? .max : product
    }

    fileprivate func addedOrMax(_ other: Int) -> Int {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }
}
