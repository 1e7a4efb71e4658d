internal import Store

/// The verbatim check: whether quotes and figures are what the article says.
///
/// What is not is a warning, or a fault where the write is to be strict.
extension Writing {
    /// Warns where a quote's or a figure's words are not those of the article, or a figure's value is not what is printed.
    ///
    /// - Parameter isVerbatim: whether the article has the record's passage word for word.
    mutating func warn(of columns: [String: Value], _ resource: Resource, isVerbatim: Bool, at pointer: String) {
        if resource.name == "quotes" {
            if columns["kind"] == "direct", !isVerbatim {
                warned.add(
                    pointer.appending("text"),
                    "is not in the article word for word: correct it, or give the kind indirect or mixed")
            }
            return
        }
        guard case .text(let printed)? = columns["printed"] else { return }
        if !isVerbatim {
            warned.add(pointer.appending("printed"), "is not in the article word for word")
        }
        guard let figure = PrintedFigure(printed), case .text(let unit)? = columns["unit"],
            !PrintedFigure.hasScale(unit: unit)
        else { return }
        for name in ["value", "value_to"] {
            guard case .real(let value)? = columns[name], !figure.allows(value) else { continue }
            warned.add(
                pointer.appending(name),
                "is \(JSON.number(JSONNumber(shortest: value)).text), which is not what is printed: \(printed)")
        }
        if figure.isPercentage, !Self.unitsOfShares.contains(unit) {
            warned.add(pointer.appending("unit"), "is \(unit), and a percentage is printed: \(printed)")
        }
    }

    private static let unitsOfShares: Set<String> = ["%", "percentage point", "percent", "per cent"]
}
