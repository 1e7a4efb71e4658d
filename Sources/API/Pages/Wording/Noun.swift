/// English nouns in the plural: units, and what is counted.
enum Noun {
    private static let irregular = [
        "person": "people", "child": "children", "man": "men", "woman": "women", "foot": "feet", "series": "series",
    ]

    /// The plural; of `tonne per hectare`, `tonnes per hectare`.
    static func plural(_ noun: String) -> String {
        for joint in [" per ", " of "] {
            if let range = noun.firstRange(of: joint) {
                return plural(String(noun[..<range.lowerBound])) + noun[range.lowerBound...]
            }
        }
        let word = noun.split(separator: " ").last.map(String.init) ?? noun
        let before = noun.dropLast(word.count)
        if let plural = irregular[word] { return before + plural }
        if ["s", "x", "z", "ch", "sh"].contains(where: word.hasSuffix) { return "\(noun)es" }
        if word.hasSuffix("y"), let letter = word.dropLast().last, !"aeiou".contains(letter) {
            return "\(noun.dropLast())ies"
        }
        return "\(noun)s"
    }
}
