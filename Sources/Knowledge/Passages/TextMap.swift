/// Where each code point of a text stands in the body that it was taken from: runs, in the order of both.
struct TextMap: Sendable {
    struct Run: Sendable {
        /// The first code point of the run in the text, and the first byte.
        var textScalar: Int32
        var textByte: Int32
        /// The bytes of the body that the run stands for.
        var bodyStart: Int32
        var bodyEnd: Int32
        var kind: Kind
    }

    enum Kind: Sendable {
        /// The same bytes in both.
        case same
        /// Written otherwise in the body, as a whole: an escape, an entity, a line end.
        case denoted
        /// The blank line between two blocks, for which the body has whatever stands between them.
        case separator
    }

    /// A run of one kind is cut off at this many bytes, so that a position in it is found at once.
    private static let longestRun = 512

    private(set) var runs: [Run] = []
    private(set) var scalarCount = 0
    private(set) var byteCount = 0

    /// Adds `bytes`, which begin and end between code points, as standing at `body` themselves.
    mutating func appendSame(_ bytes: UnsafeBufferPointer<UInt8>, at body: Int) {
        var start = 0
        while start < bytes.count {
            var room = Self.longestRun
            if let last = runs.last, last.kind == .same, Int(last.bodyEnd) == body + start {
                room -= Int(last.bodyEnd - last.bodyStart)
            }
            let isContinued = room >= 4 && room < Self.longestRun
            if !isContinued {
                room = Self.longestRun
                runs.append(
                    Run(
                        textScalar: Int32(scalarCount), textByte: Int32(byteCount), bodyStart: Int32(body + start),
                        bodyEnd: Int32(body + start), kind: .same))
            }
            var end = min(start + room, bytes.count)
            while end < bytes.count, !bytes[end].isScalarStart { end -= 1 }
            for index in start..<end where bytes[index].isScalarStart { scalarCount += 1 }
            byteCount += end - start
            runs[runs.count - 1].bodyEnd = Int32(body + end)
            start = end
        }
    }

    /// Adds `bytes` as denoted by `body` as a whole.
    mutating func append(_ bytes: some Sequence<UInt8>, denotedBy body: Range<Int>, kind: Kind = .denoted) {
        runs.append(
            Run(
                textScalar: Int32(scalarCount), textByte: Int32(byteCount), bodyStart: Int32(body.lowerBound),
                bodyEnd: Int32(body.upperBound), kind: kind))
        for byte in bytes {
            byteCount += 1
            if byte.isScalarStart { scalarCount += 1 }
        }
    }

    /// The index of the run in which code point `scalar` of the text stands. There is one for each below the count.
    func run(ofScalar scalar: Int) -> Int {
        runs.partitioningIndex { Int($0.textScalar) > scalar } - 1
    }

    /// The code points of run `index`.
    func scalars(ofRun index: Int) -> Range<Int> {
        let end = index + 1 < runs.count ? Int(runs[index + 1].textScalar) : scalarCount
        return Int(runs[index].textScalar)..<end
    }
}

extension Array {
    /// The index of the first element for which `isAfter` holds, in an array in which it holds for all that follow.
    func partitioningIndex(where isAfter: (Element) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if isAfter(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
