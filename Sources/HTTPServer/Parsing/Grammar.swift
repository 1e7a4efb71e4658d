/// The byte classes of HTTP's and URI's grammars. Bytes are compared, never characters: in Swift "\r\n" is one
/// Character, and `Int("+5")` is 5.
enum Grammar {
    static let space = UInt8(ascii: " ")
    static let tab: UInt8 = 0x09
    static let lineFeed: UInt8 = 0x0A
    static let carriageReturn: UInt8 = 0x0D

    /// `tchar` (RFC 9110 §5.6.2), as a bit for each byte below 128.
    @inline(__always)
    static func isToken(_ byte: UInt8) -> Bool {
        holds(byte, 0x03FF_6CFA_0000_0000, 0x57FF_FFFF_C7FF_FFFE)
    }

    /// What a target may have in it as it is: visible ASCII but `#`, since a fragment is never sent, and `%`, which
    /// starts an escape. `"`, `<`, `>`, `\`, `^`, `` ` ``, `{`, `|` and `}` should be escaped (RFC 3986 §2) and are let
    /// through, since browsers send some of them and no two readings come of it.
    @inline(__always)
    static func isTarget(_ byte: UInt8) -> Bool {
        holds(byte, 0xFFFF_FFD6_0000_0000, 0x7FFF_FFFF_FFFF_FFFF)
    }

    /// `unreserved / sub-delims` of a host's registered name (RFC 3986 §3.2.2).
    @inline(__always)
    static func isHostName(_ byte: UInt8) -> Bool {
        holds(byte, 0x2BFF_7FD2_0000_0000, 0x47FF_FFFE_87FF_FFFE)
    }

    @inline(__always)
    static func isDigit(_ byte: UInt8) -> Bool {
        byte &- UInt8(ascii: "0") < 10
    }

    /// A byte of a field's value: HTAB, SP, VCHAR or obs-text (RFC 9110 §5.5).
    @inline(__always)
    static func isFieldValue(_ byte: UInt8) -> Bool {
        byte == tab || (byte >= 0x20 && byte != 0x7F)
    }

    @inline(__always)
    private static func holds(_ byte: UInt8, _ low: UInt64, _ high: UInt64) -> Bool {
        byte < 128 && (byte < 64 ? low : high) >> UInt64(byte & 63) & 1 == 1
    }
}

extension UnsafeRawBufferPointer {
    /// Whether these bytes are a word in ASCII, whatever the case. The word is given in small letters, digits and `-`;
    /// the bytes are known to hold no control characters.
    @inline(__always)
    func equalsIgnoringCase(_ word: StaticString) -> Bool {
        guard count == word.utf8CodeUnitCount else { return false }
        let letters = word.utf8Start
        for index in 0..<count where self[index] | 0x20 != letters[index] { return false }
        return true
    }

    /// Whether these bytes are exactly a word.
    func equals(_ word: StaticString) -> Bool {
        guard count == word.utf8CodeUnitCount else { return false }
        for index in 0..<count where self[index] != word.utf8Start[index] { return false }
        return true
    }

    /// A part, without a check in release builds.
    @inline(__always)
    func part(_ start: Int, _ end: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: self[start..<end])
    }

    /// Without the spaces and tabs around (OWS, RFC 9110 §5.6.3).
    var trimmed: UnsafeRawBufferPointer {
        var start = 0
        var end = count
        while start < end, self[start] == Grammar.space || self[start] == Grammar.tab { start += 1 }
        while end > start, self[end - 1] == Grammar.space || self[end - 1] == Grammar.tab { end -= 1 }
        return part(start, end)
    }

    /// Calls `body` with each element of a comma-separated list, trimmed; empty ones are left out (RFC 9110 §5.6.1.2).
    /// Only for lists whose elements have no quoted strings.
    func forEachElement(_ body: (UnsafeRawBufferPointer) -> Void) {
        var start = 0
        for index in 0...count where index == count || self[index] == UInt8(ascii: ",") {
            let element = part(start, index).trimmed
            if element.count > 0 { body(element) }
            start = index + 1
        }
    }
}
