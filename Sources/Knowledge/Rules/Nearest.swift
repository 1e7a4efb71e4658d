/// The nearest known name to one that is not known.
enum Nearest {
    /// The candidate that takes the fewest single-letter changes to reach, if they are at most a third of its letters.
    static func name(to name: String, among candidates: some Sequence<String>) -> String? {
        let letters = Array(name.utf8.prefix(64))
        var best: (distance: Int, name: String)?
        for candidate in candidates {
            let other = Array(candidate.utf8.prefix(64))
            let bound = max(letters.count, other.count) / 3
            guard abs(letters.count - other.count) <= bound else { continue }
            let distance = distance(letters, other)
            if distance <= bound, distance < best?.distance ?? .max { best = (distance, candidate) }
        }
        return best?.name
    }

    /// `; did you mean …?`, or nothing where no candidate is near.
    static func hint(for name: String, among candidates: some Sequence<String>) -> String {
        Self.name(to: name, among: candidates).map { "; did you mean \($0)?" } ?? ""
    }

    /// The nearest of the candidates, and all of them: the end of a sentence.
    static func advice(for name: String, among candidates: [String]) -> String {
        let hint = hint(for: name, among: candidates)
        let all = candidates.isEmpty ? "" : " Known: \(candidates.joined(separator: ", "))"
        return hint.isEmpty && !all.isEmpty ? ".\(all)" : hint + all
    }

    /// The distance of two words by their code points: of a letter that is two bytes, one is no change of its own.
    static func distance(letters a: String, _ b: String) -> Int {
        distance(Array(a.unicodeScalars.prefix(64)), Array(b.unicodeScalars.prefix(64)))
    }

    /// Damerau's distance: insertions, deletions, replacements, and neighbours exchanged, each counts one.
    static func distance<Unit: Equatable>(_ a: [Unit], _ b: [Unit]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...b.count)
        for i in 0..<a.count {
            var row = [i + 1]
            for j in 0..<b.count {
                var least = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { least = min(least, beforeLast[j - 1] + 1) }
                row.append(least)
            }
            (beforeLast, last) = (last, row)
        }
        return last[b.count]
    }
}
