/// The figures that a text gives, in order of the text.
func figures(in text: ReadText) -> [ProposedStatistic] {
    var finder = FigureFinder(text)
    finder.find()
    return finder.found
}

/// Finds figures, sentence by sentence: numbers with their units, then what they are joined to, then what is none, then
/// what each says.
struct FigureFinder {
    let text: ReadText
    private var itemizer = FigureItems()
    var sentence: FigureSentence
    var amounts: [FigureAmount] = []
    private(set) var found: [ProposedStatistic] = []

    /// The source of the paragraph's sentence before, which goes for the next one, too.
    private var lastSource: String?
    private var lastParagraph = -1

    /// How many steps were taken over items, for the test that they are linear in the text.
    var steps: Int { itemizer.steps + taken }
    private var taken = 0

    init(_ text: ReadText) {
        self.text = text
        sentence = FigureSentence(
            bytes: text.bytes, isRussian: text.language == .russian, dollarUnit: Self.dollar(of: text))
    }

    /// The dollar that the text declares (`in Canadian dollars`), else that of the United States.
    private static func dollar(of text: ReadText) -> Int {
        for phrase in text.phrases where phrase.figureClasses.contains(.dollarDeclaration) {
            let before = phrase.tokens.lowerBound - 1
            if before >= 0, text.tokens[before].kind == .number { continue }
            return FigureWords.all.words[Int(phrase.entry)].prefix
        }
        return FigureWords.all.dollar
    }

    mutating func find() {
        var end = 0
        for index in text.sentences.indices {
            let range = wholeSentence(index)
            if range.lowerBound < end { continue }
            end = range.upperBound
            if text.sentences[index].paragraph != lastParagraph {
                (lastParagraph, lastSource) = (text.sentences[index].paragraph, nil)
            }
            // What is longer than any sentence is read in pieces, so that it takes no more memory than they do.
            var start = range.lowerBound
            while start < range.upperBound {
                let piece = start..<min(range.upperBound, start + Limits.sentenceTokens)
                read(piece, sentenceNumber: index)
                start = piece.upperBound
            }
        }
    }

    private mutating func read(_ tokens: Range<Int>, sentenceNumber: Int) {
        guard itemizer.mayHaveFigure(text, tokens) else { return }
        itemizer.fill(&sentence.items, text, tokens)
        readAmounts()
        if amounts.isEmpty { return }
        joinRanges()
        nameWhatIsCounted(sentenceNumber: sentenceNumber)
        rejectNames()
        amounts.removeAll { $0.isRejected }
        if !amounts.isEmpty { propose() }
    }

    /// A sentence, and the next where a number's mark that stands apart was taken for its end: `up 6 . 2 %`.
    private func wholeSentence(_ index: Int) -> Range<Int> {
        var range = text.sentences[index].tokens
        var next = index + 1
        while next < text.sentences.count, next - index < Limits.joinedSentences, range.count > 1,
            text.tokens[range.upperBound - 1].mark == .period, text.tokens[range.upperBound - 1].kind == .mark,
            text.tokens[range.upperBound - 1].before == .space, text.tokens[range.upperBound - 2].kind == .number,
            text.tokens[range.upperBound].kind == .number, text.tokens[range.upperBound].before == .space
        {
            range = range.lowerBound..<text.sentences[next].tokens.upperBound
            next += 1
        }
        return range
    }

    // MARK: Amounts

    private mutating func readAmounts() {
        amounts.removeAll(keepingCapacity: true)
        var (index, consumed) = (0, 0)
        while index < sentence.items.count {
            taken += 1
            let item = sentence.items[index]
            let mayBegin =
                item.kind == .number || !item.classes.isDisjoint(with: [.one, .negative])
                || !item.classes.isDisjoint(with: .numeralStart) || item.isDash
                || item.kind == .mark && item.scalar >= 0xBC
            guard mayBegin else {
                index += 1
                continue
            }
            // A number between numbers, as in a table's row, has no unit.
            if item.kind == .number, isBetweenNumbers(index) {
                index += 1
                continue
            }
            if let end = endOfKey(at: index) {
                taken += end - index
                index = end
                continue
            }
            guard let amount = sentence.amount(at: index, consumed: consumed) else {
                if item.kind == .number { skipNumber(&index) } else { index += 1 }
                continue
            }
            taken += amount.items.count
            amounts.append(amount)
            index = max(amount.items.upperBound, index + 1)
            consumed = index
        }
    }

    /// Whether a number stands right before and behind, and none of the three is a group of thousands.
    private func isBetweenNumbers(_ index: Int) -> Bool {
        guard index > 0, index + 2 < sentence.items.count else { return false }
        for place in (index - 1)...(index + 1) {
            let item = sentence.items[place]
            if item.kind != .number || item.end - item.start == 3 || place >= index && item.isGlued { return false }
        }
        return !sentence.items[index + 2].isMark(.slash)
    }

    /// Where a key of three numbers and more with hyphens between ends: 200-01-22, 978-5-17-1.
    private func endOfKey(at index: Int) -> Int? {
        var (end, numbers) = (index, 0)
        while end < sentence.items.count, sentence.items[end].kind == .number,
            end == index || sentence.items[end].isGlued
        {
            numbers += 1
            end += 1
            guard end + 1 < sentence.items.count, sentence.items[end].isDash, sentence.items[end].isGlued,
                sentence.items[end + 1].isGlued, sentence.items[end + 1].kind == .number
            else { break }
            end += 1
        }
        return numbers > 2 ? end : nil
    }

    /// Goes past a number that is none, and all that hangs on it: 1.2.3, 8-800.
    private func skipNumber(_ index: inout Int) {
        index += 1
        while index < sentence.items.count, sentence.items[index].isGlued, sentence.items[index].kind == .number {
            index += 1
        }
    }

    // MARK: Proposals

    private mutating func propose() {
        let context = FigureContext(sentence, amounts, text)
        taken += min(sentence.items.count, Limits.contextItems)
        let told = context.source()
        let source = told?.name ?? lastSource
        if let told { lastSource = told.isCued ? told.name : nil }
        let periods = context.periods()
        // A year earlier than the first figure.
        var before: FigurePeriod?
        for index in amounts.indices {
            let amount = amounts[index]
            guard let unit = unitName(of: amount) ?? (amount.rule == .bare ? "" : nil) else { continue }
            let (first, last) = (amount.items.lowerBound, amount.items.upperBound - 1)
            let (start, end) = (sentence.items[first].start, sentence.items[last].end)
            let period = context.period(of: index, among: periods, before: before)
            before = before ?? period
            found.append(
                ProposedStatistic(
                    start: Int(start), end: Int(end),
                    printed: String(
                        decoding: text.bytes[
                            Int(sentence.items[first].byteStart)..<Int(sentence.items[last].byteEnd)], as: UTF8.self),
                    value: amount.value, valueTo: amount.valueTo, qualifier: amount.qualifier?.rawValue,
                    unit: unit.isEmpty ? nil : unit, period: period?.text, place: context.place(of: index),
                    source: source, indicator: context.indicator(of: index), confidence: amount.rule.confidence,
                    why: amount.rule.rawValue))
        }
    }

    /// A statistic's `unit`; nil where none is known.
    private func unitName(of amount: FigureAmount) -> String? {
        if let plain = amount.plain { return plain.description }
        if amount.unit >= 0 {
            let units = FigureWords.all.units
            let unit = units[amount.unit]
            var name = unit.name
            if amount.power > 1 { name += "\(amount.power)" }
            if amount.isTimesHour { name += ".h" }
            guard amount.rate >= 0 else { return name }
            let rate = units[amount.rate].name
            // An SI unit takes a symbol, another the English word.
            let words = ["s": "second", "min": "minute", "h": "hour", "ms": "millisecond"]
            let isSymbol = name.utf8.count <= 4 && !["mile", "foot", "inch", "yard"].contains(name)
            return isSymbol ? "\(name)/\(rate == "m" ? "m3" : rate)" : "\(name) per \(words[rate] ?? rate)"
        }
        if amount.name >= 0 { return FigureWords.all.names[amount.name] }
        if let token = amount.token { return sentence.singular(FigureItem(text.tokens[token], token)) }
        return amount.noun.map { sentence.singular(at: $0) }
    }
}
