internal import Knowledge

/// What is cited: an article, or a quote in it, as bibliographies know works.
struct CitedWork: Sendable {
    /// Letters, digits and hyphens: the article's slug, with the quote's id behind it.
    var key: String
    var title: String
    var subtitle: String?
    var authors: [CitedName]
    /// Who published it: what a bibliography calls the container.
    var publisher: String?
    /// Year, and month and day where they are known.
    var date: [Int]
    var url: String?
    var language: String?
    /// The words that are cited, with who said them.
    var quote: Quote?

    struct Quote: Sendable {
        var text: String
        var speaker: String
        var role: String?
    }

    /// - Parameter quote: a quote of the article.
    init(article: JSON, quote: JSON? = nil) {
        let slug = article.text("slug") ?? "article"
        key = slug
        title = article.text("title") ?? ""
        subtitle = article.text("subtitle")
        authors = article.items("authors").compactMap(\.string).map(CitedName.init)
        publisher = article.text("publisher")
        date = (article.text("published_on") ?? "").split(separator: "-").compactMap { Int($0) }
        url = article.text("url")
        language = article.text("language")
        if let quote, let id = quote["id"]?.integer {
            key += "-q\(id)"
            self.quote = Quote(
                text: quote.text("text") ?? "", speaker: quote["expert"]?.label ?? quote.text("speaker") ?? "",
                role: quote.text("role"))
        }
    }

    var fullTitle: String { subtitle.map { "\(title): \($0)" } ?? title }

    /// `“Words” (Speaker, role)`.
    var note: String? {
        quote.map { "“\($0.text)” (\([$0.speaker, $0.role].compactMap(\.self).joined(separator: ", ")))" }
    }

    /// Whether a citation speaks Russian: so does what it cites.
    var isRussian: Bool { language.map { $0 == "ru" || $0.hasPrefix("ru-") } ?? false }
}

/// A name on a byline, taken apart where it looks like a person's.
struct CitedName: Sendable, Equatable {
    let literal: String
    /// Nil for what is no person's name, and stays as it is.
    let family: String?
    let given: [String]

    /// Small words that belong to the name behind them.
    private static let particles: Set<String> = [
        "al", "ben", "bin", "da", "de", "del", "della", "den", "der", "di", "dos", "du", "el", "ibn", "la", "le", "ten",
        "ter", "van", "von", "zu", "фон", "де",
    ]

    init(_ name: String) {
        literal = name
        let words = name.split(whereSeparator: \.isWhitespace).map(String.init)
        let isPersonal =
            (2...5).contains(words.count)
            && words.allSatisfy { word in
                Self.particles.contains(word)
                    || word.first.map { $0.isUppercase && word.contains(where: \.isLowercase) || word.hasSuffix(".") }
                        == true
            } && !name.contains(where: { $0.isNumber || "&,/()".contains($0) })
        guard isPersonal, let last = words.indices.last else {
            family = nil
            given = []
            return
        }
        var start = last
        while start > 1, Self.particles.contains(words[start - 1]) { start -= 1 }
        family = words[start...].joined(separator: " ")
        given = Array(words[..<start])
    }

    /// `A. A.`, a hyphenated name by both its parts.
    var initials: String {
        given.map { word in
            word.split(separator: "-").compactMap(\.first).map { "\($0.uppercased())." }.joined(separator: "-")
        }.joined(separator: " ")
    }
}
