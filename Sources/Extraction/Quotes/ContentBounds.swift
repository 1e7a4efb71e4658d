/// Where the words that a cue reports begin and end.
extension QuoteReading {
    enum Opening { case colon, quotation, that, question, infinitive, words }

    /// Where the words after a verb begin, behind whom they were told, when and where.
    mutating func contentStart(_ cue: Cue, _ unit: Unit, _ limit: Int) -> (index: Int, opening: Opening)? {
        var index = cue.end
        let stop = min(limit, index + Limits.contentLook)
        let isTold =
            cue.classes.contains(.addressingVerb)
            || text.language == .russian && index < stop && items[index].isCapital && cue.classes.contains(.speechVerb)
        if isTold, index < stop, let after = addressee(index, stop) { index = after }

        while index < stop {
            steps += 1
            let item = items[index]
            switch item.kind {
            case .quotation: return (index, .quotation)
            case .mark:
                if item.mark == .colon { return index + 1 < limit ? (index + 1, .colon) : nil }
                if item.mark == .comma {
                    guard index + 1 < stop else { return nil }
                    if items[index + 1].kind == .quotation { return (index + 1, .quotation) }
                    if items[index + 1].has(.complementizer) { return opening(at: index + 1, limit) }
                    // `said, adding`, `said, according to`, `said, a move that`.
                    return nil
                }
                return item.mark == .dash || item.mark == .openParenthesis || item.mark == .decoration
                    || item.mark == .ellipsis ? (index, .words) : nil
            case .word, .number:
                if let opened = opening(at: index, limit) { return opened }
                if item.has(.time), !item.has(.determiner) || index + 1 < stop && items[index + 1].has(.time) {
                    index += 1
                    continue
                }
                if item.has(.preposition), !item.has(.infinitiveMark), let after = occasion(index, stop, limit) {
                    index = after
                    continue
                }
                return (index, .words)
            }
        }

        return nil
    }

    /// What opens words at an item by itself.
    func opening(at index: Int, _ limit: Int) -> (index: Int, opening: Opening)? {
        let item = items[index]
        if item.has(.complementizer), index + 1 < limit {
            // `that, “…”` and `that “…”` are the quotation.
            let next = items[index + 1].isMark(.comma) && index + 2 < limit ? index + 2 : index + 1
            if items[next].kind == .quotation { return (next, .quotation) }
            // `said that was not her view`
            return items[index + 1].has(.auxiliary) && !items[index + 1].has(.time)
                ? (index, .words) : (index + 1, .that)
        }
        if item.has(.infinitiveMark) { return (index, .infinitive) }
        if item.has(.questionWord), item.isLower { return (index, .question) }
        return nil
    }

    /// Behind the noun phrase that says whom something is told: `told |reporters on Monday that`.
    mutating func addressee(_ start: Int, _ stop: Int) -> Int? {
        var index = start
        guard items[index].isWord, !items[index].has([.complementizer, .infinitiveMark, .questionWord]) else {
            return nil
        }
        if items[index].has(.pronoun) { return index + 1 }
        while index < stop {
            steps += 1
            let item = items[index]
            if item.kind == .quotation || item.isMark(.comma) || item.isMark(.colon) { break }
            if item.has([.complementizer, .time, .preposition, .subordinator, .infinitiveMark]),
                item.isLower || item.has(.time)
            {
                break
            }
            if index > start {
                // The next phrase begins the words: `told reporters the plan`, `told CNN he`.
                if item.has([.determiner, .subjectPronoun, .possessivePronoun]) { break }
                if item.isCapital, items[index - 1].isLower,
                    !items[index - 1].has([.determiner, .possessivePronoun, .preposition, .conjunction, .title])
                {
                    break
                }
            }
            if isFinite(index), index > start { return start }
            index += 1
        }
        return index
    }

    /// Behind a preposition's phrase that says where or when something is said: `in a statement`, `on Monday`, `during a
    /// rally in Ohio`; `nil` where the phrase may be a part of the words.
    mutating func occasion(_ start: Int, _ stop: Int, _ limit: Int) -> Int? {
        var index = start + 1
        var isOccasion = false
        while index < stop {
            steps += 1
            let item = items[index]
            if item.kind == .quotation || item.has(.complementizer) || item.isMark(.colon) { return index }
            if item.isMark(.comma) {
                return index + 1 < limit
                    && (items[index + 1].kind == .quotation || items[index + 1].has(.complementizer))
                    ? index : (isOccasion ? index : nil)
            }
            if item.kind == .mark, item.mark.isTerminal { return isOccasion ? index : nil }
            if item.has([.occasion, .time]) { isOccasion = true }
            if isOccasion, item.has(.subjectPronoun), !item.has(.relativePronoun) { return index }
            if isOccasion, index > start + 1, item.has([.determiner, .possessivePronoun]),
                !items[index - 1].has([.preposition, .determiner])
            {
                return index
            }
            if isOccasion, item.isCapital, items[index - 1].has(.time) || items[index - 1].has(.occasion),
                !item.has(.time)
            {
                return index
            }
            if isFinite(index) { return nil }
            index += 1
        }
        return nil
    }

    /// Where a cue's words must end: before the next cue's clause, a source, a semicolon.
    mutating func end(of cue: Cue, before following: ArraySlice<Cue>, in unit: Unit) -> Int {
        var end = unit.items.upperBound
        for next in following {
            steps += 1
            let start: Int
            switch next.form {
            case .preposition:
                guard next.item > 0, items[next.item - 1].isMark(.comma) else { continue }
                start = next.item - 1
            case .participle:
                guard next.classes.contains(.speechVerb), items[next.groupStart - 1].isMark(.comma) else { continue }
                start = next.groupStart - 1
            case .finite:
                let isCoordinated = next.groupStart > cue.end && items[next.groupStart - 1].has(.conjunction)
                guard !next.isInverted, let subject = next.subject, next.classes.contains(.speechVerb) || isCoordinated
                else { continue }
                let first = min(subject.phrase.lowerBound, next.groupStart)
                // `said A and warned B`: the second verb's words are its own.
                if isCoordinated {
                    start =
                        next.groupStart > 1 && items[next.groupStart - 2].isMark(.comma)
                        ? next.groupStart - 2 : next.groupStart - 1
                } else if first <= cue.end || first == 0 {
                    continue
                } else if items[first - 1].isMark(.comma) || items[first - 1].isMark(.dash)
                    || items[first - 1].has(.conjunction)
                {
                    start = first - 1
                } else if items[first - 1].has(.subordinator), first > 1, items[first - 2].isMark(.comma) {
                    start = first - 2
                } else {
                    continue
                }
            }
            if start >= cue.end {
                end = start
                break
            }
        }
        // `When Clinton noted that A, Trump boasted`: the clause that the sentence is about begins behind the comma.
        let isSubordinate = cue.form == .finite && cue.subject.map { opensSubordinate($0, unit) } == true
        var index = cue.end
        while index < end {
            steps += 1
            if items[index].isMark(.semicolon) { return index }
            // `said that A, but he did B`: what the article sets against the words is its own.
            if items[index].isMark(.comma), index > cue.end + 2, index + 2 < end, Codes.but.contains(code(index + 1)),
                items[index + 2].has([.pronoun, .determiner]) || items[index + 2].isCapital
            {
                return index
            }
            if isSubordinate, index > cue.end + 2, items[index].isMark(.comma) || items[index].isMark(.dash) {
                return index
            }
            index += 1
        }
        return end
    }

    /// Where a noun that is judged ends: before a clause that adds to it.
    mutating func nounContentEnd(_ start: Int, _ limit: Int) -> Int {
        var index = start + 1
        while index < limit, index - start < Limits.clauseLook {
            steps += 1
            let item = items[index]
            if item.isMark(.comma) || item.isMark(.dash) && item.before != .none || item.isMark(.colon) { return index }
            index += 1
        }
        return index
    }

    /// Where the words of `accused |her of lying` begin: with the person.
    func objectWords(_ start: Int, _ limit: Int) -> Int? {
        for index in start..<min(limit, start + 10) {
            if index > start, items[index].has([.infinitiveMark]) { return start }
            if index > start, items[index].has(.preposition), Codes.belonging.contains(code(index)) { return start }
            if items[index].kind != .word && items[index].kind != .quotation { return nil }
        }
        return nil
    }

    /// Whether a stretch has a verb of its own, so that it is a clause.
    mutating func hasClause(_ range: Range<Int>) -> Bool {
        for index in range.prefix(Limits.clauseLook) {
            steps += 1
            // What a relative clause has for its verb is not the clause's.
            if index > range.lowerBound, items[index].has([.relativePronoun, .complementizer, .subordinator]),
                !items[index].has(.determiner) || items[index].has(.complementizer), items[index - 1].isWord
            {
                return false
            }
            if index > range.lowerBound, isFinite(index) { return true }
            if index > range.lowerBound, items[index].isLower, endsInEd(index) { return true }
        }
        return false
    }

    /// Verbs that hardly anything but words follows.
    func isSaying(_ cue: Cue) -> Bool { Codes.saying.contains(code(cue.item)) }

    /// Whether a subject stands in a clause that a subordinator opens at the unit's beginning.
    func opensSubordinate(_ subject: Subject, _ unit: Unit) -> Bool {
        let first = unit.items.lowerBound
        return subject.phrase.lowerBound == first + 1 && items[first].has(.subordinator)
            && !items[first].has(.determiner)
            && code(first) != Codes.as
    }

    /// Whether a stretch is nothing but quotations, and marks between them.
    func isOnlyQuotation(_ range: Range<Int>) -> Bool {
        var has = false
        for index in range {
            switch items[index].kind {
            case .quotation: has = true
            case .mark: continue
            default: return false
            }
        }
        return has
    }
}
