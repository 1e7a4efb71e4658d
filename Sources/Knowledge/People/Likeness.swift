internal import Store

/// What is known of an expert by which it may be the same as another.
struct ExpertProfile: Sendable {
    struct Office: Sendable {
        let role: String?
        let organization: String?
        let from: String?
        let to: String?
    }

    let isOrganization: Bool
    let names: [String]
    let country: String?
    let offices: [Office]
    /// Printed beside the name.
    let roles: [String]
    /// `wikidata q1`
    let identifiers: Set<String>
    /// The schemes of which it has a number.
    let schemes: Set<String>
    let personNames: [PersonName]
    let organizationNames: [OrganizationName]
    /// Who is somebody else, as a person has said.
    let differentFrom: Set<Int>

    init(
        name: String, otherNames: [String] = [], isOrganization: Bool = false, country: String? = nil,
        offices: [Office] = [], roles: [String] = [], identifiers: [(scheme: String, value: String)] = [],
        differentFrom: Set<Int> = []
    ) {
        self.differentFrom = differentFrom
        self.isOrganization = isOrganization
        names = [name] + otherNames
        self.country = country
        self.offices = offices
        self.roles = roles
        schemes = Set(identifiers.map { $0.scheme.lowercased() })
        self.identifiers = Set(identifiers.map { "\($0.scheme.lowercased()) \($0.value.lowercased())" })
        // Who has hundreds of names is known by the first of them.
        let compared = names.prefix(Self.namesCompared)
        personNames = isOrganization ? [] : compared.map(PersonName.init)
        organizationNames = isOrganization ? compared.map(OrganizationName.init) : []
    }

    private static let namesCompared = 12

    /// Under what it is found, and what it is looked for by.
    var keys: PersonName.Keys {
        var keys = PersonName.Keys()
        for name in personNames {
            let found = name.keys
            keys.kept.formUnion(found.kept)
            keys.sought.formUnion(found.sought)
        }
        for name in organizationNames {
            guard let key = name.key else { continue }
            keys.kept.insert(key)
            keys.sought.insert(key)
        }
        for identifier in identifiers {
            keys.kept.insert("# \(identifier)")
            keys.sought.insert("# \(identifier)")
        }
        return keys
    }
}

/// An organization's name: its words, without those that say little.
struct OrganizationName: Sendable {
    let text: String
    private let words: [[UInt8]]

    init(_ name: String) {
        text = name
        let all = name.split { !$0.isLetter && !$0.isNumber }.map(String.init)
        let telling = all.filter { !Self.stopWords.contains($0.lowercased()) }
        words = (telling.isEmpty ? all : telling).compactMap { word in
            word.allSatisfy(\.isNumber) ? Array(word.utf8) : Romanization.sounds(of: word).first
        }
    }

    private static let stopWords: Set = [
        "the", "of", "for", "and", "in", "on", "a", "an", "ltd", "llc", "inc", "plc", "gmbh", "ag", "sa", "co", "corp",
        "company", "republic", "republik", "и", "в", "по", "при", "ооо", "оао", "пао", "зао", "ао", "гуп", "республики",
        "республика", "de", "la", "des", "du", "der", "die", "das", "für", "und",
    ]

    /// An acronym may be many an organization's.
    private var isTelling: Bool { words.count > 1 || (words.first?.count ?? 0) > 5 }

    var key: String? {
        isTelling ? "org " + words.map { String(decoding: $0, as: UTF8.self) }.sorted().joined(separator: " ") : nil
    }

    /// Whether both have the same words, in any order.
    func isSame(as other: OrganizationName) -> Bool { key != nil && key == other.key }
}

/// How likely two experts are the same, and why.
struct Likeness: Sendable {
    struct Reason: Sendable {
        let kind: String
        let detail: String
    }

    private(set) var score: Double
    private(set) var reasons: [Reason] = []

    /// From here on two are likely to be the same.
    static let threshold = 0.8

    /// Nil where nothing speaks for it.
    init?(_ one: ExpertProfile, _ other: ExpertProfile) {
        guard one.isOrganization == other.isOrganization else { return nil }
        score = 0
        let shared = one.identifiers.intersection(other.identifiers)
        if let identifier = shared.sorted().first {
            score = 1
            reasons.append(Reason(kind: "identifier", detail: "The same number: \(identifier)"))
        }
        let hasName = one.isOrganization ? compareOrganizations(one, other) : comparePersons(one, other)
        guard hasName || !shared.isEmpty else { return nil }
        weighCountries(one, other)
        if !one.isOrganization { weighOffices(one, other) }
        // Two numbers of one scheme are two things.
        if shared.isEmpty, !one.schemes.isDisjoint(with: other.schemes) { score -= 0.5 }
        if !shared.isEmpty { score = 1 }
        score = min(1, max(0, (score * 100).rounded() / 100))
    }

    private mutating func compareOrganizations(_ one: ExpertProfile, _ other: ExpertProfile) -> Bool {
        for name in one.organizationNames {
            if let same = other.organizationNames.first(where: { $0.isSame(as: name) }) {
                score = max(score, 0.9)
                reasons.append(Reason(kind: "name", detail: "\(name.text) and \(same.text) have the same words"))
                return true
            }
        }
        return false
    }

    private mutating func comparePersons(_ one: ExpertProfile, _ other: ExpertProfile) -> Bool {
        var best: (score: Double, reasons: [Reason])?
        for name in one.personNames {
            for second in other.personNames {
                guard let so = name.agreement(with: second) else { continue }
                let found = Self.score(so, name, second)
                if found.score > best?.score ?? 0 { best = found }
            }
        }
        guard let best else { return false }
        score = max(score, best.score)
        reasons += best.reasons
        return true
    }

    private static func score(
        _ so: PersonName.Agreement, _ one: PersonName, _ other: PersonName
    ) -> (score: Double, reasons: [Reason]) {
        let both = "\(one.text) and \(other.text)"
        let words = so.words - so.patronymics
        // Two words at least must be known: with fewer it may be anybody with that initial.
        var score = (words >= 2 ? 0.9 : 0.6) - 0.3 * so.distance
        var reasons: [Reason] = []
        if one.text == other.text {
            reasons.append(Reason(kind: "name", detail: "The same name: \(one.text)"))
        } else if words >= 2 {
            let detail = so.distance > 0.15 ? "\(both) sound nearly alike" : "\(both) sound alike"
            reasons.append(Reason(kind: "name", detail: detail))
        }
        if so.initials > 0 {
            reasons.append(Reason(kind: "initials", detail: "\(both) have the same initials"))
        }
        if so.patronymics > 0 {
            score += 0.05
            reasons.append(Reason(kind: "patronymic", detail: "\(both) have the same patronymic"))
        }
        return (score, reasons)
    }

    private mutating func weighCountries(_ one: ExpertProfile, _ other: ExpertProfile) {
        guard let country = one.country, let second = other.country else { return }
        if country == second {
            score += 0.04
            reasons.append(Reason(kind: "country", detail: "Both of \(country)"))
        } else {
            score -= 0.3
        }
    }

    private mutating func weighOffices(_ one: ExpertProfile, _ other: ExpertProfile) {
        let organizations = one.offices.compactMap(\.organization).map(OrganizationName.init)
        let others = other.offices.compactMap(\.organization).map(OrganizationName.init)
        let shared = organizations.first { name in others.contains { $0.isSame(as: name) || $0.text == name.text } }
        if let shared {
            score += 0.25
            reasons.append(Reason(kind: "organization", detail: "Both at \(shared.text)"))
        }
        let roles = one.roles + one.offices.compactMap(\.role)
        let otherRoles = other.roles + other.offices.compactMap(\.role)
        let role = roles.first { role in otherRoles.contains { Self.areAlike(role, $0) } }
        if let role {
            score += 0.17
            reasons.append(Reason(kind: "role", detail: "Both \(role)"))
        }
        guard shared == nil else { return }
        if Self.holdAtOneTime(one.offices, other.offices) {
            score -= 0.3
        } else if role == nil, !roles.isEmpty, !otherRoles.isEmpty, !Self.followEachOther(one.offices, other.offices) {
            // Not known to be another, but in another trade.
            score -= 0.12
        }
    }

    /// Whether two roles have a word in common, as it sounds: its first letters are enough, since ends change with
    /// language and case.
    static func areAlike(_ one: String, _ other: String) -> Bool {
        func stems(_ role: String) -> Set<[UInt8]> {
            Set(
                role.split { !$0.isLetter }.filter { $0.count > 3 }.compactMap { word in
                    Romanization.sounds(of: String(word)).first.map { Array($0.prefix(4)) }
                }.filter { $0.count == 4 && !dull.contains(String(decoding: $0, as: UTF8.self)) })
        }
        return !stems(one).isDisjoint(with: stems(other))
    }

    /// Beginnings of words that say little of a role.
    private static let dull: Set = ["form", "bivS", "glav", "Sef", "head", "vice", "zame", "deputi", "memb", "Clen"]

    private static func span(_ office: ExpertProfile.Office) -> (from: String, to: String)? {
        guard office.organization != nil, let from = office.from, let to = office.to else { return nil }
        return (from, to + "~")
    }

    /// Whether each has an office elsewhere in one and the same time: nobody has two whole posts.
    private static func holdAtOneTime(_ one: [ExpertProfile.Office], _ other: [ExpertProfile.Office]) -> Bool {
        one.compactMap(span).contains { first in
            other.compactMap(span).contains { first.from < $0.to && $0.from < first.to }
        }
    }

    private static func followEachOther(_ one: [ExpertProfile.Office], _ other: [ExpertProfile.Office]) -> Bool {
        one.contains { span($0) != nil } && other.contains { span($0) != nil } && !holdAtOneTime(one, other)
    }
}
