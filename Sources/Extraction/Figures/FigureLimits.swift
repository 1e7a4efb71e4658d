extension Limits {
    /// Bytes of the longest number or month that a hyphen follows.
    static let numberWordLength = 18

    /// Bytes of the longest word that is cut at its hyphens.
    static let compoundLength = 48

    /// Bytes of the longest number in digits: what is longer is a key, no figure.
    static let numberLength = 24

    /// Items of the longest number in words, and groups of the longest one with spaces between them.
    static let numeralItems = 16

    /// Items between a number and the noun it counts: 180 well-armed foreign militants.
    static let nounDistance = 6

    /// Items before a number that may say how exactly it is meant, and what it measures.
    static let lookBehind = 12

    /// Tokens of the sentence before that `their number` may mean.
    static let anaphoraTokens = 60

    /// Tokens of a sentence that are read together.
    static let sentenceTokens = 1000

    /// Sentences that are read as one, because a number's mark stands apart.
    static let joinedSentences = 20

    /// Items that a source's name has at most.
    static let sourceItems = 18

    /// Words of an indicator.
    static let indicatorItems = 7

    /// Items of a sentence that are looked at for times, places and sources; the rest goes without.
    static let contextItems = 400
}
