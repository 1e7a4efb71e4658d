/// What a word is by its letters and its neighbours.
extension QuoteReading {
    /// Whether an item is a verb that a clause has for its predicate.
    func isFinite(_ index: Int) -> Bool {
        let item = items[index]
        guard item.isWord, !item.isCapital else { return false }
        if item.has([.verb, .auxiliary]), !item.has(.nominal) {
            return !item.has(.possessive) || isVerbalClitic(index)
        }
        if item.has(WordClasses.cueVerbs), !item.has([.participle, .baseForm, .nominal]) { return true }
        return false
    }

    /// An `’s` after a pronoun is a verb, after a noun most often not.
    func isVerbalClitic(_ index: Int) -> Bool { index > 0 && items[index - 1].has(.pronoun) }

    /// The word at an item; 0 for what is none, and behind the end.
    func code(_ index: Int) -> UInt64 {
        index < items.count && items[index].isWord ? text.tokens[items[index].tokens.lowerBound].code : 0
    }

    func isAnd(_ index: Int) -> Bool { Codes.and.contains(code(index)) }

    func isBelonging(_ index: Int) -> Bool { Codes.belonging.contains(code(index)) }

    func endsInS(_ index: Int) -> Bool {
        text.bytes[Int(text.tokens[items[index].tokens.upperBound - 1].byteEnd) - 1] == 0x73
    }

    /// A small word in -ed that no lexicon knows.
    func endsInEd(_ index: Int) -> Bool {
        let token = text.tokens[items[index].tokens.lowerBound]
        let end = Int(token.byteEnd)
        return token.byteEnd - token.byteStart > 3 && text.bytes[end - 1] == 0x64 && text.bytes[end - 2] == 0x65
            && text.bytes[end - 3] != 0x65
    }
}

/// Words that a rule names.
enum Codes {
    static let plural: [UInt64] = ["those", "many", "some", "most", "several", "few", "both", "these"].map {
        WordCode($0).value
    }
    static let `as` = WordCode("as").value
    static let there = WordCode("there").value
    static let and: [UInt64] = [WordCode("and").value, WordCode("or").value, WordCode("и").value]
    static let belonging: [UInt64] = ["of", "for", "at", "from", "with", "по"].map { WordCode($0).value }
    static let that = WordCode("that").value
    static let to = WordCode("to").value
    static let by = WordCode("by").value
    static let be: [UInt64] = ["is", "are", "was", "were", "be", "been", "being", "am"].map { WordCode($0).value }
    static let whether: [UInt64] = ["whether", "why", "how", "what", "who"].map { WordCode($0).value }
    static let but: [UInt64] = ["but", "although", "though"].map { WordCode($0).value }
    static let comment: [UInt64] = ["comment", "be"].map { WordCode($0).value }
    static let declining: [UInt64] = ["decline", "declines", "declined", "refused", "declining"].map {
        WordCode($0).value
    }
    static let opinion: [UInt64] = [
        "opinion", "view", "judgment", "words", "estimation", "словам", "мнению", "данным", "оценке", "оценкам",
    ].map { WordCode($0).value }
    static let within: [UInt64] = ["in", "to", "by", "по"].map { WordCode($0).value }
    static let how = WordCode("как").value
    static let saying: [UInt64] = ["say", "says", "said", "saying", "thinks", "think", "believes", "believe"].map {
        WordCode($0).value
    }
}
