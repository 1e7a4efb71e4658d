/// The quotes of a text, in order of the text.
func quotes(in text: ReadText) -> [ProposedQuote] {
    var reading = QuoteReading(text)
    return reading.read()
}

extension QuoteReading {
    /// Runs the stages one after the other.
    mutating func read() -> [ProposedQuote] {
        readTranscript()
        for (number, unit) in units.enumerated() where !isTranscribed(unit) {
            currentUnit = number
            readHeadline(unit)
            readCues(of: unit)
        }
        joinQuotations()
        readQuotationsAlone()
        return proposals()
    }

    /// Notes a quote whose words are the stretches of `parts`, without the marks at their ends.
    mutating func add(_ rule: Rule, _ cue: Cue, _ subject: Subject, _ parts: [Range<Int>]) {
        let trimmed = parts.map { trim($0) }.filter { !$0.isEmpty }
        guard let first = trimmed.first, let last = trimmed.last else { return }
        var (quoted, others) = (0, 0)
        for part in trimmed {
            for index in part {
                steps += 1
                switch items[index].kind {
                case .quotation: quoted += isMeant(index) ? 1 : 0
                case .word, .number: others += 1
                case .mark: continue
                }
            }
        }
        let isAll = others == 0 && trimmed.contains { $0.contains { items[$0].kind == .quotation } }
        let kind: ProposedQuote.Kind = isAll ? .direct : quoted == 0 ? .indirect : .mixed
        for index in first.lowerBound..<last.upperBound where items[index].kind == .quotation {
            taken[items[index].quotation] = found.count
        }
        var quote = FoundQuote(
            kind: kind, parts: trimmed.map { self.words($0, kind) }, speaker: subject.mention, role: subject.role,
            antecedent: subject.antecedent, cue: items[cue.item].tokens, rule: rule, unit: currentUnit,
            lastUnit: currentUnit)
        // `noted that A: “B.”`: B is a quote of its own.
        if kind == .mixed, trimmed.count == 1, let split = ownQuote(in: first) {
            quote.parts = [words(first.lowerBound..<split, .indirect)]
            quote.kind = .indirect
            found.append(quote)
            quote.parts = [quotations[items[split + 1].quotation].content]
            quote.kind = .direct
            taken[items[split + 1].quotation] = found.count
        }
        found.append(quote)
    }

    /// The colon in a stretch that ends with it and a quotation of a sentence's length.
    private func ownQuote(in stretch: Range<Int>) -> Int? {
        let last = stretch.upperBound - 1
        guard stretch.count > 3, items[last].kind == .quotation, items[last - 1].isMark(.colon),
            quotations[items[last].quotation].content.count >= Limits.wordsOfOwnQuote
        else { return nil }
        return last - 1
    }

    /// Makes quotes of their own of the parts of one that lie apart further than they are long: `“A,” said Smith, who has
    /// … for ten years. “B.”`
    private mutating func splitFarParts() {
        for number in found.indices {
            let parts = found[number].parts
            guard parts.count > 1, found[number].rule.isQuotationFirst else { continue }
            var kept = [parts[0]]
            var (said, apart) = (parts[0].count, 0)
            for (previous, part) in zip(parts, parts.dropFirst()) {
                steps += 1
                said += part.count
                apart += part.lowerBound - previous.upperBound
                if apart > max(said, Limits.shortClause) {
                    var rest = found[number]
                    rest.parts = kept
                    found.append(rest)
                    kept = []
                    (said, apart) = (part.count, 0)
                }
                kept.append(part)
            }
            found[number].parts = kept
        }
    }

    /// Drops what was found within other words where the rule is seldom right there: whoever is reported to want, judge or
    /// show something does so in the reporter's words.
    private mutating func dropNested() {
        found.sort { ($0.whole.lowerBound, -$0.whole.upperBound) < ($1.whole.lowerBound, -$1.whole.upperBound) }
        var end = 0
        found.removeAll { quote in
            let isNested = quote.whole.upperBound <= end
            end = max(end, quote.whole.upperBound)
            return isNested && !quote.rule.standsNested
        }
    }

    /// Without the marks and the "that" at the ends of a stretch.
    private mutating func trim(_ range: Range<Int>) -> Range<Int> {
        var (start, end) = (range.lowerBound, max(range.lowerBound, range.upperBound))
        while start < end, items[start].kind == .mark, items[start].mark != .openParenthesis,
            items[start].mark != .currency, items[start].mark != .openBracket, items[start].mark != .ellipsis
        {
            steps += 1
            start += 1
        }
        while end > start, items[end - 1].kind == .mark, items[end - 1].mark != .closeParenthesis,
            items[end - 1].mark != .percent, items[end - 1].mark != .closeBracket, items[end - 1].mark != .question,
            items[end - 1].mark != .exclamation
        {
            steps += 1
            end -= 1
        }
        return start..<end
    }

    /// The tokens of a stretch; of one that is a quotation, those between its marks.
    private func words(_ range: Range<Int>, _ kind: ProposedQuote.Kind) -> Range<Int> {
        var whole = tokens(of: range)
        if kind == .direct {
            let (first, last) = (items[range.lowerBound], items[range.upperBound - 1])
            let start = first.kind == .quotation ? quotations[first.quotation].content.lowerBound : whole.lowerBound
            let end = last.kind == .quotation ? quotations[last.quotation].content.upperBound : whole.upperBound
            whole = start..<max(start, end)
        }
        return whole
    }

    /// Whether a quotation gives somebody's words, and no title or name: more than one word, not all capitals' ones.
    func isMeant(_ index: Int) -> Bool {
        let content = quotations[items[index].quotation].content
        var (words, small) = (0, 0)
        for token in text.tokens[content] where token.kind != .mark {
            words += 1
            if token.shape == .lower, !token.classes.contains(.nameParticle), !token.classes.contains(.preposition) {
                small += 1
            }
            if words > 12 { break }
        }
        return words > 1 && small > 0
    }

    /// What was found, as it is proposed, in order of the text.
    private mutating func proposals() -> [ProposedQuote] {
        var people = People(self)
        splitFarParts()
        dropNested()
        var proposals: [ProposedQuote] = []
        for quote in found.sorted(by: {
            ($0.whole.lowerBound, $0.whole.upperBound) < ($1.whole.lowerBound, $1.whole.upperBound)
        }) {
            guard let first = quote.parts.first, let last = quote.parts.last, first.lowerBound < last.upperBound else {
                continue
            }
            let (start, end) = (text.tokens[first.lowerBound].start, text.tokens[last.upperBound - 1].end)
            if let previous = proposals.last, previous.start == Int(start), previous.end == Int(end) { continue }
            var speaker: ProposedQuote.Speaker?
            let name = people.name(of: quote)
            if let mention = quote.speaker {
                speaker = ProposedQuote.Speaker(
                    mention: text.mention(mention), name: name, role: quote.role.map { people.printed($0) })
            }
            proposals.append(
                ProposedQuote(
                    kind: quote.kind, start: Int(start), end: Int(end),
                    text: quote.parts.map { text.text($0) }.joined(separator: " "), speaker: speaker,
                    isUnnamed: speaker.map { $0.name == nil } ?? true, cue: quote.cue.map { text.mention($0) },
                    confidence: speaker == nil ? quote.rule.confidence / 2 : quote.rule.confidence,
                    why: quote.rule.rawValue))
        }
        steps += people.steps
        return proposals
    }
}
