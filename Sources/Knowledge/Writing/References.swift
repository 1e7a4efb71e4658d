internal import Store

/// Finds the records that a body names, and makes those that it may make.
extension Writing {
    /// The id of the record that `reference` names; nil where there is none, which is then among the faults.
    mutating func id(of reference: EnteredReference, _ faults: inout Faults) throws -> Int? {
        let resource = Catalog[reference.resource]
        switch reference.key {
        case .id(let id):
            if try exists(id, in: resource) { return id }
            if let merged = try reading.merged(String(id), in: resource), try exists(merged.survivor, in: resource) {
                return merged.survivor
            }
            faults.add(reference.pointer, "is no \(resource.singular): there is none with the id \(id)")
        case .slug(let slug):
            if let id = try reading.currentID(of: slug, in: resource) { return id }
            faults.add(
                reference.pointer,
                "is no \(resource.singular): there is none with the slug \(slug)\(try reading.nearestHint(to: slug, in: resource))"
            )
        case .named(let name, let entry):
            if let slug = entry.text("slug"), let id = try reading.currentID(of: slug, in: resource) { return id }
            if let id = try find(name, in: resource) { return id }
            return try make(resource, entry, &faults)
        }
        return nil
    }

    private func exists(_ id: Int, in resource: Resource) throws -> Bool {
        try connection.integer("SELECT 1 FROM \(resource.name) WHERE id = ?", [Value(id)]) == 1
    }

    /// The record with this slug, or this name, or this among its other names.
    private func find(_ name: String, in resource: Resource) throws -> Int? {
        if Codes.isSlug(name), let id = try reading.currentID(of: name, in: resource) { return id }
        if let id = try connection.integer(
            "SELECT id FROM \(resource.name) WHERE lower(name) = lower(?) ORDER BY id LIMIT 1", [.text(name)])
        {
            return id
        }
        guard resource.name == "experts" else { return nil }
        return try connection.integer(
            "SELECT item FROM experts_names WHERE value = lower(?) ORDER BY item LIMIT 1", [.text(name)])
    }

    /// The slugs of the topics, in the order given, each once.
    mutating func slugs(of topics: [EnteredReference], _ faults: inout Faults) throws -> JSON {
        var slugs: [JSON] = []
        for topic in topics {
            guard let id = try id(of: topic, &faults),
                let slug = try connection.string("SELECT slug FROM topics WHERE id = ?", [Value(id)])
            else { continue }
            if slugs.contains(.string(slug)) {
                faults.add(topic.pointer, "stands twice")
            } else {
                slugs.append(.string(slug))
            }
        }
        return .array(slugs)
    }

    /// The columns that `entry` writes, with every reference resolved.
    mutating func columns(_ entry: Entry, of resource: Resource, _ faults: inout Faults) throws -> [String: Value] {
        var columns: [String: Value] = [:]
        for field in resource.fields {
            guard let entered = entry.fields[field.name] else { continue }
            switch entered {
            case .value(let value): columns[field.name] = value
            case .reference(let reference):
                if let id = try id(of: reference, &faults) { columns[field.name] = Value(id) }
            case .topics(let topics): columns[field.name] = .text(try slugs(of: topics, &faults).text)
            case .json(var json, let references):
                for (index, member, reference) in references {
                    guard let id = try id(of: reference, &faults), case .array(var objects) = json,
                        var object = objects[index].object
                    else { continue }
                    object[member] = .number(JSONNumber(id))
                    objects[index] = .object(object)
                    json = .array(objects)
                }
                columns[field.name] = .text(json.text)
            }
        }
        return columns
    }
}
