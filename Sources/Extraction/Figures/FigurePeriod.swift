/// A time in a sentence, and the period that it is.
struct FigurePeriod: Sendable {
    /// A year, a month or a day.
    struct Point: Sendable, Equatable {
        var year: Int
        var month = 0
        var day = 0

        var text: String {
            func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
            if month == 0 { return "\(year)" }
            return day == 0 ? "\(year)-\(two(month))" : "\(year)-\(two(month))-\(two(day))"
        }

        /// So many months on, or back.
        func moved(byMonths months: Int) -> Point {
            let all = year * 12 + month - 1 + months
            return Point(year: all / 12, month: all % 12 + 1)
        }
    }

    var items: Range<Int>
    var from: Point
    /// An interval's end.
    var to: Point?
    /// Told from the period of the figure before: a year earlier.
    var isBack = false
    /// A beginning, an end or a plan: since 1998, by 2025, founded in 1887.
    var isOpen = false

    /// ISO 8601: `2018`, `2019-10`, `2019-10/2019-12`.
    var text: String { to.map { "\(from.text)/\($0.text)" } ?? from.text }

    /// The same a year earlier.
    func yearEarlier() -> FigurePeriod {
        var period = self
        period.from.year -= 1
        period.to?.year -= 1
        return period
    }
}

/// Finds the times of a sentence.
struct PeriodReader {
    let sentence: FigureSentence
    let published: FigurePeriod.Point?

    /// - Parameter publishedOn: an ISO 8601 date.
    init(_ sentence: FigureSentence, publishedOn: String?) {
        self.sentence = sentence
        let parts = (publishedOn ?? "").utf8.prefix(10).split(separator: 0x2D).compactMap { Int(Substring($0)) }
        published = parts.count >= 2 ? .init(year: parts[0], month: parts[1], day: parts.count > 2 ? parts[2] : 0) : nil
    }

    /// The times, in order; amounts' own items are none.
    func periods(besides amounts: [FigureAmount]) -> [FigurePeriod] {
        var periods: [FigurePeriod] = []
        var next = 0
        var index = 0
        while index < min(sentence.items.count, Limits.contextItems) {
            while next < amounts.count, amounts[next].items.upperBound <= index { next += 1 }
            if next < amounts.count, amounts[next].items.contains(index) {
                index = amounts[next].items.upperBound
                continue
            }
            guard var period = period(at: index) else {
                index += 1
                continue
            }
            period.isOpen = isOpen(period.items.lowerBound)
            periods.append(period)
            index = period.items.upperBound
        }
        return periods
    }

    private func period(at index: Int) -> FigurePeriod? {
        let item = sentence.items[index]
        if item.kind == .number { return years(at: index) ?? dayAndMonth(at: index) }
        guard item.kind == .word, item.entry >= 0 else { return nil }
        if sentence.has(index, .backReference) {
            return FigurePeriod(items: index..<(index + 1), from: .init(year: 0), isBack: true)
        }
        if sentence.has(index, .relativeTime) { return relative(at: index) }
        if isMonth(index) { return month(at: index) }
        if sentence.has(index, [.yearPart, .season]), let part = sentence.word(index)?.months, part.count > 0 {
            return partOfYear(at: index, part)
        }
        return nil
    }

    private func isMonth(_ index: Int) -> Bool {
        guard sentence.has(index, .month), let month = sentence.word(index)?.month else { return false }
        return sentence.isRussian || sentence.items[index].shape != .lower || month != 5 && month != 3
    }

    private func number(_ index: Int, digits: ClosedRange<Int>) -> Int? {
        guard index < sentence.items.count, index >= 0, sentence.items[index].kind == .number else { return nil }
        let item = sentence.items[index]
        let bytes = sentence.bytes[Int(item.byteStart)..<Int(item.byteEnd)]
        guard digits.contains(bytes.count), bytes.allSatisfy({ $0 &- 0x30 < 10 }) else { return nil }
        return FigureSentence.whole(bytes)
    }

    private func year(_ index: Int) -> Int? {
        guard let year = number(index, digits: 4...4), (1500...2100).contains(year) else { return nil }
        return year
    }

    /// `2018`, `2015-2019`, `2015 to 2019`, `1939-45`
    private func years(at index: Int) -> FigurePeriod? {
        guard let first = year(index) else { return nil }
        let items = sentence.items
        let before = index - 1
        if before >= 0, items[index].isGlued, items[before].kind != .mark || items[before].mark == .slash { return nil }
        let isPlace =
            before < 0 || sentence.has(before, [.inTime, .openTime, .yearWord, .of, .rangeOpener, .between, .in])
            || items[before].isMark(.openParenthesis) || items[before].isMark(.comma)
            || !items[before].general.isDisjoint(with: [.preposition, .conjunction, .possessivePronoun])
            || sentence.has(index + 1, .yearWord)
        guard isPlace else { return nil }
        var end = index + 1
        if end + 1 < items.count, items[end].isDash || sentence.has(end, [.rangeLink, .and]) {
            if let last = year(end + 1), last > first,
                items[end].isDash || sentence.has(before, [.rangeOpener, .openTime])
            {
                end += 2
                if sentence.has(end, .yearWord) { end += 1 }
                // from 2015 to 2019 has its opener within
                let start = sentence.has(before, [.rangeOpener]) || sentence.has(before, .openTime) ? before : index
                return FigurePeriod(items: start..<end, from: .init(year: first), to: .init(year: last))
            }
            if items[end].isDash, items[end].isGlued, let last = number(end + 1, digits: 2...2), last > first % 100 {
                return FigurePeriod(
                    items: index..<(end + 2), from: .init(year: first), to: .init(year: first / 100 * 100 + last))
            }
        }
        // в 2025-м
        if end + 1 < items.count, items[end].isDash, items[end].isGlued, sentence.has(end + 1, .ordinalEnding) {
            end += 2
        }
        if sentence.has(end, .yearWord) { end += 1 }
        return FigurePeriod(items: index..<end, from: .init(year: first))
    }

    /// `8 March 2014`, `8 марта`
    private func dayAndMonth(at index: Int) -> FigurePeriod? {
        guard let day = number(index, digits: 1...2), (1...31).contains(day), isMonth(index + 1),
            let month = sentence.word(index + 1)?.month
        else { return nil }
        var end = index + 2
        if let year = yearBehind(&end) {
            return FigurePeriod(items: index..<end, from: .init(year: year, month: month, day: day))
        }
        guard let year = nearestYear(of: month) else { return nil }
        return FigurePeriod(items: index..<end, from: .init(year: year, month: month, day: day))
    }

    /// A year behind a month, with a comma or `of` between.
    private func yearBehind(_ end: inout Int) -> Int? {
        for place in [end, end + 1] {
            if place > end, !sentence.isMark(end, .comma), !sentence.has(end, .of), !sentence.has(end, .inTime) {
                return nil
            }
            if let year = year(place) {
                end = place + 1
                if sentence.has(end, .yearWord) { end += 1 }
                return year
            }
        }
        return nil
    }

    /// `March 2014`, `March 8, 2014`, `in March`, `January-March`
    private func month(at index: Int) -> FigurePeriod? {
        guard let month = sentence.word(index)?.month else { return nil }
        var end = index + 1
        var day = 0
        if let found = number(end, digits: 1...2), (1...31).contains(found) {
            day = found
            end += 1
        }
        var to: Int?
        if day == 0, end + 1 < sentence.items.count, sentence.items[end].isDash || sentence.has(end, .rangeLink),
            isMonth(end + 1), let last = sentence.word(end + 1)?.month, last > month
        {
            to = last
            end += 2
        }
        let given = yearBehind(&end)
        guard let year = given ?? nearestYear(of: to ?? month) else { return nil }
        if given == nil, day == 0, to == nil,
            !sentence.has(index - 1, [.inTime, .openTime, .in, .rangeLink, .of, .sharing]), !isEnding(index - 1)
        {
            return nil
        }
        if let to {
            return FigurePeriod(
                items: index..<end, from: .init(year: year, month: month), to: .init(year: year, month: to))
        }
        let point = FigurePeriod.Point(year: year, month: month, day: day)
        if day == 0, let span = spanEnding(at: point, index - 1) {
            return FigurePeriod(items: span.start..<end, from: span.from, to: point)
        }
        return FigurePeriod(items: index..<end, from: point)
    }

    private func isEnding(_ index: Int) -> Bool { sentence.has(index, [.openTime, .rangeLink]) }

    /// `the three months to June`, `the year ended March 2020`: how long before the month it begins.
    private func spanEnding(at end: FigurePeriod.Point, _ link: Int) -> (start: Int, from: FigurePeriod.Point)? {
        guard link > 0, isEnding(link), let unit = sentence.word(link - 1), unit.unit >= 0 else { return nil }
        let units = FigureWords.all.units
        let perUnit = units[unit.unit].name == "month" ? 1 : units[unit.unit].name == "year" ? 12 : 0
        guard perUnit > 0 else { return nil }
        var count = 1
        if let number = sentence.word(link - 2)?.number, number >= 1, number < 40, sentence.has(link - 2, .number) {
            count = Int(number)
        } else if let number = number(link - 2, digits: 1...2) {
            count = number
        }
        return (link - 1, end.moved(byMonths: 1 - count * perUnit))
    }

    /// `the first quarter of 2019`, `the spring of 1993`, `in the second quarter`
    private func partOfYear(at index: Int, _ part: (first: Int, count: Int)) -> FigurePeriod? {
        var end = index + 1
        var given = yearBehind(&end)
        if given == nil, sentence.has(end, .of), let relative = sentence.word(end + 1)?.relative, let published,
            relative.of == .year
        {
            given = published.year + relative.count
            end += 2
        }
        let isSeason = sentence.has(index, .season)
        guard
            given != nil
                || !isSeason && sentence.word(index).map({ $0.months.count > 0 }) == true
                    && sentence.items[index].tokens > 1
        else { return nil }
        guard let year = given ?? published.map({ part.first + part.count - 1 > $0.month ? $0.year - 1 : $0.year })
        else {
            return nil
        }
        let first = FigurePeriod.Point(year: year, month: part.first)
        return FigurePeriod(items: index..<end, from: first, to: first.moved(byMonths: part.count - 1))
    }

    private func relative(at index: Int) -> FigurePeriod? {
        guard let published, let relative = sentence.word(index)?.relative else { return nil }
        let items = index..<(index + 1)
        switch relative.of {
        case .year: return FigurePeriod(items: items, from: .init(year: published.year + relative.count))
        case .month:
            return FigurePeriod(
                items: items,
                from: FigurePeriod.Point(year: published.year, month: published.month).moved(byMonths: relative.count))
        case .quarter:
            let first = FigurePeriod.Point(year: published.year, month: (published.month - 1) / 3 * 3 + 1)
                .moved(byMonths: 3 * relative.count)
            return FigurePeriod(items: items, from: first, to: first.moved(byMonths: 2))
        case .day: return relative.count == 0 && published.day > 0 ? FigurePeriod(items: items, from: published) : nil
        }
    }

    /// The year of a month that is named alone: the last one that has begun.
    private func nearestYear(of month: Int) -> Int? {
        published.map { month > $0.month ? $0.year - 1 : $0.year }
    }

    /// Whether a time is a beginning, an end or a plan, or that of something else.
    private func isOpen(_ index: Int) -> Bool {
        var place = index - 1
        var isIn = false
        while place >= 0, index - place <= 3 {
            if sentence.has(place, .openTime), !(sentence.isRussian && sentence.has(place, .inTime)) {
                return !(isIn && sentence.has(place, .rangeOpener))
            }
            if sentence.has(place, .founding) { return isIn }
            if sentence.has(place, [.inTime, .in]) {
                isIn = true
            } else if sentence.items[place].general.isDisjoint(with: [.determiner, .adverb]) {
                return false
            }
            place -= 1
        }
        return false
    }
}
