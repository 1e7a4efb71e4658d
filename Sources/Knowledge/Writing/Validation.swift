internal import Store

/// Checks a body against a resource's declaration, and gathers every fault in it.
///
/// What needs the store (whether a record that is named exists) is found by `References`, into the same faults.
struct Validation {
    /// What a body may do beyond giving the fields that a client writes.
    struct Leave: OptionSet {
        let rawValue: Int
        /// Name experts, indicators, sources and topics that are made if they are not there.
        static let names = Leave(rawValue: 1)
        /// Name topics that are made if they are not there.
        static let topics = Leave(rawValue: 2)
        /// Carry quotes and statistics.
        static let carried = Leave(rawValue: 4)
        /// Carry what the server has set, as an export writes it.
        static let derived = Leave(rawValue: 8)
    }

    var faults = Faults()
    let leave: Leave

    init(_ leave: Leave = []) { self.leave = leave }

    /// How many records an article carries, photos it has, and so on.
    static let listLimit = 10_000

    /// What `json` enters into `resource`.
    ///
    /// - Parameter omitted: a required field that is given by the place where the body stands, and may not be in it.
    mutating func entry(_ json: JSON, of resource: Resource, at pointer: String = "", omitting omitted: String? = nil)
        -> Entry
    {
        var entry = Entry(pointer: pointer)
        guard let object = json.object else {
            faults.add(pointer, "must be an object, not \(json.kind)")
            return entry
        }
        refuseRepeated(object, pointer)
        for (name, value) in object.members {
            let place = pointer.appending(name)
            if leave.contains(.carried), let include = carriedInclude(name, of: resource) {
                entry.carried[name] = carriedEntries(value, include, at: place)
                continue
            }
            guard let field = resource.field(name) else {
                faults.add(place, unknown(name, resource))
                continue
            }
            if field.name == omitted {
                faults.add(place, "is given by the \(name) that carries it: leave it out")
            } else if field.isDerived {
                if !leave.contains(.derived) { faults.add(place, "is set by the server: leave it out") }
            } else if value != .null {
                entry.fields[name] = entered(value, field, place)
            }
        }
        for field in resource.fields where field.isRequired && field.name != omitted && entry.fields[field.name] == nil
        {
            // A value that is there and wrong has been told already.
            if object[field.name] == nil || object[field.name] == .null {
                faults.add(pointer.appending(field.name), "is required")
            }
        }
        return entry
    }

    private func unknown(_ name: String, _ resource: Resource) -> String {
        "is not a field of \(resource.name)\(Nearest.hint(for: name, among: resource.writtenFields.map(\.name)))"
    }

    private func carriedInclude(_ name: String, of resource: Resource) -> Resource.Include? {
        resource.name == "articles" ? resource.includes.first { $0.resource == name } : nil
    }

    private mutating func carriedEntries(_ value: JSON, _ include: Resource.Include, at pointer: String) -> [Entry] {
        guard let bodies = list(value, at: pointer) else { return [] }
        let resource = Catalog[include.resource]
        return bodies.enumerated().map { index, body in
            self.entry(body, of: resource, at: pointer.appending(String(index)), omitting: include.field)
        }
    }

    private mutating func refuseRepeated(_ object: JSONObject, _ pointer: String) {
        for name in object.repeated { faults.add(pointer.appending(name), "stands twice") }
    }

    mutating func list(_ value: JSON, at pointer: String) -> [JSON]? {
        guard let values = value.array else {
            faults.add(pointer, "must be an array, not \(value.kind)")
            return nil
        }
        guard values.count <= Self.listLimit else {
            faults.add(pointer, "has \(values.count) members: at most \(Self.listLimit) are allowed")
            return nil
        }
        return values
    }

    // MARK: Values

    /// What `value` enters into `field`; nil where it can't, which is then among the faults.
    private mutating func entered(_ value: JSON, _ field: Field, _ pointer: String) -> Entered? {
        switch field.type {
        case .reference(let target): return reference(value, to: Catalog[target], pointer).map(Entered.reference)
        case .topics:
            guard let values = list(value, at: pointer) else { return nil }
            return .topics(topics(values, pointer))
        case .objects(let members):
            guard let values = list(value, at: pointer) else { return nil }
            return objects(values, members, pointer)
        case .object(let members):
            return object(value, members, pointer).map { .json($0.json, references: []) }
        case .texts(let max):
            guard let values = list(value, at: pointer) else { return nil }
            let texts = values.enumerated().compactMap { index, value in
                text(value, max: max, pointer.appending(String(index)), isRequired: true)
            }
            return .json(.array(texts.map(JSON.string)), references: [])
        case .dictionary: return dictionary(value, pointer).map { .json($0, references: []) }
        case .selector: return selector(value, pointer).map { .json($0, references: []) }
        default: return scalar(value, field, pointer).map(Entered.value)
        }
    }

    /// Text, a number or a code, as its column keeps it.
    private mutating func scalar(_ value: JSON, _ field: Field, _ pointer: String) -> Value? {
        if case .number = field.type { return number(value, pointer).map(Value.real) }
        if case .text(let max) = field.type {
            return text(value, max: max, pointer, isRequired: field.isRequired).map(Value.text)
        }
        guard let text = text(value, max: 2_000, pointer, isRequired: field.isRequired) else { return nil }
        if let fault = Self.fault(of: text, as: field.type) {
            faults.add(pointer, fault)
            return nil
        }
        return .text(text)
    }

    /// What is wrong with `text` as a value of `type`; nil where nothing is.
    private static func fault(of text: String, as type: FieldType) -> String? {
        switch type {
        case .slug:
            Codes.isSlug(text)
                ? nil : "must be lower-case letters, digits and single hyphens, at most \(Slug.limit), not digits alone"
        case .date: Period.isDay(text) ? nil : "must be a day that exists, like 2024-05-31"
        case .period:
            Period.isPeriod(text)
                ? nil : "must be an ISO 8601 year, month, day or interval: 2018, 2018-05, 2018-05-31 or 2013/2018"
        case .language: Codes.isLanguage(text) ? nil : "must be a BCP 47 language tag, like en or ru"
        case .country: Codes.countries.contains(text) ? nil : "must be an ISO 3166-1 alpha-2 code, like TJ"
        case .url: Codes.isURL(text) ? nil : "must be an http or https address"
        case .choice(let choices):
            choices.contains(text)
                ? nil : "must be one of \(choices.joined(separator: ", "))\(Nearest.hint(for: text, among: choices))"
        default: nil
        }
    }

    mutating func text(_ value: JSON, max: Int, _ pointer: String, isRequired: Bool) -> String? {
        guard case .string(let text) = value else {
            faults.add(pointer, "must be a string, not \(value.kind)")
            return nil
        }
        guard !text.utf8.contains(0) else {
            faults.add(pointer, "has the character U+0000 in it: take it out")
            return nil
        }
        if text.utf8.count > max, text.unicodeScalars.count > max {
            faults.add(pointer, "is longer than \(max) characters")
            return nil
        }
        guard !text.unicodeScalars.allSatisfy(\.properties.isWhitespace) else {
            // An empty text that need not be there is the same as none.
            if isRequired { faults.add(pointer, "must not be empty") }
            return nil
        }
        return text
    }

    private mutating func number(_ value: JSON, _ pointer: String) -> Double? {
        guard case .number(let number) = value else {
            faults.add(pointer, "must be a number, not \(value.kind)")
            return nil
        }
        guard let double = number.double else {
            faults.add(
                pointer, "is more than can be kept exactly: at most 2^53 as an integer, 1.7e308 with an exponent")
            return nil
        }
        return double
    }

    // MARK: Lists and objects

    private mutating func objects(_ values: [JSON], _ members: [Field], _ pointer: String) -> Entered {
        var kept: [JSON] = []
        var references: [(index: Int, member: String, reference: EnteredReference)] = []
        for (index, value) in values.enumerated() {
            guard let (json, found) = object(value, members, pointer.appending(String(index))) else { continue }
            references += found.map { (kept.count, $0.member, $0.reference) }
            kept.append(json)
        }
        return .json(.array(kept), references: references)
    }

    /// An object with all its declared members, null where one was not given.
    private mutating func object(
        _ value: JSON, _ members: [Field], _ pointer: String
    ) -> (json: JSON, references: [(member: String, reference: EnteredReference)])? {
        guard let object = value.object else {
            faults.add(pointer, "must be an object, not \(value.kind)")
            return nil
        }
        refuseRepeated(object, pointer)
        let known = members.map(\.name)
        for (name, _) in object.members where !known.contains(name) {
            faults.add(pointer.appending(name), "is not known here\(Nearest.hint(for: name, among: known))")
        }
        var kept = JSONObject()
        var references: [(member: String, reference: EnteredReference)] = []
        for member in members {
            let place = pointer.appending(member.name)
            kept[member.name] = .null
            guard let value = object[member.name], value != .null else {
                if member.isRequired { faults.add(place, "is required") }
                continue
            }
            switch entered(value, member, place) {
            case .value(.text(let text))?: kept[member.name] = .string(text)
            case .reference(let reference)?: references.append((member.name, reference))
            default: break
            }
        }
        if known.contains("caption"), known.contains("credit"), kept["caption"] == .null, kept["credit"] == .null,
            object["caption"] ?? .null == .null, object["credit"] ?? .null == .null
        {
            faults.add(pointer.appending("caption"), "is required where there is no credit")
        }
        return (.object(kept), references)
    }

    private mutating func dictionary(_ value: JSON, _ pointer: String) -> JSON? {
        guard let object = value.object else {
            faults.add(pointer, "must be an object, not \(value.kind)")
            return nil
        }
        refuseRepeated(object, pointer)
        var kept: [(String, JSON)] = []
        for (name, value) in object.members {
            let place = pointer.appending(name)
            guard !name.isEmpty, name.unicodeScalars.count <= 100, !name.utf8.contains(0) else {
                faults.add(place, "must have a name of 1 to 100 characters")
                continue
            }
            if let text = text(value, max: 500, place, isRequired: true) { kept.append((name, .string(text))) }
        }
        // In one order, so that equal dimensions are equal text.
        return .object(JSONObject(kept.sorted { $0.0.utf8.lexicographicallyPrecedes($1.0.utf8) }))
    }

    private mutating func selector(_ value: JSON, _ pointer: String) -> JSON? {
        guard let object = value.object else {
            faults.add(pointer, "must be an object, not \(value.kind)")
            return nil
        }
        refuseRepeated(object, pointer)
        let known = ["exact", "prefix", "suffix", "start", "end"]
        for (name, _) in object.members where !known.contains(name) {
            faults.add(pointer.appending(name), "is not a part of a selector\(Nearest.hint(for: name, among: known))")
        }
        var kept = JSONObject()
        for name in known {
            guard let value = object[name], value != .null else {
                if name == "exact" { faults.add(pointer.appending(name), "is required") }
                continue
            }
            let place = pointer.appending(name)
            switch name {
            case "start", "end":
                guard let position = value.integer, position >= 0 else {
                    faults.add(place, "must be a position: an integer from 0")
                    continue
                }
                kept[name] = .number(JSONNumber(position))
            case "exact":
                if let text = text(value, max: 50_000, place, isRequired: true) { kept[name] = .string(text) }
            default:
                if let text = text(value, max: 1_000, place, isRequired: false) { kept[name] = .string(text) }
            }
        }
        return .object(kept)
    }
}
