/// A figure's unit as it is written beside the number.
enum Unit {
    /// `USD 4.2 billion`, `86%`, `1.9 km³`, `18,000 people`; `4,2 млрд USD`, `86 %`, `18 000 человек`.
    ///
    /// - Parameter category: the plural category of the number.
    static func beside(_ number: String, _ unit: String, _ category: PluralCategory) -> String {
        let language = Wording.current.language
        let spaced = "\(number)\(language.space)"
        if unit == "%" { return language == .russian ? "\(spaced)%" : "\(number)%" }
        if isCurrency(unit) { return language == .russian ? "\(spaced)\(unit)" : "\(unit) \(number)" }
        if isSymbol(unit) { return "\(spaced)\(symbol(unit))" }
        if let words = Wording.current.plural("unit.\(unit)", category, number) { return words }
        // `2.9 billion USD`, not USDs.
        if let last = unit.split(separator: " ").last, isCurrency(String(last)) { return "\(spaced)\(unit)" }
        return "\(spaced)\(category == .one && language == .english ? unit : Noun.plural(unit))"
    }

    /// By itself: `km³`, `people`.
    static func alone(_ unit: String) -> String {
        if unit == "%" || isCurrency(unit) { return unit }
        if let last = unit.split(separator: " ").last, isCurrency(String(last)) { return unit }
        if isSymbol(unit) { return symbol(unit) }
        if let words = Wording.current.plural("unit.\(unit)", .many, "") { return String(words.trimmed) }
        return Noun.plural(unit)
    }

    /// Three capital letters: ISO 4217.
    private static func isCurrency(_ unit: String) -> Bool {
        unit.utf8.count == 3 && unit.utf8.allSatisfy { (0x41...0x5A).contains($0) }
    }

    private static let shortSymbols: Set<String> = ["mol", "bar", "min", "rad", "deg", "cal", "ppm", "kcal", "mbar"]

    /// UCUM's symbols are short, or have capitals, digits or signs in them; English words are long and have none.
    private static func isSymbol(_ unit: String) -> Bool {
        unit.utf8.count <= 2 || shortSymbols.contains(unit)
            || !unit.utf8.allSatisfy { (0x61...0x7A).contains($0) || $0 == 0x20 || $0 == 0x2D || $0 >= 0x80 }
                && !unit.utf8.contains(0x20)
    }

    private static let superscripts: [Character: Character] = ["2": "²", "3": "³", "-": "⁻", "1": "¹"]

    /// UCUM writes powers as digits behind the symbol: `m3/s` is m³/s.
    private static func symbol(_ unit: String) -> String {
        var written = ""
        var isBehindLetter = false
        for character in unit {
            if isBehindLetter, let superscript = superscripts[character] {
                written.append(superscript)
            } else {
                written.append(character == "." ? "·" : character)
                isBehindLetter = character.isLetter
            }
        }
        return written
    }
}
