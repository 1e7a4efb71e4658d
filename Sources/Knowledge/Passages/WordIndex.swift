internal import Synchronization

/// The words of a folded text, and where each pair of words that follow one another stands.
///
/// Words are compared without case, diacritics and apostrophes, by their hashes; what stands between them does not count.
struct WordIndex: Sendable {
    /// One word index, made when it is first asked for.
    final class Later: Sendable {
        private let made = Mutex<WordIndex?>(nil)

        func words(of bytes: [UInt8]) -> WordIndex {
            made.withLock { made in
                if let made { return made }
                let fresh = WordIndex(bytes)
                made = fresh
                return fresh
            }
        }
    }

    /// The hash of each word, and its bytes.
    private(set) var hashes: [UInt32] = []
    private(set) var places: [Range<Int32>] = []
    /// The indices of words, grouped by the bucket of the pair that begins there; and where each bucket begins.
    private var pairs: [Int32] = []
    private var buckets: [Int32] = [0]

    var count: Int { hashes.count }

    /// Takes the words of `bytes`, a folded text, in time linear in its length.
    init(_ bytes: [UInt8]) {
        bytes.withUnsafeBufferPointer { read($0) }
        groupPairs()
    }

    private mutating func read(_ bytes: UnsafeBufferPointer<UInt8>) {
        var index = 0
        while index < bytes.count {
            let width = Self.wordWidth(bytes, index)
            if width == 0 {
                index += 1
                continue
            }
            let start = index
            var hash: UInt32 = 0x811C_9DC5
            // A Chinese or Japanese character is a word of its own.
            var isWhole = Self.isIdeograph(bytes, index)
            var next = width
            repeat {
                Self.add(bytes, index, next, to: &hash)
                index += next
                next = Self.wordWidth(bytes, index, isInside: true)
                if next > 0, Self.isIdeograph(bytes, index) { isWhole = true }
            } while next > 0 && !isWhole
            hashes.append(hash)
            places.append(Int32(start)..<Int32(index))
        }
    }

    private mutating func groupPairs() {
        guard count > 1 else { return }
        var size = 256
        while size < count, size < 1 << 16 { size *= 2 }
        buckets = [Int32](repeating: 0, count: size + 1)
        for index in 0..<(count - 1) { buckets[bucket(hashes[index], hashes[index + 1]) + 1] += 1 }
        for bucket in 0..<size { buckets[bucket + 1] += buckets[bucket] }
        var next = buckets
        pairs = [Int32](repeating: 0, count: count - 1)
        for index in 0..<(count - 1) {
            let bucket = bucket(hashes[index], hashes[index + 1])
            pairs[Int(next[bucket])] = Int32(index)
            next[bucket] += 1
        }
    }

    private func bucket(_ first: UInt32, _ second: UInt32) -> Int {
        Int((first &* 0x9E37_79B1 ^ second &* 0x85EB_CA6B) >> 12) & (buckets.count - 2)
    }

    /// The indices at which `first` stands with `second` behind it, in order; none where there are more than `most`, for
    /// then they tell nothing.
    func pairs(_ first: UInt32, _ second: UInt32, most: Int) -> [Int] {
        guard buckets.count > 1 else { return [] }
        let bucket = bucket(first, second)
        var found: [Int] = []
        for pair in pairs[Int(buckets[bucket])..<Int(buckets[bucket + 1])] {
            let index = Int(pair)
            guard hashes[index] == first, hashes[index + 1] == second else { continue }
            if found.count == most { return [] }
            found.append(index)
        }
        return found
    }

    // MARK: Bytes

    /// The length of the character at `index` when it is part of a word, else 0. A stop between two digits and an
    /// apostrophe between two letters are, inside a word.
    private static func wordWidth(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int, isInside: Bool = false) -> Int {
        guard index < bytes.count else { return 0 }
        let byte = bytes[index]
        if byte < 0x80 {
            if byte.isASCIILetter || byte.isDigit { return 1 }
            guard isInside, index + 1 < bytes.count else { return 0 }
            let next = bytes[index + 1]
            switch byte {
            case UInt8(ascii: "'"): return next.isASCIILetter || next >= 0x80 ? 1 : 0
            case UInt8(ascii: "."), UInt8(ascii: ","): return bytes[index - 1].isDigit && next.isDigit ? 1 : 0
            default: return 0
            }
        }
        var end = index + 1
        while end < bytes.count, !bytes[end].isScalarStart { end += 1 }
        let second = index + 1 < bytes.count ? bytes[index + 1] : 0
        let isPunctuation =
            switch byte {
            // Latin-1's signs; general punctuation to the signs of arrows and boxes; CJK and fullwidth punctuation.
            case 0xC2: true
            case 0xE2: (0x80...0x8F).contains(second)
            case 0xE3: second == 0x80
            case 0xEF: second == 0xBC && end - index == 3 && bytes[index + 2] < 0x90
            // The Arabic comma, semicolon and question mark.
            case 0xD8: second == 0x8C || second == 0x9B || second == 0x9F
            default: false
            }
        return isPunctuation ? 0 : end - index
    }

    private static func isIdeograph(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Bool {
        (0xE3...0xE9).contains(bytes[index])
            || bytes[index] == 0xF0 && index + 1 < bytes.count && bytes[index + 1] == 0xA0
    }

    /// Adds a character to a word's hash (FNV-1a), in lower case where the alphabet is Latin or Russian.
    private static func add(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int, _ width: Int, to hash: inout UInt32) {
        var first = bytes[index]
        if width == 1 {
            if first == UInt8(ascii: "'") { return }
            hash = (hash ^ UInt32(first.isASCIILetter ? first | 0x20 : first)) &* 0x0100_0193
            return
        }
        var second = bytes[index + 1]
        // U+0300 to U+036F: the folded text has them apart from their letters.
        if first == 0xCC || first == 0xCD && second < 0xB0 { return }
        if first == 0xD0, (0x90...0x9F).contains(second) {
            second += 0x20
        } else if first == 0xD0, (0xA0...0xAF).contains(second) {
            first = 0xD1
            second -= 0x20
        }
        hash = (hash ^ UInt32(first)) &* 0x0100_0193
        hash = (hash ^ UInt32(second)) &* 0x0100_0193
        for next in (index + 2)..<max(index + 2, index + width) { hash = (hash ^ UInt32(bytes[next])) &* 0x0100_0193 }
    }
}
