internal import Foundation

/// Languages and countries by their names in the page's language.
enum Locality {
    static func language(_ tag: String?) -> String? {
        tag.map { Wording.current.language.locale.localizedString(forIdentifier: $0) ?? $0 }
    }

    /// The language's name where it is another than the page's.
    static func foreign(_ tag: String?) -> String? {
        tag?.hasPrefix(Wording.current.language.rawValue) == true ? nil : language(tag)
    }

    static func country(_ code: String?) -> String? {
        code.map { Wording.current.language.locale.localizedString(forRegionCode: $0) ?? $0 }
    }

    /// `rtl` for a language that is written from right to left; nil for every other, and where none is known.
    static func direction(_ tag: String?) -> String? {
        guard let tag = tag?.lowercased() else { return nil }
        let subtags = tag.split(separator: "-")
        if subtags.contains("latn") || subtags.contains("cyrl") { return nil }
        if subtags.contains("arab") || subtags.contains("hebr") { return "rtl" }
        return subtags.first.map { rightToLeft.contains(String($0)) } == true ? "rtl" : nil
    }

    private static let rightToLeft: Set<String> = [
        "ar", "arc", "azb", "ckb", "dv", "fa", "he", "mzn", "nqo", "pnb", "ps", "sd", "syr", "ug", "ur", "yi",
    ]
}

extension Language {
    private static let locales = [Language.english: Locale(identifier: "en"), .russian: Locale(identifier: "ru")]

    fileprivate var locale: Locale { Self.locales[self] ?? Locale(identifier: rawValue) }
}
