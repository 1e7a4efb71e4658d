/// What a word is to the rules that find figures: a section of the lexicons each.
struct FigureClasses: OptionSet, Sendable {
    let rawValue: UInt64

    init(rawValue: UInt64) { self.rawValue = rawValue }

    /// The sections' names in Lexicons/figures-*.txt.
    static let sections: [String: FigureClasses] = [:]

    /// The lexicon files of the figures, as text.
    static let files: [[UInt8]] = []
}
