/// A person's name taken apart: words and initials, in whichever order they stand.
struct PersonName: Sendable {
    struct Part: Sendable {
        /// The ways in which it may sound.
        let sounds: [[UInt8]]
        let isInitial: Bool
        var isPatronymic = false

        /// What an initial would be of it.
        var firsts: Set<UInt8> { Set(sounds.compactMap { $0.first.map(PersonName.first) }) }
    }

    let text: String
    private(set) var parts: [Part] = []

    var words: [Part] { parts.filter { !$0.isInitial } }

    init(_ name: String) {
        text = name
        for word in Self.split(name) {
            let plain = word.lowercased().filter { $0.isLetter || $0.isNumber }
            if plain.isEmpty || Self.titles.contains(plain) || Self.particles.contains(plain) { continue }
            if Self.patronymicMarks.contains(plain) {
                if !parts.isEmpty { parts[parts.count - 1].isPatronymic = true }
                continue
            }
            let sounds = Romanization.sounds(of: word).filter { !$0.isEmpty }
            if sounds.isEmpty { continue }
            let isInitial = word.count == 1 || word.hasSuffix(".") && plain.count <= 2
            parts.append(Part(sounds: sounds, isInitial: isInitial))
        }
        // What looks like a patronymic is one where there is a name and a family name beside it.
        if words.count > 2 {
            for index in parts.indices where !parts[index].isInitial {
                if parts[index].sounds.contains(where: Self.isPatronymic) { parts[index].isPatronymic = true }
            }
        }
    }

    /// Words at spaces, commas, full stops behind initials, and hyphens before a capital: Tae-yang is one, Sven-Olof two.
    private static func split(_ name: String) -> [String] {
        var words: [String] = []
        var word = ""
        func end() {
            if !word.isEmpty { words.append(word) }
            word = ""
        }
        let characters = Array(name)
        for (index, character) in characters.enumerated() {
            if character.isWhitespace || character == "," {
                end()
            } else if character == "." {
                word.append(character)
                end()
            } else if character == "-" || character == "\u{2010}" || character == "\u{2011}" {
                let next = index + 1 < characters.count ? characters[index + 1] : " "
                let isParticle = particles.contains(word.lowercased())
                if next.isUppercase || isParticle || !next.isCased { end() }
            } else {
                word.append(character)
            }
        }
        end()
        return words
    }

    private static let titles: Set = [
        "dr", "prof", "professor", "mr", "mrs", "ms", "sir", "akademik", "academician", "доктор", "др", "проф",
        "профессор", "академик", "господин", "госпожа", "jr", "sr",
    ]
    private static let particles: Set = [
        "al", "el", "ul", "bin", "ibn", "de", "del", "della", "der", "den", "von", "zu", "da", "di", "la", "le", "аль",
        "эль", "фон", "де",
    ]
    private static let patronymicMarks: Set = ["ogly", "oglu", "oğlu", "оглы", "kyzy", "qizi", "кызы", "қызы"]

    private static func isPatronymic(_ sounds: [UInt8]) -> Bool {
        let text = String(decoding: sounds, as: UTF8.self)
        return ["oviC", "eviC", "yviC", "ovna", "evna", "yvna", "iCna", "uli", "ulu", "kizi"].contains {
            text.hasSuffix($0)
        }
    }

    /// One for all vowels, which spellings exchange at a word's beginning.
    static func first(_ sound: UInt8) -> UInt8 {
        if Romanization.isVowel(sound) { return UInt8(ascii: "_") }
        return sound == UInt8(ascii: "g") ? UInt8(ascii: "h") : sound
    }

    // MARK: Keys

    /// Under what a name is found. A whole name is found by its words, and by one of them and the beginning of another by
    /// those of which no more is known.
    struct Keys {
        var kept: Set<String> = []
        var sought: Set<String> = []
    }

    var keys: Keys {
        var keys = Keys()
        for (index, family) in parts.enumerated() where !family.isInitial && !family.isPatronymic {
            for skeleton in Set(family.sounds.flatMap(Romanization.skeletons)) {
                for (other, part) in parts.enumerated() where other != index && !part.isPatronymic {
                    for first in part.firsts {
                        let beginning = "\(skeleton) \(Unicode.Scalar(first))"
                        if part.isInitial {
                            keys.kept.insert("\(beginning).")
                            keys.sought.formUnion(["\(beginning).", "\(beginning)-"])
                        } else {
                            keys.kept.insert("\(beginning)-")
                            keys.sought.insert("\(beginning).")
                        }
                    }
                    if part.isInitial || other < index { continue }
                    for given in Set(part.sounds.flatMap(Romanization.skeletons)) {
                        // In one order, whichever they stand in.
                        let words = [skeleton, given].sorted()
                        keys.kept.insert("\(words[0]) \(words[1])")
                        keys.sought.insert("\(words[0]) \(words[1])")
                    }
                }
            }
        }
        return keys
    }

    // MARK: Comparison

    /// How two names agree.
    struct Agreement {
        /// Words that are in both.
        var words = 0
        /// How far their sounds are from each other, in all.
        var distance = 0.0
        /// Words of one that are an initial of the other.
        var initials = 0
        var patronymics = 0
    }

    /// How `other` agrees with this name; nil where something in one contradicts the other, or too little is in both.
    func agreement(with other: PersonName) -> Agreement? {
        let (fewer, more) = parts.count <= other.parts.count ? (parts, other.parts) : (other.parts, parts)
        // Names of one word may be anybody's; those of very many are read by nobody.
        guard fewer.count >= 2, more.count <= 8 else { return nil }
        var best: Agreement?
        var free = Array(repeating: true, count: more.count)
        func match(_ index: Int, _ so: Agreement) {
            if index == fewer.count {
                if so.words > 0, best.map({ Self.isBetter(so, $0) }) ?? true { best = so }
                return
            }
            for place in more.indices where free[place] {
                guard let found = Self.add(fewer[index], more[place], to: so) else { continue }
                free[place] = false
                match(index + 1, found)
                free[place] = true
            }
        }
        match(0, Agreement())
        guard let best else { return nil }
        // What is left over must be a patronymic or a further name beside two that agree.
        return best.words + best.initials >= 2 ? best : nil
    }

    private static func isBetter(_ one: Agreement, _ other: Agreement) -> Bool {
        (one.words, -one.distance, one.initials) > (other.words, -other.distance, other.initials)
    }

    private static func add(_ one: Part, _ other: Part, to so: Agreement) -> Agreement? {
        var so = so
        if one.isInitial || other.isInitial {
            guard !one.firsts.isDisjoint(with: other.firsts) else { return nil }
            so.initials += 1
            return so
        }
        guard one.isPatronymic == other.isPatronymic || one.sounds == other.sounds else { return nil }
        var distance = Double.infinity
        var length = 0
        for sounds in one.sounds {
            for others in other.sounds {
                let found = Romanization.distance(sounds, others)
                if found < distance { (distance, length) = (found, max(sounds.count, others.count)) }
            }
        }
        guard distance <= tolerance(length) else { return nil }
        so.words += 1
        so.distance += distance
        if one.isPatronymic { so.patronymics += 1 }
        return so
    }

    /// How far two spellings of one word may be from each other.
    private static func tolerance(_ length: Int) -> Double { length < 5 ? 0.3 : max(0.5, 0.12 * Double(length)) }
}
