/// A word of a text, as a search compares it; in scripts without spaces, one character.
struct Word: Sendable {
    /// What its letters say of its language.
    enum Letters: UInt8, Sendable {
        case latin, cyrillic, other, unspaced
    }

    /// Lower case, without accents.
    var form: String
    /// Where it stands in the text, in code points, end exclusive.
    var start: Int
    var end: Int
    var letters: Letters
    /// Whether SQLite's tokenizer makes the same of it.
    var isFoldedBySQLite: Bool

    /// Calls `body` with each word of `text`, in order.
    ///
    /// Letters and digits make words, as SQLite's unicode61 has it; marks that are dropped don't end them.
    static func forEach(in text: String, _ body: (Word) -> Void) {
        var text = text
        text.withUTF8 { bytes in
            var scanner = WordScanner()
            scanner.scan(bytes, body)
        }
    }

    /// All words of `text`.
    static func all(in text: String) -> [Word] {
        var words: [Word] = []
        forEach(in: text) { words.append($0) }
        return words
    }
}

/// The state of one pass over a text.
private struct WordScanner {
    private var form: [UInt8] = []
    private var start = 0
    private var isFoldedBySQLite = true
    private var hasDigit = false
    /// The letters seen in this word: bit 0 Latin, 1 Cyrillic, 2 others.
    private var seen: UInt8 = 0
    /// Past the last letter or mark of the word.
    private var end = 0

    mutating func scan(_ bytes: UnsafeBufferPointer<UInt8>, _ body: (Word) -> Void) {
        var index = 0
        var position = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte < 0x80 {
                index += 1
                switch byte {
                case 0x61...0x7A: append(byte, at: position, letters: 1)
                case 0x41...0x5A: append(byte | 0x20, at: position, letters: 1)
                case 0x30...0x39:
                    append(byte, at: position, letters: 0)
                    hasDigit = true
                default: flush(body)
                }
                position += 1
                continue
            }
            let scalar = Self.decode(bytes, &index)
            take(Letter.of(scalar), scalar, at: position, body)
            position += 1
        }
        flush(body)
    }

    private mutating func append(_ byte: UInt8, at position: Int, letters: UInt8) {
        if form.isEmpty { start = position }
        form.append(byte)
        seen |= letters
        end = position + 1
    }

    private mutating func take(
        _ letter: Letter, _ scalar: Unicode.Scalar, at position: Int, _ body: (Word) -> Void
    ) {
        switch letter.kind {
        case .none: flush(body)
        case .mark:
            guard !form.isEmpty else { return }
            end = position + 1
            if !letter.isFoldedBySQLite { isFoldedBySQLite = false }
            // A short i is a letter of its own, in one code point or in two.
            if scalar.value == 0x306, form.suffix(2) == [0xD0, 0xB8] {
                form[form.count - 1] = 0xB9
                isFoldedBySQLite = false
            }
        case .letter:
            if form.isEmpty { start = position }
            form += letter.folded
            end = position + 1
            if !letter.isFoldedBySQLite { isFoldedBySQLite = false }
            if letter.isDigit {
                hasDigit = true
            } else {
                seen |= letter.letters == .latin ? 1 : letter.letters == .cyrillic ? 2 : 4
            }
        case .unspaced:
            if !form.isEmpty {
                // SQLite takes both for one word.
                isFoldedBySQLite = false
                flush(body)
            }
            body(
                Word(
                    form: String(decoding: letter.folded, as: UTF8.self), start: position, end: position + 1,
                    letters: .unspaced, isFoldedBySQLite: false))
        }
    }

    private mutating func flush(_ body: (Word) -> Void) {
        if form.isEmpty { return }
        let letters: Word.Letters =
            hasDigit ? .other : seen == 1 ? .latin : seen == 2 ? .cyrillic : .other
        body(
            Word(
                form: String(decoding: form, as: UTF8.self), start: start, end: end, letters: letters,
                isFoldedBySQLite: isFoldedBySQLite))
        form.removeAll(keepingCapacity: true)
        isFoldedBySQLite = true
        hasDigit = false
        seen = 0
    }

    /// The code point at `index`, which moves behind it. A string's own bytes are well-formed.
    private static func decode(_ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int) -> Unicode.Scalar {
        let lead = UInt32(bytes[index])
        let count = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
        var value = lead & (count == 2 ? 0x1F : count == 3 ? 0x0F : 0x07)
        for following in bytes[(index + 1)..<min(index + count, bytes.count)] {
            value = value << 6 | UInt32(following & 0x3F)
        }
        index += count
        return Unicode.Scalar(value) ?? "\u{FFFD}"
    }
}
