/// Languages as pages name them.
enum LanguageTag {
    /// A BCP 47 tag in its usual case; nil for what has not the form. `ru_RU` is read as well.
    static func read(_ text: String) -> String? {
        let parts = text.split(separator: ",").first.map { $0.split { $0 == "-" || $0 == "_" || $0 == " " } } ?? []
        guard let first = parts.first, (2...3).contains(first.utf8.count), parts.count <= 4,
            parts.allSatisfy({ (1...8).contains($0.utf8.count) && $0.utf8.allSatisfy(\.isASCIIAlphanumeric) }),
            first.utf8.allSatisfy(\.isASCIILetter), !["und", "xxx"].contains(first.lowercased())
        else { return nil }
        let written = parts.enumerated().map { index, part in
            if index == 0 { return part.lowercased() }
            if part.utf8.count == 2 { return part.uppercased() }
            return part.utf8.count == 4
                ? part.prefix(1).uppercased() + part.dropFirst().lowercased() : part.lowercased()
        }
        return written.joined(separator: "-")
    }

    enum Script { case latin, cyrillic, arabic, greek, hebrew, other, unknown }

    /// What most letters of a text are of; unknown for fewer than a hundred letters.
    static func script(of text: String) -> Script {
        var counts: [Script: Int] = [:]
        for scalar in text.unicodeScalars.prefix(20_000) where scalar.properties.isAlphabetic {
            let script: Script =
                switch scalar.value {
                case 0..<0x370, 0x1E00..<0x1F00: .latin
                case 0x370..<0x400, 0x1F00..<0x2000: .greek
                case 0x400..<0x530: .cyrillic
                case 0x590..<0x600: .hebrew
                case 0x600..<0x780, 0x8A0..<0x900, 0xFB50..<0xFE00, 0xFE70..<0xFF00: .arabic
                default: .other
                }
            counts[script, default: 0] += 1
        }
        guard let most = counts.max(by: { $0.value < $1.value }), counts.values.reduce(0, +) >= 100 else {
            return .unknown
        }
        return most.key
    }

    /// Whether a text in a script may be of the language, as far as that is known here.
    static func fits(_ tag: String, _ script: Script) -> Bool {
        let language = tag.prefix { $0 != "-" }
        let usual: [Script]
        switch language {
        case "en", "de", "fr", "es", "it", "pt", "nl", "pl", "cs", "sv", "tr", "fi", "da", "no", "nb", "ro", "hu", "id",
            "vi":
            usual = [.latin]
        case "ru", "uk", "be", "bg", "mk", "ky", "tg": usual = [.cyrillic]
        case "ar", "fa", "ur", "ps": usual = [.arabic]
        case "el": usual = [.greek]
        case "he": usual = [.hebrew]
        case "zh", "ja", "ko", "ka", "hy", "th", "hi": usual = [.other]
        default: return true
        }
        return script == .unknown || usual.contains(script)
    }
}
