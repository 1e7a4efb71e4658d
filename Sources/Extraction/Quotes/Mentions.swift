/// Who is meant by a noun phrase: the name, the title and role, or the whole.
extension QuoteReading {
    /// The mention and the role in a noun phrase; `nil` where nobody can be meant.
    func plausible(_ phrase: Range<Int>) -> Subject? {
        guard let first = phrase.first, let last = phrase.last else { return nil }
        if phrase.count == 1 {
            let item = items[first]
            // «Газпром» сообщил
            if item.kind == .quotation, !isMeant(first) {
                return Subject(phrase: phrase, mention: quotations[item.quotation].content)
            }
            if item.kind != .word { return nil }
            if item.has(.pronoun) { return Subject(phrase: phrase, mention: item.tokens) }
            if item.has([.time, .adverb, .preposition]) { return nil }
            // A small word alone is somebody only where it is known, or several.
            if item.isLower, text.language == .english, !item.has([.role, .group, .institution, .plural]),
                !endsInS(first)
            {
                return nil
            }
        }
        if phrase.allSatisfy({ items[$0].has([.time, .adverb, .determiner]) || items[$0].kind == .number }) {
            return nil
        }
        if items[first].isWord, text.tokens[items[first].tokens.lowerBound].code == Codes.there { return nil }
        // The head ends where a preposition or parenthesis begins.
        var headEnd = first + 1
        while headEnd < phrase.upperBound,
            !(items[headEnd].has(.preposition) && items[headEnd].isLower && !isParticleInName(headEnd, phrase)),
            !items[headEnd].isMark(.openParenthesis)
        {
            headEnd += 1
        }
        if let name = nameRun(first..<headEnd), !name.contains(where: { items[$0].has(.institution) }),
            // `директор института Пётр Иванов` is a person, `Congress Watch` is none.
            !(first..<name.lowerBound).contains(where: { items[$0].has(.institution) })
                || (first..<name.lowerBound).contains(where: { items[$0].has([.role, .title]) })
        {
            return named(phrase, name)
        }
        // `Minister of Labor of Tajikistan Sumanguli Tagoyzoda`: the name comes after what the office is of.
        if headEnd < phrase.upperBound, (first..<headEnd).contains(where: { items[$0].has([.role, .title]) }),
            let run = nameRun(headEnd..<phrase.upperBound), run.upperBound == phrase.upperBound
        {
            var start = run.lowerBound
            for index in run where items[index].has([.institution, .place]) { start = index + 1 }
            if start == run.lowerBound, run.count > 2 { start = run.upperBound - 2 }
            // `expert on economics Ali Mastov`
            let followsNoun =
                items[run.lowerBound - 1].isLower && !items[run.lowerBound - 1].has([.preposition, .determiner])
            if start < run.upperBound, start > run.lowerBound || followsNoun {
                return named(phrase, start..<run.upperBound)
            }
        }
        // `recent statements of the Minister`: whoever made them.
        if headEnd + 1 < phrase.upperBound, items[headEnd - 1].has(.occasion), Codes.belonging.contains(code(headEnd)),
            (first..<headEnd).count <= 3, let maker = plausible((headEnd + 1)..<phrase.upperBound),
            maker.role != nil
                || (headEnd + 1..<phrase.upperBound).contains(where: {
                    items[$0].has([.role, .title, .institution]) || items[$0].isCapital
                })
        {
            return Subject(phrase: phrase, mention: maker.mention, role: maker.role)
        }
        var end = last + 1
        // `Ministry of Labor (MoL)`: the parenthesis is not a part of it.
        if items[last].isMark(.closeParenthesis), let open = phrase.last(where: { items[$0].isMark(.openParenthesis) }),
            open > first
        {
            end = open
        }
        return Subject(phrase: phrase, mention: tokens(of: first..<end))
    }

    func named(_ phrase: Range<Int>, _ name: Range<Int>) -> Subject {
        var start = phrase.lowerBound
        // Smith and Jones say it both.
        if (start..<name.lowerBound).contains(where: {
            $0 > start && isAnd($0) && (items[$0 - 1].isCapital || $0 + 1 == name.lowerBound)
        }) {
            while start + 1 < name.lowerBound, items[start].has(.determiner) { start += 1 }
            return Subject(phrase: phrase, mention: tokens(of: start..<name.upperBound))
        }
        while start < name.lowerBound, items[start].has(.determiner) { start += 1 }
        return Subject(
            phrase: phrase, mention: tokens(of: name),
            role: start < name.lowerBound ? tokens(of: start..<name.lowerBound) : nil)
    }

    /// The capitalized words that a range ends with, without the titles before a name.
    func nameRun(_ range: Range<Int>) -> Range<Int>? {
        var start = range.upperBound
        while start > range.lowerBound {
            let item = items[start - 1]
            let isPart =
                item.isCapital && !(item.has([.determiner, .pronoun, .preposition]) && item.has(.notName))
                || item.kind == .quotation && start < range.upperBound
                || isParticleInName(start - 1, range)
                || item.kind == .mark && start < range.upperBound && joins(start - 1) && item.mark == .dash
            if !isPart { break }
            start -= 1
        }
        // Titles before it, and what is in capitals throughout: that is where they work (`ECB President Lagarde`).
        while start + 1 < range.upperBound,
            items[start].has([.title, .role, .group]) || items[start].kind == .mark
                || range.upperBound - start > 2 && items[start].shape == .all && !items[start].isAbbreviated
                    && items[start + 1].isCapital
        {
            start += 1
        }

        guard start < range.upperBound, items[start].isCapital, !items[start].has(.time) else { return nil }
        // A role alone, in capitals, is no name.
        if range.upperBound - start == 1, items[start].has([.title, .role, .group]),
            !items[start].has([.givenNameMasculine, .givenNameFeminine])
        {
            return nil
        }
        return start..<range.upperBound
    }

    /// van, de, bin between capitals.
    func isParticleInName(_ index: Int, _ range: Range<Int>) -> Bool {
        items[index].has(.nameParticle) && items[index].isLower
            && !items[index].has([.conjunction, .preposition, .determiner])
            && index > range.lowerBound && index + 1 < range.upperBound && items[index + 1].isCapital
    }

    func tokens(of range: Range<Int>) -> Range<Int> {
        items[range.lowerBound].tokens.lowerBound..<items[range.upperBound - 1].tokens.upperBound
    }
}
