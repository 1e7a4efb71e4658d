/// The classes of bytes that CommonMark's rules are written in (CommonMark 0.30, 2.1).
extension UInt8 {
    var isLineEnd: Bool { self == 0x0A || self == 0x0D }

    var isSpaceOrTab: Bool { self == 0x20 || self == 0x09 }

    /// A space, a tab, a line end, U+000B or U+000C.
    var isMarkdownSpace: Bool { self == 0x20 || (0x09...0x0D).contains(self) }

    var isDigit: Bool { (0x30...0x39).contains(self) }

    var isASCIILetter: Bool { (0x41...0x5A).contains(self & 0xDF) }

    /// A character that a backslash escapes.
    var isASCIIPunctuation: Bool {
        switch self {
        case 0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: true
        default: false
        }
    }

    /// Whether the byte begins a code point in UTF-8.
    var isScalarStart: Bool { self & 0xC0 != 0x80 }
}

extension RandomAccessCollection<UInt8> where Index == Int {
    /// Where the line end at `index` ends: LF, CR LF or CR; `index` where there is none.
    func lineEnd(at index: Int) -> Int {
        guard index < endIndex else { return index }
        if self[index] == 0x0A { return index + 1 }
        guard self[index] == 0x0D else { return index }
        return index + 1 < endIndex && self[index + 1] == 0x0A ? index + 2 : index + 1
    }

    /// Whether `bytes` stand at `index`.
    func holds(_ bytes: some Collection<UInt8>, at index: Int) -> Bool {
        var index = index
        for byte in bytes {
            guard index < endIndex, self[index] == byte else { return false }
            index += 1
        }
        return true
    }
}
