internal import Extraction
internal import Knowledge

extension JSONBuffer {
    /// `{"id", "quotes", "statistics"}`, as `extract --ndjson` answers a line.
    mutating func proposals(_ proposals: Proposals, id: JSON) {
        open()
        key("id")
        value(id)
        key("quotes")
        openArray()
        for quote in proposals.quotes { self.quote(quote) }
        closeArray()
        key("statistics")
        openArray()
        for statistic in proposals.statistics { self.statistic(statistic) }
        closeArray()
        close()
    }

    private mutating func quote(_ quote: ProposedQuote) {
        comma()
        open()
        member("kind", quote.kind.rawValue)
        member("start", quote.start)
        member("end", quote.end)
        member("text", quote.text)
        key("speaker")
        if let speaker = quote.speaker {
            open()
            member("text", speaker.mention.text)
            member("start", speaker.mention.start)
            member("end", speaker.mention.end)
            member("name", speaker.name)
            member("role", speaker.role)
            close()
        } else {
            null()
        }
        if quote.isUnnamed {
            key("unnamed")
            bool(true)
        }
        key("cue")
        if let cue = quote.cue {
            open()
            member("text", cue.text)
            member("start", cue.start)
            member("end", cue.end)
            close()
        } else {
            null()
        }
        member("confidence", quote.confidence)
        member("why", quote.why)
        close()
    }

    private mutating func statistic(_ statistic: ProposedStatistic) {
        comma()
        open()
        member("start", statistic.start)
        member("end", statistic.end)
        member("printed", statistic.printed)
        member("value", statistic.value)
        member("value_to", statistic.valueTo)
        member("qualifier", statistic.qualifier)
        member("unit", statistic.unit)
        member("period", statistic.period)
        member("place", statistic.place)
        member("source", statistic.source)
        member("indicator", statistic.indicator)
        member("confidence", statistic.confidence)
        member("why", statistic.why)
        close()
    }

    private mutating func member(_ name: String, _ text: String?) {
        key(name)
        if let text { string(text) } else { null() }
    }

    private mutating func member(_ name: String, _ value: Int) {
        key(name)
        integer(value)
    }

    private mutating func member(_ name: String, _ value: Double?) {
        key(name)
        if let value { number(value) } else { null() }
    }
}

/// Proposals as a person reads them in a terminal.
enum ProposalTable {
    /// A line a quote and a figure, the surest reading first in each: who, how, what.
    static func lines(_ proposals: Proposals) -> [String] {
        if proposals.quotes.isEmpty, proposals.statistics.isEmpty { return ["Nothing is proposed"] }
        var lines: [String] = []
        if !proposals.quotes.isEmpty {
            lines.append(row("SURE", "KIND", "SPEAKER", "WORDS"))
            for quote in proposals.quotes {
                let name = quote.speaker?.name ?? quote.speaker?.mention.text ?? "-"
                lines.append(row(percent(quote.confidence), quote.kind.rawValue, name, quote.text))
            }
        }
        if !proposals.statistics.isEmpty {
            if !lines.isEmpty { lines.append("") }
            lines.append(row("SURE", "PERIOD", "VALUE", "PRINTED, INDICATOR, SOURCE"))
            for figure in proposals.statistics {
                let value = [number(figure.value), figure.valueTo.map { "to \(number($0))" }, figure.unit]
                let told = [figure.printed, figure.indicator, figure.source].compactMap { $0 }
                lines.append(
                    row(
                        percent(figure.confidence), figure.period ?? "-",
                        value.compactMap { $0 }.joined(separator: " "), told.joined(separator: "; ")))
            }
        }
        return lines
    }

    private static func row(_ sure: String, _ kind: String, _ who: String, _ what: String) -> String {
        padded(sure, 5) + padded(kind, 10) + padded(who, 28) + shortened(what, 100)
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        let text = shortened(text, width - 1)
        return text + String(repeating: " ", count: max(1, width - text.count))
    }

    private static func shortened(_ text: String, _ width: Int) -> String {
        let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return line.count <= width ? line : line.prefix(width - 1) + "…"
    }

    private static func percent(_ value: Double) -> String { "\(Int((value * 100).rounded()))%" }

    private static func number(_ value: Double) -> String {
        var json = JSONBuffer(capacity: 64)
        json.number(value)
        return json.string
    }
}
