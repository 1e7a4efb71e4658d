internal import Knowledge

/// A statistic's value in words: qualifier, number, unit, range.
enum Figure {
    private static let qualifiers = [
        "exactly": "exactly", "about": "about", "more_than": "more than", "less_than": "less than",
        "at_least": "at least", "at_most": "at most",
    ]

    /// `about 18,000 people`, `USD 4.2 billion`, `0.3–0.5 km³`.
    static func words(_ statistic: JSON) -> String {
        guard case .number(let value)? = statistic["value"] else { return "" }
        let unit = statistic.text("unit") ?? ""
        let number: String
        if case .number(let upper)? = statistic["value_to"] {
            number = Unit.beside(Numeral.range(value, upper), unit, Numeral.category(upper, isRange: true))
        } else {
            number = Unit.beside(Numeral.words(value), unit, Numeral.category(value))
        }
        guard let qualifier = statistic.text("qualifier"), let english = qualifiers[qualifier] else { return number }
        return Wording.current.phrase("qualifier.\(qualifier)", ["value": number]) ?? "\(english) \(number)"
    }

    /// What tells figures of one indicator apart besides the period: place, the other place of a flow, dimensions.
    static func whereabouts(_ statistic: JSON) -> String? {
        var parts: [String] = []
        if let place = statistic.text("place") { parts.append(place) }
        if let counterpart = statistic.text("counterpart") {
            parts.append(parts.isEmpty ? counterpart : "↔ \(counterpart)")
        }
        var words = parts.joined(separator: " ")
        if let dimensions = statistic["dimensions"].flatMap(dimensions) {
            words += (words.isEmpty ? "" : ", ") + dimensions
        }
        return words.isEmpty ? nil : words
    }

    /// `sex: women, age: 15–24`; nil where there are none.
    static func dimensions(_ dimensions: JSON) -> String? {
        let parts = (dimensions.object?.members ?? []).compactMap { member in
            member.value.string.map { "\(member.name): \($0)" }
        }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }
}
