/// What a word is to the rules that find quotes: a section of the lexicons each. A word may be several things.
struct WordClasses: OptionSet, Sendable {
    let rawValue: UInt64

    init(rawValue: UInt64) { self.rawValue = rawValue }

    private init(bit: Int) { rawValue = 1 << UInt64(bit) }

    // Cues.
    /// Verbs that words follow or precede: said, told, wrote.
    static let speechVerb = WordClasses(bit: 0)
    /// Verbs of thinking and knowing, which a clause follows: believes, expects.
    static let thoughtVerb = WordClasses(bit: 1)
    /// Verbs of what one wants or promises, which an infinitive follows: promised to, refuses to.
    static let intentVerb = WordClasses(bit: 2)
    /// Verbs of judging, which a noun follows: criticized, praised, called for.
    static let stanceVerb = WordClasses(bit: 3)
    /// What shows something without saying it: polls show, documents reveal.
    static let evidenceVerb = WordClasses(bit: 4)
    /// Verbs that take whoever is told before the words: told reporters that.
    static let addressingVerb = WordClasses(bit: 5)
    /// The form in -ing: saying, adding.
    static let participle = WordClasses(bit: 6)
    /// The base form: say, tell.
    static let baseForm = WordClasses(bit: 7)
    /// according to, in the words of.
    static let sourcePreposition = WordClasses(bit: 8)
    /// Nouns that a clause follows: the claim that, his belief that.
    static let speechNoun = WordClasses(bit: 9)

    // Grammar.
    static let determiner = WordClasses(bit: 10)
    static let pronoun = WordClasses(bit: 11)
    /// he, she, they, I, we, who: subjects only.
    static let subjectPronoun = WordClasses(bit: 12)
    static let possessivePronoun = WordClasses(bit: 13)
    static let relativePronoun = WordClasses(bit: 14)
    static let preposition = WordClasses(bit: 15)
    static let conjunction = WordClasses(bit: 16)
    static let subordinator = WordClasses(bit: 17)
    static let auxiliary = WordClasses(bit: 18)
    static let negation = WordClasses(bit: 19)
    static let adverb = WordClasses(bit: 20)
    /// Monday, today, last week: what stands beside a verb and says when.
    static let time = WordClasses(bit: 21)
    /// Common finite verbs that are no cue; they end a noun phrase.
    static let verb = WordClasses(bit: 22)
    /// Clitic `’s`.
    static let possessive = WordClasses(bit: 23)
    /// to
    static let infinitiveMark = WordClasses(bit: 24)
    /// that
    static let complementizer = WordClasses(bit: 25)
    static let questionWord = WordClasses(bit: 26)

    // People.
    /// Mr., Dr., Sen., President: before a name, and a part of how somebody is called.
    static let title = WordClasses(bit: 27)
    /// What a person is: minister, analyst, spokeswoman.
    static let role = WordClasses(bit: 28)
    /// What several are: experts, officials, voters.
    static let group = WordClasses(bit: 29)
    /// What speaks without being a person: ministry, report, poll, campaign.
    static let institution = WordClasses(bit: 30)
    static let givenNameFeminine = WordClasses(bit: 31)
    static let givenNameMasculine = WordClasses(bit: 32)
    /// Words that are often a capital and never a name: The, However, Monday, I.
    static let notName = WordClasses(bit: 33)
    /// of, van, de, al-: small words within names.
    static let nameParticle = WordClasses(bit: 34)
    static let feminine = WordClasses(bit: 35)
    static let masculine = WordClasses(bit: 36)
    static let plural = WordClasses(bit: 37)
    /// Written with a full stop that ends no sentence: Mr., Gov., a.m.
    static let abbreviation = WordClasses(bit: 38)
    static let place = WordClasses(bit: 39)
    /// book, film, song, show: a name in marks follows.
    static let workNoun = WordClasses(bit: 40)
    /// called, so-called, known as: what is in marks after it is a name or not meant.
    static let namingCue = WordClasses(bit: 41)
    /// statement, interview, speech, tweet: where one says something.
    static let occasion = WordClasses(bit: 42)
    /// Words after which no speaker's name goes on: of, and.
    static let firstPerson = WordClasses(bit: 43)
    /// Past participles that pair with "by": said by, endorsed by.
    static let passive = WordClasses(bit: 44)
    /// Verbs that take the object and then the words: accused her of, urged him to.
    static let objectVerb = WordClasses(bit: 45)
    /// Words that a verb of speech is a noun after: the claims, a report.
    static let nominal = WordClasses(bit: 46)
    /// Verbs of saying and thinking that a clause follows without "that": said he would.
    static let clauseVerb = WordClasses(bit: 47)
    /// confident, sure: is confident that.
    static let cueAdjective = WordClasses(bit: 48)
    /// Adverbs that stand behind a verb and belong to it: said then, added later.
    static let trailingAdverb = WordClasses(bit: 49)
    /// Base forms that are the past, too: read.
    static let pastAlike = WordClasses(bit: 50)
    /// Written with a full stop that ends no sentence where they begin with a capital: Mr., Ill., Dec.
    static let capitalAbbreviation = WordClasses(bit: 51)

    /// The sections of verbs, in which a line begins with the base form.
    static let cueVerbs: WordClasses = [
        .speechVerb, .thoughtVerb, .intentVerb, .stanceVerb, .evidenceVerb, .addressingVerb, .objectVerb,
    ]

    /// What a word is by its grammar alone.
    static let smallWords: WordClasses = [
        .pronoun, .subjectPronoun, .relativePronoun, .questionWord, .subordinator, .conjunction, .preposition,
        .determiner,
        .firstPerson, .plural, .adverb, .auxiliary, .verb, .notName, .masculine, .feminine,
    ]

    /// The sections' names in Lexicons/*.txt.
    static let sections: [String: WordClasses] = [
        "speech verbs": .speechVerb, "thought verbs": .thoughtVerb, "intent verbs": .intentVerb,
        "stance verbs": .stanceVerb, "evidence verbs": .evidenceVerb, "addressing verbs": .addressingVerb,
        "object verbs": .objectVerb, "participles": .participle,
        "source prepositions": .sourcePreposition,
        "speech nouns": .speechNoun, "determiners": .determiner, "pronouns": .pronoun,
        "subject pronouns": .subjectPronoun, "possessive pronouns": .possessivePronoun,
        "relative pronouns": .relativePronoun, "prepositions": .preposition, "conjunctions": .conjunction,
        "subordinators": .subordinator, "auxiliaries": .auxiliary, "negations": .negation, "adverbs": .adverb,
        "times": .time, "verbs": .verb, "possessives": .possessive, "infinitive marks": .infinitiveMark,
        "complementizers": .complementizer, "question words": .questionWord, "titles": .title, "roles": .role,
        "groups": .group, "institutions": .institution, "feminine given names": .givenNameFeminine,
        "masculine given names": .givenNameMasculine, "not names": .notName, "name particles": .nameParticle,
        "feminine": .feminine, "masculine": .masculine, "plural": .plural, "abbreviations": .abbreviation,
        "capital abbreviations": .capitalAbbreviation,
        "places": .place, "work nouns": .workNoun, "naming cues": .namingCue, "occasions": .occasion,
        "first person": .firstPerson, "passives": .passive, "nominals": .nominal,
        "clause verbs": .clauseVerb, "cue adjectives": .cueAdjective, "trailing adverbs": .trailingAdverb,
        "past alike": .pastAlike,
    ]
}
