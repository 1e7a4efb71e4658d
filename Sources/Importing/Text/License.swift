/// Licences by their addresses.
enum License {
    /// The SPDX identifier of a Creative Commons address; any other text as it is.
    static func named(_ text: String) -> String? {
        let text = text.collapsed
        guard let start = text.firstRange(of: "creativecommons.org/") else {
            return text.nonEmpty?.cut(to: ReadingLimits.nameCharacters)
        }
        let parts = text[start.upperBound...].lowercased().split(separator: "/")
        guard parts.count >= 3 else { return text.cut(to: ReadingLimits.nameCharacters) }
        if parts[0] == "publicdomain" { return parts[1] == "zero" ? "CC0-1.0" : text }
        guard parts[0] == "licenses", parts[1].hasPrefix("by"), ["1.0", "2.0", "2.5", "3.0", "4.0"].contains(parts[2])
        else {
            return text.cut(to: ReadingLimits.nameCharacters)
        }
        return "CC-\(parts[1].uppercased())-\(parts[2])"
    }
}
