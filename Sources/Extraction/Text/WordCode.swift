/// A word's identity without its case: a 64-bit FNV-1a hash of its folded code points (http://www.isthe.com/chongo/tech/comp/fnv/).
/// Words that share one by chance would share their classes, which is a wrong proposal at worst.
struct WordCode {
    private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

    @inline(__always)
    mutating func add(_ folded: UInt32) {
        value = (value ^ UInt64(folded)) &* 0x0000_0100_0000_01B3
    }

    /// The code of a whole word.
    init(_ word: some StringProtocol) {
        for scalar in word.unicodeScalars { add(Self.folded(scalar.value)) }
    }

    init() {}

    /// A code point without case: small letters, е for ё, `'` for `’`, `-` for the other hyphens.
    @inline(__always)
    static func folded(_ scalar: UInt32) -> UInt32 {
        if scalar < 0x80 { return scalar &- 0x41 < 26 ? scalar | 0x20 : scalar }
        switch scalar {
        case 0xC0...0xDE where scalar != 0xD7: return scalar + 0x20
        case 0x410...0x42F: return scalar + 0x20
        case 0x401, 0x451: return 0x435
        case 0x402...0x40F: return scalar + 0x50
        case 0x430...0x44F, 0x80...0xFF: return scalar
        case 0x2018, 0x2019: return 0x27
        case 0x2010, 0x2011: return 0x2D
        default: return Unicode.Scalar(scalar)?.properties.lowercaseMapping.unicodeScalars.first?.value ?? scalar
        }
    }
}
