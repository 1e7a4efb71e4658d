internal import HTTPServer
internal import HTTPTypes

/// What a client takes (RFC 9110 §12.5.1).
extension Request {
    /// The place of the one of `types` that Accept likes best; of several liked alike, of the first.
    ///
    /// Who takes anything (`*/*`) gets the first, too: such answers are kept for the next who asks, whatever else the two
    /// would rather have.
    ///
    /// - Throws: `Problem` 406 that names what there is.
    func acceptedType(of types: [String]) throws -> Int {
        guard let accept = self[.accept], !accept.trimmed.isEmpty else { return 0 }
        let ranges = accept.split(separator: ",").map(WeightedRange.init)
        let qualities = types.map { WeightedRange.quality(of: $0, in: ranges) }
        if qualities[0] > 0, ranges.contains(where: { $0.value == "*/*" && $0.quality > 0 }) { return 0 }
        let best = qualities.max() ?? 0
        guard best > 0, let chosen = qualities.firstIndex(of: best) else {
            throw Problem(
                .notAcceptable,
                "This is sent as \(types.joined(separator: ", "))\(types.count == 1 ? " only" : ""): let Accept have \(types.count == 1 ? "it" : "one"), or */*"
            )
        }
        return chosen
    }

    /// Refuses a client that takes no `type`.
    func mustAccept(_ type: String) throws { _ = try acceptedType(of: [type]) }
}

/// One range of an Accept or an Accept-Language: `text/*;q=0.5`, `ru-RU;q=0.8`.
struct WeightedRange {
    /// In small letters.
    let value: Substring
    /// In thousandths.
    let quality: Int

    init(_ text: Substring) {
        let parts = text.split(separator: ";", omittingEmptySubsequences: false)
        value = Substring((parts.first ?? "").trimmed.lowercased())
        let weight = parts.dropFirst().map(\.trimmed).first { $0.lowercased().hasPrefix("q=") }?.dropFirst(2)
        guard let weight else {
            quality = 1_000
            return
        }
        // What is not a weight is none: the range is passed over.
        let number = weight.utf8.allSatisfy { $0 == 0x2E || (0x30...0x39).contains($0) } ? Double(weight) : nil
        quality = number.map { $0 <= 1 ? Int($0 * 1_000) : 0 } ?? 0
    }

    /// What the most specific of the media ranges that have `type` in them says of it.
    static func quality(of type: String, in ranges: [WeightedRange]) -> Int {
        let wildcard = type.prefix { $0 != "/" } + "/*"
        for named in [Substring(type), wildcard, "*/*"] {
            let matching = ranges.filter { $0.value == named }
            if let best = matching.map(\.quality).max() { return best }
        }
        return 0
    }
}
