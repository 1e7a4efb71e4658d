import Foundation

/// Unicode's full canonical decompositions, code point by code point (UnicodeData.txt, field 5, and the rule for
/// Hangul, The Unicode Standard, 3.12). The standard library keeps them to itself, so they are asked of Foundation once.
struct CanonicalDecomposition: Sendable {
    static let all = CanonicalDecomposition()

    /// The sequences, one after the other.
    private var scalars: [Unicode.Scalar] = []

    /// For each page of 128 code points, where its entries begin in ``entries``; 0 for a page without any.
    private var pages = [Int32](repeating: 0, count: 0x11_0000 >> 7)

    /// Where a code point's sequence begins in ``scalars``, times 8, plus its length; 0 where it has none. The first
    /// 128 are the empty page.
    private var entries = [UInt32](repeating: 0, count: 128)

    /// Every block that has a code point with a decomposition, but for Hangul. A test holds it to the whole of Unicode.
    private static let blocks: [ClosedRange<UInt32>] = [
        0xC0...0x1FFF, 0x2000...0x2FFF, 0x3040...0x30FF, 0xF900...0xFB4F, 0x1_1080...0x1_1FFF, 0x1_D15E...0x1_D1C0,
        0x2_F800...0x2_FA1D,
    ]

    private init() {
        for scalar in Self.blocks.joined().lazy.compactMap(Unicode.Scalar.init) {
            let sequence = Array(String(scalar).decomposedStringWithCanonicalMapping.unicodeScalars)
            if sequence == [scalar] { continue }
            let page = Int(scalar.value >> 7)
            if pages[page] == 0 {
                pages[page] = Int32(entries.count)
                entries.append(contentsOf: repeatElement(0, count: 128))
            }
            entries[Int(pages[page]) + Int(scalar.value & 127)] = UInt32(scalars.count * 8 + sequence.count)
            scalars.append(contentsOf: sequence)
        }
    }

    /// What `scalar` is canonically equivalent to; `nil` where it is only equal to itself.
    subscript(scalar: Unicode.Scalar) -> ArraySlice<Unicode.Scalar>? {
        if (0xAC00...0xD7A3).contains(scalar.value) { return Self.jamo(of: scalar.value)[...] }
        let entry = Int(entries[Int(pages[Int(scalar.value >> 7)]) + Int(scalar.value & 127)])
        return entry == 0 ? nil : scalars[(entry / 8)..<(entry / 8 + entry % 8)]
    }

    /// A Hangul syllable's letters, by arithmetic.
    private static func jamo(of syllable: UInt32) -> [Unicode.Scalar] {
        let index = syllable - 0xAC00
        let final = index % 28
        let letters =
            [0x1100 + index / (21 * 28), 0x1161 + index % (21 * 28) / 28] + (final > 0 ? [0x11A7 + final] : [])
        return letters.compactMap(Unicode.Scalar.init)
    }
}
