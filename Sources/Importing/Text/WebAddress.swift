internal import Foundation

/// Addresses on a page, made absolute.
struct WebAddress {
    private let base: URL?

    /// - Parameter base: The page's own address, absolute.
    init(base: String?) { self.base = base.flatMap { URL(string: $0) } }

    /// An absolute http or https address, without what Markdown or a header could not hold; nil for any other.
    func absolute(_ reference: String) -> String? {
        let cleaned = Self.encoded(reference.trimmed)
        guard !cleaned.isEmpty, cleaned.utf8.count <= ReadingLimits.urlBytes,
            let url = URL(string: cleaned, relativeTo: base)?.absoluteURL,
            let scheme = url.scheme?.lowercased(), scheme == "http" || scheme == "https",
            let host = url.host(percentEncoded: true), !host.isEmpty
        else { return nil }
        let text = url.absoluteString
        return text.utf8.count <= ReadingLimits.urlBytes && text == Self.encoded(text) ? text : nil
    }

    /// Whether an absolute address is the page's own, but for what follows `#`.
    func isOwn(_ url: String) -> Bool {
        guard let base else { return false }
        func page(_ text: String) -> Substring { text.prefix { $0 != "#" } }
        return page(url) == page(base.absoluteString)
    }

    /// White space and what no address has, percent-encoded as browsers do; line ends left out.
    private static func encoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 where byte != 0x0A && byte != 0x0D && byte != 0x09 {
            switch byte {
            case 0...0x20, 0x7F..., UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "\\"),
                UInt8(ascii: "^"), UInt8(ascii: "`"), UInt8(ascii: "{"), UInt8(ascii: "|"), UInt8(ascii: "}"):
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            default: bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
