/// How far the rules look around. Each look is bounded, so that no text takes more than time linear in its length.
enum Limits {
    /// Words of the longest phrase in the lexicons.
    static let phraseWords = 8

    /// Equal marks in a row from which on they are decoration, and one token: `-----`.
    static let marksInARow = 4

    /// Code points of a line without a full stop that is taken for a heading or an item of a list.
    static let headingLength: Int32 = 60
}
