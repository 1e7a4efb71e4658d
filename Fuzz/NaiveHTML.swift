/// Reads the HTML that comes of Markdown, and nothing else: elements that close in the right order, of names and with
/// attributes that stand here, text without a bare `<`, `>`, `"` or `&`, links to the web and to mailboxes alone.
struct NaiveHTML {
    /// The text between the tags.
    private(set) var text = ""
    /// The text inside of `<mark>`.
    private(set) var marked = ""
    /// How many headings have an id, which they have by their numbers.
    private(set) var sections = 0

    private static let elements = [
        "p", "em", "strong", "code", "pre", "ul", "ol", "li", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "a",
        "mark",
    ]

    static func read(_ html: String) -> NaiveHTML? {
        var page = NaiveHTML()
        var open: [String] = []
        var (bytes, marked): ([UInt8], [UInt8]) = ([], [])
        var rest = Array(html.utf8)[...]
        while let byte = rest.first {
            guard byte == UInt8(ascii: "<") else {
                guard let character = character(&rest, isInAttribute: false) else { return nil }
                bytes.append(character)
                if open.contains("mark") { marked.append(character) }
                continue
            }
            guard let end = rest.firstIndex(of: UInt8(ascii: ">")) else { return nil }
            let tag = String(decoding: rest[(rest.startIndex + 1)..<end], as: UTF8.self)
            rest = rest[(end + 1)...]
            if tag == "hr" || tag == "br" { continue }
            if tag.utf8.first == UInt8(ascii: "/") {
                guard let last = open.popLast(), tag == "/" + last else { return nil }
                continue
            }
            guard let name = page.openElement(tag), !(name == "a" && open.contains("a")) else { return nil }
            open.append(name)
        }
        guard open.isEmpty else { return nil }
        page.text = String(decoding: bytes, as: UTF8.self)
        page.marked = String(decoding: marked, as: UTF8.self)
        return page
    }

    /// The element's name; nil where it, or an attribute, may not be.
    private mutating func openElement(_ tag: String) -> String? {
        let bytes = Array(tag.utf8)
        let name = String(decoding: bytes.prefix { $0 != 32 }, as: UTF8.self)
        guard Self.elements.contains(name), let attributes = Self.attributes(bytes.dropFirst(name.utf8.count)) else {
            return nil
        }
        switch (name, attributes.map(\.name)) {
        case ("a", ["href", "rel"]), ("a", ["href", "title", "rel"]):
            guard attributes.last?.value == "nofollow noopener", Self.isWebOrMail(attributes[0].value) else {
                return nil
            }
        case ("ol", ["start"]):
            guard Int(attributes[0].value) != nil else { return nil }
        case ("h1", ["id"]), ("h2", ["id"]), ("h3", ["id"]), ("h4", ["id"]), ("h5", ["id"]), ("h6", ["id"]):
            sections += 1
            guard attributes[0].value == "section-\(sections)" else { return nil }
        case ("mark", ["id"]):
            guard attributes[0].value == "m" else { return nil }
        case ("a", _): return nil
        case (_, []): break
        default: return nil
        }
        return name
    }

    /// ` name="value"`, any number of times.
    private static func attributes(_ bytes: ArraySlice<UInt8>) -> [(name: String, value: String)]? {
        var rest = bytes
        var attributes: [(name: String, value: String)] = []
        while !rest.isEmpty {
            guard rest.popFirst() == 32, let equals = rest.firstIndex(of: UInt8(ascii: "=")) else { return nil }
            let name = String(decoding: rest[..<equals], as: UTF8.self)
            rest = rest[(equals + 1)...]
            guard rest.popFirst() == UInt8(ascii: "\"") else { return nil }
            var value: [UInt8] = []
            while rest.first != UInt8(ascii: "\"") {
                guard let character = character(&rest, isInAttribute: true) else { return nil }
                value.append(character)
            }
            rest.removeFirst()
            attributes.append((name, String(decoding: value, as: UTF8.self)))
        }
        return attributes
    }

    /// A byte of text, a reference read; nil for one that may not stand there.
    private static func character(_ rest: inout ArraySlice<UInt8>, isInAttribute: Bool) -> UInt8? {
        let references: [(String, UInt8)] = [
            ("&amp;", 0x26), ("&lt;", 0x3C), ("&gt;", 0x3E), ("&quot;", 0x22), ("&#39;", 0x27),
        ]
        guard let byte = rest.first else { return nil }
        if byte == UInt8(ascii: "&") {
            guard let (name, character) = references.first(where: { rest.starts(with: $0.0.utf8) }) else { return nil }
            rest = rest.dropFirst(name.utf8.count)
            return character
        }
        rest = rest.dropFirst()
        return isOne(byte, of: "<>\"'") ? nil : byte
    }

    private static func isWebOrMail(_ address: String) -> Bool {
        let address = address.utf8
        return ["http://", "https://", "mailto:"].contains { lowercased(address.prefix($0.utf8.count)) == $0 }
            && address.allSatisfy { $0 > 32 && $0 < 127 && !isOne($0, of: "\"<>\\^`{|}") }
    }
}
