internal import Extraction
internal import Store

/// Makes the fields of a record of what was found in a text, with the experts, indicators and sources that are known.
struct Recognition {
    let connection: Connection
    private var experts: [String: JSON] = [:]

    init(_ connection: Connection) { self.connection = connection }

    /// As a quote would be posted, its article aside. Without an expert where nobody is named.
    mutating func fields(of quote: ProposedQuote, _ text: [Unicode.Scalar]) throws -> JSON {
        var fields = JSONObject([("kind", .string(quote.kind.rawValue)), ("text", .string(quote.text))])
        if let speaker = quote.speaker {
            if !quote.isUnnamed, let name = speaker.name {
                fields["expert"] = try expert(name, role: speaker.role)
            }
            fields["speaker"] = .string(speaker.mention.text)
            if let role = speaker.role { fields["role"] = .string(role) }
        }
        if let cue = quote.cue { fields["cue"] = .string(cue.text) }
        fields["selector"] = Self.selector(quote.start..<quote.end, text).json
        return .object(fields)
    }

    /// As a figure would be posted, its article aside. Without an indicator or a unit where the text tells none.
    mutating func fields(of figure: ProposedStatistic, _ text: [Unicode.Scalar]) throws -> JSON {
        var fields = JSONObject()
        if let indicator = figure.indicator, !indicator.isEmpty {
            fields["indicator"] = try named(indicator.capitalizedFirst, in: "indicators")
        }
        fields["value"] = .number(JSONNumber(shortest: figure.value))
        if let to = figure.valueTo { fields["value_to"] = .number(JSONNumber(shortest: to)) }
        if let qualifier = figure.qualifier { fields["qualifier"] = .string(qualifier) }
        if let unit = figure.unit { fields["unit"] = .string(unit) }
        if let period = figure.period { fields["period"] = .string(period) }
        if let place = figure.place { fields["place"] = .string(place) }
        if let source = figure.source { fields["source"] = try named(source, in: "sources") }
        fields["printed"] = .string(figure.printed)
        fields["selector"] = Self.selector(figure.start..<figure.end, text).json
        return .object(fields)
    }

    private static func selector(_ range: Range<Int>, _ text: [Unicode.Scalar]) -> Selector {
        func cut(_ range: Range<Int>) -> String {
            var part = String.UnicodeScalarView()
            part.append(contentsOf: text[range.clamped(to: text.indices)])
            return String(part)
        }
        let length = Selector.contextLength
        return Selector(
            exact: cut(range), prefix: cut(range.lowerBound - length..<range.lowerBound),
            suffix: cut(range.upperBound..<range.upperBound + length), start: range.lowerBound, end: range.upperBound)
    }

    /// One that is known by this name, else the name alone.
    private func named(_ name: String, in resource: String) throws -> JSON {
        let known = try connection.first(
            "SELECT id, slug, name FROM \(resource) WHERE lower(name) = lower(?) ORDER BY id LIMIT 1", [.text(name)]
        ) { Self.reference($0.integer(0), $0.string(1), $0.string(2)) }
        return known ?? ["name": .string(name)]
    }

    private static func reference(_ id: Int, _ slug: String, _ name: String) -> JSON {
        ["id": .number(JSONNumber(id)), "slug": .string(slug), "name": .string(name)]
    }

    /// The expert of this name, or who is likely to be the same, in any script; else the name alone.
    private mutating func expert(_ name: String, role: String?) throws -> JSON {
        if let known = experts[name] { return known }
        let found = try known(name, role: role) ?? ["name": .string(name)]
        experts[name] = found
        return found
    }

    private func known(_ name: String, role: String?) throws -> JSON? {
        let reading = Reading(connection)
        func reference(_ id: Int) throws -> JSON? {
            try connection.first("SELECT id, slug, name FROM experts WHERE id = ?", [Value(id)]) {
                Self.reference($0.integer(0), $0.string(1), $0.string(2))
            }
        }
        if let id = try connection.integer(
            "SELECT id FROM experts WHERE lower(name) = lower(?) ORDER BY id LIMIT 1", [.text(name)])
            ?? connection.integer(
                "SELECT item FROM experts_names WHERE value = lower(?) ORDER BY item LIMIT 1", [.text(name)])
        {
            return try reference(id)
        }
        let profile = ExpertProfile(name: name, roles: role.map { [$0] } ?? [])
        let ids = try Set(
            profile.keys.sought.sorted().prefix(Self.keysLimit).flatMap { key in
                try connection.all(
                    "SELECT item FROM experts_keys WHERE value = ? ORDER BY item LIMIT ?",
                    [.text(key), Value(Self.candidates)]
                ) { $0.integer(0) }
            })
        let likely = try ids.sorted().compactMap { id -> (id: Int, score: Double)? in
            guard let other = try reading.profile(of: id), let likeness = Likeness(profile, other),
                likeness.score >= Likeness.threshold
            else { return nil }
            return (id, likeness.score)
        }
        // Where two are as likely, a person has to say which.
        let best = likely.map(\.score).max()
        let first = likely.filter { $0.score == best }
        return try first.count == 1 ? reference(first[0].id) : nil
    }

    private static let keysLimit = 20
    private static let candidates = 24
}

extension JSONNumber {
    /// A finite number in its shortest form.
    init(shortest value: Double) {
        if let integer = Int(exactly: value), value.magnitude < 0x1p53 {
            self.init(integer)
        } else {
            self.init(text: value.description)
        }
    }
}

extension String {
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
