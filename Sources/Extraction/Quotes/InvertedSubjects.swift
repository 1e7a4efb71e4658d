/// The subject behind its verb: `said |Robert McAtee, one of several veterans`.
extension QuoteReading {
    /// The subject that begins at an item: `said |Robert McAtee, one of several veterans`.
    mutating func subject(after start: Int, ceiling: Int) -> Subject? {
        let ceiling = min(ceiling, start + Limits.nounPhrase)
        guard start < ceiling else { return nil }
        let first = items[start]
        if first.isMark(.at), start + 1 < ceiling, items[start + 1].isWord, items[start + 1].before == .none {
            return Subject(phrase: start..<(start + 2), mention: tokens(of: start..<(start + 2)))
        }
        guard first.isWord || first.kind == .number, !first.has([.preposition, .complementizer, .auxiliary]),
            !first.has([.conjunction, .negation]) || first.has(.determiner)
        else {
            return nil
        }
        if first.has(.subjectPronoun), !first.isAbbreviated {
            return Subject(phrase: start..<(start + 1), mention: first.tokens)
        }
        if first.has(.time) || first.has(.subordinator) && !first.has(.determiner) { return nil }
        var end = start
        scan: while end < ceiling {
            steps += 1
            let item = items[end]
            switch item.kind {
            case .quotation:
                guard item.tokens.count <= 5, end > start, items[end - 1].isCapital, end + 1 < ceiling,
                    items[end + 1].isCapital
                else { break scan }
            case .number:
                break
            case .mark:
                if item.mark == .slash, end > start {
                    break
                } else if item.mark == .openParenthesis, end > start, let close = closeParenthesis(after: end, ceiling)
                {
                    end = close
                } else if !(joins(end) && end > start) {
                    break scan
                }
            case .word:
                if item.has(.preposition) {
                    guard end > start, item.has(.nameParticle) || isBelonging(end), end + 1 < ceiling else {
                        break scan
                    }
                    let before = items[end - 1]
                    guard
                        before.isLower
                            || (start..<end).contains(where: { items[$0].has([.institution, .title, .role]) })
                    else { break scan }
                } else if item.has(.conjunction) {
                    guard isAnd(end), end > start, end + 1 < ceiling, items[end - 1].isCapital,
                        items[end + 1].isCapital
                    else { break scan }
                } else if item.has([.subordinator, .complementizer, .negation, .relativePronoun, .infinitiveMark]) {
                    break scan
                } else if item.has([.time, .pronoun]), end > start, !item.has(.determiner) {
                    break scan
                } else if item.isLower, item.has([.verb, .auxiliary, .adverb]), !item.has(.possessive) {
                    break scan
                } else if item.isLower, item.has(WordClasses.cueVerbs), !item.has([.nominal, .role]),
                    !(item.has(.participle) && end > start && items[end - 1].has([.determiner, .possessivePronoun]))
                {
                    break scan
                } else if item.isLower, end > start, endsInEd(end), items[end - 1].isLower, !endsInLy(end - 1),
                    !items[end - 1].has([.determiner, .possessivePronoun, .adverb])
                {
                    // `a study |published in Nature`
                    break scan
                } else if item.isLower, end > start, items[end - 1].isCapital,
                    !(text.language == .russian && items[end - 1].has([.institution, .role]))
                {
                    // `Blige |sings to Clinton`: after a name nothing small belongs to it.
                    break scan
                }
            }
            end += 1
        }
        guard end > start else { return nil }
        guard var subject = plausible(start..<end) else { return nil }
        // `said Smith, a professor at Yale,`: what follows the comma is what he is.
        if subject.role == nil, end + 1 < items.count, items[end].isMark(.comma),
            items[end + 1].has(.determiner) || items[end + 1].has(.role)
        {
            var stop = end + 1
            while stop < min(items.count, end + 1 + Limits.nounPhrase), items[stop].kind != .quotation,
                !items[stop].isMark(.comma), !items[stop].isMark(.period), !items[stop].has(.relativePronoun),
                !isFinite(stop)
            {
                steps += 1
                stop += 1
            }
            let closes = stop >= items.count || items[stop].kind == .mark
            if closes, isApposition((end + 1)..<stop) { subject.role = tokens(of: (end + 1)..<stop) }
        }
        return subject
    }

    mutating func closeParenthesis(after open: Int, _ ceiling: Int) -> Int? {
        var index = open + 1
        while index < ceiling, index - open < 16 {
            steps += 1
            if items[index].isMark(.closeParenthesis) { return index }
            index += 1
        }
        return nil
    }
}
