/// The words and phrases of Lexicons/*.txt, with what each is.
///
/// A file has sections, named in brackets, of a word or phrase a line. `#` begins a comment. Further forms of a word
/// follow it after commas; one that begins with a hyphen is put behind the first form (`сказал, -а, -и`), and a ` +`
/// behind an English verb stands for its regular forms. What the rules are to know of a word stands after ` = `
/// (`dozen = 12`):
///
///     [speech verbs]
///     say, says, said, saying    # a comment
///     claim +
///     point out, points out, pointed out
///
/// A section may have several names (`[roles, feminine]`), and a name may come again, in other files, too.
struct Lexicon: Sendable {
    struct Entry: Sendable {
        var classes: WordClasses = []
        var figureClasses: FigureClasses = []
        /// What stands after ` = `, by section.
        var values: [String: String] = [:]
        /// Phrases that begin with this word, the longest first.
        var phrases: [PhraseForm] = []
        /// Whether it stands in a section itself, and not only at the beginning of a phrase.
        var isWord = false
    }

    struct PhraseForm: Sendable {
        /// The codes of the words after the first.
        var rest: [UInt64]
        var entry: Int32
    }

    /// All of Lexicons/*.txt.
    static let all = Lexicon(files: Lexicon.files + FigureClasses.files)

    private(set) var entries: [Entry] = []

    /// Names of sections that nobody asks for: a test holds it to be empty.
    private(set) var unknownSections: [String] = []

    /// A hash table with open addressing: the codes, and the numbers of their entries; -1 where a place is free.
    private var codes: [UInt64] = []
    private var numbers: [Int32] = []
    private var mask: UInt64 = 0

    /// Phrases are found by all their words, apart from the words' own table.
    private var phraseNumbers: [[UInt64]: Int32] = [:]

    init(files: [[UInt8]]) {
        grow(to: 1 << 14)
        for file in files { read(String(decoding: file, as: UTF8.self)) }
        for index in entries.indices where entries[index].phrases.count > 1 {
            entries[index].phrases.sort { $0.rest.count > $1.rest.count }
        }
    }

    /// The number of the entry of a word; -1 where it is not known.
    @inline(__always)
    func number(of code: UInt64) -> Int32 {
        // FNV's low bits are its weaker ones.
        var place = (code ^ code >> 29) & mask
        while true {
            let number = numbers[Int(place)]
            if number < 0 || codes[Int(place)] == code { return number }
            place = (place + 1) & mask
        }
    }

    /// The entry of a word, for tests and for what is asked seldom.
    subscript(word: String) -> Entry? {
        let number = number(of: WordCode(word).value)
        return number < 0 ? nil : entries[Int(number)]
    }

    private mutating func read(_ file: String) {
        var sections: [String] = []
        var classes: WordClasses = []
        var figureClasses: FigureClasses = []
        for line in file.utf8.split(separator: UInt8(ascii: "\n")) {
            let line = Self.trimmed(Substring(line).prefix { $0 != "#" })
            if line.isEmpty { continue }
            if line.utf8.first == UInt8(ascii: "[") {
                sections = line.dropFirst().dropLast().split(separator: ",").map { String(Self.trimmed($0)) }
                (classes, figureClasses) = ([], [])
                for name in sections {
                    if let known = WordClasses.sections[name] { classes.formUnion(known) }
                    if let known = FigureClasses.sections[name] { figureClasses.formUnion(known) }
                    if WordClasses.sections[name] == nil, FigureClasses.sections[name] == nil {
                        unknownSections.append(name)
                    }
                }
                continue
            }
            var forms = line
            var value: String?
            if let sign = line.firstRange(of: " = ") {
                forms = line[..<sign.lowerBound]
                value = String(Self.trimmed(line[sign.upperBound...]))
            }
            let isVerb = !classes.isDisjoint(with: .cueVerbs)
            for (index, form) in Self.forms(of: forms).enumerated() {
                let number = Int(self.number(ofForm: form[...]))
                entries[number].classes.formUnion(classes)
                // Russian verbs begin with whichever form is printed most.
                if isVerb, index == 0, form.utf8.allSatisfy({ $0 < 0x80 }) {
                    entries[number].classes.formUnion(.baseForm)
                }
                if isVerb, form.split(separator: " ").first?.hasSuffix("ing") == true {
                    entries[number].classes.formUnion(.participle)
                }
                entries[number].figureClasses.formUnion(figureClasses)
                entries[number].isWord = true
                if let value { for name in sections { entries[number].values[name] = value } }
            }
        }
    }

    /// The forms that a line gives.
    static func forms(of line: Substring) -> [String] {
        var forms: [String] = []
        for part in line.split(separator: ",") {
            let form = trimmed(part)
            if form.hasPrefix("-"), let first = forms.first {
                forms.append(first + form.dropFirst())
            } else if form.hasSuffix(" +") {
                forms += regularForms(of: String(form.dropLast(2)))
            } else {
                forms.append(String(form))
            }
        }
        return forms
    }

    /// An English verb's forms, by the rules of spelling.
    private static func regularForms(of verb: String) -> [String] {
        let endings = ["s", "x", "z", "sh", "ch"]
        if verb.hasSuffix("e") { return [verb, verb + "s", verb + "d", verb.dropLast() + "ing"] }
        if verb.hasSuffix("y"), let vowel = verb.dropLast().last, !"aeou".contains(vowel) {
            return [verb, verb.dropLast() + "ies", verb.dropLast() + "ied", verb + "ing"]
        }
        return [verb, verb + (endings.contains { verb.hasSuffix($0) } ? "es" : "s"), verb + "ed", verb + "ing"]
    }

    /// The entry of a word or phrase, made where there is none.
    private mutating func number(ofForm form: Substring) -> Int32 {
        let words = form.split(separator: " ").map { WordCode($0).value }
        guard words.count > 1, let first = words.first else { return insert(words.first ?? 0) }
        if let number = phraseNumbers[words] { return number }
        let start = Int(insert(first))
        let number = Int32(entries.count)
        entries.append(Entry())
        phraseNumbers[words] = number
        entries[start].phrases.append(PhraseForm(rest: Array(words.dropFirst()), entry: number))
        return number
    }

    private mutating func insert(_ code: UInt64) -> Int32 {
        let found = number(of: code)
        if found >= 0 { return found }
        if entries.count * 2 >= codes.count { grow(to: codes.count * 2) }
        let number = Int32(entries.count)
        entries.append(Entry())
        place(code, number)
        return number
    }

    private mutating func place(_ code: UInt64, _ number: Int32) {
        var place = (code ^ code >> 29) & mask
        while numbers[Int(place)] >= 0 { place = (place + 1) & mask }
        codes[Int(place)] = code
        numbers[Int(place)] = number
    }

    private mutating func grow(to size: Int) {
        let (oldCodes, oldNumbers) = (codes, numbers)
        codes = Array(repeating: 0, count: size)
        numbers = Array(repeating: -1, count: size)
        mask = UInt64(size - 1)
        for (code, number) in zip(oldCodes, oldNumbers) where number >= 0 { place(code, number) }
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text
        while let first = text.utf8.first, first == 0x20 || first == 9 || first == 13 { text.removeFirst() }
        while let last = text.utf8.last, last == 0x20 || last == 9 || last == 13 { text.removeLast() }
        return text
    }
}
