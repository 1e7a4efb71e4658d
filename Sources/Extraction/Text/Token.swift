/// A word, number or mark of a text, with everything that rules ask of it looked up once.
struct Token: Sendable {
    enum Kind: UInt8, Sendable {
        /// Letters, with the apostrophes, hyphens, digits and full stops within: `O’Brien`, `so-called`, `Su-27`, `U.S.`.
        /// An `’s`, `’ll`, `’ve`, `’re`, `’d`, `’m` at the end is a word of its own.
        case word
        /// Digits, with the commas and full stops between digits: `4.2`, `1,000,000`.
        case number
        /// Any other code point; `...`, and the same mark many times.
        case mark
    }

    enum Shape: UInt8, Sendable {
        /// No letter that has a case.
        case none
        case lower
        /// The first letter is a capital: `Putin`, `McCain`, `I`.
        case capitalized
        /// Two capitals and more, and nothing else: `NATO`, `U.S.`.
        case all
    }

    /// The widest white space before a token.
    enum Space: UInt8, Sendable, Comparable {
        case none
        case space
        /// One line end.
        case line
        /// Two line ends and more, or the text's beginning.
        case paragraph

        static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }

    /// Where it stands, in code points; the end is exclusive.
    var start: Int32
    var end: Int32
    /// The same in bytes of UTF-8.
    var byteStart: Int32
    var byteEnd: Int32

    /// What the lexicons say about the word.
    var classes: WordClasses = []
    /// What the lexicons of the figures say about it.
    var figureClasses: FigureClasses = []

    /// Equal for words that differ in case, ё or the kind of apostrophe alone; a number's or mark's first code point.
    var code: UInt64
    /// Its number in the ``Lexicon``; -1 where it is not there.
    var entry: Int32 = -1
    /// Which of ``ReadText/phrases`` begins here; -1 where none does.
    var phrase: Int32 = -1

    var kind: Kind
    var shape: Shape = .none
    var before: Space
    var mark: Mark = .other
    /// A word that ends with its own full stop: `Gov.`, `J.`, `U.S.`.
    var isAbbreviated = false
}

/// A phrase of the lexicons, found in a text.
struct Phrase: Sendable {
    /// Its tokens.
    var tokens: Range<Int>
    var classes: WordClasses
    var figureClasses: FigureClasses
    /// Its number in the ``Lexicon``.
    var entry: Int32
}

/// The marks that rules tell apart.
enum Mark: UInt8, Sendable {
    case other
    case comma, period, question, exclamation, ellipsis, colon, semicolon
    /// A hyphen or minus that stands alone, an en dash or an em dash, `--`.
    case dash
    case slash, ampersand, percent, degree, currency, bullet, at, hash
    case openParenthesis, closeParenthesis, openBracket, closeBracket
    /// `"` and ＂; “ and ‟; ”; „ ; « ; ».
    case straightDouble, leftDouble, rightDouble, lowDouble, leftAngle, rightAngle
    /// `'` and `` ` ``; ‘ and ‛; ’; ‚; ‹; ›.
    case straightSingle, leftSingle, rightSingle, lowSingle, leftSingleAngle, rightSingleAngle
    /// The same mark ``Limits/marksInARow`` times or more.
    case decoration

    init(_ scalar: UInt32) {
        self =
            switch scalar {
            case 0x2C: .comma
            case 0x2E: .period
            case 0x3F: .question
            case 0x21: .exclamation
            case 0x2026: .ellipsis
            case 0x3A: .colon
            case 0x3B: .semicolon
            case 0x2D, 0x2010...0x2015, 0x2212: .dash
            case 0x2F: .slash
            case 0x26: .ampersand
            case 0x25: .percent
            case 0xB0: .degree
            case 0x24, 0xA2...0xA5, 0x20A0...0x20CF: .currency
            case 0x2A, 0xB7, 0x2022, 0x2023, 0x25AA, 0x25CF, 0x25E6: .bullet
            case 0x40: .at
            case 0x23: .hash
            case 0x28: .openParenthesis
            case 0x29: .closeParenthesis
            case 0x5B: .openBracket
            case 0x5D: .closeBracket
            case 0x22, 0xFF02: .straightDouble
            case 0x201C, 0x201F: .leftDouble
            case 0x201D: .rightDouble
            case 0x201E: .lowDouble
            case 0xAB: .leftAngle
            case 0xBB: .rightAngle
            case 0x27, 0x60: .straightSingle
            case 0x2018, 0x201B: .leftSingle
            case 0x2019: .rightSingle
            case 0x201A: .lowSingle
            case 0x2039: .leftSingleAngle
            case 0x203A: .rightSingleAngle
            default: .other
            }
    }

    /// Whether a sentence may end with it.
    var isTerminal: Bool { self == .period || self == .question || self == .exclamation || self == .ellipsis }

    /// Whether it is a quotation mark, single or double.
    var isQuotation: Bool { rawValue >= Mark.straightDouble.rawValue && rawValue <= Mark.rightSingleAngle.rawValue }
}
