internal import Foundation

/// A word of a name as it sounds, so that spellings of one name in several scripts and romanizations come out alike.
///
/// Written in lower-case letters, with S for sh, C for ch, Z for zh and j, c for ts, y for ё (which others write e or o),
/// and q for a Latin c, of which one can't tell how it sounds. Glides, soft and hard signs, marks and doubled letters are
/// left out: Юлия, Yuliya, Iuliia and Julia are `ula`.
enum Romanization {
    /// The ways in which `word` may sound: more than one where a letter is read in several ways.
    static func sounds(of word: String) -> [[UInt8]] {
        let word = word.lowercased().precomposedStringWithCanonicalMapping
        var sounds: [UInt8] = []
        var isMapped = true
        for scalar in word.unicodeScalars {
            if let sound = letters[scalar] {
                sounds += Array(sound.utf8)
            } else if !ignored.contains(scalar) {
                isMapped = false
                break
            }
        }
        if isMapped, !sounds.isEmpty { return [settled(sounds)] }
        let latin = latin(word)
        var found: [[UInt8]] = []
        for j in latin.contains(UInt8(ascii: "j")) ? ["Z", "i"] : ["Z"] {
            for x in latin.contains(UInt8(ascii: "x")) ? ["ks", "h"] : ["ks"] {
                let sounds = settled(read(latin, j: j, x: x))
                if !found.contains(sounds) { found.append(sounds) }
            }
        }
        return found
    }

    /// Apostrophes and the like, which are part of a letter or stand for a soft sign.
    private static let ignored: Set<Unicode.Scalar> = [
        ".", "'", "`", "\u{2019}", "\u{2018}", "\u{02BB}", "\u{02BC}", "\u{02B9}", "\u{02BA}", "\u{2032}", "\"",
    ]

    /// Cyrillic with the letters of Ukrainian, Belarusian, Tajik, Kazakh, Kyrgyz and Uzbek, and Greek.
    private static let letters: [Unicode.Scalar: String] = [
        "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "y", "ж": "Z", "з": "z", "и": "i", "й": "i",
        "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
        "х": "h", "ц": "c", "ч": "C", "ш": "S", "щ": "SC", "ъ": "", "ы": "i", "ь": "", "э": "e", "ю": "iu", "я": "ia",
        "і": "i", "ї": "i", "є": "ie", "ґ": "g", "ў": "o", "ғ": "g", "ӣ": "i", "қ": "k", "ӯ": "u", "ҳ": "h", "ҷ": "Z",
        "ә": "a", "ң": "n", "ө": "o", "ұ": "u", "ү": "u", "һ": "h", "ђ": "Z", "ј": "i", "љ": "l", "њ": "n", "ћ": "C",
        "џ": "Z",
        "α": "a", "ά": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "έ": "e", "ζ": "z", "η": "i", "ή": "i", "θ": "t",
        "ι": "i", "ί": "i", "ϊ": "i", "κ": "k", "λ": "l", "μ": "m", "ν": "n", "ξ": "ks", "ο": "o", "ό": "o", "π": "p",
        "ρ": "r", "σ": "s", "ς": "s", "τ": "t", "υ": "i", "ύ": "i", "φ": "f", "χ": "h", "ψ": "ps", "ω": "o", "ώ": "o",
    ]

    /// Latin letters with marks whose sound another spelling writes out.
    private static let marked: [Unicode.Scalar: String] = [
        "š": "sh", "ş": "sh", "ș": "sh", "č": "ch", "ć": "ch", "ž": "zh", "ż": "zh", "đ": "d", "ð": "d", "þ": "t",
        "ł": "l", "ø": "o", "œ": "o", "ö": "o", "ő": "o", "æ": "e", "ä": "e", "ü": "u", "ű": "u", "ß": "s", "ı": "i",
        "ğ": "g", "ə": "a",
    ]

    static func isDigit(_ sound: UInt8) -> Bool { (0x30...0x39).contains(sound) }

    /// `word` in a to z and digits.
    private static func latin(_ word: String) -> [UInt8] {
        var spelled = ""
        for scalar in word.unicodeScalars where !ignored.contains(scalar) {
            if let letters = marked[scalar] { spelled += letters } else { spelled.unicodeScalars.append(scalar) }
        }
        if !spelled.utf8.allSatisfy({ $0 < 0x80 }) {
            spelled = spelled.applyingTransform(StringTransform("Any-Latin; Latin-ASCII; Lower"), reverse: false) ?? ""
        }
        return spelled.lowercased().utf8.filter { (0x61...0x7A).contains($0) || isDigit($0) }
    }

    /// The longest first.
    private static let groups: [(letters: [UInt8], sound: [UInt8])] = [
        ("shch", "SC"), ("tsch", "C"), ("tch", "C"), ("sch", "S"), ("dzh", "Z"), ("zh", "Z"), ("sh", "S"), ("ch", "C"),
        ("kh", "h"), ("gh", "g"), ("ph", "f"), ("th", "t"), ("ck", "k"), ("ts", "c"), ("tz", "c"), ("dj", "Z"),
        ("ae", "e"), ("oe", "o"), ("ue", "u"), ("ou", "u"), ("yo", "y"),
    ].map { (Array($0.0.utf8), Array($0.1.utf8)) }

    private static func read(_ latin: [UInt8], j: String, x: String) -> [UInt8] {
        var sounds: [UInt8] = []
        var rest = latin[...]
        while let letter = rest.first {
            if let group = groups.first(where: { rest.starts(with: $0.letters) }) {
                sounds += group.sound
                rest = rest.dropFirst(group.letters.count)
                continue
            }
            rest = rest.dropFirst()
            switch letter {
            case UInt8(ascii: "j") where j == "i" && rest.first == UInt8(ascii: "o"):
                sounds.append(UInt8(ascii: "y"))
                rest = rest.dropFirst()
            case UInt8(ascii: "j"): sounds += Array(j.utf8)
            case UInt8(ascii: "x"): sounds += Array(x.utf8)
            case UInt8(ascii: "w"): sounds.append(UInt8(ascii: "v"))
            case UInt8(ascii: "q"): sounds.append(UInt8(ascii: "k"))
            case UInt8(ascii: "c"): sounds.append(UInt8(ascii: "q"))
            case UInt8(ascii: "y"): sounds.append(UInt8(ascii: "i"))
            default: sounds.append(letter)
            }
        }
        return sounds
    }

    /// Without glides and doubled letters; дж is ж, -off is -ov.
    private static func settled(_ sounds: [UInt8]) -> [UInt8] {
        let i = UInt8(ascii: "i")
        var settled: [UInt8] = []
        for (index, sound) in sounds.enumerated() {
            if sound == settled.last, !isDigit(sound) { continue }
            if sound == i {
                if let last = settled.last, isVowel(last) { continue }
                let next = sounds[(index + 1)...].first { $0 != i }
                if let next, isVowel(next) { continue }
            }
            // дж, dzh and dj are one sound, and so is ҷ.
            if sound == UInt8(ascii: "Z"), settled.last == UInt8(ascii: "d") { settled.removeLast() }
            settled.append(sound)
        }
        if settled.count > 3, settled.last == UInt8(ascii: "f"), isVowel(settled[settled.count - 2]) {
            settled[settled.count - 1] = UInt8(ascii: "v")
        }
        return settled
    }

    static func isVowel(_ sound: UInt8) -> Bool {
        switch sound {
        case UInt8(ascii: "a"), UInt8(ascii: "e"), UInt8(ascii: "i"), UInt8(ascii: "o"), UInt8(ascii: "u"),
            UInt8(ascii: "y"):
            true
        default: false
        }
    }

    // MARK: Skeletons

    /// What is left of sounds when vowels go but for that at the beginning, whichever it is: what an index can find by.
    /// More than one for a Latin c.
    static func skeletons(_ sounds: [UInt8]) -> [String] {
        var skeleton = ""
        for (index, sound) in sounds.enumerated() {
            switch sound {
            case _ where isVowel(sound): if index == 0 { skeleton += "_" }
            case UInt8(ascii: "g"): skeleton += "h"
            default: skeleton.unicodeScalars.append(Unicode.Scalar(sound))
            }
        }
        guard skeleton.utf8.contains(UInt8(ascii: "q")) else { return [skeleton] }
        return ["k", "s", "c", "C"].map { skeleton.replacing("q", with: $0) }
    }

    // MARK: Distance

    /// How far two ways of sounding are from each other: 0 for none; a wrong consonant is 1, a vowel in the place of a
    /// neighbouring one 0.3.
    static func distance(_ one: [UInt8], _ other: [UInt8]) -> Double {
        if one == other { return 0 }
        if abs(one.count - other.count) > 3 { return .infinity }
        var last = [0.0]
        for (index, sound) in other.enumerated() { last.append(last[index] + missing(sound, at: index, in: other)) }
        for (i, sound) in one.enumerated() {
            var row = [last[0] + missing(sound, at: i, in: one)]
            for (j, against) in other.enumerated() {
                row.append(
                    min(
                        last[j] + exchange(sound, against), last[j + 1] + missing(sound, at: i, in: one),
                        row[j] + missing(against, at: j, in: other)))
            }
            last = row
        }
        return last[other.count]
    }

    /// A vowel within a word is often left out; one at its end tells a woman's name from a man's. Another number is
    /// another one.
    private static func missing(_ sound: UInt8, at index: Int, in word: [UInt8]) -> Double {
        if isDigit(sound) { return 100 }
        return isVowel(sound) && index > 0 && index < word.count - 1 ? 0.3 : 1
    }

    private static func exchange(_ one: UInt8, _ other: UInt8) -> Double {
        if one == other { return 0 }
        if isDigit(one) || isDigit(other) { return 100 }
        let pair = one < other ? [one, other] : [other, one]
        return exchanges[pair] ?? (isVowel(one) && isVowel(other) ? 0.5 : 1)
    }

    private static let exchanges: [[UInt8]: Double] = {
        var exchanges: [[UInt8]: Double] = [:]
        for (pair, cost) in [
            ("oy", 0), ("ey", 0), ("ao", 0.3), ("ou", 0.3), ("ei", 0.6), ("gh", 0.2), ("kq", 0.1), ("cq", 0.1),
            ("qs", 0.1), ("Cq", 0.1), ("zZ", 0.5),
        ] { exchanges[Array(pair.utf8).sorted()] = cost }
        return exchanges
    }()
}
