internal import Store

/// How a body names records of other resources: by id, slug or, where that is allowed, by name.
extension Validation {
    mutating func topics(_ values: [JSON], _ pointer: String) -> [EnteredReference] {
        let topics = Catalog["topics"]
        let mayName = leave.contains(.names) || leave.contains(.topics)
        return values.enumerated().compactMap { index, value in
            reference(value, to: topics, pointer.appending(String(index)), mayName: mayName)
        }
    }

    mutating func reference(_ value: JSON, to target: Resource, _ pointer: String) -> EnteredReference? {
        reference(value, to: target, pointer, mayName: leave.contains(.names) && target.name != "articles")
    }

    private mutating func reference(
        _ value: JSON, to target: Resource, _ pointer: String, mayName: Bool
    ) -> EnteredReference? {
        func made(_ key: EnteredReference.Key) -> EnteredReference {
            EnteredReference(resource: target.name, key: key, pointer: pointer)
        }
        switch value {
        case .number(let number):
            guard let id = number.integer, id > 0 else {
                faults.add(pointer, "is not an id that there can be")
                return nil
            }
            return made(.id(id))
        case .string(let text):
            if let id = ListQuery.integer(text), !text.isEmpty { return made(.id(id)) }
            guard mayName else {
                guard let text = self.text(value, max: 2_000, pointer, isRequired: true) else { return nil }
                return made(.slug(text))
            }
            guard let name = self.text(value, max: 500, pointer, isRequired: true) else { return nil }
            return made(.named(name, named(name, target, pointer)))
        case .object(let object):
            // Also where the id is what counts: what is of another type was meant otherwise.
            if let slug = object["slug"], slug != .null, slug.string == nil {
                faults.add(pointer.appending("slug"), "must be a string, not \(slug.kind)")
                return nil
            }
            // An export's records refer by slug, which holds in another store too.
            if !leave.contains(.derived) || object["slug"]?.string == nil, let id = object["id"], id != .null {
                return reference(id, to: target, pointer.appending("id"), mayName: false)
            }
            if mayName, object["name"] != nil {
                let entry = entry(value, of: target, at: pointer)
                return entry.text("name").map { made(.named($0, entry)) }
            }
            if let slug = object["slug"], slug.string != nil {
                return reference(slug, to: target, pointer.appending("slug"), mayName: false)
            }
            faults.add(pointer, "must have an id or a slug\(mayName ? ", or a name" : "")")
            return nil
        default:
            faults.add(pointer, "must be an id or a slug, not \(value.kind)")
            return nil
        }
    }

    private func named(_ name: String, _ target: Resource, _ pointer: String) -> Entry {
        Entry(fields: ["name": .value(.text(name))], pointer: pointer)
    }
}
