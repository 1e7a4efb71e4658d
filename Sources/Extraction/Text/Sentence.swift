/// A sentence: its tokens, closing marks included.
struct Sentence: Sendable {
    var tokens: Range<Int>
    /// The number of its paragraph.
    var paragraph: Int
}

/// Cuts tokens into sentences and paragraphs.
///
/// A sentence ends with `.`, `?`, `!` or `…` and the closing marks after it, where what follows does not begin small;
/// not after an abbreviation or initial that a sentence goes on after. A paragraph ends one, too, and a line does where it
/// ended the sentence, is short as headings are, or a list's item follows. A paragraph that breaks off and goes on
/// small is one sentence with the next.
func findSentences(_ tokens: [Token]) -> (sentences: [Sentence], paragraphs: [Range<Int>]) {
    var sentences: [Sentence] = []
    var paragraphs: [Range<Int>] = []
    var (start, paragraphStart) = (0, 0)
    var hasEnded = false
    for index in tokens.indices.dropFirst() {
        let (token, last) = (tokens[index], tokens[index - 1])
        if last.kind == .mark {
            if last.mark.isTerminal {
                hasEnded = true
            } else if !(hasEnded && isClosing(last, next: token)) {
                hasEnded = false
            }
        } else {
            hasEnded = last.isAbbreviated
        }
        let isParagraph = token.before == .paragraph
        var ends = false
        if isParagraph {
            ends = hasEnded || !(token.shape == .lower && last.mark != .colon)
        } else if token.before == .line {
            ends = endsLine(tokens, start, index, hasEnded)
        } else if hasEnded, token.before != .none || isOpening(token) {
            ends = begins(tokens, index, afterAbbreviation: last.kind == .word)
        }
        if ends {
            sentences.append(Sentence(tokens: start..<index, paragraph: paragraphs.count))
            start = index
            hasEnded = false
        }
        if isParagraph {
            paragraphs.append(paragraphStart..<index)
            paragraphStart = index
        }
    }
    if !tokens.isEmpty {
        sentences.append(Sentence(tokens: start..<tokens.count, paragraph: paragraphs.count))
        paragraphs.append(paragraphStart..<tokens.count)
    }
    return (sentences, paragraphs)
}

/// Whether a mark after a sentence's end still belongs to it.
private func isClosing(_ mark: Token, next: Token) -> Bool {
    switch mark.mark {
    case .rightDouble, .rightAngle, .rightSingle, .rightSingleAngle, .closeParenthesis, .closeBracket: true
    // A straight mark closes where no white space parts it from the end. “ closes in German and Russian.
    case .straightDouble, .straightSingle, .leftDouble: mark.before == .none
    default: false
    }
}

private func isOpening(_ token: Token) -> Bool {
    switch token.mark {
    case .leftDouble, .leftAngle, .lowDouble, .leftSingle: token.kind == .mark
    default: false
    }
}

/// Whether a sentence may begin here, after one that may have ended.
private func begins(_ tokens: [Token], _ index: Int, afterAbbreviation: Bool) -> Bool {
    var index = index
    // What it begins with, behind the marks that open.
    while index < tokens.count, tokens[index].kind == .mark,
        tokens[index].mark.isQuotation || tokens[index].mark == .openParenthesis || tokens[index].mark == .openBracket
            || tokens[index].mark == .dash || tokens[index].mark == .ellipsis
    {
        index += 1
    }
    guard index < tokens.count else { return true }
    let token = tokens[index]
    if !afterAbbreviation { return token.kind == .mark || token.shape != .lower }
    // "the U.S. He said", "at 5 p.m. The": a word that is never a name begins anew; "Gov. Mike" goes on.
    return token.kind == .word && token.shape != .lower
        && !tokens[index - 1].classes.contains(.title)
        && token.classes.contains(.notName) && tokens[index - 1].shape != .capitalized
}

/// Whether a line's end within a paragraph ends the sentence that began at `start`.
private func endsLine(_ tokens: [Token], _ start: Int, _ index: Int, _ hasEnded: Bool) -> Bool {
    let (token, last) = (tokens[index], tokens[index - 1])
    if token.shape == .lower { return false }
    if hasEnded { return true }
    if token.kind == .mark, token.mark == .bullet || token.mark == .dash { return true }
    // A heading or an item of a list: a short line of its own, and a capital after it.
    return token.shape != .none && last.end - tokens[start].start < Limits.headingLength
}
