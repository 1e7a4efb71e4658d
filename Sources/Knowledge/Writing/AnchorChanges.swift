internal import Store

/// The passages of an article that stand otherwise than before its body was edited.
public struct AnchorChanges: Sendable {
    /// None.
    public init() {}

    struct Change {
        let resource: String
        let id: Int
        /// How it stood before, and how it does now.
        let was: String
        let anchor: String

        init(resource: String, id: Int, was: Value?, anchor: Value?) {
            func text(_ value: Value?) -> String { if case .text(let text)? = value { text } else { "" } }
            self.resource = resource
            self.id = id
            self.was = text(was)
            self.anchor = text(anchor)
        }
    }

    /// Those that stand less surely, and those that stand more surely, at most as many as a body's faults.
    private var lost: [JSON] = []
    private var found: [JSON] = []
    private var untold = 0

    public var isEmpty: Bool { lost.isEmpty && found.isEmpty }

    private static let order = ["exact", "changed", "ambiguous", "missing"]

    mutating func add(_ change: Change) {
        guard change.was != change.anchor else { return }
        guard lost.count + found.count < Faults.limit else {
            untold += 1
            return
        }
        let json: JSON = [
            "resource": .string(change.resource), "id": .number(JSONNumber(change.id)),
            "anchor": .string(change.anchor), "was": .string(change.was),
        ]
        let isLost = (Self.order.firstIndex(of: change.was) ?? 0) < (Self.order.firstIndex(of: change.anchor) ?? 0)
        if isLost { lost.append(json) } else { found.append(json) }
    }

    /// `{lost, found}`, each a list of {resource, id, anchor, was}; with `untold`, where there are more of them.
    public var json: JSON {
        var object = JSONObject([("lost", .array(lost)), ("found", .array(found))])
        if untold > 0 { object["untold"] = .number(JSONNumber(untold)) }
        return .object(object)
    }
}
