internal import HTTPServer
internal import HTTPTypes
internal import Knowledge

/// `/articles/{ref}/passages`: what stands where in an article, as JSON and in the terms of the W3C Web Annotation model.
extension Site {
    func passages() -> Handler {
        reading { request, reading in
            try self.onlyParameters([], request)
            if try request.acceptedType(of: [Response.json, Response.linkedData]) == 1 {
                return Self.annotations(try reading.passages(request.parameters[0]), isNegotiated: true)
            }
            return Self.list(try reading.passages(request.parameters[0]))
        }
    }

    func annotations() -> Handler {
        reading { request, reading in
            try self.onlyParameters([], request)
            try request.mustAccept(Response.linkedData)
            return Self.annotations(try reading.passages(request.parameters[0]), isNegotiated: false)
        }
    }

    private static func list(_ passages: PassageList) -> Response {
        var json = JSONBuffer(capacity: 32_768)
        json.open()
        json.key("items")
        json.openArray()
        for item in passages.items {
            json.comma()
            json.value(.object(Self.item(item, of: passages)))
        }
        json.closeArray()
        json.close()
        return .json(json, fields: Response.negotiatedFields)
    }

    private static func item(_ item: PassageList.Item, of passages: PassageList) -> JSONObject {
        var object = JSONObject([
            ("resource", .string(item.resource.name)), ("id", .number(JSONNumber(item.id))),
        ])
        if let kind = item.kind { object["kind"] = .string(kind) }
        object[item.kind == nil ? "indicator" : "expert"] = item.subject
        let link = Link.passage(of: item, in: passages)
        object["anchor"] = .string(item.anchor)
        object["selector"] = item.selector
        object["link"] = .string(link)
        let fragment = item.range == nil ? nil : TextFragment.address(passages.url ?? link, item.selector)
        object["fragment"] = fragment.map(JSON.string) ?? .null
        return object
    }

    /// An AnnotationPage: <https://www.w3.org/TR/annotation-model/#annotation-page>. A passage whose place is not known
    /// has no target, and so is no annotation.
    private static func annotations(_ passages: PassageList, isNegotiated: Bool) -> Response {
        let path = "\(Address.root)/articles/\(passages.slug)"
        var json = JSONBuffer(capacity: 32_768)
        json.open()
        json.key("@context")
        json.string("http://www.w3.org/ns/anno.jsonld")
        json.key("id")
        json.string("\(path)/passages.jsonld")
        json.key("type")
        json.string("AnnotationPage")
        json.key("items")
        json.openArray()
        for item in passages.items where item.range != nil {
            json.comma()
            json.value(annotation(item, path))
        }
        json.closeArray()
        json.close()
        var fields = Response.readFields
        if isNegotiated { fields[.vary] = "Accept" }
        var response = Response.json(json, fields: fields)
        response.contentType = "\(Response.linkedData); profile=\"http://www.w3.org/ns/anno.jsonld\""
        return response
    }

    private static func annotation(_ item: PassageList.Item, _ path: String) -> JSON {
        var quote = JSONObject([("type", "TextQuoteSelector")])
        for name in ["exact", "prefix", "suffix"] { quote[name] = item.selector[name] }
        var position = JSONObject([("type", "TextPositionSelector")])
        for name in ["start", "end"] { position[name] = item.selector[name] }
        return [
            "id": .string("\(path)/passages.jsonld#\(Link.anchor(item.resource, item.id))"),
            "type": "Annotation",
            "motivation": "identifying",
            "body": [
                ["id": .string("\(Address.root)/\(item.resource.name)/\(item.id)"), "format": "application/json"],
                [
                    "type": "TextualBody", "format": "text/plain", "purpose": "identifying",
                    "value": .string(item.subject["name"]?.string ?? ""),
                ],
            ],
            // Positions count in the text, so that is what they are of.
            "target": [
                "source": .string("\(path).txt"), "selector": [.object(quote), .object(position)],
            ],
        ]
    }
}

extension Link {
    /// The page of an article, opened on one of its passages.
    static func passage(of item: PassageList.Item, in passages: PassageList) -> String {
        "\(path(Catalog.articles, passages.slug))#\(anchor(item.resource, item.id))"
    }
}
