/// A word, number, mark or phrase of a sentence, as the rules for figures see it.
///
/// A phrase of the figures' lexicons is one item (`per cent`), and a word with a number in front is several
/// (`six-mile`, `USD115`).
struct FigureItem: Sendable {
    /// Where it stands, in code points; the end is exclusive.
    var start: Int32
    var end: Int32
    /// The same in bytes of UTF-8.
    var byteStart: Int32
    var byteEnd: Int32
    var classes: FigureClasses
    /// Its number in the ``Lexicon``; -1 where it is not there.
    var entry: Int32
    /// The first token of it.
    var token: Int32
    /// How many tokens it is.
    var tokens: Int32 = 1
    /// A mark's code point.
    var scalar: UInt32 = 0
    var kind: Token.Kind
    var shape: Token.Shape
    var mark: Mark
    /// Whether no white space stands before it.
    var isGlued: Bool
    /// Whether it begins a paragraph or a line.
    var isFirst: Bool
    var general: WordClasses = []
    var isAbbreviated = false

    var isDash: Bool { mark == .dash && kind == .mark }

    @inline(__always)
    func isMark(_ mark: Mark) -> Bool { kind == .mark && self.mark == mark }
}

/// Makes the items of sentences, and knows quickly which sentences have no figure.
struct FigureItems: Sendable {
    /// How many steps were taken, for the test that they are linear in the text.
    var steps = 0

    /// Whether a number may stand in the sentence.
    mutating func mayHaveFigure(_ text: ReadText, _ tokens: Range<Int>) -> Bool {
        steps += tokens.count
        return text.tokens.withUnsafeBufferPointer { all in
            text.bytes.withUnsafeBufferPointer { bytes in
                for index in tokens {
                    if all[index].kind == .number { return true }
                    if all[index].kind == .mark {
                        if Self.vulgarFraction(UInt32(truncatingIfNeeded: all[index].code)) != nil { return true }
                        continue
                    }
                    if !all[index].figureClasses.isDisjoint(with: .numeralStart) { return true }
                    if all[index].entry < 0, Self.isCompound(all[index], bytes) { return true }
                }
                return false
            }
        }
    }

    /// Whether a word may have a number in it: `six-mile`, `USD115`.
    @inline(__always)
    private static func isCompound(_ token: Token, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let (start, end) = (Int(token.byteStart), Int(token.byteEnd))
        guard end - start > 4 else { return false }
        if bytes[end - 1] &- 0x30 < 10 { return bytes[start + 3] &- 0x30 < 10 }
        // No number word and no month is longer: seventeen-.
        for place in (start + 3)..<min(end - 1, start + Limits.numberWordLength) where bytes[place] == 0x2D {
            return true
        }
        return false
    }

    /// Puts the sentence's items into `items`, which is emptied first.
    mutating func fill(_ items: inout [FigureItem], _ text: ReadText, _ tokens: Range<Int>) {
        items.removeAll(keepingCapacity: true)
        var index = tokens.lowerBound
        while index < tokens.upperBound {
            steps += 1
            let token = text.tokens[index]
            if token.phrase >= 0 {
                let phrase = text.phrases[Int(token.phrase)]
                if !phrase.figureClasses.isEmpty, phrase.tokens.upperBound <= tokens.upperBound {
                    let last = text.tokens[phrase.tokens.upperBound - 1]
                    var item = FigureItem(token, index)
                    (item.end, item.byteEnd) = (last.end, last.byteEnd)
                    (item.classes, item.general) = (phrase.figureClasses, phrase.classes)
                    (item.entry, item.tokens) = (phrase.entry, Int32(phrase.tokens.count))
                    items.append(item)
                    index = phrase.tokens.upperBound
                    continue
                }
            }
            if token.kind == .word, token.entry < 0 || isNumber(before: index, items),
                appendPieces(of: token, index, &items, text)
            {
                index += 1
                continue
            }
            items.append(FigureItem(token, index))
            index += 1
        }
    }

    /// Whether a number and a hyphen stand before: what comes then may be several words, `12-cent-a-share`.
    private func isNumber(before index: Int, _ items: [FigureItem]) -> Bool {
        guard items.count > 1, items[items.count - 1].isDash, items[items.count - 1].isGlued else { return false }
        return items[items.count - 2].kind == .number || items[items.count - 2].classes.contains(.scale)
    }

    /// Cuts `six-mile` and `USD115`, and `year-old` behind a number; false where the word is one.
    private mutating func appendPieces(of token: Token, _ index: Int, _ items: inout [FigureItem], _ text: ReadText)
        -> Bool
    {
        let (start, end) = (Int(token.byteStart), Int(token.byteEnd))
        guard end - start > 3, end - start < Limits.compoundLength else { return false }
        let follows = isNumber(before: index, items)
        if !follows, !text.bytes.withUnsafeBufferPointer({ Self.isCompound(token, $0) }) { return false }
        var pieces: [(start: Int, end: Int)] = []
        var pieceStart = start
        var isShort = true
        for place in start..<end {
            steps += 1
            // Latin, Greek and Cyrillic letters have one or two bytes.
            if text.bytes[place] >= 0xE0 { isShort = false }
            if text.bytes[place] == 0x2D {
                pieces.append((pieceStart, place))
                pieces.append((place, place + 1))
                pieceStart = place + 1
            }
        }
        pieces.append((pieceStart, end))
        guard isShort else { return false }
        let lexicon = Lexicon.all
        if pieces.count == 1 {
            // USD115: a currency's code and a number.
            guard !follows, end - start > 3, text.bytes[(start + 3)..<end].allSatisfy({ $0 &- 0x30 < 10 }) else {
                return false
            }
            let code = lexicon.number(of: Self.code(text.bytes, start, start + 3))
            guard code >= 0, lexicon.entries[Int(code)].figureClasses.contains(.unit) else { return false }
            pieces = [(start, start + 3), (start + 3, end)]
        } else if !follows {
            let first = lexicon.number(of: Self.code(text.bytes, pieces[0].start, pieces[0].end))
            guard first >= 0,
                !lexicon.entries[Int(first)].figureClasses.isDisjoint(with: [.number, .fraction, .scale, .month])
            else { return false }
        }
        for (number, piece) in pieces.enumerated() {
            var item = FigureItem(token, index)
            item.start = token.start + Self.letters(text.bytes[start..<piece.start])
            item.end = token.start + Self.letters(text.bytes[start..<piece.end])
            (item.byteStart, item.byteEnd) = (Int32(piece.start), Int32(piece.end))
            (item.classes, item.entry, item.general) = ([], -1, [])
            if number > 0 { (item.isGlued, item.isFirst) = (true, false) }
            if text.bytes[piece.start] == 0x2D {
                (item.kind, item.mark, item.scalar, item.shape) = (.mark, .dash, 0x2D, .none)
            } else if text.bytes[piece.start] &- 0x30 < 10 {
                (item.kind, item.shape) = (.number, .none)
            } else {
                item.entry = lexicon.number(of: Self.code(text.bytes, piece.start, piece.end))
                if item.entry >= 0 {
                    item.classes = lexicon.entries[Int(item.entry)].figureClasses
                    item.general = lexicon.entries[Int(item.entry)].classes
                }
                if number > 0 { item.shape = text.bytes[piece.start] &- 0x41 < 26 ? .capitalized : .lower }
            }
            items.append(item)
        }
        return true
    }

    private static func code(_ bytes: [UInt8], _ start: Int, _ end: Int) -> UInt64 {
        var code = WordCode()
        var place = start
        while place < end {
            if bytes[place] < 0x80 || place + 1 >= end {
                code.add(WordCode.folded(UInt32(bytes[place])))
                place += 1
            } else {
                code.add(WordCode.folded(UInt32(bytes[place] & 0x1F) << 6 | UInt32(bytes[place + 1] & 0x3F)))
                place += 2
            }
        }
        return code.value
    }

    private static func letters(_ bytes: ArraySlice<UInt8>) -> Int32 {
        bytes.reduce(0) { $1 & 0xC0 == 0x80 ? $0 : $0 + 1 }
    }

    /// The value of ½ and its like.
    @inline(__always)
    static func vulgarFraction(_ scalar: UInt32) -> Double? {
        switch scalar {
        case 0xBD: 0.5
        case 0xBC: 0.25
        case 0xBE: 0.75
        case 0x2153: 1.0 / 3
        case 0x2154: 2.0 / 3
        case 0x215B: 0.125
        case 0x215C: 0.375
        case 0x215D: 0.625
        case 0x215E: 0.875
        default: nil
        }
    }
}

extension FigureItem {
    init(_ token: Token, _ index: Int) {
        start = token.start
        end = token.end
        byteStart = token.byteStart
        byteEnd = token.byteEnd
        classes = token.figureClasses
        entry = token.entry
        self.token = Int32(index)
        scalar = token.kind == .mark ? UInt32(truncatingIfNeeded: token.code) : 0
        kind = token.kind
        shape = token.shape
        mark = token.mark
        isGlued = token.before == .none
        isFirst = token.before >= .line
        general = token.classes
        isAbbreviated = token.isAbbreviated
    }
}
