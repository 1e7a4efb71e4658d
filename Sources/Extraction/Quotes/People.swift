/// Who is named in a text, and whom a surname, a pronoun or an office stands for.
///
/// A name is a row of capitals (`Muslimbek Buriev`); a surname alone is the fullest name that ends with it. `he` and `she`
/// are whoever spoke last, or was named last, and may be meant by given name or title. `the minister` is whoever was
/// introduced with that word.
struct People {
    private let text: ReadText
    /// The fullest name by its last word's code.
    private var fullNames: [UInt64: Range<Int>] = [:]
    /// Names in order of the text, for pronouns.
    private var named: [(name: Range<Int>, gender: WordClasses)] = []
    /// Whom an office's word was said of, by its code; the one introduced last.
    private var offices: [UInt64: Range<Int>] = [:]
    private var lastSpeaker: (name: Range<Int>, gender: WordClasses, token: Int)?
    /// How many names and words were looked at.
    private(set) var steps = 0

    init(_ reading: QuoteReading) {
        text = reading.text
        var run: Range<Int>?
        for item in reading.items {
            steps += 1
            let isPart =
                item.isCapital
                && !item.has([.notName, .title, .time, .institution, .group, .place, .sourcePreposition, .preposition])
            if isPart, let open = run, item.before < .line, item.tokens.lowerBound - open.upperBound <= 2 {
                run = open.lowerBound..<item.tokens.upperBound
            } else {
                if let run { note(run) }
                run = isPart ? item.tokens : nil
            }
        }
        if let run { note(run) }
    }

    private mutating func note(_ run: Range<Int>) {
        let words = run.filter { text.tokens[$0].kind == .word }
        guard let first = words.first, let last = words.last, words.count <= 5 else { return }
        let gender = gender(of: run)
        if words.count > 1 {
            let code = text.tokens[last].code
            if fullNames[code].map({ $0.count < run.count && words.count <= 3 }) ?? true { fullNames[code] = run }
            named.append((run, gender))
        } else if let full = fullNames[text.tokens[first].code] {
            named.append((full, self.gender(of: full)))
        }
    }

    /// The gender that the given name or the title before it has most often.
    private func gender(of name: Range<Int>) -> WordClasses {
        var classes = text.tokens[name.lowerBound].classes
        if name.lowerBound > 0 { classes.formUnion(text.tokens[name.lowerBound - 1].classes) }
        var gender: WordClasses = []
        if !classes.isDisjoint(with: [.givenNameMasculine, .masculine]) { gender.insert(.masculine) }
        if !classes.isDisjoint(with: [.givenNameFeminine, .feminine]) { gender.insert(.feminine) }
        return gender
    }

    // MARK: Resolving

    /// The name of the speaker of a quote; `nil` for whoever is not named. Quotes are asked for in order of the text.
    mutating func name(of quote: FoundQuote) -> String? {
        guard let speaker = quote.speaker else { return nil }
        let mention = quote.antecedent ?? speaker
        guard let first = mention.first else { return nil }
        let token = text.tokens[first]
        var name: Range<Int>?
        if mention.count == 1, token.classes.contains(.pronoun) {
            name = pronoun(first, token)
        } else if hasName(mention) {
            name = full(mention)
        } else if mention.count <= 3, let last = mention.last,
            !text.tokens[last].classes.isDisjoint(with: [.role, .title])
        {
            name = offices[text.tokens[last].code]
        }
        guard let name else { return nil }
        // An organization speaks, and is no "he".
        if !isInstitution(name) { lastSpeaker = (name, gender(of: name), first) }
        if let role = quote.role {
            for index in role where !text.tokens[index].classes.isDisjoint(with: [.role, .title]) {
                offices[text.tokens[index].code] = name
            }
        }
        return printed(name)
    }

    /// Whether a mention has a word that is a name's: a capital, and not for its place in the sentence alone.
    private func hasName(_ mention: Range<Int>) -> Bool {
        mention.contains { index in
            let token = text.tokens[index]
            guard token.kind == .word, token.shape != .lower, token.shape != .none else { return false }
            return token.classes.isDisjoint(with: [.notName, .group, .pronoun, .determiner, .role])
                || index > mention.lowerBound && !token.classes.contains(.determiner)
        }
    }

    private func isInstitution(_ mention: Range<Int>) -> Bool {
        mention.contains { text.tokens[$0].classes.contains(.institution) }
    }

    /// The fullest name for a name; an organization's as it is, without its article.
    private func full(_ mention: Range<Int>) -> Range<Int>? {
        guard let last = mention.last(where: { text.tokens[$0].kind == .word }) else { return nil }
        if !isInstitution(mention), mention.count == 1, let full = fullNames[text.tokens[last].code],
            full.count > mention.count
        {
            return full
        }
        var start = mention.lowerBound
        while start + 1 < mention.upperBound, text.tokens[start].classes.contains(.determiner) { start += 1 }
        // People with no name: `a Homeland Security official`, `Officials in Kyiv`.
        let head = (start..<mention.upperBound).prefix {
            text.tokens[$0].shape != .lower || !text.tokens[$0].classes.contains(.preposition)
        }
        if let last = head.last, !text.tokens[last].classes.isDisjoint(with: [.role, .group]),
            text.tokens[last].shape == .lower || last == start
        {
            return nil
        }
        return start..<mention.upperBound
    }

    /// Whom he or she is: whoever spoke last, where that was not long ago, else whoever was named last.
    private mutating func pronoun(_ index: Int, _ token: Token) -> Range<Int>? {
        let gender = token.classes.intersection([.masculine, .feminine])
        guard !gender.isEmpty else { return nil }
        func fits(_ other: WordClasses) -> Bool { other.isEmpty || !other.isDisjoint(with: gender) }
        if let last = lastSpeaker, index - last.token < Limits.pronounLook, fits(last.gender) { return last.name }
        var (low, high) = (0, named.count)
        while low < high {
            let middle = (low + high) / 2
            if named[middle].name.lowerBound < index { low = middle + 1 } else { high = middle }
        }
        for candidate in named[max(0, low - Limits.namesBeforePronoun)..<low].reversed() {
            steps += 1
            if !candidate.gender.isDisjoint(with: gender) { return candidate.name }
        }
        return nil
    }

    /// A name without the marks of emphasis and links in it, in one line.
    func printed(_ range: Range<Int>) -> String {
        var result = ""
        var isTarget = false
        for index in range {
            let token = text.tokens[index]
            if token.kind == .mark {
                if token.mark == .closeBracket, index + 1 < range.upperBound,
                    text.tokens[index + 1].mark == .openParenthesis
                {
                    isTarget = true
                    continue
                }
                if isTarget {
                    isTarget = token.mark != .closeParenthesis
                    continue
                }
                if token.mark == .bullet || token.mark == .openBracket || token.mark == .closeBracket { continue }
            }
            if isTarget { continue }
            if !result.isEmpty, token.before != .none || index > 0 && text.tokens[index - 1].mark == .closeParenthesis {
                result += " "
            }
            result += text.text(index..<(index + 1))
        }
        return result
    }
}
