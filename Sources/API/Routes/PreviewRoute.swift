internal import HTTPServer
internal import HTTPTypes
internal import Knowledge

/// `POST /preview {body, passages}`: what a text and its passages would be, before anything is written.
extension Site {
    func preview() -> Handler {
        reading(needsToken: true) { request, _ in
            try self.refuseParameters(request)
            let draft = try Draft(request.json())
            return .json(draft.preview, fields: [.cacheControl: "no-store"])
        }
    }
}

/// A text that is being written, and the passages that are to stand in it.
struct Draft {
    /// How many passages are looked for at a time; as many as a page shows.
    static let passagesLimit = 1_000

    private let body: String
    private let passages: [(exact: String, prefix: String, suffix: String)]

    /// - Throws: `KnowledgeError.invalid` with every fault.
    init(_ json: JSON) throws {
        guard case .object(let object) = json else {
            throw KnowledgeError.invalid([Fault("", "must be an object, not \(json.kind)")])
        }
        var faults: [Fault] = []
        func text(_ value: JSON?, _ pointer: String, max: Int, isRequired: Bool = false) -> String {
            guard let value, value != .null else {
                if isRequired { faults.append(Fault(pointer, "is required")) }
                return ""
            }
            guard let text = value.string, text.unicodeScalars.count <= max else {
                faults.append(Fault(pointer, "must be a string of at most \(max) characters"))
                return ""
            }
            return text
        }
        func refuseOthers(_ object: JSONObject, _ known: [String], _ pointer: String) {
            for member in object.members where !known.contains(member.name) {
                faults.append(Fault("\(pointer)/\(member.name)", "is not known here"))
            }
        }
        refuseOthers(object, ["body", "passages"], "")
        body = text(object["body"], "/body", max: 4_000_000)
        let items = object["passages"]?.array ?? []
        if object["passages"] != nil, object["passages"]?.array == nil || items.count > Self.passagesLimit {
            faults.append(Fault("/passages", "must be a list of at most \(Self.passagesLimit) passages"))
        }
        passages = items.prefix(Self.passagesLimit).enumerated().map { index, item in
            let pointer = "/passages/\(index)"
            guard case .object(let object) = item else {
                faults.append(Fault(pointer, "must be an object, not \(item.kind)"))
                return ("", "", "")
            }
            refuseOthers(object, ["exact", "prefix", "suffix"], pointer)
            return (
                text(object["exact"], "\(pointer)/exact", max: 50_000, isRequired: true),
                text(object["prefix"], "\(pointer)/prefix", max: 1_000),
                text(object["suffix"], "\(pointer)/suffix", max: 1_000)
            )
        }
        guard faults.isEmpty else { throw KnowledgeError.invalid(faults) }
    }

    /// `{html, text, passages: [{anchor, selector}]}`.
    var preview: JSONBuffer {
        let text = ArticleText(body: body)
        let index = PassageIndex(text.text)
        let anchors = passages.map { index.anchor(exact: $0.exact, prefix: $0.prefix, suffix: $0.suffix) }
        let marks = anchors.enumerated().compactMap { number, anchor in
            anchor.state == .exact ? anchor.selector.map { MarkdownHTML.Mark(range: $0.range, id: "p\(number)") } : nil
        }
        let highest = text.sections.map(\.level).min() ?? 3
        var json = JSONBuffer(capacity: 32_768)
        json.open()
        json.key("html")
        json.string(MarkdownHTML.render(body, headingShift: 3 - highest, marks: marks))
        json.key("text")
        json.string(text.text)
        json.key("passages")
        json.openArray()
        for anchor in anchors {
            json.comma()
            json.open()
            json.key("anchor")
            json.string(anchor.state.rawValue)
            json.key("selector")
            json.value(anchor.selector?.json ?? .null)
            json.close()
        }
        json.closeArray()
        json.close()
        return json
    }
}
