/// Where a passage may begin and end in a folded text: never inside a word, a number or a character.
///
/// - Between two letters, a letter and a digit, or two digits there is no boundary, except in the scripts that set no
///   space between words (Chinese, Japanese, Thai, Lao, Khmer, Burmese, Tibetan).
/// - Between a digit and a digit there is none either when just a decimal or grouping mark stands between them: `2` is
///   not in `2.5`, nor `893` in `1,893`.
/// - Before a combining mark, a joiner or a vowel or final of a Hangul syllable there is none: `e` is not in `é`.
struct WordBoundary {
    let bytes: UnsafeBufferPointer<UInt8>

    /// Whether a passage may begin at byte `index`, or end there.
    func isBoundary(at index: Int) -> Bool {
        guard index > 0, index < bytes.count else { return true }
        let next = bytes[index]
        let previous = bytes[index - 1]
        if next < 0x80, previous < 0x80 {
            guard next.isWord else { return !(next.isNumberMark && isInsideNumber(markAt: index)) }
            if previous.isWord { return false }
            return !(next.isDigit && previous.isNumberMark && isInsideNumber(markAt: index - 1))
        }
        let after = scalar(at: index).wordClass
        if after == .joined { return false }
        return !(after == .word && wordClass(endingAt: index) == .word)
    }

    /// Whether the byte at `index` parts two digits.
    private func isInsideNumber(markAt index: Int) -> Bool {
        index > 0 && index + 1 < bytes.count && bytes[index - 1].isDigit && bytes[index + 1].isDigit
    }

    /// The class of the character that ends at `index`: of its base, for one with combining marks.
    private func wordClass(endingAt index: Int) -> Unicode.Scalar.WordClass {
        var index = index
        while index > 0 {
            index -= 1
            while index > 0, !bytes[index].isScalarStart { index -= 1 }
            let found = scalar(at: index).wordClass
            if found != .joined { return found }
        }
        return .none
    }

    private func scalar(at index: Int) -> Unicode.Scalar {
        let first = UInt32(bytes[index])
        func next(_ offset: Int) -> UInt32 { index + offset < bytes.count ? UInt32(bytes[index + offset] & 0x3F) : 0 }
        let value: UInt32 =
            switch first {
            case ..<0x80: first
            case ..<0xE0: (first & 0x1F) << 6 | next(1)
            case ..<0xF0: (first & 0x0F) << 12 | next(1) << 6 | next(2)
            default: (first & 0x07) << 18 | next(1) << 12 | next(2) << 6 | next(3)
            }
        return Unicode.Scalar(value) ?? "\u{FFFD}"
    }
}

extension UInt8 {
    fileprivate var isWord: Bool { isASCIILetter || isDigit }

    /// A point, a comma or the apostrophe of 1'893.
    fileprivate var isNumberMark: Bool { self == 0x2E || self == 0x2C || self == 0x27 }
}

extension Unicode.Scalar {
    fileprivate enum WordClass {
        case word, none
        /// It belongs to the character before it.
        case joined
    }

    fileprivate var wordClass: WordClass {
        switch value {
        // The letters that most texts are made of.
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x2AF, 0x370...0x373,
            0x388...0x481, 0x48A...0x52F:
            .word
        case ..<0x300, 0x2000...0x200C, 0x200E...0x206F: .none
        case 0x200D, 0x1160...0x11FF: .joined
        // Thai, Lao, Tibetan, Burmese, Khmer, kana and Han: every character is a place to begin, but for its marks.
        case 0xE00...0xFFF, 0x1000...0x109F, 0x1780...0x17FF, 0x3040...0x3098, 0x309B...0x30FF, 0x3400...0x9FFF,
            0xF900...0xFAFF, 0x20000...0x3FFFF:
            properties.generalCategory.isMark ? .joined : .none
        default:
            properties.generalCategory.isMark
                ? .joined : properties.isAlphabetic || properties.numericType != nil ? .word : .none
        }
    }
}

extension Unicode.GeneralCategory {
    fileprivate var isMark: Bool { self == .nonspacingMark || self == .spacingMark || self == .enclosingMark }
}
