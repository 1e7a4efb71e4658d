/// The encoding that a page gives for itself.
enum MetaCharset {
    /// What the first `charset=` of a `meta` element or an XML declaration says, within the first 4 KiB: the standard's
    /// 1,024 bytes are too few for many a page.
    static func read(_ bytes: [UInt8]) -> String? {
        let beginning = Array(bytes.prefix(4_096)).map(\.lowercasedASCII)
        var index = 0
        while index < beginning.count {
            defer { index += 1 }
            guard beginning[index] == UInt8(ascii: "<") else { continue }
            let isXML = beginning.holds("<?xml", at: index)
            guard isXML || beginning.holds("<meta", at: index) else { continue }
            let tag = beginning[index...].prefix { $0 != UInt8(ascii: ">") }
            let name = isXML ? "encoding" : "charset"
            guard let range = tag.firstRange(of: name.utf8) else { continue }
            var rest = tag[range.upperBound...].drop(while: \.isHTMLSpace)
            guard rest.first == UInt8(ascii: "=") else { continue }
            rest = rest.dropFirst().drop { $0.isHTMLSpace || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "'") }
            let label = rest.prefix {
                $0.isASCIIAlphanumeric || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ":")
            }
            let text = String(decoding: label, as: UTF8.self)
            // Whoever could write this in UTF-16 would not have been read here.
            if !text.isEmpty { return text.hasPrefix("utf-16") ? "utf-8" : text }
        }
        return nil
    }
}
