internal import Knowledge
internal import Mustache

/// How text becomes part of a page: letters, never markup.
///
/// The library's own escaping compares grapheme clusters, so that a quotation mark with a combining accent behind it
/// passes as it is and ends the attribute that it stands in. Here each byte is looked at.
struct PageText: MustacheContentType {
    private static let name = "PAGE"

    /// What a template begins with so that its text is escaped here.
    static let pragma = "{{% CONTENT_TYPE:\(name)}}"

    static func register() { MustacheContentTypes.register(PageText(), named: name) }

    func escapeText(_ text: String) -> String {
        guard text.utf8.contains(where: Self.isSpecial) else { return text }
        var escaped: [UInt8] = []
        escaped.reserveCapacity(text.utf8.count + 32)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): escaped += "&amp;".utf8
            case UInt8(ascii: "<"): escaped += "&lt;".utf8
            case UInt8(ascii: ">"): escaped += "&gt;".utf8
            case UInt8(ascii: "\""): escaped += "&quot;".utf8
            case UInt8(ascii: "'"): escaped += "&#39;".utf8
            default: escaped.append(byte)
            }
        }
        return String(decoding: escaped, as: UTF8.self)
    }

    /// JSON that can stand in a `<script>`: no sign in it ends the element or begins a comment, and no quotation mark in a
    /// text looks like the end of one.
    static func inScript(_ json: JSON) -> String {
        var safe: [UInt8] = []
        var isEscaped = false
        for byte in json.text.utf8 {
            if isEscaped {
                safe += byte == UInt8(ascii: "\"") ? Array("\\u0022".utf8) : [UInt8(ascii: "\\"), byte]
                isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else if byte == UInt8(ascii: "<") {
                safe += "\\u003c".utf8
            } else {
                safe.append(byte)
            }
        }
        return String(decoding: safe, as: UTF8.self)
    }

    private static func isSpecial(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "'"): true
        default: false
        }
    }
}
