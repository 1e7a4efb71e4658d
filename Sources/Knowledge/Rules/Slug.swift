internal import Foundation

/// A record's name in addresses, from a name in any script.
public enum Slug {
    /// How long a slug may be, in bytes. Those that are made are cut at a word before it.
    public static let limit = 120
    private static let madeLimit = 80

    /// Cyrillic as English readers are used to it (BGN), every other script by its common romanization, then ASCII.
    private static let transform = StringTransform("NFKC; Russian-Latin/BGN; Any-Latin; Latin-ASCII; Lower")

    /// The slug of `name`; empty where nothing of it can be written in Latin letters.
    ///
    /// ```swift
    /// Slug.make("Негматулло Мирсаидов")   // "negmatullo-mirsaidov"
    /// Slug.make("Emissões de CO₂")        // "emissoes-de-co2"
    /// ```
    public static func make(_ name: String) -> String {
        let ascii = name.utf8.allSatisfy { $0 < 0x80 }
        let latin = ascii ? name.lowercased() : name.applyingTransform(transform, reverse: false) ?? name
        var slug: [UInt8] = []
        var pendingHyphen = false
        for byte in latin.utf8 {
            switch byte {
            case 0x30...0x39, 0x61...0x7A:
                if pendingHyphen, !slug.isEmpty { slug.append(UInt8(ascii: "-")) }
                pendingHyphen = false
                slug.append(byte)
            // An apostrophe is part of a word: "Côte d'Ivoire's" has no gaps there.
            case UInt8(ascii: "'"), 0x80...0xFF: break
            default: pendingHyphen = true
            }
        }
        if slug.count > madeLimit {
            let cut = slug.prefix(madeLimit)
            slug = Array(cut.lastIndex(of: UInt8(ascii: "-")).map { cut[..<$0] } ?? cut)
        }
        return String(decoding: slug, as: UTF8.self)
    }
}
