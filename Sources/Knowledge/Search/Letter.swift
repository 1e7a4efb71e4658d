internal import Foundation

/// What a code point is to a search: part of a word or not, and what it is folded to.
struct Letter: Sendable {
    enum Kind: UInt8, Sendable {
        /// Between words.
        case none
        /// A letter or digit of a word.
        case letter
        /// A mark within a word that a reader may leave out: it is dropped.
        case mark
        /// A character of a script that has no spaces between words: each is a word of its own.
        case unspaced
    }

    let kind: Kind
    let letters: Word.Letters
    let isDigit: Bool
    /// Whether SQLite's tokenizer folds it to the same.
    let isFoldedBySQLite: Bool
    /// In UTF-8; empty for what is dropped.
    let folded: [UInt8]

    private static let common = (0..<UInt32(0x2000)).map { Unicode.Scalar($0).map(Letter.init(computing:)) ?? .nothing }
    private static let nothing = Letter(.none)

    static func of(_ scalar: Unicode.Scalar) -> Letter {
        scalar.value < 0x2000 ? common[Int(scalar.value)] : Letter(computing: scalar)
    }

    private init(
        _ kind: Kind, _ letters: Word.Letters = .other, isDigit: Bool = false, isFoldedBySQLite: Bool = true,
        _ folded: [Unicode.Scalar] = []
    ) {
        self.kind = kind
        self.letters = letters
        self.isDigit = isDigit
        self.isFoldedBySQLite = isFoldedBySQLite
        self.folded = folded.flatMap { Array(UTF8.encode($0) ?? UTF8.encodedReplacementCharacter) }
    }

    private init(computing scalar: Unicode.Scalar) {
        let value = scalar.value
        let category = scalar.properties.generalCategory
        if Self.isUnspaced(value) {
            switch category {
            case .nonspacingMark, .spacingMark:
                // SQLite takes a mark for the end of a word, and a private character for a letter.
                self.init(.unspaced, .unspaced, isFoldedBySQLite: false, [Unicode.Scalar(0xE000 + value) ?? scalar])
                return
            case .otherLetter, .modifierLetter, .letterNumber:
                self.init(.unspaced, .unspaced, isFoldedBySQLite: false, [scalar])
                return
            default: break
            }
        }
        switch category {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
            .letterNumber, .otherNumber, .privateUse:
            // Of younger letters SQLite knows nothing, and some were signs when its tables were made.
            if category != .privateUse, (scalar.properties.age?.major ?? 99) > 9 || Self.wasSign(value) {
                self.init(.none)
                return
            }
            if value == 0x640 {  // The Arabic tatweel only makes a word longer.
                self.init(.mark, isFoldedBySQLite: false)
                return
            }
            let folded = Self.fold(scalar)
            let lower = scalar.properties.lowercaseMapping.unicodeScalars.first ?? scalar
            let decomposed = String(scalar).decomposedStringWithCanonicalMapping.unicodeScalars.first ?? scalar
            let isDigit = category == .decimalNumber || category == .letterNumber || category == .otherNumber
            self.init(
                .letter, isDigit ? .other : Self.letters(value), isDigit: isDigit,
                isFoldedBySQLite: folded.count == 1
                    && (folded[0] == lower || (folded[0].isASCII && decomposed.isASCII)),
                folded)
        case .nonspacingMark where Self.isDropped(value), .format where value == 0xAD:
            self.init(.mark, isFoldedBySQLite: (0x300...0x331).contains(value))
        default: self.init(.none)
        }
    }

    /// Vowels of New Tai Lue and two Vedic signs, letters since Unicode 8 and 12: they end a word to SQLite.
    private static func wasSign(_ value: UInt32) -> Bool {
        switch value {
        case 0x19B0...0x19C0, 0x19C8...0x19C9, 0x1CF2...0x1CF3: true
        default: false
        }
    }

    private static func letters(_ value: UInt32) -> Word.Letters {
        switch value {
        case ..<0x250, 0x1E00...0x1EFF, 0xFF21...0xFF5A: .latin
        case 0x400...0x52F: .cyrillic
        default: .other
        }
    }

    /// Chinese, Japanese, Thai, Lao, Burmese and Khmer.
    private static func isUnspaced(_ value: UInt32) -> Bool {
        switch value {
        case 0xE01...0xE4E, 0xE81...0xECE, 0x1000...0x103F, 0x1780...0x17D3, 0x3005...0x3007, 0x3021...0x3029,
            0x3041...0x30FF, 0x31F0...0x31FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0xFF66...0xFF9D,
            0x20000...0x3FFFF:
            true
        default: false
        }
    }

    /// Accents, and the signs of vowels in Hebrew and Arabic. In other scripts a mark is as good as a letter.
    private static func isDropped(_ value: UInt32) -> Bool {
        switch value {
        case 0x300...0x36F, 0x483...0x487, 0x591...0x5C7, 0x610...0x61A, 0x64B...0x65F, 0x670, 0x6D6...0x6ED,
            0x1AB0...0x1AFF, 0x1DC0...0x1DFF, 0x20D0...0x20FF:
            true
        default: false
        }
    }

    /// Lower case, without accents.
    private static func fold(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
        if (0xAC00...0xD7A3).contains(scalar.value) { return [scalar] }
        if (0xFF10...0xFF5A).contains(scalar.value), let narrow = Unicode.Scalar(scalar.value - 0xFEE0) {
            return Array(narrow.properties.lowercaseMapping.unicodeScalars)
        }
        return scalar.properties.lowercaseMapping.unicodeScalars.flatMap { lower -> [Unicode.Scalar] in
            if lower == "\u{439}" { return [lower] }
            return String(lower).decomposedStringWithCanonicalMapping.unicodeScalars.filter { !isDropped($0.value) }
                .flatMap { alike[$0] ?? [$0] }
        }
    }

    /// Letters that Unicode does not take apart, and that are written without their stroke or hook where a keyboard
    /// lacks them.
    private static let alike: [Unicode.Scalar: [Unicode.Scalar]] = [
        "ł": ["l"], "ø": ["o"], "đ": ["d"], "ı": ["i"], "ß": ["s", "s"], "æ": ["a", "e"], "œ": ["o", "e"],
        "қ": ["к"], "ҷ": ["ч"], "ҳ": ["х"], "ғ": ["г"], "ң": ["н"], "ς": ["σ"],
        "\u{649}": ["\u{64A}"], "\u{6CC}": ["\u{64A}"], "\u{6A9}": ["\u{643}"],
    ]
}
