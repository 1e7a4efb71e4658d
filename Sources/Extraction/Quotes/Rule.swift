/// What led to a quote. Its confidence is how often its proposals were right, span and speaker, on the working half of the
/// development documents: (right + 3) / (all + 4), so that a rule seldom met is near the mean (Docs/extraction.md).
enum Rule: String, Sendable, CaseIterable {
    case speakerThenQuotation = "speaker, verb, quotation"
    case quotationThenSpeaker = "quotation, speaker, verb"
    case quotationThenInversion = "quotation, verb, speaker"
    case colon = "verb, colon, words"
    case blockAfterColon = "verb, colon, paragraph"
    case transcript = "name, colon, words"
    case headline = "name, colon, headline"
    case thatClause = "verb, that"
    case questionClause = "verb, question word"
    case bareClause = "verb, clause"
    case mixedClause = "verb, clause with quotation"
    case clauseThenSpeaker = "clause, speaker, verb"
    case parenthetical = "clause, speaker, verb, clause"
    case participle = "participle, words"
    case accordingTo = "according to"
    case infinitive = "verb, infinitive"
    case stance = "verb, noun"
    case objectAndWords = "verb, person, words"
    case evidence = "evidence, verb, words"
    case thought = "verb of thought, clause"
    case relative = "relative pronoun, verb, words"
    case speechNoun = "noun, that"
    case continuedQuotation = "quotation after a quotation"
    case announcedQuotation = "quotation after a colon"
    case signedQuotation = "quotation, dash, name"
    case quotationAlone = "quotation alone"
    case quotationInClause = "quotation in a clause"

    var confidence: Double {
        switch self {
        case .quotationThenSpeaker: 0.95
        case .speakerThenQuotation: 0.94
        case .transcript: 0.93
        case .thatClause: 0.91
        case .bareClause: 0.89
        case .headline: 0.87
        case .accordingTo: 0.86
        case .parenthetical: 0.81
        case .blockAfterColon: 0.80
        case .colon: 0.79
        case .questionClause, .continuedQuotation, .announcedQuotation, .signedQuotation: 0.75
        case .clauseThenSpeaker: 0.74
        case .quotationThenInversion, .mixedClause: 0.73
        case .stance, .objectAndWords: 0.71
        case .speechNoun: 0.67
        case .participle: 0.66
        case .evidence, .relative: 0.63
        case .thought: 0.59
        case .infinitive: 0.55
        case .quotationInClause: 0.54
        case .quotationAlone: 0.30
        }
    }

    /// Whether a quotation stands before its reporting clause.
    var isQuotationFirst: Bool { self == .quotationThenSpeaker || self == .quotationThenInversion }

    /// Whether what it finds within other words is a quote more often than not.
    var standsNested: Bool {
        switch self {
        case .participle, .objectAndWords, .colon: true
        default: false
        }
    }
}
