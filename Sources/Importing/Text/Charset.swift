internal import CXML

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// A document's characters as UTF-8, whatever they were sent in.
struct DecodedText {
    /// UTF-8 without a byte order mark; U+FFFD stands for what was no character.
    let bytes: [UInt8]
    /// The encoding that it was read as, by its name in the WHATWG's standard.
    let charset: String
    /// What a person should know of the choice.
    let warning: ReadingWarning?

    /// Decodes `bytes`: by its byte order mark, else as declared, else as UTF-8 where it is that, else by a guess.
    ///
    /// - Parameters:
    ///   - declared: What the transfer says, nil where it says nothing.
    ///   - inner: What the document says of itself; asked only where it is needed.
    init(_ bytes: [UInt8], declared: String?, inner: () -> String? = { nil }) {
        if let (charset, length) = Self.byteOrderMark(bytes) {
            self.init(Array(bytes[length...]), charset: charset, warning: nil)
            return
        }
        let isUTF8 = Self.isUTF8(bytes)
        for label in [declared, inner()] {
            guard let label, let charset = Charset.named(label) else { continue }
            if charset == "utf-8", !isUTF8 {
                // Most of a page whose one byte is broken is still UTF-8; else what says so is wrong.
                guard Self.brokenShare(bytes) > 0.05 else {
                    self.init(bytes, charset: charset, warning: nil)
                    return
                }
                continue
            }
            // A page that is UTF-8 beyond ASCII is hardly ever anything else, whatever it says.
            if isUTF8, charset != "utf-8", !charset.hasPrefix("utf-16"), !Charset.isStateful(charset),
                bytes.contains(where: { $0 >= 0x80 })
            {
                self.init(
                    bytes, charset: "utf-8",
                    warning: ReadingWarning(
                        .charset, "It says that it is \(charset), and was read as UTF-8, which all of it is"))
                return
            }
            self.init(bytes, charset: charset, warning: nil)
            return
        }
        if isUTF8 {
            self.init(bytes, charset: "utf-8", warning: nil)
            return
        }
        let guess = Self.guess(bytes)
        self.init(
            bytes, charset: guess,
            warning: ReadingWarning(.charset, "Nothing says how its characters are encoded: \(guess) was guessed"))
    }

    private init(_ bytes: [UInt8], charset: String, warning: ReadingWarning?) {
        self.charset = charset
        if charset == "utf-8" {
            self.bytes = Self.isUTF8(bytes) ? bytes : Array(String(decoding: bytes, as: UTF8.self).utf8)
            self.warning = warning
            return
        }
        guard let decoded = Charset.decode(bytes, from: charset) else {
            self.bytes = Array(String(decoding: bytes, as: UTF8.self).utf8)
            self.warning = ReadingWarning(.charset, "This system can't read \(charset): UTF-8 was tried")
            return
        }
        self.bytes = decoded
        self.warning = warning
    }

    private static func byteOrderMark(_ bytes: [UInt8]) -> (String, Int)? {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return ("utf-8", 3) }
        if bytes.starts(with: [0xFE, 0xFF]) { return ("utf-16be", 2) }
        if bytes.starts(with: [0xFF, 0xFE]) { return ("utf-16le", 2) }
        return nil
    }

    private static func isUTF8(_ bytes: [UInt8]) -> Bool {
        String(validating: bytes, as: UTF8.self) != nil
    }

    /// Of the bytes beyond ASCII, those that are no part of a character of UTF-8, as a share.
    private static func brokenShare(_ bytes: [UInt8]) -> Double {
        let high = bytes.count { $0 >= 0x80 }
        guard high > 0 else { return 0 }
        // Each broken byte or beginning of a character becomes one U+FFFD.
        let broken = String(decoding: bytes, as: UTF8.self).unicodeScalars.count { $0 == "\u{FFFD}" }
        return Double(broken) / Double(high)
    }

    /// windows-1251 where the letters beyond ASCII come in whole words, as Cyrillic does; else windows-1252, where they
    /// stand among ASCII.
    private static func guess(_ bytes: [UInt8]) -> String {
        var (pairs, singles) = (0, 0)
        var run = 0
        for byte in bytes {
            if byte >= 0xC0 || byte == 0xA8 || byte == 0xB8 {
                run += 1
                continue
            }
            if run >= 3 { pairs += run } else { singles += run }
            run = 0
        }
        if run >= 3 { pairs += run } else { singles += run }
        return pairs > singles * 2 ? "windows-1251" : "windows-1252"
    }
}

/// Encodings by the labels that pages use (<https://encoding.spec.whatwg.org/#names-and-labels>), as far as they are
/// still met.
enum Charset {
    /// The encoding's name; nil for a label that means none.
    static func named(_ label: String) -> String? {
        let label = label.lowercased().filter { !$0.isWhitespace && $0 != "\"" && $0 != "'" }
        return labels[label]
    }

    /// Whether its bytes below 0x80 may mean something else than ASCII.
    static func isStateful(_ charset: String) -> Bool { charset == "iso-2022-jp" }

    private static let labels: [String: String] = {
        var labels: [String: String] = [:]
        for (name, others) in [
            ("utf-8", "utf8 unicode-1-1-utf-8"), ("utf-16le", "utf-16 unicode ucs-2"), ("utf-16be", ""),
            ("windows-1252", "iso-8859-1 iso8859-1 latin1 l1 ascii us-ascii cp1252 x-cp1252"),
            ("windows-1251", "cp1251 x-cp1251 win-1251"), ("windows-1250", "cp1250 x-cp1250"),
            ("windows-1253", "cp1253"), ("windows-1254", "cp1254 iso-8859-9 latin5"), ("windows-1255", "cp1255"),
            ("windows-1256", "cp1256"), ("windows-1257", "cp1257"), ("windows-1258", "cp1258"),
            ("windows-874", "tis-620 iso-8859-11"), ("iso-8859-2", "latin2 l2"), ("iso-8859-3", "latin3"),
            ("iso-8859-4", "latin4"), ("iso-8859-5", "cyrillic"), ("iso-8859-6", "arabic"), ("iso-8859-7", "greek"),
            ("iso-8859-8", "hebrew"), ("iso-8859-10", "latin6"), ("iso-8859-13", ""), ("iso-8859-14", ""),
            ("iso-8859-15", "latin9"), ("iso-8859-16", ""), ("koi8-r", "koi8 koi koi8_r"), ("koi8-u", ""),
            ("ibm866", "cp866 866"), ("macintosh", "mac x-mac-roman"), ("x-mac-cyrillic", ""),
            ("gb18030", "gbk gb2312 gb_2312-80 x-gbk"), ("big5", "big5-hkscs x-x-big5"), ("euc-jp", "x-euc-jp"),
            ("shift_jis", "shift-jis sjis windows-31j x-sjis ms_kanji"), ("iso-2022-jp", ""),
            ("euc-kr", "ks_c_5601-1987 windows-949 korean"),
        ] {
            labels[name] = name
            for other in others.split(separator: " ") { labels[String(other)] = name }
        }
        return labels
    }()

    /// The names that iconv has for the same, where they differ.
    private static let iconvNames = [
        "windows-1252": "CP1252", "windows-1251": "CP1251", "windows-874": "CP874", "ibm866": "CP866",
        "x-mac-cyrillic": "MAC-CYRILLIC", "shift_jis": "CP932", "euc-kr": "CP949", "big5": "BIG5-HKSCS",
    ]

    /// Decodes `bytes` into UTF-8, with U+FFFD for each byte that can't be; nil where the system does not know the
    /// encoding.
    static func decode(_ bytes: [UInt8], from charset: String) -> [UInt8]? {
        let converter = iconv_open("UTF-8", iconvNames[charset] ?? charset.uppercased())
        // (iconv_t) -1, as the manual has it.
        guard let converter, Int(bitPattern: converter) != -1 else { return nil }
        defer { iconv_close(converter) }
        var input = bytes
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count * 2)
        var piece = [CChar](repeating: 0, count: 32 * 1_024)
        input.withUnsafeMutableBytes { input in
            guard let base = input.baseAddress else { return }
            var next: UnsafeMutablePointer<CChar>? = base.assumingMemoryBound(to: CChar.self)
            var left = input.count
            while left > 0 {
                let before = left
                var (result, reason) = (0, Int32(0))
                piece.withUnsafeMutableBufferPointer { piece in
                    var target = piece.baseAddress
                    var room = piece.count
                    result = iconv(converter, &next, &left, &target, &room)
                    reason = errno
                    output += UnsafeRawBufferPointer(start: piece.baseAddress, count: piece.count - room)
                }
                guard result == -1, reason != E2BIG else {
                    // All of it, or the room has been used up; an iconv that does neither would go on for ever.
                    if left == before, result == -1, reason == E2BIG { break }
                    continue
                }
                output += [0xEF, 0xBF, 0xBD]
                next = next?.advanced(by: 1)
                left -= 1
            }
        }
        // iconv may let through what is no Unicode scalar.
        return String(validating: output, as: UTF8.self) == nil
            ? Array(String(decoding: output, as: UTF8.self).utf8) : output
    }
}
