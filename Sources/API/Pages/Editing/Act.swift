internal import HTTPServer
internal import Knowledge

/// Something that is done with one key or button, and undone with one: both are requests to the API, which a script sends.
struct Act {
    /// Words of the page's language for what is done, and for what was done: `act.merge`, `act.merge.done`.
    let name: String
    /// The key that does it.
    let key: String
    let request: Request
    /// What takes it back.
    let undo: Request
    /// The entity tag of the record that is changed.
    var tag: String?
    /// What the editor may say to it: the body's member, and whether it must be there.
    var said: (member: String, isRequired: Bool)?
    /// Beside the name in a list of several: which of them.
    var values: KeyValuePairs<String, String> = [:]

    struct Request {
        let method: String
        /// Below the API's root.
        let path: String
        var body: JSON?

        static func post(_ path: String, _ body: JSON? = nil) -> Request {
            Request(method: "POST", path: path, body: body)
        }

        static func patch(_ path: String, _ body: JSON) -> Request {
            Request(method: "PATCH", path: path, body: body)
        }

        static func delete(_ path: String) -> Request { Request(method: "DELETE", path: path) }

        /// Brings a record back as it is now.
        static func restore(_ path: String, _ record: JSON) -> Request {
            post("\(path)/restore", ["revision": record["revision"] ?? 1])
        }

        fileprivate var text: String {
            JSON.object(
                JSONObject([
                    ("method", .string(method)), ("path", .string(Address.root + path)), ("body", body ?? .null),
                ])
            ).text
        }
    }

    var view: View {
        [
            "key": key, "label": Wording.current("act.\(name)", values),
            "done": Wording.current("act.\(name).done", values),
            "request": request.text, "undo": undo.text, "tag": tag,
            "said": said?.member, "mustSay": said?.isRequired == true,
        ]
    }
}

extension Reading {
    /// A record with the entity tag of its address.
    func tagged(_ resource: Resource, _ reference: String) throws -> (record: JSON, tag: String) {
        let item = try item(resource, reference)
        return try item.withBytes { (try JSONReader.read($0), "\"\(EntityTag.of($0))\"") }
    }
}
