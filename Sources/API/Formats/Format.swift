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
        case .jsonld: Response.linkedData
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
    /// The one of `formats` that Accept likes best.
    ///
    /// - Throws: `Problem` 406 that names what there is.
    func format(of formats: [Format]) throws -> Format {
        formats[try acceptedType(of: formats.map(\.mediaType))]
    }
}
