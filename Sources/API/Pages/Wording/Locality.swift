internal import Foundation

/// Languages and countries by their English names.
enum Locality {
    private static let english = Locale(identifier: "en")

    static func language(_ tag: String?) -> String? {
        tag.map { english.localizedString(forIdentifier: $0) ?? $0 }
    }

    static func country(_ code: String?) -> String? {
        code.map { english.localizedString(forRegionCode: $0) ?? $0 }
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
