/// SVG as it is written: elements in order, every text escaped.
struct Drawing {
    private(set) var text = ""

    typealias Attributes = KeyValuePairs<String, String>

    mutating func open(_ name: String, _ attributes: Attributes = [:]) {
        text += "<\(name)\(Self.written(attributes))>"
    }

    mutating func close(_ name: String) { text += "</\(name)>\n" }

    mutating func shape(_ name: String, _ attributes: Attributes) {
        text += "<\(name)\(Self.written(attributes))/>\n"
    }

    mutating func element(_ name: String, _ attributes: Attributes = [:], _ words: String) {
        text += "<\(name)\(Self.written(attributes))>\(Self.escaped(words))</\(name)>\n"
    }

    /// Words at a place: `start`, `middle` or `end` of them stands at x.
    mutating func words(_ words: String, x: Double, y: Double, class name: String, anchor: String = "start") {
        element(
            "text",
            ["class": name, "x": Self.number(x), "y": Self.number(y), "text-anchor": anchor, "direction": "ltr"],
            words)
    }

    mutating func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, class name: String) {
        shape(
            "line",
            [
                "class": name, "x1": Self.number(x1), "y1": Self.number(y1), "x2": Self.number(x2),
                "y2": Self.number(y2),
            ])
    }

    /// The style and what follows it, which is ours and has no text of others in it.
    mutating func raw(_ markup: StaticString) { text += "\(markup)" }

    private static func written(_ attributes: Attributes) -> String {
        attributes.map { " \($0.key)=\"\(escaped($0.value))\"" }.joined()
    }

    /// Two decimals at the most.
    static func number(_ value: Double) -> String {
        let hundredths = (value * 100).rounded()
        guard hundredths.magnitude < 1e12 else { return "0" }
        let whole = Int(hundredths)
        let rest = abs(whole % 100)
        let sign = whole < 0 ? "-" : ""
        if rest == 0 { return "\(sign)\(abs(whole) / 100)" }
        return "\(sign)\(abs(whole) / 100).\(rest < 10 ? "0" : "")\(rest % 10 == 0 ? rest / 10 : rest)"
    }

    /// Letters on one line, never markup.
    static func escaped(_ text: String) -> String {
        let line = text.unicodeScalars.map { ["\t", "\n", "\r"].contains($0) ? " " : $0 }
        return XML.escaped(String(String.UnicodeScalarView(line)))
    }
}

/// How much room words take: an estimate on the generous side, for no font is at hand.
enum Lettering {
    static func width(_ text: String, size: Double) -> Double {
        var width = 0.0
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x20, 0x2C, 0x2E, 0x3A, 0x3B, 0x27, 0x69, 0x6A, 0x6C: width += 0.3
            case 0x41...0x5A, 0x4D, 0x57, 0x6D, 0x77: width += 0.7
            case 0x300...0x36F: break
            case 0x400...0x4FF: width += 0.63
            case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFF00...0xFF60, 0x1F300...0x1FAFF:
                width += 1.05
            default: width += 0.56
            }
        }
        return width * size
    }

    /// `text` in lines of at most `width`, at most so many; the last ends with an ellipsis where there is more.
    static func lines(_ text: String, size: Double, width: Double, most: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        var words = text.split(whereSeparator: \.isWhitespace).map(String.init)[...]
        while let word = words.first {
            let longer = line.isEmpty ? word : "\(line) \(word)"
            if Self.width(longer, size: size) <= width {
                line = longer
                words.removeFirst()
                continue
            }
            if lines.count == most - 1 { return lines + [cut(longer, size: size, width: width)] }
            if line.isEmpty {
                // A word that is longer than a line is broken where the line ends.
                let part = prefix(word, size: size, width: width)
                lines.append(part)
                words[words.startIndex] = String(word.dropFirst(max(part.count, 1)))
            } else {
                lines.append(line)
                line = ""
            }
        }
        return line.isEmpty ? lines : lines + [line]
    }

    /// As much as goes into `width`, with an ellipsis where that is not all.
    static func cut(_ text: String, size: Double, width: Double) -> String {
        if Self.width(text, size: size) <= width { return text }
        return prefix(text, size: size, width: width - size) + "…"
    }

    private static func prefix(_ text: String, size: Double, width: Double) -> String {
        var prefix = ""
        var used = 0.0
        for character in text {
            used += Self.width(String(character), size: size)
            if used > width { break }
            prefix.append(character)
        }
        return prefix.isEmpty ? String(text.prefix(1)) : prefix
    }
}
