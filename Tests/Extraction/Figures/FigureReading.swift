import Extraction

/// The figures of a text, each in a line: `2500000000 USD`, `5000…10000 militant`, `more_than 250 employee 2018`.
func read(_ text: String, language: String = "en", on published: String? = "2024-05-14") -> [String] {
    extract(text, language: language, publishedOn: published).statistics.map { figure in
        var parts: [String] = []
        if let qualifier = figure.qualifier { parts.append(qualifier) }
        parts.append(plain(figure.value) + (figure.valueTo.map { "…" + plain($0) } ?? ""))
        if let unit = figure.unit { parts.append(unit) }
        if let period = figure.period { parts.append(period) }
        return parts.joined(separator: " ")
    }
}

/// Without `.0`.
private func plain(_ value: Double) -> String {
    value == value.rounded() && value.magnitude < 1e18 ? "\(Int(value))" : "\(value)"
}
