internal import Knowledge

/// An address that opens a page on a passage, by its words: `https://example.org/a#:~:text=We%20agreed,and%20left`.
///
/// <https://wicg.github.io/scroll-to-text-fragment/>
enum TextFragment {
    /// The address of `page` on the passage of `selector`; nil where that has no words.
    ///
    /// A long passage and one of several paragraphs is told by its first and last words, since a text in one piece is
    /// only sought within a block. What stands before and after it in its paragraph tells it apart from others.
    static func address(_ page: String, _ selector: JSON) -> String? {
        guard let exact = selector["exact"]?.string else { return nil }
        let paragraphs = exact.split(separator: "\n\n").map(words).filter { !$0.isEmpty }
        guard let first = paragraphs.first, let last = paragraphs.last else { return nil }
        var text = ""
        if let prefix = selector["prefix"]?.string.flatMap(end) { text += "\(encoded(prefix))-," }
        if paragraphs.count > 1 || exact.unicodeScalars.count > longest {
            // In one paragraph the last words begin behind the first ones.
            let shown = paragraphs.count > 1 ? endWords : min(endWords, first.count / 2)
            let tail = last.suffix(max(1, shown))
            text += encoded(first.prefix(max(1, shown)).joined(separator: " ")) + ","
            text += encoded(tail.joined(separator: " "))
        } else {
            text += encoded(first.joined(separator: " "))
        }
        if let suffix = selector["suffix"]?.string.flatMap(start) { text += ",-\(encoded(suffix))" }
        return page + (page.utf8.contains(UInt8(ascii: "#")) ? "" : "#") + ":~:text=" + text
    }

    /// Code points of a passage that is told in whole.
    private static let longest = 300
    /// How many words tell an end of a longer one.
    private static let endWords = 6

    private static func words(_ text: some StringProtocol) -> [Substring] {
        String(text).unicodeScalars.split { $0.properties.isWhitespace }.map(Substring.init)
    }

    /// The end of what stands before a passage: of its own paragraph, in whole words; nil where no word is left.
    private static func end(of prefix: String) -> String? {
        let paragraph = prefix.ranges(of: "\n\n").last.map { prefix[$0.upperBound...] }
        var found = words(paragraph ?? prefix[...])
        // The first word may be the end of a longer one.
        if paragraph == nil, prefix.unicodeScalars.count >= Selector.contextLength, !found.isEmpty {
            found.removeFirst()
        }
        return told(found)
    }

    /// The start of what stands behind a passage.
    private static func start(of suffix: String) -> String? {
        let paragraph = suffix.firstRange(of: "\n\n").map { suffix[..<$0.lowerBound] }
        var found = words(paragraph ?? suffix[...])
        if paragraph == nil, suffix.unicodeScalars.count >= Selector.contextLength, !found.isEmpty {
            found.removeLast()
        }
        return told(found)
    }

    private static func told(_ words: [Substring]) -> String? {
        let hasWord = words.contains { $0.unicodeScalars.contains { $0.properties.isAlphabetic || $0.isASCIIDigit } }
        return hasWord ? words.joined(separator: " ") : nil
    }

    /// As a value in a query, with the hyphen: it is a mark of the directive, like the comma and the ampersand.
    private static func encoded(_ text: String) -> String { Address.encoded(text).replacing("-", with: "%2D") }
}

extension Unicode.Scalar {
    fileprivate var isASCIIDigit: Bool { (0x30...0x39).contains(value) }
}
