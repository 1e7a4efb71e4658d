/// The kinds of character that writers, keyboards and typesetters exchange without changing a word.
///
/// A passage is the same as another when the two differ in nothing but characters of one kind: `"` for `“`, a no-break
/// space for a space, `-` for `–`. No kind turns into another, and nothing is dropped; case, diacritics and every
/// other character (a soft hyphen and a zero-width joiner among them) count as they are.
///
/// The members follow the Unicode Character Database (White_Space, Quotation_Mark and Dash in PropList.txt), with the
/// additions that the cases name.
public enum CharacterKind: Sendable, Equatable {
    /// White_Space, and the spaces without width: U+200B, U+2060 and U+FEFF. A run of them counts as one.
    case whiteSpace

    /// The quotation marks that are never an apostrophe: straight, curly, low, angle (single ones too), corner and
    /// fullwidth, and the Hebrew gershayim, for which a keyboard has `"`.
    case quotationMark

    /// Apostrophes **and** single quotation marks: `'`, `‘`, `’`, `‚`, `‛`, their fullwidth and modifier forms, the
    /// Hebrew geresh, and the grave and acute accents that stand in for them.
    ///
    /// The two can't be told apart by the character: U+2019 is the preferred one for both (The Unicode Standard,
    /// chapter 6, "Apostrophes"), and what stands after the s in `leaders'` may be either. So a straight and a curly
    /// one are equal wherever they stand, and a single quotation mark is not equal to a double one.
    case apostrophe

    /// Dash, from the hyphen to the em dash and the minus sign. Each counts by itself: `--` is two.
    case dash

    /// Every other character, which is equal to itself alone.
    case other

    /// The kind of one code point.
    public init(_ scalar: Unicode.Scalar) {
        self = Self.kind(of: scalar.value)
    }

    /// The ASCII character that stands for the kind in a folded text; `nil` for ``other``.
    var representative: UInt8? {
        switch self {
        case .whiteSpace: UInt8(ascii: " ")
        case .quotationMark: UInt8(ascii: "\"")
        case .apostrophe: UInt8(ascii: "'")
        case .dash: UInt8(ascii: "-")
        case .other: nil
        }
    }

    private static func kind(of value: UInt32) -> CharacterKind {
        switch value {
        // The letters of most texts, told first because folding asks for each of them.
        case 0x41...0x5A, 0x61...0x7A, 0xC0...0x2BA, 0x2BE...0x557, 0x3400...0xA78B, 0xAC00...0xD7A3: .other

        case 0x09...0x0D, 0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200B, 0x2028, 0x2029, 0x202F, 0x205F, 0x2060, 0x3000,
            0xFEFF:
            .whiteSpace
        case 0x27, 0x60, 0xB4, 0x2BB...0x2BD, 0x55A, 0x5F3, 0x2018...0x201B, 0xA78C, 0xFF07: .apostrophe
        case 0x22, 0xAB, 0xBB, 0x5F4, 0x201C...0x201F, 0x2039, 0x203A, 0x2E42, 0x300C...0x300F, 0x301D...0x301F,
            0xFE41...0xFE44, 0xFF02, 0xFF62, 0xFF63:
            .quotationMark
        case 0x2D, 0x58A, 0x5BE, 0x1400, 0x1806, 0x2010...0x2015, 0x2053, 0x207B, 0x208B, 0x2212, 0x2E17, 0x2E1A,
            0x2E3A, 0x2E3B, 0x2E40, 0x2E5D, 0x301C, 0x3030, 0x30A0, 0xFE31, 0xFE32, 0xFE58, 0xFE63, 0xFF0D, 0x10D6E,
            0x10EAD:
            .dash
        default: .other
        }
    }
}
