internal import HTTPServer
internal import HTTPTypes
internal import Knowledge

/// The forms in which records are answered: chosen by the address's extension, or else by Accept.
enum Format: String, CaseIterable, Sendable {
    case json, csv, ndjson, jsonld, markdown, bibtex, ris, csl

    /// Without parameters, as Accept names it.
    var mediaType: String {
        switch self {
        case .json: Response.json
        case .csv: "text/csv"
        case .ndjson: Response.ndjson
        case .jsonld: "application/ld+json"
        case .markdown: "text/markdown"
        case .bibtex: "application/x-bibtex"
        case .ris: "application/x-research-info-systems"
        case .csl: "application/vnd.citationstyles.csl+json"
        }
    }

    /// As Content-Type says it.
    var contentType: String {
        switch self {
        case .csv: CSV.type
        case .markdown: "text/markdown; charset=utf-8; variant=CommonMark"
        case .bibtex, .ris: "\(mediaType); charset=utf-8"
        default: mediaType
        }
    }

    /// With its dot.
    var fileExtension: String {
        switch self {
        case .markdown: ".md"
        case .bibtex: ".bib"
        case .csl: ".csl.json"
        default: ".\(rawValue)"
        }
    }

    /// What a list can be answered as, the one that is meant where nothing is said first.
    static let ofLists: [Format] = [.json, .csv, .ndjson]

    /// What one record can be answered as.
    static func ofRecord(_ resource: Resource) -> [Format] {
        let cited = resource.name == "articles" || resource.name == "quotes"
        return [.json, .jsonld, .markdown] + (cited ? [.bibtex, .ris, .csl] : [])
    }
}

extension Request {
    /// The one of `formats` that Accept likes best (RFC 9110 §12.5.1); of several liked alike the first.
    ///
    /// Who takes anything (`*/*`) gets the first, too: such answers are kept for the next who asks, whatever else the two
    /// would rather have.
    ///
    /// - Throws: `Problem` 406 that names what there is.
    func format(of formats: [Format]) throws -> Format {
        guard let accept = self[.accept], !accept.trimmed.isEmpty else { return formats[0] }
        let ranges = accept.split(separator: ",").map(MediaRange.init)
        if ranges.contains(where: { $0.type == "*/*" && $0.quality > 0 }) { return formats[0] }
        let rated = formats.map { format in (format, MediaRange.quality(of: format.mediaType, in: ranges)) }
        let best = rated.map(\.1).max() ?? 0
        guard best > 0, let chosen = rated.first(where: { $0.1 == best }) else {
            throw Problem(
                .notAcceptable,
                "This is sent as \(formats.map(\.mediaType).joined(separator: ", ")): let Accept have one, or */*")
        }
        return chosen.0
    }
}

/// One range of an Accept: `text/*;q=0.5`.
private struct MediaRange {
    let type: Substring
    /// In thousandths.
    let quality: Int

    init(_ text: Substring) {
        let parts = text.split(separator: ";", omittingEmptySubsequences: false)
        type = Substring((parts.first ?? "").trimmed.lowercased())
        let weight = parts.dropFirst().map(\.trimmed).first { $0.lowercased().hasPrefix("q=") }?.dropFirst(2)
        guard let weight else {
            quality = 1_000
            return
        }
        // What is not a weight is none: the range is passed over.
        let value = weight.utf8.allSatisfy { $0 == 0x2E || (0x30...0x39).contains($0) } ? Double(weight) : nil
        quality = value.map { $0 <= 1 ? Int($0 * 1_000) : 0 } ?? 0
    }

    /// What the most specific of the ranges that have `type` in them says of it.
    static func quality(of type: String, in ranges: [MediaRange]) -> Int {
        let wildcard = type.prefix { $0 != "/" } + "/*"
        for named in [Substring(type), wildcard, "*/*"] {
            let matching = ranges.filter { $0.type == named }
            if let best = matching.map(\.quality).max() { return best }
        }
        return 0
    }
}
