import Extraction

/// The quotation marks around a passage, which are not a part of it.
enum QuotationMarks {
    /// `passage` without white space at its ends and without the quotation marks around it.
    ///
    /// A mark goes when its partner is the other end, or when it has none in the passage: `“We must act”`, `We must
    /// act”`. Those of `“Yes” and “no”` and of `“Yes”, he said` stay. An apostrophe goes only where there is one at both
    /// ends, since it may belong to a word. What is opened by one style may be closed by another.
    static func strip(_ passage: some StringProtocol) -> String {
        var rest = Array(passage.unicodeScalars)[...]
        while true {
            let trimmed = trim(rest)
            let stripped = stripOnce(trimmed)
            if stripped.count == rest.count { break }
            rest = stripped
        }
        var result = String.UnicodeScalarView()
        result.append(contentsOf: rest)
        return String(result)
    }

    private static func trim(_ scalars: ArraySlice<Unicode.Scalar>) -> ArraySlice<Unicode.Scalar> {
        var scalars = scalars.drop { CharacterKind($0) == .whiteSpace }
        while let last = scalars.last, CharacterKind(last) == .whiteSpace { scalars.removeLast() }
        return scalars
    }

    private static func stripOnce(_ scalars: ArraySlice<Unicode.Scalar>) -> ArraySlice<Unicode.Scalar> {
        guard let first = scalars.first, let last = scalars.last else { return scalars }
        if CharacterKind(first) == .apostrophe, CharacterKind(last) == .apostrophe {
            return scalars.count > 1 ? scalars.dropFirst().dropLast() : []
        }
        let startsWithMark = CharacterKind(first) == .quotationMark
        let endsWithMark = CharacterKind(last) == .quotationMark
        guard startsWithMark || endsWithMark else { return scalars }

        let partners = Self.partners(in: scalars)
        let lastIndex = scalars.endIndex - 1
        var result = scalars
        if startsWithMark {
            let partner = partners[scalars.startIndex]
            if partner == nil || partner == lastIndex { result = result.dropFirst() }
        }
        if endsWithMark, !result.isEmpty {
            let partner = partners[lastIndex]
            if partner == nil || partner == scalars.startIndex { result = result.dropLast() }
        }
        return result
    }

    /// Each quotation mark's partner. A mark closes when white space or the end follows it, or a letter or a stop goes
    /// before it, and opens otherwise: its shape doesn't tell, for styles differ and keyboards have one key.
    private static func partners(in scalars: ArraySlice<Unicode.Scalar>) -> [Int: Int] {
        var partners: [Int: Int] = [:]
        var open: [Int] = []
        for index in scalars.indices where CharacterKind(scalars[index]) == .quotationMark {
            let before = index > scalars.startIndex ? scalars[index - 1] : nil
            let after = index + 1 < scalars.endIndex ? scalars[index + 1] : nil
            if isOpening(after: before, before: after) {
                open.append(index)
            } else if let partner = open.popLast() {
                partners[partner] = index
                partners[index] = partner
            }
        }
        return partners
    }

    private static func isOpening(after before: Unicode.Scalar?, before after: Unicode.Scalar?) -> Bool {
        guard let after, CharacterKind(after) != .whiteSpace else { return false }
        guard let before else { return true }
        switch CharacterKind(before) {
        case .whiteSpace, .dash: return true
        case .quotationMark, .apostrophe: return after.properties.isAlphabetic || after.properties.numericType != nil
        case .other:
            return before.properties.generalCategory == .openPunctuation
        }
    }
}
