/// Takes a text apart in one pass over its bytes.
struct Tokenizer {
    private(set) var tokens: [Token] = []
    private(set) var words = 0
    private(set) var cyrillicWords = 0

    private let lexicon: Lexicon

    init(lexicon: Lexicon) { self.lexicon = lexicon }

    mutating func read(_ bytes: [UInt8]) {
        tokens.reserveCapacity(bytes.count / 5 + 16)
        bytes.withUnsafeBufferPointer { bytes in
            var cursor = Cursor(bytes: bytes)
            var before = Token.Space.paragraph
            while let scalar = cursor.scalar {
                if let space = Self.space(scalar) {
                    if space == .line, before >= .line {
                        before = .paragraph
                    } else if space > before {
                        before = space
                    }
                    // CR LF is one line end.
                    if scalar == 13, cursor.next == 10 { cursor.advance() }
                    cursor.advance()
                    continue
                }
                switch Self.kind(scalar) {
                case .word: readWord(&cursor, before)
                case .number: readNumber(&cursor, before)
                case .mark: readMark(&cursor, before, scalar)
                }
                before = .none
            }
        }
    }

    // MARK: Words

    private mutating func readWord(_ cursor: inout Cursor, _ before: Token.Space) {
        let start = cursor
        var code = WordCode()
        var (capitals, letters, isCyrillic) = (0, 0, false)
        let firstIsCapital = Self.isCapital(start.current)
        var clitic: (cursor: Cursor, code: UInt64, capitals: Int, letters: Int)?
        scan: while let scalar = cursor.scalar {
            switch Self.kind(scalar) {
            case .word:
                letters += 1
                if Self.isCapital(scalar) { capitals += 1 }
                isCyrillic = isCyrillic || (0x400...0x52F).contains(scalar)
                code.add(WordCode.folded(scalar))
                cursor.advance()
            case .number:
                code.add(scalar)
                cursor.advance()
            case .mark:
                // An apostrophe or hyphen between letters, a full stop between single letters.
                guard let next = cursor.next, Self.kind(next) != .mark, Self.space(next) == nil else { break scan }
                switch scalar {
                case 0x27, 0x2019, 0x60,
                    0x2018 where Self.kind(next) == .word && scalar != 0x60:
                    if Self.kind(next) == .number { break scan }
                    clitic = (cursor, code.value, capitals, letters)
                case 0x2D, 0x2010, 0x2011: clitic = nil
                case 0x2E where letters == 1 && Self.kind(next) == .word && cursor.secondIsPeriod: letters = 0
                default: break scan
                }
                if scalar != 0x2E { code.add(WordCode.folded(scalar)) }
                cursor.advance()
                if scalar == 0x2E { code.add(0x2E) }
            }
        }
        // An `’s` is a word of its own, so that a name is the same with and without it.
        if let clitic, clitic.letters > 0,
            Self.isClitic(cursor, after: clitic.cursor, letters: letters - clitic.letters)
        {
            append(
                from: start, to: clitic.cursor, code: clitic.code, before,
                Self.shape(firstIsCapital, clitic.capitals, clitic.letters), isCyrillic)
            var rest = WordCode()
            var walk = clitic.cursor
            while walk.index < cursor.index, let scalar = walk.scalar {
                rest.add(WordCode.folded(scalar))
                walk.advance()
            }
            append(from: clitic.cursor, to: cursor, code: rest.value, .none, .lower, false)
            return
        }
        var letterCount = letters
        var isAbbreviated = false
        let spelled = code.value
        if cursor.scalar == 0x2E {
            let isLetterRow = start.rangeHasPeriod(to: cursor)
            let isInitial = letters == 1 && firstIsCapital && cursor.index - start.index <= 2
            let number = lexicon.number(of: spelled)
            let known = number >= 0 ? lexicon.entries[Int(number)].classes : []
            let isKnown =
                known.contains(.abbreviation) || firstIsCapital && known.contains(.capitalAbbreviation)
            if isLetterRow || isInitial && Self.precedesWord(cursor) || isKnown {
                isAbbreviated = true
                if isLetterRow { letterCount = 2 }
                cursor.advance()
            }
        }
        if start.rangeHasPeriod(to: cursor), firstIsCapital, capitals > 1 { letterCount = capitals }
        append(
            from: start, to: cursor, code: spelled, before, Self.shape(firstIsCapital, capitals, letterCount),
            isCyrillic)
        tokens[tokens.count - 1].isAbbreviated = isAbbreviated
    }

    /// An initial is followed by a name: `J. Smith`, `J.K. Rowling`, and not `plan B.` at the end.
    private static func precedesWord(_ period: Cursor) -> Bool {
        var cursor = period
        cursor.advance()
        if cursor.scalar == 0x20 || cursor.scalar == 0xA0 { cursor.advance() }
        guard let scalar = cursor.scalar else { return false }
        return isCapital(scalar)
    }

    /// `’s`, `’m`, `’d` of one letter, `’ll`, `’ve`, `’re` of two.
    private static func isClitic(_ end: Cursor, after apostrophe: Cursor, letters: Int) -> Bool {
        var cursor = apostrophe
        cursor.advance()
        guard let first = cursor.scalar.map(WordCode.folded) else { return false }
        if letters == 1 { return first == 0x73 || first == 0x6D || first == 0x64 }
        cursor.advance()
        guard letters == 2, cursor.index < end.index, let second = cursor.scalar.map(WordCode.folded) else {
            return false
        }
        return first == 0x6C && second == 0x6C || (first == 0x76 || first == 0x72) && second == 0x65
    }

    private static func shape(_ firstIsCapital: Bool, _ capitals: Int, _ letters: Int) -> Token.Shape {
        if capitals > 1, capitals >= letters { return .all }
        return firstIsCapital ? .capitalized : capitals > 0 ? .capitalized : letters > 0 ? .lower : .none
    }

    private mutating func append(
        from start: Cursor, to end: Cursor, code: UInt64, _ before: Token.Space, _ shape: Token.Shape,
        _ isCyrillic: Bool
    ) {
        var token = Token(
            start: start.position, end: end.position, byteStart: start.index, byteEnd: end.index, code: code,
            kind: .word, shape: shape, before: before)
        token.entry = lexicon.number(of: code)
        if token.entry >= 0 {
            token.classes = lexicon.entries[Int(token.entry)].classes
            token.figureClasses = lexicon.entries[Int(token.entry)].figureClasses
        }
        words += 1
        if isCyrillic { cyrillicWords += 1 }
        tokens.append(token)
    }

    // MARK: Numbers and marks

    private mutating func readNumber(_ cursor: inout Cursor, _ before: Token.Space) {
        let start = cursor
        while let scalar = cursor.scalar {
            if Self.kind(scalar) == .number {
                cursor.advance()
            } else if scalar == 0x2C || scalar == 0x2E, let next = cursor.next, Self.kind(next) == .number {
                cursor.advance()
            } else {
                break
            }
        }
        tokens.append(
            Token(
                start: start.position, end: cursor.position, byteStart: start.index, byteEnd: cursor.index,
                code: UInt64(start.current), kind: .number, before: before))
    }

    private mutating func readMark(_ cursor: inout Cursor, _ before: Token.Space, _ scalar: UInt32) {
        let start = cursor
        var count = 0
        while cursor.scalar == scalar {
            cursor.advance()
            count += 1
        }
        var mark = Mark(scalar)
        if count >= Limits.marksInARow {
            mark = .decoration
        } else if count > 1 {
            switch (mark, count) {
            case (.period, 2...): mark = .ellipsis
            case (.dash, 2...): break
            // Two single marks are a double one.
            case (.straightSingle, 2): mark = .straightDouble
            case (.leftSingle, 2): mark = .leftDouble
            case (.rightSingle, 2): mark = .rightDouble
            case (.question, _), (.exclamation, _), (.bullet, _), (.hash, _): break
            default:
                // Each is a mark of its own.
                cursor = start
                cursor.advance()
            }
        }
        tokens.append(
            Token(
                start: start.position, end: cursor.position, byteStart: start.index, byteEnd: cursor.index,
                code: UInt64(scalar), kind: .mark, before: before, mark: mark))
    }

    // MARK: Phrases

    /// The longest phrase at each token, from left to right, and marks its first token with it.
    mutating func findPhrases() -> [Phrase] {
        var phrases: [Phrase] = []
        var index = 0
        while index < tokens.count {
            let entry = tokens[index].entry
            guard entry >= 0, !lexicon.entries[Int(entry)].phrases.isEmpty,
                let form = lexicon.entries[Int(entry)].phrases.first(where: { matches($0.rest, after: index) })
            else {
                index += 1
                continue
            }
            let end = index + 1 + form.rest.count
            let found = lexicon.entries[Int(form.entry)]
            tokens[index].phrase = Int32(phrases.count)
            phrases.append(
                Phrase(
                    tokens: index..<end, classes: found.classes, figureClasses: found.figureClasses, entry: form.entry))
            index = end
        }
        return phrases
    }

    private func matches(_ rest: [UInt64], after index: Int) -> Bool {
        guard index + rest.count < tokens.count else { return false }
        for (offset, code) in rest.enumerated() {
            let token = tokens[index + 1 + offset]
            if token.kind != .word || token.code != code || token.before == .paragraph { return false }
        }
        return true
    }

    // MARK: Code points

    @inline(__always)
    private static func space(_ scalar: UInt32) -> Token.Space? {
        switch scalar {
        case 0x20, 0x09: .space
        case 0x0A, 0x0D, 0x0B, 0x0C, 0x85, 0x2028: .line
        case 0x2029: .paragraph
        case 0xA0, 0x1680, 0x2000...0x200B, 0x202F, 0x205F, 0x2060, 0x3000, 0xFEFF: .space
        default: nil
        }
    }

    @inline(__always)
    private static func kind(_ scalar: UInt32) -> Token.Kind {
        if scalar < 0x80 {
            if (scalar | 0x20) &- 0x61 < 26 { return .word }
            return scalar &- 0x30 < 10 ? .number : .mark
        }
        switch scalar {
        case 0x400...0x481, 0x48A...0x52F, 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x2C1, 0x370...0x3FF: return .word
        case 0x2000...0x2BFF, 0x3000...0x3020, 0xFF00...0xFF20, 0x80...0xA9, 0xAB...0xB4, 0xB6...0xB9, 0xBB...0xBF,
            0xD7,
            0xF7:
            return .mark
        default:
            guard let properties = Unicode.Scalar(scalar)?.properties else { return .mark }
            if properties.isAlphabetic { return .word }
            switch properties.generalCategory {
            // What combines with a letter belongs to its word; a soft hyphen and joiners do not end it.
            case .nonspacingMark, .spacingMark, .enclosingMark, .format: return .word
            default: return .mark
            }
        }
    }

    @inline(__always)
    private static func isCapital(_ scalar: UInt32) -> Bool {
        if scalar < 0x80 { return scalar &- 0x41 < 26 }
        switch scalar {
        case 0x400...0x42F: return true
        case 0x430...0x45F: return false
        case 0xC0...0xDE: return scalar != 0xD7
        case 0xDF...0xFF: return false
        default: return Unicode.Scalar(scalar)?.properties.isUppercase ?? false
        }
    }
}

/// A place in the bytes of a text, with its place in code points.
private struct Cursor {
    let bytes: UnsafeBufferPointer<UInt8>
    private(set) var index: Int32 = 0
    private(set) var position: Int32 = 0
    /// The code point here; no code point behind the end.
    private(set) var current: UInt32 = 0
    private var width: Int32 = 0

    init(bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
        (current, width) = Self.decode(bytes, 0)
    }

    @inline(__always)
    var scalar: UInt32? { width == 0 ? nil : current }

    /// The code point after this one.
    var next: UInt32? {
        let (scalar, width) = Self.decode(bytes, Int(index + width))
        return width == 0 ? nil : scalar
    }

    /// Whether a full stop stands after the next code point: `U.S.`.
    var secondIsPeriod: Bool {
        let (_, nextWidth) = Self.decode(bytes, Int(index + width))
        let place = Int(index + width + nextWidth)
        return place < bytes.count && bytes[place] == 0x2E
    }

    @inline(__always)
    mutating func advance() {
        index += width
        position += width == 0 ? 0 : 1
        (current, width) = Self.decode(bytes, Int(index))
    }

    /// Whether a full stop stands between this place and `end`.
    func rangeHasPeriod(to end: Cursor) -> Bool {
        // Single letters with their stops: nothing longer is asked.
        end.index - index < 32 && bytes[Int(index)..<Int(end.index)].contains(0x2E)
    }

    /// Valid UTF-8 is taken for granted: the bytes are a String's.
    @inline(__always)
    private static func decode(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> (UInt32, Int32) {
        guard index < bytes.count else { return (0, 0) }
        let first = UInt32(bytes[index])
        if first < 0x80 { return (first, 1) }
        let second = UInt32(bytes[index + 1] & 0x3F)
        if first < 0xE0 { return ((first & 0x1F) << 6 | second, 2) }
        let third = UInt32(bytes[index + 2] & 0x3F)
        if first < 0xF0 { return ((first & 0x0F) << 12 | second << 6 | third, 3) }
        return ((first & 7) << 18 | second << 12 | third << 6 | UInt32(bytes[index + 3] & 0x3F), 4)
    }
}
