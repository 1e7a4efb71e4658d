import Extraction

/// Passages that are nearly what is sought.
extension PassageIndex {
    /// What is like a passage: places within bounds, and the nearest beyond them.
    struct Similar {
        /// Bytes of ``PassageIndex/folded``: the most alike and those that are as good as that, in the order of the text.
        var places: [Range<Int>] = []
        var nearest: Range<Int>?
    }

    /// How many words of a passage may differ: one of five, and not more than 32. A passage of less than four has none to
    /// spare; for a figure of two words one that differs makes it another figure.
    static func mostDifferences(ofWords count: Int) -> Int { count < 4 ? 0 : min(max(1, count / 5), 32) }

    /// Finds the places whose words are nearly those of `sought`, folded.
    ///
    /// Pairs of words that both have tell on which diagonals to look (a seed's place in the text less that in the
    /// passage); there the edit distance by words is counted, in a band as wide as the bound. Linear in the text when the
    /// first passage is looked for, and then in the passage.
    func similarPlaces(to sought: [UInt8]) -> Similar {
        let passage = WordIndex(sought)
        guard passage.count > 1 else { return Similar() }
        let words = words.words(of: folded.bytes)
        let bound = Self.mostDifferences(ofWords: passage.count)
        var found: [(place: Range<Int>, distance: Int)] = []
        for diagonal in Self.diagonals(passage, in: words) {
            found += WordAlignment.all(
                passage.hashes, in: words.hashes, diagonal: diagonal, width: bound + Self.diagonalWidth)
        }
        found = WordAlignment.apart(found)
        guard let least = found.map(\.distance).min() else { return Similar() }
        func bytes(_ place: Range<Int>) -> Range<Int> {
            Int(words.places[place.lowerBound].lowerBound)..<Int(words.places[place.upperBound - 1].upperBound)
        }
        if least <= bound, passage.count >= 4 {
            // One difference more or less does not tell which is meant.
            let good = found.filter { $0.distance <= min(bound, least + 1) }.sorted {
                $0.place.lowerBound < $1.place.lowerBound
            }
            return Similar(places: good.map { bytes($0.place) })
        }
        // At least half of the words, or it is just another passage.
        guard least <= passage.count / 2 else { return Similar() }
        return Similar(nearest: found.first { $0.distance == least }.map { bytes($0.place) })
    }

    /// Diagonals are looked at in groups of so many.
    private static let diagonalWidth = 8
    private static let mostSeeds = 400
    private static let mostDiagonals = 12

    /// The diagonals with the most seeds, those first.
    private static func diagonals(_ passage: WordIndex, in words: WordIndex) -> [Int] {
        let step = max(1, passage.count / mostSeeds)
        var votes: [Int: Int] = [:]
        for index in stride(from: 0, to: passage.count - 1, by: step) {
            for place in words.pairs(passage.hashes[index], passage.hashes[index + 1], most: 64) {
                votes[(place - index) >> 3, default: 0] += 1
            }
        }
        let most = votes.sorted { ($0.value, $1.key) > ($1.value, $0.key) }.prefix(mostDiagonals)
        return most.map { $0.key << 3 + diagonalWidth / 2 }
    }
}

/// The edit distance of a passage's words and the best part of a text's, near one diagonal.
enum WordAlignment {
    typealias Match = (place: Range<Int>, distance: Int)

    /// The parts of `text` that are most like all of `passage`, none of which overlaps another: indices of words, and how
    /// many words differ.
    ///
    /// - Parameters:
    ///   - diagonal: where the first word of the passage would stand.
    ///   - width: how far from the diagonal to either side is looked.
    static func all(_ passage: [UInt32], in text: [UInt32], diagonal: Int, width: Int) -> [Match] {
        let never = passage.count + text.count + 1
        // A cell is an end in the text: how many words differ up to there, and where the part begins.
        var cells = [Cell](repeating: Cell(cost: never, start: 0), count: 2 * width + 2)
        for index in 0...(2 * width) {
            let end = diagonal - width + index
            if (0...text.count).contains(end) { cells[index] = Cell(cost: 0, start: end) }
        }
        for (row, word) in passage.enumerated() {
            for index in 0...(2 * width) {
                let end = diagonal - width + index + row + 1
                guard end >= 0, end <= text.count else {
                    cells[index].cost = never
                    continue
                }
                var best = cells[index + 1].costing(1)
                if end >= 1 {
                    best = min(best, cells[index].costing(text[end - 1] == word ? 0 : 1))
                    if index > 0 { best = min(best, cells[index - 1].costing(1)) }
                }
                cells[index] = best
            }
        }
        let ends = cells.dropLast().enumerated().map { index, cell in
            (place: cell.start..<max(cell.start, diagonal - width + index + passage.count), distance: cell.cost)
        }
        return apart(ends.filter { $0.distance < passage.count && !$0.place.isEmpty })
    }

    /// Of matches that overlap the best alone: of equal ones the longest.
    static func apart(_ matches: [Match]) -> [Match] {
        var kept: [Match] = []
        for match in matches.sorted(by: { ($0.distance, -$0.place.count) < ($1.distance, -$1.place.count) })
        where !kept.contains(where: { $0.place.overlaps(match.place) }) {
            kept.append(match)
        }
        return kept
    }

    private struct Cell: Comparable {
        var cost: Int
        var start: Int

        func costing(_ more: Int) -> Cell { Cell(cost: cost + more, start: start) }

        /// Of two ways that cost the same the one that begins first has the more words.
        static func < (one: Cell, other: Cell) -> Bool { (one.cost, one.start) < (other.cost, other.start) }
    }
}
