internal import CStemmer
internal import Foundation

/// A language whose words are reduced to their stems.
enum StemmedLanguage: Int, Sendable {
    case english, russian
}

/// Words reduced to stems by Snowball's algorithms: `workers` and `worker` to `worker`.
///
/// <https://snowballstem.org/algorithms/>
// @unchecked: `stemmers` and `caches` are touched with `lock` held only.
final class Stemming: @unchecked Sendable {
    static let shared = Stemming()

    /// How many stems of a language are kept. Texts use few words often.
    private static let cacheLimit = 65_536

    private let lock = NSLock()
    private let stemmers: [OpaquePointer?]
    private var caches: [[String: String]]

    private init() {
        stemmers = [sb_stemmer_new("english", "UTF_8"), sb_stemmer_new("russian", "UTF_8")]
        caches = stemmers.map { _ in [:] }
    }

    /// The stem of a folded word; the word itself where it has no other.
    func stem(_ word: String, _ language: StemmedLanguage) -> String {
        lock.withLock {
            if let known = caches[language.rawValue][word] { return known }
            let stem = compute(word, language)
            if caches[language.rawValue].count >= Self.cacheLimit {
                caches[language.rawValue].removeAll(keepingCapacity: true)
            }
            caches[language.rawValue][word] = stem
            return stem
        }
    }

    private func compute(_ word: String, _ language: StemmedLanguage) -> String {
        var word = word
        return word.withUTF8 { bytes in
            guard let stemmer = stemmers[language.rawValue], let start = bytes.baseAddress, bytes.count <= 256,
                let stem = sb_stemmer_stem(stemmer, start, Int32(bytes.count))
            else { return String(decoding: bytes, as: UTF8.self) }
            return String(
                decoding: UnsafeBufferPointer(start: stem, count: Int(sb_stemmer_length(stemmer))), as: UTF8.self)
        }
    }
}

/// Which stems the words of a text have, by the language that it is said to be in.
///
/// A word in the letters of that language has its stem; where that is neither English nor Russian, none. A word in
/// other letters, and every word of a text whose language isn't known, goes by its letters: Latin ones are English,
/// Cyrillic ones Russian.
struct StemRule: Sendable {
    private let latin: StemmedLanguage?
    private let cyrillic: StemmedLanguage?

    /// Where nothing is known of the language: a query.
    static let byLetters = StemRule(language: nil)

    /// - Parameter language: a BCP 47 tag.
    init(language: String?) {
        let tag = (language ?? "").lowercased().split(separator: "-").map(String.init)
        let primary = tag.first ?? ""
        let isEnglishOrRussian = ["", "en", "ru", "und", "mul"].contains(primary)
        let usesCyrillic = tag.contains("cyrl") || (Self.cyrillicLanguages.contains(primary) && !tag.contains("latn"))
        let usesLatin = tag.contains("latn") || !(usesCyrillic || Self.otherLanguages.contains(primary))
        latin = isEnglishOrRussian || !usesLatin ? .english : nil
        cyrillic = isEnglishOrRussian || !usesCyrillic ? .russian : nil
    }

    func stem(_ word: String, _ letters: Word.Letters) -> String? {
        switch letters {
        case .latin: latin.map { Stemming.shared.stem(word, $0) }
        case .cyrillic: cyrillic.map { Stemming.shared.stem(word, $0) }
        case .other, .unspaced: nil
        }
    }

    private static let cyrillicLanguages: Set<String> = [
        "ab", "ba", "be", "bg", "ce", "cv", "kk", "kv", "ky", "mk", "mn", "os", "ru", "sah", "sr", "tg", "tt", "tyv",
        "udm", "uk",
    ]
    /// Written in neither Latin nor Cyrillic letters.
    private static let otherLanguages: Set<String> = [
        "am", "ar", "bn", "ckb", "dv", "el", "fa", "gu", "he", "hi", "hy", "ja", "ka", "km", "kn", "ko", "lo", "ml",
        "mr", "my", "ne", "or", "pa", "prs", "ps", "sd", "si", "ta", "te", "th", "ti", "ug", "ur", "yi", "zh",
    ]
}
