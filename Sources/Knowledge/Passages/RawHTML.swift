/// The words of a block of raw HTML: what is left when tags, comments, scripts and styles are gone.
///
/// An author who writes `<div>Words</div>` means the words to be read, so they belong to the article's text and are
/// shown; the markup itself never is. References (`&amp;`) are decoded as they are in the rest of a body, white space
/// at both ends of a line goes, and lines without words go with it.
struct RawHTML {
    enum Piece: Equatable {
        /// These bytes of the literal as they are.
        case same(Range<Int>)
        /// What a reference at these bytes denotes.
        case denoted(Range<Int>, [UInt8])
        /// The end of a line of words that another follows; in the literal it stands somewhere in the range.
        case lineEnd(Range<Int>)
    }

    /// The words of `literal`, piece by piece, in its order.
    static func pieces(of literal: UnsafeBufferPointer<UInt8>) -> [Piece] {
        var reading = Reading(literal: literal, references: CharacterReferences(in: literal))
        reading.readAll()
        return reading.pieces
    }

    private struct Reading {
        let literal: UnsafeBufferPointer<UInt8>
        let references: CharacterReferences
        var pieces: [Piece] = []

        private var line: [Piece] = []
        private var endOfWords = 0
        /// Set when a tag was found that nothing closes, so that the rest isn't searched again from every `<`.
        private var hasUnclosedTag = false

        init(literal: UnsafeBufferPointer<UInt8>, references: CharacterReferences) {
            self.literal = literal
            self.references = references
        }

        mutating func readAll() {
            var index = 0
            while index < literal.count {
                if literal[index] == UInt8(ascii: "<"), let end = endOfMarkup(at: index) {
                    index = end
                } else if literal[index].isLineEnd {
                    endLine()
                    index = literal.lineEnd(at: index)
                } else if let reference = references.reference(in: literal, at: index) {
                    line.append(.denoted(index..<reference.end, reference.bytes))
                    index = reference.end
                } else {
                    let start = index
                    repeat { index += 1 } while index < literal.count && !isSpecial(literal[index])
                    line.append(.same(start..<index))
                }
            }
            endLine()
        }

        private func isSpecial(_ byte: UInt8) -> Bool {
            byte.isLineEnd || byte == UInt8(ascii: "<") || byte == UInt8(ascii: "&")
        }

        /// Adds the words of the line, trimmed.
        private mutating func endLine() {
            defer { line.removeAll(keepingCapacity: true) }
            while case .same(let range) = line.first {
                let words = literal[range].drop(while: \.isMarkdownSpace)
                line[0] = .same(words.startIndex..<range.upperBound)
                if !words.isEmpty { break }
                line.removeFirst()
            }
            while case .same(let range) = line.last {
                var end = range.upperBound
                while end > range.lowerBound, literal[end - 1].isMarkdownSpace { end -= 1 }
                line[line.count - 1] = .same(range.lowerBound..<end)
                if end > range.lowerBound { break }
                line.removeLast()
            }
            guard let first = line.first, let last = line.last else { return }
            if !pieces.isEmpty { pieces.append(.lineEnd(endOfWords..<first.range.lowerBound)) }
            pieces += line
            endOfWords = last.range.upperBound
        }

        /// Where the tag, comment, declaration or instruction at `index` ends; `nil` where `<` is just a character.
        private mutating func endOfMarkup(at index: Int) -> Int? {
            guard index + 1 < literal.count else { return nil }
            switch literal[index + 1] {
            case UInt8(ascii: "!"):
                // As in HTML, what nothing closes reaches to the end.
                if literal.holds("<!--".utf8, at: index) { return end(of: "-->", from: index + 4) ?? literal.count }
                if literal.holds("<![CDATA[".utf8, at: index) { return end(of: "]]>", from: index) ?? literal.count }
                return end(of: ">", from: index) ?? literal.count
            case UInt8(ascii: "?"):
                return end(of: "?>", from: index) ?? literal.count
            case UInt8(ascii: "/"):
                guard index + 2 < literal.count, literal[index + 2].isASCIILetter else { return nil }
                return endOfTag(at: index)
            case let letter where letter.isASCIILetter:
                guard let end = endOfTag(at: index) else { return nil }
                for name in ["script", "style"] where isName(name, at: index + 1) {
                    return endOfElement(name, from: end)
                }
                return end
            default:
                return nil
            }
        }

        private mutating func endOfTag(at index: Int) -> Int? {
            if hasUnclosedTag { return nil }
            var quote: UInt8?
            for next in (index + 1)..<literal.count {
                let byte = literal[next]
                if let open = quote {
                    if byte == open { quote = nil }
                } else if byte == UInt8(ascii: ">") {
                    return next + 1
                } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                    quote = byte
                }
            }
            hasUnclosedTag = true
            return nil
        }

        private func endOfElement(_ name: String, from start: Int) -> Int {
            var index = start
            while index + 1 < literal.count {
                if literal[index] == UInt8(ascii: "<"), literal[index + 1] == UInt8(ascii: "/"),
                    isName(name, at: index + 2)
                {
                    return end(of: ">", from: index) ?? literal.count
                }
                index += 1
            }
            return literal.count
        }

        private func isName(_ name: String, at index: Int) -> Bool {
            var index = index
            for byte in name.utf8 {
                guard index < literal.count, literal[index] | 0x20 == byte else { return false }
                index += 1
            }
            return index == literal.count || !literal[index].isASCIILetter
        }

        private func end(of mark: String, from start: Int) -> Int? {
            var index = start
            while index < literal.count {
                if literal.holds(mark.utf8, at: index) { return index + mark.utf8.count }
                index += 1
            }
            return nil
        }
    }
}

extension RawHTML.Piece {
    fileprivate var range: Range<Int> {
        switch self {
        case .same(let range), .denoted(let range, _), .lineEnd(let range): range
        }
    }
}
