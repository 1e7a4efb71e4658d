internal import HTTPServer
internal import HTTPTypes

/// A language that the pages speak.
enum Language: String, CaseIterable, Sendable {
    case english = "en"
    case russian = "ru"

    /// What the language calls itself.
    var name: String {
        switch self {
        case .english: "English"
        case .russian: "Русский"
        }
    }

    /// The cookie that keeps what was chosen by hand.
    static let cookie = "language"

    /// The language that was chosen by hand, else the one that Accept-Language likes best, else English.
    init(of request: Request) {
        self = request.cookie(Self.cookie).flatMap(Self.init(rawValue:)) ?? Self.preferred(by: request[.acceptLanguage])
    }

    /// A range is met by the tag that it begins with (RFC 4647 §3.4); of ranges liked alike, by the first.
    static func preferred(by acceptLanguage: String?) -> Language {
        var best: (language: Language, quality: Int)?
        for range in (acceptLanguage ?? "").split(separator: ",").map(WeightedRange.init) {
            let primary = range.value.prefix { $0 != "-" }
            guard let language = range.value == "*" ? .english : Language(rawValue: String(primary)),
                range.quality > best?.quality ?? 0
            else { continue }
            best = (language, range.quality)
        }
        return best?.language ?? .english
    }
}
