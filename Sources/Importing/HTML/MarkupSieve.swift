/// What of a page's markup goes on to libxml2: elements with the attributes that are read, and text.
///
/// Tags are told as the HTML standard's tokenizer tells them (<https://html.spec.whatwg.org/#tokenization>), in one pass.
/// Comments, declarations, processing instructions, scripts, styles and other attributes stay here: they are nothing to
/// read, and some of them cost libxml2 more than a time linear in their length (it compares each attribute of a tag with
/// all before it). JSON-LD is kept apart.
struct MarkupSieve {
    /// Well-formed tags and text, UTF-8.
    private(set) var markup: [UInt8] = []
    /// The contents of `application/ld+json` scripts.
    private(set) var linkedData: [[UInt8]] = []

    private let source: [UInt8]
    private var index = 0
    private var hasRoot = false
    private var hasBody = false
    /// In XHTML `<a/>` has ended.
    private let isXML: Bool

    init(_ source: [UInt8], isXML: Bool) {
        self.source = source
        self.isXML = isXML
        markup.reserveCapacity(source.count / 2)
        sift()
    }

    private mutating func sift() {
        while index < source.count {
            let byte = source[index]
            guard byte == UInt8(ascii: "<") else {
                append(byte)
                index += 1
                continue
            }
            let next = index + 1 < source.count ? source[index + 1] : 0
            if next.isASCIILetter {
                index += 1
                startTag()
            } else if next == UInt8(ascii: "/"), index + 2 < source.count, source[index + 2].isASCIILetter {
                index += 2
                endTag()
            } else if source.holds("<!--", at: index) {
                comment()
            } else if source.holds("<!doctype", at: index, ignoringCase: true) {
                declaration()
            } else if next == UInt8(ascii: "!") || next == UInt8(ascii: "?") || next == UInt8(ascii: "/") {
                skip(past: UInt8(ascii: ">"))
            } else {
                append(byte)
                index += 1
            }
        }
    }

    /// Appends a byte of text.
    private mutating func append(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "<"): markup += [UInt8]("&lt;".utf8)
        // Controls, which libxml2 takes for errors.
        case 0..<0x20 where byte != 0x0A && byte != 0x09: markup.append(0x20)
        default: markup.append(byte)
        }
    }

    // MARK: Tags

    private mutating func startTag() {
        let name = tagName()
        var attributes: [(HTMLAttribute, [UInt8])] = []
        var type: [UInt8] = []
        var isClosed = false
        while true {
            skipSpace()
            guard index < source.count else { return }
            if source[index] == UInt8(ascii: ">") {
                index += 1
                break
            }
            if source[index] == UInt8(ascii: "/") {
                isClosed = index + 1 < source.count && source[index + 1] == UInt8(ascii: ">")
                index += 1
                continue
            }
            let (attribute, value) = self.attribute()
            if attribute == "type" { type = Array(value) }
            guard let kept = HTMLAttribute(named: attribute), value.count <= ReadingLimits.attributeBytes,
                !attributes.contains(where: { $0.0 == kept })
            else { continue }
            attributes.append((kept, Array(value)))
        }
        switch name {
        case "script": return script(type)
        case "style", "xmp", "iframe", "noembed", "noframes", "textarea":
            _ = rawText(until: name)
            return
        case "title": return title()
        case "plaintext", "frameset", "frame": return
        case "html":
            if hasRoot { return }
            hasRoot = true
        case "body":
            if hasBody { return }
            hasBody = true
        case "": return
        default: break
        }
        write(name, attributes, isClosed: (isClosed && isXML) || HTMLTag(named: name).isVoid)
    }

    private mutating func write(_ name: String, _ attributes: [(HTMLAttribute, [UInt8])], isClosed: Bool) {
        markup.append(UInt8(ascii: "<"))
        markup += name.utf8
        for (attribute, value) in attributes {
            markup.append(0x20)
            markup += attribute.rawValue.utf8
            markup += [UInt8(ascii: "="), UInt8(ascii: "\"")]
            for byte in value {
                if byte == UInt8(ascii: "\"") { markup += [UInt8]("&quot;".utf8) } else { append(byte) }
            }
            markup.append(UInt8(ascii: "\""))
        }
        if isClosed { markup.append(UInt8(ascii: "/")) }
        markup.append(UInt8(ascii: ">"))
    }

    private mutating func endTag() {
        let name = tagName()
        skip(past: UInt8(ascii: ">"))
        guard !name.isEmpty, name != "body", name != "html", !HTMLTag(named: name).isVoid else {
            // `</br>` is shown as a break.
            if name == "br" { markup += [UInt8]("<br/>".utf8) }
            return
        }
        markup += [UInt8]("</\(name)>".utf8)
    }

    /// In lower case; empty for one that no element of HTML has.
    private mutating func tagName() -> String {
        let start = index
        while index < source.count, !source[index].isTagEnd { index += 1 }
        let name = source[start..<index]
        guard name.count <= 40,
            name.allSatisfy({ $0.isASCIIAlphanumeric || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") })
        else { return "" }
        return String(decoding: name.map(\.lowercasedASCII), as: UTF8.self)
    }

    private mutating func attribute() -> (String, ArraySlice<UInt8>) {
        let start = index
        // An equals sign at the beginning is a part of the name.
        index += 1
        while index < source.count, !source[index].isTagEnd, source[index] != UInt8(ascii: "=") { index += 1 }
        let name =
            index - start <= 20 ? String(decoding: source[start..<index].map(\.lowercasedASCII), as: UTF8.self) : ""
        skipSpace()
        guard index < source.count, source[index] == UInt8(ascii: "=") else { return (name, []) }
        index += 1
        skipSpace()
        guard index < source.count else { return (name, []) }
        let quote = source[index]
        if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
            index += 1
            let start = index
            while index < source.count, source[index] != quote { index += 1 }
            defer { index += 1 }
            return (name, source[start..<index])
        }
        let valueStart = index
        while index < source.count, source[index] != UInt8(ascii: ">"), !source[index].isHTMLSpace { index += 1 }
        return (name, source[valueStart..<index])
    }

    // MARK: What is no markup

    private mutating func comment() {
        index += 4
        // `<!-->` and `<!--->` have ended.
        if source.holds(">", at: index) || source.holds("->", at: index) { return skip(past: UInt8(ascii: ">")) }
        while index < source.count {
            if source.holds("-->", at: index) || source.holds("--!>", at: index) {
                return skip(past: UInt8(ascii: ">"))
            }
            index += 1
        }
    }

    /// A document type. What XML declares in brackets within it, which no browser reads, is passed over as well.
    private mutating func declaration() {
        while index < source.count, source[index] != UInt8(ascii: ">") {
            if source[index] == UInt8(ascii: "[") { skip(past: UInt8(ascii: "]")) } else { index += 1 }
        }
        skip(past: UInt8(ascii: ">"))
    }

    private mutating func script(_ type: [UInt8]) {
        let content = rawText(until: "script")
        let type = ContentType(String(decoding: type, as: UTF8.self)).mediaType
        if type == "application/ld+json", linkedData.count < ReadingLimits.linkedDataScripts,
            content.count <= ReadingLimits.linkedDataBytes
        {
            linkedData.append(Array(content))
        }
    }

    private mutating func title() {
        let content = rawText(until: "title")
        markup += [UInt8]("<title>".utf8)
        for byte in content { append(byte) }
        markup += [UInt8]("</title>".utf8)
    }

    /// What stands until the end tag, and goes past it.
    private mutating func rawText(until name: String) -> ArraySlice<UInt8> {
        let start = index
        while index < source.count {
            if source[index] == UInt8(ascii: "<"), source.holds("</", at: index),
                source.holds(name, at: index + 2, ignoringCase: true),
                index + 2 + name.utf8.count >= source.count || source[index + 2 + name.utf8.count].isTagEnd
            {
                let content = source[start..<index]
                skip(past: UInt8(ascii: ">"))
                return content
            }
            index += 1
        }
        return source[start...]
    }

    private mutating func skipSpace() {
        while index < source.count, source[index].isHTMLSpace { index += 1 }
    }

    private mutating func skip(past byte: UInt8) {
        while index < source.count, source[index] != byte { index += 1 }
        index = min(index + 1, source.count)
    }
}

extension UInt8 {
    var isASCIILetter: Bool { (0x41...0x5A).contains(self & 0xDF) }
    var isHTMLSpace: Bool { self == 0x20 || self == 0x0A || self == 0x09 || self == 0x0D || self == 0x0C }
    var lowercasedASCII: UInt8 { (0x41...0x5A).contains(self) ? self | 0x20 : self }
    fileprivate var isTagEnd: Bool { isHTMLSpace || self == UInt8(ascii: ">") || self == UInt8(ascii: "/") }
}

extension [UInt8] {
    /// Whether `text`, which is ASCII, stands at `index`.
    func holds(_ text: String, at index: Int, ignoringCase: Bool = false) -> Bool {
        guard index >= 0, index + text.utf8.count <= count else { return false }
        var place = index
        for byte in text.utf8 {
            guard self[place] == byte || (ignoringCase && self[place].lowercasedASCII == byte) else { return false }
            place += 1
        }
        return true
    }
}
