/// A block of an article's text, whatever the document was that it comes from.
indirect enum TextBlock: Equatable {
    case paragraph([TextRun])
    /// A level from 1 to 6.
    case heading(Int, [TextRun])
    /// Its first number, nil for bullets; and the blocks of each item.
    case list(Int?, [[TextBlock]])
    case quote([TextBlock])
    /// Lines as they are.
    case code([UInt8])
    /// Rows of cells.
    case table([[[TextRun]]])
    case rule
}

/// Letters of one style: UTF-8, white space collapsed, U+000A only where a line is broken.
struct TextRun: Equatable {
    var text: [UInt8]
    var style = TextStyle()
}

struct TextStyle: Equatable {
    var isStrong = false
    var isEmphasized = false
    var isCode = false
    /// An absolute address.
    var link: String?

    /// What both have in common.
    func intersection(_ other: TextStyle) -> TextStyle {
        TextStyle(
            isStrong: isStrong && other.isStrong, isEmphasized: isEmphasized && other.isEmphasized,
            isCode: isCode && other.isCode, link: link == other.link ? link : nil)
    }
}

/// Gathers the runs of a block: white space collapsed as a browser shows it, none at the ends of a line.
struct TextRuns {
    private(set) var runs: [TextRun] = []
    private var hasSpace = false
    private var spaceStyle = TextStyle()

    var isEmpty: Bool { runs.isEmpty }

    /// Appends a piece of text, in UTF-8.
    ///
    /// Left out is what no one sees and no one types: soft hyphens, zero-width spaces and joiners of words, byte order
    /// marks. Control characters from U+0080 on are what windows-1252 has in their places, as browsers take them, or
    /// nothing; those below are spaces.
    mutating func append(_ piece: some Sequence<UInt8>, _ style: TextStyle) {
        var text: [UInt8] = []
        /// Bytes of a character that may have to be left out.
        var held: [UInt8] = []
        func flushHeld() {
            text += held
            held.removeAll(keepingCapacity: true)
        }
        for byte in piece {
            if held.isEmpty {
                switch byte {
                case 0...0x20, 0x7F:
                    if !text.isEmpty {
                        add(text, style)
                        text.removeAll(keepingCapacity: true)
                    }
                    if !hasSpace { (hasSpace, spaceStyle) = (true, style) }
                case 0xC2, 0xE2, 0xEF: held.append(byte)
                default: text.append(byte)
                }
                continue
            }
            held.append(byte)
            switch (held[0], held.count) {
            case (0xC2, _):
                if byte == 0xAD { held.removeAll(keepingCapacity: true) }
                if byte < 0xA0, let meant = Self.windows1252(byte) { held = meant }
                flushHeld()
            case (_, 2): break
            default:
                if Self.isInvisible(held) { held.removeAll(keepingCapacity: true) } else { flushHeld() }
            }
        }
        flushHeld()
        if !text.isEmpty { add(text, style) }
    }

    /// Whether the last is a break.
    var endsInBreak: Bool { runs.last?.text.last == 0x0A }

    /// A hard break; none is kept at either end, and of several one.
    mutating func breakLine(_ style: TextStyle) {
        hasSpace = false
        guard !runs.isEmpty, !endsInBreak else { return }
        add([0x0A], style)
    }

    /// The runs, without a break at the end; and begins anew.
    mutating func take() -> [TextRun] {
        defer { self = TextRuns() }
        while let last = runs.last {
            var text = last.text
            while text.last == 0x0A || text.last == 0x20 { text.removeLast() }
            if !text.isEmpty {
                runs[runs.count - 1].text = text
                break
            }
            runs.removeLast()
        }
        return runs
    }

    private mutating func add(_ text: [UInt8], _ style: TextStyle) {
        if hasSpace {
            hasSpace = false
            if let last = runs.last?.text.last, last != 0x0A { join([0x20], spaceStyle) }
        }
        join(text, style)
    }

    private mutating func join(_ text: [UInt8], _ style: TextStyle) {
        if runs.last?.style == style {
            runs[runs.count - 1].text += text
        } else {
            runs.append(TextRun(text: text, style: style))
        }
    }

    /// U+200B, U+2060 and U+FEFF.
    private static func isInvisible(_ bytes: [UInt8]) -> Bool {
        bytes == [0xE2, 0x80, 0x8B] || bytes == [0xE2, 0x81, 0xA0] || bytes == [0xEF, 0xBB, 0xBF]
    }

    /// What U+0080 to U+009F were meant to be (<https://html.spec.whatwg.org/#numeric-character-reference-end-state>).
    private static func windows1252(_ byte: UInt8) -> [UInt8]? {
        guard (0x80...0x9F).contains(byte) else { return nil }
        let meant: [Unicode.Scalar] = [
            "€", " ", "‚", "ƒ", "„", "…", "†", "‡", "ˆ", "‰", "Š", "‹", "Œ", " ", "Ž", " ", " ", "‘", "’", "“", "”",
            "•",
            "–", "—", "˜", "™", "š", "›", "œ", " ", "ž", "Ÿ",
        ]
        // Five of them it has nothing for.
        let scalar = meant[Int(byte) - 0x80]
        return scalar == " " ? [] : Array(String(scalar).utf8)
    }
}

extension [TextRun] {
    /// The letters alone.
    var plain: [UInt8] { flatMap(\.text) }
}
